"""Protocol and graph store tests: recorded requests sent to a running server, and what is to come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

from tests.running import TOKEN, Answer, Running
from tests.w3c.manifests import MF, UT, entries, read_manifest
from tests.w3c.results import Quads, Truth, read_result, same

HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MANIFESTS = {
    "protocol": ("protocol/manifest.ttl",),
    "graph-store": ("graph-store-protocol/manifest-direct.ttl", "graph-store-protocol/manifest-indirect.ttl"),
}
PATHS = {"/sparql/": "/sparql/", "/gsp": "/graph-store"}
"""Where the manifests say that the endpoints are, and where ours are."""
CODES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
ROW_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
RDF_TYPES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it was recorded, with what is expected of the response."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[range, ...]
    form: str
    truth: bool | None
    location: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """One test: graphs that are there at its start, and messages in order."""

    id: str
    graphs: tuple[tuple[str, Path], ...]
    messages: tuple[Message, ...]


def read_exchanges(folder: Path, group: str) -> Iterator[Exchange]:
    """The tests of a group of `MANIFESTS`."""
    for name in MANIFESTS[group]:
        path = folder / name
        graph = read_manifest(folder, path)
        for test in entries(graph):
            action = graph.value(test, MF.action)
            requests = graph.value(action, HT.requests)
            assert requests is not None
            graphs = tuple(
                (
                    str(graph.value(node, rdflib.RDFS.label)),
                    path.parent / str(graph.value(node, UT.graph)).rsplit("/")[-1],
                )
                for node in graph.objects(test, UT.graphData)
            )
            messages = tuple(_message(graph, node) for node in Collection(graph, requests))
            yield Exchange(f"{group}/{str(test).partition('#')[2]}", graphs, messages)


def _message(graph: rdflib.Graph, node: Node) -> Message:
    response = graph.value(node, HT.resp)
    assert response is not None
    truth = graph.value(response, MF.expectedBoolean)
    headers = dict(_headers(graph, response))
    return Message(
        str(graph.value(node, HT.methodName)),
        _our_path(str(graph.value(node, HT.absolutePath))),
        tuple(_headers(graph, node)),
        _body(graph, node),
        tuple(_range(str(status).partition("#")[2]) for status in graph.objects(response, MF.expectedStatus)),
        str(graph.value(response, MF.expectedFormat) or ""),
        None if truth is None else bool(truth.toPython()),  # type: ignore[attr-defined]
        str(graph.value(response, MF.expectedLocation) or ""),
        headers.get("content-type", ""),
        _body(graph, response),
    )


def _our_path(path: str) -> str:
    for theirs, ours in PATHS.items():
        if path.startswith(theirs):
            return ours + path.removeprefix(theirs)
    return path


def _headers(graph: rdflib.Graph, node: Node) -> Iterator[tuple[str, str]]:
    heads = graph.value(node, HT.headers)
    for head in Collection(graph, heads) if heads is not None else ():
        yield str(graph.value(head, HT.fieldName)), str(graph.value(head, HT.fieldValue))


def _body(graph: rdflib.Graph, node: Node) -> bytes:
    body = graph.value(node, HT.body)
    if body is None:
        return b""
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))


def _range(name: str) -> range:
    if name.startswith("StatusCode"):
        first = int(name[len("StatusCode")]) * 100
        return range(first, first + 100)
    return range(CODES[name], CODES[name] + 1)


# Sending


def run_exchange(exchange: Exchange, server: Running) -> str:
    """Empty when every answer is as expected, else what came instead. Begins with the test's graphs and no others."""
    assert server.write("POST", "/sparql", "application/sparql-update", b"DROP ALL").status == 204
    for iri, path in exchange.graphs:
        target = "/graph-store?graph=" + quote(iri, safe="")
        assert server.write("PUT", target, "application/n-triples", path.read_bytes()).status == 201
    variables: dict[str, str] = {}
    for number, message in enumerate(exchange.messages, start=1):
        fault = _send(message, server, variables)
        if fault:
            return f"request {number}: {fault}"
    return ""


def _send(message: Message, server: Running, variables: dict[str, str]) -> str:
    path, body = message.path, message.body
    for name, value in variables.items():
        path, body = path.replace(name, value), body.replace(name.encode(), value.encode())
    parts = urlsplit(path)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {**dict(message.headers), "Authorization": f"Bearer {TOKEN}"}
    answer = server.ask(message.method, path, headers, body or None)
    if message.location:
        variables[message.location] = answer.headers.get("location", "")
    return _fault(message, answer)


def _fault(message: Message, answer: Answer) -> str:
    if not any(answer.status in expected for expected in message.statuses):
        return f"status {answer.status}, {answer.body!r}"
    if message.content_type and answer.headers.get("content-type") != message.content_type:
        return f"Content-Type {answer.headers.get('content-type')}"
    if message.location and not answer.headers.get("location"):
        return "no Location"
    if message.content and not _same_graph(message, answer):
        return f"another graph: {answer.body!r}"
    return _form_fault(message, answer)


def _same_graph(message: Message, answer: Answer) -> bool:
    expected = read_result(message.content, message.content_type.partition(";")[0])
    return isinstance(expected, Quads) and same(expected, read_result(answer.body, answer.media_type))


def _form_fault(message: Message, answer: Answer) -> str:
    types: Sequence[str] = {"boolean": ROW_TYPES[:2], "tabular": ROW_TYPES, "RDF": RDF_TYPES}.get(message.form, ())
    if types and answer.media_type not in types:
        return f"format {answer.media_type}"
    found = read_result(answer.body, answer.media_type) if types else None
    if message.form == "boolean" and not isinstance(found, Truth):
        return "no truth value"
    if message.truth is not None and found != Truth(message.truth):
        return f"answer {found}"
    return ""
