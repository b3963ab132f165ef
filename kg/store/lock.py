"""One writer at a time: a lock on a file, which the system takes back when its holder dies."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO, Final

from kg.errors import StoreError


class LockedError(StoreError):
    """Another process writes."""


PAUSE: Final = 0.05
"""Seconds between two tries."""


def _take(file: IO[bytes]) -> None:
    """Raises OSError when another process, or another open file of this one, has the lock."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriteLock:
    """Held from the making of the object until `release`, or until the process ends."""

    def __init__(self, path: Path, patience: float) -> None:
        """Wait at most `patience` seconds. Raises LockedError when another writer holds the lock for longer."""
        end = time.monotonic() + patience
        self._file = path.open("ab")
        while True:
            try:
                _take(self._file)
            except OSError as exc:
                if time.monotonic() >= end:
                    self._file.close()
                    raise LockedError(
                        f"{path.parent} is being written by another process. Wait for that build to end, "
                        "then try again."
                    ) from exc
                time.sleep(PAUSE)
            else:
                return

    def release(self) -> None:
        """Let the next writer in."""
        self._file.close()
