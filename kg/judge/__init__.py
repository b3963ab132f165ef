"""The judge behind an HTTP endpoint: an optional extra, off unless a service is set.

    load_judge   the judge that the settings name, or None      (this file)
    wire         a question as a chat, an answer as an opinion  strict JSON both ways
    cache        answers on disk, by model and text
    endpoint     one request with time-outs and retries; the judge itself

What a judge may change is decided in `kg.extract.acts.judge`. The article's sentences go to the service that is
set, and nowhere where none is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from kg.errors import MissingDependencyError, UsageError

if TYPE_CHECKING:
    from kg.extract.acts.judge import TypeJudge
    from kg.settings import Settings

KEY_VARIABLE: Final = "COMMUNIQUE_JUDGE_KEY"
"""The environment variable with the service's key. It is no setting, so that no command prints it."""


def load_judge(settings: Settings) -> TypeJudge | None:
    """The judge that the settings name; None where they name none.

    Raises UsageError for a service without a model or a key that no header can hold, MissingDependencyError where
    the extra is not installed.
    """
    if not settings.judge_url:
        return None
    if not settings.judge_model:
        raise UsageError("COMMUNIQUE_JUDGE_URL is set without a model. Name one with COMMUNIQUE_JUDGE_MODEL.")
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError(f"{KEY_VARIABLE} holds a sign that no key has. Set it again, without line breaks.")
    try:
        from kg.judge.endpoint import EndpointJudge
    except ImportError as exc:
        raise MissingDependencyError(
            f"A judge needs the package {exc.name!r}. Install it with: pip install 'communique[judge]'."
        ) from exc
    return EndpointJudge(
        settings.judge_url,
        settings.judge_model,
        settings.judge_cache,
        key=key,
        timeout=settings.timeout,
    )
