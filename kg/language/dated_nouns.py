"""Give a noun back what stands behind its date: "the murder yesterday of X", "the arrest on Friday of X by Y".

Parsers hang "of X" on the date or on the verb above it, so that nobody is murdered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.date_resolvers import WEEKDAYS
from kg.language.document import Document, Token

_DAYS: Final = frozenset({"yesterday", "today", "overnight", "tonight", *WEEKDAYS})
_WEEKS: Final = frozenset({"week", "month", "year", "night", "weekend"})
_WHICH: Final = frozenset({"last", "this", "next"})


def repair_dated_nouns(document: Document) -> Document:
    """The document in which "of" behind a noun and its date belongs to the noun."""
    heads: dict[int, int] = {}
    for of in document.tokens:
        noun = _noun_before_date(document, of) if of.lower == "of" and of.dep == "prep" else None
        if noun is not None and noun.i != of.head:
            heads[of.i] = noun.i
    if not heads:
        return document
    tokens = [replace(token, head=heads[token.i]) if token.i in heads else token for token in document.tokens]
    return Document(document.text, tokens, document.sentences)


def _noun_before_date(document: Document, of: Token) -> Token | None:
    """The noun right before a day or week that ends right before "of"."""
    i = of.i - 1
    last = document.tokens[i]
    if last.lower in _DAYS:
        i -= 1
    elif last.lower in _WEEKS and document.tokens[i - 1].lower in _WHICH:
        i -= 2
    else:
        return None
    i -= document.tokens[i].lower == "on"
    noun = document.tokens[i]
    same = i >= document.sentence_of(of).first and noun.pos == "NOUN" and noun.ent not in ("DATE", "TIME")
    return noun if same else None
