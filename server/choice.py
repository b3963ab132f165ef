"""Which workers a query goes to, those with the graph in memory or those on disk: whichever were faster at its like.

Queries that differ in nothing but their constants are alike. A query of a new kind is asked in memory, for a part of
its time; if it is late there, or ends its process, the workers on disk have the rest. Unless it was very quick, the
next of its kind are asked on disk and in memory by turns, and then the faster way is taken.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import Final

from server.errors import DeadlineError, WorkerLostError
from server.pool import Turn
from server.processes import WorkerSource
from server.worker import Answer, Job

QUICK: Final = 0.005
"""Seconds: what is answered in memory in less is not tried on disk."""
TRIES: Final = 2
"""So often a way is tried before it is judged: the first time it finds cold caches."""
NEWS: Final = 0.3
"""Weight of the latest duration in the mean of a way."""
AGAIN: Final = 200
"""Every so many queries of a kind the other way is tried, as the graph and the constants change."""
SLOW: Final = 4.0
"""A way that took so many times as long as the other is judged already."""
HOPELESS: Final = 20.0
"""A way that took so many times as long as the other is not tried again."""
KINDS_KEPT: Final = 1024
MEMORY_SHARE: Final = 0.25
"""Of the time of a query: when it is late in memory, the rest is left for the disk."""

_CONSTANT: Final = re.compile(
    r"""
      "(?:[^"\\\r\n]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'? (?# not closed either: no text is scanned twice)
    | <[^\x00-\x20<>"{}|^`\\]*+>
    | (?<![\w:?$])[0-9][\w.]*+
    | (?<=\sa\s)\s*[A-Za-z]\w*:\w++
    """,
    re.VERBOSE,
)


class Way(Enum):
    """Where a query is asked."""

    MEMORY = "memory"
    DISK = "disk"

    @property
    def other(self) -> Way:
        """The other one."""
        return Way.DISK if self is Way.MEMORY else Way.MEMORY


@dataclass(slots=True)
class _Kind:
    """What is known of a kind of query: by way, how often it was asked and its mean in seconds."""

    tries: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    mean: dict[Way, float] = field(default_factory=lambda: dict.fromkeys(Way, float("inf")))

    def may_be_better(self, way: Way, times: float) -> bool:
        """Whether a way was never tried, or did not take so many times as long as the other."""
        return self.tries[way] == 0 or self.mean[way] < times * self.mean[way.other]

    def best(self) -> Way:
        """The faster way; disk where both were late."""
        return Way.MEMORY if self.mean[Way.MEMORY] < self.mean[Way.DISK] else Way.DISK


def kind_of(query: str) -> bytes:
    """What queries of a kind have in common: a digest of the text without strings, IRIs, numbers and classes."""
    return hashlib.blake2b(_CONSTANT.sub("_", query).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def ask_faster(turn: Turn, job: Job, memory: WorkerSource, choice: Choice) -> Answer:
    """The answer to a job in the time of a turn, from memory or from disk.

    Raises as `Turn.ask` does, or HolderError.
    """
    kind = kind_of(job.query)
    if choice.way(kind) is Way.MEMORY:
        with suppress(DeadlineError, WorkerLostError):
            return _timed(turn, job, turn.seconds * MEMORY_SHARE, memory, choice, kind)
    return _timed(turn, job, turn.left, None, choice, kind)


def _timed(turn: Turn, job: Job, seconds: float, source: WorkerSource | None, choice: Choice, kind: bytes) -> Answer:
    way, start = Way.DISK if source is None else Way.MEMORY, monotonic()
    try:
        answer = turn.ask(job, seconds, source)
    except (DeadlineError, WorkerLostError):
        if turn.is_whole:
            choice.note(kind, way, turn.seconds)
        raise
    choice.note(kind, way, monotonic() - start)
    return answer


class Choice:
    """How long each kind took each way, of the latest kinds. Safe to use from many threads."""

    def __init__(self) -> None:
        self._kinds: OrderedDict[bytes, _Kind] = OrderedDict()
        self._lock = threading.Lock()

    def way(self, kind: bytes) -> Way:
        """The way for the next query of a kind."""
        with self._lock:
            known = self._kinds.get(kind)
            if known is None:
                return Way.MEMORY
            best, less_tried = known.best(), min(Way, key=known.tries.__getitem__)
            if known.mean[best] < QUICK:
                return best
            if known.tries[less_tried] < TRIES and known.may_be_better(less_tried, SLOW):
                return less_tried
            is_time = sum(known.tries.values()) % AGAIN == 0 and known.may_be_better(best.other, HOPELESS)
            return best.other if is_time else best

    def note(self, kind: bytes, way: Way, seconds: float) -> None:
        """A query of a kind took so many seconds, or, where it was stopped, all that it had."""
        with self._lock:
            known = self._kinds.setdefault(kind, _Kind())
            self._kinds.move_to_end(kind)
            if len(self._kinds) > KINDS_KEPT:
                self._kinds.popitem(last=False)
            before = known.mean[way]
            is_judged = known.tries[way] >= TRIES and known.best() is way
            known.mean[way] = (1 - NEWS) * before + NEWS * seconds if is_judged else min(before, seconds)
            known.tries[way] += 1
