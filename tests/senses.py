"""Some 1,500 own sentences, the act of each marked, in which the same words tell of different acts or of none.

    python -m tests.senses [--missed] [--raise-floors]

`data/senses/<category>.tsv` holds one sentence a line, its trigger in brackets; in `none.tsv` the bracketed word
tells of no act. They were written beside the lexicon, not from it, in the registers of a century of news, and many
are meant to be hard: what is found here says how far the lexicon reaches. `floors.json` beside them holds for each
category the share in which an act of it is found, and for "none" the share in which no act is.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from kg.lexicon.tables import parse_table
from kg.lexicon.triggers import CATEGORIES
from tests.reading import facts
from tests.test_triggers import category_of

DATA = Path(__file__).with_name("data") / "senses"
FLOORS = DATA / "floors.json"
NONE = "None"
SLACK = 0.02
"""Two sentences of a hundred come and go with any change of the rules; a floor stands so much below the share."""
_MARK = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the category of its act (or NONE), its trigger, and the categories that are found in it."""

    text: str
    category: str
    trigger: str
    found: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether the act is found, or none where there is none."""
        return not self.found if self.category == NONE else self.category in self.found


def rows(category: str) -> Iterator[tuple[str, str]]:
    """The sentences of a category as plain text, with their triggers."""
    for row in parse_table((DATA / f"{category.lower()}.tsv").read_text(encoding="utf-8"), category):
        trigger = _MARK.search(row["sentence"])
        assert trigger is not None, row["sentence"]
        yield _MARK.sub(r"\1", row["sentence"]), trigger[1]


@cache
def read_sentences() -> tuple[Sentence, ...]:
    """Every sentence, read."""
    return tuple(
        Sentence(text, category, trigger, frozenset(category_of(act) for act in facts(text).actions))
        for category in (*CATEGORIES, NONE)
        for text, trigger in rows(category)
    )


def shares(sentences: Sequence[Sentence]) -> dict[str, float]:
    """The share of right sentences by category."""
    listed = {c: [s.right for s in sentences if s.category == c] for c in (*CATEGORIES, NONE)}
    return {category: sum(right) / len(right) for category, right in listed.items()}


def read_floors() -> dict[str, float]:
    """The floors by category."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8")))


def raised(found: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors lifted to `SLACK` below the shares found, cut to hundredths; none is ever lowered."""
    return {name: max(floors.get(name, 0.0), math.floor((share - SLACK) * 100) / 100) for name, share in found.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the shares; 1 if one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="list the sentences that are not right")
    parser.add_argument("--raise-floors", action="store_true", help="lift the floors that were passed")
    options = parser.parse_args(arguments)
    sentences = read_sentences()
    for sentence in sentences if options.missed else ():
        if not sentence.right:
            found_there = "+".join(sorted(sentence.found)) or "-"
            click.echo(f"{sentence.category}\t{sentence.trigger}\t{found_there}\t{sentence.text}")
    found, floors = shares(sentences), read_floors()
    for category, share in found.items():
        click.echo(f"{category:10} {share:.3f}")
    click.echo(f"{'all':10} {sum(s.right for s in sentences) / len(sentences):.3f} of {len(sentences)}")
    if options.raise_floors:
        FLOORS.write_text(json.dumps(raised(found, floors), indent=1) + "\n", encoding="utf-8")
    return int(any(found[name] < floor for name, floor in floors.items()))


if __name__ == "__main__":
    sys.exit(main())
