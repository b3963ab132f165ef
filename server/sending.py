"""Long answers on their way to clients that take them slowly: part by part, a few at once, for a limited time.

granian copies an answer that it gets whole, and keeps the copy until the client has taken all of it: 200 clients that
asked for the same 30 MB and did not read took 6 GB, and nobody was answered while they were copied. So a long answer is
given in parts, each when the one before it is on its way, and all who get a remembered answer share its bytes.

A thread waits for each of these clients. So one client has a limited number of long answers under way, with a limited
number of bytes; who takes nothing for some seconds has its connections shut, as with bodies (`server.bodies`).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from server.bodies import WAIT_SECONDS, Stalled
from server.errors import OverBudgetError

PART: Final = 64 * 1024
"""Bytes that are given at once; an answer of no more is given whole."""
SECONDS: Final = 30.0
"""For one part: a line of 18 kilobits a second takes as long."""
AT_ONCE: Final = 128
"""Long answers of one client that are under way at the same time."""
MOST_BYTES: Final = 1024 * 1024 * 1024
"""What these have together, the same answer counted once: eight of the longest."""


@dataclass(slots=True)
class _UnderWay:
    """The long answers of one client: how often each, by its identity, and their bytes."""

    answers: Counter[int] = field(default_factory=Counter)
    bytes: int = 0


class Sending:
    """The long answers under way. Safe to use from many threads."""

    def __init__(
        self, at_once: int = AT_ONCE, most_bytes: int = MOST_BYTES, seconds: float = SECONDS, *, may_shut: bool = True
    ) -> None:
        """`seconds` is how long a client may take for one part; `may_shut` whether its connections are shut then."""
        self._at_once = at_once
        self._most_bytes = most_bytes
        self._may_shut = may_shut
        self._clients: dict[str, _UnderWay] = {}
        self._lock = threading.Lock()
        self._stalled = Stalled(seconds, "sending")

    def whole(self, body: bytes, client: str, address: str) -> Iterable[bytes]:
        """A body as WSGI gives it. Raises OverBudgetError when the client has too much under way."""
        if len(body) <= PART:
            return [body]
        return Parts(self, _cut(body), body, len(body), client, address)

    def iterated(self, body: Iterable[bytes], size: int, client: str, address: str) -> Iterable[bytes]:
        """A body of `size` bytes that comes in pieces, as `whole`. Raises OverBudgetError."""
        if size <= PART:
            return body
        return Parts(self, (part for piece in body for part in _cut(piece)), body, size, client, address)

    def begin(self, body: object, size: int, client: str) -> None:
        """Count a long answer of a client. Raises OverBudgetError when that is one too many."""
        with self._lock:
            mine = self._clients.get(client) or _UnderWay()
            new = 0 if id(body) in mine.answers else size
            if mine.answers.total() >= self._at_once or (mine.answers and mine.bytes + new > self._most_bytes):
                raise OverBudgetError(
                    "You have too many long answers under way already. Take them, or ask for shorter ones.",
                    WAIT_SECONDS,
                )
            self._clients[client] = mine
            mine.answers[id(body)] += 1
            mine.bytes += new

    def wait_for(self, mark: object, address: str) -> None:
        """Note that a client is given a part, or the next one."""
        if self._may_shut:
            self._stalled.wait_for(mark, address)

    def end(self, mark: object, body: object, size: int, client: str) -> None:
        """Count a long answer no longer."""
        self._stalled.end(mark)
        with self._lock:
            mine = self._clients[client]
            mine.answers[id(body)] -= 1
            if not mine.answers[id(body)]:
                del mine.answers[id(body)]
                mine.bytes -= size
            if not mine.answers:
                del self._clients[client]


class Parts:
    """A long answer as it is given. It ends when all is taken, when it is closed, or when nobody has it any more."""

    def __init__(
        self, sending: Sending, parts: Iterator[bytes], body: object, size: int, client: str, address: str
    ) -> None:
        """`body` is what the parts are of, and has `size` bytes. Raises OverBudgetError."""
        self._sending = sending
        self._parts = parts
        self._body = body
        self._size = size
        self._client = client
        self._address = address
        self._mark = object()
        self._is_open = False
        sending.begin(body, size, client)
        self._is_open = True

    def __iter__(self) -> Parts:
        return self

    def __next__(self) -> bytes:
        try:
            part = next(self._parts)
        except StopIteration:
            self.close()
            raise
        self._sending.wait_for(self._mark, self._address)
        return part

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """End it, whether all was taken or not."""
        if self._is_open:
            self._is_open = False
            self._sending.end(self._mark, self._body, self._size, self._client)
            close(self._body)


def close(body: object) -> None:
    """Close what has to be closed, as WSGI has it."""
    if hasattr(body, "close"):
        body.close()


def _cut(body: bytes) -> Iterator[bytes]:
    return (body[start : start + PART] for start in range(0, len(body), PART))
