"""Which tokens stand in a slot of a lexicon line: subject, object, possessor, or behind a preposition.

Slots are those of `kg/lexicon/triggers`. A verb's are filled from its clause, a noun's from its phrase; a slot that
the text leaves open gives no token.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.extract.acts.act import SYMMETRIC
from kg.extract.acts.matching import Match
from kg.extract.parties.phrases import HOUSES
from kg.extract.reference.cast import PERSON, Cast, Entity
from kg.extract.reference.lists import listed_subjects
from kg.language.clauses import kept_objects, logical_objects, logical_subjects, surface_subjects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects

_BETWEEN: Final = ("between", "among")
_AIMED: Final = frozenset({"on", "against", "to", "from"})
_LONG_PHRASE: Final = 12  # words back to the owner of a noun; the longest seen in readouts has nine
_WITH_PLACES: Final = frozenset({"Assault", "Consult", "Agree", "Protest"})  # deeds that are called after their place


class Slots:
    """The tokens in the slots of matches, in one article."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self._document = document
        self._cast = cast

    def tokens(self, slot: str, match: Match) -> list[Token]:
        """The tokens in a slot of a match."""
        return self._of_verb(slot, match) if match.trigger.pos == "V" else self.of_noun(slot, match)

    def of_noun(self, slot: str, match: Match, noun: Token | None = None) -> list[Token]:
        """The tokens in a slot of a match's noun, or of another noun that is a part of it."""
        head = noun or match.head
        if slot == "poss":
            owners = self._document.children(head, "poss")
            return [t for kid in owners for t in noun_conjuncts(self._document, kid)] or self._possessor_before(head)
        if slot == "mod":
            return self._modifiers(match, head)
        if slot == "between":
            return self._behind_between(head)
        if slot == "subj":
            return []
        nouns = (head,) if noun is not None else (head, *match.used)
        return self.behind(nouns, slot) or (self._behind_doer(nouns, slot) if slot in _AIMED else [])

    def _behind_doer(self, nouns: Iterable[Token], slot: str) -> list[Token]:
        """As in "an attack by X on Y": parsers may hang "on Y" on X."""
        doers = self.behind(nouns, "by")
        return [t for doer in doers for t in prepositional_objects(self._document, doer, slot)]

    def between(self, match: Match) -> list[Token]:
        """The sides of talks: "between A and B", "among A, B and C", on the trigger, its words, or further down."""
        for head in (match.head, *match.used):
            found = self._behind_between(head)
            if found:
                return found
            far = [t for t in self._document.subtree(head) if t.lower in _BETWEEN and t.dep == "prep"]
            if far and self._document.head(far[0]).pos not in ("NOUN", "PROPN"):
                return self._objects_of(far[0])
            if head.lower in _BETWEEN:
                return self._objects_of(head)
        return []

    def behind(self, nouns: Iterable[Token], preposition: str) -> list[Token]:
        """What stands behind a preposition on any of some nouns."""
        return [t for noun in nouns for t in prepositional_objects(self._document, noun, preposition)]

    def says_of_whom(self, match: Match) -> bool:
        """As in "the arrest of the pilots": whether a noun tells by "of" to whom it is done."""
        nominal = match.trigger.pos == "N"
        return nominal and any(kid.lower == "of" for kid in self._document.children(match.head, "prep"))

    def _of_verb(self, slot: str, match: Match) -> list[Token]:
        head = match.head
        if slot == "subj":
            listed = listed_subjects(self._document, self._cast, head) if match.trigger.category in SYMMETRIC else []
            return listed or logical_subjects(self._document, head)
        if slot == "obj":
            objects = logical_objects(self._document, head)
            of_used = [t for used in match.used if used.dep == "dobj" for t in self.of_noun("of", match, used)]
            return [t for t in objects if t not in match.used] or of_used or objects
        if slot == "iobj":
            given = [t for kid in self._document.children(head, "dative") for t in noun_conjuncts(self._document, kid)]
            kept = kept_objects(self._document, head)
            return given or (surface_subjects(self._document, head) if kept else [])
        if slot == "xsubj":
            return self._complement_subjects(match)
        if slot in ("poss", "mod"):
            return [t for used in match.used for t in self.of_noun(slot, match, used)]
        if slot == "between":
            return self.between(match)
        found = self.behind((head, *match.used), slot)
        return found or (self._persons_behind_object(match, slot) if slot == "with" else [])

    def _persons_behind_object(self, match: Match, slot: str) -> list[Token]:
        """As in "discussed the dispute with X": a person behind the object is whom one talks with."""
        direct = self._document.children(match.head, "dobj")
        behind = [t for noun in direct for t in prepositional_objects(self._document, noun, slot)]
        return [t for t in behind if (e := self._cast.at(t)) is not None and e.kind == PERSON]

    def _complement_subjects(self, match: Match) -> list[Token]:
        clauses = self._document.children(match.head, "xcomp", "ccomp")
        nouns = [noun for noun in match.used if noun.pos == "NOUN"]
        clauses += [v for noun in nouns for v in self._document.children(noun, "acl", "ccomp", "relcl")]
        verbs = [v for v in clauses if not is_passive(self._document, v)]
        return [
            t
            for verb in verbs
            for t in self._document.children(verb, "nsubj", "nsubjpass")
            for t in noun_conjuncts(self._document, t)
        ]

    def _modifiers(self, match: Match, head: Token) -> list[Token]:
        """The names before a noun, but its own: "the French ambassador X" is recalled from France."""
        before = self._document.children(head, "amod", "compound", "nmod")
        kids = [t for kid in before for t in noun_conjuncts(self._document, kid)]
        named = self._cast.at(head)
        others = [(t, e) for t in kids if (e := self._cast.at(t)) is not None and e is not named]
        return [t for t, e in others if not self._names_the_place(match, t, e)]

    def _names_the_place(self, match: Match, token: Token, modifier: Entity) -> bool:
        """As in "the Kabul bombing", "the Vienna talks": a town before a deed says where it was.

        So does "the parliament attack".
        """
        house = token.lower in HOUSES and match.trigger.category == "Assault"
        return house or (modifier.kind == "Settlement" and match.trigger.category in _WITH_PLACES)

    def _possessor_before(self, noun: Token) -> list[Token]:
        """The owner at the head of a long noun phrase: "the DPRK's February 26 missile launches"."""
        for i in range(noun.i - 1, max(noun.i - _LONG_PHRASE, 0), -1):
            token = self._document.tokens[i]
            if token.tag == "POS":
                return [self._document.tokens[i - 1]] if self._cast.at(self._document.tokens[i - 1]) is not None else []
            if token.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "CCONJ") and token.text != "-":
                break
        return []

    def _behind_between(self, head: Token) -> list[Token]:
        behind = (prepositional_objects(self._document, head, preposition) for preposition in _BETWEEN)
        return next((found for found in behind if found), [])

    def _objects_of(self, preposition: Token) -> list[Token]:
        objects = self._document.children(preposition, "pobj")
        return [t for kid in objects for t in noun_conjuncts(self._document, kid)]
