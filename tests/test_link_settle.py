"""What the articles' decisions and the user's file come to: which links stand in the graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.build import confident
from kg.errors import DataError, UsageError
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.graph.shapes import check_quads
from kg.link.corrections import Correction, read_corrections
from kg.model import Link, Linking
from kg.store.embedded import Database, query_store
from kg.store.results import Rows
from ontology.terms import WIKIDATA, Owl, Schema
from tests.handmade import make_facts

BASE = "https://example.org/"
IRIS = Iris(BASE)
DURAND = IRIS.entity("Person", "Ann Durand", "FRA")
AMRI = IRIS.entity("Person", "Said Amri", "OMN")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "db", BASE) as database:
        yield database


def linked(item: str, subject: str = "durand") -> Link:
    return Link(subject, "Linked", "full name", "LexicalMatching", 0.9, item, ("Q99",))


def store_article(database: Database, identifier: str, *links: Link) -> None:
    """Put an article with these decisions into the database."""
    facts = replace(make_facts(identifier), linking=Linking("1", "2031-05-01", links))
    quads = facts_to_quads(facts, IRIS)
    check_quads(quads.all, identifier)
    database.replace_article(quads, "f")


def sweep(database: Database, *corrections: Correction) -> None:
    database.sweep([], [], corrections)


def items(database: Database, subject: str = DURAND) -> set[str]:
    quads = database.store.quads_for_pattern(NamedNode(subject), NamedNode(Owl.sameAs), None, None)
    return {quad.object.value.removeprefix(WIKIDATA) for quad in quads if isinstance(quad.object, NamedNode)}


def decisions(database: Database, where: str) -> list[list[str]]:
    """Subject, status and item of the decisions for which a pattern about ?d holds."""
    found = query_store(
        database.store,
        "SELECT DISTINCT ?s ?status ?item { ?d a cmq:LinkDecision ; sssom:subject_id ?s ; cmq:linkStatus ?status ;"
        f" sssom:object_id ?item . {where} }} ORDER BY ?s ?status ?item",
    )
    assert isinstance(found, Rows)
    return [[str(cell).rstrip(">").rsplit("/", 1)[1].rsplit("#", 1)[-1] for cell in row] for row in found.rows]


def durand(verb: str, value: str = "") -> Correction:
    return Correction(verb, "Person", "Ann Durand", "FRA", value)


# Articles


def test_a_link_is_asserted_when_it_is_settled(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    assert items(database) == set()
    sweep(database)
    assert items(database) == {"Q7"}


def test_articles_that_agree_and_those_that_found_nothing_leave_one_link(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    store_article(database, "two", Link("durand", "NotFound", "too weak", "UnspecifiedMatching"))
    store_article(database, "three", linked("Q7"))
    sweep(database)
    assert items(database) == {"Q7"}


def test_articles_that_disagree_leave_none_and_that_is_recorded(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    store_article(database, "two", linked("Q8"))
    sweep(database)
    assert items(database) == set()
    found = decisions(database, "?d sssom:mapping_tool 'communique' ; cmq:candidate wd:Q7 , wd:Q8")
    assert found == [["ann-durand-FRA", "Ambiguous", "NoTermFound"]]


def test_candidates_are_named_and_never_asserted(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    sweep(database)
    assert decisions(database, "?d cmq:candidate wd:Q99") == [["ann-durand-FRA", "Linked", "Q7"]]
    assert not list(database.store.quads_for_pattern(None, NamedNode(Owl.sameAs), NamedNode(WIKIDATA + "Q99"), None))


def test_a_decision_tells_reason_score_tool_and_date(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    where = (
        "?d sssom:comment 'full name' ; sssom:confidence 0.9 ; sssom:mapping_tool 'communique gazetteer 1' ;"
        " sssom:mapping_date '2031-05-01'^^xsd:date ; sssom:mapping_justification semapv:LexicalMatching ;"
        " sssom:predicate_id owl:sameAs ; cmq:decidedIn/dcterms:identifier 'one'"
    )
    assert decisions(database, where) == [["ann-durand-FRA", "Linked", "Q7"]]


def test_reading_an_article_again_without_its_link_takes_the_link_away(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    sweep(database)
    store_article(database, "one")
    sweep(database)
    assert items(database) == set()


def test_one_person_in_two_articles_is_one_node(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    store_article(database, "two", linked("Q7"))
    sweep(database)
    same = database.store.quads_for_pattern(None, NamedNode(Owl.sameAs), NamedNode(WIKIDATA + "Q7"), None)
    assert [quad.subject.value for quad in same] == [DURAND]  # type: ignore[union-attr]


def test_two_people_of_one_name_and_other_states_are_two_nodes() -> None:
    assert IRIS.entity("Person", "Ann Durand", "BEL") != DURAND


def test_a_state_keeps_the_link_of_its_code(database: Database) -> None:
    store_article(database, "one")
    sweep(database)
    assert items(database, IRIS.state("FRA")) == {"Q142"}


def test_the_office_of_a_tenure_is_linked_as_a_role(database: Database) -> None:
    store_article(database, "one", linked("Q7", "t1"))
    sweep(database)
    same = database.store.quads_for_pattern(None, NamedNode(Owl.sameAs), NamedNode(WIKIDATA + "Q7"), None)
    (role,) = [quad.subject for quad in same]
    assert str(role).startswith(f"<{BASE}role/foreign-minister-")


def test_links_of_what_is_left_out_are_left_out() -> None:
    facts = make_facts()
    unsure = tuple(replace(tenure, confidence=0.1) for tenure in facts.tenures[:1])
    linking = Linking("1", "2031-05-01", (linked("Q7", "t1"), linked("Q8", "t2"), linked("Q9")))
    kept = confident(replace(facts, tenures=unsure + facts.tenures[1:], linking=linking), 0.5)
    assert kept.linking is not None
    assert [link.subject for link in kept.linking.links] == ["t2", "durand"]


def test_the_page_of_a_place_stands_beside_its_decision(database: Database) -> None:
    store_article(database, "one", replace(linked("Q7"), page="https://www.geonames.org/1"))
    sweep(database)
    quads = list(database.store.quads_for_pattern(NamedNode(DURAND), NamedNode(Schema.sameAs), None, None))
    assert [str(quad.graph_name.value) for quad in quads] == [IRIS.article_graph("one")]  # type: ignore[union-attr]
    store_article(database, "one")
    assert not list(database.store.quads_for_pattern(None, NamedNode(Schema.sameAs), None, None))


# Corrections


def test_add_links_what_nothing_else_links(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    other = Correction("add", "Person", "Said Amri", "OMN", "Q8", "met him")
    sweep(database, other, durand("add", "Q9"))
    assert items(database, AMRI) == {"Q8"}
    assert items(database) == {"Q7"}
    assert decisions(database, "?d sssom:comment 'met him'") == [["said-amri-OMN", "Linked", "Q8"]]


def test_add_without_an_item_records_that_there_is_none(database: Database) -> None:
    store_article(database, "one")
    sweep(database, durand("add"))
    assert items(database) == set()
    assert decisions(database, "?d sssom:mapping_tool 'user'") == [["ann-durand-FRA", "NotFound", "NoTermFound"]]


def test_correct_stands_above_all_articles_and_the_first_one_stands(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    sweep(database, durand("correct", "Q8"), durand("correct", "Q9"))
    assert items(database) == {"Q8"}


def test_correct_moves_a_state_too(database: Database) -> None:
    store_article(database, "one")
    sweep(database, Correction("correct", "State", "-", "FRA", "Q8"))
    assert items(database, IRIS.state("FRA")) == {"Q8"}


def test_deny_takes_one_item_or_every_item_away(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    sweep(database, durand("deny", "Q7"))
    assert items(database) == set()
    assert decisions(database, "?d sssom:mapping_tool 'user' ; cmq:candidate wd:Q7") == [
        ["ann-durand-FRA", "Refused", "NoTermFound"]
    ]
    sweep(database, durand("deny", "Q8"))
    assert items(database) == {"Q7"}
    sweep(database, durand("deny"))
    assert items(database) == set()


def test_deny_decides_between_articles_that_disagree(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    store_article(database, "two", linked("Q8"))
    sweep(database, durand("deny", "Q8"))
    assert items(database) == {"Q7"}


def test_what_is_denied_is_not_added(database: Database) -> None:
    store_article(database, "one")
    sweep(database, durand("deny", "Q7"), durand("add", "Q7"))
    assert items(database) == set()


def test_what_is_denied_first_is_not_corrected_later(database: Database) -> None:
    store_article(database, "one")
    for denied in (durand("deny"), durand("deny", "Q7")):
        sweep(database, denied, durand("correct", "Q7"))
        assert items(database) == set()
    sweep(database, durand("deny", "Q8"), durand("correct", "Q7"))
    assert items(database) == {"Q7"}


def test_merge_says_that_two_nodes_are_one(database: Database) -> None:
    store_article(database, "one")
    sweep(database, Correction("merge", "Person", "Ann Durand", "FRA", "Nobody Here"))
    assert not database.store.contains_named_graph(NamedNode(IRIS.graph("links")))
    sweep(database, Correction("merge", "State", "-", "FRA", "-"), durand("merge", "Ann Durand"))
    assert not database.store.contains_named_graph(NamedNode(IRIS.graph("links")))
    facts = make_facts("two")
    twin = replace(facts.actors[4], id="twin", name="A. Durand")
    database.replace_article(facts_to_quads(replace(facts, actors=(*facts.actors, twin)), IRIS), "f")
    sweep(database, durand("merge", "A. Durand"))
    asked = query_store(database.store, "ASK { ?a cmq:sameEntityAs ?b . ?b cmq:sameEntityAs ?a FILTER (?a != ?b) }")
    assert asked.value  # type: ignore[union-attr]


def test_corrections_are_replayed_and_gone_with_their_line(database: Database) -> None:
    store_article(database, "one", linked("Q7"))
    for _ in range(2):
        sweep(database, durand("correct", "Q8"))
        assert items(database) == {"Q8"}
    sweep(database)
    assert items(database) == {"Q7"}
    assert decisions(database, "?d sssom:mapping_tool 'user'") == []


def test_a_correction_of_what_is_not_there_does_nothing(database: Database) -> None:
    store_article(database, "one")
    sweep(database, Correction("correct", "Person", "Nobody Here", "FRA", "Q8"))
    assert not database.store.contains_named_graph(NamedNode(IRIS.graph("links")))


def test_a_thing_that_no_article_names_is_not_kept_by_its_correction(database: Database) -> None:
    facts = make_facts("two")
    extra = replace(facts.actors[4], id="twin", name="A. Durand")
    database.replace_article(facts_to_quads(replace(facts, actors=(*facts.actors, extra)), IRIS), "f")
    correction = Correction("correct", "Person", "A. Durand", "FRA", "Q8")
    sweep(database, correction)
    database.replace_article(facts_to_quads(facts, IRIS), "f")
    sweep(database, correction)
    gone = NamedNode(correction.subject(IRIS))
    assert not list(database.store.quads_for_pattern(gone, None, None, None))


# The file


def test_the_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(
        "# mine\n\nadd\tPerson\tSaid Amri\tOMN\ncorrect\tState\t-\tFRA\tQ142\tby code\n"
        "merge\tPerson\tAnn Durand\tFRA\tA. Durand\ndeny\tPerson\tAnn Durand\tFRA\n",
        encoding="utf-8",
    )
    found = read_corrections(path)
    assert [(c.verb, c.name, c.value, c.note) for c in found] == [
        ("add", "Said Amri", "", ""),
        ("correct", "-", "Q142", "by code"),
        ("merge", "Ann Durand", "A. Durand", ""),
        ("deny", "Ann Durand", "", ""),
    ]
    assert found[1].subject(IRIS) == IRIS.state("FRA")


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "absent.tsv") == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("same\tPerson\tAnn\tFRA\tQ7", "'same' is none of add, correct, deny, merge"),
        ("add\tWizard\tAnn\tFRA\tQ7", "'Wizard' is no class"),
        ("add\tPerson\tAnn\tFrance\tQ7", "ISO 3166-1"),
        ("add\tPerson\t\tFRA\tQ7", "give a name"),
        ("correct\tPerson\tAnn\tFRA", "no Wikidata item"),
        ("add\tPerson\tAnn\tFRA\tP31", "no Wikidata item"),
        ("merge\tPerson\tAnn\tFRA", "the same as"),
        ("add\tPerson\tAnn\tFRA\tQ7\tnote\tmore", "7 cells"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2") as caught:
        read_corrections(path)
    assert said in str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "links.tsv"
    path.write_bytes(b"add\tPerson\t\xff\xfe")
    with pytest.raises(UsageError, match="UTF-8"):
        read_corrections(path)
