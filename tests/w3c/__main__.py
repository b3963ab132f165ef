"""Print how much of the W3C suite the server passes, and the engine alone: `python -m tests.w3c [--faults]`.

Exit code 1 when something fails that the skip list does not name, or passes that it does name.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.running import Running, empty_database, running
from tests.w3c.description import check_description
from tests.w3c.evaluation import Endpoint, Engine, Target, run_case
from tests.w3c.exchanges import read_exchanges, run_exchange
from tests.w3c.manifests import FILES, read_cases, suite_folder
from tests.w3c.skips import ENDPOINT, ENGINE

EVALUATED = ("QueryEvaluationTest", "UpdateEvaluationTest", "CSVResultFormatTest")
NAMES = {
    ("query", True): "query evaluation",
    ("results", True): "query evaluation",
    ("update", True): "update evaluation",
    ("query", False): "query syntax",
    ("update", False): "update syntax",
    ("federation", True): "federation",
    ("federation", False): "federation",
}


@dataclass
class Score:
    """Passed and run, by name of the part; and each test with its fault, empty when it passed."""

    passed: Counter[str] = field(default_factory=Counter)
    run: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, test: str, fault: str) -> None:
        """Count a test."""
        self.run[name] += 1
        self.passed[name] += not fault
        self.faults[test] = fault

    def surprises(self, known: Iterable[str]) -> list[str]:
        """Tests that failed and are not known to, or are known to and passed."""
        known = set(known)
        return sorted(test for test, fault in self.faults.items() if bool(fault) != (test in known))


def score_server(folder: Path, server: Running) -> Score:
    """Everything that is asked of a server, whose default graph is separate and which takes writes."""
    score = Score()
    for group, name in (("protocol", "protocol"), ("graph-store", "graph store protocol")):
        for exchange in read_exchanges(folder, group):
            score.note(name, exchange.id, run_exchange(exchange, server))
    for test, fault in check_description(server).items():
        score.note("service description", f"service-description/{test}", fault)
    _evaluate(folder, Endpoint(server), score, FILES)
    return score


def score_engine(folder: Path) -> Score:
    """The engine alone; what it would ask of other hosts is left out."""
    score = Score()
    _evaluate(folder, Engine(), score, ("query", "results", "update"), leaving_out=set(ENDPOINT))
    return score


def _evaluate(
    folder: Path, target: Target, score: Score, groups: Iterable[str], leaving_out: Iterable[str] = ()
) -> None:
    for group in groups:
        for case in read_cases(folder, group):
            if case.id not in leaving_out:
                name = "CSV results" if case.kind.startswith("CSV") else NAMES[group, case.kind in EVALUATED]
                score.note(name, case.id, run_case(case, target))


def lines(server: Score, engine: Score) -> Iterator[str]:
    """The table."""
    yield f"{'':24}{'endpoint':>12}{'engine alone':>14}"
    for name, number in server.run.items():
        alone = f"{engine.passed[name]}/{engine.run[name]}" if engine.run[name] else ""
        yield f"{name:24}{f'{server.passed[name]}/{number}':>12}{alone:>14}"


def main() -> int:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description="Print how much of the W3C suite the server passes.")
    parser.add_argument("--faults", action="store_true", help="also print what went wrong, or why it was expected to")
    wanted = parser.parse_args()
    folder = suite_folder()
    if folder is None:
        sys.stderr.write("The W3C suite is not here. Name its folder: COMMUNIQUE_W3C=DIR python -m tests.w3c\n")
        return 2
    with (
        tempfile.TemporaryDirectory() as place,
        running(empty_database(Path(place) / "db"), "--default-graph", "separate") as server,
    ):
        served = score_server(folder, server)
    alone = score_engine(folder)
    print("\n".join(lines(served, alone)))
    surprises = served.surprises({**ENGINE, **ENDPOINT}) + alone.surprises(ENGINE)
    for test, fault in served.faults.items():
        if wanted.faults and fault:
            print(f"{test}: {ENGINE.get(test) or ENDPOINT.get(test) or fault}")
    for test in surprises:
        print(f"not as the skip list says: {test}: {served.faults.get(test) or alone.faults.get(test) or 'it passes'}")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main())
