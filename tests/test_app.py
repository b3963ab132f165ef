"""The server as people start it: granian, real clients, one interrupt."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper

from kg.errors import StoreError, UsageError
from kg.graph.iris import Iris
from server.config import ServerConfig
from server.run import serve
from tests.served import build_database
from tests.test_worker import CARTESIAN

NAMES = "SELECT ?name WHERE { ?s a cmq:State ; rdfs:label ?name } ORDER BY ?name"
on_posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@dataclass(frozen=True, slots=True)
class Running:
    """A server process and where it listens."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def start_server(db: Path, settings: str = "") -> Running:
    port = free_port()
    program = (
        "from pathlib import Path; from server.config import ServerConfig; from server.run import serve; "
        f"serve(ServerConfig(db=Path({str(db)!r}){settings}), '127.0.0.1', {port})"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
                return Running(process, port)
        except OSError:
            time.sleep(0.05)
    process.kill()
    pytest.fail(f"the server did not start: {process.communicate()[1]}")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    server = start_server(build_database(tmp_path_factory.mktemp("app") / "db"))
    yield server
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=20)


def processes_of(leader: int) -> list[int]:
    """The living processes that a leading process has started, and itself (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found


def test_sparqlwrapper_is_answered_by_get_and_post(running: Running) -> None:
    client = SPARQLWrapper(running.address + "/sparql")
    for method in ("GET", POST):
        client.setMethod(method)
        client.setQuery("PREFIX cmq: <https://w3id.org/communique/ontology#> " + NAMES)
        client.setReturnFormat(JSON)
        answer: Any = client.queryAndConvert()
        names = [row["name"]["value"] for row in answer["results"]["bindings"]]
        assert names == ["France", "Iran", "Israel", "Oman"]
    client.setReturnFormat(CSV)
    assert client.queryAndConvert() == b"name\r\nFrance\r\nIran\r\nIsrael\r\nOman\r\n"
    client.setQuery(f"DESCRIBE <{Iris().state('FRA')}>")
    client.setReturnFormat(TURTLE)
    turtle: Any = client.queryAndConvert()
    assert b'"France"' in turtle


def test_rdflib_reads_the_endpoint_as_a_store(running: Running) -> None:
    store = SPARQLStore(running.address + "/sparql")
    triples = {triple for triple, _ in store.triples((URIRef(Iris().state("FRA")), None, None))}
    assert ("France",) in {(str(value),) for _, _, value in triples}


def test_a_chunked_body_and_a_kept_connection_work(running: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    for _ in range(3):
        connection.request("POST", "/sparql", iter([b"ASK ", b"{}"]), headers, encode_chunked=True)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"true")
    connection.request("HEAD", "/sparql?query=ASK%7B%7D")
    response = connection.getresponse()
    assert (response.status, response.read(), response.headers["Content-Length"]) == (200, b"", "26")
    connection.close()


def test_a_body_that_is_too_large_is_refused(running: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    connection.putrequest("POST", "/sparql")
    connection.putheader("Content-Type", "application/sparql-query")
    connection.putheader("Content-Length", "1500000")
    connection.endheaders(b"x" * 1000)  # the rest is not sent: a server that refuses may close before it is read
    assert connection.getresponse().status == 413
    connection.close()


@on_posix
@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK%7B%7D", "/graph-store/a", "/.well-known/void", "/"])
@pytest.mark.parametrize(
    "host", ["a<b>", "x> { } } SERVICE <http://127.0.0.1/> { ?s ?p ?o", "a, b", "[::", "h:x", "%zz"]
)
def test_a_host_that_is_none_is_a_bad_request(running: Running, path: str, host: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    assert response.status == 400
    assert b"Host is no host" in response.read()
    connection.close()


@pytest.mark.parametrize(
    "host", ["localhost", "a.example:8000", "[::1]:80", "[fe80::1]", "192.0.2.7", "a_b-c.example."]
)
def test_every_other_host_is_one(running: Running, host: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request("GET", "/sparql", headers={"Host": host})
    assert f"<http://{host}/sparql>".encode() in connection.getresponse().read()
    connection.close()


def test_an_interrupt_ends_everything_and_stderr_said_where_to_look(tmp_path: Path) -> None:
    server = start_server(build_database(tmp_path / "db"))
    slow = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    slow.request("POST", "/sparql", CARTESIAN.encode(), {"Content-Type": "application/sparql-query"})
    time.sleep(0.5)
    start = time.monotonic()
    os.killpg(server.process.pid, signal.SIGINT)
    out, err = server.process.communicate(timeout=20)
    slow.close()
    assert server.process.returncode == 0
    assert time.monotonic() - start < 10
    assert out == ""
    assert f"{server.address}/sparql" in err
    assert "Traceback" not in err
    if sys.platform == "linux":
        end = time.monotonic() + 5
        while processes_of(server.process.pid) and time.monotonic() < end:
            time.sleep(0.05)
        assert processes_of(server.process.pid) == []


def test_a_database_that_is_not_there_is_said_before_anything_listens(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="communique build"):
        serve(ServerConfig(db=tmp_path / "none"), "127.0.0.1", free_port())


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"allow_service": ("http://a.example/",)}, "is no host"),
        ({"upstream": "ftp://a.example/sparql"}, "is no endpoint"),
        ({"access_log": Path("no folder", "log")}, "cannot be written"),
    ],
)
def test_a_wrong_setting_is_said_before_anything_listens(db: Path, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        serve(ServerConfig(db=db, **settings), "127.0.0.1", free_port())


def test_an_address_that_is_taken_is_a_clear_error(running: Running, tmp_path: Path) -> None:
    db = build_database(tmp_path / "db")
    program = (
        "from pathlib import Path\nfrom kg.errors import UsageError\n"
        "from server.config import ServerConfig\nfrom server.run import serve\n"
        f"try:\n    serve(ServerConfig(db=Path({str(db)!r})), '127.0.0.1', {running.port})\n"
        "except UsageError as exc:\n    print(exc)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert f"127.0.0.1:{running.port} cannot be served on" in done.stdout
    assert "--port" in done.stdout
