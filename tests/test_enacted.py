"""Resolutions and communiqués: clauses whose subject stands once above them."""

from __future__ import annotations

import pytest

from kg.language.blocks import split_blocks
from kg.language.enacted import leads_of, opening_of
from kg.lexicon.words import scope_words
from tests.inflection import past
from tests.reading import article, facts, in_words, parse

RESOLUTION = """The Security Council,

Strongly condemning the attack by Chad on Niger,

Deeply concerned at the arrest of the envoy of Togo by Ghana,

1. Demands that Chad withdraw its forces from Niger;

2. Calls upon Libya to release the envoys of Kenya; and

3. Decides to impose sanctions on Chad.
"""


def leads(text: str) -> dict[int, int]:
    return leads_of(text, split_blocks(article(text)))


def told(text: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Category, actors and recipients of the actions in a text."""
    return {(act.type, act.actors, act.recipients) for act in in_words(facts(text))}


def test_the_clauses_of_a_list_have_the_line_above_for_their_lead() -> None:
    assert leads(RESOLUTION) == {1: 0, 2: 0, 3: 0, 4: 0, 5: 0}


def test_a_line_that_only_says_again_who_speaks_is_no_lead() -> None:
    text = "The Council of Ministers adopted this decision on Chad:\n\nCouncil,\n\n1. Welcomes the truce;\n"
    assert leads(text) == {2: 0}


@pytest.mark.parametrize(
    "text",
    [
        "Demands that Chad withdraw;\n",
        "The envoys said:\n\nThe talks have failed.\n",
        "Ghana's army, which left Togo,\n\nsaid that Chad was calm.\n",
    ],
)
def test_without_a_line_above_or_clauses_below_there_is_no_list(text: str) -> None:
    assert leads(text) == {}


def test_the_text_and_its_offsets_stay_as_they_are() -> None:
    document = parse(RESOLUTION)
    assert all(RESOLUTION[t.start : t.end] == t.text for t in document.tokens)
    assert [t.text for t in document.tokens if document.sentence_of(t).first == t.i][1:3] == ["Strongly", "Deeply"]
    verb = next(t for t in document.tokens if t.text == "Demands")
    assert (verb.pos, verb.lemma, verb.dep) == ("VERB", "demand", "ROOT")


def test_who_stands_above_a_list_does_what_its_clauses_say() -> None:
    found = told(RESOLUTION)
    council = ("United Nations Security Council",)
    assert ("Accuse", council, ("Chad",)) in found
    assert ("Request", council, ("Chad",)) in found
    assert ("Request", council, ("Libya",)) in found
    assert ("Sanction", council, ("Chad",)) in found
    assert any(kind == "Retreat" and actors == ("Chad",) for kind, actors, _ in found)


def test_a_short_clause_is_no_heading() -> None:
    assert not parse(RESOLUTION).sentences[5].heading


@pytest.mark.parametrize("verb", sorted(scope_words("enacting")))
def test_every_verb_opens_clauses_in_all_its_forms(verb: str) -> None:
    third = (
        f"{verb[:-1]}ies"
        if verb.endswith("y") and verb[-2] not in "aeiou"
        else f"{verb}{'e' * verb.endswith(('s', 'sh', 'ch'))}s"
    )
    assert opening_of(f"{third.title()} that") == ("It",)
    regular = past(verb)
    plain = regular.endswith("ed") and regular not in scope_words("enacting state")
    assert not plain or opening_of(f"{regular.title()} that") == ("They",)


@pytest.mark.parametrize("word", sorted(scope_words("enacting state")))
def test_every_word_for_a_state_of_mind_opens_clauses(word: str) -> None:
    assert opening_of(f"Gravely {word} at the news") == ("It", "is")


def test_gerunds_open_clauses() -> None:
    words = ("Condemning", "Calling", "Urging", "Welcoming", "Noting", "Regretting", "Submitting", "Strongly deploring")
    assert [word for word in words if opening_of(f"{word} all") != ("It", "is")] == []
