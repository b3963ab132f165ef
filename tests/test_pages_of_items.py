"""Pages of linked things at GeoNames and DBpedia, and the counts of links to other data sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.cli import main as command_line
from kg.errors import DataError, EndpointError
from kg.graph.iris import Iris
from kg.graph.linksets import LINKED, Linkset, count_linksets
from kg.graph.shapes import find_violations
from kg.link.answers import Answers
from kg.link.pages import DBPEDIA, GEONAMES, add_pages, linked_items, page_of, read_pages, seek_pages, write_pages
from kg.link.wikidata import Wikidata
from kg.store.embedded import open_published, query_store
from kg.store.remote import RemoteEndpoint
from kg.store.results import Rows
from kg.store.retry import Patience
from ontology.terms import BASE, WIKIDATA, Owl, Schema
from tests.loopback import loopback
from tests.served import build_database
from tests.wikidata import FAULTS, SmallWikidata, qid

pytestmark = pytest.mark.usefixtures("_own_cache")
IRIS = Iris(BASE)
LINKS = NamedNode(IRIS.graph("links"))
IRAN = WIKIDATA + "Q794"


def with_pages() -> SmallWikidata:
    small = SmallWikidata()
    small.say("Q794", label="Iran", P1566=Literal("130758"))
    small.page("Q794", "https://en.wikipedia.org/wiki/Iran")
    small.page("Q794", "https://fr.wikipedia.org/wiki/Iran", "https://fr.wikipedia.org/")
    return small


@pytest.mark.parametrize(
    ("row", "page"),
    [
        ({"geonames": "130758"}, GEONAMES + "130758"),
        ({"geonames": "0"}, None),
        ({"geonames": "12x"}, None),
        ({"wikipedia": "https://en.wikipedia.org/wiki/Strait_of_Hormuz"}, DBPEDIA + "Strait_of_Hormuz"),
        ({"wikipedia": "https://en.wikipedia.org/wiki/Ali_Bagheri_(diplomat)"}, DBPEDIA + "Ali_Bagheri_(diplomat)"),
        ({"wikipedia": "https://fr.wikipedia.org/wiki/Iran"}, None),
        ({"wikipedia": "https://en.wikipedia.org/wiki/A b"}, None),
        ({}, None),
    ],
)
def test_a_page_is_an_address_of_the_form_that_is_known(row: dict[str, str], page: str | None) -> None:
    assert page_of(row) == page


def test_pages_are_asked_for_and_kept(tmp_path: Path) -> None:
    with Answers(tmp_path / "a.sqlite") as answers, loopback(with_pages()) as server:
        wikidata = Wikidata(RemoteEndpoint(f"{server.url}/sparql", 1), answers, pause=0.0)
        found = seek_pages(wikidata, [IRAN, WIKIDATA + qid(1)])
        assert found == {IRAN: [DBPEDIA + "Iran", GEONAMES + "130758"]}
        assert seek_pages(wikidata, [WIKIDATA + qid(1), IRAN]) == found
        assert wikidata.asked == 1
    write_pages(tmp_path, found)
    assert read_pages(tmp_path) == [(IRAN, DBPEDIA + "Iran"), (IRAN, GEONAMES + "130758")]
    write_pages(tmp_path, {})
    assert read_pages(tmp_path) == []
    assert read_pages(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("line", ["Q0\thttp://e.org/", "Q1\tpage", "Q1\thttp://e.org/a b"])
def test_a_spoilt_file_is_a_data_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "pages.tsv").write_text(f"item\tpage\n{line}\n")
    with pytest.raises(DataError, match="is no item with a page"):
        read_pages(tmp_path)


@pytest.mark.parametrize("name", FAULTS)
def test_every_failure_is_an_endpoint_error(tmp_path: Path, name: str) -> None:
    with Answers(tmp_path / "a.sqlite") as answers, loopback(lambda asked: FAULTS[name]) as server:
        patience = Patience(attempts=1)
        with pytest.raises(EndpointError):
            seek_pages(Wikidata(RemoteEndpoint(server.url, 1), answers, patience, pause=0.0), [IRAN])


def test_pages_stand_at_each_thing_that_is_the_item_and_nowhere_else() -> None:
    store, other = Store(), NamedNode("urn:graph")
    one, two = NamedNode(BASE + "state/IRN"), NamedNode(BASE + "state/IRQ")
    store.add(Quad(one, NamedNode(Owl.sameAs), NamedNode(IRAN), other))
    store.add(Quad(two, NamedNode(Owl.sameAs), NamedNode(WIKIDATA + "Q796"), other))
    store.add(Quad(two, NamedNode(Schema.sameAs), NamedNode(GEONAMES + "1"), LINKS))
    for _ in range(2):
        add_pages(store, IRIS, [(IRAN, GEONAMES + "130758")])
    quads = list(store.quads_for_pattern(None, NamedNode(Schema.sameAs), None, None))
    assert quads == [Quad(one, NamedNode(Schema.sameAs), NamedNode(GEONAMES + "130758"), LINKS)]
    assert not find_violations(quads)
    assert linked_items(store) == [IRAN, WIKIDATA + "Q796"]


def test_linksets_are_counted_once_a_link(tmp_path: Path) -> None:
    store, same, about = Store(), NamedNode(Owl.sameAs), NamedNode(Schema.sameAs)
    one, two = NamedNode(BASE + "state/IRN"), NamedNode(BASE + "state/IRQ")
    for graph in (LINKS, NamedNode("urn:other")):
        store.add(Quad(one, same, NamedNode(IRAN), graph))
        store.add(Quad(one, about, NamedNode(GEONAMES + "1"), graph))
    store.add(Quad(two, same, NamedNode(WIKIDATA + "Q796"), LINKS))
    store.add(Quad(one, about, NamedNode(GEONAMES + "2"), LINKS))
    store.add(Quad(one, same, NamedNode("http://elsewhere.example/1"), LINKS))

    def ask(query: str) -> Rows:
        found = query_store(store, query)
        assert isinstance(found, Rows)
        return found

    wikidata, geonames, _ = LINKED
    assert count_linksets(ask) == (Linkset(wikidata, Owl.sameAs, 2, 2), Linkset(geonames, Schema.sameAs, 2, 1))
    store.clear()
    assert count_linksets(ask) == ()


def test_the_command_puts_the_pages_into_the_graph_and_a_build_keeps_them(tmp_path: Path) -> None:
    db = build_database(tmp_path / "news.db")
    with loopback(with_pages()) as server:
        arguments = ["link", "--online", "--endpoint", f"{server.url}/sparql", "--db", str(db)]
        found = CliRunner().invoke(command_line, arguments)
    assert found.exit_code == 0, found.output
    assert "4 linked items: 1 with pages at GeoNames or DBpedia" in found.stdout

    def pages() -> set[str]:
        quads = open_published(db).quads_for_pattern(None, NamedNode(Schema.sameAs), None, LINKS)
        return {f"{q.subject.value} {q.object.value}" for q in quads}  # type: ignore[union-attr]

    there = {f"{IRIS.state('IRN')} {DBPEDIA}Iran", f"{IRIS.state('IRN')} {GEONAMES}130758"}
    assert pages() == there
    assert CliRunner().invoke(command_line, ["link", "--db", str(db)]).exit_code == 0
    assert pages() == there
