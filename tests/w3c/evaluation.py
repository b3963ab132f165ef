"""Query and update evaluation: each case by a target, which is the endpoint of a server or the engine alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from tests.running import Answer, Running
from tests.w3c.manifests import SITE, Case, Data, file_iri
from tests.w3c.results import MEDIA_TYPES, Quads, Result, read_file, read_quads, read_result, same

GRAPH_TYPE = "application/n-triples"
ROWS_TYPE = "application/sparql-results+json"
FORMATS = {".ttl": "text/turtle", ".nt": "application/n-triples", ".rdf": "application/rdf+xml"}


class Rejected(Exception):  # noqa: N818 -- an outcome, not a fault
    """The target says that the text is wrong."""


class Target(Protocol):
    """What is tested."""

    def load(self, data: Data) -> None:
        """Hold this and nothing else."""

    def query(self, text: str, media_type: str) -> tuple[bytes, str]:
        """The answer and its media type. Raises Rejected."""

    def update(self, text: str) -> None:
        """Do it. Raises Rejected."""

    def content(self) -> Quads:
        """Everything that is held."""


class Engine:
    """The engine alone, in memory."""

    def __init__(self) -> None:
        self._store = ox.Store()

    def load(self, data: Data) -> None:
        self._store = ox.Store()
        for path in data.default:
            self._store.load(path=path, base_iri=file_iri(path))
        for iri, path in data.named:
            self._store.load(path=path, base_iri=iri, to_graph=ox.NamedNode(iri))

    def query(self, text: str, media_type: str) -> tuple[bytes, str]:
        try:
            answer = self._store.query(text, base_iri=SITE)
            if isinstance(answer, ox.QueryTriples):
                return ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES) or b"", GRAPH_TYPE
            return answer.serialize(format=ox.QueryResultsFormat.from_media_type(media_type)) or b"", media_type
        except (SyntaxError, ValueError, RuntimeError, OSError) as exc:
            raise Rejected(str(exc)) from exc

    def update(self, text: str) -> None:
        try:
            self._store.update(text, base_iri=SITE)
        except (SyntaxError, ValueError, RuntimeError, OSError) as exc:
            raise Rejected(str(exc)) from exc

    def content(self) -> Quads:
        return _quads(self._store.dump(format=ox.RdfFormat.N_QUADS) or b"")


class Endpoint:
    """A running server, by the SPARQL protocol and the graph store protocol."""

    def __init__(self, server: Running) -> None:
        self._server = server
        self._held: Data | None = None

    def load(self, data: Data) -> None:
        if data == self._held:
            return
        self._expect(self._server.write("POST", "/sparql", "application/sparql-update", b"DROP ALL"))
        for path in data.default:
            self._send("POST", "?default", path)
        for iri, path in data.named:
            self._send("PUT", "?graph=" + quote(iri, safe=""), path)
        self._held = data

    def _send(self, method: str, target: str, path: Path) -> None:
        body = f"@base <{file_iri(path)}> .\n".encode() if path.suffix == ".ttl" else b""
        kind = FORMATS[path.suffix]
        self._expect(self._server.write(method, "/graph-store" + target, kind, body + path.read_bytes()))

    def query(self, text: str, media_type: str) -> tuple[bytes, str]:
        body = urlencode({"query": text}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": f"{media_type}, {GRAPH_TYPE};q=0.1"}
        answer = self._expect(self._server.ask("POST", "/sparql", headers, body))
        return answer.body, answer.media_type

    def update(self, text: str) -> None:
        self._held = None
        self._expect(self._server.write("POST", "/sparql", "application/sparql-update", text.encode()))

    def content(self) -> Quads:
        return _quads(self._expect(self._server.ask("GET", "/graph-store?format=nq")).body)

    @staticmethod
    def _expect(answer: Answer) -> Answer:
        if 400 <= answer.status < 500:
            raise Rejected(answer.body.decode("utf-8", "replace"))
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status}: {answer.body!r}")
        return answer


def _quads(body: bytes) -> Quads:
    found = read_result(body, "application/n-quads")
    assert isinstance(found, Quads)
    return found


def run_case(case: Case, target: Target) -> str:
    """Empty when the target does as the case expects, else what went wrong."""
    return _RUNNERS[case.kind](case, target)


def _evaluate_query(case: Case, target: Target) -> str:
    assert case.result is not None
    expected = read_file(case.result)
    target.load(case.data)
    try:
        found = _ask(case, target, MEDIA_TYPES.get(case.result.suffix, ROWS_TYPE))
    except Rejected as exc:
        return f"rejected: {exc}"
    return "" if same(expected, found) else f"expected {expected}, found {found}"


def _ask(case: Case, target: Target, media_type: str) -> Result:
    return read_result(*target.query(_with_base(case), media_type))


def _with_base(case: Case) -> str:
    """The text with the IRI of its file as base, which a client that reads files would tell its parser."""
    return f"BASE <{case.iri}>\n{case.text.read_text(encoding='utf-8')}"


def _evaluate_update(case: Case, target: Target) -> str:
    assert case.after is not None
    target.load(case.data)
    try:
        target.update(_with_base(case))
    except Rejected as exc:
        return f"rejected: {exc}"
    parts = [read_quads(path) for path in case.after.default]
    parts += [read_quads(path, iri) for iri, path in case.after.named]
    expected = Quads(frozenset(quad for part in parts for quad in part.quads))
    found = target.content()
    return "" if same(expected, found) else f"expected {expected}, found {found}"


def _accept_query(case: Case, target: Target) -> str:
    target.load(case.data)
    return _accept(lambda: target.query(case.text.read_text(encoding="utf-8"), ROWS_TYPE))


def _accept_update(case: Case, target: Target) -> str:
    target.load(case.data)
    return _accept(lambda: target.update(case.text.read_text(encoding="utf-8")))


def _accept(act: Callable[[], object]) -> str:
    try:
        act()
    except Rejected as exc:
        return f"rejected: {exc}"
    return ""


_RUNNERS: dict[str, Callable[[Case, Target], str]] = {
    "QueryEvaluationTest": _evaluate_query,
    "CSVResultFormatTest": _evaluate_query,
    "UpdateEvaluationTest": _evaluate_update,
    "PositiveSyntaxTest11": _accept_query,
    "NegativeSyntaxTest11": lambda case, target: "" if _accept_query(case, target) else "accepted",
    "PositiveUpdateSyntaxTest11": _accept_update,
    "NegativeUpdateSyntaxTest11": lambda case, target: "" if _accept_update(case, target) else "accepted",
}
