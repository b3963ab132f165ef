"""Names that stand beside quoted words and say by their place who speaks: behind a dash, below, before a colon."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.reference.cast import PERSON, UNNAMED, Cast
from kg.language.document import Document
from kg.language.quotes import Quote
from kg.model import Span

_DASH: Final = re.compile(r"\s*[—–-]{1,2}\s*(?=[A-Z])")
_LINE: Final = re.compile(r"\s*(?P<dash>[—–-]{1,2}\s*)?(?P<words>[A-Z][^\r\n]+)")
_HONORIFIC: Final = 4  # characters of the longest honorific before a name: more before it is an office
_MAX_SIGNATURE: Final = 15  # words behind a dash that only name who speaks
_LINKING: Final = frozenset("of the for and al de van bin".split())
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})


def signed_by(document: Document, cast: Cast, quote: Quote) -> str | None:
    """As in "“...” — Jane Holm, defence minister": a name behind a dash that ends the paragraph."""
    begin = quote.outer.end
    dash = _DASH.match(document.text, begin)
    line = document.text[begin:].partition("\n")[0]
    if not line.strip():
        return _signed_below(document, cast, begin + len(line))
    if dash is None or len(line.split()) > _MAX_SIGNATURE:
        return None
    named = cast.within(document.tokens_in(Span(dash.end(), begin + len(line))))
    return next((entity.id for _, entity in named if entity.kind in (PERSON, UNNAMED)), None)


def _signed_below(document: Document, cast: Cast, end: int) -> str | None:
    """As a release prints who says the words above: a line of its own with a name and an office, and no verb."""
    line = _LINE.match(document.text, end)
    if line is None or len(line["words"].split()) > _MAX_SIGNATURE or line["words"].rstrip()[-1] in '.:!?”"':
        return None
    tokens = document.tokens_in(Span(line.start("words"), line.end("words")))
    if any(t.tag in _FINITE for t in tokens):
        return None
    named = [(m, e) for m, e in cast.within(tokens) if e.kind == PERSON]
    if not named:
        return None
    spans = [m.span for m, _ in named]
    office = line["words"][spans[0].end - line.start("words") :].lstrip(" ,()")
    titled = spans[0].start > line.start("words") + _HONORIFIC
    return named[0][1].id if line["dash"] or office[:1].isalpha() or titled else None


def named_before(document: Document, cast: Cast, quote: Quote) -> str | None:
    """As in "Emil Kraus: “...”": who alone stands before the colon of a line."""
    first = document.text.rfind("\n", 0, quote.outer.start) + 1
    before = [t for t in document.tokens_in(Span(first, quote.outer.start)) if t.pos != "PUNCT"]
    named = cast.reference_at(before[-1]) if before else None
    if named is None or len(before) > _MAX_SIGNATURE:
        return None
    entity = cast.entities[named.entity]
    titled = all(t.text[:1].isupper() or t.lower in _LINKING for t in before)
    return entity.id if titled and entity.kind in (PERSON, UNNAMED) else None
