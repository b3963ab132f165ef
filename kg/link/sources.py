"""The gazetteer's rows: what the lexicons name and what the tables beside this file add, as one list.

    kg/lexicon/*.tsv         names of states, organizations, places; who held which office (the truth for names)
    data/people.tsv          Wikidata items of the holders of offices      (kind, name, iso3, aliases, qid,
    data/bodies.tsv          ... of organizations                           label, source)
    data/places.tsv          ... of places
    data/entities.tsv        further entities that articles name seldom enough to stay out of the lexicons
    data/politicians.tsv     holders of public office without dates, by their full names only
    data/wikidata.tsv        what `communique gazetteer refresh` found at Wikidata beside all that
    data/wikidata_tenures.tsv  who held which office when, by the same command
    data/offices.tsv         Wikidata items of offices, by kind of role, state and body
    data/relations.tsv       which body is part of which
    cities                   those of GeoNames, where its package is installed (kg.link.cities)

A row of `data` with the key (kind, name, iso3) of a lexicon's entity adds its item to it; another row is an entity
of its own. Two people of the lexicon with one item are one person, whose first country is its scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

from kg.errors import DataError
from kg.graph.iris import Iris
from kg.lexicon.tables import parse_table, read_table
from kg.link.cities import City, read_cities
from kg.link.folding import fold_name, is_acronym

ITEM_TABLES: Final = ("people", "bodies", "places", "entities", "politicians", "wikidata")
POLITICIAN: Final = "politician"
"""The title, without dates, of those of whom only that is known."""
FAMILY_NAME_FIRST: Final = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "KHM"})
PARTICLES: Final = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "van", "von"}
)
"""Small words that may begin a family name."""
DE_FACTO: Final = "DeFacto"

_PATHS: Final = Iris("")


@dataclass(frozen=True, slots=True)
class Item:
    """A row of one of `ITEM_TABLES`: a Wikidata item, what its source calls it, and which source that is."""

    table: str
    kind: str
    name: str
    iso3: str
    aliases: tuple[str, ...]
    qid: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    """A row of `offices.tsv`: the item of an office, by kind of role, state and body (empty: the state's own)."""

    title: str
    kind: str
    iso3: str
    organization: str
    qid: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """One tenure of an office: its title in lower case, the kind of role, and the dates as far as they are known."""

    title: str
    kind: str
    iso3: str
    organization: str
    begin: str
    end: str


@dataclass(slots=True)
class Entry:
    """An entity while it is gathered; `names` maps each name to how it stands for the entity."""

    key: str
    kind: str
    name: str
    iso3: str
    qid: str = ""
    label: str = ""
    names: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    page: str = ""

    def call(self, text: str, via: str) -> None:
        """Add a name; the first way in which it stands for the entity holds."""
        if text and fold_name(text):
            self.names.setdefault(text, "acronym" if via == "alias" and is_acronym(text) else via)


def split(cell: str) -> list[str]:
    """The values of a cell, which `;` separates."""
    return [part for part in (piece.strip() for piece in cell.split(";")) if part]


def path_of(kind: str, name: str, iso3: str) -> str:
    """The identifier of an entity: the path of its IRI behind the base."""
    return _PATHS.entity(kind, name, iso3 or None)


@cache
def read_data(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of the folder `data`. Raises DataError when it is missing or malformed."""
    file = f"kg/link/data/{name}.tsv"
    try:
        text = resources.files("kg.link").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{file} cannot be read: {exc}. Reinstall communique.") from exc
    return parse_table(text, file)


def items() -> Iterator[Item]:
    """Every row of `ITEM_TABLES`, in the order of the files."""
    for table in ITEM_TABLES:
        for row in read_data(table):
            names = tuple(split(row["aliases"]))
            key = row["kind"], row["name"], row["iso3"]
            yield Item(table, *key, names, row["qid"], row["label"], row["source"])


def offices() -> tuple[Office, ...]:
    """Every row of `offices.tsv`."""
    return tuple(Office(**row) for row in read_data("offices"))


def relations() -> Iterator[tuple[str, str, str]]:
    """Subject, relation, object, by identifiers: of the table, and that a capital is one."""
    for row in read_data("relations"):
        subject = path_of(row["kind"], row["name"], row["iso3"])
        yield subject, row["relation"], path_of(row["of_kind"], row["of_name"], row["of_iso3"])
    for row in read_table("states"):
        if row["type"] == "State":
            for city in split(row["capital"])[:1]:
                yield path_of("Settlement", city, row["iso3"]), "capital_of", f"state/{row['iso3']}"


def entries() -> list[Entry]:
    """Every entity with its names, its item and its tenures, sorted by key."""
    book = _Book()
    _add_states(book)
    _add_named(book, "organizations")
    _add_named(book, "places")
    _add_holders(book)
    for item in items():
        _add_item(book, item)
    _add_tenures(book)
    for city in read_cities():
        _add_city(book, city)
    for entry in book.entries.values():
        _add_surname(entry)
    return sorted(_merged(book.entries.values()), key=lambda entry: entry.key)


class _Book:
    """The entities by their key; a second row with the same key adds to the first."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def entry(self, kind: str, name: str, iso3: str, key: str | None = None) -> Entry:
        key = key or path_of(kind, name, iso3)
        entry = self.entries.setdefault(key, Entry(key, kind, name, iso3))
        entry.call(name, "name")
        return entry


def _bare(name: str) -> str:
    return name[4:] if name.lower().startswith("the ") else name


def _add_states(book: _Book) -> None:
    territories = {row["iso3"]: row for row in read_table("territories")}
    for row in read_table("states"):
        recognised = row["type"] == "State"
        kind = "State" if row["type"] == DE_FACTO else row["type"]
        entry = book.entry(kind, row["name"], row["iso3"], f"state/{row['iso3']}" if recognised else None)
        for column, via in (("aliases", "alias"), ("adjectives", "adjective"), ("peoples", "people")):
            for text in split(row[column]):
                entry.call(_bare(text), via)
        cities = split(row["capital"])
        for city in cities:
            entry.call(city, "capital")
        if cities:  # the further ones are spellings, or cities of places.tsv
            book.entry("Settlement", cities[0], row["iso3"])
        if recognised and (territory := territories.get(row["iso3"])):
            entry.qid, entry.label = territory["qid"], territory["name"]
            entry.call(territory["name"], "alias")


def _add_named(book: _Book, table: str) -> None:
    for row in read_table(table):
        entry = book.entry(row["type"], _bare(row["name"]), row["iso3"])
        for text in split(row["aliases"]):
            entry.call(_bare(text), "alias")


def _add_holders(book: _Book) -> None:
    for row in read_table("holders"):
        entry = book.entry("Person", row["person"], row["iso3"])
        for text in split(row["aliases"]):
            entry.call(text, "alias")
        entry.terms.append(Term(row["title"], row["kind"], row["iso3"], row["organization"], row["from"], row["to"]))


def _add_item(book: _Book, item: Item) -> None:
    entry = book.entry(item.kind, _bare(item.name), item.iso3)
    if item.table == "politicians":
        entry.terms.append(Term(POLITICIAN, "Official", item.iso3, "", "", ""))
    entry.qid, entry.label = item.qid, item.label
    for text in item.aliases:
        entry.call(_bare(text), "alias")


def _add_tenures(book: _Book) -> None:
    """Tenures of Wikidata, for those whom another table has by their item too; holders.tsv knows its offices better."""
    by_item = {entry.qid: entry for entry in book.entries.values() if entry.qid and entry.kind == "Person"}
    told = {
        (key, term.kind, term.iso3): term for key, entry in book.entries.items() for term in entry.terms if term.begin
    }
    for row in read_data("wikidata_tenures"):
        entry = by_item.get(row["qid"]) or book.entry("Person", row["name"], row["iso3"])
        if not entry.qid:
            entry.qid, entry.label = row["qid"], row["name"]
        if (entry.key, row["kind"], row["iso3"]) not in told:
            entry.terms.append(Term(row["title"], row["kind"], row["iso3"], "", row["from"], row["to"]))


def _add_city(book: _Book, city: City) -> None:
    entry = book.entry("Settlement", city.name, city.iso3)
    entry.page = city.page


def _add_surname(entry: Entry) -> None:
    """The name by which news calls a person after the first time."""
    if entry.kind != "Person" or any(term.title == POLITICIAN for term in entry.terms):
        return
    for text, via in list(entry.names.items()):
        words = text.split()
        if via in {"name", "alias"} and len(words) > 1:
            for surname in surnames(text, entry.iso3):
                entry.call(surname, "surname")


def surnames(name: str, iso3: str) -> tuple[str, ...]:
    """What may be the family name in a full name: with its particles, and the last word alone."""
    words = [word for word in name.split() if word.rstrip(".") not in {"Jr", "Sr", "II", "III", "IV"}]
    if iso3 in FAMILY_NAME_FIRST:
        return (words[0],)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return tuple(dict.fromkeys((" ".join(words[start:]), words[-1])))


def _merged(found: Iterable[Entry]) -> list[Entry]:
    """People of one name in a country and in none, or with one item, are one."""
    kept: list[Entry] = []
    named: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.kind == "Person":
            named[fold_name(entry.name)].append(entry)
        else:
            kept.append(entry)
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for group in named.values():
        same = len({e.iso3 for e in group if e.iso3}) < 2 and len({e.qid for e in group if e.qid}) < 2
        for entry in [_joined(group)] if same else group:
            groups[entry.qid or entry.key].append(entry)
    return kept + [_joined(group) for group in groups.values()]


def _joined(group: list[Entry]) -> Entry:
    """One entry of several: the scope of the first with a country, the names and tenures of all."""
    first = next((entry for entry in group if entry.iso3), group[0])
    for other in group:
        first.qid, first.label = first.qid or other.qid, first.label or other.label
        for text, via in other.names.items():
            first.call(text, via)
        if other is not first:
            first.terms.extend(other.terms)
    return first
