"""Which workers a query goes to, those with the graph in memory or those on disk: whichever were faster at its like.

Queries that differ in nothing but their constants are alike. A query of a new kind is asked in memory, for a part of
its time; if it is late there, or ends its process, the workers on disk have the rest. When it was not very quick in
memory the next of its kind are asked on disk, and from then on the faster way is taken.
"""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
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
LATE: Final = float("inf")
"""The duration of what was stopped. A way with this in its mean is not taken again while the other has none."""
KINDS_KEPT: Final = 1024
MEMORY_SHARE: Final = 0.25
"""Of the time of a query: when it is late in memory, the rest is left for the disk."""

_CONSTANT: Final = re.compile(
    r"""
      "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'
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


@dataclass(slots=True)
class _Kind:
    """What is known of a kind of query: by way, how often it was asked and its mean in seconds."""

    tries: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    mean: dict[Way, float] = field(default_factory=lambda: dict.fromkeys(Way, LATE))


def kind_of(query: str) -> str:
    """A text that queries of a kind have in common: without strings, IRIs in full, numbers and classes."""
    return _CONSTANT.sub("_", query)


def ask_faster(turn: Turn, job: Job, memory: WorkerSource, choice: Choice) -> Answer:
    """The answer to a job in the time of a turn, from memory or from disk.

    Raises as `Turn.ask` does, or HolderError.
    """
    kind, left = kind_of(job.query), turn.seconds
    if choice.way(kind) is Way.MEMORY:
        share, start = left * MEMORY_SHARE, monotonic()
        with suppress(DeadlineError, WorkerLostError):
            return _timed(turn, job, share, memory, choice, kind)
        left -= monotonic() - start
    return _timed(turn, job, left, None, choice, kind)


def _timed(turn: Turn, job: Job, seconds: float, source: WorkerSource | None, choice: Choice, kind: str) -> Answer:
    way, start = Way.DISK if source is None else Way.MEMORY, monotonic()
    try:
        answer = turn.ask(job, seconds, source)
    except (DeadlineError, WorkerLostError):
        choice.note(kind, way, LATE)
        raise
    choice.note(kind, way, monotonic() - start)
    return answer


class Choice:
    """How long each kind took each way, of the latest kinds. Safe to use from many threads."""

    def __init__(self) -> None:
        self.asked: Counter[Way] = Counter(dict.fromkeys(Way, 0))
        """How often each way was taken."""
        self._kinds: OrderedDict[str, _Kind] = OrderedDict()
        self._lock = threading.Lock()

    def way(self, kind: str) -> Way:
        """The way for the next query of a kind."""
        with self._lock:
            known = self._kinds.get(kind) or _Kind()
            tries, mean = known.tries[Way.MEMORY], known.mean[Way.MEMORY]
            if tries == 0 or (tries < TRIES and mean < LATE) or mean < QUICK:
                return Way.MEMORY
            if known.tries[Way.DISK] < TRIES:
                return Way.DISK
            return min(Way, key=known.mean.__getitem__)

    def note(self, kind: str, way: Way, seconds: float) -> None:
        """A query of a kind took so many seconds, or was `LATE`."""
        with self._lock:
            self.asked[way] += 1
            known = self._kinds.setdefault(kind, _Kind())
            self._kinds.move_to_end(kind)
            if len(self._kinds) > KINDS_KEPT:
                self._kinds.popitem(last=False)
            before, is_judged = known.mean[way], known.tries[way] >= TRIES or seconds == LATE
            known.mean[way] = (1 - NEWS) * before + NEWS * seconds if is_judged else min(before, seconds)
            known.tries[way] += 1
