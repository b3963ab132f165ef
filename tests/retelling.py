"""The same deeds told in many constructs: whoever did what to whom must come out the same.

    python -m tests.retelling [--missed]

`data/retellings` has deeds, sides and constructs, all combined to some 3,600 sentences of our own. What the plain
sentence ("Turkey attacked Armenia.") tells is the measure for the others: a construct in which it is done tells the
same act with the same parties, one of an accusation the same as alleged, and one in which it is not done ("ruled out
attacking Armenia") nothing that happened. No annotation is needed, so a fault in a construct shows wherever it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from kg.lexicon.tables import parse_table
from kg.lexicon.triggers import CATEGORIES
from ontology.model import ancestors
from ontology.terms import CMQ
from tests.reading import Told, told

DATA = Path(__file__).with_name("data") / "retellings"
DONE, UNDONE = "done", "undone"
_HAPPENED = frozenset({"Occurred", "Ongoing"})

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Retelling:
    """A deed told in a construct, and whether it came out as it should."""

    construct: str
    text: str
    right: bool


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The lines of a file of `data/retellings`."""
    return tuple(parse_table((DATA / f"{name}.tsv").read_text(encoding="utf-8"), name))


def sentence(construct: Row, deed: Row, sides: Row) -> str:
    """A deed between two sides, told in a construct."""
    text = construct["sentence"].format(X=sides["actor"], Y=sides["recipient"], **deed)
    return text[:1].upper() + text[1:]


def retellings(constructs: Sequence[Row] | None = None) -> Iterator[Retelling]:
    """Every deed whose plain sentence tells one act of its category, in every construct."""
    plain = rows("constructs")[0]
    for deed in rows("deeds"):
        for sides in rows("sides"):
            known = [act for act in told(sentence(plain, deed, sides)) if category_of(act.type) == deed["category"]]
            if len(known) != 1 or not known[0].actors or not known[0].recipients:
                continue
            for construct in constructs or rows("constructs"):
                text = sentence(construct, deed, sides)
                yield Retelling(construct["name"], text, is_right(construct["told_as"], known[0], told(text)))


def is_right(told_as: str, known: Told, acts: Sequence[Told]) -> bool:
    """Whether among the acts is the known one as it should be told, and never as done where it is not."""
    same = [act for act in acts if _same(known, act)]
    happened = any(act.modality in _HAPPENED for act in same)
    if told_as == UNDONE:
        return not happened
    return happened if told_as == DONE else not happened and any(act.modality == told_as for act in same)


def _same(known: Told, act: Told) -> bool:
    parties = [_names(act.actors) == _names(known.actors), _names(act.recipients) == _names(known.recipients)]
    return category_of(act.type) == category_of(known.type) and all(parties)


@cache
def category_of(kind: str) -> str:
    """The PLOVER category of a class of actions."""
    kinds = {kind, *(iri.removeprefix(CMQ) for iri in ancestors(CMQ + kind))}
    return next(category for category in CATEGORIES if category in kinds)


def _names(names: Sequence[str]) -> set[str]:
    return {name.casefold() for name in names}


def shares(found: Sequence[Retelling]) -> dict[str, float]:
    """The share of each construct that came out right."""
    names = dict.fromkeys(one.construct for one in found)
    return {name: _share([one.right for one in found if one.construct == name]) for name in names}


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share of each construct, and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="list the sentences that came out wrong")
    options = parser.parse_args(arguments)
    found = list(retellings())
    for name, share in shares(found).items():
        click.echo(f"{name:20}{share:8.3f}")
    click.echo(f"{'all':20}{_share([one.right for one in found]):8.3f}{len(found):8}")
    for one in found if options.missed else ():
        if not one.right:
            click.echo(f"{one.construct}\t{one.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
