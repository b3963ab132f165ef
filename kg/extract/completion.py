"""Complete and clear the acts of an article before they are told.

Some parties are said elsewhere in the sentence or the article: whom a threat is against, whose launches
are condemned. And some triggers are no acts of their own: talks with nobody, an attack by nobody on
nobody, the meeting that a meeting was agreed to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.cast import PERSON, STATE, UNNAMED, Cast, Reference
from kg.extract.frames import Act
from kg.extract.parties import Parties
from kg.extract.speech import Utterance, utterance_at
from kg.extract.targets import STRUCK, struck_side
from kg.language.clauses import logical_objects, prepositional_objects
from kg.language.document import Document, Token

_AGAINST_DEEDS = frozenset({"Accuse", "Reject", "Support", "Request"})
_TOWARDS = frozenset({"Reject", "Threaten"})
_HOSTILE = frozenset({"Accuse", "Assault", "Threaten"})
_SIDES = frozenset({STATE, "ArmedGroup"})
_WORDS = frozenset(
    """
    account claim report statement allegation accusation charge comment remark assertion version criticism denial
    demand call proposal offer appeal threat warning complaint suggestion idea plan announcement decision
    """.split()
)
_POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
_WORDS_BACK = 2  # sentences back to the words that "the claim" means
_AGREED_ALREADY = frozenset({"Consult", "Cooperate", "Support", "Agree"})


def complete_acts(document: Document, parties: Parties, acts: Sequence[Act], utterances: Sequence[Utterance]) -> None:
    """Fill in recipients that the clause leaves to its surroundings."""
    cast = parties.cast
    deeds: dict[str, list[Act]] = {}
    for act in acts:
        deeds.setdefault(act.head.lemma, []).append(act)
    for act in acts:
        if act.category == "Assault":
            act.recipients = tuple(r for r in act.recipients if r not in parties.bystanders)
        if act.category in STRUCK and not act.recipients:
            act.recipients = struck_side(document, parties, act)
        if act.category == "Agree" and act.verbal and not act.actors:
            act.actors = _signatories(document, act, acts)
        if act.recipients or not act.actors:
            continue
        act.recipients = _of_inner(act) if act.category in _TOWARDS else ()
        if act.recipients:
            continue
        if act.category == "Threaten":
            act.recipients = _threatened(document, cast, act, acts)
        elif act.category in _AGAINST_DEEDS and act.verbal:
            act.recipients = _doers(document, act, deeds) or _answered_speaker(document, act, utterances)


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


def hand_on_threats(acts: Sequence[Act]) -> None:
    """Whom a threat is against is whom the threatened act would hit."""
    for act in acts:
        if act.category == "Threaten":
            for inner in act.inner:
                inner.recipients = inner.recipients or tuple(r for r in act.recipients if r not in inner.actors)


def _of_inner(act: Act) -> tuple[str, ...]:
    """Whom a refused, promised or threatened act is for: "refused to meet X" is a refusal of X."""
    return next(
        (inner.recipients for inner in act.inner if inner.recipients and not set(inner.recipients) & set(act.actors)),
        (),
    )


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


def _threatened(document: Document, cast: Cast, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """Whom the same actor blames in the sentence, else the only other side that it names."""
    sentence = document.sentence_of(act.head)
    for other in acts:
        near = document.sentence_of(other.head).number == sentence.number and other.category in _HOSTILE
        if near and other is not act and other.recipients and set(other.actors) & set(act.actors):
            return other.recipients
    own = {cast.entities[i].iso3 for i in act.actors} | set(act.actors)
    sides = {
        entity.id
        for reference, entity in cast.within(document.tokens_of(sentence))
        if entity.kind in _SIDES
        and reference.how != "adjective"
        and entity.id not in own
        and entity.iso3 not in own
        and not _acts(document, reference)
    }
    return tuple(sides) if len(sides) == 1 else ()


def _acts(document: Document, reference: Reference) -> bool:
    """Whether a name is the subject of a clause: who acts beside a threat is not whom it is against."""
    head = document.head_of_span(reference.span)
    return head is not None and head.dep in ("nsubj", "nsubjpass", "conj", "agent")


def _doers(document: Document, act: Act, told: Mapping[str, Sequence[Act]]) -> tuple[str, ...]:
    """Who did what is condemned or praised: the actors of the same deed told before ("condemned the launches")."""
    deeds = [*logical_objects(document, act.head), *prepositional_objects(document, act.head, "over")]
    for deed in deeds:
        for other in told.get(deed.lemma, ()):
            if other.head.i < deed.i and other.actors and not set(other.actors) & set(act.actors):
                return other.actors
    return ()


def _answered_speaker(document: Document, act: Act, utterances: Sequence[Utterance]) -> tuple[str, ...]:
    """Whose words are rejected, welcomed or blamed ("X rejected the claim"): the last speaker right before."""
    words = [t for t in logical_objects(document, act.head) if _refers_to_words(document, t)]
    here = document.sentence_of(act.head).number
    if act.category == "Request" or not words:
        return ()
    told = [u for u in utterances if u.speaker is not None and u.parts[0].start < act.head.start]
    near = [u for u in told if here - document.sentence_at(u.parts[0].start).number <= _WORDS_BACK]
    speakers = [u.speaker for u in near if u.speaker not in act.actors]
    return (speakers[-1],) if speakers and speakers[-1] is not None else ()


def _refers_to_words(document: Document, token: Token) -> bool:
    """As in "contests this", "rejected the account": what somebody has said before."""
    if token.pos == "PRON":
        return token.lower in ("this", "that")
    pointed = any(kid.lower in _POINTING for kid in document.children(token, "det"))
    return token.lemma in _WORDS and pointed and not document.children(token, "poss", "prep", "acl", "relcl", "amod")


def clear_acts(cast: Cast, acts: Sequence[Act]) -> None:
    """Mark as dropped what is no act of its own."""
    for act in acts:
        if _lonely(cast, act) or _nobody(act) or _said_by_wrapper(cast, act):
            act.dropped = True
    for act in acts:
        if act.category == "Agree" and not act.recipients:
            act.recipients = _of_inner(act)


def _lonely(cast: Cast, act: Act) -> bool:
    """Talking with nobody: one named party and no other."""
    if act.category != "Consult" or act.match.trigger.mode == "visit" or act.recipients or len(act.actors) != 1:
        return False
    entity = cast.entities[act.actors[0]]
    return entity.kind == PERSON or (entity.kind == UNNAMED and not entity.canonical.endswith("s"))


def _nobody(act: Act) -> bool:
    """A deed of nobody upon nobody, told by a noun, or only thought of."""
    return not act.actors and not act.recipients and (not act.verbal or act.modality == "Hypothetical")


def _said_by_wrapper(cast: Cast, act: Act) -> bool:
    """As in "agreed to keep talking": the agreement says it all, unless the inner act has parties of its own."""
    wrapper = act.wrapper
    if wrapper is None or wrapper.category != "Agree" or act.category not in _AGREED_ALREADY:
        return False
    own, agreed = {*act.actors, *act.recipients}, {*wrapper.actors, *wrapper.recipients}
    if act.category in ("Aid", "Support") and act.recipients:
        return False
    states = {cast.entities[i].iso3 for i in agreed} - {None}
    return all(i in agreed or (cast.entities[i].iso3 in states and cast.entities[i].kind != PERSON) for i in own)
