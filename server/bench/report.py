"""One run: every kind of query on every server, first-time and repeated, and the table of it.

The servers run side by side on the same data and take short turns at each kind, so what else the machine does falls on
all of them alike. First-time queries are all different, so nothing that a server remembers helps it. Each cell has some
seconds; but the mixed work is a list that every server goes through to its end, for some kinds cost a thousand times
what others do, and a mean of what was done in some seconds tells mostly which these were. Times are in milliseconds;
cost is processor time of the server and all its processes per request.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, repeat
from math import ceil, inf
from pathlib import Path
from random import Random
from typing import Final

from kg.errors import MissingDependencyError
from server.bench.drive import Ask, Tally, run_client, run_clients
from server.bench.questions import KINDS, MIX
from server.bench.rivals import Rival, running, start_ours, start_oxigraph, start_rdflib

TURN_SECONDS: Final = 0.5
"""A turn of a server at a kind. Turns are short, so that what else the machine does falls on all servers alike."""
MIXED: Final = "mixed"
MIXED_TURNS: Final = 2
"""Turns of each server at the mixed work."""
MIXED_CLIENTS: Final = 8
MIXED_FROM: Final = 5000
"""The mixed work's first number, past those of the kinds by themselves, so that all its queries are new."""
OURS: Final = "communique"
YARDSTICK: Final = "oxigraph serve-read-only"
TOO_SLOW_SECONDS: Final = 3.0
"""A server that has not answered the first query of a kind by then is not measured on it; more on a busy machine."""


@dataclass(slots=True)
class Cell:
    """What one server did on one kind: requests, and processor seconds for them."""

    tally: Tally = field(default_factory=Tally)
    cpu: float = 0.0

    @property
    def cost(self) -> float:
        """Processor seconds of a request."""
        return self.cpu / len(self.tally.seconds) if self.tally.seconds else 0.0

    def add(self, tally: Tally, cpu: float) -> None:
        """Count another turn."""
        self.tally.add(tally)
        self.tally.elapsed += tally.elapsed
        self.cpu += cpu


@dataclass(slots=True)
class Report:
    """All cells by (kind, "first" or "again", server), the memory of each server, and who was left out and why."""

    cells: dict[tuple[str, str, str], Cell] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    quads: int = 0

    def ratio(self, kind: str, mode: str) -> float | None:
        """Our cost by that of the yardstick on first-time queries' like; None when one was not measured."""
        ours, theirs = self.cells.get((kind, mode, OURS)), self.cells.get((kind, "first", YARDSTICK))
        if ours is None or theirs is None or not theirs.cost or not ours.cost:
            return None
        return ours.cost / theirs.cost


def measure(
    db: Path,
    base: str,
    seconds: float,
    say: Callable[[str], None],
    *,
    rdflib_python: str = "",
    patience: float = TOO_SLOW_SECONDS,
) -> Report:
    """Run everything on a database; `say` is told how it goes on. A server that cannot be had is noted as missing.

    `patience` is how many seconds a server may take for its first answer of a kind.
    """
    report = Report()
    with ExitStack() as stack:
        rivals = []
        starts: tuple[Callable[[], Rival], ...] = (
            lambda: start_ours(db),
            lambda: start_oxigraph(db),
            lambda: start_rdflib(db, rdflib_python),
        )
        for start in starts:
            try:
                rivals.append(stack.enter_context(running(start())))
                say(f"{rivals[-1].name} runs")
            except MissingDependencyError as exc:
                report.missing.append(str(exc))
        for kind in (*KINDS, MIXED):
            able = [rival for rival in rivals if _answers_in_time(rival, kind, base, patience)]
            late = [rival for rival in rivals if rival not in able]
            report.missing += [f"{rival.name}: no answer to {kind} in {patience:g} s" for rival in late]
            _measure_kind(report, able, kind, base, seconds)
            say(kind)
        for rival in rivals:
            report.memory[rival.name] = rival.cost().memory
    return report


