"""Who may write: whoever sends the server's token, as `Authorization: Bearer TOKEN`.

The token is never shown, logged or put into an address. It is compared in a time that tells nothing of it.
Source: RFC 6750, sections 2.1 and 3.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from server.config import ServerConfig
from server.errors import RefusedError, UnauthorizedError
from server.exchange import Request

VARIABLE: Final = "COMMUNIQUE_TOKEN"
SHORTEST: Final = 16
"""Characters; shorter ones can be guessed."""
READ_ONLY: Final = (
    "This server is read-only: writing is off, it serves a published snapshot. To change the graph, "
    "run `communique build` on the articles; the new snapshot is served as soon as it is published. To write over "
    f"HTTP, start the server with a token ({VARIABLE} or --token-file)."
)

BEHIND: Final = (
    "This server stands before another store and only reads from it. To change the graph, write to that store itself, "
    "or start the server with the address where that store takes updates (--store-update URL)."
)
BEHIND_WITHOUT_TOKEN: Final = (
    "This server is read-only: it stands before another store, and nobody was given a token. To write over HTTP, start "
    f"the server with one ({VARIABLE} or --token-file)."
)

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*\Z")
_BEARER: Final = re.compile(r"bearer +(\S+) *\Z", re.IGNORECASE)


def read_token(file: Path | None, environ: Mapping[str, str]) -> str | None:
    """The token in a file, else that of the environment; None when there is neither.

    Raises UsageError for a file that cannot be read, and for a token that is short or cannot stand in a header.
    """
    if file is not None:
        try:
            token, where = file.read_text(encoding="utf-8").strip(), str(file)
        except (OSError, UnicodeDecodeError) as exc:
            raise UsageError(f"The token cannot be read from {file} ({exc}).") from exc
    elif VARIABLE in environ:
        token, where = environ[VARIABLE].strip(), VARIABLE
    else:
        return None
    if len(token) < SHORTEST or not _TOKEN.match(token):
        raise UsageError(
            f"The token in {where} must have at least {SHORTEST} characters, of A-Z a-z 0-9 . _ ~ + / - only. "
            'Make one: python -c "import secrets; print(secrets.token_urlsafe())"'
        )
    return token


def may_write(request: Request, token: str | None) -> bool:
    """Whether the request carries the server's token."""
    given = _BEARER.match(request.headers.get("authorization", ""))
    return token is not None and given is not None and _same(given[1], token)


def check_writable(config: ServerConfig) -> None:
    """Raise RefusedError when nobody may write here, with the reason."""
    if config.upstream is not None and config.upstream_update is None:
        raise RefusedError(BEHIND)
    if config.token is None:
        raise RefusedError(READ_ONLY if config.upstream is None else BEHIND_WITHOUT_TOKEN)


def check_may_write(request: Request, config: ServerConfig) -> None:
    """Raise RefusedError when nobody may write here, UnauthorizedError when the token is missing or another."""
    check_writable(config)
    if "authorization" not in request.headers:
        raise UnauthorizedError(
            "Writing needs the server's token. Send it: Authorization: Bearer TOKEN", 'Bearer realm="communique"'
        )
    if not may_write(request, config.token):
        raise UnauthorizedError(
            "This is not the server's token. Send the right one: Authorization: Bearer TOKEN",
            'Bearer realm="communique", error="invalid_token"',
        )


def _same(given: str, token: str) -> bool:
    digests = (sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (given, token))
    return hmac.compare_digest(*digests)
