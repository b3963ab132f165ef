"""The date of the story: deeds told one after the other in a paragraph happened on the day that it set out with.

"Police entered the town before dawn on Thursday. Four men were detained." Only for deeds, in the simple past, in a
sentence that names no day of its own and stands right behind one of the day; words are dated by their occasion
(`kg.extract.circumstances.occasions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.speech.speech import Utterance, reporting_of
from kg.language.clauses import governing_verb
from kg.language.dates import DateMention
from kg.language.document import Document, Token
from kg.language.tense import tense_of
from kg.model import Span

_DEEDS: Final = frozenset("Assault Coerce Mobilize Retreat".split())
_SETTING: Final = _DEEDS | {"Protest", "Cooperate"}


@dataclass(frozen=True, slots=True)
class _Day:
    """The day of a story and the number of the last sentence that goes on with it."""

    mention: DateMention
    sentence: int


def date_by_story(
    document: Document,
    acts: Sequence[Act],
    utterances: Sequence[Utterance],
    dates: Sequence[DateMention],
    dated: Mapping[int, DateMention],
) -> dict[int, DateMention]:
    """The dates that undated deeds have from the deed before them, by the number of the act's head token."""
    named = _named(document, dates)
    days = _days(document, dates)
    quoted = [part for utterance in utterances if utterance.direct for part in utterance.parts]
    found: dict[int, DateMention] = {}
    day: _Day | None = None
    for act in sorted(acts, key=lambda a: a.head.i):
        sentence = document.sentence_of(act.head).number
        day = max((d for d in (day, days.get(sentence - 1)) if d is not None), key=lambda d: d.sentence, default=None)
        if act.modality != "Occurred" or act.category not in _SETTING or _within(act.head, quoted):
            continue
        own = dated.get(act.head.i)
        if own is not None and act.head.dep == "relcl":
            continue
        if own is not None:
            day = _Day(own, sentence) if own.start.day is not None else None
        elif day is not None and sentence not in named and _goes_on(document, act, day, sentence):
            found[act.head.i] = day.mention
            day = _Day(day.mention, sentence)
    return found


def _named(document: Document, dates: Sequence[DateMention]) -> set[int]:
    """The numbers of the sentences that name a day, month or year of their own, not in a relative clause."""
    found: set[int] = set()
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        verb = governing_verb(document, anchor)
        if verb is None or verb.dep not in ("relcl", "acl"):
            found.add(document.sentence_of(anchor).number)
    return found


def _days(document: Document, dates: Sequence[DateMention]) -> dict[int, _Day]:
    """The day that a past verb of a sentence has, by the number of the sentence; that of saying is none."""
    found: dict[int, _Day] = {}
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        verb = governing_verb(document, anchor)
        if mention.start.day is None or verb is None or verb.dep not in ("ROOT", "conj", "ccomp"):
            continue
        if tense_of(document, verb) == "VBD" and reporting_of(document, verb) is None:
            number = document.sentence_of(verb).number
            found[number] = _Day(mention, number)
    return found


def _goes_on(document: Document, act: Act, day: _Day, sentence: int) -> bool:
    """Whether an act is the next deed of a story, in the paragraph of the one before."""
    near = sentence - day.sentence <= 1
    paragraphs = {document.sentences[number].paragraph for number in (sentence, day.sentence)}
    deed = act.verbal and act.category in _DEEDS and tense_of(document, act.head) == "VBD"
    return near and len(paragraphs) == 1 and deed


def _within(token: Token, spans: Sequence[Span]) -> bool:
    return any(span.start <= token.start < span.end for span in spans)
