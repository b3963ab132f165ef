"""Upon whom a trigger's deed is done: the recipients of its slots, else those told of beside them.

Slots are tried in the order in which the lexicon lists them. Who acts is no recipient; of a symmetric act the
others are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from kg.extract.acts.act import SYMMETRIC
from kg.extract.acts.matching import Match
from kg.extract.acts.slots import Slots
from kg.extract.parties.parties import Parties
from kg.extract.parties.phrases import DONE_TO, HOUSES
from kg.extract.parties.sanctioned import behind_law, those_linked
from kg.extract.reference.cast import STATE
from kg.language.clauses import is_reciprocal, logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_AIMS: Final = ("for", "on", "over", "about", "toward", "towards")
_SITTINGS: Final = frozenset("session meeting sitting summit hearing".split())  # of a body, which is asked for them
_OCCASION_SLOTS: Final = frozenset({"at", "on", "by", "in", "upon"})
_OCCASIONS: Final = frozenset(
    "direction request behest invitation instigation urging order instruction initiative".split()
)
"""As in "at the request of X", "at my direction": by whose wish something is done, not to whom."""
_SUPPLYING: Final = frozenset("supply sale export shipment delivery transfer provision".split())
_FORUM_SLOTS: Final = frozenset({"with", "to", "before", "in", "at"})  # where complaints are lodged
_FOR_OTHERS: Final = frozenset(
    """
    release freeing liberation protection rescue evacuation acquittal pardon reinstatement removal dismissal sacking
    extradition deportation prosecution trial punishment handover dissolution exclusion appointment deletion
    """.split()
)
"""Besides what is done to somebody, deeds whose "of" tells for or against whom they are asked."""


def _for_others(deed: Token) -> bool:
    return deed.lemma in _FOR_OTHERS or deed.lemma in DONE_TO


class Recipients:
    """The recipients of matches, in one article."""

    def __init__(self, document: Document, parties: Parties, slots: Slots) -> None:
        self._document = document
        self._parties = parties
        self._cast = parties.cast
        self._slots = slots

    def of(self, match: Match, actors: Iterable[str]) -> tuple[str, ...]:
        """The ids of those to whom it is done by these actors; none where the text leaves that open."""
        taken = set(actors)
        slots = [s for s in match.trigger.recipient if taken or s != "in" or match.trigger.category != "Assault"]
        if self._slots.says_of_whom(match):
            slots = [s for s in slots if s != "poss"]
        filled = (tokens for slot in slots if (tokens := self._addressed(slot, match)))
        found = next((named for tokens in filled if (named := self._others(match, tokens, taken))), ())
        joined = self._named(self._joined(match), {*taken, *found})
        if found or joined:
            return (*found, *joined)
        behind = self._named(self._beside_slots(match), taken)
        if behind:
            return behind
        return self._hosts(match, taken) if match.trigger.category == "Consult" and match.trigger.pos == "N" else ()

    def _addressed(self, slot: str, match: Match) -> list[Token]:
        """A recipient slot, without those who only seem to fill it.

        The body that one complains to is not whom the complaint is about, he whose release is demanded is not
        asked for it, and the town in which a thing is attacked is not what is attacked.
        """
        tokens = self._slots.tokens(slot, match)
        if match.trigger.by_saying and slot == "subj":
            return self._blamed(tokens)
        if slot in _OCCASION_SLOTS:
            tokens = [t for t in tokens if t.lemma not in _OCCASIONS]
        if match.trigger.category == "Request" and slot == "of" and any(_for_others(t) for t in match.used):
            return []
        if match.trigger.category == "Assault" and slot == "in" and match.trigger.pos == "V":
            return [t for t in tokens if (e := self._cast.at(t)) is None or e.kind != "Settlement"]
        if match.trigger.category != "Accuse" or slot not in _FORUM_SLOTS:
            return tokens
        heard = (self._cast.at(t) for t in tokens)
        forums = {e.id for e in heard if e is not None and e.kind == "InternationalOrganization"}
        return [t for t in tokens if (e := self._cast.at(t)) is None or e.id not in forums]

    def _blamed(self, judged: Sequence[Token]) -> list[Token]:
        """Whom a judgement of deeds is about: "the arrest of X by Y was illegal" blames Y, and without Y nobody."""
        found: list[Token] = []
        for token in judged:
            by = prepositional_objects(self._document, token, "by")
            owned = by or token.lemma not in DONE_TO or self._document.children(token, "poss", "amod", "compound")
            found.extend(by or ([token] if owned else []))
        return found

    def _others(self, match: Match, tokens: Sequence[Token], taken: Collection[str]) -> tuple[str, ...]:
        """The parties that tokens stand for; "each other" are the actors themselves, where the act is not symmetric."""
        mutual = match.trigger.category not in SYMMETRIC and any(is_reciprocal(self._document, t) for t in tokens)
        return self._named(tokens, () if mutual else taken)

    def _named(self, tokens: Iterable[Token], taken: Collection[str]) -> tuple[str, ...]:
        """The parties that tokens stand for, without those who take part already."""
        return tuple(party for party in self._parties.of(tokens) if party not in taken)

    def _beside_slots(self, match: Match) -> list[Token]:
        """What stands beside the lexicon's slots: makers of goods, who is asked for something."""
        category, document = match.trigger.category, self._document
        if category == "Sanction":
            return self._makers_of_goods(match) or self._sanctioned(match)
        if category == "Assault" and match.trigger.pos == "N":
            return [t for t in document.children(match.head, "compound", "nmod", "amod") if t.lower in HOUSES]
        if category == "Protest" and match.trigger.pos == "V":
            return self._far_behind(match.head, "against")
        if category == "Request":
            own = logical_objects(document, match.head) if match.trigger.pos == "V" else []
            asked = [*own, *prepositional_objects(document, match.head, "for")]
            held = [t for t in asked if t.lemma in _SITTINGS]
            return [t for name, things in (("from", asked), ("of", held)) for t in self._slots.behind(things, name)]
        return []

    def _joined(self, match: Match) -> list[Token]:
        """As in "met X, joined by Y": who took part beside those who are told of first."""
        if match.trigger.category != "Consult" or match.trigger.pos != "V":
            return []
        joined = [v for v in self._document.children(match.head, "advcl") if v.lemma == "join" and v.tag == "VBN"]
        return [t for verb in joined for t in logical_subjects(self._document, verb)]

    def _makers_of_goods(self, match: Match) -> list[Token]:
        """As in "tariffs on steel from Canada and Mexico": whose goods they are that a measure is on."""
        goods = [t for slot in match.trigger.recipient if slot != "from" for t in self._slots.tokens(slot, match)]
        goods += [match.head, *match.used] if goods and match.trigger.pos == "V" else []
        supplies = [t for t in goods if t.lemma in _SUPPLYING]
        supplies += self._slots.behind(supplies, "of")
        return self._slots.behind(goods, "from") or self._slots.behind(supplies, "to")

    def _sanctioned(self, match: Match) -> list[Token]:
        """On whom a measure is, where its slots name nobody."""
        told = [t for slot in match.trigger.recipient for t in self._slots.tokens(slot, match)]
        linked = those_linked(self._document, [match.head, *match.used, *told])
        if linked or match.trigger.pos != "V":
            return linked
        return behind_law(self._document, self._cast, match.head)

    def _far_behind(self, verb: Token, preposition: str) -> list[Token]:
        """As in "marched for days against X": a preposition that the parser hung on a phrase of the verb."""
        document = self._document
        phrases = [kid for kid in document.children(verb, "prep", "npadvmod") if kid.i > verb.i]
        nouns = [t for phrase in phrases for t in (phrase, *document.children(phrase, "pobj"))]
        return self._slots.behind(nouns, preposition)

    def sides_of_aim(self, match: Match, taken: Collection[str]) -> tuple[str, ...]:
        """As in "negotiations for a ceasefire between A and B": the sides of what is talked about."""
        nouns = (match.head,) if match.trigger.pos == "N" else tuple(t for t in match.used if t.pos == "NOUN")
        aims = [t for noun in nouns for name in _AIMS for t in prepositional_objects(self._document, noun, name)]
        sides = [t for aim in aims for t in prepositional_objects(self._document, aim, "between")]
        return tuple(party for party in self._parties.of(sides) if party not in taken)

    def _hosts(self, match: Match, taken: set[str]) -> tuple[str, ...]:
        """As in "was in Israel for talks", "flew to Cairo for a meeting": the state, where no partner is named."""
        preposition = self._document.head(match.head)
        if match.head.dep != "pobj" or preposition.lower != "for":
            return ()
        verb = self._document.head(preposition)
        places = [t for name in ("in", "to") for t in prepositional_objects(self._document, verb, name)]
        places += self._document.children(verb, "dobj")
        hosts = [e.id for t in places if (e := self._cast.at(t)) is not None and e.kind == STATE and e.id not in taken]
        return tuple(dict.fromkeys(hosts))
