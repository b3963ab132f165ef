"""Lines of a head that belong to the page and not to the story: kinds of text, kickers, sections, numbers, contacts.

Each pattern is for a whole line; none has the form of a sentence.
"""

from __future__ import annotations

import re

from kg.read.dates import CLOCK_PATTERN

KIND_PATTERN = r"""
    (?:(?:for\ )?immediate\ release | releases? | (?:joint\ )?(?:press|media|news)\ (?:releases?|statements?|notes?
      |availability|briefing|advisory|conference|remarks) | fact\ ?sheet | read-?out
    | (?:full\ |rush\ )?transcript | (?:opening\ )?remarks
    | (?:special|daily)\ (?:press\ )?briefing | meetings\ coverage(?:\ and\ press\ releases)? | notice\ to\ the\ press
    | communiqu[eé] | (?:official\ |joint\ |public\ )?statements?(?:\ and\ releases)? | declaration | bulletin
    | (?:press|media|news)\ (?:cent(?:er|re)|room|office|service|desk|section) | newsroom
    | statement\ to\ the\ press | (?:top|world|breaking|latest|international|foreign)\ news | news
    | briefing\ room)
"""
"""A kind of text, or the part of an institution's pages where it stands."""

_KICKERS = r"""
    africa | americas | analysis | asia | asia[ -]pacific | at a glance | breaking | briefing | business | columnist
    column | comment | commentary | conflicts? | correction | corrected | crisis | defen[cs]e
    developing(?: story)? | diplomacy | dispatch | editorial | europe | exclusive | explainer | factbox | features?
    first on .{2,20} | focus | foreign affairs | foreign policy | global | in[ -]depth | insight | international
    interview | investigation | just in | latest | home | english | latin america | live(?: updates)? | middle east
    national security | news analysis | newsletter | obituary | op-ed | opinion | politics | profile | q ?& ?a
    reportage | security | south asia | special report | timeline | top stor(?:y|ies) | u\.?s\.? | united nations
    update(?: \d+)? | updated | urgent | video | watch | world(?: news)? | wrapup(?: \d+)?
"""
_KICKER = re.compile("|".join(re.split(r"\s*\n\s*| \| ", _KICKERS.strip())), re.IGNORECASE)
_KIND = re.compile(rf"\W*{KIND_PATTERN}[\s:.!*]*", re.IGNORECASE | re.VERBOSE)

_AGO = r"(?:\d+|an?)\ (?:second|minute|hour|day|week|month|year)s?\ ago"

