"""A remote SPARQL endpoint, through SPARQLWrapper, with every way it can fail turned into EndpointError.

An endpoint may refuse, redirect to a page, answer 200 with text that is no result, stop in the middle, or
drip for ever. So the answer is read to its end under one deadline, its media type is looked at, and it is
parsed here rather than by SPARQLWrapper's `convert()`, which passes bytes it does not understand. What cannot
be seen: a graph cut exactly between two statements by a server that sends no length.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from types import MappingProxyType
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLExceptions, SPARQLWrapper

from kg.errors import EndpointError, QueryError, UsageError
from kg.store.results import Result, Triples, read_result
from ontology.terms import PREFIXES

USER_AGENT: Final = "communique (+https://w3id.org/communique/)"
"""Some public endpoints refuse the default agents of libraries."""
MAX_BYTES: Final = 256_000_000
"""A longer answer is refused rather than held in memory."""
CHUNK: Final = 65_536

_RESULT_TYPES: Final[Mapping[str, QueryResultsFormat]] = MappingProxyType(
    {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
    }
)
_GRAPH_TYPES: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/x-turtle": RdfFormat.TURTLE,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/rdf+xml": RdfFormat.RDF_XML,
    }
)
_GRAPH_FORMS: Final = frozenset({"CONSTRUCT", "DESCRIBE"})
_DECLARED: Final = re.compile(r"\bPREFIX\s+([A-Za-z][\w.-]*)?:", re.IGNORECASE)


_XML_END: Final = re.compile(rb"</([\w.-]+:)?sparql\s*>\s*\Z")


@dataclass(frozen=True, slots=True)
class RemoteEndpoint:
    """A SPARQL 1.1 query endpoint; `timeout` is in seconds, for the whole answer."""

    url: str
    timeout: int = 60

    def __post_init__(self) -> None:
        """Raises UsageError when the URL is not one of http or https."""
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise UsageError(f"{self.url!r} is no endpoint; give an http:// or https:// URL.")

    def query(self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """Run a query; prefixes of the ontology that it uses without declaring are declared.

        The graphs are those that the query sees; none given leaves them to the endpoint.
        Raises QueryError for an update, EndpointError for any failure of the endpoint.
        """
        client = self._client(declare_prefixes(query))
        for iri in default_graphs:
            client.addDefaultGraph(iri)
        for iri in named_graphs:
            client.addNamedGraph(iri)
        deadline = time.monotonic() + self.timeout
        try:
            response: HTTPResponse = client.query().response
            with response:
                kind, data = _media_type(response.headers), _read(response, deadline)
        except (SPARQLExceptions.SPARQLWrapperException, OSError, HTTPException, ValueError) as exc:
            raise EndpointError(f"{self.url} {self._reason(exc)}") from exc
        return self._parse(str(client.queryType), kind, data)

    def _client(self, query: str) -> SPARQLWrapper:
        client = SPARQLWrapper(self.url, agent=USER_AGENT)
        client.setTimeout(self.timeout)
        client.setMethod(POST)
        client.setOnlyConneg(True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown form is sent as it is: the endpoint says what is wrong with it
            client.setQuery(query)
        if client.isSparqlUpdateRequest():
            raise QueryError("Only queries are sent to an endpoint; this is an update.")
        client.setReturnFormat(TURTLE if client.queryType in _GRAPH_FORMS else JSON)
        return client

    def _parse(self, form: str, kind: str, data: bytes) -> Result:
        try:
            if form in _GRAPH_FORMS:
                return _parse_graph(kind, data)
            return _parse_result(kind, data)
        except KeyError as exc:
            raise EndpointError(
                f"{self.url} answered with {kind or 'no media type'} where a result was due: {_excerpt(data)} "
                "Is it the address of a SPARQL endpoint?"
            ) from exc
        except (SyntaxError, ValueError, OSError) as exc:
            raise EndpointError(
                f"{self.url} answered with a broken {kind} result ({exc}). It may have stopped half-way; "
                "try again, or ask for less with LIMIT."
            ) from exc

    def _reason(self, exc: Exception) -> str:
        status, body, after = _http_failure(exc)
        if status:
            wait = f" Try again after {after}." if after else ""
            return f"answered HTTP {status}: {_excerpt(body)}{wait}"
        cause = exc.reason if isinstance(exc, URLError) else exc
        if isinstance(cause, TimeoutError):
            return f"did not answer within {self.timeout} s. Ask for less with LIMIT, or raise COMMUNIQUE_TIMEOUT."
        return f"could not be asked: {cause or type(cause).__name__}. Check the address and that it is up."


_STATUS: Final[Mapping[type, int]] = MappingProxyType(
    {
        SPARQLExceptions.QueryBadFormed: 400,
        SPARQLExceptions.Unauthorized: 401,
        SPARQLExceptions.EndPointNotFound: 404,
        SPARQLExceptions.URITooLong: 414,
        SPARQLExceptions.EndPointInternalError: 500,
    }
)


def _http_failure(exc: Exception) -> tuple[int, bytes, str]:
    """Status, body and the wish of Retry-After; status 0 when no HTTP answer came."""
    if isinstance(exc, HTTPError):
        with exc:
            after = str(exc.headers.get("Retry-After", ""))
            return exc.code, _rest(exc), f"{after} s" if after.isdigit() else after
    return _STATUS.get(type(exc), 0), str(exc).encode("utf-8", "replace"), ""


def _rest(exc: HTTPError) -> bytes:
    try:
        return exc.read(CHUNK)
    except (OSError, HTTPException):
        return b""  # the status is what matters; the body is lost with the connection


def _read(response: HTTPResponse, deadline: float) -> bytes:
    """The whole body. Raises TimeoutError past the deadline, ValueError beyond MAX_BYTES."""
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes came back; ask for less with LIMIT")
        if time.monotonic() > deadline:
            raise TimeoutError
        chunks.append(chunk)
    if response.length:
        raise HTTPException(f"the answer stopped {response.length} bytes before its end")
    return b"".join(chunks)


def _media_type(headers: Message) -> str:
    return str(headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _excerpt(data: bytes) -> str:
    text = " ".join(data.decode("utf-8", "replace").split())
    return repr(text[:200]) if text else "(an empty answer)"


def _parse_result(kind: str, data: bytes) -> Result:
    """Rows or truth. The XML parser would take a beginning for the whole, so the last tag is looked for."""
    form = _RESULT_TYPES[kind]
    if form == QueryResultsFormat.XML and not _XML_END.search(data):
        raise ValueError("its last tag is missing")
    return read_result(data, form)


def _parse_graph(kind: str, data: bytes) -> Triples:
    quads = parse(data, _GRAPH_TYPES[kind])
    return Triples(tuple(sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)))


def declare_prefixes(query: str) -> str:
    """The query with the ontology's prefixes that it uses and does not declare, on its first line."""
    declared = {match.group(1) or "" for match in _DECLARED.finditer(query)}
    used = [name for name in PREFIXES if name not in declared and re.search(rf"(?<![\w.-]){name}:", query)]
    return " ".join([*(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used), query])
