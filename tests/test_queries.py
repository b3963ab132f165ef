"""The named queries: their heads, that both engines read them, and what they answer on a small graph."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery

from ontology.queries import NamedQuery, UnknownQueryError, find_query, named_queries
from ontology.terms import PREFIXES as TERMS
from tests.golden_queries import GOLDEN, Answer, ask_store, compare_with_golden, meets

DATA = Path(__file__).parent / "data"
FIXTURE = DATA / "queries.trig"
CASES: list[dict[str, Any]] = json.loads((DATA / "queries.expected.json").read_text(encoding="utf-8"))
QUERIES = named_queries()
LOCAL = [query for query in QUERIES if not query.federated]
FEDERATED = [query for query in QUERIES if query.federated]
DATA_IRI = "https://w3id.org/communique/"
CMQ = "https://w3id.org/communique/ontology#"
RDFLIB_WARNS = r"ignore:(Dataset\.\w+|ConjunctiveGraph) is deprecated:DeprecationWarning"
"""rdflib's SPARQL engine uses what rdflib itself has deprecated."""
PREFIXES = f"PREFIX : <{DATA_IRI}> PREFIX cmq: <{CMQ}> PREFIX graph: <{DATA_IRI}graph/> "


def name_of(query: NamedQuery) -> str:
    return query.name


def case_name(case: dict[str, Any]) -> str:
    return "-".join([case["query"], *case["values"].values()])


@pytest.fixture
def store() -> Store:
    filled = Store()
    filled.load(path=FIXTURE, format=RdfFormat.TRIG)
    return filled


@cache
def dataset() -> rdflib.Dataset:
    filled = rdflib.Dataset(default_union=True)
    filled.parse(data=FIXTURE.read_text(encoding="utf-8"), format="trig")
    return filled


# The files


def test_there_are_25_numbered_queries_and_3_federated_ones() -> None:
    numbers = [query.number for query in QUERIES]
    assert numbers == [*map(str, range(1, 26)), "f1", "f2", "f3"]


def test_names_are_unique() -> None:
    assert len({query.name for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=name_of)
def test_head_is_complete(query: NamedQuery) -> None:
    assert query.title.endswith("?")
    assert query.description.endswith(".")
    assert query.form == ("ASK" if query.number == "25" else "SELECT")


@pytest.mark.parametrize("query", QUERIES, ids=name_of)
def test_declared_parameters_are_the_lines_marked_for_change(query: NamedQuery) -> None:
    marked = re.findall(r"(?m)^ *VALUES \?(\w+) \{ (.+) \}  # change: (\w+)$", query.text)
    assert marked == [(parameter.name, parameter.default, parameter.name) for parameter in query.parameters]
    assert query.text.count("# change: ") == len(marked)


@pytest.mark.parametrize("query", QUERIES, ids=name_of)
def test_both_engines_parse_it(query: NamedQuery, store: Store) -> None:
    prepareQuery(query.text)
    # No solution is taken, so no SERVICE is called; should one be, it fails on this machine.
    store.clear()
    store.query(query.text.replace("https://query.wikidata.org/", "http://127.0.0.1:9/"))
    with pytest.raises(SyntaxError):
        store.query(query.text + "}")


@pytest.mark.parametrize("query", [query for query in QUERIES if query.form == "SELECT"], ids=name_of)
def test_answers_show_the_article_and_have_a_fixed_order(query: NamedQuery) -> None:
    columns, order = selected(query), query.text.rpartition("ORDER BY")[2]
    assert "article" in columns
    if query.name != "members-of-alliances":  # Wikidata's facts have no passage
        assert "quote" in columns
    loose = [column for column in columns if not re.search(rf"\?{column}\b", order)]
    fixed_by_the_rest = {
        "everything-from-an-article": {"article"},
        "passage-behind-a-fact": {"sentence", "quote"},
        "cooperation-and-conflict": set(columns) - {"state", "other"},
    }
    assert set(loose) <= fixed_by_the_rest.get(query.name, set())


def selected(query: NamedQuery) -> list[str]:
    if query.federated:
        head = re.search(r"SELECT (?:DISTINCT )?(.*?)\nWHERE", query.text, re.DOTALL)
        assert head
        return re.findall(r"\?(\w+)", head[1])
    return list(ask_store(Store(), query.text).columns)


@pytest.mark.parametrize("query", QUERIES, ids=name_of)
def test_terms_are_those_of_the_ontology(query: NamedQuery) -> None:
    core = rdflib.Graph().parse(DATA.parents[1] / "ontology" / "core.ttl")
    known = {str(term) for term in core.subjects() if str(term).startswith(CMQ)}
    used = {CMQ + name for name in re.findall(r"\bcmq:(\w+)", query.text)}
    assert used
    assert used <= known


@pytest.mark.parametrize("query", QUERIES, ids=name_of)
def test_no_graph_block_holds_what_the_engine_answers_wrongly(query: NamedQuery) -> None:
    for block in re.findall(r"GRAPH \?\w+ \{([^}]*)\}", query.text):
        assert not re.search(r"\{|SELECT|VALUES|MINUS", block)


# Finding and filling in


@pytest.mark.parametrize("name", ["who-met-whom", "1", "01", "01-who-met-whom", " Who-Met-Whom "])
def test_a_query_is_found_by_name_and_number(name: str) -> None:
    assert find_query(name).name == "who-met-whom"


def test_a_federated_query_is_found_by_number() -> None:
    assert find_query("f1").name == "birth-dates"


def test_an_unknown_name_lists_close_ones() -> None:
    with pytest.raises(UnknownQueryError, match=r"'who-meets-whom'.*Did you mean who-met-whom") as caught:
        find_query("who-meets-whom")
    assert caught.value.close[0] == "who-met-whom"
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize("name", ["", "0", "26", "f9", "zzzzzz"])
def test_an_unknown_name_without_a_close_one_says_how_names_look(name: str) -> None:
    with pytest.raises(UnknownQueryError, match="Names go like who-met-whom"):
        find_query(name)


def test_values_replace_the_default_and_nothing_else() -> None:
    query = find_query("what-an-official-said")
    text = query.with_values(name='"Ann \\"A\\" Durand"')
    assert text == query.text.replace('VALUES ?name { "Benjamin Netanyahu" }', 'VALUES ?name { "Ann \\"A\\" Durand" }')


def test_several_values_ask_for_any_of_them(store: Store) -> None:
    text = find_query("what-a-state-operates").with_values(state_iso3='"XVE" "XNO"')
    assert len(ask_store(store, text).rows) == 5


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="has no parameter 'state'; it has: name"):
        find_query("strike-group").with_values(state='"XNO"')


