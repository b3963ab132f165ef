"""The database: one transaction per article, snapshots for readers, clear errors for everything that can be wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.iris import Iris
from kg.graph.quads import ArticleQuads, facts_to_quads
from kg.graph.shapes import find_violations
from kg.model import Actor
from kg.store.embedded import (
    Database,
    current_snapshot,
    open_published,
    query_store,
    read_base,
    stored_articles,
    stored_quads,
)
from kg.store.results import Rows, Truth
from tests.handmade import at, make_facts

BASE = "https://example.org/"
IRIS = Iris(BASE)


def quads_of(identifier: str = "talks", extra: tuple[Actor, ...] = ()) -> ArticleQuads:
    facts = make_facts(identifier)
    return facts_to_quads(replace(facts, actors=facts.actors + extra), IRIS)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "db", BASE) as database:
        yield database


def content(store: Store) -> set[str]:
    return {str(quad) for quad in store if quad.graph_name != NamedNode(IRIS.graph("build"))}


def test_an_article_goes_in_whole_and_comes_out_the_same(database: Database) -> None:
    quads = quads_of()
    database.replace_article(quads, "f1")
    assert len(content(database.store)) == len(quads.all)
    assert database.readings() == {quads.graph: "f1"}


def test_replacing_an_article_leaves_nothing_of_the_old_one_and_others_alone(database: Database) -> None:
    minister = Actor("m", "Person", "Old Minister", at("Durand"), (), "FRA")
    database.replace_article(quads_of("other"), "f0")
    database.replace_article(quads_of("talks", (minister,)), "f1")
    database.replace_article(quads_of("talks"), "f2")
    database.sweep([], [])
    assert not [quad for quad in content(database.store) if "Old Minister" in quad]
    with Database(database.db.parent / "fresh", BASE) as fresh:
        fresh.replace_article(quads_of("talks"), "f2")
        fresh.replace_article(quads_of("other"), "f0")
        fresh.sweep([], [])
        assert content(fresh.store) == content(database.store)
    assert database.readings() == {IRIS.article_graph("talks"): "f2", IRIS.article_graph("other"): "f0"}


def test_the_sweep_keeps_what_is_only_reached_through_other_entities(database: Database) -> None:
    database.replace_article(quads_of(), "f1")
    before = content(database.store)
    database.sweep([], [])
    kept = {quad for quad in content(database.store) if "graph/inferred" not in quad}
    assert kept == before
    rows = query_store(database.store, "SELECT ?n { ?p cmq:holdsRole [ cmq:roleIn ?s ] . ?p rdfs:label ?n }")
    assert isinstance(rows, Rows)
    assert [row[0].value for row in rows.rows if row[0] is not None] == ["Ann Durand"]  # type: ignore[union-attr]


def test_readers_see_a_build_only_when_it_is_published(database: Database) -> None:
    with pytest.raises(StoreError, match=r"holds no finished build. Run: communique build"):
        open_published(database.db)
    database.replace_article(quads_of("one"), "f1")
    assert database.publish() == 1
    first = open_published(database.db)
    database.replace_article(quads_of("two"), "f2")
    assert stored_articles(open_published(database.db), IRIS) == [IRIS.article_graph("one")]
    assert database.publish() == 2
    assert len(stored_articles(open_published(database.db), IRIS)) == 2
    assert stored_articles(first, IRIS) == [IRIS.article_graph("one")]


def test_the_last_two_snapshots_are_kept_and_those_that_a_reader_may_still_want(tmp_path: Path) -> None:
    for kept, names in ((0.0, ["3", "4"]), (60.0, ["1", "2", "3", "4"])):
        with Database(tmp_path / f"db{kept}", BASE, kept=kept) as database:
            assert [database.publish() for _ in range(4)] == [1, 2, 3, 4]
            assert sorted(path.name for path in (database.db / "published").iterdir()) == names
            assert current_snapshot(database.db).name == "4"


def test_what_a_crash_left_half_published_is_in_nobodys_way(database: Database) -> None:
    (database.db / "published" / "1.tmp").mkdir()
    assert database.publish() == 1
    open_published(database.db)


def test_a_second_writer_is_told_to_wait(database: Database) -> None:
    code = "from pathlib import Path; from kg.store.embedded import Database; "
    code += f"Database(Path({str(database.db)!r}), {BASE!r}, patience=0.2)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "LockedError" in run.stderr
    assert "is being written by another process" in run.stderr


def test_another_base_is_refused(database: Database) -> None:
    with pytest.raises(UsageError, match=r"was built with --base https://example.org/, not https://other.org/"):
        Database(database.db, "https://other.org/")
    assert read_base(database.db) == BASE


def test_a_missing_database_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no database at .*communique build PATH"):
        open_published(tmp_path / "absent")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ('{"layout": 99, "base": "x"}', "has layout 99, this program reads layout 1"),
        ("{", "store.json cannot be read"),
        ("[]", "store.json cannot be read"),
    ],
)
def test_another_layout_is_refused(tmp_path: Path, header: str, message: str) -> None:
    (tmp_path / "store.json").write_text(header)
    with pytest.raises(StoreError, match=message):
        open_published(tmp_path)
    with pytest.raises(StoreError, match=message):
        Database(tmp_path, BASE)


def test_a_damaged_snapshot_is_reported(database: Database) -> None:
    database.publish()
    for path in current_snapshot(database.db).glob("MANIFEST-*"):
        path.unlink()
    with pytest.raises(StoreError, match="is damaged"):
        open_published(database.db)
    (database.db / "CURRENT").write_text("one")
    with pytest.raises(StoreError, match="CURRENT cannot be read"):
        open_published(database.db)


def test_a_damaged_store_is_reported(tmp_path: Path) -> None:
    with Database(tmp_path, BASE):
        pass
    for path in (tmp_path / "store").glob("MANIFEST-*"):
        path.write_bytes(b"nonsense")
    with pytest.raises(StoreError, match="is damaged"):
        Database(tmp_path, BASE)


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "db").write_text("x")
    with pytest.raises(StoreError, match="cannot be made or written"):
        Database(tmp_path / "db", BASE)


def test_a_writer_killed_in_the_middle_leaves_whole_articles(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\nfrom tests.handmade import make_facts\nfrom kg.graph.iris import Iris\n"
        "from kg.graph.quads import facts_to_quads\nfrom kg.store.embedded import Database\n"
        f"d = Database(Path({str(tmp_path / 'db')!r}), {BASE!r})\n"
        "for n in range(10**6):\n"
        f"    d.replace_article(facts_to_quads(make_facts(f'a{{n}}'), Iris({BASE!r})), 'f')\n"
        "    print(n, flush=True)\n"
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line.strip() == "5":
                break
        time.sleep(0.02)
        os.kill(writer.pid, signal.SIGKILL)
    with Database(tmp_path / "db", BASE) as database:
        stored = database.readings()
        assert len(stored) >= 6
        assert sorted(stored) == stored_articles(database.store, IRIS)
        for number in range(len(stored)):
            graph = IRIS.article_graph(f"a{number}")
            kept = {str(quad) for quad in database.store.quads_for_pattern(None, None, None, NamedNode(graph))}
            assert len(kept) == len(quads_of(f"a{number}").said)


def test_stored_quads_are_enough_for_the_shapes(database: Database) -> None:
    database.replace_article(quads_of("one"), "f1")
    database.replace_article(quads_of("two"), "f2")
    quads = stored_quads(database.store, IRIS, IRIS.article_graph("one"))
    assert find_violations(quads) == ()
    assert len(quads) == len(quads_of("one").all)


def test_queries_see_the_union_and_know_the_prefixes(database: Database) -> None:
    database.replace_article(quads_of(), "f1")
    assert query_store(database.store, "ASK { ?a a cmq:Visit . ?x cmq:iso3 'FRA' . ?n a cmq:Article }") == Truth(True)


@pytest.mark.parametrize(
    ("query", "message", "place"),
    [
        ("SELECT * { ?s foo:bar ?o }", "A prefix there is not declared: write PREFIX", (1, 22)),
        ("SELECT *\nWHERE { ?s ?p }", "does not parse. The parser stopped at line 2, column 16", (2, 16)),
        ("SELECT (<http://e.org/f>(1) AS ?x) {}", "cannot be answered", (None, None)),
    ],
)
def test_a_bad_query_is_placed(
    database: Database, query: str, message: str, place: tuple[int | None, int | None]
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        query_store(database.store, query)
    assert (caught.value.line, caught.value.column) == place
