"""What the pages show of the graph: nodes, their labels, an article with its facts, the place of a quotation.

Everything is read with the few queries at the end of this file; each gives its rows in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.store.results import Rows
from ontology.model import ancestors
from ontology.terms import CMQ, Cmq, Dcterms, Rdf, Rdfs, Skos
from server.engine import Engine
from server.links import Term, is_iri, shorten
from server.worker import Dataset

LABELS: Final = (Rdfs.label, Skos.prefLabel, Dcterms.title, Dcterms.identifier)
"""Properties that name a node, best first."""
ORIGIN: Final = (Dcterms.publisher, Dcterms.issued)
"""What an article without a title is called by."""
SUBJECTS: Final = (Cmq.actor, Cmq.holder, Cmq.speaker, Cmq.source)
TARGETS: Final = (Cmq.recipient, Cmq.role, Cmq.addressee, Cmq.claims)
"""What a node without a label is described by: who does, holds, says it, and to whom or what."""
WORDS: Final = (Cmq.exact, Cmq.text)
"""The words of a passage or statement."""
WORDS_SHOWN: Final = 60
"""Characters of them in a name: about one line of a list."""


@dataclass(slots=True)
class Node:
    """One node and the values of its properties, in the order in which they were read."""

    iri: str
    values: dict[str, list[Term]] = field(default_factory=dict)

    def add(self, predicate: str, value: Term) -> None:
        """Note a value once."""
        held = self.values.setdefault(predicate, [])
        if value not in held:
            held.append(value)

    def all(self, *predicates: str) -> list[Term]:
        """The values of some properties."""
        return [value for predicate in predicates for value in self.values.get(predicate, ())]

    def text(self, predicate: str) -> str:
        """The first value as text; empty when there is none."""
        values = self.values.get(predicate)
        return term_text(values[0]) if values else ""

    def number(self, predicate: str) -> int:
        """The first value as a whole number; 0 when there is none."""
        text = self.text(predicate)
        return int(text) if text.isdigit() else 0

    @property
    def types(self) -> frozenset[str]:
        """The IRIs of its classes."""
        return frozenset(value.value for value in self.all(Rdf.type) if isinstance(value, NamedNode))


def term_text(term: Term) -> str:
    """The IRI or the lexical form."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def collect_nodes(rows: Rows) -> dict[str, Node]:
    """Nodes from rows of subject, predicate, object."""
    nodes: dict[str, Node] = {}
    for subject, predicate, value in rows.rows:
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
            nodes.setdefault(subject.value, Node(subject.value)).add(predicate.value, value)
    return nodes


@cache
def _above(iri: str) -> frozenset[str]:
    try:
        return frozenset(ancestors(iri)) - {iri}
    except KeyError:
        return frozenset()


def leaf_types(types: Iterable[str]) -> list[str]:
    """The most specific classes of the ontology among some, sorted."""
    known = sorted(iri for iri in types if iri.startswith(CMQ))
    return [iri for iri in known if not any(iri in _above(other) for other in known)]


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(set(iris)) if is_iri(iri))


def label_nodes(engine: Engine, iris: Iterable[str], depth: int = 2) -> dict[str, str]:
    """A readable name for each node that has one.

    A node with a label is called by it; an action or another fact by what it is, how it stands unless it simply
    occurred, who does it and to whom; a passage by its first words. `depth` is how far names go into names: a
    claim's is that of its action, which has those of the parties.
    """
    wanted = _values(iris)
    if not wanted:
        return {}
    predicates = _values((*LABELS, *ORIGIN, Rdf.type, Cmq.modality, Cmq.roleIn, *SUBJECTS, *TARGETS, *WORDS))
    rows = engine.rows(_LABELLING.format(subjects=wanted, predicates=predicates))
    named = {term_text(row[2]): row[3].value for row in rows.rows if row[2] and isinstance(row[3], Literal)}
    nodes = collect_nodes(Rows(rows.variables[:3], tuple(row[:3] for row in rows.rows)))
    targets = {term_text(target) for node in nodes.values() for target in node.all(*TARGETS)} - named.keys()
    if depth > 1 and targets:
        named |= label_nodes(engine, targets, depth - 1)
    return {iri: name for iri, node in nodes.items() if (name := _name(node, named))}


def _name(node: Node, named: Mapping[str, str]) -> str:
    if Cmq.Article in node.types:
        return article_title(node)
    if Cmq.Role in node.types:
        return _office(node, named)
    for predicate in LABELS:
        if text := node.text(predicate):
            return text
    kind = ", ".join(named.get(iri, shorten(iri)) for iri in leaf_types(node.types))
    standing = node.text(Cmq.modality)
    if standing not in ("", Cmq.Occurred):
        kind += f" ({named.get(standing, shorten(standing))})"
    parties = (_parties(node, predicates, named) for predicates in (SUBJECTS, TARGETS))
    told = " → ".join(party for party in parties if party)
    return ": ".join(part for part in (kind, told, _first_words(node)) if part)


