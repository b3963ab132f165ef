"""The prefixes that a query may use without declaring them, as the engine is given them."""

from __future__ import annotations

from typing import Final

from ontology.terms import PREFIXES

_STARTS: Final = tuple((name, f"{name}:", iri) for name, iri in PREFIXES.items())


def declared(query: str) -> str:
    """The query with declarations of the prefixes that it uses, as other engines and editors want them."""
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in prefixes_for(query).items()]
    return "\n".join([*lines, query])


def prefixes_for(query: str) -> dict[str, str]:
    """Those of ours that a query can mean: the engine reads every one it is given, at a microsecond each."""
    return {name: iri for name, start, iri in _STARTS if start in query}
