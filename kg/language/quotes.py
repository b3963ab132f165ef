"""Find quotations: the spans between quotation marks, by paragraph.

Handles curly, straight, German, angle and single marks, those of typewriters and wires (``...''), a paragraph that
opens a quotation and leaves it open (the next paragraph goes on with it), and an apostrophe that is none of them.
Scare quotes and titles are quotations too; who reads them decides which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.language.blocks import Block
from kg.model import Span

_CLOSERS: Final[Mapping[str, str]] = {
    "“": "”",
    '"': '"',
    "«": "»",
    "»": "«",
    "„": "“”",
    "‟": "”",
    "‘": "’",
    "'": "'",
    "‹": "›",
    "「": "」",
    "『": "』",
}
"""The marks that open a quotation, each with those that close it."""
_TYPED: Final = "``"
_TYPED_CLOSERS: Final = ("''", "″", "’’", '"', "”")
"""How a wire of the time before curly marks opens a quotation, and what closes it there and in its later copies."""
_ANY_CLOSER: Final = '"”'  # closes what a curly mark opened where the typist mixed the kinds
_SINGLE: Final = "‘'"  # they are apostrophes too
_STRAIGHT: Final = "\"'»"  # whether one opens is told by what stands around it
_STOPS: Final = ",.!?…;:"


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
    i = span.start
    while i < span.end:
        inner, width = _inner_at(text, i, span)
        if inner is None:
            i += 1
            continue
        end = min(inner.end + width, span.end)
        yield Quote(inner, Span(i, end), paragraph, open_ended=inner.end == span.end)
        i = end


def _inner_at(text: str, start: int, span: Span) -> tuple[Span | None, int]:
    """What is quoted by a mark at `start`, None where none opens there, and the width of the mark that closes it."""
    if text.startswith(_TYPED, start):
        begin = start + len(_TYPED)
        found = [(at, len(mark)) for mark in _TYPED_CLOSERS if (at := text.find(mark, begin, span.end)) > begin]
        end, width = min(found, default=(span.end, 0))
        return (Span(begin, end) if end > begin else None), width
    closed = _closing(text, start, span) if text[start] in _CLOSERS and _opens(text, start, span) else None
    return (None if closed is None else Span(start + 1, closed)), 1


def _closing(text: str, start: int, span: Span) -> int | None:
    """The offset of the mark that closes what opens at `start`; the paragraph's end, or None, where there is none."""
    if text[start] in _SINGLE:
        return _closing_single(text, start, span)
    closers = _CLOSERS[text[start]] + (_ANY_CLOSER if text[start] in "“„" else "")
    for i in range(start + 1, span.end):
        if text[i] in closers and not (text[i] in _STRAIGHT and _opens(text, i, span)):
            return i
    return span.end if text[start] in '“"„«' and span.end - start > 1 else None


def _closing_single(text: str, start: int, span: Span) -> int | None:
    """The closing single mark: the first behind a stop, else one that is no apostrophe of a plural ("ministers'")."""
    found = [i for i in range(start + 2, span.end) if text[i] in _CLOSERS[text[start]] and _ends_word(text, i, span)]
    sure = (i for i in found if text[i - 1] in _STOPS or text[i + 1 : i + 2] in tuple(_STOPS))
    opened = next((i for i in range(start + 1, span.end) if text[i] in _SINGLE and _opens(text, i, span)), span.end)
    before = [i for i in found if i < opened]
    return (
        next((i for i in sure if i < opened), None)
        or next((i for i in before if text[i - 1] != "s"), None)
        or (before[0] if before else None)
    )


def _ends_word(text: str, i: int, span: Span) -> bool:
    after = text[i + 1] if i + 1 < span.end else " "
    return not text[i - 1].isspace() and not after.isalnum()


def _opens(text: str, i: int, span: Span) -> bool:
    """Whether a mark opens a quotation; a straight or single one does before a word and behind none."""
    if text[i] not in _STRAIGHT and text[i] not in _SINGLE:
        return True
    before = text[i - 1] if i > span.start else " "
    after = text[i + 1] if i + 1 < span.end else " "
    begins = (before.isspace() or before in "([{—–-:/“\"‘'") and not after.isspace()
    return begins and (text[i] not in _SINGLE or after.isalpha() or after in '[“"')
