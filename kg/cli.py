"""The command `communique`: read, build, query, export, push, validate, serve, settings; more beside it.

Results go to standard output, everything else to standard error. An error is one message that says what to do,
and an exit code from `kg.errors`. What loads slowly (language model, reasoner, shapes, web server) is imported by
the command that needs it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli_bench import bench
from kg.cli_link import gazetteer, link
from kg.commands import WithExample, db_option, progress_bar, warn
from kg.errors import CommuniqueError, DataError, EndpointError, ReadError, UsageError
from kg.settings import DEFAULT_GRAPHS, load_settings, origins

if TYPE_CHECKING:
    from kg.build import BuildReport
    from kg.push.push import PushReport
    from kg.store.results import Result

RESULT_FORMATS: Final = ("table", "json", "csv", "tsv", "xml", "ttl")
EXPORT_FORMATS: Final = ("nq", "trig", "ttl", "nt", "jsonld", "rdfxml")
PUSH_PROTOCOLS: Final = ("auto", "graph-store", "update")


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
    return main.command(cls=WithExample, example=example)


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
    warn(facts.article.warnings)
    if form == "jsonl":
        click.echo("\n".join(json.dumps(fact, ensure_ascii=False) for fact in fact_objects(facts)))
    else:
        click.echo(draw_table(COLUMNS, fact_rows(facts)), nl=False)


@_command('communique build seeds "more articles" --db news.db --jobs 2')
@click.argument("paths", nargs=-1, required=True, type=_existing(folders=True))
@db_option
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
    with progress_bar("reading") as show:
        report = build_graph(
            paths, settings.db, settings, lambda done, total, path: show(done, total, path.name), strict=strict
        )
    _show_report(report, settings.db)


def _show_report(report: BuildReport, db: Path) -> None:
    warn(f"{note.path}: {note.text}" for note in report.notes)
    warn(f"{skipped.path} skipped: {skipped.reason}" for skipped in report.skipped)
    click.echo(
        f"{report.articles} articles read, {report.unchanged} unchanged, {len(report.skipped)} skipped; "
        f"{report.facts} facts in {report.seconds:.1f} s; published in {db}"
    )
    if report.skipped and not report.articles and not report.unchanged:
        raise ReadError("No article could be read; the reasons stand above.")


# Asking


@_command(
    "communique query --list\n"
    "communique query visits-in-a-week --set state_iso3=EGY --set first_day=2024-08-01 --set last_day=2024-08-07\n"
    'communique query "SELECT ?name WHERE { ?p a cmq:Person ; rdfs:label ?name }" --format csv\n'
    "communique query - --endpoint https://query.wikidata.org/sparql < question.rq"
)
@click.argument("query", required=False)
@db_option
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint in place of the database.")
@click.option("--format", "form", type=click.Choice(RESULT_FORMATS), default="table", show_default=True)
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query; many times.")
@click.option("--list", "listing", is_flag=True, help="List the named queries and their parameters.")
def query(
    query: str | None, db: Path | None, endpoint: str | None, form: str, values: tuple[str, ...], listing: bool
) -> None:
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
        click.echo(write_result(_ask(_query_text(query, values), db, endpoint), form), nl=False)


def _list_queries() -> None:
    from kg.store.results import draw_table
    from ontology.queries import named_queries

    rows = [[q.name, q.title, " ".join(f"{p.name}={p.plain}" for p in q.parameters)] for q in named_queries()]
    click.echo(draw_table(("name", "question", "parameters"), rows), nl=False)


def _query_text(query: str, values: Sequence[str]) -> str:
    from ontology.queries import UnknownQueryError, find_query

    if query == "-" or "{" in query or " " in query.strip():
        if values:
            raise UsageError("--set is for named queries; write the values into a query of your own.")
        return sys.stdin.read() if query == "-" else query
    try:
        return find_query(query).asking(_pairs(values))
    except UnknownQueryError as exc:
        raise UsageError(f"{exc} `communique query --list` names them all.") from exc
    except ValueError as exc:
        raise UsageError(str(exc)) from exc


def _pairs(values: Sequence[str]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise UsageError(f"--set wants NAME=VALUE, not {value!r}; `communique query --list` has the names.")
    return {name.strip(): value for name, _, value in (text.partition("=") for text in values)}


def _ask(text: str, db: Path | None, endpoint: str | None) -> Result:
    if endpoint:
        from kg.store.remote import RemoteEndpoint

        if db:
            raise UsageError("Give --db or --endpoint, not both.")
        return RemoteEndpoint(endpoint, load_settings().timeout).query(text)
    from kg.store.embedded import open_published
    from kg.store.federated import query_with_services, with_items

    store = open_published(load_settings({"db": db}).db)
    return query_with_services(store, with_items(store, text))


# Files and checks


@_command("communique export --format trig -o graph.trig")
@db_option
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


@_command(
    "communique push http://localhost:7878/store --db news.db --diff\n"
    "COMMUNIQUE_PUSH_USER=dba COMMUNIQUE_PUSH_PASSWORD=dba communique push http://localhost:8890/sparql-graph-crud-auth"
)
@click.argument("url")
@db_option
@click.option("--diff", is_flag=True, help="Send only graphs that changed since they were last sent.")
@click.option("--protocol", type=click.Choice(PUSH_PROTOCOLS), default="auto", show_default=True)
@click.option("--query-url", metavar="URL", default="", help="Where a store that takes updates answers queries.")
@click.option("--all", "everything", is_flag=True, help="Also graph/build: when and with what the graph was built.")
def push(url: str, db: Path | None, diff: bool, protocol: str, query_url: str, everything: bool) -> None:
    """Send the graph to another store.

    URL takes the Graph Store Protocol, or else SPARQL Update. Each named graph replaces the one of its name,
    whole or not at all, and is counted there. A push that was killed goes on where it stopped. User and password,
    or a token, are read from COMMUNIQUE_PUSH_USER and COMMUNIQUE_PUSH_PASSWORD, or COMMUNIQUE_PUSH_TOKEN.
    """
    from kg.push.credentials import read_credentials
    from kg.push.push import push as push_graphs
    from kg.push.target import find_target

    settings = load_settings({"db": db})
    target = find_target(url, read_credentials(), settings.timeout, protocol=protocol, query_url=query_url)
    with progress_bar("sending") as show:
        report = push_graphs(
            settings.db,
            target,
            lambda done, total, graph: show(done, total, graph.rpartition("/")[2]),
            diff=diff,
            everything=everything,
        )
    _show_push(report, url)


def _show_push(report: PushReport, url: str) -> None:
    warn(f"<{refused.graph}> refused: {refused.reason}" for refused in report.refused)
    click.echo(
        f"{report.sent} graphs sent with {report.triples} triples, {report.unchanged} unchanged, "
        f"{report.dropped} dropped, {len(report.refused)} refused in {report.seconds:.1f} s by {url}"
    )
    if report.refused:
        raise EndpointError(f"{len(report.refused)} graphs were refused; the reasons stand above.")


@_command("communique validate --db news.db")
@db_option
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
    "communique serve --store https://store.example/query --store-update https://store.example/update"
)
@db_option
@click.option("--host", help="Address to listen on [default: 127.0.0.1].")
@click.option("--port", type=int, help="Port to listen on [default: 8000].")
@click.option("--store", metavar="URL", help="Serve this SPARQL endpoint in the place of a database.")
@click.option("--store-update", metavar="URL", help="Where that store takes updates; else it is only read.")
@click.option("--deadline", type=float, metavar="SECONDS", help="How long a query may run [default: 30].")
@click.option("--graph-memory", metavar="MIB", help="Memory for the graph in memory [default: auto; 0: none].")
@click.option("--budget", type=float, metavar="SECONDS", help="Slow queries of one client at once [default: 120].")
@click.option("--allow-service", metavar="HOST", multiple=True, help="A host that SERVICE and LOAD reach; many times.")
@click.option("--access-log", metavar="FILE", help="Add a line of JSON for each request; - is standard error.")
@click.option("--default-graph", type=click.Choice(DEFAULT_GRAPHS), help="Default graph of queries [default: union].")
@click.option("--token-file", metavar="FILE", help="Whoever sends the token in this file may write.")
@click.option("--trust-proxy", is_flag=True, help="Take the client's address from X-Forwarded-For.")
def serve(db: Path | None, allow_service: tuple[str, ...], trust_proxy: bool, **options: object) -> None:
    """Serve the SPARQL endpoint and the pages.

    Stops at Ctrl+C. A new build is served as soon as it is published. Nobody may write but who sends the token
    of --token-file, or of the environment variable COMMUNIQUE_TOKEN. What is written to a store behind is sent with
    the credentials of `communique push`: COMMUNIQUE_PUSH_USER and COMMUNIQUE_PUSH_PASSWORD, or COMMUNIQUE_PUSH_TOKEN.
    """
    from kg.push.credentials import read_credentials
    from server.config import config_of
    from server.run import serve as run_server
    from server.tokens import read_token

    if db and options["store"]:
        raise UsageError("Give --db or --store, not both.")
    options |= {"allow_service": ",".join(allow_service) or None, "trust_proxy": "yes" if trust_proxy else None}
    settings = load_settings({"db": db, **options})
    config = config_of(settings)
    if config.upstream_update is not None:
        config = replace(config, credentials=read_credentials())
    token = read_token(Path(settings.token_file) if settings.token_file else None, os.environ)
    run_server(replace(config, token=token), settings.host, settings.port)


@_command("COMMUNIQUE_DB=news.db communique settings")
def settings() -> None:
    """Print every setting and where its value comes from."""
    from kg.store.results import draw_table

    rows = [[o.setting.name, str(o.value), o.setting.default, o.source, o.setting.help] for o in origins()]
    click.echo(draw_table(("name", "value", "default", "from", "help"), rows), nl=False)


main.add_command(bench)
main.add_command(gazetteer)
main.add_command(link)

if __name__ == "__main__":
    sys.exit(main())
