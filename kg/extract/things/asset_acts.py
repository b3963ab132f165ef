"""Whose an asset is by the act that it is told in: what strikes is the actor's, what is struck the other side's.

Runs when the acts have their parties, for assets whose own words tell no owner. A government's building and what is
nuclear is, failing that, of the state that the article speaks of there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.circumstances.circumstances import assets_of
from kg.extract.reference.cast import STATE, Cast
from kg.extract.reference.context import Context
from kg.extract.things.assets import AssetDraft
from kg.extract.things.material import handled
from kg.extract.things.operators import owner_of
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities

_FORCE: Final = frozenset({"Assault", "Coerce"})
_MOVING: Final = frozenset({"Mobilize", "Retreat", "Cooperate"})
_OF_STATES: Final = frozenset({"Building", "Bunker"})
_NUCLEAR: Final = frozenset({"centrifuge", "uranium"})
_OFFICIAL: Final = frozenset("government army presidential parliament military state governor police".split())
_STATE_RUN: Final = frozenset("prison jail palace penitentiary".split())
_INSTRUMENT: Final = frozenset({"with", "by", "using", "from"})


def operate_assets(
    document: Document, cast: Cast, acts: Sequence[Act], drafts: Sequence[AssetDraft], lexicon: Entities
) -> None:
    """Set the `operator` of assets without one where an act or the context tells it."""
    open_drafts = [draft for draft in drafts if draft.operator is None]
    for act in acts:
        if act.dropped or act.category not in _FORCE | _MOVING:
            continue
        near = set(assets_of(document, act, open_drafts))
        for draft in open_drafts:
            if draft.id in near and draft.operator is None:
                draft.operator = _by_act(document, cast, act, draft)
    context = Context(document, cast, lexicon)
    for draft in open_drafts:
        if draft.operator is None:
            draft.operator = _of_government(document, cast, draft, context, lexicon)


def _by_act(document: Document, cast: Cast, act: Act, draft: AssetDraft) -> str | None:
    """The actor's what is used or moved, the recipient's what is struck or seized."""
    inside = {t.i for t in document.subtree(act.head)}
    heads = [head for head in draft.heads if head.i in inside]
    if act.category in _MOVING:
        return _only(cast, act.actors)
    if act.category == "Assault" and any(_used(document, head) for head in heads):
        return _only(cast, act.actors)
    if any(handled(document, head) for head in heads):
        owner = _only(cast, act.recipients)
        sure = owner is None or not act.inferred or cast.entities[owner].kind == STATE
        return owner if sure else None
    return None


def _used(document: Document, head: Token) -> bool:
    """Whether a thing is what the act is done with: behind "with" or "by", or its subject."""
    above = document.head(head)
    return head.dep in ("nsubj", "agent") or (head.dep == "pobj" and above.lower in _INSTRUMENT)


def _only(cast: Cast, parties: Sequence[str]) -> str | None:
    """The one party that can have things."""
    owners = {owner for party in parties if (owner := owner_of(cast, cast.entities[party])) is not None}
    return owners.pop() if len(owners) == 1 else None


def _of_government(
    document: Document, cast: Cast, draft: AssetDraft, context: Context, lexicon: Entities
) -> str | None:
    kids = document.children(draft.head, "compound", "amod", "poss", "nmod")
    words = document.tokens_in(draft.span)
    run = draft.type in _OF_STATES and any(t.lemma in _STATE_RUN for t in words)
    police = any(t.lower == "police" for t in words)
    official = draft.type in _OF_STATES and (police or any(kid.lemma in _OFFICIAL for kid in kids))
    nuclear = draft.type == "NuclearFacility" or bool(_NUCLEAR & {t.lemma for t in document.tokens_in(draft.span)})
    if not official and not nuclear and not run:
        return None
    codes = _codes_of_places(document, cast, draft)
    if len(codes) == 1:
        iso3 = codes.pop()
        name = lexicon.states.get(iso3)
        return cast.entity(STATE, name, iso3, known=True).id if name is not None else None
    state = context.state_at(draft.head) if not codes and (official or nuclear) else None
    return state.id if state is not None else None


def _codes_of_places(document: Document, cast: Cast, draft: AssetDraft) -> set[str]:
    """The codes of the states in which the places of the sentence lie."""
    sentence = document.tokens_of(document.sentence_of(draft.head))
    places = [entity for _, entity in cast.within(sentence) if entity.is_place and not entity.is_actor]
    return {place.iso3 for place in places if place.iso3 is not None}
