"""The reconciliation service: the rules of the specification, one by one, and what matches and what does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError, UsageError
from kg.graph.iris import Iris
from kg.link.asked import Query, read_query
from kg.link.gazetteer import open_gazetteer
from kg.link.matching import PROPERTIES, Known, Matcher, NameIndex, entity_classes
from ontology.terms import BASE, CMQ, Cmq, Owl, Rdf, Rdfs
from server import candidates
from server.reconcile import BATCH
from tests.served import HOSTILE, add_quads, build_database, served

DURAND = "person/ann-durand-FRA"
ROUTES = (
    "/reconcile",
    "/reconcile/suggest/entity?prefix=Ann",
    "/reconcile/suggest/type?prefix=per",
    "/reconcile/suggest/property?prefix=c",
    "/reconcile/flyout/entity?id=state%2FIRN",
    "/reconcile/flyout/type?id=Person",
    "/reconcile/properties?type=Person",
    "/reconcile/preview?id=state%2FIRN",
    "/reconcile/view?id=state%2FIRN",
    "/reconcile/nothing",
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_database(tmp_path_factory.mktemp("reconcile") / "news.db")


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[FlaskClient]:
    with served(db) as found:
        yield found


def ask(client: FlaskClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    """The results of a batch, after a check that it has the form that the specification gives it."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    body = answer.get_json()
    assert set(body) == set(queries)
    for result in body.values():
        assert set(result) == {"result"}
        check_result(result["result"])
    return {key: result["result"] for key, result in body.items()}


