"""What a definite noun without a name stands for: "the country", "the group", "the government", "the rebels".

The last body of that kind that was told of before; where none is near, the noun stands for nothing. Definite plurals
("the two leaders") are resolved in `plurals`.
"""

from __future__ import annotations

from typing import Final

from kg.extract.names.called import CALLED
from kg.extract.reference.bodies_before import subject_body
from kg.extract.reference.cast import PERSON, STATE, Cast, Entity
from kg.extract.reference.plurals import FIGHTERS, PAIRS, PLURALS, Plurals, number_of
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.model import Span

_COUNTRY: Final = frozenset({"country", "nation", "state", "government", "kingdom", "republic"})
_GROUP_NOUNS: Final = {
    "group": "ArmedGroup",
    "movement": "ArmedGroup",
    "militia": "ArmedGroup",
    "organization": "",
    "organisation": "",
    "company": "Company",
    "firm": "Company",
    "party": "PoliticalParty",
    "alliance": "Alliance",
    "bloc": "InternationalOrganization",
}
_REBEL: Final = frozenset("rebel insurgent guerrilla separatist militia mutineer".split())
_FORCES: Final = frozenset({"force", "troop", "unit", "fighter"})  # of rebels: "rebel forces"
_ATTACKERS: Final = frozenset({"attacker", "assailant", "raider"})
"""Words that presuppose an attack that was told of, also without "the"."""
_DESCRIBING: Final = frozenset({"prep", "poss", "appos", "amod", "compound", "nmod"})
_FIGHTERS_BACK: Final = 6  # sentences back to the group whose fighters "the rebels" are
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "both"})
_TELLING: Final = frozenset({"of", "from", "for", "with", "between"})  # prepositions that say whose a plural is
_CONFLICTS: Final = frozenset("conflict war dispute fighting hostility ceasefire truce talk negotiation".split())
_BODIES_BACK: Final = 2  # sentences back to the body that "the group" or "the alliance" is


def is_definite(document: Document, noun: Token) -> bool:
    """Whether a noun means certain ones: "the leaders", "both sides"."""
    return any(kid.lower in _DEFINITE for kid in document.children(noun, "det", "predet"))


def is_known(document: Document, noun: Token) -> bool:
    """Whether a noun means those told of before: "the ministers", "the Secretary and his counterparts"."""
    return is_definite(document, noun) or are_counterparts(noun)


def are_counterparts(noun: Token) -> bool:
    """As in "the Secretary and his counterparts": those whom a definite one met."""
    return noun.lemma == "counterpart" and noun.tag == "NNS" and noun.dep == "conj"


def is_definite_beside(document: Document, noun: Token) -> bool:
    """As in "the Secretary and Foreign Ministers": a plural without an article, joined to a definite noun."""
    beside = document.head(noun)
    own = document.children(noun, "det", "prep", "poss")
    return noun.dep == "conj" and beside.tag != noun.tag and is_definite(document, beside) and not own


def to_conflict(document: Document, noun: Token) -> bool:
    """As in "all parties to the conflict": both sides of it."""
    parties = noun.lemma == "party" and noun.tag == "NNS"
    return parties and any(t.lemma in _CONFLICTS for t in prepositional_objects(document, noun, "to"))


