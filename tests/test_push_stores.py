"""The graph of the seed in running stores: the same counts and the same graphs come back, also after a killed push."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.build import build
from kg.errors import EndpointError
from kg.graph.iris import Iris
from kg.push.content import graph_content, pushed_graphs, read_graph
from kg.push.credentials import PASSWORD, TOKEN, USER, Credentials
from kg.push.journal import FOLDER
from kg.push.push import push
from kg.push.target import Target, find_target
from kg.settings import load_settings
from kg.store.embedded import open_published
from kg.store.remote import RemoteEndpoint
from kg.store.results import Triples
from ontology.terms import BASE
from tests.loopback import Answer, Asked, loopback
from tests.stores import (
    Running,
    forwarding,
    run_endpoint,
    run_oxigraph,
    run_small,
    run_virtuoso,
    running_or_skipped,
)

ROOT = Path(__file__).resolve().parent.parent
EVALUATION = Path(os.environ.get("COMMUNIQUE_EVAL", ROOT.parent / "shared" / "eval")) / "gold"
STORES = {"oxigraph": run_oxigraph, "virtuoso": run_virtuoso, "communique": run_endpoint, "small": run_small}


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the seed."""
    db = tmp_path_factory.mktemp("seed") / "communique.db"
    build([ROOT / "seeds"], db, load_settings(environ={}))
    return db


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the seed, and of the annotated articles where they are beside the project."""
    db = tmp_path_factory.mktemp("news") / "communique.db"
    articles = sorted(path for path in EVALUATION.glob("*.txt") if not (ROOT / "seeds" / path.name).exists())
    build([ROOT / "seeds", *articles], db, load_settings(environ={}))
    return db


@pytest.fixture(scope="module", params=sorted(STORES))
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    name = str(request.param)
    with running_or_skipped(name, STORES[name], tmp_path_factory.mktemp(name)) as found:
        yield found


@pytest.fixture(params=["graph-store", "update"])
def protocol(request: pytest.FixtureRequest, running: Running) -> str:
    if request.param == "update" and not running.update:
        pytest.skip("this store takes no updates")
    return str(request.param)


def target_of(running: Running, protocol: str) -> Target:
    url = running.graph_store if protocol == "graph-store" else running.update
    return find_target(url, running.credentials, 60, protocol=protocol, query_url=running.query)


def clear(running: Running, protocol: str, db: Path) -> None:
    """Take away what other tests left, here and there."""
    target = target_of(running, protocol)
    for iri in pushed_graphs(open_published(db), Iris(BASE), everything=True):
        target.drop(iri)
        assert target.count(iri) == 0
    for path in (db / FOLDER).glob("*"):
        path.unlink()


def constructed(running: Running, iri: str) -> list[Quad]:
    found = RemoteEndpoint(running.query).query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
    assert isinstance(found, Triples)
    return [Quad(t.subject, t.predicate, t.object) for t in found.triples]


def by_value(quads: list[Quad], iri: str) -> str:
    """The digest of a graph after the numbers and dates in it were written in the engine's one way."""
    store = Store()
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    store.extend(
        Quad(q.subject, q.predicate, q.object, NamedNode(iri))
        for q in parse(text, RdfFormat.N_QUADS, rename_blank_nodes=True)
    )
    return read_graph(store, iri).digest


def check_same(running: Running, protocol: str, db: Path) -> None:
    """Every graph is there with as many triples as here, and as the same graph."""
    store, target = open_published(db), target_of(running, protocol)
    graphs = pushed_graphs(store, Iris(BASE))
    assert len(graphs) >= 5
    for iri in graphs:
        here = read_graph(store, iri)
        assert target.count(iri) == here.triples, iri
        there = constructed(running, iri)
        assert len(there) == here.triples, iri
        assert by_value(there, iri) == here.digest, iri


@pytest.mark.slow
def test_what_was_sent_comes_back(running: Running, protocol: str, news: Path) -> None:
    clear(running, protocol, news)
    target = target_of(running, protocol)
    first = push(news, target)
    graphs = pushed_graphs(open_published(news), Iris(BASE))
    assert (first.sent, first.unchanged, first.refused) == (len(graphs), 0, ())
    check_same(running, protocol, news)
    again = push(news, target, diff=True)
    assert (again.sent, again.unchanged, again.dropped) == (0, len(graphs), 0)
    assert target.count(Iris(BASE).graph("build")) == 0
    assert push(news, target, diff=True, everything=True).sent == 1
    assert push(news, target, diff=True).dropped == 1
    check_same(running, protocol, news)


