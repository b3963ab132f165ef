"""A change is published whole or never happened, wherever its writer dies; builds keep what is not theirs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.build import build
from kg.errors import StoreError
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.settings import load_settings
from kg.store.embedded import Database, Writer, open_published
from kg.store.snapshots import InForce, go_back, pending, read_current
from ontology.terms import BASE
from tests.handmade import FakeReader, make_facts
from tests.served import build_database

ROOT = Path(__file__).parent.parent
DIED = 9


def insert(number: int) -> str:
    return f"INSERT DATA {{ GRAPH <http://mine/> {{ <http://a/{number}> <http://p> 1 , 2 }} }}"


def mine(store: Store) -> list[str]:
    """The numbers in graph http://mine/; each must be there with both of its values."""
    quads = [quad.subject.value for quad in store.quads_for_pattern(None, None, None, NamedNode("http://mine/"))]  # type: ignore[union-attr]
    assert all(quads.count(subject) == 2 for subject in quads)
    return sorted({subject.removeprefix("http://a/") for subject in quads})


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return build_database(tmp_path / "db")


def update(db: Path, number: int) -> None:
    with Database(db, BASE, Writer.UPDATE) as database:
        database.change(lambda store: store.update(insert(number)), f"ticket{number}")


def test_a_change_is_there_for_every_later_reader_and_not_for_earlier_ones(db: Path) -> None:
    earlier = open_published(db)
    update(db, 1)
    assert (mine(earlier), mine(open_published(db))) == ([], ["1"])
    assert read_current(db) == InForce(2, "ticket1")
    assert pending(db) == ""


def test_a_change_that_fails_half_way_is_undone(db: Path) -> None:
    def half(store: Store) -> None:
        store.update(insert(1))
        store.update(insert(2))
        raise ValueError("no more")

    before = len(open_published(db))
    with Database(db, BASE, Writer.UPDATE) as database:
        with pytest.raises(ValueError, match="no more"):
            database.change(half, "t")
        with pytest.raises(SyntaxError):
            database.change(lambda store: store.update("INSERT"), "t")
        assert (mine(database.store), pending(db)) == ([], "")
        database.change(lambda store: store.update(insert(3)), "t")
    assert mine(open_published(db)) == ["3"]
    assert len(open_published(db)) == before + 2


DEATHS = {
    "when the action is done": "s.publish = e.publish = lambda *a: os._exit(9)",
    "before the backup": "s.shutil.rmtree = lambda *a, **k: os._exit(9)",
    "before the backup has its name": "Path.rename = lambda *a: os._exit(9)",
    "before CURRENT": "old = s.replace_file\n"
    "s.replace_file = lambda p, t: old(p, t) if p.name != 'CURRENT' else os._exit(9)",
    "in CURRENT": "Path.replace = lambda p, t: os._exit(9) if t.name == 'CURRENT' else os.replace(p, t)",
    "after CURRENT": "s.unmark = lambda *a: os._exit(9)",
    "in pruning": "s._prune = lambda *a: os._exit(9)",
}  # fmt: skip


