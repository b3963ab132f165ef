"""Find quotations: the spans between quotation marks, by paragraph.

Handles curly, straight, German and angle marks, a paragraph that opens a quotation and leaves it open
(the next paragraph goes on with it), and an apostrophe that is none of them. Scare quotes and titles are
quotations too; who reads them decides by their length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.blocks import Block
from kg.model import Span

_OPEN = frozenset("“«„")
_CLOSE = frozenset("”»")
_STRAIGHT = '"'


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation inside one paragraph: `inner` lies between the marks, `outer` covers them too.

    `open_ended` is true where the paragraph ends without a closing mark.
    """

    inner: Span
    outer: Span
    paragraph: int
    open_ended: bool = False


def find_quotes(text: str, blocks: Sequence[Block]) -> tuple[Quote, ...]:
    """All quotations in text order; nested marks belong to the outer quotation."""
    return tuple(quote for number, block in enumerate(blocks) for quote in _in_block(text, block.span, number))


def _in_block(text: str, span: Span, paragraph: int) -> Iterator[Quote]:
    start: int | None = None
    for i in range(span.start, span.end):
        mark = text[i]
        if start is None and (mark in _OPEN or (mark == _STRAIGHT and _opens(text, i, span))):
            start = i
        elif start is not None and (
            mark in _CLOSE or (mark == _STRAIGHT and text[start] == _STRAIGHT and not _opens(text, i, span))
        ):
            yield Quote(Span(start + 1, i), Span(start, i + 1), paragraph)
            start = None
    if start is not None and span.end - start > 1:
        yield Quote(Span(start + 1, span.end), Span(start, span.end), paragraph, open_ended=True)


def _opens(text: str, i: int, span: Span) -> bool:
    before = text[i - 1] if i > span.start else " "
    after = text[i + 1] if i + 1 < span.end else " "
    return (before.isspace() or before in "([—–-:") and not after.isspace()
