"""Pages about linked things, as schema:sameAs: at GeoNames and DBpedia, where Wikidata names them.

    seek_pages    asks for the pages of items            pages.tsv    in the database's folder: an item and its pages
    add_pages     schema:sameAs in graph/links, for every thing that has the item as its owl:sameAs

Pages of cities at GeoNames, which the gazetteer has, stand in the graphs of the articles that name them (`Link.page`).

A page is no second identity: what follows from owl:sameAs does not follow from it. DBpedia names its resources
after the pages of English Wikipedia.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import DataError
from kg.graph.export import write_file
from kg.graph.iris import Iris
from kg.lexicon.tables import parse_table
from kg.link.wikidata import Row, Wikidata
from ontology.terms import WIKIDATA, Owl, Schema

FILE: Final = "pages.tsv"
GEONAMES: Final = "https://www.geonames.org/"
DBPEDIA: Final = "http://dbpedia.org/resource/"

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,9}\Z")
_WIKIPEDIA: Final = re.compile(r"https://en\.wikipedia\.org/wiki/([^\s<>\"{}|^`\\?#]+)\Z")
_PAGE: Final = re.compile(r"https?://[^\s<>\"{}|^`\\]+\Z")
_HEAD: Final = "# Pages about Wikidata items, found by `communique link --online`. Delete a line to drop it.\n"

Progress = Callable[[int, int, str], None]


def _no_progress(done: int, total: int, name: str) -> None:
    """Say nothing."""


def linked_items(store: Store) -> list[str]:
    """The IRIs of the Wikidata items that things are linked to, sorted."""
    quads = store.quads_for_pattern(None, NamedNode(Owl.sameAs), None, None)
    found = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    return sorted(iri for iri in found if iri.startswith(WIKIDATA))


def seek_pages(wikidata: Wikidata, items: Sequence[str], progress: Progress = _no_progress) -> dict[str, list[str]]:
    """The pages of each item that has some. Raises EndpointError; answers up to then are remembered."""
    found: dict[str, list[str]] = {}
    for number, (item, rows) in enumerate(wikidata.find("pages", items, "item"), start=1):
        if pages := sorted({page for row in rows if (page := page_of(row))}):
            found[item] = pages
        progress(number, len(items), item.removeprefix(WIKIDATA))
    return found


def page_of(row: Row) -> str | None:
    """The page that a row names; None for an identifier or address of another form."""
    if _NUMBER.match(row.get("geonames", "")):
        return GEONAMES + row["geonames"]
    title = _WIKIPEDIA.match(row.get("wikipedia", ""))
    return DBPEDIA + title[1] if title else None


def write_pages(db: Path, pages: Mapping[str, Iterable[str]]) -> None:
    """Put the pages into `<db>/pages.tsv` in one step, in the place of what was there. Raises UsageError."""
    lines = [f"{item.removeprefix(WIKIDATA)}\t{page}\n" for item, found in sorted(pages.items()) for page in found]
    write_file(db / FILE, (_HEAD + "item\tpage\n" + "".join(lines)).encode("utf-8"))


def read_pages(db: Path) -> list[tuple[str, str]]:
    """Items and pages of `<db>/pages.tsv` as IRIs; none where there is no such file. Raises DataError."""
    path = db / FILE
    if not path.exists():
        return []
    try:
        rows = parse_table(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path} cannot be read ({exc}). Delete it and run communique link --online again.") from exc
    for row in rows:
        if not re.fullmatch(r"Q[1-9]\d*", row.get("item", "")) or not _PAGE.match(row.get("page", "")):
            raise DataError(f"{path}: {row} is no item with a page. Delete the line.")
    return [(WIKIDATA + row["item"], row["page"]) for row in rows]


def add_pages(store: Store, iris: Iris, pages: Iterable[tuple[str, str]]) -> None:
    """Write schema:sameAs for every thing that is linked to an item with a page, in the place of what was there."""
    same, about, graph = NamedNode(Owl.sameAs), NamedNode(Schema.sameAs), NamedNode(iris.graph("links"))
    for quad in list(store.quads_for_pattern(None, about, None, graph)):
        store.remove(quad)
    for item, page in pages:
        for quad in list(store.quads_for_pattern(None, same, NamedNode(item), None)):
            store.add(Quad(quad.subject, about, NamedNode(page), graph))
