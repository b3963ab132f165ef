"""The decisions of all articles and the corrections together: which links are asserted.

    asserted    owl:sameAs in graph/entities: where all articles that link a thing agree, or a correction says so
    recorded    graph/links: what the user (or a search of Wikidata) decided, where articles disagree, merges

An article's decision never asserts anything by itself, so the order of reading does not show, and a thing that two
articles link to two items keeps none. Corrections that come first stand above those that come later. All is derived
again at the end of each build; the IRIs of things never change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.decisions import decision_terms
from kg.graph.iris import Iris
from kg.model import Link
from ontology.terms import WIKIDATA, Cmq, Owl, Rdf, Rdfs, Sssom

if TYPE_CHECKING:
    from kg.link.corrections import Correction

TOGETHER: Final = "communique"
"""The tool of what follows from several articles."""
CURATED: Final = "ManualMappingCuration"
UNSPECIFIED: Final = "UnspecifiedMatching"
"""Terms of SEMAPV: decided by somebody; not decided."""
_BY_CODE: Final = re.compile(r"/state/[A-Z]{3}\Z")


@dataclass(slots=True)
class Settled:
    """What the graph holds about links in the end: an item by thing, the quads of graph/links, things to have none."""

    items: dict[str, str] = field(default_factory=dict)
    quads: list[Quad] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Table:
    """Where everything is laid together: the things of the graph, and what was settled of them so far."""

    iris: Iris
    known: frozenset[str]
    settled: Settled = field(default_factory=Settled)
    fixed: set[str] = field(default_factory=set)
    denied: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, link: Link, subject: str, tool: str, date: str | None) -> None:
        """Record a decision in graph/links."""
        source = f"{tool} {link.status} {link.item or ' '.join(link.candidates)}"
        node = NamedNode(self.iris.settled_decision(subject, source))
        terms: list[tuple[str, NamedNode | Literal]] = [(Rdf.type, NamedNode(Cmq.LinkDecision))]
        terms += decision_terms(link, subject, tool, date)
        self.settled.quads += [Quad(node, NamedNode(predicate), term, self.graph) for predicate, term in terms]

    def curate(self, correction: Correction, subject: str, status: str) -> None:
        """Record what a correction decided."""
        item = correction.value if status == "Linked" else None
        candidates = (correction.value,) if status == "Refused" and correction.value else ()
        reason = correction.note or f"{correction.verb} {correction.name}"
        link = Link(subject, status, reason, CURATED, correction.score, item, candidates)
        self.note(link, subject, correction.tool, correction.date)

    @property
    def graph(self) -> NamedNode:
        return NamedNode(self.iris.graph("links"))


def settle(store: Store, iris: Iris, corrections: Sequence[Correction] = ()) -> Settled:
    """Items by thing, and the quads of graph/links; the store is only read."""
    table = _Table(iris, _entities(store, iris))
    for correction in corrections:
        if (subject := correction.subject(iris)) in table.known:
            _STEPS[correction.verb](table, correction, subject)
    for subject, items in _decided(store).items():
        _agree(table, subject, items)
    for correction in corrections:
        if correction.verb == "add":
            _add(table, correction, correction.subject(iris))
    table.settled.quads.sort(key=str)
    return table.settled


def _correct(table: _Table, correction: Correction, subject: str) -> None:
    """The first that says so stands, whatever the articles say."""
    refused = subject in table.settled.refused or correction.value in table.denied[subject]
    if subject not in table.fixed and not refused:
        table.fixed.add(subject)
        table.settled.items[subject] = correction.value
        table.curate(correction, subject, "Linked")


def _deny(table: _Table, correction: Correction, subject: str) -> None:
    table.curate(correction, subject, "Refused")
    if correction.value:
        table.denied[subject].add(correction.value)
    else:
        table.settled.refused.add(subject)


def _merge(table: _Table, correction: Correction, subject: str) -> None:
    other = correction.other(table.iris)
    if other in table.known and other != subject:
        for one, two in ((subject, other), (other, subject)):
            table.settled.quads.append(Quad(NamedNode(one), NamedNode(Cmq.sameEntityAs), NamedNode(two), table.graph))


def _wait(table: _Table, correction: Correction, subject: str) -> None:
    """What is added waits until the articles were heard."""


_STEPS: Final = {"correct": _correct, "deny": _deny, "merge": _merge, "add": _wait}


def _agree(table: _Table, subject: str, items: set[str]) -> None:
    """What the articles say of a thing about which no correction has the last word."""
    left = sorted(items - table.denied[subject])
    if subject in table.fixed or subject in table.settled.refused or subject not in table.known:
        return
    if len(left) == 1:
        table.settled.items[subject] = left[0]
    elif left:
        link = Link(subject, "Ambiguous", "articles link it to several items", UNSPECIFIED, 0.0, None, tuple(left))
        table.note(link, subject, TOGETHER, None)


def _add(table: _Table, correction: Correction, subject: str) -> None:
    """What holds where nothing else does."""
    settled = table.settled
    free = subject in table.known and subject not in settled.items and subject not in settled.refused
    if free and correction.value not in table.denied[subject]:
        table.curate(correction, subject, "Linked" if correction.value else "NotFound")
        if correction.value:
            settled.items[subject] = correction.value


def _decided(store: Store) -> dict[str, set[str]]:
    """The items that articles link a thing to."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    linked = store.quads_for_pattern(None, NamedNode(Cmq.linkStatus), NamedNode(Cmq.Linked), None)
    for node, graph in [(quad.subject, quad.graph_name) for quad in linked]:
        if next(iter(store.quads_for_pattern(node, NamedNode(Cmq.decidedIn), None, graph)), None):
            subject = _one(store, node, Sssom.subject_id, graph)
            found[subject].add(_one(store, node, Sssom.object_id, graph).removeprefix(WIKIDATA))
    return dict(found)


def _one(store: Store, node: object, predicate: str, graph: object) -> str:
    quad = next(iter(store.quads_for_pattern(node, NamedNode(predicate), None, graph)))  # type: ignore[arg-type]
    return str(quad.object.value)  # type: ignore[union-attr]


def _entities(store: Store, iris: Iris) -> frozenset[str]:
    labelled = store.quads_for_pattern(None, NamedNode(Rdfs.label), None, NamedNode(iris.graph("entities")))
    return frozenset(quad.subject.value for quad in labelled if isinstance(quad.subject, NamedNode))


def replace_links(store: Store, iris: Iris, settled: Settled) -> None:
    """Write what was settled in the place of what was: links in graph/entities, the rest in graph/links.

    The link of a state follows from its code and stays, but for a correction.
    """
    entities, links, same = NamedNode(iris.graph("entities")), NamedNode(iris.graph("links")), NamedNode(Owl.sameAs)
    for quad in list(store.quads_for_pattern(None, same, None, entities)):
        subject = quad.subject.value  # type: ignore[union-attr]
        if not _BY_CODE.search(subject) or subject in settled.items or subject in settled.refused:
            store.remove(quad)
    store.clear_graph(links)
    store.extend(settled.quads)
    store.extend(_same_as(settled.items, entities))


def _same_as(items: Mapping[str, str], graph: NamedNode) -> Iterable[Quad]:
    return [Quad(NamedNode(s), NamedNode(Owl.sameAs), NamedNode(WIKIDATA + q), graph) for s, q in items.items()]