def _office(node: Node, named: Mapping[str, str]) -> str:
    """The title of an office and, unless that says it, for whom it is: "President (Ukraine)"."""
    title, body = node.text(Rdfs.label), named.get(node.text(Cmq.roleIn), "")
    return f"{title} ({body})" if body and body.casefold() not in title.casefold() else title


def _first_words(node: Node) -> str:
    words = " ".join(next(filter(None, map(node.text, WORDS)), "").split())
    if len(words) > WORDS_SHOWN:
        words = words[:WORDS_SHOWN].rsplit(" ", 1)[0] + " …"
    return f"“{words}”" if words else ""


def _parties(node: Node, predicates: tuple[str, ...], named: Mapping[str, str]) -> str:
    return ", ".join(sorted(named[iri] for iri in map(term_text, node.all(*predicates)) if iri in named))


# An article


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with what was read from it: passages by position, facts by the position of their evidence."""

    node: Node
    passages: tuple[Node, ...]
    facts: tuple[Node, ...]


def read_article(engine: Engine, iri: str) -> ArticleView | None:
    """An article and its facts; None when the graph has no such article."""
    nodes = collect_nodes(engine.rows(_NODE.format(iri=iri)))
    if iri not in nodes or Cmq.Article not in nodes[iri].types:
        return None
    passages = collect_nodes(engine.rows(_PASSAGES.format(iri=iri)))
    facts = collect_nodes(engine.rows(_FACTS.format(iri=iri)))
    return ArticleView(
        nodes[iri],
        tuple(sorted(passages.values(), key=_place)),
        tuple(sorted(facts.values(), key=lambda fact: (_first_place(fact, passages), fact.iri))),
    )


def _place(passage: Node) -> tuple[int, int]:
    """By start; of two that start together the longer one first."""
    return passage.number(Cmq.start), -passage.number(Cmq.end)


def _first_place(fact: Node, passages: Mapping[str, Node]) -> tuple[int, int]:
    places = [_place(passages[iri]) for iri in map(term_text, fact.all(Cmq.evidence)) if iri in passages]
    return min(places, default=(0, 0))


# A node and its neighbours


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node, the links that lead to it (subject, predicate), and the passages that it rests on."""

    node: Node
    incoming: tuple[tuple[str, str], ...]
    more_incoming: bool
    passages: tuple[Node, ...]


def read_node(engine: Engine, iri: str, limit: int, told: Iterable[str] = (Rdf.nil,)) -> NodeView | None:
    """A node with at most `limit` incoming links, none by the properties `told`; None when the graph lacks the node."""
    node = collect_nodes(engine.rows(_NODE.format(iri=iri))).get(iri, Node(iri))
    rows = engine.rows(_INCOMING.format(iri=iri, limit=limit + 1, told=", ".join(f"<{p}>" for p in told))).rows
    if not node.values and not rows:
        return None
    incoming = tuple((s.value, p.value) for s, p in rows if isinstance(s, NamedNode) and isinstance(p, NamedNode))
    passages = collect_nodes(engine.rows(_EVIDENCE.format(iri=iri)))
    return NodeView(node, incoming[:limit], len(rows) > limit, tuple(sorted(passages.values(), key=_place)))


