"""The SPARQL 1.1 Graph Store HTTP Protocol at /graph-store: whole graphs got, put, added to and deleted.

    /graph-store?graph=IRI   a named graph
    /graph-store?default     the store's own default graph, never the union of all graphs
    /graph-store/NAME        the graph whose IRI is this URL
    /graph-store             GET: the whole store with its graphs; POST: a new graph, named in Location

Reading needs no token, writing does. PUT and POST take one graph as a body, or several files as a form
(multipart/form-data). PATCH is not part of the protocol. Source: W3C recommendation of 21 March 2013.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import uuid4

from flask import Blueprint, request
from flask import Response as FlaskResponse
from pyoxigraph import RdfFormat
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from kg.errors import QueryError
from kg.store.results import Truth
from server.budget import CLIENT
from server.compression import same_tag
from server.engine import Engine
from server.errors import MethodError, NotFoundError, RefusedError, UnsupportedMediaTypeError
from server.exchange import Request, Response
from server.links import is_iri
from server.negotiate import GRAPH_OFFERS, Offer, by_name, choose
from server.protocol import check_encoding, decode_fields
from server.snapshots import Snapshot
from server.sparql import REVALIDATE, options, to_flask
from server.tokens import READ_ONLY, check_may_write
from server.upstream_writer import UpstreamWriter
from server.worker import Dataset
from server.writer import LOADED, Change, DropGraph, GraphWriter, Part, StoreGraph

PATH: Final = "/graph-store"
ALLOWED_METHODS: Final = "GET, HEAD, OPTIONS, PUT, POST, DELETE"
FORM_TYPE: Final = "multipart/form-data"
MAX_PARTS: Final = 100
DUMP_OFFERS: Final = (Offer("application/n-quads", "nq"), Offer("application/trig", "trig", "utf-8"))
"""For the whole store, best first."""
OWN_GRAPHS: Final = Dataset(union=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about: the graph `iri`, the default graph (None), or the whole store."""

    iri: str | None = None
    whole: bool = False
    format: str | None = None


def answer(engine: Engine, asked: Request) -> Response:
    """The response to a request at /graph-store or below. Raises CommuniqueError where there is none."""
    act = _METHODS.get(asked.method)
    if act is None:
        raise MethodError(asked.method, ALLOWED_METHODS)
    return act(engine, asked, _target(asked))


def _target(asked: Request) -> Target:
    fields = decode_fields(asked.query, "query string")
    named = [value for name, value in fields if name == "graph"]
    default = [value for name, value in fields if name == "default"]
    form = next((value for name, value in fields if name == "format"), None)
    below = asked.path.removeprefix(PATH).strip("/")
    if "\ufffd" in below:
        raise QueryError("The URL of the graph is not UTF-8. Encode it as UTF-8.")
    if len(named) + len(default) + bool(below) > 1:
        raise QueryError("The request names more than one graph. Send ?graph=IRI, or ?default, or the graph's own URL.")
    if default:
        return Target(format=form)
    if not named:
        return Target(asked.url, format=form) if below else Target(whole=True, format=form)
    if not is_iri(named[0]):
        raise QueryError(f"graph is {named[0]!r}, which is no absolute IRI. Give the full name of a graph.")
    return Target(named[0], format=form)


# Reading


def _get(engine: Engine, asked: Request, target: Target) -> Response:
    offer = _offer(asked, target.format, DUMP_OFFERS if target.whole else GRAPH_OFFERS)
    if target.iri is not None and not _exists(engine, target.iri):
        raise NotFoundError(f"There is no graph <{target.iri}>.")
    pattern = "?s ?p ?o" if target.iri is None else f"GRAPH <{target.iri}> {{ ?s ?p ?o }}"
    query = "" if target.whole else f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
    snapshot = engine.snapshot()
    etag = engine.etag(snapshot, query, OWN_GRAPHS, offer.content_type)
    headers: tuple[tuple[str, str], ...] = (("Vary", "Accept"), ("Cache-Control", REVALIDATE))
    if snapshot.version:  # of another store's graphs nobody knows when they change
        headers += (("ETag", f'"{etag}"'),)
        if same_tag(asked.headers.get("if-none-match"), etag):
            return Response(304, headers)
    if target.whole:
        body = _dump(engine, snapshot, offer)
    else:
        body = engine.answer(query, OWN_GRAPHS, offer.media_type, snapshot=snapshot)
    return Response(200, (("Content-Type", offer.content_type), *headers), body)


def _dump(engine: Engine, snapshot: Snapshot, offer: Offer) -> bytes:
    if engine.config.upstream is not None:
        raise RefusedError("This server stands before another store, and gives its graphs one by one: send ?graph=IRI.")
    try:
        return engine.dump(snapshot, offer.media_type)
    except QueryError as exc:
        raise QueryError(
            "The whole store is too long to be sent at once. Get its graphs one by one, or run `communique export`."
        ) from exc


