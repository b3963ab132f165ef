"""Calls told of as the occasion of other words."""

from __future__ import annotations

import pytest

from kg.lexicon.words import scope_words
from tests.reading import acts

WRITTEN = {"phonecall": "phonecall"}


@pytest.mark.parametrize("noun", sorted(scope_words("call")))
def test_who_says_something_in_a_call_talked_with_who_hears_it(noun: str) -> None:
    text = f"In a {noun} on Sunday, Emil Kraus pressed Ana Silva to lift the ban."
    assert ("Call", ("Emil Kraus",), ("Ana Silva",)) in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "In a call, Emil Kraus condemned the raid.",
        "After the call, Emil Kraus thanked Ana Silva.",
        "In a call to arms, the rebels burned the town.",
        "In his call for calm, Emil Kraus thanked Ana Silva.",
    ],
)
def test_a_call_without_a_hearer_is_none(text: str) -> None:
    assert not any(kind in ("Call", "Consult") for kind, _, _ in acts(text))


def test_a_call_that_says_with_whom_is_told_once() -> None:
    calls = [act for act in acts("In a call with Ana Silva, Emil Kraus thanked her.") if act[0] == "Call"]
    assert calls == [("Call", ("Emil Kraus",), ("Ana Silva",))]