@pytest.mark.parametrize("value", ["", "Norland", '"a" } SELECT', '"a', "<a b>", '"a"} # change: name'])
def test_a_value_that_is_no_term_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="is no SPARQL term for name"):
        find_query("strike-group").with_values(name=value)


# What they answer


def test_every_select_has_a_case_that_answers_something() -> None:
    answered = {case["query"] for case in CASES if case["rows"]}
    assert answered == {query.name for query in LOCAL if query.form == "SELECT"}


def test_passages_of_the_fixture_are_as_long_as_their_offsets_say(store: Store) -> None:
    text = "SELECT ?start ?end ?exact WHERE { ?p cmq:start ?start ; cmq:end ?end ; cmq:exact ?exact }"
    rows = ask_store(store, PREFIXES + text).rows
    assert len(rows) > 20
    assert all(exact and int(end or 0) - int(start or 0) == len(exact) for start, end, exact in rows)


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_rows_are_as_expected(case: dict[str, Any], store: Store) -> None:
    text = find_query(case["query"]).with_values(**case["values"])
    answer = ask_store(store, text)
    assert list(answer.columns) == case["columns"]
    assert [list(row) for row in answer.rows] == case["rows"]


@pytest.mark.filterwarnings(RDFLIB_WARNS)
@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_rdflib_gives_the_same_rows(case: dict[str, Any]) -> None:
    text = find_query(case["query"]).with_values(**case["values"])
    result = dataset().query(text)
    assert [str(variable) for variable in result.vars or ()] == case["columns"]
    rows = [[None if value is None else str(value) for value in row] for row in result]  # type: ignore[union-attr]
    assert rows == case["rows"]


def test_threats_plans_and_denials_never_answer_who_met_or_killed_whom(store: Store) -> None:
    met = ask_store(store, find_query("who-met-whom").text).only(["who", "whom"])
    assert ("Cora Dahl", "Boris Kell") not in met
    assert ("Boris Kell", "Tor Vass") not in met
    counts = ask_store(store, find_query("cooperation-and-conflict").text)
    assert ("Norland", "Velmark", "1") in counts.only(["state", "other", "material_conflict"])


PACT_OFFICIAL = """INSERT { GRAPH graph:links {
  :pact a cmq:Organization, cmq:Alliance .
  :envoy a cmq:Person ; rdfs:label "Ada Pact" ; cmq:ofState :norland ; cmq:memberOf :pact .
  :charge a cmq:Action, cmq:Accuse, cmq:VerbalConflict ; cmq:modality cmq:Occurred ;
    cmq:startDate "2031-01-01"^^xsd:date ; cmq:participant :envoy ; cmq:actor :envoy ;
    cmq:recipient :velmark ; cmq:evidence ?passage .
} } WHERE { SELECT ?passage { GRAPH ?g { :marr-president cmq:evidence ?passage } } LIMIT 1 }"""


