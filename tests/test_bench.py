"""The bench: the made-up graph is in our own model and repeatable, clients count what is lost or wrong."""

from __future__ import annotations

import http.server
import itertools
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import MissingDependencyError
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.graph.shapes import find_violations
from kg.store.embedded import open_published, stored_articles, stored_quads
from ontology.terms import BASE
from server.bench import rivals
from server.bench.drive import Ask, Tally, digest_of, run_clients
from server.bench.graph import make_database, make_facts
from server.bench.load import describe, known_asks, load_server
from server.bench.questions import KINDS
from server.bench.report import OURS, YARDSTICK, Cell, Report, write_table
from server.bench.rivals import running, start_ours
from tests.test_outbound import elsewhere, say

QUADS = 15_000


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "db"
    assert make_database(folder, QUADS, BASE) >= QUADS
    return folder


def test_the_same_seed_gives_the_same_quads_and_another_one_others() -> None:
    iris = Iris(BASE)
    assert facts_to_quads(make_facts(3), iris) == facts_to_quads(make_facts(3), iris)
    assert facts_to_quads(make_facts(3), iris) != facts_to_quads(make_facts(3, seed=8), iris)
    assert facts_to_quads(make_facts(3), iris) != facts_to_quads(make_facts(4), iris)


def test_passages_quote_their_article() -> None:
    facts = make_facts(11)
    evidence = [actor.evidence for actor in facts.actors] + [action.evidence for action in facts.actions]
    for span in (passage.span for passage in evidence):
        quoted = facts.article.text[span.start : span.end]
        assert quoted.strip() == quoted != ""
    assert all(s.text == facts.article.text[s.evidence.span.start : s.evidence.span.end] for s in facts.statements)


def test_the_made_up_graph_satisfies_the_shapes(db: Path) -> None:
    iris, store = Iris(BASE), open_published(db)
    articles = stored_articles(store, iris)
    assert len(articles) > 30
    assert [v for a in articles[:3] for v in find_violations(stored_quads(store, iris, a))] == []


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_answers_and_its_texts_differ(db: Path, name: str) -> None:
    store, kind = open_published(db), KINDS[name]
    texts = [kind.query(number, BASE) for number in range(0, kind.variants, 7)]
    assert len(set(texts)) == len(texts)
    found = [sum(1 for _ in rows_of(store, kind.query(number, BASE))) for number in range(40)]
    assert max(found) > 0


def rows_of(store: Store, query: str) -> Iterator[object]:
    answer = store.query(query, use_default_graph_as_union=True)
    yield from answer  # type: ignore[misc]


def test_clients_count_lost_and_wrong_answers() -> None:
    numbers = itertools.count()
    lock = threading.Lock()

    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        with lock:
            number = next(numbers)
        if number % 4 == 1:
            handler.connection.close()
        elif number % 4 == 2:
            say(handler, b"no", 503)
        else:
            say(handler, b"wrong" if number % 4 == 3 else b"right", Connection="close")

    with elsewhere(handle) as (port, _):
        asks = [Ask(f"ASK {{}} # {n}", "text/csv", digest_of(b"right")) for n in range(40)]
        tally = run_clients(f"http://127.0.0.1:{port}/sparql", 1, lambda _: iter(asks), 30.0)
    assert (tally.lost, tally.wrong) == (20, 10)
    assert tally.problem
    assert tally.rate > 0


def test_answers_are_compared_whatever_the_order_of_rows() -> None:
    first, second = b'{"results":{"bindings":[{"a":1},{"a":2}]}}', b'{"results":{"bindings":[{"a":2},{"a":1}]}}'
    assert digest_of(first) == digest_of(second)
    assert digest_of(first) != digest_of(first.replace(b"1", b"3"))
    assert digest_of(b"<a> <b> <c> .\n<d> <e> <f> .\n") == digest_of(b"<d> <e> <f> .\n<a> <b> <c> .\n")


@pytest.mark.slow
def test_many_clients_lose_nothing_and_get_nothing_wrong(db: Path) -> None:
    """The short version of `communique bench load`."""
    asks = known_asks(db, BASE, 120)
    with running(start_ours(db)) as rival:
        load = load_server(rival, asks, clients=64, seconds=5.0)
    assert (load.tally.lost, load.tally.wrong) == (0, 0), describe(load)
    assert len(load.tally.seconds) > 500
    if sys.platform == "linux":
        assert load.memory_early > 0
        assert load.growth < 0.5


def test_a_wrong_digest_would_be_seen_in_the_load_test(db: Path) -> None:
    (ask,) = known_asks(db, BASE, 1)
    with running(start_ours(db)) as rival:
        right = load_server(rival, [ask], clients=2, seconds=0.5)
        wrong = load_server(rival, [Ask(ask.query, ask.accept, "0" * 64)], clients=2, seconds=0.5)
    assert right.tally.wrong == 0
    assert wrong.tally.wrong == len(wrong.tally.seconds) > 0


def test_a_server_that_is_not_installed_is_said_and_left_out(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(rivals, "find_spec", lambda _name: None)
    with pytest.raises(MissingDependencyError, match="oxigraph is not installed"):
        rivals.start_oxigraph(db)
    with pytest.raises(MissingDependencyError, match="rdflib-endpoint is not installed"):
        rivals.start_rdflib(db)


def test_the_table_has_a_row_for_each_cell_and_what_is_missing() -> None:
    report = Report(memory={OURS: 200 * 2**20}, missing=["rdflib-endpoint is not installed"])
    report.cells["point", "first", OURS] = Cell(Tally([0.001] * 10, elapsed=1.0), cpu=0.002)
    report.cells["point", "again", OURS] = Cell(Tally([0.001] * 10, elapsed=1.0), cpu=0.0005)
    report.cells["point", "first", YARDSTICK] = Cell(Tally([0.001] * 10, elapsed=1.0), cpu=0.001)
    table = write_table(report)
    assert "| point | first-time | communique | 10.0 | 0.200 | 2.00 | 1.00 | 1.00 |" in table
    assert "| point | repeated | communique | 10.0 | 0.050 | 0.50 |" in table
    assert "communique 200 MiB" in table
    assert "Not measured: rdflib-endpoint is not installed." in table
