"""Mend what parsers get wrong about captives: "held 40 people hostage", "took two nurses prisoner".

Small parsers take the last word for a verb, or for the noun that is held with the people before it as its modifier. The
people are the object, and the last word says as what they are held.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_HOLDING: Final = frozenset({"hold", "take", "keep", "seize", "make"})
_HELD_AS: Final = frozenset({"hostage", "captive", "prisoner"})
_HELD: Final = frozenset({"dobj", "nsubj", "nsubjpass", "conj", "pobj"})
_OWN: Final = frozenset({"det", "amod", "compound", "nummod", "quantmod", "poss", "nmod", "advmod"})
_REACH: Final = 14  # words from the verb to the captive word: "dozens of foreign tourists and their two guides"


def repair_captives(document: Document) -> Document:
    """The document in which those who are held are the object, and "hostage" what they are held as."""
    tokens = list(document.tokens)
    changed = False
    for word in document.tokens:
        people = document.tokens[word.i - 1] if word.i else word
        verb = _holding(document, word) if word.lower in _HELD_AS and people.pos in ("NOUN", "PROPN") else None
        if verb is None:
            continue
        changed = True
        if people.head == word.i:
            people = replace(people, head=word.head if word.head != word.i else verb.i, dep=word.dep)
        lost = people.head == verb.i and people.dep not in _HELD
        tokens[people.i] = replace(people, dep="dobj") if lost else people
        for kid in document.children(word):
            own = kid.i < word.i and kid.dep in _OWN
            if kid.i != people.i:
                tokens[kid.i] = replace(kid, head=people.i if own else verb.i)
        tokens[word.i] = replace(word, head=verb.i, dep="acomp", pos="NOUN", tag="NN", lemma=word.lower)
    return Document(document.text, tokens, document.sentences) if changed else document


def _holding(document: Document, word: Token) -> Token | None:
    """The verb of holding whose object ends right before a captive word, nearest first; None where none is."""
    first = document.sentence_of(word).first
    between = range(word.i - 2, max(first, word.i - _REACH) - 1, -1)
    verb = next((t for i in between if (t := document.tokens[i]).pos == "VERB"), None)
    if verb is None or verb.lemma not in _HOLDING:
        return None
    above = [token.i for token in document.ancestors(word)]
    return verb if verb.i in above else None
