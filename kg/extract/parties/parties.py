"""Who a noun phrase stands for: from the head of a phrase to the entities that act or are acted upon.

Names and resolved words answer at once. A phrase without a name is read by its head: a force or militants
with their state or group ("Israeli troops", "Hamas fighters"), officials "from" states, a described person
or crowd (an actor without a name), a thing or deed with an owner ("the DPRK's launches"). Anything else
gives no party.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.parties.described import DescribedActors
from kg.extract.parties.forces import Forces
from kg.extract.parties.owners import Owners
from kg.extract.parties.person_nouns import FORCE_NOUNS, MEMBER_NOUNS, OFFICE_NOUNS, PersonNouns
from kg.extract.parties.phrases import DEEDS, is_beyond
from kg.extract.parties.unnamed_bodies import UnnamedBodies
from kg.extract.reference.capitals import state_of_capital
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.extract.reference.context import Context
from kg.extract.reference.lists import spelled_out
from kg.extract.reference.plurals import FIGHTERS, Groups
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import Entities
from kg.lexicon.triggers import Triggers
from kg.lexicon.words import noun_words
from kg.model import Span

_MEN: Final = frozenset("man woman unit brigade battalion gunner pilot people".split())  # of a leader or body
_QUANTITIES: Final = noun_words("quantity")
_BLOC_NOUNS: Final = frozenset("nation state country member power bloc alliance group government ally partner".split())
_BODY_NOUNS: Final = frozenset("movement party group organization organisation faction".split())
_SIDE_NOUNS: Final = frozenset("delegation government country nation administration side regime".split()) | _BODY_NOUNS


class Parties:
    """Answers who a token stands for, and makes described actors on demand.

    `context` tells of which state something is, `forces` whose forces are meant; `bystanders` are the ids of described
    persons who serve no side; `capitals` the mentions of capitals that were asked about, with the ids of their states;
    `operators` the ids of those who run the things that stand at some tokens, where the article tells them; `voice`
    the id of the person whose own word the whole text is, or None; `issuers` of all in whose name it is issued.
    """

    def __init__(
        self,
        document: Document,
        cast: Cast,
        groups: Groups,
        titles: Sequence[TitleMention],
        lexicon: Entities,
        triggers: Triggers,
    ) -> None:
        self.document = document
        self.cast = cast
        self._groups = groups
        self._titles = {head_of(document, title).i: title for title in titles}
        self._lexicon = lexicon
        self._agents = triggers.agents
        self.context = Context(document, cast, lexicon)
        self._nouns = PersonNouns(document, cast, triggers.persons | FIGHTERS, self._titles)
        self._bodies = UnnamedBodies(document, cast, self.context, lexicon)
        self._owners = Owners(document, cast, groups, lexicon, self._nouns)
        self._described = DescribedActors(document, cast, self.context, self._bodies, self._owners, self._titles)
        self.forces = Forces(
            document, cast, lexicon, self.context, self._bodies, self._nouns, self._owners, self._described
        )
        self.bystanders = self._described.bystanders
        self.capitals: dict[Span, str] = {}
        self.operators: dict[int, str] = {}
        self.voice: str | None = None
        self.issuers: tuple[str, ...] = ()

    def of(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The ids of the actors that the heads stand for, each once, in order."""
        found: list[str] = []
        heads = list(tokens)
        listed = [(t.i, self._groups.listed[t.i]) for t in heads if t.i in self._groups.listed]
        for token in heads:
            if any(first < token.i <= last for first, last in listed) or self._is_one_more_title(token, heads):
                continue  # named with the title that stands for all of them, or with the one behind it
            found.extend(party for party in self._of_one(token) if party not in found)
        return tuple(found)

    def _is_one_more_title(self, token: Token, heads: Sequence[Token]) -> bool:
        """As in "cleric and militia leader Ali Hassan": a bare word for one person joined to a name."""
        if token.tag != "NN" or self.cast.at(token) is not None or not self._nouns.is_person(token):
            return False
        bare = not self.document.children(token, "det", "poss", "nummod", "appos") and self._titled(token) is None
        following = next((t for t in heads if t.i > token.i and t.dep == "conj"), None)
        entity = self.cast.at(following) if following is not None else None
        return bare and entity is not None and entity.kind == PERSON and self._titled_name(following)

    def _titled_name(self, name: Token | None) -> bool:
        """Whether a title stands right before a name: "militia leader Ali Hassan"."""
        reference = self.cast.reference_at(name) if name is not None else None
        first = self.document.tokens_in(reference.span)[0].i if reference is not None else 0
        return first > 0 and self._nouns.is_person(self.document.tokens[first - 1])

    def can_act(self, token: Token) -> bool:
        """Whether a head is a word for somebody, known or not: "both sides", "the West"."""
        unknown = token.pos == "PROPN" and token.ent not in ("DATE", "TIME") and self.cast.at(token) is None
        return token.lemma in self._agents or unknown

    def described(self, head: Token) -> str:
        """The id of the actor that a phrase describes, made on demand."""
        return self._described.of(head).id

    def is_actor(self, token: Token) -> bool:
        """Whether a head stands for an actor, without making a described one of it."""
        token = self._groups.meant(self.document, token)
        if self._groups.at(token) or self._titled(token):
            return True
        entity = self.cast.at(token)
        if entity is not None:
            return entity.is_actor or state_of_capital(self.cast, entity, self._lexicon) is not None
        counted = self.counted(token)
        if counted is not None:
            return self.is_actor(counted)
        if any((e := self.cast.at(kid)) is not None and e.is_actor for kid in self.document.children(token, "appos")):
            return True
        return self._nouns.is_person(token) or bool(
            self._owners.of(token) and token.lemma in MEMBER_NOUNS | FORCE_NOUNS | OFFICE_NOUNS
        )

    def _of_one(self, token: Token) -> tuple[str, ...]:
        token = self._groups.meant(self.document, token)
        group = self._groups.at(token)
        if group:
            return group
        titled = self._titled(token)
        if titled is not None:
            return (titled,)
        reference = self.cast.reference_at(token)
        if reference is not None:
            named = self._named_beside(token, self.cast.entities[reference.entity])
            if named is not None:
                return (named.id,)
            return self._of_entity(token, self.cast.entities[reference.entity], reference.how)
        if token.pos in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "DET"):
            return self._of_phrase(token)
        return ()

    def _named_beside(self, token: Token, entity: Entity) -> Entity | None:
        """As in "the intelligence agency, the X", "X, the group which attacked Y": words for what is named beside."""
        if token.pos != "NOUN" or entity.known or entity.kind not in ORGANIZATIONS:
            return None
        beside = self.document.children(token, "appos") + ([self.document.head(token)] if token.dep == "appos" else [])
        bodies = (self.cast.at(t) for t in beside if t.pos == "PROPN" and self._named(t))
        return next((e for e in bodies if e is not None and e.kind in ORGANIZATIONS), None)

    def _titled(self, token: Token) -> str | None:
        title = self._titles.get(token.i)
        return title.bearer if title is not None and not title.plural else None

    def _of_entity(self, token: Token, entity: Entity, how: str) -> tuple[str, ...]:
        if how == "people":
            whole = entity.kind == STATE and self._means_state(token) and self._told_of(entity)
            return (entity.id if whole else self._described.of(token).id,)
        if entity.is_actor:
            return (entity.id,)
        state = state_of_capital(self.cast, entity, self._lexicon)
        if state is None:
            return ()
        reference = self.cast.reference_at(token)
        assert reference is not None
        self.capitals[reference.span] = state.id
        return (state.id,)

    def _means_state(self, people: Token) -> bool:
        """As in "the Kenyans rejected the plan": with nothing but an article before it, a people is its state."""
        kids = self.document.children(people)
        plain = all(kid.lower == "the" or kid.dep in ("punct", "cc", "conj") for kid in kids)
        return plain and any(kid.lower == "the" for kid in kids) and people.tag in ("NNPS", "NNS", "NNP")

    def _told_of(self, state: Entity) -> bool:
        """Whether the article tells of a state other than by its people, who may live elsewhere."""
        return any(r.entity == state.id and r.how in ("name", "acronym", "adjective") for r in self.cast.references())

    # --- phrases without a name

    def _own_side(self, head: Token) -> tuple[str, ...]:
        """As in "her delegation", "his government", "whose movement": the side of the person who is meant."""
        if head.lemma not in _SIDE_NOUNS:
            return ()
        for kid in self.document.children(head, "poss"):
            person = self.cast.at(kid) if kid.lower != "whose" else self.cast.antecedent(kid)
            if person is not None and person.kind != PERSON and kid.lower == "whose" and person.is_actor:
                return (person.id,)
            if person is None or person.kind != PERSON or kid.pos == "PROPN":
                continue
            state = self.context.state(person.iso3) if person.iso3 is not None else None
            side = self.cast.entities.get(person.member_of or "") if head.lemma in _BODY_NOUNS else state
            return (side.id,) if side is not None else ()
        return ()

    def _named_bloc(self, head: Token) -> tuple[str, ...]:
        """As in "the ASEAN nations": the body that its members are called after."""
        if head.lemma not in _BLOC_NOUNS:
            return ()
        bodies = (self.cast.at(kid) for kid in self.document.children(head, "compound", "nmod"))
        return tuple(e.id for e in bodies if e is not None and e.kind == "InternationalOrganization")[:1]

    def _apposed(self, head: Token) -> tuple[str, ...]:
        """As in "its allies, the ROK and Japan", "the space agency Glavkosmos": the names that spell a phrase out."""
        names = [t for kid in self.document.children(head, "appos") for t in noun_conjuncts(self.document, kid)]
        names = spelled_out(self.document, self.cast, head) or names + self._known_as(head)
        found = [e.id for t in names if (e := self.cast.at(t)) is not None and e.is_actor]
        return tuple(dict.fromkeys(found))

    def _known_as(self, head: Token) -> list[Token]:
        """As in "forces led by X, known as the Y": the name that a phrase goes by, though the parser hung it deeper."""
        below = [t for t in self.document.subtree(head) if t.i > head.i and t.lower == "known" and t.dep == "acl"]
        near = [
            t for t in below if not is_beyond(self.document, t, head, frozenset({"relcl", "advcl", "conj", "appos"}))
        ]
        return [t for verb in near for t in prepositional_objects(self.document, verb, "as")]

    def _examples(self, head: Token) -> tuple[str, ...]:
        """As in "partners like Canada and the EU", "allies including Japan", "three leaders of X, among them Y"."""
        document = self.document
        names = [
            t
            for kid in self._exemplifying(head)
            for pobj in document.children(kid, "pobj")
            for t in _all(document, pobj)
        ]
        found = [e.id for t in names if self._named(t) and (e := self.cast.at(t)) is not None and e.is_actor]
        return tuple(dict.fromkeys(found))

    def _exemplifying(self, head: Token) -> list[Token]:
        """The prepositions that give examples of a head; of persons also where the parser hung them beside or below."""
        document = self.document
        own = document.children(head, "prep")
        if head.tag == "NNS" and self._nouns.is_person(head):
            bodies = [t for kid in own if kid.lower == "of" for t in document.children(kid, "pobj")]
            own = own + [kid for body in bodies for kid in document.children(body, "prep")]
            beside = document.children(document.head(head), "prep") if head.dep in ("dobj", "nsubjpass") else []
            own += [kid for kid in beside if kid.i > head.i and kid.lower == "including"]
        return [
            kid
            for kid in own
            if kid.lower in ("like", "including") or (kid.lower == "as" and document.tokens[kid.i - 1].lower == "such")
        ]

    def _named(self, token: Token) -> bool:
        reference = self.cast.reference_at(token)
        return reference is not None and reference.how in ("name", "acronym")

    def _of_phrase(self, head: Token) -> tuple[str, ...]:
        apposed = self._own_side(head) or self._named_bloc(head) or self._apposed(head) or self._examples(head)
        if apposed:
            return apposed
        counted = self.counted(head)
        if counted is not None:
            return self._of_one(counted)
        seat = self._bodies.seat(head)
        if seat is not None:
            return (seat.id,)
        lemma = head.lemma
        owners = self._owners.of(head)
        if self._nouns.is_aircraft(head):
            return next(((owner.id,) for owner in owners if owner.kind == STATE), ())
        mission = self.forces.mission_of(head) if not owners or head.lemma == "mission" else None
        if mission is not None:
            return (mission.id,)
        if lemma in MEMBER_NOUNS | FORCE_NOUNS or (lemma in _MEN and self.forces.has_owner_pronoun(head)):
            return self.forces.members(head, owners) or self.forces.here(head)
        if self._nouns.is_person(head):
            sides = self._owners.sides(head)
            if len(sides) > 1 or any(side.kind != STATE for side in sides):
                return tuple(side.id for side in sides)
            return (self._described.of(head).id,)
        doers = self._doers(head)
        return doers or tuple(owner.id for owner in owners if owner.is_actor)[:1]

    def _doers(self, deed: Token) -> tuple[str, ...]:
        """As in "the firing by Indian forces", "an ambush by gunmen": those behind a deed are who did it."""
        return self.of(prepositional_objects(self.document, deed, "by")) if deed.lemma in DEEDS else ()

    def counted(self, head: Token) -> Token | None:
        """The noun that a quantity counts: "thousands of refugees", "a group of soldiers", "one of the officials"."""
        if head.lemma not in _QUANTITIES and head.pos != "NUM":
            return None
        of = next((kid for kid in self.document.children(head, "prep") if kid.lower == "of"), None)
        return self.document.child(of, "pobj") if of is not None else None


def _all(document: Document, head: Token) -> list[Token]:
    """The heads joined to one, each with the name that spells it out: "its president X and Y"."""
    return [t for joined in noun_conjuncts(document, head) for t in (joined, *document.children(joined, "appos"))]
