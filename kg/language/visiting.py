"""Mend "talks with visiting President X": the visitor is with whom one talks, and "visiting" only describes him.

Small parsers take "visiting" for what one does ("met visiting the minister"). Behind "after", "by" or "from" it is:
"after visiting President X" stays, and so does what is visited with an article, or a place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_BEFORE: Final = frozenset({"with", "to", "against", "between", "alongside", "and"})
_MEETING: Final = frozenset(
    "meet receive host welcome greet tell brief inform assure urge thank address see hail hold ask warn".split()
)
_PLACES: Final = frozenset({"GPE", "LOC", "FAC", "ORG", "DATE", "TIME", "EVENT"})
_OWN: Final = frozenset({"det", "poss"})


def repair_visiting(document: Document) -> Document:
    """The document in which visitors hang on the words before "visiting"."""
    tokens = list(document.tokens)
    changed = False
    for token in document.tokens:
        visitor = _visitor(document, token)
        if visitor is not None:
            before = document.tokens[token.i - 1]
            relation = "pobj" if before.pos in ("ADP", "SCONJ") else "dobj"
            tokens[visitor.i] = replace(visitor, dep=relation, head=before.i)
            tokens[token.i] = replace(token, pos="ADJ", dep="amod", head=visitor.i)
            for kid in document.children(token):
                if kid.i != visitor.i:
                    tokens[kid.i] = replace(kid, head=visitor.i)
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _visitor(document: Document, token: Token) -> Token | None:
    """Whom "visiting" describes, where the parser takes it for a verb or what it describes for its object."""
    if token.lower != "visiting" or token.dep == "amod" or token.i == 0:
        return None
    before = document.tokens[token.i - 1]
    if before.lower not in _BEFORE and before.lemma not in _MEETING:
        return None
    objects = [*document.children(token, "dobj"), *document.children(before, "dobj")]
    visitor = next((t for t in objects if t.i > token.i), None)
    if visitor is None or visitor.ent in _PLACES:
        return None
    return None if any(kid.dep in _OWN for kid in document.children(visitor)) else visitor
