"""Accusations and threats in which no word says so, and what is neither."""

from __future__ import annotations

import pytest

from tests.reading import acts, told

BLAMED = ("Accuse", ("Armenia",), ("Azerbaijan",))


@pytest.mark.parametrize(
    "text",
    [
        "Armenia said Azerbaijan had shelled two villages in Armenia.",
        "Armenia said that Azerbaijan had attacked Armenia.",
        "Armenia says Azerbaijan shelters the rebels.",
    ],
)
def test_who_tells_of_a_deed_against_the_own_side_blames_its_doer(text: str) -> None:
    assert BLAMED in acts(text)


def test_the_deed_stands_in_the_accusation_as_alleged() -> None:
    deed = next(a for a in told("Armenia said Azerbaijan had attacked Armenia.") if a.type == "Assault")
    assert (deed.actors, deed.modality, deed.source) == (("Azerbaijan",), "Alleged", "Armenia")


@pytest.mark.parametrize(
    "text",
    [
        "Armenia said Azerbaijan had attacked Georgia.",  # no side of its own is hit
        "Armenia said its army had attacked Azerbaijan.",  # the own deed
        "Azerbaijan attacked Armenia.",  # nobody says it
        "Armenia said it would end the raids that Azerbaijan had launched against Armenia.",  # described only
    ],
)
def test_no_complaint_is_read_into_what_is_only_told(text: str) -> None:
    assert [kind for kind, _, _ in acts(text) if kind == "Accuse"] == []


def test_one_accusation_a_sentence_is_enough() -> None:
    text = "Armenia accused Azerbaijan of war crimes and said it had attacked Armenia."
    assert [kind for kind, _, _ in acts(text)].count("Accuse") == 1


@pytest.mark.parametrize(
    "text",
    ['"Our soldiers will attack the rebels," the Ethiopian president said.', "Ethiopia said it would bomb the rebels."],
)
def test_who_announces_a_blow_of_the_own_side_threatens(text: str) -> None:
    assert [(a.type, a.modality) for a in told(text)] == [("Threaten", "Occurred")]


def test_a_blow_that_another_side_is_to_strike_is_no_threat_of_who_says_so() -> None:
    assert [a.type for a in told("Armenia said Azerbaijan would attack Georgia.")] == ["Assault"]


def test_nobody_threatens_the_own_side() -> None:
    assert acts("Iran will face consequences, the Iranian president said.") == []


def test_two_deeds_of_one_kind_are_two() -> None:
    assert [kind for kind, _, _ in acts("Soldiers detained President Emil Kraus and seized power.")] == [
        "Coerce",
        "Coerce",
    ]


def test_all_who_say_it_threaten() -> None:
    text = "Mali and Niger said that any intervention would mean war."
    assert [actors for kind, actors, _ in acts(text) if kind == "Threaten"] == [("Mali", "Niger")]


def test_whom_an_attack_would_hit_is_not_who_is_threatened() -> None:
    text = "Any attack on Cyprus would mean war, Greece said."
    assert ("Threaten", ("Greece",), ()) in acts(text)


@pytest.mark.parametrize(
    ("text", "doer"),
    [("Kenya blamed the rebels for the killings.", "the rebels"), ("Kenya accused Somalia of the blast.", "Somalia")],
)
def test_the_deed_that_somebody_is_blamed_for_is_theirs(text: str, doer: str) -> None:
    deeds = [(a.actors, a.modality) for a in told(text) if a.type in ("Assault", "Killing")]
    assert deeds == [((doer,), "Alleged")]


def test_a_deed_that_nobody_is_blamed_for_is_none_of_anybody() -> None:
    assert acts("The killings were the talk of the town.") == []
