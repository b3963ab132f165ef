"""The lexicons of names, titles and assets, loaded once into look-up tables.

Data files beside this one: states, organizations, places (names); org_heads (words that head the name of
an organization); titles, status_words, honorifics (roles); assets. A `Name` says what a string stands
for; a `NameIndex` finds the longest names that begin at an offset of a text, case-sensitively, at word
boundaries, whatever the tokeniser did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon.tables import read_table

SHIPS = frozenset({"Vessel", "Warship", "AircraftCarrier", "Destroyer", "Submarine"})
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"[\s,'’-]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for.

    `kind` is a class of the ontology, `canonical` the one name of the entity, `iso3` its state.
    `via` is how it stands for it: "name", "alias", "adjective", "people" or "capital".
    """

    text: str
    kind: str
    canonical: str
    iso3: str | None
    via: str = "name"


@dataclass(frozen=True, slots=True)
class Title:
    """A title in lower case, its role kind, and what it is for (`organization` column of titles.tsv).

    `iso3` and `body` are the one state, or the one body by its name, that the title belongs to.
    """

    text: str
    kind: str
    organization: str
    iso3: str | None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class AssetTerm:
    """A word or name for material: its class, "common", "name" or "prefix", and what context it needs."""

    text: str
    type: str
    kind: str
    iso3: str | None
    needs: str


