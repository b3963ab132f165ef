"""The gazetteer: who and what a name can stand for, asked from one read-only SQLite file.

    lookup    a name as it is written -> candidates, best first, by name alone
    entity, by_qid, names, terms, relations, offices    what is known of one
    suggest   names that begin so;  search   inexact, for people who match their own lists

A candidate's score is that of the name alone (`SCORES`): what the article adds is the business of
`kg.link.resolve`. An acronym counts only as it is written, capitals and all; codes of states are no names here.
An entity's `id` is the path of its IRI behind the base, so it is the node that articles have, where they call it so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from kg.errors import StoreError
from kg.link.compile import default_gazetteer
from kg.link.folding import fold_name
from kg.model import PartialDate

SCORES: Final[Mapping[str, float]] = MappingProxyType(
    {"name": 1.0, "alias": 0.95, "acronym": 0.9, "capital": 0.6, "adjective": 0.6, "people": 0.6, "surname": 0.4}
)
"""How a name stands for its entity, and what that is worth before anything else is known (0..1)."""
CACHE_PAGES: Final = -2000
"""SQLite's page cache, in kibibytes when negative: the file's hot pages, and a bound on memory."""

MAPPED: Final = 32 * 2**20
"""Bytes of the file that are read where they lie: a look-up then takes a third less."""

_COLUMNS: Final = "e.id, e.key, e.kind, e.name, e.iso3, e.qid, e.label, e.page"


@dataclass(frozen=True, slots=True)
class Entity:
    """One entry. `kind` is a class of the ontology, `label` Wikidata's name for `qid`, `page` one at GeoNames."""

    id: str
    kind: str
    name: str
    iso3: str | None
    qid: str | None
    label: str | None
    page: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may stand for: the name as the gazetteer has it, how, and its score (0..1)."""

    entity: Entity
    text: str
    via: str
    score: float


@dataclass(frozen=True, slots=True)
class Term:
    """One tenure of a person: dates are ISO texts as precise as known, empty where open or unknown."""

    title: str
    kind: str
    iso3: str | None
    organization: str | None
    begin: str
    end: str

    def held_on(self, day: PartialDate | None) -> bool:
        """Whether the office was held on a day, as far as is known; true without a day."""
        if day is None:
            return True
        text = day.isoformat()
        size = len(text)
        after = not self.begin or self.begin[:size] <= text[: len(self.begin)]
        return after and (not self.end or self.end[:size] >= text[: len(self.end)])

    def ended_by(self, day: PartialDate | None) -> bool:
        """Whether the office was given up before a day, as far as is known; false without a day."""
        return day is not None and bool(self.end) and self.end <= day.isoformat()


@dataclass(frozen=True, slots=True)
class OfficeItem:
    """The Wikidata item of an office: `organization` is empty where the office is of the state itself."""

    title: str
    kind: str
    iso3: str
    organization: str
    qid: str
    label: str


@dataclass(frozen=True, slots=True)
class Info:
    """What the file holds: version and date of its tables, and counts."""

    version: str
    date: str
    entities: int
    names: int
    linked: int
    tenures: int
    offices: int
    by_kind: Mapping[str, int]


class Gazetteer:
    """An open gazetteer; cheap to open, to be used by one thread. Use it as a context manager, or close it."""

    def __init__(self, path: Path) -> None:
        """Open a compiled file. Raises StoreError when it is missing or is none."""
        self.path = path
        try:
            self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            self._base.execute(f"PRAGMA cache_size = {CACHE_PAGES}")
            self._base.execute(f"PRAGMA mmap_size = {MAPPED}")
            self._meta = dict(self._base.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as exc:
            raise StoreError(
                f"{path} is no gazetteer ({exc}). Delete it: it is made again when it is next needed."
            ) from exc

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @property
    def version(self) -> str:
        """Changes with every table and with the code that reads them."""
        return str(self._meta["version"])

    @property
    def date(self) -> str:
        """The day on which the tables were last checked against their sources, as ISO text."""
        return str(self._meta["date"])

    @property
    def info(self) -> Info:
        """Version, date and counts."""
        kinds = {k.removeprefix("kind "): int(v) for k, v in self._meta.items() if k.startswith("kind ")}
        counts = {key: int(self._meta[key]) for key in ("entities", "names", "linked", "tenures", "offices")}
        return Info(self.version, self.date, **counts, by_kind=MappingProxyType(dict(sorted(kinds.items()))))

    def lookup(self, text: str, kinds: Collection[str] = ()) -> tuple[Candidate, ...]:
        """The entities that have this name, best first, each once; only those of `kinds` unless that is empty."""
        found = self._base.execute(
            f"SELECT {_COLUMNS}, n.text, n.via FROM name n JOIN entity e ON e.id = n.entity WHERE n.folded = ?",  # noqa: S608 -- constants
            (fold_name(text),),
        )
        return _best((_candidate(row) for row in found), text, kinds)

    def entity(self, entity_id: str) -> Entity | None:
        """The entity of an identifier such as `state/IRN`; None if there is none."""
        row = self._base.execute(f"SELECT {_COLUMNS} FROM entity e WHERE e.key = ?", (entity_id,)).fetchone()  # noqa: S608
        return _entity(row) if row else None

    def by_qid(self, qid: str) -> tuple[Entity, ...]:
        """The entities with a Wikidata item, such as `Q794`."""
        rows = self._base.execute(f"SELECT {_COLUMNS} FROM entity e WHERE e.qid = ? ORDER BY e.id", (qid,))  # noqa: S608
        return tuple(map(_entity, rows))

    def names(self, entity: Entity) -> tuple[tuple[str, str], ...]:
        """Every name of an entity and how it stands for it."""
        rows = self._base.execute("SELECT text, via FROM name WHERE entity = ? ORDER BY text", (entity.row,))
        return tuple((str(text), str(via)) for text, via in rows)

    def texts(self) -> tuple[str, ...]:
        """Every name of every entity, as it is written."""
        return tuple(str(text) for (text,) in self._base.execute("SELECT text FROM name"))

    def terms(self, entity: Entity) -> tuple[Term, ...]:
        """The tenures of a person, by date."""
        rows = self._base.execute(
            "SELECT title, kind, iso3, organization, begin, end FROM term WHERE entity = ? ORDER BY number",
            (entity.row,),
        )
        return tuple(Term(*row) for row in rows)

    def relations(self, entity_id: str) -> tuple[tuple[str, str], ...]:
        """What an entity is to others: (`capital_of`, `state/IRN`)."""
        rows = self._base.execute(
            "SELECT relation, object FROM relation WHERE subject = ? ORDER BY relation, object", (entity_id,)
        )
        return tuple((str(relation), str(other)) for relation, other in rows)

    def offices(self, kind: str, iso3: str) -> tuple[OfficeItem, ...]:
        """The offices of a kind of role in a state (empty: of international bodies) whose items are known."""
        rows = self._base.execute(
            "SELECT title, kind, iso3, organization, qid, label FROM office WHERE kind = ? AND iso3 = ? ORDER BY 4, 1",
            (kind, iso3),
        )
        return tuple(OfficeItem(*row) for row in rows)

    def suggest(self, prefix: str, kinds: Collection[str] = (), limit: int = 10) -> tuple[Candidate, ...]:
        """Entities with a name that begins with `prefix`, the best name of each, best first."""
        folded = fold_name(prefix)
        if not folded:
            return ()
        rows = self._base.execute(
            f"SELECT {_COLUMNS}, n.text, n.via FROM name n JOIN entity e ON e.id = n.entity"  # noqa: S608 -- constants
            " WHERE n.folded >= ? AND n.folded < ? AND n.via <> 'surname' LIMIT 2000",
            (folded, folded + "\U0010ffff"),
        )
        return _best((_candidate(row) for row in rows), None, kinds)[:limit]

    def search(self, text: str, kinds: Collection[str] = (), limit: int = 10) -> tuple[Candidate, ...]:
        """Entities with a name like `text`: shared words, then likeness of spelling (the score, 0..1), best first."""
        folded = fold_name(text)
        words = folded.split()
        if not words:
            return ()
        marks = ", ".join("?" * len(words))
        rows = self._base.execute(
            f"SELECT {_COLUMNS}, n.text, n.via FROM"  # noqa: S608 -- question marks and constants
            f" (SELECT entity, count(*) AS shared FROM word WHERE word IN ({marks})"
            "  GROUP BY entity ORDER BY shared DESC, entity LIMIT 200) w"
            " JOIN entity e ON e.id = w.entity JOIN name n ON n.entity = e.id WHERE n.via <> 'surname'",
            words,
        )
        like = (_likened(_candidate(row), folded) for row in rows)
        exact = self.lookup(text, kinds)
        return _best([*exact, *like], None, kinds)[:limit]


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer of a file, by default of the one that is made from the tables of this version."""
    return Gazetteer(path or default_gazetteer())


