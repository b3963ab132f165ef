"""The head of an article: the lines above its story, and where the story begins.

The lines are read from the top. Each is offered to `_READERS` in turn; the first that knows it keeps what
it says and tells at which offset the unread text goes on. A line that none knows is *loose* if it stands
alone and is no sentence: a headline, the line below it, an outlet or a name; `kg.read.loose` says which, once
the whole head is seen. A sentence is a standfirst if a headline is above it and a byline or date below.
Where the unread text goes on behind a dateline, or at any other line, the story begins.

A date counts only where heads have it (a date line, a label, a dateline, a byline), never in prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kg.model import Span
from kg.read.bars import read_bars
from kg.read.buried import find_buried_dateline
from kg.read.credits import (
    Credit,
    is_post,
    is_stationed,
    match_bare_byline,
    match_byline,
    match_office,
    match_signature,
    read_names,
)
from kg.read.dateline import Dateline, match_dateline
from kg.read.dates import match_date, search_date
from kg.read.fields import read_fields
from kg.read.findings import BY_ADDRESS, BY_BYLINE, BY_DATELINE, BY_LABEL, Findings, LooseLine
from kg.read.furniture import find_symbol, is_furniture, is_kind
from kg.read.head_dates import date_at_end, date_of_address, last_of_days, match_label
from kg.read.issued import date_of_heading, match_issue
from kg.read.loose import MAX_TITLE_WORDS, is_loose_form, is_organization, is_sentence, settle_loose
from kg.read.page import Page
from kg.read.places import is_city, is_place_line, match_place_date
from kg.read.publishers import find_publisher

MAX_HEAD_LINES = 20
"""More lines than this never stood above a story in the forms known here."""

MAX_LOOSE_LINES = 4
_MAX_STANDFIRST = 400
_REACH = 3

_AFTER_DATE = re.compile(r"(?:\s*(?:--+|—|–|-|\||/|:|,|·|•))*\s*")

_EDITION = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:,\s+[\w .-]{1,40}\b(?:cycle|edition))?", re.IGNORECASE
)
"""What archives write behind a date: `September 20, 1983, Tuesday, PM cycle`."""

_Reader = Callable[[Page, int, Findings], int | None]


def read_head(page: Page, findings: Findings) -> tuple[int, int]:
    """Read lines from the top: the offset at which the story begins, and the number of its first line."""
    start, number = _walk(page, findings)
    alone = number > 0 and findings.story == page.lines[number - 1].end  # a dateline on a line of its own
    if (findings.story is None or alone) and number < len(page.lines):
        start, number = _skip_to_dateline(page, start, number, findings)
    settle_loose(page, findings)
    first = [page.line_text(number)] if number < len(page.lines) else []
    for line in (*findings.titles, *first) if not findings.dates else ():
        findings.add_date(BY_LABEL, date_of_heading(line))
    return start, number


def _skip_to_dateline(page: Page, start: int, number: int, findings: Findings) -> tuple[int, int]:
    """Where the story begins if captions and other lines of the page stand between head and dateline."""
    found = find_buried_dateline(page, number)
    if found is None:
        return start, number
    below, dateline = found
    for between in range(number, below):
        _read_byline(page, between, findings)
    if findings.story is not None:
        findings.places.clear()  # what looked like the dateline was none
    return _keep_dateline(dateline, findings), below


def _walk(page: Page, findings: Findings) -> tuple[int, int]:
    """Go down the lines until the story begins."""
    number = 0
    while number < min(MAX_HEAD_LINES, len(page.lines)):
        line = page.lines[number]
        position = _read_line(page, number, findings)
        if position is not None:
            findings.known.add(number)
            if position < line.end:
                return position, number
            if findings.story is not None:
                return position, number + 1
        elif _is_loose(page, number, findings):
            findings.loose.append(LooseLine(number, len(findings.publishers)))
        elif (behind := _skip_standfirst(page, number, findings)) is not None:
            number = behind
            continue
        elif _is_above_head(page, number):
            findings.known.add(number)
        else:
            return line.start, number
        number += 1
    return page.lines[number].start if number < len(page.lines) else len(page.text), number


def _read_line(page: Page, number: int, findings: Findings) -> int | None:
    """Offer one line to the readers: where the unread text goes on, or None when none knows it."""
    for reader in _READERS:
        position = reader(page, number, findings)
        if position is not None:
            return position
    return None


def _is_loose(page: Page, number: int, findings: Findings) -> bool:
    """Whether an unknown line stands alone, or above a line of the head, and is no sentence."""
    line = page.line_text(number)
    if len(findings.loose) >= MAX_LOOSE_LINES or not is_loose_form(line):
        return False
    if page.stands_alone(number) and line[-1] not in "?!":
        return True
    return _leads_to_known(page, number, findings)


def _is_above_head(page: Page, number: int) -> bool:
    """Whether a line that none knows is the page's: no sentence, and a line with the date stands below before any."""
    for other in range(number, min(MAX_HEAD_LINES, len(page.lines))):
        if other > number and _is_date_line(page, other):
            return True
        if is_sentence(page.line_text(other)) or len(page.line_text(other).split()) > MAX_TITLE_WORDS:
            return False
    return False


