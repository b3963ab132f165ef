"""Tenures for the table of Wikidata: rows of the queries of the kind Tenure, with dates as precise as known.

A row is one statement that somebody held an office. Left out are those that ended before `SINCE`, names that a table
cannot hold, and dates of another form; what an endpoint says twice is one row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from kg.errors import DataError
from kg.graph.export import write_file
from kg.lexicon.tables import parse_table
from kg.link.wikidata import Row, query_text
from ontology.terms import WIKIDATA

TABLE: Final = "wikidata_tenures"
COLUMNS: Final = ("name", "iso3", "qid", "title", "kind", "from", "to")
SINCE: Final = "1945"
"""Tenures that ended before this year help with no article that this is for."""
LENGTHS: Final = {"11": 10, "10": 7, "9": 4}
"""Wikidata's precision (day, month, year) to the letters of an ISO date that it vouches for."""

_HEAD: Final = """\
# Who held which office when, found by `communique gazetteer refresh` at Wikidata. The file is written whole; what
# kg/lexicon/holders.tsv says of the same office goes before it. Dates are as precise as Wikidata has them, `to` is
# empty where it has none.
"""
_ROLE: Final = re.compile(r"(?m)^# Role: (\w+)$")
_QID: Final = re.compile(r"Q[1-9][0-9]*\Z")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, order=True)
class TenureRow:
    """A row of the table; dates are ISO texts, empty where unknown or open."""

    name: str
    iso3: str
    qid: str
    title: str
    kind: str
    begin: str
    end: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of `COLUMNS`."""
        return astuple(self)


def tenure_rows(query: str, rows: Iterable[Row], left_out: Counter[str]) -> list[TenureRow]:
    """The tenures of one query, sorted, each once. Raises DataError for rows of another form."""
    role = _ROLE.search(query_text(query))
    assert role, f"{query}.rq tells no role"
    return sorted(set(_read(query, role[1], rows, left_out)))


def _read(query: str, kind: str, rows: Iterable[Row], left_out: Counter[str]) -> Iterator[TenureRow]:
    for row in rows:
        qid = row.get("item", "").removeprefix(WIKIDATA)
        if not _QID.match(qid) or not all(row.get(cell) for cell in ("name", "iso3", "title")):
            raise DataError(f"{query}.rq was answered with a row without a person, state or office: {dict(row)}.")
        begin, end = _date(row, "begin"), _date(row, "end")
        if begin is None or end is None:
            left_out["tenures with a date of another form"] += 1
        elif end and end < SINCE:
            left_out[f"tenures that ended before {SINCE}"] += 1
        elif not (row["name"].isprintable() and ";" not in row["name"] and not row["name"].startswith("#")):
            left_out["a name that a table cannot hold"] += 1
        else:
            title = " ".join(row["title"].lower().split())
            yield TenureRow(row["name"], row["iso3"], qid, title, kind, begin, end)


def _date(row: Row, name: str) -> str | None:
    """An ISO text as precise as the source vouches for, empty where it has no date; None for one of another form."""
    if name not in row:
        return ""
    match, length = _DATE.match(row[name]), LENGTHS.get(row.get(f"{name}Precision", ""))
    return match.group()[:length] if match and length else None


def write_tenures(folder: Path, rows: Sequence[TenureRow]) -> None:
    """Write the table, and what is new or gone in it, each file in one step. Raises UsageError."""
    path = folder / f"{TABLE}.tsv"
    before, after = set(_read_table(path)), {row.cells for row in rows}
    changes = sorted([("+", *cells) for cells in after - before] + [("-", *cells) for cells in before - after])
    write_file(folder / f"{TABLE}.diff.tsv", _lines([("change", *COLUMNS), *changes]))
    write_file(path, _HEAD.encode() + _lines([COLUMNS, *(row.cells for row in rows)]))


def _read_table(path: Path) -> list[tuple[str, ...]]:
    if not path.exists():
        return []
    rows = parse_table(path.read_text(encoding="utf-8"), str(path))
    return [tuple(row[column] for column in COLUMNS) for row in rows]


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode("utf-8")
