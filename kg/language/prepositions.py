"""What stands behind the prepositions on a word, also where the parser hung them on a neighbour of it."""

from __future__ import annotations

from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token


def before_which(document: Document, verb: Token) -> str | None:
    """The preposition of a relative clause: "in" of "in which X died", "of" of "in the course of which"; else None."""
    below = (t for kid in document.children(verb, "prep") for t in document.subtree(kid))
    return next((document.tokens[t.i - 1].lower for t in below if t.lower == "which"), None)


def prepositional_objects(document: Document, head: Token, preposition: str) -> list[Token]:
    """The nominals behind a preposition on a head, coordination spelled out."""
    found: list[Token] = []
    for kid in document.children(head, "prep", "agent", "dative", "prt", "advmod"):
        if kid.lower == preposition:
            found.extend(objects_of(document, kid))
        elif kid.lower in ("together", "along", "except", "out", "up", "away", "back", "off") or kid.dep == "prep":
            for nested in document.children(kid, "prep"):
                if nested.lower == preposition and kid.lower not in ("according", "including"):
                    found.extend(objects_of(document, nested))
    return found or _of_deed(document, head, preposition) or _shared(document, head, preposition)


def objects_of(document: Document, preposition: Token) -> list[Token]:
    """The nominals behind a preposition, and behind its like: "called on X and on Y"."""
    like = [kid for kid in document.children(preposition, "conj") if kid.lower == preposition.lower]
    return [
        t
        for one in (preposition, *like)
        for kid in document.children(one, "pobj", "pcomp")
        for t in noun_conjuncts(document, kid)
    ]


def _shared(document: Document, head: Token, preposition: str) -> list[Token]:
    """As in "a travel ban and an asset freeze on X": what stands behind the last of joined nouns is of all of them."""
    joined = document.children(head, "conj") if head.pos == "NOUN" else []
    last = joined[-1] if joined and joined[-1].pos == "NOUN" else None
    kids = document.children(last, "prep") if last is not None else []
    return [token for kid in kids if kid.lower == preposition for token in objects_of(document, kid)]


def _of_deed(document: Document, head: Token, preposition: str) -> list[Token]:
    """As in "the shelling of Goma by rebels": the doer that the parser hung on what the deed is done to."""
    if preposition not in ("by", "between") or head.pos != "NOUN":
        return []
    ofs = [kid for kid in document.children(head, "prep") if kid.lower == "of"]
    done_to = [kid for of in ofs for kid in document.children(of, "pobj")]
    below = [kid for noun in done_to for kid in document.children(noun, "prep") if kid.lower == preposition]
    return [token for kid in below for token in objects_of(document, kid)]
