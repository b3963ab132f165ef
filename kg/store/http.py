"""What every client of a remote store shares: reading an answer to its end, and naming what went wrong.

An answer is read under one deadline and one limit of size. Whatever the libraries below raise (SPARQLWrapper,
urllib, http.client, sockets) becomes one EndpointError with the HTTP status, the wish of Retry-After and a
sentence on what to do.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from traceback import clear_frames
from types import MappingProxyType
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from SPARQLWrapper import SPARQLExceptions

from kg.errors import EndpointError, UsageError

USER_AGENT: Final = "communique (+https://w3id.org/communique/)"
"""Names the program and where to reach its makers; some public endpoints refuse the default agents of libraries."""
MAX_BYTES: Final = 256_000_000
"""A longer answer is refused rather than held in memory."""
CHUNK: Final = 65_536
FAILURES: Final = (SPARQLExceptions.SPARQLWrapperException, OSError, HTTPException, ValueError)
"""What the libraries raise when an endpoint cannot be asked or does not answer as it should."""

_STATUS: Final[Mapping[type, int]] = MappingProxyType(
    {
        SPARQLExceptions.QueryBadFormed: 400,
        SPARQLExceptions.Unauthorized: 401,
        SPARQLExceptions.EndPointNotFound: 404,
        SPARQLExceptions.URITooLong: 414,
        SPARQLExceptions.EndPointInternalError: 500,
    }
)


def agent_of(contact: str) -> str:
    """`USER_AGENT` with the address of whoever asks, as Wikimedia's policy for guests has it.

    Raises UsageError for an address that no header can carry.
    """
    if not contact:
        return USER_AGENT
    if not (contact.isascii() and contact.isprintable()) or set("()") & set(contact):
        raise UsageError(f"{contact!r} cannot be sent as a contact; give a mail address or the address of a page.")
    return f"{USER_AGENT.removesuffix(')')}; {contact})"


def check_address(url: str) -> None:
    """Raise UsageError when the URL is not one of http or https, or carries a password."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise UsageError(f"{url!r} is no endpoint; give an http:// or https:// URL.")
    if "@" in parts.netloc:
        raise UsageError("The URL carries a user name or password; leave them out of it.")


def read_body(response: HTTPResponse, deadline: float) -> bytes:
    """The whole body; `deadline` is on the monotonic clock.

    Raises TimeoutError past the deadline, ValueError beyond MAX_BYTES, HTTPException when it stops early.
    """
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes came back; ask for less with LIMIT")
        if time.monotonic() > deadline:
            raise TimeoutError
        chunks.append(chunk)
    if response.length:
        raise HTTPException(f"the answer stopped {response.length} bytes before its end")
    return b"".join(chunks)


def media_type(headers: Message) -> str:
    """The media type without its parameters, in lower case; empty when there is none."""
    return str(headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def excerpt(data: bytes) -> str:
    """The beginning of an answer on one line, for a message."""
    text = " ".join(data.decode("utf-8", "replace").split())
    return repr(text[:200]) if text else "(an empty answer)"


def endpoint_error(url: str, timeout: int, exc: Exception) -> EndpointError:
    """One of `FAILURES` as EndpointError; `timeout` in seconds is what the request had."""
    status, body, after = _http_failure(exc)
    _let_go(exc)
    if status:
        seconds = _seconds(after)
        wait = f" Try again after {f'{after} s' if after.isdigit() else after}." if after else ""
        return EndpointError(f"{url} answered HTTP {status}: {excerpt(body)}{wait}", status, seconds)
    cause = exc.reason if isinstance(exc, URLError) else exc
    if isinstance(cause, TimeoutError):
        return EndpointError(
            f"{url} did not answer within {timeout} s. Ask for less with LIMIT, or raise COMMUNIQUE_TIMEOUT."
        )
    return EndpointError(
        f"{url} could not be asked: {cause or type(cause).__name__}. Check the address and that it is up."
    )


def _let_go(exc: BaseException | None) -> None:
    """Close what earlier attempts of a request got: their answers stand in the frames that the exception passed."""
    while exc is not None:
        clear_frames(exc.__traceback__)
        exc = exc.__cause__ or exc.__context__


def _http_failure(exc: Exception) -> tuple[int, bytes, str]:
    """Status, body and the wish of Retry-After; status 0 when no HTTP answer came."""
    if isinstance(exc, HTTPError):
        with exc:
            return exc.code, _rest(exc), str(exc.headers.get("Retry-After", ""))
    return _STATUS.get(type(exc), 0), str(exc).encode("utf-8", "replace"), ""


def _rest(exc: HTTPError) -> bytes:
    try:
        return exc.read(CHUNK) or b""  # one made without a body reads as a str
    except (OSError, HTTPException):
        return b""  # the status is what matters; the body is lost with the connection


def _seconds(after: str) -> float | None:
    """Retry-After, a number of seconds or a date, as seconds from now; None for anything else."""
    if after.isdigit():
        return float(after)
    try:
        when = parsedate_to_datetime(after)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