# Quotations


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Where a quotation stands: the IRIs of its article and passage."""

    article: str
    passage: str


def find_quotes(engine: Engine, quotes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], QuotedPlace]:
    """The place of each (article identifier, words) that the graph has, the first where the words recur."""
    pairs = sorted({f"({Literal(identifier)} {Literal(words)})" for identifier, words in quotes})
    if not pairs:
        return {}
    places: dict[tuple[str, str], QuotedPlace] = {}
    for identifier, words, article, passage in engine.rows(_QUOTES.format(pairs=" ".join(pairs))).rows:
        if identifier and words and article and passage:
            key = term_text(identifier), term_text(words)
            places.setdefault(key, QuotedPlace(term_text(article), term_text(passage)))
    return places


def find_articles(engine: Engine, identifiers: Iterable[str]) -> dict[str, str]:
    """The IRIs of articles by their identifiers."""
    literals = " ".join(sorted({str(Literal(identifier)) for identifier in identifiers}))
    rows = engine.rows(_IDENTIFIERS.format(literals=literals)).rows if literals else ()
    return {term_text(row[0]): term_text(row[1]) for row in rows if row[0] and row[1]}


def find_bearers(engine: Engine, names: Iterable[str]) -> dict[str, str]:
    """The IRI of the actor, place or asset of each name that exactly one of them has as its label."""
    literals = " ".join(sorted({str(Literal(name)) for name in names}))
    rows = engine.rows(_BEARERS.format(literals=literals)).rows if literals else ()
    return {term_text(row[0]): term_text(row[1]) for row in rows if row[0] and row[1]}


def count_things(engine: Engine) -> dict[str, int]:
    """How many articles, actors, actions and statements there are."""
    row = engine.rows(_COUNTS)
    return {name: int(term_text(value)) for name, value in zip(row.variables, row.rows[0], strict=True) if value}


def article_title(node: Node) -> str:
    """The title of an article; without one its publisher and date; without these its identifier."""
    origin = ", ".join(filter(None, map(node.text, (Dcterms.publisher, Dcterms.issued))))
    return node.text(Dcterms.title) or origin or node.text(Dcterms.identifier) or shorten(node.iri)


def count_triples(engine: Engine, dataset: Dataset) -> int:
    """How many triples the default graph of a dataset has."""
    found = engine.table("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }", dataset=dataset).result
    count = found.rows[0][0] if isinstance(found, Rows) else None
    return int(term_text(count)) if count else 0


def list_articles(engine: Engine, limit: int) -> list[Node]:
    """The latest articles."""
    nodes = collect_nodes(engine.rows(_ARTICLES.format(limit=limit)))
    return sorted(nodes.values(), key=lambda node: (node.text(Dcterms.issued), node.iri), reverse=True)


def list_terms(engine: Engine) -> list[Node]:
    """The terms of the ontology, as the graph has it."""
    nodes = collect_nodes(engine.rows(_TERMS))
    return [nodes[iri] for iri in sorted(nodes)]


_LABELLING: Final = """
SELECT ?s ?p ?o ?label WHERE {{
  VALUES ?s {{ {subjects} }} VALUES ?p {{ {predicates} }} ?s ?p ?o
  OPTIONAL {{ ?o rdfs:label ?label }}
}} ORDER BY ?s ?p ?o ?label"""
_NODE: Final = "SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }} ORDER BY ?p ?o LIMIT 2000"
_INCOMING: Final = """
SELECT DISTINCT ?s ?p WHERE {{ ?s ?p <{iri}> FILTER (?p NOT IN ({told})) }} ORDER BY ?p ?s LIMIT {limit}"""
_EVIDENCE: Final = "SELECT ?s ?p ?o WHERE {{ <{iri}> cmq:evidence ?s . ?s ?p ?o }} ORDER BY ?s ?p ?o LIMIT 2000"
_PASSAGES: Final = "SELECT DISTINCT ?s ?p ?o WHERE {{ ?s cmq:inArticle <{iri}> ; ?p ?o }} ORDER BY ?s ?p ?o"
_FACTS: Final = """
SELECT DISTINCT ?s ?p ?o WHERE {{
  ?s cmq:evidence ?passage . ?passage cmq:inArticle <{iri}> . ?s ?p ?o
}} ORDER BY ?s ?p ?o"""
_QUOTES: Final = """
SELECT ?identifier ?words ?article ?passage WHERE {{
  VALUES (?identifier ?words) {{ {pairs} }}
  ?article dcterms:identifier ?identifier . ?passage cmq:inArticle ?article ; cmq:exact ?words ; cmq:start ?start
}} ORDER BY ?start"""
_IDENTIFIERS: Final = """
SELECT ?identifier ?article WHERE {{
  VALUES ?identifier {{ {literals} }} ?article dcterms:identifier ?identifier ; a cmq:Article
}} ORDER BY ?article"""
_BEARERS: Final = """
SELECT ?name (SAMPLE(?thing) AS ?bearer) WHERE {{
  VALUES ?name {{ {literals} }} VALUES ?kind {{ cmq:Actor cmq:Place cmq:Asset }} ?thing rdfs:label ?name ; a ?kind
}} GROUP BY ?name HAVING (COUNT(DISTINCT ?thing) = 1)"""
_COUNTS: Final = """
SELECT ?articles ?actors ?actions ?statements WHERE {
  { SELECT (COUNT(DISTINCT ?x) AS ?articles) { ?x a cmq:Article } }
  { SELECT (COUNT(DISTINCT ?x) AS ?actors) { ?x a cmq:Actor } }
  { SELECT (COUNT(DISTINCT ?x) AS ?actions) { ?x a cmq:Action } }
  { SELECT (COUNT(DISTINCT ?x) AS ?statements) { ?x a cmq:Statement } }
}"""
_ARTICLES: Final = """
SELECT ?s ?p ?o WHERE {{
  {{ SELECT DISTINCT ?s ?issued {{ ?s a cmq:Article OPTIONAL {{ ?s dcterms:issued ?issued }} }}
    ORDER BY DESC(?issued) ?s LIMIT {limit} }}
  VALUES ?p {{ dcterms:identifier dcterms:title dcterms:issued dcterms:publisher }} ?s ?p ?o
}} ORDER BY ?s ?p ?o"""
_TERMS: Final = """
SELECT DISTINCT ?s ?p ?o WHERE {
  VALUES ?p { rdf:type rdfs:label skos:definition rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range }
  ?s ?p ?o FILTER (STRSTARTS(STR(?s), STR(cmq:)))
} ORDER BY ?s ?p ?o"""
