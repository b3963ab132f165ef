"""Places as a head writes them on a line of their own: `Washington, DC`, `Geneva, 3 March 2011`.

A line is a place only where the tables of places and states know it, for a headline may have the same form.
"""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon.tables import read_table
from kg.model import Span
from kg.read.dates import WrittenDate, match_date

_REGION = re.compile(
    r"(?:[A-Z]\.?){2}|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Mass|Mich|Minn|Tenn|Tex|Va|Wash)\."
)
_STYLE = re.compile(
    r"(?:[A-Z]\w+ ){0,2}(?:Republic|Kingdom|State|Sultanate|Principality|Commonwealth|Union) of (?:the )?"
)
_GAP = re.compile(r"(?:,|\s[-–—|]|\s*\()?\s+(?=[\w])")


def is_city(words: str) -> bool:
    """Whether words name a settlement of the tables, with or without its state: `Kyiv, Ukraine`."""
    city, _, rest = words.partition(",")
    rest = rest.strip()
    return _key(city) in _cities() and (not rest or _REGION.fullmatch(rest) is not None or _key(rest) in _states())


def is_state(words: str) -> bool:
    """Whether words name a state, with or without what it calls itself: `Republic of Kenya`."""
    name = words.removeprefix("The ").removeprefix("the ")
    return bool({_key(name), _key(_STYLE.sub("", name))} & _states())


def is_place_line(line: str) -> bool:
    """Whether a line names a settlement and the state it lies in: `Washington, DC`."""
    return "," in line and is_city(line)


def match_place_date(text: str, line: Span) -> tuple[Span, WrittenDate] | None:
    """The place and the date in a line that has these two only, in this order."""
    end = line.end - (text[line.end - 1] == ")")
    start = line.start + (text[line.start] == "(")
    for gap in _GAP.finditer(text, start, end):
        date = match_date(text, gap.end())
        if date is not None and date.end == end:
            place = Span(start, gap.start())
            return (place, date) if is_city(text[place.start : place.end]) else None
    return None


@cache
def _cities() -> frozenset[str]:
    """Settlements and capitals, folded."""
    rows = [row for row in read_table("places") if row["type"] == "Settlement"]
    names = [name for row in rows for name in (row["name"], *row["aliases"].split(";"))]
    capitals = [name for row in read_table("states") for name in row["capital"].split(";")]
    return frozenset(_key(name) for name in (*names, *capitals) if name.strip())


@cache
def _states() -> frozenset[str]:
    """States and territories, folded."""
    rows = read_table("states")
    return frozenset(_key(name) for row in rows for name in (row["name"], *row["aliases"].split(";")) if name.strip())


def _key(name: str) -> str:
    """A name without its case and the blanks around it."""
    return name.strip(" .").replace("’", "'").casefold()
