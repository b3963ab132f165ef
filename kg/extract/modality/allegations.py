"""Which deeds are only alleged: told by one side of the other, in words that the reporter does not share, or contested.

Asked of acts that are told as having happened, once it is known whose word they are. A side that itself speaks
("“Ghana bombed us,” he said") alleges; what its offices report ("the ministry said that two were hurt") is told
as it happened. Where another denies it right after ("a claim that Togo rejected"), it is alleged too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.acts.attribution import Attribution
from kg.extract.reference.cast import Cast
from kg.extract.reference.plurals import fights
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.lexicon.words import scope_words

_ALLEGING: Final = scope_words("alleging")
_CONTESTING: Final = scope_words("contesting")
_CONTESTED: Final = scope_words("contested")
_TOLD: Final = frozenset({"Occurred", "Ongoing"})
_DEEDS: Final = frozenset({"Assault", "Coerce", "Aid", "Support"})  # what another side would deny
_WORDS: Final = frozenset({"Accuse", "Reject", "Request", "Threaten"})  # what is done by saying it
_ADVERSARIES: Final = frozenset("country state regime power neighbour neighbor side enemy aggressor occupier".split())
_POINTING: Final = frozenset({"this", "that", "it"})


def is_alleged(document: Document, cast: Cast, act: Act, attribution: Attribution) -> bool:
    """Whether an act is alleged by whose word it is and how that is told."""
    if act.modality not in _TOLD or attribution.source is None:
        return False
    utterance = attribution.utterance
    if utterance is not None and utterance.verb is not None and utterance.verb.lemma in _ALLEGING:
        return act.category not in _WORDS and not _explained(document, act, attribution.source)
    return _arms_fighters(cast, act, attribution.source) or _of_the_other_side(document, cast, act, attribution)


def _explained(document: Document, act: Act, source: str) -> bool:
    """As in "Ghana claims that it began its offensive to ...": one's own deed, explained and not boasted of."""
    perfect = any(kid.lemma == "have" for kid in document.children(act.head, "aux"))
    return source in act.actors and not perfect


def _arms_fighters(cast: Cast, act: Act, source: str) -> bool:
    """Help for fighters that somebody tells of who is not of the helper's side; no aside on who the fighters are."""
    if act.category not in ("Aid", "Support") or not act.actors or act.head.dep == "relcl":
        return False
    own = cast.entities[source].iso3
    if source in act.actors or (own is not None and own in {cast.entities[i].iso3 for i in act.actors}):
        return False
    return any(fights(cast.entities[i]) for i in act.recipients)


def _of_the_other_side(document: Document, cast: Cast, act: Act, attribution: Attribution) -> bool:
    """An attack that the side of its victim tells of in words of its own."""
    speaker = cast.entities[attribution.source or ""]
    utterance = attribution.utterance
    if speaker.iso3 is None or act.category not in ("Assault", "Coerce") or utterance is None:
        return False
    spoken = utterance.own_words or (utterance.verb is not None and utterance.verb.lemma == "tell")
    if not spoken or speaker.iso3 in {cast.entities[i].iso3 for i in act.actors}:
        return False
    if not act.actors and not any(t.lemma in _ADVERSARIES for t in logical_subjects(document, act.head)):
        return False
    return speaker.iso3 in {cast.entities[i].iso3 for i in act.recipients}


def contested(document: Document, told: Sequence[tuple[Act, Attribution]]) -> list[Act]:
    """The deeds of others' words that the same sentence or the next says somebody denies, in text order."""
    found: list[Act] = []
    for sentence in document.sentences:
        denials = [t for t in document.tokens_of(sentence) if _denies(document, t)]
        if not denials:
            continue
        before = [pair for pair in told if pair[0].head.i < denials[0].i and pair[1].utterance is not None]
        near = [(a, u) for a, u in before if sentence.number - document.sentence_of(a.head).number <= 1]
        here = [(a, u) for a, u in near if document.sentence_of(a.head).number == sentence.number]
        for act, attribution in here or near:
            others = attribution.source is not None and attribution.source not in act.actors
            if act.category in _DEEDS and act.modality in _TOLD and others:
                found.append(act)
    return found


def _denies(document: Document, verb: Token) -> bool:
    """As in "a claim that Togo denied", "the ministry dismissed the report", "their leader denied this"."""
    if verb.pos != "VERB" or verb.lemma not in _CONTESTING or negated(document, verb):
        return False
    objects = logical_objects(document, verb)
    if verb.dep in ("relcl", "acl"):
        objects = [*objects, document.head(verb)]
    return any(t.lower in _POINTING or (t.lemma in _CONTESTED and _told_before(document, t)) for t in objects)


def _told_before(document: Document, noun: Token) -> bool:
    """Whether a noun points back: "the report", "that account", "a claim which ..."; not "a report that ..."."""
    return not document.children(noun, "acl") or noun.dep == "appos"
