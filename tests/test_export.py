"""Six formats that say the same, in the same bytes, in files that are whole or absent."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.graph.export import FORMATS, export_bytes, format_of, write_file, write_quads
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.model import Facts

IRIS = Iris()


@pytest.fixture
def quads(facts: Facts) -> list[ox.Quad]:
    build = ox.NamedNode(IRIS.graph("build"))
    mark = ox.Quad(ox.NamedNode(IRIS.software), ox.NamedNode("http://e.org/at"), ox.Literal("now"), build)
    return [*facts_to_quads(facts, IRIS).all, mark]


@pytest.fixture
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_reads_back_as_the_same_graph(name: str, quads: list[ox.Quad]) -> None:
    data = write_quads(quads, name)
    back = list(ox.parse(data, FORMATS[name].rdf))
    if FORMATS[name].dataset:
        assert set(back) == set(quads)
    else:
        assert {quad.triple for quad in back} == {quad.triple for quad in quads}


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_the_quads_never_shows(name: str, quads: list[ox.Quad]) -> None:
    shuffled = random.Random(7).sample(quads, len(quads))  # noqa: S311 -- an order, not a secret
    assert write_quads(shuffled, name) == write_quads(quads, name)


@pytest.mark.parametrize(("name", "rdflib_name"), [("ttl", "turtle"), ("nt", "nt"), ("rdfxml", "xml")])
def test_rdflib_reads_the_triple_formats(name: str, rdflib_name: str, quads: list[ox.Quad]) -> None:
    expected, found = Graph(), Graph()
    expected.parse(data=write_quads(quads, "nt"), format="nt")
    found.parse(data=write_quads(quads, name), format=rdflib_name)
    assert isomorphic(expected, found)


@pytest.mark.filterwarnings("ignore:Dataset[.]default_context:DeprecationWarning")  # rdflib warns of itself
def test_rdflib_reads_the_quads(quads: list[ox.Quad]) -> None:
    dataset = Dataset()
    dataset.parse(data=write_quads(quads, "nq"), format="nquads")
    assert len(dataset) == len(set(quads))


def test_turtle_is_written_with_prefixes(quads: list[ox.Quad]) -> None:
    text = write_quads(quads, "trig").decode()
    assert "@prefix cmq: <https://w3id.org/communique/ontology#>" in text
    assert " a cmq:Action" in text or "rdf:type cmq:Action" in text


def test_the_build_graph_is_left_out_unless_asked_for(store: ox.Store) -> None:
    assert b"graph/build" not in export_bytes(store, "nq", IRIS)
    assert b"graph/build" in export_bytes(store, "nq", IRIS, everything=True)


def test_formats_by_name_and_by_ending(quads: list[ox.Quad]) -> None:
    assert [format_of(Path(f"x{form.suffix}")) for form in FORMATS.values()] == list(FORMATS)
    assert format_of(None) == format_of(Path("x.dat")) == "nq"
    with pytest.raises(UsageError, match="no format 'n3'; take one of nq, trig"):
        write_quads(quads, "n3")


def test_a_file_is_written_whole_or_left_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "graph one.nq"
    write_file(target, b"old")
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(tmp_path / "absent" / "x.nq", b"x")
    with pytest.raises(TypeError):
        write_file(target, "text")  # type: ignore[arg-type]
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["graph one.nq"]
