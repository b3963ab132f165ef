"""Who wrote an article: bylines in its head and credits at its foot.

A line is a byline or a credit only as a whole, so no sentence of the story is taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.dates import WrittenDate, match_date
from kg.read.publishers import find_domain, find_publisher

_MAX_CREDIT = 400
_MAX_BYLINE = 160

_PARTICLES = frozenset(
    "abu al ben bin bint da de del della der den di dos du e el ibn la le ten ter van von y zu".split()
)
_OUTLETS = frozenset(
    """
    agency associates gazette guardian herald institute journal magazine media network news newspaper post press
    review service telegraph times tribune
    """.split()
)
_POSTS = frozenset(
    "bureau bureaus chief columnist contributor correspondent correspondents desk editor editors newsroom newsrooms "
    "reporter reporters staff writer writers".split()
)
_NAME_WORD = re.compile(r"[^\W\d_a-z][\w’'.-]*")
_MIN_NAME_WORDS, _MAX_NAME_WORDS = 2, 6

_BYLINE = re.compile(r"(?:by|story by|written by|authors?:|byline:)\s+(?P<names>\S.*)", re.IGNORECASE)
_OFFICE = re.compile(r"(?:The )?(?:Office|Bureau) of (?:the )?[A-Z][\w’' -]{2,80}|(?:[A-Z][\w.&’']* ){1,4}Press Office")
_SEPARATOR = re.compile(r"\s*[;,|•·&]\s*|\s+/\s+|\s+and\s+|\s+with\s+", re.IGNORECASE)
_WHEREABOUTS = re.compile(r"\s+(?:in|at|from|for|of|on)\s+(?:(?:the|of|in|and|at|for)\s+|[^\W\d_a-z][\w.’'-]*\s*)+$")
_LAST_STOP = re.compile(r"(?<!\b[JS]r)\.$")
_JUNIOR = re.compile(r",\s+(?=(?:Jr|Sr)\b)")

_ROLE = r"(?:reporting|writing|editing|edited|written|compiled|translated|graphics?|production|research)"
_ROLE_BY = re.compile(
    rf"(?P<role>(?:additional |further )?{_ROLE}(?:(?:,| and) {_ROLE})*)(?: [\w ]{{0,30}})? by:?\s+"
    rf"(?P<names>.+?)(?=\W+(?:and\s+)?(?:additional |further )?{_ROLE}\b|;|$)",
    re.IGNORECASE,
)
_WROTE = re.compile(r"reporting|writing|written|compiled", re.IGNORECASE)
_FOOT_ROLES = re.compile(rf"[(\[-]*\s*(?:additional |further )?{_ROLE}\b[^.]{{0,60}} by\b", re.IGNORECASE)
_FOOT_NAMES = (
    re.compile(
        r"with (?:the )?(?:additional )?(?:assistance|help|contributions?|reporting) (?:from|by|of) (?P<names>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:[\w’'. -]{3,40} reported from [\w,. ]{3,60}\. )?"
        r"(?:(?:the )?[\w ]{0,40}\b(?:writers?|reporters?|correspondents?|journalists?),? )?(?P<names>[^.!?]{3,200}?)"
        r" (?:also )?contributed (?:reporting )?to this (?:report|story|article)",
        re.IGNORECASE,
    ),
)
_FOOT_OTHER = re.compile(
    r"""
    more\ stories\ like\ this\b | (?:copyright | \(c\)) \W* (?:\(c\)\W*)? (?:\d{4}|by)\b | © | all\ rights\ reserved
    | our\ standards: | to\ contact\ the\ (?:reporter|editor|author|writer)s?\b
    | sign\ up\ (?:for|to)\b | subscribe\ (?:to|now|here)\b | follow\ (?:us|\w+(?:\ \w+)?)\ on\ (?:twitter|x|facebook)\b
    | read\ (?:more|the\ original|the\ full\ story)\b\s*(?::|here|at|on) | this\ (?:article|story|report)\ (?:was\ )?
      (?:first|originally)\ (?:published|appeared)\b | (?:https?://|www\.)\S+$ | (?:\#{2,}|\*{3,}|-{1,2}30-{1,2}|ends?)$
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a byline or credit line says; all of it may be empty."""

    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: WrittenDate | None = None


def match_byline(line: str) -> Credit | None:
    """What a line `By NAME and NAME[, affiliation]` says, or None when the line is no byline."""
    match = _BYLINE.fullmatch(line)
    if match is None or len(line) > _MAX_BYLINE:
        return None
    words, date = _split_date(match["names"])
    pieces = _split_pieces(words)
    names = _select_names(pieces)
    return Credit(names, next(filter(None, map(_name_outlet, pieces)), None), date) if names else None


def match_office(line: str) -> Credit | None:
    """An office that signs a press release, standing alone on its line."""
    return Credit((line,)) if _OFFICE.fullmatch(line) else None


def match_foot(line: str) -> Credit | None:
    """What a closing credit says, or None when the line is a part of the story."""
    line = line.strip()
    if len(line) > _MAX_CREDIT:
        return None
    if _FOOT_ROLES.match(line):
        return _read_roles(line)
    bare = line.strip("()[]-–—_* ")
    for pattern in _FOOT_NAMES:
        match = pattern.match(bare)
        if match is not None and (names := read_names(match["names"])):
            return Credit(names)
    return Credit(publisher=find_domain(line)) if _FOOT_OTHER.match(bare or line) or _FOOT_OTHER.match(line) else None


def read_names(text: str) -> tuple[str, ...]:
    """The personal names in a list `A in Paris, B and C`; none at all where it holds anything but names."""
    return _select_names(_split_pieces(text))


def _split_pieces(text: str) -> list[str]:
    """The members of a list of names, without the places behind them."""
    pieces = _SEPARATOR.split(_JUNIOR.sub(" ", text.strip("()[] \t")))
    return [_LAST_STOP.sub("", _WHEREABOUTS.sub("", piece).strip(" )")) for piece in pieces if piece.strip(" .)")]


def _select_names(pieces: list[str]) -> tuple[str, ...]:
    """The names among the pieces, if the others are affiliations or parts of a place (`Trinidad and Tobago`)."""
    names = [piece for piece in pieces if _is_name(piece) and not _is_affiliation(piece)]
    others = [piece for piece in pieces if piece not in names]
    if not all(_is_affiliation(piece) or _NAME_WORD.fullmatch(piece) for piece in others):
        return ()
    return tuple(_print_name(name) for name in names)


def _read_roles(line: str) -> Credit | None:
    """`Reporting by A and B; Editing by C`: who reported or wrote; None where a role has no names."""
    roles = [(match["role"], read_names(match["names"])) for match in _ROLE_BY.finditer(line)]
    if not roles or not all(names for _, names in roles):
        return None
    return Credit(tuple(dict.fromkeys(name for role, names in roles if _WROTE.search(role) for name in names)))


def _split_date(words: str) -> tuple[str, WrittenDate | None]:
    """Take a date off the end of a byline."""
    for match in re.finditer(r"[\s|,•·-]+(?=[\w])", words):
        date = match_date(words, match.end())
        if date is not None and date.end == len(words):
            return words[: match.start()], date
    return words, None


def _is_name(words: str) -> bool:
    """Whether words have the form of a person's name: two to six, capitalised but for particles."""
    parts = words.split()
    if not _MIN_NAME_WORDS <= len(parts) <= _MAX_NAME_WORDS:
        return False
    capitals = [_NAME_WORD.fullmatch(part) is not None for part in parts]
    particles = [part in _PARTICLES for part in parts]
    return any(capitals) and all(map(max, capitals, particles)) and match_date(words) is None


def _is_affiliation(words: str) -> bool:
    """Whether words say where a writer works, or as what."""
    return _name_outlet(words) is not None or _last_word(words) in _POSTS


def _name_outlet(words: str) -> str | None:
    """The publisher that words name, known or by its form (`Harbour Times`), or None."""
    return find_publisher(words) or (words if _last_word(words) in _OUTLETS else None)


def _last_word(words: str) -> str:
    """The last word, in lower case and without its full stop."""
    return words.lower().rstrip(".").rpartition(" ")[2]


def _print_name(name: str) -> str:
    """A name as it is written elsewhere: JANE DOE becomes Jane Doe."""
    return name.title() if name.isupper() else name
