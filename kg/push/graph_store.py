"""A store by the SPARQL 1.1 Graph Store HTTP Protocol: PUT, DELETE and GET of one named graph.

A PUT replaces the graph in one transaction of the store, so it is there whole or as it was before. Basic and
Digest are answered when the store asks for them, never sent ahead.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPResponse
from traceback import clear_frames
from typing import Final
from urllib.parse import quote
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
)

from pyoxigraph import Triple, parse

from kg.errors import EndpointError
from kg.push.content import GraphContent
from kg.push.credentials import Credentials
from kg.push.opener import build_opener
from kg.store.http import FAILURES, USER_AGENT, check_address, endpoint_error, excerpt, media_type, read_body
from kg.store.remote import ACCEPT_GRAPHS, GRAPH_TYPES

ANY: Final = "*/*"
"""What a write takes for an answer: Virtuoso writes the graph and then answers 406 when it may not send HTML."""
SENT_AS: Final = "text/turtle; charset=utf-8"
"""N-Triples is Turtle too, and Turtle is the one format that every store takes."""


@dataclass(frozen=True, slots=True)
class GraphStore:
    """The address of the protocol, such as http://localhost:7878/store; `timeout` is in seconds, for a request."""

    url: str
    credentials: Credentials = field(default_factory=Credentials)
    timeout: int = 60

    def __post_init__(self) -> None:
        """Raises UsageError when the URL is not one of http or https."""
        check_address(self.url)

    def replace(self, graph: GraphContent) -> None:
        """Put a graph in the place of what the store has under its IRI. Raises EndpointError."""
        self._send("PUT", graph.iri, graph.lines.encode("utf-8"))

    def drop(self, iri: str) -> None:
        """Take a graph away; it is no error when the store has none. Raises EndpointError."""
        try:
            self._send("DELETE", iri)
        except EndpointError as exc:
            if exc.status != 404:
                raise

    def count(self, iri: str) -> int:
        """How many triples the graph has; 0 when there is none. Raises EndpointError for an answer that is no graph."""
        try:
            kind, data = self._send("GET", iri)
        except EndpointError as exc:
            if exc.status == 404:
                return 0
            raise
        if kind not in GRAPH_TYPES:
            raise EndpointError(
                f"{self.url} answered with {kind or 'no media type'} where a graph was due: {excerpt(data)}", 200
            )
        try:
            return len({Triple(q.subject, q.predicate, q.object) for q in parse(data, GRAPH_TYPES[kind])})
        except (SyntaxError, ValueError, OSError) as exc:
            clear_frames(exc.__traceback__)  # the engine's reader must end in the thread that it began in
            raise EndpointError(f"{self.url} gave a broken {kind} for the graph <{iri}> ({exc}).", 200) from exc

    def _send(self, method: str, iri: str, body: bytes | None = None) -> tuple[str, bytes]:
        """Media type and body of the answer. Raises EndpointError."""
        mark = "&" if "?" in self.url else "?"
        headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT_GRAPHS if method == "GET" else ANY}
        if body is not None:
            headers["Content-Type"] = SENT_AS
        if self.credentials.token:
            headers["Authorization"] = f"Bearer {self.credentials.token}"
        request = Request(  # noqa: S310 -- check_address has seen to http and https
            f"{self.url}{mark}graph={quote(iri, safe='')}", data=body, headers=headers, method=method
        )
        deadline = time.monotonic() + self.timeout
        try:
            response: HTTPResponse = self._opener().open(request, timeout=self.timeout)
            with response:
                return media_type(response.headers), read_body(response, deadline)
        except FAILURES as exc:
            raise endpoint_error(self.url, self.timeout, exc) from exc

    def _opener(self) -> OpenerDirector:
        if not self.credentials.user:
            return build_opener()
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, self.url, self.credentials.user, self.credentials.password)
        return build_opener(HTTPDigestAuthHandler(known), HTTPBasicAuthHandler(known))
