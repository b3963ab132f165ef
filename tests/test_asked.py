"""Who is asked, where the request names nobody."""

from __future__ import annotations

import pytest

from tests.reading import acts, told


def asked(text: str) -> tuple[str, ...]:
    """The recipients of the last request of a text."""
    return [a for a in told(text) if a.type == "Request"][-1].recipients


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("At the request of Ghana, Togo froze the accounts.", ("Togo",)),
        ("President Emil Kraus resigned in May under pressure from Ghana.", ("Emil Kraus",)),
        ("The Security Council imposed an embargo at the urging of Ghana.", ("United Nations Security Council",)),
        ("An embargo was imposed at the request of Ghana.", ()),
    ],
)
def test_who_did_it_at_ones_request_was_asked(text: str, recipients: tuple[str, ...]) -> None:
    assert asked(text) == recipients


def test_who_is_to_do_what_is_demanded_is_asked() -> None:
    assert ("Request", ("Ghana",), ("Togo",)) in acts("Ghana's demand that Togo publish the tallies was repeated.")


def test_who_was_told_first_is_asked_too() -> None:
    text = "Emil Kraus told Angela Novak that time was short, and demanded that the border be opened."
    assert ("Request", ("Emil Kraus",), ("Angela Novak",)) in acts(text)


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("At the Security Council, Ghana demanded an emergency session.", ("United Nations Security Council",)),
        ("The Security Council met on Monday. Ghana had asked for the session.", ("United Nations Security Council",)),
        ("The Security Council met on Monday. Ghana asked for a meeting.", ()),
    ],
)
def test_a_session_is_asked_of_the_body_that_holds_it(text: str, recipients: tuple[str, ...]) -> None:
    assert asked(text) == recipients


def test_who_grants_a_request_has_no_quarrel_with_who_made_it() -> None:
    text = "At the request of Ghana, Togo froze the accounts. Togo recalled its ambassador."
    assert ("Sanction", ("Togo",), ()) in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya increased pressure on Chad to withdraw its troops.",
        "Kenya put pressure on Chad to stop its attacks.",
        "Kenya renewed its call on Chad to withdraw its troops.",
        "Kenya signed an accord in an effort to increase pressure on Chad to end its use of force.",
    ],
)
def test_who_is_pressed_does_it(text: str) -> None:
    assert ("Retreat", ("Chad",), ()) in acts(text)


def test_who_asks_for_leave_does_it() -> None:
    assert ("Retreat", ("Kenya",), ()) in acts("Kenya promised Chad to withdraw its troops.")


@pytest.mark.parametrize(
    "text",
    [
        "Kenya condemned Chad's use of drones to attack Niger.",
        "Kenya deplored Chad's use of heavy weapons to attack Niger.",
    ],
)
def test_what_is_used_to_do_it_is_used_by_its_owner(text: str) -> None:
    assert ("Assault", ("Chad",), ("Niger",)) in acts(text)
