"""The entity typer's seam: labels by default, another typer in its place, and its score in the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.errors import DataError
from kg.extract.names.names import find_names
from kg.extract.names.typer import Candidate, LabelTyper, Typed
from kg.language.document import Document, Token
from kg.lexicon.entities import load_entities
from tests.reading import article, parse, pipeline

TEXT = "The envoy met Teresa Longworth in Quellmont before the Brackwater Institute closed."


def candidate(label: str, *words: str, tag: str = "NNP") -> Candidate:
    """A mention of some words; the last has the tag given."""
    tags = ["NNP"] * (len(words) - 1) + [tag]
    tokens = [
        Token(i, 9 * i, 9 * i + len(word), word, word.lower(), "PROPN", of, "dep", i, label, i == 0)
        for i, (word, of) in enumerate(zip(words, tags, strict=True))
    ]
    return Candidate(tuple(tokens), label)


class Wilful:
    """Takes every mention of one label for one kind, and leaves the others out."""

    name = "wilful"

    def __init__(self, label: str, kind: str, score: float = 0.5) -> None:
        self._label, self._typed = label, Typed(kind, score)
        self.seen: list[str] = []

    def type_mentions(self, document: Document, candidates: Sequence[Candidate]) -> Sequence[Typed | None]:
        self.seen += [document.text[c.tokens[0].start : c.tokens[-1].end] for c in candidates]
        return [self._typed if c.label == self._label else None for c in candidates]


@pytest.mark.parametrize(
    ("mention", "typed"),
    [
        (candidate("PERSON", "Ada", "Moor"), Typed("Person", 0.85)),
        (candidate("GPE", "Quellmont"), Typed("Settlement", 0.7)),
        (candidate("LOC", "Great", "Moor"), Typed("Region", 0.7)),
        (candidate("ORG", "Brackwater"), Typed("Organization", 0.85)),
        (candidate("ORG", "Harbour", "Parliament"), Typed("Legislature", 0.85)),
        (candidate("FAC", "Harbour", "Parliament", "'s", tag="POS"), Typed("Legislature", 0.85)),
        (candidate("MONEY", "ten", "dollars"), None),
    ],
)
def test_a_label_and_the_head_of_a_body_give_the_kind(mention: Candidate, typed: Typed | None) -> None:
    assert LabelTyper(load_entities()).type_mentions(parse("Nothing."), [mention]) == [typed]


def test_another_typer_sees_each_mention_and_decides() -> None:
    typer = Wilful("PERSON", "Company")
    named = find_names(parse(TEXT), (), load_entities(), typer)
    assert "Teresa Longworth" in typer.seen
    assert [(n.canonical, n.kind, n.score) for n in named if n.via == "model"] == [("Teresa Longworth", "Company", 0.5)]


def test_the_gazetteer_stays_surer_than_a_typer() -> None:
    named = find_names(parse("France met the delegation of Brazil."), (), load_entities(), Wilful("GPE", "Company"))
    assert {(n.canonical, n.kind) for n in named} == {("France", "State"), ("Brazil", "State")}


def test_its_score_is_the_confidence_of_what_it_typed() -> None:
    reading = replace(pipeline(), typer=Wilful("PERSON", "Person", 0.42))
    found = {
        actor.name: actor.confidence for actor in reading.extract(article(TEXT + " France sent aid to Mali.")).actors
    }
    assert found["Teresa Longworth"] == 0.42
    assert found["France"] == 0.95


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match=r"'wilful' gives the kind 'Planet'"):
        find_names(parse(TEXT), (), load_entities(), Wilful("PERSON", "Planet"))
