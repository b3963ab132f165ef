"""Paragraphs: no heading is glued to the next line, bullets fall away, wrapped lines are joined."""

from __future__ import annotations

from kg.language.blocks import split_blocks
from tests.reading import article


def _texts(text: str) -> list[tuple[str, bool]]:
    made = article(text)
    return [(made.slice(block.span), block.heading) for block in split_blocks(made)]


def test_a_crosshead_is_a_block_of_its_own() -> None:
    assert _texts("Envoys met.\n\nNew Talks\n\nThey spoke.") == [
        ("Envoys met.", False),
        ("New Talks", True),
        ("They spoke.", False),
    ]


def test_bullets_are_cut_off() -> None:
    assert _texts("- The first minister resigned.\r\n* The second stayed.") == [
        ("The first minister resigned.", False),
        ("The second stayed.", False),
    ]


def test_numbers_and_letters_of_clauses_are_cut_off() -> None:
    texts = ["1. The parties met.", "(2) They spoke.", "2.1 They left.", "(a) They came.", "iv) They went."]
    assert [len(text.split()[0]) > 2 for text, _ in _texts("\n\n".join(texts))] == [True] * 5


def test_wrapped_lines_are_one_paragraph() -> None:
    assert _texts("The ministers of both\ncountries met.") == [("The ministers of both\ncountries met.", False)]


def test_an_empty_body_has_no_blocks() -> None:
    assert _texts(" \n\n ") == []
