"""Whether a verb is negated: "did not", "never", "no longer", "nobody attacked"."""

from __future__ import annotations

from kg.language.document import Document, Token
from kg.language.passives import SUBJECTS
from kg.lexicon.words import scope_words


def negated(document: Document, verb: Token) -> bool:
    """Whether the verb has a negation of its own ("did not", "never", "no longer", "neither ... nor")."""
    kids = [*document.children(verb), *_joining(document, verb)]
    deeper = [k for kid in kids if kid.dep == "advmod" for k in document.children(kid, "neg", "advmod", "det")]
    if any(kid.dep == "neg" for kid in kids) or any(
        kid.dep in ("preconj", "cc", "advmod", "neg", "det") and kid.lower in scope_words("negator")
        for kid in (*kids, *deeper)
    ):
        return True
    subject = document.child(verb, "nsubj", "nsubjpass")
    return subject is not None and (
        subject.lower in scope_words("negative subject")
        or any(kid.lower in scope_words("negative determiner") for kid in document.children(subject, "det", "neg"))
    )


def _joining(document: Document, verb: Token) -> list[Token]:
    """The word that joins a verb with a subject of its own to the one before it ("nor did Ghana attack")."""
    if verb.dep != "conj" or not document.children(verb, *SUBJECTS):
        return []
    before = [kid for kid in document.children(document.head(verb), "cc") if kid.i < verb.i]
    return before[-1:]
