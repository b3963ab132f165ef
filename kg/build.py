"""Many articles into one database: incremental, safe to kill, one bad article never stops the rest.

    find_articles   files and folders to a sorted list of articles with their fingerprints
    build           read what is new or changed, check it, store it; sweep; publish

The fingerprint covers the article's bytes, the notes beside it (`<name>.meta.json`), the reader's version and
the least confidence, so an article is read again exactly when its facts could differ. Each article is stored
as it is done; a killed build goes on where it stopped. Readers see the result when it is published at the end.
When and with what it was built goes to graph/build and nowhere else.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import CommuniqueError, ReadError, UsageError
from kg.graph.iris import Iris
from kg.graph.quads import ArticleQuads, facts_to_quads
from kg.graph.shapes import check_quads
from kg.link.corrections import read_corrections
from kg.link.online import read_online
from kg.link.pages import add_pages, read_pages
from kg.model import Action, Facts, Linking, Tenure
from kg.settings import Settings
from kg.store.embedded import Database
from ontology.model import CORE, DIRECTORY, SHAPES, VOCABULARY
from ontology.terms import Dcterms, Prov, Rdf, Rdfs, Xsd

SUFFIX: Final = ".txt"
"""What is taken from a folder; a file that is named itself may end in anything."""


class Reader(Protocol):
    """What reads articles: the pipeline, or in tests anything that gives facts."""

    @property
    def version(self) -> str:
        """Changes whenever the same article could give other facts."""

    @property
    def model(self) -> str:
        """The language model, by name and version."""

    def read(self, path: Path) -> Facts:
        """The facts of one article. Raises ReadError or DataError."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article that was found: its file, its identifier (the name without extension), its fingerprint.

    `content` is the digest of the file alone.
    """

    path: Path
    identifier: str
    fingerprint: str
    content: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article that was left out, and why; `error` is the class of what went wrong."""

    path: Path
    reason: str
    error: type[CommuniqueError] = ReadError


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader of an article wants the user to know, e.g. that no date was found."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: articles read, facts in them, articles left out or unchanged, the time it took."""

    articles: int
    facts: int
    skipped: tuple[Skipped, ...]
    unchanged: int
    seconds: float
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    source: Source
    quads: ArticleQuads
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is left of an article once it is in the store."""

    article: str
    facts: int
    notes: tuple[Note, ...]


Progress = Callable[[int, int, Path], None]
"""Called after each article with how many are done, how many there are, and its file."""


def _no_progress(done: int, total: int, path: Path) -> None:
    """Say nothing."""


def _load_pipeline(settings: Settings) -> Reader:
    from kg.pipeline import load_pipeline  # loads a language model: only where articles are read

    pipeline: Reader = load_pipeline(settings)
    return pipeline


def _utc_now() -> datetime:
    return datetime.now(UTC)


def build(
    paths: Sequence[Path],
    db: Path,
    settings: Settings,
    progress: Progress = _no_progress,
    *,
    load: Callable[[], Reader] | None = None,
    strict: bool = False,
    now: Callable[[], datetime] = _utc_now,
) -> BuildReport:
    """Bring the database up to date with the articles and publish it; articles not named stay as they are.

    `load` gives the reader, once per process (default: the pipeline). With `strict` the first bad article ends
    the build; what was published before stays. Raises UsageError (no such path), StoreError, and with `strict`
    the bad article's error.
    """
    started, clock = now(), time.monotonic()
    load = load or partial(_load_pipeline, settings)
    found, corrections = find_articles(paths), (*read_corrections(settings.links), *read_online(db))
    reader = load()
    with Database(db, settings.base) as database:
        sources, skipped = _fingerprinted(found, _way_of_reading(reader, settings))
        twins = _twins(sources)
        known = database.readings()
        todo = [s for s in sources if known.get(database.iris.article_graph(s.identifier)) != s.fingerprint]
        done: list[_Stored] = []
        _stop_if(strict, skipped)
        for number, outcome in enumerate(_outcomes(todo, reader, load, settings), start=1):
            if isinstance(outcome, Skipped):
                skipped.append(outcome)
                _stop_if(strict, skipped)
            else:
                done.append(_store(database, outcome))
            progress(number, len(todo), todo[number - 1].path)
        record = _build_quads(database.iris, reader, (started, now()), [stored.article for stored in done])
        database.sweep(ontology_quads(database.iris), record, corrections)
        add_pages(database.store, database.iris, read_pages(db))
        database.publish()
    return BuildReport(
        articles=len(done),
        facts=sum(stored.facts for stored in done),
        skipped=tuple(sorted(skipped, key=lambda s: str(s.path))),
        unchanged=len(sources) - len(todo),
        seconds=time.monotonic() - clock,
        notes=(*(note for stored in done for note in stored.notes), *twins),
    )


def _store(database: Database, read: _Read) -> _Stored:
    database.replace_article(read.quads, read.source.fingerprint)
    notes = tuple(Note(read.source.path, text) for text in read.warnings)
    return _Stored(read.quads.article, read.quads.facts, notes)


def _stop_if(strict: bool, skipped: Sequence[Skipped]) -> None:
    if strict and skipped:
        raise skipped[-1].error(f"{skipped[-1].path}: {skipped[-1].reason}")


# Finding articles


def find_articles(paths: Sequence[Path]) -> list[Path]:
    """The files, and under each folder every `*.txt`, sorted and each once.

    Raises UsageError for a path that does not exist, or when nothing is found.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist. Give article files, or folders that hold *{SUFFIX} files.")
        inside = path.rglob(f"*{SUFFIX}") if path.is_dir() else [path]
        found |= {file.resolve(): file for file in inside if not file.is_dir()}
    if not found:
        named = ", ".join(str(path) for path in paths) or "no path"
        raise UsageError(f"There is no article in {named}. Give files, or folders that hold *{SUFFIX} files.")
    return sorted(found.values(), key=lambda file: file.as_posix())


