"""Words by what they do: to clauses (`scopes.tsv`: negation, condition, control), and to things (`things.tsv`).

And nouns by what they tell of (`nouns.tsv`: deeds, talks, fighters).
"""

from __future__ import annotations

from functools import cache

from kg.errors import DataError
from kg.lexicon.tables import read_table


def scope_words(kind: str) -> frozenset[str]:
    """The words of a kind ("condition", "negator", "object control"); raises DataError for a kind without any."""
    return _words("scopes", kind)


def thing_words(kind: str) -> frozenset[str]:
    """The words of a kind ("done to a thing", "running"); raises DataError for a kind without any."""
    return _words("things", kind)


def noun_words(kind: str) -> frozenset[str]:
    """The nouns of a kind ("deed", "fighter"); raises DataError for a kind without any."""
    return _words("nouns", kind)


@cache
def _words(table: str, kind: str) -> frozenset[str]:
    words = frozenset(row["word"] for row in read_table(table) if row["kind"] == kind)
    if not words:
        raise DataError(f"kg/lexicon/{table}.tsv: no word of kind {kind!r}. Add one, or ask for another kind.")
    return words
