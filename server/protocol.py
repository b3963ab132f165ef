"""A SPARQL protocol request read from HTTP: a query or an update, and the graphs it is to see.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2. Parameters are decoded once and strictly: a wrong byte is an
error, never a replacement character. Only the text is read here; nothing is parsed as SPARQL.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

from kg.errors import QueryError
from server.config import ServerConfig
from server.errors import UnsupportedMediaTypeError
from server.exchange import Request
from server.links import is_iri
from server.tokens import check_may_write, may_write
from server.worker import Dataset

FORM_TYPE: Final = "application/x-www-form-urlencoded"
QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
MAX_FIELDS: Final = 1000
"""Parameters of one request; a dataset of some hundred graphs fits."""

Fields: TypeAlias = list[tuple[str, str]]


class QueryRequest(NamedTuple):
    """What a client asks. `query` is None when the request has none; `format` is our own short name of a format.

    `timeout` is in seconds.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None

    def dataset(self, has_dataset: bool, union: bool) -> Dataset:
        """The graphs to see; those of the request go before those of the query (`has_dataset`: FROM clauses)."""
        if self.default_graphs or self.named_graphs:
            return Dataset(union=False, default_graphs=self.default_graphs, named_graphs=self.named_graphs)
        return Dataset(union=union and not has_dataset)


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """What a client who may write wants done, and the graphs that its patterns are to see."""

    update: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


def read_request(request: Request, config: ServerConfig) -> QueryRequest | UpdateRequest:
    """The protocol request in an HTTP request; who sends an update and may not is told before its body is read.

    Raises QueryError and its kin, or UnauthorizedError.
    """
    fields = decode_fields(request.query, "query string")
    if request.method == "POST":
        fields += _read_body(request, config)
    if len(fields) == 1 and fields[0][0] == "query":
        return QueryRequest(fields[0][1])
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    update = _single(by_name, "update")
    if update is None:
        return _query_request(by_name)
    check_may_write(request, config)
    if request.method != "POST":
        raise QueryError(f"An update is sent by POST, not by {request.method}.")
    if "query" in by_name:
        raise QueryError("The request has a query and an update. Send two requests.")
    using, named = _graphs(by_name, "using-graph-uri"), _graphs(by_name, "using-named-graph-uri")
    return UpdateRequest(update, using, named)


def _query_request(by_name: Mapping[str, list[str]]) -> QueryRequest:
    for name in ("using-graph-uri", "using-named-graph-uri"):
        if name in by_name:
            raise QueryError(f"{name} goes with an update. For a query, send default-graph-uri and named-graph-uri.")
    return QueryRequest(
        _single(by_name, "query"),
        _graphs(by_name, "default-graph-uri"),
        _graphs(by_name, "named-graph-uri"),
        next(iter(by_name.get("format", ())), None),  # SPARQLWrapper sends two, the second a media type
        _seconds(_single(by_name, "timeout")),
    )


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0):
        raise QueryError(f"timeout is {text!r}. Give seconds, a number above 0.")
    return seconds


def decode_fields(raw: bytes, where: str) -> Fields:
    """The parameters in a query string or form, decoded. Raises QueryError, naming `where` they stood."""
    if raw.count(b"&") >= MAX_FIELDS:
        raise QueryError(f"The {where} has more than {MAX_FIELDS} parameters. Name fewer graphs.")
    try:
        return [_decode_field(part) for part in raw.split(b"&") if part]
    except UnicodeDecodeError as exc:
        raise QueryError(f"The {where} is not UTF-8 (byte {exc.start}). Encode the query as UTF-8.") from exc


def _decode_field(part: bytes) -> tuple[str, str]:
    """As `parse_qsl` does, in half of its time: at each request."""
    name, _, value = part.replace(b"+", b" ").partition(b"=")
    return _decode(name), _decode(value)


def _decode(text: bytes) -> str:
    return (unquote_to_bytes(text) if b"%" in text else text).decode("utf-8")


def _read_body(request: Request, config: ServerConfig) -> Fields:
    kind, _ = request.media_type()
    if kind not in (FORM_TYPE, QUERY_TYPE, UPDATE_TYPE):
        given = f"is of type {kind!r}" if kind else "has no Content-Type"
        raise UnsupportedMediaTypeError(
            f"The body {given}. Send a query as {QUERY_TYPE}, an update as {UPDATE_TYPE}, or either as {FORM_TYPE}."
        )
    check_encoding(request)
    if kind == UPDATE_TYPE:
        check_may_write(request, config)
    writes = kind != QUERY_TYPE and may_write(request, config.token)
    raw = request.body(config.max_write_bytes if writes else config.max_request_bytes)
    if kind == FORM_TYPE:
        return decode_fields(raw, "form")
    name = "query" if kind == QUERY_TYPE else "update"
    try:
        return [(name, raw.decode("utf-8"))]
    except UnicodeDecodeError as exc:
        raise QueryError(f"The {name} is not UTF-8 (byte {exc.start}). Encode it as UTF-8.") from exc


def check_encoding(request: Request) -> None:
    """Raise UnsupportedMediaTypeError for a body that is compressed or in another character encoding."""
    charset = request.media_type()[1].get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaTypeError(f"The body is in {charset}. Send it in UTF-8.")
    coding = request.headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        raise UnsupportedMediaTypeError(f"The body is compressed ({coding}). Send it as it is.")


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
