"""Where a phrase ends: a noun with the words that belong to it, without the clauses and names that follow."""

from __future__ import annotations

from typing import Final

from kg.language.document import Document, Token
from kg.lexicon.words import noun_words
from kg.model import Span

DIVIDING = frozenset({"relcl", "acl", "appos", "advcl", "cc", "conj", "punct"})  # what a phrase ends before
_COUNTING = frozenset({"det", "nummod", "quantmod"})  # what a force is not called by: "some 3,000 Kenyan troops"
DEEDS: Final = noun_words("deed")
"""Nouns of deeds in which people come to harm."""
TALKS: Final = noun_words("talks")
"""Nouns of talks and what comes of them, which are called after the town they were held in."""
HOUSES: Final = noun_words("house")
"""Bodies that are called as the building in which they sit, and attacked there."""
_SOME = frozenset("several many more few some about around additional other further hundreds thousands".split())
_NEAR: Final = frozenset("aide adviser advisor assistant ambassador envoy emissary secretary delegate".split())
"""Who is somebody's with "to": "an aide to X"."""
DONE_TO: Final = noun_words("done to somebody")
"""Deeds whose "of" tells to whom they are done."""


def phrase_span(document: Document, head: Token, *, short: bool = False) -> Span:
    """The phrase without what comes after its own prepositions: relative clauses, appositions, other conjuncts."""
    kept = [head]
    for kid in document.children(head):
        if kid.dep in ("det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "advmod") and kid.i < head.i:
            if not (short and (kid.dep in _COUNTING or kid.lower in _SOME)):
                kept.extend(t for t in document.subtree(kid) if t.i < head.i)
        elif not short and kid.dep == "prep" and kid.i > head.i and _describes(document, kid):
            kept.extend(_short_complement(document, kid))
        elif not short and kid.i > head.i and _tells_apart(document, kid, head):
            kept.extend(t for t in document.subtree(kid) if not is_beyond(document, t, kid))
    return document.span_of(kept)


def _describes(document: Document, preposition: Token) -> bool:
    """Whether a phrase says which ones are meant, and not in what they came to harm: "civilians in two airstrikes"."""
    if preposition.lower == "in":
        return not any(kid.lemma in DEEDS for kid in document.children(preposition, "pobj"))
    if preposition.lower == "to":
        return document.head(preposition).lemma in _NEAR
    return preposition.lower in ("of", "from", "for", "with")


def _tells_apart(document: Document, kid: Token, head: Token) -> bool:
    """As in "officials close to the talks", "two diplomats present", "an envoy at the site": which ones."""
    if kid.dep == "prep":
        places = document.children(kid, "pobj")
        return kid.lower == "at" and any(t.ent not in ("DATE", "TIME") for t in places)
    return kid.dep == "amod" and kid.pos == "ADJ" and kid.i == head.i + 1


def _short_complement(document: Document, preposition: Token) -> list[Token]:
    kept: list[Token] = []
    for kid in document.children(preposition, "pobj"):
        kept.extend(t for t in document.subtree(kid) if not is_beyond(document, t, kid))
    return kept


def is_beyond(document: Document, token: Token, top: Token, dividing: frozenset[str] = DIVIDING) -> bool:
    """Whether on the way up from a word to `top` something divides them: one of the relations in `dividing`."""
    while token.i != top.i:
        if token.dep in dividing:
            return True
        token = document.head(token)
    return False
