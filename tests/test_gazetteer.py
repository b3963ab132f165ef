"""The gazetteer: one folding of names, one file with the same bytes, and what a name can stand for."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.link.compile import compile_gazetteer, gazetteer_version
from kg.link.folding import fold_name, is_acronym
from kg.link.gazetteer import Gazetteer, Term
from kg.link.sources import entries, path_of, relations, surnames
from kg.model import PartialDate


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    """The gazetteer of the present tables, made for these tests."""
    with Gazetteer(compile_gazetteer(tmp_path_factory.mktemp("gazetteer") / "names.sqlite")) as opened:
        yield opened


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nicolás Maduro", "NICOLAS MADURO"),
        ("Iran’s", "Iran"),
        ("the United Nations", "United Nations"),
        ("U.N.", "UN"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("Abdel Fattah el-Sisi", "Abdel Fattah Sisi"),
        ("Sana’a", "Sanaa"),
        ("Tromsø", "Tromso"),
        ("Ban Ki-moon", "Ban Ki moon"),
        ("Đinđić", "Dindic"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("El Salvador", "Salvador"), ("Al Gore", "Gore"), ("Iran", "Iraq"), ("The Hague", "Le Hague")]
)
def test_what_tells_names_apart_stays(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_nothing_is_left_of_what_has_no_letter() -> None:
    assert fold_name(" – ’ ") == ""


@pytest.mark.parametrize("text", ["UN", "U.N.", "UNHCR", "PKK"])
def test_acronyms(text: str) -> None:
    assert is_acronym(text)


@pytest.mark.parametrize("text", ["Unesco", "Iran", "US Army", "I", "G20", "McDonald"])
def test_other_names_are_no_acronyms(text: str) -> None:
    assert not is_acronym(text)


@pytest.mark.parametrize(
    ("name", "iso3", "expected"),
    [
        ("Joe Biden", "USA", ("Biden",)),
        ("Ursula von der Leyen", "DEU", ("von der Leyen", "Leyen")),
        ("Xi Jinping", "CHN", ("Xi",)),
        ("Ferdinand Marcos Jr.", "PHL", ("Marcos",)),
    ],
)
def test_surnames(name: str, iso3: str, expected: tuple[str, ...]) -> None:
    assert surnames(name, iso3) == expected


# Looking up


@pytest.mark.parametrize(
    ("text", "entity", "via"),
    [
        ("Iran", "state/IRN", "name"),
        ("the Islamic Republic of Iran", "state/IRN", "alias"),
        ("Iranian", "state/IRN", "adjective"),
        ("Iranians", "state/IRN", "people"),
        ("US", "state/USA", "acronym"),
        ("U.S.", "state/USA", "acronym"),
        ("antony blinken", "person/antony-blinken-USA", "name"),
        ("Blinken", "person/antony-blinken-USA", "surname"),
        ("IDF", "armed-force/israel-defense-forces-ISR", "acronym"),
    ],
)
def test_a_name_finds_its_entity(gazetteer: Gazetteer, text: str, entity: str, via: str) -> None:
    best = gazetteer.lookup(text)[0]
    assert (best.entity.id, best.via) == (entity, via)


@pytest.mark.parametrize("text", ["us", "who", "IRN", "DEU", "Nobody Knowsham", ""])
def test_codes_of_states_and_common_words_are_no_names(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.lookup(text) == ()


def test_a_capital_is_a_city_and_stands_for_its_state(gazetteer: Gazetteer) -> None:
    found = {candidate.entity.kind: candidate.via for candidate in gazetteer.lookup("Tehran")}
    assert found == {"Settlement": "name", "State": "capital"}
    assert ("capital_of", "state/IRN") in gazetteer.relations("settlement/tehran-IRN")


def test_kinds_narrow_a_look_up(gazetteer: Gazetteer) -> None:
    assert {c.entity.kind for c in gazetteer.lookup("Georgia")} >= {"State"}
    assert {c.entity.kind for c in gazetteer.lookup("Georgia", {"Person"})} == set()


def test_tenures_come_with_their_dates(gazetteer: Gazetteer) -> None:
    kerry = gazetteer.entity("person/john-kerry-USA")
    assert kerry is not None
    (state,) = [term for term in gazetteer.terms(kerry) if term.kind == "ForeignMinister"]
    assert state.held_on(PartialDate(2013, 11, 24))
    assert not state.held_on(PartialDate(2024, 8, 6))
    assert state.held_on(None)


def test_a_date_as_precise_as_known_decides() -> None:
    term = Term("minister", "Minister", "FRA", None, "2012-05", "2014")
    assert term.held_on(PartialDate(2012, 5, 3))
    assert not term.held_on(PartialDate(2012, 4, 30))
    assert term.held_on(PartialDate(2014, 12, 31))
    assert term.held_on(PartialDate(2013))


def test_one_person_in_two_offices_is_one_entity(gazetteer: Gazetteer) -> None:
    """Mark Rutte led a state and then an alliance: the lexicon has two scopes for him, the item makes him one."""
    (rutte,) = gazetteer.by_qid("Q57792")
    assert rutte.iso3 == "NLD"
    assert {term.kind for term in gazetteer.terms(rutte)} == {"HeadOfGovernment", "OrganizationHead"}


def test_suggestions_begin_with_what_was_typed(gazetteer: Gazetteer) -> None:
    found = gazetteer.suggest("united nat", limit=5)
    assert found[0].entity.name == "United Nations"
    assert all(fold_name(candidate.text).startswith("united nat") for candidate in found)
    assert gazetteer.suggest("") == ()


def test_a_search_forgives_spelling(gazetteer: Gazetteer) -> None:
    best = gazetteer.search("Benjamin Netanjahu", {"Person"})[0]
    assert best.entity.id == "person/benjamin-netanyahu-ISR"
    assert 0.8 < best.score < 1.0
    assert gazetteer.search("Iran")[0].score == 1.0
    assert gazetteer.search("’") == ()


def test_info_counts_what_the_file_holds(gazetteer: Gazetteer) -> None:
    info = gazetteer.info
    assert info.version == gazetteer_version()
    assert sum(info.by_kind.values()) == info.entities == len(entries())
    assert info.linked >= 4000


# The file


def test_the_same_tables_give_the_same_bytes_under_another_hash_seed(gazetteer: Gazetteer, tmp_path: Path) -> None:
    code = f"from pathlib import Path; from kg.link.compile import *; compile_gazetteer(Path({str(tmp_path / 'g')!r}))"
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)}
    )
    assert (tmp_path / "g").read_bytes() == gazetteer.path.read_bytes()


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    path.write_text("not a database, but long enough to be taken for one by its length alone" * 20)
    with pytest.raises(StoreError, match="no gazetteer"):
        Gazetteer(path)
    with pytest.raises(StoreError, match="no gazetteer"):
        Gazetteer(tmp_path / "absent.sqlite")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="COMMUNIQUE_CACHE"):
        compile_gazetteer(tmp_path / "file" / "g.sqlite")


def test_the_file_cannot_be_changed(gazetteer: Gazetteer) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._base.execute("DELETE FROM name")


# The tables


def test_relations_are_between_entities() -> None:
    keys = {entry.key for entry in entries()}
    assert [row for row in relations() if not {row[0], row[2]} <= keys] == []


def test_ours_are_more_than_1500_with_an_item() -> None:
    """Beside states and cities: people, bodies, regions, waters, ships and offices."""
    packaged = {"State", "Settlement"}
    assert sum(bool(entry.qid) and entry.kind not in packaged for entry in entries()) >= 1500


def test_an_identifier_is_the_path_of_the_iri() -> None:
    assert path_of("Person", "Antony Blinken", "USA") == "person/antony-blinken-USA"
