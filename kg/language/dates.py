"""Find the dates in a document and resolve them against the article's date.

The wordings are those of `kg.language.date_rules`. Weekdays and days without a year lie in the past unless the clause
is about the future (`kg.language.date_tense`). Two that bound a span are one ("from Monday to Wednesday"). Days that a
story counts from one told of before ("the next day", "two days later") are found by `kg.language.story_dates`. What
names no day, month or year ("the coming days", "ten years") gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.language.date_rules import RULES, is_absolute
from kg.language.date_tense import context_of
from kg.language.document import Document, Sentence
from kg.language.story_dates import steps_from_event, story_dates
from kg.model import PartialDate, Span

_RECENT = 30  # mentions looked back at for what a story counts from; a few sentences have fewer
_TO = re.compile(r"\s*(?:-|–|to|and|through|until|into)\s*", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between|nights?(?:\s+of)?|overnight)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text: its span, the first day or the month or year it names, and the last day of a span."""

    span: Span
    start: PartialDate
    end: PartialDate | None = None


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


def _in_sentence(document: Document, text: str, offset: int, issued: date | None) -> Iterator[DateMention]:
    taken: list[Span] = []
    for pattern, resolver in RULES:
        for found in pattern.finditer(text):
            span = Span(offset + found.start(), offset + found.end())
            if any(span.overlaps(other) for other in taken) or _is_modal_may(found):
                continue
            if issued is None and not is_absolute(found, resolver):
                continue
            context = context_of(document, span, text, issued or date(1900, 1, 1))
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
