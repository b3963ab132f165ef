"""Every Wikidata item of the tables against its source: `communique gazetteer check`.

    rows      an item is well formed, has a label and a source, its label is among the names of the entity,
              and no two entities, nor an entity and an office, have one item
    verified  the pairs of item and label are those that were compared last (data/verified.json: a digest and the
              date), so a changed or new row fails until it is compared
    pool      a file of items and labels (TSV with the columns qid and label, .gz or not), gathered from the sources
              that the rows name: each pair must be in it

The pool is not part of the project. Without it the first two checks are made, and the third is said to be left out.
Rows of `refresh` are compared by the endpoint that gave them and by nothing here.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final

from kg.errors import DataError, UsageError
from kg.graph.export import write_file
from kg.lexicon.tables import read_table
from kg.link.compile import VERIFIED
from kg.link.folding import fold_name
from kg.link.sources import Entry, entries, items, offices

POOLED: Final = frozenset(
    {"NEREL", "country-coder", "elevant", "every-politician-scrapers", "internacia-db", "name-suggestion-index"}
    | {"open-data-archive", "rigour", "wikidata-lang"}
)
"""Data sets that a pool is gathered from; a row of another source cannot be compared with it."""
REFRESHED: Final = "wikidata"

_QID: Final = re.compile(r"Q[1-9][0-9]*\Z")


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """An item and its label, where they stand (a table and the name in it), and the sources that say so."""

    table: str
    name: str
    qid: str
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with a row, and where."""

    table: str
    name: str
    qid: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verified:
    """When the pairs were last compared, how many they were, and their digest."""

    date: str
    pairs: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `compared` pairs were looked up in a pool, `relied_on` name a source that no pool has."""

    pairs: int
    compared: int
    relied_on: Mapping[str, int]
    findings: tuple[Finding, ...]


def pairs() -> tuple[Pair, ...]:
    """Every item of the tables with its label, but for those that came from Wikidata itself."""
    found = [
        Pair(item.table, item.name, item.qid, item.label, _sources(item.source))
        for item in items()
        if item.qid and item.source != REFRESHED
    ]
    found += [Pair("offices", f"{o.title} {o.iso3}", o.qid, o.label, _sources(o.source)) for o in offices()]
    found += [
        Pair("territories", t["iso3"], t["qid"], t["name"], ("rigour",)) for t in read_table("territories") if t["qid"]
    ]
    return tuple(sorted(found))


def _sources(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def check(pool: Path | None = None) -> Report:
    """Make the checks; with a pool also the third. Raises UsageError where the pool cannot be read."""
    found = pairs()
    findings = [*check_rows(found), *check_names(found, entries())]
    compared, relied_on = 0, defaultdict[str, int](int)
    if pool is None:
        findings += check_digest(found, read_verified())
    else:
        known = read_pool(pool)
        for pair in found:
            if POOLED.intersection(pair.sources):
                compared += 1
                findings += compare(pair, known)
            else:
                relied_on[", ".join(pair.sources)] += 1
    return Report(len(found), compared, dict(relied_on), tuple(sorted(findings)))


def check_rows(found: Iterable[Pair]) -> Iterator[Finding]:
    """Items that are malformed, without a label or without a source."""
    for pair in found:
        if not _QID.match(pair.qid):
            yield _finding(pair, "is no Wikidata item")
        if not pair.label or not pair.sources:
            yield _finding(pair, "has no label or no source: it is unverified")


def check_names(found: Collection[Pair], known: Iterable[Entry]) -> Iterator[Finding]:
    """Items whose label is none of the entity's names, and items of several entities or of one and an office."""
    of_offices = {pair.qid: pair.name for pair in found if pair.table == "offices"}
    holders: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in known:
        if entry.qid:
            holders[entry.qid].append(entry)
    for pair in found:
        if pair.table == "offices":
            continue
        own = holders.get(pair.qid, [])
        names = {fold_name(text) for entry in own for text in entry.names}
        if pair.table != "territories" and fold_name(pair.label) not in names:
            yield _finding(pair, f"its source calls it {pair.label!r}, which is none of its names")
        if office := of_offices.get(pair.qid):
            yield _finding(pair, f"is also the item of the office {office}")
        if len(own) > 1:
            yield _finding(pair, "is the item of " + " and ".join(entry.key for entry in own))


def check_digest(found: Iterable[Pair], verified: Verified | None) -> Iterator[Finding]:
    """One finding where the pairs are not those that were compared last."""
    listed = tuple(found)
    if verified is None or (len(listed), digest(listed)) != (verified.pairs, verified.sha256):
        when = f"on {verified.date}" if verified else "ever"
        yield Finding("", "", "", f"rows changed that were not compared with their sources {when}: check with --pool")


def compare(pair: Pair, pool: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """A finding where the pool does not have the item, or has it under other labels only."""
    labels = pool.get(pair.qid)
    if labels is None:
        yield _finding(pair, "is not in the pool: it is unverified")
    elif fold_name(pair.label) not in labels and not (pair.table == "territories" and _same_place(pair, labels)):
        yield _finding(pair, f"is {', '.join(sorted(labels)[:3])!r} in the pool, not {pair.label!r}")


def _same_place(pair: Pair, labels: frozenset[str]) -> bool:
    """Whether a territory has a name of the lexicon that the pool has too: its sources name states in several ways."""
    names = {row["name"] for row in read_table("states") if row["iso3"] == pair.name}
    names |= {a for row in read_table("states") if row["iso3"] == pair.name for a in row["aliases"].split(";")}
    return any(fold_name(name) in labels for name in names if name.strip())


def _finding(pair: Pair, problem: str) -> Finding:
    return Finding(pair.table, pair.name, pair.qid, problem)


def read_pool(path: Path) -> dict[str, frozenset[str]]:
    """Item to its folded labels. Raises UsageError when the file is missing or has other columns."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["qid"]].add(fold_name(row["label"] or ""))
    except (OSError, EOFError, UnicodeDecodeError, KeyError) as exc:
        raise UsageError(f"{path} is no pool ({exc!r}): give a TSV file with the columns qid and label.") from exc
    return {qid: frozenset(labels) for qid, labels in found.items()}


def digest(found: Iterable[Pair]) -> str:
    """A digest of the pairs of item and label, whatever their order."""
    lines = sorted(f"{pair.qid}\t{pair.label}\n" for pair in found)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_verified() -> Verified | None:
    """What was compared last; None where nothing was. Raises DataError for a damaged record."""
    part = resources.files("kg.link").joinpath("data", VERIFIED)
    if not part.is_file():
        return None
    try:
        return Verified(**json.loads(part.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as exc:
        raise DataError(f"kg/link/data/{VERIFIED} is damaged ({exc}). Check with --pool and --record.") from exc


def record(found: Iterable[Pair], folder: Path, day: date) -> None:
    """Note the pairs as compared on a day, in the folder of the tables. Raises UsageError when it cannot be written."""
    listed = tuple(found)
    content = {"date": day.isoformat(), "pairs": len(listed), "sha256": digest(listed)}
    write_file(folder / VERIFIED, (json.dumps(content, indent=1) + "\n").encode())