_OTHER = re.compile(
    rf"""
    (?:from\ the\ )?(?:section|category|filed\ under|topics?|tags?|edition|series)\b\s*:?\s*[A-Z\d].{{0,60}}
    | from\ our\ (?:own\ )?(?:\w+\ )?correspondent(?:\ in\ .{{2,30}})?
    | by\ (?:(?:a|an|the|our|\w+)\ )?(?:\w+\ )?(?:staff|correspondents?|newsroom|desk|staff\ (?:writer|reporter)s?)
    | (?:(?:\w+\s)?(?:press\ |news\ |media\ )?
      (?:release|note|statement|ref(?:erence)?|document|doc|no|nr|number|id|order))
      (?:\.|\s(?:no|nr|number))*\s*[.:\#]?\s*(?-i:[A-Z]{{0,6}})[/ -]?\(?\d[\w/.()-]*
    | (?-i:[A-Z]{{1,8}}(?:/[A-Z]{{1,8}})*)[/.-]\(?\d[\d/.()A-Z-]* | \(?\d{{1,5}}\)?\ ?/\ ?\d{{2,5}}
    | \d+(?:st|nd|rd|th)\ (?:\w+\ )?(?:meeting|session|sitting)\b.{{0,40}}
    | (?:(?:media|press|news)\ )?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))\b\s*:.{{0,100}}
    | (?:tel(?:ephone)?|phone|e-?mail|fax|web(?:site)?)\b\s*[.:].{{0,60}} | \S*@\w\S* | [+(]?\d[\d\ ()+-]{{6,20}}
    | (?:https?://|www\.)\S+
    | share(?:\ (?:this|on|via)\b.{{0,40}})? | (?:facebook|twitter|whatsapp|linkedin|telegram|e-?mail|print|copy\ link|x
      |save|comments?|\W)+ | \d+\ comments? | (?:reading\ time:?\s*)?\d+[\ -]min(?:ute)?s?(?:\ read)? | advertisement
    | listen\ to\ this\ article.{{0,30}} | (?:photo|image|picture)(?:\ credit)?s?\s*:.{{0,100}}
    | (?:news\ )?agenc(?:y|ies) | \(?as\ (?:prepared\ for\ delivery|delivered)\)?
    | via\ (?:teleconference|telephone|video)
    | updated\ .{{1,20}}\ ago | {CLOCK_PATTERN}(?:\s*[/|•·-]\s*(?:updated\ )?{_AGO})? | (?:updated\ )?{_AGO}
    | video\ player\ ?(?:close)? | watch\ \S+\ live | filtered\ by\b.{{0,30}}
    | (?:all|related|more)\ (?:news|topics|stories)
    | [\W_]+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PAGE = re.compile(
    r"""
    (?:skip|jump)\ to\ (?:the\ )?(?:main\ |page\ )?(?:content|navigation|menu|search).{0,30}
    | (?:main\ |toggle\ |close\ |open\ )?(?:menu|navigation|search)(?:\ (?:menu|this\ site|close))?
    | view\ (?:online|in\ (?:your\ )?browser|this\ (?:e-?mail|page).{0,40}) | back\ to\ (?:top|list|home).{0,20}
    | (?:log|sign)\ ?(?:in|up|out)(?:\ .{1,30})? | subscribe | unsubscribe | register | accessibility | sitemap
    | (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b.{0,400}
    | (?:accept|reject|manage)\ .{0,20}cookies.{0,30}
    | javascript\b.{0,120} | (?:also\ )?available\ in\ (?:the\ following\ languages?|other\ languages?)\b.{0,80}
    | (?:translate\ this\ page|printer[- ]friendly(?:\ version)?|text\ size|font\ size|read\ aloud|listen)\b.{0,30}
    | an\ official\ (?:web)?site\ of\ the\ .{3,60} | here[’']s\ how\ you\ know | official\ websites\ use\ \.(?:gov|mil)
    | (?:a\ )?\.(?:gov|mil)\ website\ belongs\ to\ .{3,80} | secure\ \.(?:gov|mil)\ websites\ use\ https.{0,30}
    | a\ lock\ \(.{0,20}\)\ or\ https://\ means\ you.{0,160} | share\ sensitive\ information\ only\ on\ official.{0,40}
    | (?:date|published|posted|issued|released|delivered|given|from|source|location|place|author|publication\ date
      |release\ date|last\ updated|updated|document\ type|first\ published|organisation|topics?)
      (?:\ (?:on|at|by))?\ ?:?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What web pages print around a text: ways about the page, notices to its reader, labels whose value stands below."""

_CRUMBS = re.compile(r"\s*(?:[>»›|•·]|\s/\s)\s*")
_LAST_CRUMB = re.compile(r"\s*[>»›]\s*$")  # one of a row that was broken into lines: `News & Policies >`
_MAX_SECTION_WORDS = 3

_SYMBOLS = {"SC": "United Nations", "GA": "United Nations", "SG": "United Nations", "DSG": "United Nations"}
_SYMBOL = re.compile(r"(?P<body>[A-Z]{2,3})(?:/[A-Z]{1,4})*/\d+(?:-[A-Z/\d-]+)?")

_SPEAKER = re.compile(r"(?:Q|A|QUESTION|ANSWER|MODERATOR|OPERATOR|INTERPRETER|(?:MR|MRS|MS|DR)\.? [A-Z’'-]+)\s*[:.]")


def is_kind(line: str) -> bool:
    """Whether a line says what kind of text follows: `Press Release`, `READOUT`."""
    return _KIND.fullmatch(line) is not None


def is_kicker(line: str) -> bool:
    """Whether a line is a kicker or the name of a section: `ANALYSIS`, `Middle East`."""
    return _KICKER.fullmatch(line.strip(" :.*#[]()")) is not None


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page: kind, kicker, section, number, contact, share line or a row of signs."""
    whole = (_OTHER, _PAGE)
    return is_kind(line) or is_kicker(line) or any(p.fullmatch(line) is not None for p in whole) or _is_breadcrumb(line)


def find_symbol(line: str) -> str | None:
    """The body whose documents bear a symbol such as `SC/15123`, or None."""
    match = _SYMBOL.fullmatch(line)
    return _SYMBOLS.get(match["body"]) if match else None


def is_speech(line: str) -> bool:
    """Whether a line is a turn in a transcript, marked by its speaker."""
    return _SPEAKER.match(line) is not None


def _is_breadcrumb(line: str) -> bool:
    """Sections in a row, one of them known: `Home > World > Europe`."""
    parts = [part for part in _CRUMBS.split(line) if part]
    if _LAST_CRUMB.search(line) and all(len(part.split()) <= _MAX_SECTION_WORDS for part in parts):
        return True
    return (
        len(parts) > 1
        and all(len(part.split()) <= _MAX_SECTION_WORDS for part in parts)
        and any(is_kicker(part) or is_kind(part) for part in parts)
        and all(is_kicker(part) or is_kind(part) or part.istitle() for part in parts)
    )
