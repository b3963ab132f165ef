"""How one article's quads are collected: a sheet for each of its three graphs, together its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataError
from kg.graph.naming import Names, all_types
from kg.model import Facts, PartialDate, Passage
from ontology.terms import Cmq, Rdf, Xsd

DATE_TYPES: Final = {10: Xsd.date, 7: Xsd.gYearMonth, 4: Xsd.gYear}
"""Length of the ISO form to datatype: as precise as the text says it."""


@dataclass(slots=True)
class Sheet:
    """The quads of one graph while they are collected."""

    graph: NamedNode
    quads: set[Quad] = field(default_factory=set)

    def link(self, subject: str, predicate: str, target: str) -> None:
        """A statement about two things, all three by IRI."""
        self.quads.add(Quad(NamedNode(subject), NamedNode(predicate), NamedNode(target), self.graph))

    def text(self, subject: str, predicate: str, value: str, datatype: str = Xsd.string) -> None:
        """A statement with a literal."""
        literal = Literal(value, datatype=NamedNode(datatype))
        self.quads.add(Quad(NamedNode(subject), NamedNode(predicate), literal, self.graph))

    def date(self, subject: str, predicate: str, value: PartialDate | None) -> None:
        """As precise as it is known; nothing for None."""
        if value is not None:
            text = value.isoformat()
            self.text(subject, predicate, text, DATE_TYPES[len(text)])

    def all(self, subject: str, terms: Iterable[tuple[str, NamedNode | Literal]]) -> None:
        """Several statements about one thing: predicate and object of each."""
        for predicate, term in terms:
            self.quads.add(Quad(NamedNode(subject), NamedNode(predicate), term, self.graph))

    def types(self, subject: str, local_name: str) -> None:
        """A class of ours by its local name, with all that it is a kind of."""
        for iri in all_types(local_name):
            self.link(subject, Rdf.type, iri)

    def sorted(self) -> tuple[Quad, ...]:
        """What was collected, in the order of its N-Quads."""
        return tuple(sorted(self.quads, key=str))


@dataclass(frozen=True, slots=True)
class Page:
    """One article on its way to quads. `confidence` and `sentences` settle what two facts say of one node."""

    facts: Facts
    names: Names
    said: Sheet
    known: Sheet
    listed: Sheet
    confidence: dict[str, float] = field(default_factory=dict)
    sentences: dict[str, int] = field(default_factory=dict)

    @property
    def article(self) -> str:
        """The article's IRI."""
        return self.names.iris.article(self.names.identifier)

    def passage(self, passage: Passage, number: int = 1) -> str:
        """Write the passage; where two stages number its sentence differently the lower one stands."""
        iri, span = self.names.passage(passage.span, number), passage.span
        exact = self.facts.article.slice(span)
        if not 0 <= span.start < span.end or len(exact) != span.end - span.start:
            raise DataError(
                f"Article {self.names.identifier!r} has {len(self.facts.article.text)} characters; a passage at "
                f"{span.start}-{span.end} is outside of it or empty. The stage that made it must be mended."
            )
        self.said.types(iri, "Passage")
        self.said.link(iri, Cmq.inArticle, self.article)
        self.said.text(iri, Cmq.start, str(span.start), Xsd.integer)
        self.said.text(iri, Cmq.end, str(span.end), Xsd.integer)
        self.said.text(iri, Cmq.exact, exact)
        self.sentences[iri] = min(passage.sentence, self.sentences.get(iri, passage.sentence))
        return iri

    def described(self, iri: str, evidence: Iterable[Passage], confidence: float) -> None:
        """What every described thing has: its passages, its confidence, and who read it."""
        for passage in evidence:
            self.said.link(iri, Cmq.evidence, self.passage(passage))
        self.said.link(iri, Cmq.extractedBy, self.names.iris.software)
        self.confidence[iri] = max(confidence, self.confidence.get(iri, 0.0))
