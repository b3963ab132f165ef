"""Matching the rows of somebody's table with entities: the rules behind the reconciliation service, without HTTP.

    Known          an entity as it can be matched: identifier, name, classes, other names, state, Wikidata item
    NameIndex      entities of the graph by name;  the gazetteer has an index of its own
    Matcher        candidates for a query, best first, with their features; suggestions for a prefix

An identifier is the path of an IRI behind the base (`person/antony-blinken-USA`), the same in graph and gazetteer.
Scores go from 0 to 100. A candidate is a match only when name, class and properties leave no doubt (`MATCH`) and no
other comes near it (`LEAD`): a wrong match poisons a table as a wrong link does a graph.

Source: Reconciliation Service API 0.2, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Final

from kg.link.asked import LARGEST_LIMIT, Query
from kg.link.folding import fold_name
from kg.link.gazetteer import Entity, Gazetteer
from ontology.model import ancestors, classes, labels
from ontology.terms import CMQ, WIKIDATA, Cmq

ALIAS: Final = 0.95
"""What another name than the first is worth, as in the gazetteer."""
LEAST: Final = 0.5
"""Names less alike than this are no candidates: found by looking at lists of ministers, half the letters differ."""
MATCH: Final = 90.0
LEAD: Final = 10.0
START: Final = 3
"""Letters that a word must begin with to be looked at; misspellings mostly come later in a word."""
OTHER_CLASS: Final = 0.7
"""Factor for a candidate of another class, where the class is a wish ("should")."""
OTHER_VALUE: Final = 0.5
"""Factor for each property whose value is known and another."""
PROPERTIES: Final = {"country": "country (ISO 3166-1 alpha-3 code)", "wikidata": "Wikidata item", "name": "name"}

_QID: Final = re.compile(r"Q[1-9][0-9]*\Z")


@dataclass(frozen=True, slots=True)
class Known:
    """An entity; `kinds` are its most specific classes, `iso3` and `qid` empty where unknown."""

    id: str
    name: str
    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()
    iso3: str = ""
    qid: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored entity (0..100), whether it is taken for a match, and the features of its score by name."""

    entity: Known
    score: float
    match: bool
    features: Mapping[str, float | bool]


# Classes


@cache
def entity_classes() -> Mapping[str, str]:
    """The classes that entities have, by name, with their labels."""
    tops = {Cmq.Actor, Cmq.Place, Cmq.Asset}
    found = [iri for iri in classes() if iri in tops or tops & set(ancestors(iri))]
    return {iri.removeprefix(CMQ): labels().get(iri, iri.removeprefix(CMQ)) for iri in found}


@cache
def broader(kind: str) -> tuple[str, ...]:
    """A class and all above it, by name; only itself where it is none of the ontology's."""
    if CMQ + kind not in classes():
        return (kind,)
    return (kind, *(iri.removeprefix(CMQ) for iri in ancestors(CMQ + kind)))


def _has_type(known: Known, wanted: str) -> bool:
    return any(wanted in broader(kind) for kind in known.kinds)


# Names


class NameIndex:
    """Entities by the beginnings of the words of their names; it holds all of them in memory."""

    def __init__(self, entities: Iterable[Known]) -> None:
        self.by_id = {entity.id: entity for entity in entities}
        self.by_qid: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_start: defaultdict[str, set[str]] = defaultdict(set)
        self._folded: list[tuple[str, str]] = []
        for entity in self.by_id.values():
            if entity.qid:
                self.by_qid[entity.qid].append(entity)
            for folded in {fold_name(name) for name in (entity.name, *entity.names)}:
                self._folded.append((folded, entity.id))
                for word in folded.split():
                    self._by_start[word[:START]].add(entity.id)
        self._folded.sort()

    def search(self, text: str) -> dict[str, float]:
        """Identifiers of entities with a word that begins like one of the text, and how alike the names are (0..1)."""
        words = fold_name(text).split()
        shared = {entity for word in words for entity in self._by_start.get(word[:START], ())}
        return {entity: likeness(self.by_id[entity], text) for entity in shared}

    def suggest(self, prefix: str) -> list[str]:
        """Identifiers of entities with a name that begins so, in the order of the names."""
        folded = fold_name(prefix)
        return list(dict.fromkeys(entity for name, entity in self._folded if folded and name.startswith(folded)))


def likeness(entity: Known, text: str) -> float:
    """How alike a text and the best of an entity's names are, 0..1."""
    folded = fold_name(text)
    ratios = [_ratio(folded, entity.name), *(ALIAS * _ratio(folded, name) for name in entity.names)]
    return max(ratios)


def _ratio(folded: str, name: str) -> float:
    return SequenceMatcher(None, folded, fold_name(name), autojunk=False).ratio()


# Matching


