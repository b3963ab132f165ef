"""The quads of hand-made facts, asked by SPARQL as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from kg.errors import DataError
from kg.graph.iris import Iris
from kg.graph.quads import ArticleQuads, facts_to_quads, state_label
from kg.graph.shapes import find_violations
from kg.model import Actor, Asset, Facts, Mention, PartialDate, Passage, Place, Span
from ontology.terms import PREFIXES, Cmq
from tests.handmade import TEXT, at, make_facts

IRIS = Iris()


class Graph:
    """The quads of some facts, to be asked."""

    def __init__(self, *facts: Facts) -> None:
        self.store = Store()
        for one in facts:
            self.store.extend(facts_to_quads(one, IRIS).all)

    def rows(self, names: str, where: str) -> list[tuple[str, ...]]:
        """The values of the variables (names with spaces between), sorted."""
        query = f"SELECT {' '.join('?' + name for name in names.split())} WHERE {{ {where} }}"
        answer = self.store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        assert isinstance(answer, QuerySolutions)
        return sorted(tuple(row[name].value for name in names.split()) for row in answer)

    def ask(self, where: str) -> bool:
        answer = self.store.query(f"ASK {{ {where} }}", prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        assert isinstance(answer, QueryBoolean)
        return bool(answer)


@pytest.fixture
def graph(facts: Facts) -> Graph:
    return Graph(facts)


def test_an_action_has_its_types_parties_modality_date_and_place(graph: Graph) -> None:
    rows = graph.rows(
        "who whom day where",
        "?a a cmq:Visit , cmq:Meeting , cmq:Consult , cmq:VerbalCooperation , cmq:Action ; cmq:modality cmq:Occurred ; "
        "cmq:actor/rdfs:label ?who ; cmq:recipient/rdfs:label ?whom ; cmq:startDate ?day ; "
        "cmq:place/rdfs:label ?where . "
        "?a cmq:mode plover:CONSULT-visit ; cmq:context plover:context-diplomatic FILTER(datatype(?day) = xsd:date)",
    )
    assert rows == [("Ann Durand", "Said Amri", "2024-03-04", "Muscat")]
    assert len(graph.rows("a p", "?a a cmq:Visit ; cmq:participant ?p")) == 2


def test_a_threat_keeps_its_content_behind_it(graph: Graph) -> None:
    assert graph.ask("?t a cmq:Threaten ; cmq:contentAction [ a cmq:Sanction ; cmq:modality cmq:Threatened ]")
    assert graph.ask("?a a cmq:Strike ; cmq:inResponseTo [ a cmq:Threaten ]")
    assert graph.ask("?a a cmq:Sanction ; cmq:uses [ rdfs:label 'FS Aramis' ]")


def test_every_passage_is_the_slice_of_the_text(graph: Graph) -> None:
    where = "?p a cmq:Passage ; cmq:start ?s ; cmq:end ?e ; cmq:exact ?t ; cmq:sentence ?n ; cmq:inArticle ?a"
    rows = graph.rows("s e t", where)
    assert len(rows) > 15
    assert all(TEXT[int(start) : int(end)] == exact for start, end, exact in rows)
    assert graph.rows("n", "?p cmq:exact 'attack' ; cmq:sentence ?n") == [("3",)]


def test_everything_described_has_evidence_confidence_and_a_reader(graph: Graph) -> None:
    described = "VALUES ?class { cmq:Action cmq:Claim cmq:Tenure cmq:Statement cmq:Asset cmq:Actor } ?x a ?class ."
    missing = "FILTER NOT EXISTS { ?x cmq:evidence/cmq:exact ?e ; cmq:confidence ?c ; cmq:extractedBy/rdfs:label ?l }"
    rows = graph.rows("x", f"{described} {missing}")
    assert rows == [(IRIS.entity("MediaOrganization", "Harbour Wire"),)]
    assert graph.rows("c", "?x rdfs:label 'Ann Durand' ; cmq:confidence ?c") == [("0.9",)]


def test_states_come_with_code_canonical_name_and_item(graph: Graph) -> None:
    rows = graph.rows("c l w", "?s a cmq:State , cmq:Place , cmq:Actor ; cmq:iso3 ?c ; rdfs:label ?l ; owl:sameAs ?w")
    assert [row[:2] for row in rows] == [("FRA", "France"), ("IRN", "Iran"), ("ISR", "Israel"), ("OMN", "Oman")]
    assert all(row[2].startswith("http://www.wikidata.org/entity/Q") for row in rows)
    assert graph.rows("l c", "?p a cmq:Person ; rdfs:label ?l ; cmq:ofState/cmq:iso3 ?c")[0] == ("Ann Durand", "FRA")
    assert graph.ask("?p rdfs:label 'Muscat' ; cmq:inState/rdfs:label 'Oman'")
    assert state_label("KOR") == "South Korea"


def test_the_state_of_a_country_code_is_there_though_nobody_names_it() -> None:
    band = Actor("x", "ArmedGroup", "Red Band", at("Durand"), (), "LBN")
    graph = Graph(Facts(make_facts().article, actors=(band,)))
    assert graph.ask("?x rdfs:label 'Red Band' ; cmq:ofState [ rdfs:label 'Lebanon' ; cmq:iso3 'LBN' ]")
    assert not graph.ask("?article schema:mentions [ rdfs:label 'Lebanon' ]")


def test_names_beside_the_canonical_one_are_what_this_article_says(graph: Graph) -> None:
    assert graph.rows("x l", "?x skos:altLabel ?l") == [
        (IRIS.entity("Person", "Ann Durand", "FRA"), "Durand"),
        (IRIS.state("FRA"), "Paris"),
    ]
    where = f"GRAPH <{IRIS.graph('entities')}> {{ ?x skos:altLabel|cmq:ofState|cmq:operator|cmq:evidence ?y }}"
    assert not graph.ask(where)


def test_roles_and_tenures(graph: Graph) -> None:
    rows = graph.rows(
        "who title kind org how",
        "?t a cmq:Tenure ; cmq:holder/rdfs:label ?who ; cmq:tenureStatus ?how ; "
        "cmq:role [ rdfs:label ?title ; cmq:roleKind ?kind ; cmq:roleIn/rdfs:label ?org ]",
    )
    assert rows == [
        ("Ann Durand", "Foreign Minister", Cmq.ForeignMinister, "France", Cmq.Current),
        ("Said Amri", "envoy", Cmq.Envoy, "Oman", Cmq.Former),
    ]


def test_the_publisher_is_the_source_of_what_nobody_else_says(graph: Graph) -> None:
    rows = graph.rows("who", "?c a cmq:Claim ; cmq:source [ rdfs:label ?who ; a cmq:Organization ] ; cmq:polarity ?p")
    assert rows == [("Harbour Wire",), ("Harbour Wire",), ("Iran",)]
    assert graph.ask("?c cmq:polarity cmq:Denies ; cmq:relayedBy [ a cmq:UnnamedSource ] ; cmq:reportedOn ?d")
    assert not graph.ask("?a schema:mentions [ rdfs:label 'Harbour Wire' ]")


@pytest.mark.parametrize(
    ("publisher", "label", "kind"),
    [
        ("Ministry of Silly Walks", "Ministry of Silly Walks", "GovernmentBody"),
        ("The Daily Bee", "The Daily Bee", "MediaOrganization"),
        ("the france", "France", "State"),
        (None, "unknown publisher", "MediaOrganization"),
    ],
)
def test_what_kind_of_actor_a_publisher_is(publisher: str | None, label: str, kind: str) -> None:
    graph = Graph(make_facts(publisher=publisher))
    assert graph.ask(f"?c cmq:claims [ a cmq:Visit ] ; cmq:source [ rdfs:label '{label}' ; a cmq:{kind} ]")


def test_two_articles_without_a_publisher_have_two_unknown_ones() -> None:
    graph = Graph(make_facts("one", None), make_facts("two", None))
    assert len(graph.rows("x", "?x rdfs:label 'unknown publisher'")) == 2


def test_the_article_itself(graph: Graph) -> None:
    assert graph.rows(
        "a i d t p c l",
        "?a a cmq:Article ; dcterms:identifier ?i ; dcterms:issued ?d ; dcterms:title ?t ; dcterms:publisher ?p ; "
        "dcterms:creator ?c ; cmq:dateline/rdfs:label ?l",
    ) == [(IRIS.article("talks"), "talks", "2024-03-05", "Talks", "Harbour Wire", "J. Roe", "Muscat")]
    named = {row[0] for row in graph.rows("l", "?a schema:mentions/rdfs:label ?l")}
    actors = {"France", "Iran", "Israel", "Oman", "Ann Durand", "Said Amri", "an aide"}
    assert named == actors | {"Muscat", "FS Aramis", "guest house"}


def test_a_quotation_with_its_speaker(graph: Graph) -> None:
    rows = graph.rows("t who", "?s a cmq:Quotation , cmq:Statement ; cmq:text ?t ; cmq:speaker/rdfs:label ?who")
    assert rows == [("We do not bow to threats,", "Ann Durand")]


def test_dates_are_typed_by_what_they_know() -> None:
    facts = make_facts()
    met = replace(facts.actions[0], start_date=PartialDate(2024), end_date=PartialDate(2024, 3))
    graph = Graph(
        replace(facts, actions=(met, *facts.actions[1:]), article=replace(facts.article, issued=PartialDate(2024, 3)))
    )
    assert graph.ask("?a cmq:startDate '2024'^^xsd:gYear ; cmq:endDate '2024-03'^^xsd:gYearMonth")
    assert not graph.ask("?a dcterms:issued ?d")  # the contract knows full dates only


def test_entities_follow_from_their_key_alone() -> None:
    one, other = facts_to_quads(make_facts("one"), IRIS), facts_to_quads(make_facts("two", day=9), IRIS)
    local = {IRIS.entity("UnnamedSource", "an aide", None, slug) for slug in ("one", "two")}
    local |= {IRIS.entity("Building", "guest house", None, slug) for slug in ("one", "two")}

    def shared(quads: ArticleQuads) -> set[str]:
        return {str(quad) for quad in quads.known if quad.subject not in {NamedNode(iri) for iri in local}}

    assert shared(one) == shared(other)
    assert {quad.subject.value for quad in one.known} != {quad.subject.value for quad in other.known}  # type: ignore[union-attr]


def test_what_is_no_name_belongs_to_its_article() -> None:
    facts = make_facts()
    local = (
        Actor("a", "Person", "Smith", at("Durand")),
        Actor("b", "PopulationGroup", "protesters", at("Durand"), (), "FRA"),
        Asset("c", "Drone", "Gull 3", at("Durand")),
        Asset("d", "Base", "French base", at("Durand")),
        Place("e", "Site", "border crossing", at("Durand")),
    )
    shared = (
        Actor("f", "Person", "Smith", at("Durand"), (), "GBR"),
        Actor("g", "PopulationGroup", "Walloons", at("Durand"), (), "BEL"),
        Asset("h", "StrikeGroup", "Lake Star carrier strike group", at("Durand")),
        Place("i", "Region", "Lower Valley", at("Durand")),
    )
    added = (*local, *shared)
    more = replace(
        facts,
        actors=facts.actors + tuple(x for x in added if isinstance(x, Actor)),
        assets=facts.assets + tuple(x for x in added if isinstance(x, Asset)),
        places=facts.places + tuple(x for x in added if isinstance(x, Place)),
    )
    other = replace(more, article=replace(more.article, identifier="other"))
    for thing in added:
        graph = Graph(more, other)
        found = graph.rows(
            "article x", f"?article schema:mentions ?x . ?x rdfs:label '{thing.name}' ; a cmq:{thing.type}"
        )
        nodes = {row[1] for row in found if ("GBR" in row[1]) == (getattr(thing, "country", None) == "GBR")}
        assert len(nodes) == (2 if thing in local else 1), thing.name


def test_two_things_mentioned_by_the_same_words_have_two_nodes() -> None:
    facts = make_facts()
    twice = replace(facts, mentions=(*facts.mentions, Mention(at("French").span, 0, "durand")))
    rows = Graph(twice).rows("l m", "?m a cmq:Mention ; cmq:exact 'French' ; cmq:refersTo/rdfs:label ?l")
    assert [row[0] for row in rows] == ["Ann Durand", "France"]
    assert len({row[1] for row in rows}) == 2


def test_equal_descriptions_at_one_place_stay_two() -> None:
    facts = make_facts()
    again = replace(facts.actions[1], id="again", content=None)
    assert len(Graph(replace(facts, actions=(*facts.actions, again))).rows("a", "?a a cmq:Threaten")) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dateline_place": "nowhere"}, "refers to 'nowhere'"),
        ({"actors": (Actor("x", "Wizard", "X", at("met")),)}, "'Wizard' is no class"),
        ({"actors": (Actor("x", "Person", "X", at("met"), (), "XQX"),)}, "'XQX' is not the ISO"),
        ({"actors": (Actor("x", "Person", "X", at("met"), (), "irn"),)}, "'irn' is not the ISO"),
        ({"actors": (Actor("x", "Person", "X", Passage(Span(0, len(TEXT) + 1), 0)),)}, "is outside of it"),
        ({"actors": (Actor("x", "Person", "X", Passage(Span(3, 3), 0)),)}, "or empty"),
    ],
)
def test_facts_that_break_the_rules_are_refused(change: dict[str, object], message: str) -> None:
    empty = Facts(make_facts().article)
    with pytest.raises(DataError, match=message):
        facts_to_quads(replace(empty, **change), IRIS)  # type: ignore[arg-type]


def test_a_mode_of_another_category_is_refused(facts: Facts) -> None:
    wrong = replace(facts.actions[0], mode="aerial")
    with pytest.raises(DataError, match="in no PLOVER list"):
        facts_to_quads(replace(facts, actions=(wrong, *facts.actions[1:])), IRIS)


def test_no_blank_nodes_and_no_other_graphs(facts: Facts) -> None:
    quads = facts_to_quads(facts, IRIS)
    assert not [q for q in quads.all if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    assert {q.graph_name.value for q in quads.all} == {  # type: ignore[union-attr]
        IRIS.article_graph("talks"),
        IRIS.graph("entities"),
        IRIS.graph("articles"),
    }
    assert not [q for q in quads.all if isinstance(q.object, Literal) and not q.object.value]


def test_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "from tests.handmade import make_facts\n"
        "from kg.graph.quads import facts_to_quads\nfrom kg.graph.iris import Iris\n"
        "print('\\n'.join(map(str, facts_to_quads(make_facts(), Iris()).all)))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(seen) == 1
    assert len(seen.pop().splitlines()) > 300


def test_affiliations_that_the_ontology_has_no_word_for_are_left_out() -> None:
    facts = make_facts()
    aide = replace(facts.actors[6], member_of="irn", part_of="irn")
    ward = Actor("ward", "GovernmentBody", "Ward Office", at("Durand"), (), "FRA", member_of="fra", part_of="durand")
    bureau = Actor("bureau", "GovernmentBody", "Bureau", at("Durand"), (), "FRA", part_of="fra")
    tenure = replace(facts.tenures[0], organization="muscat")
    more = replace(facts, actors=(*facts.actors[:6], aide, ward, bureau), tenures=(tenure,))
    graph = Graph(more)
    assert graph.rows("a b", "?x cmq:memberOf|cmq:partOf ?y . ?x rdfs:label ?a . ?y rdfs:label ?b") == [
        ("Ann Durand", "France"),
        ("Bureau", "France"),
        ("Said Amri", "Oman"),
    ]
    assert not graph.ask("?r cmq:roleIn ?o")
    assert find_violations(facts_to_quads(more, IRIS).all) == ()
