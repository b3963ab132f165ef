"""Texts without a letterhead that say "we": whose word they are, and what they demand."""

from __future__ import annotations

import pytest

from tests.reading import ISSUED, facts, told


def made(text: str, kind: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The parties of the acts of a kind."""
    return [(a.actors, a.recipients) for a in told(text) if a.type == kind]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Togo will continue to work with our partners. We condemn the attack by Chad on Niger.", ("Togo",)),
        ("Kenya will do everything we can to help. We condemn the attack by Chad on Niger.", ("Kenya",)),
        ("The African Union stands by our commitment to Mali. We condemn Chad.", ("African Union",)),
        ("Ghana and Togo remain firm in our support for Mali. We condemn Chad.", ("Ghana", "Togo")),
        (
            "Joint statement by Ghana, Togo and Benin on 4 March.\n\nWe condemn the attack by Chad.",
            ("Ghana", "Togo", "Benin"),
        ),
        ("Togo will vote in May. We condemn the attack by Chad on Niger.", ()),
        ("The army of Togo told our correspondent that all was well. We condemn Chad.", ()),
        ("“Togo will stand by our partners,” Kofi Mensah said. We condemn Chad.", ()),
    ],
)
def test_who_speaks_of_itself_is_we(text: str, actors: tuple[str, ...]) -> None:
    assert [a for a, _ in made(text, "Accuse")][-1:] == ([actors] if actors else [()])


@pytest.mark.parametrize(
    "demand",
    [
        "The junta must release President Moussa Diallo at once.",
        "The junta should immediately restore power to the elected government.",
        "The junta needs to end the state of emergency.",
        "The junta has to withdraw its troops from Lome.",
    ],
)
def test_what_must_be_done_is_demanded_by_whose_word_a_text_is(demand: str) -> None:
    text = f"Ghana will continue to work with our partners in Togo. {demand}"
    assert made(text, "Request") == [(("Ghana",), ("junta",))]


@pytest.mark.parametrize(
    "text",
    [
        "Ghana will vote in May. The junta must release President Moussa Diallo.",
        "Ghana will work with our partners. All agreed that Chad must withdraw its forces.",
        "Ghana will work with our partners. Should Chad attack Togo, there will be a vote.",
        "Ghana will work with our partners. Ghana must withdraw its forces from Chad.",
    ],
)
def test_what_is_said_by_others_is_no_demand_of_the_text(text: str) -> None:
    assert (("Ghana",), ("Chad",)) not in made(text, "Request")
    assert not any(actors == ("Ghana",) for actors, _ in made(text, "Request"))


def test_what_a_text_says_of_its_own_is_of_its_day() -> None:
    text = "Togo will continue to work with our partners. We condemn the attack by Chad on Niger."
    (blame,) = (a for a in facts(text).actions if a.type == "Accuse")
    assert blame.start_date == ISSUED
