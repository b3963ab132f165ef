"""A dateline below what a page prints above the story: its caption, its summary, the headlines of related stories.

    Armed police stand guard outside the harbour. EPA/JOHN ROE
    By Newsroom
    LUMEN, March 4 (Reuters) - Gunmen attacked ...

Such lines say what the story says or what a picture shows, in names and dates of their own. Where one of the lines
below the head begins with a dateline that nothing else looks like, the story begins behind it.
"""

from __future__ import annotations

from kg.read.dateline import Dateline, match_wire_dateline
from kg.read.page import Page

MAX_ABOVE = 800
"""Characters between head and dateline: captions of agencies have up to 700, and more is a story of its own."""

MIN_BELOW = 0.5
"""The story is at least so long, measured by what stands above it: else the dateline is a last paragraph's."""

MAX_LINES_ABOVE = 14
"""Lines between head and dateline: pages of broadcasters print a dozen headlines and counters there."""


def find_buried_dateline(page: Page, first: int) -> tuple[int, Dateline] | None:
    """The number of the first line below `first` that begins with a sure dateline, and that dateline."""
    for number in range(first + 1, min(first + 1 + MAX_LINES_ABOVE, len(page.lines))):
        line = page.lines[number]
        above = line.start - page.lines[first].start
        if above > MAX_ABOVE or len(page.text) - line.start < MIN_BELOW * above:
            return None
        if page.wrapped and page.is_joined(number - 1):
            continue
        dateline = match_wire_dateline(page.text, line)
        if dateline is not None:
            return number, dateline
    return None
