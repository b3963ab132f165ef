"""The gazetteer's table of Wikidata made anew: `communique gazetteer refresh`.

    1  every property and class still bears its label             (kg.link.wikidata.check_terms)
    2  each query `queries/refresh-*.rq` is asked, one after another; answers of a refresh that broke off are kept
    3  rows: one of kind, name, state for each item; namesakes and items that other tables have are left out; beside
       them the tenures of offices                                (kg.link.refresh_tenures)
    4  a kind or query that shrank by more than `LARGEST_DROP` stops it: nothing is written
    5  wikidata.tsv, wikidata_tenures.tsv, wikidata.json (the manifest) and wikidata.diff.tsv, wikidata_tenures.diff.tsv
       (what is new, gone or changed)

A query that gives nothing is a drop like any other, also the first time. What the file is compiled into follows by
itself: its version is a digest of the tables.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Final

from kg.errors import DataError, UsageError
from kg.graph.export import write_file
from kg.lexicon.tables import parse_table
from kg.link.refresh_tenures import TenureRow, tenure_rows, write_tenures
from kg.link.sources import items, split
from kg.link.wikidata import Row, Wikidata, check_terms, query_text
from ontology.terms import WIKIDATA

TABLE: Final = "wikidata"
COLUMNS: Final = ("kind", "name", "iso3", "aliases", "qid", "label", "source")
LARGEST_DROP: Final = 0.2
"""Wikidata loses single items by merging; a fifth of them at once is a fault of the query or the endpoint."""
MAX_ALIASES: Final = 20
TENURE: Final = "Tenure"
"""The kind of the queries whose rows are tenures."""

_KIND: Final = re.compile(r"(?m)^# Kind: (\w+)$")
_QID: Final = re.compile(r"Q[1-9][0-9]*\Z")
_HEAD: Final = (
    "# Entities that `communique gazetteer refresh` found at Wikidata and that no other table has. The file is written"
    " whole;\n# wikidata.json beside it tells when, by which queries and how many.\n"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table."""

    kind: str
    name: str
    iso3: str
    aliases: tuple[str, ...]
    qid: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other row of any table has."""
        return self.kind, self.name, self.iso3

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of `COLUMNS`."""
        return self.kind, self.name, self.iso3, ";".join(self.aliases), self.qid, self.name, TABLE


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """Rows now and before, what changed, tenures, and items left out by reason."""

    rows: int
    before: int
    added: int
    removed: int
    changed: int
    left_out: Mapping[str, int]
    requests: int
    tenures: int


Progress = Callable[[int, int, str], None]
"""Called after each query with how many are done, how many there are, and its name."""


def data_folder() -> Path:
    """Where the tables stand in this installation."""
    return Path(str(resources.files("kg.link").joinpath("data")))


def refresh_queries() -> list[str]:
    """The names of the queries that a refresh asks, sorted."""
    folder = resources.files("kg.link").joinpath("queries")
    return sorted(f.name.removesuffix(".rq") for f in folder.iterdir() if f.name.startswith("refresh-"))


def _no_progress(done: int, total: int, name: str) -> None:
    """Say nothing."""


def refresh(
    wikidata: Wikidata, folder: Path, today: date, progress: Progress = _no_progress, *, allow_drop: bool = False
) -> RefreshReport:
    """Write the table, its manifest and the difference into a folder, each file in one step.

    Raises DataError for a term that changed, an answer of another form or a large drop (unless allowed), and
    EndpointError; then nothing is written.
    """
    check_terms(wikidata)
    counts: dict[str, int] = {}
    found: list[Entry] = []
    tenures: set[TenureRow] = set()
    left_out: Counter[str] = Counter()
    names = refresh_queries()
    for number, name in enumerate(names, start=1):
        rows = _ask(wikidata, name)
        if _kind(name) == TENURE:
            held = tenure_rows(name, rows, left_out)
            counts[name] = len(held)
            tenures.update(held)
        else:
            entries = list(_entries(name, rows, left_out))
            counts[name] = len(entries)
            found += entries
        progress(number, len(names), name)
    new = _without_known(found, left_out)
    old = _read_table(folder)
    manifest = _manifest(wikidata, today, counts, new)
    if not allow_drop:
        _refuse_drop(_read_manifest(folder), manifest)
    difference = _difference(old, new)
    _write(folder, new, manifest, difference)
    write_tenures(folder, sorted(tenures))
    wikidata.answers.forget(_question(wikidata, name) for name in names)
    changes = Counter(line[0] for line in difference)
    return RefreshReport(
        len(new),
        len(old),
        changes["+"],
        changes["-"],
        changes["~"],
        dict(sorted(left_out.items())),
        wikidata.asked,
        len(tenures),
    )


def _kind(name: str) -> str:
    """The class of the ontology that a query's file names."""
    kind = _KIND.search(query_text(name))
    assert kind, f"{name}.rq tells no kind"
    return kind[1]


def _ask(wikidata: Wikidata, name: str) -> list[Row]:
    """The rows of a query; kept until the refresh is complete, so that one that broke off goes on."""
    known = wikidata.answers.get(_question(wikidata, name))
    if known is None:
        known = wikidata.rows(query_text(name))
        wikidata.answers.put(_question(wikidata, name), known)
    return known


