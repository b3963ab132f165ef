"""What the wordings of dates mean: the calendar day, month or year, counted from the article's date.

Each takes the match of a wording (`kg.language.date_rules`) with its named groups and the context of its clause.
dateutil does the calendar arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from kg.language.feasts import feast_in
from kg.model import PartialDate

MONTHS = {
    m: k
    for k, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for m in names.split()
}
WEEKDAYS = {"monday": MO, "tuesday": TU, "wednesday": WE, "thursday": TH, "friday": FR, "saturday": SA, "sunday": SU}
NUMBER_WORDS = {
    w: k
    for k, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}

_NEAR_MONTHS = 6  # a month without a tense lies at most this far ahead, else it is past
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # the month in which it begins in the north
SEASONS = tuple(_SEASONS)
"""Seasons that lie in one year: that of a winter nobody can tell."""
_SEASON_MONTHS = 3
_EXACT_WEEKS = 3  # "three weeks ago" is meant to the day by those who write it, "six weeks ago" is not
_EXACT_DAYS = 12
_NEAR_MONTHS = 6  # a month without a tense lies at most this far ahead, else it is past


@dataclass(frozen=True, slots=True)
class Context:
    """The article's date; whether the clause is about the future, leaves that open (`near`), or has "would"."""

    issued: date
    future: bool
    near: bool = False
    would: bool = False


Resolved = tuple[PartialDate, PartialDate | None] | None
"""The first day, month or year, and the last of a span; None where the words name none after all."""

Resolver = Callable[[re.Match[str], Context], Resolved]


def day(value: date) -> PartialDate:
    """A calendar day as a `PartialDate`."""
    return PartialDate(value.year, value.month, value.day)


def full_date(found: re.Match[str], context: Context) -> Resolved:
    """As in "on 5 May", "May 5, 1998": without a year the last such day, or the next one."""
    month, number = MONTHS[found["month"].lower()], int(found["day"])
    if "year" in found.re.groupindex and found["year"]:
        return _valid(int(found["year"]), month, number)
    year = context.issued.year
    if context.near:
        return _nearest(context.issued, month, number)
    candidate = _valid(year, month, number)
    if candidate is not None and not context.future and date(year, month, number) > context.issued + timedelta(days=7):
        candidate = _valid(year - 1, month, number)
    elif candidate is not None and context.future and date(year, month, number) < context.issued - timedelta(days=7):
        candidate = _valid(year + 1, month, number)
    return candidate


def _which(found: re.Match[str]) -> str:
    """The word "last", "this" or "next" of a wording, or nothing."""
    return (found.groupdict().get("which") or "").lower()


def _nearest(issued: date, month: int, number: int) -> Resolved:
    """That day of the year in which it comes closest to the article's date."""
    years = (issued.year, issued.year - 1, issued.year + 1)
    days = [found[0] for year in years if (found := _valid(year, month, number)) is not None]
    best = min(days, key=lambda d: abs((date(d.year, month, number) - issued).days), default=None)
    return (best, None) if best is not None else None


def _valid(year: int, month: int, number: int) -> Resolved:
    try:
        return day(date(year, month, number)), None
    except ValueError:
        return None


def iso(found: re.Match[str], context: Context) -> Resolved:
    """As in "2024-05-03", "3.5.2024"."""
    return _valid(int(found["year"]), int(found["m"]), int(found["d"]))


def month_year(found: re.Match[str], context: Context) -> Resolved:
    """As in "in May 1998"."""
    return PartialDate(int(found["year"]), MONTHS[found["month"].lower()]), None


def month_alone(found: re.Match[str], context: Context) -> Resolved:
    """As in "in May", "last May", "by May": of the year that the clause is about."""
    month = MONTHS[found["month"].lower()]
    relation = _which(found)
    year = context.issued.year
    if found.group(0).lower().startswith(("by ", "until ")):
        context = Context(context.issued, future=True)
    if context.near and not relation:
        ahead = (month - context.issued.month) % 12
        year += (ahead <= _NEAR_MONTHS) * (month < context.issued.month)
        year -= (ahead > _NEAR_MONTHS) * (month > context.issued.month)
    elif relation == "next" or (context.future and month < context.issued.month):
        year += month <= context.issued.month
    elif (month > context.issued.month and not context.future) or (
        relation == "last" and month >= context.issued.month
    ):
        year -= 1
    return PartialDate(year, month), None


def year_alone(found: re.Match[str], context: Context) -> Resolved:
    """As in "in 1998"."""
    return PartialDate(int(found["year"])), None


