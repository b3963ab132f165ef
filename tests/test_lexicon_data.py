"""The entity lexicons as data: columns, codes, classes, and names that stand for one thing only.

Each rule is a function from rows to the faults it finds, so that a planted fault can show that it bites.
What the rows mean for a text is tested with the code that reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest

from kg.lexicon.tables import read_table

Row = Mapping[str, str]

COLUMNS = {
    "states": ("iso3", "type", "name", "adjectives", "peoples", "capital", "aliases"),
    "organizations": ("name", "type", "iso3", "aliases"),
    "org_heads": ("head", "type", "generic"),
    "titles": ("title", "kind", "organization", "iso3", "body", "notes"),
    "honorifics": ("honorific", "rank"),
    "status_words": ("word", "status"),
    "assets": ("phrase", "type", "kind", "iso3", "needs"),
    "places": ("name", "type", "iso3", "aliases"),
    "publishers": ("name", "aliases", "domain"),
    "reporting": ("lemma", "pos", "polarity", "certainty"),
    "modality_cues": ("cue", "kind"),
}
LEAST_ROWS = {
    "states": 250,
    "organizations": 700,
    "org_heads": 150,
    "titles": 450,
    "honorifics": 100,
    "status_words": 40,
    "assets": 400,
    "places": 700,
    "publishers": 100,
    "reporting": 120,
    "modality_cues": 100,
}
KEYS = {
    "organizations": ("name",),
    "org_heads": ("head",),
    "titles": ("title", "iso3"),
    "honorifics": ("honorific",),
    "status_words": ("word",),
    "assets": ("phrase", "kind"),
    "publishers": ("name",),
    "reporting": ("lemma", "pos"),
    "modality_cues": ("cue",),
}
ORGANIZATION_TYPES = frozenset(
    "Government GovernmentBody Legislature ArmedForce ArmedGroup PoliticalParty InternationalOrganization Alliance "
    "MediaOrganization Company Organization PopulationGroup".split()
)
ASSET_TYPES = frozenset(
    "Asset MilitaryUnit StrikeGroup AirWing Troops Vessel Warship AircraftCarrier Destroyer Submarine Aircraft Drone "
    "Missile AirDefence ArmouredVehicle Artillery Facility Base Bunker DiplomaticMission Building "
    "NuclearFacility".split()
)
ROLE_KINDS = frozenset(
    "HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister Minister Envoy Spokesperson "
    "MilitaryCommander Legislator PartyLeader ArmedGroupLeader SecurityOfficial OrganizationHead Official Other".split()
)
MODALITY_KINDS = frozenset("future plan possibility desire attempt implicative-true implicative-false doubt".split())
# The values that a column may take: (table, column) -> values.
VALUES = {
    ("states", "type"): frozenset({"State", "DeFacto", "Territory"}),
    ("organizations", "type"): ORGANIZATION_TYPES,
    ("org_heads", "type"): ORGANIZATION_TYPES,
    ("org_heads", "generic"): frozenset({"yes", "no"}),
    ("titles", "kind"): ROLE_KINDS,
    ("titles", "organization"): frozenset("state ministry body force party group organization occupation none".split()),
    ("honorifics", "rank"): frozenset({"honorific", "military", "political"}),
    ("status_words", "status"): frozenset("Acting Former New Deceased Current".split()),
    ("assets", "type"): ASSET_TYPES,
    ("assets", "kind"): frozenset({"common", "name", "prefix", "series"}),
    ("assets", "needs"): frozenset(
        {"", "military", "acted", "named", "venue", "counted", "deployed", "store", "never"}
    ),
    ("places", "type"): frozenset("Settlement WaterBody Region Site Territory".split()),
    ("reporting", "pos"): frozenset({"V"}),
    ("reporting", "polarity"): frozenset({"Affirms", "Denies", "LeavesOpen"}),
    ("reporting", "certainty"): frozenset("Certain Probable Possible Uncommitted".split()),
    ("modality_cues", "kind"): MODALITY_KINDS,
}
# Columns that the code looks up in lower case.
LOWER_CASE = (
    ("org_heads", "head"),
    ("titles", "title"),
    ("status_words", "word"),
    ("reporting", "lemma"),
    ("modality_cues", "cue"),
)
NAME_COLUMN = {"states": "name", "organizations": "name", "places": "name"}
UN_MEMBERS = (
    "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI "
    "CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST "
    "SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM "
    "JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX "
    "FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT "
    "QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE "
    "SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VEN VNM YEM ZMB ZWE"
).split()
OTHER_STATES = "PSE TWN XKX VAT SUN YUG CSK DDR".split()
# Loses its article when names are compared, so it stands only as a capital.
CAPITALS_WITH_ARTICLE = frozenset({"The Hague"})


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


def _bare(name: str) -> str:
    return name[4:] if name.lower().startswith("the ") else name


def _names(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each name of each row without its article, once a row, with the row's own name."""
    for row in rows:
        found = {_bare(text) for column in columns for text in _split(row[column])}
        yield from ((text, row["name"]) for text in sorted(found))


