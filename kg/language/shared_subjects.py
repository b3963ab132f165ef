"""Whose subject a verb without one shares, where it is not that of the verb it hangs on.

Words that are quoted, told or only wished end somewhere: "X said that time was running out and called on Y" has X call.
"""

from __future__ import annotations

from typing import Final

from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.lexicon.words import scope_words

_MARKS: Final = frozenset({'"', "”", "“", "''"})
_WISHING: Final = scope_words("demanding clause")
_SPEAKING: Final = scope_words("going on")
_REPORTING: Final = scope_words("telling")


def main_above(document: Document, verb: Token) -> Token | None:
    """As in "demanded that the two cease fire and threatened them": a past verb is no part of what is only demanded."""
    wish = document.head(verb)
    above = document.head(wish)
    only_wished = wish.dep == "ccomp" and wish.tag in ("VB", "VBP") and above.lemma in _WISHING
    return above if verb.tag == "VBD" and only_wished and above.tag == "VBD" else None


def leaves_quotation(document: Document, inside: Token, verb: Token) -> bool:
    """As in "X said that "time is running out" and called on Y": the words quoted end between two joined verbs."""
    marks = [t.text for t in document.tokens[inside.i + 1 : verb.i] if t.text in _MARKS]
    return len(marks) % 2 == 1 and marks[-1] != "“" and inside.dep == "ccomp"


def goes_on_saying(document: Document, verb: Token, told: Token) -> bool:
    """As in "X said that Y was not needed, insisting that ...": what is told cannot speak, so X insists.

    So does he who "said that the flight was a provocation and urged ...".
    """
    above = document.head(told)
    joined = verb.dep == "conj" and verb.tag == "VBD"
    if told.dep != "ccomp" or above.pos != "VERB" or not (joined or (verb.dep == "advcl" and verb.tag == "VBG")):
        return False
    behind = above.i < told.i < verb.i and (joined or document.tokens[verb.i - 1].text == ",")
    return behind and verb.lemma in _SPEAKING and above.lemma in _REPORTING and _is_state(document, told)


def _is_state(document: Document, verb: Token) -> bool:
    """Whether a clause tells how something is, or what is done to it."""
    return is_passive(document, verb) or verb.lemma == "be"


def stray_subject(document: Document, head: Token, verb: Token) -> Token | None:
    """As in "It was unclear whether X, regarded as ..., urged ...": the subject that an aside kept from its verb."""
    it = document.child(head, "nsubj")
    if it is None or it.lower != "it":
        return None
    between = [
        t for t in document.tokens[head.i + 1 : verb.i] if t.dep == "nsubj" and t.pos in ("PROPN", "NOUN", "PRON")
    ]
    return between[0] if between else None
