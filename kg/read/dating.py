"""Which of the dates that head and foot write is the article's, and what is to be said of it.

A date with year, month and day counts as it stands; one in digits that can be read in two ways is read in the
order that another date, the clock or the publisher's country tells. One without its year gets the year that
another place of head or foot says, and a warning names that place; a year is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re

from kg.model import PartialDate
from kg.read.dates import WrittenDate, search_date
from kg.read.findings import Findings
from kg.read.publishers import domain_of

DATE_WARNINGS = ("No date of the article", "The date ")
"""How the warnings on the date begin, so that a date given by the user can withdraw them."""

_ADVICE = 'give it in a file <name>.meta.json beside the article, as {"date": "YYYY-MM-DD"}.'
_MAX_DAYS_APART = 31
_AMERICAN_CLOCK = re.compile(r"\b[ECMP][SD]?T\b")
_AMERICAN = (".gov", ".mil")
_OF_STATES = ("un.org", ".int")
_COUNTRY_CODE = 2  # letters of a country's domain
_OTHER_ORDER = frozenset("us ca ph tv cn tw jp kr kp ir".split())
"""Domains of countries that write the month or the year first, or both orders, and one that outlets anywhere use."""


def choose_date(findings: Findings) -> tuple[PartialDate | None, tuple[str, ...]]:
    """The article's date: the best of those with a year, and the warnings on it."""
    sure = [(rank, date.date) for rank, date in findings.dates if date.date is not None and not date.is_ambiguous]
    if sure:
        return min(sure, key=lambda pair: pair[0])[1], ()
    unsure = [date for _, date in findings.dates if date.is_ambiguous]
    first = _order(findings) if unsure else None
    if first is not None and (settled := unsure[-1].with_first(first)) is not None:
        return settled, ()
    for written in (date for _, date in findings.dates if date.date is None):
        completed, where = _complete(written, findings, unsure)
        if completed is not None:
            return completed, (
                f'The date "{written.words}" has no year; that of {where} is taken. If wrong, {_ADVICE}',
            )
    if unsure:
        words = unsure[0].words
        return unsure[0].date, (f'The date "{words}" may be read in two ways, so its year alone is kept; {_ADVICE}',)
    words = next((f' (the dateline\'s "{date.words}" has no year)' for _, date in findings.dates), "")
    return None, (f"No date of the article was found{words}; {_ADVICE}",)


def _order(findings: Findings) -> str | None:
    """Which number comes first in the dates in digits of a page: "day" or "month", or None where nothing tells.

    Another such date of it, a clock of the United States, or the country of the publisher tells.
    """
    orders = {date.first for _, date in findings.dates} - {None}
    if len(orders) == 1:
        return orders.pop()
    if any(_AMERICAN_CLOCK.search(date.words) for _, date in findings.dates):
        return "month"
    domains = [domain for name in findings.publishers if (domain := domain_of(name)) is not None]
    if any(domain.endswith(_AMERICAN) for domain in domains):
        return "month"
    return "day" if any(_is_day_first(domain) for domain in domains) else None


def _is_day_first(domain: str) -> bool:
    last = domain.rpartition(".")[2]
    return domain.endswith(_OF_STATES) or (len(last) == _COUNTRY_CODE and last not in _OTHER_ORDER)


def _complete(written: WrittenDate, findings: Findings, unsure: list[WrittenDate]) -> tuple[PartialDate | None, str]:
    """A date with the year found elsewhere, and where that is; None where nothing says it or it does not fit."""
    for other in unsure:
        if other.date is not None and (found := written.in_year(other.date.year)):
            return found, f'"{other.words}"'
    for title in findings.titles:
        if found := _complete_near(written, search_date(title)):
            return found, "the title"
    if findings.year is not None:
        return written.in_year(findings.year), "the copyright line"
    return None, ""


def _complete_near(written: WrittenDate, other: WrittenDate | None) -> PartialDate | None:
    """A date with the year of another one, if the two are then not far apart."""
    if other is None or other.date is None or other.date.day is None or other.date.month is None:
        return None
    found = written.in_year(other.date.year)
    if found is None or found.month is None or found.day is None:
        return None
    apart = dt.date(found.year, found.month, found.day) - dt.date(other.date.year, other.date.month, other.date.day)
    return found if abs(apart.days) <= _MAX_DAYS_APART else None
