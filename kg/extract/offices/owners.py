"""For whom a title is held where a pronoun, a common noun or the context says so.

As in "Its agriculture minister, X", "the movement, whose leader, X", "the mission's deputy head", and a
minister of an article about one state. Counterparts have the office of those whose counterparts they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extract.names.called import CALLED, body_called
from kg.extract.offices.title_kinds import kind_for
from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.extract.reference.context import Context
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import Entities

COUNTERPART: Final = "counterpart"
_NATIONAL: Final = frozenset(
    {"HeadOfState", "Monarch", "HeadOfGovernment", "ForeignMinister", "DefenceMinister", "Minister", "Official"}
)
_HAS_COUNTERPARTS: Final = _NATIONAL | {"Monarch", "MilitaryCommander", "SecurityOfficial", "Envoy"}
_OF_STATE: Final = frozenset({"state", "ministry"})
_OF_HOME: Final = frozenset({"state", "ministry", "body"})
_SECRETARY: Final = "secretary"
_LEADERS: Final = frozenset({"OrganizationHead", "ArmedGroupLeader", "PartyLeader"})
_LED: Final = frozenset({"ArmedGroup", "PoliticalParty", "Alliance", "Company"})
_OF_POLICE: Final = frozenset({"state", "ministry", "body"})
_OF_TOWNS: Final = frozenset({"SecurityOfficial", "Official"})
_OF_SPOKESPERSON: Final = frozenset({"force", "body"})
_LOCAL: Final = frozenset({"Spokesperson", "SecurityOfficial", "Official", "Minister"})


def own_titles(
    document: Document, cast: Cast, titles: Sequence[TitleMention], lexicon: Entities, home: Entity | None = None
) -> tuple[TitleMention, ...]:
    """The titles, those without state and organization completed where they can be.

    `home` is the state whose own word an official text is: its envoys and officials are told of without it.
    """
    context = Context(document, cast, lexicon)
    out: list[TitleMention] = []
    for title in titles:
        if title.title.text == COUNTERPART:
            title = _of_counterpart(document, cast, title, out)
        elif title.organization is None and title.state is None and not title.plural:
            title = _at_home(cast, title, home) or _owned(document, cast, title, context, lexicon)
        out.append(title)
    return tuple(out)


def _at_home(cast: Cast, title: TitleMention, home: Entity | None) -> TitleMention | None:
    """As in "Ambassador X and Assistant Secretary Y met the rebels" in a text of their own government."""
    bearer = cast.entities.get(title.bearer or "")
    if home is None or home.kind != STATE or bearer is None or bearer.kind != PERSON or title.anaphoric:
        return None
    served = title.kind == "Envoy" or (title.kind == "Official" and _SECRETARY in title.title.text)
    free = bearer.iso3 in (None, home.iso3) and bearer.member_of is None
    return replace(title, state=home.id) if served and free and title.title.organization in _OF_HOME else None


def _owned(document: Document, cast: Cast, title: TitleMention, context: Context, lexicon: Entities) -> TitleMention:
    owner = _possessor(document, cast, title) or _called(document, cast, title) or _spoken_for(document, cast, title)
    if owner is None:
        return _in_place(document, cast, title, lexicon) or _in_context(document, cast, title, context)
    if owner.kind == STATE:
        return replace(title, state=owner.id)
    if owner.kind not in ORGANIZATIONS:
        return title
    kind = kind_for(title.title, owner, head_of(document, title), lexicon, title.text)
    return replace(title, organization=owner.id, kind=kind)


def _possessor(document: Document, cast: Cast, title: TitleMention) -> Entity | None:
    """The state or body that a possessive on the title stands for; of a person, the state that the person serves."""
    for i in range(title.first, title.last + 1):
        for kid in document.children(document.tokens[i], "poss"):
            entity = cast.at(kid) or (cast.antecedent(kid) if kid.lower == "whose" else None)
            if entity is not None and entity.kind == PERSON:
                return cast.state(entity.iso3) if entity.iso3 is not None else None
            if entity is not None:
                return _nearer_group(document, cast, title, kid) or entity
    return None


def _nearer_group(document: Document, cast: Cast, title: TitleMention, pronoun: Token) -> Entity | None:
    """As in "blacklisted the group and its leader, X": a group told right before is rather led than a state."""
    if pronoun.pos != "PRON" or pronoun.lower != "its" or title.kind not in _LEADERS:
        return None
    sentence = document.sentence_of(pronoun)
    for i in range(pronoun.i - 1, sentence.first - 1, -1):
        entity = cast.at(document.tokens[i])
        if entity is not None and entity.kind in _LED:
            return entity
    return None


def _spoken_for(document: Document, cast: Cast, title: TitleMention) -> Entity | None:
    """As in "a spokesman for the group, X": the body that the words behind a title stand for."""
    if title.kind not in ("Spokesperson", "Envoy"):
        return None
    behind = [t for name in ("for", "of") for t in prepositional_objects(document, head_of(document, title), name)]
    bodies = (e for t in behind if t.pos == "NOUN" and (e := cast.at(t)) is not None)
    return next((e for e in bodies if e.kind in ORGANIZATIONS), None)


def _called(document: Document, cast: Cast, title: TitleMention) -> Entity | None:
    """As in "the mission's deputy head", "a coalition spokesman": the body that the noun beside a title means."""
    inside = document.tokens_in(title.span)
    before = [document.tokens[i] for i in range(max(inside[0].i - 2, 0), title.last)]
    nouns = [t for t in before if t.lemma in CALLED and cast.at(t) is None and _beside(document, t, title)]
    return body_called(document, cast, nouns[-1], title.bearer) if nouns else None


def _beside(document: Document, noun: Token, title: TitleMention) -> bool:
    """Whether a noun owns or modifies a title."""
    return noun.dep in ("poss", "compound", "nmod") and title.first <= document.head(noun).i <= title.last


def _in_place(document: Document, cast: Cast, title: TitleMention, lexicon: Entities) -> TitleMention | None:
    """As in "a military spokesman in Khartoum": who speaks or serves in a town does so for its state."""
    if title.kind not in _LOCAL or title.title.organization not in _OF_POLICE | {"force"}:
        return None
    behind = document.tokens[title.last + 1 : title.last + 3]
    town = cast.at(behind[1]) if len(behind) == 2 and behind[0].lower == "in" else None
    if town is None or town.kind != "Settlement" or town.iso3 is None or town.iso3 not in lexicon.states:
        return None
    return replace(title, state=cast.entity(STATE, lexicon.states[town.iso3], town.iso3, known=True).id)


def _in_context(document: Document, cast: Cast, title: TitleMention, context: Context) -> TitleMention:
    """A minister without a country is of the state that the text is about, unless known to be of another."""
    bearer = cast.entities.get(title.bearer or "")
    if bearer is None or bearer.kind != PERSON or title.anaphoric or bearer.member_of is not None:
        return title
    if not _of_some_state(title):
        return title
    state = context.state_at(document.tokens[title.first])
    if state is None and title.kind in _OF_TOWNS:
        state = _told_of(cast, context.state_of_scene(document.tokens[title.first]))
    if state is None or bearer.iso3 not in (None, state.iso3):
        return title
    return replace(title, state=state.id)


def _told_of(cast: Cast, state: Entity | None) -> Entity | None:
    """The state if the article names it itself: a place alone may be another one of its name."""
    return state if state is not None and cast.spots(state) else None


def _of_some_state(title: TitleMention) -> bool:
    """Whether a title is one that states give: a minister, a police chief, an opposition leader, an army spokesman."""
    what = title.title.organization
    if title.kind == "Spokesperson":
        return what in _OF_SPOKESPERSON and title.first < title.last
    if title.kind == "SecurityOfficial":
        return what in _OF_POLICE
    return what in _OF_STATE if title.kind in _NATIONAL else title.kind == "PartyLeader" and what == "state"


def _of_counterpart(
    document: Document, cast: Cast, title: TitleMention, before: Sequence[TitleMention]
) -> TitleMention:
    """As in "met his Kosovo counterpart, X": X holds the office that the other was told of with."""
    people = (cast.at(kid) for kid in document.children(document.tokens[title.first], "poss"))
    other = next((entity for entity in people if entity is not None and entity.kind == PERSON), None)
    held = [t for t in before if t.bearer is not None and t.kind in _HAS_COUNTERPARTS]
    held = [t for t in held if other is None or t.bearer == other.id]
    if not held or title.bearer is None or held[-1].bearer == title.bearer:
        return replace(title, kind="")
    return replace(title, kind=held[-1].kind)
