"""The foot of an article: the lines below its story.

Two things end a story. A mark (`###`, `-30-`) or the heading of a block (`Sources`, `Media contact`) ends it
if the lines below are few and short. Above that, lines are taken away from the last one upwards while each is
a credit as a whole: who reported or helped, a copyright, where more can be read.
"""

from __future__ import annotations

import re

from kg.read.credits import Credit, name_outlet, read_names
from kg.read.dates import DATE_PATTERN, match_date, search_date
from kg.read.findings import BY_ADDRESS, BY_UPDATE, Findings
from kg.read.head_dates import date_of_address, match_label
from kg.read.page import Page
from kg.read.publishers import find_domain, find_publisher

MAX_FOOT_LINES = 12
"""More closing lines than this are no longer credits."""

MAX_BLOCK_LINES = 40
"""More lines than this below a mark or the heading of a block are no foot."""

_MAX_CREDIT = 400
_MAX_BLOCK_LINE = 300
_LAST_PART = 0.5

_ROLE = r"(?:reporting|writing|editing|edited|written|compiled|translated|graphics?|production|research|photographs?)"
_ROLE_BY = re.compile(
    rf"(?P<role>(?:additional |further )?{_ROLE}(?:(?:,| and) {_ROLE})*)(?: [\w ]{{0,30}})? by:?\s+"
    rf"(?P<names>.+?)(?=\W+(?:and\s+)?(?:additional |further )?{_ROLE}\b|;|$)",
    re.IGNORECASE,
)
_WROTE = re.compile(r"reporting|writing|written|compiled", re.IGNORECASE)
_FOOT_ROLES = re.compile(rf"[(\[-]*\s*(?:with )?(?:additional |further )?{_ROLE}\b[^.]{{0,60}} by\b", re.IGNORECASE)
_HELP = re.compile(
    r"with (?:the )?(?:additional )?(?:assistance|help|contributions?|reporting) (?:from|by|of) (?P<names>.+)",
    re.IGNORECASE,
)
_WHERE = r"(?:from|in|at) (?:(?:the|and) |[^\W\d_a-z][\w’'.-]*,? ?)+"
_THIS = r"(?:to|for) th(?:is|e) (?:report|story|article|dispatch)"
_CONTRIBUTED = re.compile(
    r"(?:(?:the )?(?:[\w&.’' ]{0,40}\b)?(?:writers?|reporters?|correspondents?|journalists?|staff),? )?"
    r"(?P<names>[^!?;]{3,200}?),? (?:also )?(?:"
    rf"contributed(?: (?:additional )?(?:reporting|research))? {_THIS}(?: {_WHERE})?"
    rf"|contributed (?:additional )?(?:reporting|research)(?: {_WHERE})?"
    rf"|(?:contributed|reported) {_WHERE})",
)
_AGENCIES = re.compile(
    rf"^(?:sources?:|with(?: material from| reporting from)?|from)\s+|\s+(?:also )?contributed {_THIS}\W*$"
    r"|^(?-i:[a-z]{2,4})(?:/[a-z]{2,4}){0,3} \(",  # the desk's initials, as in "ab/cd (AFP, dpa)"
    re.IGNORECASE,
)
_AND = re.compile(r"[,/;&]|\band\b")
_FROM_ALSO = re.compile(rf"(?:and )?(?P<names>.{{3,80}}?) {_WHERE}")
_SENTENCES = re.compile(r"(?<=[a-z]{2}[.;])\s+(?=[A-Z])")
_ALSO = re.compile(r",? and (?=(?:[^\W\d_a-z][\w’'.-]* ?){2,4} from\b)|; ")

