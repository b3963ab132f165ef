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
