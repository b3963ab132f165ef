"""How many links lead from this graph to other data sets: what a VoID description tells as linksets.

Pure: a function that answers SELECT queries comes in (`query_store` of a store, `rows` of the server's engine), counts
come out. A link that stands in two graphs counts once.

Source: https://www.w3.org/TR/void/, section 5
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.store.results import Rows
from ontology.terms import WIKIDATA, Owl, Rdfs, Schema, Skos


@dataclass(frozen=True, slots=True)
class LinkedData:
    """A data set that is linked to: its name, home page, and how the IRIs of its things begin."""

    name: str
    home: str
    space: str


@dataclass(frozen=True, slots=True)
class Linkset:
    """Links to one data set by one predicate: the links, and the things here that have one."""

    target: LinkedData
    predicate: str
    triples: int
    subjects: int


LINKED: Final = (
    LinkedData("Wikidata", "https://www.wikidata.org/", WIKIDATA),
    LinkedData("GeoNames", "https://www.geonames.org/", "https://www.geonames.org/"),
    LinkedData("DBpedia", "https://www.dbpedia.org/", "http://dbpedia.org/resource/"),
)
PREDICATES: Final = (Owl.sameAs, Schema.sameAs, Skos.exactMatch, Skos.closeMatch, Rdfs.seeAlso)
_COUNT: Final = """
SELECT ?predicate (COUNT(*) AS ?triples) (COUNT(DISTINCT ?thing) AS ?subjects) WHERE {{
  SELECT DISTINCT ?thing ?predicate ?other WHERE {{
    VALUES ?predicate {{ {predicates} }}
    ?thing ?predicate ?other .
    FILTER (STRSTARTS(STR(?other), "{space}"))
  }}
}} GROUP BY ?predicate ORDER BY ?predicate
"""


def count_linksets(ask: Callable[[str], Rows]) -> tuple[Linkset, ...]:
    """The linksets that are not empty, by data set in the order of `LINKED` and then by predicate.

    `ask` answers a SELECT query over the union of all graphs.
    """
    predicates = " ".join(f"<{predicate}>" for predicate in PREDICATES)
    found: list[Linkset] = []
    for target in LINKED:
        for predicate, triples, subjects in ask(_COUNT.format(predicates=predicates, space=target.space)).rows:
            if isinstance(predicate, NamedNode) and isinstance(triples, Literal) and isinstance(subjects, Literal):
                found.append(Linkset(target, predicate.value, int(triples.value), int(subjects.value)))
    return tuple(found)
