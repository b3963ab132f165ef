"""Running the server: `serve` starts it on granian and comes back when it is told to stop.

One process takes the connections and answers them in threads; the queries run in workers of their own. A stop
(Ctrl+C, SIGTERM) takes no new connection, lets the requests that are being answered end, and then ends the workers. A
new build, or an update, is served from the next request on: nothing is restarted, and a query that runs keeps its
snapshot.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from kg.errors import UsageError
from kg.store.http import check_address
from server.access_log import AccessLog
from server.allocator import find_library, preloaded
from server.app import create_app
from server.config import ServerConfig
from server.engine import Engine
from server.outbound import Outbound
from server.snapshots import find_snapshot
from server.worker import end_with_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

REQUESTS: Final = 1024
"""Requests at once, each in a thread. Most wait for a worker or for the rest of a body; a thread starts when needed."""
CONNECTIONS: Final = 8192
"""Connections at once, where the system allows so many files: the next ones wait for one to end."""
FILES_BESIDE: Final = 1024
"""Open files that are kept for other things than connections."""
STOP_SECONDS: Final = 5
"""How long a stop waits for requests that are being answered."""
HEADER_READ_MILLISECONDS: Final = 10_000
"""A client that has not sent its headers by then is dropped."""


def serve(config: ServerConfig, host: str, port: int) -> None:
    """Serve until interrupted, saying on stderr where to look.

    Raises StoreError when there is no finished build in the database, UsageError when a setting is wrong or the address
    cannot be taken.
    """
    _check_settings(config)
    _check_address(host, port)
    server = Granian(
        "server.run",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # HTTP/2 would have no limit on the time that headers take, and looking for it costs
        websockets=False,
        blocking_threads=REQUESTS,
        backpressure=_connections(),
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,  # one that is killed; whoever connects meanwhile waits for the next
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_MILLISECONDS),
        log_level=LogLevels.error,
        log_dictconfig=_LOG_TO_STDERR,
    )
    server.on_startup(lambda: _say_where(config, host, port))
    if find_library() is not None:
        multiprocessing.set_start_method("spawn", force=True)  # a forked process could not change its allocator
    with preloaded():
        server.serve(target_loader=partial(_load_app, config), wrap_loader=False)


def _check_settings(config: ServerConfig) -> None:
    """Raise here what would else end the process that granian starts, and be told by a traceback."""
    if config.upstream is None:
        find_snapshot(config)
    else:
        check_address(config.upstream)
    if config.upstream_update is not None:
        check_address(config.upstream_update)
    Outbound(config.allow_service)
    AccessLog(config.access_log).close()


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


def _connections() -> int:
    """How many connections to take; more files are asked for at need. Idle ones cost a file and no thread."""
    try:
        import resource  # not on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = CONNECTIONS + FILES_BESIDE
        if soft != resource.RLIM_INFINITY and soft < wanted:
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    except (ImportError, ValueError, OSError):
        return REQUESTS
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(REQUESTS, min(CONNECTIONS, soft - FILES_BESIDE))


_LOG_TO_STDERR: Final = {
    "handlers": {
        "console": {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
        "access": {"formatter": "access", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    }
}


def _say_where(config: ServerConfig, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    is_written = bool(config.token and (config.db or config.upstream_update))
    access = "for reading and, with the token, writing" if is_written else "read-only"
    sys.stderr.write(
        f"Serving {config.upstream or config.db} {access}.\n"
        f"  Pages:  http://{shown}:{port}/\n  SPARQL: http://{shown}:{port}/sparql\n"
        "Press Ctrl+C to stop.\n"
    )
    sys.stderr.flush()


def _say_what_is_missing(lacking: Sequence[str]) -> None:
    if lacking:
        sys.stderr.write(f"Left out, since this platform lacks it: {', '.join(lacking)}. See docs/serving.md.\n")
        sys.stderr.flush()


def _load_app(config: ServerConfig) -> WSGIApplication:
    """The application in a process of granian, with its workers ready."""
    threading.Thread(target=end_with_server, name="end with server", daemon=True).start()
    app = create_app(config)
    engine: Engine = app.extensions["engine"]
    atexit.register(engine.close)
    if config.upstream is None:
        engine.warm()
        _say_what_is_missing(engine.lacking())
    gc.collect()
    gc.freeze()  # what is here now stays, and need not be looked through again
    return app.wsgi_app
