"""Results as they were expected and as they came: read from any format, and compared.

Rows and columns are compared without their order, blank nodes by where they stand, numbers by their value (the
engine keeps no lexical forms). CSV knows no types, so there everything is text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import rdflib

from tests.w3c.manifests import file_iri

RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = frozenset[tuple[str, Term]]


@dataclass(frozen=True)
class Truth:
    """The answer to an ASK."""

    value: bool


@dataclass(frozen=True)
class Rows:
    """Solutions, in no order; unbound variables are left out."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Quads:
    """A graph or a dataset."""

    quads: frozenset[ox.Quad]


@dataclass(frozen=True)
class Cells:
    """A table of text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Result: TypeAlias = Truth | Rows | Quads | Cells

MEDIA_TYPES: Mapping[str, str] = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
"""What is asked for, by the ending of the file that holds the expected result."""


def read_file(path: Path) -> Result:
    """An expected result. A Turtle or RDF file holds a graph, or a table in the vocabulary of result sets."""
    if path.suffix in MEDIA_TYPES:
        return read_result(path.read_bytes(), MEDIA_TYPES[path.suffix])
    graph = rdflib.Graph().parse(path, publicID=file_iri(path))
    table = graph.value(None, rdflib.RDF.type, RS.ResultSet)
    if table is None:
        return read_quads(path)
    if (truth := graph.value(table, RS.boolean)) is not None:
        return Truth(str(truth) == "true")
    rows = []
    for solution in graph.objects(table, RS.solution):
        pairs = ((graph.value(b, RS.variable), graph.value(b, RS.value)) for b in graph.objects(solution, RS.binding))
        rows.append(frozenset((str(name), _from_rdflib(value)) for name, value in pairs))
    return Rows(tuple(rows))


def read_quads(path: Path, graph: str | None = None) -> Quads:
    """The triples of a file, in a named graph or in the default graph."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    found = ox.parse(path=path, base_iri=file_iri(path), rename_blank_nodes=True)
    return Quads(frozenset(ox.Quad(q.subject, q.predicate, _plain(q.object), name) for q in found))


def _from_rdflib(term: object) -> Term:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return _plain(ox.Literal(str(term), datatype=datatype))


def read_result(body: bytes, media_type: str) -> Result:
    """A result as it came. Raises SyntaxError or ValueError for what is none."""
    if media_type == "text/csv":
        header, *cells = csv.reader(io.StringIO(body.decode("utf-8")))
        return Cells(tuple(header), tuple(tuple(row) for row in cells))
    if (form := ox.RdfFormat.from_media_type(media_type)) is not None:
        found = ox.parse(body, form)
        return Quads(frozenset(ox.Quad(q.subject, q.predicate, _plain(q.object), q.graph_name) for q in found))
    answer = ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(media_type))
    if isinstance(answer, ox.QueryBoolean):
        return Truth(bool(answer))
    names = [variable.value for variable in answer.variables]
    rows = (((name, row[name]) for name in names) for row in answer)
    return Rows(tuple(frozenset((name, _plain(term)) for name, term in row if term is not None) for row in rows))


def _plain(term: Term) -> Term:
    """A number or truth value in one form for each value."""
    if not isinstance(term, ox.Literal):
        return term
    if term.datatype.value == XSD + "boolean":
        return ox.Literal({"0": "false", "1": "true"}.get(term.value, term.value), datatype=term.datatype)
    if term.datatype.value not in NUMBERS:
        return term
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return term
    return ox.Literal(str(value.normalize() + 0), datatype=term.datatype)


def same(expected: Result, found: Result) -> bool:
    """Whether two results say the same."""
    if isinstance(expected, Rows) and isinstance(found, Rows):
        return len(expected.rows) == len(found.rows) and _match(list(expected.rows), list(found.rows), {})
    if isinstance(expected, Cells) and isinstance(found, Cells):
        return set(expected.header) == set(found.header) and _match(_cells(expected), _cells(found), {})
    if isinstance(expected, Quads) and isinstance(found, Quads):
        return _canonical(expected.quads) == _canonical(found.quads)
    return expected == found


def _cells(table: Cells) -> list[Row]:
    def term(cell: str) -> Term:
        return ox.BlankNode(cell[2:]) if cell.startswith("_:") else ox.Literal(cell)

    return [frozenset((n, term(c)) for n, c in zip(table.header, row, strict=True)) for row in table.rows]


def _canonical(quads: Iterable[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def _match(expected: list[Row], found: list[Row], pairs: dict[ox.BlankNode, ox.BlankNode]) -> bool:
    """Whether rows can be paired with one meaning for each blank node."""
    if not expected:
        return not found
    first, rest = expected[0], expected[1:]
    for index, row in enumerate(found):
        more = _same_row(first, row, pairs)
        if more is not None and _match(rest, found[:index] + found[index + 1 :], more):
            return True
    return False


def _same_row(
    expected: Row, found: Row, pairs: dict[ox.BlankNode, ox.BlankNode]
) -> dict[ox.BlankNode, ox.BlankNode] | None:
    """The pairs of blank nodes with which two rows are the same; None when they are not."""
    one, other, pairs = dict(expected), dict(found), dict(pairs)
    if set(one) != set(other):
        return None
    for name, term in one.items():
        there = other[name]
        if isinstance(term, ox.BlankNode) and isinstance(there, ox.BlankNode):
            if pairs.setdefault(term, there) != there or list(pairs.values()).count(there) > 1:
                return None
        elif term != there:
            return None
    return pairs
