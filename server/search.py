"""The search page: things of the graph by any of their names, offices and articles by their titles.

Names are compared as in matching: without accents and case, each word of the question the beginning of a word of
the name. Where nothing begins so, the names that are most alike are offered. Without a question the page lists what
most articles mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request
from pyoxigraph import Literal, NamedNode

from kg.link.folding import fold_name
from kg.link.matching import Known, NameIndex, entity_classes
from server.candidates import MatcherOf
from server.engine import Engine
from server.facts import label_nodes, term_text
from server.links import Linker, Shown
from server.pages import show_page

LISTED: Final = 60
"""Things, offices and articles of one answer each: what a reader looks through."""
LONGEST: Final = 200
"""Characters of a question that are looked at; no name is longer."""
ALIKE: Final = 0.7
"""The least likeness of a name that is offered where none begins so: "Zelenski" and "Zelenskyy" have 0.82."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found: its page, its kind, and the names it has beside."""

    shown: Shown
    kind: str
    names: str = ""


def make_blueprint(engine: Engine, matcher: MatcherOf) -> Blueprint:
    """The route of the search page."""
    blueprint = Blueprint("search", __name__)
    linker = Linker(engine.config.base)

    @blueprint.get("/search")
    def search() -> Response:
        asked = request.args.get("q", "").strip()[:LONGEST]
        if not asked:
            mentioned = _mentioned(engine, linker)
            return show_page("search.html", asked="", groups=[("Most mentioned", mentioned)] if mentioned else [])
        named, alike = find_things(matcher().graph, asked)
        groups = [
            ("Actors, places and assets", [_found(entity, linker) for entity in named]),
            ("Offices", _titled(engine, linker, _OFFICES, asked)),
            ("Articles", _titled(engine, linker, _ARTICLES, asked)),
        ]
        groups = [group for group in groups if group[1]]
        if not groups and alike:
            groups = [("Nothing is called so; these names are alike", [_found(entity, linker) for entity in alike])]
        return show_page("search.html", asked=asked, groups=groups)

    return blueprint


def find_things(index: NameIndex, asked: str) -> tuple[list[Known], list[Known]]:
    """The entities that a question names, and others with a name that is like it; the likest first."""
    words = fold_name(asked).split()
    near = {index.by_id[entity]: share for entity, share in index.search(asked).items()}
    likest = sorted(near, key=lambda entity: (-near[entity], entity.name, entity.id))
    named = [entity for entity in likest if _begins(entity, words)]
    return named[:LISTED], [entity for entity in likest if near[entity] >= ALIKE and entity not in named][:LISTED]


def _begins(entity: Known, words: Iterable[str]) -> bool:
    """Whether each word begins one of some name of the entity."""
    names = [fold_name(name).split() for name in (entity.name, *entity.names)]
    return any(all(any(part.startswith(word) for part in name) for word in words) for name in names)


def _found(entity: Known, linker: Linker) -> Found:
    kind = ", ".join(entity_classes().get(kind, kind) for kind in entity.kinds)
    iri = linker.base + entity.id
    return Found(Shown(entity.name, linker.href(iri), iri), kind, ", ".join(entity.names[:5]))


def _titled(engine: Engine, linker: Linker, query: str, asked: str) -> list[Found]:
    """Offices or articles with each word of the question in their titles."""
    tests = " && ".join(f"CONTAINS(?text, {Literal(word.lower())})" for word in asked.split())
    return _listed(engine, linker, query.format(tests=tests, limit=LISTED), lambda about: about)


def _mentioned(engine: Engine, linker: Linker) -> list[Found]:
    return _listed(engine, linker, _MENTIONED.format(limit=LISTED), lambda count: f"articles: {count}")


def _listed(engine: Engine, linker: Linker, query: str, say: Callable[[str], str]) -> list[Found]:
    """Nodes of rows of thing and remark, in their order."""
    rows = [(row[0], term_text(row[1]) if row[1] else "") for row in engine.rows(query).rows]
    labels = label_nodes(engine, (thing.value for thing, _ in rows if isinstance(thing, NamedNode)))
    return [Found(linker.show(thing, labels), say(remark)) for thing, remark in rows if thing]


_OFFICES: Final = """
SELECT DISTINCT ?thing ?remark WHERE {{
  ?thing a cmq:Role ; rdfs:label ?label . OPTIONAL {{ ?thing cmq:roleIn/rdfs:label ?body }}
  OPTIONAL {{ ?thing cmq:roleKind/rdfs:label ?remark }}
  BIND (LCASE(CONCAT(?label, " ", COALESCE(?body, ""))) AS ?text) FILTER ({tests})
}} ORDER BY ?label ?body STR(?thing) LIMIT {limit}"""
_ARTICLES: Final = """
SELECT DISTINCT ?thing ?remark WHERE {{
  ?thing a cmq:Article ; dcterms:identifier ?identifier . OPTIONAL {{ ?thing dcterms:title ?title }}
  OPTIONAL {{ ?thing dcterms:publisher ?publisher }} OPTIONAL {{ ?thing dcterms:issued ?issued }}
  BIND (LCASE(CONCAT(?identifier, " ", COALESCE(?title, ""), " ", COALESCE(?publisher, ""))) AS ?text) FILTER ({tests})
  BIND (CONCAT(COALESCE(CONCAT(?publisher, ", "), ""), COALESCE(STR(?issued), "without a date")) AS ?remark)
}} ORDER BY DESC(STR(?issued)) STR(?thing) LIMIT {limit}"""
_MENTIONED: Final = """
SELECT ?thing (COUNT(DISTINCT ?article) AS ?articles) WHERE {{ ?article schema:mentions ?thing . ?thing a cmq:Actor }}
GROUP BY ?thing ORDER BY DESC(?articles) STR(?thing) LIMIT {limit}"""
