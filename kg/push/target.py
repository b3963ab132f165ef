"""Which protocol a store is spoken to in: the Graph Store Protocol, else SPARQL Update.

With "auto" an address that ends in /update, /sparql or the like is for updates: Virtuoso lets a PUT there hang.
So is /statements, where RDF4J and GraphDB take a PUT for the whole repository. Any other gets the first graph by
PUT, and where it knows no such thing, that graph and all others by Update.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from kg.errors import EndpointError, UsageError
from kg.push.content import GraphContent
from kg.push.credentials import Credentials
from kg.push.graph_store import GraphStore
from kg.push.update import UpdateStore
from kg.store.retry import PASSING

PROTOCOLS: Final = ("auto", "graph-store", "update")
NO_GRAPH_STORE: Final = frozenset({404, 405, 501})
"""A PUT is answered so where there is no Graph Store Protocol: no such address, or no such method."""
FOR_UPDATES: Final = frozenset({"update", "sparql", "sparql-auth", "query", "statements"})
"""Last steps of addresses that take no PUT of a graph."""
UNKNOWN: Final = -1
"""No number of triples."""


class Target(Protocol):
    """A store that takes graphs; every method raises EndpointError."""

    @property
    def url(self) -> str:
        """Its address."""

    def replace(self, graph: GraphContent) -> None:
        """Put a graph in the place of what was there under its IRI, in one step."""

    def drop(self, iri: str) -> None:
        """Take a graph away if it is there."""

    def count(self, iri: str) -> int:
        """How many triples a graph has."""


def find_target(
    url: str, credentials: Credentials, timeout: int, *, protocol: str = "auto", query_url: str = ""
) -> Target:
    """The store at an address; `query_url` is where one that takes updates answers queries (empty: guessed).

    Raises UsageError for a URL or a protocol that is none.
    """
    if protocol not in PROTOCOLS:
        raise UsageError(f"There is no protocol {protocol!r}; take one of {', '.join(PROTOCOLS)}.")
    graph_store = GraphStore(url, credentials, timeout)
    updates = UpdateStore(url, query_url, credentials, timeout)
    if protocol == "graph-store":
        return graph_store
    if protocol == "update" or urlsplit(url).path.rstrip("/").rpartition("/")[2] in FOR_UPDATES:
        return updates
    return EitherStore(graph_store, updates)


@dataclass(slots=True)
class EitherStore:
    """A store whose protocol the first graph finds out."""

    graph_store: GraphStore
    updates: UpdateStore
    settled: GraphStore | UpdateStore | None = None

    @property
    def url(self) -> str:
        """The address, the same for both."""
        return self.graph_store.url

    def replace(self, graph: GraphContent) -> None:
        """Put a graph in the place of what was there. Raises EndpointError, of both protocols when both fail."""
        if self.settled:
            self.settled.replace(graph)
            return
        try:
            self.graph_store.replace(graph)
            self.settled = self.graph_store
        except EndpointError as exc:
            if exc.status not in NO_GRAPH_STORE:
                raise
            self._replace_by_update(graph, exc)

    def _replace_by_update(self, graph: GraphContent, first: EndpointError) -> None:
        try:
            self.updates.replace(graph)
        except EndpointError as exc:
            message = f"{exc} It was asked by SPARQL Update after the Graph Store Protocol had failed: {first}"
            raise EndpointError(message, exc.status, exc.retry_after) from exc
        self.settled = self.updates

    def drop(self, iri: str) -> None:
        """Take a graph away; by Update where the address knows no DELETE. Raises EndpointError."""
        if self.settled:
            self.settled.drop(iri)
            return
        try:
            self.graph_store.drop(iri)
        except EndpointError as exc:
            if exc.status not in NO_GRAPH_STORE:
                raise
            self.updates.drop(iri)

    def count(self, iri: str) -> int:
        """How many triples a graph has; `UNKNOWN` while it is not known how to ask. Raises EndpointError."""
        if self.settled:
            return self.settled.count(iri)
        try:
            return self.graph_store.count(iri)
        except EndpointError as exc:
            if exc.status in PASSING | {401, 403}:
                raise
            return UNKNOWN