class Matcher:
    """Matches against the graph, and against the gazetteer where there is one."""

    def __init__(self, graph: NameIndex, gazetteer: Gazetteer | None = None) -> None:
        self.graph = graph
        self.gazetteer = gazetteer

    def entity(self, identifier: str) -> Known | None:
        """The entity of an identifier; None when there is none."""
        here = self.graph.by_id.get(identifier)
        listed = self.gazetteer.entity(identifier) if self.gazetteer else None
        there = self._known(listed) if listed else None
        if here and there:
            names = tuple(sorted({*here.names, *there.names, there.name} - {here.name}))
            return replace(here, names=names, iso3=here.iso3 or there.iso3, qid=here.qid or there.qid,
                           description=there.description)  # fmt: skip
        return here or there

    def match(self, query: Query) -> list[Candidate]:
        """The candidates for a query, best first, at most `query.limit`."""
        scored = [self._score(entity, name, query) for entity, name in self._retrieve(query)]
        ranked = sorted((c for c in scored if c), key=lambda c: (-c.score, c.entity.id))
        lead = ranked[0].score - ranked[1].score if len(ranked) > 1 else 100.0
        if ranked and ranked[0].score >= MATCH and lead >= LEAD and all(v for v in ranked[0].features.values()):
            ranked[0] = replace(ranked[0], match=True)
        return ranked[: query.limit]

    def _retrieve(self, query: Query) -> list[tuple[Known, float | None]]:
        """Entities that may be meant, with the likeness of the name (None: no name was asked for)."""
        if named := self._identified(query.text):
            return [(entity, 1.0) for entity in named]
        if not query.text:
            items = [value for pid, values in query.properties if pid == "wikidata" for value in values]
            names = [value for pid, values in query.properties if pid == "name" for value in values]
            found = [entity for item in items for entity in self._identified(item)]
            return [(e, None) for e in found] or [pair for name in names for pair in self._by_name(name)]
        return list(self._by_name(query.text))

    def _by_name(self, text: str) -> list[tuple[Known, float | None]]:
        found = self.graph.search(text)
        if self.gazetteer:
            for candidate in self.gazetteer.search(text, limit=LARGEST_LIMIT):
                key = candidate.entity.id
                found[key] = max(found.get(key, 0.0), candidate.score)
        entities = ((self.entity(key), score) for key, score in found.items() if score >= LEAST)
        return [(entity, score) for entity, score in entities if entity]

    def _identified(self, text: str) -> list[Known]:
        """The entities whose identifier or Wikidata item the text is."""
        item = text.removeprefix(WIKIDATA)
        if _QID.match(item):
            keys = [entity.id for entity in self.graph.by_qid.get(item, ())]
            keys += [entity.id for entity in self.gazetteer.by_qid(item)] if self.gazetteer else []
            return [entity for key in dict.fromkeys(keys) if (entity := self.entity(key))]
        entity = self.entity(text) if "/" in text else None
        return [entity] if entity else []

    def _score(self, entity: Known, name: float | None, query: Query) -> Candidate | None:
        """None for a candidate whose class a strict query rules out."""
        features: dict[str, float | bool] = {} if name is None else {"name": round(name, 4)}
        score = 100.0 * (1.0 if name is None else name)
        if query.types:
            fits = [_has_type(entity, wanted) for wanted in query.types]
            features["type"] = all(fits) if query.strict == "all" else any(fits)
            if not features["type"]:
                if query.strict != "should":
                    return None
                score *= OTHER_CLASS
        for pid, values in query.properties:
            agreed = self._agrees(entity, pid, values)
            if agreed is not None:
                features[pid] = agreed
                score *= 1.0 if agreed else OTHER_VALUE
        return Candidate(entity, round(score, 2), match=False, features=features)

    def _agrees(self, entity: Known, pid: str, values: Collection[str]) -> bool | None:
        """Whether a property has one of the values; None when nothing is known of it."""
        if pid == "wikidata":
            return entity.qid in {value.removeprefix(WIKIDATA) for value in values} if entity.qid else None
        if pid == "country":
            return entity.iso3 in {self._state(value) for value in values} if entity.iso3 else None
        if pid == "name":
            return max((likeness(entity, value) for value in values), default=0.0) >= MATCH / 100
        return None

    def _state(self, value: str) -> str:
        """The code of a state by its code, identifier or name; the value itself when it is none."""
        if self.gazetteer and not re.fullmatch(r"[A-Z]{3}", value):
            found = [
                c.entity for c in self.gazetteer.lookup(value, ("State",)) if c.via in {"name", "alias", "acronym"}
            ]
            entity = self.gazetteer.entity(value) or (found[0] if len(found) == 1 else None)
            return (entity.iso3 if entity else None) or value
        return value.removeprefix("state/")

    def suggest(self, prefix: str, limit: int, skip: int = 0) -> list[Known]:
        """Entities whose identifier, Wikidata item or the beginning of whose name this is, after the first `skip`."""
        keys = [entity.id for entity in self._identified(prefix)] + self.graph.suggest(prefix)
        if self.gazetteer:
            keys += [found.entity.id for found in self.gazetteer.suggest(prefix, limit=limit + skip)]
        found = (self.entity(key) for key in list(dict.fromkeys(keys))[skip : skip + limit])
        return [entity for entity in found if entity]

    def _known(self, entity: Entity) -> Known:
        assert self.gazetteer
        names = tuple(text for text, via in self.gazetteer.names(entity) if via in {"alias", "acronym"})
        terms = self.gazetteer.terms(entity)
        offices = sorted({term.title for term in terms if not term.end}) or [term.title for term in terms[-1:]]
        return Known(
            entity.id, entity.name, (entity.kind,), names, entity.iso3 or "", entity.qid or "", ", ".join(offices)
        )


def describe(entity: Known) -> str:
    """A line that tells namesakes apart: class, state, offices."""
    kinds = ", ".join(entity_classes().get(kind, kind) for kind in entity.kinds)
    return "; ".join(part for part in (kinds, entity.iso3, entity.description) if part)


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """A candidate in the form of the API."""
    entity = candidate.entity
    return {
        "id": entity.id,
        "name": entity.name,
        "description": describe(entity),
        "type": types_json(entity),
        "score": candidate.score,
        "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
        "match": candidate.match,
    }


def types_json(entity: Known) -> list[dict[str, str]]:
    """An entity's classes in the form of the API, the most specific ones."""
    return [{"id": kind, "name": entity_classes().get(kind, kind)} for kind in entity.kinds]
