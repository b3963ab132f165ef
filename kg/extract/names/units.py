"""What the parser is to see as one word: a name with the title or rank before it, and any longer or foreign name.

Long titles and rare names mislead a parser ("Trump" becomes a verb), and so do dates inside a noun phrase.
Each name is shown to it as a plain one of the same kind, "persona non grata" as an adjective, each such date not at
all; the text, and everything
that reads it, keeps the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.names.person_names import forms_of_address
from kg.extract.offices.titles import TitleMention
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, Cast, Reference
from kg.language.dates import DateMention
from kg.language.document import Document, Unit
from kg.lexicon.entities import Entities
from kg.model import Span

_PERSON_WORDS = (
    "Clinton",
    "Blair",
    "Powell",
    "Putin",
    "Kerry",
    "Annan",
)  # frequent in the newswire parsers are trained on
_OPENERS = frozenset({"POS", "DT", "PRP$"})
_BODY_WORD = "NATO"
_UNWELCOME = (
    frozenset({"persona", "personae", "personas"}),
    frozenset({"non"}),
    frozenset({"grata", "gratae", "gratas"}),
)
_GUILTY = "guilty"  # stands where "persona non grata" does, and is known to parsers


def name_units(
    document: Document, cast: Cast, titles: Sequence[TitleMention], dates: Sequence[DateMention], lexicon: Entities
) -> tuple[Unit, ...]:
    """The units of a document in text order, none overlapping another."""
    ranks = forms_of_address(document, lexicon)
    named = (*_titled(document, cast, titles), *_named(document, cast, ranks))
    listed = (*named, *_dated(document, cast, dates), *_latin(document))
    found = sorted(listed, key=lambda u: (u.first, -u.last))
    kept: list[Unit] = []
    for unit in found:
        if not kept or unit.first > kept[-1].last:
            kept.append(unit)
    return tuple(kept)


def _titled(document: Document, cast: Cast, titles: Sequence[TitleMention]) -> Iterator[Unit]:
    for title in titles:
        following = document.tokens_in(title.span)[-1].i + 1
        reference = cast.reference_at(document.tokens[following]) if following < len(document.tokens) else None
        if reference is not None and reference.entity == title.bearer and not title.plural:
            yield _unit(document, Span(title.span.start, reference.span.end), _person_word(reference.entity))


def _named(document: Document, cast: Cast, ranks: set[int]) -> Iterator[Unit]:
    for reference in cast.references():
        if reference.how not in ("name", "acronym") or not document.tokens_in(reference.span):
            continue
        kind = cast.entities[reference.entity].kind
        if kind == PERSON:
            yield _unit(document, _with_rank(document, reference.span, ranks), _person_word(reference.entity))
        elif kind in ORGANIZATIONS and _is_long(document, reference):
            yield _body_unit(document, cast, reference)


def _body_unit(document: Document, cast: Cast, reference: Reference) -> Unit:
    """The words of a body's name; the last one stands for it where a person is named in it ("X's office")."""
    unit = _unit(document, reference.span, _BODY_WORD)
    if cast.reference_at(document.tokens[unit.head]) == reference:
        return unit
    return Unit(unit.first, unit.last, unit.last, _BODY_WORD)


def _with_rank(document: Document, name: Span, ranks: set[int]) -> Span:
    """The name with the rank or form of address right before it: "Lt. Col. X"."""
    first = document.tokens_in(name)[0].i
    while first - 1 in ranks:
        first -= 1
    return Span(document.tokens[first].start, name.end)


def _dated(document: Document, cast: Cast, dates: Sequence[DateMention]) -> Iterator[Unit]:
    """Dates before a noun, with the word after them: "the February 26 and March 4 missile launches"."""
    before: Unit | None = None
    for mention in dates:
        inside = document.tokens_in(mention.span)
        first, last = inside[0].i, inside[-1].i + 1
        if before is not None and 0 < first - before.last <= 1 and document.tokens[before.last].lower == "and":
            first = before.first
        before = Unit(first, last, last, None)
        if last >= len(document.tokens) or first == 0 or document.tokens[first - 1].tag not in _OPENERS:
            continue
        following = document.tokens[last]
        if following.pos in ("NOUN", "ADJ") and cast.at(following) is None:
            yield before


def _latin(document: Document) -> Iterator[Unit]:
    """The words of protocol that a parser takes for three nouns: "declared X persona non grata"."""
    for token in document.tokens:
        words = [t.lower for t in document.tokens[token.i : token.i + len(_UNWELCOME)]]
        if token.lower in _UNWELCOME[0] and all(w in like for w, like in zip(words, _UNWELCOME, strict=False)):
            yield Unit(token.i, token.i + len(words) - 1, token.i + len(words) - 1, _GUILTY)


def _person_word(entity: str) -> str:
    """One plain name a person, so that a list of persons stays a list of different ones."""
    return _PERSON_WORDS[sum(entity.encode()) % len(_PERSON_WORDS)]


def _is_long(document: Document, reference: Reference) -> bool:
    return len(document.tokens_in(reference.span)) > 2 and document.text[reference.span.start].isupper()


def _unit(document: Document, span: Span, word: str) -> Unit:
    inside = document.tokens_in(span)
    head = next((t for t in reversed(inside) if t.text[:1].isupper() and t.text.isalpha()), inside[-1])
    return Unit(inside[0].i, inside[-1].i, head.i, word)
