"""Whose an asset is, and of which group: read from the words around it and from who deploys, fires or has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.cast import PERSON, STATE, Cast
from kg.language.clauses import governing_verb, logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities
from kg.lexicon.scopes import scope_words

if TYPE_CHECKING:
    from kg.extract.assets import AssetDraft

SHIPS = frozenset({"Vessel", "Warship", "AircraftCarrier", "Destroyer", "Submarine"})


def group_assets(document: Document, drafts: list[AssetDraft]) -> None:
    """Aircraft and escorts told of in the sentence of a strike group, or in the next, are part of it."""
    groups = [draft for draft in drafts if draft.type == "StrikeGroup"]
    for group in groups:
        here = document.sentence_of(group.head).number
        for draft in drafts:
            distance = document.sentence_of(draft.head).number - here
            if (
                draft is not group
                and draft.type in SHIPS | {"Aircraft", "AirWing", "Submarine"}
                and 0 <= distance <= 1
                and draft.part_of is None
            ):
                draft.part_of = group.name


def find_operators(document: Document, cast: Cast, drafts: list[AssetDraft], lexicon: Entities) -> None:
    """Set `operator` of each asset that the text tells one of, for the parts of a group the group's."""
    for draft in drafts:
        draft.operator = _owner(document, cast, draft, lexicon)
    by_name = {draft.name: draft for draft in drafts}
    for draft in drafts:
        if draft.operator is None and draft.part_of in by_name:
            draft.operator = by_name[draft.part_of].operator


def _owner(document: Document, cast: Cast, draft: AssetDraft, lexicon: Entities) -> str | None:
    prefix = document.tokens_in(draft.span)[0].text
    if prefix in lexicon.ship_prefixes and lexicon.ship_prefixes[prefix][1]:
        iso3 = lexicon.ship_prefixes[prefix][1]
        assert iso3 is not None
        return cast.entity(STATE, lexicon.states.get(iso3, iso3), iso3, known=True).id
    for kid in document.children(draft.head, "poss", "amod", "compound", "nmod"):
        entity = cast.at(kid)
        if entity is not None and entity.is_actor and entity.kind != PERSON:
            return entity.id
    return _subject_owner(document, cast, draft)


def _subject_owner(document: Document, cast: Cast, draft: AssetDraft) -> str | None:
    """Who deploys, fires, activates or has the thing: the subject of its verb."""
    verb = governing_verb(document, draft.head)
    if verb is None:
        return None
    hostile = verb.lemma in scope_words("against a thing") or _shot_down(document, verb)
    done_to = draft.head.i in {t.i for t in logical_objects(document, verb)}
    direct = (done_to and not hostile) or document.head(draft.head).lower in ("with", "including")
    for subject in logical_subjects(document, verb) if direct else ():
        entity = cast.at(subject)
        if entity is not None and entity.is_actor and entity.kind != PERSON:
            return entity.id
    return None


def _shot_down(document: Document, verb: Token) -> bool:
    """As in "shot down a drone", "blew up the bridge": the thing is another's."""
    particles = {kid.lower for kid in document.children(verb, "prt")}
    return (verb.lemma, "down") in {(v, p) for v in ("shoot", "bring", "take") for p in particles} or (
        verb.lemma in ("blow", "take", "knock") and bool(particles & {"up", "out"})
    )
