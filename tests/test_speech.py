"""Quotations and reported clauses with their speakers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.reading import facts, names_of

KRAUS, NOVAK = "Emil Kraus", "Angela Novak"


@dataclass(frozen=True)
class Said:
    """A statement in words."""

    text: str
    direct: bool
    speaker: str | None
    addressee: str | None
    date: str | None
    parts: int


def said(text: str) -> list[Said]:
    """The statements of a text."""
    read = facts(text)
    names = names_of(read)
    return [
        Said(
            s.text,
            s.direct,
            names[s.speaker] if s.speaker else None,
            names[s.addressee] if s.addressee else None,
            s.date.isoformat() if s.date else None,
            len(s.passages),
        )
        for s in read.statements
    ]


def quoted(text: str) -> list[tuple[str, str | None]]:
    """Words and speaker of the quotations of a text."""
    return [(s.text, s.speaker) for s in said(text) if s.direct]


def reported(text: str) -> list[tuple[str, str | None]]:
    """Words and speaker of the reported clauses of a text."""
    return [(s.text, s.speaker) for s in said(text) if not s.direct]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (f"“We will not bow to pressure,” {NOVAK} said on Monday.", "We will not bow to pressure,", NOVAK),
        (f"“We will not bow to pressure,” said {NOVAK}.", "We will not bow to pressure,", NOVAK),
        (
            f"{KRAUS} said: “The border is closed until further notice.” Nobody objected to this at all.",
            "The border is closed until further notice.",
            KRAUS,
        ),
        (f"Asked about the raid, {NOVAK} said: “We do not comment on that.”", "We do not comment on that.", NOVAK),
        (f"{NOVAK} called the raid “a grave and needless crime” on Friday.", "a grave and needless crime", NOVAK),
        ("“This is the end of the road,” a senior diplomat said.", "This is the end of the road,", "a senior diplomat"),
        (f"The deal is “a farce from start to finish”, according to {KRAUS}.", "a farce from start to finish", KRAUS),
        (f'"Our patience is at an end," {KRAUS} wrote.', "Our patience is at an end,", KRAUS),
        (f"“Nothing has been agreed,” {KRAUS}, Norway's foreign minister, said.", "Nothing has been agreed,", KRAUS),
        (
            "“Nothing has been agreed,” Norway's foreign ministry said.",
            "Nothing has been agreed,",
            "Norwegian foreign ministry",
        ),
        (f"{KRAUS} spoke at length. “Nothing has been agreed,” he said.", "Nothing has been agreed,", KRAUS),
    ],
)
def test_speakers(text: str, words: str, speaker: str) -> None:
    assert quoted(text) == [(words, speaker)]


def test_who_told_reporters() -> None:
    (found,) = said(f"“The truce is holding well,” {NOVAK} told reporters in Vienna on Monday.")
    assert (found.speaker, found.date) == (NOVAK, "2024-08-05")


def test_an_interrupted_quotation_is_one() -> None:
    (found,) = said(f"“We will never accept this,” {NOVAK} told reporters, “and our allies know it.”")
    assert (found.text, found.speaker, found.parts) == (
        "We will never accept this, and our allies know it.",
        NOVAK,
        2,
    )


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = (
        f"{KRAUS} spoke in Oslo on Monday after a long night of talks with the union.\n"
        "“The first part of it is done.\n"
        f"“The second part will follow soon,” {KRAUS} said."
    )
    ((words, speaker),) = quoted(text)
    assert speaker == KRAUS
    assert "first part of it is done" in words
    assert "second part will follow soon" in words
    assert KRAUS not in words


def test_two_speakers_in_two_sentences() -> None:
    text = f"“We want peace above all,” {NOVAK} said. “We want justice above all,” {KRAUS} said."
    assert quoted(text) == [("We want peace above all,", NOVAK), ("We want justice above all,", KRAUS)]


def test_a_term_in_quotation_marks_is_no_quotation() -> None:
    assert quoted("The minister spoke of a “red line” in Vienna.") == []


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (f"{NOVAK} said that the truce held.", "the truce held", NOVAK),
        (f"{NOVAK} said the truce held.", "the truce held", NOVAK),
        (f"According to {NOVAK}, the truce held.", "the truce held", NOVAK),
        ("The truce held, according to two officials.", "The truce held", "two officials"),
        (f"{NOVAK}, who told reporters that the truce held, flew home.", "the truce held", NOVAK),
        (
            "Norway's foreign ministry said in a statement that the truce held.",
            "the truce held",
            "Norwegian foreign ministry",
        ),
        ("Tehran announced that the truce held.", "the truce held", "Iran"),
    ],
)
def test_reported_clauses(text: str, words: str, speaker: str) -> None:
    assert reported(text) == [(words, speaker)]


def test_who_is_told() -> None:
    (found,) = said(f"{NOVAK} told {KRAUS} that the truce held.")
    assert (found.speaker, found.addressee) == (NOVAK, KRAUS)


@pytest.mark.xfail(strict=True, reason="who is named in a heading alone is no person of the article")
def test_a_statement_printed_as_one_quotation() -> None:
    text = (
        f"Statement from President {NOVAK}\n"
        "“Slovakia mourns the victims of the flood in the valley of the Hron.\n"
        "“We thank our neighbours for the help that they sent us within hours.\n"
        "“We shall rebuild every bridge and every school before the winter comes.”\n"
    )
    ((words, speaker),) = quoted(text)
    assert speaker == NOVAK
    assert words.startswith("Slovakia mourns")
    assert words.endswith("before the winter comes.")


def test_statements_are_about_the_actions_in_their_words() -> None:
    read = facts(f"“Russia has attacked Ukraine,” {NOVAK} said.")
    (statement,) = read.statements
    assert [a.type for a in read.actions if a.id in statement.about] == ["Assault"]


@pytest.mark.parametrize("text", ["“We will not go,", "He said: ”", "“”", "“ “ “", '"""', "Said said said said."])
def test_broken_marks_do_no_harm(text: str) -> None:
    for found in said(text):
        assert found.text in text
