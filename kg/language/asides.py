"""Asides: what stands between two dashes inside a sentence, and is better parsed apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.language.document import Document, Sentence

DASHES = frozenset({"—", "–", "--"})
_LEAST, _MOST = 3, 40  # words between the dashes; shorter ones are compounds, longer ones two separate dashes


@dataclass(frozen=True, slots=True)
class Aside:
    """An aside with its dashes: the numbers of the first and the last of its tokens (both dashes)."""

    first: int
    last: int


def find_asides(document: Document) -> tuple[Aside, ...]:
    """The asides of all sentences in text order; none opens a sentence, holds a quotation mark or reaches its end."""
    return tuple(aside for sentence in document.sentences for aside in _in_sentence(document, sentence))


def _in_sentence(document: Document, sentence: Sentence) -> Iterator[Aside]:
    dashes = [t.i for t in document.tokens_of(sentence) if t.text in DASHES]
    while len(dashes) >= 2:
        first, last = dashes[0], dashes[1]
        inner = document.tokens[first + 1 : last]
        quoted = any(t.text in '"“”«»' for t in inner)
        if first > sentence.first and _LEAST <= len(inner) <= _MOST and not quoted:
            yield Aside(first, last)
            dashes = dashes[2:]
        else:
            dashes = dashes[1:]
