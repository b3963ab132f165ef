"""The commands `communique bench ...`: how fast articles are read and queries answered on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.commands import GroupWithExample
from kg.errors import CommuniqueError
from kg.settings import load_settings


@click.group(cls=GroupWithExample, example="communique bench read seeds")
def bench() -> None:
    """Measure the speed on this machine."""


@bench.command("read", example="communique bench read seeds")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="The fastest of so many counts.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def bench_read(paths: tuple[Path, ...], rounds: int, form: str) -> None:
    """Time the reading of articles.

    Tokens a second of spaCy alone and of the whole reading, memory, and each stage's time. Nothing is stored.
    """
    from dataclasses import asdict

    from kg.bench.read import measure_reading, speed_rows
    from kg.build import find_articles
    from kg.pipeline import load_pipeline
    from kg.read.article import read_article
    from kg.store.results import draw_table

    articles = [read_article(path) for path in find_articles(paths)]
    speed = measure_reading(load_pipeline(load_settings()), articles, rounds)
    if form == "json":
        click.echo(json.dumps(asdict(speed) | {"after_ratio": speed.after_ratio}))
    else:
        click.echo(draw_table(("what", "value", "unit"), speed_rows(speed)), nl=False)


@bench.command("serve", example="communique bench serve --quads 1000000 --seconds 6 > table.md")
@click.option("--quads", type=click.IntRange(10_000), default=1_000_000, show_default=True, help="Size of the graph.")
@click.option("--seconds", type=float, default=6.0, show_default=True, help="Time for each kind on each server.")
@click.option("--db", type=click.Path(path_type=Path), help="Keep the made-up graph in this folder, or use it again.")
@click.option("--rdflib-python", metavar="FILE", default="", help="A Python that has rdflib-endpoint.")
@click.option("--patience", type=float, default=3.0, show_default=True, help="Seconds for a first answer of a kind.")
def bench_serve(quads: int, seconds: float, db: Path | None, rdflib_python: str, patience: float) -> None:
    """Measure the server beside others.

    On a made-up graph, beside `oxigraph serve-read-only` and rdflib-endpoint where they are installed (the extra
    "bench"). Prints a table in Markdown.
    """
    from ontology.terms import BASE
    from server.bench.report import measure, write_table

    with _made_up_graph(db, quads) as folder:
        report = measure(folder, BASE, seconds, _tell, rdflib_python=rdflib_python, patience=patience)
    click.echo(write_table(report), nl=False)


@bench.command("load", example="communique bench load --clients 64 --seconds 60")
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
