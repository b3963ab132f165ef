"""Measure the reading: build the annotated articles, score the graph, and hold the figures to their floors.

    python -m tests.evaluation [--errors] [--raise-floors]

Needs the evaluation set beside the project (`../shared/eval`, or the folder that COMMUNIQUE_EVAL names);
nothing of it is part of the product. Prints the table that the README shows. `tests/floors.json` holds a
floor per figure; `--raise-floors` lifts those that were passed and never lowers one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.build import build
from kg.graph.export import export_bytes, write_file
from kg.graph.iris import Iris
from kg.settings import load_settings
from kg.store.embedded import open_published

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")
NOISE = 0.0005  # figures are printed with four digits


def evaluation_folder() -> Path | None:
    """The folder of the evaluation set, or None where it is absent."""
    folder = Path(os.environ.get("COMMUNIQUE_EVAL", ROOT.parent / "shared" / "eval"))
    return folder if (folder / "score.py").is_file() else None


def graph_of(articles: Sequence[Path], folder: Path) -> Path:
    """The N-Quads file of a graph built from the articles, in `folder`."""
    settings = load_settings()
    database = folder / "eval.db"
    build(articles, database, settings)
    target = folder / "eval.nq"
    write_file(target, export_bytes(open_published(database), "nq", Iris(settings.base)))
    return target


def score(folder: Path, graph: Path, *flags: str) -> str:
    """What the scorer prints for a graph of the annotated articles."""
    command = [sys.executable, str(folder / "score.py"), "--gold", str(folder / "gold"), "--graph", str(graph), *flags]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def figures(report: Mapping[str, Any]) -> dict[str, float]:
    """The scorer's JSON report as one figure a name: F1 of the tallies, value of the rates."""
    found = {name: float(row["f1"]) for name, row in report["f1"].items()}
    found.update({name: float(row["value"]) for name, row in report["rate"].items()})
    return found


def below(found: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """What fell below its floor, as sentences; a floor without a figure counts as fallen."""
    return [
        f"{name}: {found.get(name, 0.0):.4f} is below its floor {floor:.4f}"
        for name, floor in sorted(floors.items())
        if found.get(name, 0.0) < floor - NOISE
    ]


def raised(found: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors lifted to the figures found, cut to hundredths; none is ever lowered."""
    return {name: max(floors.get(name, 0.0), math.floor(found[name] * 100) / 100) for name in sorted(found)}


def read_floors() -> dict[str, float]:
    """The floors of the articles that are at hand."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8"))["articles"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 if every floor holds, 1 if one fell, 2 if the evaluation set is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what was missed, added or different")
    parser.add_argument("--raise-floors", action="store_true", help="lift the floors that were passed")
    options = parser.parse_args(arguments)
    folder = evaluation_folder()
    if folder is None:
        print("The evaluation set is not beside the project; set COMMUNIQUE_EVAL to its folder.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        graph = graph_of(sorted((folder / "gold").glob("*.txt")), Path(scratch))
        print(score(folder, graph, *(["--errors"] if options.errors else [])), end="")
        found = figures(json.loads(score(folder, graph, "--json")))
    if options.raise_floors:
        kept = json.loads(FLOORS.read_text(encoding="utf-8"))
        kept["articles"] = raised(found, read_floors())
        FLOORS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    fallen = below(found, read_floors())
    print(*fallen, sep="\n", file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