_Row = tuple[int, str, str, str, str | None, str | None, str | None, str | None]
_Found = tuple[int, str, str, str, str | None, str | None, str | None, str | None, str, str]


def _entity(row: _Row) -> Entity:
    number, key, kind, name, iso3, qid, label, page = row
    return Entity(key, kind, name, iso3, qid, label, page, number)


def _candidate(row: _Found) -> Candidate:
    number, key, kind, name, iso3, qid, label, page, text, via = row
    return Candidate(Entity(key, kind, name, iso3, qid, label, page, number), text, via, SCORES[via])


def _likened(candidate: Candidate, folded: str) -> Candidate:
    likeness = SequenceMatcher(None, folded, fold_name(candidate.text), autojunk=False).ratio()
    return Candidate(candidate.entity, candidate.text, candidate.via, round(likeness * candidate.score, 4))


def _best(found: Iterable[Candidate], text: str | None, kinds: Collection[str]) -> tuple[Candidate, ...]:
    """The best candidate of each entity, sorted; `text` is what an acronym must be written like."""
    best: dict[int, Candidate] = {}
    for candidate in found:
        entity = candidate.entity
        if kinds and entity.kind not in kinds:
            continue
        if text is not None and candidate.via == "acronym" and _written(text) != _written(candidate.text):
            continue
        if entity.row not in best or candidate.score > best[entity.row].score:
            best[entity.row] = candidate
    return tuple(sorted(best.values(), key=lambda c: (-c.score, c.entity.qid is None, c.entity.id)))


def _written(acronym: str) -> str:
    """An acronym without its stops, a leading "the" and a possessive ending; capitals stay."""
    plain = acronym.replace(".", "").replace("’", "'").removesuffix("'s").removesuffix("'")
    return plain.removeprefix("the ").removeprefix("The ")