def _is_date_line(page: Page, number: int) -> bool:
    """Whether a line has a full date, its label, and furniture only."""
    scratch = Findings()
    line = page.lines[number]
    position = (
        _read_date(page, number, scratch) or _read_days(page, number, scratch) or read_bars(page, number, scratch)
    )
    return position == line.end and any(date.has_day for _, date in scratch.dates)


def _leads_to_known(page: Page, number: int, findings: Findings) -> bool:
    """Whether a line of the head follows, at once or below some lines of the same block that are no sentences."""
    for below in range(number + 1, min(number + 1 + _REACH, len(page.lines))):
        if _is_known(page, below, findings):
            return True
        if not page.is_joined(below - 1) or not is_loose_form(page.line_text(below)):
            return False
    return False


def _skip_standfirst(page: Page, number: int, findings: Findings) -> int | None:
    """The number of the line below a standfirst, or None where the line is the story's."""
    line = page.line_text(number)
    if not findings.loose or len(line) > _MAX_STANDFIRST or not is_sentence(line):
        return None
    for below in range(number + 1, min(number + 1 + _REACH, len(page.lines))):
        if _is_signed(page, below):
            return below
        if not page.wrapped or not page.is_joined(below - 1):
            return None
    return None


def _is_signed(page: Page, number: int) -> bool:
    """Whether a line is a byline or a date, which never stand below the first paragraph of a story."""
    scratch = Findings(loose=[LooseLine(0, 0)])
    return any(
        (position := reader(page, number, scratch)) is not None and position >= page.lines[number].end
        for reader in (_read_date, _read_byline, read_bars)
    )


def _is_known(page: Page, number: int, findings: Findings) -> bool:
    """Whether a reader knows a line, as if the one above it were a headline."""
    if number >= len(page.lines):
        return False
    return _read_line(page, number, Findings(loose=findings.loose or [LooseLine(number - 1, 0)])) is not None


def _read_label(page: Page, number: int, findings: Findings) -> int | None:
    """`Title: ...`, `Source: ...`, `Authors: ...`, `Dateline: ...`."""
    line = page.lines[number]
    match = _LABEL.fullmatch(page.text, line.start, line.end)
    if match is None or is_sentence(match["value"]):
        return None
    words, label, date = match["value"].partition(" Published:")
    if label and (written := search_date(date)) is not None:
        findings.add_date(BY_LABEL, written)
        match = _LABEL.fullmatch(page.text, line.start, match.start("value") + len(words))
        assert match is not None
    _LABELS[match["label"].lower().rstrip("s")](findings, match)
    date = match_date(page.text, match.end("bar"), line.end) if match["bar"] else None
    findings.add_date(BY_LABEL, date)
    return line.end


_LABELS: Mapping[str, Callable[[Findings, re.Match[str]], None]] = {
    **dict.fromkeys(("title", "headline"), lambda found, match: found.titles.append(match["value"])),
    **dict.fromkeys(
        ("publisher", "publication", "source", "outlet"),
        lambda found, match: found.publishers.append(find_publisher(match["value"]) or match["value"]),
    ),
    **dict.fromkeys(("author", "byline"), lambda found, match: found.add_authors(read_names(match["value"]))),
    **dict.fromkeys(
        ("dateline", "place", "location"),
        lambda found, match: found.places.append(Span(match.start("value"), match.end("value"))),
    ),
}
_LABEL = re.compile(
    rf"(?P<label>(?:{'|'.join(_LABELS)})s?)\s*:\s*(?P<value>\S.*?)(?:(?P<bar>\s*\|\s*)(?=\d).*)?", re.IGNORECASE
)
"""A label and what it names; behind a bar the date and the editor: `Source: Xinhua| 2019-02-15 ...|Editor: X`."""


def _read_date(page: Page, number: int, findings: Findings) -> int | None:
    """A line that begins with a date, labelled or not, and what comes behind the date."""
    line = page.lines[number]
    label, rank = match_label(page.text, line.start)
    date = match_date(page.text, label, line.end) if label < line.end else None
    if date is None or (date.date is None and date.end < line.end):
        return None
    after = _AFTER_DATE.match(page.text, date.end)
    rest = Span(min(after.end() if after else date.end, line.end), line.end)
    position = _read_after_date(page, rest, findings, sure=date.is_formal or label > line.start)
    if position is not None:
        findings.dates.insert(0, (rank, date))
    return position


def _read_after_date(page: Page, rest: Span, findings: Findings, *, sure: bool) -> int | None:
    """What follows a date on its line: nothing, an update, a dateline, a place, a publisher or the story.

    `sure` says that the date is no part of a sentence, so that the story may follow it without a dash.
    """
    words = page.text[rest.start : rest.end].rstrip("|•· ")
    separator = page.text[: rest.start].rstrip()[-1:]
    if not words or _read_second_date(words, findings) or is_furniture(words) or _EDITION.fullmatch(words):
        return rest.end
    if (credit := match_byline(words)) is not None:
        findings.add_credit(credit, BY_BYLINE)
        return rest.end
    dateline = _read_dateline_at(page, rest, findings)
    if dateline is not None:
        return dateline
    if is_city(words):
        findings.places.append(rest)
        return rest.end
    if is_organization(words):
        findings.publishers.append(find_publisher(words) or words)
        return rest.end
    if not words[0].islower() and (separator in "-–—|" or (sure and separator != ",")):
        return rest.start
    return None


