"""Who wrote an article: bylines, and the lists of names in them.

A line is a byline only as a whole, so no sentence of the story is taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.dates import WrittenDate, match_date
from kg.read.publishers import find_publisher

_MAX_BYLINE = 160

_PARTICLES = frozenset(
    "abu al ben bin bint da de del della der den di dos du e el ibn la le ten ter van von y zu".split()
)
_OUTLETS = frozenset(
    """
    agency associates chronicle courier dispatch examiner gazette globe guardian herald independent inquirer institute
    journal ledger magazine mail media mirror monitor network news newspaper newswire observer post press record
    register reporter review sentinel service standard star telegraph times tribune wire
    """.split()
)
_POSTS = frozenset(
    "analyst bureau bureaus chief columnist contributor correspondent correspondents desk editor editors newsroom "
    "newsrooms reporter reporters staff writer writers".split()
)
_NAME_WORD = re.compile(r"(?:(?:a[ldnrstz]|ash|el|ul|d|l|o)[-’'])?[^\W\d_a-z][\w’'.-]*")
_SMALL = frozenset("and at for in of on the to".split()) | _PARTICLES
_MIN_NAME_WORDS, _MAX_NAME_WORDS = 2, 6
_MAX_BARE_NAME_WORDS = 4

_BYLINE = re.compile(
    r"(?:(?:(?:news )?analysis|exclusive|interview|opinion|commentary|report(?:ed|ing)?|story|text|words|written) )?"
    r"by:?\s+(?P<names>\S.*)|(?:authors?|byline|reporters?):\s+(?P<list>\S.*)",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:reporting )?(?:in|at|from)\s+", re.IGNORECASE)
_STAFF = re.compile(r"\s+(?:staff|newsroom|desk|reporters?|correspondents?)$", re.IGNORECASE)
_BRACKETED = re.compile(r"\s+\([^()]*\)?$")
_SIGNED = re.compile(
    r"(?P<name>[^,]{3,60}), (?:the )?(?:[\w.-]+ ){0,3}(?:ambassador|chair(?:man|woman)?|chancellor|commissioner"
    r"|director|envoy|minister|president|representative|secretary|spokes(?:man|person|woman))\b"
    r"(?:[ -][\w.,’' -]{1,60})?",
    re.IGNORECASE,
)
_FOR = re.compile(r"^(?:for|of) (?:the )?", re.IGNORECASE)
_OFFICE = re.compile(r"(?:The )?(?:Office|Bureau) of (?:the )?[A-Z][\w’' -]{2,80}|(?:[A-Z][\w.&’']* ){1,4}Press Office")
_SEPARATOR = re.compile(r"\s*[;,|•·&]\s*|\s*/\s*|\s+and\s+|\s+with\s+", re.IGNORECASE)
_WHEREABOUTS = re.compile(r"\s+(?:in|at|from|for|of|on)\s+(?:(?:the|of|in|and|at|for)\s+|[^\W\d_a-z][\w.’'-]*\s*)+$")
_STATIONED = re.compile(r"^(?:[\w’'.-]+\s+){2,5}(?:in|at)\s+(?:[^\W\d_a-z][\w.’'-]*\s*){1,4}$")
_LAST_STOP = re.compile(r"(?<!\b[JS]r)\.$")
_JUNIOR = re.compile(r",\s+(?=(?:Jr|Sr)\b)")


@dataclass(frozen=True, slots=True)
class Credit:
    """What a byline or credit line says; all of it may be empty. `year` is that of a copyright."""

    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: WrittenDate | None = None
    year: int | None = None


def match_byline(line: str) -> Credit | None:
    """What a line `By NAME and NAME[, affiliation]` says, or None when the line is no byline."""
    match = _BYLINE.fullmatch(line)
    if match is None or len(line) > _MAX_BYLINE:
        return None
    words, date = _split_date(match["names"] or match["list"])
    credit = _read_credit(words, date)
    if credit is None and (publisher := find_publisher(_STAFF.sub("", words))):
        return Credit((), publisher, date)
    return credit


def match_bare_byline(line: str) -> Credit | None:
    """A byline without "By", known by the places or posts of its writers: `A in Paris and B in Rome`, `A, Editor`."""
    if len(line) > _MAX_BYLINE:
        return None
    words, date = _split_date(line)
    pieces = _list_pieces(words)
    names = [piece for piece in pieces if not _is_affiliation(piece.bare) and not piece.place_only]
    placed = bool(names) and all(_STATIONED.search(piece.whole) for piece in names)
    posted = any(_last_word(piece.bare) in _POSTS or find_publisher(piece.bare) for piece in pieces)
    return _read_credit(words, date) if placed or posted else None


def is_stationed(line: str) -> bool:
    """Whether a bare byline is known by places only, as `Talks Open in Lumen` may be too."""
    return not any(_is_affiliation(piece.bare) for piece in _list_pieces(_split_date(line)[0]))


def is_person(line: str) -> bool:
    """Whether a line has the form of one person's name and of nothing that publishes."""
    return len(line.split()) <= _MAX_BARE_NAME_WORDS and _is_name(line) and not _is_affiliation(line)


