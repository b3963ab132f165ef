"""The shortcuts of graph/inferred: what follows from all articles together, for quick queries.

    cmq:interactedWith and one property per category   from deeds that occurred or go on, which nobody denies
    cmq:holdsRole                                      from tenures that hold as of the newest article
    cmq:partOf                                         its transitive closure, without what is already said

Everything here can be derived again from the other graphs, so it is rewritten whole at the end of a build. A
shortcut never stands without its action or tenure. It knows neither dates of deeds nor their passages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations, product
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.iris import Iris
from ontology.terms import SHORTCUTS, Cmq, Dcterms, Rdf, cmq

HAPPENED: Final = frozenset({Cmq.Occurred, Cmq.Ongoing})
HELD_NOW: Final = frozenset({Cmq.Current, Cmq.Acting, Cmq.New})
SYMMETRIC: Final = frozenset({"Consult", "Agree", "Cooperate"})
"""Categories in which every participant does it with every other."""

Pairs = set[tuple[str, str]]
Triples = set[tuple[str, str, str]]


def infer(store: Store, iris: Iris) -> tuple[Quad, ...]:
    """The quads of graph/inferred, sorted; the store is only read, and its present graph/inferred ignored."""
    graph = NamedNode(iris.graph("inferred"))
    said = _Said(store, graph)
    triples = _interactions(said) | _held_roles(said) | _part_of_closure(said)
    quads = (Quad(NamedNode(s), NamedNode(p), NamedNode(o), graph) for s, p, o in triples)
    return tuple(sorted(quads, key=str))


class _Said:
    """Everything in the store but graph/inferred, predicate by predicate."""

    def __init__(self, store: Store, inferred: NamedNode) -> None:
        self._store = store
        self._inferred = inferred

    def pairs(self, predicate: str, target: str | None = None) -> Iterator[tuple[str, str]]:
        """Subject and object of each quad with this predicate."""
        wanted = NamedNode(target) if target else None
        for quad in self._store.quads_for_pattern(None, NamedNode(predicate), wanted, None):
            if quad.graph_name != self._inferred:
                yield quad.subject.value, quad.object.value  # type: ignore[union-attr]

    def table(self, predicate: str) -> dict[str, set[str]]:
        """Subject to all its objects."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for subject, target in self.pairs(predicate):
            found[subject].add(target)
        return found


def _denied(said: _Said) -> set[str]:
    """What some claim denies, under any of the names of the same event."""
    denials = {claim for claim, _ in said.pairs(Cmq.polarity, Cmq.Denies)}
    denied = {target for claim, target in said.pairs(Cmq.claims) if claim in denials}
    same = said.table(Cmq.sameEventAs)
    for subject, targets in list(same.items()):
        for target in targets:
            same[target].add(subject)
    return _reachable(denied, same)


def _reachable(start: Iterable[str], steps: Mapping[str, set[str]]) -> set[str]:
    found, todo = set(start), list(start)
    while todo:
        new = steps.get(todo.pop(), set()) - found
        found |= new
        todo.extend(new)
    return found


def _interactions(said: _Said) -> Triples:
    happened = {action for action, modality in said.pairs(Cmq.modality) if modality in HAPPENED} - _denied(said)
    actors, recipients = said.table(Cmq.actor), said.table(Cmq.recipient)
    triples: Triples = set()
    for category, shortcut in SHORTCUTS.items():
        for action, _ in said.pairs(Rdf.type, cmq(category)):
            if action in happened:
                parties = actors.get(action, set()), recipients.get(action, set())
                for one, other in _directions(category, *parties):
                    triples |= {(one, cmq(shortcut), other), (one, Cmq.interactedWith, other)}
    return triples


def _directions(category: str, actors: set[str], recipients: set[str]) -> Pairs:
    if category in SYMMETRIC:
        return set(permutations(actors | recipients, 2))
    return {(one, other) for one, other in product(actors, recipients) if one != other}


def _held_roles(said: _Said) -> Triples:
    """A person holds a role when the newest articles that speak of it say so; an undated one counts as oldest."""
    denied = _denied(said)
    holders, roles = said.table(Cmq.holder), said.table(Cmq.role)
    newest: dict[tuple[str, str], tuple[str, bool]] = {}
    dates = _tenure_dates(said)
    for tenure, status in said.pairs(Cmq.tenureStatus):
        if tenure not in denied:
            for pair in product(holders.get(tenure, ()), roles.get(tenure, ())):
                seen = (dates.get(tenure, ""), status in HELD_NOW)
                newest[pair] = max(seen, newest.get(pair, seen))
    return {(person, Cmq.holdsRole, role) for (person, role), (_, held) in newest.items() if held}


def _tenure_dates(said: _Said) -> dict[str, str]:
    """The date of the article that speaks of a tenure, as ISO text."""
    issued = dict(said.pairs(Dcterms.issued))
    articles = dict(said.pairs(Cmq.inArticle))
    tenures = {tenure for tenure, _ in said.pairs(Rdf.type, Cmq.Tenure)}
    evidence = ((thing, passage) for thing, passage in said.pairs(Cmq.evidence) if thing in tenures)
    return {tenure: issued.get(articles.get(passage, ""), "") for tenure, passage in evidence}


def _part_of_closure(said: _Said) -> Triples:
    direct = said.table(Cmq.partOf)
    triples: Triples = set()
    for part, wholes in direct.items():
        further = _reachable(wholes, direct) - wholes - {part}
        triples |= {(part, Cmq.partOf, whole) for whole in further}
    return triples