def _question(wikidata: Wikidata, name: str) -> str:
    return f"{wikidata.endpoint.url}\n{query_text(name)}"


def _entries(name: str, rows: Iterable[Row], left_out: Counter[str]) -> Iterable[Entry]:
    """The rows of one query, an entry for each item. Raises DataError for rows of another form."""
    kind = _kind(name)
    by_item: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        qid = row.get("item", "").removeprefix(WIKIDATA)
        if not _QID.match(qid) or not row.get("name"):
            raise DataError(f"{name}.rq was answered with a row without an item or a name: {dict(row)}.")
        by_item[qid].append(row)
    for qid, facts in sorted(by_item.items()):
        states = {row["iso3"] for row in facts if "iso3" in row}
        label = min(row["name"] for row in facts)
        aliases = sorted({row["alias"] for row in facts if "alias" in row} - {label})
        if len(states) > 1:
            left_out["of several states"] += 1
        elif not _plain(label):
            left_out["a name that a table cannot hold"] += 1
        else:
            usable = tuple(filter(_plain, aliases))[:MAX_ALIASES]
            yield Entry(kind, label, next(iter(states), ""), usable, qid)


def _plain(name: str) -> bool:
    return name.isprintable() and ";" not in name and not name.startswith("#")


def _without_known(found: Iterable[Entry], left_out: Counter[str]) -> list[Entry]:
    """One row an item and one item a row, none that another table has; sorted."""
    others = [item for item in items() if item.table != TABLE]
    known, keys = {item.qid for item in others}, {(i.kind, i.name, i.iso3): i.qid for i in others}
    by_item: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(found, key=lambda e: e.cells):
        by_item[entry.qid].append(entry)
    namesakes = Counter(entries[0].key for entries in by_item.values())
    rows: list[Entry] = []
    for entry, *more in by_item.values():
        if any(other.iso3 != entry.iso3 for other in more):
            left_out["of several states"] += 1
        elif entry.qid in known:
            left_out["in another table"] += 1
        elif keys.get(entry.key):
            left_out["another item has that name in another table"] += 1
        elif namesakes[entry.key] > 1:
            left_out["namesakes"] += 1
        else:
            rows.append(entry)
    return sorted(rows, key=lambda entry: entry.cells)


# The files


def _manifest(wikidata: Wikidata, today: date, counts: Mapping[str, int], rows: Sequence[Entry]) -> dict[str, Any]:
    queries = {
        name: {"items": count, "sha256": hashlib.sha256(query_text(name).encode()).hexdigest()}
        for name, count in sorted(counts.items())
    }
    kinds = dict(sorted(Counter(entry.kind for entry in rows).items()))
    return {"endpoint": wikidata.endpoint.url, "date": today.isoformat(), "queries": queries, "rows": kinds}


def _refuse_drop(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Raise DataError when a query gives nothing, or a query or kind much less than the last time."""
    pairs = [
        (f"{n}.rq", old.get("queries", {}).get(n, {}).get("items", 1), q["items"]) for n, q in new["queries"].items()
    ]
    pairs += [(kind, count, new["rows"].get(kind, 0)) for kind, count in old.get("rows", {}).items()]
    drops = [f"{name}: {was} before, {now} now" for name, was, now in pairs if now < was * (1 - LARGEST_DROP)]
    if drops:
        raise DataError(
            f"Too much would be lost ({'; '.join(drops)}); nothing was changed. If that is right, use --allow-drop."
        )


def _difference(old: Iterable[Entry], new: Iterable[Entry]) -> list[tuple[str, ...]]:
    """A sign and the row: "+" new, "-" gone, "~" an item whose row changed (as it is now)."""
    before, after = {entry.qid: entry for entry in old}, {entry.qid: entry for entry in new}
    lines = [("+", *after[q].cells) for q in after.keys() - before.keys()]
    lines += [("-", *before[q].cells) for q in before.keys() - after.keys()]
    lines += [("~", *after[q].cells) for q in after.keys() & before.keys() if after[q] != before[q]]
    return sorted(lines)


def _write(
    folder: Path, rows: Iterable[Entry], manifest: Mapping[str, Any], difference: Iterable[tuple[str, ...]]
) -> None:
    table = [COLUMNS, *(entry.cells for entry in rows)]
    changes = [("change", *COLUMNS), *difference]
    write_file(folder / f"{TABLE}.diff.tsv", _lines(changes))
    write_file(folder / f"{TABLE}.tsv", _HEAD.encode() + _lines(table))
    write_file(folder / f"{TABLE}.json", (json.dumps(manifest, indent=1) + "\n").encode("utf-8"))


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode("utf-8")


def _read_table(folder: Path) -> list[Entry]:
    path = folder / f"{TABLE}.tsv"
    if not path.exists():
        return []
    rows = parse_table(path.read_text(encoding="utf-8"), str(path))
    return [Entry(r["kind"], r["name"], r["iso3"], tuple(split(r["aliases"])), r["qid"]) for r in rows]


def _read_manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / f"{TABLE}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError) as exc:
        raise UsageError(f"{path} cannot be read ({exc}). Mend or delete it.") from exc
    return found if isinstance(found, dict) else {}
