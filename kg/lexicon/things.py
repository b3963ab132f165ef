"""Words about things: what is done to them, who runs them, what makes them military (`things.tsv`)."""

from __future__ import annotations

from functools import cache

from kg.errors import DataError
from kg.lexicon.tables import read_table


@cache
def thing_words(kind: str) -> frozenset[str]:
    """The words of a kind ("done to a thing", "running"); raises DataError for a kind without any."""
    words = frozenset(row["word"] for row in read_table("things") if row["kind"] == kind)
    if not words:
        raise DataError(f"kg/lexicon/things.tsv: no word of kind {kind!r}. Add one, or ask for another kind.")
    return words
