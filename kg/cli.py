"""The command `communique`: read, build, query, export, validate, serve, settings.

Results go to standard output, everything else to standard error. An error is one message that says what to do,
and an exit code from `kg.errors`. What loads slowly (language model, reasoner, shapes, web server) is imported by
the command that needs it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from kg.errors import CommuniqueError, DataError, ReadError, UsageError
from kg.settings import DEFAULT_GRAPHS, load_settings, origins

if TYPE_CHECKING:
    from kg.build import BuildReport, Progress
    from kg.store.results import Result

RESULT_FORMATS: Final = ("table", "json", "csv", "tsv", "xml", "ttl")
EXPORT_FORMATS: Final = ("nq", "trig", "ttl", "nt", "jsonld", "rdfxml")

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def _exit_codes() -> str:
    lines = ["0  done"]
    lines.append(f"{CommuniqueError.exit_code}  any other error")
    for error in CommuniqueError.__subclasses__():
        first = (error.__doc__ or "").partition("\n")[0]
        words = first.partition(":")[0].partition(";")[0].rstrip(".")
        lines.append(f"{error.exit_code}  {words[0].lower()}{words[1:]}")
    return "\n".join(lines)


class _Commands(click.Group):
    """Commands whose errors end as one message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- as click has it
        try:
            return super().invoke(ctx)
        except CommuniqueError as exc:
            click.echo(f"communique: {exc}", err=True)
            ctx.exit(exc.exit_code)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Exit codes"):
            formatter.write("".join(f"  {line}\n" for line in _exit_codes().splitlines()))
        with formatter.section("Example"):
            formatter.write("  communique build seeds && communique query --list\n")


class _WithExample(click.Command):
    """A command whose help ends with an example, kept as it is written."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- as click has it
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Example"):
            formatter.write("".join(f"  {line}\n" for line in self.example.splitlines()))


class _GroupWithExample(click.Group):
    """Commands under one name, whose help ends with an example."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- as click has it
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Example"):
            formatter.write(f"  {self.example}\n")


def _version() -> str:
    try:
        return version("communique")
    except PackageNotFoundError:
        return "not installed"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), prog_name="communique")
def main() -> None:
    """Read news on diplomacy and conflict into a knowledge graph in which every fact keeps its sentence."""


def _command(example: str) -> Callable[[Callable[..., Any]], click.Command]:
    return main.command(cls=_WithExample, example=example)


def _db_option(command: _Decorated) -> _Decorated:
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--db", type=kind, help="Folder of the database [default: communique.db].")(command)


def _existing(*, folders: bool) -> click.Path:
    return click.Path(exists=True, dir_okay=folders, path_type=Path)


# Reading and building


@_command("communique read seeds/000_1cfb5dd783a99360.txt --format jsonl | head -3")
@click.argument("file", type=_existing(folders=False))
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
def read(file: Path, form: str) -> None:
    """Print the facts of one article.

    Each with the passage it was read from: a table for people, or JSON lines (first the article, then one fact
    a line).
    """
    from kg.build import confident
    from kg.listing import COLUMNS, fact_objects, fact_rows
    from kg.pipeline import load_pipeline
    from kg.store.results import draw_table

    settings = load_settings()
    facts = confident(load_pipeline(settings).read(file), settings.min_confidence)
    _warn(facts.article.warnings)
    if form == "jsonl":
        click.echo("\n".join(json.dumps(fact, ensure_ascii=False) for fact in fact_objects(facts)))
    else:
        click.echo(draw_table(COLUMNS, fact_rows(facts)), nl=False)


@_command('communique build seeds "more articles" --db news.db --jobs 2')
@click.argument("paths", nargs=-1, required=True, type=_existing(folders=True))
@_db_option
@click.option("--base", help="Base IRI of the data [default: https://w3id.org/communique/].")
@click.option("--jobs", type=int, help="Processes that read articles [default: 1].")
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read.")
def build(paths: tuple[Path, ...], db: Path | None, base: str | None, jobs: int | None, strict: bool) -> None:
    """Build the database from articles.

    PATHS are files, or folders of *.txt. Only what is new or changed is read. A bad article is skipped and
    reported; an interrupted build goes on where
    it stopped, and until a build is complete readers see the one before.
    """
    from kg.build import build as build_graph

    settings = load_settings({"db": db, "base": base, "jobs": jobs})
    with _progress_bar() as progress:
        report = build_graph(paths, settings.db, settings, progress, strict=strict)
    _show_report(report, settings.db)


def _show_report(report: BuildReport, db: Path) -> None:
    _warn(f"{note.path}: {note.text}" for note in report.notes)
    _warn(f"{skipped.path} skipped: {skipped.reason}" for skipped in report.skipped)
    click.echo(
        f"{report.articles} articles read, {report.unchanged} unchanged, {len(report.skipped)} skipped; "
        f"{report.facts} facts in {report.seconds:.1f} s; published in {db}"
    )
    if report.skipped and not report.articles and not report.unchanged:
        raise ReadError("No article could be read; the reasons stand above.")


