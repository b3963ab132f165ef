"""A server on the loopback that answers as a test has it, with every fault that a remote store can show.

    server = Loopback(answer)        answer: a function of the request, or a list of answers, the last one repeated
    server.url, server.seen          where it is, and the requests that came

An `Answer` can be late, cut off, dripped or dropped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: method, target as sent, path, parameters of target and form, headers in small letters, body."""

    method: str
    target: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    time: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back: `cut` bytes less than promised, `late` seconds late, a byte every `drip` seconds, or nothing."""

    status: int = 200
    kind: str = "text/plain"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    late: float = 0.0
    drip: float = 0.0
    dropped: bool = False


Answering: TypeAlias = Callable[[Asked], Answer]


class Loopback:
    """Answers requests one after another and keeps what was asked."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.seen: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop listening; requests that are being answered end with the test."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def loopback(answer: Answering) -> Iterator[Loopback]:
    """A server for the length of a block."""
    server = Loopback(answer)
    try:
        yield server
    finally:
        server.close()


def in_turn(*answers: Answer) -> Answering:
    """One answer after another; the last one is given again and again."""
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def _handler(server: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            asked = _read(self)
            server.seen.append(asked)
            _give(self, server.answer(asked))

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 -- the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
            """Say nothing."""

    return Handler


def _read(handler: BaseHTTPRequestHandler) -> Asked:
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    address = urlsplit(handler.path)
    parameters = parse_qs(address.query)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        parameters |= parse_qs(body.decode())
    first = {name: values[0] for name, values in parameters.items()}
    return Asked(handler.command, handler.path, address.path, first, headers, body, time.monotonic())


def _give(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    time.sleep(answer.late)
    if answer.dropped:
        handler.connection.close()
        return
    try:
        handler.send_response(answer.status)
        handler.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        _send_body(handler, answer)
    except OSError:
        return  # the client did not wait


def _send_body(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    body = answer.body[: len(answer.body) - answer.cut]
    if not answer.drip:
        handler.wfile.write(body)
        return
    for place in range(len(body)):
        time.sleep(answer.drip)
        handler.wfile.write(body[place : place + 1])
        handler.wfile.flush()
