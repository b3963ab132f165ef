"""What the head and the foot of an article say about it, and where the story between them lies.

The head is `kg.read.head`'s, the foot `kg.read.foot`'s, the choice of the date `kg.read.dating`'s.
Nothing is invented: what is not written is None, and without a date and its year a warning says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import PartialDate, Span
from kg.read.dating import choose_date
from kg.read.findings import Findings
from kg.read.foot import read_foot
from kg.read.head import read_head
from kg.read.page import lay_out, trim


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
    end = read_foot(page, next_line, findings)
    issued, warnings = choose_date(findings)
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