class NameIndex:
    """Finds names at an offset, longest first."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_word: dict[str, list[Name]] = {}
        for name in names:
            word = _WORD.search(name.text)
            if word is not None and word.start() == 0:
                self._by_word.setdefault(word.group(), []).append(name)
        for listed in self._by_word.values():
            listed.sort(key=lambda n: (-len(n.text), n.via, n.kind, n.canonical))

    def at(self, text: str, offset: int) -> Iterator[Name]:
        """The names that stand at `offset` of `text` (with plain apostrophes), longest first."""
        word = _WORD.match(text, offset)
        if word is None:
            return
        for name in self._by_word.get(word.group(), ()):
            end = offset + len(name.text)
            if text.startswith(name.text, offset) and not _runs_on(text, end):
                yield name


def _runs_on(text: str, end: int) -> bool:
    return end < len(text) and (text[end].isalnum() or text[end] == "_") and text[end - 1].isalnum()


def plain(text: str) -> str:
    """The text with typographic apostrophes and blanks replaced one for one by plain ones."""
    return text.translate(_APOSTROPHES)


def first_piece(text: str) -> str:
    """The part of a phrase before its first blank, hyphen, comma or apostrophe, wherever a tokenizer would cut."""
    return _CUT.split(text, maxsplit=1)[0]


_VARIANTS = "ABCDEFGK"  # letters behind a type's number: "F-5E", "Mi-24D"
_ACTING = frozenset({"State", "DeFacto"})  # types whose capitals act for them; a territory's town is a town


@dataclass(frozen=True, slots=True)
class Entities:
    """All entity lexicons, ready for look-up.

    `head_starts` and `title_starts` are the first words of heads and titles, `title_ends` the last words of titles:
    most places in a text begin none. `asset_series` gives the class of what bears a letter and a number ("MiG" for
    "MiG-35"). `asset_ends` and `ship_class_ends` are the last words of nouns for assets, and for
    ships.
    """

    names: NameIndex
    states: Mapping[str, str]
    adjectives: Mapping[str, str]
    capitals: Mapping[str, str]
    metonyms: Mapping[str, tuple[str, str]]
    org_heads: Mapping[str, str]
    org_ends: frozenset[str]
    head_starts: frozenset[str]
    generic_heads: frozenset[str]
    titles: Mapping[str, tuple[Title, ...]]
    title_starts: frozenset[str]
    title_ends: frozenset[str]
    statuses: Mapping[str, str]
    honorifics: Mapping[str, str]
    address_starts: frozenset[str]
    assets: Mapping[str, AssetTerm]
    asset_names: NameIndex
    ship_prefixes: Mapping[str, tuple[str, str | None]]
    asset_series: Mapping[str, str]
    ship_class_ends: frozenset[str]
    asset_ends: frozenset[str]


@cache
def load_entities() -> Entities:
    """Read every entity lexicon; raises DataError for a malformed row."""
    states = read_table("states.tsv")
    assets = tuple(_asset(row) for row in read_table("assets.tsv"))
    heads = read_table("org_heads.tsv")
    addresses = read_table("honorifics.tsv")
    return Entities(
        names=NameIndex((*_state_names(states), *_organization_names(), *_place_names())),
        states={row["iso3"]: row["name"] for row in reversed(states) if row["type"] == "State"},
        adjectives={adj: row["name"] for row in states for adj in _split(row["adjectives"])},
        metonyms={row["place"]: (row["stands_for"], row["kind"]) for row in read_table("metonyms.tsv")},
        capitals={city: row["name"] for row in states if row["type"] in _ACTING for city in _split(row["capital"])},
        org_heads={row["head"].lower(): row["type"] for row in heads},
        org_ends=frozenset(row["head"].lower().split()[-1].rsplit("-")[-1] for row in heads),
        head_starts=frozenset(first_piece(row["head"].lower()) for row in heads),
        generic_heads=frozenset(row["head"].lower() for row in heads if row["generic"] == "yes"),
        titles=(titles := _titles()),
        title_starts=frozenset(first_piece(text) for text in titles),
        title_ends=frozenset(end for text in titles for end in (text.split()[-1], text.split()[-1].rsplit("-")[-1])),
        statuses={row["word"].lower(): row["status"] for row in read_table("status_words.tsv")},
        honorifics={row["honorific"].rstrip("."): row["rank"] for row in addresses},
        address_starts=frozenset(row["honorific"].split()[0] for row in addresses),
        assets={term.text.lower(): term for term in assets if term.kind == "common"},
        asset_names=NameIndex(_asset_names(assets)),
        ship_prefixes={t.text: (t.type, t.iso3) for t in assets if t.kind == "prefix"},
        asset_series={t.text: t.type for t in assets if t.kind == "series"},
        asset_ends=frozenset(re.split(r"[\s-]", t.text.lower())[-1] for t in assets if t.kind == "common"),
        ship_class_ends=frozenset(t.text.split()[-1] for t in assets if t.kind == "common" and t.type in SHIPS),
    )


def _split(cell: str) -> list[str]:
    return [part for part in (plain(piece.strip()) for piece in cell.split(";")) if part]


def _bare(name: str) -> str:
    return name[4:] if name.lower().startswith("the ") else name


def _state_names(rows: Iterable[Mapping[str, str]]) -> Iterator[Name]:
    for row in rows:
        canonical, iso3, kind = row["name"], row["iso3"], row["type"]
        yield Name(plain(canonical), kind, canonical, iso3)
        columns = (("aliases", "alias"), ("adjectives", "adjective"), ("peoples", "people"))
        for column, via in columns:
            for text in _split(row[column]):
                yield Name(_bare(text), kind, canonical, iso3, via)
        for city in _split(row["capital"]):
            yield Name(city, "Settlement", city, iso3, "capital")


def _organization_names() -> Iterator[Name]:
    for row in read_table("organizations.tsv"):
        for k, text in enumerate((row["name"], *_split(row["aliases"]))):
            yield Name(
                _bare(plain(text)), row["type"], _bare(row["name"]), row["iso3"] or None, "alias" if k else "name"
            )


def _place_names() -> Iterator[Name]:
    for row in read_table("places.tsv"):
        for k, text in enumerate((row["name"], *_split(row["aliases"]))):
            yield Name(
                _bare(plain(text)), row["type"], _bare(row["name"]), row["iso3"] or None, "alias" if k else "name"
            )


def _titles() -> dict[str, tuple[Title, ...]]:
    found: dict[str, tuple[Title, ...]] = {}
    for row in read_table("titles.tsv"):
        title = Title(row["title"].lower(), row["kind"], row["organization"], row["iso3"] or None, row["body"] or None)
        found[title.text] = (*found.get(title.text, ()), title)
    return found


def _asset_names(assets: Iterable[AssetTerm]) -> Iterator[Name]:
    """Named material, more than one of it, and a type's variants ("F-16s", "Leopard tanks", "F-5E")."""
    for term in assets:
        if term.kind == "name":
            variants = _VARIANTS if term.text[-1].isdigit() and term.type in ("Aircraft", "ArmouredVehicle") else ""
            for text in (term.text, *(f"{term.text}{letter}" for letter in variants)):
                yield Name(text, term.type, text, term.iso3)
                yield Name(f"{text}s", term.type, text, term.iso3)


def _asset(row: Mapping[str, str]) -> AssetTerm:
    return AssetTerm(row["phrase"], row["type"], row["kind"], row["iso3"] or None, row["needs"])
