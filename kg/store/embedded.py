"""The database of one folder: an Oxigraph store that is written, and published snapshots that readers open.

    <db>/store.json      version of this layout and the base IRI
    <db>/store/          the store that builds and updates write
    <db>/LOCK            held by whoever writes: one at a time
    <db>/PENDING         there while `store/` holds what is not published, with the writer's name
    <db>/published/<n>/  snapshots, hard links to the same data
    <db>/CURRENT         the number of the snapshot that readers open, replaced in one step

A build changes only `store/` until it publishes, so a reader never sees half a build and a failed or killed
build leaves the last snapshot in force. Replacing an article is one transaction. What the killed build had
stored by then is found again by the next one (`readings`). An update (`change`) is published at once, and goes
from the last snapshot: it never brings half a build to light.

A build writes the graphs of the articles that it reads and those that `Iris` names as shared. It leaves every
other graph as it is, the default graph too: they belong to whoever wrote them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from pathlib import Path
from traceback import clear_frames
from typing import TYPE_CHECKING, Final, Self, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.inferred import infer
from kg.graph.iris import Iris
from kg.link.settle import replace_links, settle
from kg.store.lock import WriteLock
from kg.store.results import Result, collect
from kg.store.snapshots import (
    KEPT_SECONDS,
    first_line,
    go_back,
    mapped,
    mark,
    pending,
    publish,
    read_current,
    replace_file,
    snapshot_path,
    unmark,
)
from kg.store.syntax import explain
from ontology.terms import PREFIXES, Dcterms

if TYPE_CHECKING:  # readers need not load the ontology
    from kg.graph.quads import ArticleQuads
    from kg.link.corrections import Correction

LAYOUT: Final = 1
"""Version of the folder's layout; another number is refused."""
PATIENCE: Final = 10.0
"""Seconds to wait for another writer; a server lets go of the store a second after its last update."""

_Made = TypeVar("_Made")


class Writer(Enum):
    """Who writes: PENDING holds the value."""

    BUILD = "build"
    UPDATE = "update"


def read_base(db: Path) -> str:
    """The base IRI that a database was built with. Raises StoreError when it is missing or of another layout."""
    path = db / "store.json"
    try:
        header = json.loads(path.read_text(encoding="utf-8"))
        layout, base = header["layout"], header["base"]
    except FileNotFoundError as exc:
        raise StoreError(f"There is no database at {db}. Make one: communique build PATH... --db {db}") from exc
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StoreError(f"{path} cannot be read ({first_line(exc)}). Delete {db} and build again.") from exc
    if layout != LAYOUT:
        raise StoreError(
            f"{db} has layout {layout}, this program reads layout {LAYOUT}. "
            "Build into another folder, or delete this one."
        )
    return str(base)


