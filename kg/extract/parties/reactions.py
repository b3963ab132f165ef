"""Whom a reaction is to that names only what it is about: "an allegation dismissed by X", "Y welcomed the move".

A noun that sums up what was just told stands for its doer or speaker: in the sentence itself where the noun is
added to it ("..., a claim that X denied"), else in the sentence before ("X condemned the decision").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.objects import things_judged
from kg.extract.parties.parties import Parties
from kg.extract.parties.retold import POINTING, doers_of
from kg.extract.parties.sides import sides_of
from kg.extract.reference.cast import STATE, UNNAMED
from kg.extract.speech.speech import Utterance
from kg.language.document import Document, Token

_WORDS: Final = frozenset(
    """
    account claim report statement allegation accusation charge comment remark assertion version criticism denial
    demand call proposal offer appeal threat warning complaint suggestion idea plan notion request promise pledge
    """.split()
)
"""What is said; whose words it sums up is who said or asked it."""
_DEEDS: Final = frozenset(
    """
    move step decision measure action act commitment gesture incident manoeuvre maneuver provocation announcement
    deployment purchase exercise
    """.split()
)
"""What is done."""
_SPEAKING: Final = frozenset({"Accuse", "Request", "Threaten", "Reject", "Consult", "Agree", "Support"})
_FRIENDLY: Final = frozenset({"Agree", "Concede", "Cooperate", "Aid", "Retreat", "Consult", "Support"})
_HOSTILE: Final = frozenset({"Accuse", "Reject", "Threaten", "Sanction", "Mobilize", "Coerce", "Assault", "Protest"})
_ANSWERS: Final = {"Reject": _HOSTILE | _FRIENDLY, "Accuse": _HOSTILE, "Support": _FRIENDLY}
"""Acts that are reactions, with the kinds of deeds that they are to."""


def reacted_to(
    document: Document, parties: Parties, act: Act, acts: Sequence[Act], utterances: Sequence[Utterance]
) -> tuple[str, ...]:
    """The ids of those to whose words or deed a verb of reaction is; empty where nothing tells them."""
    if act.category not in _ANSWERS or not act.verbal:
        return ()
    for noun in things_judged(document, act):
        if told := _told_there(parties, act, noun, acts):
            return told
        if _sums_up(document, noun):
            start = _clause_start(document, noun)
            found = _speaker_before(parties, act, (acts, utterances), start, noun.start)
        elif (noun.lemma in _DEEDS and _points_back(document, noun)) or _this(document, act, noun):
            found = _doer_before(document, parties, act, noun, acts)
        else:
            found = doers_of(document, parties.cast, noun, _ANSWERS[act.category], act.actors, acts)
        if found:
            return found
    return ()


def _told_there(parties: Parties, act: Act, noun: Token, acts: Sequence[Act]) -> tuple[str, ...]:
    """As in "called the shelling of X a crime": who does the deed that the noun itself tells of."""
    deeds = (other for other in acts if other.head.i == noun.i and other is not act)
    return next((deed.actors for deed in deeds if _of_others(parties, act, deed.actors)), ())


def _this(document: Document, act: Act, noun: Token) -> bool:
    """As in ""This is a shameful act," X said": a deed told of right before, where a speaker judges it."""
    if act.category != "Accuse" or noun.lower not in ("this", "that", "it") or noun.pos not in ("PRON", "DET"):
        return False
    clause = document.head(noun)
    return noun.lower != "it" or not document.children(clause, "ccomp", "xcomp", "advcl")


def _sums_up(document: Document, noun: Token) -> bool:
    """As in "..., an idea that X opposes": words added behind a comma to what they sum up."""
    opened = any(kid.lower in ("a", "an") for kid in document.children(noun, "det")) or noun.lower == "something"
    start = min(t.i for t in document.subtree(noun) if t.i <= noun.i)
    behind_comma = start > 0 and document.tokens[start - 1].text in (",", "–", "—", "-")
    return opened and behind_comma and (noun.lemma in _WORDS or noun.lower == "something")


def _clause_start(document: Document, noun: Token) -> int:
    """Where the part of the sentence begins that a noun can sum up: behind the last semicolon."""
    tokens = document.tokens[document.sentence_of(noun).first : noun.i]
    return next((t.end for t in reversed(tokens) if t.text == ";"), tokens[0].start if tokens else noun.start)


def _points_back(document: Document, noun: Token) -> bool:
    """As in "the move", "that decision", and nothing more that says which."""
    pointed = any(kid.lower in POINTING for kid in document.children(noun, "det"))
    return pointed and not document.children(noun, "poss", "prep", "acl", "relcl", "amod", "compound")


def _speaker_before(
    parties: Parties, act: Act, told: tuple[Sequence[Act], Sequence[Utterance]], start: int, end: int
) -> tuple[str, ...]:
    """Who said or asked what stands in a stretch of the text, the last of them."""
    said = [(a.head.start, a.actors) for a in told[0] if a.category in _SPEAKING and a is not act]
    said += [(u.parts[0].start, (u.speaker,)) for u in told[1] if u.speaker is not None]
    near = sorted((at, actors) for at, actors in said if start <= at < end)
    entities = parties.cast.entities
    own = {entities[i].iso3 for i in act.actors} - {None}
    own_states = {i for i, entity in entities.items() if entity.kind == STATE and entity.iso3 in own}
    known = (ids for _, ids in reversed(near) if ids and all(entities[i].kind != UNNAMED for i in ids))
    return next((ids for ids in known if not set(ids) & {*act.actors, *own_states}), ())


def _doer_before(document: Document, parties: Parties, act: Act, noun: Token, acts: Sequence[Act]) -> tuple[str, ...]:
    here = document.sentence_of(noun).number
    for other in reversed([a for a in acts if a.head.i < noun.i and a is not act]):
        if here - document.sentence_of(other.head).number > 1:
            return ()
        if other.category in _ANSWERS[act.category] and _of_others(parties, act, other.actors):
            return other.actors
    return ()


def _of_others(parties: Parties, act: Act, actors: tuple[str, ...]) -> bool:
    """Whether somebody acts who is known, and of another side than those who react."""
    cast = parties.cast
    known = bool(actors) and all(cast.entities[i].kind != UNNAMED for i in actors)
    return known and not sides_of(cast, actors) & sides_of(cast, act.actors)
