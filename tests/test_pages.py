"""The pages: what they show, that all links lead somewhere, and that nothing from the graph is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag

import pytest
import rdflib
from flask.testing import FlaskClient

from kg.build import ontology_quads
from kg.graph.iris import Iris
from kg.store.embedded import Database
from ontology.queries import NamedQuery, named_queries
from ontology.terms import BASE
from tests.handmade import TEXT
from tests.served import HOSTILE, build_database, served

HTML = {"Accept": "text/html"}


class Page(HTMLParser):
    """What the tests ask of a page: its tags with attributes, ids, links and text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self._open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(markup)
        self.close()

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += " "
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def text(self) -> str:
        return " ".join(self.words.split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for attributes in self.all("a") if "href" in attributes]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_database(tmp_path_factory.mktemp("pages") / "db", "talks")


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[FlaskClient]:
    with served(db) as client:
        yield client


def fetch(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address, headers=HTML)
    assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8"), address
    return Page(response.get_data(as_text=True))


PAGES = [
    "/",
    "/sparql",
    "/sparql?query=SELECT+*+WHERE+{+?s+a+cmq:State+;+?p+?o+}",
    "/sparql?query=CONSTRUCT+WHERE+{+?s+a+cmq:State+}",
    "/sparql?query=ASK+{}",
    "/query/who-met-whom",
    "/query/3",
    "/query/f1",
    "/article/talks",
    "/state/FRA",
    "/person/ann-durand-FRA",
    "/search",
    "/search?q=durand",
    "/search?q=nobody%20at%20all",
    "/ontology",
    "/nothing/here",
    "/sparql?query=SELEC",
]


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, client: FlaskClient) -> Page:
    return Page(client.get(request.param, headers=HTML).get_data(as_text=True))


# What every page has


def test_every_page_has_language_title_landmarks_and_one_heading(page: Page) -> None:
    assert page.all("html") == [{"lang": "en"}]
    assert [len(page.all(tag)) for tag in ("title", "main", "nav", "h1")] == [1, 1, 1, 1]
    assert page.links[0] == "#main"
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_element_is_closed_and_every_id_is_one(page: Page) -> None:
    assert page.unclosed == []
    assert len(page.ids) == len(set(page.ids))


def test_every_table_has_a_caption_and_every_field_a_label(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    labelled = {attributes["for"] for attributes in page.all("label")}
    fields = [a for tag in ("input", "textarea", "select") for a in page.all(tag)]
    assert {field["id"] for field in fields} == labelled


def test_every_page_loads_from_this_server_only_and_runs_no_inline_script(page: Page, client: FlaskClient) -> None:
    loaded = [a["src"] for a in page.all("script")] + [a["href"] for a in page.all("link") if a["rel"] != "alternate"]
    assert len(loaded) == (6 if any("vendor" in path for path in loaded) else 3)
    for address in loaded:
        assert address.startswith("/static/")
        with client.get(address) as response:
            assert response.status_code == 200
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]


def test_every_link_on_every_page_leads_somewhere(page: Page, client: FlaskClient) -> None:
    for link in sorted(set(page.links)):
        if link.startswith("https://w3id.org/") or not link.startswith(("http://", "https://")):
            address, fragment = urldefrag(link)
            if not address:
                assert unquote(fragment) in page.ids, link
                continue
            response = client.get(address, headers=HTML)
            assert response.status_code == 200, link
            if fragment:
                assert unquote(fragment) in Page(response.get_data(as_text=True)).ids, link