class Database:
    """The writer's side. Use it as a context manager: leaving it frees the lock."""

    def __init__(
        self, db: Path, base: str, writer: Writer = Writer.BUILD, patience: float = PATIENCE, kept: float = KEPT_SECONDS
    ) -> None:
        """Open for writing, making the folder at need. `patience` and `kept` are seconds: for the lock, of snapshots.

        Raises StoreError (locked, damaged, other layout, no permission) or UsageError (built under another base).
        """
        self.db = db
        self.iris = Iris(base)
        self._kept = kept
        self._prepare(base)
        self._lock = WriteLock(db / "LOCK", patience)
        try:
            self._open(writer)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, writer: Writer) -> None:
        """A build goes on with what a killed build left; what else is unpublished is undone."""
        found = pending(self.db)
        goes_on = found == "" or (found == Writer.BUILD.value and writer is Writer.BUILD)
        if not goes_on or not (self.db / "store").exists():
            go_back(self.db)
        if writer is Writer.BUILD:
            mark(self.db, writer.value)
        with mapped(self.db / "store"):
            self.store = Store(str(self.db / "store"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Flush and let go of the lock; the database cannot be used after it."""
        try:
            with mapped(self.db / "store"):
                self.store.flush()
            del self.store
        finally:
            self._lock.release()

    def _prepare(self, base: str) -> None:
        try:
            self.db.mkdir(parents=True, exist_ok=True)
            (self.db / "published").mkdir(exist_ok=True)
            if not (self.db / "store.json").exists():
                replace_file(self.db / "store.json", json.dumps({"layout": LAYOUT, "base": base}) + "\n")
        except OSError as exc:
            raise StoreError(f"The folder {self.db} cannot be made or written ({first_line(exc)}).") from exc
        if (found := read_base(self.db)) != base:
            raise UsageError(
                f"{self.db} was built with --base {found}, not {base}. Give that base, or build into another --db."
            )

    # Writing

    def readings(self) -> dict[str, str]:
        """The IRI of each stored article's graph, and the fingerprint of what it was read from and with."""
        predicate, graph = NamedNode(Dcterms.hasVersion), NamedNode(self.iris.graph("build"))
        with mapped(self.db):
            quads = list(self.store.quads_for_pattern(None, predicate, None, graph))
        prefix = self.iris.article_graphs
        return {q.subject.value: q.object.value for q in quads if q.subject.value.startswith(prefix)}  # type: ignore[union-attr]

    def replace_article(self, quads: ArticleQuads, fingerprint: str) -> None:
        """Put an article in the place of what was stored of it, and note how it was read: all or nothing.

        Entities are described by their key alone, so writing one again gives the same quads; the description is
        replaced whole so that an older version of this program leaves nothing behind.
        """
        build, entities = self.iris.graph("build"), self.iris.graph("entities")
        record = Quad(NamedNode(quads.graph), NamedNode(Dcterms.hasVersion), Literal(fingerprint), NamedNode(build))
        known = sorted({str(quad.subject) for quad in quads.known})
        steps = [
            f"DROP SILENT GRAPH <{quads.graph}>",
            _delete_about([f"<{quads.article}>"], self.iris.graph("articles")),
            _delete_about([f"<{quads.graph}>"], build),
            _delete_about(known, entities),
            _insert((*quads.all, record)),
        ]
        with mapped(self.db):
            self.store.update(" ;\n".join(steps))

    def sweep(self, ontology: Iterable[Quad], build: Iterable[Quad], corrections: Sequence[Correction] = ()) -> None:
        """End a build: drop entities that nothing refers to, write anew what follows from all articles together.

        `ontology` replaces graph/ontology; `build` is added to graph/build; `corrections` stand above the links
        that the articles' decisions give.
        """
        with mapped(self.db):
            self._drop_entities(self._entities() - self._referred_entities())
            self._replace_graph("ontology", ontology)
            replace_links(self.store, self.iris, settle(self.store, self.iris, corrections))
            self._replace_graph("inferred", infer(self.store, self.iris))
            self.store.extend(build)

    def _replace_graph(self, name: str, quads: Iterable[Quad]) -> None:
        self.store.clear_graph(NamedNode(self.iris.graph(name)))
        self.store.extend(quads)

    def _entities(self) -> set[NamedNode]:
        graph = NamedNode(self.iris.graph("entities"))
        quads = self.store.quads_for_pattern(None, None, None, graph)
        return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}

    def _referred_entities(self) -> set[NamedNode]:
        """Entities that an article's graph or its metadata refers to, and those that these refer to in turn."""
        entities, graph = self._entities(), NamedNode(self.iris.graph("entities"))
        todo = [entity for entity in entities if self._is_referred(entity)]
        kept = set(todo)
        while todo:
            quads = self.store.quads_for_pattern(todo.pop(), None, None, graph)
            new = {q.object for q in quads if isinstance(q.object, NamedNode)} & entities - kept
            kept |= new
            todo.extend(new)
        return kept

    def _is_referred(self, entity: NamedNode) -> bool:
        aside = {NamedNode(self.iris.graph(name)) for name in ("entities", "inferred", "build", "links")}
        return any(quad.graph_name not in aside for quad in self.store.quads_for_pattern(None, None, entity, None))

    def _drop_entities(self, entities: Iterable[NamedNode]) -> None:
        graph = NamedNode(self.iris.graph("entities"))
        for entity in entities:
            for quad in list(self.store.quads_for_pattern(entity, None, None, graph)):
                self.store.remove(quad)

    # Publishing

    def publish(self, ticket: str = "") -> int:
        """Make the present state the one that readers open; gives the number of the snapshot."""
        return publish(self.store, self.db, ticket, self._kept)

    def change(self, action: Callable[[Store], _Made], ticket: str) -> _Made:
        """Do something to the store and publish it, or leave everything as it was; what `action` gives.

        When it returns the change lasts and every reader that comes sees it. Whatever `action` raises is passed on,
        and what it did until then is undone. `ticket` is found in CURRENT when the change was published.
        """
        mark(self.db, Writer.UPDATE.value)
        try:
            made = action(self.store)
            self.publish(ticket)
        except SyntaxError:  # the engine parses before it does anything
            unmark(self.db)
            raise
        except Exception as exc:
            clear_frames(exc.__traceback__)  # they would keep the store open
            self._undo()
            raise
        return made

    def _undo(self) -> None:
        del self.store
        go_back(self.db)
        with mapped(self.db / "store"):
            self.store = Store(str(self.db / "store"))


def _delete_about(subjects: Iterable[str], graph: str) -> str:
    values = " ".join(subjects)
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    return f"DELETE {{ {pattern} }} WHERE {{ VALUES ?s {{ {values} }} {pattern} }}"


def _insert(quads: Iterable[Quad]) -> str:
    lines = (f"GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }}" for q in quads)
    return "INSERT DATA {\n" + "\n".join(lines) + "\n}"


def current_snapshot(db: Path) -> Path:
    """The folder of the snapshot in force. Raises StoreError when nothing was published yet."""
    read_base(db)
    if (current := read_current(db)) is None:
        raise StoreError(f"{db} holds no finished build. Run: communique build PATH... --db {db}")
    return snapshot_path(db, current.number)


def open_published(db: Path) -> Store:
    """The last finished build, read-only; later builds do not change what it shows.

    Raises StoreError when there is none, or it is damaged or of another layout.
    """
    path = current_snapshot(db)
    with mapped(path):
        return Store.read_only(str(path))


def query_store(store: Store, query: str) -> Result:
    """Run a query over the union of all graphs; the ontology's prefixes need no declaring.

    There is no time limit here. Raises QueryError (with line and column where known) or StoreError.
    """
    try:
        return collect(store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True))
    except SyntaxError as exc:
        mistake = explain(exc)
        raise QueryError(mistake.message, mistake.line, mistake.column) from exc
    except (ValueError, RuntimeError) as exc:
        raise QueryError(f"The query cannot be answered: {first_line(exc)}") from exc
    except OSError as exc:
        raise StoreError(
            f"The query failed while reading the store: {first_line(exc)}. Build again if it stays."
        ) from exc


def stored_articles(store: Store, iris: Iris) -> list[str]:
    """The IRIs of the graphs of all stored articles, sorted."""
    graphs = (graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return sorted(graph for graph in graphs if graph.startswith(iris.article_graphs))


def stored_quads(store: Store, iris: Iris, graph: str) -> list[Quad]:
    """One article's graph with its metadata and the entities that it reaches, as they were when it was stored."""
    articles, entities = NamedNode(iris.graph("articles")), NamedNode(iris.graph("entities"))
    quads = list(store.quads_for_pattern(None, None, None, NamedNode(graph)))
    todo = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    seen: set[NamedNode] = set()
    while todo:
        seen |= todo
        found = [
            q for term in todo for home in (articles, entities) for q in store.quads_for_pattern(term, None, None, home)
        ]
        quads += found
        todo = {quad.object for quad in found if isinstance(quad.object, NamedNode)} - seen
    return quads
