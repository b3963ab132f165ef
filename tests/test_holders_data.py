"""The table of office holders as data: columns, codes, dates, names that stand for one person, and coverage.

Each rule is a function from rows to the faults it finds, so that a planted fault can show that it bites.
How a text uses the rows is tested with the code that reads them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import pytest

from kg.lexicon.tables import read_table

Row = Mapping[str, str]
Rule = Callable[[Iterable[Row]], list[str]]

COLUMNS = ("person", "aliases", "title", "kind", "iso3", "organization", "from", "to")
KEY = ("person", "title", "iso3", "organization", "from")
LEAST_ROWS = 5500
ROLE_KINDS = frozenset(
    "HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister Minister Envoy Spokesperson "
    "MilitaryCommander Legislator PartyLeader ArmedGroupLeader SecurityOfficial OrganizationHead Official Other".split()
)
RULERS = frozenset({"HeadOfState", "HeadOfGovernment", "Monarch"})
# People whom news calls by one word; everybody else has at least two.
SINGLE_NAMED = frozenset({"Akihito", "Naruhito", "Suharto", "Boediono", "Sugiono", "Prachanda"})
# Its two heads change every half year.
WITHOUT_RULER = frozenset({"SMR"})
# States that have not always been there, from when to before when.
LIFETIMES = {
    "SUN": ("", "1991-12-26"),
    "CSK": ("", "1993"),
    "DDR": ("", "1990-10-03"),
    "YUG": ("", "2006-06-03"),
    "SSD": ("2011-07-09", "9999"),
}
# A tab less a cell is caught by the reader; these are the faults it cannot see.
UNTIDY = re.compile(r"[’‘`]|\s\s|;;|^;|;$|; | ;")
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
GOOD_ROW = {
    "person": "Ann Example",
    "aliases": "Anne Example",
    "title": "president",
    "kind": "HeadOfState",
    "iso3": "FRA",
    "organization": "",
    "from": "2001-02-03",
    "to": "2002",
}


def _states() -> dict[str, str]:
    """The names of states and territories with their codes."""
    return {row["name"]: row["iso3"] for row in read_table("states")}


def _bodies() -> dict[str, str]:
    """The names of organizations and of what is no state with the codes of their states."""
    territories = {row["name"]: row["iso3"] for row in read_table("states") if row["type"] != "State"}
    return territories | {row["name"]: row["iso3"] for row in read_table("organizations")}


def _names(row: Row) -> list[str]:
    return [row["person"], *(row["aliases"].split(";") if row["aliases"] else [])]


def _fold(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _said(row: Row) -> str:
    return " | ".join(row[column] for column in KEY)


def bad_codes(rows: Iterable[Row]) -> list[str]:
    """Rows whose state is unknown, or that are of neither a state nor a body."""
    known = frozenset(_states().values())
    return [_said(r) for r in rows if (r["iso3"] not in known if r["iso3"] else not r["organization"])]


def bad_bodies(rows: Iterable[Row]) -> list[str]:
    """Rows whose body is in no other table, or is there of another state."""
    bodies = _bodies()
    return [_said(r) for r in rows if r["organization"] and bodies.get(r["organization"]) != r["iso3"]]


def bad_kinds(rows: Iterable[Row]) -> list[str]:
    """Rows whose kind is no RoleKind."""
    return [_said(row) for row in rows if row["kind"] not in ROLE_KINDS]


def bad_titles(rows: Iterable[Row]) -> list[str]:
    """Rows whose title is not in the table of titles."""
    known = frozenset(row["title"] for row in read_table("titles"))
    return [_said(row) for row in rows if row["title"] not in known]


def bad_dates(rows: Iterable[Row]) -> list[str]:
    """Rows with a date that is none, or that end before they begin."""
    return [_said(row) for row in rows if not _in_order(row["from"], row["to"])]


def _in_order(begin: str, end: str) -> bool:
    if not all(_is_date(text) for text in (begin, end) if text):
        return False
    size = min(len(begin), len(end))
    return begin[:size] <= end[:size]


def _is_date(text: str) -> bool:
    match = DATE.fullmatch(text)
    if match is None or not 1900 < int(match[1]) < 2100:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def repeated_rows(rows: Iterable[Row]) -> list[str]:
    """Tenures that stand twice."""
    counts = Counter(_said(row) for row in rows)
    return sorted(said for said, count in counts.items() if count > 1)


def short_names(rows: Iterable[Row]) -> list[str]:
    """Names of one word, which could be anybody's."""
    names = {name for row in rows for name in _names(row)}
    return sorted(name for name in names if len(re.split(r"[\s-]+", name)) < 2 and name not in SINGLE_NAMED)


def shared_names(rows: Iterable[Row]) -> list[str]:
    """Names, without case and diacritics, that stand for two persons who held office at the same time."""
    owners: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in _names(row):
            owners[_fold(name)].append(row)
    return sorted(name for name, listed in owners.items() if any(_at_once(a, b) for a in listed for b in listed))


def _at_once(a: Row, b: Row) -> bool:
    """Whether two rows are of two persons, and the day does not tell which of them is meant."""
    if a["person"] == b["person"]:
        return False
    return (a["from"] or "0") < (b["to"] or "9") and (b["from"] or "0") < (a["to"] or "9")


