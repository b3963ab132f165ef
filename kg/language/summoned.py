"""Mend "called in the ambassador": who is called in is the object of the verb, and "in" its particle.

Small parsers take "in the ambassador" for a place. Only people are called in so; "called in Ottawa for talks" stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_SENDING: Final = frozenset({"call", "bring", "haul"})
_PEOPLE: Final = frozenset(
    "ambassador envoy diplomat consul attache charge commissioner chief head deputy nuncio official".split()
)
_PLACES: Final = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME", "EVENT"})


def repair_summoned(document: Document) -> Document:
    """The document in which those who are called in hang on their verb."""
    tokens = list(document.tokens)
    changed = False
    for token in document.tokens:
        person = _called_in(document, token)
        if person is not None:
            tokens[token.i] = replace(token, dep="prt")
            tokens[person.i] = replace(person, dep="dobj", head=token.head)
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _called_in(document: Document, token: Token) -> Token | None:
    """Who stands behind an "in" right behind a verb of sending for, where that is a person."""
    verb = document.head(token)
    if token.lower != "in" or token.dep != "prep" or verb.lemma not in _SENDING or token.i != verb.i + 1:
        return None
    person = document.child(token, "pobj")
    if person is None or person.ent in _PLACES:
        return None
    return person if person.lemma in _PEOPLE or person.ent == "PERSON" else None
