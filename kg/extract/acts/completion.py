"""Complete the acts of an article with the parties that are said elsewhere in the sentence or the article.

Such as whom a threat is against, whose launches are condemned, whose agreement was signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import Act
from kg.extract.parties.addressees import Addressees
from kg.extract.parties.agents import find_agents, of_deed_around
from kg.extract.parties.captors import captors_of, tell_captors
from kg.extract.parties.parties import Parties
from kg.extract.parties.sanctioned import whose_things
from kg.extract.parties.targets import STRUCK, seized_from, struck_side
from kg.extract.reference.cast import UNNAMED, Cast
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import logical_objects, surface_subjects
from kg.language.document import Document
from kg.language.passives import is_passive

_DESCRIBING = frozenset({"acl", "relcl"})  # "students who had been jailed": whoever is only described by it
_ORDERING = frozenset({"direct", "order", "instruct", "decree"})  # what is ordered is done by the own people
_MEASURES = frozenset({"Sanction", "Coerce"})
_MEASURES_BACK = 2  # sentences back to the measure of which another one is a part


def complete_acts(document: Document, parties: Parties, acts: Sequence[Act], utterances: Sequence[Utterance]) -> None:
    """Fill in recipients that the clause leaves to its surroundings."""
    addressees = Addressees(document, parties, acts, utterances)
    for act in acts:
        if not act.actors:
            act.actors = find_agents(document, parties, act, utterances) or of_deed_around(document, parties, act, acts)
            act.recipients = tuple(r for r in act.recipients if r not in act.actors)
        _settle_who_is_hit(document, parties, act)
        if act.category == "Agree" and act.verbal and not act.actors:
            act.actors = _signatories(document, act, acts)
        if act.category == "Concede" and not act.actors:
            act.actors = captors_of(document, parties, act)
        if not act.recipients and act.actors:
            act.recipients = addressees.of(act) or _spelled_out(document, parties, act)
        if act.category == "Sanction" and act.actors and not act.recipients:
            others = {other.head.i for other in acts if other is not act}
            act.recipients = whose_things(document, parties.cast, (act.head, *act.match.used), act.actors, others)
    for act in acts:
        _let_the_asked_do_it(document, act)
    tell_captors(acts)
    _go_on_with_measures(document, parties, acts)


def _settle_who_is_hit(document: Document, parties: Parties, act: Act) -> None:
    """A deed of force hits a side and not bystanders: whose the thing is that was struck or seized."""
    if act.category == "Assault" or (act.category == "Coerce" and _only_describes(document, act)):
        act.recipients = tuple(r for r in act.recipients if r not in parties.bystanders)
    if act.category in STRUCK and not act.recipients:
        act.recipients = struck_side(document, parties, act)
    if act.category == "Coerce" and act.verbal and not act.recipients:
        act.recipients = seized_from(document, parties, act)


def _let_the_asked_do_it(document: Document, act: Act) -> None:
    """As in "protested to X and demanded that the crew be released": who is asked, if in another clause, does it."""
    asked = act.category == "Request" and act.head.lemma not in _ORDERING
    for inner in act.inner if asked else ():
        if not inner.actors and inner.verbal and is_passive(document, inner.head):
            inner.actors = tuple(r for r in act.recipients if r not in inner.recipients)


def _go_on_with_measures(document: Document, parties: Parties, acts: Sequence[Act]) -> None:
    """As in "Mali closed the border to Niger. ... Two Niger lawmakers were denied visas": the measures go on."""
    for act in acts:
        if not act.actors and act.category in _MEASURES and act.verbal and is_passive(document, act.head):
            act.actors = _measuring(document, parties, act, acts)


def _measuring(document: Document, parties: Parties, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """Who took the measures told of right before against the side that an act hits."""
    entities = parties.cast.entities
    hit = {entities[i].iso3 for i in act.recipients} - {None}
    here = document.sentence_of(act.head).number
    for other in reversed([a for a in acts if a.head.i < act.head.i and a.category in _MEASURES and a.actors]):
        if here - document.sentence_of(other.head).number > _MEASURES_BACK:
            return ()
        doers = {entities[i].iso3 for i in other.actors} - {None}
        if hit and doers and not doers & hit and hit & {entities[i].iso3 for i in other.recipients}:
            return other.actors
    return ()


def _only_describes(document: Document, act: Act) -> bool:
    """As in "students who had been jailed"; "reports that students had been jailed" tells of it."""
    described = document.head(act.head)
    return act.head.dep in _DESCRIBING and any(t.i == described.i for t in logical_objects(document, act.head))


def _spelled_out(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "sanctioned two firms today. ... A is being sanctioned for ...": those whom a measure names further on."""
    if act.category != "Sanction" or not act.verbal:
        return ()
    later = (t for t in document.tokens[act.head.i + 1 :] if t.lemma == act.head.lemma and t.tag == "VBN")
    passives = [t for t in later if t.dep != "relcl" and is_passive(document, t)]
    named = parties.of(t for verb in passives for t in surface_subjects(document, verb))
    return tuple(i for i in named if i not in act.actors and parties.cast.entities[i].kind != UNNAMED)


def speak_for_own_side(cast: Cast, acts: Sequence[Act], utterances: Sequence[Utterance]) -> None:
    """Who threatens with what the own forces will do is who says so: "X said that the army would respond"."""
    for act in acts:
        utterance = utterance_at(utterances, act.head.start) if act.category == "Threaten" else None
        if (
            utterance is None
            or utterance.speaker is None
            or (utterance.verb is not None and utterance.verb.i == act.head.i)
        ):
            continue
        speaker = cast.entities[utterance.speaker]
        own = {cast.entities[i].iso3 for i in act.actors}
        if act.actors and speaker.iso3 is not None and own == {speaker.iso3}:
            act.actors = (speaker.id,)


def _signatories(document: Document, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """Whose agreement "the agreement" is: the parties of the talks or the agreement told of right before."""
    subjects = logical_objects(document, act.head)
    if not any(kid.lower in ("the", "this") for t in subjects for kid in document.children(t, "det")):
        return ()
    here = document.sentence_of(act.head).number
    for other in reversed([a for a in acts if a.head.i < act.head.i and a.category in ("Consult", "Agree")]):
        parties = tuple(dict.fromkeys((*other.actors, *other.recipients)))
        if len(parties) > 1 and here - document.sentence_of(other.head).number <= 1:
            return parties
    return ()
