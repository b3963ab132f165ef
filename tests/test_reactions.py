"""Whom a reaction is to that names only the words or the deed that it is about."""

from __future__ import annotations

import pytest

from tests.reading import acts

Act = tuple[str, tuple[str, ...], tuple[str, ...]]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Emil Kraus said that Ghana had lied, an allegation dismissed by Ghana.",
            ("Reject", ("Ghana",), ("Emil Kraus",)),
        ),
        ("Togo would ask Mali for troops, an idea that Ghana opposes.", ("Reject", ("Ghana",), ("Togo",))),
        ("Emil Kraus accused Ghana of theft, a charge that Ghana denied.", ("Reject", ("Ghana",), ("Emil Kraus",))),
    ],
)
def test_words_that_a_noun_sums_up_are_those_of_their_speaker(text: str, act: Act) -> None:
    assert act in acts(text)


def test_a_semicolon_parts_what_a_noun_can_sum_up() -> None:
    text = "Togo accused Mali of theft; the border is closed, a claim that Ghana denied."
    assert ("Reject", ("Ghana",), ("Togo",)) not in acts(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Togo agreed to release Emil Kraus. Ghana welcomed the decision.", ("Support", ("Ghana",), ("Togo",))),
        ("Togo sanctioned Mali on Monday. Ghana condemned the measure.", ("Accuse", ("Ghana",), ("Togo",))),
    ],
)
def test_a_deed_that_a_noun_points_back_to_is_that_of_its_doer(text: str, act: Act) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Togo sanctioned Mali on Monday. Ghana condemned the measures in Benin.",
        "Ghana sanctioned Mali on Monday. Ghana condemned the measure.",
    ],
)
def test_what_is_said_nearer_or_of_oneself_points_to_nobody(text: str) -> None:
    assert not any(kind == "Accuse" and recipients == ("Togo",) for kind, _, recipients in acts(text))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Togo shelled a town in Mali on Monday. Ghana denounced the attack.", ("Accuse", ("Ghana",), ("Togo",))),
        ("Togo expelled two envoys of Mali. Ghana condemned the boycott.", ("Accuse", ("Ghana",), ("Togo",))),
        (
            "Togo raided a village in Mali. Rain fell. Crops failed. Prices rose. Snow came. Ghana condemned the raid.",
            ("Accuse", ("Ghana",), ("Togo",)),
        ),
        ("Togo pulled its troops out of Mali. Ghana welcomed the withdrawal.", ("Support", ("Ghana",), ("Togo",))),
    ],
)
def test_a_noun_of_a_deed_takes_up_the_nearest_of_its_kind(text: str, act: Act) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Togo shelled a town in Mali on Monday. Ghana condemned an attack.",
        "Togo shelled a town in Mali on Monday. Ghana condemned the attack in Benin.",
        "Togo shelled a town in Mali on Monday. Ghana condemned the embargo.",
    ],
)
def test_another_deed_is_not_taken_up(text: str) -> None:
    assert not any(kind == "Accuse" and recipients == ("Togo",) for kind, _, recipients in acts(text))
