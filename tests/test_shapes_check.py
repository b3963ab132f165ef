"""The shapes accept good facts and name node, property and rule of bad ones."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import DataError
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.graph.shapes import SHOWN, check_quads, find_violations, to_rdflib
from kg.model import Action, Facts, Mention, Span
from ontology.terms import Cmq, Rdfs
from tests.handmade import at

IRIS = Iris()


def quads_of(facts: Facts) -> list[Quad]:
    return list(facts_to_quads(facts, IRIS).all)


def test_good_facts_break_no_rule(facts: Facts) -> None:
    assert find_violations(quads_of(facts)) == ()
    check_quads(quads_of(facts), "The article")


@pytest.mark.parametrize(
    ("predicate", "words"),
    [(Cmq.evidence, "evidence"), (Cmq.modality, "modality"), (Cmq.exact, "exact"), (Rdfs.label, "label")],
)
def test_a_missing_part_is_named(facts: Facts, predicate: str, words: str) -> None:
    left = [quad for quad in quads_of(facts) if quad.predicate != NamedNode(predicate)]
    found = find_violations(left)
    assert predicate in {violation.path for violation in found}
    with pytest.raises(DataError, match=words) as caught:
        check_quads(left, "The article talks")
    assert str(caught.value).startswith(f"The article talks breaks {len(found)} rule(s)")
    assert ("and 1 more" in str(caught.value) or "more" in str(caught.value)) == (len(found) > SHOWN)


def test_an_end_before_its_start_and_a_second_modality_are_found(facts: Facts) -> None:
    quads = quads_of(facts)
    passage = next(quad for quad in quads if quad.predicate == NamedNode(Cmq.end))
    action = next(quad for quad in quads if quad.predicate == NamedNode(Cmq.modality))
    zero = Literal("0", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    broken = [quad for quad in quads if quad != passage]
    broken.append(Quad(passage.subject, passage.predicate, zero, passage.graph_name))
    broken.append(Quad(action.subject, action.predicate, NamedNode(Cmq.Denied), action.graph_name))
    focuses = {violation.focus for violation in find_violations(broken)}
    assert {passage.subject.value, action.subject.value} <= focuses  # type: ignore[union-attr]


def test_blank_nodes_are_refused(facts: Facts) -> None:
    node = BlankNode("b")
    quad = Quad(node, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode(Cmq.Claim))
    assert any("IRI" in violation.message for violation in find_violations([*quads_of(facts), quad]))


def test_to_rdflib_keeps_every_term() -> None:
    subject, predicate = NamedNode("http://e.org/s"), NamedNode("http://e.org/p")
    objects = (
        Literal("a", language="en"),
        Literal("1.50", datatype=NamedNode("http://e.org/d")),
        Literal('"\n'),
        BlankNode(),
    )
    graph = to_rdflib([Quad(subject, predicate, term) for term in objects])
    assert {term.n3() for term in graph.objects()} >= {'"a"@en', '"1.50"^^<http://e.org/d>'}
    assert len(graph) == 4


def test_the_check_of_an_article_grows_with_its_length_only(facts: Facts) -> None:
    """Three times the mentions and actions take about three times as long, and not nine times."""

    def seconds(count: int) -> float:
        parties = ("fra",), ("irn",)
        actions = tuple(
            Action(f"a{i}-{turn}", "Accuse", "Occurred", at(chr(i)), *parties)
            for i in b"abcdefghilmnoprstu"
            for turn in range(count)
        )
        mentions = tuple(Mention(Span(i, i + 2), 0, "fra") for i in range(90 * count))
        quads = quads_of(replace(facts, actions=(*facts.actions, *actions), mentions=mentions))
        assert len(quads) > 700 * count
        spent = []
        for _ in range(3):
            begin = time.process_time()
            assert find_violations(quads) == ()
            spent.append(time.process_time() - begin)
        return min(spent)

    seconds(1)
    assert seconds(3) < 6 * seconds(1)