def test_headers_forbid_what_the_pages_do_not_need(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


# Each page


def test_the_start_page_counts_lists_and_offers(client: FlaskClient) -> None:
    home = fetch(client, "/")
    assert "Articles 1 Actors" in home.text
    for named in named_queries():
        assert f"/query/{named.name}" in home.links
        assert named.title in home.text
    assert "/article/talks" in home.links
    assert {"action": "/sparql", "method": "get", "class": "query"} in home.all("form")


def test_the_example_in_the_form_gives_rows(client: FlaskClient) -> None:
    form = client.get("/").get_data(as_text=True)
    example = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    assert example is not None
    answer = fetch(client, "/sparql?query=" + quote(Page(example[1]).words))
    assert len(answer.all("tr")) == 2
    assert "threaten" in answer.text


@pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)
def test_every_named_query_has_its_page_and_its_data(client: FlaskClient, query: NamedQuery) -> None:
    page = fetch(client, f"/query/{query.name}")
    assert query.title in page.text
    assert query.text.strip().splitlines()[-1] in page.words
    data = client.get(f"/query/{query.name}.json")
    assert data.content_type == "application/sparql-results+json"
    rows = data.get_json().get("results", {}).get("bindings", [])
    assert len(page.all("tr")) == (len(rows) + 1 if rows else 0)


def test_a_quotation_leads_to_its_place_in_the_article(client: FlaskClient) -> None:
    page = fetch(client, "/query/who-met-whom")
    (link,) = [link for link in page.links if "#char-" in link]
    address, fragment = urldefrag(link)
    start, end = map(int, fragment.removeprefix("char-").split("-"))
    assert TEXT[start:end] == "met"
    assert address == "/article/talks"
    assert fragment in fetch(client, address).ids
    assert page.all("blockquote") == [{"class": "quote"}]
    assert "Article" not in [cell.get("data-heading") for cell in page.all("td")]


def test_a_name_in_an_answer_leads_to_its_bearer(client: FlaskClient) -> None:
    assert "/person/ann-durand-FRA" in fetch(client, "/query/who-met-whom").links
    query = "SELECT ?name ?words { VALUES (?name ?words) { ('Ann Durand' 'France and Iran') } }"
    assert [
        link for link in fetch(client, "/sparql?query=" + quote(query)).links if "/person/" in link or "/state/" in link
    ] == ["/person/ann-durand-FRA"]


def test_a_federated_query_shows_what_is_known_here_and_says_so(client: FlaskClient) -> None:
    page = fetch(client, "/query/f1")
    assert "communique query " in page.text
    assert "SERVICE" in page.words


def test_parameters_are_fields_and_change_the_answer(client: FlaskClient) -> None:
    page = fetch(client, "/query/what-an-official-said?name=Ann+Durand")
    (field,) = page.all("input")
    assert (field["name"], field["value"]) == ("name", "Ann Durand")
    assert "We do not bow to threats," in page.text
    assert 'VALUES ?name { "Ann Durand" }' in page.words
    json_link = next(link for link in page.links if ".json" in link)
    (row,) = client.get(json_link).get_json()["results"]["bindings"]
    assert row["speaker"]["value"] == "Ann Durand"
    assert "No rows" in fetch(client, "/query/what-an-official-said?name=Nobody").text


@pytest.mark.parametrize("value", ['" } SERVICE <http://a/> { ?s ?p "', "a\nb", "\\", '"', "}"])
def test_what_is_typed_into_a_field_stays_a_value(client: FlaskClient, value: str) -> None:
    page = fetch(client, "/query/what-an-official-said?name=" + quote(value))
    assert "No rows" in page.text


def test_a_value_that_is_no_term_is_refused(client: FlaskClient) -> None:
    page = fetch(client, "/query/acting-foreign-minister?role_kind=" + quote("} DROP ALL {"), status=400)
    assert "is no SPARQL term" in page.text


def test_an_answer_can_be_had_without_the_page_around_it(client: FlaskClient) -> None:
    part = fetch(client, "/query/who-met-whom?part=answer")
    assert part.all("html") == []
    assert len(part.all("table")) == 1


def test_a_long_answer_is_cut_and_the_download_is_not(db: Path) -> None:
    query = "SELECT ?s WHERE { ?s ?p ?o }"
    with served(db, page_rows=7) as client:
        page = fetch(client, "/sparql?query=" + quote(query))
        assert len(page.all("tr")) == 8
        assert "the first 7 rows" in page.text
        csv = next(link for link in page.links if "format=csv" in link)
        assert len(client.get(csv).data.splitlines()) > 1_000


