"""Who an official text is by, as it says above its body: the body that issues it, and who makes the statement.

"U.S. Department of State / Office of the Spokesman / Press Statement by X, Spokesman". These lines are no sentences,
so they are not part of the document: names are looked for in the lines themselves. Only texts of bodies of states and
of international organizations have such a letterhead; a newspaper's name is no party to what it tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.reference.bodies import called_by_head, ends_in
from kg.extract.reference.cast import PERSON, STATE, Cast, Entity
from kg.extract.reference.genre import HOLDER_LINE, is_official
from kg.lexicon.entities import Entities, Name, plain
from kg.model import Article, Passage, Span, Tenure
from kg.read.publishers import find_publisher

_ISSUERS: Final = frozenset({"Government", "GovernmentBody", "Legislature", "ArmedForce", "InternationalOrganization"})
_OF_STATES: Final = frozenset({"InternationalOrganization"})  # whose councils and commissions are not the whole
_OFFICE: Final = re.compile(r"^[ \t]*(Office of (?:the )?[A-Z][\w’' ]{3,60}?)[ \t]*$", re.MULTILINE)
_BY: Final = re.compile(
    r"(?:statement|remarks|testimony|message)\s+(?:by|of|from)\s+(?P<who>[^\r\n]{3,120})", re.IGNORECASE
)
_NAME: Final = (
    r"[A-Z][\w’'-]*\.?(?:[ \t]+(?:[A-Z][\w’'-]*\.?|al|bin|da|de|del|der|dos|van|von)){0,4}(?:,[ \t]*[JS]r\b\.?)?"
)
_NAME_AND_TITLE: Final = re.compile(rf"(?P<name>{_NAME})[ \t]*,[ \t]*(?P<title>[A-Za-z][A-Za-z’' -]+)")
_JOINT: Final = re.compile(
    r"\bjoint (?:press )?(?:statement|declaration|communiqu)|^We, the\b", re.IGNORECASE | re.MULTILINE
)
_OPENING: Final = 600  # characters from the top of the body in which a text says that it is of several
_SIGNED: Final = re.compile(
    rf"^(?:yours )?(?:sincerely|respectfully|faithfully|truly)(?: yours)?,?\s*\n\s*(?i:(?P<name>{_NAME}))\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_YOUNGER: Final = re.compile(r",\s+(?:Jr|Sr)\.?(?=\s|$)")
_MINISTRY: Final = 2  # last words that tell which body of a state is meant: "Foreign Ministry"
_MAX_TITLE: Final = 6  # words of the longest title read before a name
_CONFIDENCE: Final = 0.9  # as of an office whose body is stated


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The tenures that stand above the body, and the id of the person whose word the text is, or None.

    That is who makes the statement, else whose name stands below the closing of a letter.
    """

    tenures: tuple[Tenure, ...] = ()
    author: str | None = None


def read_letterhead(article: Article, cast: Cast, lexicon: Entities) -> Letterhead:
    """Refer what the letterhead names to the cast's entities; empty for what is no official text or has none."""
    top = article.body.start
    if not is_official(article):
        return Letterhead()
    if top == 0:
        return Letterhead(author=_signatory(article, cast))
    head = article.text[:top]
    publisher = article.publisher or _of_office(head) or ""
    known = next(lexicon.names.at(plain(publisher), 0), None) or _without_article(publisher, lexicon)
    own = known is not None and (known.kind in _ISSUERS - _OF_STATES or known.canonical == publisher)
    named = known if known is not None and known.kind in _ISSUERS and own else None
    issuer = _in_text(cast, named) or _made(cast, named) if named is not None else None
    tenures = tuple(_tenures(cast, head, issuer, lexicon))
    author = tenures[0].holder if tenures else _signatory(article, cast)
    if issuer is not None and named is not None:
        others = author is not None or _JOINT.search(f"{head}\n{article.text[top : top + _OPENING]}") is not None
        _refer_issuer(cast, head, issuer, _printed(head, named, lexicon), only_publishes=others)
        _shorten(cast, issuer, lexicon)
    return Letterhead(tenures, author)


