"""Lines that say by whom and when a text was issued.

As in `The press release issued by the Foreign Office on 4 May 2010.` Only a line that is such a sentence as a
whole, with the day and its year, is taken for one; the text issued stands below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.read.dates import DATE_PATTERN, WrittenDate, search_date
from kg.read.furniture import KIND_PATTERN
from kg.read.publishers import find_publisher

_ISSUE: Final = re.compile(
    rf"(?:(?:this\ is\ )?(?:the|this|an?)\ )?(?:following\ )?(?:full\ )?(?:text\ of\ (?:the|an?)\ )?{KIND_PATTERN}"
    r"(?:\ (?:was|is|has\ been))?(?:\ that\ was)?"
    r"\ (?:issued|released|published|made|given|put\ out|distributed)(?:\ today)?"
    r"(?:\ by\ (?P<body>(?-i:the\ )?[A-Z][^.;:]{2,90}?))?(?:\ today)?,?(?:\ in\ [A-Z][\w ]{2,30})?,?\ (?:on|dated)\ "
    rf"(?P<date>{DATE_PATTERN})\s*[.:]?",
    re.IGNORECASE | re.VERBOSE,
)

_HEADING: Final = re.compile(
    r"(?:[\w'’-]+\s){0,4}?(?:statement|press elements|remarks|intervention|declaration|communiqu[eé]|readout|address|"
    r"explanation of vote)\b(?P<words>[^.;:\n]{0,200}?)(?:,| on| dated|,? at| [-–—])?\s+"
    rf"(?P<date>{DATE_PATTERN})\s*\.?",
    re.IGNORECASE,
)
"""As in "Statement delivered on behalf of Togo at the Council on Monday, 4 March 2019."."""
_FINITE: Final = re.compile(
    r"\b(?:is|was|are|were|has|have|had|said|says|will|called|came|signed|issued)\b", re.IGNORECASE
)


def date_of_heading(line: str) -> WrittenDate | None:
    """The full date at the end of a first line that says what a text is and tells nothing; None for other lines."""
    match = _HEADING.fullmatch(line.strip())
    if match is None or _FINITE.search(match["words"]):
        return None
    date = search_date(match["date"])
    return date if date is not None and date.has_day else None


@dataclass(frozen=True, slots=True)
class Issue:
    """Who issued a text and when; `publisher` is None where the line does not say."""

    date: WrittenDate
    publisher: str | None


def match_issue(line: str) -> Issue | None:
    """What such a line says, or None where the line is another one or has no year."""
    match = _ISSUE.fullmatch(line)
    date = search_date(match["date"]) if match is not None else None
    if match is None or date is None or date.date is None:
        return None
    body = match["body"].removeprefix("the ") if match["body"] is not None else None
    return Issue(date, body and (find_publisher(body) or body))
