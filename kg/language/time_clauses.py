"""Mend clauses of time whose subject has an apposition: "Talks ended after the minister, John Smith, left".

Small parsers take "after the minister" for a phrase and join "left" to "ended", as if nobody left, or the talks did.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token
from kg.language.subjects import hang_subject

_MARKS: Final = frozenset({"after", "before", "until", "since"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})


def repair_time_clauses(document: Document) -> Document:
    """The document in which such a verb has its subject, and tells when the other happened."""
    tokens = list(document.tokens)
    changed = False
    for verb in document.tokens:
        mark = _mark_of(document, verb)
        if mark is None:
            continue
        subject = document.children(mark, "pobj")[0]
        passive = document.child(verb, "auxpass") is not None
        tokens[verb.i] = replace(verb, dep="advcl")
        tokens[mark.i] = replace(mark, dep="mark", head=verb.i)
        hang_subject(tokens, subject, verb, passive=passive)
        changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _mark_of(document: Document, verb: Token) -> Token | None:
    """The "after" before the subject of a past tense that was joined to the verb above without an "and"."""
    if verb.dep not in ("conj", "dep", "ccomp") or verb.tag != "VBD" or document.children(verb, *_SUBJECTS):
        return None
    main = document.head(verb)
    comma = document.tokens[verb.i - 1]
    joint = [kid for kid in document.children(main, "cc") if main.i < kid.i < verb.i]
    if comma.text != "," or joint or main.pos not in ("VERB", "AUX") or main.i > verb.i:
        return None
    for mark in reversed(document.children(main, "prep")):
        if mark.lower in _MARKS and main.i < mark.i < verb.i:
            nouns = document.children(mark, "pobj")
            end = max(t.i for t in document.subtree(mark))
            apposed = nouns and any(t.dep == "appos" for t in document.subtree(nouns[0]))
            return mark if nouns and nouns[0].pos in _NOMINAL and apposed and end in (verb.i - 1, verb.i - 2) else None
    return None
