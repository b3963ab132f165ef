"""Publishers by the names they go by: canonical name, aliases and web domain, from `publishers.tsv`.

A name that is not in the table may still be a publisher's: the head of the article says so by its form.
"""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon.tables import read_table

_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_EDGES = " \t\u00a0.,;:|()[]-–—•●"


def find_publisher(name: str) -> str | None:
    """The canonical name of a publisher known by this name, alias or domain; None when unknown."""
    return _index().get(_key(name))


def domain_of(name: str) -> str | None:
    """The web domain of a publisher by its canonical name, or None."""
    return _domains().get(name)


def find_domain(text: str) -> str | None:
    """The publisher of the first web domain in the text that is in the table, or None."""
    for match in _DOMAIN.finditer(text):
        found = find_publisher(match[0].lower().removeprefix("www."))
        if found:
            return found
    return None


@cache
def _index() -> dict[str, str]:
    """Every name, alias and domain, folded, to the canonical name; the first row wins."""
    index: dict[str, str] = {}
    for row in read_table("publishers"):
        for name in (row["name"], *row["aliases"].split(";"), row["domain"]):
            if name.strip():
                index.setdefault(_key(name), row["name"])
    return index


@cache
def _domains() -> dict[str, str]:
    return {row["name"]: row["domain"] for row in read_table("publishers") if row["domain"].strip()}


def _key(name: str) -> str:
    """A name without its edges, its article and its case."""
    return " ".join(name.strip(_EDGES).casefold().removeprefix("the ").split())
