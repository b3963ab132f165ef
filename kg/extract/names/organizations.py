"""Names of organizations by pattern: a head word with capitals before it, a state beside it, or an "of" after it.

Reads "the Russian Foreign Ministry", "Iran's foreign ministry", "parliament of Georgia", "the Biden
administration", "Strategic Operational Command of the National Armed Forces". The head words and the
types they give are data (`org_heads.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.extract.names.named import OPENING
from kg.extract.offices.title_phrases import TitlePhrase
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import Entities
from kg.model import Span

_MAX_HEAD_WORDS = 5
_LINKS = frozenset({"and", "&", "for", "of"})
_STATE_KINDS = frozenset({"State", "Territory", "DeFacto"})
_FORCE_WORDS = frozenset("force forces troop troops soldier soldiers militia militias".split())
_DIRECTIONS = frozenset("latin north south central east west eastern western northern southern pan".split())
_SENT_OUT = frozenset({"mission", "force", "office", "training mission", "assistance mission"})
_OF_MANY = frozenset("multinational nations african european nato joint international un u.n. eu au".split())
_NO_BODIES = frozenset(
    {"foreign terrorist organization", "chief cabinet", "foreign military", "terrorist organization"}
)
_ON_SUBJECTS = ("committee", "subcommittee", "commission", "panel", "council")
"""Bodies whose field is told with "on": "the Senate Committee on Armed Services"."""
_TIMES = frozenset({"DATE", "TIME"})
_PEOPLE = frozenset({"People", "Peoples", "Workers", "Women", "Farmers", "Teachers", "Students", "Lawyers"})
_ARMED = frozenset({"ArmedForce", "ArmedGroup"})
_RULERS = frozenset({"Government"})
_MODIFIERS = frozenset(
    """
    foreign defense defence interior finance justice economy energy armed security military national federal
    central supreme constitutional intelligence transitional interim ruling coalition
    """.split()
)


class KnownName(Protocol):
    """What this needs to know of a gazetteer name."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...

    @property
    def kind(self) -> str:
        """Its class."""
        ...

    @property
    def canonical(self) -> str:
        """The one name of what it names."""
        ...

    @property
    def iso3(self) -> str | None:
        """The code of its state."""
        ...

    @property
    def via(self) -> str:
        """How the name stands for it."""
        ...


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """An organization found by pattern; `owner` is the span of its state or possessor."""

    span: Span
    kind: str
    canonical: str
    iso3: str | None
    owner: Span | None


@dataclass(frozen=True, slots=True)
class _Head:
    first: int
    last: int
    text: str
    kind: str
    capital: bool


def find_organizations(
    document: Document, known: Mapping[int, KnownName], lexicon: Entities, phrases: Sequence[TitlePhrase] = ()
) -> Iterator[OrganizationName]:
    """Organizations by pattern, longest first at each place, in text order; none runs into a person's title."""
    ends = {name.span.end: name for name in known.values()}
    found: list[OrganizationName] = []
    titled = _before_persons(document, phrases, lexicon)
    offices = {p.last for p in phrases if document.tokens[p.last].text[:1].isupper()}
    for head in _heads(document, lexicon):
        if head.kind == "ArmedGroup" and head.capital and _follows_office(document, head.first, offices):
            continue
        name = _grow(document, head, known, ends, lexicon, titled)
        if name is not None:
            found.append(name)
    found.sort(key=lambda name: (-(name.span.end - name.span.start), name.span))
    yield from found


def _before_persons(document: Document, phrases: Sequence[TitlePhrase], lexicon: Entities) -> frozenset[int]:
    """Where titles begin that a name follows: "Secretary General" in "Community of Nations Secretary General X Y"."""
    tokens = document.tokens
    named = (p for p in phrases if not p.plural and tokens[p.first].text[:1].isupper() and p.last + 1 < len(tokens))
    return frozenset(
        p.first for p in named if tokens[p.last + 1].tag == "NNP" and tokens[p.last + 1].lower not in lexicon.org_heads
    )


def _follows_office(document: Document, first: int, offices: set[int]) -> bool:
    """As in "Foreign Minister Qin Gang": the last word of a person's name, and no armed group."""
    i = first - 1
    while i >= 0 and document.tokens[i].text.istitle() and i not in offices:
        i -= 1
    return i in offices


