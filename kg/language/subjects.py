"""Give a verb a subject that the parser hung elsewhere: what the mending of parses has in common."""

from __future__ import annotations

from dataclasses import replace

from kg.language.document import Token


def hang_subject(tokens: list[Token], subject: Token, verb: Token, *, passive: bool) -> None:
    """Make a word of `tokens`, the words of a document that is mended, the subject of a verb."""
    tokens[subject.i] = replace(tokens[subject.i], head=verb.i, dep="nsubjpass" if passive else "nsubj")
