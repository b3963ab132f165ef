"""The table of Wikidata made anew from a small one on the loopback, and every reason not to write it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from kg.cli import main as command_line
from kg.errors import DataError, EndpointError, UsageError
from kg.lexicon.tables import parse_table
from kg.link import refresh as refreshing
from kg.link.answers import Answers
from kg.link.refresh import COLUMNS, RefreshReport, data_folder, refresh, refresh_queries
from kg.link.refresh_tenures import tenure_rows
from kg.link.sources import ITEM_TABLES, entries, items, read_data
from kg.link.wikidata import query_text
from ontology.terms import WIKIDATA, Cmq
from tests.loopback import loopback
from tests.wikidata import FAULTS, WDT, SmallWikidata, guest, qid, then

pytestmark = pytest.mark.usefixtures("_own_cache")
TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    return tmp_path / "tables"


def world() -> SmallWikidata:
    """Five states with a head each, and for each query something to find."""
    small = SmallWikidata()
    for number, iso3 in enumerate(("AAA", "BBB", "CCC", "DDD", "EEE")):
        head = small.person(number, f"Head {iso3}", iso3)
        small.say(small.state(iso3), P35=head, P463=qid(40))
        small.say(qid(20 + number), label=f"Army of {iso3}", P31="Q772547", P17=small.state(iso3))
    small.say(qid(0), aliases=["H. One", "H; Two"], P39=qid(30))
    small.say(small.state("AAA"), P6=qid(1))
    small.say(qid(30), label="Foreign Minister of AAA", P279="Q7330070", P1001=small.state("AAA"))
    small.say(qid(31), label="President of AAA")
    small.say(qid(32), label="Prime Minister of AAA")
    small.say(small.state("AAA"), P1906=qid(31), P1313=qid(32))
    small.tenure(qid(0), qid(31), "2019-05-01", "2024")
    small.tenure(qid(0), qid(30), "2010-03", "2012-04-30")
    small.tenure(qid(1), qid(32), "2021")
    small.say(qid(40), label="Pact of Five", aliases=["P5"], P31="Q484652")
    small.say(qid(41), label="Club without states", P31="Q484652")
    return small


def table(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "wikidata.tsv"
    return {row["qid"]: row for row in parse_table(path.read_text(), "wikidata.tsv")}


def run(small: SmallWikidata, answers: Answers, folder: Path, *, allow_drop: bool = False) -> RefreshReport:
    with loopback(small) as server:
        return refresh(guest(server, answers), folder, TODAY, allow_drop=allow_drop)


def test_the_table_in_use_has_the_columns_and_its_kinds_are_classes() -> None:
    text = (data_folder() / "wikidata.tsv").read_text(encoding="utf-8")
    assert tuple(next(line for line in text.splitlines() if not line.startswith("#")).split("\t")) == COLUMNS
    assert refreshing.TABLE in ITEM_TABLES
    assert len(refresh_queries()) >= 5
    for name in refresh_queries():
        kind = refreshing._KIND.search(query_text(name))
        assert kind
        assert hasattr(Cmq, kind[1])


def test_a_row_an_item_with_its_state_and_names(answers: Answers, folder: Path) -> None:
    report = run(world(), answers, folder)
    rows = table(folder)
    assert report.rows == len(rows) == 10
    assert report.left_out == {"of several states": 1}
    assert rows[qid(0)] == {
        "kind": "Person", "name": "Head AAA", "iso3": "AAA", "aliases": "H. One",
        "qid": qid(0), "label": "Head AAA", "source": "wikidata",
    }  # fmt: skip
    assert rows[qid(20)]["kind"] == "ArmedForce"
    assert rows[qid(40)] == rows[qid(40)] | {"kind": "InternationalOrganization", "iso3": "", "aliases": "P5"}
    assert qid(41) not in rows
    manifest = json.loads((folder / "wikidata.json").read_text())
    assert manifest["date"] == "2026-11-24"
    assert manifest["rows"] == {"ArmedForce": 5, "InternationalOrganization": 1, "Person": 4}
    assert set(manifest["queries"]) == set(refresh_queries())
    assert all(len(query["sha256"]) == 64 for query in manifest["queries"].values())


def tenures(folder: Path) -> list[tuple[str, ...]]:
    rows = parse_table((folder / "wikidata_tenures.tsv").read_text(), "wikidata_tenures.tsv")
    return [(row["name"], row["iso3"], row["title"], row["kind"], row["from"], row["to"]) for row in rows]


def test_who_held_which_office_when_as_precise_as_known(answers: Answers, folder: Path) -> None:
    assert run(world(), answers, folder).tenures == 3
    assert tenures(folder) == [
        ("Head AAA", "AAA", "foreign minister of aaa", "ForeignMinister", "2010-03", "2012-04-30"),
        ("Head AAA", "AAA", "president of aaa", "HeadOfState", "2019-05-01", "2024"),
        ("Head BBB", "AAA", "prime minister of aaa", "HeadOfGovernment", "2021", ""),
    ]


def test_tenures_long_ago_or_called_wrong_are_left_out(answers: Answers, folder: Path) -> None:
    small = world()
    small.tenure(qid(2), qid(31), "1900", "1905-01-01")
    small.tenure(qid(3), qid(31), "2001", "2005", rank="DeprecatedRank")
    report = run(small, answers, folder)
    assert report.tenures == 3
    assert report.left_out["tenures that ended before 1945"] == 1


def test_the_difference_of_tenures(answers: Answers, folder: Path) -> None:
    small = world()
    run(small, answers, folder)
    small.tenure(qid(4), qid(32), "2025-01-01")
    run(small, answers, folder)
    lines = [line.split("\t") for line in (folder / "wikidata_tenures.diff.tsv").read_text().splitlines()]
    assert [line[:2] for line in lines] == [["change", "name"], ["+", "Head EEE"]]


def test_no_tenures_of_an_office_are_a_drop(answers: Answers, folder: Path) -> None:
    small = world()
    run(small, answers, folder)
    for quad in list(small.store.quads_for_pattern(None, NamedNode(WDT + "P1313"), None, None)):
        small.store.remove(quad)
    with pytest.raises(DataError, match=r"refresh-tenures-heads-of-government.rq: 1 before, 0 now"):
        run(small, answers, folder)
    assert len(tenures(folder)) == 3


def test_a_tenure_without_an_office_is_a_data_error() -> None:
    row = {"item": WIKIDATA + qid(1), "name": "Head BBB", "iso3": "AAA"}
    with pytest.raises(DataError, match="without a person, state or office"):
        tenure_rows("refresh-tenures-heads-of-state", [row], Counter())


def test_a_date_of_another_form_leaves_its_tenure_out() -> None:
    row = {
        "item": WIKIDATA + qid(1),
        "name": "Head BBB",
        "iso3": "AAA",
        "title": "King",
        "begin": "t1",
        "beginPrecision": "11",
    }
    left_out: Counter[str] = Counter()
    assert tenure_rows("refresh-tenures-heads-of-state", [row], left_out) == []
    assert left_out == {"tenures with a date of another form": 1}


def test_the_gazetteer_takes_tenures_up_beside_the_holders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of somebody whom the tables know nothing is said twice; somebody new is an entry with the item."""
    known = next(item for item in items() if item.table == "people" and item.name == "Antony Blinken")
    new = {"name": "Ann Example", "iso3": "FRA", "qid": qid(1), "title": "president", "kind": "HeadOfState"}
    rows = [
        new | {"from": "2019-05", "to": ""},
        new | {"name": "Blinken", "iso3": "USA", "qid": known.qid, "kind": "ForeignMinister", "from": "2021", "to": ""},
        new | {"name": "Blinken", "iso3": "USA", "qid": known.qid, "kind": "HeadOfState", "from": "2033", "to": ""},
    ]
    monkeypatch.setattr(
        "kg.link.sources.read_data", lambda name: rows if name == "wikidata_tenures" else read_data(name)
    )
    found = {entry.qid: entry for entry in entries()}
    assert [(term.title, term.begin) for term in found[qid(1)].terms] == [("president", "2019-05")]
    assert found[qid(1)].names["Example"] == "surname"
    held = [(term.kind, term.begin) for term in found[known.qid].terms]
    assert ("HeadOfState", "2033") in held
    assert ("ForeignMinister", "2021") not in held


