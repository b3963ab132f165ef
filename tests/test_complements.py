"""What parsers get wrong about complements, mended."""

from __future__ import annotations

import pytest

from tests.reading import acts, parse, word


@pytest.mark.parametrize(
    ("text", "asker", "asked"),
    [
        ("Germany called for Iran to halt enrichment.", "Germany", "Iran"),
        ("France and Togo have called for the European Union to lift its arms embargo.", "France", "European Union"),
        ("Norway appealed for Hamas to release the hostages.", "Norway", "Hamas"),
        ("Japan pressed for China to withdraw its ships.", "Japan", "China"),
    ],
)
def test_who_is_asked_to_do_it(text: str, asker: str, asked: str) -> None:
    _, actors, recipients = next(act for act in acts(text) if act[0] == "Request")
    assert asker in actors
    assert recipients == (asked,)


def test_what_is_asked_is_a_complement_of_the_verb() -> None:
    document = parse("Germany called for Iran to halt enrichment.")
    called, halt, preposition = (word(document, text) for text in ("called", "halt", "for"))
    assert (document.head(halt), halt.dep) == (called, "xcomp")
    assert (document.head(preposition), preposition.dep) == (called, "prep")


def test_a_purpose_stays_a_purpose() -> None:
    document = parse("Iran left the door open for inspectors to return.")
    assert word(document, "for").dep != "prep" or document.head(word(document, "for")).text != "left"