def _fingerprinted(found: Iterable[Path], reader: str) -> tuple[list[Source], list[Skipped]]:
    """Each file with its fingerprint; files that cannot be opened and second users of an identifier are skipped."""
    sources: dict[str, Source] = {}
    skipped: list[Skipped] = []
    for path in found:
        if first := sources.get(path.stem):
            reason = f"its name {path.stem!r} is taken by {first.path}; rename one, names identify articles"
            skipped.append(Skipped(path, reason, UsageError))
            continue
        try:
            content = _digest(path)
            sources[path.stem] = Source(path, path.stem, _fingerprint(path, content, reader), content)
        except OSError as exc:
            skipped.append(
                Skipped(path, f"it cannot be opened: {exc.strerror or exc}; check the path and its permissions")
            )
    return list(sources.values()), skipped


def _way_of_reading(reader: Reader, settings: Settings) -> str:
    """Everything but the article that its quads depend on: the reader, what makes the quads, the ontology."""
    makers = [*sorted((Path(__file__).parent / "graph").glob("*.py")), DIRECTORY / CORE, DIRECTORY / SHAPES]
    return "\n".join([reader.version, str(settings.min_confidence), *map(_digest, makers)])


def _fingerprint(path: Path, content: str, reader: str) -> str:
    beside = path.with_name(f"{path.stem}.meta.json")
    parts = [content, _digest(beside) if beside.is_file() else "", reader]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _twins(sources: Iterable[Source]) -> list[Note]:
    """A note on each file that holds what another one holds: its facts would count twice."""
    first: dict[str, Path] = {}
    notes = []
    for source in sources:
        earlier = first.setdefault(source.content, source.path)
        if earlier != source.path:
            notes.append(Note(source.path, f"the same text as {earlier}; what it tells counts once for each. {_TWIN}"))
    return notes


_TWIN: Final = "Take one away, unless two publishers ran it."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Reading them, here or in other processes


def _outcomes(
    todo: Sequence[Source], reader: Reader, load: Callable[[], Reader], settings: Settings
) -> Iterator[_Read | Skipped]:
    if settings.jobs == 1 or len(todo) < 2:
        return (_read(source, reader, settings) for source in todo)
    return _outcomes_of_workers(todo, load, settings)


def _outcomes_of_workers(
    todo: Sequence[Source], load: Callable[[], Reader], settings: Settings
) -> Iterator[_Read | Skipped]:
    workers = min(settings.jobs, len(todo))
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (load, settings)) as pool:
        try:
            yield from pool.map(_read_in_worker, todo)
        except BrokenProcessPool as exc:
            raise CommuniqueError(
                "A process that reads articles died, perhaps for want of memory. What was stored is kept: "
                "run the build again, with --jobs 1 or fewer jobs."
            ) from exc


