"""Sentences of our own through the whole reading: the same name is another item, by what it does in the sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kg.link.resolve import link_facts
from kg.model import Article, Facts, PartialDate, Span
from kg.pipeline import Pipeline, load_pipeline
from kg.settings import load_settings


@cache
def pipeline() -> Pipeline:
    return load_pipeline(load_settings(environ={}))


def read(text: str, year: int = 2024) -> Facts:
    """The facts of a text of a day in that year, with their links."""
    article = Article("own", text, "", issued=PartialDate(year, 8, 6), body=Span(0, len(text)))
    facts = pipeline().extract(article)
    return replace(facts, linking=link_facts(facts, pipeline().gazetteer))


def items(facts: Facts) -> dict[str, str | None]:
    """The item of each actor, place and asset by name."""
    named = {actor.id: actor.name for actor in facts.actors}
    named |= {place.id: place.name for place in facts.places}
    named |= {asset.id: asset.name for asset in facts.assets}
    assert facts.linking is not None
    return {named[link.subject]: link.item for link in facts.linking.links if link.subject in named}


def test_a_capital_that_acts_is_its_state_and_where_one_gathers_the_city() -> None:
    facts = read("Tehran urged Israel to stop. Envoys of Qatar gathered in Tehran on Monday.")
    (urged,) = [action for action in facts.actions if action.type == "Request"]
    states = {actor.id: actor.country for actor in facts.actors}
    assert [states[actor] for actor in urged.actors] == ["IRN"]
    assert items(facts)["Tehran"] == "Q3616"
    assert items(facts)["Iran"] == "Q794"


def test_a_ship_that_is_called_like_a_person_is_a_ship() -> None:
    found = items(read("The US Navy sent the destroyers USS Russell and USS Michael Murphy to the Gulf of Oman."))
    assert {found["USS Russell"], found["USS Michael Murphy"]} == {None}


@pytest.mark.parametrize(("year", "item"), [(2013, "Q22316"), (2022, "Q7821917")])
def test_the_secretary_of_state_is_who_was_it_that_year(year: int, item: str) -> None:
    name = "Kerry" if item == "Q22316" else "Blinken"
    found = items(read(f"Secretary of State {name} met officials of Egypt on Monday.", year))
    assert item in found.values()


def test_a_name_that_nobody_knows_stays_without_an_item() -> None:
    assert items(read("The army said that it had killed Jaber Aziz, a commander of Hamas."))["Jaber Aziz"] is None
