"""Head and foot of an article: each common form, and what must not be taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.credits import Credit, match_byline
from kg.read.dates import match_date
from kg.read.foot import match_foot
from kg.read.metadata import Metadata, read_metadata

STORY = "The envoys met in Port Lumen on Monday. They agreed on 5 May 2011 to meet again."


def read(head: str, foot: str = "") -> Metadata:
    """Metadata of a story below a head and above a foot."""
    return read_metadata(f"{head}\n\n{STORY}\n\n{foot}")


def issued(metadata: Metadata) -> str | None:
    """The date as text."""
    return metadata.issued.isoformat() if metadata.issued else None


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Sunday, March 7, 2010", "2010-03-07"),
        ("March 7, 2010", "2010-03-07"),
        ("7 March 2010", "2010-03-07"),
        ("7th of March 2010", "2010-03-07"),
        ("Mar. 7, 2010 10:15 a.m. EST", "2010-03-07"),
        ("2010-03-07", "2010-03-07"),
        ("2010-03-07T23:30:00-05:00", "2010-03-07"),
        ("Sun, 07 Mar 2010 10:15:00 GMT", "2010-03-07"),
        ("07.13.2010", "2010-07-13"),
        ("March 2010", "2010-03"),
        ("Published: 7 March 2010", "2010-03-07"),
        ("Published on March 7, 2010 at 10:15 | Updated: 9 March 2010", "2010-03-07"),
        ("Updated 9 March 2010\nPublished 7 March 2010", "2010-03-07"),
        ("Last updated: 9 March 2010", "2010-03-09"),
    ],
)
def test_date_lines(head: str, date: str) -> None:
    metadata = read(head)
    assert issued(metadata) == date
    assert metadata.body.start == len(head) + 2
    assert metadata.warnings == ()


@pytest.mark.parametrize(
    "opening",
    [
        "On March 7, 2010, the envoys met.",
        "March 7, 2010 was a dark day for the envoys.",
        "March 7, 2010, saw the first meeting.",
        "31 February 2010",
        "May talks would fail, he said.",
        "Dated letters were found.",
    ],
)
def test_a_date_in_prose_is_not_the_articles_date(opening: str) -> None:
    metadata = read(opening)
    assert issued(metadata) is None
    assert metadata.body.start == 0
    assert len(metadata.warnings) == 1
    assert "No date of the article was found" in metadata.warnings[0]


@pytest.mark.parametrize(
    ("opening", "date"),
    [
        ("Joint statement by Togo and Ghana on 7 March 2010.", "2010-03-07"),
        ("Statement delivered on behalf of Togo at the Council on Sunday, 7 March 2010.", "2010-03-07"),
        ("Remarks by the President of Togo after talks in Accra, March 7, 2010", "2010-03-07"),
        ("A joint statement was signed in Accra on 7 March 2010.", None),
        ("The statement of 7 March 2010 is void, he said.", None),
        ("National statement, 7 March", None),
    ],
)
def test_a_first_line_that_says_what_a_text_is_may_date_it(opening: str, date: str | None) -> None:
    assert issued(read_metadata(f"{opening}\n\n{STORY}\n")) == date


def test_ambiguous_date_gives_its_year_and_a_warning() -> None:
    metadata = read("05/06/2010")
    assert issued(metadata) == "2010"
    assert "may be read in two ways" in metadata.warnings[0]


@pytest.mark.parametrize(
    ("line", "date", "publisher"),
    [
        ("2010-03-07 The White House", "2010-03-07", "The White House"),
        ("2010-03-07T11:18:12-05:00 Ministry of Harbours of Lumen", "2010-03-07", "Ministry of Harbours of Lumen"),
        ("Sun, 07 Mar 2010 16:41:55 +0000 Lumen Dept. of Trade", "2010-03-07", "Lumen Dept. of Trade"),
        ("Sunday, March 7, 2010 | Harbour Times", "2010-03-07", "Harbour Times"),
    ],
)
def test_publisher_behind_the_date(line: str, date: str, publisher: str) -> None:
    metadata = read(line)
    assert (issued(metadata), metadata.publisher) == (date, publisher)
    assert metadata.body.start == len(line) + 2


@pytest.mark.parametrize(
    ("prefix", "place", "publisher", "date"),
    [
        (" date 2010-03-07 (Bloomberg) -- ", None, "Bloomberg", "2010-03-07"),
        ("LONDON (Reuters) - ", "LONDON", "Reuters", None),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", "Associated Press", None),
        ("ST. PETERSBURG, Russia — ", "ST. PETERSBURG, Russia", None, None),
        ("WASHINGTON, Jan 5 (Reuters) - ", "WASHINGTON", "Reuters", None),
        ("PORT LUMEN, Jan. 5, 2010 (Harbourwire) -- ", "PORT LUMEN", "Harbourwire", "2010-01-05"),
        ("Port Lumen, 5 January 2010 – ", "Port Lumen", None, "2010-01-05"),
        ("LUMEN, January 5. /Wire/. ", "LUMEN", "Wire", None),
        ("Washington– ", "Washington", None, None),
        ("Washington, D.C. – ", "Washington, D.C.", None, None),
        ("RIO DE JANEIRO -- ", "RIO DE JANEIRO", None, None),
        ("(CNN) -- ", None, "CNN", None),
        ("(CNN)", None, "CNN", None),
        ("March 7, 2010 -- ", None, None, "2010-03-07"),
        ("2010-03-07 ", None, None, "2010-03-07"),
        ("LONDON (Reuters) -\n", "LONDON", "Reuters", None),
    ],
)
def test_datelines(prefix: str, place: str | None, publisher: str | None, date: str | None) -> None:
    text = prefix + STORY
    metadata = read_metadata(text)
    found = metadata.dateline and text[metadata.dateline.start : metadata.dateline.end]
    assert (found, metadata.publisher, issued(metadata)) == (place, publisher, date)
    assert text[metadata.body.start : metadata.body.end] == STORY


def test_dateline_without_year_is_said() -> None:
    assert '"Jan 5" has no year' in read_metadata("LUMEN, Jan 5 (Reuters) - " + STORY).warnings[0]


@pytest.mark.parametrize(
    "opening",
    [
        "The Coast Guard – Lumen's pride – stayed in port.",
        "Lumen – which has no navy – agreed.",
        "Lumen Port Authority (LPA) - The ships stay, it said.",
        "The Port Authority (PA) — Lumen's largest employer — closed.",
        "NATO - The alliance stays.",
        "EXCLUSIVE - Lumen closes its port, officials say.",
        "By Monday, the ships had left.",
        "Is this the end? Nobody knows.",
        "Source: the ships had left, he said.",
        "the ships had left",
        "- The first point",
        "“We stay in port”",
    ],
)
def test_story_is_never_taken_for_a_head(opening: str) -> None:
    assert read(opening).body.start == 0


def test_first_line_of_wrapped_prose_is_no_title() -> None:
    text = "The envoys of Lumen and Umber met in\nPort Lumen on Monday and agreed to\nmeet again.\n"
    assert read_metadata(text).title is None
    assert read_metadata(text).body.start == 0


def test_press_release() -> None:
    head = (
        "Press Release\nSun, 07 Mar 2010 16:41:55 +0000 Lumen Ministry of Trade\n\n"
        "Readout of the Minister’s Call with the Envoy of Umber\n\nOffice of the Spokesperson"
    )
    metadata = read(head)
    assert metadata.title == "Readout of the Minister’s Call with the Envoy of Umber"
    assert metadata.authors == ("Office of the Spokesperson",)
    assert metadata.publisher == "Lumen Ministry of Trade"
    assert metadata.body.start == len(head) + 2


def test_wire_story_with_title_byline_and_foot() -> None:
    head = "Will the Truce Hold?\nBy JANE DOE, Associated Press\nPublished: March 7, 2010\n\nPORT LUMEN (AP) — It held."
    foot = "Associated Press writers John Roe in Lumen and Ann Poe contributed to this report.\n\nCopyright 2010 AP."
    metadata = read(head, foot)
    assert metadata.title == "Will the Truce Hold?"
    assert metadata.authors == ("Jane Doe", "John Roe", "Ann Poe")
    assert (metadata.publisher, issued(metadata)) == ("Associated Press", "2010-03-07")
    assert metadata.body.start == head.index("It held.")
    assert metadata.body.end == len(head) + 2 + len(STORY)


def test_labelled_head() -> None:
    head = (
        "Title: The Truce Holds\nAuthors: Jane Doe, John Roe\nSource: Harbour Times\nDate: 2010-03-07\nDateline: Lumen"
    )
    metadata = read(head)
    assert metadata.title == "The Truce Holds"
    assert metadata.authors == ("Jane Doe", "John Roe")
    assert (metadata.publisher, issued(metadata)) == ("Harbour Times", "2010-03-07")
    assert metadata.dateline is not None
    assert head[metadata.dateline.start : metadata.dateline.end] == "Lumen"


def test_known_publisher_is_split_from_the_title() -> None:
    metadata = read("The Truce Holds - Reuters")
    assert (metadata.title, metadata.publisher) == ("The Truce Holds", "Reuters")


@pytest.mark.parametrize(
    ("line", "authors", "publisher"),
    [
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe"), None),
        ("By JANE O’NEIL in Lumen", ("Jane O’Neil",), None),
        (
            "By Jane Doe, John Roe and Ali bin Poe | Harbour Times",
            ("Jane Doe", "John Roe", "Ali bin Poe"),
            "Harbour Times",
        ),
        ("By Jane Doe, Staff Writer", ("Jane Doe",), None),
        ("By Martin Doe, Jr., Reuters", ("Martin Doe Jr.",), "Reuters"),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], publisher: str | None) -> None:
    assert match_byline(line) == Credit(authors, publisher)


def test_byline_with_date() -> None:
    credit = match_byline("By Jane Doe | March 7, 2010")
    assert credit is not None
    assert credit.authors == ("Jane Doe",)
    assert credit.date is not None
    assert credit.date.words == "March 7, 2010"


@pytest.mark.parametrize("line", ["By Christmas the war was over", "By sea and by land", "By Staff", "Jane Doe"])
def test_what_is_no_byline(line: str) -> None:
    assert match_byline(line) is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("--With assistance from Jane Doe, Fiona MacPoe and John Roe.", ("Jane Doe", "Fiona MacPoe", "John Roe")),
        ("(Reporting by Jane Doe in Trinidad and Tobago; Editing by Max Moe)", ("Jane Doe",)),
        ("Reporting by Jane Doe. Editing by Max Moe.", ("Jane Doe",)),
        ("Writing by Jane Doe; Additional reporting by Ann Poe and the Lumen newsroom", ("Jane Doe", "Ann Poe")),
        ("Jane Doe contributed reporting to this article.", ("Jane Doe",)),
        ("Edited by Max Moe", ()),
        ("More stories like this are available on harbour.example", ()),
        ("All rights reserved.", ()),
        ("Our Standards: The Harbour Principles.", ()),
        ("###", ()),
        ("https://harbour.example/story", ()),
    ],
)
def test_closing_credits(line: str, authors: tuple[str, ...]) -> None:
    assert match_foot(line) == Credit(authors)
    metadata = read("March 7, 2010", line)
    assert metadata.authors == authors
    assert metadata.body.end - metadata.body.start == len(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the newspaper showed that Lumen had paid.",
        "Reporting by Jane Doe of the Harbour Times showed that Lumen had paid.",
        "With help from Jane Doe in Lumen the talks went on.",
        "With assistance from Umber.",
        "Copyright law was changed.",
        "Written by hand, the letter said no.",
        "The war ends",
    ],
)
def test_story_is_never_taken_for_a_foot(line: str) -> None:
    metadata = read("March 7, 2010", line)
    assert metadata.body.end - metadata.body.start == len(STORY) + 2 + len(line)


def test_foot_gives_publisher_and_date() -> None:
    metadata = read("", "Published: 7 March 2010\nMore stories like this are available on bloomberg.com")
    assert (metadata.publisher, issued(metadata)) == ("Bloomberg", "2010-03-07")


def test_head_without_story_keeps_the_text_and_warns() -> None:
    metadata = read_metadata("March 7, 2010\nBy Jane Doe\n")
    assert (metadata.body.start, metadata.body.end) == (0, len("March 7, 2010\nBy Jane Doe"))
    assert "No story was found" in metadata.warnings[-1]


@given(st.dates().filter(lambda day: day.year >= 1500 and day.year < 2200))
def test_every_day_is_read_in_every_full_form(day: object) -> None:
    for form in ("{:%Y-%m-%d}", "{:%B} {:%d}, {:%Y}", "{:%d} {:%b} {:%Y}", "{:%A}, {:%d} {:%B} {:%Y}"):
        found = match_date(form.format(day, day, day, day))
        assert found is not None
        assert found.date is not None
        assert found.date.isoformat() == str(day)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.sampled_from(["", "2010-03-07 (AP) -- "]))
def test_body_lies_within_the_text(text: str, prefix: str) -> None:
    text = prefix + "A" + text
    metadata = read_metadata(text)
    assert 0 <= metadata.body.start < metadata.body.end <= len(text)
    assert text[metadata.body.start : metadata.body.end].strip()
    if metadata.dateline is not None:
        assert 0 <= metadata.dateline.start < metadata.dateline.end <= len(text)


def test_the_header_of_a_script() -> None:
    head = "DATE=7/3/2000\nTYPE=REPORT\nTITLE=CHAD/SUDAN TALKS (L)\nBYLINE=ADA MARSH\nCONTENT=\nVOICED AT:\n"
    metadata = read_metadata(head + "INTRO: Chad and Sudan have opened talks in Geneva.\n")
    assert (issued(metadata), metadata.title, metadata.authors) == ("2000-07-03", "CHAD/SUDAN TALKS", ("Ada Marsh",))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Our Correspondent October 27, 2015", "2015-10-27"),
        ("By Ada Marsh, 27 October 2015", "2015-10-27"),
        ("March 23-25, 2025", "2025-03-25"),
        ("23-25 March 2025", "2025-03-25"),
    ],
)
def test_days_below_a_headline(line: str, day: str) -> None:
    assert issued(read(f"Chad lodges protest with Sudan\n\n{line}")) == day