def refer_definite(document: Document, cast: Cast, plurals: Plurals, noun: Token) -> None:
    """Refer a definite noun to the body or state it stands for, a plural to its set; else leave it."""
    kids = document.children(noun)
    named = {kid.i for kid in kids if kid.dep == "appos" and (e := cast.at(kid)) is not None and e.kind == PERSON}
    own = {kid.i for kid in kids if noun.lemma == "counterpart" and kid.tag == "PRP$"} | named
    plain = not any(kid.dep in ("prep", "poss", "appos") and kid.i not in own for kid in kids)
    modified = any(kid.dep in ("amod", "compound", "nmod") for kid in kids)
    lemma, number = noun.lemma, number_of(document, noun)
    somewhere = number is not None and not any(k.dep in ("poss", "appos") or k.lower in _TELLING for k in kids)
    if noun.tag in ("NNS", "NNPS") and lemma in PLURALS and (plain or somewhere):
        plurals.refer(noun, number)
    elif lemma in PAIRS and plain:
        plurals.refer(noun, 2)
    elif lemma == "government" and plain and not modified and noun.tag in ("NN", "NNP"):
        government = _last_of_kind(document, cast, noun, frozenset({"Government"}))
        rival = _state_of_rival(document, cast, noun)
        _describe(document, cast, noun, rival or government or _state_before(document, cast, noun))
    elif lemma in _COUNTRY and plain and not modified and noun.tag in ("NN", "NNP"):
        _describe(document, cast, noun, _state_before(document, cast, noun))
    elif noun.lower in _GROUP_NOUNS and plain and not modified:
        kind = _GROUP_NOUNS[noun.lower]
        wanted = frozenset({kind}) if kind else CALLED[noun.lower]
        _describe(document, cast, noun, _last_of_kind(document, cast, noun, wanted))


def _state_of_rival(document: Document, cast: Cast, noun: Token) -> Entity | None:
    """As in "between the government and the X rebels": the government is that of the armed group beside it."""
    beside = [document.head(noun)] if noun.dep == "conj" else noun_conjuncts(document, noun)[1:]
    groups = [e for token in beside if (e := cast.at(token)) is not None and e.kind == "ArmedGroup"]
    return next((cast.state(e.iso3) for e in groups if e.iso3 is not None), None)


def refer_fighters(document: Document, cast: Cast, noun: Token) -> None:
    """Refer fighters to their group, the last one named, if it is near."""
    _describe(document, cast, noun, _last_of_kind(document, cast, noun, frozenset({"ArmedGroup"}), _FIGHTERS_BACK))


def fighters_of_group(document: Document, noun: Token) -> bool:
    """As in "the rebels", "five attackers": fighters whose group was named before, and nothing tells them from it."""
    rebels = [kid for kid in document.children(noun, "compound", "amod") if kid.lower in _REBEL]
    fighters = noun.lemma in FIGHTERS or (noun.lemma in _FORCES and len(rebels) == 1)
    if noun.pos != "NOUN" or not fighters or noun.tag != "NNS":
        return False
    described = {kid.dep for kid in document.children(noun) if kid not in rebels}
    if described & _DESCRIBING:
        return False
    return (
        noun.lemma in _ATTACKERS or bool(rebels) or (is_definite(document, noun) and not described & {"relcl", "acl"})
    )


def _describe(document: Document, cast: Cast, noun: Token, entity: Entity | None) -> None:
    if entity is not None:
        determiner = document.child(noun, "det")
        cast.refer(Span(determiner.start if determiner else noun.start, noun.end), entity, "description")


def _state_before(document: Document, cast: Cast, noun: Token) -> Entity | None:
    """The state told of last in the sentence or the one before; rather the one that acts in the sentence."""
    here = document.sentence_of(noun).number
    for reference in cast.before(noun.start):
        entity = cast.entities[reference.entity]
        sentence = document.sentence_at(reference.span.start).number
        if here - sentence > 1:
            return None
        if entity.kind == STATE and reference.how != "adjective":
            subject = subject_body(document, cast, document.sentences[here], noun)
            return subject if subject is not None and subject.kind == STATE else entity
    return None


def _last_of_kind(
    document: Document, cast: Cast, noun: Token, kinds: frozenset[str], reach: int = _BODIES_BACK
) -> Entity | None:
    """The last entity of some kinds that is named before a noun, not farther back than `reach` sentences."""
    here = document.sentence_of(noun).number
    for reference in cast.before(noun.start):
        entity = cast.entities[reference.entity]
        if here - document.sentence_at(reference.span.start).number > reach:
            return None
        if entity.kind in kinds:
            return entity
    return None
