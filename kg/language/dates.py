"""Find the dates in a document and resolve them against the article's date.

Reads "on Monday", "last Tuesday", "last week", "yesterday", "over the weekend", "July 31", "August 26, 2008", "in
February 2019", "2014", "three days ago", "earlier this week", "overnight", "on the night of 3 to 4 May", "from
Monday to Wednesday", "on the 14th", "on Christmas Day". Weekdays and days without a year lie in the past unless
the clause is about the future. Days that a story counts from one told of before ("the next day", "two days later")
are found by `kg.language.story_dates`. dateutil does the calendar arithmetic; what names no day, month or year ("the
coming days", "ten years") gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from kg.language.document import Document, Sentence, Token
from kg.language.feasts import FEASTS, feast_in
from kg.language.story_dates import steps_from_event, story_dates
from kg.model import PartialDate, Span

_MONTHS = {
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
_DAYS = {"monday": MO, "tuesday": TU, "wednesday": WE, "thursday": TH, "friday": FR, "saturday": SA, "sunday": SU}
_NUMBER_WORDS = {
    w: k
    for k, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}

_RECENT = 30  # mentions looked back at for what a story counts from; a few sentences have fewer
_NEAR_MONTHS = 6  # a month without a tense lies at most this far ahead, else it is past

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_WEEKDAY = r"(?P<weekday>" + "|".join(_DAYS) + r")"
_NAMED = r"(?:(?:" + "|".join((*_DAYS, *(name[:3] + r"\." for name in _DAYS))) + r"),?\s+(?:the\s+)?)?"
_NAMESAKE = r"\s+(?:movement|brigades?|revolution|alliance|coalition|party|front|square|street|avenue|bridge)\b"
_TO = re.compile(r"\s*(?:-|–|to|and|through|until|into)\s*", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between|nights?(?:\s+of)?|overnight)\s+$", re.IGNORECASE)
_BARE_WEEKDAY = r"(?<!following )(?<!previous )(?<!preceding )(?<!that )(?<!the next )" + _WEEKDAY
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_NUMBER_WORDS) + r")"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text: its span, the first day or the month or year it names, and the last day of a span."""

    span: Span
    start: PartialDate
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """The article's date; whether the clause is about the future, or leaves that open (`near`)."""

    issued: date
    future: bool
    near: bool = False


_Resolver = Callable[[re.Match[str], _Context], tuple[PartialDate, PartialDate | None] | None]


def day(value: date) -> PartialDate:
    """A calendar day as a `PartialDate`."""
    return PartialDate(value.year, value.month, value.day)


