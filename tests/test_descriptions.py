"""Words of deeds that only describe who is meant, how things stand or what is awaited tell of no act."""

from __future__ import annotations

import pytest

from kg.lexicon.words import scope_words
from tests.inflection import plural
from tests.reading import acts, told


def kinds(text: str) -> set[str]:
    """The types of the acts of a text."""
    return {act.type for act in told(text)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Students threw stones at police guarding the French embassy.", {"Protest", "Assault"}),
        ("Gunmen killed a contractor supporting the Iraqi army.", {"Killing"}),
        ("Norway condemned those who sell weapons to the rebels.", {"Accuse"}),
        ("Norway will punish anyone providing weapons to the rebels.", {"Sanction"}),
        ("France, which keeps 1,000 soldiers in Chad, called for restraint.", {"Request"}),
        ("Kenya condemned militias armed with spears.", {"Accuse"}),
        ("Kenya condemned militants sheltered in Sudan.", {"Accuse"}),
        ("Kenya condemned soldiers stationed in Sudan.", {"Accuse"}),
        ("The rebels will lay down their arms after the army leaves the valley.", {"Retreat"}),
        ("Togo agreed to hold talks after Chad withdraws its troops.", {"Agree"}),
        ("The ban is to remain in force until the hostages are freed.", set()),
        ("Ghana is firmly committed to a political solution.", set()),
        ("Ghana has no plans to attack Togo.", set()),
        ("Ghana is unlikely to attack Togo.", set()),
        ("Ghana said any attempt to attack Togo would fail.", set()),
        ("Ghana made every effort to conclude an agreement.", set()),
        ("Kenya launched a new sanctions regime targeting the Chadian army.", {"Sanction"}),
        ("Norway leads a coalition of nations committed to defending trade.", set()),
    ],
)
def test_descriptions(text: str, found: set[str]) -> None:
    assert kinds(text) <= found


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Norway thanked Kenya, providing weapons to the army as well.", "Aid"),
        ("Norway condemned those killed by Chad on Monday.", "Killing"),
        ("France, which sent 1,000 soldiers to Chad, called for restraint.", "Deployment"),
        ("The rebels laid down their arms after the army left the valley.", "Retreat"),
        ("Togo will hold talks after Chad withdrew its troops.", "Retreat"),
        ("Ghana committed itself to a truce with Togo.", "Agree"),
    ],
)
def test_deeds(text: str, act: str) -> None:
    assert act in kinds(text)


@pytest.mark.parametrize("place", ["on the sidelines of", "on the margins of", "on the fringes of"])
def test_a_summit_beside_which_they_meet_is_no_meeting_of_others(place: str) -> None:
    text = f"Emil Kraus met Angela Novak {place} the African Union summit in Accra."
    assert [(a.actors, a.recipients) for a in told(text)] == [(("Emil Kraus",), ("Angela Novak",))]


def test_every_servant_is_only_described() -> None:
    texts = {word: f"Rebels attacked {plural(word)} protecting the Kenyan embassy." for word in scope_words("serving")}
    assert [word for word, text in texts.items() if "Cooperate" in kinds(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The release of two nurses held by Boko Haram pleased Norway.",
        "Two nurses held by Boko Haram were released on Monday.",
        "Two nurses kidnapped by Boko Haram were released on Monday.",
    ],
)
def test_captives_are_let_go_by_their_captors(text: str) -> None:
    assert ("Concede", ("Boko Haram",)) in [act[:2] for act in acts(text)]


def test_by_whom_captives_were_held_is_told_with_their_release() -> None:
    assert kinds("Two nurses held by Boko Haram were released on Monday.") == {"Concede"}
    assert "Coerce" in kinds("Two nurses kidnapped by Boko Haram were released on Monday.")


def test_what_one_is_ready_for_need_not_come() -> None:
    found = {(act.type, act.modality) for act in told("Kenya is ready to host talks between Chad and Sudan.")}
    assert ("Mediation", "Hypothetical") in found


@pytest.mark.parametrize("deed", ["The truce was", "The release of two nurses was", "The sailors left, a move"])
def test_deeds_that_are_welcomed_are_no_guests(deed: str) -> None:
    assert ("Support", ("Norway",)) in [act[:2] for act in acts(f"{deed} welcomed by Norway.")]
    assert "Visit" not in kinds(f"{deed} welcomed by Norway.")


def test_who_was_seized_is_let_go_by_who_seized_him() -> None:
    text = "Togo's police arrested Kofi Mensah on Monday. He was released a few hours later."
    assert [a.actors for a in told(text) if a.type == "Concede"] == [("Togolese police",)]
    assert [a.actors for a in told("Kofi Mensah was released on Monday.") if a.type == "Concede"] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "The protesters were met with tear gas.",
        "Students throwing stones were met with baton charges.",
        "The decision was made during a security cabinet meeting.",
        "Israel rejected the bid at a cabinet meeting on Monday.",
    ],
)
def test_what_is_no_meeting(text: str) -> None:
    assert "Meeting" not in kinds(text)


def test_who_is_met_by_somebody_meets_him() -> None:
    assert ("Meeting", ("Felipe",), ("Ruto",)) in acts("President Ruto was met by King Felipe in Madrid.")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("She was prepared to negotiate with the junta about elections.", {("Negotiation", "Hypothetical")}),
        ("Iran is ready to return to the deal.", {("Agree", "Occurred")}),
    ],
)
def test_who_is_ready_has_agreed_to_nothing(text: str, kinds: set[tuple[str, str]]) -> None:
    assert {(act.type, act.modality) for act in told(text)} == kinds
