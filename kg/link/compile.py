"""From the reviewable tables to one read-only SQLite file: the form in which the gazetteer is asked.

    version   a digest of every table and of this package's code: another input, another file
    compile   the tables in a fixed order into a new file, vacuumed: the same input, the same bytes (one SQLite)
    default   the file in the user's cache folder, made on first use

The file is complete or absent: it is written beside its place and moved there. What a table means is the business
of `kg.link.sources`; how the file is asked, of `kg.link.gazetteer`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.link.cities import cities_version
from kg.link.folding import fold_name
from kg.link.sources import ITEM_TABLES, Entry, entries, offices, relations

LEXICONS: Final = ("holders", "organizations", "places", "states", "territories")
OTHER_TABLES: Final = ("offices", "relations", "wikidata_tenures")
CODE: Final = ("cities.py", "compile.py", "folding.py", "sources.py")
VERIFIED: Final = "verified.json"
"""When the tables were last compared with their sources (`kg.link.check`)."""
CACHE_VARIABLE: Final = "COMMUNIQUE_CACHE"

SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
                     iso3 TEXT, qid TEXT, label TEXT, page TEXT);
CREATE TABLE name (folded TEXT NOT NULL, entity INTEGER NOT NULL, text TEXT NOT NULL, via TEXT NOT NULL,
                   PRIMARY KEY (folded, entity, text)) WITHOUT ROWID;
CREATE TABLE word (word TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (word, entity)) WITHOUT ROWID;
CREATE TABLE term (entity INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
                   iso3 TEXT, organization TEXT, begin TEXT NOT NULL, end TEXT NOT NULL,
                   PRIMARY KEY (entity, number)) WITHOUT ROWID;
CREATE TABLE office (kind TEXT NOT NULL, iso3 TEXT NOT NULL, organization TEXT NOT NULL, title TEXT NOT NULL,
                     qid TEXT NOT NULL, label TEXT NOT NULL,
                     PRIMARY KEY (kind, iso3, organization, title)) WITHOUT ROWID;
CREATE TABLE relation (subject TEXT NOT NULL, relation TEXT NOT NULL, object TEXT NOT NULL,
                       PRIMARY KEY (subject, relation, object)) WITHOUT ROWID;
"""
INDEXES: Final = """
CREATE INDEX entity_qid ON entity (qid) WHERE qid IS NOT NULL;
CREATE INDEX name_entity ON name (entity);
"""


@cache
def gazetteer_version() -> str:
    """The first 12 hexadecimal digits of a digest of all that the file is made from."""
    digest = hashlib.sha256()
    lexicon, link = resources.files("kg.lexicon"), resources.files("kg.link")
    parts = [lexicon / f"{name}.tsv" for name in LEXICONS]
    parts += [
        link.joinpath("data", f"{name}.tsv") for name in (*ITEM_TABLES, "offices", "relations", "wikidata_tenures")
    ]
    parts += [link.joinpath("data", VERIFIED), *(link / name for name in CODE)]
    for part in parts:
        data = part.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{part.name} {len(data)}\n".encode() + data)
    digest.update((cities_version() or "").encode())
    return digest.hexdigest()[:12]


def _date() -> str:
    """The day on which the tables were last compared with their sources, as ISO text."""
    data = resources.files("kg.link").joinpath("data", VERIFIED).read_bytes()
    return str(json.loads(data)["date"])


def cache_folder() -> Path:
    """Where made files are kept: COMMUNIQUE_CACHE, else `communique` in the user's cache folder."""
    if folder := os.environ.get(CACHE_VARIABLE):
        return Path(folder)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "communique"


def default_gazetteer() -> Path:
    """The compiled file of this version, made at first use. Raises StoreError when it cannot be written."""
    path = cache_folder() / f"gazetteer-{gazetteer_version()}.sqlite"
    return path if path.is_file() else compile_gazetteer(path)


def compile_gazetteer(target: Path) -> Path:
    """Write the gazetteer to `target` in one step and give its path.

    Raises StoreError when the folder cannot be written, DataError for a malformed table.
    """
    found = entries()
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        os.close(handle)
        part = Path(name)
        with closing(sqlite3.connect(part, isolation_level=None)) as base:
            _fill(base, found)
        part.chmod(0o644)
        part.replace(target)
    except (OSError, sqlite3.Error) as exc:
        raise StoreError(
            f"The gazetteer cannot be written to {target} ({exc}). Set {CACHE_VARIABLE} to a folder that can."
        ) from exc
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return target


def _fill(base: sqlite3.Connection, found: list[Entry]) -> None:
    base.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    base.execute("BEGIN")
    base.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _entity_rows(found))
    base.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", sorted(_name_rows(found)))
    base.executemany("INSERT INTO word VALUES (?, ?)", sorted(set(_word_rows(found))))
    base.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _term_rows(found))
    rows = {(o.kind, o.iso3, o.organization, o.title, o.qid, o.label) for o in offices()}
    base.executemany("INSERT INTO office VALUES (?, ?, ?, ?, ?, ?)", sorted(rows))
    base.executemany("INSERT INTO relation VALUES (?, ?, ?)", sorted(set(relations())))
    base.executemany("INSERT INTO meta VALUES (?, ?)", sorted(_meta(found).items()))
    base.execute("COMMIT")
    base.executescript(INDEXES + "ANALYZE; VACUUM;")


_Row = tuple[str | int | None, ...]


def _entity_rows(found: Iterable[Entry]) -> Iterable[_Row]:
    for number, e in enumerate(found):
        yield number, e.key, e.kind, e.name, e.iso3 or None, e.qid or None, e.label or None, e.page or None


def _name_rows(found: Iterable[Entry]) -> Iterable[tuple[str, int, str, str]]:
    for number, entry in enumerate(found):
        for text, via in entry.names.items():
            yield fold_name(text), number, text, via


def _word_rows(found: Iterable[Entry]) -> Iterable[tuple[str, int]]:
    for number, entry in enumerate(found):
        for text, via in entry.names.items():
            if via != "surname":
                yield from ((word, number) for word in fold_name(text).split())


def _term_rows(found: Iterable[Entry]) -> Iterable[_Row]:
    for number, entry in enumerate(found):
        for place, t in enumerate(sorted(entry.terms, key=lambda t: (t.begin, t.end, t.title, t.iso3))):
            yield number, place, t.title, t.kind, t.iso3 or None, t.organization or None, t.begin, t.end


def _meta(found: list[Entry]) -> dict[str, str]:
    counts = {
        "entities": len(found),
        "names": sum(len(entry.names) for entry in found),
        "linked": sum(bool(entry.qid) for entry in found),
        "tenures": sum(len(entry.terms) for entry in found),
        "offices": len(offices()),
    }
    counts |= {f"kind {kind}": number for kind, number in Counter(entry.kind for entry in found).items()}
    return {"version": gazetteer_version(), "date": _date()} | {key: str(number) for key, number in counts.items()}