def split_aliases(rows: Iterable[Row]) -> list[str]:
    """Persons whose rows do not all give the same aliases."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        seen[row["person"]].add(row["aliases"])
    return sorted(person for person, aliases in seen.items() if len(aliases) > 1)


def untidy_cells(rows: Iterable[Row]) -> list[str]:
    """Cells with curly apostrophes, runs of blanks or empty parts, and repeated aliases."""
    return [_said(r) for r in rows if any(UNTIDY.search(c) for c in r.values()) or len(set(_names(r))) < len(_names(r))]


RULES: dict[Rule, list[dict[str, str]]] = {
    bad_codes: [{"iso3": "XYZ"}, {"iso3": "", "organization": ""}],
    bad_bodies: [{"organization": "Nobody's Party"}, {"organization": "Hamas", "iso3": "FRA"}],
    bad_kinds: [{"kind": "President"}, {"kind": ""}],
    bad_titles: [{"title": "grand poobah"}, {"title": "President"}],
    bad_dates: [{"from": "2001-13"}, {"from": "2001-2-3"}, {"to": "2000-12"}, {"from": "2001-02-30"}, {"to": "now"}],
    short_names: [{"person": "Example"}, {"aliases": "Anne Example;Example"}],
    untidy_cells: [{"person": "Ann  Example"}, {"aliases": "A. O’Example"}, {"aliases": "Ann Example"}],
}
WHOLE_TABLE_RULES: dict[Rule, dict[str, str]] = {
    repeated_rows: {},
    shared_names: {"person": "Anna Example", "aliases": "ANN Éxample"},
    split_aliases: {"from": "2003", "to": "", "aliases": ""},
}


def _planted() -> Iterator[tuple[Rule, dict[str, str]]]:
    for rule, faults in RULES.items():
        yield from ((rule, fault) for fault in faults)


def _holding(kinds: frozenset[str], iso3: str, day: str) -> set[str]:
    """Who held an office of those kinds of the state itself on a day, as the table tells."""
    return {
        row["person"]
        for row in read_table("holders")
        if row["kind"] in kinds and row["iso3"] == iso3 and not row["organization"]
        if row["from"] <= day[: len(row["from"])] and (not row["to"] or day[: len(row["to"])] <= row["to"])
    }


def test_columns_and_size() -> None:
    rows = read_table("holders")
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) >= LEAST_ROWS


@pytest.mark.parametrize("rule", [*RULES, *WHOLE_TABLE_RULES], ids=lambda rule: str(rule.__name__))
def test_table_keeps_the_rule(rule: Rule) -> None:
    assert rule(read_table("holders")) == []


@pytest.mark.parametrize(("rule", "fault"), list(_planted()))
def test_rule_finds_a_planted_fault(rule: Rule, fault: dict[str, str]) -> None:
    assert rule([GOOD_ROW]) == []
    assert len(rule([GOOD_ROW, GOOD_ROW | fault])) == 1


@pytest.mark.parametrize("rule", WHOLE_TABLE_RULES, ids=lambda rule: str(rule.__name__))
def test_rule_over_all_rows_finds_a_planted_fault(rule: Rule) -> None:
    assert rule([GOOD_ROW]) == []
    assert len(rule([GOOD_ROW, GOOD_ROW | WHOLE_TABLE_RULES[rule]])) == 1


@pytest.mark.parametrize("day", ["2005-06-15", "2015-06-15", "2024-06-15"])
def test_every_state_of_the_day_has_a_ruler(day: str) -> None:
    states = {row["iso3"] for row in read_table("states") if row["type"] == "State"}
    lives = {code: LIFETIMES.get(code, ("", "9999")) for code in states}
    there = [code for code, (begin, end) in lives.items() if begin <= day < end]
    assert {code for code in there if not _holding(RULERS, code, day)} == WITHOUT_RULER


@pytest.mark.parametrize(
    ("kind", "iso3", "day", "person"),
    [
        ("HeadOfState", "FRA", "2010-03-01", "Nicolas Sarkozy"),
        ("HeadOfState", "USA", "2009-01-19", "George W. Bush"),
        ("HeadOfState", "EGY", "2013-01-15", "Mohamed Morsi"),
        ("HeadOfState", "IRN", "2012-11-05", "Ali Khamenei"),
        ("HeadOfGovernment", "ISR", "2022-09-01", "Yair Lapid"),
        ("HeadOfGovernment", "GBR", "1998-04-10", "Tony Blair"),
        ("HeadOfGovernment", "IND", "2000-05-01", "Atal Bihari Vajpayee"),
        ("Monarch", "SAU", "2003-03-20", "Fahd bin Abdulaziz"),
        ("ForeignMinister", "USA", "2019-06-01", "Mike Pompeo"),
        ("ForeignMinister", "IRN", "2015-07-14", "Mohammad Javad Zarif"),
        ("ForeignMinister", "CHN", "2023-03-01", "Qin Gang"),
        ("DefenceMinister", "RUS", "2014-02-27", "Sergei Shoigu"),
        ("DefenceMinister", "USA", "2008-08-08", "Robert Gates"),
    ],
)
def test_who_held_an_office(kind: str, iso3: str, day: str, person: str) -> None:
    assert person in _holding(frozenset({kind}), iso3, day)


@pytest.mark.parametrize(("kind", "least"), [("ForeignMinister", 80), ("DefenceMinister", 40)])
def test_ministers_are_known_of_many_states(kind: str, least: int) -> None:
    counts = Counter(row["iso3"] for row in read_table("holders") if row["kind"] == kind)
    assert sum(count >= 3 for count in counts.values()) >= least