def check_result(candidates: list[dict[str, Any]]) -> None:
    """Candidates as in section 4.2: their fields and types, by decreasing score, at most one match."""
    for candidate in candidates:
        assert set(candidate) == {"id", "name", "description", "type", "score", "features", "match"}
        assert all(isinstance(candidate[name], str) for name in ("id", "name", "description"))
        assert candidate["id"]
        assert candidate["name"]
        assert isinstance(candidate["match"], bool)
        assert isinstance(candidate["score"], int | float)
        for kind in candidate["type"]:
            assert set(kind) == {"id", "name"}
            assert kind["id"] in entity_classes()
        names = [feature["id"] for feature in candidate["features"]]
        assert len(names) == len(set(names))
        assert all(isinstance(feature["value"], bool | int | float) for feature in candidate["features"])
    scores = [candidate["score"] for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(candidate["match"] for candidate in candidates) <= 1


def matched(results: list[dict[str, Any]]) -> str | None:
    return next((candidate["id"] for candidate in results if candidate["match"]), None)


# The manifest


def test_the_manifest_has_what_the_specification_asks_for(client: FlaskClient) -> None:
    found = client.get("/reconcile").get_json()
    assert "0.2" in found["versions"]
    assert found["name"]
    assert found["identifierSpace"] == BASE
    assert found["schemaSpace"] == CMQ
    assert found["batchSize"] == BATCH
    assert {kind["id"] for kind in found["defaultTypes"]} <= set(entity_classes())
    assert all(set(kind) == {"id", "name"} for kind in found["defaultTypes"])
    for template in (found["view"]["url"], found["preview"]["url"]):
        assert template.count("{{id}}") == 1
        assert template.startswith("http://localhost/reconcile/")
    assert all(isinstance(found["preview"][side], int) for side in ("width", "height"))
    assert client.get("/reconcile/").get_json() == found
    for kind, service in found["suggest"].items():
        assert kind in {"entity", "property", "type"}
        assert client.get(address(service["service_url"] + service["service_path"]) + "?prefix=p").status_code == 200
        flyout = service["flyout_service_url"] + service["flyout_service_path"]
        assert flyout.count("${id}") == 1
    proposals = found["extend"]["propose_properties"]
    listed = client.get(
        address(proposals["service_url"] + proposals["service_path"]) + "?type=Person&limit=2"
    ).get_json()
    assert listed["type"] == "Person"
    assert len(listed["properties"]) == 2


def address(url: str) -> str:
    return url.removeprefix("http://localhost")


@pytest.mark.parametrize("route", ROUTES)
def test_every_address_is_open_to_pages_of_other_sites(client: FlaskClient, route: str) -> None:
    answer = client.get(route, headers={"Origin": "http://elsewhere.example"})
    assert answer.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    before = client.options(route.partition("?")[0], headers={"Access-Control-Request-Method": "POST"})
    assert "POST" in before.headers["Access-Control-Allow-Methods"]


# Queries


def test_a_query_of_the_smallest_form_and_one_with_everything(client: FlaskClient) -> None:
    found = ask(
        client,
        q0={"query": "Ann Durand"},
        q1={
            "query": "Ann Durand",
            "type": "Person",
            "limit": 1,
            "properties": [{"pid": "country", "v": "FRA"}, {"pid": "wikidata", "v": ["Q1", {"id": "Q2", "name": "x"}]}],
            "type_strict": "should",
        },
        q2={"query": "Ann Durand", "type": [CMQ + "Person"], "properties": [{"pid": "unknown", "v": 4.5}]},
        q3={"properties": [{"pid": "name", "v": "Ann Durand"}]},
    )
    assert [matched(found[key]) for key in ("q0", "q1", "q2", "q3")] == [DURAND] * 4
    assert len(found["q1"]) == 1
    features = {feature["id"]: feature["value"] for feature in found["q1"][0]["features"]}
    assert features == {"name": 1.0, "type": True, "country": True}


def test_get_and_post_give_the_same(client: FlaskClient) -> None:
    batch = json.dumps({"a": {"query": "Muscat"}, "b": {"query": "Iran"}})
    by_get = client.get("/reconcile", query_string={"queries": batch})
    assert by_get.status_code == 200
    assert by_get.get_json() == client.post("/reconcile", data={"queries": batch}).get_json()


def test_queries_of_a_batch_do_not_touch_each_other(client: FlaskClient) -> None:
    alone = ask(client, x={"query": "Iran"})["x"]
    assert ask(client, a={"query": "Israel"}, x={"query": "Iran"}, b={"query": "Iran", "limit": 1})["x"] == alone
    assert ask(client) == {}


@pytest.mark.parametrize("text", [DURAND, "state/IRN", "Q794", "http://www.wikidata.org/entity/Q794"])
def test_an_identifier_finds_its_entity_with_the_highest_score(client: FlaskClient, text: str) -> None:
    [found] = ask(client, q={"query": text})["q"]
    assert found["id"] == (DURAND if text == DURAND else "state/IRN")
    assert (found["score"], found["match"]) == (100.0, True)


def test_every_entity_of_the_graph_is_found_by_its_name(client: FlaskClient) -> None:
    entities = {k: e for k, e in read_graph_names(client).by_id.items() if fold(e.name)}
    assert len(entities) >= 8
    found = ask(client, **{key: {"query": entity.name} for key, entity in entities.items()})
    for key in entities:
        assert key in {candidate["id"] for candidate in found[key]}, key
    suggested = [client.get("/reconcile/suggest/entity", query_string={"prefix": e.name}) for e in entities.values()]
    assert all(key in {r["id"] for r in s.get_json()["result"]} for key, s in zip(entities, suggested, strict=True))


def fold(name: str) -> str:
    from kg.link.folding import fold_name

    return fold_name(name)


def read_graph_names(client: FlaskClient) -> NameIndex:
    return NameIndex(candidates.read_names(client.application.extensions["engine"]))


def test_the_gazetteer_is_matched_with_too(client: FlaskClient) -> None:
    found = ask(client, p={"query": "antony blinken", "type": "Person"}, n={"query": "NATO"}, t={"query": "Tehran"})
    assert matched(found["p"]) == "person/antony-blinken-USA"
    assert found["n"][0]["id"].startswith("alliance/")
    assert found["p"][0]["id"] not in read_graph_names(client).by_id


def test_spelling_may_differ_but_is_then_no_match(client: FlaskClient) -> None:
    found = ask(client, q={"query": "Anne Durant"})["q"]
    assert found[0]["id"] == DURAND
    assert 50 < found[0]["score"] < 90
    assert matched(found) is None
    assert ask(client, q={"query": "Zzyzx Qwfp"})["q"] == []


def test_a_type_may_be_a_wish_or_a_rule(client: FlaskClient) -> None:
    wish = {"query": "Iran", "type": "Person"}
    found = ask(
        client,
        should=wish,
        any=wish | {"type_strict": "any"},
        both={"query": "Iran", "type": ["State", "Place"], "type_strict": "all"},
        neither={"query": "Iran", "type": ["State", "Person"], "type_strict": "all"},
        one={"query": "Iran", "type": ["State", "Person"], "type_strict": "any"},
        above={"query": "Iran", "type": "Actor", "type_strict": "any"},
    )
    assert (found["should"][0]["id"], found["should"][0]["score"]) == ("state/IRN", 70.0)
    assert matched(found["should"]) is None
    assert "state/IRN" not in {candidate["id"] for candidate in found["any"] + found["neither"]}
    assert [matched(found[key]) for key in ("both", "one", "above")] == ["state/IRN"] * 3


def test_a_property_that_differs_keeps_from_matching(client: FlaskClient) -> None:
    def of(value: object) -> dict[str, Any]:
        return {"query": "Ann Durand", "properties": [{"pid": "country", "v": value}]}

    found = ask(client, a=of("France"), b=of({"id": "state/FRA", "name": "France"}), c=of("FRA"), d=of("Belgium"))
    assert [matched(found[key]) for key in "abcd"] == [DURAND, DURAND, DURAND, None]
    assert {candidate["id"]: candidate["score"] for candidate in found["d"]}[DURAND] == 50.0


def test_namesakes_are_both_offered_and_neither_is_a_match() -> None:
    twins = [Known(f"person/ann-{iso3}", "Ann Example", ("Person",), (), iso3) for iso3 in ("FRA", "OMN")]
    matcher = Matcher(NameIndex(twins))
    both = matcher.match(Query("Ann Example"))
    assert [candidate.score for candidate in both] == [100.0, 100.0]
    assert not any(candidate.match for candidate in both)
    one = matcher.match(Query("Ann Example", properties=(("country", ("OMN",)),)))
    assert (one[0].entity.id, one[0].match, one[1].match) == ("person/ann-OMN", True, False)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"query": ""},
        {"query": "  ", "properties": []},
        {"query": 5},
        {"query": "x", "limit": 0},
        {"query": "x", "limit": True},
        {"query": "x", "limit": "3"},
        {"query": "x", "type": 7},
        {"query": "x", "type": [7]},
        {"query": "x", "type_strict": "perhaps"},
        {"query": "x", "properties": {"pid": "a"}},
        {"query": "x", "properties": [{"pid": "a"}]},
        {"query": "x", "properties": [{"v": "a"}]},
        {"query": "x", "properties": [{"pid": "a", "v": {"name": "no id"}}]},
        {"query": "x", "properties": [{"pid": "a", "v": None}]},
        "x",
        [],
    ],
)
def test_a_query_against_the_rules_is_refused(client: FlaskClient, data: object) -> None:
    with pytest.raises(UsageError):
        read_query(data)
    answer = client.post("/reconcile", data={"queries": json.dumps({"good": {"query": "Iran"}, "bad": data})})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["detail"].startswith("Query 'bad': ")


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "[" * 100_000])
def test_what_is_no_batch_is_refused(client: FlaskClient, text: str) -> None:
    assert client.post("/reconcile", data={"queries": text}).status_code == 400
    assert client.post("/reconcile", data={"extend": text}).status_code == 400


