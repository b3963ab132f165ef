"""From an Accept header to the format to answer in.

The most specific range that matches a format gives its quality; the best quality wins, and between equals
the server's own order. Parameters other than q are not compared. What cannot be read in the header is passed
over. Source: RFC 9110, section 12.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from server.errors import NotAcceptableError

MAX_RANGES: Final = 64
"""Entries of an Accept header that are read; browsers and libraries send under 15."""


class Offer(NamedTuple):
    """One format: `media_type` is what is compared, `content_type` what is sent, `name` its name in URLs."""

    media_type: str
    name: str
    charset: str = ""

    @property
    def content_type(self) -> str:
        """The value for Content-Type."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


HTML: Final = Offer("text/html", "html", "utf-8")
RESULT_OFFERS: Final = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("application/xml", "xml"),
    Offer("text/csv", "csv", "utf-8"),
    Offer("text/tab-separated-values", "tsv", "utf-8"),
)
"""For SELECT and ASK, best first."""
GRAPH_OFFERS: Final = (
    Offer("text/turtle", "ttl", "utf-8"),
    Offer("application/n-triples", "nt"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/json", "jsonld"),
    Offer("application/rdf+xml", "rdfxml"),
    Offer("application/xml", "rdfxml"),
)
"""For CONSTRUCT, DESCRIBE and descriptions of nodes, best first."""

_RANGE: Final = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+)/([!#$%&'*+.^_`|~\w-]+)\s*((?:;[^;]*)*)\s*\Z", re.ASCII)
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|\Z)", re.IGNORECASE | re.ASCII)
_HAS_QUALITY: Final = re.compile(r";\s*q\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of an Accept header, e.g. `text/*;q=0.5`."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """2 for the same type, 1 for `type/*`, 0 for `*/*`, -1 for no match."""
        kind, _, rest = media_type.partition("/")
        if (self.type, self.subtype) == (kind, rest):
            return 2
        if self.subtype == "*" and self.type in (kind, "*"):
            return 1 if self.type == kind else 0
        return -1


@lru_cache(256)
def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """The ranges of an Accept header; entries that break the syntax are left out."""
    found = (_parse_range(entry) for entry in header.split(",")[:MAX_RANGES])
    return tuple(entry for entry in found if entry is not None)


def _parse_range(entry: str) -> MediaRange | None:
    match = _RANGE.match(entry)
    if match is None:
        return None
    kind, subtype, parameters = match[1].lower(), match[2].lower(), match[3]
    quality = _QUALITY.search(parameters)
    if quality is None and _HAS_QUALITY.search(parameters):
        return None
    return MediaRange(kind, subtype, float(quality[1]) if quality else 1.0)


def quality_of(ranges: Iterable[MediaRange], media_type: str) -> float:
    """How much the client wants a type, 0..1; 0 is not at all."""
    scored = [(entry.specificity(media_type), entry.quality) for entry in ranges]
    return max((pair for pair in scored if pair[0] >= 0), default=(0, 0.0))[1]


@lru_cache(256)
def choose(accept: str | None, offers: tuple[Offer, ...]) -> Offer:
    """The offer that suits the client best; without a header the first.

    Raises NotAcceptableError, naming what there is, when none suits.
    """
    if accept is None or not accept.strip():
        return offers[0]
    ranges = parse_accept(accept)
    qualities = [quality_of(ranges, offer.media_type) for offer in offers]
    best = max(qualities)
    if best <= 0:
        raise NotAcceptableError(f"No format that you accept can be given. Accept one of: {media_types(offers)}.")
    return offers[qualities.index(best)]


def by_name(name: str, offers: Sequence[Offer]) -> Offer:
    """The offer with a short name such as `csv`. Raises NotAcceptableError, naming those that there are."""
    for offer in offers:
        if offer.name == name:
            return offer
    names = ", ".join(dict.fromkeys(offer.name for offer in offers))
    raise NotAcceptableError(f"There is no format {name!r} for this answer. Ask for one of: {names}.")


def media_types(offers: Iterable[Offer]) -> str:
    """The media types of some offers, for a sentence."""
    return ", ".join(dict.fromkeys(offer.media_type for offer in offers))