def _full(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    month, number = _MONTHS[found["month"].lower()], int(found["day"])
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


def _nearest(issued: date, month: int, number: int) -> tuple[PartialDate, PartialDate | None] | None:
    """That day of the year in which it comes closest to the article's date."""
    years = (issued.year, issued.year - 1, issued.year + 1)
    days = [found[0] for year in years if (found := _valid(year, month, number)) is not None]
    best = min(days, key=lambda d: abs((date(d.year, month, number) - issued).days), default=None)
    return (best, None) if best is not None else None


def _valid(year: int, month: int, number: int) -> tuple[PartialDate, PartialDate | None] | None:
    try:
        return day(date(year, month, number)), None
    except ValueError:
        return None


def _iso(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    return _valid(int(found["year"]), int(found["m"]), int(found["d"]))


def _month_year(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    return PartialDate(int(found["year"]), _MONTHS[found["month"].lower()]), None


def _month_alone(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    month = _MONTHS[found["month"].lower()]
    relation = (found["which"] or "").lower()
    year = context.issued.year
    if found.group(0).lower().startswith(("by ", "until ")):
        context = _Context(context.issued, future=True)
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


def _year_alone(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    return PartialDate(int(found["year"])), None


def _weekday(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    wanted = _DAYS[found["weekday"].lower()]
    which = (found["which"] or "").lower()
    if which == "next" or (context.future and which not in ("last", "past")):
        return day(context.issued + relativedelta(days=+1, weekday=wanted(+1))), None
    if which == "last" and context.issued + relativedelta(weekday=wanted(-1)) == context.issued:
        return day(context.issued + relativedelta(days=-1, weekday=wanted(-1))), None
    return day(context.issued + relativedelta(weekday=wanted(-1))), None


def _relative(days: int) -> _Resolver:
    return lambda found, context: (day(context.issued + timedelta(days=days)), None)


def _overnight(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    return day(context.issued - timedelta(days=1)), day(context.issued)


def _weekend(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    if context.future or (found["which"] or "").lower() in ("next", "coming"):
        saturday = context.issued + relativedelta(weekday=SA(+1))
    else:
        saturday = context.issued + relativedelta(days=-1, weekday=SU(-1)) - timedelta(days=1)
        if context.issued.weekday() == 6:
            saturday = context.issued - timedelta(days=1)
    return day(saturday), day(saturday + timedelta(days=1))


def _ago(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    text = found["count"].lower()
    count = _NUMBER_WORDS.get(text) if text in _NUMBER_WORDS else int(text)
    assert count is not None
    unit = found["unit"].lower()
    if unit.startswith("day"):
        return day(context.issued - timedelta(days=count)), None
    if unit.startswith("week"):
        return None
    if unit.startswith("month"):
        when = context.issued - relativedelta(months=count)
        return PartialDate(when.year, when.month), None
    return PartialDate(context.issued.year - count), None


def _last_unit(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1}[found["which"].lower()]
    if found["unit"].lower() == "year":
        return PartialDate(context.issued.year + step), None
    when = context.issued + relativedelta(months=step)
    return PartialDate(when.year, when.month), None


def _week(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """The calendar week before or after, from Monday to Sunday."""
    monday = context.issued - timedelta(days=context.issued.weekday())
    monday += timedelta(weeks=1 if found["which"].lower() == "next" else -1)
    return day(monday), day(monday + timedelta(days=6))


def _weekday_of_week(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """As in "on Tuesday of last week"."""
    step = {"last": -1, "this": 0, "next": 1}[found["which"].lower()]
    monday = context.issued - timedelta(days=context.issued.weekday()) + timedelta(weeks=step)
    return day(monday + timedelta(days=_DAYS[found["weekday"].lower()].weekday)), None


def _day_of_year(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """As in "on 5 May last year"."""
    year = context.issued.year + {"last": -1, "this": 0, "next": 1}[found["which"].lower()]
    return _valid(year, _MONTHS[found["month"].lower()], int(found["day"]))


def _day_of_month(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """As in "on the 14th": of the article's month, or of the one before or after it."""
    month = context.issued.replace(day=1)
    candidate = _valid(month.year, month.month, int(found["day"]))
    past = int(found["day"]) <= context.issued.day
    if past == context.future:
        month += relativedelta(months=1 if context.future else -1)
        candidate = _valid(month.year, month.month, int(found["day"]))
    return candidate


def _feast(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """The day of that name nearest to the article's date on the side that the clause is about."""
    name, year = found["feast"].lower().replace("’", "'"), context.issued.year
    if found["year"]:
        return day(feast_in(name, int(found["year"]))), None
    if context.future:
        year += feast_in(name, year) < context.issued
    else:
        year -= feast_in(name, year) > context.issued
    return day(feast_in(name, year)), None


def _span_months(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """As in "between January and September 2023"."""
    year, first, last = int(found["year"]), _MONTHS[found["month"].lower()], _MONTHS[found["last"].lower()]
    return PartialDate(year - (first > last), first), PartialDate(year, last)


def _month_of_year(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    """As in "in May last year"."""
    step = {"last": -1, "this": 0, "next": 1}[found["which"].lower()]
    return PartialDate(context.issued.year + step, _MONTHS[found["month"].lower()]), None


def _span_days(found: re.Match[str], context: _Context) -> tuple[PartialDate, PartialDate | None] | None:
    first = _full(found, context)
    if first is None:
        return None
    begin = first[0]
    last = _valid(begin.year, begin.month or 1, int(found["last"]))
    return (begin, last[0]) if last is not None and last[0] > begin else first


_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = tuple(
    (re.compile(r"\b(?:" + pattern + r")(?!\w)", re.IGNORECASE), resolver)
    for pattern, resolver in (
        (r"(?P<year>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", _iso),
        (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>(?:19|20)\d{2})", _iso),
        (
            _MONTH
            + r"\s+"
            + _DAY
            + r"\s*(?:-|–|to|and|through)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+"
            + _YEAR
            + ")?",
            _span_days,
        ),
        (
            _DAY
            + r"\s*(?:-|–|to|and|through|until)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            + _MONTH
            + r"(?:,?\s+"
            + _YEAR
            + ")?",
            _span_days,
        ),
        (_MONTH + r"\s+" + _DAY + r",?\s+(?:of\s+)?(?P<which>last|this|next)\s+year", _day_of_year),
        (_DAY + r"\s+(?:of\s+)?" + _MONTH + r",?\s+(?:of\s+)?(?P<which>last|this|next)\s+year", _day_of_year),
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
            _full,
        ),
        (_NAMED + _DAY + r"\s+(?:of\s+)?" + _MONTH + r"(?:,?\s+" + _YEAR + ")?(?!" + _NAMESAKE + ")", _full),
        (r"(?P<feast>" + "|".join(FEASTS).replace("'", "['’]") + r")(?:,?\s+(?:of\s+)?" + _YEAR + ")?", _feast),
        (
            r"(?:between|from)\s+"
            + _MONTH
            + r"\s+(?:and|to|until|through)\s+(?P<last>"
            + "|".join(_MONTHS)
            + r"),?\s+"
            + _YEAR,
            _span_months,
        ),
        (_MONTH + r",?\s+(?:of\s+)?" + _YEAR, _month_year),
        (_MONTH + r"\s+(?:of\s+)?(?P<which>last|this|next)\s+year", _month_of_year),
        (_WEEKDAY + r"\s+(?:of\s+)?(?P<which>last|this|next)\s+week", _weekday_of_week),
        (r"(?P<which>last|this|next)\s+week\s+on\s+" + _WEEKDAY, _weekday_of_week),
        (r"(?P<which>last|next)\s+week(?!\s+of\b|['’]s?\b)", _week),
        (r"(?P<which>last|next|this|past|coming)?\s*(?:the\s+)?(?P<what>weekend)", _weekend),
        (r"(?:(?P<which>last|next|this|past|coming)\s+)?" + _BARE_WEEKDAY, _weekday),
        (
            r"(?:day before yesterday|(?:night|day|evening) before last|two (?:nights|evenings|mornings) ago)",
            _relative(-2),
        ),
        (r"yesterday|last (?:night|evening)", _relative(-1)),
        (r"overnight", _overnight),
        (r"today|tonight|this (?:morning|afternoon|evening)|earlier in the day", _relative(0)),
        (r"tomorrow", _relative(1)),
        (_COUNT + r"\s+(?P<unit>days?|weeks?|months?|years?)\s+ago", _ago),
        (_COUNT + r"\s+(?P<unit>weeks?|months?|years?)\s+earlier", _ago),
        (r"(?<!\bthe )(?P<which>last|this|past|previous|next)\s+(?P<unit>month|year)", _last_unit),
        (
            r"(?:(?:by|until|before)\s+the\s+(?:end|start|middle)\s+of|in|since|by|until|during|of|from)\s+(?:(?P<which>early|late|mid|last|next)[\s-]+)?"
            + _MONTH
            + r"(?!\s+\d)",
            _month_alone,
        ),
        (r"(?P<which>last|this|next)\s+" + _MONTH + r"(?!\s+\d)", _month_alone),
        (r"(?:in|since|by|until|during|of|from)\s+(?:(?:early|late|mid)[\s-]+)?" + _YEAR, _year_alone),
        (
            r"(?<=\bon\sthe\s)(?P<day>\d{1,2})(?:st|nd|rd|th)(?=[,.;:)]|\s+(?:after|and|at|but|by|in|when|while)\b|$)",
            _day_of_month,
        ),
    )
)
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_FUTURE_PHRASES = re.compile(
    r"\b(?:scheduled|set|due|expected|planned|plans?|planning|going|slated|ready|hopes?|intends?) to\b"
    r"|\bupcoming\b|\bwill\b|\bis to\b|\bare to\b",
    re.IGNORECASE,
)
_TELLING = frozenset("say tell report show write note mark fall come say claim quote cite recall remember".split())
"""Verbs whose present tense goes with a past date: "the report says that on Monday ..."."""
_LOWER_MAY = re.compile(r"\bmay\b")


def find_dates(document: Document, issued: PartialDate | None) -> tuple[DateMention, ...]:
    """The dates of the document in order; without an article date only absolute ones."""
    reference = date(issued.year, issued.month, issued.day) if issued and issued.month and issued.day else None
    found: list[DateMention] = []
    for sentence in document.sentences:
        text = document.text[sentence.span.start : sentence.span.end]
        here = _as_spans(
            document.text, sorted(_in_sentence(document, text, sentence.span.start, reference), key=_place)
        )
        told = _of_story(document, sentence, [*found[-_RECENT:], *here], [m.span for m in here], reference)
        found.extend(sorted((*here, *told), key=_place))
    return tuple(found)


def _place(mention: DateMention) -> Span:
    return mention.span


def _as_spans(text: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The mentions of a sentence, two that bound a span made one ("from 28 April to 3 May")."""
    found: list[DateMention] = []
    for mention in mentions:
        first = found[-1] if found else None
        if first is not None and _bounds(text, first, mention):
            found[-1] = DateMention(Span(first.span.start, mention.span.end), first.start, mention.start)
        else:
            found.append(mention)
    return found


def _bounds(text: str, first: DateMention, last: DateMention) -> bool:
    opened = _FROM.search(text, max(first.span.start - 20, 0), first.span.start) is not None
    joined = _TO.fullmatch(text, first.span.end, last.span.start) is not None
    days = first.start.day is not None and last.start.day is not None
    return opened and joined and days and first.end is None and last.start.isoformat() > first.start.isoformat()


def _of_story(
    document: Document, sentence: Sentence, named: Sequence[DateMention], taken: Sequence[Span], issued: date | None
) -> list[DateMention]:
    """The days of a sentence that lean on one named before."""

    def told(offset: int, back: int, *, day: bool = True) -> PartialDate | None:
        near = [m for m in named if m.span.start < offset]
        days = [m for m in near if m.start.day is not None]
        vague = [m for m in near if _is_past_month(m, issued) and _close(document, m, sentence)]
        own = bool(days) and _paragraph(document, days[-1]) == sentence.paragraph
        last = max(days if own or (day and not vague) else near, key=lambda m: m.span, default=None)
        if last is None or sentence.number - document.sentence_at(last.span.start).number > back:
            return None
        return last.start

    text = document.text[sentence.span.start : sentence.span.end]
    found = story_dates(text, sentence.span.start, taken, told, issued)
    return [
        DateMention(_without_preposition(document, span), day)
        for span, day in found
        if not steps_from_event(document.text[span.start : span.end]) or _opens_clause(document, span)
    ]


def _opens_clause(document: Document, span: Span) -> bool:
    """Whether "two days after" stands before a clause, whose day it tells, and not before a noun."""
    return document.tokens_in(span)[-1].dep == "mark"


def _paragraph(document: Document, mention: DateMention) -> int:
    return document.sentence_at(mention.span.start).paragraph


def _is_past_month(mention: DateMention, issued: date | None) -> bool:
    """Whether a date is a month or year before the article's."""
    start = mention.start
    if start.day is not None or issued is None:
        return False
    return (start.year, start.month or 0) < (issued.year, issued.month if start.month is not None else 0)


def _close(document: Document, mention: DateMention, sentence: Sentence) -> bool:
    """Whether a date stands in a sentence or in the one before it in its paragraph."""
    at = document.sentence_at(mention.span.start)
    return at.paragraph == sentence.paragraph and sentence.number - at.number <= 1


_ABSOLUTE = frozenset({_iso, _month_year, _year_alone})


def _in_sentence(document: Document, text: str, offset: int, issued: date | None) -> Iterator[DateMention]:
    taken: list[Span] = []
    for pattern, resolver in _RULES:
        for found in pattern.finditer(text):
            span = Span(offset + found.start(), offset + found.end())
            if any(span.overlaps(other) for other in taken) or _is_modal_may(found):
                continue
            absolute = resolver in _ABSOLUTE or ("year" in found.re.groupindex and bool(found["year"]))
            if issued is None and not absolute:
                continue
            reference = issued or date(1900, 1, 1)
            context = _Context(reference, _is_future(document, span, text), _is_open(document, span))
            resolved = resolver(found, context)
            if resolved is not None:
                taken.append(span)
                yield DateMention(_without_preposition(document, span), *resolved)


def _is_modal_may(found: re.Match[str]) -> bool:
    return "month" in found.re.groupindex and bool(found["month"]) and bool(_LOWER_MAY.fullmatch(found["month"]))


def _without_preposition(document: Document, span: Span) -> Span:
    inside = document.tokens_in(span)
    kept = [token for token in inside if token.pos not in ("ADP", "SCONJ")]
    return document.span_of(kept or inside)


def _is_future(document: Document, span: Span, text: str) -> bool:
    """Whether the clause that holds the date is about the future."""
    inside = document.tokens_in(span)
    if not inside:
        return False
    for above in document.ancestors(inside[-1]):
        if above.pos in ("VERB", "AUX"):
            return _future_verb(document, above)
    return bool(_FUTURE_PHRASES.search(text))


def _is_open(document: Document, span: Span) -> bool:
    """Whether the clause leaves open if a day is past: an infinitive, "would", or a present tense without "will"."""
    inside = document.tokens_in(span)
    verb = next((t for t in document.ancestors(inside[-1]) if t.pos in ("VERB", "AUX")), None) if inside else None
    if verb is None or any(kid.lower in _FUTURE for kid in document.children(verb, "aux")):
        return False
    if any(kid.lower == "would" for kid in document.children(verb, "aux")):
        return True
    between = document.tokens[verb.i : inside[0].i]
    infinitive = any(t.lower == "to" and t.tag == "TO" for t in (*document.children(verb, "aux"), *between))
    return infinitive or (verb.tag in ("VBZ", "VBP") and not document.children(verb, "aux", "auxpass"))


def _future_verb(document: Document, verb: Token) -> bool:
    if any(kid.lower in _FUTURE for kid in document.children(verb, "aux")):
        return True
    if verb.tag in ("VBZ", "VBP") and verb.pos == "VERB" and not document.children(verb, "aux", "auxpass"):
        return verb.lemma not in _TELLING
    if any(kid.lower == "to" for kid in document.children(verb, "aux")):
        governor = document.head(verb)
        return verb.dep == "acl" or governor.lemma in (
            "plan",
            "schedule",
            "expect",
            "set",
            "due",
            "be",
            "intend",
            "hope",
            "prepare",
            "slate",
            "go",
            "agree",
            "promise",
            "vow",
        )
    return False
