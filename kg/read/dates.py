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

_WEEKDAY = r"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs?|ur)?(?:day)?\.?,?\s+)?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|2[01])\d\d"
_ZONE = (
    r"(?:\s*(?-i:(?:GMT|UTC)[+-]\d{1,2}(?!\d)|Z\b|UTC\b|GMT\b|[A-Z]{1,4}T\b)|\s+local time\b)?(?:\s*[+-]\d\d:?\d\d\b)?"
)
_GLUED = r"(?=\b|\d{1,2}:\d\d)"  # as pages print `March 7, 20105:03 AM` once their layout is lost
_HALF = r"\s*[AaPp]\.?[Mm]\b\.?"
CLOCK_PATTERN = (
    rf"(?:\d{{1,2}}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?:{_HALF})?{_ZONE}|\d{{1,2}}{_HALF}{_ZONE}"
    r"|\d{4}\s+(?-i:GMT|UTC|hrs)\b)"
)
"""One time of day with its zone: `14:05 GMT`, `3 p.m. EST`, `1405 GMT`."""
_TIME = rf"(?:(?:T|(?<=\d)|,?\s+at\s+|,?\s+[-–|/]\s+|,?\s+){CLOCK_PATTERN}|\s+\({CLOCK_PATTERN}\))?"

_FORMS = (
    ("iso", rf"{_YEAR}-\d\d?-\d\d?(?![\d-])"),
    ("slashes", rf"{_YEAR}(?:/\d\d?/|\.\d\d\.)\d\d?(?![\d/])"),
    ("american", rf"{_MONTH}\s+{_DAY}(?:,?\s+|,){_YEAR}{_GLUED}"),
    ("british", rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}{_GLUED}"),
    ("numeric", rf"\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}\b"),
    ("month", rf"{_MONTH},?\s+{_YEAR}\b"),
    ("yearless", rf"(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})(?![\w/])"),
)
DATE_PATTERN = (
    rf"(?:{CLOCK_PATTERN},?\s+(?:on\s+)?)?"
    + _WEEKDAY
    + "(?:"
    + "|".join(rf"(?P<{name}>{form})" for name, form in _FORMS)
    + ")"
    + _TIME
)
"""One date with weekday and time, for use inside other patterns; its groups name the form."""

_DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - dates only; in a leap year, so that 29 February is a day
_OF = re.compile(r"\bof\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written; `end` is the offset behind it.

    `date` is None where the year is missing, and the year alone where day and month could change places and
    no weekday tells which is which (`05/06/2024`). `core` is the date without weekday and time.
    """

    words: str
    end: int
    date: PartialDate | None
    form: str
    core: str = ""
    weekday: int | None = None

    @property
    def is_formal(self) -> bool:
        """Whether it is written as no sentence begins: in digits only, or with weekday and year."""
        return self.form in {"iso", "slashes", "numeric"} or (self.date is not None and self.weekday is not None)

    @property
    def has_day(self) -> bool:
        """Whether it is known to the day, with its year."""
        return self.date is not None and self.date.day is not None

    @property
    def is_ambiguous(self) -> bool:
        """Whether it is not known which number is the day."""
        return self.form == "numeric" and self.date is not None and self.date.month is None

    @property
    def first(self) -> str | None:
        """What its first number is where it is written in digits and the calendar tells: "day" or "month"."""
        if self.form != "numeric" or self.date is None or self.date.day is None:
            return None
        numbers = [int(number) for number in re.findall(r"\d+", self.core)[:2]]
        if numbers[0] == numbers[1]:
            return None
        return "day" if numbers[0] == self.date.day else "month"

    def with_first(self, first: str) -> PartialDate | None:
        """The date in digits with the day or the month first; None where the calendar has no such day."""
        moment = _parse(self.core, _FIRST, dayfirst=first == "day")
        return _to_partial(moment, "numeric") if moment is not None else None

    def in_year(self, year: int) -> PartialDate | None:
        """The date with its missing year; None where that year has no such day, or not on that weekday."""
        moment = _parse(self.core, datetime(year, 1, 1))  # noqa: DTZ001 - dates only
        if moment is None or self.weekday not in {None, moment.weekday()}:
            return None
        return PartialDate(moment.year, moment.month, moment.day)


def match_date(text: str, start: int = 0, end: int | None = None) -> WrittenDate | None:
    """The date that begins exactly at `start`, or None: no date there, or no such day in the calendar.

    Nothing at `end` or behind it is looked at.
    """
    return _read_match(_DATE.match(text, start, len(text) if end is None else end))


def search_date(text: str) -> WrittenDate | None:
    """The first date anywhere in a string that is known to hold one, such as what follows "Published:"."""
    return _read_match(_DATE.search(text))


def _read_match(match: re.Match[str] | None) -> WrittenDate | None:
    """Let dateutil read what the pattern found."""
    if match is None:
        return None
    form = next(name for name, _ in _FORMS if match[name] is not None)
    core = _OF.sub(" ", match[form]).replace(",", ", ")
    moment = _parse(core, _FIRST)
    if moment is None:
        return None
    weekday = _WEEKDAYS.index(match["weekday"].lower()) if match["weekday"] else None
    date = _settle_order(core, weekday) if form == "numeric" else _to_partial(moment, form)
    return WrittenDate(match[0], match.end(), date, form, core, weekday)


def _parse(core: str, default: datetime, *, dayfirst: bool = False) -> datetime | None:
    """What dateutil makes of a date, or None where the calendar has no such day."""
    try:
        return parser.parse(core, default=default, dayfirst=dayfirst, ignoretz=True)
    except (parser.ParserError, OverflowError):
        return None


def _to_partial(moment: datetime, form: str) -> PartialDate | None:
    """As much of the date as its form says."""
    if form == "yearless":
        return None
    return PartialDate(moment.year, moment.month, None if form == "month" else moment.day)


def _settle_order(core: str, weekday: int | None) -> PartialDate | None:
    """A date in numbers: the one reading that there is or that fits the weekday, else the year alone."""
    readings = {_parse(core, _FIRST, dayfirst=dayfirst) for dayfirst in (False, True)} - {None}
    if "." in core and (dotted := _parse(core, _FIRST, dayfirst=True)) is not None:
        readings = {dotted}  # only where the day comes first are dates written with full stops
    moments = [moment for moment in readings if moment is not None]
    fitting = [moment for moment in moments if weekday in {None, moment.weekday()}] or moments
    if len(fitting) == 1:
        return _to_partial(fitting[0], "numeric")
    return PartialDate(fitting[0].year)
