"""Mend what parsers get wrong about who says it at the end of a sentence.

In "Ghana attacked Togo, the press service reported" small parsers take the object before the comma for the subject of
"reported", or give it none, and see an apposition in the source. An apposition to a subject would be closed by a
comma; without one the source is the subject, and the word before the comma belongs to what is reported.
"""

from __future__ import annotations

from dataclasses import replace

from kg.language.document import Document, Token


def repair_closings(document: Document) -> Document:
    """The document in which verbs that close a sentence have the subject right before them."""
    tokens = list(document.tokens)
    changed = False
    for verb in document.tokens:
        told = document.child(verb, "ccomp") if verb.dep == "ROOT" and verb.pos == "VERB" else None
        if told is None or told.i > verb.i:
            continue
        taken = document.child(verb, "nsubj")
        source = _source(document, told if taken is None else taken, verb)
        if source is None or (taken is not None and not _lacks_object(document, told, taken)):
            continue
        tokens[source.i] = replace(source, dep="nsubj", head=verb.i)
        if taken is not None:
            tokens[taken.i] = replace(taken, dep="dobj", head=told.i)
        changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _lacks_object(document: Document, told: Token, taken: Token) -> bool:
    return told.i < taken.i and not document.children(told, "dobj")


def _source(document: Document, above: Token, verb: Token) -> Token | None:
    """The seeming apposition below a token that a comma opens and the verb ends."""
    for source in document.subtree(above):
        if source.dep != "appos":
            continue
        words = [t.i for t in document.subtree(source)]
        if document.tokens[min(words) - 1].text == "," and max(words) + 1 == verb.i:
            return source
    return None
