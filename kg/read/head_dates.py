"""The words before a date in head and foot, and dates within web addresses."""

from __future__ import annotations

import re

from kg.read.dates import WrittenDate, match_date
from kg.read.findings import BY_LABEL, BY_UPDATE
from kg.read.furniture import KIND_PATTERN

_PUBLISHED = re.compile(
    rf"(?:(?:first\s|originally\s|date\s)?(?:published|posted|issued|released|filed|created|delivered(?:\son)?|given|made|publication\sdate|release\sdate)"
    rf"(?:\s(?:on|at))?\s*:?\s+|dated?(?:line)?\s*:?\s+|{KIND_PATTERN}(?:\s*[:,|–—.-]\s*|\s+(?:of\s|on\s)?))",
    re.IGNORECASE | re.VERBOSE,
)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified|revised)(?: on| at)?\s*:?\s+", re.IGNORECASE)
_WORD = re.compile(r"\b\w")
_DAYS = re.compile(
    r"(?:(?P<month>[A-Z][a-z]{2,8})\s+\d{1,2}\s?[-–—]\s?(?P<last>\d{1,2}),?"
    r"|\d{1,2}\s?[-–—]\s?(?P<last_before>\d{1,2})\s+(?P<month_behind>[A-Z][a-z]{2,8}),?)\s+(?P<year>(?:19|20)\d\d)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*?/(?P<date>(?:19|20)\d\d/\d\d/\d\d)(?=/)", re.IGNORECASE)


def match_label(text: str, start: int) -> tuple[int, int]:
    """The offset behind a label such as `Published:` (or `start`), and the rank of the date there."""
    for pattern, rank in ((_PUBLISHED, BY_LABEL), (_UPDATED, BY_UPDATE)):
        match = pattern.match(text, start)
        if match is not None:
            return match.end(), rank
    return start, BY_LABEL


def date_at_end(line: str) -> WrittenDate | None:
    """The full date that closes a line, or None."""
    for word in _WORD.finditer(line):
        date = match_date(line, word.start())
        if date is not None:
            return date if date.end == len(line) and date.has_day else None
    return None


def last_of_days(line: str) -> WrittenDate | None:
    """The last of some days in one month that are all of a line, with their year; None for other lines."""
    match = _DAYS.fullmatch(line.strip().rstrip("."))
    if match is None:
        return None
    month, day = match["month"] or match["month_behind"], match["last"] or match["last_before"]
    return match_date(f"{day} {month} {match['year']}")


def date_of_address(line: str) -> WrittenDate | None:
    """The day in a web address such as `https://times.example/2010/03/07/talks`, or None."""
    match = _ADDRESS.match(line)
    return match_date(match["date"]) if match else None
