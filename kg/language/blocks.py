"""Cut the body of an article into paragraphs, so that no heading or bullet is glued to the next line.

A paragraph ends at a line break. Wrapped plain text (most lines long, a line that ends without a full
stop followed by one that begins in lower case) is joined again by the span: nothing is altered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Article, Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BULLET = re.compile(
    r"\s*(?:[-*•–—‣▪·]+|\(?\d{1,2}[.)]|\d{1,2}\.\d{1,2}\.?|\((?:[a-z]|[ivx]{1,4})\)|(?:[a-h]|[ivx]{1,4})\))\s+"
)
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")
_MAX_HEADING_WORDS = 14  # longest crosshead or title seen in readouts and agency copy


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its span without bullets and outer blanks, and whether it looks like a heading."""

    span: Span
    heading: bool


def split_blocks(article: Article) -> tuple[Block, ...]:
    """The paragraphs of `article.body` in order; none for an empty body."""
    lines = [_trim(article, Span(m.start(), m.end())) for m in _LINE.finditer(article.text, *_range(article.body))]
    joined: list[Span] = []
    for line in lines:
        if line.start >= line.end:
            continue
        if joined and _wrapped(article, joined[-1], line):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return tuple(Block(span, _is_heading(article.slice(span))) for span in joined)


def _range(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _trim(article: Article, line: Span) -> Span:
    text = article.slice(line)
    bullet = _BULLET.match(text)
    start = line.start + (bullet.end() if bullet else len(text) - len(text.lstrip()))
    return Span(start, max(start, line.start + len(text.rstrip())))


def _wrapped(article: Article, before: Span, line: Span) -> bool:
    gap = article.text[before.end : line.start]
    one_break = gap.replace("\r\n", "\n").count("\n") == 1
    text = article.slice(line)
    return one_break and not _TERMINAL.search(article.slice(before)) and text[:1].islower()


def _is_heading(text: str) -> bool:
    return len(text.split()) <= _MAX_HEADING_WORDS and not _TERMINAL.search(text)
