"""SERVICE through the whole server: allowed hosts are reached and joined, all others never see a byte."""

from __future__ import annotations

import http.server
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

from tests.served import served
from tests.test_federation import endpoint
from tests.test_outbound import elsewhere, say

JSON = {"Accept": "application/sparql-results+json"}
PATTERN = (
    "?person a cmq:Person ; rdfs:label ?name . SERVICE <{url}> {{ ?who <http://b/name> ?name ; <http://b/born> ?born }}"
)


@pytest.fixture
def remote() -> Iterator[tuple[int, list[str]]]:
    store, asked = Store(), list[str]()
    store.update('INSERT DATA { <http://w/1> <http://b/name> "Ann Durand" ; <http://b/born> 1961 }')
    with elsewhere(endpoint(store, asked)) as (port, _):
        yield port, asked


def ask(client: FlaskClient, query: str) -> tuple[int, dict[str, object]]:
    response = client.get(f"/sparql?{urlencode({'query': query})}", headers=JSON)
    return response.status_code, response.get_json(force=True)


def test_an_allowed_endpoint_is_joined_and_nothing_of_it_is_remembered(db: Path, remote: tuple[int, list[str]]) -> None:
    port, asked = remote
    query = f"SELECT ?name ?born {{ {PATTERN.format(url=f'http://127.0.0.1:{port}/sparql')} }}"
    with served(db, allow_service=(f"127.0.0.1:{port}",)) as client:
        for _ in range(2):
            status, answer = ask(client, query)
            assert status == 200, answer
            (row,) = answer["results"]["bindings"]  # type: ignore[index]
            assert (row["name"]["value"], row["born"]["value"]) == ("Ann Durand", "1961")
        page = client.get(f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/html"})
        assert "Ann Durand" in page.text
    assert len(asked) == 3
    assert '"Ann Durand"' in asked[0]


def test_a_host_that_is_not_allowed_never_sees_a_byte(db: Path, remote: tuple[int, list[str]]) -> None:
    port, asked = remote
    with served(db, allow_service=("query.example",)) as client:
        for host in ("127.0.0.1", "localhost", "[::1]", "0x7f000001", "127.1", "query.example@127.0.0.1"):
            query = f"SELECT ?born {{ {PATTERN.format(url=f'http://{host}:{port}/sparql')} }}"
            for text in (query, query.replace("SERVICE", "SERVICE SILENT"), query.replace("SERVICE", r"SERV\u0049CE")):
                status, answer = ask(client, text)
                assert status in (400, 403), (text, answer)
    assert asked == []


def test_a_redirect_to_this_machine_is_refused(db: Path, remote: tuple[int, list[str]]) -> None:
    port, asked = remote
    place = f"http://localhost:{port}/sparql"

    def redirect(handler: http.server.BaseHTTPRequestHandler) -> None:
        say(handler, b"", 307, Location=place)

    with elsewhere(redirect) as (outer, seen), served(db, allow_service=(f"127.0.0.1:{outer}",)) as client:
        query = f"SELECT ?born {{ {PATTERN.format(url=f'http://127.0.0.1:{outer}/sparql')} }}"
        status, answer = ask(client, query)
        assert status == 403, answer
        assert seen
    assert asked == []


def test_an_endpoint_that_fails_or_hangs_is_an_error_in_time(db: Path) -> None:
    def hang(handler: http.server.BaseHTTPRequestHandler) -> None:
        if handler.path == "/down":
            say(handler, b"down", 500)
        else:
            time.sleep(2.0)

    with elsewhere(hang) as (port, _), served(db, deadline=1.0, allow_service=(f"127.0.0.1:{port}",)) as client:
        for path, problem in (("down", "HTTP 500"), ("hangs", "took too long")):
            query = f"SELECT ?born {{ {PATTERN.format(url=f'http://127.0.0.1:{port}/{path}')} }}"
            status, answer = ask(client, query)
            assert status == 502
            assert problem in str(answer)
        assert client.get("/sparql?query=ASK{}", headers=JSON).status_code == 200


def test_without_a_list_every_call_is_refused(db: Path) -> None:
    with served(db) as client:
        status, answer = ask(client, "SELECT * { SERVICE <https://query.example/> { ?s ?p ?o } }")
    assert status == 403
    assert "SERVICE (line 1, column 12) is refused" in str(answer)