def _is_bare_force(head: _Head) -> bool:
    """Troops of a state are no name; they are read as its forces where they act."""
    return not head.capital and head.text in _FORCE_WORDS


def _before_rank(document: Document, head: _Head, lexicon: Entities) -> bool:
    """As in "Air Force Maj. Gen. X": the service of an officer, told with the rank."""
    following = document.tokens[head.last + 1 : head.last + 2]
    rank = lexicon.honorifics.get(following[0].text.rstrip(".")) if following else None
    return head.capital and head.kind == "ArmedForce" and rank == "military" and following[0].text.istitle()


def _in_title(document: Document, first: int, lexicon: Entities) -> bool:
    """As in "Under Secretary of the Treasury": the body in whose title a field may follow ("for Finance")."""
    before = [t.lower for t in document.tokens[max(first - 3, 0) : first] if t.lower != "the"]
    return len(before) > 1 and before[-1] == "of" and before[-2] in lexicon.titles


def _heads(document: Document, lexicon: Entities) -> Iterator[_Head]:
    tokens = document.tokens
    i = 0
    while i < len(tokens):
        longest = min(_MAX_HEAD_WORDS, len(tokens) - i) if tokens[i].lower.rstrip(".") in lexicon.head_starts else 0
        for size in range(longest, 0, -1):
            words = tokens[i : i + size]
            if words[-1].lower.rstrip(".") not in lexicon.org_ends:
                continue
            text = joined(token.lower.replace("’", "'") for token in words).rstrip(".")
            if text in lexicon.org_heads and words[-1].pos in ("NOUN", "PROPN", "ADJ"):
                head = _Head(i, i + size - 1, text, lexicon.org_heads[text], words[-1].text[:1].isupper())
                if not _is_bare_force(head) and not _before_rank(document, head, lexicon):
                    yield head
                i += size - 1
                break
        i += 1


def _grow(
    document: Document,
    head: _Head,
    known: Mapping[int, KnownName],
    ends: Mapping[int, KnownName],
    lexicon: Entities,
    titled: frozenset[int],
) -> OrganizationName | None:
    first, state = _left(document, head, ends)
    last, of_state = (
        _right(document, head, known, titled)
        if head.capital or head.text in lexicon.generic_heads
        else (head.last, None)
    )
    if _in_title(document, first, lexicon) and any(t.lower == "for" for t in document.tokens[head.last + 1 : last]):
        last = head.last
    possessor = _possessor(document, first, ends)
    state = state or of_state or possessor
    proper = head.capital and (first < head.first or last > head.last)
    ruler = head.kind in _RULERS and first < head.first and document.tokens[first].pos == "PROPN"
    town = state is not None and state.kind == "Settlement" and head.text == "police"
    generic = head.text in lexicon.generic_heads and state is not None and (state.kind in _STATE_KINDS or town)
    if " ".join(t.lower for t in document.tokens[first : last + 1]) in _NO_BODIES:
        return None
    if not (proper or generic or ruler) or document.sentence_of(document.tokens[first]).heading:
        return None
    if first == head.first and last == head.last and possessor is not None:
        first = document.tokens_in(possessor.span)[0].i
    span = Span(document.tokens[first].start, document.tokens[last].end)
    if (
        head.capital
        and head.text in _SENT_OUT
        and any(t.lower in _OF_MANY for t in document.tokens[first : head.first])
    ):
        return OrganizationName(span, "InternationalOrganization", _canonical(document, span), None, None)
    return OrganizationName(
        span, head.kind, _canonical(document, span), state.iso3 if state else None, state.span if state else None
    )


def _canonical(document: Document, span: Span) -> str:
    return " ".join(document.text[span.start : span.end].split())


def _left(document: Document, head: _Head, ends: Mapping[int, KnownName]) -> tuple[int, KnownName | None]:
    tokens, first, state = document.tokens, head.first, None
    while first > 0:
        token = tokens[first - 1]
        known = ends.get(token.end)
        owners = _STATE_KINDS | {"Settlement"} if head.text == "police" else _STATE_KINDS
        if known is not None and known.kind in owners and tokens[max(first - 2, 0)].lower not in _DIRECTIONS:
            if known.via == "name" and known.span.start == token.start and not _compound(token, head):
                break
            first, state = document.tokens_in(known.span)[0].i, known
            break
        if (
            (_capital_word(token) and token.lower not in OPENING)
            or (token.lower in _MODIFIERS and not head.capital)
            or (_linked(document, first - 1, head, ends) and not _two_forces(document, first - 1, head))
            or _of_people(document, first - 1, head)
        ):
            first -= 1
        else:
            break
    return first, state


