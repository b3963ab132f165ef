"""The loose lines of a head, those that only their form and place explain: headline, outlet, writer, kicker.

One of them is the headline. Of the rest, those above it are kickers or outlets, those below it outlets or
writers if they stand with the byline or the date, and otherwise standfirsts.
"""

from __future__ import annotations

import re

from kg.read.credits import is_person, name_outlet, print_name
from kg.read.dates import WrittenDate, match_date
from kg.read.findings import BY_LOOSE, Findings, LooseLine
from kg.read.furniture import is_speech
from kg.read.page import Page
from kg.read.places import is_city, is_state
from kg.read.publishers import find_publisher

MAX_TITLE_WORDS = 45
"""Headlines have about 10 words, those of ministries up to 35; a paragraph of prose ends with a full stop anyway."""

_MAX_TITLE = 600
_MAX_KICKER_WORDS = 3
_MAX_PUBLISHER_WORDS = 10
_MAX_OUTLET_WORDS = 4

_NAME_SMALL = frozenset("a al and at da de del der des di du el et for in la le of on the und y &".split())
_BODIES = frozenset(
    "bureau center centre command commission committee council delegation department embassy government house "
    "institute ministry mission office organisation organization parliament presidency secretariat union".split()
)
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}$|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|St)\.$")
_TITLE_BEGIN = re.compile(r"(?:#+\s+)?(?P<title>[^\W_a-z]|[“\"‘'\[].)")
_SENTENCE_END = re.compile(r"[.:;,…]['\"”’)\]]*$|[?!]['\"”’)\]]+$")
_GAP = re.compile(r"[\s(\[,/]\s*(?=\w)")
_QUOTED_WHOLE = re.compile(r"[“\"‘'].*[”\"’']", re.DOTALL)


def is_sentence(line: str) -> bool:
    """Whether a line ends as prose does; `U.S.` is no end."""
    return _SENTENCE_END.search(line) is not None and _ABBREVIATION.search(line) is None


def is_loose_form(line: str) -> bool:
    """Whether a line has the form of a headline: capitalised, of some words, without a full stop; or a kicker's."""
    if len(line) > _MAX_TITLE or not _TITLE_BEGIN.match(line) or _QUOTED_WHOLE.fullmatch(line) or is_speech(line):
        return False
    words = sum(any(c.isalpha() for c in word) for word in line.split())
    return not is_sentence(line) and (1 < words <= MAX_TITLE_WORDS or (words == 1 and line.isupper()))


def is_organization(words: str) -> bool:
    """Whether words beside a date name a publisher: known, or short and capitalised like a name."""
    if find_publisher(words):
        return True
    parts = words.split()
    if len(parts) > _MAX_PUBLISHER_WORDS or (words[-1] in ".?!:;," and not _ABBREVIATION.search(words)):
        return False
    return all(part[0].isupper() or part in _NAME_SMALL for part in parts) and parts[0][0].isupper()


def settle_loose(page: Page, findings: Findings) -> None:
    """Say of each loose line what it is; the headline is then in `titles`, outlets and writers beside the others."""
    if not findings.loose:
        return
    headline = None if findings.titles else _choose_headline(page, findings)
    for line in findings.loose:
        text = page.line_text(line.number)
        if line is not headline or _is_placed(text):
            findings.add_date(BY_LOOSE, _closing_date(text))
        else:
            findings.add_date(BY_LOOSE, _bracketed_date(text))
    for line in reversed(findings.loose):  # from below, so that places in the list of publishers stay true
        text = page.line_text(line.number)
        if line is headline:
            title, publisher = _split_publisher(text.lstrip("# "))
            findings.titles.append(title)
            _insert(findings, line, publisher)
        elif _is_outlet(page, line, findings, headline):
            beside = (page.line_text(n.number) for n in findings.loose if abs(n.number - line.number) == 1)
            state = next((words for words in beside if is_state(words)), None)
            _insert(findings, line, f"{text}, {state}" if state is not None else text)
        elif is_city(text):
            findings.places.append(page.lines[line.number])
        elif not findings.authors and is_person(text) and line.number + 1 in findings.known:
            findings.authors.append(print_name(text))


