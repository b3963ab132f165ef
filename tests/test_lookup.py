"""Look-ups in the server's own process: only what is proved to end soon, and the same answers as a worker's."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ontology.terms import BASE, PREFIXES
from server.guard import Form, inspect
from server.lookup import LONGEST, MOST_BYTES, MOST_ROWS, Lookups, lookup_form
from server.worker import Dataset, Job, Shelf, answer_job
from tests.served import build_database, served
from tests.test_attacks import ATTACKS

FORMATS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
HUB, WIDE = "http://s/hub", "http://s/wide"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Terms of all sorts in two graphs, a subject of 20,000 triples, and a triple that 5,000 graphs tell."""
    path = tmp_path_factory.mktemp("lookup") / "store"
    store, name, said = Store(str(path)), NamedNode("http://p/name"), NamedNode("http://g/1")
    terms: list[Literal | NamedNode] = [
        Literal('a "quoted" <b>, text\n'),
        Literal("né", language="fr"),
        Literal(7),
        NamedNode("http://s/2"),
    ]
    store.extend(Quad(NamedNode("http://s/1"), name, term, said) for term in terms)
    store.extend(Quad(NamedNode(HUB), NamedNode("http://p/n"), Literal(n), said) for n in range(20_000))
    store.extend(Quad(NamedNode(WIDE), name, Literal("x"), NamedNode(f"http://g/{n}")) for n in range(5_000))
    store.add(Quad(NamedNode("http://s/1"), name, Literal("outside")))
    store.flush()
    return str(path)


PLAIN = (
    "SELECT * {<http://s/1> ?p ?o}",
    "SELECT ?o WHERE { <http://s/1> <http://p/name> ?o }",
    "select $o where { <http://s/1> <http://p/name> $o . } limit 2",
    'SELECT ?p { <http://s/1> ?p "7"^^<http://www.w3.org/2001/XMLSchema#integer> }',
    'SELECT ?s { ?s ?p "né"@fr } LIMIT 10',
    "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5",
    "SELECT ?s { ?s a cmq:State } LIMIT 0",
    "PREFIX p: <http://p/>\nPREFIX s: <http://s/>\nSELECT ?o WHERE\n{ s:1 p:name ?o }\n",
    "ASK { <http://s/1> <http://p/name> <http://s/2> }",
    "ASK WHERE { <http://s/1> a ?type }",
    f"SELECT ?o ?p {{ <{WIDE}> ?p ?o }} LIMIT 3",
    f"SELECT ?o {{ <{HUB}> ?p ?o }} LIMIT 3",
)


@pytest.mark.parametrize("query", PLAIN)
@pytest.mark.parametrize("union", [True, False])
def test_a_plain_query_is_answered_as_a_worker_does(store: str, query: str, union: bool) -> None:
    assert lookup_form(query) == inspect(query, 10_000, 64).form.value  # type: ignore[union-attr]
    for media_type in FORMATS:
        job = Job(store, query, Dataset(union=union), base=BASE, media_type=media_type)
        found = Lookups().answer(store, query, BASE, media_type, union=union)
        assert found == answer_job(job, Shelf())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        f"SELECT * {{ ?s ?p ?o }} LIMIT {MOST_ROWS + 1}",
        "SELECT * { ?x ?p ?x } LIMIT 5",
        "SELECT * { <http://s/1> ?x ?x }",
        "SELECT ?other { <http://s/1> ?p ?o }",
        "SELECT DISTINCT ?p { <http://s/1> ?p ?o }",
        "SELECT REDUCED ?p { <http://s/1> ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { <http://s/1> ?p ?o }",
        "SELECT * { <http://s/1> ?p ?o } ORDER BY ?o",
        "SELECT * { <http://s/1> ?p ?o } OFFSET 1000000",
        "SELECT * { <http://s/1> ?p ?o } LIMIT 5 OFFSET 1000000",
        "SELECT * { <http://s/1> ?p ?o } LIMIT 1e9",
        "SELECT * { <http://s/1> ?p ?o } LIMIT 9999999999",
        "SELECT * { <http://s/1> ?p ?o } GROUP BY ?o",
        "SELECT * { <http://s/1> ?p ?o } VALUES ?p { <http://p/1> }",
        "SELECT * FROM <http://g/1> { <http://s/1> ?p ?o }",
        "SELECT * { GRAPH ?g { <http://s/1> ?p ?o } }",
        "SELECT * { SERVICE <http://s/1> { ?s ?p ?o } }",
        "SELECT * { <http://s/1> ?p ?o . <http://s/1> ?q ?r }",
        "SELECT * { <http://s/1> ?p ?o ; ?q ?r }",
        "SELECT * { <http://s/1> ?p ?o , ?r }",
        "SELECT * { <http://s/1> ?p ?o FILTER(?o > 3) }",
        "SELECT * { <http://s/1> <http://p/name>* ?o }",
        "SELECT * { <http://s/1> <http://p/name>/<http://p/name> ?o }",
        "SELECT * { <http://s/1> ^<http://p/name> ?o }",
        "SELECT * { <http://s/1> !<http://p/name> ?o }",
        "SELECT * { _:b ?p ?o } LIMIT 5",
        "SELECT * { [] ?p ?o } LIMIT 5",
        "SELECT * { (1 2) ?p ?o } LIMIT 5",
        "SELECT * { <http://s/1> ?p ?o } # a comment",
        r"SELECT * { <http://s/\u0031> ?p ?o }",
        r'SELECT * { <http://s/1> ?p "\n" }',
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 5",
        "DESCRIBE <http://s/1>",
        "DELETE WHERE { <http://s/1> ?p ?o }",
        "SELECT * { <http://s/1> ?p ?o } " + " " * LONGEST,
        *(query for query, _ in ATTACKS.values()),
    ],
)
def test_every_other_query_goes_to_a_worker(query: str) -> None:
    assert lookup_form(query) is None


