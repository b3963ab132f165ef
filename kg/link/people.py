"""People: a full name, or a surname with an office held on the day of the article.

A surname alone never links: it needs the title that the article gives its bearer, in the right state and at the
right time. A full name links by itself, unless the article puts its bearer into another state or another age. A
person whose full name the gazetteer does not have is not sought by surname, so unknown people stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.link.context import Context, Office
from kg.link.evidence import Clue, Weighed, decide, named
from kg.link.gazetteer import Candidate, Entity, Term
from kg.link.sources import POLITICIAN
from kg.model import Actor, Link

FULL_NAME: Final = 0.80
ONE_WORD: Final = 0.65
"""A name of one word that is all of a name: Suharto, Akihito."""
SURNAME: Final = 0.35
SAME_COUNTRY: Final = 0.12
OTHER_COUNTRY: Final = -0.35
COUNTRY_NAMED: Final = 0.05
COUNTRY_UNHEARD: Final = -0.06
"""Somebody without an office in the tables, whose state the article does not name: perhaps a namesake."""
OFFICE_ON_DAY: Final = 0.32
OFFICE_BEFORE: Final = 0.30
"""An office that the article calls former, and that was given up by then."""
OFFICE_ONCE: Final = 0.15
OFFICE_SOME: Final = 0.05
OFFICE_UNTOLD: Final = -0.12
"""A politician of whom no office is known links by name where the article gives an office or tells the state; that
it only speaks of the state is not enough."""
OTHER_AGE: Final = -0.30
YEARS_APART: Final = 30
"""A holder of offices is not sought in articles that are further away in years."""

_INITIAL: Final = re.compile(r"(?<!\w)[A-Z]\.\s*")


def link_person(actor: Actor, context: Context) -> Link:
    """The decision on a person."""
    candidates = _full(actor, context) or _surname(actor, context)
    return decide(actor.id, (_weigh(candidate, worth, actor, context) for candidate, worth in candidates))


def _full(actor: Actor, context: Context) -> list[tuple[Candidate, float]]:
    """By the whole name; one word is that only where the article never says more."""
    found: list[tuple[Candidate, float]] = []
    names = (actor.name, *actor.aliases)
    full = any(" " in name.strip() for name in names)
    for name in names if not full else (name for name in names if " " in name.strip()):
        found.extend(_whole(name, context) or _whole(_INITIAL.sub("", name), context))
    return found


def _whole(name: str, context: Context) -> list[tuple[Candidate, float]]:
    """Who has this name as all of it."""
    worth = FULL_NAME if " " in name.strip() else ONE_WORD
    return [(hit, worth) for hit in context.gazetteer.lookup(name, {"Person"}) if hit.via != "surname"]


def _surname(actor: Actor, context: Context) -> list[tuple[Candidate, float]]:
    """By surname, only where the article never says more than that."""
    names = (actor.name, *actor.aliases)
    hits = [hit for name in names for hit in context.gazetteer.lookup(name, {"Person"}) if hit.via == "surname"]
    longest = max(names, key=lambda name: len(name.split()))
    fits = {hit.text.casefold() for hit in hits}
    return [(hit, SURNAME) for hit in hits] if longest.casefold() in fits or " " not in longest else []


def _weigh(candidate: Candidate, worth: float, actor: Actor, context: Context) -> Weighed:
    terms = context.gazetteer.terms(candidate.entity)
    clues = [named(candidate, worth)]
    clues += _country_clues(candidate.entity, terms, actor, context)
    clues += _office_clues(terms, context.offices.get(actor.id, ()), context)
    clues += _politician_clues(terms, actor, context)
    clues += _age_clues(terms, context)
    return Weighed(candidate.entity, tuple(clues))


def _country_clues(entity: Entity, terms: Iterable[Term], actor: Actor, context: Context) -> list[Clue]:
    countries = {entity.iso3, *(term.iso3 for term in terms)} - {None}
    if actor.country and actor.country in countries:
        return [Clue(SAME_COUNTRY, f"of {actor.country}")]
    if actor.country and entity.iso3:
        return [Clue(OTHER_COUNTRY, f"not of {actor.country}")]
    named_there = sorted(c for c in countries & context.countries if c)
    if named_there:
        return [Clue(COUNTRY_NAMED, f"the article speaks of {named_there[0]}")]
    unheard = entity.iso3 and not tuple(terms)
    return [Clue(COUNTRY_UNHEARD, f"the article does not speak of {entity.iso3}")] if unheard else []


def _office_clues(terms: Iterable[Term], offices: Iterable[Office], context: Context) -> list[Clue]:
    """The best that an office of the article tells for the holder of these terms."""
    best: Clue | None = None
    for office in offices:
        for term in terms:
            clue = _office_clue(term, office, context)
            if clue and (best is None or clue.weight > best.weight):
                best = clue
    return [best] if best else []


def _politician_clues(terms: Iterable[Term], actor: Actor, context: Context) -> list[Clue]:
    """What an office tells for, or its absence against, somebody who is known to hold some office and no more."""
    state = next((term.iso3 for term in terms if term.title == POLITICIAN), None)
    if state is None or actor.country == state:
        return []
    offices = context.offices.get(actor.id, ())
    if any(office.country in {None, state} for office in offices):
        return [Clue(OFFICE_SOME, "with an office")]
    return [Clue(OFFICE_UNTOLD, "without an office")]


def _office_clue(term: Term, office: Office, context: Context) -> Clue | None:
    if term.kind != office.kind or (office.country and term.iso3 and term.iso3 != office.country):
        return None
    former = office.status in {"Former", "Deceased"}
    if term.held_on(context.day) and not former:
        return Clue(OFFICE_ON_DAY, f"{term.title} on that day")
    if former and term.ended_by(context.day):
        return Clue(OFFICE_BEFORE, f"{term.title} before that day")
    return Clue(OFFICE_ONCE, f"{term.title} at another time")


def _age_clues(terms: Iterable[Term], context: Context) -> list[Clue]:
    if context.day is None:
        return []
    years = [int(text[:4]) for term in terms for text in (term.begin, term.end) if text]
    near = any(abs(year - context.day.year) <= YEARS_APART for year in years)
    return [] if near or not years else [Clue(OTHER_AGE, f"in office {min(years)}-{max(years)} only")]