def _closing_date(text: str) -> WrittenDate | None:
    """The day with its year that closes a line: `Harbour News, Oslo, 14 October 2010`, `HARNEWS 14.10.2010 15:30`.

    None where the line may be a sentence's words (`The accord of 14 October 2010`).
    """
    words = text.rstrip(")] ")
    for gap in _GAP.finditer(words):
        date = match_date(words, gap.end())
        outlet = words[: gap.start()]
        if (
            date is not None
            and date.end == len(words)
            and (gap[0].strip() or outlet[-1:] in "-–—|/" or _may_be_outlet(outlet))
        ):
            return date if date.has_day else None
    return None


def _bracketed_date(text: str) -> WrittenDate | None:
    """The day or month with its year that closes a headline in brackets: `Envoys meet in Oslo [May 2010]`."""
    opening = max(text.rfind("("), text.rfind("["))
    date = match_date(text, opening + 1) if opening > 0 and text[-1] in ")]" else None
    return date if date is not None and date.end == len(text) - 1 else None


def _may_be_outlet(words: str) -> bool:
    return name_outlet(words) is not None or (words.isupper() and len(words.split()) == 1)


def _is_placed(text: str) -> bool:
    """Whether a city stands right before the date that closes a line (`Statement of the Press Office, Oslo, ...`)."""
    return any(is_city(part.strip()) for part in re.split(r",|\s[-–—|/]\s", text))


def _insert(findings: Findings, line: LooseLine, publisher: str | None) -> None:
    """Keep a publisher at its place among those found above and below."""
    if publisher is not None:
        findings.publishers.insert(line.publishers, publisher)


def _choose_headline(page: Page, findings: Findings) -> LooseLine | None:
    """The first loose line that is neither a kicker nor a name, else the first; none in a letterhead of two lines."""
    for line in findings.loose:
        text = page.line_text(line.number)
        named = (
            _is_body(text)
            or is_city(text)
            or is_state(text)
            or (is_person(text) and _stands_with_known(page, line, findings))
        )
        if not named and not _is_kicker(text) and not (_is_placed(text) and _closing_date(text)):
            return line
    states = [line for line in findings.loose if is_state(page.line_text(line.number))]
    return None if states and len(findings.loose) == len(states) + 1 else findings.loose[0]


def _is_outlet(page: Page, line: LooseLine, findings: Findings, headline: LooseLine | None) -> bool:
    """Whether a loose line beside the headline names who publishes."""
    text = page.line_text(line.number)
    if _is_kicker(text) or not is_organization(text):
        return False
    if _is_body(text) or name_outlet(text) is not None:
        return True
    below = headline is None or line.number > headline.number
    return (
        below
        and bool(findings.authors)
        and len(text.split()) <= _MAX_OUTLET_WORDS
        and (line.number - 1 in findings.known and page.is_joined(line.number - 1))
    )


def _is_kicker(text: str) -> bool:
    """Whether a line is a word or three in capitals."""
    return text.isupper() and len(text.split()) <= _MAX_KICKER_WORDS


def _is_body(text: str) -> bool:
    """Whether words are the name of an institution: `Security Council`, `Ministry of Trade`, `The Harbour Ledger`."""
    if not is_organization(text) or find_publisher(text):
        return find_publisher(text) is not None
    head = re.split(r"\s(?i:of|for|to|in|on)\s", text, maxsplit=1)[0].lower().split()
    return len(head) <= _MAX_OUTLET_WORDS and (
        head[-1] in _BODIES or (len(text.split()) == len(head) and bool(name_outlet(text)))
    )


def _stands_with_known(page: Page, line: LooseLine, findings: Findings) -> bool:
    """Whether the line above or below, without a blank one between, is known."""
    number = line.number
    above = number - 1 in findings.known and page.is_joined(number - 1)
    return above or (number + 1 in findings.known and page.is_joined(number))


def _split_publisher(title: str) -> tuple[str, str | None]:
    """Take a known publisher off the end of a title: `Talks resume | Harbour Times`."""
    for mark in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(mark)
        if found and (publisher := find_publisher(tail)):
            return head.strip(), publisher
    return title, None