def test_the_difference_tells_what_is_new_gone_or_changed(answers: Answers, folder: Path) -> None:
    small = world()
    run(small, answers, folder)
    small.say(qid(20), aliases=["Old Guard"])
    small.say(qid(50), label="Navy of AAA", P31="Q772547", P17=small.state("AAA"))
    for quad in list(small.store.quads_for_pattern(NamedNode(WIKIDATA + qid(24)), None, None, None)):
        small.store.remove(quad)
    report = run(small, answers, folder)
    assert (report.before, report.rows, report.added, report.removed, report.changed) == (10, 10, 1, 1, 1)
    lines = [line.split("\t") for line in (folder / "wikidata.diff.tsv").read_text().splitlines()]
    assert lines[0] == ["change", *COLUMNS]
    assert sorted((line[0], line[5]) for line in lines[1:]) == [("+", qid(50)), ("-", qid(24)), ("~", qid(20))]
    assert run(small, answers, folder).changed == 0


def test_what_other_tables_have_and_namesakes_are_left_out(answers: Answers, folder: Path) -> None:
    small = world()
    known = next(item for item in items() if item.kind == "Person" and item.iso3)
    small.say(small.state("AAA"), P6=small.person(60, "Twin", "AAA"))
    small.say(small.state("BBB"), P6=small.person(61, "Twin", "AAA"))
    small.say(small.state("CCC"), P6=small.say(known.qid, label="Another spelling", P31="Q5"))
    small.say(small.state("DDD"), P6=qid(62))
    small.say(qid(62), label="a; b", P31="Q5")
    small.states["DDD"] = small.state("DDD")
    report = run(small, answers, folder)
    assert known.qid not in table(folder)
    assert report.left_out["in another table"] == 1
    assert report.left_out["a name that a table cannot hold"] == 1
    assert qid(60) in table(folder)
    assert table(folder)[qid(61)]["iso3"] == "BBB"
    small.say(small.state("AAA"), P35=small.person(63, "Twin", "AAA"))
    assert run(small, answers, folder).left_out["namesakes"] == 2


