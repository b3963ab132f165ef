"""Which words describe an action: the most specific trigger wins, and used words trigger nothing of their own."""

from __future__ import annotations

import pytest

from kg.extract.acts.matching import Match, find_triggers
from kg.extract.names.entities import gather_entities
from kg.extract.names.names import find_names
from kg.extract.offices.bearers import find_bearers
from kg.extract.offices.title_phrases import find_title_phrases
from kg.extract.offices.titles import find_titles
from kg.extract.parties.parties import Parties
from kg.extract.reference.coreference import resolve
from kg.lexicon.entities import load_entities
from kg.lexicon.triggers import load_triggers
from tests.reading import acts, parse


def matches(text: str) -> list[list[Match]]:
    """The matches of a text, one list a triggering token."""
    document, lexicon, triggers = parse(text), load_entities(), load_triggers()
    phrases = find_title_phrases(document, lexicon)
    cast = gather_entities(document, find_names(document, phrases, lexicon), lexicon)
    found = find_bearers(document, cast, find_titles(document, cast, phrases, lexicon), lexicon)
    titles, groups = resolve(document, cast, found)
    parties = Parties(document, cast, groups, titles, lexicon, triggers)
    return find_triggers(document, parties, triggers, frozenset(lexicon.assets))


def triggered(text: str) -> list[tuple[str, str]]:
    """Word and category of each triggering token."""
    return [(listed[0].head.text, listed[0].trigger.category) for listed in matches(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ghana condemned Togo.", [("condemned", "Accuse")]),
        ("Ghana held talks with Togo.", [("held", "Consult")]),
        ("Ghana imposed sanctions on Togo.", [("imposed", "Sanction")]),
        ("Ghana lifted sanctions on Togo.", [("lifted", "Concede")]),
        ("Ghana called on Togo to disarm.", [("called", "Request"), ("disarm", "Retreat")]),
        ("Ghana's attack on Togo went on.", [("attack", "Assault")]),
        ("Ghana broke off relations with Togo.", [("broke", "Sanction")]),
        ("Ghana restored relations with Togo.", [("restored", "Support")]),
    ],
)
def test_triggers(text: str, expected: list[tuple[str, str]]) -> None:
    assert triggered(text) == expected


def test_used_words_trigger_nothing_themselves() -> None:
    (only,) = matches("Ghana launched an attack on Togo.")
    assert only[0].trigger.category == "Assault"


def test_the_most_specific_trigger_comes_first() -> None:
    for listed in matches("Ghana threatened Togo with sanctions."):
        weights = [match.trigger.weight for match in listed]
        assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "The USS Attack left port.",
        "Ghana Strikes Back at Togo\nThe day was calm.",
        "The Security Council Meeting Room was painted.",
        "The movie struck a chord with critics.",
        "The news struck Togo as odd.",
        "Prices fell sharply and shares rallied.",
        "The earthquake killed forty people in Togo.",
        "Forty people were killed in an earthquake in Togo.",
        "The meeting room was painted.",
        "The team beat its rival in the final.",
    ],
)
def test_no_action(text: str) -> None:
    assert acts(text) == []
