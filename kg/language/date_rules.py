"""The wordings of dates in the order in which they are tried, each with what it means (`date_resolvers`)."""

from __future__ import annotations

import re
from typing import Final

from kg.language.date_resolvers import (
    MONTHS,
    NUMBER_WORDS,
    SEASONS,
    WEEKDAYS,
    Resolver,
    ago,
    ahead,
    day_of_month,
    day_of_which_month,
    day_of_year,
    feast,
    full_date,
    hours_ago,
    iso,
    last_unit,
    later_weekday,
    month_alone,
    month_of_year,
    month_year,
    night_into,
    overnight,
    relative_day,
    season,
    span_days,
    span_full,
    span_months,
    span_years,
    week,
    week_of_month,
    weekday,
    weekday_of_week,
    weekend,
    year_alone,
)
from kg.language.feasts import FEASTS

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + r")"
_NAMED = r"(?:(?:" + "|".join((*WEEKDAYS, *(name[:3] + r"\." for name in WEEKDAYS))) + r"),?\s+(?:the\s+)?)?"
_NAMESAKE = r"\s+(?:movement|brigades?|revolution|alliance|coalition|party|front|square|street|avenue|bridge)\b"
_BARE_WEEKDAY = r"(?<!following )(?<!previous )(?<!preceding )(?<!that )(?<!the next )" + _WEEKDAY
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(NUMBER_WORDS) + r")"
_UP_TO = r"\s*(?:-|–|\bto\b|\band\b|\bthrough\b|\buntil\b)\s*"
_LAST_MONTH = r"(?P<last_month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"

