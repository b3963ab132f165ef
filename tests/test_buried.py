"""Datelines below captions, summaries and other lines of a page: the story begins behind them."""

from __future__ import annotations

import pytest

from kg.read.metadata import read_metadata

STORY = (
    "The envoys of Lumen and Umber met in the old customs house of the port on Monday and agreed, after nine hours and "
    "two adjournments, to open the harbour to ships with grain.\n\nThe mediator said that nothing had been signed."
)
CAPTION = "Armed police stand guard outside the old customs house, February 3, 2010. HARBOUR WIRE/John Roe"


@pytest.mark.parametrize(
    ("above", "dateline", "place", "publisher"),
    [
        (f"Harbour opened\n\n{CAPTION}\n\n", "DAKAR, March 4 (Reuters) - ", "DAKAR", "Reuters"),
        (f"{CAPTION}\nReuters Staff\n1 Min Read\n", "NAIROBI (Reuters) - ", "NAIROBI", "Reuters"),
        (f"Harbour opened\n\n{CAPTION}\n\nBy AFP\n\n", "NEW DELHI: ", "NEW DELHI", "Agence France-Presse"),
        ("Harbour opened\n\nThe mediator says that it took nine hours.\n\n", "PHNOM PENH - ", "PHNOM PENH", None),
        ("Harbour opened\n\n0\n152\n\n", "JAKARTA — ", "JAKARTA", None),
        (f"{CAPTION}\n\n", "KYIV >> ", "KYIV", None),
        ("Ships at sea\n\nMinister: We will persist\n\n", "PARIS, France (CNN) -- ", "PARIS, France", "CNN"),
        ("Harbour opened\n", "Karachi - ", "Karachi", None),
        (
            "2010-03-04 Coast News (Xinhua)\n\nUmber: harbour opened\n\n",
            "DAKAR, March 4 (Xinhua) -- ",
            "DAKAR",
            "Xinhua",
        ),
    ],
)
def test_lines_above_a_dateline_are_not_the_story(above: str, dateline: str, place: str, publisher: str | None) -> None:
    text = above + dateline + STORY
    metadata = read_metadata(text)
    assert text[metadata.body.start : metadata.body.end] == STORY
    assert metadata.dateline
    assert text[metadata.dateline.start : metadata.dateline.end] == place
    assert metadata.publisher == publisher


@pytest.mark.parametrize(
    "story",
    [
        f"The envoys met.\n\nNATO - The alliance stays.\n\n{STORY}",
        f"The envoys met.\n\nThe Port Authority (PA) — Lumen's largest employer — closed.\n\n{STORY}",
        f"The envoys met.\n\nBERLIN: city of spies. He lived there.\n\n{STORY}",
        f"{STORY * 4}\n\nBEIRUT — Others met elsewhere.",
        f"The envoys met.\n\nQUESTION: Is it open?\n\nMR. ROE: It is.\n\n{STORY}",
    ],
)
def test_what_only_looks_like_a_dateline_stays_in_the_story(story: str) -> None:
    metadata = read_metadata(f"7 March 2010\n\n{story}")
    assert metadata.body.start == len("7 March 2010\n\n")


@pytest.mark.parametrize(
    ("head", "publisher", "date"),
    [
        (
            "Harbour opened\n\nSource: Xinhua| 2010-03-07 17:12:19|Editor: Jane\nVideo PlayerClose\n\n",
            "Xinhua",
            "2010-03-07",
        ),
        (
            "#World News\nMarch 7, 2010 / 9:07 PM / 2 months ago\n\nHarbour opened\n\nReuters Staff\n\n",
            "Reuters",
            "2010-03-07",
        ),
    ],
)
def test_lines_of_agencies_pages(head: str, publisher: str, date: str) -> None:
    metadata = read_metadata(head + "DAKAR (Reuters) - " + STORY)
    assert metadata.publisher == publisher
    assert metadata.issued
    assert metadata.issued.isoformat() == date
    assert metadata.authors == ()


@pytest.mark.parametrize(
    ("foot", "publisher", "date"),
    [
        ("(China Daily March 7, 2010)", "China Daily", "2010-03-07"),
        ("[Reuters, 7 March 2010]", "Reuters", "2010-03-07"),
        ("(China Daily 2010-03-07 page 11)", "China Daily", "2010-03-07"),
    ],
)
def test_where_and_when_it_was_printed(foot: str, publisher: str, date: str) -> None:
    text = f"{STORY}\n\n{foot}\n"
    metadata = read_metadata(text)
    assert text[metadata.body.start : metadata.body.end] == STORY
    assert (metadata.publisher, metadata.issued and metadata.issued.isoformat()) == (publisher, date)


def test_a_bracket_that_ends_the_story_is_kept() -> None:
    text = f"{STORY}\n\n(The harbour was shut on March 7, 2010)"
    assert read_metadata(text).body.end == len(text)
