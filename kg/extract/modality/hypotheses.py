"""Whether an act is only thought of: a condition, a purpose, what is weighed, averted or awaited."""

from __future__ import annotations

from typing import Final

from kg.extract.modality.conditions import is_proviso
from kg.extract.speech.speech import reporting_words
from kg.language.clauses import is_finite
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.language.passives import is_passive
from kg.lexicon.words import scope_words

HYPOTHETICAL_MODALS: Final = scope_words("hypothetical modal")
FUTURE_MODALS: Final = scope_words("future modal")
_FURTHER: Final = frozenset("any another further new additional renewed future such".split())
_CONDITIONS: Final = scope_words("condition")
_PURPOSE_NOUNS: Final = scope_words("purpose")
_AVERTING: Final = scope_words("averting")
_BELOW_AVERTING: Final = frozenset({"dobj", "pobj", "prep", "xcomp", "conj"})
_PONDERING: Final = scope_words("pondering")
_VALUING: Final = scope_words("valuing")


def is_hypothetical(document: Document, head: Token) -> bool:
    """Whether a word above an act, or on it, says that it need not come to be."""
    node = head
    for above in (head, *document.ancestors(head)):
        if _supposed(document, above) or (above.i != head.i and is_proviso(above)):
            return True
        marks = {kid.lower for kid in document.children(above, "mark", "advmod")}
        if marks & _CONDITIONS or (marks & {"until", "till"} and _open(document, document.head(above))):
            return True
        if "once" in marks and above.dep == "advcl" and _to_come(document, document.head(above)):
            return True
        if (
            above.dep == "advcl"
            and above.tag == "VB"
            and above.lemma not in reporting_words()
            and any(k.lower == "to" for k in document.children(above, "aux"))
            and above.i != head.i
        ):
            return True
        if above.i != head.i and _only_thought_of(document, head, above, node):
            return True
        joined = above.dep == "conj" and above.tag in ("VB", "VBG") and not is_finite(document, above)
        if above.pos in ("VERB", "AUX") and above.dep in ("ROOT", "ccomp", "conj") and above.i != head.i and not joined:
            break
        if above.dep == "relcl":
            break
        node = above
    return False


def _only_thought_of(document: Document, head: Token, above: Token, node: Token) -> bool:
    """Whether a word above an act says that it has not come: "a plan for", "the importance of", "await".

    `node` is the word below `above` on the way to the act's `head`.
    """
    if above.lemma in _PONDERING and head.dep in ("xcomp", "pcomp"):
        return True
    if above.pos == "NOUN" and (
        above.lemma in _PURPOSE_NOUNS or (above.lemma in _VALUING and not _is_certain(document, head))
    ):
        return True
    if above.lemma == "look" and _looks_forward(document, above, node):
        return True
    averting = above.pos == "VERB" and above.lemma in _AVERTING and node.dep in _BELOW_AVERTING
    return averting and not (node.dep == "xcomp" and is_passive(document, above))


def _is_certain(document: Document, head: Token) -> bool:
    """Whether a noun means a certain deed, or a verb tells of a done one: "the visit", "their talks", "having met"."""
    if head.pos in ("VERB", "AUX"):
        perfect = head.tag == "VBG" and bool(document.children(head, "aux"))  # "having met"
        return perfect or head.tag not in ("VB", "VBG")
    return any(kid.lower not in ("a", "an", "any", "all", "no") for kid in document.children(head, "det", "poss"))


def _looks_forward(document: Document, verb: Token, below: Token) -> bool:
    """As in "look forward to further cooperation": what is awaited has not come."""
    forward = any(kid.lower == "forward" for kid in document.children(verb, "advmod", "prt"))
    return forward and below.dep in ("prep", "pcomp", "dobj", "xcomp")


def _supposed(document: Document, clause: Token) -> bool:
    """As in "arming the rebels would spread the war": what would follow from a deed that is only thought of.

    So too "any further attack would have consequences".
    """
    if clause.dep in ("nsubj", "nsubjpass") and clause.pos == "NOUN":
        words = {kid.lower for kid in document.children(clause, "det", "amod")}
        if not words & _FURTHER:
            return False
    elif clause.dep not in ("csubj", "csubjpass"):
        return False
    return any(
        kid.lower in HYPOTHETICAL_MODALS | FUTURE_MODALS for kid in document.children(document.head(clause), "aux")
    )


def _to_come(document: Document, verb: Token) -> bool:
    """As in "will help once the accord has been signed": what comes first is to come, too."""
    return any(kid.lower in FUTURE_MODALS for kid in document.children(verb, "aux"))


def _open(document: Document, verb: Token) -> bool:
    """Whether what a verb tells is still to come or does not happen, so that "until" tells of a condition."""
    return negated(document, verb) or any(kid.tag == "MD" for kid in document.children(verb, "aux"))
