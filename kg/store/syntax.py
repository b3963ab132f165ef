"""What the engine's parser says of a query or update, in words that help, with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

EXPECTATIONS: Final = 4
"""More things than these that the parser would have taken help nobody and are not told."""

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_CHARACTERS: Final = re.compile(r"\[[^\[\]]*?'[^\[\]]*\](?:, )?|\[_\](?:, )?|<unreported>")
_NO_PREFIX: Final = "Prefix not found"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in a text; line and column count from 1 where the parser told them."""

    message: str
    line: int | None = None
    column: int | None = None


def explain(exc: SyntaxError, noun: str = "query") -> Mistake:
    """The mistake behind an error of the parser; `noun` is what the text is called."""
    found = _POSITION.search(str(exc))
    if found is None:
        first = (str(exc).splitlines() or [type(exc).__name__])[0]
        return Mistake(f"The {noun} does not parse: {first}")
    line, column = int(found[1]), int(found[2])
    return Mistake(
        f"The {noun} does not parse. The parser stopped at line {line}, column {column}; "
        f"the mistake is there or a little before.{_hint(found[3])}",
        line,
        column,
    )


def _hint(expected: str) -> str:
    """What would have been right there, where that is told in few words."""
    told = " ".join(_CHARACTERS.sub("", expected).split()).strip(" ,").removeprefix("one of ")
    if _NO_PREFIX in told:
        return " A prefix there is not declared: write PREFIX name: <IRI> above."
    return f" Expected there: {told}." if told and told.count(", ") < EXPECTATIONS else ""