def shared_names(rows: Iterable[Row], columns: Sequence[str]) -> list[str]:
    """The names that stand in more than one row."""
    counts = Counter(text for text, _ in _names(rows, columns))
    return sorted(text for text, count in counts.items() if count > 1)


def unknown_codes(rows: Iterable[Row]) -> list[str]:
    """The codes of column iso3 that are no alpha-3 code of a state or territory, past or present."""
    return sorted({row["iso3"] for row in rows if row["iso3"] and not _is_alpha3(row["iso3"])})


def _is_alpha3(code: str) -> bool:
    return any(row["iso3"] == code for row in read_table("territories"))


def untidy_cells(rows: Iterable[Row]) -> list[str]:
    """Cells with curly apostrophes, runs of blanks, empty or repeated parts."""
    return [cell for row in rows for cell in row.values() if _is_untidy(cell)]


def _is_untidy(cell: str) -> bool:
    parts = _split(cell)
    return "" in parts or len(set(parts)) < len(parts) or re.search(r"[‘’“”\u00a0]|\s\s", cell) is not None


def repeated_keys(rows: Iterable[Row], key: Sequence[str]) -> list[tuple[str, ...]]:
    """The keys of more than one row, compared without regard to case where the column is in lower case."""
    counts = Counter(tuple(row[column] for column in key) for row in rows)
    return sorted(found for found, count in counts.items() if count > 1)


def _row_of(table: str, column: str, value: str) -> Row:
    found = [row for row in read_table(table) if value in (row[column], *_split(row.get("aliases", "")))]
    assert len(found) == 1, f"{table}: {value} stands in {len(found)} rows"
    return found[0]


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_and_size(table: str) -> None:
    rows = read_table(table)
    assert tuple(rows[0]) == COLUMNS[table]
    assert len(rows) >= LEAST_ROWS[table]
    assert all(row[COLUMNS[table][0]] for row in rows)


@pytest.mark.parametrize("table", COLUMNS)
def test_cells_are_tidy(table: str) -> None:
    assert untidy_cells(read_table(table)) == []


@pytest.mark.parametrize(("table", "column"), VALUES)
def test_values_are_known(table: str, column: str) -> None:
    used = {row[column] for row in read_table(table)}
    assert used <= VALUES[table, column]


@pytest.mark.parametrize("table", [table for table, columns in COLUMNS.items() if "iso3" in columns])
def test_codes_are_known(table: str) -> None:
    assert unknown_codes(read_table(table)) == []


@pytest.mark.parametrize("table", KEYS)
def test_no_row_is_given_twice(table: str) -> None:
    assert repeated_keys(read_table(table), KEYS[table]) == []


@pytest.mark.parametrize(("table", "column"), LOWER_CASE)
def test_looked_up_in_lower_case(table: str, column: str) -> None:
    assert [row[column] for row in read_table(table) if row[column] != row[column].lower()] == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("states", ("name", "aliases", "adjectives")),
        ("states", ("peoples",)),
        ("states", ("capital",)),
        ("organizations", ("name", "aliases")),
        ("places", ("name", "aliases")),
        ("publishers", ("name", "aliases")),
    ],
)
def test_a_name_stands_in_one_row(table: str, columns: tuple[str, ...]) -> None:
    assert shared_names(read_table(table), columns) == []


@pytest.mark.parametrize(
    ("one", "other"), [("states", "organizations"), ("states", "places"), ("organizations", "places")]
)
def test_a_name_stands_in_one_table(one: str, other: str) -> None:
    columns = ("name", "aliases", "adjectives", "peoples") if one == "states" else ("name", "aliases")
    here = {text for text, _ in _names(read_table(one), columns)}
    there = {text for text, _ in _names(read_table(other), ("name", "aliases"))}
    assert here & there == set()


