"""Lines of a head that bars divide: `Press Release | Office of the Spokesperson | 14 March 2010`.

Such a line belongs to the head only if every part is one that heads have, and one of them is a date or says
what kind of text or section this is; so a headline with a bar in it stays a headline.
"""

from __future__ import annotations

import re

from kg.read.credits import is_person, match_byline, match_office, name_outlet, read_names
from kg.read.dates import match_date
from kg.read.findings import BY_BYLINE, Findings
from kg.read.furniture import is_furniture
from kg.read.head_dates import match_label
from kg.read.loose import is_organization
from kg.read.page import Page
from kg.read.places import is_city
from kg.read.publishers import find_publisher

_BARS = re.compile(r"\s+[|•·]\s+|\s{3,}|\t+")
_DASHES = re.compile(r"\s+[–—-]\s+")
_TAIL = re.compile(r"\s+(?:adjust\s+)?(?:font|text)\s+size\b\W*(?:[+-]|A+)?\s*$", re.IGNORECASE)
"""What pages print behind the line: `Adjust font size:`."""


def read_bars(page: Page, number: int, findings: Findings) -> int | None:
    """A line divided by bars into parts of a head: `Press Release | Office of the Spokesperson | 14 March 2010`."""
    line = _TAIL.sub("", page.line_text(number).strip("|•· \t"))
    parts = [part.strip() for part in _BARS.split(line) if part.strip()]
    if len(parts) == 1:
        parts = _split_dashes(line) or _split_outlet(line)
    if len(parts) == 1 or not all(_is_part(part) for part in parts):
        return None
    if not any(is_furniture(part) or match_date(part) or match_label(part, 0)[0] for part in parts):
        return None
    for part in parts:
        _keep_part(part, findings)
    return page.lines[number].end


def _split_dashes(line: str) -> list[str]:
    """`By Jane Doe - Apr 08,2021 - Last updated at Apr 08,2021`: parts of which one is a date; none in other lines."""
    parts = [part.removeprefix("By ") for part in _DASHES.split(line) if part]
    return parts if len(parts) > 1 and any(_ends_with_date(part) for part in parts) else []


def _split_outlet(line: str) -> list[str]:
    """`Harbour Times, 7 March 2010` as its two parts; any other line whole."""
    for gap in re.finditer(r"[,;]?\s+\(?", line):
        outlet, rest = line[: gap.start()], line[gap.end() :].rstrip(")")
        if _ends_with_date(rest) and (name_outlet(outlet) or is_furniture(outlet)):
            return [outlet, rest]
    return [line]


def _is_part(part: str) -> bool:
    """Whether a part of a divided line is a date, furniture, an organization, a place or a writer."""
    return (
        _ends_with_date(part)
        or is_furniture(part)
        or match_office(part) is not None
        or is_organization(part)
        or is_person(part)
        or is_city(part)
        or match_byline(part) is not None
    )


def _ends_with_date(part: str) -> bool:
    """Whether a part is a date, with its label or without."""
    date = match_date(part, match_label(part, 0)[0])
    return date is not None and date.end == len(part)


def _keep_part(part: str, findings: Findings) -> None:
    """Keep what a part of a divided line says."""
    position, rank = match_label(part, 0)
    if _ends_with_date(part):
        findings.add_date(rank, match_date(part, position))
    elif credit := match_byline(part) or match_office(part):
        findings.add_credit(credit, BY_BYLINE)
    elif not is_furniture(part) and not is_city(part):
        if is_person(part):
            findings.add_authors(read_names(part))
        else:
            findings.add_publisher(find_publisher(part) or part)