def _signatory(article: Article, cast: Cast) -> str | None:
    """The id of the person whose name stands alone below "Sincerely,", where the cast has the person."""
    signed = _SIGNED.search(article.text)
    return _person(cast, signed["name"]).id if signed is not None else None


def with_letterhead(tenures: Sequence[Tenure], letterhead: Letterhead, cast: Cast) -> tuple[Tenure, ...]:
    """The tenures of the letterhead that the body does not tell again, before those of the body."""
    now = (
        replace(t, holder=cast.now(t.holder), organization=t.organization and cast.now(t.organization))
        for t in letterhead.tenures
    )
    told = {(t.holder, t.kind) for t in tenures}
    return (*(t for t in now if (t.holder, t.kind) not in told), *tenures)


def _of_office(head: str) -> str | None:
    """The publisher that an office is known to be of, where the text names only that."""
    office = _OFFICE.search(head)
    return find_publisher(" ".join(office[1].split())) if office is not None else None


def _without_article(publisher: str, lexicon: Entities) -> Name | None:
    return next(lexicon.names.at(plain(publisher.removeprefix("The ")), 0), None)


def _made(cast: Cast, known: Name) -> Entity:
    return cast.entity(known.kind, known.canonical, known.iso3, known=True)


def _refer_issuer(cast: Cast, head: str, body: Entity, printed: Span | None, *, only_publishes: bool) -> None:
    """Refer the body's name above the text to it; where only its office is printed, that is named too.

    A body that publishes the words of others and is told beside the date of publication is no actor of them.
    """
    if printed is not None:
        if not (only_publishes and _beside_date(head, printed)):
            cast.refer_above(printed, body)
        return
    office = _OFFICE.search(head)
    if office is None:
        return
    named = cast.entity("GovernmentBody", " ".join(office[1].split()), body.iso3, scope=body.id)
    named.part_of = named.part_of or body.id
    cast.refer_above(Span(*office.span(1)), named)


def _printed(head: str, known: Name, lexicon: Entities) -> Span | None:
    """Where the letterhead prints a body's name: the one that is known, or another one of it at the start of a line."""
    found = re.search(rf"\b{re.escape(known.text)}\b", head, re.IGNORECASE)
    if found is not None:
        return Span(*found.span())
    for line in re.finditer(r"[^\W_][^\r\n]*", head):
        name = next(lexicon.names.at(plain(line[0]), 0), None)
        if name is not None and (name.canonical, name.kind) == (known.canonical, known.kind):
            return Span(line.start(), line.start() + len(name.text))
    return None


def _beside_date(head: str, name: Span) -> bool:
    """As in "2021-08-09 The White House": a line that says when and where a text was published names no actor."""
    return bool(re.search(r"\b(?:19|20)\d\d\b", head[head.rfind("\n", 0, name.start) + 1 : name.start]))


def _shorten(cast: Cast, issuer: Entity, lexicon: Entities) -> None:
    """In its own text a body is called by what it is: "the Council", "the Department"."""
    for entity, word in called_by_head(cast, lexicon):
        names = (issuer.canonical, *issuer.names)
        if entity.id != issuer.id and any(ends_in(name.casefold(), word) for name in names):
            cast.merge(issuer, entity)


def _in_text(cast: Cast, known: Name) -> Entity | None:
    """The body as the text calls it: "Foreign Ministry" for the "Ministry of Foreign Affairs"."""
    words = set(re.findall(r"\w+", f"{known.canonical} {known.text}".casefold()))
    for entity in cast.entities.values():
        if entity.known and entity.canonical != known.canonical and entity.kind in _OF_STATES:
            continue  # the European Union is not its Council
        called = re.findall(r"\w+", entity.canonical.casefold())[-_MINISTRY:]
        if entity.kind == known.kind and entity.iso3 in (None, known.iso3) and len(called) > 1 and set(called) <= words:
            entity.iso3 = known.iso3
            return entity
    return None