def test_named_assets_are_no_actors_or_places() -> None:
    taken = {text for table in NAME_COLUMN for text, _ in _names(read_table(table), ("name", "aliases"))}
    named = {row["phrase"] for row in read_table("assets") if row["kind"] == "name"}
    assert named & taken == set()


def test_every_member_of_the_united_nations_is_there() -> None:
    assert len(UN_MEMBERS) == 193
    states = Counter(row["iso3"] for row in read_table("states") if row["type"] == "State")
    assert [code for code in (*UN_MEMBERS, *OTHER_STATES) if states[code] != 1] == []


def test_an_adjective_is_no_name_of_the_same_state() -> None:
    overlaps = [
        row["name"]
        for row in read_table("states")
        if set(_split(row["adjectives"])) & {row["name"], *_split(row["aliases"]), *_split(row["capital"])}
    ]
    assert overlaps == []


def test_capitals_are_settlements_of_their_state() -> None:
    rows = [row for row in read_table("places") if row["type"] == "Settlement"]
    settled = {text: row["iso3"] for row in rows for text in (row["name"], *_split(row["aliases"]))}
    capitals = [(city, row["iso3"]) for row in read_table("states") for city in _split(row["capital"])]
    wrong = [(city, code) for city, code in capitals if settled.get(city) != code and city not in CAPITALS_WITH_ARTICLE]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "iso3", "kind"),
    [
        ("U.S.", "USA", "State"),
        ("DPRK", "PRK", "State"),
        ("ROK", "KOR", "State"),
        ("PRC", "CHN", "State"),
        ("the Islamic Republic", "IRN", "State"),
        ("the Jewish state", "ISR", "State"),
        ("Gaza", "PSE", "Territory"),
        ("Abkhazia", "GEO", "DeFacto"),
        ("Luhansk People's Republic", "UKR", "DeFacto"),
    ],
)
def test_state_names(name: str, iso3: str, kind: str) -> None:
    row = _row_of("states", "name", name)
    assert (row["iso3"], row["type"]) == (iso3, kind)


@pytest.mark.parametrize(
    ("name", "kind", "iso3"),
    [
        ("State Department", "GovernmentBody", "USA"),
        ("Kremlin", "GovernmentBody", "RUS"),
        ("Knesset", "Legislature", "ISR"),
        ("IDF", "ArmedForce", "ISR"),
        ("CENTCOM", "ArmedForce", "USA"),
        ("Hamas", "ArmedGroup", "PSE"),
        ("ISIS", "ArmedGroup", "SYR"),
        ("RSF", "ArmedGroup", "SDN"),
        ("Likud", "PoliticalParty", "ISR"),
        ("UN Security Council", "InternationalOrganization", ""),
        ("NATO", "Alliance", ""),
        ("Xinhua", "MediaOrganization", "CHN"),
        ("Rohingya", "PopulationGroup", "MMR"),
    ],
)
def test_organization_names(name: str, kind: str, iso3: str) -> None:
    row = _row_of("organizations", "name", name)
    assert (row["type"], row["iso3"]) == (kind, iso3)


def test_international_bodies_belong_to_no_state() -> None:
    rows = [row for row in read_table("organizations") if row["type"] == "InternationalOrganization"]
    assert [row["name"] for row in rows if row["iso3"]] == []


def test_armed_groups_have_a_base() -> None:
    rows = [row for row in read_table("organizations") if row["type"] == "ArmedGroup"]
    assert len(rows) >= 150
    assert [row["name"] for row in rows if not row["iso3"]] == []


@pytest.mark.parametrize("head", ["administration", "government", "regime", "cabinet"])
def test_heads_of_governments(head: str) -> None:
    assert _row_of("org_heads", "head", head)["type"] == "Government"


@pytest.mark.parametrize(
    "head", ["foreign ministry", "armed forces", "military", "police", "security forces", "troops"]
)
def test_common_nouns_that_act_for_a_state(head: str) -> None:
    assert _row_of("org_heads", "head", head)["generic"] == "yes"


@pytest.mark.parametrize(
    ("title", "kind", "iso3"),
    [
        ("president", "HeadOfState", ""),
        ("prime minister", "HeadOfGovernment", ""),
        ("crown prince", "Monarch", ""),
        ("foreign minister", "ForeignMinister", ""),
        ("secretary of state", "ForeignMinister", "USA"),
        ("defence minister", "DefenceMinister", ""),
        ("chancellor of the exchequer", "Minister", "GBR"),
        ("special representative", "Envoy", ""),
        ("press secretary", "Spokesperson", ""),
        ("chief of staff", "MilitaryCommander", ""),
        ("majority leader", "Legislator", ""),
        ("opposition leader", "PartyLeader", ""),
        ("hamas leader", "ArmedGroupLeader", "PSE"),
        ("national security adviser", "SecurityOfficial", ""),
        ("secretary-general", "OrganizationHead", ""),
        ("deputy foreign minister", "Official", ""),
        ("journalist", "Other", ""),
    ],
)
def test_titles(title: str, kind: str, iso3: str) -> None:
    row = _row_of("titles", "title", title)
    assert (row["kind"], row["iso3"]) == (kind, iso3)


