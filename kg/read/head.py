"""The head of an article: the lines above its story, and where the story begins.

The lines are read from the top. Each is offered to `_READERS` in turn; the first that knows it keeps what
it says and tells at which offset the unread text goes on. Where that is in the middle of the line, behind a
dateline, or where no reader knows the line, the story begins. A line that might be story is story.

A date counts only where heads have it (a date line, a label, a dateline, a byline), never in prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.model import Span
from kg.read.credits import Credit, match_byline, match_office, read_names
from kg.read.dateline import match_dateline
from kg.read.dates import WrittenDate, match_date
from kg.read.page import Page
from kg.read.publishers import find_publisher

MAX_HEAD_LINES = 12
"""More lines than this never stood above a story in the forms known here."""

MAX_TITLE_WORDS = 45
"""Headlines have about 10 words, those of ministries up to 35; a paragraph of prose ends with a full stop anyway."""

_PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|issued|released|filed)(?: on| at)?|dated?)\s*:?\s+", re.IGNORECASE
)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified|revised)(?: on| at)?\s*:?\s+", re.IGNORECASE)
_KIND = re.compile(
    r"(?:for immediate release|press (?:release|statement|note|availability)|media (?:note|release)|news release"
    r"|fact sheet|readout|transcript|(?:top |world |breaking )?news|exclusive|breaking|update)[:.]?",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"(?P<dash>\s*(?:--+|—|–|-|\||:|,|·|•)?)\s*")
_NAME_SMALL = frozenset("a al and at da de del des der di du el et for in la le of on the und y &".split())
_MAX_PUBLISHER_WORDS = 10
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}$|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|St)\.$")
_TITLE_BEGIN = re.compile(r"(?:#+\s+)?(?P<title>[^\W_a-z]|[“\"‘'\[].)")
_SENTENCE_END = re.compile(r"[.:;,…]['\"”’)\]]*$|[?!]['\"”’)\]]+$")
_QUOTED_WHOLE = re.compile(r"[“\"‘'].*[”\"’']", re.DOTALL)


_MAX_TITLE = 600

_BY_LABEL, _BY_DATELINE, BY_BYLINE, BY_UPDATE = range(4)


@dataclass(slots=True)
class Findings:
    """What has been read so far. Of `dates`, the one with the least rank counts; of the rest, the first.

    `story` is the offset behind a dateline, once one was read.
    """

    dates: list[tuple[int, WrittenDate]] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    story: int | None = None

    def add_date(self, rank: int, date: WrittenDate | None) -> None:
        """Keep a date, if there is one."""
        if date is not None:
            self.dates.append((rank, date))

    def add_credit(self, credit: Credit, rank: int) -> None:
        """Keep what a byline or a foot line says; `rank` is that of its date."""
        self.authors.extend(name for name in credit.authors if name not in self.authors)
        self.publishers.extend(filter(None, [credit.publisher]))
        self.add_date(rank, credit.date)


_Reader = Callable[[Page, int, Findings], int | None]


def read_head(page: Page, findings: Findings) -> tuple[int, int]:
    """Read lines from the top: the offset at which the story begins, and the number of its first line."""
    for number, line in enumerate(page.lines[:MAX_HEAD_LINES]):
        position = _read_line(page, number, findings)
        if position is None:
            return line.start, number
        if position < line.end:
            return position, number
        if findings.story is not None:
            return position, number + 1
    number = min(MAX_HEAD_LINES, len(page.lines))
    return page.lines[number].start if number < len(page.lines) else len(page.text), number


def _read_line(page: Page, number: int, findings: Findings) -> int | None:
    """Offer one line to the readers: where the unread text goes on, or None when it is story."""
    for reader in _READERS:
        position = reader(page, number, findings)
        if position is not None:
            return position
    return None


def _read_label(page: Page, number: int, findings: Findings) -> int | None:
    """`Title: ...`, `Source: ...`, `Authors: ...`, `Dateline: ...`."""
    line = page.lines[number]
    match = _LABEL.fullmatch(page.text, line.start, line.end)
    if match is None or (_SENTENCE_END.search(match["value"]) and not _ABBREVIATION.search(match["value"])):
        return None
    _LABELS[match["label"].lower().rstrip("s")](findings, match)
    return line.end


_LABELS: dict[str, Callable[[Findings, re.Match[str]], None]] = {
    **dict.fromkeys(("title", "headline"), lambda found, match: found.titles.append(match["value"])),
    **dict.fromkeys(
        ("publisher", "publication", "source", "outlet"),
        lambda found, match: found.publishers.append(find_publisher(match["value"]) or match["value"]),
    ),
    **dict.fromkeys(("author", "byline"), lambda found, match: found.authors.extend(read_names(match["value"]))),
    **dict.fromkeys(
        ("dateline", "place", "location"),
        lambda found, match: found.places.append(Span(match.start("value"), match.end("value"))),
    ),
}
_LABEL = re.compile(rf"(?P<label>(?:{'|'.join(_LABELS)})s?)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)


def _read_date(page: Page, number: int, findings: Findings) -> int | None:
    """A line that begins with a date, labelled or not, and what comes behind the date."""
    line = page.lines[number]
    label, rank = match_label(page.text, line.start)
    date = match_date(page.text, label)
    if date is None or date.date is None or date.end > line.end:
        return None
    after = _AFTER_DATE.match(page.text, date.end)
    rest = Span(min(after.end() if after else date.end, line.end), line.end)
    position = _read_after_date(page, rest, findings, sure=date.is_formal or label > line.start)
    if position is not None:
        findings.dates.insert(0, (rank, date))
    return position


def match_label(text: str, start: int) -> tuple[int, int]:
    """The offset behind a label such as `Published:` (or `start`), and the rank of the date there."""
    for pattern, rank in ((_PUBLISHED, _BY_LABEL), (_UPDATED, BY_UPDATE)):
        match = pattern.match(text, start)
        if match is not None:
            return match.end(), rank
    return start, _BY_LABEL


def _read_after_date(page: Page, rest: Span, findings: Findings, *, sure: bool) -> int | None:
    """What follows a date on its line: nothing, an update, a dateline, a publisher or the story.

    `sure` says that the date is no part of a sentence, so that the story may follow it without a dash.
    """
    words = page.text[rest.start : rest.end]
    separator = page.text[: rest.start].rstrip()[-1:]
    if not words or _read_second_date(words, findings):
        return rest.end
    dateline = _read_dateline_at(page, rest, findings)
    if dateline is not None:
        return dateline
    if _is_publisher(words):
        findings.publishers.append(find_publisher(words) or words)
        return rest.end
    if not words[0].islower() and (separator in "-–—|" or (sure and separator != ",")):
        return rest.start
    return None


def _read_second_date(words: str, findings: Findings) -> bool:
    """`Updated: DATE` behind a first date."""
    position, rank = match_label(words, 0)
    date = match_date(words, position) if position else None
    if date is None or date.end != len(words):
        return False
    findings.add_date(rank, date)
    return True


def _is_publisher(words: str) -> bool:
    """Whether words behind a date name a publisher: known, or short and capitalised like a name."""
    if find_publisher(words):
        return True
    parts = words.split()
    if len(parts) > _MAX_PUBLISHER_WORDS or (words[-1] in ".?!:;," and not _ABBREVIATION.search(words)):
        return False
    return all(part[0].isupper() or part in _NAME_SMALL for part in parts) and parts[0][0].isupper()


def _read_dateline(page: Page, number: int, findings: Findings) -> int | None:
    """A dateline at the beginning of a line."""
    return _read_dateline_at(page, page.lines[number], findings)


def _read_dateline_at(page: Page, line: Span, findings: Findings) -> int | None:
    """A dateline at the beginning of a span."""
    dateline = match_dateline(page.text, line)
    if dateline is None:
        return None
    findings.add_date(_BY_DATELINE, dateline.date)
    findings.publishers.extend(filter(None, [dateline.agency]))
    findings.places.extend(filter(None, [dateline.place]))
    findings.story = dateline.end
    return dateline.end


def _read_byline(page: Page, number: int, findings: Findings) -> int | None:
    """A byline or a signing office, as a whole line."""
    line = page.line_text(number)
    credit = match_byline(line) or match_office(line)
    if credit is None:
        return None
    findings.add_credit(credit, BY_BYLINE)
    return page.lines[number].end


def _read_heading(page: Page, number: int, findings: Findings) -> int | None:
    """A publisher alone on its line, or a kind of text such as `Press Release`."""
    line = page.line_text(number)
    publisher = find_publisher(line)
    if publisher is None and not _KIND.fullmatch(line):
        return None
    findings.publishers.extend(filter(None, [publisher]))
    return page.lines[number].end


def _read_title(page: Page, number: int, findings: Findings) -> int | None:
    """The first line that stands alone and is no sentence; one only."""
    line = page.line_text(number)
    if findings.titles or not _is_title(line):
        return None
    stands = page.stands_alone(number) and line[-1] not in "?!"
    if not stands and not _is_head(page, number + 1):
        return None
    title, publisher = _split_publisher(line.lstrip("# "))
    findings.titles.append(title)
    findings.publishers.extend(filter(None, [publisher]))
    return page.lines[number].end


def _is_title(line: str) -> bool:
    """Whether a line has the form of a headline: capitalised, of some words, without a full stop."""
    if len(line) > _MAX_TITLE or not _TITLE_BEGIN.match(line) or _QUOTED_WHOLE.fullmatch(line):
        return False
    if _SENTENCE_END.search(line) and not _ABBREVIATION.search(line):
        return False
    return 1 < sum(any(c.isalpha() for c in word) for word in line.split()) <= MAX_TITLE_WORDS


def _split_publisher(title: str) -> tuple[str, str | None]:
    """Take a known publisher off the end of a title: `Talks resume | Harbour Times`."""
    for mark in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(mark)
        if found and (publisher := find_publisher(tail)):
            return head.strip(), publisher
    return title, None


def _is_head(page: Page, number: int) -> bool:
    """Whether a line is known to belong to the head, as a date, dateline, byline or heading."""
    if number >= len(page.lines):
        return False
    scratch = Findings()
    return any(reader(page, number, scratch) is not None for reader in _READERS if reader is not _read_title)


_READERS: tuple[_Reader, ...] = (
    _read_label,
    _read_date,
    _read_dateline,
    _read_byline,
    _read_heading,
    _read_title,
)
