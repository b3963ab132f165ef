"""Results in every format, each read back by somebody else."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from traceback import walk_tb

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.store.results import (
    RESULT_FORMATS,
    Result,
    Rows,
    Triples,
    Truth,
    collect,
    draw_table,
    read_result,
    short_iri,
    write_result,
)

DATA = """
<http://e.org/s> <http://e.org/p> "a, \\"b\\"\\nc" , "été"@fr , 7 , <http://e.org/o> .
"""


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA, ox.RdfFormat.TURTLE)
    return store


@pytest.fixture
def rows(store: ox.Store) -> Result:
    return collect(store.query("SELECT ?o ?none { ?s ?p ?o } ORDER BY STR(?o)"))


def test_rows_are_collected_with_unbound_as_none(rows: Result) -> None:
    assert isinstance(rows, Rows)
    assert rows.variables == ("o", "none")
    assert [row[0].value for row in rows.rows] == ["7", 'a, "b"\nc', "http://e.org/o", "été"]  # type: ignore[union-attr]
    assert {row[1] for row in rows.rows} == {None}


@pytest.mark.parametrize(
    ("form", "engine"),
    [("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)],
)
def test_rows_read_back_from_json_xml_and_tsv(rows: Result, form: str, engine: ox.QueryResultsFormat) -> None:
    assert collect(ox.parse_query_results(write_result(rows, form), engine)) == rows


def test_rows_as_csv(rows: Result) -> None:
    lines = list(csv.reader(io.StringIO(write_result(rows, "csv"))))
    assert lines == [["o", "none"], ["7", ""], ['a, "b"\nc', ""], ["http://e.org/o", ""], ["été", ""]]


def test_a_triple_term_is_written_as_json() -> None:
    node = ox.NamedNode("http://e.org/x")
    text = write_result(Rows(("t",), ((ox.Triple(node, node, ox.Literal("1")),),)), "json")
    assert json.loads(text)["results"]["bindings"][0]["t"]["value"]["object"] == {"type": "literal", "value": "1"}


@pytest.mark.parametrize("value", [True, False])
def test_truth_in_every_format_that_fits(value: bool) -> None:
    word = str(value).lower()
    assert json.loads(write_result(Truth(value), "json"))["boolean"] is value
    assert ET.fromstring(write_result(Truth(value), "xml"))[-1].text == word  # noqa: S314 -- our own bytes
    assert {write_result(Truth(value), form) for form in ("table", "csv", "tsv")} == {word + "\n"}


def test_graphs_as_turtle_json_ld_rdf_xml_and_rows(store: ox.Store) -> None:
    graph = collect(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert isinstance(graph, Triples)
    for form, rdf in (("ttl", ox.RdfFormat.TURTLE), ("json", ox.RdfFormat.JSON_LD), ("xml", ox.RdfFormat.RDF_XML)):
        assert {quad.triple for quad in ox.parse(write_result(graph, form), rdf)} == set(graph.triples)
    assert write_result(graph, "csv").startswith("subject,predicate,object")
    assert write_result(graph, "table").endswith("4 rows\n")


def test_formats_that_do_not_fit_are_refused(rows: Result) -> None:
    with pytest.raises(UsageError, match="ttl fits a graph"):
        write_result(rows, "ttl")
    with pytest.raises(UsageError, match=f"no result format 'yaml'; take one of {', '.join(RESULT_FORMATS)}"):
        write_result(rows, "yaml")


def test_every_text_ends_with_one_line_feed(rows: Result) -> None:
    for form in RESULT_FORMATS[:-1]:
        text = write_result(rows, form)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_a_table_is_folded_to_its_width_and_never_cut() -> None:
    table = draw_table(("name", "value"), [["a", "x" * 50], ["[b]", ""]], width=30)
    assert max(map(len, table.splitlines())) <= 30
    assert table.count("x") == 50
    assert "[b]" in table
    assert table.endswith("2 rows\n")
    assert "x" * 500 in draw_table(("value",), [["x" * 500]])


def test_iris_are_shortened_by_known_prefixes() -> None:
    assert short_iri("https://w3id.org/communique/ontology#Actor") == "cmq:Actor"
    assert short_iri("http://www.wikidata.org/entity/Q142") == "wd:Q142"
    assert short_iri("http://e.org/x") == "http://e.org/x"


def test_a_broken_result_leaves_nothing_of_the_engine_in_its_traceback() -> None:
    """An iterator of the engine may only end in the thread that made it; an error can be kept anywhere."""
    rows = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"http://a/"}},{"a":'
    with pytest.raises((SyntaxError, ValueError)) as caught:
        read_result(rows, ox.QueryResultsFormat.JSON)
    kept = [value for frame, _ in walk_tb(caught.value.__traceback__) for value in frame.f_locals.values()]
    assert not any(isinstance(value, ox.QuerySolutions) for value in kept)
