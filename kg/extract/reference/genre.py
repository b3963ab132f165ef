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
from kg.lexicon.entities import Entities, Name, plain
from kg.model import Article

_OFFICIAL: Final = re.compile(
    r"press release|press elements|media note|for immediate release|statement\b|communiqu|declaration|readout|"
    r"meetings coverage|fact sheet|regular press conference|press briefing|remarks by|release number|"
    r"is attributable to",
    re.IGNORECASE,
)
_JOINT_LINE: Final = re.compile(
    r"^joint (?:press |ministerial )?(?:statement|declaration|communiqu[eé]) (?:by|of|from)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""How states head what they say together."""
HOLDER_LINE: Final = re.compile(
    r"^[ \t]*(?P<who>(?:[A-Z][\w.’'-]*[ \t]+){1,4}[A-Z][\w.’'-]*,[ \t]*(?:the )?(?:acting |deputy |federal )*"
    r"(?:secretary of (?:state|defen[cs]e|war|the treasury|homeland security)|secretary.general|prime minister"
    r"|(?:vice )?president|chancellor|(?:foreign|defen[cs]e) (?:minister|secretary)|high representative"
    r"|minister (?:of|for) (?:foreign affairs|external affairs|defen[cs]e)|attorney general|press secretary"
    r"|spokes(?:man|woman|person))\b[^\r\n]{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)
"""Above a text, alone on a line: who makes the statement, a name and a high office."""
_OCCASION: Final = re.compile(
    r"readout|joint (?:press )?statement|meeting|call\b|visit|summit|meetings coverage|talks|communiqu|"
    r"(?-i:\b(?:SC|GA)/(?:[A-Z]+/)?\d{3,})",  # United Nations press releases on meetings bear such numbers
    re.IGNORECASE,
)
_BODIES: Final = re.compile(
    r"ministry|department|white house|council\b|command\b|embassy|united nations|nato\b|european union|secretariat|"
    r"office\b|government|commission\b|prime minister|president|press secretary|spokesperson|foreign minister|"
    r"ministers\b|heads of state|leaders\b|chancellery|kremlin|secretary.general|african union|ecowas|asean\b|"
    r"\bg-?(?:7|8|20)\b|high representative|treasury|pentagon|\bDOD\b|\bUN News|downing street|armed forces|"
    r"general staff|secretary of|parliament|senate\b",
    re.IGNORECASE,
)
_TODAY: Final = re.compile(
    r"\s*(?:[A-Z]{3,}[A-Z ,.]*\s*[-–—]+\s*)?Today,?\s+(?:the\s+)?(?P<body>(?:U\.S\.|U\.K\.|[^.,;]){3,80})"
)
"""How bodies begin their own news: "Today, the Department of the Treasury designated ..."."""
_OWNER: Final = re.compile(r"\bof (?:the )?(?=[A-Z])(?!.*\bof (?:the )?[A-Z])")  # before whose body or office it is
_LETTERHEAD: Final = re.compile(
    r"(?:the )?(?:(?:royal|federal) )?(?:ministry|department|embassy|permanent mission|office|government|presidency|"
    r"president|prime minister|chancellery|foreign minister)\b(?: \S+){1,9}$",
    re.IGNORECASE,
)
_OF_STATES: Final = frozenset({"InternationalOrganization", "Alliance"})
_SPEAKING: Final = frozenset({STATE, "Government", "GovernmentBody", "Legislature", "ArmedForce"})
_NATIONAL: Final = frozenset({"HeadOfState", "HeadOfGovernment", "Monarch", "ForeignMinister", "DefenceMinister"})
_HEAD: Final = 600  # characters from the top in which an official text says what it is


def is_official(article: Article) -> bool:
    """Whether a body of a state or of states published the text as its own word."""
    head = _head(article)
    if article.publisher is not None and _BODIES.search(article.publisher):
        return True
    if _JOINT_LINE.search(head) or HOLDER_LINE.search(article.text[: article.body.start]):
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
        return _state_above(article, cast, lexicon) or _state_at_home(document, cast, titles)
    name = _named_in(plain(article.publisher), lexicon)
    if name is not None and (state := _state_of(cast, name, lexicon)) is not None:
        return state
    bodies = (e for e in cast.entities.values() if e.kind in ORGANIZATIONS or e.kind == STATE)
    named = next((e.id for e in bodies if article.publisher in (e.canonical, *e.names)), None)
    if named is not None or name is None or name.kind not in _OF_STATES:
        return named
    return cast.entity(name.kind, name.canonical, known=True).id


def _state_above(article: Article, cast: Cast, lexicon: Entities) -> str | None:
    """The state whose body or office has a line of its own above the body: "Ministry of Health of Togo"."""
    for line in article.text[: article.body.start].splitlines():
        name = _named_in(plain(line.strip()), lexicon) if _LETTERHEAD.match(line.strip()) else None
        if name is not None and (state := _state_of(cast, name, lexicon)) is not None:
            return state
    return None


def _state_of(cast: Cast, name: Name, lexicon: Entities) -> str | None:
    """The state that a name is of, also where the body does not tell of it."""
    if name.kind not in _SPEAKING or name.iso3 is None or name.iso3 not in lexicon.states:
        return None
    told = cast.state(name.iso3) or cast.entity(STATE, lexicon.states[name.iso3], name.iso3, known=True)
    return told.id


def _named_in(publisher: str, lexicon: Entities) -> Name | None:
    """What a publisher's name is the name of, or the state that it ends in: "Prime Minister of Canada"."""
    named = (next(lexicon.names.at(name, 0), None) for name in (publisher, publisher.removeprefix("The ")))
    whole = next((name for name in named if name is not None), None)
    if whole is not None or not _BODIES.search(publisher):
        return whole
    owner = _OWNER.search(publisher)
    return next(lexicon.names.at(publisher, owner.end()), None) if owner is not None else None


def _state_at_home(document: Document, cast: Cast, titles: Sequence[TitleMention]) -> str | None:
    """The state that the first holder of a national office serves, if the title names none."""
    for title in titles:
        bearer = cast.entities.get(title.bearer or "")
        if title.kind in _NATIONAL and bearer is not None and bearer.kind == PERSON and bearer.iso3 is not None:
            state = cast.state(bearer.iso3)
            bare = title.span == document.span_of((document.tokens[title.first], document.tokens[title.last]))
            return state.id if state is not None and bare else None
    return None