def is_post(line: str) -> bool:
    """Whether a line says as what the writer above it works: `Diplomatic Editor`."""
    return (
        len(line.split()) <= _MAX_BARE_NAME_WORDS
        and _last_word(_WHEREABOUTS.sub("", line)) in _POSTS
        and line[0].isupper()
    )


def name_outlet(words: str) -> str | None:
    """The publisher that words name, known or by its form (`Harbour Times`), or None."""
    return find_publisher(words) or (words if _last_word(words) in _OUTLETS else None)


def print_name(name: str) -> str:
    """A name as it is written elsewhere: JANE DOE becomes Jane Doe."""
    return name.title() if name.isupper() else name


def match_office(line: str) -> Credit | None:
    """An office that signs a press release, standing alone on its line."""
    return Credit((line,)) if _OFFICE.fullmatch(line) else None


def match_signature(line: str) -> Credit | None:
    """An official who signs a statement, standing alone on a line: `Jane Doe, Secretary of State`."""
    match = _SIGNED.fullmatch(line)
    names = read_names(match["name"]) if match and line[-1] not in ".?!" else ()
    return Credit(names) if len(names) == 1 and _is_capitalised(line) else None


def _is_capitalised(line: str) -> bool:
    """Whether every word but small ones is capitalised, as in a name and a post."""
    return all(word[0].isupper() or word in _SMALL for word in line.split())


def read_names(text: str) -> tuple[str, ...]:
    """The personal names in a list `A in Paris, B and C`; none at all where it holds anything but names."""
    return _select_names([piece.bare for piece in _list_pieces(text) if not piece.place_only])


def _read_credit(words: str, date: WrittenDate | None) -> Credit | None:
    """The writers and the outlet in a list, or None where it has no names."""
    pieces = [piece.bare for piece in _list_pieces(words) if not piece.place_only]
    names = _select_names(pieces)
    return Credit(names, next(filter(None, map(name_outlet, pieces)), None), date) if names else None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A member of a list of names: as written, without the place behind it, and whether it is a place alone."""

    whole: str
    bare: str
    place_only: bool


def _list_pieces(text: str) -> list[_Piece]:
    """The members of a list of names."""
    pieces = _SEPARATOR.split(_JUNIOR.sub(" ", text.strip("()[] \t")))
    return [_read_piece(piece) for piece in pieces if piece.strip(" .)")]


def _read_piece(piece: str) -> _Piece:
    """One member: a name and perhaps its place, or a place alone (`in Lumen`)."""
    piece = _BRACKETED.sub("", _FOR.sub("", piece.strip()))
    if _FROM.match(piece):
        return _Piece(piece, piece, place_only=True)
    return _Piece(piece, _LAST_STOP.sub("", _WHEREABOUTS.sub("", piece).strip(" )")), place_only=False)


def _select_names(pieces: list[str]) -> tuple[str, ...]:
    """The names among the pieces, if the others are affiliations or parts of a place (`Trinidad and Tobago`)."""
    names = [piece for piece in pieces if _is_name(piece) and not _is_affiliation(piece)]
    others = [piece for piece in pieces if piece not in names]
    if not all(_is_affiliation(piece) or _NAME_WORD.fullmatch(piece) for piece in others):
        return ()
    return tuple(print_name(name) for name in names)


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
    return name_outlet(words) is not None or _last_word(words) in _POSTS


def _last_word(words: str) -> str:
    """The last word, in lower case and without its full stop."""
    return words.lower().rstrip(".").rpartition(" ")[2]
