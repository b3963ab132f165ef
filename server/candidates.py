"""The entities of the served graph by name, for matching, read once a snapshot; and the gazetteer beside them."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Mapping
from typing import Final, cast

from pyoxigraph import Literal, NamedNode

from kg.errors import CommuniqueError
from kg.link.gazetteer import open_gazetteer
from kg.link.matching import Known, Matcher, NameIndex, entity_classes
from kg.store.results import Rows
from ontology.terms import CMQ, WIKIDATA, Cmq, Owl, Rdf, Rdfs, Skos
from server.engine import Engine
from server.facts import leaf_types

_LOG: Final = logging.getLogger(__name__)
_NAMED: Final = """
SELECT ?entity ?predicate ?value WHERE {{
  GRAPH <{entities}> {{ ?entity rdfs:label ?label }}
  {{ GRAPH <{entities}> {{ ?entity ?predicate ?value }} VALUES ?predicate {{ {predicates} }} }}
  UNION
  {{ ?entity ?predicate ?value . VALUES ?predicate {{ skos:altLabel cmq:ofState cmq:inState }} }}
}}
"""


class MatcherOf:
    """A matcher of the graph as it is now.

    Its names are read again when the graph is in another state (`Engine.state`). The gazetteer is opened once in each
    thread; without one only the graph is matched with.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._names: tuple[object, NameIndex] | None = None
        self._local = threading.local()

    def __call__(self) -> Matcher:
        """A matcher for this thread and the present snapshot."""
        if not hasattr(self._local, "gazetteer"):
            try:
                self._local.gazetteer = open_gazetteer()
            except CommuniqueError as exc:
                _LOG.warning("No gazetteer to reconcile with: %s", exc)
                self._local.gazetteer = None
        return Matcher(self._index(), self._local.gazetteer)

    def _index(self) -> NameIndex:
        version = self._engine.state()
        with self._lock:
            if self._names is None or self._names[0] != version:
                self._names = version, NameIndex(read_names(self._engine))
            return self._names[1]


def read_names(engine: Engine) -> list[Known]:
    """The entities of the graph with their names, classes, states and items."""
    base = engine.config.base
    predicates = " ".join(f"<{p}>" for p in (Rdfs.label, Rdf.type, Owl.sameAs, Cmq.iso3))
    table = engine.table(_NAMED.format(entities=f"{base}graph/entities", predicates=predicates), volatile=True)
    rows = cast("Rows", table.result)
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entity, predicate, value in rows.rows:
        if (
            isinstance(entity, NamedNode)
            and isinstance(predicate, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            found[entity.value][predicate.value].add(value.value)
    known = (_known(iri.removeprefix(base), values) for iri, values in sorted(found.items()) if iri.startswith(base))
    return [entity for entity in known if entity.kinds]


def _known(identifier: str, values: Mapping[str, set[str]]) -> Known:
    name = min(values[Rdfs.label])
    kinds = tuple(iri.removeprefix(CMQ) for iri in leaf_types(values[Rdf.type]))
    states = sorted(values[Cmq.iso3]) or [
        iri[-3:] for iri in sorted(values[Cmq.ofState] | values[Cmq.inState]) if "/state/" in iri
    ]
    items = sorted(iri.removeprefix(WIKIDATA) for iri in values[Owl.sameAs] if iri.startswith(WIKIDATA))
    return Known(
        identifier,
        name,
        tuple(kind for kind in kinds if kind in entity_classes()),
        tuple(sorted(values[Skos.altLabel] - {name})),
        states[0] if states else "",
        items[0] if items else "",
    )
