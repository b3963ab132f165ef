"""Remembered answers, by what was asked and of which version of the graph.

The cache has a size in bytes and forgets what was not asked for longest. Of many who ask for the same at once only
one makes the answer, the others wait for it. The key holds the version, so nothing old is ever given; what belongs
to a version that is no longer in force goes as soon as something of the next one comes.

Most queries are asked once. So a long answer that was soon made is kept only when it is made a second time: what
nobody asks for again does not drive out the rest, and its memory is used for the next answer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Generic, TypeVar

T = TypeVar("T")

LARGEST_SHARE: Final = 8
"""An answer of more than one part in so many of the cache is not kept."""
LONG: Final = 64 * 1024
"""Bytes from which an answer is kept at its second time; nine of ten answers have fewer."""
SOON: Final = 2.0
"""Seconds from which an answer is kept at its first time, however long it is."""
KEYS_NOTED: Final = 4096
"""Long answers that are known to have been made once."""
VERSIONS_PAST: Final = 16
"""Versions that are known to be over: what comes late from one of them does not drive out what is in force."""
OVERHEAD: Final = 512
"""Bytes that an entry takes besides its answer: the key, mostly the query's text."""


@dataclass(slots=True)
class _Pending(Generic[T]):
    """An answer that is being made."""

    done: threading.Event | None = None
    """Made by the first who waits."""
    value: T | None = None


class Cache(Generic[T]):
    """Answers of at most `max_bytes` together; `measure` gives the bytes of one. Safe to use from many threads."""

    def __init__(self, max_bytes: int, measure: Callable[[T], int]) -> None:
        self.max_bytes = max_bytes
        self.hits = 0
        self.misses = 0
        self.bytes = 0
        self._measure = measure
        self._version = ""
        self._past: deque[str] = deque(maxlen=VERSIONS_PAST)
        self._entries: OrderedDict[Hashable, T] = OrderedDict()
        self._pending: dict[Hashable, _Pending[T]] = {}
        self._once: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, version: str, key: Hashable) -> T | None:
        """What is remembered; None when nothing is."""
        with self._lock:
            value = self._entries.get((version, key))
            if value is not None:
                self._entries.move_to_end((version, key))
                self.hits += 1
            return value

    def find_or_make(self, version: str, key: Hashable, make: Callable[[], T], patience: float) -> T:
        """What is remembered, or else what `make` gives.

        Waits at most `patience` seconds for another who makes the same, then makes it too. Raises what `make` does.
        """
        found = self.find(version, key)
        if found is not None:
            return found
        whole = (version, key)
        with self._lock:
            pending = self._pending.get(whole)
            is_first = pending is None
            if pending is None:
                pending = self._pending[whole] = _Pending()
            elif pending.done is None:
                pending.done = threading.Event()
        if not is_first and pending.done is not None:
            pending.done.wait(patience)
            if pending.value is not None:
                self.hits += 1
                return pending.value
            return self._make(version, key, make)
        try:
            pending.value = self._make(version, key, make)
            return pending.value
        finally:
            with self._lock:
                del self._pending[whole]
                if pending.done is not None:
                    pending.done.set()

    def _make(self, version: str, key: Hashable, make: Callable[[], T]) -> T:
        self.misses += 1
        start = perf_counter()
        value = make()
        self.keep(version, key, value, perf_counter() - start)
        return value

    def keep(self, version: str, key: Hashable, value: T, seconds: float = SOON) -> None:
        """Remember an answer that took some seconds, as far as it is worth it.

        Not one that is too large, nor of a version that another has followed, nor a long one soon made and asked once.
        """
        size = self._measure(value) + OVERHEAD
        if size > self.max_bytes // LARGEST_SHARE:
            return
        with self._lock:
            if version in self._past or (size > LONG and seconds < SOON and self._is_first((version, key))):
                return
            if version != self._version:
                self._past.append(self._version)
                self._entries.clear()
                self._version, self.bytes = version, 0
            old = self._entries.pop((version, key), None)
            self._entries[version, key] = value
            self.bytes += size - (0 if old is None else self._measure(old) + OVERHEAD)
            while self.bytes > self.max_bytes:
                _, oldest = self._entries.popitem(last=False)
                self.bytes -= self._measure(oldest) + OVERHEAD

    def _is_first(self, whole: Hashable) -> bool:
        """Whether this was not made before; from now on it was. To be called with the lock."""
        mark = hash(whole)
        if mark in self._once:
            return False
        self._once[mark] = None
        if len(self._once) > KEYS_NOTED:
            self._once.popitem(last=False)
        return True
