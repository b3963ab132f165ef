"""A possessive means who is judged for the deed: "Norway condemned Chad for its attack" has Chad attack."""

from __future__ import annotations

import pytest

from kg.lexicon.words import scope_words
from tests.inflection import past
from tests.reading import told


def attackers(text: str) -> set[tuple[str, ...]]:
    """Who attacks Togo in a text."""
    return {a.actors for a in told(text) if a.type == "Assault" and "Togo" in a.recipients}


@pytest.mark.parametrize("kind", ["judging", "judging measure"])
def test_who_is_judged_did_it(kind: str) -> None:
    verb = kind == "judging"
    texts = {
        w: f"Norway {past(w)} Chad for its attack on Togo."
        if verb
        else f"Norway imposed {w}s on Chad for its attack on Togo."
        for w in scope_words(kind)
    }
    assert [w for w, text in texts.items() if not attackers(text) <= {("Chad",)}] == []


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        ("Norway condemned Chad for its attack on Togo.", "Chad"),
        ("Norway announced sanctions on Chad in response to its attack on Togo.", "Chad"),
        ("Norway imposed an embargo on Chad because of its attack on Togo.", "Chad"),
        ("Chad was condemned by Norway for its attack on Togo.", "Chad"),
        ("Norway criticised Emil Kraus for his attack on Togo.", "Emil Kraus"),
        ("Chad's raids in the Ketu Strait and its attack on Togo will not go unpunished, Norway said.", "Chad"),
        ("Chad's invasion of Benin and its attack on Togo will not go unpunished, Norway said.", "Chad"),
    ],
)
def test_whose_attack_it_is(text: str, attacker: str) -> None:
    assert attackers(text) == {(attacker,)}


def test_what_is_attacked_may_be_the_subjects() -> None:
    blamed = [a for a in told("Norway blamed Chad for the attack on its embassy.") if a.type == "Assault"]
    assert [(a.actors, a.recipients) for a in blamed] == [(("Chad",), ("Norway",))]


def test_the_owner_of_an_arrest_arrests() -> None:
    arrests = [a for a in told("Canada criticised Chad for its arrest of the pilots.") if a.type == "Coerce"]
    assert [(a.actors, a.recipients) for a in arrests] == [(("Chad",), ())]
    assert [a.recipients for a in told("Ghana deplored Emil Kraus's arrest.") if a.type == "Coerce"] == [
        ("Emil Kraus",)
    ]
