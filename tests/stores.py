"""Triple stores that run for a test: Oxigraph's server, Virtuoso, our own endpoint, and a small one in this process.

Each is started on the loopback with a folder of its own and ended with the test. A store that is not installed
is None, and `MISSING` says how to get it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store, parse, serialize

from kg.push.credentials import Credentials
from kg.store.embedded import Database
from ontology.terms import BASE
from tests.loopback import Answer, Answering, Asked, loopback

ROOT: Final = Path(__file__).resolve().parent.parent
START_SECONDS: Final = 60
MISSING: Final = MappingProxyType(
    {
        "oxigraph": "no oxigraph server here: pip install oxigraph",
        "communique": "the endpoint of this version takes no graphs",
        "virtuoso": "no Virtuoso here: apt-get install virtuoso-opensource-7-bin virtuoso-opensource-7-common",
    }
)
_VIRTUOSO_INI: Final = """\
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A store: its addresses for the Graph Store Protocol, for updates (empty: none) and for queries."""

    graph_store: str
    update: str
    query: str
    credentials: Credentials


@contextmanager
def running_or_skipped(
    name: str, run: Callable[[Path], AbstractContextManager[Running | None]], folder: Path
) -> Iterator[Running]:
    """A store that is asked without a proxy; the test is skipped, with what to do, where it is not installed."""
    os.environ["no_proxy"] = "127.0.0.1"
    with run(folder) as found:
        if found is None:
            pytest.skip(MISSING[name])
        yield found


@contextmanager
def run_oxigraph(folder: Path) -> Iterator[Running | None]:
    """`oxigraph serve` on a folder; None when it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if program is None:
        yield None
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"{url}/query?query=ASK%7B%7D"):
        yield Running(f"{url}/store", f"{url}/update", f"{url}/query", Credentials())


@contextmanager
def run_virtuoso(folder: Path) -> Iterator[Running | None]:
    """`virtuoso-t` with a database of its own in a folder; None when it is not installed."""
    program = shutil.which("virtuoso-t")
    if program is None:
        yield None
        return
    ports = {"http": _free_port(), "sql": _free_port()}
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(**ports), encoding="utf-8")
    url = f"http://127.0.0.1:{ports['http']}"
    command = [program, "-f", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"{url}/sparql?query=ASK%7B%7D"):
        credentials = Credentials("dba", "dba")  # of a new database
        yield Running(f"{url}/sparql-graph-crud-auth", f"{url}/sparql-auth", f"{url}/sparql", credentials)


@contextmanager
def run_endpoint(folder: Path) -> Iterator[Running | None]:
    """`communique serve` on an empty database, with a token; None when it takes no graphs."""
    if find_spec("server.graph_store") is None:
        yield None
        return
    with Database(folder / "served.db", BASE) as database:
        database.publish()
    port, token = _free_port(), secrets.token_urlsafe()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "kg.cli", "serve", "--db", str(folder / "served.db"), "--port", str(port)]
    environ = os.environ | {"COMMUNIQUE_TOKEN": token, "PYTHONPATH": str(ROOT)}
    with _running(command, folder, f"{url}/ready", environ):
        yield Running(f"{url}/graph-store", f"{url}/sparql", f"{url}/sparql", Credentials(token=token))


@contextmanager
def run_small(_: Path) -> Iterator[Running]:
    """A graph store in this process, held to the letter of the protocol."""
    with loopback(GraphStoreOf(Store())) as server:
        yield Running(f"{server.url}/graphs", "", f"{server.url}/query", Credentials())


class GraphStoreOf:
    """The Graph Store Protocol (PUT, GET, DELETE of ?graph=) and queries over one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/query":
            return self._query(asked)
        if asked.path != "/graphs" or "graph" not in asked.parameters:
            return Answer(404, body=b"no such address")
        graph = NamedNode(asked.parameters["graph"])
        there = self.store.contains_named_graph(graph)
        if asked.method == "PUT":
            return self._put(graph, asked, there)
        if not there:
            return Answer(404, body=b"no such graph")
        if asked.method == "DELETE":
            self.store.remove_graph(graph)
            return Answer(204)
        triples = (q.triple for q in self.store.quads_for_pattern(None, None, None, graph))
        return Answer(200, "application/n-triples", serialize(triples, format=RdfFormat.N_TRIPLES) or b"")

    def _put(self, graph: NamedNode, asked: Asked, there: bool) -> Answer:
        if not asked.headers["content-type"].startswith("text/turtle"):
            return Answer(415)
        try:
            quads = [
                Quad(q.subject, q.predicate, q.object, graph)
                for q in parse(asked.body, RdfFormat.TURTLE, rename_blank_nodes=True)
            ]
        except SyntaxError as exc:
            return Answer(400, body=str(exc).encode())
        self.store.clear_graph(graph)
        self.store.add_graph(graph)
        self.store.extend(quads)
        return Answer(204 if there else 201)

    def _query(self, asked: Asked) -> Answer:
        found = self.store.query(asked.parameters["query"])
        assert isinstance(found, QueryTriples)
        body = found.serialize(format=RdfFormat.N_TRIPLES) or b""
        return Answer(200, "application/n-triples", body)


# Processes


@contextmanager
def _running(command: list[str], folder: Path, alive: str, environ: Mapping[str, str] | None = None) -> Iterator[None]:
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environ)
        try:
            _wait_for(alive, process, folder / "output.txt")
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 -- our own loopback
                return
        except HTTPError:
            return  # it answers
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not come up:\n{output.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# In between


def forwarding(behind: str) -> Answering:
    """Passes each request on to the server at the address `behind` (without a path) and its answer back."""
    place = urlsplit(behind)

    def forward(asked: Asked) -> Answer:
        headers = {n: v for n, v in asked.headers.items() if n not in {"host", "connection", "content-length"}}
        with closing(HTTPConnection(place.netloc, timeout=60)) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # a store may answer before it has read all
                connection.request(asked.method, asked.target, asked.body, headers | {"Connection": "close"})
            response = connection.getresponse()
            body = response.read()
        kept = {n: v for n, v in response.getheaders() if n.lower() == "www-authenticate"}
        return Answer(response.status, response.getheader("Content-Type", "text/plain"), body, kept)

    return forward