def _warn(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(f"communique: {line}", err=True)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar on standard error when somebody looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)

        def advance(done: int, total: int, path: Path) -> None:
            bar.update(task, completed=done, total=total, description=path.name[:30])

        yield advance


# Asking


@_command(
    "communique query --list\n"
    'communique query "SELECT ?name WHERE { ?p a cmq:Person ; rdfs:label ?name }" --format csv\n'
    "communique query - --endpoint https://query.wikidata.org/sparql < question.rq"
)
@click.argument("query", required=False)
@_db_option
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint in place of the database.")
@click.option("--format", "form", type=click.Choice(RESULT_FORMATS), default="table", show_default=True)
@click.option("--list", "listing", is_flag=True, help="List the named queries.")
def query(query: str | None, db: Path | None, endpoint: str | None, form: str, listing: bool) -> None:
    """Run a SPARQL query.

    QUERY is its text, the name of a named query, or - for standard input. The prefixes of the ontology need
    no declaring. The default graph is the union of all graphs. ttl is for the
    graphs of CONSTRUCT and DESCRIBE.
    """
    from kg.store.results import write_result

    if listing:
        _list_queries()
    elif query is None:
        raise UsageError("Give a query, the name of one (see --list), or - to read it from standard input.")
    else:
        click.echo(write_result(_ask(_query_text(query), db, endpoint), form), nl=False)


def _list_queries() -> None:
    from kg.store.results import draw_table
    from ontology.queries import named_queries

    click.echo(draw_table(("name", "question"), [[q.name, q.title] for q in named_queries()]), nl=False)


def _query_text(query: str) -> str:
    from ontology.queries import UnknownQueryError, find_query

    if query == "-":
        return sys.stdin.read()
    if "{" in query or " " in query.strip():
        return query
    try:
        return find_query(query).text
    except UnknownQueryError as exc:
        raise UsageError(f"{exc} `communique query --list` names them all.") from exc


def _ask(text: str, db: Path | None, endpoint: str | None) -> Result:
    if endpoint:
        from kg.store.remote import RemoteEndpoint

        if db:
            raise UsageError("Give --db or --endpoint, not both.")
        return RemoteEndpoint(endpoint, load_settings().timeout).query(text)
    from kg.store.embedded import open_published, query_store

    return query_store(open_published(load_settings({"db": db}).db), text)


# Files and checks


@_command("communique export --format trig -o graph.trig")
@_db_option
@click.option("--format", "form", type=click.Choice(EXPORT_FORMATS), help="[default: by the file's ending, else nq]")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File [default: stdout].")
@click.option("--all", "everything", is_flag=True, help="Also graph/build: when and with what the graph was built.")
def export(db: Path | None, form: str | None, output: Path | None, everything: bool) -> None:
    """Write the whole graph to a file.

    Sorted: the same graph gives the same bytes. nq, trig and jsonld keep the named graphs; ttl, nt and rdfxml
    are their union. A file appears whole or not at all.
    """
    from kg.graph.export import export_bytes, format_of, write_file
    from kg.graph.iris import Iris
    from kg.store.embedded import open_published, read_base

    folder = load_settings({"db": db}).db
    store = open_published(folder)
    data = export_bytes(store, form or format_of(output), Iris(read_base(folder)), everything=everything)
    if output:
        write_file(output, data)
    else:
        sys.stdout.buffer.write(data)


@_command("communique validate --db news.db")
@_db_option
def validate(db: Path | None) -> None:
    """Check the stored articles against the shapes.

    These are the SHACL shapes of the ontology. Prints each broken rule; exit code 4 when there is one.
    """
    from kg.graph.iris import Iris
    from kg.graph.shapes import find_violations
    from kg.store.embedded import open_published, read_base, stored_articles, stored_quads
    from kg.store.results import draw_table, short_iri

    folder = load_settings({"db": db}).db
    iris, store = Iris(read_base(folder)), open_published(folder)
    articles = stored_articles(store, iris)
    found = {v for article in articles for v in find_violations(stored_quads(store, iris, article))}
    if found:
        rows = [[v.focus, short_iri(v.path), v.message] for v in sorted(found)]
        click.echo(draw_table(("node", "property", "rule"), rows), nl=False)
        raise DataError(f"{folder} breaks {len(found)} rule(s). Build it again with the present version.")
    click.echo(f"{len(articles)} articles checked, every shape is satisfied")


