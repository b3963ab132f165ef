"""How fast the gazetteer answers and how much memory it takes: figures of this machine, now.

Every name is looked up in an order that has nothing to do with that of the file; the fastest of a few rounds counts,
in time of the processor, since whatever else the machine does can only make a round slower.
Memory is what the process grows by: opening the file and all look-ups included, the interpreter and this package not.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.link.compile import default_gazetteer
from kg.link.gazetteer import Gazetteer, open_gazetteer

LOOKUP_LIMIT: Final = 50.0
"""Microseconds that one look-up may take."""
ROUNDS: Final = 3
MEMORY_LIMIT: Final = 60.0
"""Megabytes that the gazetteer may take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How many look-ups, the mean time of one in microseconds, the growth of memory in megabytes where it is told."""

    lookups: int
    microseconds: float
    megabytes: float | None

    @property
    def holds(self) -> bool:
        """Whether both figures keep within their limits."""
        return self.microseconds <= LOOKUP_LIMIT and (self.megabytes is None or self.megabytes <= MEMORY_LIMIT)


def measure(path: Path | None = None) -> Measured:
    """Look every name up in a gazetteer, by default the one of this version; the fastest of three rounds counts."""
    path = path or default_gazetteer()
    before = _resident()
    with open_gazetteer(path) as gazetteer:
        texts = sorted(gazetteer.texts(), key=lambda text: hashlib.sha256(text.encode()).digest())
        seconds = min(_round(gazetteer, texts) for _ in range(ROUNDS))
        after = _resident()
    grown = None if before is None or after is None else max(0.0, after - before)
    return Measured(len(texts), seconds / max(1, len(texts)) * 1e6, grown)


def _round(gazetteer: Gazetteer, texts: Sequence[str]) -> float:
    begin = time.process_time()
    for text in texts:
        gazetteer.lookup(text)
    return time.process_time() - begin


def _resident() -> float | None:
    """The memory of this process in megabytes; None where the system does not tell."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except (OSError, ValueError):
        return None
    return None
