"""Which of the dates that head and foot write is the article's, and what is to be said of it.

A date with year, month and day counts as it stands. One without its year gets the year that another place of
head or foot says, and a warning names that place; a year is never guessed.
"""

from __future__ import annotations

import datetime as dt

from kg.model import PartialDate
from kg.read.dates import WrittenDate, search_date
from kg.read.findings import Findings

DATE_WARNINGS = ("No date of the article", "The date ")
"""How the warnings on the date begin, so that a date given by the user can withdraw them."""

_ADVICE = "give it in a .meta.json file beside the article."
_MAX_DAYS_APART = 31


def choose_date(findings: Findings) -> tuple[PartialDate | None, tuple[str, ...]]:
    """The article's date: the best of those with a year, and the warnings on it."""
    sure = [(rank, date.date) for rank, date in findings.dates if date.date is not None and not date.is_ambiguous]
    if sure:
        return min(sure, key=lambda pair: pair[0])[1], ()
    unsure = [date for _, date in findings.dates if date.is_ambiguous]
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
