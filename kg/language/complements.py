"""Mend what parsers get wrong about complements: the "for ... to" of a request.

In "called for Iran to halt enrichment" small parsers hang "halt" on "called" as an adverbial clause with "for"
as its mark, as if Iran were to halt in order that somebody calls. It is what is called for: "for" becomes the
verb's preposition, and the clause its complement, whose subject stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token
from kg.lexicon.words import scope_words

_ASKING: Final = scope_words("pleading")
"""Verbs that take "for somebody to do something" as what is asked."""


def repair_complements(document: Document) -> Document:
    """The document in which "for ... to" after verbs of asking is a complement."""
    tokens = list(document.tokens)
    changed = False
    for clause in document.tokens:
        mark = _asked(document, clause)
        if mark is not None:
            tokens[clause.i] = replace(clause, dep="xcomp")
            tokens[mark.i] = replace(mark, head=clause.head, dep="prep")
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _asked(document: Document, clause: Token) -> Token | None:
    """The "for" of a clause that a verb of asking asks for, or None."""
    if clause.dep not in ("advcl", "ccomp", "xcomp") or clause.tag != "VB":
        return None
    above = document.head(clause)
    if above.lemma not in _ASKING or above.pos != "VERB" or above.i > clause.i:
        return None
    return next((kid for kid in document.children(clause, "mark") if kid.lower == "for"), None)
