"""The server's end of the workers: who gets one and when, and what happens to one that is late or dies.

A worker is a process at the end of a pipe. It gets a job and gives a reply; past the deadline it is killed, and
whatever kills it, its own request alone fails. Clients take turns (`server.turns`), and one worker more than
asked for stands by, so that a client with many slow queries leaves one to the others.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from multiprocessing import reduction
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any, Final, cast

from server.allocator import preloaded
from server.errors import BusyError, DeadlineError, WorkerLostError
from server.turns import Turns
from server.worker import Answer, Failure, InMemoryFile, run_worker

HAS_POLL: Final = hasattr(select, "poll")
KEPT_FILE: Final = 32 * 1024 * 1024
"""Bytes up to which the memory file is left as it is until the next answer."""


@dataclass(slots=True)
class Worker:
    """One process, the server's end of its pipe, and the memory file in which it leaves answers."""

    process: BaseProcess
    connection: Connection
    memory_file: int | None
    _poll: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        if HAS_POLL:
            self._poll = select.poll()
            self._poll.register(self.connection.fileno(), select.POLLIN)

    def is_alive(self) -> bool:
        """Whether it can be asked: the pipe of an idle worker is silent as long as it lives."""
        return self.process.is_alive() if self._poll is None else not self._poll.poll(0)

    def waits(self, seconds: float) -> bool:
        """Whether a reply, or the end of the process, comes in time."""
        if self._poll is None:
            return self.connection.poll(seconds)
        return bool(self._poll.poll(ceil(seconds * 1000)))

    def receive(self) -> Any:  # noqa: ANN401 -- whatever the body of the worker sends
        """The reply. Raises EOFError or OSError when the process died."""
        reply = self.connection.recv()
        if isinstance(reply, InMemoryFile) and self.memory_file is not None:
            body = os.pread(self.memory_file, reply.size, 0)
            if reply.size > KEPT_FILE:
                os.ftruncate(self.memory_file, 0)
            return body
        return reply

    def kill(self) -> None:
        """End it."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        self.process.close()
        if self.memory_file is not None:
            os.close(self.memory_file)
            self.memory_file = None


@dataclass(slots=True)
class Slot:
    """A place for one worker; empty until it is needed."""

    worker: Worker | None = None


def process_context() -> ForkServerContext | SpawnContext:
    """How workers are started: from a fork server that has the engine loaded, or afresh where there is none."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", "server.worker"])
        return context
    return multiprocessing.get_context("spawn")


class WorkerPool:
    """A fixed number of worker processes, started when first needed. Safe to use from many threads."""

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
        """`deadline` is in seconds; `max_waiting` is how many calls may wait for a free worker.

        `body` runs in the process: it is given its end of the pipe, `memory_bytes`, and the memory file or None.
        `charge` is told the client and the seconds of every job that ran.
        `spare` more workers than `size` stand by for clients that have none.
        """
        self.deadline = deadline
        self.size = size
        self.killed = 0
        self.lost = 0
        self._memory_bytes = memory_bytes
        self._body = body
        self._charge = charge
        self._noun = noun
        self._context = process_context()
        self._starting = threading.Lock()
        self._slots = [Slot() for _ in range(size + spare)]
        self._turns = Turns(list(reversed(self._slots)), max_waiting)

    @property
    def busy(self) -> int:
        """How many workers run something now."""
        return self._turns.held

    @property
    def waiting(self) -> int:
        """How many calls wait for a worker now."""
        return self._turns.waiting

    def run(self, job: object, client: str = "", timeout: float | None = None) -> Answer:
        """The answer to a job of a client; `timeout` in seconds counts where it is below the deadline.

        Raises BusyError, DeadlineError, WorkerLostError, or what the worker reports: QueryError, StoreError.
        """
        seconds = min(timeout or self.deadline, self.deadline)
        with self._turn(client, seconds) as slot:
            start = monotonic()
            try:
                reply = self._ask(slot, job, seconds)
            finally:
                if self._charge is not None:
                    self._charge(client, monotonic() - start)
        if isinstance(reply, Failure):
            raise reply.error()
        return cast("Answer", reply)

    @contextmanager
    def _turn(self, client: str, seconds: float) -> Iterator[Slot]:
        slot = self._turns.take(client, seconds)
        try:
            yield slot
        finally:
            self._turns.give_back(client, slot)

    def _ask(self, slot: Slot, job: object, seconds: float) -> object:
        worker = slot.worker
        if worker is None or not worker.is_alive():
            worker = self._replace(slot)
        try:
            worker.connection.send_bytes(pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
            is_there = worker.waits(seconds)
            reply = worker.receive() if is_there else None
        except (EOFError, OSError) as exc:
            self.lost += 1
            self._replace(slot)
            raise WorkerLostError(
                f"The {self._noun} ended the process that ran it, mostly for want of memory or by its size. Narrow it."
            ) from exc
        if is_there:
            return reply
        self.killed += 1
        self._replace(slot)
        raise DeadlineError(
            f"The {self._noun} ran longer than {seconds:g} seconds and was stopped. "
            "Narrow it, or add a LIMIT; mostly it is a join without a shared variable, or a large GROUP BY."
        )

    def _replace(self, slot: Slot) -> Worker:
        with self._starting:
            if slot.worker is not None:
                slot.worker.kill()
                slot.worker = None
            slot.worker = self._start()
            return slot.worker

    def _start(self) -> Worker:
        ours, theirs = self._context.Pipe()
        memory_file = _memory_file()
        shared = None if memory_file is None else reduction.DupFd(memory_file)
        process = self._context.Process(
            target=self._body, args=(theirs, self._memory_bytes, shared), name=f"communique-{self._noun}", daemon=True
        )
        with preloaded():
            process.start()
        theirs.close()
        return Worker(process, ours, memory_file)

    def process_ids(self) -> list[int]:
        """The processes that are idle now."""
        idle = (slot.worker for slot in self._turns.free())
        return [worker.process.pid for worker in idle if worker and worker.process.pid]

    def close(self, patience: float = 1.0) -> None:
        """Kill the workers; those that are busy are waited for `patience` seconds in all."""
        end = monotonic() + patience
        for number in range(len(self._slots)):
            try:
                slot = self._turns.take(f"closing {number}", max(0.0, end - monotonic()))
            except BusyError:
                return
            if slot.worker is not None:
                slot.worker.kill()
                slot.worker = None


def _memory_file() -> int | None:
    """A file in memory; None where the system has none, and answers go through the pipe."""
    return (
        os.memfd_create("communique-answer") if hasattr(os, "memfd_create") and Path("/proc/self/fd").exists() else None
    )