def test_an_official_of_an_alliance_does_not_act_for_the_state_of_origin(store: Store) -> None:
    told = find_query("timeline-of-a-state").asking({"state_iso3": "XNO"})
    prefixes = PREFIXES + "".join(f"PREFIX {name}: <{iri}> " for name, iri in TERMS.items() if name in ("rdfs", "xsd"))

    def conflicts() -> set[tuple[str | None, ...]]:
        counts = ask_store(store, find_query("cooperation-and-conflict").text)
        return set(counts.only(["state", "other", "verbal_conflict"]))

    before = conflicts()
    store.update(prefixes + PACT_OFFICIAL)
    assert conflicts() == before
    assert "Ada Pact" not in {who for (who,) in ask_store(store, told).only(["who"])}
    store.update(prefixes + "INSERT DATA { GRAPH graph:links { :envoy cmq:memberOf :norland } }")
    assert conflicts() != before
    assert "Ada Pact" in {who for (who,) in ask_store(store, told).only(["who"])}


# Facts without evidence

PLANTS = {
    "action without a passage": "GRAPH graph:links { :bare a cmq:Action ; cmq:modality cmq:Occurred }",
    "claim without a passage": "GRAPH graph:links { :bare a cmq:Claim ; cmq:claims :visit }",
    "passage without end and words": (
        "GRAPH graph:links { :bare a cmq:Statement ; cmq:evidence :p . :p cmq:inArticle :one ; cmq:start 0 }"
    ),
    "passage without an article": (
        'GRAPH graph:links { :bare a cmq:Asset ; cmq:evidence :p . :p cmq:start 0 ; cmq:end 3 ; cmq:exact "abc" }'
    ),
    "shortcut without its action": "GRAPH graph:inferred { :dahl cmq:assaulted :kell }",
    "shortcut from a threatened action": "GRAPH graph:inferred { :velmark cmq:assaulted :norland }",
    "role without its tenure": "GRAPH graph:inferred { :vass cmq:holdsRole :role-fm-norland }",
}


@pytest.mark.filterwarnings(RDFLIB_WARNS)
def test_no_fact_of_the_fixture_is_without_evidence(store: Store) -> None:
    text = find_query("25").text
    assert ask_store(store, text).boolean is False
    assert dataset().query(text).askAnswer is False


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_planted_fact_without_evidence_is_found(plant: str, store: Store) -> None:
    store.update(PREFIXES + f"INSERT DATA {{ {plant} }}")
    assert ask_store(store, find_query("25").text).boolean is True


def test_a_fact_that_lost_its_passage_is_found(store: Store) -> None:
    store.update(PREFIXES + "DELETE WHERE { GRAPH ?g { :marr-president cmq:evidence ?passage } }")
    assert ask_store(store, find_query("25").text).boolean is True


# The federated ones, against a small endpoint on this machine

WIKIDATA = """
PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA {
  wd:Q999999999901 wdt:P569 "1970-05-01T00:00:00Z"^^xsd:dateTime ; wdt:P102 wd:Q999999999911 .
  wd:Q999999999902 wdt:P569 "1965-02-03T00:00:00Z"^^xsd:dateTime .
  wd:Q999999999999 wdt:P569 "1900-01-01T00:00:00Z"^^xsd:dateTime .
  wd:Q999999999911 rdfs:label "Harbour Party"@en , "Hafenpartei"@de .
  wd:Q999999999921 wdt:P463 wd:Q999999999906 ; rdfs:label "Norland"@en , "Nordland"@de .
}"""


