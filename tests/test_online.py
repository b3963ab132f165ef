"""Links sought at a Wikidata on the loopback: which item is taken, how it is asked, and every way it can fail."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode
from rdflib.plugins.sparql import prepareQuery

from kg.cli import main as command_line
from kg.errors import DataError, EndpointError, StoreError, UsageError
from kg.graph.iris import Iris
from kg.link.answers import DAY, FOUND_DAYS, NOT_FOUND_DAYS, Answers
from kg.link.online import Found, Thing, decide, read_online, seek, unlinked, write_online
from kg.link.sources import read_data
from kg.link.wikidata import BATCH, PAUSE, check_terms, query_text, with_values
from kg.store.embedded import open_published
from kg.store.http import USER_AGENT, agent_of
from kg.store.retry import Patience
from ontology.terms import BASE, WIKIDATA, Owl
from tests.loopback import Answer, Asked, loopback
from tests.served import build_database
from tests.wikidata import FAULTS, NO_WAIT, SmallWikidata, guest, qid, then

pytestmark = pytest.mark.usefixtures("_own_cache")
QUERIES = sorted(
    f.name.removesuffix(".rq")
    for f in resources.files("kg.link").joinpath("queries").iterdir()
    if f.name.endswith(".rq")
)
DURAND = Thing("Person", "Ann Durand", "FRA", "find-person", "2024-03-05")


def durand() -> SmallWikidata:
    found = SmallWikidata()
    found.person(1, "Ann Durand", "FRA", P39=qid(90))
    found.person(2, "Ann Durand", "BEL")
    found.say(qid(3), label="Ann Durand", P31=qid(91))
    return found


# Which item is taken


def rows(item: int, how: str = "label", **more: str) -> dict[str, str]:
    return {"item": WIKIDATA + qid(item), "name": "Ann Durand", "how": how} | more


@pytest.mark.parametrize(
    ("facts", "status", "item"),
    [
        ([], "NotFound", ""),
        ([rows(1)], "NotFound", ""),
        ([rows(1, iso3="FRA")], "Linked", qid(1)),
        ([rows(1, "alias", iso3="FRA")], "NotFound", ""),
        ([rows(1, "alias", iso3="FRA", office="true")], "Linked", qid(1)),
        ([rows(1, iso3="BEL", office="true")], "NotFound", ""),
        ([rows(1, iso3="BEL"), rows(1, iso3="FRA")], "Linked", qid(1)),
        ([rows(1, iso3="FRA"), rows(2, iso3="FRA")], "Ambiguous", ""),
        ([rows(1, iso3="FRA", office="true"), rows(2, iso3="FRA")], "Ambiguous", ""),
        ([rows(1, iso3="FRA", office="true"), rows(2)], "Linked", qid(1)),
        ([rows(1, iso3="FRA", died="1999-01-01T00:00:00Z")], "NotFound", ""),
        ([rows(1, iso3="FRA", died="2024-09-01T00:00:00Z")], "Linked", qid(1)),
        ([rows(1, iso3="FRA", died="1999-01-01T00:00:00Z"), rows(2, iso3="FRA")], "Linked", qid(2)),
        ([{"item": "urn:other", "name": "Ann Durand", "how": "label", "iso3": "FRA"}], "NotFound", ""),
    ],
)
def test_two_signs_agree_and_no_namesake_is_near(facts: list[dict[str, str]], status: str, item: str) -> None:
    found = decide(DURAND, facts)
    assert (found.status, found.item) == (status, item), found.reason
    assert 0.0 <= found.score <= 1.0


def test_an_international_body_needs_no_state_and_a_person_does() -> None:
    one = [{"item": WIKIDATA + qid(1), "how": "label", "international": "true"}]
    assert decide(Thing("Alliance", "Pact", "", "find-organization"), one).status == "Linked"
    assert decide(Thing("Company", "Pact", "", "find-organization"), one).status == "NotFound"
    assert decide(Thing("Person", "Ann Durand", "", "find-person"), [rows(1, office="true")]).status == "NotFound"


def test_each_query_finds_its_own_class_only(answers: Answers) -> None:
    small = durand()
    france = small.state("FRA")
    small.say(qid(10), P279="Q43229", label="ministry")
    small.say(qid(11), label="Harbour Office", aliases=["HO"], P31=qid(10), P17=france)
    small.say(qid(12), label="Harbour Office", P31="Q11446", P17=france)
    small.say(qid(13), label="Harbour Office", P31="Q17334923", P17=france)
    with loopback(small) as server:
        wikidata = guest(server, answers)
        for query, item in (("find-organization", 11), ("find-ship", 12), ("find-place", 13)):
            (_, found), (_, alias) = wikidata.find(query, ["Harbour Office", "HO"])
            assert {(row["item"], row["iso3"]) for row in found} == {(WIKIDATA + qid(item), "FRA")}
            assert [row["how"] for row in alias] == (["alias"] if item == 11 else [])
        [(_, people)] = wikidata.find("find-person", ["Ann Durand"])
    assert {row["item"] for row in people} == {WIKIDATA + qid(1), WIKIDATA + qid(2)}
    assert [row["office"] for row in people if row["iso3"] == "FRA"] == ["true"]


# How it is asked


@pytest.mark.parametrize("name", QUERIES)
def test_the_queries_are_plain_sparql(name: str) -> None:
    text = query_text(name)
    prepareQuery(text)
    assert not re.search(r"\b(wikibase|bd|hint|mwapi|gas):|SERVICE", text)
    assert text.startswith("# Title: ")
    terms = set(re.findall(r"\b(?:wd|wdt|p|ps|pqv):([PQ]\d+)", text))
    assert terms <= {row["id"] for row in read_data("wikidata_terms")}


def test_names_with_quotes_stay_inside_of_theirs(answers: Answers) -> None:
    small = SmallWikidata()
    name = 'Ann "The\\Hammer" O’Neil } #'
    small.person(1, name, "FRA")
    with loopback(small) as server:
        [(_, found)] = guest(server, answers).find("find-person", [name])
    assert [row["item"] for row in found] == [WIKIDATA + qid(1)]
    assert with_values("VALUES ?x { 1 }  # change: x", "x", ["\\1"]) == "VALUES ?x { \\1 }"


def test_the_agent_names_who_asks(answers: Answers) -> None:
    with loopback(durand()) as server:
        list(guest(server, answers).find("find-person", ["Ann Durand"]))
        assert server.seen[0].headers["user-agent"] == f"{USER_AGENT[:-1]}; me@example.org)"
    assert agent_of("") == USER_AGENT
    for contact in ("a\nb", "ü@example.org", "x)"):
        with pytest.raises(UsageError, match="cannot be sent as a contact"):
            agent_of(contact)


def test_requests_keep_a_second_between_them_also_when_tried_again(answers: Answers) -> None:
    assert PAUSE >= 1.0
    clock, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    with loopback(then(FAULTS["closed"], 2, durand())) as server:
        wikidata = guest(
            server, answers, pause=1.0, clock=lambda: clock[0], sleep=sleep, patience=Patience(sleep=lambda s: None)
        )
        names = [f"Name {number}" for number in range(BATCH + 1)]
        assert [name for name, _ in wikidata.find("find-person", names)] == names
    assert wikidata.asked == 4
    assert slept == [1.0, 1.0, 1.0]


def test_what_was_answered_is_not_asked_again_nor_what_was_not_found(answers: Answers) -> None:
    with loopback(durand()) as server:
        wikidata = guest(server, answers)
        first = list(wikidata.find("find-person", ["Ann Durand", "Nobody Known"]))
        assert wikidata.asked == 1
        assert list(wikidata.find("find-person", ["Nobody Known", "Ann Durand"])) == first[::-1]
        assert wikidata.asked == 1
        list(wikidata.find("find-person", ["Ann Durand", "Somebody New"]))
        assert wikidata.asked == 2
        assert "Ann Durand" not in server.seen[-1].parameters["query"]


def test_answers_grow_old_the_negative_ones_sooner(tmp_path: Path) -> None:
    now = [0.0]
    with Answers(tmp_path / "a.sqlite", lambda: now[0]) as answers:
        answers.put("found", [{"x": "1"}])
        answers.put("nothing", [])
        now[0] = (NOT_FOUND_DAYS + 1) * DAY
        assert answers.get("nothing") is None
        assert answers.get("found") == [{"x": "1"}]
        now[0] = (FOUND_DAYS + 1) * DAY
        assert answers.get("found") is None
        assert answers.get("never asked") is None
    (tmp_path / "b.sqlite").write_text("no database, but long enough to be looked at as one " * 9)
    with pytest.raises(StoreError, match="cannot be opened"):
        Answers(tmp_path / "b.sqlite")


@pytest.mark.parametrize("name", FAULTS)
def test_every_failure_is_an_endpoint_error(answers: Answers, name: str) -> None:
    with loopback(lambda asked: FAULTS[name]) as server:
        wikidata = guest(server, answers)
        with pytest.raises(EndpointError) as caught:
            list(wikidata.find("find-person", ["Ann Durand"]))
        assert str(caught.value).startswith(server.url)
    assert wikidata.asked == (1 if name in {"forbidden", "text", "timed out"} else NO_WAIT.attempts)


@pytest.mark.parametrize("name", ["too many", "truncated", "broken", "slow", "dripping", "closed"])
def test_what_passes_is_waited_out(answers: Answers, name: str) -> None:
    waits: list[float] = []
    with loopback(then(FAULTS[name], 1, durand())) as server:
        wikidata = guest(server, answers, patience=Patience(sleep=waits.append))
        [(_, found)] = wikidata.find("find-person", ["Ann Durand"])
    assert len({row["item"] for row in found}) == 2
    assert len(waits) == 1
    assert waits == [5.0] or name != "too many"


def test_a_run_that_broke_off_goes_on(answers: Answers) -> None:
    things = [Thing("Person", f"Name {n:02}", "FRA", "find-person") for n in range(BATCH * 2 + 5)]
    small = SmallWikidata()

    def down_after_two(asked: Asked) -> Answer:
        return small(asked) if len(server.seen) <= 2 else FAULTS["forbidden"]

    with loopback(down_after_two) as server:
        with pytest.raises(EndpointError):
            seek(guest(server, answers), things)
        server.answer = small
        wikidata, shown = guest(server, answers), []
        found = seek(wikidata, things, lambda done, total, name: shown.append((done, total)))
    assert wikidata.asked == 1
    assert [one.thing for one in found] == things
    assert shown[-1] == (len(things), len(things))


def test_an_answer_to_another_question_is_not_taken(answers: Answers) -> None:
    body = b'{"head":{"vars":["name"]},"results":{"bindings":[{"name":{"type":"literal","value":"Who"}}]}}'
    with loopback(lambda asked: Answer(200, "application/sparql-results+json", body)) as server:
        with pytest.raises(EndpointError, match="answered for 'Who', which was not asked"):
            list(guest(server, answers).find("find-person", ["Ann Durand"]))
        truth = Answer(200, "application/sparql-results+json", b'{"head":{},"boolean":true}')
        server.answer = lambda asked: truth
        with pytest.raises(EndpointError, match="gave no rows"):
            list(guest(server, answers).find("find-person", ["Ann Durand"]))
    assert answers.get("x") is None


# The terms


def test_terms_are_checked_by_their_labels(answers: Answers) -> None:
    small = SmallWikidata()
    with loopback(small) as server:
        check_terms(guest(server, answers))
        renamed = SmallWikidata(terms=False)
        for quad in small.store:
            renamed.store.add(quad)
        for quad in list(renamed.store.quads_for_pattern(NamedNode(WIKIDATA + "P39"), None, None, None)):
            renamed.store.remove(quad)
        for quad in list(renamed.store.quads_for_pattern(NamedNode(WIKIDATA + "Q5"), None, None, None)):
            renamed.store.remove(quad)
        renamed.say("Q5", label="a film")
        server.answer = renamed
        with pytest.raises(DataError, match=r"P39 is 'gone', not 'position held'; Q5 is 'a film', not 'human'"):
            check_terms(guest(server, answers))


# The graph and the file


def test_things_without_a_link_are_those_that_a_line_can_name(tmp_path: Path) -> None:
    db = build_database(tmp_path / "news.db")
    things = {(thing.kind, thing.name, thing.iso3) for thing in unlinked(open_published(db), Iris(BASE))}
    assert ("Person", "Ann Durand", "FRA") in things
    assert not {kind for kind, _, _ in things} & {"UnnamedSource", "Building", "State"}
    for kind, name, iso3 in things:
        iri = NamedNode(Iris(BASE).entity(kind, name, iso3 or None))
        assert next(iter(open_published(db).quads_for_pattern(iri, None, None, None)), None) is not None


def test_the_file_keeps_what_was_found_before_and_is_read_as_corrections(tmp_path: Path) -> None:
    assert read_online(tmp_path) == ()
    found = [Found(DURAND, "Linked", qid(1), 0.95, "its label, state FRA"), Found(DURAND, "NotFound", "", 0.0, "")]
    write_online(tmp_path, found, "http://e.org/", date(2026, 11, 24))
    other = Thing("Person", "Said Amri", "OMN", "find-person")
    write_online(tmp_path, [Found(other, "Linked", qid(2), 0.85, "its label")], "http://e.org/", date(2026, 11, 25))
    one, two = read_online(tmp_path)
    assert (one.verb, one.kind, one.name, one.iso3, one.value) == ("add", "Person", "Ann Durand", "FRA", qid(1))
    assert (one.tool, one.date, one.score, two.value) == ("http://e.org/", "2026-11-24", 0.95, qid(2))
    assert one.subject(Iris(BASE)) == Iris(BASE).entity("Person", "Ann Durand", "FRA")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind\tname\nPerson\tAnn\n", "other columns"),
        ("kind\tname\tiso3\titem\tscore\tdate\tsource\treason\nPerson\tA\tFRA\tX1\t0.9\td\ts\tr\n", "no Wikidata item"),
        ("kind\tname\tiso3\titem\tscore\tdate\tsource\treason\nPerson\tA\tFRA\tQ1\tmuch\td\ts\tr\n", "is no score"),
    ],
)
def test_a_spoilt_file_is_a_data_error(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "online.tsv").write_text(text)
    with pytest.raises(DataError, match=message):
        read_online(tmp_path)


# The command


def run(*args: str) -> Result:
    return CliRunner().invoke(command_line, args)


def linked(db: Path) -> dict[str, str]:
    quads = open_published(db).quads_for_pattern(None, NamedNode(Owl.sameAs), None, None)
    return {q.subject.value: q.object.value for q in quads if "/state/" not in q.subject.value}  # type: ignore[union-attr]


def test_the_command_links_what_it_is_sure_of_and_says_the_rest(tmp_path: Path) -> None:
    db = build_database(tmp_path / "news.db")
    small = durand()
    small.person(4, "Said Amri", "OMN")
    with loopback(small) as server:
        found = run("link", "--online", "--endpoint", server.url + "/sparql", "--db", str(db), "--contact", "me@e.org")
        assert found.exit_code == 0, found.stderr
        assert "Person Ann Durand: Linked, " + qid(1) in found.stderr
        assert re.search(r"\d+ things without a link: 1 linked, 0 with several", found.stdout)
        assert linked(db) == {Iris(BASE).entity("Person", "Ann Durand", "FRA"): WIKIDATA + qid(1)}
        asked = len(server.seen)
        again = run("link", "--online", "--endpoint", server.url + "/sparql", "--db", str(db))
        assert again.exit_code == 0
        assert len(server.seen) == asked + 1, "only the terms are asked for again"
        assert linked(db) == {Iris(BASE).entity("Person", "Ann Durand", "FRA"): WIKIDATA + qid(1)}
    gaps = [b.time - a.time for a, b in zip(server.seen, server.seen[1:], strict=False)]
    assert min(gaps[: asked - 1]) >= 0.99


def test_without_online_only_the_users_file_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = build_database(tmp_path / "news.db")
    (tmp_path / "links.tsv").write_text("correct\tPerson\tAnn Durand\tFRA\tQ2\n")
    monkeypatch.setenv("COMMUNIQUE_LINKS", str(tmp_path / "links.tsv"))
    assert run("link", "--db", str(db)).exit_code == 0
    assert linked(db) == {Iris(BASE).entity("Person", "Ann Durand", "FRA"): WIKIDATA + "Q2"}


def test_a_refusal_ends_the_command_and_changes_nothing(tmp_path: Path) -> None:
    db = build_database(tmp_path / "news.db")
    with loopback(lambda asked: FAULTS["forbidden"]) as server:
        found = run("link", "--online", "--endpoint", server.url + "/sparql", "--db", str(db))
    assert found.exit_code == EndpointError.exit_code
    assert "HTTP 403: 'Please set a user agent'" in found.stderr
    assert linked(db) == {}
    assert not (db / "online.tsv").exists()
