"""Who bears a title told of several at once: "Foreign ministers X of France and Y of Norway".

Also "the foreign ministers of France and Norway, X and Y" and "the French and Norwegian foreign ministers, X and
Y". States and names are paired in their order, and only where there are as many of the one as of the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.offices.titles import TitleMention
from kg.extract.reference.cast import PERSON, STATE, Cast, Entity, Reference
from kg.language.document import Document

_BETWEEN: Final = frozenset({",", "and", "&", "the", "as", "well"})
_STATES: Final = frozenset({STATE, "Territory"})
_PERSONS: Final = frozenset({PERSON})
_MAX_LISTED: Final = 8  # longest list of names behind one title in communiqués seen


@dataclass(frozen=True, slots=True)
class _Named:
    """One of a list: an entity, where it is named, and the state told behind it."""

    entity: Entity
    reference: Reference
    state: Entity | None = None


def share_titles(document: Document, cast: Cast, titles: Iterable[TitleMention]) -> Iterator[TitleMention]:
    """The titles in order, each plural one with a title of its own for every further bearer."""
    for title in titles:
        yield from _shared(document, cast, title) if title.plural and title.kind else (title,)


def _shared(document: Document, cast: Cast, title: TitleMention) -> Iterator[TitleMention]:
    states, i = _listed_states(document, cast, title)
    people = _people(document, cast, i)
    if not people or (len(people) == 1 and title.bearer is None):
        yield title
        return
    paired = states if len(states) == len(people) else [None] * len(people)
    for k, (named, other) in enumerate(zip(people, paired, strict=True)):
        state = named.state or other
        held = state.id if state is not None else title.state if len(states) < 2 else None
        if k == 0:
            yield replace(title, bearer=named.entity.id, state=held, organization=_body(title, states))
            continue
        last = document.tokens_in(named.reference.span)[-1].i
        yield replace(
            title,
            span=named.reference.span,
            first=last,
            last=last,
            plural=False,
            bearer=named.entity.id,
            state=held,
            organization=_body(title, states),
        )


def _body(title: TitleMention, states: Collection[Entity]) -> str | None:
    """The body that all of them serve; what is but one of several states is for none but its own."""
    return None if title.organization in {state.id for state in states} else title.organization


def _listed_states(document: Document, cast: Cast, title: TitleMention) -> tuple[list[Entity], int]:
    """The states behind a title ("of France and Norway") or before it, and the token after all of that."""
    i = title.last + 1
    if i + 1 < len(document.tokens) and document.tokens[i].lower in ("of", "from"):
        states, end = _listed(document, cast, i + 1, _STATES)
        if states:
            return [named.entity for named in states], end
    return _before(document, cast, title.first), i


def _before(document: Document, cast: Cast, first: int) -> list[Entity]:
    """The states whose adjectives stand before a title, in text order."""
    found: list[Entity] = []
    i = first - 1
    while i >= 0:
        entity = cast.at(document.tokens[i])
        if entity is not None and entity.kind in _STATES:
            if entity not in found:
                found.insert(0, entity)
        elif document.tokens[i].lower not in _BETWEEN or not found:
            break
        i -= 1
    return found


def _people(document: Document, cast: Cast, i: int) -> list[_Named]:
    """The persons listed from a token on, each with the state behind its name."""
    if i < len(document.tokens) and document.tokens[i].text in (",", ":", "—", "–"):
        i += 1
    return _listed(document, cast, i, _PERSONS)[0]


def _listed(document: Document, cast: Cast, i: int, kinds: Collection[str]) -> tuple[list[_Named], int]:
    """The entities of some kinds that stand in a list from a token on, and the token after the last of them."""
    tokens, found, end = document.tokens, list[_Named](), i
    while i < len(tokens) and len(found) < _MAX_LISTED:
        reference = cast.reference_at(tokens[i])
        entity = cast.entities[reference.entity] if reference is not None else None
        if reference is not None and entity is not None and entity.kind in kinds:
            i = document.tokens_in(reference.span)[-1].i + 1
            state = cast.at(tokens[i + 1]) if i + 1 < len(tokens) and tokens[i].lower in ("of", "from") else None
            if kinds is _PERSONS and state is not None and state.kind in _STATES:
                i = _end(document, cast, i + 1)
                found.append(_Named(entity, reference, state))
            else:
                found.append(_Named(entity, reference))
            end = i
        elif (tokens[i].lower in _BETWEEN and found) or tokens[i].lower == "the":
            i += 1
        else:
            break
    return found, end


def _end(document: Document, cast: Cast, i: int) -> int:
    """The token after the name that stands at a token."""
    reference = cast.reference_at(document.tokens[i])
    return document.tokens_in(reference.span)[-1].i + 1 if reference is not None else i + 1
