"""Who holds which office, for whom and how: the texts of `tests/data/offices.tsv`, and each verb that tells of one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.lexicon.words import scope_words
from tests.inflection import participle
from tests.reading import facts, names_of

DATA = Path(__file__).with_name("data") / "offices.tsv"


def rows() -> list[tuple[str, str]]:
    """The texts and the offices in them, as the file has them."""
    with DATA.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [(row["text"], row["held"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def held(text: str) -> set[str]:
    """The offices told of in a text, each "holder = kind / organization / status"."""
    read = facts(text)
    names = names_of(read)
    return {
        f"{names[t.holder]} = {t.kind} / {names[t.organization] if t.organization else '-'} / {t.status}"
        for t in read.tenures
    }


@pytest.mark.parametrize(("text", "expected"), rows())
def test_offices(text: str, expected: str) -> None:
    assert held(text) == ({part.strip() for part in expected.split("||")} if expected != "-" else set())


def test_every_verb_of_heading_tells_of_an_office() -> None:
    texts = {w: f"Emil Kraus, who {third(w)} the Norwegian army, left." for w in scope_words("heading")}
    wanted = "Emil Kraus = MilitaryCommander / Norwegian army / Current"
    assert [w for w, text in texts.items() if held(text) != {wanted}] == []


def third(verb: str) -> str:
    """The third person of a verb of heading."""
    return f"{verb}s over" if verb == "preside" else f"{verb}s"


def test_every_verb_of_appointing_gives_an_office() -> None:
    words = scope_words("appointing")
    texts = {w: f"Emil Kraus was {participle(w)} {'in ' * (w == 'swear')}as president of Ghana." for w in words}
    assert [w for w, text in texts.items() if held(text) != {"Emil Kraus = HeadOfState / Ghana / New"}] == []


def test_who_leads_an_attack_has_no_office_by_that() -> None:
    assert held("Emil Kraus, who leads the talks, left. Emil Kraus led the Norwegian army into Oslo.") == set()


def test_who_is_not_appointed_has_no_office() -> None:
    assert held("Emil Kraus was not appointed president of Ghana.") == set()
