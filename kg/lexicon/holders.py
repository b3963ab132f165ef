"""Who holds or held which office: a table of tenures with dates (`holders.tsv`), looked up by name or surname.

It tells of which state or body a person named in an article is; it never makes a fact of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon.tables import read_table
from kg.model import PartialDate

_FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "KHM"})


@dataclass(frozen=True, slots=True)
class Tenancy:
    """One tenure of the table: dates are ISO texts as far as known, empty where open or unknown."""

    person: str
    kind: str
    iso3: str | None
    organization: str | None
    begin: str
    end: str

    def held_on(self, when: PartialDate | None) -> bool:
        """Whether the office was held on a day, as far as the table tells; true without a day."""
        if when is None:
            return True
        day = when.isoformat()
        size = len(day)
        return (not self.begin or self.begin[:size] <= day[: len(self.begin)]) and (
            not self.end or self.end[:size] >= day[: len(self.end)]
        )


@dataclass(frozen=True, slots=True)
class Holders:
    """The tenures by folded full name, and by folded surname."""

    by_name: Mapping[str, tuple[Tenancy, ...]]
    by_surname: Mapping[str, tuple[Tenancy, ...]]

    def named(self, name: str) -> tuple[Tenancy, ...]:
        """The tenures of the person of a full name; a middle initial may be there or not."""
        folded = fold(name)
        bare = " ".join(part for part in folded.split() if len(part.rstrip(".")) > 1)
        return self.by_name.get(folded) or self.by_name.get(bare, ())

    def titled(self, surname: str, kinds: frozenset[str], when: PartialDate | None) -> Tenancy | None:
        """The one tenure of that surname in an office of those kinds on a day; None if none or several persons fit."""
        found = [t for t in self.by_surname.get(fold(surname), ()) if t.kind in kinds and t.held_on(when)]
        return found[0] if len({t.person for t in found}) == 1 else None


def fold(name: str) -> str:
    """A name without case, diacritics and hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\s\-]+", " ", plain.casefold().replace("’", "'")).strip()


def _surname(folded: str, iso3: str | None) -> str:
    """The part of a folded name by which news calls a person: the first where family names come first."""
    return folded.split()[0 if iso3 in _FAMILY_NAME_FIRST else -1]


@cache
def load_holders() -> Holders:
    """Read the table; raises DataError for a malformed row."""
    by_name: dict[str, list[Tenancy]] = {}
    by_surname: dict[str, list[Tenancy]] = {}
    for row in read_table("holders"):
        names = [row["person"], *(alias.strip() for alias in row["aliases"].split(";") if alias.strip())]
        iso3, organization = row["iso3"] or None, row["organization"] or None
        tenancy = Tenancy(row["person"], row["kind"], iso3, organization, row["from"], row["to"])
        for name in dict.fromkeys(fold(name) for name in names):
            by_name.setdefault(name, []).append(tenancy)
        for surname in dict.fromkeys(_surname(fold(name), iso3) for name in names):
            by_surname.setdefault(surname, []).append(tenancy)
    return Holders({k: tuple(v) for k, v in by_name.items()}, {k: tuple(v) for k, v in by_surname.items()})
