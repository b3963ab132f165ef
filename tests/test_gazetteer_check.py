"""Every item of the tables against its source: the present tables pass, and each kind of fault is caught."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import UsageError
from kg.link.check import (
    Pair,
    Verified,
    check,
    check_digest,
    check_names,
    check_rows,
    compare,
    digest,
    pairs,
    read_pool,
    read_verified,
    record,
)
from kg.link.sources import Entry
from tests.evaluation import evaluation_folder

PAIR = Pair("people", "Ann Durand", "Q7", "Ann Durand", ("rigour",))


def problems(*found: Pair, entries: tuple[Entry, ...] = ()) -> list[str]:
    return [finding.problem for finding in (*check_rows(found), *check_names(found, entries))]


def entry(key: str, qid: str, *names: str) -> Entry:
    return Entry(key, "Person", names[0], "FRA", qid, names[0], dict.fromkeys(names, "name"))


def test_the_present_tables_are_verified() -> None:
    report = check()
    assert report.findings == ()
    assert report.pairs >= 4000


def test_every_item_is_what_its_source_says() -> None:
    folder = evaluation_folder()
    pool = folder / "linking" / "qid_label_pool.tsv.gz" if folder else Path("absent")
    if not pool.is_file():
        pytest.skip("the pool of items and labels is not beside the project")
    report = check(pool)
    assert report.findings == ()
    assert report.compared > 0.99 * report.pairs


def test_an_item_of_an_office_is_no_item_of_an_entity() -> None:
    office = replace(PAIR, table="offices", name="president FRA")
    found = problems(PAIR, office, entries=(entry("person/a", "Q7", "Ann Durand"),))
    assert found == ["is also the item of the office president FRA"]


def test_a_sound_row_has_no_problem() -> None:
    assert problems(PAIR, entries=(entry("person/a", "Q7", "Ann Durand"),)) == []


def test_a_malformed_item_is_caught() -> None:
    assert "is no Wikidata item" in problems(replace(PAIR, qid="P31"))


def test_a_row_without_a_source_is_caught() -> None:
    assert any("unverified" in problem for problem in problems(replace(PAIR, sources=())))


def test_a_label_that_is_no_name_is_caught() -> None:
    found = problems(PAIR, entries=(entry("person/a", "Q7", "Anne Dupont"),))
    assert found == ["its source calls it 'Ann Durand', which is none of its names"]


def test_one_item_of_two_entities_is_caught() -> None:
    two = entry("person/a", "Q7", "Ann Durand"), entry("person/b", "Q7", "Ann Durand")
    assert problems(PAIR, entries=two) == ["is the item of person/a and person/b"]


def test_a_changed_row_is_unverified_until_it_is_compared() -> None:
    verified = Verified("2031-05-01", 1, digest([PAIR]))
    assert list(check_digest([PAIR], verified)) == []
    for changed in ([replace(PAIR, qid="Q8")], [replace(PAIR, label="Ann")], [PAIR, replace(PAIR, qid="Q9")]):
        (found,) = check_digest(changed, verified)
        assert "2031-05-01" in found.problem
    assert len(list(check_digest([PAIR], None))) == 1


def test_a_wrong_item_is_caught_by_the_pool() -> None:
    pool = {"Q7": frozenset({"ann durand"}), "Q8": frozenset({"a village"})}
    assert list(compare(PAIR, pool)) == []
    (wrong,) = compare(replace(PAIR, qid="Q8"), pool)
    assert "'a village' in the pool, not 'Ann Durand'" in wrong.problem
    (absent,) = compare(replace(PAIR, qid="Q9"), pool)
    assert "unverified" in absent.problem


def test_a_pool_is_read_packed_or_not(tmp_path: Path) -> None:
    text = "qid\tlabel\tn\nQ7\tAnn Durand\t1\nQ7\tА. Дюран\t2\n"
    (tmp_path / "pool.tsv").write_text(text, encoding="utf-8")
    (tmp_path / "pool.tsv.gz").write_bytes(gzip.compress(text.encode()))
    expected = {"Q7": frozenset({"ann durand", "а дюран"})}
    assert read_pool(tmp_path / "pool.tsv") == read_pool(tmp_path / "pool.tsv.gz") == expected


@pytest.mark.parametrize("content", [b"id\tname\nQ7\tx\n", b"\x1f\x8bbroken"])
def test_what_is_no_pool_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pool.tsv.gz"
    path.write_bytes(content if content.startswith(b"\x1f") else gzip.compress(content))
    with pytest.raises(UsageError, match="columns qid and label"):
        read_pool(path)


def test_a_check_is_noted(tmp_path: Path) -> None:
    record([PAIR], tmp_path, date(2031, 5, 1))
    assert '"2031-05-01"' in (tmp_path / "verified.json").read_text()
    verified = read_verified()
    assert verified is not None
    assert verified.pairs == len(pairs())


def test_the_command_fails_on_a_wrong_item(tmp_path: Path) -> None:
    path = tmp_path / "pool.tsv"
    path.write_text("qid\tlabel\nQ30\tsomething else\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["gazetteer", "check", "--pool", str(path)])
    assert result.exit_code == 4
    assert "Q30" in result.stderr
    assert "wrong or unverified" in result.stderr


def test_the_command_passes_and_says_what_it_could_not_compare() -> None:
    result = CliRunner().invoke(main, ["gazetteer", "check"])
    assert result.exit_code == 0
    assert "none compared now: give a --pool" in result.stdout


def test_a_check_without_a_pool_cannot_be_noted() -> None:
    assert CliRunner().invoke(main, ["gazetteer", "check", "--record"]).exit_code == 2


def test_info_tells_date_and_counts() -> None:
    result = CliRunner().invoke(main, ["gazetteer", "info"])
    verified = read_verified()
    assert verified is not None
    assert verified.date in result.stdout
    assert "Person" in result.stdout
