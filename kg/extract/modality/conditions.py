"""What an act depends on: "if", "unless", "should the talks fail", "provided that" beside it."""

from __future__ import annotations

from typing import Final

from kg.language.document import Document, Token

_MARKS: Final = frozenset({"if", "unless"})
_PROVIDING: Final = frozenset({"provided", "providing"})


def on_condition(document: Document, verb: Token) -> bool:
    """Whether a clause on a verb makes what it tells depend on something."""
    clauses = document.children(verb, "advcl", "prep")
    return any(_is_condition(document, clause) for clause in clauses)


def is_proviso(word: Token) -> bool:
    """Whether a word opens a condition: "provided that they are freed"."""
    return word.lower in _PROVIDING and word.dep in ("advcl", "prep")


def _is_condition(document: Document, clause: Token) -> bool:
    if clause.lower in _PROVIDING:
        return True
    marks = document.children(clause, "mark", "aux")
    if any(kid.lower in _MARKS for kid in marks if kid.dep == "mark"):
        return True
    subjects = document.children(clause, "nsubj", "nsubjpass")
    inverted = [kid for kid in marks if kid.lower == "should" and subjects and kid.i < subjects[0].i]
    return clause.dep == "advcl" and bool(inverted)
