"""Freeze the cast, the assets and the utterances into the facts' types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.extract.reference.cast import PERSON, UNNAMED, Cast, Entity, Reference
from kg.extract.speech.speech import Utterance
from kg.extract.things.assets import AssetDraft
from kg.language.clauses import governing_verb
from kg.language.dates import DateMention
from kg.language.document import Document, Token
from kg.model import Action, Actor, Asset, Mention, PartialDate, Passage, Place, Span, Statement, Tenure

_KNOWN, _PATTERN, _MODEL = 0.95, 0.85, 0.7  # by how the name was found; shares of right types on own sentences
_SERIES = re.compile(r"^([A-Z][A-Za-z]{0,5}-\d+[A-Z]*)s$")
_NAMING = frozenset({"name", "acronym", "adjective", "people"})


def passage(document: Document, span: Span) -> Passage:
    """A span with the number of the sentence it begins in."""
    return Passage(span, document.sentence_at(span.start).number)


def actors_of(document: Document, cast: Cast, used: Iterable[str]) -> tuple[Actor, ...]:
    """The actors that the article names, or that take part in something (peoples only so); in order of their ids."""
    first = _first_references(cast)
    named = {
        entity.id
        for entity in cast.entities.values()
        if entity.is_actor and entity.kind != "PopulationGroup" and (entity.names or entity.id in first)
    }
    wanted = _with_bodies(cast, {*used, *named})
    found: list[Actor] = []
    for entity in cast.entities.values():
        if not entity.is_actor or entity.id not in wanted:
            continue
        name = _name(entity)
        where = first.get(entity.id, Span(document.sentences[0].span.start, document.sentences[0].span.end))
        found.append(
            Actor(
                id=entity.id,
                type=entity.kind,
                name=name,
                evidence=_around(document, where),
                aliases=_aliases(entity, name),
                country=entity.iso3,
                member_of=entity.member_of if entity.kind in (PERSON, UNNAMED) else None,
                part_of=entity.part_of if entity.kind not in (PERSON, UNNAMED) else None,
                confidence=_KNOWN if entity.known else entity.score or _PATTERN,
            )
        )
    return tuple(found)


def _around(document: Document, where: Span) -> Passage:
    """The sentence of a mention; of one above the body the words alone."""
    sentence = document.sentence_at(where.start).span
    return passage(document, sentence if sentence.start <= where.start else where)


def _first_references(cast: Cast) -> dict[str, Span]:
    first: dict[str, Span] = {}
    for reference in (*cast.references_above(), *cast.references()):
        if reference.how in _NAMING or cast.entities[reference.entity].kind == UNNAMED:
            first.setdefault(reference.entity, reference.span)
    return first


def _name(entity: Entity) -> str:
    if entity.kind == PERSON:
        longest = max(
            (n for n in entity.names if n[:1].isupper()),
            key=lambda n: (len(n.split()), entity.names[n], n),
            default=entity.canonical,
        )
        return longest if len(longest.split()) > len(entity.canonical.split()) else entity.canonical
    return entity.canonical


def _aliases(entity: Entity, name: str) -> tuple[str, ...]:
    return tuple(sorted({surface for surface in entity.names if surface != name}))


def places_of(document: Document, cast: Cast) -> tuple[Place, ...]:
    """The places that the article names, other than states."""
    first = _first_references(cast)
    return tuple(
        Place(
            id=entity.id,
            type=entity.kind,
            name=entity.canonical,
            evidence=passage(document, document.sentence_at(first[entity.id].start).span),
            aliases=_aliases(entity, entity.canonical),
            country=entity.iso3,
            confidence=_KNOWN if entity.known else entity.score or _MODEL,
        )
        for entity in cast.entities.values()
        if entity.is_place and not entity.is_actor and entity.id in first
    )


def assets_of(document: Document, cast: Cast, drafts: Sequence[AssetDraft]) -> tuple[Asset, ...]:
    """The assets with their groups and places."""
    by_name = {draft.name: draft.id for draft in drafts}
    located = {draft.id: _location(document, cast, draft) for draft in drafts}
    out: list[Asset] = []
    for draft in drafts:
        group = by_name.get(draft.part_of) if draft.part_of else None
        span = document.sentence_of(draft.head).span
        surfaces = {" ".join(document.text[s.start : s.end].split()) for s in (*draft.mentions, *draft.forms)}
        names = sorted((surfaces | {_singular(name) for name in (draft.name, *surfaces)}) - {draft.name})
        out.append(
            Asset(
                draft.id,
                draft.type,
                draft.name,
                passage(document, span),
                tuple(names),
                draft.operator,
                group,
                located[draft.id] or (located.get(group) if group else None),
                draft.quantity,
                _KNOWN if draft.named else _MODEL,
            )
        )
    return tuple(out)


def _singular(name: str) -> str:
    """A type of aircraft or vehicle as it is called: "F-16" of "F-16s"; other names as they are."""
    return _SERIES.sub(r"\1", name)


def _location(document: Document, cast: Cast, draft: AssetDraft) -> str | None:
    heads = [draft.head, document.head(draft.head)]
    heads += list(document.children(draft.head, "acl", "relcl"))
    for head in heads:
        for preposition in document.children(head, "prep"):
            if preposition.lower in ("in", "at", "near", "off", "under", "beneath", "to", "on"):
                for token in document.children(preposition, "pobj"):
                    place = _place_in(document, cast, token)
                    if place is not None:
                        return place.id
    return None


def _place_in(document: Document, cast: Cast, token: Token) -> Entity | None:
    entity = cast.at(token)
    if entity is not None:
        return entity if entity.is_place else None
    for kid in document.children(token, "compound", "poss"):
        inner = cast.at(kid)
        if inner is not None and inner.is_place:
            return inner
    for preposition in document.children(token, "prep"):
        for kid in document.children(preposition, "pobj"):
            found = _place_in(document, cast, kid)
            if found is not None:
                return found
    return None


def statements_of(
    document: Document, utterances: Sequence[Utterance], dates: Sequence[DateMention], actions: Sequence[Action]
) -> tuple[Statement, ...]:
    """The utterances as statements, with the actions that stand in their words."""
    by_sentence: dict[int, list[Action]] = {}
    for action in actions:
        by_sentence.setdefault(action.evidence.sentence, []).append(action)
    return tuple(
        Statement(
            id=f"q{k}",
            text=utterance.text,
            direct=utterance.direct,
            evidence=passage(document, utterance.clause),
            passages=tuple(passage(document, part) for part in utterance.parts),
            speaker=utterance.speaker,
            addressee=utterance.addressee,
            date=_said_on(document, utterance, dates),
            about=_told_in(document, utterance, by_sentence),
            confidence=0.95 if utterance.direct else 0.85,
        )
        for k, utterance in enumerate(utterances)
        if utterance.speaker is not None or utterance.direct
    )


def _told_in(document: Document, utterance: Utterance, by_sentence: Mapping[int, Sequence[Action]]) -> tuple[str, ...]:
    """The actions whose evidence shares words with an utterance, in text order."""
    found: dict[str, None] = {}
    for part in utterance.parts:
        first, last = document.sentence_at(part.start).number, document.sentence_at(part.end).number
        for number in range(first, last + 1):
            found |= {a.id: None for a in by_sentence.get(number, ()) if part.overlaps(a.evidence.span)}
    return tuple(found)


def _said_on(document: Document, utterance: Utterance, dates: Sequence[DateMention]) -> PartialDate | None:
    """The date that hangs on the reporting verb."""
    if utterance.verb is None:
        return None
    sentence = document.sentence_of(utterance.verb)
    for mention in dates:
        if not sentence.span.contains(mention.span):
            continue
        anchor = document.tokens_in(mention.span)[0]
        above = governing_verb(document, anchor)
        if above is not None and above.i == utterance.verb.i:
            return mention.start
    return None


def mentions_of(document: Document, cast: Cast, assets: Sequence[AssetDraft], kept: set[str]) -> tuple[Mention, ...]:
    """Every place in the text that refers to something that the facts hold."""
    references = [
        *cast.references_above(),
        *cast.references(),
        *(Reference(span, draft.id, "name") for draft in assets for span in draft.mentions),
    ]
    found = {(r.span, r.entity): r for r in references if r.entity in kept}
    return tuple(Mention(r.span, document.sentence_at(r.span.start).number, r.entity) for _, r in sorted(found.items()))


def used_ids(
    actions: Iterable[Action],
    tenures: Iterable[Tenure],
    utterances: Iterable[Utterance],
    claims: Iterable[str | None],
    cast: Cast,
    assets: Iterable[AssetDraft],
) -> set[str]:
    """The entities that take part in facts, and what they belong to."""
    found: set[str] = {i for a in actions for i in (*a.actors, *a.recipients)} | {a.place for a in actions if a.place}
    for tenure in tenures:
        found |= {tenure.holder} | ({tenure.organization} if tenure.organization else set())
    found |= {u.speaker for u in utterances if u.speaker} | {u.addressee for u in utterances if u.addressee}
    found |= {source for source in claims if source} | {a.operator for a in assets if a.operator}
    return _with_bodies(cast, found)


def _with_bodies(cast: Cast, ids: Iterable[str]) -> set[str]:
    """The entities and all that they belong to."""
    found = set(ids)
    todo = list(found)
    while todo:
        entity = cast.entities[todo.pop()]
        above = {i for i in (entity.member_of, entity.part_of) if i and i not in found}
        found |= above
        todo.extend(above)
    return found
