"""The endpoint: SPARQL 1.1 Protocol queries and updates at /sparql, by GET and both kinds of POST.

The order is: read the request, look at the query's text, settle the format, compare the ETag, and only then
run. So a refusal costs no worker, and a client that has the answer already is told so at once. Without a query
the answer is the service description. A browser that asks for HTML gets a page: what it is to show is given
back as a `Page`, because only Flask renders pages. `make_blueprint` is Flask's way in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from flask import Blueprint, request
from flask import Response as FlaskResponse

from kg.errors import QueryError
from server.budget import CLIENT
from server.compression import same_tag
from server.engine import Engine
from server.errors import MethodError, RefusedError, UpdateAsQueryError
from server.exchange import Request, Response
from server.facts import count_triples
from server.guard import Inspection
from server.negotiate import GRAPH_OFFERS, HTML, RESULT_OFFERS, Offer, by_name, choose
from server.pages import show_query_page, show_results
from server.protocol import QueryRequest, UpdateRequest, read_request
from server.service import Service, describe_service
from server.snapshots import Snapshot
from server.tokens import READ_ONLY, check_may_write, check_writable
from server.void import count_graphs
from server.worker import Dataset
from server.writer import Update

ALLOWED_METHODS: Final = "GET, HEAD, OPTIONS, POST"
REVALIDATE: Final = "no-cache"
"""Answers may be kept and must be asked about: the graph changes when a build or an update is published."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be rendered: the answer to a query, or the form for one when there is no query."""

    query: str | None = None
    dataset: Dataset = field(default_factory=Dataset)
    found: Inspection | None = None


def answer(engine: Engine, asked: Request, snapshot: Snapshot | None = None) -> Response | Page:
    """The response to a request at /sparql, from a snapshot or the one in force.

    Raises CommuniqueError for every way in which there is none.
    """
    if asked.method == "OPTIONS":
        return options(ALLOWED_METHODS)
    if asked.method not in ("GET", "HEAD", "POST"):
        raise MethodError(asked.method, ALLOWED_METHODS)
    found = read_request(asked, engine.config)
    if isinstance(found, UpdateRequest):
        return _update(engine, asked, found)
    if found.query is None:
        return _describe(engine, asked, found)
    return _answer(engine, asked, found, found.query, snapshot)


def options(allowed: str) -> Response:
    """The answer to OPTIONS."""
    return Response(204, (("Allow", allowed),))


def _update(engine: Engine, asked: Request, found: UpdateRequest) -> Response:
    check_may_write(asked, engine.config)
    if engine.writer is None:
        raise RefusedError(READ_ONLY)
    update = Update(found.update, engine.config.base, found.using, found.using_named)
    engine.writer.write(update, CLIENT.get())
    return Response(204)


def _describe(engine: Engine, asked: Request, found: QueryRequest) -> Response | Page:
    if asked.method == "POST":
        raise QueryError("The request has no query. Send it as the parameter `query`, or as the body.")
    offer = settle_format(asked, found.format, GRAPH_OFFERS)
    if offer is HTML:
        return Page()
    config = engine.config
    service = Service(
        asked.origin + "/sparql",
        union=config.union and config.upstream is None,  # what another store has nobody knows
        writes=engine.writer is not None,
        federates=bool(config.allow_service),
        triples=count_triples(engine, Dataset(union=config.union)),
        graphs=count_graphs(engine),
    )
    body = describe_service(service, offer.media_type)
    return Response(200, (("Content-Type", offer.content_type), ("Vary", "Accept")), body)


def _answer(
    engine: Engine, asked: Request, wanted: QueryRequest, query: str, snapshot: Snapshot | None
) -> Response | Page:
    try:
        found = engine.inspect(query)
    except UpdateAsQueryError:
        check_writable(engine.config)
        raise
    dataset = wanted.dataset(found.has_dataset, engine.config.union)
    offer = settle_format(asked, wanted.format, _offers(found))
    if offer is HTML:
        return Page(query, dataset, found)
    headers = [("Content-Type", offer.content_type), ("Vary", "Accept, Accept-Encoding")]
    snapshot = snapshot or engine.snapshot()
    if not found.volatile:
        etag = engine.etag(snapshot, query, dataset, offer.content_type)
        headers += [("ETag", f'"{etag}"'), ("Cache-Control", REVALIDATE)]
        if same_tag(asked.headers.get("if-none-match"), etag):
            return Response(304, tuple(headers[1:]))
    body = engine.answer(
        query, dataset, offer.media_type, snapshot=snapshot, volatile=found.volatile, timeout=wanted.timeout
    )
    return Response(200, tuple(headers), body)


def _offers(found: Inspection) -> tuple[Offer, ...]:
    return GRAPH_OFFERS if found.form and found.form.gives_graph else RESULT_OFFERS


def settle_format(asked: Request, named: str | None, offers: tuple[Offer, ...]) -> Offer:
    """By the parameter `format` if it names one of ours (SPARQLWrapper sends names of its own), else by Accept."""
    return _settle(asked.headers.get("accept"), named, offers)


@lru_cache(256)
def _settle(accept: str | None, named: str | None, offers: tuple[Offer, ...]) -> Offer:
    all_offers = (*offers, HTML)
    if named is not None and (accept is None or named in {offer.name for offer in all_offers}):
        return by_name(named, all_offers)
    return choose(accept, all_offers)


# Flask


def make_blueprint(engine: Engine) -> Blueprint:
    """The routes of the endpoint."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route(
        "/sparql",
        methods=["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"],
        strict_slashes=False,
        provide_automatic_options=False,
    )
    def sparql() -> FlaskResponse:
        found = answer(engine, Request.from_environ(request.environ))
        if isinstance(found, Response):
            return to_flask(found)
        if found.query is None or found.found is None:
            return show_query_page(engine)
        return show_results(engine, found.query, found.dataset, found.found)

    return blueprint


def to_flask(response: Response) -> FlaskResponse:
    """A plain response as one of Flask's."""
    given = FlaskResponse(response.body, response.status)
    given.headers.remove("Content-Type")
    given.headers.extend(response.headers)
    return given
