"""Turns of a transcript: "MR. MILLER: ...", "Q: ... A: ...", each with the person who speaks it.

A label opens a paragraph and ends with a colon. Answers without a name are those of whom the heading names, or of the
one person who speaks under a name; questions of the press have no speaker. Two labels make a transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.reference.cast import PERSON, Cast
from kg.extract.speech.speech import Utterance
from kg.language.blocks import Block
from kg.language.document import Document
from kg.model import Span

_LABEL: Final = re.compile(r"(?P<name>[A-Z][\w.’'-]*(?: +(?:[A-Z][\w.’'-]*|of|and|the|de|al|bin|von)){0,7}) ?:(?=\s|$)")
_QUESTIONS: Final = frozenset("Q QUESTION REPORTER JOURNALIST PRESS CORRESPONDENT INTERVIEWER MODERATOR HOST".split())
_ANSWERS: Final = frozenset(
    "A ANSWER SPOKESPERSON SPOKESMAN SPOKESWOMAN MINISTER SECRETARY PRESIDENT AMBASSADOR".split()
)
_LEAST: Final = 2  # labels that make a transcript; one alone is a heading or a list


@dataclass(frozen=True, slots=True)
class _Turn:
    """A label, its name in words, and the spans of what is said under it, one a paragraph."""

    name: str
    label: Span
    parts: tuple[Span, ...]


def find_turns(document: Document, cast: Cast, blocks: Sequence[Block], title: str | None) -> Iterator[Utterance]:
    """The turns of the article's transcript that have a speaker; none where it is no transcript."""
    turns = _turns(document.text, blocks)
    if len(turns) < _LEAST or len({turn.name for turn in turns}) < _LEAST:
        return
    named = {turn.name: who for turn in turns if (who := _named(document, cast, turn)) is not None}
    chief = _chief(document, cast, turns, title) or next(iter(named.values()), None)
    for turn in turns:
        speaker = named.get(turn.name) or (chief if _answers(turn.name) else None)
        if speaker is None or not turn.parts:
            continue
        text = " ".join(document.text[part.start : part.end] for part in turn.parts)
        clause = Span(turn.label.start, turn.parts[-1].end)
        yield Utterance(False, turn.parts, text, clause, speaker, turn=True)


def _turns(text: str, blocks: Sequence[Block]) -> list[_Turn]:
    found: list[_Turn] = []
    for block in blocks:
        label = _LABEL.match(text, block.span.start, block.span.end)
        if label is not None and _is_label(label["name"]):
            rest = Span(min(label.end() + 1, block.span.end), block.span.end)
            parts = (rest,) if rest.end > rest.start else ()
            found.append(_Turn(label["name"].upper(), Span(label.start(), label.end()), parts))
        elif found:
            last = found[-1]
            found[-1] = _Turn(last.name, last.label, (*last.parts, block.span))
    return found


def _is_label(name: str) -> bool:
    """Whether words before a colon name who speaks: a question, an answer, capitals, or a name of two words."""
    words = name.upper().split()
    return bool({words[-1], words[0]} & (_QUESTIONS | _ANSWERS)) or name.isupper() or len(words) > 1


def _answers(name: str) -> bool:
    return bool({name.split()[0], name.split()[-1]} & _ANSWERS)


def _named(document: Document, cast: Cast, turn: _Turn) -> str | None:
    """The person of the cast whom a label names, in full or by the surname."""
    inside = cast.within(document.tokens_in(turn.label))
    people = [entity.id for _, entity in inside if entity.kind == PERSON]
    if people:
        return people[0]
    surname = turn.name.split()[-1]
    if surname in _QUESTIONS | _ANSWERS:
        return None
    found = {e.id for e in cast.entities.values() if e.kind == PERSON and e.canonical.split()[-1].upper() == surname}
    return found.pop() if len(found) == 1 else None


def _chief(document: Document, cast: Cast, turns: Sequence[_Turn], title: str | None) -> str | None:
    """The one person whom the heading names: "Spokesperson X's Regular Press Conference"."""
    head = cast.within(document.tokens_in(Span(0, turns[0].label.start)))
    people = {entity.id for _, entity in head if entity.kind == PERSON}
    for entity in cast.entities.values():
        if entity.kind == PERSON and title is not None and entity.canonical in title:
            people.add(entity.id)
    return people.pop() if len(people) == 1 else None
