"""A SPARQL protocol request read from HTTP: the query and the graphs it is to see.

Source: SPARQL 1.1 Protocol, section 2.1. Parameters are decoded once and strictly: a wrong byte is an error,
never a replacement character. Only the text is read here; nothing is parsed as SPARQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import Request

from kg.errors import QueryError
from server.errors import RefusedError, UnsupportedMediaTypeError
from server.guard import READ_ONLY
from server.links import is_iri
from server.worker import Dataset

FORM_TYPE: Final = "application/x-www-form-urlencoded"
QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
MAX_FIELDS: Final = 1000
"""Parameters of one request; a dataset of some hundred graphs fits."""


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """What a client asks. `query` is None when the request has none; `format` is our own short name of a format."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None

    def dataset(self, has_dataset: bool) -> Dataset:
        """The graphs to see; those of the request go before those of the query (`has_dataset`: FROM clauses)."""
        if self.default_graphs or self.named_graphs:
            return Dataset(union=False, default_graphs=self.default_graphs, named_graphs=self.named_graphs)
        return Dataset(union=not has_dataset)


def read_request(request: Request) -> ProtocolRequest:
    """The protocol request in an HTTP request.

    Raises QueryError, RefusedError (an update) or UnsupportedMediaTypeError.
    """
    fields = _decode(request.query_string, "query string")
    if request.method == "POST":
        fields += _BODIES.get(request.mimetype, _refuse_type)(request)
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    if "update" in by_name or "using-graph-uri" in by_name or "using-named-graph-uri" in by_name:
        raise RefusedError(READ_ONLY)
    return ProtocolRequest(
        _single(by_name, "query"),
        _graphs(by_name, "default-graph-uri"),
        _graphs(by_name, "named-graph-uri"),
        _single(by_name, "format"),
    )


def _decode(raw: bytes, where: str) -> list[tuple[str, str]]:
    try:
        text = raw.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as exc:
        raise QueryError(f"The {where} is not UTF-8 (byte {exc.start}). Encode the query as UTF-8.") from exc
    except ValueError as exc:
        raise QueryError(f"The {where} has more than {MAX_FIELDS} parameters. Name fewer graphs.") from exc


def _read_form(request: Request) -> list[tuple[str, str]]:
    _check_charset(request)
    return _decode(request.get_data(cache=False), "form")


def _read_query(request: Request) -> list[tuple[str, str]]:
    _check_charset(request)
    raw = request.get_data(cache=False)
    try:
        return [("query", raw.decode("utf-8"))]
    except UnicodeDecodeError as exc:
        raise QueryError(f"The query is not UTF-8 (byte {exc.start}). Encode it as UTF-8.") from exc


def _refuse_update(_request: Request) -> list[tuple[str, str]]:
    raise RefusedError(READ_ONLY)


def _refuse_type(request: Request) -> list[tuple[str, str]]:
    given = f"is of type {request.mimetype!r}" if request.mimetype else "has no Content-Type"
    raise UnsupportedMediaTypeError(f"The body {given}. Send the query as {QUERY_TYPE}, or as {FORM_TYPE}.")


def _check_charset(request: Request) -> None:
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaTypeError(f"The body is in {charset}. Send it in UTF-8.")


_BODIES: Final = {FORM_TYPE: _read_form, QUERY_TYPE: _read_query, UPDATE_TYPE: _refuse_update}


def _single(fields: Mapping[str, list[str]], name: str) -> str | None:
    values = fields.get(name, [])
    if len(values) > 1:
        raise QueryError(f"The request has {len(values)} parameters {name!r}. Send one.")
    return values[0] if values else None


def _graphs(fields: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    iris = fields.get(name, [])
    for iri in iris:
        if not is_iri(iri):
            raise QueryError(f"{name} is {iri!r}, which is no absolute IRI. Give the full name of a graph.")
    return tuple(dict.fromkeys(iris))
