"""The federated questions over a graph with links and a Wikidata on the loopback: two engines, the server, faults."""

from __future__ import annotations

import http.client
import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import EndpointError, QueryError, StoreError
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.model import Actor, Facts
from kg.store.embedded import Database
from kg.store.federated import query_with_services, with_items
from kg.store.results import Rows
from ontology.queries import NamedQuery, find_query, named_queries
from ontology.terms import BASE, WIKIDATA, Owl
from tests.handmade import at, make_facts
from tests.loopback import Answer, Asked, Loopback, loopback
from tests.test_app import Running, start_server
from tests.wikidata import FAULTS, SmallWikidata, day, qid

IRIS = Iris(BASE)
WIKIDATA_SERVICE = "https://query.wikidata.org/sparql"
RDFLIB_WARNS = r"ignore:(Dataset\.\w+|ConjunctiveGraph) is deprecated:DeprecationWarning"
DURAND, AMRI, PACT = qid(1), qid(2), qid(3)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made article with an alliance in it, and links to invented items."""
    facts = make_facts()
    pact = Actor("pact", "Alliance", "Harbour Pact", at("frigate"))
    filled = Store()
    filled.extend(facts_to_quads(_with(facts, pact), IRIS).all)
    entities = NamedNode(IRIS.graph("entities"))
    items = {"person/ann-durand-FRA": DURAND, "person/said-amri-OMN": AMRI, _path(pact): PACT}
    for path, item in items.items():
        assert next(iter(filled.quads_for_pattern(NamedNode(BASE + path), None, None, None)), None), path
        filled.add(Quad(NamedNode(BASE + path), NamedNode(Owl.sameAs), NamedNode(WIKIDATA + item), entities))
    return filled


def _with(facts: Facts, actor: Actor) -> Facts:
    return replace(facts, actors=(*facts.actors, actor))


def _path(actor: Actor) -> str:
    return IRIS.entity(actor.type, actor.name, actor.country).removeprefix(BASE)


def wikidata() -> SmallWikidata:
    small = SmallWikidata()
    small.person(1, "Ann Durand", "FRA", P569=day("1970-05-01"), P102=qid(10))
    small.person(2, "Said Amri", "OMN", P569=day("1961-02-03"))
    small.person(9, "Somebody Else", "OMN", P569=day("1900-01-01"), P102=qid(10))
    small.say(qid(10), label="Harbour Party")
    small.say(small.state("FRA"), P463=PACT)
    small.say(small.state("OMN"), P463=PACT)
    return small


def text_for(store: Store, query: NamedQuery, server: Loopback) -> str:
    """The query with the items that are known here in its SERVICE block, sent to the loopback."""
    return with_items(store, query.text).replace(WIKIDATA_SERVICE, f"{server.url}/sparql")


def answer(store: Store, text: str, *columns: str) -> set[tuple[str, ...]]:
    found = query_with_services(store, text)
    assert isinstance(found, Rows)
    places = [found.variables.index(column) for column in columns]
    return {tuple(str(getattr(row[place], "value", "")) for place in places) for row in found.rows}


EXPECTED = {
    "birth-dates": (
        ("person", "born", "date"),
        {
            ("Ann Durand", "1970-05-01T00:00:00Z", "2024-03-04"),
            ("Said Amri", "1961-02-03T00:00:00Z", "2024-03-04"),
        },
    ),
    "party-of-foreign-ministers": (("person", "party"), {("Ann Durand", "Harbour Party")}),
    "members-of-alliances": (
        ("alliance", "member"),
        {("Harbour Pact", "State FRA"), ("Harbour Pact", "State OMN")},
    ),
}


def test_every_federated_question_is_here() -> None:
    assert {query.name for query in named_queries() if query.federated} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_join_gives_what_both_sides_know(store: Store, name: str) -> None:
    columns, expected = EXPECTED[name]
    with loopback(wikidata()) as server:
        text = text_for(store, find_query(name), server)
        assert answer(store, text, *columns) == expected
        assert len(server.seen) == 1
        assert "Q900000009" not in server.seen[0].parameters.get("query", server.seen[0].body.decode())


@pytest.mark.filterwarnings(RDFLIB_WARNS)
@pytest.mark.parametrize("name", EXPECTED)
def test_another_engine_gives_the_same(store: Store, name: str) -> None:
    columns, expected = EXPECTED[name]
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=(serialize(store, format=RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    with loopback(wikidata()) as server:
        text = text_for(store, find_query(name), server)
        found = {tuple(str(getattr(row, column)) for column in columns) for row in dataset.query(text)}
    assert {tuple(part.replace("+00:00", "Z") for part in row) for row in found} == expected


@pytest.mark.parametrize("fault", ["forbidden", "too many", "text", "broken", "closed", "timed out"])
@pytest.mark.parametrize("name", EXPECTED)
def test_an_endpoint_that_fails_gives_an_error_and_no_half_answer(store: Store, name: str, fault: str) -> None:
    with loopback(lambda asked: FAULTS[fault]) as server:
        text = text_for(store, find_query(name), server)
        with pytest.raises(EndpointError, match=r"An endpoint that the query calls by SERVICE failed: ."):
            query_with_services(store, text)


def test_other_errors_stay_what_they_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QueryError, match="does not parse"):
        query_with_services(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { }")
    assert with_items(store, "ASK {}") == "ASK {}"

    def broken(_: Store, query: str) -> None:
        raise StoreError("damaged") from OSError("disk")

    monkeypatch.setattr("kg.store.federated.query_store", broken)
    with pytest.raises(StoreError):
        query_with_services(store, "ASK {}")


def test_without_links_no_item_is_asked_for() -> None:
    empty = Store()
    empty.extend(facts_to_quads(make_facts(), IRIS).all)
    for name in EXPECTED:
        assert "VALUES ?wikidata {  }" in with_items(empty, find_query(name).text)


# Through the server as people start it


@pytest.fixture(scope="module")
def other() -> Iterator[Loopback]:
    """The Wikidata that the server may call; it answers what `answer` is set to."""
    with loopback(wikidata()) as server:
        yield server


@pytest.fixture(scope="module")
def served(store: Store, other: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    db = tmp_path_factory.mktemp("federated") / "db"
    with Database(db, BASE) as database:
        database.store.extend(store)
        database.publish()
    server = start_server(db, f", workers=2, allow_service=({other.url.removeprefix('http://')!r},)")
    yield server
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=20)


def send(server: Running, text: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    form = {"Accept": "application/sparql-results+json", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sparql", urlencode({"query": text}), form)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


@pytest.mark.parametrize("name", EXPECTED)
def test_the_server_joins_as_the_engine_does(served: Running, other: Loopback, name: str) -> None:
    """The text is the named query as it stands in its file, but for the address that it calls."""
    other.answer = wikidata()
    other.seen.clear()
    columns, expected = EXPECTED[name]
    text = find_query(name).text.replace(WIKIDATA_SERVICE, f"{other.url}/sparql")
    status, body = send(served, text)
    assert status == 200, body
    rows = json.loads(body)["results"]["bindings"]
    assert {tuple(row[column]["value"] for column in columns) for row in rows} == expected
    (asked,) = other.seen
    question = asked.parameters["query"]
    assert "Q900000009" not in question
    assert any(item in question for item in (DURAND, AMRI, PACT))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_server_refuses_what_it_was_not_allowed(served: Running, other: Loopback, name: str) -> None:
    other.seen.clear()
    for text in (find_query(name).text, find_query(name).text.replace(WIKIDATA_SERVICE, "http://127.0.0.1:9/sparql")):
        status, body = send(served, text)
        assert status == 403, body
    assert other.seen == []


@pytest.mark.parametrize("fault", ["forbidden", "too many", "text", "broken", "closed"])
def test_an_endpoint_that_fails_gives_the_client_an_error(served: Running, other: Loopback, fault: str) -> None:
    def fail(_: Asked) -> Answer:
        return FAULTS[fault]

    other.answer = fail
    status, body = send(served, find_query("birth-dates").text.replace(WIKIDATA_SERVICE, f"{other.url}/sparql"))
    assert status == 502, body
    assert other.url in json.loads(body)["error"]["detail"]
