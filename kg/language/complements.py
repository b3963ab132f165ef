"""Mend what parsers get wrong about complements: the "for ... to" of a request, the "of" of an accusation.

In "called for Iran to halt enrichment" small parsers hang "halt" on "called" as an adverbial clause with "for"
as its mark, as if Iran were to halt in order that somebody calls. It is what is called for: "for" becomes the
verb's preposition, and the clause its complement, whose subject stays. In "accused the 14th Army of arming rebels"
they hang "of" on the army; it says of what the army is accused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token
from kg.lexicon.words import scope_words

_ASKING: Final = scope_words("pleading")
"""Verbs that take "for somebody to do something" as what is asked."""
_BLAMING: Final = {
    "accuse": "of",
    "suspect": "of",
    "convict": "of",
    "acquit": "of",
    "warn": "of",
    "inform": "of",
    "notify": "of",
    "assure": "of",
    "remind": "of",
    "blame": "for",
    "condemn": "for",
    "criticize": "for",
    "criticise": "for",
    "thank": "for",
    "praise": "for",
}
"""Verbs and the preposition of what somebody is blamed, praised or told for.

Behind "of" that may be a noun too: "accused the army of war crimes", "warned the ministry of consequences".
"""


def repair_complements(document: Document) -> Document:
    """The document in which "for ... to" after verbs of asking, and "of" after verbs of blaming, are complements."""
    tokens = list(document.tokens)
    changed = False
    for clause in document.tokens:
        mark = _asked(document, clause)
        if mark is not None:
            tokens[clause.i] = replace(clause, dep="xcomp")
            tokens[mark.i] = replace(mark, head=clause.head, dep="prep")
            changed = True
        blaming = _blaming(document, clause)
        if blaming is not None:
            tokens[clause.i] = replace(clause, head=blaming.i)
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _blaming(document: Document, preposition: Token) -> Token | None:
    """The verb of blaming whose object a preposition was hung on, where it says what somebody is blamed for."""
    blamed = document.head(preposition)
    verb = document.head(blamed)
    agent = verb.dep == "agent"  # "was accused by X of bombing Y"
    verb = document.head(verb) if agent else verb
    if preposition.lower != _BLAMING.get(verb.lemma) or preposition.dep != "prep" or verb.pos != "VERB":
        return None
    above = blamed.dep == ("pobj" if agent else "dobj") and verb.i < blamed.i < preposition.i
    own = any(kid.lower == preposition.lower for kid in document.children(verb, "prep"))
    deed = preposition.lower == "of" or bool(document.children(preposition, "pcomp"))
    return verb if above and not own and deed else None


def _asked(document: Document, clause: Token) -> Token | None:
    """The "for" of a clause that a verb of asking asks for, or None."""
    if clause.dep not in ("advcl", "ccomp", "xcomp") or clause.tag != "VB":
        return None
    above = document.head(clause)
    if above.lemma not in _ASKING or above.pos != "VERB" or above.i > clause.i:
        return None
    return next((kid for kid in document.children(clause, "mark") if kid.lower == "for"), None)
