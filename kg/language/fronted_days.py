"""Take a day at the front of a sentence from the name behind it: "On Monday Turkey attacked Armenia".

Without a comma between them small parsers see one name, "Monday Turkey", and a verb that nobody does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.date_resolvers import MONTHS, WEEKDAYS
from kg.language.document import Document, Token
from kg.language.subjects import hang_subject

_DAYS: Final = frozenset({*WEEKDAYS, *MONTHS, "today", "yesterday"})
_BEFORE: Final = frozenset({"on", "in", "since", "late", "early", "last", "this", "until"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
_YEAR: Final = 4  # digits
_VERBAL: Final = frozenset({"VERB", "AUX"})


def repair_fronted_days(document: Document) -> Document:
    """The document in which such a day hangs on its preposition, or on the verb, and the name is the subject."""
    tokens = list(document.tokens)
    changed = False
    for day in document.tokens:
        verb = _verb_without_subject(document, day)
        if verb is None:
            continue
        name, before = document.head(day), document.head(document.head(day))
        passive = document.child(verb, "auxpass") is not None
        for other in document.children(verb, *_SUBJECTS):  # the rest of a list that the name begins
            tokens[other.i] = replace(other, dep="conj", head=name.i)
        hang_subject(tokens, name, verb, passive=passive)
        preposition = before.pos == "ADP" and name.dep == "pobj"
        tokens[day.i] = replace(
            day, dep="pobj" if preposition else "npadvmod", head=before.i if preposition else verb.i
        )
        changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _is_date(word: Token) -> bool:
    """A day, a month, or a year: "In 2014 Russia annexed Crimea"."""
    year = len(word.text) == _YEAR and word.text.isdigit() and word.text[:2] in ("19", "20")
    return year or word.lower in _DAYS


def _verb_without_subject(document: Document, day: Token) -> Token | None:
    """The verb whose subject is the name that a day was taken into; None for any other word."""
    first = document.sentence_of(day).first
    name = document.head(day)
    if not _is_date(day) or day.dep not in ("compound", "nmod", "nummod") or name.pos != "PROPN" or name.i < day.i:
        return None
    if any(t.lower not in _BEFORE for t in document.tokens[first : day.i]) or name.dep not in ("pobj", "npadvmod"):
        return None
    before = document.head(name)
    verb = document.head(before) if before.pos == "ADP" else before
    lacks = all(_goes_on(document, name, subject) for subject in document.children(verb, *_SUBJECTS))
    whole = all(t.text != "," for t in document.tokens[day.i : name.i])
    return verb if verb.pos in _VERBAL and verb.i > name.i and lacks and whole else None


def _goes_on(document: Document, name: Token, subject: Token) -> bool:
    """As in "In 2014 Chad, the UAE and Bahrain left": whether a subject is the rest of a list that a name begins."""
    between = [t for t in document.tokens[name.i + 1 : subject.i] if t.dep not in ("det", "compound", "amod")]
    return [t.text for t in between] == [","] and bool(document.children(subject, "conj"))
