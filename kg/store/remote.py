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
from http.client import HTTPResponse
from traceback import clear_frames
from types import MappingProxyType
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from kg.errors import EndpointError, QueryError
from kg.store.http import FAILURES, USER_AGENT, check_address, endpoint_error, excerpt, media_type, read_body
from kg.store.results import Result, Triples, read_result
from ontology.terms import PREFIXES

ACCEPT_GRAPHS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
"""N-Triples first: Virtuoso's Turtle has the decimal 1.0 as the integer 1."""

_RESULT_TYPES: Final[Mapping[str, QueryResultsFormat]] = MappingProxyType(
    {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
    }
)
GRAPH_TYPES: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/turtle": RdfFormat.TURTLE,  # Virtuoso's name for it
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
    """A SPARQL 1.1 query endpoint; `timeout` is in seconds, for the whole answer; `agent` is who asks."""

    url: str
    timeout: int = 60
    agent: str = USER_AGENT

    def __post_init__(self) -> None:
        """Raises UsageError when the URL is not one of http or https."""
        check_address(self.url)

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
                kind, data = media_type(response.headers), read_body(response, deadline)
        except FAILURES as exc:
            raise endpoint_error(self.url, self.timeout, exc) from exc
        return parse_answer(self.url, kind, data, str(client.queryType))

    def _client(self, query: str) -> SPARQLWrapper:
        client = SPARQLWrapper(self.url, agent=self.agent)
        client.setTimeout(self.timeout)
        client.setMethod(POST)
        client.setOnlyConneg(True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown form is sent as it is: the endpoint says what is wrong with it
            client.setQuery(query)
        if client.isSparqlUpdateRequest():
            raise QueryError("Only queries are sent to an endpoint; this is an update.")
        client.setReturnFormat(TURTLE if client.queryType in _GRAPH_FORMS else JSON)
        if client.queryType in _GRAPH_FORMS:
            client.addCustomHttpHeader("Accept", ACCEPT_GRAPHS)
        return client


def parse_answer(url: str, kind: str, data: bytes, form: str = "SELECT") -> Result:
    """The answer of `url` to a query of that form, by its media type.

    Raises EndpointError when it is something else, or breaks off.
    """
    try:
        return _parse_graph(kind, data) if form in _GRAPH_FORMS else _parse_result(kind, data)
    except KeyError as exc:
        raise EndpointError(
            f"{url} answered with {kind or 'no media type'} where a result was due: {excerpt(data)} "
            "Is it the address of a SPARQL endpoint?",
            status=200,
        ) from exc
    except (SyntaxError, ValueError, OSError) as exc:
        clear_frames(exc.__traceback__)  # the engine's reader must end in the thread that it began in
        raise EndpointError(
            f"{url} answered with a broken {kind} result ({exc}). It may have stopped half-way; "
            "try again, or ask for less with LIMIT."
        ) from exc


def _parse_result(kind: str, data: bytes) -> Result:
    """Rows or truth. The XML parser would take a beginning for the whole, so the last tag is looked for."""
    form = _RESULT_TYPES[kind]
    if form == QueryResultsFormat.XML and not _XML_END.search(data):
        raise ValueError("its last tag is missing")
    return read_result(data, form)


def _parse_graph(kind: str, data: bytes) -> Triples:
    quads = parse(data, GRAPH_TYPES[kind])
    return Triples(tuple(sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)))


def declare_prefixes(query: str) -> str:
    """The query with the ontology's prefixes that it uses and does not declare, on its first line."""
    likely = [name for name in PREFIXES if f"{name}:" in query]  # an update may have megabytes
    declared = {match.group(1) or "" for match in _DECLARED.finditer(query)} if likely else set()
    used = [name for name in likely if name not in declared and re.search(rf"(?<![\w.-]){name}:", query)]
    return " ".join([*(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used), query])
