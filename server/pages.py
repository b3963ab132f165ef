"""The HTML pages: what this is, the named queries with their answers, articles, and every node of the graph.

All of them work without JavaScript. Every page of data has the data beside it: `.json` and other formats for
answers and articles, content negotiation for nodes. Text from the graph is escaped by the templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request
from pyoxigraph import NamedNode

from kg.errors import QueryError, UsageError
from kg.store.results import Triples
from ontology.queries import NamedQuery, UnknownQueryError, find_query, named_queries, plain_value
from ontology.terms import BASE, CMQ, Cmq, Dcterms, Owl, Rdf, Rdfs, Schema, Skos
from server import editor
from server.articles import (
    KINDS,
    article_labels,
    fact_rows,
    head_lines,
    named_entities,
    plain_node,
    quoted_passages,
    shown_values,
)
from server.engine import UNION, Engine
from server.errors import NotFoundError
from server.facts import (
    Node,
    article_title,
    count_things,
    label_nodes,
    list_articles,
    list_terms,
    read_article,
    read_node,
)
from server.guard import Inspection
from server.links import Linker, Shown, is_iri, shorten
from server.negotiate import GRAPH_OFFERS, HTML, RESULT_OFFERS, Offer, by_name, choose
from server.prefixes import declared
from server.tables import view_table
from server.told import tell
from server.worker import Dataset

ARTICLES_LISTED: Final = 20
EVIDENCE_LISTED: Final = 10
"""Passages on the page of a node: some for a look; a state rests on thousands."""
INCOMING_LISTED: Final = 200
"""Incoming links on the page of a node; a state of a large graph has thousands."""
TOLD_ELSEWHERE: Final = frozenset(
    {Rdf.type, Rdfs.label, Cmq.evidence, Cmq.extractedBy, Cmq.participant, Cmq.interactedWith, Schema.mentions}
)
"""Properties that the page of a node leaves out: it shows them in another place, or by their subproperties."""
EDITOR_POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The editor writes styles of its own; scripts still come from here only."""
EXAMPLE: Final = """\
# Who threatens, accuses, asks or rejects, how that stands, and the sentence
SELECT ?who ?kind ?whom ?standing ?quote ?article WHERE {
  ?class rdfs:subClassOf cmq:VerbalConflict ; rdfs:label ?kind .
  ?action a ?class ; cmq:actor/rdfs:label ?who ; cmq:modality/rdfs:label ?standing ; cmq:evidence ?passage .
  OPTIONAL { ?action cmq:recipient/rdfs:label ?whom }
  ?passage cmq:exact ?quote ; cmq:start ?start ; cmq:inArticle/dcterms:identifier ?article .
}
ORDER BY ?article ?start
LIMIT 50
"""


def wants_html() -> bool:
    """Whether the client would rather have a page than data."""
    if "format" in request.args:
        return request.args["format"] == HTML.name
    return request.accept_mimetypes["text/html"] > request.accept_mimetypes["application/json"]


def show_page(template: str, status: int = 200, **values: object) -> Response:
    """A page of a template."""
    return Response(
        render_template(template, **values), status, content_type=HTML.content_type, headers={"Vary": "Accept"}
    )


def show_error(status: int, title: str, detail: str, line: int | None = None, column: int | None = None) -> Response:
    """The page of an error; a query that was sent stands in the form again, with the place of the mistake above it."""
    query = request.values.get("query", "") if request.path.rstrip("/") == "/sparql" else ""
    lines = query.splitlines()
    excerpt = lines[line - 1] if line and line <= len(lines) else ""
    marker = " " * ((column or 1) - 1) + "^" if excerpt else ""
    return show_page("error.html", status, title=title, detail=detail, query=query, excerpt=excerpt, marker=marker)


# The query page and its results


def show_query_page(engine: Engine) -> Response:
    """The form for a query of one's own."""
    has_editor = editor.is_there()
    config, writes = engine.config, engine.writer is not None
    query = declared(EXAMPLE) if has_editor else EXAMPLE
    response = show_page(
        "sparql.html", query=query, base=config.base, editor=has_editor, union=config.union, writes=writes
    )
    if has_editor:
        response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response


def show_results(engine: Engine, query: str, dataset: Dataset, found: Inspection) -> Response:
    """The answer to a query as a page, with the form to change it. Raises as `Engine.table` does."""
    table = engine.table(query, engine.config.page_rows, dataset, volatile=found.volatile)
    view = view_table(engine, Linker(engine.config.base), table)
    offers = GRAPH_OFFERS if isinstance(table.result, Triples) else RESULT_OFFERS
    return show_page("results.html", query=query, table=view, formats=_format_names(offers), dataset=dataset)


def _format_names(offers: Iterable[Offer]) -> list[str]:
    return list(dict.fromkeys(offer.name for offer in offers))


# Named queries


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a named query as an input: its name, meaning, and the value without SPARQL's quotes."""

    name: str
    meaning: str
    value: str


