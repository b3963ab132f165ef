"""Who bears a title told without a name: "the Kenyan minister", "the president".

Whoever bore it before in the article; else who is named with it a little later; else whom the lexicon of office
holders knows for the day of the article. Where none of them is told of, the title stays without a bearer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.reference.cast import PERSON, STATE, Cast, Entity
from kg.extract.reference.definite_nouns import are_counterparts, is_definite, is_definite_beside
from kg.extract.reference.plurals import Plurals, number_of
from kg.language.document import Document
from kg.lexicon.holders import Holders
from kg.model import PartialDate, Span

_OF_OFFICE: Final = frozenset(
    """
    HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister Minister Envoy Official OrganizationHead
    """.split()
)
_LOWER_RANKS: Final = frozenset("deputy vice under undersecretary assistant associate junior".split())
_OF_ONE: Final = frozenset(
    "HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister OrganizationHead".split()
)
_SENTENCES_AHEAD: Final = 3  # from a title that opens an article to the name of its bearer


class TitlesAlone:
    """Finds the bearers of one article's titles; the references are added to the cast.

    `titles` are those of the article by the number of their head, each replaced as soon as its bearer is found.
    `holders` tell who held an office on the day it was `issued`; `home` is whose word an official text is.
    """

    def __init__(
        self,
        document: Document,
        cast: Cast,
        plurals: Plurals,
        titles: Mapping[int, TitleMention],
        holders: Holders | None,
        issued: PartialDate | None,
        home: Entity | None,
    ) -> None:
        self._document = document
        self._cast = cast
        self._plurals = plurals
        self._titles = titles
        self._holders = holders
        self._issued = issued
        self._home = home

    def resolve(self, title: TitleMention) -> TitleMention:
        """The title with its bearer, or as it was; a plural is referred to those it stands for."""
        for found in (self._told_before, self._told_later, self._held_by):
            title = found(title)
            if title.bearer is not None:
                break
        return title

    def _told_before(self, title: TitleMention) -> TitleMention:
        """As in "X, the foreign minister, ... The minister": who bore it before."""
        head = head_of(self._document, title)
        definite = is_definite(self._document, head)
        if title.plural:
            these = definite or is_definite_beside(self._document, head)
            if (these and title.kind in _OF_OFFICE) or are_counterparts(head):
                self._plurals.refer(head, number_of(self._document, head), persons=True)
            return title
        if not definite and not title.state and not title.organization:
            return title
        bearer = self._bearer_before(title)
        if bearer is None:
            return title
        self._refer(title, head.end, self._cast.entities[bearer])
        return replace(title, bearer=bearer, anaphoric=True)

    def _refer(self, title: TitleMention, end: int, person: Entity) -> None:
        self._cast.refer(Span(self._document.tokens[title.first].start, end), person, "title")

    def _told_later(self, title: TitleMention) -> TitleMention:
        """As in "Kenya's foreign minister ... X, the minister, ...": an article may name last whom it opens with."""
        side = title.state or title.organization
        if title.plural or side is None or title.kind not in _OF_ONE or not _definite_title(self._document, title):
            return title
        for other in self._titles_ahead(title):
            others = other.state or other.organization
            alike = other.kind == title.kind or (others is None and _same_office(self._document, other, title))
            if other.bearer is None or other.plural or not alike or others not in (None, side):
                continue
            person, own = self._cast.entities[other.bearer], self._cast.entities[side].iso3
            if (person.iso3 is None or own is None or person.iso3 == own) and other.status != "Former":
                self._refer(title, self._document.tokens[title.last].end, person)
                return replace(title, bearer=person.id, anaphoric=True)
        return title

    def _titles_ahead(self, title: TitleMention) -> Iterator[TitleMention]:
        """The titles told of behind one, no more than a few sentences on."""
        last = self._sentence_of(title) + _SENTENCES_AHEAD
        later = (self._titles[k] for k in sorted(self._titles) if k > title.last)
        return (other for other in later if self._sentence_of(other) <= last)

    def _sentence_of(self, title: TitleMention) -> int:
        return self._document.sentence_of(self._document.tokens[title.first]).number

    def _held_by(self, title: TitleMention) -> TitleMention:
        """As in "the Ukrainian president" where one known holder of that office is named, before or after it."""
        state = self._cast.entities.get(title.state or title.organization or "")
        if self._holders is None or title.plural or state is None or state.kind != STATE:
            return title
        if not is_definite(self._document, head_of(self._document, title)):
            return title
        before = (self._cast.entities[r.entity] for r in self._cast.before(self._document.tokens[title.first].start))
        held = (e for e in before if _holds(self._holders, title, state, e, self._issued))
        later = [e for e in self._cast.entities.values() if _holds(self._holders, title, state, e, self._issued)]
        person = next(held, later[0] if len(later) == 1 else None)
        if person is None:
            return title
        self._refer(title, self._document.tokens[title.last].end, person)
        return replace(title, bearer=person.id)

    def _bearer_before(self, title: TitleMention) -> str | None:
        """Who bears a title told alone: of those who bore it before, that of the issuer, else who is told of most."""
        bearers: dict[str, int] = {}
        for last in sorted((k for k in self._titles if k < title.first), reverse=True):
            other = self._titles[last]
            if other.bearer is not None and not other.plural and _same_office(self._document, title, other):
                bearers.setdefault(other.bearer, last)
        if len(bearers) < 2:
            return next(iter(bearers), None)
        if self._home is not None and self._home.iso3 is not None and not title.state:
            own = [b for b in bearers if self._cast.entities[b].iso3 in (self._home.iso3, None)]
            if len(own) == 1:
                return own[0]
        start = self._document.tokens[title.first].start
        spots = {b: sum(spot < start for spot in self._cast.spots(self._cast.entities[b])) for b in bearers}
        return max(bearers, key=lambda b: (spots[b], bearers[b]))


def _definite_title(document: Document, title: TitleMention) -> bool:
    """Whether a title means one certain person: "the Kenyan minister", "Kenya's minister"."""
    head = head_of(document, title)
    return is_definite(document, head) or bool(document.children(head, "poss"))


def _holds(holders: Holders, title: TitleMention, state: Entity, person: Entity, issued: PartialDate | None) -> bool:
    """Whether a person is known to have held the office of a title for a state on the day of the article."""
    return person.kind == PERSON and any(
        t.kind == title.kind and t.iso3 == state.iso3 and t.organization is None and t.held_on(issued)
        for t in holders.named(person.canonical)
    )


def _same_office(document: Document, title: TitleMention, other: TitleMention) -> bool:
    """Whether a title told alone may be the one that another mention tells of."""
    head, words, told = head_of(document, title).lower, set(title.title.text.split()), set(other.text.lower().split())
    same = other.kind == title.kind or words <= told or head in told
    ranks = _ranks(title.title.text) ^ _ranks(other.text)  # a deputy secretary is not the secretary
    clash = bool(ranks) or (title.state and other.state and title.state != other.state)
    named = words <= told or head in (head_of(document, other).lower, other.title.text.split()[0])
    return bool(same and not clash and named)


def _ranks(title: str) -> frozenset[str]:
    return _LOWER_RANKS & set(re.findall(r"\w+", title.lower()))
