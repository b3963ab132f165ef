"""Complaints and vows in which no word says so: what is said of another's deed, or of a blow of one's own to come.

"Chad said that Sudan had sent in columns of tanks" blames Sudan, though no word of blame is there: a side that tells of
another's deed against itself, or of another's help for fighters, accuses the other. And "our fighters will strike the
invaders" is a threat by whom it is said, for the own side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.acts.doers import speakers_of
from kg.extract.acts.matching import Match
from kg.extract.circumstances.circumstances import place_of
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON, Cast, Entity
from kg.extract.reference.plurals import fights
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.lexicon.triggers import Trigger

_TELLING: Final = Trigger(frozenset({"say"}), (), "V", "Accuse", "allege", ("speaker",), (), (), (), "say")
_TELLING_DEPS: Final = frozenset({"ccomp", "conj", "xcomp", "parataxis"})
_FINDING: Final = frozenset("conclude find determine establish allege".split())
"""What investigators do: who is said to have done it is blamed, whoever was hit."""
_HOSTILE: Final = frozenset({"Assault", "Coerce", "Mobilize"})
_HELPING: Final = frozenset({"Aid", "Support"})
_TOLD: Final = frozenset({"Occurred", "Ongoing", "Alleged"})
_ANNOUNCED: Final = frozenset({"Planned", "Hypothetical"})


def find_complaints(
    document: Document, parties: Parties, acts: Sequence[Act], utterances: Sequence[Utterance]
) -> list[Act]:
    """The accusations that telling of another side's deed makes, in text order; the deed stands in each as alleged.

    None where the same sentence says who accuses, and one for a speaker and a doer in the article.
    """
    taken = {act.head.i for act in acts}
    accusing = {document.sentence_of(act.head).number for act in acts if act.category == "Accuse" and not act.dropped}
    found: list[Act] = []
    known: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for act in acts:
        utterance = utterance_at(utterances, act.head.start)
        verb = utterance.verb if utterance is not None else None
        if utterance is None or verb is None or verb.i in taken or document.sentence_of(verb).number in accusing:
            continue
        speakers = speakers_of(document, parties, utterance) if _said_outright(document, act, verb) else ()
        if (speakers, act.actors) in known or not _complains(
            document, parties.cast, act, speakers, found_out=verb.lemma in _FINDING
        ):
            continue
        known.add((speakers, act.actors))
        taken.add(verb.i)
        complaint = Act(Match(_TELLING, verb, ()), "Accuse", speakers, act.actors, inner=[act])
        act.wrapper, act.modality = complaint, "Alleged"
        found.append(complaint)
    return found


def _said_outright(document: Document, act: Act, verb: Token) -> bool:
    """Whether a deed is what the reported clause tells, not only what describes something in it."""
    token = act.head
    while token.i != verb.i and token.dep in _TELLING_DEPS:
        token = document.head(token)
    return act.verbal and token.i in (verb.i, document.head(token).i)


def _complains(document: Document, cast: Cast, act: Act, speakers: Sequence[str], *, found_out: bool) -> bool:
    """Whether somebody blames the doer of an act by telling of it; `found_out` by a verb like "concluded that"."""
    if act.dropped or act.wrapper is not None or act.modality not in _TOLD or not act.actors or not speakers:
        return False
    speaker = cast.entities[speakers[0]]
    doers = [cast.entities[i] for i in act.actors]
    if speaker.kind == "MediaOrganization" or not all(_other_side(speaker, doer) for doer in doers):
        return False
    if found_out:
        return act.category in _HOSTILE or act.category in _HELPING
    if act.category in _HELPING:
        return any(fights(cast.entities[i]) for i in act.recipients)
    return act.category in _HOSTILE and speaker.iso3 is not None and _against(document, cast, act, speaker.iso3)


def _other_side(speaker: Entity, doer: Entity) -> bool:
    return doer.iso3 is not None and doer.iso3 != speaker.iso3 and doer.id != speaker.id


def _against(document: Document, cast: Cast, act: Act, iso3: str) -> bool:
    """Whether a deed is against a state: against somebody of it, or on its ground."""
    place = place_of(document, cast, act)
    hit = {cast.entities[i].iso3 for i in act.recipients} | {place.iso3 if place is not None else None}
    return iso3 in hit


def vow_blows(document: Document, cast: Cast, acts: Sequence[Act], utterances: Sequence[Utterance]) -> None:
    """Who says that the own side will strike threatens to."""
    for act in acts:
        coming = act.category == "Assault" and act.verbal and act.modality in _ANNOUNCED and act.wrapper is None
        utterance = utterance_at(utterances, act.head.start) if coming else None
        if utterance is None or utterance.speaker is None or is_passive(document, act.head):
            continue
        if _will(document, act) and _own_blow(cast, act, utterance.speaker):
            act.category, act.modality = "Threaten", "Occurred"
            act.actors = (utterance.speaker,)


def _will(document: Document, act: Act) -> bool:
    return any(kid.lower in ("will", "would", "'ll", "’ll", "shall") for kid in document.children(act.head, "aux"))


def _own_blow(cast: Cast, act: Act, speaker: str) -> bool:
    own = cast.entities[speaker]
    sides = {own.id, own.member_of} if own.kind == PERSON else {own.id}
    return bool(act.actors) and all(
        i in sides or (own.iso3 is not None and cast.entities[i].iso3 == own.iso3) for i in act.actors
    )