def _filled(named: NamedQuery, values: Mapping[str, str]) -> tuple[str, list[Field]]:
    """The text of a named query with the values given, and its fields. Raises UsageError for a wrong value."""
    given = {p.name: values[p.name] for p in named.parameters if p.name in values}
    try:
        text = named.asking(given)
        fields = [
            Field(p.name, p.meaning, plain_value(p.term(given[p.name])) if p.name in given else p.plain)
            for p in named.parameters
        ]
    except ValueError as exc:
        raise UsageError(str(exc)) from exc
    return text, fields


def _find_named(name: str) -> NamedQuery:
    try:
        return find_query(name)
    except UnknownQueryError as exc:
        raise NotFoundError(f"{exc} The start page lists them all.") from exc


def _show_named(engine: Engine, name: str) -> Response:
    named = _find_named(name)
    text, fields = _filled(named, request.args)
    runs = named.local if named.federated else text
    table = engine.table(runs, engine.config.page_rows, volatile=engine.inspect(runs).volatile)
    view = view_table(engine, Linker(engine.config.base), table)
    offers = GRAPH_OFFERS if isinstance(table.result, Triples) else RESULT_OFFERS
    template = "answer.html" if request.args.get("part") == "answer" else "named.html"
    given = {field.name: request.args[field.name] for field in fields if field.name in request.args}
    return show_page(
        template,
        named=named,
        text=text,
        fields=fields,
        table=view,
        formats=_format_names(offers),
        arguments=f"?{urlencode(given)}" if given else "",
    )


def _answer_named(engine: Engine, name: str, extension: str) -> Response:
    named = _find_named(name)
    text, _ = _filled(named, request.args)
    runs = named.local if named.federated else text
    found = engine.inspect(runs)
    offer = by_name(extension, GRAPH_OFFERS if found.form and found.form.gives_graph else RESULT_OFFERS)
    return Response(engine.answer(runs, UNION, offer.media_type), content_type=offer.content_type)


# Articles


def _show_article(engine: Engine, slug: str) -> Response:
    base = engine.config.base
    iri = f"{base}article/{slug}"
    view = read_article(engine, iri) if is_iri(iri) else None
    if view is None:
        raise NotFoundError(f"There is no article {slug!r} here. The start page lists the latest.")
    linker, labels = Linker(base), article_labels(engine, view)
    groups = [(kind, fact_rows(view, kind, linker, labels)) for kind in KINDS]
    passages = quoted_passages(view, linker, labels)
    return show_page(
        "article.html",
        title=article_title(view.node),
        head=head_lines(view.node),
        groups=[(kind, rows) for kind, rows in groups if rows],
        passages=passages,
        entities=named_entities(view, passages, linker, labels),
        slug=slug,
    )


def _article_json(engine: Engine, slug: str) -> Response:
    iri = f"{engine.config.base}article/{slug}"
    view = read_article(engine, iri) if is_iri(iri) else None
    if view is None:
        raise NotFoundError(f"There is no article {slug!r} here.")
    return jsonify(
        plain_node(view.node)
        | {
            "passages": [plain_node(passage) for passage in view.passages],
            "facts": [plain_node(fact) for fact in view.facts],
        }
    )


# Nodes


def _show_node(engine: Engine, iri: str) -> Response:
    if not is_iri(iri):
        raise QueryError(f"{iri!r} is no absolute IRI. Give one, such as {engine.config.base}state/IRN.")
    offer = _node_offer()
    if offer is HTML:
        return _show_node_page(engine, iri)
    if read_node(engine, iri, 1) is None:
        raise _no_node(iri)
    body = engine.answer(_NODE_GRAPH.format(iri=iri), UNION, offer.media_type)
    return Response(body, content_type=offer.content_type, headers={"Vary": "Accept"})


_NODE_GRAPH: Final = """
CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"""


def _no_node(iri: str) -> NotFoundError:
    return NotFoundError(f"The graph has nothing named {iri}. The start page leads to what it has.")


def _show_node_page(engine: Engine, iri: str) -> Response:
    linker = Linker(engine.config.base)
    tables = tell(engine, linker, iri)
    told = {Cmq.refersTo, *(predicate for topic, _ in tables for predicate in topic.told)}
    view = read_node(engine, iri, INCOMING_LISTED, sorted(told))
    if view is None:
        raise _no_node(iri)
    node = view.node
    objects = {value.value for values in node.values.values() for value in values if isinstance(value, NamedNode)}
    incoming_iris = {iri for pair in view.incoming for iri in pair}
    reports = {passage.text(Cmq.inArticle) for passage in view.passages}
    labels = label_nodes(engine, {iri, *objects, *node.values, *incoming_iris, *reports})
    outgoing = [
        (linker.show(NamedNode(predicate), labels), shown_values(node, predicate, linker, labels))
        for predicate in sorted(node.values, key=_property_order)
        if predicate not in TOLD_ELSEWHERE
    ]
    return show_page(
        "resource.html",
        iri=iri,
        title=labels.get(iri) or shorten(iri),
        kinds=shown_values(node, Rdf.type, linker, labels),
        outgoing=[(name, values) for name, values in outgoing if values],
        incoming=_group_incoming(view.incoming, linker, labels),
        more=view.more_incoming,
        evidence=[_quoted(passage, linker, labels) for passage in view.passages[:EVIDENCE_LISTED]],
        further=len(view.passages[EVIDENCE_LISTED:]),
        tables=tables,
        data="/resource",
    )


