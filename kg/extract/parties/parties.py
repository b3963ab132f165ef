"""Who a noun phrase stands for: from the head of a phrase to the entities that act or are acted upon.

Names and resolved words answer at once. A phrase without a name is read by its head: a force or militants
with their state or group ("Israeli troops", "Hamas fighters"), officials "from" states, a described person
or crowd (an actor without a name), a thing or deed with an owner ("the DPRK's launches"). Anything else
gives no party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.parties.phrases import DEEDS, DONE_TO, HOUSES, TALKS, is_beyond, phrase_span
from kg.extract.parties.unnamed_bodies import UnnamedBodies
from kg.extract.reference.capitals import state_of_capital
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, UNNAMED, Cast, Entity
from kg.extract.reference.context import Context
from kg.extract.reference.plurals import FIGHTERS, Groups
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import Entities
from kg.lexicon.triggers import Triggers
from kg.model import Span

_MEMBER_NOUNS = FIGHTERS | frozenset(
    "force troop soldier operative group faction cell proxy member mission peacekeeper contingent".split()
)
_STATE_FORCES = frozenset("armed government security army air naval defence defense state".split())
_MEN = frozenset({"man", "woman", "unit", "brigade", "battalion", "gunner", "pilot", "people"})  # of a leader or body
_FORCE_NOUNS = frozenset(
    """
    troop force soldier army military navy warplane jet commando police marine paratrooper
    """.split()
)
_AIRCRAFT = frozenset({"fighter", "bomber", "interceptor"})  # which are men where no type stands before them
_JETS = frozenset({"jet", "stealth"})
_OFFICE_NOUNS = frozenset(
    """
    official leader diplomat negotiator envoy representative minister delegation authority counterpart lawmaker
    adviser advisor spokesman spokeswoman spokesperson commander ambassador general source aide
    """.split()
)
_QUANTITIES = frozenset(
    """
    thousand hundred dozen ten million score number group crowd handful member one some many most part team squad
    column convoy band wave pair couple
    """.split()
)
_STATE_AGENTS = frozenset(
    """
    police policeman guard soldier troop army military navy gendarme prosecutor authority official ministry
    lawmaker parliament court marine government junta regime
    """.split()
)  # who serves the state that the text is about, where no other owner is named
_WITH_A_SIDE = _MEMBER_NOUNS | _FORCE_NOUNS | _OFFICE_NOUNS | _STATE_AGENTS
_BLOC_NOUNS = frozenset("nation state country member power bloc alliance group government ally partner".split())
_BODY_NOUNS = frozenset("movement party group organization organisation faction".split())
_SIDE_NOUNS = frozenset("delegation government country nation administration side regime".split()) | _BODY_NOUNS
_BACK = 100  # references back to the mission whose peacekeepers are told of
_ARMED = frozenset("armed militia militant rebel insurgent guerrilla paramilitary jihadist jihadi".split())
_TIED = frozenset("affiliate align ally link associate tie".split())
_USING = frozenset("use operate hold control run own occupy".split())
_MISSIONS = frozenset("security peacekeeping peace-keeping stabilization stabilisation observer monitoring".split())
_DWELLING = frozenset("base shelter hide live station deploy harbour harbor exile".split())
_MISSION = re.compile(r"\b(?:Mission|Force)\b")
_SIDE_PREPOSITIONS = ("from", "of")
_PEOPLE_PREPOSITIONS = ("from", "of", "in", "for", "with")


class Parties:
    """Answers who a token stands for, and makes described actors on demand.

    `context` tells of which state something is; `bystanders` are the ids of described persons who serve no side;
    `capitals` the mentions of capitals that were asked about, with the ids of their states; `operators` the ids of
    those who run the things that stand at some tokens, where the article tells them; `voice` the id of the person
    whose own word the whole text is, or None.
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
        self.capitals: dict[Span, str] = {}
        self.context = Context(document, cast, lexicon)
        self._bodies = UnnamedBodies(document, cast, self.context, lexicon)
        self.bystanders: set[str] = set()
        self.operators: dict[int, str] = {}
        self.voice: str | None = None
        self._persons = triggers.persons | FIGHTERS
        self._agents = triggers.agents

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
        if token.tag != "NN" or self.cast.at(token) is not None or not self._is_person_noun(token):
            return False
        bare = not self.document.children(token, "det", "poss", "nummod", "appos") and self._titled(token) is None
        following = next((t for t in heads if t.i > token.i and t.dep == "conj"), None)
        entity = self.cast.at(following) if following is not None else None
        return bare and entity is not None and entity.kind == PERSON and self._titled_name(following)

    def _titled_name(self, name: Token | None) -> bool:
        """Whether a title stands right before a name: "militia leader Ali Hassan"."""
        reference = self.cast.reference_at(name) if name is not None else None
        first = self.document.tokens_in(reference.span)[0].i if reference is not None else 0
        return first > 0 and self._is_person_noun(self.document.tokens[first - 1])

    def can_act(self, token: Token) -> bool:
        """Whether a head is a word for somebody, known or not: "both sides", "the West"."""
        unknown = token.pos == "PROPN" and token.ent not in ("DATE", "TIME") and self.cast.at(token) is None
        return token.lemma in self._agents or unknown

    def described(self, head: Token) -> str:
        """The id of the actor that a phrase describes, made on demand."""
        return self._described(head).id

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
        return self._is_person_noun(token) or bool(
            self._modifiers(token) and token.lemma in _MEMBER_NOUNS | _FORCE_NOUNS | _OFFICE_NOUNS
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
            return (entity.id if whole else self._described(token).id,)
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
        names += self._known_as(head)
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
        """As in "partners like Canada and the EU", "allies including Japan"."""
        found: list[str] = []
        for kid in self.document.children(head, "prep"):
            if kid.lower in ("like", "including") or (
                kid.lower == "as" and self.document.tokens[kid.i - 1].lower == "such"
            ):
                names = [t for pobj in self.document.children(kid, "pobj") for t in noun_conjuncts(self.document, pobj)]
                found.extend(
                    e.id for t in names if self._named(t) and (e := self.cast.at(t)) is not None and e.is_actor
                )
        return tuple(dict.fromkeys(found))

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
        owners = self._modifiers(head)
        if self._is_aircraft(head):
            return next(((owner.id,) for owner in owners if owner.kind == STATE), ())
        mission = self.mission_of(head) if not owners or head.lemma == "mission" else None
        if mission is not None:
            return (mission.id,)
        if lemma in _MEMBER_NOUNS | _FORCE_NOUNS or (lemma in _MEN and self._possessive_pronoun(head)):
            return self._members(head, owners) or self._forces_here(head)
        if self._is_person_noun(head):
            sides = self._sides(head)
            if len(sides) > 1 or any(side.kind != STATE for side in sides):
                return tuple(side.id for side in sides)
            return (self._described(head).id,)
        doers = self._doers(head)
        return doers or tuple(owner.id for owner in owners if owner.is_actor)[:1]

    def _doers(self, deed: Token) -> tuple[str, ...]:
        """As in "the firing by Indian forces", "an ambush by gunmen": those behind a deed are who did it."""
        return self.of(prepositional_objects(self.document, deed, "by")) if deed.lemma in DEEDS else ()

    def _is_aircraft(self, head: Token) -> bool:
        """As in "MiG-21 fighters", "jet fighters": no men, but material."""
        if head.lemma not in _AIRCRAFT or not head.i:
            return False
        before = self.document.tokens[head.i - 1]
        entity = self.cast.at(before)
        return before.lower in _JETS or (entity is not None and entity.is_asset)

    def mission_of(self, head: Token) -> Entity | None:
        """As in "two peacekeepers", "the security mission": the mission named last before them, else the only one."""
        if head.lemma != "peacekeeper" and not self._is_mission(head):
            return None
        before = (
            self.cast.entities[r.entity] for r in islice(self.cast.before(head.start), _BACK) if r.how != "pronoun"
        )
        found = next((e for e in before if e.kind in ORGANIZATIONS and _MISSION.search(e.canonical)), None)
        if found is not None:
            return found
        named = [e for e in self.cast.entities.values() if e.kind in ORGANIZATIONS and _MISSION.search(e.canonical)]
        return named[0] if len(named) == 1 else None

    def _is_mission(self, head: Token) -> bool:
        kids = self.document.children(head)
        armed = any(kid.lemma in _MISSIONS for kid in kids if kid.dep in ("amod", "compound", "nmod"))
        return head.lemma == "mission" and armed and any(kid.lower == "the" for kid in kids)

    def counted(self, head: Token) -> Token | None:
        """The noun that a quantity counts: "thousands of refugees", "a group of soldiers", "one of the officials"."""
        if head.lemma not in _QUANTITIES and head.pos != "NUM":
            return None
        of = next((kid for kid in self.document.children(head, "prep") if kid.lower == "of"), None)
        return self.document.child(of, "pobj") if of is not None else None

    def _members(self, head: Token, owners: Sequence[Entity]) -> tuple[str, ...]:
        states = [owner for owner in owners if owner.kind == STATE]
        if len(states) > 1 and states == list(owners) and head.tag in ("NNS", "NNPS"):
            return tuple(owner.id for owner in states)
        for owner in owners:
            if owner.kind in ("ArmedGroup", "PoliticalParty", "ArmedForce"):
                return (owner.id,)
            if owner.kind == PERSON:
                return (self._led_by(owner),)
            if owner.kind in ORGANIZATIONS:
                return (owner.id,)
            if owner.kind in (STATE, "Territory") and owner.iso3 is not None:
                if (
                    head.lemma in _FORCE_NOUNS
                    and owner.kind == STATE
                    and not self._number(head)
                    and not self._possessive_pronoun(head)
                ):
                    return (self._force(head, owner).id,)
                return (owner.id,) if owner.is_actor and self._possessive_pronoun(head) else (self._described(head).id,)
        sides = self._sides(head)
        if sides:
            return tuple(side.id for side in sides)
        described = self._is_person_noun(head) or self._bodies.kind(head) is not None or self._is_armed(head)
        return (self._described(head).id,) if described else ()

    def _is_armed(self, head: Token) -> bool:
        """As in "by an armed group", "an unidentified rebel faction": nobody that is known, but somebody."""
        kids = self.document.children(head, "amod", "compound", "nmod")
        return any(kid.lower in _ARMED for kid in kids) and head.lemma != "force"

    def _forces_here(self, head: Token) -> tuple[str, ...]:
        """As in "the armed forces", "government troops": those of the state that the text is about there."""
        coalition = self._bodies.coalition(head)
        if coalition is not None:
            return (coalition.id,)
        kids = self.document.children(head, "amod", "compound", "nmod")
        if head.lemma not in _FORCE_NOUNS or not any(kid.lower in _STATE_FORCES for kid in kids):
            return ()
        there = (self.cast.at(t) for t in prepositional_objects(self.document, head, "in"))
        named = next((e for e in there if e is not None and e.kind == STATE), None)
        state = named or self.context.state_at(head)  # a town told of before is no sign of whose they are
        return (self._force(head, state).id,) if state is not None else ()

    def _led_by(self, person: Entity) -> str:
        """As in "his fighters": those of the group or force that a person leads, else they act for the person."""
        led = self.cast.entities.get(person.member_of or "")
        return led.id if led is not None and led.kind in ("ArmedGroup", "ArmedForce") else person.id

    def _number(self, head: Token) -> bool:
        """Whether soldiers are counted: "two Kenyan soldiers" are not the army."""
        return head.lemma == "soldier" and self.document.child(head, "nummod") is not None

    def _possessive_pronoun(self, head: Token) -> bool:
        return any(kid.dep == "poss" and kid.pos == "PRON" for kid in self.document.children(head))

    def _force(self, head: Token, state: Entity) -> Entity:
        """The armed force of a state: the one that the article names, or one called after the state."""
        named = [e for e in self.cast.entities.values() if e.kind == "ArmedForce" and e.iso3 == state.iso3]
        if (len(named) == 1 and not named[0].known) or named:
            force = named[0]
        else:
            adjective = next(
                (a for a, name in self._lexicon.adjectives.items() if name == state.canonical), state.canonical
            )
            force = self.cast.entity("ArmedForce", f"{adjective} armed forces", state.iso3)
            force.part_of = force.part_of or state.id
        self.cast.refer(phrase_span(self.document, head, short=True), force, "name")
        return force

    def _is_person_noun(self, token: Token) -> bool:
        if token.pos not in ("NOUN", "PROPN", "ADJ") or self._is_aircraft(token):
            return False
        return token.lemma in self._persons or token.lemma in _OFFICE_NOUNS or token.i in self._titles

    def _modifiers(self, head: Token) -> list[Entity]:
        """The entities that own or qualify a head: possessive, adjective, compound, "of"/"by" phrase, "used by"."""
        described = [] if self._is_person_noun(head) else self.document.children(head, "acl")
        users = [kid for kid in described if kid.lemma in _USING and kid.tag == "VBN"]
        behind = [t for kid in users for t in prepositional_objects(self.document, kid, "by")]
        found = [e for t in behind if (e := self.cast.at(t)) is not None and e.is_actor]
        for kid in self.document.children(head, "poss", "amod", "compound", "nmod"):
            for token in noun_conjuncts(self.document, kid):
                entity = self.cast.antecedent(token) if token.lower == "whose" else self.cast.at(token)
                if entity is None and kid.dep == "poss":
                    found.extend(self.cast.entities[i] for i in self._groups.at(token))
                elif entity is not None and not entity.is_asset and not _only_where(entity, kid, head):
                    found.append(self._metonym(entity))
        owning = ("by",) if head.lemma in DONE_TO else ("by", "of")
        for preposition in sorted(self.document.children(head, "prep"), key=lambda p: (p.lower != "by", p.i)):
            if preposition.lower in owning:
                for kid in self.document.children(preposition, "pobj"):
                    found.extend(
                        e
                        for t in noun_conjuncts(self.document, kid)
                        if (e := self.cast.at(t)) is not None and e.is_actor
                    )
        return found

    def _metonym(self, entity: Entity) -> Entity:
        return state_of_capital(self.cast, entity, self._lexicon) or entity

    def _sides(self, head: Token) -> list[Entity]:
        """As in "officials from Qatar and Egypt", "Israeli and Palestinian negotiators", "leaders of both factions"."""
        plural = head.tag in ("NNS", "NNPS")
        behind = [kid for kid in self.document.children(head, "prep") if kid.lower in _SIDE_PREPOSITIONS]
        named = [
            t
            for kid in behind
            for pobj in self.document.children(kid, "pobj")
            for t in noun_conjuncts(self.document, pobj)
        ]
        found = [e for t in named for e in self._side_at(t, plural=plural)]
        if not found and plural:
            found = [e for e in self._modifiers(head) if e.kind == STATE]
        return found

    def _side_at(self, token: Token, *, plural: bool) -> list[Entity]:
        """The states that a word behind officials stands for; of a body only several speak for it."""
        group = self._groups.at(token)
        if group:
            return [self.cast.entities[i] for i in group]
        entity = self.cast.at(token)
        if entity is None or not (entity.kind == STATE or (plural and entity.kind in ORGANIZATIONS)):
            return []
        return [entity]

    def _described(self, head: Token) -> Entity:
        """The actor that a phrase describes without a name."""
        span = phrase_span(self.document, head)
        text = " ".join(self.document.text[span.start : span.end].split())
        kind = self._bodies.kind(head)
        if kind is not None:
            draft = Entity("", kind, self._bodies.name(head))
            self._affiliate(head, draft)
            entity = self._bodies.find(head, draft)
        else:
            entity = self.cast.entity(UNNAMED, text, scope="described")
        if kind is not None:
            entity.names[text] += 1
        elif not entity.names:
            self._affiliate(head, entity)
            entity.names[text] += 1
            if self._is_bystander(head, entity):
                self.bystanders.add(entity.id)
        self.cast.refer(span, entity, "description")
        return entity

    def _is_bystander(self, head: Token, entity: Entity) -> bool:
        """Whether a described person serves no side: no state, no body, no office, no arms."""
        title = self._titles.get(head.i)
        in_office = title is not None and title.kind not in ("", "Other")
        return entity.iso3 is None and entity.member_of is None and not in_office and head.lemma not in _WITH_A_SIDE

    def _affiliate(self, head: Token, entity: Entity) -> None:
        reference = self.cast.reference_at(head)
        if reference is not None and reference.how == "people":
            entity.iso3 = self.cast.entities[reference.entity].iso3
            return
        nearby = self._modifiers(head)
        for preposition in self.document.children(head, "prep"):
            if preposition.lower in _PEOPLE_PREPOSITIONS:
                for kid in self.document.children(preposition, "pobj"):
                    behind = (kid, *self.document.children(kid, "poss"))
                    nearby.extend(e for t in behind if (e := self.cast.at(t)) is not None)
        nearby.extend([*self._tied_to(head), *self._where_they_are(head)])
        for other in nearby:
            entity.iso3 = entity.iso3 or other.iso3
            if other.is_actor and other.kind != UNNAMED and entity.member_of is None and other.id != entity.id:
                entity.member_of = other.id
        if not nearby and head.lemma in _STATE_AGENTS:
            state = self.context.state_of_scene(head)
            entity.iso3 = state.iso3 if state is not None else None

    def _where_they_are(self, head: Token) -> list[Entity]:
        """As in "militants based in Pakistan", "fighters hiding in Syria": the states that shelter those described."""
        clauses = self.document.children(head, "acl")
        dwelling = [kid for kid in clauses if kid.lemma in _DWELLING]
        places = [t for kid in dwelling for t in prepositional_objects(self.document, kid, "in")]
        return [e for t in places if (e := self.cast.at(t)) is not None and e.kind == STATE]

    def _tied_to(self, head: Token) -> list[Entity]:
        """As in "militias aligned with Iran", "groups linked to it": whose they are."""
        tied = [kid for kid in self.document.children(head, "acl") if kid.lemma in _TIED]
        behind = [t for kid in tied for name in ("with", "to") for t in prepositional_objects(self.document, kid, name)]
        return [e for t in behind if (e := self.cast.at(t)) is not None and e.is_actor]


def _only_where(entity: Entity, modifier: Token, head: Token) -> bool:
    """As in "the Kabul bombing", "the Vienna talks", "the parliament attack": where it was, and not whose it is.

    "Kabul's bombing" was done by its state.
    """
    if modifier.dep == "poss":
        return False
    town = entity.kind == "Settlement" and head.lemma in DEEDS | TALKS
    return town or (modifier.lower in HOUSES and head.lemma in DEEDS)
