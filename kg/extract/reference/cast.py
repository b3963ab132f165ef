"""Who and what appears in one article: entities as they are gathered, and where the text refers to them.

`Entity` is a draft that the mention stages fill; `Cast` holds all of them with their references. After
coreference the cast only answers questions; `kg.extract.actors` freezes it into the facts' types.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.language.document import Document, Token
from kg.model import Span

PERSON = "Person"
UNNAMED = "UnnamedSource"
DE_FACTO = "DeFacto"  # in the lexicon; in the facts a State that is part of the state it lies in
STATE = "State"
PLACES = frozenset({"Settlement", "WaterBody", "Region", "Site", "Territory"})
ORGANIZATIONS = frozenset(
    """
    Organization Government GovernmentBody Legislature ArmedForce ArmedGroup PoliticalParty
    InternationalOrganization Alliance MediaOrganization Company
    """.split()
)
ACTORS = ORGANIZATIONS | {PERSON, UNNAMED, STATE, "PopulationGroup"}


@dataclass(slots=True)
class Entity:
    """A draft of an actor, place or asset.

    `names` counts the surfaces that refer to it by name; `offices` are the head words of a person's titles.
    `rated` is the best score that an entity typer gave it, with the kind that it was given for.
    """

    id: str
    kind: str
    canonical: str
    iso3: str | None = None
    names: Counter[str] = field(default_factory=Counter)
    member_of: str | None = None
    part_of: str | None = None
    known: bool = False
    offices: set[str] = field(default_factory=set)
    rated: tuple[float, str] = (0.0, "")

    @property
    def score(self) -> float:
        """The typer's score of the kind that the entity has; 0.0 where no typer gave it that."""
        return self.rated[0] if self.rated[1] == self.kind else 0.0

    @property
    def is_actor(self) -> bool:
        """Whether the entity can act."""
        return self.kind in ACTORS

    @property
    def is_place(self) -> bool:
        """Whether the entity is (also) a place."""
        return self.kind in PLACES or self.kind == STATE

    @property
    def is_asset(self) -> bool:
        """Whether the entity is material or a facility."""
        return not self.is_actor and not self.is_place


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the text that refers to an entity.

    `how` is "name", "adjective", "acronym", "title", "pronoun", "description" or "people".
    """

    span: Span
    entity: str
    how: str


class Cast:
    """The entities of one article and the references to them, by token; `desk` is the state it is written from."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.desk: str | None = None
        self.entities: dict[str, Entity] = {}
        self._by_key: dict[tuple[str, str], str] = {}
        self._became: dict[str, str] = {}
        self._references: list[Reference] = []
        self._above: list[Reference] = []
        self._ordered: list[Reference] | None = None
        self._spots: dict[str, list[int]] = {}
        self._at: dict[int, Reference] = {}
        self._made = 0

    def entity(
        self, kind: str, canonical: str, iso3: str | None = None, *, known: bool = False, scope: str = ""
    ) -> Entity:
        """The entity of that kind and name, made if it is new."""
        family = "person" if kind == PERSON else "asset" if kind not in ACTORS | PLACES else "body"
        key = (family + scope, canonical.casefold())
        if key not in self._by_key:
            made = Entity(f"e{self._made}", kind, canonical, iso3, known=known)
            self._made += 1
            self.entities[made.id] = made
            self._by_key[key] = made.id
        found = self.entities[self._by_key[key]]
        found.iso3 = found.iso3 or iso3
        return found

    def refer(self, span: Span, entity: Entity, how: str) -> None:
        """Record that the span refers to the entity; a token keeps its first reference."""
        reference = Reference(span, entity.id, how)
        fresh = [token for token in self.document.tokens_in(span) if token.i not in self._at]
        for token in fresh:
            self._at[token.i] = reference
        if fresh or how == "pronoun":
            self._references.append(reference)
            self._ordered = None
            self._spots.setdefault(entity.id, []).append(span.start)
        if how in ("name", "acronym"):
            entity.names[self.document.text[span.start : span.end]] += 1

    def refer_above(self, span: Span, entity: Entity) -> None:
        """Record that words above the body, which have no tokens, name the entity."""
        self._above.append(Reference(span, entity.id, "name"))
        entity.names[self.document.text[span.start : span.end]] += 1

    def references_above(self) -> Sequence[Reference]:
        """What names something above the body, in the order in which it was found."""
        return [Reference(r.span, self.now(r.entity), r.how) for r in self._above]

    def reference_at(self, token: Token) -> Reference | None:
        """The reference that covers a token, or None."""
        return self._at.get(token.i)

    def at(self, token: Token) -> Entity | None:
        """The entity that a token refers to, or None."""
        reference = self._at.get(token.i)
        return self.entities[reference.entity] if reference else None

    def antecedent(self, whose: Token) -> Entity | None:
        """What a relative "whose" stands for: the nearest name before it that its clause hangs on."""
        nouns = (t for t in self.document.ancestors(whose) if t.i < whose.i and t.pos in ("NOUN", "PROPN"))
        named = (t for noun in nouns for t in (noun, *self.document.children(noun, "appos")) if t.i < whose.i)
        return next((entity for t in named if (entity := self.at(t)) is not None), None)

    def within(self, tokens: Iterable[Token]) -> list[tuple[Reference, Entity]]:
        """The references among tokens in order, each once, with their entities."""
        seen: dict[tuple[Span, str], Reference] = {}
        for token in tokens:
            reference = self._at.get(token.i)
            if reference is not None:
                seen.setdefault((reference.span, reference.entity), reference)
        return [(reference, self.entities[reference.entity]) for reference in seen.values()]

    def references(self) -> Sequence[Reference]:
        """All references in text order."""
        if self._ordered is None:
            self._ordered = sorted(self._references, key=lambda r: (r.span.start, r.span.end, r.entity))
        return self._ordered

    def spots(self, entity: Entity) -> Sequence[int]:
        """The offsets where the text refers to the entity, in the order in which they were found."""
        return self._spots.get(entity.id, ())

    def _reorder(self, references: list[Reference]) -> None:
        self._references, self._ordered, self._spots = references, None, {}
        for reference in references:
            self._spots.setdefault(reference.entity, []).append(reference.span.start)

    def before(self, offset: int) -> Iterator[Reference]:
        """The references that end at or before an offset, nearest first."""
        ordered = self.references()
        for k in range(bisect_left(ordered, offset, key=lambda r: r.span.start) - 1, -1, -1):
            if ordered[k].span.end <= offset:
                yield ordered[k]

    def state(self, iso3: str) -> Entity | None:
        """The state of a code, if the article has it."""
        states = (e for e in self.entities.values() if e.kind == STATE and e.part_of is None)
        return next((e for e in states if e.iso3 == iso3), None)

    def reassign(self, reference: Reference, entity: Entity) -> None:
        """Make one reference a reference to another entity."""
        changed = Reference(reference.span, entity.id, reference.how)
        self._reorder([changed if r == reference else r for r in self._references])
        self._at = {i: changed if r == reference else r for i, r in self._at.items()}
        text = self.document.text[reference.span.start : reference.span.end]
        self.entities[reference.entity].names[text] -= 1
        self.entities[reference.entity].names += Counter()
        entity.names[text] += 1

    def merge(self, kept: Entity, gone: Entity) -> None:
        """Make one entity of two; every reference to `gone` becomes one to `kept`."""
        kept.names.update(gone.names)
        kept.iso3 = kept.iso3 or gone.iso3
        kept.member_of = kept.member_of or gone.member_of
        kept.part_of = kept.part_of or gone.part_of
        kept.rated = max(kept.rated, gone.rated)
        self._reorder([Reference(r.span, kept.id, r.how) if r.entity == gone.id else r for r in self._references])
        self._at = {i: Reference(r.span, kept.id, r.how) if r.entity == gone.id else r for i, r in self._at.items()}
        self._by_key = {key: kept.id if value == gone.id else value for key, value in self._by_key.items()}
        for entity in self.entities.values():
            entity.member_of = kept.id if entity.member_of == gone.id else entity.member_of
            entity.part_of = kept.id if entity.part_of == gone.id else entity.part_of
        del self.entities[gone.id]
        self._became[gone.id] = kept.id

    def now(self, entity: str) -> str:
        """The id under which an entity goes now: its own, or that of the one which it was merged into."""
        while entity in self._became:
            entity = self._became[entity]
        return entity
