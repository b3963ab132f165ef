"""Many clients at once for a while: nothing may be lost, nothing wrong, and memory may not grow.

The right answers come from the store itself, opened here beside the server, before the clients start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from kg.store.embedded import current_snapshot
from ontology.terms import PREFIXES
from server.bench.drive import Ask, Tally, digest_of, run_clients
from server.bench.questions import KINDS, MIX
from server.bench.rivals import Rival, running, start_ours

DIFFERENT: Final = 300
"""Queries that the clients draw from: at first they are new, later most are remembered."""
WARM_PART: Final = 0.25
"""Part of the time after which memory is looked at for the first time."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: the requests, and bytes of memory after a part of the time and at the end."""

    tally: Tally
    memory_early: int
    memory_late: int

    @property
    def growth(self) -> float:
        """How much memory grew, as a part of the early figure."""
        return self.memory_late / self.memory_early - 1 if self.memory_early else 0.0


def known_asks(db: Path, base: str, number: int = DIFFERENT) -> list[Ask]:
    """Queries of all kinds with the digests of their answers."""
    store = Store.read_only(str(current_snapshot(db)))
    asks = []
    for index in range(number):
        kind = KINDS[MIX[index % len(MIX)]]
        query = kind.query(index, base)
        asks.append(Ask(query, kind.accept, digest_of(_answer(store, query))))
    return asks


def _answer(store: Store, query: str) -> bytes:
    answer = store.query(query, use_default_graph_as_union=True)
    if isinstance(answer, QueryTriples):
        return serialize(answer, format=RdfFormat.N_TRIPLES, prefixes=dict(PREFIXES)) or b""
    assert not isinstance(answer, QueryBoolean)
    return answer.serialize(format=QueryResultsFormat.JSON) or b""


def run_load(db: Path, base: str, clients: int, seconds: float, say: Callable[[str], None]) -> Load:
    """Start our server on a database and load it with so many clients for so many seconds."""
    asks = known_asks(db, base)
    say(f"{len(asks)} answers are known")
    with running(start_ours(db)) as rival:
        return load_server(rival, asks, clients, seconds)


def load_server(rival: Rival, asks: list[Ask], clients: int, seconds: float) -> Load:
    """Load a server that runs."""
    early: list[int] = []
    timer = threading.Timer(seconds * WARM_PART, lambda: early.append(rival.cost().memory))
    timer.start()

    def drawn(client: int) -> Iterator[Ask]:
        chance = Random(client)  # noqa: S311 -- the same each time
        while True:
            yield chance.choice(asks)

    tally = run_clients(rival.url, clients, drawn, seconds)
    timer.join()
    return Load(tally, early[0] if early else 0, rival.cost().memory)


def describe(load: Load) -> str:
    """The result in some lines."""
    tally = load.tally
    lines = [
        f"{len(tally.seconds):,} answers, {tally.rate:,.0f} a second; {tally.lost} lost, {tally.wrong} wrong",
        f"p50 {tally.percentile(0.5) * 1000:,.1f} ms, p99 {tally.percentile(0.99) * 1000:,.1f} ms",
        f"memory {load.memory_early / 2**20:,.0f} MiB early, {load.memory_late / 2**20:,.0f} MiB at the end",
    ]
    return "\n".join([*lines, *([f"first problem: {tally.problem}"] if tally.problem else [])])
