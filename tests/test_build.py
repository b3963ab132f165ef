"""Building: incremental, deterministic, one bad article never stops the rest, readers never see half of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import current_process
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.build import BuildReport, Reader, build, confident, find_articles, ontology_quads
from kg.errors import CommuniqueError, DataError, ReadError, StoreError, UsageError
from kg.graph.export import export_bytes
from kg.graph.iris import Iris
from kg.model import Facts
from kg.settings import Settings, load_settings
from kg.store.embedded import open_published, query_store, stored_articles
from kg.store.results import Rows
from tests.handmade import FakeReader, make_facts

IRIS = Iris()
SETTINGS = load_settings(environ={})

Run = Callable[..., BuildReport]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "some articles"
    (folder / "deep er").mkdir(parents=True)
    for name in ("one.txt", "two.txt", "deep er/three four.txt"):
        (folder / name).write_text(f"text of {name}")
    return folder


@pytest.fixture
def run(tmp_path: Path, articles: Path, reader: FakeReader) -> Run:
    """Build the folder of articles (or other paths) with the fake reader."""

    def run(*paths: Path, load: Callable[[], Reader] = lambda: reader, strict: bool = False,
            settings: Settings = SETTINGS, db: str = "db") -> BuildReport:  # fmt: skip
        return build(paths or (articles,), tmp_path / db, settings, load=load, strict=strict)

    return run


def dump(db: Path, *, everything: bool = False) -> bytes:
    return export_bytes(open_published(db), "nq", IRIS, everything=everything)


def read_names(reader: FakeReader) -> list[str]:
    names = [path.name for path in reader.read_paths]
    reader.read_paths.clear()
    return names


def test_a_folder_is_read_whole_and_published(run: Run, tmp_path: Path) -> None:
    report = run()
    assert (report.articles, report.unchanged, report.skipped, report.notes) == (3, 0, (), ())
    assert report.facts == 3 * 12
    assert len(stored_articles(open_published(tmp_path / "db"), IRIS)) == 3


def test_only_what_changed_is_read_again(run: Run, articles: Path, reader: FakeReader) -> None:
    run()
    assert read_names(reader) == ["three four.txt", "one.txt", "two.txt"]
    assert run().unchanged == 3
    (articles / "one.txt").write_text("changed")
    (articles / "two.meta.json").write_text("{}")
    (articles / "new.txt").write_text("new")
    read_names(reader)
    report = run()
    assert sorted(read_names(reader)) == ["new.txt", "one.txt", "two.txt"]
    assert (report.articles, report.unchanged) == (3, 1)


def test_another_reader_or_confidence_reads_everything_again(run: Run, reader: FakeReader) -> None:
    run()
    assert run(load=lambda: FakeReader(version="test-2")).articles == 3
    assert run(load=lambda: FakeReader(version="test-2")).articles == 0
    assert run(load=lambda: FakeReader(version="test-2"), settings=replace(SETTINGS, min_confidence=0.5)).articles == 3


def test_another_base_needs_another_database(run: Run) -> None:
    run()
    with pytest.raises(UsageError, match="was built with --base"):
        run(settings=replace(SETTINGS, base="https://example.org/"))


def test_a_bad_article_is_skipped_and_the_rest_is_built(run: Run, articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_text("BAD")
    (articles / "bug.txt").write_text("BUG")
    (articles / "deep er" / "one.txt").write_text("a second one")
    report = run()
    reasons = {skipped.path.name: (skipped.reason, skipped.error) for skipped in report.skipped}
    assert report.articles == 3
    assert reasons["bad.txt"] == ("bad.txt is not text.", ReadError)
    assert reasons["bug.txt"][0].startswith("a fault of this program: IndexError in handmade.py:")
    assert "'one' is taken by" in reasons["one.txt"][0]
    assert len(stored_articles(open_published(tmp_path / "db"), IRIS)) == 3


def test_two_files_with_one_text_are_told(run: Run, articles: Path) -> None:
    (articles / "two.txt").write_text("text of one.txt")
    (note,) = run().notes
    assert note.path == articles / "two.txt"
    assert note.text.startswith(f"the same text as {articles / 'one.txt'}; what it tells counts once for each.")
    assert run().notes == (note,)


def test_a_reason_does_not_repeat_the_path(run: Run, articles: Path) -> None:
    class Precise(FakeReader):
        def read(self, path: Path) -> Facts:
            raise ReadError(f"{path}: the file is empty.")

    assert {skipped.reason for skipped in run(load=Precise).skipped} == {"the file is empty."}
    with pytest.raises(ReadError, match=r"\A[^:]*three four.txt: the file is empty.\Z"):
        run(load=Precise, strict=True)


def test_facts_that_break_the_rules_are_skipped_with_the_rule(run: Run, tmp_path: Path) -> None:
    class Careless(FakeReader):
        def read(self, path: Path) -> Facts:
            facts = super().read(path)
            bad = replace(facts.tenures[0], status="Retired") if path.stem == "one" else facts.tenures[0]
            return replace(facts, tenures=(bad,))

    report = run(load=Careless)
    assert [(skipped.path.name, skipped.error) for skipped in report.skipped] == [("one.txt", DataError)]
    assert "tenureStatus" in report.skipped[0].reason
    assert IRIS.article_graph("one") not in stored_articles(open_published(tmp_path / "db"), IRIS)


def test_strict_stops_and_leaves_what_was_published(run: Run, articles: Path, tmp_path: Path) -> None:
    run()
    before = dump(tmp_path / "db", everything=True)
    (articles / "bad.txt").write_text("BAD")
    (articles / "one.txt").write_text("changed")
    with pytest.raises(ReadError, match=r"bad.txt: bad.txt is not text"):
        run(strict=True)
    assert dump(tmp_path / "db", everything=True) == before
    (articles / "bad.txt").unlink()
    (articles / "deep er" / "one.txt").write_text("a second one")
    with pytest.raises(UsageError, match="is taken by"):
        run(strict=True)


def test_a_killed_build_goes_on_where_it_stopped(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    class Killed(FakeReader):
        def read(self, path: Path) -> Facts:
            if len(self.read_paths) == 2:
                raise KeyboardInterrupt
            return super().read(path)

    with pytest.raises(KeyboardInterrupt):
        run(load=Killed)
    with pytest.raises(StoreError, match="no finished build"):
        open_published(tmp_path / "db")
    report = run()
    assert (report.articles, report.unchanged) == (1, 2)
    assert read_names(reader) == ["two.txt"]
    run(db="fresh")
    assert dump(tmp_path / "db") == dump(tmp_path / "fresh")


def test_the_same_bytes_however_the_articles_came(run: Run, articles: Path, tmp_path: Path) -> None:
    run()
    for name in ("two.txt", "deep er/three four.txt", "one.txt"):
        run(articles / name, db="bit by bit")
    run(db="twice", load=lambda: FakeReader(version="older"))
    run(db="twice")
    assert dump(tmp_path / "db") == dump(tmp_path / "bit by bit") == dump(tmp_path / "twice")


def test_the_same_bytes_under_another_hash_seed(articles: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.build import build; from kg.settings import load_settings\n"
        "from kg.graph.export import export_bytes; from kg.graph.iris import Iris\n"
        "from tests.handmade import FakeReader\nfrom kg.store.embedded import open_published\n"
        "db = Path(sys.argv[2]); build([Path(sys.argv[1])], db, load_settings(environ={}), load=FakeReader)\n"
        "sys.stdout.buffer.write(export_bytes(open_published(db), 'nq', Iris()))"
    )
    dumps = {
        subprocess.run(
            [sys.executable, "-c", code, articles, tmp_path / seed],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(dumps) == 1
    assert len(dumps.pop().splitlines()) > 1000


def test_two_processes_read_the_same_as_one(run: Run, tmp_path: Path) -> None:
    run(load=FakeReader)
    report = run(load=FakeReader, settings=replace(SETTINGS, jobs=2), db="parallel")
    assert report.articles == 3
    assert dump(tmp_path / "db") == dump(tmp_path / "parallel")


def die() -> Reader:
    """End the process while it loads its reader; the main process is spared."""
    if current_process().name != "MainProcess":
        os._exit(1)
    return FakeReader()


def test_a_worker_that_dies_is_explained(run: Run) -> None:
    with pytest.raises(CommuniqueError, match="run the build again, with --jobs 1"):
        run(load=die, settings=replace(SETTINGS, jobs=2))


def test_when_and_with_what_is_in_the_build_graph_only(articles: Path, reader: FakeReader, tmp_path: Path) -> None:
    times = iter([datetime(2024, 3, 5, 10, tzinfo=UTC), datetime(2024, 3, 5, 11, tzinfo=UTC)])
    build([articles], tmp_path / "db", SETTINGS, load=lambda: reader, now=lambda: next(times))
    rows = query_store(
        open_published(tmp_path / "db"),
        f"SELECT ?v ?s ?e (COUNT(?a) AS ?n) {{ GRAPH <{IRIS.graph('build')}> {{ ?b a prov:Activity ; prov:used ?a ; "
        "dcterms:hasVersion ?v ; prov:startedAtTime ?s ; prov:endedAtTime ?e ; prov:wasAssociatedWith ?m . "
        "?m rdfs:label 'no model 0.0' } } GROUP BY ?v ?s ?e",
    )
    assert isinstance(rows, Rows)
    values = [term.value for term in rows.rows[0] if term is not None]  # type: ignore[union-attr]
    assert values == ["test-1", "2024-03-05T10:00:00Z", "2024-03-05T11:00:00Z", "3"]
    assert b"2024-03-05T1" not in dump(tmp_path / "db")
    assert b"test-1" not in dump(tmp_path / "db")


def test_the_ontology_and_the_shortcuts_are_in_the_graph(run: Run, tmp_path: Path) -> None:
    run()
    store = open_published(tmp_path / "db")
    named = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    assert {IRIS.graph(name) for name in ("entities", "articles", "ontology", "inferred", "build")} <= named
    rows = query_store(store, "SELECT ?n { ?x cmq:consulted/rdfs:label ?n }")
    assert isinstance(rows, Rows)
    assert sorted(row[0].value for row in rows.rows if row[0] is not None) == ["Ann Durand", "Said Amri"]  # type: ignore[union-attr]


def test_blank_nodes_of_the_ontology_have_stable_names() -> None:
    quads = ontology_quads(IRIS)
    assert quads == ontology_quads(IRIS)
    assert [quad for quad in quads if isinstance(quad.subject, BlankNode)]


def test_progress_is_told_after_each_article(articles: Path, reader: FakeReader, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    build([articles], tmp_path / "db", SETTINGS, lambda d, t, p: seen.append((d, t, p.name)), load=lambda: reader)
    assert seen == [(1, 3, "three four.txt"), (2, 3, "one.txt"), (3, 3, "two.txt")]


def test_warnings_of_the_reader_are_passed_on(run: Run, articles: Path) -> None:
    (articles / "one.txt").write_text("UNDATED")
    assert [(note.path.name, note.text) for note in run().notes] == [("one.txt", "No date was found.")]


def test_articles_are_found_once_and_in_order(articles: Path) -> None:
    named = articles / "one.txt"
    other = articles / "notes.md"
    other.write_text("x")
    found = [path.name for path in find_articles([named, articles, other, articles / "deep er" / ".." / "one.txt"])]
    assert sorted(found) == ["notes.md", "one.txt", "three four.txt", "two.txt"]


def test_paths_without_articles_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="absent does not exist"):
        find_articles([tmp_path / "absent"])
    with pytest.raises(UsageError, match="There is no article in"):
        find_articles([tmp_path])


def test_facts_below_the_least_confidence_go_with_all_that_rests_on_them() -> None:
    facts = make_facts()
    warned = replace(facts.actions[1], confidence=0.3)
    statement = replace(facts.statements[0], about=("warned", "met"))
    unsure = replace(facts, actions=(facts.actions[0], warned, *facts.actions[2:]), statements=(statement,))
    kept = confident(unsure, 0.5)
    assert [action.id for action in kept.actions] == ["met", "sanction", "attack"]
    assert kept.actions[2].in_response_to is None
    assert [claim.claims for claim in kept.claims] == ["met", "attack"]
    assert kept.statements[0].about == ("met",)
    assert confident(unsure, 0.0) == unsure
