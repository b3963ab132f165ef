"""Own sentences for every category: the act is found, with its parties, at least as often as the floors say.

`data/triggers/<category>.tsv` holds a sentence with one act and its parties; `none-*.tsv` sentences in which
a word of a category is used in another sense. Floors are shares of the sentences of a category.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from kg.lexicon.entities import load_entities, plain
from kg.lexicon.tables import parse_table
from kg.lexicon.triggers import CATEGORIES, load_triggers
from kg.model import Action, Facts
from ontology.model import ancestors
from ontology.terms import CMQ, MODES
from tests.evaluation import FLOORS
from tests.reading import facts

DATA = Path(__file__).with_name("data") / "triggers"
MOST_FALSE = 1  # of some 170 sentences without an act: a river that meets another


@dataclass(frozen=True, slots=True)
class Share:
    """Of the sentences of a category: where the act is found, and where actor and recipient are right too."""

    found: float
    parties: float


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one file of sentences."""
    return parse_table((DATA / f"{name}.tsv").read_text(encoding="utf-8"), name)


def category_of(action: Action) -> str:
    """The PLOVER category of an action."""
    kinds = {action.type, *(iri.removeprefix(CMQ) for iri in ancestors(CMQ + action.type))}
    return next(category for category in CATEGORIES if category in kinds)


def names_of(read: Facts, ids: tuple[str, ...]) -> set[str]:
    """Every name of some actors, folded."""
    actors = [actor for actor in read.actors if actor.id in ids]
    return {plain(name).casefold() for actor in actors for name in (actor.name, *actor.aliases)}


def agrees(expected: str, names: set[str]) -> bool:
    """Whether each expected party is among the names, in whole or in part; a capital stands for its state."""
    wanted = [part.strip() for part in expected.split(";") if part.strip()]
    if not wanted:
        return not names
    capitals = load_entities().capitals
    return all(
        any(form.casefold() in name or name in form.casefold() for name in names)
        for party in wanted
        for form in [capitals.get(party, party)]
    )


@cache
def shares() -> Mapping[str, Share]:
    """The shares of all categories."""
    found: dict[str, Share] = {}
    for category in CATEGORIES:
        sentences = rows(category.lower())
        hits = right = 0
        for row in sentences:
            read = facts(row["sentence"])
            acts = [action for action in read.actions if category_of(action) == row["category"]]
            hits += bool(acts)
            right += any(
                agrees(row["actor"], names_of(read, act.actors))
                and agrees(row["recipient"], names_of(read, act.recipients))
                for act in acts
            )
        found[category] = Share(hits / len(sentences), right / len(sentences))
    return found


@pytest.mark.parametrize("category", CATEGORIES)
def test_acts_are_found_as_often_as_the_floor_says(category: str) -> None:
    floor = json.loads(FLOORS.read_text(encoding="utf-8"))["triggers"][category]
    assert shares()[category].found >= floor["found"]
    assert shares()[category].parties >= floor["parties"]


def test_every_mode_is_one_of_its_category() -> None:
    """A mode that PLOVER does not know is an error where the act becomes quads."""
    lines = {id(t): t for listed in load_triggers().by_head.values() for t in listed}.values()
    assert [(t.category, t.mode, t.text) for t in lines if t.mode and t.mode not in MODES.get(t.category, ())] == []


def test_other_senses_of_the_words_are_no_acts() -> None:
    wrong = [
        row["sentence"]
        for name in ("none-conflict", "none-cooperation")
        for row in rows(name)
        if any(category_of(act) == row["forbidden category"] for act in facts(row["sentence"]).actions)
    ]
    assert len(wrong) <= MOST_FALSE, wrong