def _compound(token: Token, head: _Head) -> bool:
    return token.dep in ("compound", "amod", "nmod", "poss") or head.first - token.i == 1


def _capital_word(token: Token) -> bool:
    return (
        token.text[:1].isupper()
        and token.pos in ("PROPN", "ADJ", "NOUN")
        and not (token.i and token.pos == "NOUN" and token.dep == "nsubj")
    )


def _linked(document: Document, i: int, head: _Head, ends: Mapping[int, KnownName]) -> bool:
    """Whether token i is an "and" or a hyphen inside a capitalised name."""
    tokens = document.tokens
    if not head.capital or i < 1:
        return False
    if tokens[i].text == "-" and tokens[i].start == tokens[i - 1].end:
        known = ends.get(tokens[i - 1].end)
        return known is None or known.kind in _STATE_KINDS  # "the United Nations-African Union mission" has two
    between = tokens[i - 1].text[:1].isupper() and tokens[i + 1].text[:1].isupper()
    return (
        tokens[i].lower in ("and", "&")
        and between
        and tokens[i - 1].pos in ("PROPN", "ADJ")
        and tokens[i - 1].ent not in ("PERSON", "GPE")
    )


def _two_forces(document: Document, i: int, head: _Head) -> bool:
    """As in "the Malian Armed Forces and Popular Defence Forces": the "and" at token i stands behind a whole name."""
    before = document.tokens[max(i - 2, 0) : i]
    capitals = len(before) > 1 and all(t.text[:1].isupper() for t in before)
    return head.kind in _ARMED and capitals and before[-1].lower in _FORCE_WORDS | {"army", "guard", "guards"}


def _of_people(document: Document, i: int, head: _Head) -> bool:
    """Whether token i is the possessive ending in a name like "the People's Alliance for Democracy"."""
    return head.capital and document.tokens[i].tag == "POS" and i > 0 and document.tokens[i - 1].text in _PEOPLE


def _right(
    document: Document, head: _Head, known: Mapping[int, KnownName], titled: frozenset[int]
) -> tuple[int, KnownName | None]:
    """The end of an "of ..." that belongs to the name, and the state it names."""
    tokens, last = document.tokens, head.last
    state = None
    if head.capital and head.text in _SENT_OUT and last + 2 < len(tokens) and tokens[last + 1].lower == "in":
        where = known.get(tokens[last + 2].start)
        if where is not None and where.kind in _STATE_KINDS and where.via != "adjective":
            return document.tokens_in(where.span)[-1].i, None
    links = ("of", "for", "on") if head.capital and head.text.endswith(_ON_SUBJECTS) else ("of", "for")
    while last + 2 < len(tokens) and tokens[last + 1].lower in links and tokens[last + 2].ent not in _TIMES:
        begin = last + 2
        if tokens[begin].lower == "the" and begin + 1 < len(tokens):
            begin += 1
        name = known.get(tokens[begin].start)
        if name is not None and name.kind in _STATE_KINDS and name.via != "adjective":
            if tokens[last + 1].lower in ("for", "on"):
                break
            return document.tokens_in(name.span)[-1].i, name
        end = _capital_run(document, begin, titled)
        if not head.capital or end < begin:
            break
        last = end
    return last, state


def _capital_run(document: Document, begin: int, titled: frozenset[int]) -> int:
    tokens, end = document.tokens, begin - 1
    while end + 1 < len(tokens):
        token = tokens[end + 1]
        following = tokens[end + 2] if end + 2 < len(tokens) else None
        if token.i > begin and token.i in titled:
            break
        if token.text[:1].isupper() and token.pos in ("PROPN", "ADJ", "NOUN"):
            end += 1
        elif token.lower in ("and", "&") and end >= begin and following is not None and following.text[:1].isupper():
            if following.ent == "PERSON":
                break
            end += 2
        else:
            break
    return end


def _possessor(document: Document, first: int, ends: Mapping[int, KnownName]) -> KnownName | None:
    """The state whose possessive stands right before token `first`."""
    if first < 2 or document.tokens[first - 1].tag != "POS":
        return None
    name = ends.get(document.tokens[first - 2].end)
    return name if name is not None and name.kind in _STATE_KINDS else None
