"""The decisions of all articles and the user's corrections together: which links are asserted.

    asserted    owl:sameAs in graph/entities: where all articles that link a thing agree, or the user says so
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
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.decisions import decision_terms
from kg.graph.iris import Iris
from kg.link.corrections import Correction
from kg.link.evidence import CURATED, UNSPECIFIED
from kg.model import Link
from ontology.terms import WIKIDATA, Cmq, Owl, Rdf, Rdfs, Sssom

TOGETHER: Final = "communique"
"""The tool of what follows from several articles."""
_BY_CODE: Final = re.compile(r"/state/[A-Z]{3}\Z")


@dataclass(slots=True)
class Settled:
    """What the graph holds about links in the end."""

    items: dict[str, str] = field(default_factory=dict)
    quads: list[Quad] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


def settle(store: Store, iris: Iris, corrections: Sequence[Correction] = ()) -> Settled:
    """Items by thing, and the quads of graph/links; the store is only read."""
    settled, graph = Settled(), NamedNode(iris.graph("links"))
    known = _entities(store, iris)
    fixed: set[str] = set()
    denied: defaultdict[str, set[str]] = defaultdict(set)
    for correction in corrections:
        if (subject := correction.subject(iris)) in known:
            _correct(correction, subject, known, settled, fixed, denied, (iris, graph))
    for subject, items in _decided(store).items():
        left = sorted(items - denied[subject])
        if subject in fixed or subject in settled.refused or subject not in known:
            continue
        if len(left) == 1:
            settled.items[subject] = left[0]
        elif len(left) > 1:
            link = Link(subject, "Ambiguous", "articles link it to several items", UNSPECIFIED, 0.0, None, tuple(left))
            settled.quads += _recorded(link, subject, TOGETHER, None, (iris, graph))
    for correction in corrections:
        _add(correction, known, settled, denied, (iris, graph))
    settled.quads.sort(key=str)
    return settled


_Home = tuple[Iris, NamedNode]


def _correct(
    correction: Correction,
    subject: str,
    known: set[str],
    settled: Settled,
    fixed: set[str],
    denied: defaultdict[str, set[str]],
    home: _Home,
) -> None:
    """What holds whatever the articles say; the first correction of a thing stands."""
    if correction.verb == "merge":
        _merge(correction, subject, known, settled, home)
    elif correction.verb == "correct" and subject not in fixed:
        fixed.add(subject)
        settled.items[subject] = correction.value
        settled.quads += _curated(correction, subject, "Linked", home)
    elif correction.verb == "deny":
        settled.quads += _curated(correction, subject, "Refused", home)
        if correction.value:
            denied[subject].add(correction.value)
        else:
            settled.refused.add(subject)


def _merge(correction: Correction, subject: str, known: set[str], settled: Settled, home: _Home) -> None:
    other = correction.other(home[0])
    if other in known and other != subject:
        for one, two in ((subject, other), (other, subject)):
            settled.quads.append(Quad(NamedNode(one), NamedNode(Cmq.sameEntityAs), NamedNode(two), home[1]))


def _add(
    correction: Correction, known: set[str], settled: Settled, denied: Mapping[str, set[str]], home: _Home
) -> None:
    """What holds where nothing else does."""
    subject = correction.subject(home[0])
    free = subject in known and subject not in settled.items and subject not in settled.refused
    if correction.verb == "add" and free and correction.value not in denied.get(subject, ()):
        settled.quads += _curated(correction, subject, "Linked" if correction.value else "NotFound", home)
        if correction.value:
            settled.items[subject] = correction.value


def _curated(correction: Correction, subject: str, status: str, home: _Home) -> list[Quad]:
    item = correction.value if status == "Linked" else None
    candidates = (correction.value,) if status == "Refused" and correction.value else ()
    reason = correction.note or f"{correction.verb} {correction.name}"
    link = Link(subject, status, reason, CURATED, correction.score, item, candidates)
    return _recorded(link, subject, correction.tool, correction.date, home)


def _recorded(link: Link, subject: str, tool: str, date: str | None, home: _Home) -> list[Quad]:
    iris, graph = home
    node = NamedNode(iris.settled_decision(subject, f"{tool} {link.status} {link.item or ' '.join(link.candidates)}"))
    terms: list[tuple[str, NamedNode | Literal]] = [(Rdf.type, NamedNode(Cmq.LinkDecision))]
    terms += decision_terms(link, subject, tool, date)
    return [Quad(node, NamedNode(predicate), term, graph) for predicate, term in terms]


def _decided(store: Store) -> dict[str, set[str]]:
    """The items that articles link a thing to."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    linked = store.quads_for_pattern(None, NamedNode(Cmq.linkStatus), NamedNode(Cmq.Linked), None)
    for node, graph in [(quad.subject, quad.graph_name) for quad in linked]:
        if not next(iter(store.quads_for_pattern(node, NamedNode(Cmq.decidedIn), None, graph)), None):
            continue
        subject = _one(store, node, Sssom.subject_id, graph)
        found[subject].add(_one(store, node, Sssom.object_id, graph).removeprefix(WIKIDATA))
    return dict(found)


def _one(store: Store, node: object, predicate: str, graph: object) -> str:
    quad = next(iter(store.quads_for_pattern(node, NamedNode(predicate), None, graph)))  # type: ignore[arg-type]
    return str(quad.object.value)  # type: ignore[union-attr]


def _entities(store: Store, iris: Iris) -> set[str]:
    labelled = store.quads_for_pattern(None, NamedNode(Rdfs.label), None, NamedNode(iris.graph("entities")))
    return {quad.subject.value for quad in labelled if isinstance(quad.subject, NamedNode)}


def replace_links(store: Store, iris: Iris, settled: Settled) -> None:
    """Write what was settled in the place of what was: links in graph/entities, the rest in graph/links."""
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
