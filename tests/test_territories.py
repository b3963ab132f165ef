"""The table of ISO 3166-1 codes with Wikidata items agrees with its source, the package rigour."""

from __future__ import annotations

import re

import pytest

from kg.lexicon.tables import read_table

OF_THE_COUNTRY = {"DNK": "Q35", "NLD": "Q55"}
"""Where rigour has the kingdom."""


def test_codes_are_unique_and_items_well_formed() -> None:
    rows = read_table("territories")
    assert len({row["iso3"] for row in rows}) == len(rows) > 240
    assert all(re.fullmatch(r"[A-Z]{3,4}", row["iso3"]) for row in rows)
    assert all(re.fullmatch(r"Q[1-9][0-9]*|", row["qid"]) for row in rows)


def test_every_item_is_the_one_that_rigour_has_for_the_code() -> None:
    territories = pytest.importorskip("rigour.territories", reason="rigour is not installed (it needs a C++ compiler)")
    for row in read_table("territories"):
        territory = territories.get_territory(row["iso3"].lower())
        assert territory is not None, row
        assert OF_THE_COUNTRY.get(row["iso3"], territory.qid or "") == row["qid"], row


def test_the_states_of_the_lexicon_are_in_the_table() -> None:
    codes = {row["iso3"] for row in read_table("territories")}
    assert {row["iso3"] for row in read_table("states") if row["type"] == "State"} <= codes
