"""The guard: forms, caps, SERVICE found wherever it is a keyword and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import QueryError
from ontology.queries import NamedQuery, named_queries
from server.errors import QueryTooLongError, RefusedError, UpdateAsQueryError
from server.guard import Form, Inspection, _inspect_tokens, inspect, tokens


def look(query: str) -> Inspection:
    return inspect(query, max_length=100_000, max_depth=64)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", Form.SELECT),
        ("select*{?s ?p ?o}", Form.SELECT),
        ("# SELECT\nPREFIX ask: <http://a/>\nBASE <http://b/#construct>\nAsK {}", Form.ASK),
        ("PREFIX:<http://a/>DESCRIBE:x", Form.DESCRIBE),
        ("CONSTRUCT WHERE { ?s ?p ?o }", Form.CONSTRUCT),
        ("SELEC * {}", None),
        ("", None),
        ("PREFIX", None),
    ],
)
def test_the_form_is_known_before_anything_runs(query: str, form: Form | None) -> None:
    assert look(query).form is form


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX a: <a:> delete where { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
        "WITH <g:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "# a comment\nDROP ALL",
    ],
)
def test_updates_are_no_queries(update: str) -> None:
    with pytest.raises(UpdateAsQueryError, match="as the parameter `update`"):
        look(update)


BRACKETS = [("(", ")"), ("{", "}"), ("[", "]")]


@pytest.mark.parametrize(("opening", "closing"), BRACKETS)
@pytest.mark.parametrize("depth", [65, 5_000, 20_000])
def test_deep_nesting_is_refused_with_its_place(opening: str, closing: str, depth: int) -> None:
    with pytest.raises(QueryError, match="nested more than 64 deep") as caught:
        look("SELECT * WHERE\n{" + opening * depth + closing * depth + "}")
    assert (caught.value.line, caught.value.column) == (2, 65)


@pytest.mark.parametrize("sign", ["!", "^", "-", "<<"])
def test_signs_that_stack_up_in_the_parser_count_as_nesting(sign: str) -> None:
    with pytest.raises(QueryError, match="nested more than"):
        look("SELECT * { FILTER(" + sign * 5_000 + "1) }")


def test_brackets_inside_of_a_comparison_that_looks_like_an_iri_count() -> None:
    with pytest.raises(QueryError, match="nested more than"):
        look("SELECT * { FILTER(?a<" + "(" * 5_000 + "?b" + ")>?c) }")


def test_width_is_not_depth() -> None:
    assert look("SELECT * { " + "{ ?s ?p (1) } UNION " * 2_000 + "{} }").form is Form.SELECT
    assert look('SELECT * { ?s ?p "' + "(" * 5_000 + '" } # ' + "{" * 5_000).form is Form.SELECT


def test_a_query_of_the_greatest_length_passes_and_one_more_character_does_not() -> None:
    query = "ASK {}".ljust(1_000)
    assert inspect(query, 1_000, 64).form is Form.ASK
    with pytest.raises(QueryTooLongError, match="1,001 characters") as caught:
        inspect(query + " ", 1_000, 64)
    assert caught.value.http_status == 413


S = "<http://127.0.0.1:7/>"
LIVE = [
    f"SELECT * {{ SERVICE {S} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {S} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o.SERVICE{S}{{ ?a ?b ?c }} }}",
    "SELECT * { ?s ?p ?o SERVICE ?s { ?a ?b ?c } }",
    f"SELECT * {{ ?s ?p trueSERVICE{S}{{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p 1e5SERVICE{S}{{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p 'x'SERVICESILENT{S}{{ ?a ?b ?c }} }}",
    "PREFIX e: <http://e/> SELECT * { SERVICEe:a{ ?a ?b ?c } }",
    "PREFIX : <http://e/> SELECT * { SERVICE:a{ ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p trueSERVICEe:a{ ?a ?b ?c } }",
    f"PREFIX e: <http://e/> SELECT * {{ ?s ?p e:.SERVICE{S}{{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p ?o # a comment ends here \r SERVICE {S} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s <http://a\\u0041#b> ?o . SERVICE {S} {{ ?a ?b ?c }} }}",
    f"""SELECT * {{ ?s ?p '''a'b\\'''c'''SERVICE{S}{{ ?a ?b ?c }} }}""",
    f"SELECT * {{ ?s ?p ?o FILTER(?s<?p)SERVICE{S}{{ ?a ?b ?c }} FILTER(1>0) }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?s<?p&&1>0)SERVICE{S}{{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS{{SERVICE{S}{{ ?a ?b ?c }} }} }}",
]
"""Texts in which the engine calls a service."""


@pytest.mark.parametrize("query", LIVE)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(RefusedError, match="SERVICE") as caught:
        look(query)
    assert caught.value.http_status == 403
    assert caught.value.line is not None


@pytest.mark.parametrize("query", LIVE)
def test_the_engine_takes_each_of_these_texts_for_a_query(query: str) -> None:
    Store().query(query.replace("SERVICE:a", "SERVICE :a"))


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(RefusedError) as caught:
        look(f"SELECT *\n{{\n  SERVICE {S} {{}} }}")
    assert (caught.value.line, caught.value.column) == (3, 3)


TWO_READINGS = [
    f"SELECT * {{ ?s ?p ?o FILTER(?s<'x>')SERVICE{S}{{ ?a ?b ?c }}#'\n}}",
    f"SELECT * {{ ?s ?p ?o FILTER(?a<?b#>'''\n)SERVICE{S}{{ ?a ?b ?c }}#'''\n}}",
    f'SELECT * {{ ?s ?p ?o FILTER(?a<?b#>"""\n)SERVICE{S}{{ ?a ?b ?c }}#"""\n}}',
]


