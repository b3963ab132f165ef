"""Who is addressed by a wish, as it tells who is to do it: "called on Iran to stop", "the call on X to free them"."""

from __future__ import annotations

from typing import Final

from kg.language.date_resolvers import WEEKDAYS
from kg.language.document import Document, Token
from kg.language.prepositions import objects_of

_ADDRESSING: Final = frozenset({"on", "upon", "to", "with"})


def addressed(document: Document, verb: Token) -> list[Token]:
    """As in "called on Iran to stop", "appealed to both sides to talk"."""
    for preposition in document.children(verb, "prep"):
        if preposition.lower in ("on", "upon", "to", "for", "with") and preposition.i - verb.i <= 2:
            return [t for t in objects_of(document, preposition) if t.lower not in WEEKDAYS]
    return []


def asked_before(document: Document, verb: Token, wish: Token) -> list[Token]:
    """As in "calls on Chad to free them" with the wish taken for a purpose: who stands right before its "to"."""
    to = next((kid for kid in document.children(wish, "aux") if kid.lower == "to"), None)
    preposition = next((kid for kid in document.children(verb, "prep") if kid.lower in _ADDRESSING), None)
    if to is None or preposition is None:
        return []
    ends = {document.subtree(kid)[-1].i for kid in objects_of(document, preposition)}
    return addressed(document, verb) if to.i - 1 in ends else []


def called_upon(document: Document, wish: Token) -> list[Token]:
    """As in "repeated the call on Chad to free them", "asked X to stop and Y to wait": who stands before the "to"."""
    to = next((kid for kid in document.children(wish, "aux") if kid.lower == "to"), None)
    if wish.dep != "advcl" or to is None:
        return []
    for preposition in (t for t in document.tokens[document.sentence_of(wish).first : to.i] if t.lower == "on"):
        nouns = document.children(preposition, "pobj")
        called = document.head(preposition)
        asked = called.lemma in ("call", "appeal", "demand") or (called.tag == "VB" and preposition.dep == "conj")
        if asked and any(document.subtree(noun)[-1].i == to.i - 1 for noun in nouns):
            return objects_of(document, preposition)
    return []