def _measure_kind(report: Report, rivals: Sequence[Rival], kind: str, base: str, seconds: float) -> None:
    """Turns, until each server has had its seconds at first-time queries."""
    turn = seconds / MIXED_TURNS if kind == MIXED else min(TURN_SECONDS, seconds)
    numbers = {rival.name: count() for rival in rivals}
    left = {rival.name: max(round(seconds / turn), 1) * turn for rival in rivals}
    while any(had > 0 for had in left.values()):
        for rival in rivals:
            if left[rival.name] <= 0:
                continue
            asks = _different(kind, base, numbers[rival.name], turn)
            took = _measure_cell(report, rival, (kind, "first"), asks, turn)
            left[rival.name] -= turn if kind == MIXED else max(took, turn)
            if rival.name == OURS:
                _measure_cell(report, rival, (kind, "again"), _same(kind, base, turn / 2), turn / 2)


def _answers_in_time(rival: Rival, kind: str, base: str, patience: float = TOO_SLOW_SECONDS) -> bool:
    chosen = KINDS[MIX[-1] if kind == MIXED else kind]
    ask = chosen.ask(chosen.variants - 1, base)
    return not run_client(rival.url, iter([ask]), lambda: False, patience).lost


def _measure_cell(report: Report, rival: Rival, key: tuple[str, str], asks: Iterator[Ask], seconds: float) -> float:
    """Count a turn; gives how many seconds it took."""
    mixed = key[0] == MIXED  # its clients share one list
    before = rival.cost().cpu
    tally = run_clients(rival.url, MIXED_CLIENTS if mixed else 1, lambda _client: asks, inf if mixed else seconds)
    cell = report.cells.setdefault((*key, rival.name), Cell())
    cell.add(tally, rival.cost().cpu - before)
    if tally.lost:
        sys.stderr.write(f"{rival.name}, {key[0]}: {tally.lost} lost ({tally.problem})\n")
    return tally.elapsed


def _different(kind: str, base: str, numbers: Iterator[int], seconds: float) -> Iterator[Ask]:
    """Queries that were not asked before."""
    if kind == MIXED:
        return iter([KINDS[name].ask(next(numbers) + MIXED_FROM, base) for name in _mixture(seconds)])
    return (KINDS[kind].ask(number, base) for number in numbers)


def _same(kind: str, base: str, seconds: float) -> Iterator[Ask]:
    """Few queries over and over."""
    if kind == MIXED:
        return iter([KINDS[name].ask(KINDS[name].variants - 1, base) for name in _mixture(seconds)])
    return repeat(KINDS[kind].ask(KINDS[kind].variants - 1, base))


def _mixture(seconds: float) -> list[str]:
    """The names of the kinds in the mixed work, as many as take about so many seconds; each time the same."""
    names = list(MIX) * ceil(seconds)
    Random(len(names)).shuffle(names)  # noqa: S311 -- nothing secret
    return names


def write_table(report: Report) -> str:
    """The report as a Markdown table, with what is missing below it."""
    lines = [
        "| Kind | Queries | Server | Requests/s | CPU ms | to Oxigraph | p50 ms | p99 ms |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (kind, mode, server), cell in sorted(report.cells.items(), key=_row_order):
        ratio = report.ratio(kind, mode) if server == OURS else None
        tally = cell.tally
        lines.append(
            f"| {kind} | {'repeated' if mode == 'again' else 'first-time'} | {server} | {tally.rate:,.1f} "
            f"| {cell.cost * 1000:,.3f} | {f'{ratio:.2f}' if ratio is not None else ''} "
            f"| {tally.percentile(0.5) * 1000:,.2f} | {tally.percentile(0.99) * 1000:,.2f} |"
        )
    lines += [
        "",
        "Memory after the run: " + ", ".join(f"{n} {m / 2**20:,.0f} MiB" for n, m in report.memory.items()) + ".",
    ]
    lines += [f"Not measured: {reason}." for reason in report.missing]
    return "\n".join(lines) + "\n"


def _row_order(item: tuple[tuple[str, str, str], Cell]) -> tuple[int, str, str]:
    (kind, mode, server), _ = item
    return [*KINDS, MIXED].index(kind), server, mode