RULES: Final[tuple[tuple[re.Pattern[str], Resolver], ...]] = tuple(
    (re.compile(r"\b(?:" + pattern + r")(?!\w)", re.IGNORECASE), resolver)
    for pattern, resolver in (
        (r"(?P<year>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", iso),
        (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>(?:19|20)\d{2})", iso),
        (
            _DAY
            + r"\s+(?:of\s+)?"
            + _MONTH
            + _UP_TO
            + r"(?P<last>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            + _LAST_MONTH
            + r",?\s+"
            + _YEAR,
            span_full,
        ),
        (
            _MONTH + r"\s+" + _DAY + _UP_TO + _LAST_MONTH + r"\s+(?P<last>\d{1,2})(?:st|nd|rd|th)?,?\s+" + _YEAR,
            span_full,
        ),
        (
            _MONTH
            + r"\s+"
            + _DAY
            + r"\s*(?:-|–|to|and|through)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+"
            + _YEAR
            + ")?",
            span_days,
        ),
        (
            _DAY
            + r"\s*(?:-|–|to|and|through|until)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            + _MONTH
            + r"(?:,?\s+"
            + _YEAR
            + ")?",
            span_days,
        ),
        (_MONTH + r"\s+" + _DAY + r",?\s+(?:of\s+)?(?P<which>last|this|next)\s+year", day_of_year),
        (_DAY + r"\s+(?:of\s+)?" + _MONTH + r",?\s+(?:of\s+)?(?P<which>last|this|next)\s+year", day_of_year),
        (
            _NAMED
            + _MONTH
            + r"\s+"
            + _DAY
            + r"(?:,?\s+"
            + _YEAR
            + r")?(?!\s*(?::|percent|per cent|million|billion|%)|"
            + _NAMESAKE
            + ")",
            full_date,
        ),
        (_NAMED + _DAY + r"\s+(?:of\s+)?" + _MONTH + r"(?:,?\s+" + _YEAR + ")?(?!" + _NAMESAKE + ")", full_date),
        (r"(?P<feast>" + "|".join(FEASTS).replace("'", "['’]") + r")(?:,?\s+(?:of\s+)?" + _YEAR + ")?", feast),
        (
            r"(?:between|from)\s+"
            + _MONTH
            + r"\s+(?:and|to|until|through)\s+(?P<last>"
            + "|".join(MONTHS)
            + r")(?:,?\s+"
            + _YEAR
            + r")?(?!\s+\d)",
            span_months,
        ),
        (
            r"(?P<nth>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+" + _MONTH + r"(?:,?\s+" + _YEAR + ")?",
            week_of_month,
        ),
        (_MONTH + r",?\s+(?:of\s+)?" + _YEAR, month_year),
        (_MONTH + r"\s+(?:of\s+)?(?P<which>last|this|next)\s+year", month_of_year),
        (_WEEKDAY + r"\s+(?:of\s+)?(?P<which>last|this|next)\s+week", weekday_of_week),
        (r"(?P<which>last|this|next)\s+week\s+on\s+" + _WEEKDAY, weekday_of_week),
        (r"later\s+(?:on\s+)?" + _WEEKDAY, later_weekday),
        (r"(?:overnight|" + _WEEKDAY.replace("P<weekday>", ":") + r"\s+night)\s+(?:in)?to\s+" + _WEEKDAY, night_into),
        (r"(?P<which>last|next)\s+week(?!\s+of\b|['’]s?\b)", week),
        (_COUNT + r"\s+(?P<unit>days?|weeks?|months?|years?)\s+ago(?:\s+(?:today|tonight|this\s+\w+))?", ago),
        (r"(?P<which>last|next|this|past|coming)?\s*(?:the\s+)?(?P<what>weekend)", weekend),
        (r"(?:(?P<which>last|next|this|past|coming)\s+)?" + _BARE_WEEKDAY, weekday),
        (
            r"(?:day before yesterday|(?:night|day|evening) before last|two (?:nights|evenings|mornings) ago)",
            relative_day(-2),
        ),
        (r"yesterday|last (?:night|evening)", relative_day(-1)),
        (r"overnight(?!\s+(?:(?:on|from|of)\s+)?(?:" + "|".join(WEEKDAYS) + r")\b)", overnight),
        (r"today|tonight|this (?:morning|afternoon|evening)|earlier in the day", relative_day(0)),
        (r"(?:the\s+)?day\s+after\s+tomorrow", relative_day(2)),
        (r"tomorrow", relative_day(1)),
        (r"a\s+fortnight\s+ago", relative_day(-14)),
        (r"(?P<count>24|48|72)\s+hours\s+ago", hours_ago),
        (r"(?<!\d\s)hours\s+ago", relative_day(0)),
        (r"in\s+" + _COUNT + r"\s+(?P<unit>days?|weeks?)(?:['’]s?\s+time)?(?!\s+of\b|['’])", ahead),
        (_COUNT + r"\s+(?P<unit>weeks?|months?|years?)\s+earlier", ago),
        (_DAY + r"\s+of\s+(?P<which>last|this|next)\s+month", day_of_which_month),
        (r"(?P<which>last|this|next)\s+(?P<season>" + "|".join(SEASONS) + ")", season),
        (r"(?<!\bthe )(?P<which>last|this|past|previous|next)\s+(?P<unit>month|year)", last_unit),
        (
            r"(?:(?:by|until|before)\s+the\s+(?:end|start|middle)\s+of|(?:early|late|recently|far\s+back)\s+as|in|since|by|until|during|of|from|throughout|for(?!\s+may))\s+(?:(?P<which>early|late|mid|last|next)[\s-]+)?"
            + _MONTH
            + r"(?!\s+\d)",
            month_alone,
        ),
        (r"(?P<which>last|this|next)\s+" + _MONTH + r"(?!\s+\d)", month_alone),
        (r"(?:between|from)\s+" + _YEAR + r"\s+(?:and|to|until|through)\s+(?P<last>(?:19|20)\d{2})", span_years),
        (
            r"(?:in|since|by|until|during|of|from|throughout|(?:early|late|recently|far\s+back)\s+as)\s+"
            r"(?:the\s+year\s+|(?:(?:early|late|mid|spring|summer|autumn|fall)[\s-]+))?" + _YEAR,
            year_alone,
        ),
        (
            r"(?:(?<=\bthe )|(?<=\ba )|(?<=\bits )|(?<=\bhis )|(?<=\bher )|(?<=\btheir )|(?<=['’]s )|(?<=s['’] ))"
            + _YEAR
            + r"(?= [a-z])",
            year_alone,
        ),
        (
            r"(?<=\bon\sthe\s)(?P<day>\d{1,2})(?:st|nd|rd|th)(?=[,.;:)]|\s+(?:after|and|at|but|by|in|when|while)\b|$)",
            day_of_month,
        ),
    )
)
_ABSOLUTE: Final = frozenset({iso, month_year, year_alone, span_years, span_full})


def is_absolute(found: re.Match[str], resolver: Resolver) -> bool:
    """Whether a date can be told without the article's own: it names its year."""
    return resolver in _ABSOLUTE or ("year" in found.re.groupindex and bool(found["year"]))
