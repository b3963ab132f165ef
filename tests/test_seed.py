"""The real article through the real pipeline: what the named queries answer, and what the graph must always be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store, parse

from kg.build import BuildReport, build
from kg.cli import main as command_line
from kg.graph.export import export_bytes
from kg.graph.iris import Iris
from kg.read.article import read_article
from kg.settings import PREFIX, load_settings
from kg.store.embedded import open_published, stored_articles
from ontology.queries import NamedQuery, named_queries
from tests.golden_queries import GOLDEN, ask_store, compare_with_golden

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
QUERIES = [query for query in named_queries() if not query.federated]
PASSAGES = """
PREFIX cmq: <https://w3id.org/communique/ontology#>
SELECT ?start ?end ?exact WHERE { ?passage cmq:start ?start ; cmq:end ?end ; cmq:exact ?exact }
"""


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    """A database of `seeds/` with the settings as they are by default, and what the build reported."""
    folder = tmp_path_factory.mktemp("seed") / "communique.db"
    return folder, build([SEEDS], folder, load_settings(environ={}))


@pytest.fixture(scope="session")
def store(seed: tuple[Path, BuildReport]) -> Store:
    """What readers of that database see."""
    return open_published(seed[0])


@pytest.fixture(scope="session")
def dump(store: Store) -> bytes:
    """The N-Quads of that database."""
    return export_bytes(store, "nq", Iris())


def test_the_article_is_read_without_a_complaint(seed: tuple[Path, BuildReport]) -> None:
    report = seed[1]
    assert (report.articles, report.skipped, report.notes) == (1, (), ())
    assert report.facts > 50


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_named_query_answers_as_a_careful_reader_would(store: Store, query: NamedQuery) -> None:
    differences = compare_with_golden(store, query.name)
    assert not differences, "\n".join(differences)


def test_every_named_query_has_its_golden_answer() -> None:
    assert {query.name for query in QUERIES} == {path.stem for path in GOLDEN.glob("*.json")}
    assert len(QUERIES) == 25


def test_every_passage_quotes_its_article(store: Store) -> None:
    (path,) = SEEDS.glob("*.txt")
    article = read_article(path)
    rows = ask_store(store, PASSAGES).only(("start", "end", "exact"))
    assert len(rows) > 30
    wrong = [row for row in rows if article.text[int(row[0] or -1) : int(row[1] or -1)] != row[2]]
    assert wrong == []


def test_the_database_keeps_to_the_shapes(seed: tuple[Path, BuildReport]) -> None:
    result = CliRunner().invoke(command_line, ["validate", "--db", str(seed[0])])
    assert (result.exit_code, result.stdout) == (0, "1 articles checked, every shape is satisfied\n")


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")
def test_rdflib_reads_the_dump_as_the_same_graph(dump: bytes, store: Store) -> None:
    graphs = rdflib.Dataset()
    graphs.parse(data=dump, format="nquads")
    quads = list(parse(dump, RdfFormat.N_QUADS))
    assert len(graphs) == len(quads) == len(dump.splitlines())
    (article,) = stored_articles(store, Iris())
    mine = {quad.graph_name.value for quad in quads}
    assert {str(graph.identifier) for graph in graphs.graphs() if len(graph)} == mine
    assert article in mine


def build_elsewhere(folder: Path, hash_seed: str) -> bytes:
    """The N-Quads of `seeds/`, built and exported by processes under another hash seed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment = kept | {"PYTHONHASHSEED": hash_seed}
    for arguments in (["build", str(SEEDS)], ["export", "-o", "graph.nq"]):
        command = [sys.executable, "-m", "kg.cli", *arguments]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return (folder / "graph.nq").read_bytes()


@pytest.mark.slow
def test_two_builds_give_the_same_bytes_under_any_hash_seed(dump: bytes, tmp_path: Path) -> None:
    for hash_seed in ("1", "4711"):
        folder = tmp_path / hash_seed
        folder.mkdir()
        assert build_elsewhere(folder, hash_seed) == dump