def _quoted(passage: Node, linker: Linker, labels: Mapping[str, str]) -> tuple[Shown, Shown]:
    """The words of a passage, and its article."""
    article = passage.text(Cmq.inArticle)
    return Shown(passage.text(Cmq.exact), linker.href(passage.iri)), linker.show(NamedNode(article), labels)


_FIRST_PROPERTIES: Final = (Rdf.type, Rdfs.label, Skos.altLabel, Skos.definition, Owl.sameAs)


def _property_order(predicate: str) -> tuple[int, str]:
    """Names and types first, then the ontology's own properties, then all others."""
    if predicate in _FIRST_PROPERTIES:
        return _FIRST_PROPERTIES.index(predicate), predicate
    return len(_FIRST_PROPERTIES) + (not predicate.startswith(CMQ)), predicate


def _group_incoming(
    incoming: Iterable[tuple[str, str]], linker: Linker, labels: Mapping[str, str]
) -> list[tuple[Shown, list[Shown]]]:
    """Incoming links by property."""
    groups: dict[str, list[Shown]] = {}
    for subject, predicate in incoming:
        if predicate in TOLD_ELSEWHERE - {Rdf.type, Schema.mentions}:
            continue
        groups.setdefault(predicate, []).append(linker.show(NamedNode(subject), labels))
    return [(linker.show(NamedNode(predicate), labels), shown) for predicate, shown in sorted(groups.items())]


def _show_ontology(engine: Engine) -> Response:
    terms = list_terms(engine)
    if not terms:
        raise NotFoundError("This graph holds no ontology. Build it with `communique build`.")
    titles = (("Classes", Owl.Class), ("Properties", Owl.ObjectProperty), ("Data properties", Owl.DatatypeProperty))
    groups = [(title, [node for node in terms if iri in node.types]) for title, iri in titles]
    grouped = {node.iri for _, nodes in groups for node in nodes}
    groups.append(("Values", [node for node in terms if node.iri not in grouped]))
    return show_page(
        "ontology.html", groups=groups, shorten=shorten, cmq=CMQ, Rdfs=Rdfs, Skos=Skos, linker=Linker(BASE)
    )


# Routes


def make_blueprint(engine: Engine) -> Blueprint:
    """The routes of all pages. The last one takes every path that is the IRI of a node below the base."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    def home() -> Response:
        return show_page(
            "home.html",
            counts=count_things(engine),
            queries=named_queries(),
            articles=_latest_articles(engine),
            query=EXAMPLE,
        )

    @blueprint.get("/query/<name>")
    def named_query(name: str) -> Response:
        path = PurePosixPath(name)
        if path.suffix:
            return _answer_named(engine, path.stem, path.suffix[1:])
        return _show_named(engine, name)

    @blueprint.get("/article/<slug>")
    def article(slug: str) -> Response:
        if slug.endswith(".json"):
            return _article_json(engine, slug.removesuffix(".json"))
        if _node_offer() is not HTML:
            return _show_node(engine, f"{engine.config.base}article/{slug}")
        return _show_article(engine, slug)

    @blueprint.get("/ontology")
    def ontology() -> Response:
        return _show_ontology(engine)

    @blueprint.get("/resource")
    def resource() -> Response:
        return _show_node(engine, request.args.get("iri", ""))

    @blueprint.get("/<path:rest>")
    def dereference(rest: str) -> Response:
        return _show_node(engine, engine.config.base + rest)

    return blueprint


def _node_offer() -> Offer:
    offers = (HTML, *GRAPH_OFFERS)
    name = request.args.get("format")
    return by_name(name, offers) if name else choose(request.headers.get("Accept"), offers)


def _latest_articles(engine: Engine) -> list[tuple[str, str, str]]:
    """Slug, title and origin of the latest articles."""
    start = engine.config.base + "article/"
    nodes = list_articles(engine, ARTICLES_LISTED)
    return [(node.iri.removeprefix(start), article_title(node), _origin(node)) for node in nodes]


def _origin(node: Node) -> str:
    """Publisher and date, unless they stand for a title, and the identifier."""
    told = (Dcterms.publisher, Dcterms.issued) if node.text(Dcterms.title) else ()
    return " · ".join(filter(None, map(node.text, (*told, Dcterms.identifier))))
