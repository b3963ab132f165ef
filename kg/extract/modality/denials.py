"""What somebody denies: the deed in "Ghana denied that it had attacked Togo", "rejected claims of arming rebels".

The denial is an act of its own; the deed in it is told, but as denied.
"""

from __future__ import annotations

from typing import Final

from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.lexicon.words import scope_words

_CONTESTING: Final = scope_words("contesting")
_CONTESTED: Final = scope_words("contested")
_CLAUSE: Final = frozenset({"ccomp", "xcomp", "acl", "relcl", "pcomp", "dobj", "conj"})
_MAX_STEPS: Final = 5  # words up from the deed to the verb of denying: clause, preposition, noun, joined verbs


def denial_of(document: Document, head: Token) -> Token | None:
    """The verb that denies a deed, by itself or as the content of a charge; None where nobody denies it."""
    node = head
    for _ in range(_MAX_STEPS):
        above = document.head(node)
        if above.i == node.i:
            return None
        if above.pos == "VERB" and above.lemma in _CONTESTING:
            return above if not negated(document, above) and _content(above, node) else None
        passing = node.dep in _CLAUSE or (node.dep == "prep" and above.lemma in _CONTESTED)
        if not passing or not (above.pos in ("VERB", "AUX", "ADP", "SCONJ") or above.lemma in _CONTESTED):
            return None
        node = above
    return None


def _content(verb: Token, below: Token) -> bool:
    """What is denied: a clause or a gerund below "deny", or the charge that is rejected."""
    if below.dep in ("ccomp", "xcomp"):
        return verb.lemma == "deny" and below.i > verb.i
    return below.dep == "dobj" and below.lemma in _CONTESTED
