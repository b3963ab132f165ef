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
from kg.store.embedded import open_published, query_store, stored_articles
from kg.store.results import Rows
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


# Names that are easily taken for others: what each is linked to, by label or alias and kind.
LINKED = """
State|Iran|Q794
Settlement|Tehran|Q3616
Territory|Gaza Strip|Q39760
Person|Antony Blinken|Q7821917
Person|Sergei Shoigu|Q32024
Person|Joe Biden|Q6279
ArmedGroup|Hamas|Q38799
ArmedForce|Israel Defense Forces|Q58967
"""
NOT_FOUND = """
Person|Jaber Aziz
Bunker|National Management Center
Destroyer|USS Russell
Destroyer|USS Michael Murphy
Destroyer|USS Daniel Inouye
AircraftCarrier|USS Theodore Roosevelt
"""


def linked_items(store: Store, kind: str, name: str) -> list[str]:
    """The items of the things of a kind with that label; one empty text for each thing without an item."""
    query = (
        f"SELECT ?item WHERE {{ ?thing a cmq:{kind} ; rdfs:label {name!r} ."
        " OPTIONAL { ?thing owl:sameAs ?item FILTER (STRSTARTS(STR(?item), STR(wd:))) } }"
    )
    found = query_store(store, query)
    assert isinstance(found, Rows)
    return [str(cell).rsplit("/", 1)[1].rstrip(">") if cell else "" for (cell,) in found.rows]


@pytest.mark.parametrize("line", LINKED.split("\n")[1:-1])
def test_a_name_that_could_mislead_is_linked_right(store: Store, line: str) -> None:
    kind, name, item = line.split("|")
    assert linked_items(store, kind, name) == [item]


@pytest.mark.parametrize("line", NOT_FOUND.split("\n")[1:-1])
def test_what_nobody_knows_or_only_sounds_known_is_not_linked(store: Store, line: str) -> None:
    """The destroyers bear names of a senator, a sailor and an admiral; they are ships, and no person is linked."""
    assert linked_items(store, *line.split("|")) == [""]


def test_the_secretary_is_blinken_and_not_shoigu(store: Store) -> None:
    """Both are secretaries of something; it is the one of state who “has delivered a consistent message”."""
    query = (
        "SELECT DISTINCT ?name WHERE { ?mention a cmq:Mention ; cmq:exact ?words ; cmq:refersTo ?who ."
        " ?who owl:sameAs wd:Q7821917 ; rdfs:label ?name FILTER (LCASE(?words) IN ('secretary', 'the secretary')) }"
    )
    found = query_store(store, query)
    assert isinstance(found, Rows)
    assert [str(row[0]) for row in found.rows] == ['"Antony Blinken"']


def test_every_named_thing_has_one_decision(store: Store) -> None:
    query = (
        "SELECT ?name (COUNT(?decision) AS ?n) WHERE { ?thing a cmq:Actor ; rdfs:label ?name ."
        " FILTER NOT EXISTS { ?thing a cmq:UnnamedSource } { ?article schema:mentions ?thing }"
        " OPTIONAL { ?decision sssom:subject_id ?thing } } GROUP BY ?thing ?name HAVING (?n != 1)"
    )
    found = query_store(store, query)
    assert isinstance(found, Rows)
    assert list(found.rows) == []


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