@pytest.mark.parametrize("query", TWO_READINGS)
def test_a_service_hidden_behind_a_comparison_that_looks_like_an_iri_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="read in two ways"):
        look(query)


HARMLESS = [
    "SELECT * { ?s ?p ?o } # SERVICE <http://a/> { }",
    "SELECT ?service { ?service ?p $SERVICE }",
    'SELECT * { ?s ?p "SERVICE <http://a/> {}" }',
    "SELECT * { ?s ?p 'it\\'s a SERVICE <http://a/> {' }",
    'SELECT * { ?s ?p """one "quoted" SERVICE {\n""" }',
    "SELECT * { ?s <http://example.org/SERVICE> ?o }",
    "SELECT * { ?s <http://example.org/#SERVICE{> ?o }".replace("{>", ">"),
    "PREFIX service: <http://s/> SELECT * { ?s service:endpoint service:one . service:two ?p ?o }",
    "PREFIX service: <http://s/> SELECT * { GRAPH service:one { ?s ?p ?o } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:SERVICE e:a\\'SERVICE\\' }",
    "SELECT * { _:service ?p 'x'@service }",
    "SELECT * { VALUES (?a ?b) { (<http://a/x#y> <http://b/x#y>) } }",
    "SELECT * { ?s <http://example.org/d'Ivoire> ?o FILTER(?s = <http://example.org/d'Ivoire>) }",
]
"""The word stands in a comment, string, IRI, name, variable or label: nothing is called."""


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_no_service(query: str) -> None:
    assert look(query).form is Form.SELECT
    Store().query(query)


@pytest.mark.parametrize("named", named_queries(), ids=lambda named: named.name)
def test_the_named_queries_pass_unless_they_are_federated(named: NamedQuery) -> None:
    assert look(named.local).form is Form[named.form]
    if named.federated:
        with pytest.raises(RefusedError, match="SERVICE"):
            look(named.text)


@pytest.mark.parametrize(
    ("query", "has_dataset"),
    [
        ("SELECT * FROM <g:g> { ?s ?p ?o }", True),
        ("SELECT *FROM<g:g>{ ?s ?p ?o }", True),
        ("ASK from named <g:g> { ?s ?p ?o }", True),
        ("SELECT ?from { ?from ?p 'FROM <g:g>' } # FROM", False),
    ],
)
def test_clauses_of_a_dataset_are_seen(query: str, has_dataset: bool) -> None:
    assert look(query).has_dataset is has_dataset


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT * { FILTER(rand() > 0.5) }", True),
        ("SELECT (STRUUID() AS ?n) {}", True),
        ("SELECT ?now { ?now ?p 'NOW()' }", False),
    ],
)
def test_answers_that_change_by_themselves_are_seen(query: str, volatile: bool) -> None:
    assert look(query).volatile is volatile


@pytest.mark.parametrize(
    "piece", ["a.", '"', "'''", "<", "<a", "\\u0041", "a:", "?", "((", '"""a\\', "<#", "#\n", "a-"]
)
def test_long_texts_are_scanned_in_no_time(piece: str) -> None:
    query = piece * (60_000 // len(piece))
    start = time.monotonic()
    with suppress(QueryError):
        look(query)
    assert time.monotonic() - start < 2.0


@given(st.text())
def test_every_character_is_in_one_token_or_blank(text: str) -> None:
    rebuilt = list(text)
    for token in tokens(text):
        assert text[token.start : token.start + len(token.text)] == token.text
        rebuilt[token.start : token.start + len(token.text)] = [""] * len(token.text)
    for line in "".join(rebuilt).replace("\r", "\n").split("\n"):
        assert line.strip(" \t") == "" or line.lstrip(" \t").startswith("#")


PIECES = ["'", "'''", '"', '"""', "<a'b>", "<?b#>", "#", "\n", "(", ")", "?a", "<", "> ", "\\'", "e:a", "1", " ", "."]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=3))
def test_nothing_that_passes_calls_a_service(before: list[str], after: list[str]) -> None:
    """Where the guard lets a text through that the engine parses, the keyword in it is not live."""
    text = "PREFIX e: <http://e/> SELECT * {{ ?s ?p ?o FILTER(?a{}){}{{ ?x ?y ?z }}{} }}"
    query, dead = (text.format("".join(before), word + S, "".join(after)) for word in ("SERVICE", "SERVICX"))
    store = Store()
    store.add(Quad(NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c")))
    try:
        look(query)
        store.query(query)
    except (QueryError, SyntaxError):
        return
    store.query(dead)


QUERY_PARTS = (
    *("SELECT * WHERE { ", "ASK {", "CONSTRUCT ", "?s ?p ?o . ", "PREFIX a: <b> ", "INSERT ", "FILTER ", "a:b "),
    *("SERVICE ", "FROM ", "NOW()", "RAND", "\\u0041", "<http://a/b#c>", '"x"', '"""', "\n"),
    *"{}()<>'#!-+^",
)


@given(st.lists(st.sampled_from(QUERY_PARTS), max_size=40).map("".join))
def test_the_short_way_through_says_the_same_as_the_long_one(query: str) -> None:
    """A text that is found harmless is one that its tokens would not have been objected to."""

    def outcome(look: Callable[[], Inspection]) -> object:
        try:
            return look()
        except QueryError as exc:
            return type(exc)

    assert outcome(lambda: inspect(query, 10_000, 8)) == outcome(lambda: _inspect_tokens(query, 8, None))