@_command(
    "communique serve --db news.db --port 8080\n"
    "communique serve --db news.db --allow-service query.wikidata.org --access-log access.jsonl\n"
    "communique serve --store https://store.example/sparql"
)
@_db_option
@click.option("--host", help="Address to listen on [default: 127.0.0.1].")
@click.option("--port", type=int, help="Port to listen on [default: 8000].")
@click.option("--store", metavar="URL", help="Serve this SPARQL endpoint in the place of a database.")
@click.option("--deadline", type=float, metavar="SECONDS", help="How long a query may run [default: 30].")
@click.option("--budget", type=float, metavar="SECONDS", help="Slow queries of one client at once [default: 120].")
@click.option("--allow-service", metavar="HOST", multiple=True, help="A host that SERVICE and LOAD reach; many times.")
@click.option("--access-log", metavar="FILE", help="Add a line of JSON for each request; - is standard error.")
@click.option("--default-graph", type=click.Choice(DEFAULT_GRAPHS), help="Default graph of queries [default: union].")
@click.option("--token-file", metavar="FILE", help="Whoever sends the token in this file may write.")
@click.option("--trust-proxy", is_flag=True, help="Take the client's address from X-Forwarded-For.")
def serve(db: Path | None, allow_service: tuple[str, ...], trust_proxy: bool, **options: object) -> None:
    """Serve the SPARQL endpoint and the pages.

    Stops at Ctrl+C. A new build is served as soon as it is published. Nobody may write but who sends the token
    of --token-file, or of the environment variable COMMUNIQUE_TOKEN.
    """
    from server.config import config_of
    from server.run import serve as run_server
    from server.tokens import read_token

    if db and options["store"]:
        raise UsageError("Give --db or --store, not both.")
    options |= {"allow_service": ",".join(allow_service) or None, "trust_proxy": "yes" if trust_proxy else None}
    settings = load_settings({"db": db, **options})
    token = read_token(Path(settings.token_file) if settings.token_file else None, os.environ)
    run_server(replace(config_of(settings), token=token), settings.host, settings.port)


@main.group(cls=_GroupWithExample, example="communique bench load --clients 64 --seconds 60")
def bench() -> None:
    """Measure the server."""


@bench.command("serve", cls=_WithExample, example="communique bench serve --quads 1000000 --seconds 6 > table.md")
@click.option("--quads", type=click.IntRange(10_000), default=1_000_000, show_default=True, help="Size of the graph.")
@click.option("--seconds", type=float, default=6.0, show_default=True, help="Time for each kind on each server.")
@click.option("--db", type=click.Path(path_type=Path), help="Keep the made-up graph in this folder, or use it again.")
@click.option("--rdflib-python", metavar="FILE", default="", help="A Python that has rdflib-endpoint.")
def bench_serve(quads: int, seconds: float, db: Path | None, rdflib_python: str) -> None:
    """Measure the server beside others.

    On a made-up graph, beside `oxigraph serve-read-only` and rdflib-endpoint where they are installed (the extra
    "bench"). Prints a table in Markdown.
    """
    from ontology.terms import BASE
    from server.bench.report import measure, write_table

    with _made_up_graph(db, quads) as folder:
        report = measure(folder, BASE, seconds, _tell, rdflib_python=rdflib_python)
    click.echo(write_table(report), nl=False)


@bench.command("load", cls=_WithExample, example="communique bench load --clients 64 --seconds 60")
@click.option("--quads", type=click.IntRange(10_000), default=1_000_000, show_default=True, help="Size of the graph.")
@click.option("--clients", type=click.IntRange(1, 1000), default=64, show_default=True, help="Clients at once.")
@click.option("--seconds", type=float, default=60.0, show_default=True, help="How long they ask.")
@click.option("--db", type=click.Path(path_type=Path), help="Keep the made-up graph in this folder, or use it again.")
def bench_load(quads: int, clients: int, seconds: float, db: Path | None) -> None:
    """Load the server with many clients.

    Counts lost and wrong answers; exit code 1 when there is one.
    """
    from ontology.terms import BASE
    from server.bench.load import describe, run_load

    with _made_up_graph(db, quads) as folder:
        load = run_load(folder, BASE, clients, seconds, _tell)
    click.echo(describe(load))
    if load.tally.lost or load.tally.wrong:
        raise CommuniqueError("There were lost or wrong answers.")


@contextmanager
def _made_up_graph(db: Path | None, quads: int) -> Iterator[Path]:
    """The database in a folder, made when it is not there; without a folder one that goes away."""
    from tempfile import TemporaryDirectory

    from ontology.terms import BASE
    from server.bench.graph import make_database

    with TemporaryDirectory() as temporary:
        folder = db or Path(temporary) / "bench.db"
        if not folder.exists():
            _tell(f"making a graph of {quads:,} quads")
            make_database(folder, quads, BASE)
        yield folder


def _tell(line: str) -> None:
    click.echo(line, err=True)


@_command("COMMUNIQUE_DB=news.db communique settings")
def settings() -> None:
    """Print every setting and where its value comes from."""
    from kg.store.results import draw_table

    rows = [[o.setting.name, str(o.value), o.setting.default, o.source, o.setting.help] for o in origins()]
    click.echo(draw_table(("name", "value", "default", "from", "help"), rows), nl=False)


if __name__ == "__main__":
    sys.exit(main())