_OTHER = re.compile(
    r"""
    more\ stories\ like\ this\b | (?:copyright | \(c\)) \W* (?:\(c\)\W*)? (?:\d{4}|by)\b | © | all\ rights\ reserved
    | our\ standards: | to\ contact\ the\ (?:reporter|editor|author|writer)s?\b
    | sign\ up\ (?:for|to)\b | subscribe\ (?:to|now|here)\b | follow\ (?:us|\w+(?:\ \w+)?)\ on\ (?:twitter|x|facebook)\b
    | read\ (?:more|also|next|the\ original|the\ full\ story)\b\s*(?:$|:|here|at|on) | (?:see|watch|read)\ also\s*:
    | this\ (?:article|story|report)\ (?:was\ )?(?:first|originally|last)\ (?:published|appeared|updated)\b
    | (?:https?://|www\.)\S+$ | (?:\#{2,}|\*{3,}|-{1,2}30-{1,2}|ends?)$ | [\W_]{2,}$
    | share\ (?:this|on|via)\b.{0,40}$
    | (?:(?:facebook|twitter|x|instagram|youtube|flickr|tiktok|threads|rss|whatsapp|linkedin|telegram|e-?mail|print)
      \W*){2,}$
    | (?:unsubscribe|subscribe|contact\ us|privacy\ (?:policy|notice)|terms\ of\ (?:use|service)|site\ ?map
      |accessibility|cookies?(?:\ policy)?|disclaimer|legal\ notice|back\ to\ top)\b[^.]{0,80}$
    | \S{2,20}(?:\ \S{2,20}){0,2}(?:(?:\s{3,}|\t+|\s+\|\s+)\S{2,20}(?:\ \S{2,20}){0,2})+$
    | /?public\ release\b.{0,300}$ | this\ (?:is\ a|material\ (?:from|comes\ from))\b.{0,400}$
    | no\ comments?\s*:?$ | post\ a\ comment$ | leave\ a\ (?:reply|comment)\b.{0,60}$
    | (?:quick\ facts|associated\ links|additional\ materials?|related\ (?:products|documents))$
    | (?:for|not\ for)\ (?:use\ of\ )?information\ media\b.{0,60}$ | for\ (?:more|further)\ information\b.{0,200}$
    | (?:(?:press|media|news)\ )?(?:contacts?|enquiries|inquiries)\b\s*(?::.{0,200})?$
    | (?:tel(?:ephone)?|phone|e-?mail|fax)\b\s*[.:].{0,100}$ | \S+@\S+\.\w+$ | [+(]?\d[\d\ ()+-]{6,20}$
    | (?:press|media|news)\ (?:office|service|cent(?:er|re))\b\ *[-–—|,:][^.]{0,100}$
    | (?:related\ (?:news|articles|stories|topics|links)|topics|tags|filed\ under|more\ on\ this\ story)\b
      \s*(?::.{0,200})?$
    | (?:edited|fact-?checked|produced)\ by\b[^.]{0,80}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PRINTED = re.compile(
    rf"[(\[](?:source: )?(?P<outlet>[^()\d]{{2,60}}?),? (?P<date>(?i:{DATE_PATTERN}))(?:,? page ?\w+)?[)\]]",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:#\s*){2,}|\*{3,}|[-–—\s]*30[-–—\s]*|[-–—\s]*ends?[-–—\s.]*", re.IGNORECASE)
_BLOCK = re.compile(
    r"\W*(?:sources?|references?|citations|external links?|further reading|see also|notes(?: (?:to|for) editors)?"
    r"|(?:sister links|related|more)(?: (?:news|articles|stories|topics|links|coverage|on this story))?"
    r"|(?:(?:press|media|news) )?(?:contacts?|enquiries|inquiries)|for (?:more|further) information[^.]{0,60}"
    r"|share this(?: \w+)?|topics|tags|filed under|read more|most read|about the authors?)\s*:?\W*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|copyright|\(c\))(?:\W|\(c\)|\bby\b|\d)*(?P<owner>[^.|;©\d]*)", re.IGNORECASE)
_YEAR = re.compile(r"(?:©|copyright|\(c\))\D{0,40}(?P<year>(?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)", re.IGNORECASE)


def read_foot(page: Page, first: int, findings: Findings) -> int:
    """Read what stands below the story, not above line `first`: the offset at which the story ends."""
    last = _find_block(page, first)
    found: list[Credit] = [
        _read_block_line(page.line_text(number)) for number in range(len(page.lines) - 1, last - 1, -1)
    ]
    for number in range(last - 1, max(first, last - 1 - MAX_FOOT_LINES), -1):
        credit = _match_line(page.line_text(number), findings)
        if credit is None:
            break
        found.append(credit)
        last = number
    for credit in reversed(found):
        findings.add_credit(credit, BY_UPDATE)
    return page.lines[last].start if last < len(page.lines) else len(page.text)


def match_foot(line: str) -> Credit | None:
    """What a closing credit says, or None when the line is a part of the story."""
    line = line.strip()
    if len(line) > _MAX_CREDIT:
        return None
    if _FOOT_ROLES.match(line):
        return _read_roles(line)
    bare = line.strip("()[]-–—_* ")
    names = _read_helpers(bare)
    if names:
        return Credit(names)
    agencies = _read_agencies(bare)
    if agencies:
        return Credit(publisher=agencies[0] if bare.lower().startswith("source") else None)
    if not (_OTHER.match(bare or line) or _OTHER.match(line)):
        return None
    owner = _COPYRIGHT.search(line)
    if owner is None:
        return Credit(publisher=find_domain(line))
    year = _YEAR.search(line)
    return Credit(publisher=name_outlet(owner["owner"].strip(" ,")), year=int(year["year"]) if year else None)


def _read_agencies(line: str) -> list[str]:
    """The publishers in a line that names nothing but them: `Source: AP`, `With AFP and Reuters`."""
    names = [find_publisher(name) for name in _AND.split(_AGENCIES.sub("", line)) if name.strip()]
    return [name for name in names if name] if all(names) else []


def _find_block(page: Page, first: int) -> int:
    """The number of the line at which a mark or a block's heading ends the story, or the number of all lines."""
    total = len(page.lines)
    for number in range(max(first + 1, total - MAX_BLOCK_LINES), total):
        if page.lines[number].start < _LAST_PART * len(page.text):
            continue
        below = range(number + 1, total)
        line = page.line_text(number)
        if _MARK.fullmatch(line) and all(_is_short(page, other) for other in below):
            return number
        if _BLOCK.fullmatch(line) and below and all(_is_note(page, other) for other in below):
            return number
    return total


def _is_short(page: Page, number: int) -> bool:
    """Whether a line is no longer than those of notes and addresses."""
    return page.lines[number].end - page.lines[number].start <= _MAX_BLOCK_LINE


def _is_note(page: Page, number: int) -> bool:
    """Whether a line below a heading is a note (a citation, an address, a link) and no paragraph of a story."""
    line = page.line_text(number)
    sentences = len(re.findall(r"[a-z]{3}[.!?][”\"]?(?:\s+[A-Z“\"]|$)", line))
    return _is_short(page, number) and (sentences <= 1 and not _is_story(line))


def _is_story(line: str) -> bool:
    """Whether one sentence is the story's: begun with a capital, ended with a stop, without the signs of a note."""
    return line[-1:] in '.!?”"' and not re.search(r"\d{4}|@|https?:|www\.|^\W", line) and match_foot(line) is None


def _read_block_line(line: str) -> Credit:
    """What a line below the story says if it is a credit; the rest of it says nothing."""
    return match_foot(line) or Credit()


def _match_line(line: str, findings: Findings) -> Credit | None:
    """A closing credit, or a date with its label; None for story."""
    if (printed := _read_printed(line, findings)) is not None:
        return printed
    position, rank = match_label(line, 0)
    if position:
        date = search_date(line)
        if date is not None and date.end == len(line.rstrip(".")):
            findings.add_date(rank, date)
            return Credit()
    credit = match_foot(line)
    if credit is not None:
        findings.add_date(BY_ADDRESS, date_of_address(line))
    return credit


def _read_printed(line: str, findings: Findings) -> Credit | None:
    """`(China Daily March 3, 2005)`, `(Reuters, 3 March 2005)`: in which paper or agency the story stood, and when."""
    match = _PRINTED.fullmatch(line)
    date = match_date(line, match.start("date")) if match else None
    publisher = find_publisher(match["outlet"]) if match else None
    if date is None or publisher is None:
        return None
    findings.add_date(BY_UPDATE, date)
    return Credit(publisher=publisher)


def _read_roles(line: str) -> Credit | None:
    """`Reporting by A and B; Editing by C`: who reported or wrote; None where a role has no names."""
    roles = [(match["role"], read_names(match["names"])) for match in _ROLE_BY.finditer(line)]
    if not roles or not all(names for _, names in roles):
        return None
    return Credit(tuple(dict.fromkeys(name for role, names in roles if _WROTE.search(role) for name in names)))


def _read_helpers(line: str) -> tuple[str, ...]:
    """The names in sentences that say only who reported or helped; none where one of them says something else."""
    help_ = _HELP.fullmatch(line)
    if help_ is not None:
        return read_names(help_["names"])
    names: list[str] = []
    for sentence in _SENTENCES.split(line):
        found = _read_helping(sentence)
        if not found:
            return ()
        names.extend(found)
    return tuple(dict.fromkeys(names))


def _read_helping(sentence: str) -> tuple[str, ...]:
    """`A reported from Lumen, and B from Umber`, `A contributed to this report`."""
    first, *others = _ALSO.split(sentence.rstrip(" .;)"))
    match = _CONTRIBUTED.fullmatch(first)
    if match is None:
        return ()
    found = [read_names(match["names"])]
    for other in others:
        also = _FROM_ALSO.fullmatch(other) or _CONTRIBUTED.fullmatch(other)
        found.append(read_names(also["names"]) if also else ())
    return tuple(name for names in found for name in names) if all(found) else ()
