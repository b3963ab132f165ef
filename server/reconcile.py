"""The Reconciliation Service API 0.2 at /reconcile: OpenRefine and its like match their tables with this graph.

    /reconcile                   GET: the manifest; with `queries` or `extend` (GET or form): candidates, values
    /reconcile/suggest/KIND      entities, types or properties whose name begins with `prefix`
    /reconcile/flyout/KIND       a line of HTML about one of them
    /reconcile/properties        what can be fetched for entities of a type
    /reconcile/preview           a small page about an entity, for a frame
    /reconcile/view              on to the entity's page

What matches is the business of `kg.link.matching`; here stand its HTTP rules. With `callback` an answer is JSONP.
Errors are JSON, `{"error": {"status", "title", "detail"}}`. CORS headers are those of all routes.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import CommuniqueError, UsageError
from kg.link.asked import read_query
from kg.link.matching import (
    PROPERTIES,
    Known,
    Matcher,
    broader,
    candidate_json,
    describe,
    entity_classes,
    types_json,
)
from kg.version import software_version
from ontology.terms import CMQ, WIKIDATA
from server.candidates import MatcherOf
from server.engine import Engine
from server.errors import NotFoundError, error_body

PATH: Final = "/reconcile"
BATCH: Final = 50
"""Queries in one request; a query costs some milliseconds."""
SUGGESTIONS: Final = 10
PREVIEW_SIZE: Final = {"width": 360, "height": 160}
PREVIEW_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""A preview is made to stand in a frame of another site; it loads nothing but the style sheet."""
DEFAULT_TYPES: Final = ("Person", "Organization", "State", "Place", "Asset")

_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w.$]{0,99}\Z", re.ASCII)
_LOG: Final = logging.getLogger(__name__)


class BatchTooLargeError(UsageError):
    """More queries at once than the manifest allows."""

    http_status = 413


# Routes


def make_blueprint(engine: Engine, matcher: MatcherOf) -> Blueprint:
    """The routes of the service."""
    blueprint = Blueprint("reconcile", __name__, url_prefix=PATH)
    _add_service(blueprint, matcher, engine.config.base)
    _add_suggestions(blueprint, matcher)
    _add_pages(blueprint, matcher)

    @blueprint.errorhandler(CommuniqueError)
    def refuse(error: CommuniqueError) -> Response:
        response = _json(error_body(error.http_status, str(error)))
        response.status_code = error.http_status
        return response

    return blueprint


def _add_service(blueprint: Blueprint, matcher: MatcherOf, base: str) -> None:

    @blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
    def service() -> Response:
        if queries := request.values.get("queries"):
            return _json(answer_queries(matcher(), _parsed(queries)))
        if extend := request.values.get("extend"):
            return _json(answer_extension(matcher(), _parsed(extend)))
        if request.method == "POST":
            raise UsageError("Send a form with the field `queries` or `extend`.")
        return _json(manifest(base, request.url_root.rstrip("/")))


def _add_suggestions(blueprint: Blueprint, matcher: MatcherOf) -> None:
    @blueprint.get("/suggest/<kind>")
    def suggest(kind: str) -> Response:
        return _json({"result": _suggestions(matcher(), kind, request.args.get("prefix", ""), _cursor())})

    @blueprint.get("/flyout/<kind>")
    def flyout(kind: str) -> Response:
        identifier = request.args.get("id", "")
        line = _line_about(matcher(), kind, identifier)
        return _json({"id": identifier, "html": render_template("flyout.html", name=line[0], text=line[1])})

    @blueprint.get("/properties")
    def properties() -> Response:
        kind = request.args.get("type", "")
        proposed = _named(PROPERTIES)[: request.args.get("limit", len(PROPERTIES), int)]
        return _json({"type": kind, "properties": proposed})


def _add_pages(blueprint: Blueprint, matcher: MatcherOf) -> None:
    @blueprint.get("/preview")
    def preview() -> Response:
        entity = _find(matcher(), request.args.get("id", ""))
        page = render_template("preview.html", entity=entity, text=describe(entity), wikidata=WIKIDATA)
        return Response(page, headers={"Content-Security-Policy": PREVIEW_POLICY})

    @blueprint.get("/view")
    def view() -> AnyResponse:
        identifier = request.args.get("id", "")
        entity = _find(matcher(), identifier)
        if identifier in matcher().graph.by_id or not entity.qid:
            return redirect(f"/{identifier}")
        return redirect(WIKIDATA + entity.qid)


