"""A worker as the server has it: a process, a pipe to it, and the file in memory in which it leaves answers.

Where workers come from is a `WorkerSource`: the fork server of multiprocessing (`FreshWorkers`), or a process that
holds the graph in memory (`server.memory`).
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import select
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from multiprocessing import reduction
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any, Final, Protocol

from server.allocator import preloaded
from server.worker import InMemoryFile, run_worker

HAS_POLL: Final = hasattr(select, "poll")
KEPT_FILE: Final = 32 * 1024 * 1024
"""Bytes up to which the memory file is left as it is until the next answer."""


class Process(Protocol):
    """What a worker's process is to the server; `multiprocessing`'s are such."""

    @property
    def pid(self) -> int | None:
        """Its number."""

    def is_alive(self) -> bool:
        """Whether it runs."""

    def kill(self) -> None:
        """End it at once; nothing happens to one that has ended."""

    def join(self) -> None:
        """Wait for its end."""

    def close(self) -> None:
        """Let go of what the system keeps for it."""


class Handed:
    """A file descriptor on its way into a process that starts; it is duplicated there and nowhere else.

    Made before the start, `reduction.DupFd` would leave a copy in this process for each that does not fetch it.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> tuple[Callable[[Any], Any], tuple[Any]]:
        return _handed, (reduction.DupFd(self._descriptor),)

    def detach(self) -> int:
        """The descriptor, for the process that has it."""
        return self._descriptor


def _handed(handle: Any) -> Any:  # noqa: ANN401 -- of a class that multiprocessing does not name
    return handle


class WorkerSource(Protocol):
    """Where workers come from."""

    def start(self) -> Worker:
        """A new worker, ready to be asked. Raises StoreError or OSError when there can be none."""


@dataclass(slots=True)
class Worker:
    """One process, the server's end of its pipe, and the memory file in which it leaves answers."""

    process: Process
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
            return self.connection.poll(max(0.0, seconds))
        return bool(self._poll.poll(max(0, ceil(seconds * 1000))))  # below 0 it would wait for ever

    def send(self, job: object) -> None:
        """Give it a job. Raises OSError when the process died."""
        self.connection.send_bytes(pickle.dumps(job, pickle.HIGHEST_PROTOCOL))

    def receive_plain(self) -> Any:  # noqa: ANN401 -- whatever the body of the worker sends
        """The reply as it was sent. Raises EOFError or OSError when the process died."""
        return self.connection.recv()

    def receive(self) -> Any:  # noqa: ANN401 -- as above
        """The reply, read from the memory file if it stands there. Raises as `receive_plain` does."""
        reply = self.receive_plain()
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


def process_context() -> ForkServerContext | SpawnContext:
    """How workers are started: from a fork server that has the engine loaded, or afresh where there is none."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", "server.worker"])
        return context
    return multiprocessing.get_context("spawn")


class FreshWorkers:
    """Workers from the fork server, each of which opens the store by itself."""

    def __init__(self, memory_bytes: int, body: Callable[..., None] = run_worker, noun: str = "query") -> None:
        """`body` runs in the process: it is given its end of the pipe, `memory_bytes`, and the memory file or None."""
        self._memory_bytes = memory_bytes
        self._body = body
        self._noun = noun
        self._context = process_context()

    def start(self) -> Worker:
        """A new worker."""
        ours, theirs = self._context.Pipe()
        memory_file = make_memory_file()
        shared = None if memory_file is None else Handed(memory_file)
        process = self._context.Process(
            target=self._body, args=(theirs, self._memory_bytes, shared), name=f"communique-{self._noun}", daemon=True
        )
        with preloaded():
            process.start()
        theirs.close()
        return Worker(process, ours, memory_file)


def make_memory_file() -> int | None:
    """A file in memory; None where the system has none, and answers go through the pipe."""
    return (
        os.memfd_create("communique-answer") if hasattr(os, "memfd_create") and Path("/proc/self/fd").exists() else None
    )
