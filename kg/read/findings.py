"""What is gathered while the head and the foot of an article are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Span
from kg.read.credits import Credit
from kg.read.dates import WrittenDate

BY_LABEL, BY_DATELINE, BY_BYLINE, BY_UPDATE, BY_ADDRESS, BY_LOOSE = range(6)
"""Where a date stands, best first: a date line, a dateline, a byline, "Updated:" or the foot, a web address, the end
of a line of the head that no reader knows."""


@dataclass(frozen=True, slots=True)
class LooseLine:
    """A line of the head that no reader knows; `publishers` is how many were found above it."""

    number: int
    publishers: int


@dataclass(slots=True)
class Findings:
    """What has been read so far. Of `dates`, the one with the least rank counts; of the rest, the first.

    `known` are the numbers of the head's lines that a reader knew, `loose` those that none did. `story` is the
    offset behind a dateline, once one was read. `year` is that of a copyright line.
    """

    dates: list[tuple[int, WrittenDate]] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    loose: list[LooseLine] = field(default_factory=list)
    story: int | None = None
    year: int | None = None

    def add_date(self, rank: int, date: WrittenDate | None) -> None:
        """Keep a date, if there is one."""
        if date is not None:
            self.dates.append((rank, date))

    def add_publisher(self, name: str | None) -> None:
        """Keep a publisher, if there is one."""
        if name is not None:
            self.publishers.append(name)

    def add_authors(self, names: tuple[str, ...]) -> None:
        """Keep the names that are new."""
        self.authors.extend(name for name in names if name not in self.authors)

    def add_credit(self, credit: Credit, rank: int) -> None:
        """Keep what a byline or a foot line says; `rank` is that of its date."""
        self.add_authors(credit.authors)
        self.add_publisher(credit.publisher)
        self.add_date(rank, credit.date)
        self.year = self.year or credit.year