def test_the_article_page_shows_sentences_and_facts_and_not_the_text(client: FlaskClient) -> None:
    page = fetch(client, "/article/talks")
    assert "Talks" in page.text
    for words in ("Published 2024-03-05", "Publisher Harbour Wire", "visit: Ann Durand →", "threatened", "FS Aramis"):
        assert words in page.text
    assert "“We do not bow to threats,” Durand said" not in page.text
    headings = [attributes["id"] for attributes in page.all("h2")]
    assert headings == ["sentences", "actions", "roles", "statements", "claims", "assets", "mentioned"]


def test_the_article_has_json_beside_it(client: FlaskClient) -> None:
    data = client.get("/article/talks.json")
    assert data.content_type == "application/json"
    article = data.get_json()
    assert article["iri"] == Iris().article("talks")
    assert article["properties"]["dcterms:issued"] == ["2024-03-05"]
    assert {"Visit", "Threaten", "Tenure", "Quotation", "Claim"} <= {
        kind for fact in article["facts"] for kind in fact["types"]
    }
    for passage in article["passages"]:
        start, end = passage["properties"]["start"][0], passage["properties"]["end"][0]
        assert passage["properties"]["exact"] == [TEXT[start:end]]


@pytest.mark.parametrize(
    "address", ["/article/none", "/article/none.json", "/article/a%20b", "/query/none", "/query/none.json"]
)
def test_what_is_not_there_is_404(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers=HTML)
    assert response.status_code == 404
    assert response.content_type == ("application/json" if address.endswith(".json") else "text/html; charset=utf-8")


def test_an_unknown_extension_is_406(client: FlaskClient) -> None:
    response = client.get("/query/who-met-whom.pdf")
    assert response.status_code == 406
    assert b"json, xml, csv, tsv" in response.data


def test_a_node_has_its_page_at_its_own_path_and_by_its_iri(client: FlaskClient) -> None:
    for address in ("/state/FRA", "/resource?iri=" + quote(Iris().state("FRA"))):
        page = fetch(client, address)
        for words in ("France", "state", "Paris", "operator", "FS Aramis", "Evidence", "French"):
            assert words in page.text


def test_the_page_of_a_person_tells_acts_offices_and_words(client: FlaskClient) -> None:
    page = fetch(client, "/person/ann-durand-FRA")
    assert [heading["id"] for heading in page.all("h2")][:3] == ["acts", "offices", "words"]
    for words in ("visit: Ann Durand →", "2024-03-04", "Foreign Minister (France)", "current", "2024-03-05"):
        assert words in page.text
    assert "refers to" not in page.text
    assert page.text.count("We do not bow to threats,”") == 1


def test_the_page_of_an_office_tells_who_holds_it(client: FlaskClient) -> None:
    office = next(link for link in fetch(client, "/person/ann-durand-FRA").links if link.startswith("/role/"))
    page = fetch(client, office)
    assert "Who holds it" in page.text
    assert "Ann Durand current 2024-03-05" in page.text


def test_a_thing_is_found_by_the_beginnings_of_its_names(client: FlaskClient) -> None:
    for asked in ("Ann Durand", "dur", "DÜRAND a"):
        assert "/person/ann-durand-FRA" in fetch(client, "/search?q=" + quote(asked)).links
    for asked, link in (("foreign minister", "/role/"), ("talks", "/article/talks"), ("FS Aramis", "/warship/")):
        found = fetch(client, "/search?q=" + quote(asked)).links
        assert [address for address in found if address.startswith(link)], asked
    assert "these names are alike" in fetch(client, "/search?q=Anne+Durant").text
    assert "Nothing in the graph is called so" in fetch(client, "/search?q=" + quote('" } DROP ALL {')).text
    assert "/state/FRA" in fetch(client, "/search").links


def test_an_empty_graph_says_what_to_do(tmp_path: Path) -> None:
    with Database(tmp_path / "db", BASE) as database:
        database.sweep(ontology_quads(Iris(BASE)), ())
        database.publish()
    with served(tmp_path / "db") as client:
        assert "communique build" in fetch(client, "/").text
        assert "The graph mentions nobody yet." in fetch(client, "/search").text
        assert "No rows" in fetch(client, "/query/who-met-whom").text