def test_a_batch_beyond_the_size_is_too_large(client: FlaskClient) -> None:
    full = {f"q{n}": {"query": "Iran", "limit": 1} for n in range(BATCH)}
    assert len(ask(client, **full)) == BATCH
    answer = client.post("/reconcile", data={"queries": json.dumps(full | {"more": {"query": "x"}})})
    assert answer.status_code == 413
    assert str(BATCH) in answer.get_json()["error"]["detail"]


def test_a_post_without_queries_and_other_methods_are_refused(client: FlaskClient) -> None:
    assert client.post("/reconcile", data={}).status_code == 400
    assert client.put("/reconcile").status_code == 405


def test_jsonp_calls_a_function_and_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/reconcile?callback=my.fun_1")
    assert answer.content_type.startswith("text/javascript")
    found = re.fullmatch(r"/\*\*/my\.fun_1\((.*)\);", answer.text)
    assert found
    assert json.loads(found[1]) == client.get("/reconcile").get_json()
    assert client.get("/reconcile/suggest/type?prefix=p&callback=f").text.startswith("/**/f(")
    for bad in ("alert(1)", "a b", "", "<x>", "1f", "f;g"):
        assert client.get("/reconcile", query_string={"callback": bad}).status_code == 400


# Suggestions, flyouts, previews, values


def test_suggestions_complete_a_prefix_and_can_be_leafed_through(client: FlaskClient) -> None:
    def suggest(prefix: str, cursor: int = 0) -> list[dict[str, Any]]:
        query = {"prefix": prefix, "cursor": str(cursor)}
        found: list[dict[str, Any]] = client.get("/reconcile/suggest/entity", query_string=query).get_json()["result"]
        assert all({"id", "name"} <= set(item) <= {"id", "name", "description", "notable"} for item in found)
        return found

    assert suggest("ann dur")[0]["id"] == DURAND
    assert [item["id"] for item in suggest(DURAND)] == [DURAND]
    first, second = suggest("a"), suggest("a", 10)
    assert len(first) == len(second) == 10
    assert not {item["id"] for item in first} & {item["id"] for item in second}
    assert client.get("/reconcile/suggest/entity?prefix=a&cursor=-1").status_code == 400
    assert client.get("/reconcile/suggest/nothing?prefix=a").status_code == 404


def test_types_and_properties_are_suggested_by_name_or_identifier(client: FlaskClient) -> None:
    def suggest(kind: str, prefix: str) -> list[str]:
        found = client.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix}).get_json()["result"]
        assert all({"id", "name"} <= set(item) <= {"id", "name", "description"} for item in found)
        return [item["id"] for item in found]

    assert suggest("type", "Person") == ["Person"]
    assert "GovernmentBody" in suggest("type", "government b")
    for name in PROPERTIES:
        assert name in suggest("property", name)
    assert suggest("property", "zzz") == []