def test_a_large_drop_changes_nothing(answers: Answers, folder: Path) -> None:
    small = world()
    run(small, answers, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for number in (20, 21):
        for quad in list(small.store.quads_for_pattern(NamedNode(WIKIDATA + qid(number)), None, None, None)):
            small.store.remove(quad)
    with pytest.raises(DataError, match=r"refresh-armed-forces.rq: 5 before, 3 now; ArmedForce: 5 before, 3 now"):
        run(small, answers, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    answers.forget()
    assert run(small, answers, folder, allow_drop=True).removed == 2


def test_a_query_that_finds_nothing_is_a_drop_also_the_first_time(answers: Answers, folder: Path) -> None:
    small = world()
    for quad in list(small.store.quads_for_pattern(NamedNode(WIKIDATA + qid(40)), None, None, None)):
        small.store.remove(quad)
    with pytest.raises(DataError, match=r"refresh-international-organizations.rq: 1 before, 0 now"):
        run(small, answers, folder)
    assert list(folder.iterdir()) == []


def test_a_renamed_property_stops_it_before_anything_is_asked(answers: Answers, folder: Path) -> None:
    small = world()
    for quad in list(small.store.quads_for_pattern(NamedNode(WIKIDATA + "P35"), None, None, None)):
        small.store.remove(quad)
    with loopback(small) as server:
        with pytest.raises(DataError, match="P35 is 'gone', not 'head of state'"):
            refresh(guest(server, answers), folder, TODAY)
        assert len(server.seen) == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_failure_in_the_middle_writes_nothing_and_the_next_run_goes_on(
    answers: Answers, folder: Path, name: str
) -> None:
    small = world()
    answers.put("asked by others", [{"x": "1"}])
    with loopback(lambda asked: small(asked) if len(server.seen) <= 3 else FAULTS[name]) as server:
        with pytest.raises(EndpointError):
            refresh(guest(server, answers), folder, TODAY)
        assert list(folder.iterdir()) == []
        server.answer = small
        report = refresh(guest(server, answers), folder, TODAY)
    assert report.rows == 10
    assert report.requests == 1 + len(refresh_queries()) - 2
    assert answers.get(f"{server.url}/sparql\n{query_text('refresh-armed-forces')}") is None
    assert answers.get("asked by others") == [{"x": "1"}]


def test_an_answer_of_another_form_is_a_data_error(answers: Answers, folder: Path) -> None:
    small = world()
    small.say("X9", label="Not an item", P31="Q772547", P17=small.state("AAA"))
    with pytest.raises(DataError, match="row without an item or a name"):
        run(small, answers, folder)


def test_what_passes_is_waited_out(answers: Answers, folder: Path) -> None:
    with loopback(then(FAULTS["closed"], 1, world())) as server:
        assert refresh(guest(server, answers), folder, TODAY).rows == 10


def test_the_command_writes_and_counts(folder: Path) -> None:
    with loopback(world()) as server:
        arguments = ["gazetteer", "refresh", "--endpoint", f"{server.url}/sparql", "--into", str(folder)]
        found = CliRunner().invoke(command_line, arguments)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith(
        "10 rows, 0 before: 10 new, 0 gone, 0 changed; 3 tenures of offices; 9 requests; written to "
    )
    assert "1 items left out: of several states" in found.stderr
    missing = CliRunner().invoke(command_line, ["gazetteer", "refresh", "--into", str(folder / "none")])
    assert missing.exit_code == UsageError.exit_code


def test_the_compiled_gazetteer_takes_the_table_up() -> None:
    assert {item.table for item in items()} <= set(ITEM_TABLES)
    assert read_data("wikidata") == read_data("wikidata_tenures") == ()