@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS)
def test_wherever_the_writer_dies_the_change_happened_or_did_not(db: Path, death: str) -> None:
    program = (
        "import os\nfrom pathlib import Path\nfrom tests.test_snapshots import insert, Database, Writer, BASE\n"
        "import kg.store.embedded as e, kg.store.snapshots as s\n"
        f"d = Database(Path({str(db)!r}), BASE, Writer.UPDATE)\n{death}\n"
        "d.change(lambda store: store.update(insert(1)), 'ticket')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == DIED, done.stderr
    current = read_current(db)
    assert current is not None
    happened = ["1"] if current.ticket == "ticket" else []
    assert mine(open_published(db)) == happened
    update(db, 2)
    assert mine(open_published(db)) == [*happened, "2"]


@pytest.mark.parametrize("death", ["s.shutil.rmtree", "s.Store.read_only", "Path.rename", "s.unmark"])
def test_going_back_may_be_cut_off_anywhere(db: Path, death: str) -> None:
    before = {str(quad) for quad in open_published(db)}
    (db / "PENDING").write_text("update\n")
    Store(str(db / "store")).update(insert(1))
    if death == "s.Store.read_only":
        death = "s.Store = None\ns.Store"
        patch = "class Dying:\n    read_only = staticmethod(lambda *a: os._exit(9))\ns.Store = Dying\n"
    else:
        patch = f"{death} = lambda *a, **k: os._exit(9)\n"
    program = (
        f"import os\nfrom pathlib import Path\nimport kg.store.snapshots as s\n{patch}s.go_back(Path({str(db)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == DIED, done.stderr
    with Database(db, BASE, Writer.UPDATE) as database:
        assert {str(quad) for quad in database.store} == before


def test_a_store_that_is_gone_comes_back_from_the_snapshot(db: Path) -> None:
    before = {str(quad) for quad in open_published(db)}
    shutil.rmtree(db / "store")
    with Database(db, BASE, Writer.UPDATE) as database:
        assert {str(quad) for quad in database.store} == before


def test_going_back_before_anything_was_published_changes_nothing(tmp_path: Path) -> None:
    with Database(tmp_path / "db", BASE):
        pass
    go_back(tmp_path / "db")
    with Database(tmp_path / "db", BASE) as database:
        assert database.publish() == 1


def test_writers_wait_for_each_other_and_then_say_so(db: Path) -> None:
    with (
        Database(db, BASE, Writer.UPDATE),
        pytest.raises(StoreError, match="being written by another process"),
    ):
        Database(db, BASE, patience=0.1)
    update(db, 1)


# Builds and what is not theirs


def test_an_update_brings_no_half_build_to_light_and_the_build_reads_again_what_it_lost(
    db: Path, tmp_path: Path
) -> None:
    with Database(db, BASE) as database:  # a build that is killed here
        database.replace_article(facts_to_quads(make_facts("half"), Iris(BASE)), "f")
    assert pending(db) == "build"
    update(db, 1)
    shown = open_published(db)
    assert mine(shown) == ["1"]
    assert not shown.contains_named_graph(NamedNode(Iris(BASE).article_graph("half")))
    with Database(db, BASE) as database:
        assert Iris(BASE).article_graph("half") not in database.readings()
        assert mine(database.store) == ["1"]


def test_a_killed_build_is_gone_on_with(db: Path) -> None:
    with Database(db, BASE) as database:
        database.replace_article(facts_to_quads(make_facts("half"), Iris(BASE)), "f")
    with Database(db, BASE) as database:
        assert Iris(BASE).article_graph("half") in database.readings()


def test_a_build_keeps_the_graphs_and_the_default_graph_that_are_not_its_own(
    tmp_path: Path, reader: FakeReader
) -> None:
    articles, db = tmp_path / "articles", tmp_path / "db"
    articles.mkdir()
    (articles / "one.txt").write_text("one")
    settings = load_settings({"db": db})
    build([articles], db, settings, load=lambda: reader)
    own = (
        "INSERT DATA { <http://a/> <http://p> 0 . GRAPH <http://mine/> { <http://a/1> <http://p> 1 , 2 }"
        f" GRAPH <{BASE}graph/notes> {{ <{BASE}state/FRA> <http://p> 3 }} GRAPH <http://empty/> {{}} }} ;"
        " CREATE GRAPH <http://empty/>"
    )
    with Database(db, BASE, Writer.UPDATE) as database:
        database.change(lambda store: store.update(own), "t")
    (articles / "one.txt").write_text("another text of one")
    (articles / "two.txt").write_text("two")
    assert build([articles], db, settings, load=lambda: reader).articles == 2
    store = open_published(db)
    assert mine(store) == ["1"]
    assert bool(store.query(f"ASK {{ <http://a/> <http://p> 0 GRAPH <{BASE}graph/notes> {{ ?s ?p 3 }} }}"))
    assert store.contains_named_graph(NamedNode("http://empty/"))
    assert store.contains_named_graph(NamedNode(Iris(BASE).article_graph("two")))
