"""An article laid out: the sentences that carry facts, the facts by kind, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ontology.terms import Cmq, Dcterms, Rdf, Rdfs
from server.engine import Engine
from server.facts import ArticleView, Node, label_nodes, leaf_types, term_text
from server.links import Linker, Shown, Term, shorten
from server.tables import NUMERIC


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact on an article's page: the class that all of it has, and its columns."""

    name: str
    title: str
    type: str
    columns: tuple[tuple[str, str], ...]


KINDS: Final = (
    Kind(
        "actions",
        "Actions",
        Cmq.Action,
        (
            ("What", Rdf.type),
            ("Who", Cmq.actor),
            ("To or with whom", Cmq.recipient),
            ("Standing", Cmq.modality),
            ("When", Cmq.startDate),
            ("Where", Cmq.place),
            ("Content", Cmq.contentAction),
        ),
    ),
    Kind("roles", "Roles", Cmq.Tenure, (("Who", Cmq.holder), ("Role", Cmq.role), ("How held", Cmq.tenureStatus))),
    Kind("statements", "Statements", Cmq.Statement, (("Who", Cmq.speaker), ("Words", Cmq.text))),
    Kind(
        "claims",
        "Who says so",
        Cmq.Claim,
        (("Source", Cmq.source), ("Claims", Cmq.claims), ("Polarity", Cmq.polarity), ("Certainty", Cmq.certainty)),
    ),
    Kind(
        "assets",
        "Ships, units, material and facilities",
        Cmq.Asset,
        (("Name", Rdfs.label), ("Kind", Rdf.type), ("Of", Cmq.operator), ("Where", Cmq.locatedIn)),
    ),
)
"""An actor or place of an article is listed by name alone."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact: its own page, its columns, and the passages that it rests on."""

    fact: Shown
    cells: tuple[tuple[Shown, ...], ...]
    evidence: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as shown: those inside of it (`inner`, their anchors) and the facts that rest on them.

    Claims are not among these; they have a table that says who claims what.
    """

    anchor: str
    text: str
    inner: tuple[str, ...]
    facts: tuple[Shown, ...]


def article_labels(engine: Engine, view: ArticleView) -> dict[str, str]:
    """Readable names for the facts of an article and all that they refer to."""
    objects = (value for fact in view.facts for values in fact.values.values() for value in values)
    iris = {value.value for value in objects if isinstance(value, NamedNode)}
    return label_nodes(engine, iris | {fact.iri for fact in view.facts})


def head_lines(node: Node) -> list[tuple[str, str]]:
    """What is known of the article itself, as lines of name and text."""
    rows = (("Published", Dcterms.issued), ("Publisher", Dcterms.publisher), ("Identifier", Dcterms.identifier))
    head = [(name, node.text(predicate)) for name, predicate in rows]
    authors = ", ".join(map(term_text, node.all(Dcterms.creator)))
    return [(name, text) for name, text in (*head, ("Written by", authors)) if text]


def fact_rows(view: ArticleView, kind: Kind, linker: Linker, labels: Mapping[str, str]) -> list[FactRow]:
    """The facts of one kind, by their place in the text."""
    numbers = {passage.iri: passage.number(Cmq.sentence) for passage in view.passages}
    rows = []
    for fact in view.facts:
        if kind.type in fact.types:
            cells = tuple(shown_values(fact, predicate, linker, labels) for _, predicate in kind.columns)
            places = [iri for iri in map(term_text, fact.all(Cmq.evidence)) if iri in numbers]
            evidence = tuple(Shown(f"sentence {numbers[iri] + 1}", f"#{_anchor(iri)}") for iri in places)
            rows.append(FactRow(linker.show(NamedNode(fact.iri), labels), cells, evidence))
    return rows


def shown_values(node: Node, predicate: str, linker: Linker, labels: Mapping[str, str]) -> tuple[Shown, ...]:
    """The values of a property; of the classes the most specific ones alone."""
    if predicate == Rdf.type:
        return tuple(linker.show(NamedNode(iri), labels) for iri in leaf_types(node.types))
    return tuple(linker.show(value, labels) for value in node.all(predicate))


def _anchor(passage: str) -> str:
    return "char-" + passage.rpartition("/")[2]


def quoted_passages(view: ArticleView, linker: Linker, labels: Mapping[str, str]) -> list[Quoted]:
    """The passages that facts rest on, in the order of the text; those inside of another one as its anchors."""
    shown_types = {kind.type for kind in KINDS}
    facts = [fact for fact in view.facts if shown_types & fact.types]
    bearing = {term_text(iri) for fact in facts for iri in fact.all(Cmq.evidence)}
    return [_quote(group, facts, linker, labels) for group in _group_passages(view, bearing)]


def _group_passages(view: ArticleView, bearing: set[str]) -> list[list[Node]]:
    """Each passage of `bearing` that is in no other one, with all passages inside of it."""
    groups: list[list[Node]] = []
    for passage in view.passages:
        if groups and passage.number(Cmq.end) <= groups[-1][0].number(Cmq.end):
            groups[-1].append(passage)
        elif passage.iri in bearing:
            groups.append([passage])
    return groups


def _quote(group: list[Node], facts: Iterable[Node], linker: Linker, labels: Mapping[str, str]) -> Quoted:
    iris = {passage.iri for passage in group}
    resting = (fact for fact in facts if iris & set(map(term_text, fact.all(Cmq.evidence))))
    outer, *inner = group
    return Quoted(
        _anchor(outer.iri),
        outer.text(Cmq.exact),
        tuple(_anchor(passage.iri) for passage in inner),
        tuple(linker.show(NamedNode(fact.iri), labels) for fact in resting if Cmq.Claim not in fact.types),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or place of the article, and the anchors of its mentions that stand in no shown passage."""

    shown: Shown
    anchors: tuple[str, ...]


def named_entities(
    view: ArticleView, quoted: Iterable[Quoted], linker: Linker, labels: Mapping[str, str]
) -> list[Named]:
    """The actors and places of an article, by name; each passage that is not in `quoted` is an anchor of one."""
    taken = {anchor for passage in quoted for anchor in (passage.anchor, *passage.inner)}
    entities = [fact for fact in view.facts if {Cmq.Actor, Cmq.Place} & fact.types]
    named = []
    for node in sorted(entities, key=lambda node: (labels.get(node.iri, "").casefold(), node.iri)):
        evidence = set(map(term_text, node.all(Cmq.evidence)))
        mine = (p.iri for p in view.passages if p.iri in evidence or node.iri in map(term_text, p.all(Cmq.refersTo)))
        anchors = tuple(anchor for anchor in map(_anchor, mine) if anchor not in taken)
        taken.update(anchors)
        named.append(Named(linker.show(NamedNode(node.iri), labels), anchors))
    return named


def plain_node(node: Node) -> dict[str, Any]:
    """A node as JSON: `iri`, `types` (the most specific), and its properties by their short names."""
    values = {shorten(key): list(map(_plain_term, held)) for key, held in node.values.items() if key != Rdf.type}
    return {"iri": node.iri, "types": [shorten(iri) for iri in leaf_types(node.types)], "properties": values}


def _plain_term(term: Term) -> str | int | float:
    if isinstance(term, Literal) and NUMERIC.search(term.datatype.value):
        return int(term.value) if term.value.lstrip("-").isdigit() else float(term.value)
    return term_text(term)
