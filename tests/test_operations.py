"""Operations: health, metrics, the access log, a reload without a lost request, and another store behind the pages."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import UsageError
from server.access_log import AccessLog, hash_query
from tests.served import BEARER, TOKEN, add_quads, build_database, served
from tests.test_app import Running, start_server

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://p/number> ?o }"


def ask(client: FlaskClient, query: str, **headers: str) -> bytes:
    response = client.get(f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv", **headers})
    assert response.status_code in (200, 304), response.data
    return bytes(response.data)


def numbers(client: FlaskClient) -> dict[str, float]:
    """All series of /metrics by name with labels."""
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain; version=0.0.4")
    lines = (line.rpartition(" ") for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_health_and_readiness(db: Path, tmp_path: Path) -> None:
    with served(db) as client:
        assert client.get("/health").json == {"status": "ok"}
        ready = client.get("/ready")
        assert ready.json is not None
        assert ready.json["status"] == "ready"
    with served(tmp_path / "nothing") as client:
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503


def test_metrics_count_what_happened(db: Path) -> None:
    with served(db, deadline=1.0) as client:
        for _ in range(3):
            ask(client, "SELECT ?o { ?s ?p ?o } LIMIT 3")
        client.get("/sparql?query=SELECT+nonsense", headers={"Accept": "application/json"})
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        assert client.get(f"/sparql?{urlencode({'query': slow})}").status_code == 504
        client.get("/made/up/by/somebody")
        found = numbers(client)
        assert found['communique_queries_total{outcome="answered"}'] == 1
        assert found['communique_queries_total{outcome="remembered"}'] == 2
        assert found['communique_queries_total{outcome="failed"}'] == 1
        assert found['communique_queries_total{outcome="cancelled"}'] == 1
        assert found["communique_workers_killed_total"] == 1
        assert found["communique_workers"] == 2
        assert found["communique_cache_entries"] == 1
        assert found["communique_cache_hits_total"] == 2
        assert found["communique_cache_misses_total"] == found["communique_lookups_total"] + 2 == 3
        assert found["communique_workers_memory_bytes"] >= 0
        assert found['communique_requests_total{route="sparql",status="200"}'] == 3
        assert found['communique_request_seconds_count{route="sparql"}'] == 5
        assert found['communique_requests_total{route="other",status="404"}'] == 1
        assert any(re.match(r'communique_store_info\{version="1-\d+"\}', name) for name in found)


def test_the_access_log_has_the_hash_of_the_query_and_not_its_text(db: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.jsonl"
    query = "SELECT ?secret { ?s ?p ?secret } LIMIT 1"
    with served(db, access_log=log) as client:
        ask(client, query)
        ask(client, query)
        client.get("/")
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [entry["path"] for entry in entries] == ["/sparql", "/sparql", "/"]
    assert [entry.get("query") for entry in entries[:2]] == [hash_query(query)] * 2
    assert [entry["remembered"] for entry in entries[:2]] == [False, True]
    assert all(entry["status"] == 200 and entry["bytes"] > 0 and entry["ms"] >= 0 for entry in entries)
    assert entries[0]["client"] == "127.0.0.1"
    assert "secret" not in log.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--access-log"):
        AccessLog(tmp_path / "no" / "such" / "folder")


def test_the_same_again_is_remembered_and_known_answers_are_304(db: Path) -> None:
    query = "SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 4"
    with served(db) as client:
        first = client.get(f"/sparql?{urlencode({'query': query})}")
        again = client.get(f"/sparql?{urlencode({'query': query})}")
        assert (first.data, first.headers["ETag"]) == (again.data, again.headers["ETag"])
        assert not first.headers["ETag"].startswith("W/")
        known = client.get(f"/sparql?{urlencode({'query': query})}", headers={"If-None-Match": first.headers["ETag"]})
        assert (known.status_code, known.data) == (304, b"")
        assert known.headers["ETag"] == first.headers["ETag"]
        other = client.get(f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
        assert other.headers["ETag"] != first.headers["ETag"]
        assert other.content_type.startswith("text/csv")


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_changes_by_itself_is_never_remembered(db: Path, function: str) -> None:
    with served(db) as client:
        path = f"/sparql?{urlencode({'query': f'SELECT ({function} AS ?x) {{}}'})}"
        first, second = client.get(path), client.get(path)
        assert "ETag" not in first.headers
        assert numbers(client)["communique_cache_entries"] == 0
        if function != "BNODE()":
            assert first.data != second.data


def test_a_new_snapshot_is_served_from_the_next_request_on(tmp_path: Path) -> None:
    folder = build_database(tmp_path / "db")
    with served(folder) as client:
        for number in range(3):
            assert ask(client, COUNT) == b"n\r\n%d\r\n" % number
            quad = Quad(NamedNode(f"http://s/{number}"), NamedNode("http://p/number"), Literal(number))
            add_quads(folder, [quad])
        assert ask(client, COUNT) == b"n\r\n3\r\n"


def test_no_request_is_lost_or_wrong_while_builds_are_published(tmp_path: Path) -> None:
    folder = build_database(tmp_path / "db")
    seen: list[list[int]] = []
    ended = threading.Event()
    with served(folder, workers=2) as client:

        def visit(number: int) -> None:
            mine: list[int] = []
            while not ended.is_set():
                query = f"{COUNT} # {number} {len(mine)}"
                mine.append(int(ask(client.application.test_client(), query).split()[1]))
            seen.append(mine)

        threads = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for number in range(5):
            time.sleep(0.2)
            quad = Quad(NamedNode(f"http://s/{number}"), NamedNode("http://p/number"), Literal(number))
            add_quads(folder, [quad])
        ended.set()
        for thread in threads:
            thread.join()
    assert len(seen) == 4
    assert all(mine == sorted(mine) for mine in seen)
    assert {value for mine in seen for value in mine} >= {0, 4}


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    server = start_server(build_database(tmp_path_factory.mktemp("behind") / "db"))
    yield server
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=20)


def test_another_store_is_served_with_the_same_protocol_and_pages(behind: Running, db: Path) -> None:
    with served(db) as direct, served(db, upstream=f"{behind.address}/sparql") as client:
        for accept in ("application/sparql-results+json", "text/csv", "application/sparql-results+xml"):
            query = "SELECT ?name { ?p a cmq:Person ; rdfs:label ?name } ORDER BY ?name"
            assert ask(client, query, Accept=accept).split() == ask(direct, query, Accept=accept).split()
        turtle = client.get(f"/sparql?{urlencode({'query': 'CONSTRUCT { ?s a cmq:X } { ?s a cmq:Person }'})}")
        assert turtle.content_type == "text/turtle; charset=utf-8"
        assert b"cmq:X" in turtle.data
        assert ask(client, "ASK { ?s ?p ?o }", Accept="application/json") == b'{"head":{},"boolean":true}'
        assert "ETag" not in turtle.headers
        for page in ("/", "/ontology", "/query/01-who-met-whom", "/article/talks"):
            assert (
                client.get(page, headers={"Accept": "text/html"}).status_code
                == direct.get(page, headers={"Accept": "text/html"}).status_code
            )


def test_guards_stand_before_another_store_too(behind: Running, db: Path) -> None:
    with served(db, upstream=f"{behind.address}/sparql", deadline=1.0) as client:
        accept = {"Accept": "application/json"}
        nested = "SELECT * {" + "{" * 100 + "}" * 100 + "}"
        assert client.get(f"/sparql?{urlencode({'query': nested})}", headers=accept).status_code == 400
        service = "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"
        assert client.get(f"/sparql?{urlencode({'query': service})}", headers=accept).status_code == 403
        assert client.post("/sparql", data={"update": "CLEAR ALL"}, headers=accept).status_code == 403
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        start = time.monotonic()
        assert client.get(f"/sparql?{urlencode({'query': slow})}", headers=accept).status_code == 504
        assert time.monotonic() - start < 3.0
        wrong = client.get("/sparql?query=SELECT+nonsense", headers=accept)
        assert wrong.status_code == 400
        assert behind.address in wrong.text


@pytest.mark.parametrize("token", [None, TOKEN])
def test_another_store_is_not_written_whoever_asks(behind: Running, token: str | None) -> None:
    with served(Path("none"), upstream=f"{behind.address}/sparql", token=token) as client:
        for answer in (
            client.post("/sparql", data={"update": "CLEAR ALL"}, headers=BEARER),
            client.get("/sparql?query=CLEAR+ALL"),
            client.put("/graph-store?default", data=b"", content_type="text/turtle", headers=BEARER),
        ):
            assert answer.status_code == 403
            assert "write to that store itself" in answer.text
        told = client.get("/sparql", headers={"Accept": "text/turtle"}).text
        assert "SPARQL11Query" in told
        assert "SPARQL11Update" not in told
        assert "UnionDefaultGraph" not in told


def test_a_store_that_is_not_there_is_an_error_that_names_it(db: Path) -> None:
    with served(db, upstream="http://127.0.0.1:9/sparql") as client:
        response = client.get("/sparql?query=ASK{}", headers={"Accept": "application/json"})
        assert response.status_code == 502
        assert "127.0.0.1:9" in response.text
        assert client.get("/ready").status_code == 502
        assert client.get("/health").status_code == 200


SOME_SECONDS = (
    "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 80 } ?d ?e ?f "
    "FILTER (STRLEN(STR(?a)) + STRLEN(STR(?d)) > 0) }"
)
"""Takes a second or so on the hand-made graph."""


def read(address: str) -> str:
    with urlopen(address, timeout=10) as response:  # noqa: S310 -- loopback
        return str(response.read(), "utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_the_request_that_is_answered_end(sign: signal.Signals, tmp_path: Path) -> None:
    server = start_server(build_database(tmp_path / "db"))
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(urlopen, f"{server.address}/sparql?{urlencode({'query': SOME_SECONDS})}", timeout=30)
        end = time.monotonic() + 10
        while "communique_workers_busy 1.0" not in read(f"{server.address}/metrics"):
            assert time.monotonic() < end, "the query was over before it was seen"
        server.process.send_signal(sign)
        with slow.result() as response:
            assert response.status == 200
            assert b"bindings" in response.read()
    assert server.process.wait(20) == 0
    server.process.communicate()
