"""Official texts: statements, readouts and press releases of the bodies that act in them.

They speak on the day they bear: what is condemned, welcomed or agreed in them is so on that day, where the
text names no other. A readout or the coverage of a meeting tells of its occasion in the past tense.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.extract.offices.titles import TitleMention
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, Cast
from kg.language.document import Document
from kg.lexicon.entities import Entities, plain
from kg.model import Article

_OFFICIAL: Final = re.compile(
    r"press release|media note|for immediate release|statement\b|communiqu|declaration|readout|meetings coverage|"
    r"fact sheet|regular press conference|press briefing|remarks by|release number|is attributable to",
    re.IGNORECASE,
)
_OCCASION: Final = re.compile(
    r"readout|joint (?:press )?statement|meeting|call\b|visit|summit|meetings coverage|talks|communiqu|"
    r"(?-i:\b(?:SC|GA)/(?:[A-Z]+/)?\d{3,})",  # United Nations press releases on meetings bear such numbers
    re.IGNORECASE,
)
_BODIES: Final = re.compile(
    r"ministry|department|white house|council\b|command\b|embassy|united nations|nato\b|european union|secretariat|"
    r"office of|government|commission\b|prime minister|president|press secretary|spokesperson",
    re.IGNORECASE,
)
_TODAY: Final = re.compile(r"\s*Today,?\s+(?:the\s+)?(?P<body>[^.,;]{3,80})")
"""How bodies begin their own news: "Today, the Department of the Treasury designated ..."."""
_NATIONAL: Final = frozenset({"HeadOfState", "HeadOfGovernment", "Monarch", "ForeignMinister", "DefenceMinister"})
_HEAD: Final = 600  # characters from the top in which an official text says what it is


def is_official(article: Article) -> bool:
    """Whether a body of a state or of states published the text as its own word."""
    head = _head(article)
    if article.publisher is not None and _BODIES.search(article.publisher):
        return True
    lead = _TODAY.match(article.text, article.body.start)
    if lead is not None and _BODIES.search(lead["body"]):
        return True
    return bool(_OFFICIAL.search(head)) and bool(_BODIES.search(f"{article.publisher or ''}\n{head}"))


def has_occasion(article: Article) -> bool:
    """Whether an official text tells of one meeting, call or visit."""
    return is_official(article) and bool(_OCCASION.search(_head(article)))


def _head(article: Article) -> str:
    """What stands above the story: up to the body, and in it the lines before the first long one."""
    lines = article.text[:_HEAD].split("\n")
    short = [line for line in lines if len(line.split()) <= 40]
    return "\n".join([article.title or "", *short])


def issuer_of(
    article: Article, document: Document, cast: Cast, titles: Sequence[TitleMention], lexicon: Entities
) -> str | None:
    """The id of the entity that an official text is the word of: the publisher's state, or the publisher itself.

    Where no publisher is named it is the state of the first office holder who is told without one: in its own
    words a state has "the President", and others have presidents "of" somewhere.
    """
    if not is_official(article):
        return None
    if article.publisher is None:
        return _state_at_home(document, cast, titles)
    name = next(lexicon.names.at(plain(article.publisher), 0), None)
    iso3 = name.iso3 if name is not None else None
    state = cast.state(iso3) if iso3 is not None else None
    if state is not None:
        return state.id
    bodies = (e for e in cast.entities.values() if e.kind in ORGANIZATIONS or e.kind == STATE)
    named = (e.id for e in bodies if article.publisher in (e.canonical, *e.names))
    return next(named, None)


def _state_at_home(document: Document, cast: Cast, titles: Sequence[TitleMention]) -> str | None:
    """The state that the first holder of a national office serves, if the title names none."""
    for title in titles:
        bearer = cast.entities.get(title.bearer or "")
        if title.kind in _NATIONAL and bearer is not None and bearer.kind == PERSON and bearer.iso3 is not None:
            state = cast.state(bearer.iso3)
            bare = title.span == document.span_of((document.tokens[title.first], document.tokens[title.last]))
            return state.id if state is not None and bare else None
    return None
