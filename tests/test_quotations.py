"""Quotations of many kinds with their speakers: the texts of `tests/data/quotations.tsv`, and each word that quotes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.lexicon.words import scope_words
from tests.inflection import past
from tests.test_speech import quoted

DATA = Path(__file__).with_name("data") / "quotations.tsv"


def rows() -> list[tuple[str, str]]:
    """The texts and what is said in them, as the file has them."""
    with DATA.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [(row["text"], row["said"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def expected(said: str) -> list[tuple[str, str | None]]:
    """Words and speaker of each quotation."""
    pairs = [part.rsplit(" = ", 1) for part in said.split("||")] if said != "-" else []
    return [(words.strip(), None if who.strip() == "-" else who.strip()) for words, who in pairs]


@pytest.mark.parametrize(("text", "said"), rows())
def test_quotations(text: str, said: str) -> None:
    assert quoted(text.replace(" ¶ ", "\n\n")) == expected(said)


def test_every_verb_that_quotes_has_its_subject_for_speaker() -> None:
    texts = {word: f"Emil Kraus {past(word)} Ghana “a very bad old friend”." for word in scope_words("quoting")}
    texts["refer"] = "Emil Kraus referred to Ghana as “a very bad old friend”."
    assert [w for w, text in texts.items() if quoted(text) != [("a very bad old friend", "Emil Kraus")]] == []


def test_every_verb_without_words_leaves_them_to_who_reports() -> None:
    texts = {w: f"Emil Kraus said that Ghana {past(w)} only “a very bad old friend”." for w in scope_words("wordless")}
    assert [w for w, text in texts.items() if quoted(text) != [("a very bad old friend", "Emil Kraus")]] == []


def test_every_writing_speaks_for_its_author() -> None:
    texts = {w: f"Emil Kraus published a {w}. “We will not leave the town,” it said." for w in scope_words("writing")}
    assert [w for w, text in texts.items() if quoted(text) != [("We will not leave the town,", "Emil Kraus")]] == []


def test_every_noun_of_words_has_its_speaker() -> None:
    texts = {w: f"The raid was, in the {w} of Emil Kraus, “a very bad old deed”." for w in scope_words("wording")}
    assert [w for w, text in texts.items() if quoted(text) != [("a very bad old deed", "Emil Kraus")]] == []


def test_every_word_that_names_is_followed_by_no_quotation() -> None:
    texts = {w: f"Emil Kraus told of the {w} “peace of the north” plan." for w in scope_words("naming")}
    assert [w for w, text in texts.items() if quoted(text)] == []
