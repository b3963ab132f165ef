"""The published snapshots of a database folder: taken, put in force, thrown away, gone back to.

A snapshot is in force when its number stands in CURRENT, which is replaced in one step: before it a change
never happened, after it every reader sees it. PENDING says that `store/` may hold what was not published: it
names the writer, a build or an update. So whoever opens the store for writing knows whether to go on with it
(a build with the articles of a killed build) or to go back to the snapshot in force (everybody else).

A reader opens a snapshot by its path and may take a while with it. A snapshot is therefore thrown away only
when it has been out of force for `KEPT_SECONDS`, and the last two never are.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kg.errors import StoreError

SNAPSHOTS_KEPT: Final = 2
"""The current snapshot and the one before it, however old."""
KEPT_SECONDS: Final = 120.0
"""Longer than a query waits for a worker and then runs, 30 s each, and double that."""


def first_line(exc: Exception) -> str:
    """What an error of the engine says, in one line."""
    return (str(exc).splitlines() or [type(exc).__name__])[0]


@contextmanager
def mapped(path: Path) -> Iterator[None]:
    """Turn the engine's own errors into StoreError; corruption comes as RuntimeError."""
    try:
        yield
    except (OSError, RuntimeError) as exc:
        remedy = (
            "Delete that folder: it is made again from what was published last."
            if path.name == "store"
            else "Build again, which publishes anew. If that fails, delete the database and build it from the "
            "articles; graphs of your own come back only from a copy."
        )
        raise StoreError(f"{path} cannot be opened or is damaged ({first_line(exc)}). {remedy}") from exc


def replace_file(path: Path, text: str) -> None:
    """Write a small file so that a reader finds the old or the new one, also after a crash."""
    part = path.with_name(path.name + ".tmp")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make new names in a folder last through a loss of power; not every system has a way to."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@dataclass(frozen=True, slots=True)
class InForce:
    """What CURRENT says: the number of the snapshot, and the ticket of the update that published it, if one did."""

    number: int
    ticket: str = ""


def read_current(db: Path) -> InForce | None:
    """The snapshot in force; None when nothing was published yet. Raises StoreError for a damaged file."""
    try:
        number, *rest = (db / "CURRENT").read_text(encoding="utf-8").split()
        return InForce(int(number), *rest[:1])
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise StoreError(f"{db / 'CURRENT'} cannot be read ({first_line(exc)}). Run communique build again.") from exc


def snapshot_path(db: Path, number: int) -> Path:
    """Where a snapshot lies."""
    return db / "published" / str(number)


def publish(store: Store, db: Path, ticket: str = "", kept_seconds: float = KEPT_SECONDS) -> int:
    """Put the present state of the store in force and drop what nobody reads any more; gives the new number.

    Nothing is pending afterwards. Raises StoreError.
    """
    published = db / "published"
    number = max(_numbers(published), default=0) + 1
    part = published / f"{number}.tmp"
    with mapped(db):
        shutil.rmtree(part, ignore_errors=True)
        store.flush()
        store.backup(str(part))
        part.rename(snapshot_path(db, number))
        _sync_folder(published)
        replace_file(db / "CURRENT", f"{number} {ticket}".strip() + "\n")
        unmark(db)
    _prune(published, kept_seconds)
    return number


def _numbers(published: Path) -> list[int]:
    return sorted(int(path.name) for path in published.iterdir() if path.name.isdigit())


def _prune(published: Path, kept_seconds: float) -> None:
    """A snapshot went out of force when its successor was made."""
    numbers, latest = _numbers(published), time.time() - kept_seconds
    for number, successor in list(pairwise(numbers))[: 1 - SNAPSHOTS_KEPT]:
        if (published / str(successor)).stat().st_mtime > latest:
            return
        shutil.rmtree(published / str(number), ignore_errors=True)


# What is pending


def mark(db: Path, writer: str) -> None:
    """Note that `store/` is about to hold what is not published."""
    replace_file(db / "PENDING", writer + "\n")


def unmark(db: Path) -> None:
    """Note that `store/` is as the snapshot in force."""
    (db / "PENDING").unlink(missing_ok=True)


def pending(db: Path) -> str:
    """The writer that left something unpublished; empty when nobody did."""
    try:
        return (db / "PENDING").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def go_back(db: Path) -> None:
    """Make `store/` what was published last; the store must be closed. Does nothing before the first publication.

    May be cut off at any point and called again: `store/` is whole, or absent and made anew by the next writer.
    """
    current = read_current(db)
    if current is None:
        return
    part = db / "store.tmp"
    with mapped(db):
        shutil.rmtree(part, ignore_errors=True)
        Store.read_only(str(snapshot_path(db, current.number))).backup(str(part))
        shutil.rmtree(db / "store", ignore_errors=True)
        part.rename(db / "store")
        unmark(db)