_worker: list[tuple[Reader, Settings]] = []
"""In a worker process: its reader. Empty in the main process."""


def _start_worker(load: Callable[[], Reader], settings: Settings) -> None:
    _worker.append((load(), settings))


def _read_in_worker(source: Source) -> _Read | Skipped:
    return _read(source, *_worker[0])


def _read(source: Source, reader: Reader, settings: Settings) -> _Read | Skipped:
    """One article to checked quads; whatever goes wrong with it becomes a Skipped."""
    try:
        facts = confident(reader.read(source.path), settings.min_confidence)
        quads = facts_to_quads(facts, Iris(settings.base))
        check_quads(quads.all, f"What was read from {source.path.name}")
    except CommuniqueError as exc:
        return Skipped(source.path, str(exc).removeprefix(f"{source.path}: "), type(exc))
    except Exception as exc:  # noqa: BLE001 -- a fault in a stage costs one article, not the batch, and is reported
        return Skipped(source.path, _fault(exc), CommuniqueError)
    return _Read(source, quads, facts.article.warnings)


def _fault(exc: Exception) -> str:
    frames = traceback.extract_tb(exc.__traceback__)
    where = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"a fault of this program: {type(exc).__name__}{where}: {exc}. Please report it with the article."


def confident(facts: Facts, least: float) -> Facts:
    """The facts without the tenures, actions, claims and statements whose confidence is below `least`.

    Claims about what is left out go too, and references to it are dropped.
    """
    actions = {action.id for action in facts.actions if action.confidence >= least}
    tenures = tuple(tenure for tenure in facts.tenures if tenure.confidence >= least)
    claimable = actions | {tenure.id for tenure in tenures}
    return replace(
        facts,
        tenures=tenures,
        actions=tuple(_referring_to(action, actions) for action in facts.actions if action.id in actions),
        claims=tuple(c for c in facts.claims if c.confidence >= least and c.claims in claimable),
        statements=tuple(
            replace(s, about=tuple(a for a in s.about if a in actions))
            for s in facts.statements
            if s.confidence >= least
        ),
        linking=_links_of_kept(facts, tenures),
    )


def _links_of_kept(facts: Facts, tenures: Sequence[Tenure]) -> Linking | None:
    """The links without those of the roles of tenures that are left out."""
    if facts.linking is None:
        return None
    dropped = {tenure.id for tenure in facts.tenures} - {tenure.id for tenure in tenures}
    return replace(facts.linking, links=tuple(k for k in facts.linking.links if k.subject not in dropped))


def _referring_to(action: Action, kept: set[str]) -> Action:
    content = action.content if action.content in kept else None
    answered = action.in_response_to if action.in_response_to in kept else None
    return replace(action, content=content, in_response_to=answered)


# What goes in beside the articles


def ontology_quads(iris: Iris) -> list[Quad]:
    """The vocabulary and the code lists for graph/ontology; blank nodes are named by their content."""
    dataset = Dataset()
    for name in VOCABULARY:
        data = (DIRECTORY / name).read_bytes()
        for quad in parse(data, RdfFormat.TURTLE, rename_blank_nodes=True):
            dataset.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(iris.graph("ontology"))))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _build_quads(iris: Iris, reader: Reader, times: tuple[datetime, datetime], articles: Iterable[str]) -> list[Quad]:
    """PROV of this build: when, by which software and model, from which articles."""
    graph = NamedNode(iris.graph("build"))
    activity, software = NamedNode(iris.build(times[0].isoformat())), NamedNode(iris.software)
    model = NamedNode(iris.entity("Model", reader.model))
    started, ended = (Literal(moment.isoformat(), datatype=NamedNode(Xsd.dateTime)) for moment in times)
    triples: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (activity, Rdf.type, NamedNode(Prov.Activity)),
        (activity, Prov.startedAtTime, started),
        (activity, Prov.endedAtTime, ended),
        (activity, Prov.wasAssociatedWith, software),
        (activity, Prov.wasAssociatedWith, model),
        (activity, Dcterms.hasVersion, Literal(reader.version)),
        (model, Rdf.type, NamedNode(Prov.SoftwareAgent)),
        (model, Rdfs.label, Literal(reader.model)),
        *((activity, Prov.used, NamedNode(article)) for article in articles),
    ]
    return [Quad(subject, NamedNode(predicate), target, graph) for subject, predicate, target in triples]
