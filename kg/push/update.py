"""A store by SPARQL 1.1 Update through SPARQLWrapper, for those without the Graph Store Protocol.

A small graph is one request that drops and inserts. A larger one goes in parts into a graph beside it, and one
MOVE puts it in its place: readers never see a part of it. INSERT WHERE {} stands for INSERT DATA, which
Virtuoso refuses blank nodes in; the parts are small because it compiles each one as a program.

Source: https://www.w3.org/TR/sparql11-update/
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import Literal, Quad
from SPARQLWrapper import BASIC, DIGEST, JSON, POST, SPARQLWrapper

from kg.errors import EndpointError
from kg.push.content import GraphContent, parts, statement
from kg.push.credentials import Credentials
from kg.push.opener import build_opener
from kg.store.http import FAILURES, USER_AGENT, check_address, endpoint_error, read_body
from kg.store.remote import parse_answer
from kg.store.results import Rows
from ontology.terms import Xsd

PART: Final = 500
"""Statements in one request. Virtuoso 7 took 900 and refused 3,000, measured with the vocabulary."""
BESIDE: Final = "/incoming"
"""Ends the IRI of the graph in which the parts are gathered."""


@dataclass(slots=True)
class UpdateStore:
    """The address for updates, and one for queries (empty: guessed, see `query_address`); `timeout` in seconds."""

    url: str
    query_url: str = ""
    credentials: Credentials = field(default_factory=Credentials)
    timeout: int = 60
    _scheme: str = DIGEST

    def __post_init__(self) -> None:
        """Raises UsageError when a URL is not one of http or https."""
        check_address(self.url)
        self.query_url = self.query_url or query_address(self.url)
        check_address(self.query_url)

    def replace(self, graph: GraphContent) -> None:
        """Put a graph in the place of what the store has under its IRI. Raises EndpointError."""
        if graph.triples <= PART:
            self._update(f"DROP SILENT GRAPH <{graph.iri}> ;\n{_insert(graph.iri, graph.quads)}")
            return
        beside = graph.iri + BESIDE
        self._update(f"DROP SILENT GRAPH <{beside}>")
        for part in parts(graph.quads, PART):
            self._update(_insert(beside, part))
        self._update(f"MOVE GRAPH <{beside}> TO <{graph.iri}>")

    def drop(self, iri: str) -> None:
        """Take a graph away; it is no error when the store has none. Raises EndpointError."""
        self._update(f"DROP SILENT GRAPH <{iri}>")

    def count(self, iri: str) -> int:
        """How many triples the graph has, by a query. Raises EndpointError."""
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
        kind, data = self._ask(self.query_url, query)
        found = parse_answer(self.query_url, kind, data)
        match found:
            case Rows(rows=((Literal(value=number),),)) if number.isdigit():
                return int(number)
        raise EndpointError(f"{self.query_url} gave no number for the triples of <{iri}>.", 200)

    def _update(self, text: str) -> None:
        self._ask(self.url, text)

    def _ask(self, url: str, text: str) -> tuple[str, bytes]:
        """Send, with Digest if the store asks for it, else with Basic. Raises EndpointError.

        SPARQLWrapper answers only the scheme that it is told and does not show what the store asked for.
        """
        try:
            return self._send(url, text)
        except EndpointError as exc:
            if exc.status != 401 or not self.credentials.user or self._scheme == BASIC:
                raise
        self._scheme = BASIC
        return self._send(url, text)

    def _send(self, url: str, text: str) -> tuple[str, bytes]:
        """Media type and body. urllib's opener is the process's own: it is set for the request and set back after."""
        client = self._client(url, text)
        deadline = time.monotonic() + self.timeout
        urllib.request.install_opener(build_opener())
        try:
            response: HTTPResponse = client.query().response
            with response:
                return str(response.headers.get_content_type()), read_body(response, deadline)
        except FAILURES as exc:
            raise endpoint_error(url, self.timeout, exc) from exc
        finally:
            urllib.request.install_opener(urllib.request.build_opener())

    def _client(self, url: str, text: str) -> SPARQLWrapper:
        client = SPARQLWrapper(url, agent=USER_AGENT)
        client.setTimeout(self.timeout)
        client.setMethod(POST)
        client.setOnlyConneg(True)
        client.setQuery(text)
        client.setReturnFormat(JSON)
        if self.credentials.token:
            client.addCustomHttpHeader("Authorization", f"Bearer {self.credentials.token}")
        if self.credentials.user:
            client.setHTTPAuth(self._scheme)
            client.setCredentials(self.credentials.user, self.credentials.password)
        return client


def _insert(graph: str, quads: Iterable[Quad]) -> str:
    lines = "\n".join(statement(_with_point(quad)) for quad in quads)
    return f"INSERT {{ GRAPH <{graph}> {{\n{lines}\n}} }} WHERE {{}}"


def _with_point(quad: Quad) -> Quad:
    """The quad with a decimal written with its point: Virtuoso takes "1"^^xsd:decimal in a query for an integer."""
    value = quad.object
    if isinstance(value, Literal) and value.datatype.value == Xsd.decimal and "." not in value.value:
        return Quad(quad.subject, quad.predicate, Literal(f"{value.value}.0", datatype=value.datatype))
    return quad


def query_address(url: str) -> str:
    """Where a store that takes updates at `url` most likely answers queries.

    /update beside /query is Oxigraph's and Fuseki's way, /statements below the repository RDF4J's and GraphDB's;
    others do both at one address.
    """
    address = urlsplit(url)
    path = address.path.rstrip("/")
    if path.endswith("/update"):
        path = path.removesuffix("update") + "query"
    elif path.endswith("/statements"):
        path = path.removesuffix("/statements")
    else:
        path = address.path
    return urlunsplit(address._replace(path=path))
