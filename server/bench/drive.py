"""Clients over kept connections: how long each request took, and how many were lost or wrongly answered.

A client is a thread with one connection. It asks one query after the other and compares the answer, if the right one is
known, by its digest. Rows without ORDER BY may come in any order, so an answer is compared as the set of its lines.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic, perf_counter
from typing import Final
from urllib.parse import urlencode, urlsplit

TIMEOUT: Final = 120.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One query to be sent; `digest` is that of the right answer, None when it is not known."""

    query: str
    accept: str
    digest: str | None = None


@dataclass(slots=True)
class Tally:
    """What came of the requests: seconds of each that was answered, the others by kind."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    wrong: int = 0
    problem: str = ""
    elapsed: float = 0.0

    def add(self, other: Tally) -> None:
        """Count what another client saw too."""
        self.seconds += other.seconds
        self.lost += other.lost
        self.wrong += other.wrong
        self.problem = self.problem or other.problem

    def percentile(self, part: float) -> float:
        """The time in seconds that `part` (0..1) of the answers took at most; 0 when there were none."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0


def digest_of(body: bytes) -> str:
    """The same for the same set of lines, or of bindings when the body is one line of JSON."""
    lines = body.replace(b"},{", b"}\n{").replace(b"[{", b"[\n{").replace(b"}]", b"}\n]").splitlines()
    return sha256(b"\n".join(sorted(lines))).hexdigest()


class Client:
    """One connection to a SPARQL endpoint."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        self._path = parts.path
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)

    def send(self, ask: Ask) -> tuple[int, bytes]:
        """Status and body. Raises OSError or HTTPException when the request was lost."""
        path = f"{self._path}?{urlencode({'query': ask.query})}"
        self._connection.request("GET", path, headers={"Accept": ask.accept})
        response = self._connection.getresponse()
        return response.status, response.read()

    def close(self) -> None:
        """End the connection; the next request opens another."""
        self._connection.close()


def run_client(url: str, asks: Iterator[Ask], is_over: Callable[[], bool], timeout: float = TIMEOUT) -> Tally:
    """Ask one query after the other until the time is over or there are no more."""
    tally = Tally()
    with closing(Client(url, timeout)) as client:
        for ask in asks:
            if is_over():
                break
            start = perf_counter()
            try:
                status, body = client.send(ask)
            except (OSError, http.client.HTTPException) as exc:
                client.close()
                tally.lost += 1
                tally.problem = tally.problem or f"{type(exc).__name__}: {exc}"
                continue
            tally.seconds.append(perf_counter() - start)
            if status != http.client.OK:
                tally.lost += 1
                tally.problem = tally.problem or f"HTTP {status}: {body[:200]!r}"
            elif ask.digest is not None and digest_of(body) != ask.digest:
                tally.wrong += 1
                tally.problem = tally.problem or f"wrong: {ask.query[:200]}"
    return tally


def run_clients(url: str, number: int, asks: Callable[[int], Iterator[Ask]], seconds: float) -> Tally:
    """So many clients at once; `asks` gives each its own queries. All are ended after some seconds."""
    end, whole = monotonic() + seconds, Tally()
    start_line = threading.Barrier(number)

    def run(index: int) -> Tally:
        start_line.wait()
        return run_client(url, asks(index), lambda: monotonic() > end)

    start = perf_counter()
    with ThreadPoolExecutor(number) as threads:
        for tally in threads.map(run, range(number)):
            whole.add(tally)
    whole.elapsed = perf_counter() - start
    return whole