def test_a_search_shows_what_was_typed_as_text(client: FlaskClient) -> None:
    page = fetch(client, "/search?q=" + quote(HOSTILE))
    assert len(page.all("script")) == 1
    assert [field["value"] for field in page.all("input")] == [HOSTILE]


def test_a_node_is_also_data(client: FlaskClient) -> None:
    for accept, syntax in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/n-triples", "nt")):
        response = client.get("/state/FRA", headers={"Accept": accept})
        graph = rdflib.Graph().parse(data=response.data, format=syntax)
        state = rdflib.URIRef(Iris().state("FRA"))
        assert (state, rdflib.RDFS.label, rdflib.Literal("France")) in graph
        assert list(graph.subjects(None, state))
    assert client.get("/state/FRA?format=ttl").content_type == "text/turtle; charset=utf-8"
    assert client.get("/article/talks", headers={"Accept": "text/turtle"}).content_type.startswith("text/turtle")
    assert client.get("/state/FRA", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/state/XXX", headers={"Accept": "text/turtle"}).status_code == 404


def test_an_action_rests_on_its_evidence(client: FlaskClient) -> None:
    action = next(link for link in fetch(client, "/article/talks").links if "/action/" in link)
    page = fetch(client, action)
    assert "/article/talks#char-" in " ".join(page.links)
    assert [attributes["cite"] for attributes in page.all("blockquote")] == [Iris().article("talks")]


@pytest.mark.parametrize("iri", ["", "talks", "http://a b/", "http://a/>}SERVICE", "javascript:alert(1) "])
def test_what_is_no_iri_is_400(client: FlaskClient, iri: str) -> None:
    assert "no absolute IRI" in fetch(client, "/resource?iri=" + quote(iri), status=400).text


def test_the_ontology_has_a_place_for_each_term(client: FlaskClient) -> None:
    page = fetch(client, "/ontology")
    assert {"Actor", "evidence", "Occurred", "ForeignMinister"} <= set(page.ids)
    assert "A single human being." in page.text


# Nothing from the graph or the request is markup


@pytest.mark.parametrize("address", ["/query/who-met-whom", "/article/talks", "/query/who-holds-which-role"])
def test_a_hostile_name_is_only_text(client: FlaskClient, address: str) -> None:
    page = fetch(client, address)
    assert HOSTILE in page.text
    assert len(page.all("script")) == 1
    assert page.all("b") == []


def test_hostile_terms_in_an_answer_are_only_text(client: FlaskClient) -> None:
    query = f"SELECT ?a ?b WHERE {{ VALUES (?a ?b) {{ ('{HOSTILE}' <javascript:alert(1)>) }} }}"
    page = fetch(client, "/sparql?query=" + quote(query))
    assert len(page.all("script")) == 1
    assert page.text.count("<script>alert(") >= 2
    assert not [link for link in page.links if link.lower().startswith("javascript:")]


def test_the_page_of_a_syntax_error_marks_the_place(client: FlaskClient) -> None:
    page = fetch(client, "/sparql?query=" + quote("SELECT *\nWHERE { ?s ?p ?o .\n FILTER(?x +) }"), status=400)
    assert " FILTER(?x +) }\n" + " " * 15 + "^" in page.words


def test_a_threat_never_looks_like_a_deed(client: FlaskClient) -> None:
    article = fetch(client, "/article/talks")
    assert "sanction (threatened): France → Iran" in article.text
    assert "threaten: France → Iran" in article.text
    assert "strike: Iran → Israel" in article.text


def test_a_claim_is_named_by_what_it_claims(client: FlaskClient) -> None:
    claim = next(link for link in fetch(client, "/article/talks").links if "/claim/" in link)
    assert "claim: Harbour Wire → visit: Ann Durand →" in fetch(client, claim).text


def test_a_hostile_query_and_path_are_only_text(client: FlaskClient) -> None:
    for address, status in (("/sparql?query=" + quote("</textarea>" + HOSTILE), 400), ("/" + quote(HOSTILE), 400)):
        assert len(fetch(client, address, status).all("script")) == 1
