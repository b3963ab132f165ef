"""What is pushed: each named graph of a store as sorted statements, with a digest that names its content.

The digest does not depend on the order of statements nor on the names of blank nodes, which are made canonical
first (RDFC-1.0), so it changes when the graph does and never otherwise.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Store

from kg.graph.iris import Iris


@dataclass(frozen=True, slots=True)
class GraphContent:
    """One named graph: its IRI, its statements without the graph's name, and the digest of them."""

    iri: str
    quads: tuple[Quad, ...]
    digest: str

    @property
    def triples(self) -> int:
        """How many statements it has."""
        return len(self.quads)

    @property
    def lines(self) -> str:
        """The statements as N-Triples, which is Turtle too."""
        return "\n".join(statement(quad) for quad in self.quads) + "\n"


def statement(quad: Quad) -> str:
    """A quad as a line of N-Triples."""
    return f"{quad.subject} {quad.predicate} {quad.object} ."


def pushed_graphs(store: Store, iris: Iris, *, everything: bool = False) -> list[str]:
    """The IRIs of the graphs that leave this database, sorted; with `everything` also graph/build."""
    left_out = "" if everything else iris.graph("build")
    graphs = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    return sorted(graph for graph in graphs - {left_out} if _has_quads(store, graph))


def _has_quads(store: Store, graph: str) -> bool:
    return next(iter(store.quads_for_pattern(None, None, None, NamedNode(graph))), None) is not None


def read_graph(store: Store, graph: str) -> GraphContent:
    """One graph of a store."""
    return graph_content(graph, store.quads_for_pattern(None, None, None, NamedNode(graph)))


def graph_content(graph: str, quads: Iterable[Quad]) -> GraphContent:
    """Quads, all of one graph, in their canonical form."""
    found = list(quads)
    if any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object)):
        dataset = Dataset(Quad(q.subject, q.predicate, q.object) for q in found)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found = list(dataset)
    ordered = sorted({statement(quad): quad for quad in found}.items())
    text = "\n".join(line for line, _ in ordered)
    return GraphContent(graph, tuple(quad for _, quad in ordered), hashlib.sha256(text.encode()).hexdigest())


def parts(quads: Sequence[Quad], size: int) -> Iterator[list[Quad]]:
    """Statements in parts of about `size`; those that share a blank node stay together, however many they are."""
    part: list[Quad] = []
    for group in _joined_by_blank_nodes(quads):
        if part and len(part) + len(group) > size:
            yield part
            part = []
        part += group
    if part:
        yield part


def _joined_by_blank_nodes(quads: Sequence[Quad]) -> list[list[Quad]]:
    """Groups of statements that no blank node joins to another group; a statement without one stands alone."""
    heads: dict[str, str] = {}

    def head(node: str) -> str:
        while (above := heads.setdefault(node, node)) != node:
            heads[node] = heads[above]
            node = above
        return node

    for quad in quads:
        names = _blank_nodes(quad)
        for name in names:
            heads[head(name)] = head(names[0])
    groups: defaultdict[str, list[Quad]] = defaultdict(list)
    for number, quad in enumerate(quads):
        names = _blank_nodes(quad)
        groups[head(names[0]) if names else f" {number}"].append(quad)
    return list(groups.values())


def _blank_nodes(quad: Quad) -> list[str]:
    return [term.value for term in (quad.subject, quad.object) if isinstance(term, BlankNode)]
