"""Who says it at the end of a sentence, where the parser sees an apposition."""

from __future__ import annotations

import pytest

from tests.reading import parse, told, word


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ghana attacked Togo, the presidential press service in Accra reported.", "service"),
        ("The army attacked Togo, a ministry official said.", "official"),
        ("The rebels have attacked Togo, a ministry official who asked not to be named said.", "official"),
    ],
)
def test_the_source_is_the_subject(text: str, source: str) -> None:
    document = parse(text)
    noun = word(document, source)
    assert (noun.dep, document.head(noun).dep) == ("nsubj", "ROOT")


def test_an_apposition_between_commas_stays() -> None:
    document = parse("The talks failed, and Togo, the host of the meeting, reported losses.")
    assert word(document, "host").dep == "appos"


def test_the_deed_keeps_whom_it_is_done_to() -> None:
    (attack,) = told("Ghana attacked Togo, the presidential press service in Accra reported.")
    assert (attack.actors, attack.recipients) == (("Ghana",), ("Togo",))