@pytest.mark.parametrize(
    "path", ["flyout/entity?id=", "flyout/type?id=", "flyout/property?id=", "preview?id=", "view?id="]
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    for identifier in ("", "person/nobody", "../etc", "Q0"):
        assert client.get(f"/reconcile/{path}{quote(identifier, safe='')}").status_code == 404


def test_previews_may_stand_in_a_frame_and_escape_what_they_show(client: FlaskClient) -> None:
    hostile = Iris(BASE).entity("Person", HOSTILE, "OMN").removeprefix(BASE)
    for identifier in (hostile, DURAND):
        answer = client.get(f"/reconcile/preview?id={quote(identifier, safe='')}")
        assert answer.status_code == 200
        assert answer.mimetype == "text/html"
        [policy] = answer.headers.getlist("Content-Security-Policy")
        assert "frame-ancestors *" in policy
        assert "script-src" not in policy
        flyout = client.get(f"/reconcile/flyout/entity?id={quote(identifier, safe='')}").get_json()
        assert flyout["id"] == identifier
        assert "<script>alert" not in answer.text + flyout["html"]
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_the_view_leads_to_the_page_here_or_to_wikidata(client: FlaskClient) -> None:
    here = client.get(f"/reconcile/view?id={quote(DURAND, safe='')}")
    assert (here.status_code, here.headers["Location"]) == (302, f"/{DURAND}")
    assert client.get(here.headers["Location"]).status_code == 200
    there = client.get(f"/reconcile/view?id={quote('person/antony-blinken-USA', safe='')}")
    assert re.fullmatch(r"http://www\.wikidata\.org/entity/Q\d+", there.headers["Location"])


def test_values_are_fetched_for_matched_rows(client: FlaskClient) -> None:
    asked = {"ids": ["state/IRN", DURAND, "person/nobody"], "properties": [{"id": "wikidata"}, {"id": "country"}]}
    found = client.post("/reconcile", data={"extend": json.dumps(asked)}).get_json()
    assert [item["id"] for item in found["meta"]] == ["wikidata", "country"]
    assert found["rows"] == {
        "state/IRN": {"wikidata": [{"str": "Q794"}], "country": [{"str": "IRN"}]},
        DURAND: {"wikidata": [], "country": [{"str": "FRA"}]},
        "person/nobody": {"wikidata": [], "country": []},
    }
    for bad in (
        {"ids": "x", "properties": []},
        {"ids": [], "properties": [{"id": "age"}]},
        {"ids": [1], "properties": []},
    ):
        assert client.post("/reconcile", data={"extend": json.dumps(bad)}).status_code == 400


# The graph behind it


def test_another_snapshot_is_matched_with_when_it_is_there(tmp_path: Path) -> None:
    db = build_database(tmp_path / "news.db")
    with served(db) as client:
        assert ask(client, q={"query": "Zzyra Newcomer"})["q"] == []
        iri, graph = NamedNode(f"{BASE}person/xenia-newcomer-OMN"), NamedNode(Iris(BASE).graph("entities"))
        quads = [
            Quad(iri, NamedNode(Rdfs.label), Literal("Zzyra Newcomer"), graph),
            Quad(iri, NamedNode(Rdf.type), NamedNode(Cmq.Person), graph),
            Quad(iri, NamedNode(Cmq.ofState), NamedNode(Iris(BASE).state("OMN")), graph),
            Quad(iri, NamedNode(Owl.sameAs), NamedNode("http://www.wikidata.org/entity/Q999999999"), graph),
        ]
        add_quads(db, quads)
        found = ask(client, q={"query": "Zzyra Newcomer"}, i={"query": "Q999999999"})
        assert matched(found["q"]) == matched(found["i"]) == "person/xenia-newcomer-OMN"
        assert found["q"][0]["description"] == "person; OMN"


def test_without_a_gazetteer_the_graph_is_matched_with_alone(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise StoreError("no cache folder")

    monkeypatch.setattr(candidates, "open_gazetteer", none)
    with served(db) as client:
        found = ask(client, g={"query": "Ann Durand"}, b={"query": "Antony Blinken"})
        assert matched(found["g"]) == DURAND
        assert found["b"] == []


def test_an_entity_of_both_has_the_names_of_both() -> None:
    with open_gazetteer() as gazetteer:
        here = Known("state/IRN", "Iran", ("State",), ("Persia of old",), "IRN")
        entity = Matcher(NameIndex([here]), gazetteer).entity("state/IRN")
    assert entity
    assert entity.qid == "Q794"
    assert "Persia of old" in entity.names
    assert len(entity.names) > 1
