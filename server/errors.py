"""The errors that only a server has, below those of `kg.errors`, and the one JSON shape of all of them.

    QueryError
    ├── RefusedError              HTTP 403   understood, and not done here (SERVICE, writing)
    ├── UpdateAsQueryError        HTTP 400   an update in the place of a query
    ├── QueryTooLongError         HTTP 413
    ├── BodyTooLargeError         HTTP 413   a request body of more bytes than are read
    ├── NotAcceptableError        HTTP 406   no format that the client takes
    └── UnsupportedMediaTypeError HTTP 415   a request body of another type
    CommuniqueError
    ├── UnauthorizedError         HTTP 401   writing without the token
    ├── NotFoundError             HTTP 404   the graph has nothing by that name
    ├── MethodError               HTTP 405
    ├── SlowBodyError             HTTP 408   a request body that does not come
    ├── DeadlineError             HTTP 504   the query ran too long and was killed
    ├── OverBudgetError           HTTP 429   the client's slow queries have used up what it may take
    ├── WorkerLostError           HTTP 503   the query's process died, mostly for want of memory
    └── BusyError                 HTTP 503   all workers are taken and the queue is full

Like those of `kg.errors`, each carries its HTTP status, and its message says what to do next. Some have headers
to be sent with them (`error_headers`).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from kg.errors import CommuniqueError, QueryError

RETRY_SECONDS: Final = 2
"""What a client is told to wait when the server is full: the time that most queries need."""


class RefusedError(QueryError):
    """A query that was understood and that this server does not run."""

    http_status = 403


class UpdateAsQueryError(QueryError):
    """An update that was sent as a query."""


class QueryTooLongError(QueryError):
    """More characters than the server reads."""

    http_status = 413


class BodyTooLargeError(QueryError):
    """A request body of more bytes than the server reads."""

    http_status = 413


class NotAcceptableError(QueryError):
    """The client takes none of the formats that there are for this answer."""

    http_status = 406


class UnsupportedMediaTypeError(QueryError):
    """The request's body is of a type or encoding that the protocol does not have."""

    http_status = 415


class UnauthorizedError(CommuniqueError):
    """Writing without the token, or with a wrong one."""

    http_status = 401

    def __init__(self, message: str, challenge: str) -> None:
        """`challenge` is the value of WWW-Authenticate."""
        super().__init__(message)
        self.headers = (("WWW-Authenticate", challenge),)


class MethodError(CommuniqueError):
    """A method that the address does not have."""

    http_status = 405

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(f"{method} is not done here. Use one of: {allowed}.")
        self.headers = (("Allow", allowed),)


class NotFoundError(CommuniqueError):
    """The graph has nothing by that name."""

    http_status = 404


class SlowBodyError(CommuniqueError):
    """A request body that was not there in time."""

    http_status = 408


class DeadlineError(CommuniqueError):
    """The query ran longer than allowed and was stopped."""

    http_status = 504


class WorkerLostError(CommuniqueError):
    """The process that ran the query died."""

    http_status = 503


class BusyError(CommuniqueError):
    """All workers are taken and too many requests wait already."""

    http_status = 503
    headers = (("Retry-After", str(RETRY_SECONDS)),)


class OverBudgetError(CommuniqueError):
    """The client's queries took more time than one client has."""

    http_status = 429

    def __init__(self, message: str, seconds: int) -> None:
        """`seconds` is how long the client is told to wait."""
        super().__init__(message)
        self.headers = (("Retry-After", str(seconds)),)


def error_headers(error: CommuniqueError) -> tuple[tuple[str, str], ...]:
    """The headers that go with an error, as pairs."""
    headers: tuple[tuple[str, str], ...] = getattr(error, "headers", ())
    return headers


def error_body(status: int, detail: str, line: int | None = None, column: int | None = None) -> dict[str, Any]:
    """The JSON of an error: `{"error": {"status", "title", "detail"}}`, with line and column where known."""
    error: dict[str, Any] = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail}
    if line is not None:
        error |= {"line": line, "column": column}
    return {"error": error}
