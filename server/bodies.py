"""Request bodies that come slowly: how many at once, and for how long.

A body is read by the thread that answers, so clients that send theirs a byte at a time would take one thread after
another. One client has a few bodies under way at once; what it sends beyond them is refused unread. A body must be
there after some seconds; one that stands still longer has its connection shut, and since nothing tells which of a
client's connections that is, the client loses them all. Behind a trusted proxy, which reads bodies first, none is.
"""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic, sleep
from typing import Any, Final, Protocol

from server.errors import OverBudgetError, SlowBodyError

AT_ONCE: Final = 32
"""Bodies of one client that are read at the same time."""
SECONDS: Final = 20.0
"""A body of a megabyte takes as long on a line of half a megabit."""
CHUNK: Final = 65_536
WAIT_SECONDS: Final = 5
METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Readable(Protocol):
    """The body of a request."""

    def read(self, size: int = -1, /) -> bytes:
        """Some of it, or all; nothing at its end."""


class Bodies:
    """Watches the bodies that are being read. Safe to use from many threads."""

    def __init__(self, at_once: int = AT_ONCE, seconds: float = SECONDS, *, may_shut: bool = True) -> None:
        self.seconds = seconds
        self._at_once = at_once
        self._may_shut = may_shut
        self._reading: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._stalled = Stalled(seconds, "bodies")

    def watch(self, environ: dict[str, Any], client: str) -> None:
        """Put the watch around the body of a WSGI request."""
        if environ["REQUEST_METHOD"] in METHODS:
            address = str(environ.get("REMOTE_ADDR") or "")
            environ["wsgi.input"] = WatchedBody(self, environ["wsgi.input"], client, address)

    @contextmanager
    def reading(self, client: str, address: str) -> Iterator[float]:
        """While a body is read: gives when it must be there. Raises OverBudgetError when too many are."""
        mark = object()
        with self._lock:
            if self._reading[client] >= self._at_once:
                raise OverBudgetError(
                    f"You send {self._at_once} bodies at once already. Let one of them end first.", WAIT_SECONDS
                )
            self._reading[client] += 1
        try:
            if self._may_shut:
                self._stalled.wait_for(mark, address)
            yield monotonic() + self.seconds
        finally:
            self._stalled.end(mark)
            with self._lock:
                self._reading[client] -= 1
                if not self._reading[client]:
                    del self._reading[client]


class WatchedBody:
    """The body of one request, read in parts and for a limited time."""

    def __init__(self, bodies: Bodies, body: Readable, client: str, address: str) -> None:
        self._bodies = bodies
        self._body = body
        self._client = client
        self._address = address

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, or all that is left. Raises SlowBodyError, OverBudgetError."""
        parts: list[bytes] = []
        left = size
        with self._bodies.reading(self._client, self._address) as end:
            while left:
                part = self._body.read(min(CHUNK, left) if left > 0 else CHUNK)
                if monotonic() > end:
                    raise SlowBodyError(
                        f"The body was not there after {self._bodies.seconds:g} seconds. Send it faster, or in parts."
                    )
                if not part:
                    break
                parts.append(part)
                left -= len(part) if left > 0 else 0
        return b"".join(parts)


class Stalled:
    """Shuts the connections of clients for whom the server has waited too long. Safe to use from many threads."""

    def __init__(self, seconds: float, name: str) -> None:
        """`seconds` is how long each is waited for, `name` that of the thread that watches while any is."""
        self._seconds = seconds
        self._name = name
        self._waits: dict[object, tuple[float, str]] = {}
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None

    def wait_for(self, mark: object, address: str) -> None:
        """Note that the server waits for a client at an address from now on; `mark` tells what for."""
        with self._lock:
            self._waits[mark] = monotonic() + self._seconds, address
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._shut_late, name=self._name, daemon=True)
                self._watcher.start()

    def end(self, mark: object) -> None:
        """Note that the server waits no longer."""
        with self._lock:
            self._waits.pop(mark, None)

    def _shut_late(self) -> None:
        """Shut what stands still, as long as anything is waited for; the body of the watching thread."""
        while True:
            sleep(min(1.0, self._seconds / 4))
            now = monotonic()
            with self._lock:
                late = {address for end, address in self._waits.values() if end < now}
                if not self._waits:
                    self._watcher = None
                    return
            if late:
                shut_connections(late)


def shut_connections(addresses: set[str]) -> None:
    """Shut the connections that this process has taken from some addresses (POSIX systems with /dev/fd).

    Those that it has made itself, as to a store behind it on the same machine, stay.
    """
    with suppress(OSError), ExitStack() as stack:
        sockets = [stack.enter_context(found) for found in _tcp_sockets()]
        ports = {_port(found) for found in sockets if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)}
        for connection in sockets:
            with suppress(OSError):
                if _port(connection) in ports and connection.getpeername()[0] in addresses:
                    connection.shutdown(socket.SHUT_RDWR)


def _tcp_sockets() -> Iterator[socket.socket]:
    """The TCP sockets of this process, each as a copy to be closed."""
    for name in os.listdir("/dev/fd"):  # noqa: PTH208 -- names of descriptors, no paths
        with suppress(OSError, ValueError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found = socket.socket(fileno=os.dup(int(name)))
                if found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM:
                    yield found
                else:
                    found.close()


def _port(connection: socket.socket) -> int:
    return int(connection.getsockname()[1])