def _tenures(cast: Cast, head: str, issuer: Entity | None, lexicon: Entities) -> Iterator[Tenure]:
    """Who makes the statement, with the office told beside the name."""
    for line in list(_BY.finditer(head)) or HOLDER_LINE.finditer(head):
        who = re.split(r"\s+and\s+", line["who"], maxsplit=1, flags=re.IGNORECASE)[0]
        found = _named(who, line.start("who"), lexicon)
        if found is None:
            continue
        name, words = found
        title = lexicon.titles[words.text.casefold()][0]
        person = _person(cast, name.text)
        cast.refer_above(name.span, person)
        body = issuer if title.kind == "Spokesperson" or issuer is None else _state_of(cast, issuer, lexicon) or issuer
        person.member_of = person.member_of or (body.id if body is not None else None)
        person.iso3 = person.iso3 or (body.iso3 if body is not None else None)
        yield Tenure(
            id=f"h{name.span.start}",
            holder=person.id,
            title=words.text,
            kind=title.kind,
            status="Current",
            evidence=Passage(Span(line.start(), max(name.span.end, words.span.end)), 0),
            organization=body.id if body is not None else None,
            confidence=_CONFIDENCE,
        )


def _state_of(cast: Cast, body: Entity, lexicon: Entities) -> Entity | None:
    """The state of a body, also where the text tells of it by its body alone."""
    if body.iso3 is None or body.iso3 not in lexicon.states:
        return None
    return cast.state(body.iso3) or cast.entity(STATE, lexicon.states[body.iso3], body.iso3, known=True)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a line and where they stand."""

    text: str
    span: Span


def _named(who: str, offset: int, lexicon: Entities) -> tuple[_Words, _Words] | None:
    """The name and the title in the rest of a line: "X, Spokesman", or "Press Secretary X on the ..."."""
    after = _NAME_AND_TITLE.match(who) if _YOUNGER.search(who) is None else None
    if after is not None:
        words = after["title"].split()
        for size in range(min(len(words), _MAX_TITLE), 0, -1):
            text = " ".join(words[:size])
            if text.casefold() in lexicon.titles:
                return _words(after["name"], offset + after.start("name")), _words(text, offset + after.start("title"))
        return None
    return _title_first(who, offset, lexicon)


def _title_first(who: str, offset: int, lexicon: Entities) -> tuple[_Words, _Words] | None:
    opening = re.match(r"(?:the\s+)?", who, re.IGNORECASE)
    begin = opening.end() if opening is not None else 0
    words = list(re.finditer(r"\S+", who[begin:]))
    for size in range(min(len(words), _MAX_TITLE), 0, -1):
        text = who[begin : begin + words[size - 1].end()]
        if text.casefold() in lexicon.titles:
            rest = begin + words[size - 1].end()
            name = re.compile(rf"\s+(?P<name>{_NAME})").match(who, rest)
            if name is None:
                return None
            return _words(name["name"], offset + name.start("name")), _words(text, offset + begin)
    return None


def _words(text: str, start: int) -> _Words:
    return _Words(text, Span(start, start + len(text)))


def _person(cast: Cast, name: str) -> Entity:
    """The person of that name, whom the text may go on to call by the surname alone."""
    spelled = " ".join(word.capitalize() if word.isupper() and len(word) > 2 else word for word in name.split())
    surname = _surname(spelled)
    for entity in cast.entities.values():
        if entity.kind == PERSON and _surname(entity.canonical) == surname:
            return entity
    return cast.entity(PERSON, spelled)


def _surname(name: str) -> str:
    """The last word of a name that is no generation ("Jr.")."""
    return next(
        (w for w in reversed(name.casefold().replace(",", " ").split()) if w.rstrip(".") not in ("jr", "sr")), ""
    )
