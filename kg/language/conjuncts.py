"""What is coordinated: "A, B and C" spelled out."""

from __future__ import annotations

from kg.language.document import Document, Token


def conjuncts(document: Document, token: Token) -> list[Token]:
    """The token and all that is coordinated below it, in text order."""
    found = [token]
    for kid in document.children(token, "conj"):
        found.extend(conjuncts(document, kid))
    return found


def first_conjunct(document: Document, token: Token) -> Token:
    """The first of the coordination that a token is in: itself where there is none."""
    while token.dep == "conj":
        token = document.head(token)
    return token


def noun_conjuncts(document: Document, token: Token) -> list[Token]:
    """Coordinated nominals only: a verb that the parser hung on a noun is left out."""
    return [t for t in conjuncts(document, token) if t.pos not in ("VERB", "AUX", "ADV") or t is token]
