"""Check quads against the SHACL shapes of the ontology before they are stored.

What is checked is small: one article's graph, its metadata and the entities that it names. Types are written
out in the quads, so neither inference nor the ontology is needed, and the shapes are parsed once per process.
It says what breaks a rule; it does not mend anything, and it does not know whether a fact is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import DataError
from ontology.model import SHAPES, read_graph
from ontology.terms import SH, Rdf

SHOWN: Final = 5
"""Violations that a message spells out; the rest are counted."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule: the node, the property (empty when the rule is on the node) and the shape's message."""

    focus: str
    path: str
    message: str


def check_quads(quads: Iterable[ox.Quad], what: str) -> None:
    """Raise DataError, naming `what` and the first violations, unless the quads satisfy every shape."""
    found = find_violations(quads)
    if found:
        lines = [f"  {v.focus} {v.path}: {v.message}" for v in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"  and {len(found) - SHOWN} more")
        raise DataError(f"{what} breaks {len(found)} rule(s) of ontology/shapes.ttl:\n" + "\n".join(lines))


def find_violations(quads: Iterable[ox.Quad]) -> tuple[Violation, ...]:
    """Every broken rule, sorted; warnings and remarks of the shapes do not count."""
    conforms, report, _ = pyshacl.validate(
        to_rdflib(quads),
        shacl_graph=_shapes(),
        inference="none",
        inplace=True,  # the graph was made for this check: no copy of it is needed
        advanced=False,
        allow_warnings=True,
        allow_infos=True,
        do_owl_imports=False,
        meta_shacl=False,
    )
    if conforms:
        return ()
    if not isinstance(report, Graph):
        raise DataError(f"The shapes could not be applied: {report}. Check ontology/shapes.ttl.")
    return tuple(sorted(set(_violations(report))))


def _violations(report: Graph) -> Iterable[Violation]:
    for result in report.subjects(URIRef(Rdf.type), URIRef(SH + "ValidationResult")):
        if report.value(result, URIRef(SH + "resultSeverity")) == URIRef(SH + "Violation"):
            parts = (report.value(result, URIRef(SH + name)) for name in ("focusNode", "resultPath", "resultMessage"))
            yield Violation(*("" if part is None else str(part) for part in parts))


@cache
def _shapes() -> Graph:
    return read_graph(SHAPES)


def to_rdflib(quads: Iterable[ox.Quad]) -> Graph:
    """The union of the quads as an rdflib graph."""
    graph = Graph()
    for quad in quads:
        graph.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise DataError(f"A triple stands as a term: {term}. The graph holds none; remove it.")
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value))
