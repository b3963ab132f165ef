"""Lists of those who are asked to do something, which small parsers break."""

from __future__ import annotations

import pytest

from tests.reading import told


def asked(text: str) -> tuple[str, ...]:
    """The recipients of the only request of a text, in alphabetical order."""
    (request,) = (a for a in told(text) if a.type == "Request")
    return tuple(sorted(request.recipients))


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        (
            "Kenya urged the Sudanese Armed Forces, the Rapid Support Forces and allied armed groups to cease fire.",
            ("Rapid Support Forces", "Sudanese Armed Forces", "allied armed groups"),
        ),
        ("Ghana called on Togo, the rebels and their foreign backers to stop fighting.", ("Togo", "the rebels")),
        ("Kenya asked Chad and Niger to withdraw their troops.", ("Chad", "Niger")),
        (
            "Kenya urged Chad, Niger and armed groups in Mali to lay down arms.",
            ("Chad", "Niger", "armed groups in Mali"),
        ),
    ],
)
def test_all_of_a_list_are_asked(text: str, recipients: tuple[str, ...]) -> None:
    assert set(recipients) <= set(asked(text))


def test_all_of_a_list_are_to_do_it() -> None:
    text = "Kenya urged the Sudanese Armed Forces, the Rapid Support Forces and allied groups to cease hostilities."
    (retreat,) = (a for a in told(text) if a.type == "Retreat")
    assert {"Rapid Support Forces", "Sudanese Armed Forces"} <= set(retreat.actors)


def test_another_clause_is_no_member() -> None:
    assert asked("Ghana told the army, and Togo urged the rebels to stop fighting.") == ("the rebels",)
