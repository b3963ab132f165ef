"""The commands `link` and `gazetteer`: who and what the things of the graph are, beyond what a build decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands import GroupWithExample, WithExample, db_option, progress_bar, warn
from kg.settings import load_settings

if TYPE_CHECKING:
    from kg.link.online import OnlineReport
    from kg.link.wikidata import Wikidata

ENDPOINT: Final = "https://query.wikidata.org/sparql"
CONTACT: Final = "COMMUNIQUE_CONTACT"


def _endpoint_option(default: str) -> str:
    return f"SPARQL endpoint of Wikidata's shape [default: {default}]."


_endpoint = click.option("--endpoint", metavar="URL", default=ENDPOINT, help=_endpoint_option(ENDPOINT))
_contact = click.option(
    "--contact",
    envvar=CONTACT,
    default="",
    help="Your mail address or page, sent along as Wikidata asks its guests to [else COMMUNIQUE_CONTACT].",
)


@contextmanager
def _guest(endpoint: str, contact: str, timeout: int, *, anew: bool = False) -> Iterator[Wikidata]:
    """A guest of the endpoint, whose answers are kept in the cache folder."""
    from kg.link.answers import Answers
    from kg.link.compile import cache_folder
    from kg.link.wikidata import Wikidata
    from kg.store.http import agent_of
    from kg.store.remote import RemoteEndpoint

    with Answers(cache_folder() / "answers.sqlite") as answers:
        if anew:
            answers.forget()
        yield Wikidata(RemoteEndpoint(endpoint, timeout, agent_of(contact)), answers)


# link


@click.command(
    cls=WithExample,
    example="communique link --online --db news.db --contact me@example.org\n"
    "communique link --online --endpoint https://qlever.cs.uni-freiburg.de/api/wikidata",
)
@db_option
@click.option("--online", is_flag=True, help="Ask Wikidata about things without a link.")
@_endpoint
@_contact
@click.option("--anew", is_flag=True, help="Ask again what was answered before.")
def link(db: Path | None, online: bool, endpoint: str, contact: str, anew: bool) -> None:
    """Settle the links to Wikidata again.

    Takes up what changed in your file of links. With --online it first asks Wikidata about things that have no
    link, and about pages of linked ones at GeoNames and DBpedia: one request at a time, at least a second apart.
    What is found goes to online.tsv and pages.tsv in the folder of the database, which every later build takes up
    too. A run that broke off goes on where it stopped.
    """
    from kg.link.corrections import read_corrections
    from kg.link.online import apply_online, read_online
    from kg.store.embedded import read_base

    settings = load_settings({"db": db})
    base = read_base(settings.db)
    if online:
        with _guest(endpoint, contact, settings.timeout, anew=anew) as wikidata, progress_bar("asking") as show:
            _seek(settings.db, base, wikidata, show)
    corrections = (*read_corrections(settings.links), *read_online(settings.db))
    linked = apply_online(settings.db, base, corrections)
    click.echo(f"{linked} things have a link beside the states; published in {settings.db}")


def _seek(db: Path, base: str, wikidata: Wikidata, show: Callable[[int, int, str], None]) -> None:
    """Ask for links of things without one, then for pages of every item that is linked or will be."""
    from kg.graph.iris import Iris
    from kg.link.online import OnlineReport, read_online, seek, unlinked, write_online
    from kg.link.pages import linked_items, seek_pages, write_pages
    from kg.link.wikidata import check_terms
    from kg.store.embedded import open_published
    from ontology.terms import WIKIDATA

    store = open_published(db)
    check_terms(wikidata)
    found = seek(wikidata, unlinked(store, Iris(base)), show)
    write_online(db, found, wikidata.endpoint.url, datetime.now(UTC).date())
    _show_online(OnlineReport(tuple(found), wikidata.asked))
    items = sorted({*linked_items(store), *(WIKIDATA + correction.value for correction in read_online(db))})
    before = wikidata.asked
    pages = seek_pages(wikidata, items, show)
    write_pages(db, pages)
    requests = wikidata.asked - before
    click.echo(f"{len(items)} linked items: {len(pages)} with pages at GeoNames or DBpedia; {requests} requests")


def _show_online(report: OnlineReport) -> None:
    for found in report.found:
        if found.status != "NotFound":
            item = found.item or "no link"
            warn([f"{found.thing.kind} {found.thing.name}: {found.status}, {item} ({found.reason}; {found.score:.2f})"])
    counts = ", ".join(f"{report.count(status)} {text}" for status, text in _STATUSES)
    click.echo(f"{len(report.found)} things without a link: {counts}; {report.requests} requests")


_STATUSES: Final = (("Linked", "linked"), ("Ambiguous", "with several items that fit"), ("NotFound", "not found"))


# gazetteer


@click.group(cls=GroupWithExample, example="communique gazetteer info && communique gazetteer check")
def gazetteer() -> None:
    """Look after the gazetteer."""


@gazetteer.command(example="communique gazetteer refresh --contact me@example.org --into tables")
@_endpoint
@_contact
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Folder [default: the tables in use].")
@click.option("--allow-drop", is_flag=True, help="Write also when much would be lost.")
def refresh(endpoint: str, contact: str, into: Path | None, allow_drop: bool) -> None:
    """Make the table of Wikidata anew.

    Asks the queries of this version, after a check that each property and class still has its label. Writes
    wikidata.tsv, wikidata_tenures.tsv (who held which office when), a manifest (wikidata.json) and the differences
    (*.diff.tsv), or nothing at all when a query fails or gives much less than before.
    """
    from kg.errors import UsageError
    from kg.link.refresh import data_folder
    from kg.link.refresh import refresh as refresh_table

    folder = into or data_folder()
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Make it, or name another --into.")
    timeout = load_settings().timeout
    with _guest(endpoint, contact, timeout) as wikidata, progress_bar("asking") as show:
        report = refresh_table(wikidata, folder, datetime.now(UTC).date(), show, allow_drop=allow_drop)
    warn(f"{count} items left out: {reason}" for reason, count in report.left_out.items())
    click.echo(
        f"{report.rows} rows, {report.before} before: {report.added} new, {report.removed} gone, "
        f"{report.changed} changed; {report.tenures} tenures of offices; {report.requests} requests; "
        f"written to {folder / 'wikidata.tsv'}"
    )


@gazetteer.command(example="communique gazetteer info")
def info() -> None:
    """Print what the gazetteer holds.

    Its version, the day on which its items were last compared with their sources, and how many entities of each kind
    it has.
    """
    from kg.link.gazetteer import open_gazetteer
    from kg.store.results import draw_table

    with open_gazetteer() as opened:
        found = opened.info
    rows = [["version", found.version], ["compared on", found.date], ["entities", str(found.entities)]]
    rows += [["with a Wikidata item", str(found.linked)], ["names", str(found.names)]]
    rows += [["tenures of offices", str(found.tenures)], ["offices with an item", str(found.offices)]]
    rows += [[kind, str(count)] for kind, count in found.by_kind.items()]
    click.echo(draw_table(("what", "count"), rows), nl=False)


@gazetteer.command(example="communique gazetteer check --pool ../shared/eval/linking/qid_label_pool.tsv.gz")
@click.option(
    "--pool", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Items and labels (TSV, .gz)."
)
@click.option("--record", is_flag=True, help="Note a check without fault as the last one.")
def check(pool: Path | None, record: bool) -> None:
    """Check every Wikidata item against its source.

    Without a pool: that each row is well formed, names its source, is the only one with its item, and was compared
    before as it stands. With one, a table of items and labels: that it has each item under that label. Exit code 4
    when an item is wrong or unverified.
    """
    from kg.errors import DataError, UsageError
    from kg.link.check import check as check_items
    from kg.link.check import pairs
    from kg.link.check import record as record_check
    from kg.link.refresh import data_folder

    report = check_items(pool)
    for found in report.findings:
        warn([f"{found.table} {found.name} {found.qid} {found.problem}".strip()])
    if report.findings:
        raise DataError(f"{len(report.findings)} items are wrong or unverified; mend the rows of kg/link/data.")
    compared = f"{report.compared} compared with {pool.name}" if pool else "none compared now: give a --pool"
    relied = "".join(f"; {count} taken from {source}" for source, count in sorted(report.relied_on.items()))
    click.echo(f"{report.pairs} items are well formed, named and verified ({compared}{relied})")
    if record:
        if pool is None:
            raise UsageError("A check is noted only when the items were compared: give a --pool.")
        record_check(pairs(), data_folder(), datetime.now(UTC).date())


@gazetteer.command(example="communique gazetteer bench")
def bench() -> None:
    """Measure look-ups and memory.

    Looks every name up. Exit code 1 when a look-up takes longer, or the gazetteer more memory, than promised.
    """
    from kg.errors import CommuniqueError
    from kg.link.bench import LOOKUP_LIMIT, MEMORY_LIMIT, measure

    found = measure()
    memory = "unknown here" if found.megabytes is None else f"{found.megabytes:.1f} MB"
    click.echo(
        f"{found.lookups} look-ups, {found.microseconds:.1f} µs each (limit {LOOKUP_LIMIT:.0f}); "
        f"memory {memory} (limit {MEMORY_LIMIT:.0f} MB)"
    )
    if not found.holds:
        raise CommuniqueError("The gazetteer is slower or larger than promised; look at what else the machine does.")
