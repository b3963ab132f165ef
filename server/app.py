"""The server as one Flask application: `create_app(config)`, and `serve` to run it on granian.

Errors have one JSON shape on the routes for programs and a page on the routes for people. Reading is open to
scripts of other sites (CORS); pages load nothing from anywhere else (CSP).
"""

from __future__ import annotations

import atexit
import logging
import os
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Final

from flask import Flask, Response, jsonify, request
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from werkzeug.exceptions import HTTPException

from kg.errors import CommuniqueError, QueryError, UsageError
from kg.store.embedded import read_base
from server import pages, reconcile, sparql
from server.config import ServerConfig, find_snapshot
from server.engine import Engine
from server.errors import BusyError, error_body
from server.worker import RETRY_SECONDS

BLOCKING_THREADS: Final = 64
"""Requests that are worked on at once; each waits for a worker or for its client most of the time."""
CONNECTIONS: Final = 512
STOP_SECONDS: Final = 5
"""How long a stop waits for requests that are being answered."""
HEADER_READ_MILLISECONDS: Final = 10_000
"""A client that has not sent its headers by then is dropped."""
DATA_ROUTES: Final = ("/sparql", "/health", "/ready")
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
    app.register_blueprint(reconcile.make_blueprint(engine))
    _add_health(app, engine)
    app.register_blueprint(pages.make_blueprint(engine))
    app.register_error_handler(CommuniqueError, _handle_known)
    app.register_error_handler(HTTPException, _handle_http)
    app.register_error_handler(Exception, _handle_unforeseen)
    app.after_request(_add_headers)
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


def _add_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.extend(CORS_HEADERS)
    return response


# Errors


def _handle_known(error: CommuniqueError) -> Response:
    line, column = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
    response = _show_error(error.http_status, str(error), line, column)
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
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
    if request.path.endswith(DATA_EXTENSIONS):
        return False
    if request.path.rstrip("/") in DATA_ROUTES:
        return pages.wants_html()
    return not request.accept_mimetypes or request.accept_mimetypes["text/html"] > 0


# Serving


def serve(db: Path, host: str, port: int) -> None:
    """Serve a database until interrupted, saying on stderr where to look.

    Raises StoreError when there is no finished build in `db`, UsageError when the address cannot be taken.
    """
    config = ServerConfig(db=db, base=read_base(db))
    find_snapshot(config)
    _check_address(host, port)
    server = Granian(
        "server.app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=BLOCKING_THREADS,
        backpressure=CONNECTIONS,
        workers_kill_timeout=STOP_SECONDS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_MILLISECONDS),
        log_level=LogLevels.error,
        log_dictconfig=_LOG_TO_STDERR,
    )
    server.on_startup(lambda: _say_where(db, host, port))
    server.serve(target_loader=partial(_load_app, config), wrap_loader=False)


def _check_address(host: str, port: int) -> None:
    """Raise UsageError when another program listens there: granian would share the port with it and say nothing."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as exc:
        raise UsageError(
            f"{host}:{port} cannot be served on ({exc.strerror}). Choose another --port or --host."
        ) from exc


_LOG_TO_STDERR: Final = {
    "handlers": {
        "console": {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
        "access": {"formatter": "access", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    }
}


def _say_where(db: Path, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(
        f"Serving {db} read-only.\n  Pages:  http://{shown}:{port}/\n  SPARQL: http://{shown}:{port}/sparql\n"
        "Press Ctrl+C to stop.\n"
    )
    sys.stderr.flush()


def _load_app(config: ServerConfig) -> Flask:
    """The application in a process of granian, with its workers ready."""
    app = create_app(config)
    engine: Engine = app.extensions["engine"]
    atexit.register(engine.close)
    engine.warm()
    return app
