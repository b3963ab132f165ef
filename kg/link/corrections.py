"""Decisions about links that the gazetteer does not make: the user's file, one a line, replayed at each build.

    add      kind  name  scope  item  note     the thing is this item (without: it has none), if nothing else says so
    correct  kind  name  scope  item  note     the thing is this item, whatever else says
    deny     kind  name  scope  item  note     the thing is not this item; without an item: it has none
    merge    kind  name  scope  name  note     the thing is the same as the one of that other name

A tab stands between the cells; the last ones may be missing; lines that begin with `#` are comments. `kind` is a class
of the ontology (Person, GovernmentBody, Destroyer ...), `name` the label in the graph, `scope` the ISO 3166-1 alpha-3
code of its state or empty. A State of general recognition is named by its code: `correct  State  -  IRN  Q794`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import DataError, UsageError
from kg.graph.iris import Iris
from ontology.terms import Cmq

VERBS: Final = ("add", "correct", "deny", "merge")
USER: Final = "user"
"""The tool that stands in the decisions of the user's file."""

_QID: Final = re.compile(r"Q[1-9][0-9]*\Z")
_ISO3: Final = re.compile(r"[A-Z]{3}\Z")
_CELLS: Final = 6


@dataclass(frozen=True, slots=True)
class Correction:
    """One line: what to do with which thing. `value` is an item, or for "merge" another name; empty for none.

    `tool` and `date` (ISO text) say who decided and when; `score` how surely (0..1).
    """

    verb: str
    kind: str
    name: str
    iso3: str
    value: str
    note: str = ""
    tool: str = USER
    date: str | None = None
    score: float = 1.0

    def subject(self, iris: Iris) -> str:
        """The IRI of the thing."""
        return self._iri(self.name, iris)

    def other(self, iris: Iris) -> str:
        """The IRI of the thing that it is merged with."""
        return self._iri(self.value, iris)

    def _iri(self, name: str, iris: Iris) -> str:
        if self.kind == "State" and name == "-":
            return iris.state(self.iso3)
        return iris.entity(self.kind, name, self.iso3 or None)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of a file, in its order; none where there is no such file.

    Raises DataError, naming the line, for one that cannot be understood, UsageError for a file that cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"{path} cannot be read ({exc}). Save it as UTF-8, or name another file of links.") from exc
    return tuple(_parsed(text, str(path)))


def _parsed(text: str, file: str) -> Iterator[Correction]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            yield _correction([*cells, *[""] * (_CELLS - len(cells))], f"{file}, line {number}")


def _correction(cells: list[str], where: str) -> Correction:
    if len(cells) > _CELLS:
        raise DataError(f"{where}: {len(cells)} cells; give verb, kind, name, scope, item or name, note.")
    verb, kind, name, iso3, value, note = cells
    if verb not in VERBS:
        raise DataError(f"{where}: {verb!r} is none of {', '.join(VERBS)}; separate the cells by one tab each.")
    if not kind[:1].isupper() or not hasattr(Cmq, kind):
        raise DataError(f"{where}: {kind!r} is no class of the ontology; the second cell is one, such as Person.")
    if not name or (iso3 and not _ISO3.match(iso3)):
        raise DataError(f"{where}: give a name, and as scope an ISO 3166-1 alpha-3 code such as IRN, or nothing.")
    if verb == "merge":
        if not value:
            raise DataError(f"{where}: give the name of the thing that {name} is the same as.")
    elif (value or verb == "correct") and not _QID.match(value):
        raise DataError(f"{where}: {value!r} is no Wikidata item such as Q794.")
    return Correction(verb, kind, name, iso3, value, note)