def weekday(found: re.Match[str], context: Context) -> Resolved:
    """As in "on Friday": the last one, the article's own day included, or the next one."""
    wanted = WEEKDAYS[found["weekday"].lower()]
    which = _which(found)
    if which == "next":
        return day(context.issued + relativedelta(days=+1, weekday=wanted(+1))), None
    if (context.future or context.would) and which not in ("last", "past"):
        return day(context.issued + relativedelta(weekday=wanted(+1))), None
    if which == "last" and context.issued + relativedelta(weekday=wanted(-1)) == context.issued:
        return day(context.issued + relativedelta(days=-1, weekday=wanted(-1))), None
    return day(context.issued + relativedelta(weekday=wanted(-1))), None


def relative_day(days: int) -> Resolver:
    """Days from the article's own: "yesterday" is -1."""
    return lambda found, context: (day(context.issued + timedelta(days=days)), None)


def overnight(found: re.Match[str], context: Context) -> Resolved:
    """The night that ended on the article's day."""
    return day(context.issued - timedelta(days=1)), day(context.issued)


def weekend(found: re.Match[str], context: Context) -> Resolved:
    """As in "over the weekend": the last one that began, or the next one."""
    if context.future or context.would or _which(found) in ("next", "coming"):
        saturday = context.issued + relativedelta(weekday=SA(+1))
    else:
        saturday = context.issued + relativedelta(days=-1, weekday=SU(-1)) - timedelta(days=1)
        if context.issued.weekday() == 6:
            saturday = context.issued - timedelta(days=1)
    return day(saturday), day(saturday + timedelta(days=1))


def ago(found: re.Match[str], context: Context) -> Resolved:
    """As in "three days ago", "two months ago", "a year earlier"."""
    text = found["count"].lower()
    count = NUMBER_WORDS.get(text) if text in NUMBER_WORDS else int(text)
    assert count is not None
    unit = found["unit"].lower()
    if unit.startswith("day"):
        return day(context.issued - timedelta(days=count)), None
    if unit.startswith("week"):
        return _weeks_ago(context.issued, count, found)
    if unit.startswith("month"):
        when = context.issued - relativedelta(months=count)
        return PartialDate(when.year, when.month), None
    return PartialDate(context.issued.year - count), None


def _weeks_ago(issued: date, count: int, found: re.Match[str]) -> Resolved:
    """The day so many weeks ago; of more than a few weeks, which nobody counts to the day, the month."""
    if found.group(0).lower().endswith("earlier"):
        return None
    when = issued - timedelta(weeks=count)
    return (day(when) if count <= _EXACT_WEEKS else PartialDate(when.year, when.month)), None


def hours_ago(found: re.Match[str], context: Context) -> Resolved:
    """As in "48 hours ago": whole days only."""
    days, hours = divmod(int(found["count"]), 24)
    return (day(context.issued - timedelta(days=days)), None) if not hours else None


def ahead(found: re.Match[str], context: Context) -> Resolved:
    """As in "will meet in three days", "in two weeks' time"."""
    if not context.future:
        return None
    text = found["count"].lower()
    count = NUMBER_WORDS[text] if text in NUMBER_WORDS else int(text)
    weeks = found["unit"].lower().startswith("week")
    if count > (_EXACT_WEEKS if weeks else _EXACT_DAYS):
        return None
    return day(context.issued + timedelta(days=count * (7 if weeks else 1))), None


def later_weekday(found: re.Match[str], context: Context) -> Resolved:
    """As in "later on Tuesday": the article's own day, if it is a Tuesday, else as without "later"."""
    if context.issued.weekday() == WEEKDAYS[found["weekday"].lower()].weekday:
        return day(context.issued), None
    return weekday(found, context)


def night_into(found: re.Match[str], context: Context) -> Resolved:
    """As in "overnight into Saturday", "on Friday night into Saturday": from the day before to that day."""
    last = context.issued + relativedelta(weekday=WEEKDAYS[found["weekday"].lower()](-1))
    return day(last - timedelta(days=1)), day(last)


def last_unit(found: re.Match[str], context: Context) -> Resolved:
    """As in "last month", "next year"."""
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1}[_which(found)]
    if found["unit"].lower() == "year":
        return PartialDate(context.issued.year + step), None
    when = context.issued + relativedelta(months=step)
    return PartialDate(when.year, when.month), None


def week(found: re.Match[str], context: Context) -> Resolved:
    """The calendar week before or after, from Monday to Sunday."""
    monday = context.issued - timedelta(days=context.issued.weekday())
    monday += timedelta(weeks=1 if _which(found) == "next" else -1)
    return day(monday), day(monday + timedelta(days=6))


