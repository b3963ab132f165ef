"""What is asked or promised and would be giving way, though its words trigger nothing themselves."""

from __future__ import annotations

import pytest

from kg.lexicon.words import scope_words
from tests.reading import Told, told

WHAT = {"allow": "it to land", "permit": "it to land", "let": "it land", "exempt": "it"}


def concessions(text: str) -> list[Told]:
    """The concessions that a text tells of."""
    return [action for action in told(text) if action.type == "Concede"]


@pytest.mark.parametrize("verb", sorted(scope_words("complying")))
def test_what_is_asked_is_a_concession(verb: str) -> None:
    (action,) = concessions(f"Norway urged Serbia to {verb} {WHAT.get(verb, 'the thing')}.")
    assert (action.modality, action.actors) == ("Requested", ("Serbia",))


def test_a_promise_tells_of_one_too() -> None:
    (action,) = concessions("Turkey promised Cyprus to halt the survey.")
    assert (action.modality, action.actors) == ("Planned", ("Turkey",))


def test_an_agreement_says_it_all() -> None:
    assert concessions("Turkey and Cyprus agreed to reopen the channels.") == []


@pytest.mark.parametrize(
    "text",
    ["Norway lifted it.", "Norway urged Serbia not to lift it.", "Norway urged Serbia to paint it.", "Serbia stopped."],
)
def test_only_what_is_asked_is_one(text: str) -> None:
    assert concessions(text) == []


@pytest.mark.parametrize("verb", sorted(scope_words("ending")))
def test_support_for_fighters_that_is_to_end_is_conceded(verb: str) -> None:
    read = told(f"France urged Chad to {verb} all support for the rebels.")
    assert ("Concede", ("Chad",)) in [(a.type, a.actors) for a in read]
    assert "Sanction" not in [a.type for a in read]


def test_ties_with_a_state_that_are_to_end_are_a_sanction() -> None:
    assert "Sanction" in [a.type for a in told("France urged Chad to end all ties with Libya.")]
