"""Headers of broadcasters' scripts: `DATE=7/3/2000`, `TITLE=TALKS (L)`, `BYLINE=A NAME`, above `INTRO:` and `TEXT:`.

As in the scripts of the Voice of America until 2001. Their dates have the month first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from kg.read.credits import read_names
from kg.read.dates import match_date
from kg.read.findings import BY_LABEL, Findings
from kg.read.page import Page

_FIELD: Final = re.compile(r"(?P<key>[A-Z][A-Z ]{2,19})=(?P<value>.*)")
_CUE: Final = re.compile(r"(?:VOICED AT|NOT VOICED|OPT|HOST):.{0,40}")
_INTRO: Final = re.compile(r"(?:INTRO|TEXT):\s+(?=\S)")
_TAKE: Final = re.compile(r"\s*\((?:L|S|CQ|L-ONLY|S-ONLY|ONLY)[^()]{0,12}\)$")
"""Which version of a script it is: "TALKS (L)"."""


def read_fields(page: Page, number: int, findings: Findings) -> int | None:
    """A field of a script's header, or where the script begins; None for other lines."""
    line = page.lines[number]
    words = page.line_text(number)
    field = _FIELD.fullmatch(words)
    if field is not None:
        _KEYS.get(field["key"].strip(), _ignore)(findings, field["value"].strip())
        return line.end
    if findings.known and _CUE.fullmatch(words):
        return line.end
    intro = _INTRO.match(page.text, line.start, line.end)
    return intro.end() if intro is not None and findings.known else None


def _keep_date(findings: Findings, value: str) -> None:
    date = match_date(value)
    if date is not None and date.is_ambiguous:
        date = replace(date, date=date.with_first("month"))
    findings.add_date(BY_LABEL, date)


def _keep_title(findings: Findings, value: str) -> None:
    title = _TAKE.sub("", value)
    findings.titles.extend([title] if title else [])


def _keep_names(findings: Findings, value: str) -> None:
    findings.add_authors(read_names(value.title() if value.isupper() else value))


def _ignore(findings: Findings, value: str) -> None:
    """What a script is numbered and how it is filed says nothing of the article."""


_KEYS: Final[Mapping[str, Callable[[Findings, str], None]]] = {
    "DATE": _keep_date,
    "TITLE": _keep_title,
    "SLUG": _keep_title,
    "BYLINE": _keep_names,
}
