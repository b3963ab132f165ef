"""Whose deed it is that an official tells of without saying who does it.

"The defence minister said that aircraft had been scrambled", "the ministry announced that aid would be cut off": what
somebody who serves a state (or an armed group) tells in the passive is done by that state or group, where it is of the
kind that states do by themselves. Not so what befalls the own side ("said that two of his fishermen had been freed"),
what is asked, complained of or a condition, and blows and arrests, which officials also tell of others. Bodies of
states speak of their own measures, but of the moves of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.parties import Parties
from kg.extract.parties.sides import OWN_SIDE, side_of
from kg.extract.reference.cast import PERSON, STATE, UNNAMED, Entity
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.conjuncts import first_conjunct
from kg.language.document import Document

_OWN_DEEDS: Final = frozenset({"Mobilize", "Retreat", "Sanction", "Concede", "Aid", "Threaten"})
_TO_OTHERS: Final = frozenset({"Sanction", "Concede", "Aid", "Threaten"})
_COMPLAINED: Final = frozenset({"Request", "Accuse"})
"""What wraps acts that others are to do or are blamed for."""
_MEASURES: Final = frozenset({"Sanction", "Threaten"})
_BODY: Final = "InternationalOrganization"
_SPEAKING: Final = frozenset({STATE, "Government", "GovernmentBody", "ArmedForce", "ArmedGroup", _BODY})
_OFFICIALS: Final = frozenset(
    """
    official officials minister ministers spokesman spokeswoman spokesperson commander commanders general officer
    officers ministry government
    """.split()
)
"""Words in the description of somebody unnamed who speaks for a side."""


def announced_by(document: Document, parties: Parties, act: Act, utterances: Sequence[Utterance]) -> tuple[str, ...]:
    """The side of the official in whose reported words an agentless passive stands; empty where nothing tells it."""
    if not (act.category in _OWN_DEEDS or _refused(act)) or _of_others(document, act):
        return ()
    utterance = utterance_at(utterances, act.head.start)
    if utterance is None or utterance.own_words or utterance.speaker is None:
        return ()
    speaker = parties.cast.entities[utterance.speaker]
    side = _side(parties, speaker) if _official(speaker) else None
    if side is None or (side.kind == _BODY and act.category not in _MEASURES):
        return ()
    return () if act.category in _TO_OTHERS and _befalls(parties, act, side) else (side.id,)


def _of_others(document: Document, act: Act) -> bool:
    """Whether an act is asked or complained of, or told in a clause beside ("if the ban was lifted")."""
    wrapped = act.wrapper is not None and act.wrapper.category in _COMPLAINED
    return wrapped or first_conjunct(document, act.head).dep == "advcl"


def _refused(act: Act) -> bool:
    """As in "the embargo could not be lifted": what is not done is refused by who could do it."""
    return act.category == "Reject" and act.match.trigger.negated


def _official(speaker: Entity) -> bool:
    """Whether somebody speaks for a state or an armed group."""
    if speaker.kind == PERSON:
        return bool(speaker.offices)
    if speaker.kind == UNNAMED:
        return not _OFFICIALS.isdisjoint(speaker.canonical.casefold().split())
    return speaker.kind in _SPEAKING


def _side(parties: Parties, speaker: Entity) -> Entity | None:
    """The armed group, the state or the body of states that a speaker serves or is."""
    side = parties.cast.entities[side_of(parties.cast, speaker.id)]
    if side.kind in OWN_SIDE or side.kind == _BODY:
        return side
    return parties.context.state(speaker.iso3) if speaker.iso3 is not None else None


def _befalls(parties: Parties, act: Act, side: Entity) -> bool:
    """Whether it is the own side to which it is done."""
    hit = (parties.cast.entities[i] for i in act.recipients)
    return any(e.id == side.id or (side.kind == STATE and e.iso3 == side.iso3) for e in hit)
