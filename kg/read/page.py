"""An article's text laid out in lines, as the readers of its head and foot see it.

Lines are spans into the text, which stays as it is. What a line means is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span

WRAP_WIDTH = 120
"""No line longer than this: the text is wrapped by hand, and a line is not a paragraph."""

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_BULLET = re.compile(r"[•●▪◦■‣∙]\s*(?=\S)")
_BLANKS = " \t\u00a0\u200b\ufeff\x00\r\n\f\v\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Page:
    """The text and its lines that are not blank, each without blanks at its ends and without a bullet before it.

    `wrapped` says that no line is long, so that a paragraph may have several.
    """

    text: str
    lines: tuple[Span, ...]
    wrapped: bool

    def line_text(self, number: int) -> str:
        """The characters of a line."""
        return self.text[self.lines[number].start : self.lines[number].end]

    def stands_alone(self, number: int) -> bool:
        """Whether a next line is there and is not the same paragraph going on."""
        return number + 1 < len(self.lines) and not (self.wrapped and self.is_joined(number))

    def is_joined(self, number: int) -> bool:
        """Whether a next line is there and no blank line stands between."""
        if not 0 <= number < len(self.lines) - 1:
            return False
        return len(_BREAK.findall(self.text[self.lines[number].end : self.lines[number + 1].start])) == 1


def lay_out(text: str) -> Page:
    """Find the lines that are not blank."""
    spans = (trim(text, _behind_bullet(text, match), match.end()) for match in _LINE.finditer(text))
    lines = tuple(span for span in spans if span.start < span.end)
    return Page(text, lines, all(line.end - line.start <= WRAP_WIDTH for line in lines))


def _behind_bullet(text: str, line: re.Match[str]) -> int:
    """Where the words of a line begin."""
    begin = trim(text, line.start(), line.end()).start
    bullet = _BULLET.match(text, begin, line.end())
    return bullet.end() if bullet is not None else begin


def trim(text: str, start: int, end: int) -> Span:
    """The span without blanks at its ends; an empty one where there is nothing else."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip(_BLANKS))
    return Span(begin, max(begin, start + len(piece.rstrip(_BLANKS))))
