"""The address where another store takes updates: each is sent once, and what became of it is told.

An update goes as it is (application/sparql-update) in one POST that is never sent again, whatever comes back: nobody
could tell whether it was done once or twice. So a store that wants a user and a password is first asked, with an update
that does nothing, how it wants them. A redirect is not followed; it would carry the credentials elsewhere.

    2xx           done
    400           QueryError, with what the store says
    401, 403      EndpointError that names the settings of the credentials
    no answer     DeadlineError at the deadline, else EndpointError; both say when the update may have been done

Sources: SPARQL 1.1 Protocol, section 2.2; RFC 7617 and RFC 7616.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from math import ceil
from time import monotonic
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from kg.errors import CommuniqueError, EndpointError, QueryError
from kg.push.credentials import PASSWORD, TOKEN, USER, Credentials
from kg.push.opener import build_opener
from kg.store.http import FAILURES, USER_AGENT, check_address, endpoint_error, read_body
from server.errors import DeadlineError

UPDATE_TYPE: Final = "application/sparql-update"
NOTHING: Final = "INSERT DATA {}"
"""An update that does nothing, to be asked for the credentials."""
UNCLEAR: Final = "The update may have been done or not: look at the graph before you send it again."
UNSENT: Final = "Nothing was sent."
LATE: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT})
NO_UPDATES: Final = frozenset({301, 302, 303, 307, 308, 404, 405, 410, 415, 501})
"""What is answered where no updates are taken."""
_DIGEST: Final = re.compile(r"(?:^|[\s,])Digest\s+(.*)", re.IGNORECASE | re.DOTALL)
_BASIC: Final = re.compile(r"(?:^|[\s,])Basic\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UpdateAddress:
    """Where a store takes updates, and what it is shown."""

    url: str
    credentials: Credentials

    def __post_init__(self) -> None:
        """Raises UsageError when the URL is not one of http or https."""
        check_address(self.url)

    def send(self, text: str, seconds: float) -> None:
        """Have an update done within some seconds. Raises QueryError, EndpointError or DeadlineError."""
        end = monotonic() + seconds
        authorization = self._authorization(end)
        try:
            self._post(text, authorization, _left(end))
        except FAILURES as exc:
            raise self._failure(exc, seconds, whole=_was_sent(exc)) from exc

    def _post(self, text: str, authorization: str, seconds: float) -> None:
        end = monotonic() + seconds
        response: HTTPResponse = build_opener().open(self._request(text, authorization), timeout=seconds)
        with response:
            read_body(response, end)

    def _request(self, text: str, authorization: str = "") -> Request:
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Content-Type": UPDATE_TYPE}
        if authorization:
            headers["Authorization"] = authorization
        return Request(self.url, text.encode("utf-8"), headers, method="POST")  # noqa: S310 -- see check_address

    def _authorization(self, end: float) -> str:
        """The header for an update; a user and a password are shown as the store wants them."""
        if self.credentials.token:
            return f"Bearer {self.credentials.token}"
        if not self.credentials.user:
            return ""
        seconds = _left(end)
        try:
            self._post(NOTHING, "", seconds)
        except HTTPError as exc:
            if exc.code != HTTPStatus.UNAUTHORIZED:
                raise self._failure(exc, seconds, whole=False) from exc
            with exc:
                return self._answer(exc.headers.get_all("WWW-Authenticate") or ())
        except FAILURES as exc:
            raise self._failure(exc, seconds, whole=False) from exc
        return ""

    def _answer(self, challenges: Iterable[str]) -> str:
        """User and password by the best of the ways that the store takes. Raises EndpointError when it has none."""
        whole = ", ".join(challenges)
        if match := _DIGEST.search(whole):
            return f"Digest {self._digest(match[1])}"
        if _BASIC.search(whole):
            pair = f"{self.credentials.user}:{self.credentials.password}"
            return f"Basic {b64encode(pair.encode()).decode('ascii')}"
        raise self._refused(HTTPStatus.UNAUTHORIZED)

    def _digest(self, challenge: str) -> str:
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, self.url, self.credentials.user, self.credentials.password)
        try:
            fields = parse_keqv_list([field for field in parse_http_list(challenge) if "=" in field])
            made = HTTPDigestAuthHandler(known).get_authorization(self._request(NOTHING), fields)
        except (ValueError, KeyError) as exc:
            raise self._refused(HTTPStatus.UNAUTHORIZED) from exc
        if not made:
            raise self._refused(HTTPStatus.UNAUTHORIZED)
        return made

    def _refused(self, status: int) -> EndpointError:
        return EndpointError(
            f"{self.url} refuses the credentials of this server (HTTP {status}). Whoever runs it: set {USER} and "
            f"{PASSWORD}, or {TOKEN}, to those of one who may write there, and start the server again.",
            status,
        )

    def _failure(self, exc: Exception, seconds: float, *, whole: bool) -> CommuniqueError:
        """What a failure means; `whole` says that the store may have got all of the update."""
        status = exc.code if isinstance(exc, HTTPError) else 0
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return self._refused(status)
        told = endpoint_error(self.url, ceil(seconds), exc)
        outcome = UNCLEAR if whole else UNSENT
        if status == HTTPStatus.BAD_REQUEST:
            return QueryError(f"The store does not take the update. {told}")
        if status in LATE or _is_late(exc):
            return DeadlineError(f"{self.url} did not do the update within its time ({seconds:.3g} s). {outcome}")
        if status in NO_UPDATES:
            outcome = "Is it the address where the store takes updates (--store-update)?"
        elif 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR:
            outcome = "The update was not done."
        return EndpointError(f"{told} {outcome}", told.status, told.retry_after)


def _was_sent(exc: Exception) -> bool:
    """Whether the store may have got all of a request: urllib tells what went wrong before that as URLError."""
    return isinstance(exc, HTTPError) or not isinstance(exc, URLError) or _is_late(exc)


def _is_late(exc: Exception) -> bool:
    return isinstance(exc.reason if isinstance(exc, URLError) else exc, TimeoutError)


def _left(end: float) -> float:
    left = end - monotonic()
    if left <= 0:
        raise DeadlineError(f"The time of the update was over before it could be sent. {UNSENT}")
    return left
