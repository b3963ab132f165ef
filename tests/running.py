"""A real server in a process of its own, for tests that need one: `communique serve` on a free port."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.store.embedded import Database
from ontology.terms import BASE

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "a-token-for-tests-only"  # noqa: S105 -- of no server but those made here
START_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Running:
    """A server that listens on loopback."""

    port: int
    process: subprocess.Popen[str]
    db: Path
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Send one request over a connection that is kept, and read all of the answer."""
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self._connection.request(method, path, body, dict(headers or {}))
                response = self._connection.getresponse()
                found = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, found, response.read())
            except (http.client.RemoteDisconnected, ConnectionError):  # the server ended an idle connection
                self.hang_up()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def write(self, method: str, path: str, content_type: str, body: bytes) -> Answer:
        """Send a request with the token."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": content_type}
        return self.ask(method, path, headers, body)


def empty_database(db: Path) -> Path:
    """A published database with nothing in it."""
    with Database(db, BASE) as database:
        database.publish()
    return db


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(db: Path, *options: str, writable: bool = True) -> Iterator[Running]:
    """A server over a database, with options of `communique serve`; it is ended with the block."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    if writable:
        environ["COMMUNIQUE_TOKEN"] = TOKEN
    command = [sys.executable, "-m", "kg.cli", "serve", "--db", str(db), "--port", str(port), *options]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as process:
        server = Running(port, process, db)
        try:
            _wait_for(server)
            yield server
        finally:
            server.hang_up()
            process.terminate()
            process.wait(30)


def _wait_for(server: Running) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError(server.process.stderr.read() if server.process.stderr else "no server")
        try:
            if server.ask("GET", "/ready").status == 200:
                return
        except OSError:
            server.hang_up()
            time.sleep(0.1)
    raise RuntimeError("the server did not start in time")
