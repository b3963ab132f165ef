"""IRIs derive from content: the same key gives the same IRI, two keys give two, and each is a legal IRI."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rdflib import Graph

from kg.graph.iris import SHARED_GRAPHS, Iris, digest, kebab, slugify

IRIS = Iris("https://example.org/")
TEXT = st.text(max_size=30)
NAMES = st.one_of(
    TEXT, st.sampled_from(["US Army", "Us Army", "US-Army", "us army", "Zürich", "Zurich", "", "-", "..", "/"])
)
CODES = st.one_of(st.none(), st.sampled_from(["USA", "FRA"]))
KEYS = st.tuples(st.sampled_from(["Person", "Base"]), NAMES, CODES, st.one_of(st.none(), NAMES.filter(bool)))


def is_legal(iri: str) -> bool:
    """Whether a Turtle parser takes it, which checks the characters, and rdflib does too."""
    Graph().parse(data=f"<{iri}> <{iri}> <{iri}> .", format="turtle")
    return NamedNode(iri).value == iri


@given(KEYS, KEYS)
def test_two_entities_share_an_iri_only_if_they_share_the_key(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (IRIS.entity(*one) == IRIS.entity(*other)) == (one == other)


@given(NAMES, NAMES)
def test_two_articles_share_an_iri_only_if_they_share_the_identifier(one: str, other: str) -> None:
    assert (IRIS.article(one) == IRIS.article(other)) == (one == other)
    assert (IRIS.article_graph(one) == IRIS.article_graph(other)) == (one == other)


@given(KEYS, NAMES)
def test_every_iri_is_legal_and_stays_under_its_folder(key: tuple[str, ...], name: str) -> None:
    for iri in (IRIS.entity(*key), IRIS.article(name), IRIS.role(name, "Other", None, name)):
        assert is_legal(iri)
        assert iri.count("/") == 4
        assert not iri.endswith(("/", "/.", "/.."))


@given(st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3))
def test_a_digest_knows_where_its_parts_end(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_names_that_a_slug_gives_back_stay_readable() -> None:
    assert IRIS.entity("Person", "Antony Blinken", "USA") == "https://example.org/person/antony-blinken-USA"
    assert IRIS.entity("GovernmentBody", "White House") == "https://example.org/government-body/white-house"
    assert IRIS.article("000_1cfb") == "https://example.org/article/000_1cfb"
    assert IRIS.passage("a", 3, 9) == "https://example.org/article/a/char/3-9"
    assert IRIS.state("IRN") == "https://example.org/state/IRN"


def test_names_that_a_slug_changes_are_hashed() -> None:
    assert IRIS.entity("Person", "Élodie Ünal").startswith("https://example.org/person/elodie-unal-")
    assert IRIS.entity("Person", "Élodie Ünal") != IRIS.entity("Person", "Elodie Unal")
    assert IRIS.entity("Person", "北京").startswith("https://example.org/person/person-")


def test_slugs_and_kebabs() -> None:
    assert slugify("The U.S.  Army's 3rd/4th") == "the-u-s-army-s-3rd-4th"
    assert slugify("…") == ""
    assert kebab("AircraftCarrier") == "aircraft-carrier"


def test_only_known_graphs_have_an_iri() -> None:
    assert {IRIS.graph(name) for name in SHARED_GRAPHS} == {
        f"https://example.org/graph/{name}" for name in SHARED_GRAPHS
    }
    with pytest.raises(ValueError, match="no graph is named 'entitys'"):
        IRIS.graph("entitys")


def test_iris_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from kg.graph.iris import Iris; i = Iris(); "
        "print(i.entity('Person', 'Ünal', 'TUR', 'x'), "
        "i.described('a b', 'Action', 1, 2, 'x', 'y'), i.build('2024-03-05T10:00'))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1
