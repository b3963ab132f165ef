"""The plain way in: a WSGI callable before Flask that answers /sparql by itself.

Flask costs more than a small query. So requests at /sparql are read and answered here, and all others, those that
want a page among them, go on to Flask. What was answered is remembered under the bytes of the request and the version
of the graph, so the same request again costs a look into a table. Every request passes here: here its client is
noted, it is counted, and it is written into the access log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from sys import exc_info
from time import perf_counter
from typing import Any, Final, NamedTuple, TypeAlias

from kg.errors import CommuniqueError, QueryError
from server.access_log import Visit
from server.bodies import Bodies
from server.budget import CLIENT, client_of
from server.cache import Cache
from server.compression import compress, same_tag
from server.engine import QUERY, Engine
from server.errors import OverBudgetError
from server.exchange import Request, Response, error_response, is_host
from server.metrics import Metrics
from server.sending import Sending, close
from server.snapshots import Snapshot
from server.sparql import Page, answer

ERROR_KEY: Final = "communique.error"
"""In the environ: an error that was met here and that Flask shows or logs."""
STATUS_LINES: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}

Environ: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, Start], Iterable[bytes]]


class _Remembered(NamedTuple):
    """A response to the same bytes, ready to be sent, and the query in them."""

    response: Response
    query: str
    headers: list[tuple[str, str]]


class Front:
    """The whole server as one WSGI callable; `headers` are added to what is answered here."""

    def __init__(self, inner: Application, engine: Engine, metrics: Metrics, headers: Mapping[str, str]) -> None:
        self._inner = inner
        self._engine = engine
        self._metrics = metrics
        self._log = engine.log
        self._bodies = Bodies(may_shut=not engine.config.trusts_proxy)
        self._sending = Sending(may_shut=not engine.config.trusts_proxy)
        self._headers = tuple(headers.items())
        self._known: Cache[_Remembered] = Cache(engine.config.cache_bytes // 2, lambda known: len(known.response.body))
        engine.caches.append(self._known)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        started = perf_counter()
        client = client_of(environ, self._engine.config.trusts_proxy)
        self._bodies.watch(environ, client)
        CLIENT.set(client)
        QUERY.set("")
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        known, is_remembered = None, False
        if (host := environ.get("HTTP_HOST")) and not is_host(host):
            known = self._ready(error_response(QueryError("The header Host is no host. Send a name or address.")), "")
        elif path in ("/sparql", "/sparql/"):
            known, is_remembered = self._find_or_answer(environ, started)
        if known is None:
            return self._pass_on(environ, start_response, started, client)
        known, body = self._body_of(known, method, client, environ)
        start_response(STATUS_LINES[known.response.status], known.headers)
        size, status, query = len(known.response.body), known.response.status, known.query
        self._note(Visit(client, method, path, status, size, perf_counter() - started, query, is_remembered))
        return body

    def _body_of(
        self, known: _Remembered, method: str, client: str, environ: Environ
    ) -> tuple[_Remembered, Iterable[bytes]]:
        """The response and its body as it is sent, or those that refuse it to a client with too much under way."""
        if method == "HEAD" or not known.response.body:
            return known, []
        try:
            return known, self._sending.whole(known.response.body, client, environ.get("REMOTE_ADDR", ""))
        except OverBudgetError as error:
            refused = self._ready(error_response(error), known.query)
            return refused, [refused.response.body]

    def _find_or_answer(self, environ: Environ, started: float) -> tuple[_Remembered | None, bool]:
        """The response, and whether it was remembered; None for what Flask answers."""
        key = _key(environ)
        snapshot = self._snapshot() if key is not None else None
        version = snapshot.version if snapshot is not None else ""
        if version:
            known = self._known.find(version, key)
            if known is not None:
                return self._unless_had(known, environ.get("HTTP_IF_NONE_MATCH")), True
        response = self._answer(environ, snapshot)
        if response is None:
            return None, False
        known = self._ready(response, QUERY.get())
        if version and response.status == HTTPStatus.OK and response.header("ETag"):
            self._known.keep(version, key, known, perf_counter() - started)
        return known, False

    def _snapshot(self) -> Snapshot | None:
        """The snapshot in force; None when there is none, and who answers says so."""
        try:
            return self._engine.snapshot()
        except CommuniqueError:
            return None

    def _answer(self, environ: Environ, snapshot: Snapshot | None) -> Response | None:
        asked = Request.from_environ(environ)
        try:
            found = answer(self._engine, asked, snapshot)
        except CommuniqueError as error:
            if "text/html" in asked.headers.get("accept", ""):
                environ[ERROR_KEY] = error
                return None
            return error_response(error)
        except Exception as error:  # noqa: BLE001 -- Flask logs it and answers
            environ[ERROR_KEY] = error
            return None
        return None if isinstance(found, Page) else compress(asked, found)

    def _ready(self, response: Response, query: str) -> _Remembered:
        """The response with all its headers."""
        length = ("Content-Length", str(len(response.body)))
        lengths = () if response.status in (204, 304) else (length,)
        return _Remembered(response, query, [*response.headers, *lengths, *self._headers])

    def _unless_had(self, known: _Remembered, if_none_match: str | None) -> _Remembered:
        """The response, or 304 when the client has it already."""
        if if_none_match is None:
            return known
        etag = (known.response.header("ETag") or "").strip('"')
        if not same_tag(if_none_match, etag):
            return known
        kept = tuple(pair for pair in known.response.headers if pair[0] in ("ETag", "Cache-Control", "Vary"))
        return self._ready(Response(304, kept), known.query)

    def _pass_on(self, environ: Environ, start_response: Start, started: float, client: str) -> Iterable[bytes]:
        status, size = 500, 0

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 -- as WSGI has it
            nonlocal status, size
            status = int(line[:3])
            size = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
            return start_response(line, headers, *more)

        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        try:
            body = self._inner(environ, start)
            if method == "HEAD":
                return body
            try:
                return self._sending.iterated(body, size, client, environ.get("REMOTE_ADDR", ""))
            except OverBudgetError as error:
                close(body)
                refused = self._ready(error_response(error), "")
                status, size = refused.response.status, len(refused.response.body)
                start_response(STATUS_LINES[status], refused.headers, exc_info())
                return [refused.response.body]
        finally:
            self._note(Visit(client, method, path, status, size, perf_counter() - started, QUERY.get()))

    def _note(self, visit: Visit) -> None:
        self._metrics.count(visit)
        self._log.write(visit)


def _key(environ: Environ) -> tuple[str, ...] | None:
    """What decides the response besides the version; None for requests that are not remembered here."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not environ.get("QUERY_STRING"):
        return None
    return environ["QUERY_STRING"], environ.get("HTTP_ACCEPT", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
