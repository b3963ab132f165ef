"""Parties that are said elsewhere, and triggers that are no act of their own."""

from __future__ import annotations

import pytest

from tests.reading import acts, told


def test_a_threat_is_against_whom_the_sentence_blames() -> None:
    text = "Iran blamed Israel for the raid and vowed revenge."
    assert ("Threaten", ("Iran",), ("Israel",)) in acts(text)


def test_a_threat_is_against_the_only_other_side_in_the_sentence() -> None:
    assert ("Threaten", ("Iran",), ("Israel",)) in acts("After the raid by Israel, Iran vowed revenge.")


def test_a_threat_among_many_stays_open() -> None:
    threats = [a for a in told("With Israel and Egypt watching, Iran vowed revenge.") if a.type == "Threaten"]
    assert [a.recipients for a in threats] == [()]


def test_whoever_did_a_condemned_deed_is_condemned() -> None:
    text = "Russia attacked Ukraine on Friday. China condemned the attack."
    assert acts(text)[-1] == ("Accuse", ("China",), ("Russia",))


def test_a_deed_of_ones_own_is_not_condemned_in_oneself() -> None:
    text = "China launched a raid on Friday. China later condemned the raid."
    assert all(a.recipients == () for a in told(text) if a.type == "Accuse")


@pytest.mark.parametrize(
    "text",
    ["Talks resumed.", "A meeting took place.", "Emil Kraus met on Monday.", "The attack was over by noon."],
)
def test_nobody_with_nobody_is_no_act(text: str) -> None:
    assert acts(text) == []


def test_an_agreement_to_cooperate_is_one_act() -> None:
    assert acts("Poland and Hungary agreed to cooperate on energy.") == [("Agree", ("Poland", "Hungary"), ())]


def test_an_agreement_to_help_another_is_two() -> None:
    kinds = [kind for kind, _, _ in acts("Poland and Hungary agreed to send aid to Malawi.")]
    assert kinds == ["Agree", "Aid"]


def test_a_visit_is_an_act_though_it_names_no_host() -> None:
    assert [a.actors for a in told("Emil Kraus visited Oslo.")] == [("Emil Kraus",)]


@pytest.mark.parametrize(
    "text",
    [
        "Emil Kraus has been mediating in the conflict since May.",
        "Emil Kraus chaired the talks in Oslo.",
        "Emil Kraus briefed ambassadors in Oslo.",
        "Norway urged Emil Kraus to resume the talks.",
    ],
)
def test_who_talks_with_people_without_a_name_is_not_alone(text: str) -> None:
    assert ("Emil Kraus",) in [actors for kind, actors, _ in acts(text) if kind != "Request"]


def test_the_release_of_somebody_that_is_asked_of_nobody_is_an_act() -> None:
    assert [kind for kind, _, _ in acts("Norway called for the release of the hostages.")] == ["Request", "Concede"]


def test_what_a_wish_asks_for_is_no_act() -> None:
    assert "Concede" not in [kind for kind, _, _ in acts("Norway might demand the release of the hostages.")]


def test_being_in_a_country_is_a_visit_for_a_foreigner() -> None:
    assert "Visit" in [kind for kind, _, _ in acts("French president Emil Kraus is in Cairo today.")]
    assert "Visit" not in [kind for kind, _, _ in acts("French president Emil Kraus is in Paris today.")]
