"""Links that the gazetteer does not have, sought at Wikidata: `communique link --online`.

    unlinked      things of the graph without a link, which a line of a file of links can name
    decide        of the items that have exactly that name: the one that fits, or none
    online.tsv    in the database's folder: what was found, a line a thing, replayed at each build after the user's file

Only an item of the right class is weighed, and one whose state is known to be another, or whose person died before
the first article, is dropped. It is taken at `ACCEPT` and with a lead of `GAP` on the next: a name alone is never
enough. Both were chosen so that two agreeing signs are needed and namesakes of one state exclude each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import DataError
from kg.graph.export import write_file
from kg.graph.iris import Iris
from kg.lexicon.tables import parse_table
from kg.link.corrections import Correction
from kg.link.pages import add_pages, read_pages
from kg.link.settle import replace_links, settle
from kg.link.wikidata import Row, Wikidata
from kg.store.embedded import Database, query_store
from kg.store.results import Rows
from ontology.terms import CMQ, WIKIDATA

ACCEPT: Final = 0.8
GAP: Final = 0.2
BY_LABEL: Final = 0.6
BY_ALIAS: Final = 0.5
SAME_STATE: Final = 0.25
"""Also for an international organization that is sought as one: it has no state."""
OFFICE: Final = 0.1
FILE: Final = "online.tsv"
COLUMNS: Final = ("kind", "name", "iso3", "item", "score", "date", "source", "reason")
QUERIES: Final = (
    ("Person", "find-person"),
    ("Vessel", "find-ship"),
    ("Organization", "find-organization"),
    ("Place", "find-place"),
)
"""Which query is for which things; the first that fits. Other kinds (unnamed sources, peoples) are not sought."""
INTERNATIONAL: Final = frozenset({"InternationalOrganization", "Alliance"})

_SCOPE: Final = re.compile(r"-([A-Z]{3})(?:-[0-9a-f]{16})?\Z")
_HEAD: Final = (
    "# Links found at Wikidata by `communique link --online`. Delete a line to drop it, or deny it in your own file.\n"
)
_UNLINKED: Final = """
PREFIX cmq: <https://w3id.org/communique/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?thing ?name ?type (MIN(?issued) AS ?first) WHERE {
  GRAPH <ENTITIES> { ?thing rdfs:label ?name ; a ?type }
  OPTIONAL { ?article schema:mentions ?thing ; dcterms:issued ?issued }
  FILTER NOT EXISTS { ?thing owl:sameAs ?item }
  FILTER NOT EXISTS {
    ?decision sssom:subject_id ?thing ; cmq:linkStatus ?status .
    FILTER (?status != cmq:NotFound)
  }
} GROUP BY ?thing ?name ?type
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something without a link: its class, label, the state of its scope (or empty), its query, its first article."""

    kind: str
    name: str
    iso3: str
    query: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one thing: "Linked" with an item, "Ambiguous" or "NotFound"; the score is that of the best item."""

    thing: Thing
    status: str
    item: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class OnlineReport:
    """Things that were sought, what came of them, and how many requests that took."""

    found: tuple[Found, ...]
    requests: int

    def count(self, status: str) -> int:
        """How many came to that."""
        return sum(found.status == status for found in self.found)


Progress = Callable[[int, int, str], None]
"""Called after each thing with how many are done, how many there are, and its name."""


def _no_progress(done: int, total: int, name: str) -> None:
    """Say nothing."""


def unlinked(store: Store, iris: Iris) -> list[Thing]:
    """Things that no article, no user and no gazetteer has decided about, sorted."""
    rows = query_store(store, _UNLINKED.replace("ENTITIES", iris.graph("entities")))
    assert isinstance(rows, Rows)
    types: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str], str] = {}
    for thing, name, kind, issued in rows.rows:
        assert isinstance(thing, NamedNode)
        assert isinstance(name, Literal)
        assert isinstance(kind, NamedNode)
        types[thing.value, name.value].add(kind.value.removeprefix(CMQ))
        first[thing.value, name.value] = issued.value if isinstance(issued, Literal) else ""
    things = (_thing(iri, name, types[iri, name], first[iri, name], iris) for iri, name in types)
    return sorted((t for t in things if t), key=lambda t: (t.query, t.name, t.iso3, t.kind))


def _thing(iri: str, name: str, types: set[str], first: str, iris: Iris) -> Thing | None:
    """A thing whose class and scope give back its IRI; None for one of a single article, or of a kind not sought."""
    query = next((query for kind, query in QUERIES if kind in types), None)
    if not name.isprintable():
        return None  # a file of links could not name it
    scope = found[1] if (found := _SCOPE.search(iri)) else None
    for kind in sorted(types):
        for iso3 in {scope, None}:
            if query and iris.entity(kind, name, iso3) == iri:
                return Thing(kind, name, iso3 or "", query, first)
    return None


