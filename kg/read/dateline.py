"""The dateline: what stands before the first sentence of a wire story, such as `KYIV, Ukraine (AP) — `.

    [PLACE[, PLACE]] [, DATE] [(AGENCY)] DASH story          [PLACE,] DATE. /AGENCY/. story
    PLACE (DATE) [DASH] story          (PLACE[, DATE]) DASH story
    PLACE [(AGENCY)] DASH DATE. story  PLACE, DATE (AGENCY) story

Prose has dashes and brackets too, so a form with little evidence (a capitalised word and a dash) is taken
only when nothing speaks against it. Whether the place exists is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.model import Span
from kg.read.dates import DATE_PATTERN, WrittenDate, match_date
from kg.read.places import is_city
from kg.read.publishers import find_publisher

_WORD = r"[^\W\d_a-z][\w’'.]*(?:-[^\W\d_]\w*)*"
_SEGMENT = rf"{_WORD}(?:\s(?:(?:of|the|de|del|la|al|el|on|upon)\s)?{_WORD}){{0,3}}"
_PLACE = rf"{_SEGMENT}(?:(?:,\s?|\s?/\s?){_SEGMENT}){{0,2}}(?:\s\([^\W\d_a-z][\w ]{{3,40}}\)(?=\s\())?"
_DASH = r"[,.:]?[^\S\n]*(?:--+|—|–|-|_|>>)[^\S\n]*"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})?"
    rf"(?:(?:^|[,.]?\s)\s*(?P<date>(?i:{DATE_PATTERN})))?[,.:]?"
    r"(?:(?:\s*[(\[](?P<bracketed>\w[^()\[\]\n]{1,59})[)\]]|\s/(?P<slashed>[^/\n]{2,40})/\.?)"
    rf"(?P<agency_dash>{_DASH})?|(?P<dash>{_DASH})|(?<=:)[^\S\n]+)\s*"
)

_BEHIND_DATE = re.compile(r"(?:[.:]|\)(?:[.:]|[^\S\n]*(?:--+|—|–|-))?|[^\S\n]+(?:--+|—|–|-)|(?=[^\S\n]*$))(?:\s+|$)")
"""What ends a date that stands behind the dash of a dateline: `Geneva - 3 March 2010. The envoy ...`."""

# Words that open a sentence or a kicker, or name a speaker, and so no dateline.
_NOT_A_PLACE = frozenset(
    """
    a an analysis and as at brief breaking but by correction corrected dr editorial exclusive explainer factbox he here
    i if in interview it its mr mrs ms no not now of on opinion or our president q secretary she so that the
    then there these they this those timeline today tomorrow update urgent video watch we well what when where who why
    yes yesterday you monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_SEEN = 1000  # characters of a line that are looked at: dateline and first sentence
_MIN_CAPITALS = 3
_MIN_CAPITALS_BEFORE_HYPHEN = 5


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; `end` is the offset at which the story begins."""

    end: int
    place: Span | None = None
    agency: str | None = None
    date: WrittenDate | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a dateline as matched, and the story behind it (empty at the end of the line)."""

    place: str
    agency: str
    dated: bool
    slashed: bool
    dash: str
    story: str
    bracketed_place: str = ""
    bracketed_date: WrittenDate | None = None

    @property
    def first_word(self) -> str:
        """The first word of the place, without its full stop."""
        return re.split(r"[\s,/.]", self.place, maxsplit=1)[0]

    @property
    def known_agency(self) -> bool:
        """Whether the agency is in the table of publishers."""
        return find_publisher(self.agency) is not None

    @property
    def in_capitals(self) -> bool:
        """Whether the place begins as wires print it: LONDON."""
        return self.city.isupper() and len(self.city) >= _MIN_CAPITALS

    @property
    def city(self) -> str:
        """The place up to its first comma or stroke."""
        return re.split(r"[,/]", self.place, maxsplit=1)[0]

    @property
    def dash_mark(self) -> str:
        """The dash without blanks: one of `--`, `—`, `–`, `-`, or nothing."""
        return self.dash.strip(" \t\u00a0,.:\n")


def match_dateline(text: str, line: Span) -> Dateline | None:
    """The dateline at the beginning of a line, or None when the line begins with something else."""
    match = _DATELINE.match(text[line.start : min(line.end, line.start + _SEEN)])
    if match is None or match.end() == 0:
        return None
    parts = _read_parts(match)
    date = match_date(match[0], match.start("date")) if match["date"] else parts.bracketed_date
    end, date = (match.end(), date) if date is not None else _date_behind(match)
    if end > match.end():
        parts = replace(parts, dated=True, story=match.string[end:])
    if not _is_dateline(parts):
        return None
    agency = parts.agency or None
    place = _find_place(match, parts, line.start)
    return Dateline(line.start + end, place, agency and (find_publisher(agency) or agency), date)


