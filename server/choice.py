"""Which workers a query goes to, those with the graph in memory or those on disk: whichever were faster at its like.

A query that asks for some of its rows only is always asked on disk, so that it gets the same rows each time and its
pages fit together. Of the others, queries that differ in nothing but their constants are alike. A query of a new kind
is asked in memory, for a part of its time; if it is late there, or ends its process, the workers on disk have the rest.
Unless it was very quick, the next of its kind are asked on disk and in memory by turns, and then the faster way is
taken.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from math import inf
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
"""A way that took so many times as long as the other is tried again only ..."""
SELDOM: Final = 20 * AGAIN
"""... every so many queries."""
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


_CUTTING: Final = re.compile(r"\b(?:LIMIT|OFFSET)\b|\bSAMPLE\b|\bGROUP_CONCAT\b", re.IGNORECASE)
"""Words in any query whose answer depends on the order in which the engine finds it."""


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
    mean: dict[Way, float] = field(default_factory=lambda: dict.fromkeys(Way, inf))

    def may_be_better(self, way: Way, times: float) -> bool:
        """Whether nothing is known of a way, or it did not take so many times as long as the other."""
        return self.mean[way] == inf or self.mean[way] < times * self.mean[way.other]

    def less_tried(self) -> Way:
        """The way that was tried less; the better one where both were tried as often."""
        return min(self.best(), self.best().other, key=self.tries.__getitem__)

    def best(self) -> Way:
        """The faster way; disk where both were late."""
        return Way.MEMORY if self.mean[Way.MEMORY] < self.mean[Way.DISK] else Way.DISK


def is_cut(query: str) -> bool:
    """Whether a query may ask for some of its rows only: which they are differs between memory and disk."""
    return _CUTTING.search(query) is not None


def kind_of(query: str) -> bytes:
    """What queries of a kind have in common: a digest of the text without strings, IRIs, numbers and classes."""
    return hashlib.blake2b(_CONSTANT.sub("_", query).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def ask_faster(turn: Turn, job: Job, memory: WorkerSource, choice: Choice) -> Answer:
    """The answer to a job in the time of a turn, from memory or from disk, or from the other when that one fails.

    Raises as `Turn.ask` does, or HolderError.
    """
    kind = kind_of(job.query)
    way, share = choice.plan(kind)

    def ask(way: Way, seconds: float) -> Answer:
        return _timed(turn, job, seconds, memory if way is Way.MEMORY else None, (choice, kind))

    if share == 1:
        return ask(way, turn.left)
    with suppress(DeadlineError, WorkerLostError):
        return ask(way, turn.seconds * share)
    return ask(way.other, turn.left)


def _timed(turn: Turn, job: Job, seconds: float, source: WorkerSource | None, known: tuple[Choice, bytes]) -> Answer:
    choice, kind = known
    way, start = Way.DISK if source is None else Way.MEMORY, monotonic()
    try:
        answer = turn.ask(job, seconds, source)
    except (DeadlineError, WorkerLostError):
        choice.note(kind, way, turn.seconds if turn.is_whole else None)
        raise
    choice.note(kind, way, monotonic() - start)
    return answer


class Choice:
    """How long each kind took each way, of the latest kinds. Safe to use from many threads."""

    def __init__(self) -> None:
        self._kinds: OrderedDict[bytes, _Kind] = OrderedDict()
        self._lock = threading.Lock()

    def plan(self, kind: bytes) -> tuple[Way, float]:
        """The way for the next query of a kind, and the share of its time; the other way has the rest."""
        way, is_settled = self._way(kind)
        share = MEMORY_SHARE if way is Way.MEMORY else 1 - MEMORY_SHARE
        return way, 1 if is_settled and way is Way.DISK else share

    def _way(self, kind: bytes) -> tuple[Way, bool]:
        """The way, and whether it is the better one as far as is known."""
        with self._lock:
            known = self._kinds.get(kind)
            if known is None:
                return Way.MEMORY, False
            best, less_tried = known.best(), known.less_tried()
            if known.mean[best] < QUICK:
                return best, True
            if known.tries[less_tried] < TRIES and known.may_be_better(less_tried, SLOW):
                return less_tried, less_tried is best
            asked = sum(known.tries.values())
            is_time = asked % AGAIN == 0 and known.may_be_better(best.other, HOPELESS)
            return (best.other, False) if is_time or asked % SELDOM == 0 else (best, True)

    def note(self, kind: bytes, way: Way, seconds: float | None) -> None:
        """A query of a kind took so many seconds; if it was stopped, all that it had, None if that was too little."""
        with self._lock:
            known = self._kinds.setdefault(kind, _Kind())
            self._kinds.move_to_end(kind)
            if len(self._kinds) > KINDS_KEPT:
                self._kinds.popitem(last=False)
            before, is_judged = known.mean[way], known.tries[way] >= TRIES and known.best() is way
            known.tries[way] += 1
            if seconds is None:
                return
            known.mean[way] = (1 - NEWS) * before + NEWS * seconds if is_judged else min(before, seconds)
