"""The errors that only a server has, below those of `kg.errors`, and the one JSON shape of all of them.

    QueryError
    ├── RefusedError              HTTP 403   understood, and not done here (SERVICE, writing)
    ├── QueryTooLongError         HTTP 413
    ├── NotAcceptableError        HTTP 406   no format that the client takes
    └── UnsupportedMediaTypeError HTTP 415   a request body of another type
    CommuniqueError
    ├── NotFoundError             HTTP 404   the graph has nothing by that name
    ├── DeadlineError             HTTP 504   the query ran too long and was killed
    ├── WorkerLostError           HTTP 503   the query's process died, mostly for want of memory
    └── BusyError                 HTTP 503   all workers are taken and the queue is full

Like those of `kg.errors`, each carries its HTTP status, and its message says what to do next.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from kg.errors import CommuniqueError, QueryError


class RefusedError(QueryError):
    """A query that was understood and that this server does not run."""

    http_status = 403


class QueryTooLongError(QueryError):
    """More characters than the server reads."""

    http_status = 413


class NotAcceptableError(QueryError):
    """The client takes none of the formats that there are for this answer."""

    http_status = 406


class UnsupportedMediaTypeError(QueryError):
    """The request's body is of a type or encoding that the protocol does not have."""

    http_status = 415


class NotFoundError(CommuniqueError):
    """The graph has nothing by that name."""

    http_status = 404


class DeadlineError(CommuniqueError):
    """The query ran longer than allowed and was stopped."""

    http_status = 504


class WorkerLostError(CommuniqueError):
    """The process that ran the query died."""

    http_status = 503


class BusyError(CommuniqueError):
    """All workers are taken and too many requests wait already."""

    http_status = 503


def error_body(status: int, detail: str, line: int | None = None, column: int | None = None) -> dict[str, Any]:
    """The JSON of an error: `{"error": {"status", "title", "detail"}}`, with line and column where known."""
    error: dict[str, Any] = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail}
    if line is not None:
        error |= {"line": line, "column": column}
    return {"error": error}
