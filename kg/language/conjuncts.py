"""What is coordinated: "A, B and C" spelled out."""

from __future__ import annotations

from kg.language.document import Document, Token


def conjuncts(document: Document, token: Token) -> list[Token]:
    """The token and all that is coordinated below it, in text order."""
    found = [token]
    for kid in document.children(token, "conj", "appos"):
        if kid.dep == "conj" or _is_listed(document, token, kid):
            found.extend(conjuncts(document, kid))
    return found


def _is_listed(document: Document, name: Token, other: Token) -> bool:
    """As in "Saudi Arabia, the UAE and Bahrain": a name of the same kind, joined to a third, is no apposition."""
    names = name.pos == other.pos == "PROPN" and bool(name.ent) and name.ent == other.ent and name.i < other.i
    return names and any(kid.pos == "PROPN" and kid.ent == name.ent for kid in document.children(other, "conj"))


def first_conjunct(document: Document, token: Token) -> Token:
    """The first of the coordination that a token is in: itself where there is none."""
    while token.dep == "conj":
        token = document.head(token)
    return token


def noun_conjuncts(document: Document, token: Token) -> list[Token]:
    """Coordinated nominals only: a verb that the parser hung on a noun is left out."""
    return [t for t in conjuncts(document, token) if t.pos not in ("VERB", "AUX", "ADV") or t is token]
