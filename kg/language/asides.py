"""Asides: what stands between two dashes or in brackets inside a sentence, and is better parsed apart from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.language.document import Document, Sentence

DASHES = frozenset({"—", "–", "--"})
_LEAST, _MOST = 3, 40  # words between the dashes; shorter ones are compounds, longer ones two separate dashes


@dataclass(frozen=True, slots=True)
class Aside:
    """An aside with its marks: the numbers of the first and the last of its tokens (dashes or brackets)."""

    first: int
    last: int


def find_asides(document: Document) -> tuple[Aside, ...]:
    """The asides of all sentences in text order; none opens a sentence, holds a quotation mark or reaches its end."""
    found = (a for s in document.sentences for a in _apart([*_dashed(document, s), *_bracketed(document, s)]))
    return tuple(found)


def _apart(asides: Iterable[Aside]) -> list[Aside]:
    """The asides in text order, none inside another."""
    kept: list[Aside] = []
    for aside in sorted(asides, key=lambda a: (a.first, -a.last)):
        if not kept or aside.first > kept[-1].last:
            kept.append(aside)
    return kept


def _bracketed(document: Document, sentence: Sentence) -> Iterator[Aside]:
    """What stands in round brackets behind a word of the sentence."""
    opening: int | None = None
    for token in document.tokens_of(sentence):
        if token.text == "(":
            opening = token.i
        elif token.text == ")" and opening is not None:
            if opening > sentence.first and 1 <= token.i - opening - 1 <= _MOST:
                yield Aside(opening, token.i)
            opening = None


def _dashed(document: Document, sentence: Sentence) -> Iterator[Aside]:
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