def test_every_role_kind_has_a_title() -> None:
    assert {row["kind"] for row in read_table("titles")} == ROLE_KINDS


def test_political_forms_of_address_are_titles() -> None:
    titles = {row["title"] for row in read_table("titles")}
    political = {row["honorific"].lower() for row in read_table("honorifics") if row["rank"] == "political"}
    assert political - titles == set()


def test_common_asset_phrases_are_in_lower_case() -> None:
    rows = [row for row in read_table("assets") if row["kind"] == "common"]
    assert [row["phrase"] for row in rows if row["phrase"] != row["phrase"].lower() or row["iso3"]] == []


def test_only_common_asset_phrases_need_a_context() -> None:
    assert [row["phrase"] for row in read_table("assets") if row["needs"] and row["kind"] != "common"] == []


def test_ship_prefixes_are_capitals() -> None:
    prefixes = {row["phrase"]: row["iso3"] for row in read_table("assets") if row["kind"] == "prefix"}
    assert {"USS": "USA", "HMS": "GBR", "INS": "IND"}.items() <= prefixes.items()
    assert [prefix for prefix in prefixes if not prefix[0].isupper() or " " in prefix] == []


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("carrier strike group", "StrikeGroup"),
        ("aircraft carrier", "AircraftCarrier"),
        ("command bunker", "Bunker"),
        ("embassy", "DiplomaticMission"),
        ("guest house", "Building"),
        ("F/A-18E/F Super Hornet", "Aircraft"),
        ("S-400", "AirDefence"),
        ("Javelin", "Missile"),
        ("HIMARS", "Artillery"),
        ("Leopard 2", "ArmouredVehicle"),
        ("Shahed-136", "Drone"),
    ],
)
def test_asset_types(phrase: str, kind: str) -> None:
    assert _row_of("assets", "phrase", phrase)["type"] == kind


def test_domains_are_bare_and_distinct() -> None:
    domains = [row["domain"] for row in read_table("publishers") if row["domain"]]
    assert [domain for domain in domains if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain)] == []
    assert [domain for domain, count in Counter(domains).items() if count > 1] == []


@pytest.mark.parametrize(
    ("lemma", "pos", "polarity", "certainty"),
    [
        ("say", "V", "Affirms", "Certain"),
        ("believe", "V", "Affirms", "Probable"),
        ("suspect", "V", "Affirms", "Possible"),
        ("deny", "V", "Denies", "Certain"),
        ("ask", "V", "LeavesOpen", "Uncommitted"),
    ],
)
def test_reporting_words(lemma: str, pos: str, polarity: str, certainty: str) -> None:
    found = [row for row in read_table("reporting") if (row["lemma"], row["pos"]) == (lemma, pos)]
    assert [(row["polarity"], row["certainty"]) for row in found] == [(polarity, certainty)]


@pytest.mark.parametrize(
    ("cue", "kind"),
    [
        ("be about to", "future"),
        ("be scheduled to", "plan"),
        ("be willing to", "possibility"),
        ("seek to", "desire"),
        ("try", "attempt"),
        ("manage to", "implicative-true"),
        ("head off", "implicative-false"),
        ("reportedly", "doubt"),
    ],
)
def test_modality_cues(cue: str, kind: str) -> None:
    assert _row_of("modality_cues", "cue", cue)["kind"] == kind


def test_the_rules_find_planted_faults() -> None:
    rows = [
        {"name": "the Alpha", "iso3": "XXQ", "aliases": "Beta;Gamma"},
        {"name": "Alpha", "iso3": "USA", "aliases": "Beta;;Beta"},
    ]
    assert shared_names(rows, ("name", "aliases")) == ["Alpha", "Beta"]
    assert unknown_codes(rows) == ["XXQ"]
    assert untidy_cells(rows) == ["Beta;;Beta"]
    assert repeated_keys([*rows, rows[1]], ("name", "iso3")) == [("Alpha", "USA")]
