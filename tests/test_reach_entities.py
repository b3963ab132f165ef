"""Every row of the entity lexicons is found in a short text, with what the row says of it.

The texts are generated from the rows, a paragraph each, and read in one go a table; a function gives the
rows that were not found, so that a planted row can show that it bites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import pytest

from kg.extract.names.entities import gather_entities
from kg.extract.names.named import Named
from kg.extract.names.names import find_names
from kg.extract.offices.bearers import find_bearers
from kg.extract.offices.title_phrases import find_title_phrases
from kg.extract.offices.titles import TitleMention, find_titles
from kg.extract.things.assets import AssetDraft, find_assets
from kg.language.document import Document
from kg.lexicon.entities import load_entities, plain
from kg.lexicon.tables import read_table
from kg.read.publishers import find_domain, find_publisher
from tests.inflection import plural
from tests.reading import parse

Row = Mapping[str, str]
T = TypeVar("T")


def cells(cell: str) -> list[str]:
    """The parts of a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def bare(name: str) -> str:
    """A name without its article, as the gazetteer holds it."""
    return name[4:] if name.lower().startswith("the ") else name


def paragraphs(texts: Iterable[str]) -> Document:
    """The document of some texts, a paragraph each."""
    return parse("\n\n".join(texts))


def by_paragraph(document: Document, found: Iterable[T], start: Callable[[T], int]) -> dict[int, list[T]]:
    """What was found in each paragraph."""
    listed: dict[int, list[T]] = {}
    for one in found:
        listed.setdefault(document.sentence_at(start(one)).paragraph, []).append(one)
    return listed


# --- names


def name_cases(table: str) -> Iterator[tuple[str, str, str, str]]:
    """Surface, kind, canonical name and code of each name in a table; empty for a canonical name that may differ."""
    for row in read_table(table):
        for text in (row["name"], *cells(row["aliases"])):
            yield plain(bare(text)), row["type"], bare(row["name"]), row["iso3"]
        for column in ("adjectives", "peoples"):
            for text in cells(row.get(column, "")):
                yield plain(bare(text)), row["type"], row["name"], row["iso3"]
        for text in cells(row.get("capital", "")):
            yield plain(text), "Settlement", "", row["iso3"]


