"""Bodies told without their state or by a part of their name: "the foreign ministry", "parliament", "the Council".

A body named in full before is meant by its last word; else a body of government is of the state that the
context is about. Runs before titles are read, so that "foreign ministry spokeswoman X" has her ministry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, Cast, Entity
from kg.extract.reference.context import Context
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities, plain
from kg.model import Span

_ALONE: Final = frozenset({"parliament", "army", "military", "navy", "presidency", "judiciary", "senate"})
"""One word is enough for these; other bodies of one word ("ministry", "court") need to be named before."""
_MANY: Final = frozenset(
    {"a", "an", "any", "another", "each", "every", "no", "some", "two", "both", "several", "other"}
)
_MAX_WORDS: Final = 4
_WHERE: Final = re.compile(r" (?:in|of|for|on) ")


def refer_bodies(document: Document, cast: Cast, lexicon: Entities) -> None:
    """Add references for bodies that no name, pattern or model has found."""
    _shorten(cast, lexicon)
    context = Context(document, cast, lexicon)
    for words in _mentions(document, cast, lexicon):
        text = " ".join(token.lower for token in words)
        span = Span(words[0].start, words[-1].end)
        named = _spelled_out(document, cast, words) or _named_before(cast, text, words[0].start)
        if named is not None:
            cast.refer(span, named, "description")
        elif text in lexicon.generic_heads and (len(words) > 1 or text in _ALONE):
            cast.refer(span, _of_context(cast, context, lexicon, words, text), "name")


def _shorten(cast: Cast, lexicon: Entities) -> None:
    """A body called by its head word alone ("the Council") is the one named with it before."""
    for entity in list(cast.entities.values()):
        word = entity.canonical.casefold()
        if entity.known or entity.kind not in ORGANIZATIONS or " " in word or word not in lexicon.org_heads:
            continue
        first = min(cast.spots(entity), default=0)
        named = _named_before(cast, word, first)
        if named is not None and named is not entity:
            cast.merge(named, entity)


def _mentions(document: Document, cast: Cast, lexicon: Entities) -> Iterator[list[Token]]:
    """Generic body words that refer to nothing yet, longest first at each place."""
    tokens, i = document.tokens, 0
    while i < len(tokens):
        longest = _MAX_WORDS if tokens[i].lower in lexicon.head_starts else 0
        size = next((n for n in range(longest, 0, -1) if _is_body(document, cast, lexicon, i, n)), 0)
        if size:
            yield list(tokens[i : i + size])
        i += max(size, 1)


def _is_body(document: Document, cast: Cast, lexicon: Entities, i: int, size: int) -> bool:
    words = document.tokens[i : i + size]
    if " ".join(token.lower for token in words) not in lexicon.org_heads:
        return False
    if words[-1].tag not in ("NN", "NNP") or any(cast.reference_at(token) is not None for token in words):
        return False
    before = document.tokens[i - 1] if i else None
    modified = before is not None and (
        before.lower in _MANY or before.tag in ("POS", "PRP$", "JJ", "NN", "NNP", "CD", "VBN") or before.text == "-"
    )
    following = document.tokens[words[-1].i + 1 : words[-1].i + 2]
    if following and following[0].lower == "of":
        return False  # "the parliament of X" is not the one named before
    if following and lexicon.honorifics.get(following[0].text.rstrip(".")) == "military":
        return False  # "Air Force Maj. Gen. X"
    return not modified and not document.sentence_of(words[0]).heading and _is_definite(document, words, before)


def _is_definite(document: Document, words: Sequence[Token], before: Token | None) -> bool:
    """Whether a mention means one certain body: "the court", "parliament", "foreign ministry spokeswoman X"."""
    if before is not None and before.lower in ("the", "this", "that"):
        return True
    following = document.tokens[words[-1].i + 1 : words[-1].i + 2]
    compound = bool(following) and following[0].pos in ("NOUN", "PROPN") and len(words) > 1
    return compound or " ".join(token.lower for token in words) == "parliament"


def _spelled_out(document: Document, cast: Cast, words: Sequence[Token]) -> Entity | None:
    """As in "state news agency SANA": the body whose name stands right behind the words that say what it is."""
    following = document.tokens[words[-1].i + 1 : words[-1].i + 2]
    entity = cast.at(following[0]) if following else None
    return entity if entity is not None and entity.kind in ORGANIZATIONS else None


def _named_before(cast: Cast, text: str, offset: int) -> Entity | None:
    """The body last named before an offset whose name, or another name of it, ends in these words."""
    for reference in cast.before(offset):
        entity = cast.entities[reference.entity]
        if entity.kind in ORGANIZATIONS and reference.how in ("name", "acronym", "description"):
            names = (entity.canonical, *entity.names)
            if any(_ends_in(name.casefold(), text) for name in names):
                return entity
    return None


def _ends_in(name: str, words: str) -> bool:
    """Whether a name ends in some words, or does before it says of what or where: "the Observer Mission in X"."""
    before, *rest = _WHERE.split(name, maxsplit=1)
    return name.endswith(f" {words}") or (bool(rest) and f" {before}".endswith(f" {words}"))


def _of_context(cast: Cast, context: Context, lexicon: Entities, words: list[Token], text: str) -> Entity:
    state = _seat(cast, context, words[-1]) or context.state_at(words[0])
    body = cast.entity(lexicon.org_heads[text], text, state.iso3 if state else None, scope=state.id if state else "")
    body.part_of = body.part_of or (state.id if state is not None else None)
    return body


def _seat(cast: Cast, context: Context, last: Token) -> Entity | None:
    """As in "the defence ministry in Accra": the state of the town in which a body has its seat."""
    behind = cast.document.tokens[last.i + 1 : last.i + 3]
    town = cast.at(behind[1]) if len(behind) == 2 and behind[0].lower == "in" else None
    return context.state(town.iso3) if town is not None and town.is_place and town.iso3 is not None else None


def body_named(cast: Cast, name: str, lexicon: Entities) -> Entity | None:
    """The body that the lexicon knows by a name, as an entity of the cast; None where it knows none."""
    known = next(lexicon.names.at(plain(name), 0), None)
    return cast.entity(known.kind, known.canonical, known.iso3, known=True) if known is not None else None
