"""The kinds of query that are measured: what the pages and the named queries do, one kind a function.

Each gives as many different texts as are wanted, all over the same work, so a server that remembers answers can
be measured with and without luck. The texts are for any server: they declare their prefixes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from kg.graph.iris import Iris
from ontology.terms import PREFIXES
from server.bench.drive import Ask
from server.bench.graph import FIRST_DAY, STATES, TYPES, WORDS

RESULTS: Final = "application/sparql-results+json"
GRAPH: Final = "application/n-triples"
ROWS: Final = 100_000
TEXT_WORDS: Final = tuple(dict.fromkeys(WORDS))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query: its name, the text of the n-th query, and the format that is asked for."""

    name: str
    text: Callable[[int, str], str]
    accept: str = RESULTS
    variants: int = 10_000
    """So many texts differ."""

    def query(self, number: int, base: str) -> str:
        """The n-th text with its prefixes; `base` is that of the data."""
        body = self.text(number % self.variants, base)
        used = (name for name in PREFIXES if f"{name}:" in body)
        return "\n".join([*(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used), body])

    def ask(self, number: int, base: str) -> Ask:
        """The n-th text as a request; the right answer is not known."""
        return Ask(self.query(number, base), self.accept)


def _article(number: int, base: str) -> str:
    return Iris(base).article(f"made-{number:06}")


def _point(n: int, base: str) -> str:
    return f"SELECT ?p ?o WHERE {{ <{_article(n % 2500, base)}> ?p ?o }} LIMIT {100 + n // 2500}"


def _day(n: int) -> str:
    return (FIRST_DAY + timedelta(days=n % 700)).isoformat()


def _join(n: int, _base: str) -> str:
    return (
        f"SELECT ?who ?whom ?date WHERE {{ ?a a cmq:{TYPES[n % len(TYPES)]} ; cmq:actor/rdfs:label ?who ; "
        "cmq:recipient/rdfs:label ?whom ; cmq:startDate ?date . "
        f'FILTER (?date >= "{_day(n)}"^^xsd:date && ?date < "{_day(n + 20)}"^^xsd:date) }} '
        f"ORDER BY ?date LIMIT {50 + n}"
    )


def _group(n: int, _base: str) -> str:
    return (
        "SELECT ?name ?type (COUNT(?a) AS ?count) WHERE { ?a cmq:actor ?actor ; a ?type . ?actor a cmq:State ; "
        f"rdfs:label ?name }} GROUP BY ?name ?type HAVING (COUNT(?a) >= {-n}) "
        "ORDER BY DESC(?count) ?name ?type"
    )


def _path(n: int, base: str) -> str:
    return (
        f"SELECT DISTINCT ?other WHERE {{ <{base}state/{STATES[n % len(STATES)][:3]}> "
        f"(^cmq:actor/cmq:recipient)+ ?other }} LIMIT {200 + n // len(STATES)}"
    )


def _text(n: int, _base: str) -> str:
    first, second = TEXT_WORDS[n % len(TEXT_WORDS)], TEXT_WORDS[n // len(TEXT_WORDS) % len(TEXT_WORDS)]
    return (
        "SELECT ?quote WHERE { ?passage a cmq:Passage ; cmq:exact ?quote "
        f'FILTER (CONTAINS(?quote, "{first} {second}")) }}'
    )


def _construct(n: int, base: str) -> str:
    return (
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?passage cmq:inArticle <{_article(n % 2500, base)}> . "
        f"?s cmq:evidence ?passage ; ?p ?o }}"
    )


def _rows(n: int, _base: str) -> str:
    return f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {ROWS + n}"


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("point", _point),
            Kind("join", _join),
            Kind("group-by", _group),
            Kind("path", _path),
            Kind("text", _text, variants=len(TEXT_WORDS) ** 2),
            Kind("construct", _construct, GRAPH, variants=2500),
            Kind("100,000 rows", _rows),
        )
    }
)
MIX: Final = ("point",) * 12 + ("construct",) * 4 + ("join",) * 2 + ("text", "group-by")
"""The mixed work: mostly look-ups, as pages ask them."""
