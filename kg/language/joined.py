"""Mend what parsers get wrong about joined verbs: a past tense hung on a bare verb.

In "X said that Ghana would sign nothing and called on Chad to wait" small parsers join "called" to "sign", as if
Ghana called. A finite verb cannot share the "would" or the "to" of the one before it: it is joined to the
nearest finite verb above. In "Ghana had met Chad, he added, and had urged it to wait" they join "urged" to "added";
it goes on with what is told, as its auxiliary shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_BARE: Final = frozenset({"MD", "TO"})  # what leaves a verb without tense
_BELOW: Final = frozenset({"ccomp", "xcomp", "conj", "advcl"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
_AUXILIARIES: Final = ("aux", "auxpass")
_MAX_STEPS: Final = 4  # clauses up to the verb that it is joined to; deeper ones are noise in the parses seen


def repair_joined(document: Document) -> Document:
    """The document in which finite verbs are joined to finite verbs."""
    tokens = list(document.tokens)
    changed = False
    for verb in document.tokens:
        above = _joined_to(document, verb) or _goes_on(document, verb)
        if above is not None:
            tokens[verb.i] = replace(verb, head=above.i)
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _joined_to(document: Document, verb: Token) -> Token | None:
    """The finite verb above that a past tense is joined to, where the parser joined it to a bare verb."""
    if verb.dep != "conj" or verb.tag != "VBD" or document.children(verb, *_SUBJECTS, *_AUXILIARIES):
        return None
    node = document.head(verb)
    bare = node.tag == "VB" and any(kid.tag in _BARE for kid in document.children(node, "aux"))
    bare = bare or _is_wanted(document, node)
    if not bare and not _reports_beside(document, node, verb):
        return None
    for _ in range(_MAX_STEPS):
        if node.dep not in _BELOW:
            return None
        node = document.head(node)
        if node.tag in _FINITE and node.pos == "VERB":
            return node if node.i < verb.i else None
    return None


def _is_wanted(document: Document, clause: Token) -> bool:
    """As in "demanded that the two sides cease fire and threatened them": what is to be has no past tense."""
    timeless = clause.tag in ("VB", "VBP") and not document.children(clause, *_AUXILIARIES)
    return timeless and clause.dep == "ccomp" and document.head(clause).tag == "VBD"


def _reports_beside(document: Document, done: Token, verb: Token) -> bool:
    """As in "said that two posts had been destroyed and warned that ...": what is destroyed does not warn."""
    clause = document.child(verb, "ccomp")
    that = clause is not None and any(kid.lower == "that" for kid in document.children(clause, "mark"))
    return that and done.dep == "ccomp" and bool(document.children(done, "nsubjpass"))


def _goes_on(document: Document, verb: Token) -> Token | None:
    """The verb told of before "he added", whose auxiliary a verb shares that the parser joined to "added"."""
    saying = document.head(verb)
    told = document.head(saying) if saying.dep == "parataxis" else document.child(saying, "ccomp")
    if verb.dep != "conj" or told is None or told.i > saying.i or told.pos != "VERB":
        return None
    if document.children(verb, *_SUBJECTS) or document.children(saying, *_AUXILIARIES):
        return None
    first, second = (
        {kid.lower for kid in document.children(v, *_AUXILIARIES) if kid.tag != "TO"} for v in (told, verb)
    )
    return told if first & second else None
