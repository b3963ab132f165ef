"""Send the published graph to a store, named graph by named graph: whole or not at all, again where it broke off.

    plan     graphs that are new or changed; those that a push before this one sent and that are gone
    send     each graph as one step of the store, noted in the journal when it is there
    check    after each graph the store is asked how many triples it has now

A push that broke off goes on: what it had sent is passed over when it is unchanged and the store still has it.
With `diff` the same holds for all pushes before. Only graphs that this database sent are ever dropped.

A graph that the store refuses is reported and the rest goes on; what would befall every graph (credentials, the
address, the connection) ends the push at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kg.errors import EndpointError
from kg.graph.iris import Iris
from kg.push.content import GraphContent, pushed_graphs, read_graph
from kg.push.journal import Journal
from kg.push.target import Target
from kg.store.embedded import open_published, read_base
from kg.store.retry import PASSING, Patience

DOOR: Final = frozenset({401, 403})
"""Statuses that ask for a name or a token, or for another one."""
FOR_ALL: Final = frozenset({401, 403, 404, 405, 501}) | PASSING
"""Refusals that would befall the next graph too."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A graph that the store did not take, and what it said."""

    graph: str
    reason: str


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did: graphs sent with their triples, passed over as unchanged, dropped, refused; seconds."""

    sent: int
    triples: int
    unchanged: int
    dropped: int
    refused: tuple[Refused, ...]
    seconds: float


Progress = Callable[[int, int, str], None]
"""Called after each graph with how many are done, how many there are, and its IRI."""


def _no_progress(done: int, total: int, graph: str) -> None:
    """Say nothing."""


def push(
    db: Path,
    target: Target,
    progress: Progress = _no_progress,
    *,
    diff: bool = False,
    everything: bool = False,
    patience: Patience | None = None,
) -> PushReport:
    """Send the last finished build in `db` to a store; with `everything` also graph/build.

    Raises StoreError (no build, journal not writable) and EndpointError when going on makes no sense; a second
    call then goes on where the first one ended. Graphs that alone were refused are in the report.
    """
    run = _Push(db, target, patience or Patience(), diff=diff, everything=everything)
    return run.run(progress)


class _Push:
    def __init__(self, db: Path, target: Target, patience: Patience, *, diff: bool, everything: bool) -> None:
        self.store: Store = open_published(db)
        self.graphs = pushed_graphs(self.store, Iris(read_base(db)), everything=everything)
        self.journal = Journal(db, target.url)
        self.target = target
        self.patience = patience
        self.diff = diff
        self.sent = self.triples = self.unchanged = 0
        self.refused: list[Refused] = []

    def run(self, progress: Progress) -> PushReport:
        started = time.monotonic()
        self.journal.begin()
        gone = sorted(set(self.journal.known) - set(self.graphs))
        total, dropped = len(self.graphs) + len(gone), 0
        for number, iri in enumerate(self.graphs, start=1):
            self._attempt(iri, self._bring_up_to_date)
            progress(number, total, iri)
        for number, iri in enumerate(gone, start=len(self.graphs) + 1):
            dropped += self._attempt(iri, self._drop)
            progress(number, total, iri)
        if not self.refused:
            self.journal.end()
        seconds = time.monotonic() - started
        return PushReport(self.sent, self.triples, self.unchanged, dropped, tuple(self.refused), seconds)

    def _attempt(self, iri: str, step: Callable[[str], None]) -> bool:
        """Whether the step succeeded. A refusal of this graph alone is noted, any other is raised."""
        try:
            step(iri)
        except EndpointError as exc:
            if exc.status in FOR_ALL:
                raise EndpointError(self._broken_off(exc), exc.status, exc.retry_after) from exc
            self.refused.append(Refused(iri, str(exc)))
            return False
        return True

    def _broken_off(self, exc: EndpointError) -> str:
        done = self.sent + self.unchanged
        advice = " Set COMMUNIQUE_PUSH_TOKEN, or COMMUNIQUE_PUSH_USER and COMMUNIQUE_PUSH_PASSWORD, to what it wants."
        said = f"{str(exc).rstrip('.')}.{advice if exc.status in DOOR else ''}"
        return (
            f"{said} The push stopped with {done} of {len(self.graphs)} graphs in the store; "
            "the same command goes on from there."
        )

    def _bring_up_to_date(self, iri: str) -> None:
        graph = read_graph(self.store, iri)
        if self._is_there(graph):
            self.unchanged += 1
            return
        self.patience.call(lambda: self.target.replace(graph))
        found = self._count(iri)
        if found != graph.triples:
            raise EndpointError(
                f"{self.target.url} took the graph without an error and now has {found} triples of it "
                f"where {graph.triples} were sent.",
                200,
            )
        self.journal.sent(iri, graph.digest)
        self.sent += 1
        self.triples += graph.triples

    def _is_there(self, graph: GraphContent) -> bool:
        remembered = self.journal.known if self.diff else self.journal.just_sent
        return remembered.get(graph.iri) == graph.digest and self._count(graph.iri) == graph.triples

    def _count(self, iri: str) -> int:
        return self.patience.call(lambda: self.target.count(iri))

    def _drop(self, iri: str) -> None:
        self.patience.call(lambda: self.target.drop(iri))
        self.journal.dropped(iri)
