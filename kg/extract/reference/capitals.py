"""Where the name of a capital means its state: "Tehran urged" is Iran, "in Tehran" stays the city.

Whoever asked for the party that a capital stands for has noted it (`Parties.capitals`). Where that state then is a
party of an act, or the speaker of a statement, in the same sentence, the mention refers to the state. A city that is
the place of something keeps its last mention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.extract.reference.cast import STATE, Cast, Entity
from kg.lexicon.entities import Entities
from kg.model import Action, Span, Statement


def state_of_capital(cast: Cast, entity: Entity, lexicon: Entities) -> Entity | None:
    """As in "Tehran urged": a capital that acts is its state, and Brussels the European Union."""
    if entity.canonical in lexicon.metonyms:
        name, kind = lexicon.metonyms[entity.canonical]
        return cast.entity(kind, name, known=True)
    state_name = lexicon.capitals.get(entity.canonical)
    if entity.kind != "Settlement" or state_name is None or entity.iso3 is None:
        return None
    return cast.entity(STATE, state_name, entity.iso3, known=True)


def settle_capitals(
    cast: Cast,
    capitals: Mapping[Span, str],
    actions: Iterable[Action],
    statements: Iterable[Statement],
    places: Iterable[str | None],
) -> None:
    """Let the mentions of capitals that act refer to their states; `places` are the ids of where things are."""
    acting = set(_acting(actions, statements))
    left = Counter(reference.entity for reference in cast.references())
    needed = set(places)
    for reference in list(cast.references()):
        state = capitals.get(reference.span)
        sentence = cast.document.sentence_at(reference.span.start).number
        last = reference.entity in needed and left[reference.entity] == 1
        if state is not None and state != reference.entity and (sentence, state) in acting and not last:
            left[reference.entity] -= 1
            cast.reassign(reference, cast.entities[state])


def _acting(actions: Iterable[Action], statements: Iterable[Statement]) -> Iterator[tuple[int, str]]:
    """Sentence and id of everyone who is a party of an act or speaks there."""
    for action in actions:
        yield from ((action.evidence.sentence, party) for party in (*action.actors, *action.recipients))
    for statement in statements:
        if statement.speaker is not None:
            yield statement.evidence.sentence, statement.speaker
