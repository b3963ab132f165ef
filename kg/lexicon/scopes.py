"""Words that say how a clause stands to what is around it: negation, condition, modals, control (`scopes.tsv`)."""

from __future__ import annotations

from functools import cache

from kg.errors import DataError
from kg.lexicon.tables import read_table


@cache
def scope_words(kind: str) -> frozenset[str]:
    """The words of a kind ("condition", "negator", "object control"); raises DataError for a kind without any."""
    words = frozenset(row["word"] for row in read_table("scopes") if row["kind"] == kind)
    if not words:
        raise DataError(f"kg/lexicon/scopes.tsv: no word of kind {kind!r}. Add one, or ask for another kind.")
    return words