PIECES = (
    *"SELECT ASK WHERE * DISTINCT LIMIT 5 OFFSET FILTER SERVICE OPTIONAL { } ( ) . ; , / + ?".split(),
    *"?s ?p ?o a x: x:y ^".split(),
    *("<http://s/1>", '"x"', '"x"@en', "PREFIX x: <http://x/>", "#", "\n", "\\", "|", "!", "_:b", "[]"),
)
SKELETON = ("SELECT", "*", "{", "<http://s/1>", "?p", "?o", "}", "LIMIT", "5")


@st.composite
def near_lookups(draw: st.DrawFn) -> str:
    """A look-up with some pieces put in, taken out or exchanged."""
    pieces = list(SKELETON)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(pieces)))
        pieces[place : place + draw(st.integers(0, 1))] = [draw(st.sampled_from(PIECES))]
    return draw(st.sampled_from((" ", "", "\n"))).join(pieces) if draw(st.booleans()) else " ".join(pieces)


@settings(deadline=None)  # rdflib's parser is slow at its first text
@given(near_lookups())
def test_what_is_taken_has_one_pattern_and_nothing_else(query: str) -> None:
    """Another parser of SPARQL says so, for all texts that it can read."""
    if lookup_form(query) is None:
        return
    try:
        found = prepareQuery(query, initNs=dict(PREFIXES)).algebra
    except Exception:  # noqa: BLE001 -- rdflib raises many kinds; the engine refuses what does not parse
        return
    assert nodes_of(found) <= {"SelectQuery", "AskQuery", "Project", "Slice", "BGP"}
    assert [len(node["triples"]) for node in walk(found) if node.name == "BGP"] == [1]


def walk(node: CompValue) -> list[CompValue]:
    return [node, *(deeper for part in node.values() if isinstance(part, CompValue) for deeper in walk(part))]


def nodes_of(node: CompValue) -> set[str]:
    return {part.name for part in walk(node)}


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ <{HUB}> ?p ?o }}",
        f"SELECT * {{ <{WIDE}> ?p ?o }} LIMIT 999999999",
        f"SELECT ?p {{ <{HUB}> ?p ?o }}",
    ],
)
def test_a_long_answer_is_stopped_and_left_to_a_worker(store: str, query: str) -> None:
    lookups, media_type = Lookups(), FORMATS[0]
    lookups.open(store)
    start = time.monotonic()
    assert lookup_form(query) == "SELECT"
    assert lookups.answer(store, query, BASE, media_type, union=True) is None
    assert time.monotonic() - start < 1.0
    whole = answer_job(Job(store, query, base=BASE, media_type=media_type), Shelf())
    assert isinstance(whole, bytes)
    assert len(whole) > MOST_BYTES


def test_errors_and_missing_stores_are_left_to_a_worker(store: str, tmp_path: Path) -> None:
    for query in ("SELECT * { x:y ?p ?o }", "SELECT * { <no scheme> ?p ?o }"):
        assert Lookups().answer(store, query, BASE, FORMATS[0], union=True) is None
    assert Lookups().answer(str(tmp_path / "none"), PLAIN[0], BASE, FORMATS[0], union=True) is None
    assert Lookups().answer(store, PLAIN[0], BASE, "text/turtle", union=True) is None


def test_many_threads_get_the_same(store: str) -> None:
    lookups = Lookups()
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: lookups.answer(store, PLAIN[0], BASE, FORMATS[0], union=True), range(200)))
    assert {answer for answer in found if answer is not None} == {
        answer_job(Job(store, PLAIN[0], base=BASE, media_type=FORMATS[0]), Shelf())
    }


def test_the_server_answers_them_without_a_worker(tmp_path: Path) -> None:
    with served(build_database(tmp_path / "db")) as client:
        engine = client.application.extensions["engine"]
        query = f"SELECT ?p ?o {{ <{BASE}article/talks> ?p ?o }}"
        assert b"Talks" in client.get("/sparql", query_string={"query": query}).data
        assert engine.pool.process_ids() == []
        broken = client.get("/sparql", query_string={"query": "SELECT * { none:x ?p ?o }"})
        assert broken.status_code == 400
        assert "does not parse" in broken.get_data(as_text=True)
        assert len(engine.pool.process_ids()) == 1
        assert engine.inspect(query).form is Form.SELECT