@dataclass
class Endpoint:
    """A SPARQL endpoint over a few items; `asked` are the queries that reached it."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    items = Store()
    items.update(WIKIDATA)
    running = Endpoint("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
            running.asked.append(text)
            result = items.query(text)
            assert isinstance(result, QuerySolutions)
            body = result.serialize(format=QueryResultsFormat.JSON)
            assert isinstance(body, bytes)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: the standard library would write to stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running.url = f"http://127.0.0.1:{server.server_port}/sparql"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield running
        server.shutdown()
        thread.join()


def ask_federated(store: Store, query: NamedQuery, endpoint: Endpoint) -> Answer:
    """Find the items here, write them into the SERVICE block, and ask."""
    items = [row[0] for row in ask_store(store, query.local).only(["wikidata"])]
    text = query.for_items(item for item in items if item)
    assert "<https://query.wikidata.org/sparql>" in text
    return ask_store(store, text.replace("https://query.wikidata.org/sparql", endpoint.url))


def test_birth_dates_of_the_people_who_met(store: Store, endpoint: Endpoint) -> None:
    answer = ask_federated(store, find_query("birth-dates"), endpoint)
    assert answer.only(["person", "born", "date", "article"]) == {
        ("Ada Lind", "1970-05-01T00:00:00Z", "2030-03-02", "fixture-one"),
        ("Boris Kell", "1965-02-03T00:00:00Z", "2030-03-02", "fixture-one"),
    }
    assert len(endpoint.asked) == 1
    assert "Q999999999901" in endpoint.asked[0]


def test_party_of_foreign_ministers(store: Store, endpoint: Endpoint) -> None:
    answer = ask_federated(store, find_query("party-of-foreign-ministers"), endpoint)
    assert answer.only(["person", "status", "party"]) == {("Ada Lind", "Acting", "Harbour Party")}


def test_members_of_alliances(store: Store, endpoint: Endpoint) -> None:
    answer = ask_federated(store, find_query("members-of-alliances"), endpoint)
    assert answer.only(["alliance", "member", "article"]) == {("Northern Pact", "Norland", "fixture-three")}


@pytest.mark.parametrize("query", FEDERATED, ids=name_of)
def test_only_wikidata_is_asked(query: NamedQuery) -> None:
    assert re.findall(r"SERVICE <(.+)>", query.text) == ["https://query.wikidata.org/sparql"]
    assert "SERVICE" not in query.local
    assert "wikibase:" not in query.text


def test_an_item_that_is_no_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="is no IRI of an item"):
        find_query("f1").for_items(["http://example.org/> } DROP"])


# The comparison with the golden files


@pytest.mark.parametrize("query", LOCAL, ids=name_of)
def test_golden_file_fits_its_query(query: NamedQuery) -> None:
    golden = json.loads((GOLDEN / f"{query.name}.json").read_text(encoding="utf-8"))
    if query.form == "ASK":
        assert golden == {"boolean": False}
        return
    assert set(golden["columns"]) <= set(selected(query))
    assert golden["rows"]
    assert {len(row) for row in golden["rows"] + golden.get("optional", [])} == {len(golden["columns"])}


def write_golden(folder: Path, name: str, **content: object) -> None:
    (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def test_golden_rows_that_agree_give_no_difference(store: Store, tmp_path: Path) -> None:
    rows = [["Norland", None, ["Ongoing", "Occurred"]]]
    write_golden(tmp_path, "unnamed-sources-only", columns=["who", "whom", "standing"], rows=rows)
    write_golden(tmp_path, "facts-without-evidence", boolean=False)
    assert compare_with_golden(store, "unnamed-sources-only", tmp_path) == []
    assert compare_with_golden(store, "facts-without-evidence", tmp_path) == []


def test_golden_rows_that_differ_are_named(store: Store, tmp_path: Path) -> None:
    write_golden(tmp_path, "unnamed-sources-only", columns=["who"], rows=[["Velmark"]], optional=[["Ostania"]])
    write_golden(tmp_path, "facts-without-evidence", boolean=True)
    assert compare_with_golden(store, "unnamed-sources-only", tmp_path) == [
        "unnamed-sources-only: missing ['Velmark']",
        "unnamed-sources-only: unexpected ['Norland']",
    ]
    assert len(compare_with_golden(store, "facts-without-evidence", tmp_path)) == 1


def test_optional_rows_may_be_answered_or_not(store: Store, tmp_path: Path) -> None:
    optional = [["Nor*"], ["Ostania"]]
    write_golden(tmp_path, "unnamed-sources-only", columns=["who"], rows=[], optional=optional)
    assert compare_with_golden(store, "unnamed-sources-only", tmp_path) == []


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("Iran’s foreign ministry", "Iran's foreign ministry", True),
        ("air  wing", "*air wing", True),
        ("an air wing of six", "*air wing", False),
        (None, None, True),
        (None, "*", True),
        (None, "a*", False),
        ("x", None, False),
        ("x", [None, "x"], True),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
    ],
)
def test_a_cell_is_text_a_pattern_nothing_or_a_choice(found: str | None, wanted: str | None, same: bool) -> None:
    assert meets((found,), [wanted]) is same


def test_the_fixture_names_its_graphs_as_the_contract_does(store: Store) -> None:
    names = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    shared = {f"{DATA_IRI}graph/{name}" for name in ("entities", "articles", "links", "inferred")}
    assert names == shared | {f"{DATA_IRI}graph/article/fixture-{number}" for number in ("one", "two", "three")}
