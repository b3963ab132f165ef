"""The re-ranker's measurement: the training leaves nothing to chance, and behind the seam it only re-types."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reading import article, pipeline
from tests.reranker import CLASSES, Example, Listener, Reranker, example_of, held_out, train

TEXT = "France called for talks. Chad called up reservists. Mali accused Niger of theft."


def example(category: str, *features: str, lexicon: str = "Request") -> Example:
    return Example(frozenset(features), lexicon, frozenset({"Request", "Mobilize"}), category)


TAUGHT = [example("Request", "prep:for", "lemma=call"), example("Mobilize", "prt:up", "lemma=call")] * 3


def test_training_twice_gives_the_same_weights() -> None:
    one, two = train(TAUGHT), train(list(TAUGHT))
    assert one.rows == two.rows
    assert np.array_equal(one.weights, two.weights)
    assert one.weights.shape == (len(one.rows) + 1, len(CLASSES))


def test_what_was_taught_is_chosen_among_what_may_be() -> None:
    model = train(TAUGHT)
    asked = example("Mobilize", "prt:up", "lemma=call")
    assert model.choose(asked, asked.candidates) == "Mobilize"
    assert model.choose(asked, ["Aid"]) == "Request"
    assert held_out(TAUGHT * 5) == pytest.approx((0.5, 1.0, 1.0))


def test_features_come_from_the_questions_own_words() -> None:
    listener = Listener()
    replace(pipeline(), judge=listener).extract(article(TEXT))
    (question,) = [q for q in listener.asked if q.category == "Accuse"]
    found = example_of(question, "Accuse")
    assert {"lemma=accuse", "object:PARTY", "subject:PARTY", "candidate=Accuse"} <= found.features
    assert "Accuse" in found.candidates


def test_behind_the_seam_no_act_comes_or_goes() -> None:
    before = pipeline().extract(article(TEXT)).actions
    judge = Reranker(train(TAUGHT), among_all=True)
    after = replace(pipeline(), judge=judge).extract(article(TEXT)).actions
    assert [(a.modality, a.evidence) for a in after] == [(a.modality, a.evidence) for a in before]
    assert len(before) >= 2
