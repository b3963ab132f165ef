"""Whether the clause that holds a date is about the past or about what is to come."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kg.language.date_resolvers import Context
from kg.language.document import Document, Token
from kg.model import Span

_FUTURE: Final = frozenset({"will", "shall", "'ll", "’ll"})
_FUTURE_PHRASES: Final = re.compile(
    r"\b(?:scheduled|set|due|expected|planned|plans?|planning|going|slated|ready|hopes?|intends?) to\b"
    r"|\bupcoming\b|\bwill\b|\bis to\b|\bare to\b",
    re.IGNORECASE,
)
_TELLING: Final = frozenset("say tell report show write note mark fall come claim quote cite recall remember".split())
"""Verbs whose present tense goes with a past date: "the report says that on Monday ..."."""
_PLANNING: Final = frozenset(
    "plan schedule expect set due be intend hope prepare slate go agree promise vow pledge".split()
)
"""Words whose infinitive is about what is to come."""
_TIMETABLED: Final = frozenset("plan schedule expect set slate bill book pencil".split())
"""Verbs whose participle has the day of what it is about ("is set for Friday")."""
_DUE: Final = frozenset({"due", "bound", "set"})


def context_of(document: Document, span: Span, text: str, issued: date) -> Context:
    """What the clause around a date, in a sentence of that text, says of its time."""
    verb = _verb_over(document, span)
    if verb is None:
        return Context(issued, bool(document.tokens_in(span)) and bool(_FUTURE_PHRASES.search(text)))
    would = any(kid.lower == "would" for kid in document.children(verb, "aux"))
    perfect = any(kid.lemma == "have" for kid in document.children(verb, "aux"))
    future = _is_future(document, verb) or _is_timetabled(document, verb, span)
    return Context(issued, future, _is_open(document, verb, span), would and not perfect)


def _verb_over(document: Document, span: Span) -> Token | None:
    inside = document.tokens_in(span)
    return next((t for t in document.ancestors(inside[-1]) if t.pos in ("VERB", "AUX")), None) if inside else None


def _is_open(document: Document, verb: Token, span: Span) -> bool:
    """Whether the clause leaves open if a day is past: an infinitive, "would", or a present tense without "will"."""
    if any(kid.lower in _FUTURE for kid in document.children(verb, "aux")):
        return False
    if any(kid.lower == "would" for kid in document.children(verb, "aux")):
        return True
    between = document.tokens[verb.i : document.tokens_in(span)[0].i]
    infinitive = any(t.lower == "to" and t.tag == "TO" for t in (*document.children(verb, "aux"), *between))
    return infinitive or (verb.tag in ("VBZ", "VBP") and not document.children(verb, "aux", "auxpass"))


def _is_future(document: Document, verb: Token) -> bool:
    aux = document.children(verb, "aux", "auxpass")
    if any(kid.lower in _FUTURE for kid in aux):
        return True
    if verb.tag in ("VBZ", "VBP") and verb.pos == "VERB" and not aux:
        return verb.lemma not in _TELLING
    if verb.tag == "VBG" and [kid.tag for kid in aux] in (["VBZ"], ["VBP"]):
        return True  # "are meeting on Friday"
    if any(kid.lower == "to" for kid in aux):
        first = _first_infinitive(document, verb)
        return first.dep == "acl" or document.head(first).lemma in _PLANNING
    return False


def _first_infinitive(document: Document, verb: Token) -> Token:
    """The one that another is joined to ("promised to halt the raids and to send X")."""
    while verb.dep == "conj" and document.head(verb).tag == "VB":
        verb = document.head(verb)
    return verb


def _is_timetabled(document: Document, verb: Token, span: Span) -> bool:
    """As in "is scheduled for Friday", "are due in Accra on Friday"."""
    if verb.lemma == "be":
        return any(kid.lemma in _DUE for kid in document.children(verb, "acomp", "oprd"))
    first = document.tokens_in(span)[0]
    before = document.tokens[first.i - 1].lower if first.i else ""
    timed = first.lower == "for" or before == "for" or verb.lemma in ("expect", "schedule")
    return timed and verb.tag == "VBN" and verb.lemma in _TIMETABLED