def _read_second_date(words: str, findings: Findings) -> bool:
    """`Updated: DATE` behind a first date."""
    position, rank = match_label(words.strip("()"), 0)
    date = match_date(words.strip("()"), position) if position else None
    if date is None or date.end != len(words.strip("()")):
        return False
    findings.add_date(rank, date)
    return True


def _read_days(page: Page, number: int, findings: Findings) -> int | None:
    """The days of a meeting or a round of talks, alone on a line: `March 23-25, 2025`; a text is of the last."""
    line = page.lines[number]
    date = last_of_days(page.line_text(number))
    findings.add_date(BY_LABEL, date)
    return line.end if date is not None else None


def _read_signed_date(page: Page, number: int, findings: Findings) -> int | None:
    """A writer or what the writer works as, and the day behind it: `Our Correspondent October 27, 2015`."""
    line = page.line_text(number)
    date = date_at_end(line)
    writer = line[: len(line) - len(date.words)].rstrip(" ,|-–—") if date is not None else ""
    credit = match_byline(writer) if writer else None
    if date is None or not writer or (credit is None and not is_post(writer)):
        return None
    if credit is not None:
        findings.add_credit(credit, BY_BYLINE)
    findings.add_date(BY_BYLINE, date)
    return page.lines[number].end


def _read_issue(page: Page, number: int, findings: Findings) -> int | None:
    """A line that says by whom and when the text was issued."""
    found = match_issue(page.line_text(number))
    if found is None:
        return None
    findings.add_date(BY_LABEL, found.date)
    findings.add_publisher(found.publisher)
    return page.lines[number].end


def _read_place(page: Page, number: int, findings: Findings) -> int | None:
    """A place alone on its line, or a place and a date."""
    line = page.lines[number]
    found = match_place_date(page.text, line)
    if found is not None:
        findings.places.append(found[0])
        findings.dates.insert(0, (BY_DATELINE, found[1]))
        return line.end
    if not is_place_line(page.line_text(number)):
        return None
    findings.places.append(line)
    return line.end


def _read_dateline(page: Page, number: int, findings: Findings) -> int | None:
    """A dateline at the beginning of a line."""
    return _read_dateline_at(page, page.lines[number], findings)


def _read_dateline_at(page: Page, line: Span, findings: Findings) -> int | None:
    """A dateline at the beginning of a span."""
    dateline = match_dateline(page.text, line)
    return None if dateline is None else _keep_dateline(dateline, findings)


def _keep_dateline(dateline: Dateline, findings: Findings) -> int:
    """Keep what a dateline says: the offset behind it."""
    findings.add_date(BY_DATELINE, dateline.date)
    findings.add_publisher(dateline.agency)
    findings.places.extend(filter(None, [dateline.place]))
    findings.story = dateline.end
    return dateline.end


def _read_byline(page: Page, number: int, findings: Findings) -> int | None:
    """A byline or a signing office, as a whole line; without "By" only below a headline."""
    line = page.line_text(number)
    credit = match_byline(line) or match_office(line) or match_signature(line)
    if credit is None and findings.loose and not find_publisher(line):
        credit = match_bare_byline(line)
        if credit is not None and _may_be_headline(credit, line) and not _is_beside_block(page, number, findings):
            return None
    if credit is None:
        return None
    findings.add_credit(credit, BY_BYLINE)
    return page.lines[number].end


def _may_be_headline(credit: Credit, line: str) -> bool:
    """Whether a bare byline of one writer has nothing but a place to tell it from a headline."""
    return len(credit.authors) == 1 and is_stationed(line)


def _is_beside_block(page: Page, number: int, findings: Findings) -> bool:
    """Whether a line shares its block with a known line or a date: a headline (`Talks Open in Lumen`) does not."""
    if number - 1 in findings.known and page.is_joined(number - 1):
        return True
    return page.is_joined(number) and (
        _read_date(page, number + 1, Findings()) is not None or is_furniture(page.line_text(number + 1))
    )


def _read_heading(page: Page, number: int, findings: Findings) -> int | None:
    """A publisher alone on its line, a document's number, or a line of the page such as `Press Release`."""
    line = page.line_text(number)
    publisher = find_publisher(line) or find_symbol(line)
    if publisher is None and not is_furniture(line) and not (findings.loose and is_post(line)):
        return None
    if publisher is not None and is_kind(line):
        publisher = None
    findings.add_publisher(publisher)
    findings.add_date(BY_ADDRESS, date_of_address(line))
    return page.lines[number].end


_READERS: tuple[_Reader, ...] = (
    read_fields,
    _read_label,
    _read_date,
    _read_days,
    _read_signed_date,
    _read_issue,
    _read_place,
    _read_dateline,
    read_bars,
    _read_byline,
    _read_heading,
)
