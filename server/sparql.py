"""The endpoint: SPARQL 1.1 Protocol queries at /sparql, by GET and both kinds of POST.

The order is: read the request, look at the query's text, settle the format, compare the ETag, and only then
run. So a refusal costs no worker, and a client that has the answer already is told so at once. A browser that
asks for HTML gets the query page. Without a query the answer is the service description.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from kg.errors import QueryError
from server.engine import Engine
from server.facts import count_triples
from server.guard import Inspection
from server.negotiate import GRAPH_OFFERS, HTML, RESULT_OFFERS, Offer, by_name, choose
from server.pages import show_query_page, show_results
from server.protocol import ProtocolRequest, read_request
from server.service import describe_service

ALLOWED_METHODS: Final = "GET, HEAD, OPTIONS, POST"
REVALIDATE: Final = "no-cache"
"""Answers may be kept and must be asked about: the graph changes when a build is published."""


def make_blueprint(engine: Engine) -> Blueprint:
    """The routes of the endpoint."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route("/sparql", methods=["GET", "POST"], strict_slashes=False, provide_automatic_options=False)
    def sparql() -> Response:
        asked = read_request(request)
        if asked.query is None:
            return _describe(engine, asked)
        return _answer(engine, asked, asked.query)

    @blueprint.route("/sparql", methods=["OPTIONS"], strict_slashes=False)
    def sparql_options() -> Response:
        return Response(status=204, headers={"Allow": ALLOWED_METHODS})

    return blueprint


def _describe(engine: Engine, asked: ProtocolRequest) -> Response:
    if request.method == "POST":
        raise QueryError("The request has no query. Send it as the parameter `query`, or as the body.")
    offer = _settle_format(asked, GRAPH_OFFERS)
    if offer is HTML:
        return show_query_page(engine)
    body = describe_service(request.base_url, count_triples(engine), offer.media_type)
    return Response(body, content_type=offer.content_type, headers={"Vary": "Accept"})


def _answer(engine: Engine, asked: ProtocolRequest, query: str) -> Response:
    found = engine.inspect(query)
    dataset = asked.dataset(found.has_dataset)
    offer = _settle_format(asked, _offers(found))
    if offer is HTML:
        return show_results(engine, query, dataset, found)
    headers = {"Vary": "Accept"}
    if not found.volatile:
        etag = engine.etag(query, dataset, offer.content_type)
        headers |= {"ETag": f'"{etag}"', "Cache-Control": REVALIDATE}
        if request.if_none_match.contains(etag):
            return Response(status=304, headers=headers)
    return Response(engine.answer(query, dataset, offer.media_type), content_type=offer.content_type, headers=headers)


def _offers(found: Inspection) -> tuple[Offer, ...]:
    return GRAPH_OFFERS if found.form and found.form.gives_graph else RESULT_OFFERS


def _settle_format(asked: ProtocolRequest, offers: tuple[Offer, ...]) -> Offer:
    """By the parameter `format` if it names one of ours (SPARQLWrapper sends names of its own), else by Accept."""
    accept, all_offers = request.headers.get("Accept"), (*offers, HTML)
    if asked.format is not None and (accept is None or asked.format in {offer.name for offer in all_offers}):
        return by_name(asked.format, all_offers)
    return choose(accept, all_offers)
