"""What the head and the foot of an article say about it, and where the story between them lies.

The head is `kg.read.head`'s; the foot is read here, from the last line upwards while lines are credits.
Nothing is invented: what is not written is None, and without a date and its year a warning says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import PartialDate, Span
from kg.read.credits import Credit, match_foot
from kg.read.dates import WrittenDate, search_date
from kg.read.head import BY_UPDATE, Findings, match_label, read_head
from kg.read.page import Page, lay_out, trim

MAX_FOOT_LINES = 12
"""More closing lines than this are no longer credits."""


DATE_WARNINGS = ("No date of the article", "The date ")
"""How the warnings on the date begin, so that a date given by the user can withdraw them."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article beside its story; `dateline` is the span of the place named there."""

    body: Span
    issued: PartialDate | None = None
    publisher: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    dateline: Span | None = None
    warnings: tuple[str, ...] = ()


def read_metadata(text: str) -> Metadata:
    """Read publisher, date, title, authors, dateline and the story's span from a text with some letters.

    What is not there is None or empty. Without a date a warning says so; where head and foot leave no
    story, the whole text is the body and a warning says so.
    """
    page = lay_out(text)
    findings = Findings()
    start, next_line = read_head(page, findings)
    end = _read_foot(page, next_line, findings)
    issued, warnings = _choose_date(findings)
    body = trim(text, start, end)
    if body.start >= body.end:
        body = trim(text, 0, len(text))
        warnings += ("No story was found between head and foot; the whole text is read as the story.",)
    return Metadata(
        body=body,
        issued=issued,
        publisher=next(iter(findings.publishers), None),
        title=next(iter(findings.titles), None),
        authors=tuple(findings.authors),
        dateline=next(iter(findings.places), None),
        warnings=warnings,
    )


def _read_foot(page: Page, first: int, findings: Findings) -> int:
    """Read credits from the last line upwards, not above line `first`: the offset at which the story ends."""
    found: list[Credit] = []
    end = len(page.text)
    for number in range(len(page.lines) - 1, max(first, len(page.lines) - 1 - MAX_FOOT_LINES), -1):
        credit = _match_foot_line(page.line_text(number), findings)
        if credit is None:
            break
        found.append(credit)
        end = page.lines[number].start
    for credit in reversed(found):
        findings.add_credit(credit, BY_UPDATE)
    return end


def _match_foot_line(line: str, findings: Findings) -> Credit | None:
    """A closing credit, or a date with its label; None for story."""
    position, rank = match_label(line, 0)
    if position:
        date = search_date(line)
        if date is not None and date.end == len(line.rstrip(".")):
            findings.add_date(rank, date)
            return Credit()
    return match_foot(line)


def _choose_date(findings: Findings) -> tuple[PartialDate | None, tuple[str, ...]]:
    """The article's date: the best of those with a year, and what is to be said of it."""
    full = [(rank, date) for rank, date in findings.dates if date.date is not None]
    if full:
        chosen = min(full, key=lambda pair: pair[0])[1]
        return chosen.date, (_say_ambiguous(chosen),) if chosen.is_ambiguous else ()
    words = next((f' (the dateline\'s "{date.words}" has no year)' for _, date in findings.dates), "")
    return None, (f"No date of the article was found{words}; give it in a .meta.json file beside the article.",)


def _say_ambiguous(date: WrittenDate) -> str:
    """A warning on 05/06/2024."""
    return f'The date "{date.words}" is read month first; if that is wrong, give it in a .meta.json file.'
