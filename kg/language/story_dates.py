"""Days that a story counts from one told of before: "the next day", "two days later", "a day earlier", "that night".

They lean on the last day that the text named, within a few sentences; "a day earlier" without one counts from the
article's date. A time of the clock alone ("shortly after 9 a.m.") is on that day too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Protocol

from kg.language.date_resolvers import WEEKDAYS
from kg.model import PartialDate, Span

LEANS_BACK: Final = 8  # sentences back to the day that a story counts from
CLOCK_BACK: Final = 3  # and to the day that a time of the clock is of

_NUMBERS: Final = {
    word: k for k, word in enumerate("a one two three four five six seven eight nine ten eleven twelve".split())
}
_NUMBERS["a"] = 1
_MONTHS: Final = {
    name: k
    for k, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_NO_EVENT: Final = r"(?!\s+(?:(?:the|an?|his|her|its|their|it|he|she|they|we|one|some|two|three|four)\b|(?-i:[A-Z])))"
_COUNT: Final = r"(?P<count>\d{1,2}|" + "|".join(_NUMBERS) + ")"
_PART: Final = r"(?:day|morning|afternoon|evening|night)"

_NEXT, _BEFORE, _SAME, _AHEAD, _BACK = 1, -1, 0, "ahead", "back"
_EVENT: Final = re.compile(r"\b" + _COUNT + r"\s+days?\s+(?P<side>after|before)(?=\s+\w)", re.IGNORECASE)
_STEPS: Final[tuple[tuple[re.Pattern[str], int | str], ...]] = tuple(
    (re.compile(r"\b(?:" + pattern + r")(?!\w)", re.IGNORECASE), step)
    for pattern, step in (
        (r"the\s+(?:next|following)\s+" + _PART, _NEXT),
        (r"the\s+(?:previous|preceding)\s+" + _PART + r"|the\s+(?:day|night|evening)\s+before(?!\s+the\b)", _BEFORE),
        (_COUNT + r"\s+days?\s+(?:later|afterwards|after" + _NO_EVENT + ")", _AHEAD),
        (_COUNT + r"\s+days?\s+(?:earlier|previously|before" + _NO_EVENT + ")", _BACK),
        (r"(?:the\s+same|that(?:\s+same)?)\s+" + _PART, _SAME),
        (r"(?:an\s+hour|(?:some\s+)?\w+\s+hours|minutes|hours)\s+(?:later|afterwards)", _SAME),
        (r"at\s+the\s+time(?=[,.;])", _SAME),
    )
)
_THAT_WEEKDAY: Final = re.compile(
    r"\b(?:(?P<next>(?:the\s+)?following|the\s+next)|(?P<back>(?:the\s+)?(?:previous|preceding))|that)\s+"
    r"(?P<weekday>" + "|".join(WEEKDAYS) + r")(?!\w)",
    re.IGNORECASE,
)
_PERIOD: Final[tuple[tuple[re.Pattern[str], int | str], ...]] = tuple(
    (re.compile(r"\b(?:" + pattern + r")(?!\w)", re.IGNORECASE), step)
    for pattern, step in (
        (r"that\s+(?:same\s+)?(?P<unit>month|year)|the\s+same\s+(?P<unit2>month|year)", _SAME),
        (r"the\s+(?:next|following)\s+(?P<unit>month|year)", _NEXT),
        (
            r"the\s+(?:previous|preceding)\s+(?P<unit>month|year)|the\s+(?P<unit2>month|year)\s+before(?!\s+last)",
            _BEFORE,
        ),
        (_COUNT + r"\s+(?P<unit>month|year)s?\s+(?:later|afterwards)", _AHEAD),
    )
)
_HINT: Final = re.compile(
    r"\b(?:months?|years?|\w*days?|morning|afternoon|evening|night|hours?|minutes|following|at the time)\b"
    r"|\d\s*[ap]\.?m\b",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:a\.m\.|p\.m\.|am|pm)(?!\w)", re.IGNORECASE)
_FOLLOWING_MONTH: Final = re.compile(r"\bthe\s+following\s+(?P<month>" + "|".join(_MONTHS) + r")\b", re.IGNORECASE)
_EARLIER: Final = re.compile(r"\b(?:earlier|before|previously)\b", re.IGNORECASE)


class Told(Protocol):
    """What the text named last before an offset: a day, or a month or year that stands nearer than one does.

    With `day` false it is whichever of them is the last.
    """

    def __call__(self, offset: int, back: int, *, day: bool = True) -> PartialDate | None:
        """The date, not more than `back` sentences before; None where the text named none."""
        ...


def story_dates(
    text: str, offset: int, taken: Sequence[Span], told: Told, issued: date | None
) -> Iterator[tuple[Span, PartialDate]]:
    """The days that a sentence, which begins at `offset`, counts from what was told before."""
    if _HINT.search(text) is None:
        return
    spans = list(taken)
    for pattern, step in _STEPS:
        for found in pattern.finditer(text):
            span = Span(offset + found.start(), offset + found.end())
            day = _stepped(told(span.start, LEANS_BACK), found, step)
            if day is None and issued is not None and _EARLIER.search(found.group(0)):
                day = _stepped(PartialDate(issued.year, issued.month, issued.day), found, step)
            if day is not None and not any(span.overlaps(other) for other in spans):
                spans.append(span)
                yield span, day
    yield from _events(text, offset, spans, told)
    yield from _months(text, offset, told)
    yield from _periods(text, offset, spans, told)
    yield from _weekdays(text, offset, told, issued)
    clock = _CLOCK.search(text) if not spans else None
    day = told(offset, CLOCK_BACK) if clock is not None else None
    if clock is not None and day is not None and day.day is not None:
        yield Span(offset + clock.start(), offset + clock.end()), day


def _events(text: str, offset: int, taken: Sequence[Span], told: Told) -> Iterator[tuple[Span, PartialDate]]:
    """As in "on Friday, two days after the envoy had left": the day of what is told of, from one in the sentence."""
    for found in _EVENT.finditer(text):
        span = Span(offset + found.start(), offset + found.end())
        step = _BACK if found["side"].lower() == "after" else _AHEAD
        day = _stepped(told(span.start, 0), found, step)
        if day is not None and not any(span.overlaps(other) for other in taken):
            yield span, day


def steps_from_event(words: str) -> bool:
    """Whether the words of a date count from something that is told behind them."""
    return words.lower().endswith((" after", " before"))


def _months(text: str, offset: int, told: Told) -> Iterator[tuple[Span, PartialDate]]:
    """As in "in 2014 ... the following March": the month after what was told of."""
    for found in _FOLLOWING_MONTH.finditer(text):
        span = Span(offset + found.start(), offset + found.end())
        before, month = told(span.start, LEANS_BACK, day=False), _MONTHS[found["month"].lower()]
        if before is not None:
            later = before.month is None or month <= before.month
            yield span, PartialDate(before.year + later, month)


def _periods(text: str, offset: int, taken: Sequence[Span], told: Told) -> Iterator[tuple[Span, PartialDate]]:
    """As in "in 2014 ... later that year", "two months later": a month or year from the last date told of."""
    for pattern, step in _PERIOD:
        for found in pattern.finditer(text):
            span = Span(offset + found.start(), offset + found.end())
            before = told(span.start, LEANS_BACK, day=False)
            if before is None or any(span.overlaps(other) for other in taken):
                continue
            groups = found.groupdict()
            period = _moved(before, groups.get("unit") or groups.get("unit2") or "", _steps(found, step))
            if period is not None:
                yield span, period


def _moved(before: PartialDate, unit: str, steps: int) -> PartialDate | None:
    """The month or year so many of its kind from a date; None for a month where only a year is known."""
    if unit.lower() == "year":
        return PartialDate(before.year + steps)
    if before.month is None:
        return None
    months = before.year * 12 + before.month - 1 + steps
    return PartialDate(months // 12, months % 12 + 1)


def _weekdays(text: str, offset: int, told: Told, issued: date | None) -> Iterator[tuple[Span, PartialDate]]:
    """As in "on 3 May ... the following Thursday": from the last day told of, else before or after the article's."""
    for found in _THAT_WEEKDAY.finditer(text):
        span = Span(offset + found.start(), offset + found.end())
        before = told(span.start, LEANS_BACK)
        if before is not None and before.month is not None and before.day is not None:
            start = date(before.year, before.month, before.day)
        elif issued is not None and before is None:
            start = issued
        else:
            continue
        wanted = WEEKDAYS[found["weekday"].lower()].weekday
        ahead = (wanted - start.weekday() - 1) % 7 + 1
        if found["back"]:
            ahead = -((start.weekday() - wanted - 1) % 7 + 1)
        elif not found["next"]:
            ahead = (wanted - start.weekday()) % 7
        moved = start + timedelta(days=ahead)
        yield span, PartialDate(moved.year, moved.month, moved.day)


def _steps(found: re.Match[str], step: int | str) -> int:
    """How many days, months or years the words step, and in which direction."""
    if not isinstance(step, str):
        return step
    text = found["count"].lower()
    count = _NUMBERS[text] if text in _NUMBERS else int(text)
    return count if step == _AHEAD else -count


def _stepped(day: PartialDate | None, found: re.Match[str], step: int | str) -> PartialDate | None:
    if day is None or day.month is None or day.day is None:
        return day  # days from a month or year lie in it
    moved = date(day.year, day.month, day.day) + timedelta(days=_steps(found, step))
    return PartialDate(moved.year, moved.month, moved.day)
