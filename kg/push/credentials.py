"""Who pushes: a user and a password, or a token, from the environment and from nowhere else.

    COMMUNIQUE_PUSH_USER, COMMUNIQUE_PUSH_PASSWORD    HTTP Basic or Digest, as the store asks
    COMMUNIQUE_PUSH_TOKEN                             sent as a bearer token

They are no settings: `communique settings` prints those, and a command line can be read by other users.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.errors import UsageError

USER: Final = "COMMUNIQUE_PUSH_USER"
PASSWORD: Final = "COMMUNIQUE_PUSH_PASSWORD"  # noqa: S105 -- the name of a variable
TOKEN: Final = "COMMUNIQUE_PUSH_TOKEN"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Credentials:
    """All empty for a store that asks for none; the secrets are left out of `repr`."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def read_credentials(environ: Mapping[str, str] | None = None) -> Credentials:
    """What the environment gives. Raises UsageError for half a pair, or a pair and a token."""
    known = os.environ if environ is None else environ
    found = Credentials(known.get(USER, ""), known.get(PASSWORD, ""), known.get(TOKEN, ""))
    if bool(found.user) != bool(found.password):
        raise UsageError(f"Set both {USER} and {PASSWORD}, or neither.")
    if found.user and found.token:
        raise UsageError(f"Set {USER} and {PASSWORD}, or {TOKEN}, not both.")
    if not f"{found.user}{found.token}".isprintable() or ":" in found.user:
        raise UsageError(f"{USER} or {TOKEN} has a sign in it that HTTP cannot send.")
    return found
