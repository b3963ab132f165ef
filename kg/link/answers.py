"""What an endpoint answered, kept in one SQLite file so that nothing is asked twice in a while.

That nothing was found is an answer like any other, but is believed for a shorter time: items are added every day.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from kg.errors import StoreError

FOUND_DAYS: Final = 30
NOT_FOUND_DAYS: Final = 7
DAY: Final = 86_400


class Answers:
    """A file of answers by question; `now` gives seconds since 1970. Use it as a context manager, or close it."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Open or make the file. Raises StoreError when it is none or cannot be written."""
        self.path = path
        self._now = now
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, asked REAL NOT NULL, rows TEXT NOT NULL)"
            )
        except (sqlite3.Error, OSError) as exc:
            raise StoreError(f"{path} cannot be opened ({exc}). Delete it; the questions are then asked anew.") from exc

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def get(self, question: str) -> list[Mapping[str, str]] | None:
        """The answer, empty where nothing was found; None when the question is new or its answer too old."""
        row = self._base.execute("SELECT asked, rows FROM answer WHERE question = ?", (_key(question),)).fetchone()
        if row is None:
            return None
        rows: list[Mapping[str, str]] = json.loads(row[1])
        days = FOUND_DAYS if rows else NOT_FOUND_DAYS
        return rows if self._now() - row[0] < days * DAY else None

    def put(self, question: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Keep an answer; it is on the disk when this returns. Raises StoreError."""
        try:
            self._base.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)",
                (_key(question), self._now(), json.dumps([dict(row) for row in rows], ensure_ascii=False)),
            )
        except sqlite3.Error as exc:
            raise StoreError(f"{self.path} cannot be written ({exc}). Make room, or name another folder.") from exc

    def forget(self, questions: Iterable[str] | None = None) -> None:
        """Drop the answers to some questions, or all."""
        if questions is None:
            self._base.execute("DELETE FROM answer")
        else:
            self._base.executemany("DELETE FROM answer WHERE question = ?", [(_key(q),) for q in questions])


def _key(question: str) -> str:
    return sha256(question.encode()).hexdigest()
