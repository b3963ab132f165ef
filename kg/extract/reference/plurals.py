"""Plurals that are no name: "they", "both sides", "the two leaders", "the rebels".

A plural stands for a set of entities (a coordination, a subject with its partner, the two sides that the article
is about) or for the same people as an earlier noun ("Gangs hold the port. They ..."). Few sure rules in order;
where none applies nothing is resolved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from kg.extract.reference.cast import PERSON, STATE, UNNAMED, Cast, Entity
from kg.extract.reference.lists import listed_subjects
from kg.language.clauses import clause_verbs_above, logical_subjects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Sentence, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.words import noun_words

FIGHTERS: Final = noun_words("fighter")
"""Who fights for a side that is no state."""


def fights(entity: Entity) -> bool:
    """Whether an entity is an armed group, by its kind or by the words that describe it."""
    words = entity.canonical.casefold().split()
    return entity.kind == "ArmedGroup" or (
        entity.kind == UNNAMED and any(w.removesuffix("s") in FIGHTERS for w in words)
    )


_TROOPS: Final = frozenset({"force", "troop", "soldier"})
"""Who fights for a state, or as a force of its own."""
NUMBERS: Final = {"two": 2, "three": 3, "four": 4, "both": 2, "five": 5, "six": 6}
PAIRS: Final = frozenset({"pair", "duo"})
PLURALS: Final = frozenset(
    """
    leader president minister official side country nation party counterpart diplomat man pair two both envoy
    government negotiator ally neighbour neighbor state power delegation rival foe faction team camp capital woman
    """.split()
)
"""Nouns whose definite plural stands for those told of before."""
_OF_PERSONS: Final = frozenset("leader president minister official diplomat man woman envoy negotiator".split())
_OF_STATES: Final = frozenset("government country nation side state capital neighbour neighbor delegation".split())
_OF_RIVALS: Final = _OF_STATES | frozenset("party rival foe camp president leader".split())
"""Nouns that, both or two of them, may stand for the two sides that the article is about."""
NEIGHBOURS: Final = frozenset({"neighbour", "neighbor"})
_OF_BODY: Final = frozenset("leader ally member".split())
"""Nouns whose plural may stand for the alliance or body that was named with them: "the leaders of NATO"."""
_BODIES: Final = frozenset({"Alliance", "InternationalOrganization"})
_ALLIANCES: Final = frozenset({"Alliance"})
_SIDES: Final = frozenset({STATE, "ArmedGroup"})
_SOCIAL: Final = frozenset(
    """
    meet talk speak discuss visit host join call phone telephone negotiate sign receive welcome greet confer dine
    see hold agree accompany
    """.split()
)
"""Verbs whose subject and object are together what "they" and "the leaders" stand for."""
_SPEAKING: Final = frozenset({"speak", "talk"})
_HELP: Final = frozenset(
    "auspex auspice auspices mediation mediate broker sponsor sponsorship patronage urging supervision host".split()
)
"""Whose these are, or by whom it is done, stands beside the sides of talks."""
_WARRING: Final = frozenset("warring belligerent rival feuding opposing conflicting disputing combatant".split())
_CITING: Final = frozenset("say add note state report announce tell conclude continue quote".split())
_OPENING: Final = 3  # words before a pronoun that takes up the subject of the sentence before
_SENTENCES_BACK: Final = 4  # farthest set that a plural may mean
_COUNTED_BACK: Final = 12  # a number ("the three officials") makes a far antecedent sure
_PAIR_BACK: Final = 1  # sentences back to the set that "both countries" means rather than the two told of most
_OFTEN: Final = 3  # times that the two sides of an article have been told of, to be meant rather than a near pair
_LAST_TWO_BACK: Final = 3  # sentences in which the only two persons or states are "both"
_MAIN_LEAD: Final = 1.3  # how many times as often as the third the two sides of an article are named
_REFERENCES_BACK: Final = 300  # as many as an article of usual length has; longer ones change their subject


@dataclass(slots=True)
class Groups:
    """Plural mentions by token number: the ids of the entities they stand for, or the noun that is meant again.

    `listed` has the last token of the names behind a plural title ("the ministers of Peru and Chile, X and Y").
    """

    by_token: dict[int, tuple[str, ...]] = field(default_factory=dict)
    listed: dict[int, int] = field(default_factory=dict)
    again: dict[int, int] = field(default_factory=dict)

    def at(self, token: Token) -> tuple[str, ...]:
        """The entities a plural token stands for; empty if it is none."""
        return self.by_token.get(token.i, ())

    def meant(self, document: Document, token: Token) -> Token:
        """The noun that a pronoun takes up, or the token itself."""
        number = self.again.get(token.i)
        return document.tokens[number] if number is not None else token


def number_of(document: Document, noun: Token) -> int | None:
    """How many a plural counts: "both sides", "the three ministers"."""
    counting = document.children(noun, "nummod", "det", "predet")
    return next((NUMBERS[kid.lower] for kid in counting if kid.lower in NUMBERS), None)


def co_arguments(document: Document, cast: Cast, token: Token) -> set[str]:
    """The subjects of the verb whose object a word is: "The president thanked him" is about two persons."""
    if token.tag == "PRP$" or token.lower.endswith(("self", "selves")) or token.dep not in ("dobj", "dative", "pobj"):
        return set()
    head = document.head(token)
    verb = document.head(head) if head.pos == "ADP" else head
    return {entity.id for t in logical_subjects(document, verb) if (entity := cast.at(t)) is not None}


class Plurals:
    """Resolves plurals of one article; writes to `groups`."""

    def __init__(self, document: Document, cast: Cast, groups: Groups, persons: frozenset[str]) -> None:
        self._document = document
        self._cast = cast
        self._groups = groups
        self._persons = persons | FIGHTERS | _TROOPS

    def refer(self, token: Token, number: int | None, *, persons: bool = False) -> None:
        """Find the set that a plural noun, "both" or "the two" stands for."""
        allies = self._body_of(token) if token.lemma == "ally" and number is None else ()
        members = allies or self._set(token, number, persons=persons or token.lemma in _OF_PERSONS)
        if not members and number is None and token.lemma in _OF_BODY:
            members = self._body_of(token)
        if not members and token.lemma in _OF_RIVALS and (number == 2 or token.lemma in NEIGHBOURS):
            pair = self._main_pair(token)
            members = () if set(pair) & co_arguments(self._document, self._cast, token) else pair
        if members:
            self._groups.by_token[token.i] = members

    def refer_they(self, token: Token, body: Entity | None) -> Entity | None:
        """Find whom "they" means; gives the body if it is that, else writes a set or the noun it takes up."""
        subject = next(self._plural_subjects(token, body), None)
        if subject is not None:
            members = self._members(subject)
            if len(members) > 1:
                self._groups.by_token[token.i] = members
            else:
                self._groups.again[token.i] = self._groups.meant(self._document, subject).i
            return None
        paired = self._set(token, None)
        if body is not None and (not paired or (body.id not in paired and not self._only_cited(token, body))):
            return body
        if paired:
            self._groups.by_token[token.i] = paired
        return None

    def _only_cited(self, token: Token, body: Entity) -> bool:
        """As in "X and Y met, the ministry said. They ...": a body that only tells of the two is not meant."""
        if token.tag == "PRP$" or body.kind == STATE:
            return False
        for reference in self._cast.before(token.start):
            if reference.entity == body.id:
                head = self._document.head_of_span(reference.span)
                verb = self._document.head(head) if head is not None else None
                return verb is not None and verb.lemma in _CITING and head is not None and head.dep == "nsubj"
        return False

    def refer_other(self, token: Token) -> None:
        """As in "blames its neighbour": of the two states of the article the one that "its" does not mean."""
        kids = self._document.children(token)
        owner = next((e for kid in kids if kid.dep == "poss" and (e := self._cast.at(kid)) is not None), None)
        if owner is None or owner.kind != STATE or any(kid.dep in ("appos", "amod") for kid in kids):
            return
        pair = self._main_pair(token)
        if owner.id in pair and all(self._cast.entities[i].kind == STATE for i in pair):
            self._groups.by_token[token.i] = tuple(i for i in pair if i != owner.id)

    def refer_described(self, token: Token, person: Entity | None) -> bool:
        """As in "The envoy praised X's plan. He ...": a subject without a name is meant, not who is named within."""
        here = self._document.sentence_of(token)
        opens = token.i - here.first <= _OPENING and token.dep in ("nsubj", "nsubjpass")
        before = self._document.sentences[here.number - 1] if opens and here.number > 0 else here
        subject = self._main_subject(before) if before is not here and before.paragraph == here.paragraph else None
        if subject is None or not self._is_unnamed_person(subject) or self._named_as_subject(person, before):
            return False
        self._groups.again[token.i] = subject.i
        return True

    def _is_unnamed_person(self, noun: Token) -> bool:
        definite = any(kid.lower in ("the", "a", "an") for kid in self._document.children(noun, "det"))
        apposed = self._document.children(noun, "appos")
        return definite and not apposed and noun.tag == "NN" and noun.lemma in _OF_PERSONS and not self._cast.at(noun)

    def _named_as_subject(self, person: Entity | None, sentence: Sentence) -> bool:
        """Whether a person is the subject of some clause of a sentence."""
        subjects = (t for t in self._document.tokens_of(sentence) if t.dep in ("nsubj", "nsubjpass"))
        return person is not None and any(self._cast.at(t) is person for t in subjects)

    def refer_each_other(self, token: Token) -> None:
        """As in "A and B blamed each other": both are meant, if the subjects are known."""
        verb = next((v for v in self._document.ancestors(token) if v.pos in ("VERB", "AUX")), token)
        subjects = [t for t in logical_subjects(self._document, verb) if t.i < token.i]
        members = tuple(dict.fromkeys(i for t in subjects for i in self._named_by(t)))
        if len(members) > 1:
            self._groups.by_token[token.i] = members

    def _named_by(self, token: Token) -> tuple[str, ...]:
        """The set that a token stands for, or the one entity."""
        entity = self._cast.at(token)
        return self._groups.at(token) or ((entity.id,) if entity is not None and entity.is_actor else ())

    # --- subjects that are plural

    def _plural_subjects(self, token: Token, body: Entity | None) -> Iterator[Token]:
        """Plural subjects of the clauses above a pronoun; without a body in the sentence, that of the one before."""
        here = self._document.sentence_of(token)
        for verb in clause_verbs_above(self._document, token):
            same = verb.i == token.head or token.head == self._document.head(verb).i
            subjects = [t for t in logical_subjects(self._document, verb) if t.i < token.i]
            if subjects and not (same and token.tag != "PRP$") and self._is_people(subjects[0]):
                yield subjects[0]
        near = any(
            self._cast.at(t) is body for t in self._document.tokens_of(here) if t.i < token.i and body is not None
        )
        if here.number > 0 and not near:
            before = self._document.sentences[here.number - 1]
            subject = self._main_subject(before)
            if subject is not None and before.paragraph == here.paragraph and self._is_people(subject):
                yield subject

    def _main_subject(self, sentence: Sentence) -> Token | None:
        root = next((t for t in self._document.tokens_of(sentence) if t.dep == "ROOT"), None)
        subjects = self._document.children(root, "nsubj", "nsubjpass") if root is not None else []
        return subjects[0] if subjects else None

    def _is_people(self, noun: Token) -> bool:
        """Whether a word is a plural of people that no name stands for, or takes such a one up."""
        if noun.i in self._groups.again:
            return True
        reference = self._cast.reference_at(noun)
        if noun.tag != "NNS" and not (reference is not None and reference.how == "people"):
            return False
        return reference.how == "people" if reference is not None else noun.lemma in self._persons

    def _members(self, subject: Token) -> tuple[str, ...]:
        return self._groups.at(subject) or self._actors(noun_conjuncts(self._document, subject))

    # --- sets

    def _set(self, token: Token, number: int | None, *, persons: bool = False) -> tuple[str, ...]:
        """The members of the nearest earlier set: a coordination, or a subject with its partner."""
        sentence = self._document.sentence_of(token)
        reach = _SENTENCES_BACK if number is None else _COUNTED_BACK
        barred = co_arguments(self._document, self._cast, token)
        two = self._officials_here(token, sentence) if number == 2 and persons else ()
        if two and not barred & set(two):
            return two
        for k in range(sentence.number, max(-1, sentence.number - reach), -1):
            if number == 2 and token.lemma in _OF_STATES and k == sentence.number - _PAIR_BACK:
                pair = self._main_pair(token, _OFTEN)
                if pair and not barred & set(pair):
                    return pair
            sets = self._sets(self._document.sentences[k], token, social=number is None)
            suiting = [
                c for c in reversed(sets) if self._suits(c, token, number, persons=persons) and not barred & set(c)
            ]
            if suiting:
                return self._others(token, self._widest(suiting))
        return self._last_two(token, sentence, persons=persons) if number == 2 else ()

    def _widest(self, suiting: list[tuple[str, ...]]) -> tuple[str, ...]:
        """The nearest set; as in "X met Y and Z" all who met, where all are persons, or all states."""
        nearest = suiting[0]
        kinds = {self._cast.entities[i].kind for i in nearest}
        wider = (c for c in suiting if set(nearest) <= set(c) and {self._cast.entities[i].kind for i in c} == kinds)
        return max(wider, key=len)

    def _others(self, token: Token, members: tuple[str, ...]) -> tuple[str, ...]:
        """As in "The Secretary and the ministers": without those whom the plural is joined to."""
        beside = {i for t in (self._document.head(token),) if token.dep == "conj" for i in self._named_by(t)}
        return tuple(i for i in members if i not in beside)

    def _officials_here(self, token: Token, sentence: Sentence) -> tuple[str, ...]:
        """The only two persons with an office whom the sentence names before a token; else nobody."""
        before = [t for t in self._document.tokens_of(sentence) if t.i < token.i]
        named = (e for r, e in self._cast.within(before) if r.how == "name" and e.kind == PERSON and e.offices)
        found = tuple(dict.fromkeys(e.id for e in named))
        return found if len(found) == 2 else ()

    def _at_war(self, token: Token) -> bool:
        """As in "the warring parties": no bodies of many states."""
        return any(kid.lower in _WARRING for kid in self._document.children(token, "amod", "compound"))

    def _suits(self, candidate: tuple[str, ...], token: Token, number: int | None, *, persons: bool) -> bool:
        entities = [self._cast.entities[i] for i in candidate]
        if persons and any(e.kind not in (PERSON, UNNAMED) for e in entities):
            return False
        if number is not None and len(candidate) != number:
            return False
        if any(e.kind in _BODIES for e in entities) and self._at_war(token):
            return False
        return token.lemma not in _OF_STATES or _of_several_sides(entities)

    def _last_two(self, token: Token, sentence: Sentence, *, persons: bool) -> tuple[str, ...]:
        """The only two persons with an office (or the only two states and groups) named in the sentences before."""
        found: dict[str, None] = {}
        barred = co_arguments(self._document, self._cast, token)
        for reference in self._cast.before(token.start):
            distance = sentence.number - self._document.sentence_at(reference.span.start).number
            if distance > _LAST_TWO_BACK or len(found) > 2:
                break
            entity = self._cast.entities[reference.entity]
            wanted = entity.kind == PERSON and bool(entity.offices) if persons else entity.kind in _SIDES
            if wanted and reference.how not in ("adjective", "people") and entity.id not in barred:
                found[entity.id] = None
        return tuple(reversed(found)) if len(found) == 2 else ()

    def _main_pair(self, token: Token, often: int = 1) -> tuple[str, ...]:
        """The two states or armed groups that the article up to here tells of far more often than of any other.

        Each of them must have been told of `often` times.
        """
        told = islice(self._cast.before(token.start), _REFERENCES_BACK)
        counted = Counter(side for r in told if (side := self._side(r.entity)) is not None)
        (*most, third) = [*counted.most_common(3), ("", 0), ("", 0), ("", 0)][:3]
        if most[1][1] < often or most[1][1] <= _MAIN_LEAD * third[1]:
            return ()
        return tuple(entity for entity, _ in most)

    def _side(self, entity: str) -> str | None:
        """The armed group that an entity is, else the state that it is of."""
        found = self._cast.entities[entity]
        if found.kind == "ArmedGroup":
            return entity
        state = self._cast.state(found.iso3) if found.iso3 is not None else None
        return state.id if state is not None else None

    def _body_of(self, token: Token) -> tuple[str, ...]:
        """As in "the 29 leaders of NATO ... The leaders": the body that its members were called after."""
        for reference in islice(self._cast.before(token.start), _REFERENCES_BACK):
            entity = self._cast.entities[reference.entity]
            if entity.kind in (_BODIES if token.lemma != "ally" else _ALLIANCES):
                named = self._document.head_of_span(reference.span)
                above = self._document.head(self._document.head(named)) if named is not None else None
                if named is not None and (token.lemma == "ally" or (above is not None and above.lemma in _OF_BODY)):
                    return (entity.id,)
        return ()

    def _sets(self, sentence: Sentence, token: Token, *, social: bool) -> list[tuple[str, ...]]:
        """The sets told of in a sentence before a token; partners of unsocial verbs only where all are counted."""
        document, found = self._document, list[tuple[str, ...]]()
        for other in document.tokens_of(sentence):
            if other.i >= token.i:
                break
            if self._groups.at(other):
                found.append(self._groups.at(other))
            if other.i in self._groups.listed:
                continue
            if other.pos == "VERB" and not document.children(other, "nsubj", "nsubjpass"):
                found.append(self._actors(listed_subjects(document, self._cast, other)))
            if other.dep not in ("nsubj", "nsubjpass", "pobj", "dobj") or self._is_mediator(other):
                continue
            heads = self._heads(other, social=social)
            if all(head.i < token.i for head in heads):
                found.append(self._actors(heads))
        return [members for members in found if len(members) > 1]

    def _is_mediator(self, noun: Token) -> bool:
        """As in "under the auspices of A and B": who helps others to something is no side of it."""
        of = self._document.head(noun)
        return noun.dep == "pobj" and of.lower in ("of", "by") and self._document.head(of).lemma in _HELP

    def _heads(self, other: Token, *, social: bool) -> list[Token]:
        document, verb = self._document, self._document.head(other)
        heads = noun_conjuncts(document, other)
        if other.dep in ("nsubj", "nsubjpass"):
            heads = listed_subjects(document, self._cast, verb) or heads
        if other.dep == "nsubj" and len(heads) == 1 and (not social or verb.lemma in _SOCIAL):
            heads = heads + self._partners(verb)
        return heads

    def _partners(self, verb: Token) -> list[Token]:
        direct = self._document.children(verb, "dobj", "dative")
        return [
            *(t for kid in direct for t in noun_conjuncts(self._document, kid)),
            *prepositional_objects(self._document, verb, "with"),
            *(prepositional_objects(self._document, verb, "to") if verb.lemma in _SPEAKING else ()),
        ]

    def _actors(self, heads: Iterable[Token]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for head in heads for i in self._named_by(head)))


def _of_several_sides(entities: list[Entity]) -> bool:
    """Whether entities are of as many states (or groups) as they are."""
    sides = {e.id if e.kind in _BODIES | {"ArmedGroup"} else e.iso3 for e in entities}
    return None not in sides and len(sides) == len(entities)
