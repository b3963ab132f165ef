"""The facts of one article for people (rows of a table) and for programs (one JSON object per fact).

Every row ends with the words that the fact was read from. Ids hold within the article only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from kg.model import Action, Actor, Article, Asset, Claim, Facts, PartialDate, Passage, Place, Span, Statement, Tenure

Fact = Actor | Place | Tenure | Asset | Action | Claim | Statement

COLUMNS: Final = ("fact", "type", "what", "at", "passage")
GROUPS: Final = ("actors", "places", "tenures", "assets", "actions", "claims", "statements")
PASSAGE_LENGTH: Final = 60
"""Characters of a passage in the table; the rest is one ellipsis."""


def each_fact(facts: Facts) -> Iterator[tuple[str, Fact]]:
    """Every fact with the name of its kind, in the order of the article's groups."""
    for group in GROUPS:
        for fact in getattr(facts, group):
            yield group.removesuffix("s"), fact


# For programs


def fact_objects(facts: Facts) -> Iterator[dict[str, Any]]:
    """The article, then its facts, each as an object that JSON can hold; empty fields are left out."""
    article = facts.article
    yield {
        "fact": "article",
        "identifier": article.identifier,
        "issued": _plain(article.issued, article),
        "publisher": article.publisher,
        "title": article.title,
        "authors": list(article.authors),
        "sha256": article.sha256,
        "warnings": list(article.warnings),
    }
    for kind, fact in each_fact(facts):
        values = {field.name: _plain(getattr(fact, field.name), article) for field in fields(fact)}
        yield {"fact": kind} | {name: value for name, value in values.items() if value not in (None, [])}


def _plain(value: Any, article: Article) -> Any:  # noqa: ANN401 -- any field of a fact
    if isinstance(value, PartialDate):
        return value.isoformat()
    if isinstance(value, Passage):
        return _plain(value.span, article) | {"sentence": value.sentence}
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "text": article.slice(value)}
    if isinstance(value, tuple):
        return [_plain(item, article) for item in value]
    return value


# For people


def fact_rows(facts: Facts) -> list[list[str]]:
    """A row for each fact, under `COLUMNS`."""
    names = _Names(facts)
    return [
        [kind, _type(fact), names.what(fact), _offsets(fact.evidence.span), _quote(facts.article, fact.evidence.span)]
        for kind, fact in each_fact(facts)
    ]


def _type(fact: Fact) -> str:
    if isinstance(fact, Tenure):
        return fact.kind
    if isinstance(fact, Claim):
        return fact.polarity
    if isinstance(fact, Statement):
        return "Quotation" if fact.direct else "Statement"
    return fact.type


def _offsets(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _quote(article: Article, span: Span) -> str:
    text = " ".join(article.slice(span).split())
    return text if len(text) <= PASSAGE_LENGTH else text[: PASSAGE_LENGTH - 1] + "…"


class _Names:
    """What to call each fact of an article."""

    def __init__(self, facts: Facts) -> None:
        self._names = {actor.id: actor.name for actor in facts.actors}
        self._names |= {place.id: place.name for place in facts.places}
        self._names |= {asset.id: asset.name for asset in facts.assets}
        self._names |= {tenure.id: self._tenure(tenure) for tenure in facts.tenures}
        self._names |= {action.id: self._action(action) for action in facts.actions}

    def what(self, fact: Fact) -> str:
        """A fact in a few words."""
        if isinstance(fact, Claim):
            return f"{self._name(fact.source, 'the publisher')}: {self._name(fact.claims)}"
        if isinstance(fact, Statement):
            return f"{self._name(fact.speaker, '?')}: {fact.text}"
        if isinstance(fact, Actor | Place) and fact.country:
            return f"{fact.name} ({fact.country})"
        return self._name(fact.id)

    def _name(self, fact_id: str | None, otherwise: str = "?") -> str:
        return self._names.get(fact_id, otherwise) if fact_id else otherwise

    def _tenure(self, tenure: Tenure) -> str:
        name = self._name(tenure.organization) if tenure.organization else ""
        organization = f" of {name}" if name and name not in tenure.title else ""
        return f"{self._name(tenure.holder)}: {tenure.title}{organization}, {tenure.status}"

    def _action(self, action: Action) -> str:
        left, right = (", ".join(self._name(i) for i in ids) for ids in (action.actors, action.recipients))
        date = f", {action.start_date.isoformat()}" if action.start_date else ""
        return f"{left or '?'} → {right or '?'}, {action.modality}{date}"