def seek(wikidata: Wikidata, things: Sequence[Thing], progress: Progress = _no_progress) -> list[Found]:
    """A decision on each thing, in their order. Raises EndpointError; answers up to then are remembered."""
    by_query: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        by_query[thing.query].append(thing)
    found: dict[Thing, Found] = {}
    for query, group in by_query.items():
        names = sorted({thing.name for thing in group})
        for name, rows in wikidata.find(query, names):
            for thing in (t for t in group if t.name == name):
                found[thing] = decide(thing, rows)
                progress(len(found), len(things), name)
    return [found[thing] for thing in things]


def decide(thing: Thing, rows: Iterable[Row]) -> Found:
    """The item that a thing is, by what Wikidata says of each that has its name."""
    by_item: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_item[row.get("item", "").removeprefix(WIKIDATA)].append(row)
    scored = [(*_score(thing, facts), item) for item, facts in by_item.items() if re.fullmatch(r"Q[1-9]\d*", item)]
    ranked = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[2]))
    if not ranked:
        reason = "no item of that name fits" if scored else "no item has that name"
        return Found(thing, "NotFound", "", 0.0, reason)
    score, why, item = ranked[0]
    if len(ranked) > 1 and score - ranked[1][0] < GAP - 1e-9:
        return Found(thing, "Ambiguous", "", score, f"{item} and {ranked[1][2]} fit alike: {why}")
    if score < ACCEPT - 1e-9:
        return Found(thing, "NotFound", "", score, f"{item} has the name and nothing more: {why}")
    return Found(thing, "Linked", item, score, why)


def _score(thing: Thing, facts: Sequence[Row]) -> tuple[float, str]:
    """How well an item fits (0..1) and why; 0 when it cannot be the thing."""
    states = {row["iso3"] for row in facts if "iso3" in row}
    died = min((row["died"] for row in facts if "died" in row), default="")
    if thing.iso3 and states and thing.iso3 not in states:
        return 0.0, "another state"
    if died and thing.first and died[:10] < thing.first[:10]:
        return 0.0, "died before"
    by_label = any(row.get("how") == "label" for row in facts)
    score, why = (BY_LABEL, ["its label"]) if by_label else (BY_ALIAS, ["an alias"])
    if thing.iso3 and thing.iso3 in states:
        score, why = score + SAME_STATE, [*why, f"state {thing.iso3}"]
    if thing.kind in INTERNATIONAL and not thing.iso3 and _says(facts, "international"):
        score, why = score + SAME_STATE, [*why, "international"]
    if _says(facts, "office"):
        score, why = score + OFFICE, [*why, "held an office"]
    return round(score, 2), ", ".join(why)


def _says(facts: Iterable[Row], name: str) -> bool:
    return any(row.get(name) == "true" for row in facts)


def apply_online(db: Path, base: str, corrections: Sequence[Correction]) -> int:
    """Settle the links of a database anew with all corrections, publish it, and give how many things have a link."""
    with Database(db, base) as database:
        settled = settle(database.store, database.iris, corrections)
        replace_links(database.store, database.iris, settled)
        add_pages(database.store, database.iris, read_pages(db))
        database.publish()
    return len(settled.items)


# The file


def write_online(db: Path, found: Iterable[Found], source: str, today: date) -> None:
    """Put the links into `<db>/online.tsv`, beside those of earlier runs, in one step. Raises UsageError, DataError."""
    rows = {(row["kind"], row["name"], row["iso3"]): row for row in _read(db / FILE)}
    for one in found:
        thing = one.thing
        if one.status == "Linked":
            cells = (
                thing.kind,
                thing.name,
                thing.iso3,
                one.item,
                f"{one.score:.2f}",
                today.isoformat(),
                source,
                one.reason,
            )
            rows[thing.kind, thing.name, thing.iso3] = dict(zip(COLUMNS, cells, strict=True))
    lines = ["\t".join(COLUMNS), *("\t".join(row[c] for c in COLUMNS) for _, row in sorted(rows.items()))]
    write_file(db / FILE, (_HEAD + "\n".join(lines) + "\n").encode("utf-8"))


def read_online(db: Path) -> tuple[Correction, ...]:
    """The links of `<db>/online.tsv`, each to stand where nothing else says so; none where there is no such file.

    Raises DataError for a line that cannot be understood.
    """
    return tuple(_correction(row, db / FILE) for row in _read(db / FILE))


def _read(path: Path) -> tuple[Mapping[str, str], ...]:
    if not path.exists():
        return ()
    try:
        rows = parse_table(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path} cannot be read ({exc}). Delete it and run communique link --online again.") from exc
    if any(set(row) != set(COLUMNS) for row in rows):
        raise DataError(f"{path} has other columns than {', '.join(COLUMNS)}. Delete it; it is found again.")
    return rows


def _correction(row: Mapping[str, str], path: Path) -> Correction:
    try:
        score = float(row["score"])
    except ValueError as exc:
        raise DataError(f"{path}: {row['score']!r} is no score from 0 to 1.") from exc
    if not re.fullmatch(r"Q[1-9]\d*", row["item"]) or not 0.0 <= score <= 1.0:
        raise DataError(f"{path}: {row['name']} has no Wikidata item or no score from 0 to 1.")
    return Correction(
        "add", row["kind"], row["name"], row["iso3"], row["item"], row["reason"], row["source"], row["date"], score
    )
