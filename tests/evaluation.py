"""Measure the reading: build annotated articles, score the graph, and hold the figures to their floors.

    python -m tests.evaluation [--errors] [--raise-floors]
    python -m tests.evaluation --gold FOLDER [--errors]

Needs the evaluation set beside the project (`../shared/eval`, or the folder that COMMUNIQUE_EVAL names);
nothing of it is part of the product. Prints the tables that the README shows, with the same scorer: for its
articles, and for eight sets of our own, invented and annotated by hands that had not seen the code.
`tests/data/articles`, `articles-later`, `-third`, `-fourth`, `-fifth` and `-sixth` were read, with what was wrong in
them, while rules were mended; of `articles-unseen` and `articles-closed` nothing but these figures was looked at, so
they are what to expect on others, and `--errors` keeps silent about them. They are scored at the end of a round of work
and not in between.
`tests/floors.json` holds a floor per figure; `--raise-floors` lifts those that were passed and never lowers one.
With `--gold` only the annotated articles of a folder of yours are measured (`<slug>.txt` beside `<slug>.gold.json`).
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
OWN = Path(__file__).with_name("data")
OF_ALL = {"asset type": "assets", "asset operator": "assets"}
"""Rates over the things of a tally that the gate also sees as shares of all that were to be found."""
READ = ("later", "third", "fourth", "fifth", "sixth")
UNSEEN = {"unseen articles": "articles-unseen", "closed articles": "articles-closed"}
"""Sets of which nothing but the figures is looked at."""
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


def gold_sets(folder: Path) -> dict[str, Path]:
    """The folders of annotated articles by the name that their floors have."""
    read = {"own articles": "articles"} | {f"{n} articles": f"articles-{n}" for n in READ}
    return {"articles": folder / "gold"} | {name: OWN / part for name, part in (read | UNSEEN).items()}


def score(folder: Path, gold: Path, graph: Path, *flags: str) -> str:
    """What the scorer prints for a graph of the annotated articles in `gold`."""
    command = [sys.executable, str(folder / "score.py"), "--gold", str(gold), "--graph", str(graph), *flags]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def figures(report: Mapping[str, Any]) -> dict[str, float]:
    """The scorer's JSON report as one figure a name: F1 of the tallies, value of the rates.

    A rate over the things that were found may fall only because more of them are found. So for those of `OF_ALL` there
    is also the share of all that the annotators list, found or not.
    """
    found = {name: float(row["f1"]) for name, row in report["f1"].items()}
    for name, row in report["rate"].items():
        found[name] = float(row["value"])
        listed = report["f1"][OF_ALL[name]]["gold"] if name in OF_ALL else 0
        if listed:
            found[f"{name}, of all"] = found[name] * row["n"] / listed
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


def read_floors(name: str = "articles") -> dict[str, float]:
    """The floors of a set of articles."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8"))[name])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 if every floor holds, 1 if one fell, 2 if the evaluation set is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what was missed, added or different")
    parser.add_argument("--raise-floors", action="store_true", help="lift the floors that were passed")
    parser.add_argument("--gold", type=Path, metavar="FOLDER", help="measure these annotated articles alone, no floors")
    options = parser.parse_args(arguments)
    folder = evaluation_folder()
    if folder is None:
        print("The evaluation set is not beside the project; set COMMUNIQUE_EVAL to its folder.", file=sys.stderr)
        return 2
    if options.gold is not None:
        return _measure_own(folder, options.gold, errors=options.errors)
    fallen: list[str] = []
    for name, gold in gold_sets(folder).items():
        found = _measured(name, folder, gold, errors=options.errors and name not in UNSEEN)
        if options.raise_floors:
            _raise_floors(name, found)
        fallen += [f"{name}: {line}" for line in below(found, read_floors(name))]
    print(*fallen, sep="\n", file=sys.stderr)
    return 1 if fallen else 0


def _measure_own(folder: Path, gold: Path, *, errors: bool) -> int:
    """Print the table of a folder of the user's; 2 where it holds no article with its annotation."""
    annotated = [text for text in gold.glob("*.txt") if text.with_suffix(".gold.json").is_file()]
    if not annotated:
        print(f"{gold}: no article (<slug>.txt) has its annotation (<slug>.gold.json) beside it.", file=sys.stderr)
        return 2
    _measured(gold.name, folder, gold, errors=errors)
    return 0


def _measured(name: str, folder: Path, gold: Path, *, errors: bool) -> dict[str, float]:
    """The figures of one set of articles; its table is printed."""
    print(name)
    with tempfile.TemporaryDirectory() as scratch:
        graph = graph_of(sorted(gold.glob("*.txt")), Path(scratch))
        print(score(folder, gold, graph, *(["--errors"] if errors else [])), end="")
        return figures(json.loads(score(folder, gold, graph, "--json")))


def _raise_floors(name: str, found: Mapping[str, float]) -> None:
    kept = json.loads(FLOORS.read_text(encoding="utf-8"))
    kept[name] = raised(found, kept.get(name, {}))
    FLOORS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
