"""The 1,500 own sentences: as much is found as the floors say, and the data is what it claims to be."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.lexicon.triggers import CATEGORIES
from tests.senses import NONE, Sentence, raised, read_floors, read_sentences, rows, shares

LEAST = 65
"""Sentences of each category."""


@pytest.mark.slow
@pytest.mark.parametrize("category", [*CATEGORIES, NONE])
def test_acts_are_found_as_often_as_the_floor_says(category: str) -> None:
    assert shares(read_sentences())[category] >= read_floors()[category]


def test_every_category_has_sentences_of_its_own() -> None:
    listed = {category: [text for text, _ in rows(category)] for category in (*CATEGORIES, NONE)}
    assert {category: len(texts) for category, texts in listed.items() if len(texts) < LEAST} == {}
    counted = Counter(text for texts in listed.values() for text in texts)
    assert [text for text, count in counted.items() if count > 1] == []
    assert counted.total() > 1400


def test_the_same_words_tell_of_different_acts() -> None:
    senses: dict[str, set[str]] = {}
    for category in CATEGORIES:
        for _, trigger in rows(category):
            senses.setdefault(trigger.lower(), set()).add(category)
    assert sum(len(categories) >= 3 for categories in senses.values()) >= 80


def test_a_miss_and_an_invention_count_against_the_share() -> None:
    planted = [Sentence("a", category, "a", frozenset({category})) for category in CATEGORIES]
    planted += [Sentence("b", "Aid", "b", frozenset()), Sentence("c", NONE, "c", frozenset({"Aid"}))]
    found = shares([*planted, Sentence("d", NONE, "d", frozenset())])
    assert (found["Aid"], found["Agree"], found[NONE]) == (0.5, 1.0, 0.5)


def test_floors_only_rise() -> None:
    assert raised({"Aid": 0.519, "Agree": 0.725}, {"Aid": 0.6, "Agree": 0.5}) == {"Aid": 0.6, "Agree": 0.7}
