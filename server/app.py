"""The server as one Flask application, with the plain way in before it: `create_app(config)`.

Errors have one JSON shape on the routes for programs and a page on the routes for people. Reading is open to
scripts of other sites (CORS); pages load nothing from anywhere else (CSP).
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from kg.errors import CommuniqueError, QueryError
from server import graph_store, pages, reconcile, search, sparql
from server.candidates import MatcherOf
from server.compression import compress
from server.config import ServerConfig
from server.engine import Engine
from server.errors import error_body, error_headers
from server.exchange import Request
from server.exchange import Response as PlainResponse
from server.front import ERROR_KEY, Front
from server.metrics import CONTENT_TYPE, Metrics
from server.negotiate import GRAPH_OFFERS, choose
from server.void import describe_dataset

DATA_ROUTES: Final = ("/sparql", "/health", "/ready", "/metrics", "/graph-store", "/.well-known/void")
DATA_EXTENSIONS: Final = (".json", ".csv", ".tsv", ".xml", ".ttl", ".nt", ".jsonld", ".rdfxml")
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
CORS_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS, POST",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Max-Age": "86400",
}
_LOG: Final = logging.getLogger(__name__)


def create_app(config: ServerConfig) -> Flask:
    """The application for one graph.

    Its workers start with the first query; `app.extensions["engine"].close()` ends them.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = config.max_request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = config.max_request_bytes
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    engine = Engine(config)
    app.extensions["engine"] = engine
    app.register_blueprint(sparql.make_blueprint(engine))
    matcher = MatcherOf(engine)
    app.register_blueprint(reconcile.make_blueprint(engine, matcher))
    app.register_blueprint(search.make_blueprint(engine, matcher))
    app.register_blueprint(graph_store.make_blueprint(engine))
    _add_health(app, engine)
    _add_void(app, engine)
    app.register_blueprint(pages.make_blueprint(engine))
    app.before_request(_raise_error_of_front)
    app.register_error_handler(CommuniqueError, _handle_known)
    app.register_error_handler(HTTPException, _handle_http)
    app.register_error_handler(Exception, _handle_unforeseen)
    app.after_request(_add_headers)
    app.after_request(_compress)
    metrics = Metrics(engine)
    _add_metrics(app, metrics)
    app.wsgi_app = Front(app.wsgi_app, engine, metrics, SECURITY_HEADERS | CORS_HEADERS)  # type: ignore[method-assign]
    return app


def _add_health(app: Flask, engine: Engine) -> None:
    @app.get("/health")
    def health() -> Response:
        """Whether the server itself is there."""
        return jsonify({"status": "ok"})

    @app.get("/ready")
    def ready() -> Response:
        """Whether a query is answered now."""
        engine.warm()
        return jsonify({"status": "ready", "snapshot": engine.snapshot().version})


def _add_metrics(app: Flask, metrics: Metrics) -> None:
    @app.get("/metrics")
    def counted() -> Response:
        """What the server counts, for Prometheus."""
        return Response(metrics.text(), content_type=CONTENT_TYPE)


def _raise_error_of_front() -> None:
    error = request.environ.get(ERROR_KEY)
    if error is not None:
        raise error


def _add_void(app: Flask, engine: Engine) -> None:
    @app.get("/.well-known/void")
    def void() -> Response:
        """What the graph is, how large and of what."""
        asked = Request.from_environ(request.environ)
        offer = choose(asked.headers.get("accept"), GRAPH_OFFERS)
        body = describe_dataset(engine, asked.origin, offer.media_type)
        return Response(body, content_type=offer.content_type, headers={"Vary": "Accept"})


def _compress(response: Response) -> Response:
    """What is whole in memory is compressed; static files are sent as they lie on the disk."""
    if response.direct_passthrough or response.is_streamed or response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    given = PlainResponse(response.status_code, tuple(response.headers), response.get_data())
    sent = compress(Request.from_environ(request.environ), given)
    if sent is not given:
        response.set_data(sent.body)
        for name in ("Content-Encoding", "ETag", "Vary"):
            if (value := sent.header(name)) is not None:
                response.headers[name] = value
    return response


def _add_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.extend(CORS_HEADERS)
    return response


# Errors


def _handle_known(error: CommuniqueError) -> Response:
    line, column = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
    response = _show_error(error.http_status, str(error), line, column)
    response.headers.extend(error_headers(error))
    return response


def _handle_http(error: HTTPException) -> Response:
    given = error.get_response(request.environ)
    response = _show_error(error.code or 500, error.description or "")
    for name in ("Allow", "Location", "Retry-After"):
        if name in given.headers:
            response.headers[name] = given.headers[name]
    return response


def _handle_unforeseen(error: Exception) -> Response:
    _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    return _show_error(500, "The server met an error that it did not foresee; its log has the details.")


def _show_error(status: int, detail: str, line: int | None = None, column: int | None = None) -> Response:
    body = error_body(status, detail, line, column)
    if _is_page():
        return pages.show_error(status, body["error"]["title"], detail, line, column)
    response = jsonify(body)
    response.status_code = status
    return response


def _is_page() -> bool:
    if request.path.endswith(DATA_EXTENSIONS) or request.path.startswith(graph_store.PATH):
        return False
    if request.path.rstrip("/") in DATA_ROUTES:
        return pages.wants_html()
    return not request.accept_mimetypes or request.accept_mimetypes["text/html"] > 0
