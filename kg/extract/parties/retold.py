"""Deeds that a noun takes up again, as in "Russian forces shelled Kharkiv. ... France condemned the attack".

A noun with "the" or "this" and nothing that says which is a deed told of before: the nearest of its kind whose doer
is known, or, farther back, that of the only side of which the article tells such deeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.sides import sides_of
from kg.extract.reference.cast import UNNAMED, Cast
from kg.language.document import Document, Token

_NOUNS: Final = {
    "Assault": """attack strike raid airstrike bombing shelling bombardment offensive assault ambush incursion shooting
        killing murder massacre assassination invasion onslaught bloodshed slaughter aggression violence crackdown
        rocket-fire gunfire shootdown downing sinking poisoning torture beating""",
    "Coerce": """takeover coup putsch seizure arrest detention abduction kidnapping raid crackdown annexation blockade
        occupation expulsion eviction closure boarding hijacking deportation hack hacking intrusion interference
        conviction sentence verdict trial imprisonment execution siege confiscation curfew repression""",
    "Sanction": """sanction embargo ban boycott expulsion tariff suspension restriction curb freeze blacklisting
        reprisal cutoff penalty recall blockade""",
    "Mobilize": """launch test deployment build-up buildup exercise drill manoeuvre maneuver mobilisation mobilization
        flight overflight patrol firing""",
    "Retreat": "withdrawal pullout pullback retreat ceasefire truce disengagement",
    "Concede": "release pardon lifting easing amnesty reopening return",
    "Aid": "aid help assistance loan grant shipment delivery",
}
_CATEGORIES: Final = {
    noun: frozenset(category for category, listed in _NOUNS.items() if noun in listed.split())
    for nouns in _NOUNS.values()
    for noun in nouns.split()
}
POINTING: Final = frozenset({"the", "this", "that", "these", "those", "such"})
"""Before a noun these say that it is known which."""
_SAYING_WHICH: Final = ("poss", "prep", "acl", "relcl", "compound", "nmod", "nummod")
_SENTENCES_BACK: Final = 4
"""From a deed to the noun that takes it up, where others have done such deeds too."""


def doers_of(
    document: Document, cast: Cast, noun: Token, kinds: frozenset[str], speaking: Iterable[str], acts: Sequence[Act]
) -> tuple[str, ...]:
    """Who did what a noun takes up, if it is of some kinds, on another side than those who speak of it."""
    categories = _CATEGORIES.get(noun.lemma, frozenset()) & kinds
    if not categories or not _points_back(document, noun):
        return ()
    deed = _deed_before(document, cast, noun, categories, speaking, acts)
    return deed.actors if deed is not None else ()


def _points_back(document: Document, noun: Token) -> bool:
    """Whether a noun says that it is known which, and nothing more that says which."""
    pointed = any(kid.lower in POINTING for kid in document.children(noun, "det"))
    return pointed and not document.children(noun, *_SAYING_WHICH)


def _deed_before(
    document: Document,
    cast: Cast,
    noun: Token,
    categories: frozenset[str],
    speaking: Iterable[str],
    acts: Sequence[Act],
) -> Act | None:
    here, own = document.sentence_of(noun).number, sides_of(cast, speaking)
    told = [a for a in acts if a.head.i < noun.i and a.category in categories and _is_known(cast, a)]
    others = [a for a in told if not sides_of(cast, a.actors) & own]
    near = [a for a in others if here - document.sentence_of(a.head).number <= _SENTENCES_BACK]
    if near:
        return near[-1]
    sides = {side for act in told for side in sides_of(cast, act.actors)}
    return others[-1] if others and len(sides) == 1 else None


def _is_known(cast: Cast, act: Act) -> bool:
    """Whether an act is by somebody of whom more is known than a description."""
    return any(cast.entities[i].kind != UNNAMED or cast.entities[i].iso3 is not None for i in act.actors)
