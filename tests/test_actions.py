"""Repeated mentions of one act are one action; types and confidence."""

from __future__ import annotations

import pytest

from tests.reading import Told, facts, told


def of_type(text: str, *kinds: str) -> list[Told]:
    """The actions of a text that have one of the types."""
    return [action for action in told(text) if action.type in kinds]


def test_a_noun_for_a_told_attack_is_the_same_attack() -> None:
    text = "Russia attacked Ukraine on Monday. Russia's attack on Ukraine went on for hours."
    (action,) = of_type(text, "Assault")
    assert action.passages == 2
    assert action.date == "2024-08-05"


def test_a_killing_told_again_is_the_same() -> None:
    text = "Israel killed Omar Haddad in Beirut. The killing of Haddad angered Iran."
    (action,) = of_type(text, "Killing")
    assert (action.actors, action.recipients, action.place) == (("Israel",), ("Omar Haddad",), "Beirut")


def test_talks_told_again_are_the_same() -> None:
    text = "Emil Kraus and Angela Novak held talks in Oslo. The talks between Kraus and Novak were friendly."
    assert len(of_type(text, "Meeting", "Consult")) == 1


def test_a_visit_with_a_meeting_is_one_act_with_both() -> None:
    (action,) = told("Angela Novak visited Oslo and met Emil Kraus there.")
    assert action.type == "Visit"
    assert "Emil Kraus" in action.recipients
    assert action.place == "Oslo"


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("France imposed sanctions on Niger in May. France imposed sanctions on Mali in June.", "Sanction", 2),
        ("Emil Kraus met Angela Novak on Monday. Emil Kraus met Angela Novak on Friday.", "Meeting", 2),
        ("Russia attacked Ukraine. Ukraine attacked Russia.", "Assault", 2),
        ("Ghana condemned Togo. Mali condemned Togo.", "Accuse", 2),
        ("Ghana will attack Togo. Ghana attacked Togo.", "Assault", 2),
    ],
)
def test_different_acts_stay_apart(text: str, kind: str, count: int) -> None:
    assert len(of_type(text, kind)) == count


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Emil Kraus met Angela Novak.", "Meeting"),
        ("Emil Kraus visited Oslo.", "Visit"),
        ("Emil Kraus called Angela Novak by phone.", "Call"),
        ("Egypt mediated between Israel and Hamas.", "Mediation"),
        ("Iran negotiated with Qatar.", "Negotiation"),
        ("France deployed troops to Mali.", "Deployment"),
        ("Israel put its army on high alert.", "Alert"),
        ("Israel bombed Iran.", "Strike"),
        ("Israel assassinated Omar Haddad.", "Killing"),
        ("Ghana condemned Togo.", "Accuse"),
    ],
)
def test_the_most_specific_type(text: str, kind: str) -> None:
    assert [action.type for action in told(text)] == [kind]


def test_confidence_is_between_nothing_and_certainty() -> None:
    read = facts("Russia attacked Ukraine. Iran's attack on Israel went on. The border was closed.")
    assert len(read.actions) == 3
    verb, noun, nobody = (action.confidence for action in read.actions)
    assert 0 < nobody < noun < verb < 1


def test_identifiers_are_unique_and_contents_point_to_actions() -> None:
    read = facts("China urged Japan to withdraw its troops. Ukraine accused Russia of shelling Kharkiv.")
    ids = [action.id for action in read.actions]
    assert len(ids) == len(set(ids)) == 4
    assert {action.content for action in read.actions} - {None} <= set(ids)


def test_what_was_before_or_after_is_another_act() -> None:
    text = "Turkey shelled Kobani after a rocket from Syria had killed two farmers."
    assert [(a.type, a.actors) for a in of_type(text, "Strike", "Killing")] == [
        ("Strike", ("Turkey",)),
        ("Killing", ()),
    ]


def test_the_toll_of_an_attack_is_no_attack_of_its_own() -> None:
    assert len(told("Hamas attacked Egypt on Monday, and eleven people were killed.")) == 1


def test_what_is_asked_of_two_is_not_one_act() -> None:
    text = "Emil Kraus asked Norway to lift the sanctions. He demanded that the hostages be released."
    assert [a.recipients for a in told(text) if a.type == "Request"] == [("Norway",), ()]
    assert len([a for a in told(text) if a.type == "Concede"]) == 2


def test_words_joined_by_and_are_two_acts() -> None:
    text = "Laos thanked Japan for its patience and welcomed the decision of Tokyo to stay."
    assert [a.recipients for a in of_type(text, "Support")] == [("Japan",), ("Japan",)]
    text = "Emil Kraus urged Ana Silva last week to resign and appealed to both sides to show restraint."
    assert len(of_type(text, "Request")) == 2


def test_a_meeting_joined_to_a_visit_stays_one_act() -> None:
    assert len(told("Emil Kraus visited Oslo and met Ana Silva.")) == 1