def match_wire_dateline(text: str, line: Span) -> Dateline | None:
    """A dateline that nothing else looks like: a city of the tables or a known agency, in capitals or with both."""
    dateline = match_dateline(text, line)
    if dateline is None or dateline.place is None:
        return None
    place = text[dateline.place.start : dateline.place.end]
    known = find_publisher(dateline.agency or "") is not None
    capitals = re.split(r"[,/]", place, maxsplit=1)[0].isupper()
    return dateline if (capitals and (known or is_city(place))) or (known and is_city(place)) else None


def _date_behind(match: re.Match[str]) -> tuple[int, WrittenDate | None]:
    """The full date behind the dash of a dateline, and the offset behind it; the match's end where there is none."""
    text, end = match.string, match.end()
    if (match["dash"] or match["agency_dash"]) is None:
        return end, None
    date = match_date(text, end + text.startswith("(", end))
    closing = _BEHIND_DATE.match(text, date.end) if date is not None else None
    if date is None or closing is None or date.date is None or date.date.day is None:
        return end, None
    return closing.end(), date


def _find_place(match: re.Match[str], parts: _Parts, offset: int) -> Span | None:
    """Where the place stands: before the bracket, or in it as in `(Geneva) – `."""
    if match["place"]:
        return Span(offset + match.start("place"), offset + match.start("place") + len(parts.place))
    if parts.bracketed_place:
        start = offset + match.start("bracketed")
        return Span(start, start + len(parts.bracketed_place))
    return None


def _read_parts(match: re.Match[str]) -> _Parts:
    """The parts as strings, empty where there are none."""
    place, agency = _split_agency(match["place"] or "")
    words, date = _split_bracket(match["bracketed"] or "")
    in_bracket = "" if place or not is_city(words) else words
    return _Parts(
        place=place,
        agency=(agency or ("" if in_bracket else words) or match["slashed"] or "").strip(),
        dated=match["date"] is not None or date is not None,
        slashed=match["slashed"] is not None,
        dash=match["dash"] or match["agency_dash"] or "",
        story=match.string[match.end() :],
        bracketed_place=in_bracket,
        bracketed_date=date,
    )


def _split_agency(place: str) -> tuple[str, str]:
    """Take a known publisher in capitals off the end of a place: `Washington CNN — `."""
    head, _, last = place.rpartition(" ")
    return (head, last) if head and last.isupper() and not head.isupper() and find_publisher(last) else (place, "")


def _split_bracket(words: str) -> tuple[str, WrittenDate | None]:
    """The agency or place in a bracket, and the date behind it or in its stead."""
    for gap in re.finditer(r"^|,?\s+", words):
        date = match_date(words, gap.end())
        if date is not None and date.end == len(words):
            return words[: gap.start()].rstrip(" ,/–—-"), date
    return words, None


def _is_dateline(parts: _Parts) -> bool:
    """Whether there is evidence enough; prose that goes on in lower case never is a dateline."""
    if parts.story[:1].islower() or parts.first_word.lower() in _NOT_A_PLACE:
        return False
    if parts.agency:
        return _is_agency_form(parts)
    if parts.bracketed_date or parts.bracketed_place:
        return bool(parts.dash or (parts.bracketed_date and parts.place and parts.in_capitals))
    if not parts.dash:
        return is_city(parts.place) and (parts.in_capitals or parts.dated)
    return bool(parts.place) and _is_place_form(parts)


def _is_agency_form(parts: _Parts) -> bool:
    """`PLACE (AGENCY) -`: the bracket must not be the short form of the words before it."""
    if not (parts.dash or parts.slashed or parts.known_agency or (parts.dated and is_city(parts.place))):
        return False
    return parts.in_capitals or not parts.place or parts.known_agency or not _abbreviates(parts.agency, parts.place)


def _abbreviates(short: str, words: str) -> bool:
    """Whether a bracket may be the abbreviation of the name before it, as in `Atomic Energy Agency (AEA)`."""
    initials = "".join(word[0] for word in words.split() if word[0].isupper())
    return short.isupper() and (short in initials or initials in short)


def _is_place_form(parts: _Parts) -> bool:
    """`PLACE DASH story`, without an agency: dated, in capitals, glued to its dash, or the only dash there."""
    mark, glued_right = parts.dash_mark, bool(parts.story) and not parts.dash[-1:].isspace()
    if mark == "-" and glued_right:
        return False
    if parts.dated:
        return True
    if parts.in_capitals:
        return mark != "-" or len(parts.city) >= _MIN_CAPITALS_BEFORE_HYPHEN
    if not parts.story or glued_right:
        return False
    if mark == "-":
        return is_city(parts.place) and parts.story.rstrip()[-1:] in ".,"
    return mark not in parts.story and not parts.city.isupper()
