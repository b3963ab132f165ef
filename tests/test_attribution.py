"""Who stands behind an act, how surely."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.reading import facts, told

KRAUS = "Emil Kraus"
DATA = Path(__file__).with_name("data") / "attributions.tsv"


def rows() -> list[tuple[str, str]]:
    """The texts of `tests/data/attributions.tsv` and whose word the actions in them are."""
    with DATA.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [(row["text"], row["wanted"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("text", "wanted"), rows())
def test_whose_word_it_is(text: str, wanted: str) -> None:
    found = {f"{action.type} = {action.source or '-'}" for action in told(text.replace(" ¶ ", "\n\n"))}
    assert {part.strip() for part in wanted.split("||")} <= found


@pytest.mark.parametrize(
    ("text", "source", "polarity", "certainty"),
    [
        ("Russia attacked Ukraine.", None, "Affirms", "Certain"),
        (f"{KRAUS} said that Russia had attacked Ukraine.", KRAUS, "Affirms", "Certain"),
        (f"“Russia attacked Ukraine,” {KRAUS} said.", KRAUS, "Affirms", "Certain"),
        (f"According to {KRAUS}, Russia attacked Ukraine.", KRAUS, "Affirms", "Certain"),
        ("Russia attacked Ukraine, according to two officials.", "two officials", "Affirms", "Certain"),
        ("It is unclear whether Russia attacked Ukraine.", None, "LeavesOpen", "Uncommitted"),
        ("Russia reportedly attacked Ukraine.", None, "Affirms", "Possible"),
        ("Russia may have attacked Ukraine.", None, "Affirms", "Uncommitted"),
        (f"{KRAUS} believes that Russia attacked Ukraine.", KRAUS, "Affirms", "Probable"),
        (f"{KRAUS} doubts that Russia attacked Ukraine.", KRAUS, "Denies", "Probable"),
    ],
)
def test_sources(text: str, source: str | None, polarity: str, certainty: str) -> None:
    (action,) = (a for a in told(text) if a.type == "Assault")
    assert (action.source, action.polarity, action.certainty) == (source, polarity, certainty)


def test_what_is_alleged_is_claimed_by_the_accuser() -> None:
    (action,) = (a for a in told("Ukraine accused Russia of attacking Moldova.") if a.type == "Assault")
    assert (action.source, action.certainty) == ("Ukraine", "Possible")


def test_the_accusation_itself_is_the_publishers() -> None:
    (action,) = (a for a in told("Ukraine accused Russia of attacking Moldova.") if a.type == "Accuse")
    assert action.source is None


def test_what_is_asked_is_the_askers() -> None:
    (action,) = (a for a in told("China urged Japan to withdraw its troops.") if a.type == "Retreat")
    assert (action.source, action.certainty) == ("China", "Uncommitted")


def test_the_innermost_speaker_is_the_source() -> None:
    text = f"{KRAUS} said that Ghana had claimed that Russia attacked Ukraine."
    (action,) = (a for a in told(text) if a.type == "Assault")
    assert action.source == "Ghana"


def test_every_action_has_one_claim() -> None:
    read = facts(f"{KRAUS} said that Russia had attacked Ukraine. China condemned Russia and urged Japan to help.")
    assert sorted(c.claims for c in read.claims) == sorted(a.id for a in read.actions)


def test_claims_are_of_the_articles_day() -> None:
    read = facts("Russia attacked Ukraine.")
    assert [c.reported_on for c in read.claims] == [read.article.issued]