def test_a_graph_that_the_store_lost_is_sent_again(running: Running, protocol: str, seed: Path) -> None:
    clear(running, protocol, seed)
    target = target_of(running, protocol)
    push(seed, target)
    target.drop(Iris(BASE).graph("entities"))
    assert push(seed, target, diff=True).sent == 1
    check_same(running, protocol, seed)


def test_a_push_killed_half_way_goes_on(running: Running, protocol: str, seed: Path) -> None:
    clear(running, protocol, seed)
    address = urlsplit(running.graph_store if protocol == "graph-store" else running.update)
    forward = forwarding(f"{address.scheme}://{address.netloc}")
    reached, killed = threading.Event(), threading.Event()
    third = pushed_graphs(open_published(seed), Iris(BASE))[2]

    def hold_third(asked: Asked) -> Answer:
        written = asked.parameters.get("graph", "") if asked.method == "PUT" else asked.parameters.get("update", "")
        if third in written and not killed.is_set():
            reached.set()
            killed.wait(60)
            return Answer(dropped=True)
        return forward(asked)

    with loopback(hold_third) as between:
        url = f"{between.url}{address.path}"
        command = [sys.executable, "-m", "kg.cli", "push", url, "--db", str(seed), "--protocol", protocol]
        environ = dict(os.environ)
        if running.credentials.user:
            environ |= {USER: running.credentials.user, PASSWORD: running.credentials.password}
        if running.credentials.token:
            environ[TOKEN] = running.credentials.token
        process = subprocess.Popen([*command, "--query-url", running.query], cwd=ROOT, env=environ)
        assert reached.wait(60)
        process.kill()
        process.wait()
        killed.set()
        between.seen.clear()
        target = find_target(url, running.credentials, 60, protocol=protocol, query_url=running.query)
        report = push(seed, target)
    assert (report.unchanged, report.refused) == (2, ())
    assert report.sent == len(pushed_graphs(open_published(seed), Iris(BASE))) - 2
    check_same(running, protocol, seed)


def test_the_protocol_is_found_out(running: Running, protocol: str, seed: Path) -> None:
    clear(running, protocol, seed)
    url = running.graph_store if protocol == "graph-store" else running.update
    target = find_target(url, running.credentials, 60, query_url=running.query)
    assert push(seed, target).refused == ()
    check_same(running, protocol, seed)


def test_wrong_credentials_end_the_push(running: Running, protocol: str, seed: Path) -> None:
    if running.credentials == Credentials():
        pytest.skip("this store asks for no credentials")
    given = running.credentials
    false = replace(given, password="wrong") if given.user else replace(given, token="wrong" * 9)  # noqa: S106
    wrong = replace(running, credentials=false)
    with pytest.raises(EndpointError, match=r"HTTP 401.* with 0 of \d+ graphs in the store") as caught:
        push(seed, target_of(wrong, protocol))
    assert "wrong" not in str(caught.value)


def test_graphs_with_values_of_every_kind_come_back(running: Running, protocol: str) -> None:
    iri = "urn:example:values"
    text = """
        <urn:s> <urn:p> _:b , "é ‘’ 你好 \\u0001 𝄞" , "a\\nb\\t\\"c\\\\" , "talks"@en-gb , "2024-03-04"^^<X#date> ,
          "2024-08"^^<X#gYearMonth> , "2024-08-05T10:00:00+02:00"^^<X#dateTime> , 0.95 , -7 , true .
        <urn:t> <urn:p> 1.0 , 0.0 .
        _:b <urn:q> _:c . _:c <urn:q> _:b .
    """.replace("X#", "http://www.w3.org/2001/XMLSchema#")
    here = graph_content(iri, parse(text, RdfFormat.TURTLE))
    target = target_of(running, protocol)
    target.replace(here)
    assert target.count(iri) == here.triples == 14
    assert by_value(constructed(running, iri), iri) == by_value(list(here.quads), iri)
    target.drop(iri)
    target.drop(iri)
    assert target.count(iri) == 0
