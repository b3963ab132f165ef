"""Who sent what strikes: "a drone sent by X", "shells that X fired", "a bomber dispatched by X"."""

from __future__ import annotations

from typing import Final

from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token

_SENDING: Final = frozenset("send fire launch lob drop direct operate fly dispatch shoot hurl release steer".split())


def senders_of(document: Document, thing: Token) -> list[Token]:
    """Those who sent a thing, in a clause that describes it; empty where nobody is told."""
    clauses = [verb for verb in document.children(thing, "acl", "relcl") if verb.lemma in _SENDING]
    sent = [verb for verb in clauses if any(t.i == thing.i for t in logical_objects(document, verb))]
    return [t for verb in sent for t in logical_subjects(document, verb)]
