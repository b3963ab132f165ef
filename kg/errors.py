"""Every error that communique raises on purpose.

    CommuniqueError            exit 1   HTTP 500
    ├── UsageError             exit 2   HTTP 400   a wrong option, path or name
    ├── ReadError              exit 3   HTTP 422   an article that cannot be read
    ├── DataError              exit 4   HTTP 422   facts or a graph that break the rules (shapes, syntax)
    ├── StoreError             exit 5   HTTP 503   the store is missing, locked or damaged
    ├── QueryError             exit 6   HTTP 400   a query that cannot be parsed or answered
    ├── EndpointError          exit 7   HTTP 502   a remote endpoint failed or answered nonsense
    └── MissingDependencyError exit 8   HTTP 501   an optional program or package is not there

A message says what is wrong, where (file, line, offsets) and what to do next. Errors of libraries are
turned into these where they enter, with `raise ... from exc`.
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """The root of the tree: catch this to catch everything that is raised on purpose."""

    exit_code = 1
    http_status = 500


class UsageError(CommuniqueError):
    """A wrong option, path or name: the caller can mend it."""

    exit_code = 2
    http_status = 400


class ReadError(CommuniqueError):
    """An article that cannot be read as text."""

    exit_code = 3
    http_status = 422


class DataError(CommuniqueError):
    """Facts or a graph that break the ontology's rules."""

    exit_code = 4
    http_status = 422


class StoreError(CommuniqueError):
    """The store is missing, locked, damaged or of another version."""

    exit_code = 5
    http_status = 503


class QueryError(CommuniqueError):
    """A query that cannot be parsed or answered; `line` and `column` count from 1 where known."""

    exit_code = 6
    http_status = 400

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class EndpointError(CommuniqueError):
    """A remote SPARQL endpoint failed, refused or answered something that is not a result.

    `status` is that of its HTTP answer, 0 when there was none or it broke off; `retry_after` the seconds that it
    asks to wait, where it says so.
    """

    exit_code = 7
    http_status = 502

    def __init__(self, message: str, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class MissingDependencyError(CommuniqueError):
    """An optional program or package is needed and not there; the message says how to get it."""

    exit_code = 8
    http_status = 501