def weekday_of_week(found: re.Match[str], context: Context) -> Resolved:
    """As in "on Tuesday of last week"."""
    step = {"last": -1, "this": 0, "next": 1}[_which(found)]
    monday = context.issued - timedelta(days=context.issued.weekday()) + timedelta(weeks=step)
    return day(monday + timedelta(days=WEEKDAYS[found["weekday"].lower()].weekday)), None


def day_of_year(found: re.Match[str], context: Context) -> Resolved:
    """As in "on 5 May last year"."""
    year = context.issued.year + {"last": -1, "this": 0, "next": 1}[_which(found)]
    return _valid(year, MONTHS[found["month"].lower()], int(found["day"]))


def day_of_month(found: re.Match[str], context: Context) -> Resolved:
    """As in "on the 14th": of the article's month, or of the one before or after it."""
    month = context.issued.replace(day=1)
    candidate = _valid(month.year, month.month, int(found["day"]))
    past = int(found["day"]) <= context.issued.day
    if past == context.future:
        month += relativedelta(months=1 if context.future else -1)
        candidate = _valid(month.year, month.month, int(found["day"]))
    return candidate


def day_of_which_month(found: re.Match[str], context: Context) -> Resolved:
    """As in "on the 14th of last month"."""
    month = context.issued.replace(day=1) + relativedelta(months={"last": -1, "this": 0, "next": 1}[_which(found)])
    return _valid(month.year, month.month, int(found["day"]))


def week_of_month(found: re.Match[str], context: Context) -> Resolved:
    """As in "in the second week of June": days 8 to 14; the last week are the last seven days."""
    named = month_alone(found, context) if not found["year"] else month_year(found, context)
    if named is None or named[0].month is None:
        return None
    first = date(named[0].year, named[0].month, 1)
    begin = first + timedelta(weeks=_ORDINALS.get(found["nth"].lower(), 0))
    if found["nth"].lower() == "last":
        begin = first + relativedelta(months=1) - timedelta(weeks=1)
    return day(begin), day(begin + timedelta(days=6))


def season(found: re.Match[str], context: Context) -> Resolved:
    """The year of "last summer", "next spring": of the last one that is over, the next that has not begun."""
    begins = _SEASONS[found["season"].lower()]
    which, issued = _which(found), context.issued
    if which == "last":
        return PartialDate(issued.year - (issued.month < begins + _SEASON_MONTHS)), None
    if which == "next":
        return PartialDate(issued.year + (issued.month >= begins)), None
    return PartialDate(issued.year), None


def span_years(found: re.Match[str], context: Context) -> Resolved:
    """As in "between 1975 and 1979"."""
    first, last = int(found["year"]), int(found["last"])
    return (PartialDate(first), PartialDate(last)) if first < last else None


def span_full(found: re.Match[str], context: Context) -> Resolved:
    """As in "between 28 March and 2 April 2023": the year of the last day is that of both."""
    year, month = int(found["year"]), MONTHS[found["month"].lower()]
    last_month = MONTHS[found["last_month"].lower()]
    first = _valid(year - (month > last_month), month, int(found["day"]))
    last = _valid(year, last_month, int(found["last"]))
    return (first[0], last[0]) if first is not None and last is not None else None


def feast(found: re.Match[str], context: Context) -> Resolved:
    """The day of that name nearest to the article's date on the side that the clause is about."""
    name, year = found["feast"].lower().replace("’", "'"), context.issued.year
    if found["year"]:
        return day(feast_in(name, int(found["year"]))), None
    if context.future:
        year += feast_in(name, year) < context.issued
    else:
        year -= feast_in(name, year) > context.issued
    return day(feast_in(name, year)), None


def span_months(found: re.Match[str], context: Context) -> Resolved:
    """As in "between January and September 2023", "from March to June"."""
    first, last = MONTHS[found["month"].lower()], MONTHS[found["last"].lower()]
    if not found["year"]:
        month = month_alone(found, context)
        return (month[0], PartialDate(month[0].year + (first > last), last)) if month is not None else None
    year = int(found["year"])
    return PartialDate(year - (first > last), first), PartialDate(year, last)


def month_of_year(found: re.Match[str], context: Context) -> Resolved:
    """As in "in May last year"."""
    step = {"last": -1, "this": 0, "next": 1}[_which(found)]
    return PartialDate(context.issued.year + step, MONTHS[found["month"].lower()]), None


def span_days(found: re.Match[str], context: Context) -> Resolved:
    """As in "3-5 June", "between 5 and 9 March"."""
    first = full_date(found, context)
    if first is None:
        return None
    begin = first[0]
    last = _valid(begin.year, begin.month or 1, int(found["last"]))
    return (begin, last[0]) if last is not None and last[0] > begin else first
