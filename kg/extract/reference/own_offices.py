"""The office of a person who holds one: "Prime Minister Jane Holm's office", "Holm's office said".

It is a body of its own, of the state of the person, and speaks and acts for itself. Only of persons who are told of
with a post or with a state: the office of somebody else is a room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.offices.titles import TitleMention
from kg.extract.reference.cast import PERSON, Cast, Entity, Reference
from kg.language.document import Document, Token
from kg.model import Span

_WORD: Final = "office"
_ROOM: Final = frozenset("in at inside outside near into around to".split())  # before a person's office as a place


def refer_own_offices(document: Document, cast: Cast, titles: Sequence[TitleMention]) -> None:
    """Add a body for the office of each office holder that the text tells of, and the references to it."""
    offices: dict[str, Entity] = {}
    beside = {document.tokens_in(t.span)[-1].i + 1: t for t in titles if t.bearer is not None and not t.plural}
    for token in document.tokens:
        owner = _owner(document, cast, token) if token.lower == _WORD else None
        if owner is None:
            continue
        person = cast.entities[owner.entity]
        if not person.offices and person.iso3 is None:
            continue
        first = document.tokens_in(owner.span)[0]
        title = beside.get(first.i)
        start = title.span.start if title is not None and title.bearer == person.id else first.start
        if _is_room(document, start):
            continue
        span = Span(start, token.end)
        if person.id not in offices:
            offices[person.id] = _office_of(cast, person, document.text[span.start : span.end])
        cast.refer(span, offices[person.id], "name")


def _owner(document: Document, cast: Cast, office: Token) -> Reference | None:
    """The name of the person in the possessive right before a word."""
    if office.i < 2 or document.tokens[office.i - 1].tag != "POS" or cast.at(office) is not None:
        return None
    reference = cast.reference_at(document.tokens[office.i - 2])
    if reference is None or reference.how != "name" or cast.entities[reference.entity].kind != PERSON:
        return None
    return reference


def _is_room(document: Document, start: int) -> bool:
    """As in "met in X's office": where something was, and nobody who acts."""
    before = document.tokens[document.tokens_in(Span(start, start + 1))[0].i - 1]
    return before.start < start and before.lower in _ROOM


def _office_of(cast: Cast, person: Entity, words: str) -> Entity:
    """The body that a person's office is, called as it is first, of the person's state."""
    office = cast.entity("GovernmentBody", " ".join(words.split()), person.iso3, scope=person.id)
    state = cast.state(person.iso3) if person.iso3 is not None else None
    office.part_of = office.part_of or (state.id if state is not None else None)
    return office