def _json(body: object) -> Response:
    """JSON, or a call of the function that the client names. Raises UsageError for a name that is none."""
    text = json.dumps(body, ensure_ascii=False)
    callback = request.values.get("callback")
    if callback is None:
        return Response(text, content_type="application/json")
    if not _CALLBACK.match(callback):
        return Response(
            json.dumps(error_body(400, "callback is no name of a function.")), 400, content_type="application/json"
        )
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{callback}({safe});", content_type="text/javascript; charset=utf-8")


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"What was sent is no JSON: {exc}") from exc
    if not isinstance(found, dict):
        raise UsageError("What was sent is no JSON object.")
    return found


def _cursor() -> int:
    text = request.args.get("cursor", "0")
    if not re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
        raise UsageError(f"cursor is {text!r}; give how many suggestions to skip.")
    return int(text)


def _find(matcher: Matcher, identifier: str) -> Known:
    entity = matcher.entity(identifier)
    if entity is None:
        raise NotFoundError(f"There is no entity {identifier!r}.")
    return entity


# What is answered


def manifest(base: str, root: str) -> dict[str, Any]:
    """The manifest of the service whose server has the address `root`, without a slash at its end."""
    here = root + PATH

    def suggesting(kind: str) -> dict[str, str]:
        return {
            "service_url": here,
            "service_path": f"/suggest/{kind}",
            "flyout_service_url": here,
            "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
        }

    return {
        "versions": ["0.2"],
        "name": "communique",
        "identifierSpace": base,
        "schemaSpace": CMQ,
        "serviceVersion": software_version(),
        "documentation": f"{root}/ontology",
        "defaultTypes": [{"id": kind, "name": entity_classes()[kind]} for kind in DEFAULT_TYPES],
        "view": {"url": f"{here}/view?id={{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", **PREVIEW_SIZE},
        "suggest": {kind: suggesting(kind) for kind in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def answer_queries(matcher: Matcher, batch: Mapping[str, Any]) -> dict[str, Any]:
    """The candidates for each query of a batch. Raises UsageError, naming the query that is wrong."""
    if len(batch) > BATCH:
        raise BatchTooLargeError(f"{len(batch)} queries were sent at once; the manifest allows {BATCH}.")
    found: dict[str, Any] = {}
    for key, data in batch.items():
        try:
            query = read_query(data)
        except UsageError as exc:
            raise UsageError(f"Query {key!r}: {exc}") from exc
        found[key] = {"result": [candidate_json(candidate) for candidate in matcher.match(query)]}
    return found


def answer_extension(matcher: Matcher, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The values of properties of some entities. Raises UsageError for a query of another form."""
    identifiers, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(identifiers, list) or not all(isinstance(i, str) for i in identifiers):
        raise UsageError("ids is an array of identifiers.")
    if not isinstance(properties, list) or not all(
        isinstance(p, dict) and p.get("id") in PROPERTIES for p in properties
    ):
        raise UsageError(f"properties is an array of objects whose id is one of {', '.join(PROPERTIES)}.")
    names = [p["id"] for p in properties]
    meta = [{"id": name, "name": PROPERTIES[name]} for name in names]
    rows = {i: {name: _values(matcher.entity(i), name) for name in names} for i in identifiers}
    return {"meta": meta, "rows": rows}


def _values(entity: Known | None, name: str) -> list[dict[str, str]]:
    if entity is None:
        return []
    value = {"country": entity.iso3, "wikidata": entity.qid, "name": entity.name}[name]
    return [{"str": value}] if value else []


def _named(table: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": key, "name": name} for key, name in table.items()]


def _suggestions(matcher: Matcher, kind: str, prefix: str, skip: int) -> list[dict[str, Any]]:
    if kind == "entity":
        return [
            {"id": e.id, "name": e.name, "description": describe(e), "notable": types_json(e)}
            for e in matcher.suggest(prefix, SUGGESTIONS, skip)
        ]
    table = _table(kind)
    start = prefix.casefold()
    fitting = {key: name for key, name in table.items() if key.casefold().startswith(start) or start in name.casefold()}
    found = _named(fitting)[skip : skip + SUGGESTIONS]
    if kind == "type":
        for item in found:
            item["description"] = " < ".join(entity_classes().get(k, k) for k in broader(item["id"])[1:])
    return found


def _table(kind: str) -> Mapping[str, str]:
    if kind == "type":
        return entity_classes()
    if kind == "property":
        return PROPERTIES
    raise NotFoundError(f"Nothing suggests {kind!r}; there are entity, type and property.")


def _line_about(matcher: Matcher, kind: str, identifier: str) -> tuple[str, str]:
    """The name and the description of an entity, type or property. Raises NotFoundError."""
    if kind == "entity":
        entity = _find(matcher, identifier)
        return entity.name, describe(entity)
    table = _table(kind)
    if identifier not in table:
        raise NotFoundError(f"There is no {kind} {identifier!r}.")
    return table[identifier], identifier
