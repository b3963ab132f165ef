"""Mentions of capitals: the state where it acts, the city where things happen."""

from __future__ import annotations

import pytest

from tests.reading import facts


def meant(text: str, word: str) -> list[str]:
    """The names of what the mentions of a word refer to, in text order."""
    found = facts(text)
    names = {actor.id: actor.name for actor in found.actors} | {place.id: place.name for place in found.places}
    return [
        names[mention.refers_to]
        for mention in found.mentions
        if found.article.text[mention.span.start : mention.span.end] == word
    ]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Tehran urged Moscow to hold talks in Tehran.", "Tehran", ["Iran", "Tehran"]),
        ("Tehran urged Moscow to hold talks in Tehran.", "Moscow", ["Russia"]),
        ("Tokyo said it would protest.", "Tokyo", ["Japan"]),
        ("Ministers of Norway and Sweden met in Tokyo.", "Tokyo", ["Tokyo"]),
        ("The mayor of Tokyo resigned.", "Tokyo", ["Tokyo"]),
    ],
)
def test_a_capital_that_acts_is_its_state(text: str, word: str, expected: list[str]) -> None:
    assert meant(text, word) == expected


def test_a_capital_that_only_acts_is_no_place_of_the_article() -> None:
    found = facts("Tokyo condemned the launch.")
    assert not found.places
    assert [a.aliases for a in found.actors if a.name == "Japan"] == [("Tokyo",)]