def _offer(asked: Request, named: str | None, offers: tuple[Offer, ...]) -> Offer:
    return by_name(named, offers) if named else choose(asked.headers.get("accept"), offers)


def _exists(engine: Engine, iri: str) -> bool:
    """Empty graphs exist too, from PUT to DELETE."""
    pattern = "" if engine.config.upstream is None else "?s ?p ?o"  # of other stores not all know empty graphs
    found = engine.table(f"ASK {{ GRAPH <{iri}> {{ {pattern} }} }}", dataset=OWN_GRAPHS).result
    return isinstance(found, Truth) and found.value


# Writing


def _writer(engine: Engine, asked: Request) -> GraphWriter | UpstreamWriter:
    check_may_write(asked, engine.config)
    if engine.writer is None:
        raise RefusedError(READ_ONLY)
    return engine.writer


def _named(target: Target, method: str) -> Target:
    if target.whole:
        raise QueryError(f"{method} needs the name of a graph: send ?graph=IRI or ?default.")
    return target


def _put(engine: Engine, asked: Request, target: Target) -> Response:
    writer, target = _writer(engine, asked), _named(target, "PUT")
    written = writer.write(_change(engine, asked, target.iri, replaces=True), CLIENT.get())
    return Response(201 if written.created else 204)


def _post(engine: Engine, asked: Request, target: Target) -> Response:
    writer = _writer(engine, asked)
    if target.whole:
        iri = f"{asked.origin}{PATH}/{uuid4()}"
        writer.write(_change(engine, asked, iri, replaces=False), CLIENT.get())
        return Response(201, (("Location", iri),))
    written = writer.write(_change(engine, asked, target.iri, replaces=False), CLIENT.get())
    return Response(201 if written.created else 204)


def _delete(engine: Engine, asked: Request, target: Target) -> Response:
    _writer(engine, asked).write(DropGraph(_named(target, "DELETE").iri), CLIENT.get())
    return Response(204)


def _change(engine: Engine, asked: Request, graph: str | None, *, replaces: bool) -> Change:
    kind, parameters = asked.media_type()
    base = graph or asked.url
    if kind != FORM_TYPE:
        check_encoding(asked)
        _check_format(kind)
        return StoreGraph(graph, (Part(asked.body(engine.config.max_write_bytes), kind, base),), replaces)
    boundary = parameters.get("boundary", "")
    if not boundary:
        raise QueryError(f"The Content-Type {FORM_TYPE} has no boundary.")
    body = asked.body(engine.config.max_write_bytes)
    return StoreGraph(graph, tuple(_parts(body, boundary, base)), replaces)


def _check_format(kind: str) -> None:
    if RdfFormat.from_media_type(kind) not in LOADED if kind else True:
        given = f"is of type {kind!r}" if kind else "has no Content-Type"
        types = ", ".join(form.media_type for form in LOADED)
        raise UnsupportedMediaTypeError(f"The body {given}. Send a graph as one of: {types}, {FORM_TYPE}.")


def _parts(body: bytes, boundary: str, base: str) -> list[Part]:
    """The files of a form. Raises QueryError for what is no form, UnsupportedMediaTypeError for another format."""
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"), len(body), max_parts=MAX_PARTS)
    parts: list[tuple[str, list[bytes]]] = []
    try:
        decoder.receive_data(body)
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            if isinstance(event, Field | File):
                parts.append((event.headers.get("Content-Type", "").partition(";")[0].strip().lower(), []))
            elif isinstance(event, Data):
                parts[-1][1].append(event.data)
    except (ValueError, HTTPException) as exc:
        raise QueryError(f"The form cannot be read: {exc}") from exc
    if not isinstance(event, Epilogue) or not parts:
        raise QueryError("The form has no parts, or ends before its last boundary.")
    for kind, _ in parts:
        _check_format(kind)
    return [Part(b"".join(pieces), kind, base) for kind, pieces in parts]


def _options(_engine: Engine, _asked: Request, _target: Target) -> Response:
    return options(ALLOWED_METHODS)


_METHODS: Final[Mapping[str, Callable[[Engine, Request, Target], Response]]] = MappingProxyType(
    {"GET": _get, "HEAD": _get, "PUT": _put, "POST": _post, "DELETE": _delete, "OPTIONS": _options}
)


# Flask


def make_blueprint(engine: Engine) -> Blueprint:
    """The routes of the graph store."""
    blueprint = Blueprint("graph_store", __name__)
    methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"]

    @blueprint.route(PATH, methods=methods, strict_slashes=False, provide_automatic_options=False)
    @blueprint.route(f"{PATH}/<path:_name>", methods=methods, provide_automatic_options=False)
    def graph_store(_name: str = "") -> FlaskResponse:
        return to_flask(answer(engine, Request.from_environ(request.environ)))

    return blueprint