def lost_names(cases: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """The names of which a text that holds them gives something else, or nothing."""
    listed = list(cases)
    document = paragraphs(f"They wrote at length about {case[0]} there." for case in listed)
    names = find_names(document, (), load_entities())
    found = by_paragraph(document, names, lambda named: named.span.start)
    return [
        case[0]
        for k, case in enumerate(listed)
        if not any(_is_named(named, document.text, case) for named in found.get(k, ()))
    ]


def _is_named(named: Named, text: str, case: tuple[str, str, str, str]) -> bool:
    surface, kind, canonical, iso3 = case
    same = named.canonical == canonical or (not canonical and named.iso3 == iso3)
    return text[named.span.start : named.span.end] == surface and named.kind == kind and same


@pytest.mark.parametrize("table", ["states", "organizations", "places"])
def test_every_name_is_found(table: str) -> None:
    assert lost_names(name_cases(table)) == []


def test_a_name_that_means_something_else_is_lost() -> None:
    assert lost_names([("Tehran", "Settlement", "Isfahan", "IRN"), ("Tehran", "Settlement", "Tehran", "IRN")]) == [
        "Tehran"
    ]


# --- titles, how they are held, and what stands before names


def titles_in(texts: Iterable[str]) -> tuple[Document, dict[int, list[TitleMention]], dict[str, str]]:
    """The titles of some texts by paragraph, and the names of their bearers by id."""
    document, lexicon = paragraphs(texts), load_entities()
    phrases = find_title_phrases(document, lexicon)
    cast = gather_entities(document, find_names(document, phrases, lexicon), lexicon)
    found = find_bearers(document, cast, find_titles(document, cast, phrases, lexicon), lexicon)
    names = {entity.id: entity.canonical for entity in cast.entities.values()}
    return document, by_paragraph(document, found, lambda title: title.span.start), names


def lost_titles(rows: Sequence[Row], inflect: Callable[[str], str]) -> list[str]:
    """The titles that are not found, or found with another kind, where they stand alone."""
    document = paragraphs(
        f"There they talked with {capitals(inflect(row['title']))} John Carter again." for row in rows
    )
    phrases = find_title_phrases(document, load_entities())
    found = by_paragraph(document, phrases, lambda phrase: document.tokens[phrase.first].start)
    return [
        row["title"]
        for k, row in enumerate(rows)
        if not any((p.title.text, p.title.kind) == (row["title"], row["kind"]) for p in found.get(k, ()))
    ]


def capitals(text: str) -> str:
    """A title as it stands before a name."""
    return (
        " ".join(
            word if word in ("of", "and", "for", "to", "the") else word[:1].upper() + word[1:] for word in text.split()
        )
        .replace("U.s.", "U.S.")
        .replace("U.n.", "U.N.")
        .replace("E.u.", "E.U.")
    )


def test_every_title_is_found() -> None:
    assert lost_titles(read_table("titles"), str) == []


def test_every_title_is_found_in_the_plural() -> None:
    """Titles of one head at the end; "ministers of defence" is of the same kind as the head alone."""
    rows = [row for row in read_table("titles") if _inflects(row["title"])]
    assert lost_titles(rows, plural) == []


def _inflects(title: str) -> bool:
    return title[-1] not in "s.)" and not {"of", "for", "to", "in", "general", "-", "at"} & set(
        title.replace("-", " - ").split()
    )


@pytest.mark.parametrize("row", read_table("status_words"), ids=lambda row: str(row["word"]))
def test_every_status_word_is_found(row: Row) -> None:
    word, after = row["word"], row["word"] in AFTER
    title = (
        f"minister{word}"
        if word[0] == "-"
        else f"minister {word}"
        if after
        else f"{word}{' ' * (word[-1] != '-')}minister"
    )
    _, found, _ = titles_in([f"They met the {title} of Ghana there."])
    assert [title.status for title in found.get(0, ())] == [row["status"]]


AFTER = frozenset({"emeritus", "designate", "elect", "nominee", "pro tempore", "pro tem", "ad interim"})


def test_every_form_of_address_is_kept_out_of_the_name() -> None:
    """A person of two plain names behind each: the name is theirs alone."""
    rows = read_table("honorifics")
    document = paragraphs(f"They met {row['honorific']} John Carter there." for row in rows)
    names = find_names(document, find_title_phrases(document, load_entities()), load_entities())
    found = by_paragraph(document, names, lambda named: named.span.start)
    wrong = [
        row["honorific"] for k, row in enumerate(rows) if [n.canonical for n in found.get(k, ())] != ["John Carter"]
    ]
    assert wrong == []


# --- heads of organizations


def lost_heads(rows: Sequence[Row], text: Callable[[str], str]) -> list[Row]:
    """The heads whose text holds no organization of their type."""
    document = paragraphs(text(row["head"]) for row in rows)
    names = find_names(document, (), load_entities())
    found = by_paragraph(document, names, lambda named: named.span.start)
    return [row for k, row in enumerate(rows) if row["type"] not in {named.kind for named in found.get(k, ())}]


def test_every_head_makes_a_name() -> None:
    """With a state before it where it acts for one; else, and for bare forces, with a capital name."""
    rest = lost_heads(read_table("org_heads"), lambda head: f"It was done by Ghana's {head}.")
    assert lost_heads(rest, lambda head: f"It was done by the Volta {head.title()}.") == []


# --- assets


def assets_in(texts: Iterable[str]) -> dict[int, list[AssetDraft]]:
    """The assets of some texts by paragraph, each text read apart from the others."""
    document, lexicon = paragraphs(texts), load_entities()
    names = find_names(document, (), lexicon)
    cast = gather_entities(document, names, lexicon)
    mentions = [(asset, span) for asset in find_assets(document, cast, names, lexicon) for span in asset.mentions]
    found = by_paragraph(document, mentions, lambda mention: mention[1].start)
    return {k: [asset for asset, _ in listed] for k, listed in found.items()}


ACRONYMS = frozenset("uas uav ucav icbm irbm mrbm srbm slbm ied manpads mbt ifv apc".split())


def lost_assets(rows: Sequence[Row], *texts: Callable[[Row], str]) -> list[str]:
    """The asset terms that none of the texts gives an asset of their class for."""
    for text in texts:
        found = assets_in(text(row) for row in rows)
        rows = [row for k, row in enumerate(rows) if row["type"] not in {asset.type for asset in found.get(k, ())}]
    return [row["phrase"] for row in rows]


def of_kind(kind: str) -> list[Row]:
    """The asset rows of a kind."""
    return [row for row in read_table("assets") if row["kind"] == kind]


def written(phrase: str, *, many: bool = False) -> str:
    """A term as news write it, in the plural if wanted."""
    if phrase in ACRONYMS:
        return phrase.upper() + "s" * (many and phrase[-1] != "s")
    return plural(phrase) if many else phrase


def common(*, persons: bool) -> list[Row]:
    """The rows of common nouns for assets, those for people counted in a force or the others."""
    of_force = ("counted", "deployed")
    rows = [row for row in of_kind("common") if row["needs"] != "never"]
    return [row for row in rows if (row["needs"] in of_force) == persons]


def test_every_common_asset_is_found() -> None:
    """In one of three sentences, for the parser takes some nouns for verbs."""
    assert (
        lost_assets(
            common(persons=False),
            lambda row: f"Ghana's {written(row['phrase'])} was destroyed.",
            lambda row: f"They attacked Ghana's {written(row['phrase'])} on Monday.",
            lambda row: f"They found a {row['phrase']} of weapons.",
            lambda row: f"Kofi Mensah inspected Ghana's destroyed military {written(row['phrase'])}.",
        )
        == []
    )


def test_every_common_asset_is_found_in_the_plural() -> None:
    assert (
        lost_assets(
            [row for row in common(persons=False) if " of " not in row["phrase"]],
            lambda row: f"Ghana's seven {written(row['phrase'], many=True)} were destroyed.",
            lambda row: f"They attacked seven of Ghana's {written(row['phrase'], many=True)} on Monday.",
            lambda row: f"They found seven {written(row['phrase'], many=True)} of weapons.",
            lambda row: f"They attacked seven {written(row['phrase'], many=True)} on Monday.",
        )
        == []
    )


def test_all_who_are_counted_in_a_force_are_found() -> None:
    """In the plural only, with a number, where they are sent."""
    assert (
        lost_assets(
            common(persons=True),
            lambda row: f"Ghana sent 700 {written(row['phrase'], many=True)} to Togo.",
            lambda row: f"Ghana deployed 700 {written(row['phrase'], many=True)} on Monday.",
        )
        == []
    )


def test_what_is_called_like_an_asset_is_none() -> None:
    rows = [row for row in of_kind("common") if row["needs"] == "never"]
    found = assets_in(f"They attacked Ghana's {row['phrase']} on Monday." for row in rows)
    assert {rows[k]["phrase"]: [asset.name for asset in assets] for k, assets in found.items() if assets} == {}


def test_every_named_asset_is_found() -> None:
    assert lost_assets(of_kind("name"), lambda row: f"They saw the {row['phrase']} there.") == []


def test_every_series_is_found() -> None:
    assert lost_assets(of_kind("series"), lambda row: f"They saw the {row['phrase']}-972 there.") == []


def test_every_ship_prefix_is_found() -> None:
    assert lost_assets(of_kind("prefix"), lambda row: f"They saw the {row['phrase']} Kumasi there.") == []


def test_a_term_that_is_no_asset_is_lost() -> None:
    rows = [{"phrase": "umbrella", "type": "Missile"}, {"phrase": "destroyer", "type": "Missile"}]
    assert lost_assets(rows, lambda row: f"They saw Ghana's {row['phrase']} there.") == ["umbrella", "destroyer"]


# --- publishers


@pytest.mark.parametrize("row", read_table("publishers"), ids=lambda row: str(row["name"]))
def test_every_publisher_is_found(row: Row) -> None:
    assert {find_publisher(name) for name in (row["name"], *cells(row["aliases"]))} == {row["name"]}
    assert not row["domain"] or find_domain(f"Read it at www.{row['domain']} today.") == row["name"]
