"""The server's end of the workers: who gets one and when, and what happens to one that is late or dies.

A worker is a process at the end of a pipe. It gets a job and gives a reply; past the deadline it is killed, and
whatever kills it, its own request alone fails. Clients take turns (`server.turns`), and one turn more than
asked for stands by, so that a client with many slow queries leaves one to the others. Whoever has a turn has a worker
of each source that it asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, Final, TypeAlias, cast

from kg.errors import StoreError
from server.errors import BusyError, DeadlineError, WorkerLostError
from server.processes import FreshWorkers, Worker, WorkerSource
from server.turns import TurnPool
from server.worker import Answer, Failure, run_worker

_HINT: Final = "Narrow it, or add a LIMIT; mostly it is a join without a shared variable, or a large GROUP BY."

Slot: TypeAlias = dict[WorkerSource, Worker]
"""One turn's workers, by where they come from; started when they are needed."""


class WorkerPool(TurnPool[Slot]):
    """A fixed number of turns at worker processes. Safe to use from many threads."""

    def __init__(
        self,
        size: int,
        deadline: float,
        memory_bytes: int,
        max_waiting: int,
        *,
        body: Callable[..., None] = run_worker,
        noun: str = "query",
        spare: int = 1,
        charge: Callable[[str, float], None] | None = None,
    ) -> None:
        """`deadline` is in seconds; `max_waiting` is how many calls may wait for a turn.

        `body` and `memory_bytes` are as for `FreshWorkers`.
        `charge` is told the client and the seconds of every turn that was taken.
        `spare` more turns than `size` stand by for clients that have none.
        """
        self.size = size
        self.turns_in_all = size + spare
        super().__init__([{} for _ in range(self.turns_in_all)], deadline, max_waiting, ("disk", "memory"), charge)
        self.fresh = FreshWorkers(memory_bytes, body, noun)
        self._noun = noun
        self._starting = threading.Lock()

    def run(self, job: object, client: str = "", timeout: float | None = None) -> Answer:
        """The answer to a job of a client; `timeout` in seconds counts where it is below the deadline.

        Raises BusyError, DeadlineError, WorkerLostError, or what the worker reports: QueryError, StoreError.
        """
        with self.turn(client, timeout) as turn:
            return turn.ask(job, turn.seconds)

    @contextmanager
    def turn(self, client: str = "", timeout: float | None = None) -> Iterator[Turn]:
        """A turn for a client, for the time of the context. Raises BusyError."""
        with self._taken(client, timeout) as (slot, seconds):
            yield Turn(self, slot, seconds)

    def ask(self, slot: Slot, source: WorkerSource, job: object, seconds: float, whole: float) -> object:
        """The reply of a slot's worker; one that is late is killed and replaced, one that died is replaced.

        `whole` is how long all of the turn is, for the message.
        """
        if seconds <= 0:
            raise self._late(whole)
        self.asked["disk" if source is self.fresh else "memory"] += 1
        worker = slot.get(source)
        if worker is None or not worker.is_alive():
            worker = self._replace(slot, source)
        try:
            worker.send(job)
            is_there = worker.waits(seconds)
            reply = worker.receive() if is_there else None
        except (EOFError, OSError) as exc:
            self.lost += 1
            self._renew(slot, source)
            raise WorkerLostError(
                f"The {self._noun} ended the process that ran it, mostly for want of memory or by its size. Narrow it. "
                "If it sorts values of different types, sort by STR()."
            ) from exc
        if is_there:
            return reply
        self.killed += 1
        self._renew(slot, source)
        raise self._late(whole)

    def _late(self, seconds: float) -> DeadlineError:
        return DeadlineError(f"The {self._noun} ran longer than {seconds:g} seconds and was stopped. {_HINT}")

    def _replace(self, slot: Slot, source: WorkerSource) -> Worker:
        with self._starting:
            for known in [known for known, worker in slot.items() if known is source or not worker.is_alive()]:
                slot.pop(known).kill()
            worker = slot[source] = source.start()
            return worker

    def _renew(self, slot: Slot, source: WorkerSource) -> None:
        """Replace a worker now, so that the next query does not wait for it; where that fails, the next query tells."""
        with suppress(StoreError):
            self._replace(slot, source)

    def process_ids(self) -> list[int]:
        """The processes that are idle now."""
        return [pid for slot in self._turns.free() for worker in list(slot.values()) if (pid := worker.process.pid)]

    def close(self, patience: float = 1.0) -> None:
        """Kill the workers; those that are busy are waited for `patience` seconds in all."""
        end = monotonic() + patience
        for number in range(self.turns_in_all):
            try:
                slot = self._turns.take(f"closing {number}", max(0.0, end - monotonic()))
            except BusyError:
                return
            while slot:
                slot.popitem()[1].kill()


class Turn:
    """What a client may do while it has its turn."""

    def __init__(self, pool: WorkerPool, slot: Slot, seconds: float) -> None:
        self.seconds = seconds
        """What it has in all."""
        self.is_whole = seconds >= pool.deadline / 2
        """Whether it is about as long as turns are: who is late in less says nothing of the query."""
        self._end = monotonic() + seconds
        self._pool = pool
        self._slot = slot

    @property
    def left(self) -> float:
        """Seconds to its end; below zero past it."""
        return self._end - monotonic()

    def ask(self, job: object, seconds: float, source: WorkerSource | None = None) -> Answer:
        """The answer of a worker, of the fork server where no other source is named.

        Raises DeadlineError, WorkerLostError, or what the worker reports: QueryError, StoreError.
        """
        reply: Any = self._pool.ask(self._slot, source or self._pool.fresh, job, seconds, self.seconds)
        if isinstance(reply, Failure):
            raise reply.error()
        return cast("Answer", reply)
