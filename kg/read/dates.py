"""Dates as the head of an article writes them, found where they stand and read by python-dateutil.

The patterns here say only where a date begins and ends; what it means is dateutil's. Only English month
names. Dates in running prose, such as "on Monday", are not the business of this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dateutil import parser

from kg.model import PartialDate

_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|2[01])\d\d"
_ZONE = r"(?:\s*(?-i:Z|UTC|GMT|[A-Z]{2,4}T)\b)?(?:\s*[+-]\d\d:?\d\d\b)?"
_CLOCK = rf"\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\b\.?)?{_ZONE}"
_TIME = rf"(?:(?:T|,?\s+at\s+|,?\s+[-–|]\s+|,?\s+){_CLOCK})?"

_FORMS = (
    ("iso", rf"{_YEAR}-\d\d-\d\d(?![\d-])"),
    ("slashes", rf"{_YEAR}/\d\d?/\d\d?(?![\d/])"),
    ("american", rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}\b"),
    ("british", rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b"),
    ("numeric", rf"\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}\b"),
    ("month", rf"{_MONTH},?\s+{_YEAR}\b"),
    ("yearless", rf"(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})(?![\w/])"),
)
DATE_PATTERN = _WEEKDAY + "(?:" + "|".join(rf"(?P<{name}>{form})" for name, form in _FORMS) + ")" + _TIME
"""One date with weekday and time, for use inside other patterns; its groups name the form."""

_DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
_DAYS = frozenset("Mon Tue Wed Thu Fri Sat Sun".split())
_MONTHS = 12
_FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - dates only; in a leap year, so that 29 February is a day
_OF = re.compile(r"\bof\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written: `date` is None where the year is missing, `end` is the offset behind it."""

    words: str
    end: int
    date: PartialDate | None
    form: str

    @property
    def is_formal(self) -> bool:
        """Whether it is written as no sentence begins: in digits only, or with weekday and year."""
        return self.form in {"iso", "slashes", "numeric"} or (self.date is not None and self.words[:3].title() in _DAYS)

    @property
    def is_ambiguous(self) -> bool:
        """Whether day and month could change places, as in 05/06/2024, which is read month first."""
        if self.form != "numeric" or self.date is None or self.date.day is None:
            return False
        return self.date.month != self.date.day <= _MONTHS


def match_date(text: str, start: int = 0) -> WrittenDate | None:
    """The date that begins exactly at `start`, or None: no date there, or no such day in the calendar."""
    return _read_match(_DATE.match(text, start))


def search_date(text: str) -> WrittenDate | None:
    """The first date anywhere in a string that is known to hold one, such as what follows "Published:"."""
    return _read_match(_DATE.search(text))


def _read_match(match: re.Match[str] | None) -> WrittenDate | None:
    """Let dateutil read what the pattern found."""
    if match is None:
        return None
    form = next(name for name, _ in _FORMS if match[name] is not None)
    try:
        moment = parser.parse(_OF.sub(" ", match[form]), default=_FIRST, ignoretz=True)
    except (parser.ParserError, OverflowError):
        return None
    return WrittenDate(match[0], match.end(), _to_partial(moment, form), form)


def _to_partial(moment: datetime, form: str) -> PartialDate | None:
    """As much of the date as its form says."""
    if form == "yearless":
        return None
    return PartialDate(moment.year, moment.month, None if form == "month" else moment.day)
