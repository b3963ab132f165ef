"""Demands without a verb of demanding: "Hamas must stop firing", said by somebody else, is a request.

A modal of obligation in reported or quoted words makes a Request by the speaker, to the subject of the
modal, with the obliged act as its content. What speakers say of their own side is no request.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import Act
from kg.extract.acts.doers import speakers_of
from kg.extract.acts.matching import Match
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import STATE, UNNAMED
from kg.extract.reference.own_word import speaks
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import surface_subjects
from kg.language.conjuncts import conjuncts
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.lexicon.triggers import Trigger
from kg.lexicon.words import scope_words

_OBLIGING = scope_words("demanding modal")
_DEMAND = Trigger(
    frozenset({"must", "should", "have", "need"}), (), "V", "Request", None, ("speaker",), ("subj",), (), (), "must"
)
_HELD_IN = frozenset({"ccomp", "advcl", "relcl", "acl", "pcomp", "csubj"})
"""Clauses that somebody else may think or say, or that say when and why."""


def find_demands(
    document: Document, parties: Parties, utterances: Sequence[Utterance], acts: Sequence[Act]
) -> list[Act]:
    """The requests that modals of obligation make, in text order; their content is the obliged verb.

    Somebody known must be obliged, or to one of the `acts` that the lexicon knows; by "must", anybody.
    """
    found: list[Act] = []
    own_word = speaks(document, utterances)
    for token in document.tokens:
        verb = _obliged(document, token)
        if verb is None:
            continue
        speakers = _speakers(document, parties, utterances, verb, own_word)
        if not speakers:
            continue
        subjects = parties.of(surface_subjects(document, verb))
        recipients = () if is_passive(document, verb) else subjects
        named = any(parties.cast.entities[i].kind != UNNAMED for i in subjects)
        obliged = {t.i for t in conjuncts(document, verb)}
        told = (bool(recipients) and token.lower == "must") or named or any(act.head.i in obliged for act in acts)
        if told and not any(_own_side(parties, speaker, subjects) for speaker in speakers):
            found.append(Act(Match(_DEMAND, token, ()), "Request", speakers, recipients, (verb,)))
    return found


def _speakers(
    document: Document, parties: Parties, utterances: Sequence[Utterance], verb: Token, first_person: bool
) -> tuple[str, ...]:
    """Who says what a verb tells of; outside of what others say those whose own word a text in the first person is."""
    utterance = utterance_at(utterances, verb.start)
    if utterance is not None:
        return speakers_of(document, parties, utterance)
    own = first_person and not _told_of(document, verb)
    return parties.issuers or ((parties.voice,) if parties.voice is not None else ()) if own else ()


def _told_of(document: Document, verb: Token) -> bool:
    """As in "all agreed that X must go", "should X attack, ...": what is no demand of the text itself."""
    within = [verb, *document.ancestors(verb)]
    inverted = any(
        kid.dep == "aux" and kid.i < subject.i
        for kid in document.children(verb)
        for subject in document.children(verb, "nsubj", "nsubjpass")
    )
    return inverted or any(t.dep in _HELD_IN for t in within)


def _obliged(document: Document, token: Token) -> Token | None:
    """The verb that a modal obliges: "must stop", "has to stop", "needs to stop"."""
    if token.lower in _OBLIGING and token.dep == "aux":
        verb = document.head(token)
        return verb if not any(kid.dep == "neg" for kid in document.children(verb)) or token.lower == "must" else None
    if token.lemma in ("have", "need") and token.pos == "VERB" and token.tag in ("VBZ", "VBP"):
        verbs = [
            v for v in document.children(token, "xcomp") if any(k.lower == "to" for k in document.children(v, "aux"))
        ]
        return verbs[0] if verbs and not document.children(token, "dobj") else None
    return None


def _own_side(parties: Parties, speaker: str, recipients: Sequence[str]) -> bool:
    """Whether somebody of the obliged is the speaker, the speaker's body, or the speaker's state itself."""
    entities = parties.cast.entities
    own = entities[speaker]
    mine = {speaker, own.member_of, own.part_of}
    return any(
        r in mine or (entities[r].kind == STATE and own.iso3 is not None and entities[r].iso3 == own.iso3)
        for r in recipients
    )
