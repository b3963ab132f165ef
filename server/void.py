"""What the graph is, how large and of what, for machines that look for data: VoID, at /.well-known/void.

The figures are counted by queries, once for each snapshot. Links to other data sets are told as linksets, one
for each entry of `LINKED` and predicate that the graph has links by. Source: W3C note "Describing Linked
Datasets with the VoID Vocabulary"; its section 7.2 has the address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.store.results import Term
from ontology.terms import CMQ, DCTERMS, OWL, PLOVER, RDF, RDFS, SKOS, VOID, WIKIDATA, XSD, Dcterms
from server.engine import Engine

LINKED: Final = (("Wikidata", "https://www.wikidata.org/", WIKIDATA),)
"""Data sets that the graph may link to: name, home page, and how the IRIs of their things begin."""
VOCABULARIES: Final = (CMQ, PLOVER, DCTERMS, SKOS)
PARTITIONS: Final = 500
"""Classes and properties that are counted one by one, the largest first."""
_TOTALS: Final = """\
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects) (COUNT(DISTINCT ?o) AS ?distinctObjects)
       (COUNT(DISTINCT ?p) AS ?properties)
WHERE { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"""
_CLASSES: Final = """\
SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) WHERE { ?s a ?class FILTER(isIRI(?class)) }
GROUP BY ?class ORDER BY DESC(?entities) ?class"""
_PROPERTIES: Final = """\
SELECT ?p (COUNT(*) AS ?triples) WHERE { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }
GROUP BY ?p ORDER BY DESC(?triples) ?p"""
_GRAPHS: Final = "SELECT ?g (COUNT(*) AS ?triples) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_ENTITIES: Final = 'SELECT (COUNT(DISTINCT ?s) AS ?entities) WHERE {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{base}")) }}'
_EXAMPLE: Final = "SELECT ?s WHERE { ?s a cmq:State } ORDER BY ?s LIMIT 1"
_LINKS: Final = """\
SELECT ?p (COUNT(*) AS ?triples) WHERE {{
  VALUES ?p {{ owl:sameAs skos:exactMatch skos:closeMatch rdfs:seeAlso }}
  ?s ?p ?o FILTER(STRSTARTS(STR(?o), "{space}"))
}} GROUP BY ?p ORDER BY ?p"""


def count_graphs(engine: Engine) -> list[tuple[str, int]]:
    """The named graphs that are not empty, sorted, each with its number of triples."""
    return [(str(graph.value), _number(count)) for graph, count in engine.rows(_GRAPHS).rows if _is_named(graph)]  # type: ignore[union-attr]


def _is_named(term: Term | None) -> bool:
    return isinstance(term, NamedNode)


def _number(term: Term | None) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def describe_dataset(engine: Engine, origin: str, media_type: str) -> bytes:
    """The description, for the server at `origin` (scheme and host), in a format of graphs."""
    rdf = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    prefixes = {"void": VOID, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "owl": OWL, "cmq": CMQ}
    return serialize(list(_statements(engine, origin)), format=rdf, prefixes=prefixes) or b""


def _statements(engine: Engine, origin: str) -> Iterator[Triple]:
    document, dataset = NamedNode(f"{origin}/.well-known/void"), NamedNode(f"{origin}/.well-known/void#dataset")
    yield _triple(document, RDF + "type", NamedNode(VOID + "DatasetDescription"))
    yield _triple(document, "http://xmlns.com/foaf/0.1/primaryTopic", dataset)
    yield _triple(dataset, RDF + "type", NamedNode(VOID + "Dataset"))
    yield _triple(dataset, Dcterms.title, Literal("communique", language="en"))
    description = "Diplomacy and conflict as news articles tell of them, each fact with its sentence and who said it."
    yield _triple(dataset, DCTERMS + "description", Literal(description, language="en"))
    yield _triple(dataset, VOID + "sparqlEndpoint", NamedNode(f"{origin}/sparql"))
    if engine.config.upstream is None:
        yield _triple(dataset, VOID + "dataDump", NamedNode(f"{origin}/graph-store?format=nq"))
    yield _triple(dataset, VOID + "uriSpace", Literal(engine.config.base))
    for vocabulary in VOCABULARIES:
        yield _triple(dataset, VOID + "vocabulary", NamedNode(vocabulary))
    for row in engine.rows(_EXAMPLE).rows:
        if isinstance(row[0], NamedNode):
            yield _triple(dataset, VOID + "exampleResource", row[0])
    yield from _figures(engine, dataset)
    yield from _linksets(engine, origin, dataset)


def _figures(engine: Engine, dataset: NamedNode) -> Iterator[Triple]:
    for query in (_TOTALS, _ENTITIES.format(base=engine.config.base)):
        found = engine.rows(query)
        for name, value in zip(found.variables, found.rows[0], strict=True):
            yield _count(dataset, name, value)
    classes = engine.rows(_CLASSES).rows
    yield _count(dataset, "classes", Literal(len(classes)))
    for part, rows, key, figure in (
        ("class", classes, "class", "entities"),
        ("property", engine.rows(_PROPERTIES).rows, "property", "triples"),
    ):
        for index, (term, count) in enumerate(rows[:PARTITIONS]):
            node = BlankNode(f"{part}{index}")
            yield _triple(dataset, f"{VOID}{part}Partition", node)
            if isinstance(term, NamedNode):
                yield _triple(node, VOID + key, term)
            yield _count(node, figure, count)


def _linksets(engine: Engine, origin: str, dataset: NamedNode) -> Iterator[Triple]:
    for name, home, space in LINKED:
        for index, (predicate, count) in enumerate(engine.rows(_LINKS.format(space=space)).rows):
            linkset = NamedNode(f"{origin}/.well-known/void#{name.lower()}-{index}")
            target = NamedNode(f"{origin}/.well-known/void#{name.lower()}")
            yield _triple(dataset, VOID + "subset", linkset)
            yield _triple(linkset, RDF + "type", NamedNode(VOID + "Linkset"))
            yield _triple(linkset, VOID + "subjectsTarget", dataset)
            yield _triple(linkset, VOID + "objectsTarget", target)
            if isinstance(predicate, NamedNode):
                yield _triple(linkset, VOID + "linkPredicate", predicate)
            yield _count(linkset, "triples", count)
            yield _triple(target, RDF + "type", NamedNode(VOID + "Dataset"))
            yield _triple(target, Dcterms.title, Literal(name))
            yield _triple(target, "http://xmlns.com/foaf/0.1/homepage", NamedNode(home))
            yield _triple(target, VOID + "uriSpace", Literal(space))


def _triple(subject: NamedNode | BlankNode, predicate: str, target: NamedNode | BlankNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), target)


def _count(subject: NamedNode | BlankNode, name: str, value: Term | None) -> Triple:
    return _triple(subject, VOID + name, Literal(str(_number(value)), datatype=NamedNode(XSD + "integer")))
