"""The database of one folder: an Oxigraph store that a build writes, and published snapshots that readers open.

    <db>/store.json      version of this layout and the base IRI
    <db>/store/          the store that a build writes; one writer at a time
    <db>/published/<n>/  snapshots, hard links to the same data; the last two are kept
    <db>/CURRENT         the number of the snapshot that readers open, replaced in one step

A build changes only `store/` until it publishes, so a reader never sees half a build and a failed or killed
build leaves the last snapshot in force. Replacing an article is one transaction. What the killed build had
stored by then is found again by the next one (`readings`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.inferred import infer
from kg.graph.iris import Iris
from kg.link.settle import replace_links, settle
from kg.store.results import Result, collect
from ontology.terms import PREFIXES, Dcterms

if TYPE_CHECKING:  # readers need not load the ontology
    from kg.graph.quads import ArticleQuads
    from kg.link.corrections import Correction

LAYOUT: Final = 1
"""Version of the folder's layout; another number is refused."""
SNAPSHOTS_KEPT: Final = 2
"""The current snapshot and the one before it, which a server may still have open."""


def _store_error(exc: Exception, path: Path) -> StoreError:
    if "lock" in str(exc).lower():
        return StoreError(f"{path} is being written by another process. Wait for that build to end, then try again.")
    return StoreError(
        f"{path} cannot be opened or is damaged ({_first_line(exc)}). Delete the folder and build again; "
        "the articles are read anew."
    )


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0]


@contextmanager
def _mapped(path: Path) -> Iterator[None]:
    """Turn the store's own errors into StoreError; corruption comes as RuntimeError."""
    try:
        yield
    except (OSError, RuntimeError) as exc:
        raise _store_error(exc, path) from exc


def read_base(db: Path) -> str:
    """The base IRI that a database was built with. Raises StoreError when it is missing or of another layout."""
    path = db / "store.json"
    try:
        header = json.loads(path.read_text(encoding="utf-8"))
        layout, base = header["layout"], header["base"]
    except FileNotFoundError as exc:
        raise StoreError(f"There is no database at {db}. Make one: communique build PATH... --db {db}") from exc
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StoreError(f"{path} cannot be read ({_first_line(exc)}). Delete {db} and build again.") from exc
    if layout != LAYOUT:
        raise StoreError(
            f"{db} has layout {layout}, this program reads layout {LAYOUT}. "
            "Build into another folder, or delete this one."
        )
    return str(base)


def _replace_file(path: Path, text: str) -> None:
    """Write a small file so that a reader finds the old or the new one, also after a crash."""
    part = path.with_name(path.name + ".tmp")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


class Database:
    """The writer's side. Use it as a context manager: leaving it frees the lock."""

    def __init__(self, db: Path, base: str) -> None:
        """Open for writing, making the folder at need.

        Raises StoreError (locked, damaged, other layout, no permission) or UsageError (built under another base).
        """
        self.db = db
        self.iris = Iris(base)
        self._prepare(base)
        with _mapped(db / "store"):
            self.store = Store(str(db / "store"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Flush and let go of the lock; the database cannot be used after it."""
        with _mapped(self.db / "store"):
            self.store.flush()
        del self.store

    def _prepare(self, base: str) -> None:
        try:
            self.db.mkdir(parents=True, exist_ok=True)
            (self.db / "published").mkdir(exist_ok=True)
            if not (self.db / "store.json").exists():
                _replace_file(self.db / "store.json", json.dumps({"layout": LAYOUT, "base": base}) + "\n")
        except OSError as exc:
            raise StoreError(f"The folder {self.db} cannot be made or written ({_first_line(exc)}).") from exc
        if (found := read_base(self.db)) != base:
            raise UsageError(
                f"{self.db} was built with --base {found}, not {base}. Give that base, or build into another --db."
            )

    # Writing

    def readings(self) -> dict[str, str]:
        """The IRI of each stored article's graph, and the fingerprint of what it was read from and with."""
        predicate, graph = NamedNode(Dcterms.hasVersion), NamedNode(self.iris.graph("build"))
        with _mapped(self.db):
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
        with _mapped(self.db):
            self.store.update(" ;\n".join(steps))

    def sweep(self, ontology: Iterable[Quad], build: Iterable[Quad], corrections: Sequence[Correction] = ()) -> None:
        """End a build: drop entities that nothing refers to, write anew what follows from all articles together.

        `ontology` replaces graph/ontology; `build` is added to graph/build; `corrections` stand above the links
        that the articles' decisions give.
        """
        with _mapped(self.db):
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

    def publish(self) -> int:
        """Make the present state the one that readers open; gives the number of the snapshot."""
        published = self.db / "published"
        numbers = _snapshots(published)
        number = max(numbers, default=0) + 1
        part = published / f"{number}.tmp"
        with _mapped(self.db):
            shutil.rmtree(part, ignore_errors=True)
            self.store.flush()
            self.store.backup(str(part))
            part.rename(published / str(number))
            _replace_file(self.db / "CURRENT", f"{number}\n")
        for old in sorted(numbers)[: 1 - SNAPSHOTS_KEPT]:
            shutil.rmtree(published / str(old), ignore_errors=True)
        return number


def _snapshots(published: Path) -> list[int]:
    return [int(path.name) for path in published.iterdir() if path.name.isdigit()]


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
    try:
        number = int((db / "CURRENT").read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise StoreError(f"{db} holds no finished build. Run: communique build PATH... --db {db}") from exc
    except (OSError, ValueError) as exc:
        raise StoreError(f"{db / 'CURRENT'} cannot be read ({_first_line(exc)}). Run communique build again.") from exc
    return db / "published" / str(number)


def open_published(db: Path) -> Store:
    """The last finished build, read-only; later builds do not change what it shows.

    Raises StoreError when there is none, or it is damaged or of another layout.
    """
    path = current_snapshot(db)
    with _mapped(path):
        return Store.read_only(str(path))


_POSITION: Final = re.compile(r"error at (\d+):(\d+): ")


def query_store(store: Store, query: str) -> Result:
    """Run a query over the union of all graphs; the ontology's prefixes need no declaring.

    There is no time limit here. Raises QueryError (with line and column where known) or StoreError.
    """
    try:
        return collect(store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True))
    except SyntaxError as exc:
        raise _syntax_error(exc) from exc
    except (ValueError, RuntimeError) as exc:
        raise QueryError(f"The query cannot be answered: {_first_line(exc)}") from exc
    except OSError as exc:
        raise StoreError(
            f"The query failed while reading the store: {_first_line(exc)}. Build again if it stays."
        ) from exc


def _syntax_error(exc: SyntaxError) -> QueryError:
    message = str(exc)
    if found := _POSITION.search(message):
        line, column = int(found.group(1)), int(found.group(2))
        rest = " ".join(message[found.end() :].split())
        return QueryError(f"The query does not parse at line {line}, column {column}: {rest}", line, column)
    return QueryError(f"The query does not parse: {message}")


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
