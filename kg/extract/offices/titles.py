"""Find titles of office with what stands around them.

A `TitleMention` is a title phrase in the text with its status word ("acting") and the organization it is
for ("Iran's", "of US Central Command"). Its bearer is found afterwards: beside it (`kg.extract.offices.bearers`) or
by coreference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.names.person_names import service_before
from kg.extract.offices.title_complements import complement_after, field_after
from kg.extract.offices.title_kinds import kind_for
from kg.extract.offices.title_phrases import TitlePhrase
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, PLACES, STATE, Cast, Entity, Reference
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities, Title
from kg.model import Span

_ADJECTIVES_BEFORE: Final = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "ADV"})
_OF_STAFF: Final = frozenset({"chief of staff", "deputy chief of staff"})
_MAX_STATUS_WORDS: Final = 4
_FOLLOWING: Final = frozenset({"emeritus", "designate", "elect", "nominee", "pro tempore", "pro tem", "ad interim"})
_LOCAL: Final = frozenset({"Official", "SecurityOfficial"})
_THEN: Final = frozenset({"at the time", "at that time"})
_WITH_FIELDS: Final = frozenset({"Minister", "Official", "OrganizationHead"})


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title in the text.

    `span` covers status words, organization, title and complement; `tokens` are the first and last token
    of the title words alone. `bearer` and `organization` are entity ids; `text` is the title in words; `kind` is empty
    for a rank that is no role; an `anaphoric` title got its bearer from an earlier one.
    """

    span: Span
    text: str
    kind: str
    status: str
    first: int
    last: int
    plural: bool
    title: Title
    organization: str | None = None
    state: str | None = None
    bearer: str | None = None
    anaphoric: bool = False


def head_of(document: Document, title: TitleMention) -> Token:
    """The token that the title's words hang on: "minister" of "minister of state"."""
    words = Span(document.tokens[title.first].start, document.tokens[title.last].end)
    return document.head_of_span(words) or document.tokens[title.last]


def after_merges(cast: Cast, titles: Iterable[TitleMention]) -> tuple[TitleMention, ...]:
    """The titles with the bearers and organizations that are left, after entities were made one."""
    return tuple(
        replace(
            title,
            bearer=title.bearer and cast.now(title.bearer),
            organization=title.organization and cast.now(title.organization),
        )
        for title in titles
    )


def find_titles(
    document: Document, cast: Cast, phrases: Iterable[TitlePhrase], lexicon: Entities
) -> tuple[TitleMention, ...]:
    """The titles of a document's title phrases in order, none inside another thing's name, without bearers."""
    return tuple(
        _around(document, cast, lexicon, phrase) for phrase in phrases if not _inside_name(document, cast, phrase)
    )


def _inside_name(document: Document, cast: Cast, phrase: TitlePhrase) -> bool:
    """Whether the title words are part of the name of something ("Council of Ministers", "White House")."""
    reference = cast.reference_at(document.tokens[phrase.last])
    if reference is None:
        return False
    inside = document.tokens_in(reference.span)
    return inside[0].i < phrase.first or inside[-1].i > phrase.last


def _around(document: Document, cast: Cast, lexicon: Entities, phrase: TitlePhrase) -> TitleMention:
    first, last, title = phrase.first, phrase.last, phrase.title
    start, status, owner = _left(document, cast, lexicon, first)
    owner = _capital_as_state(cast, lexicon, owner)
    if title.kind != "Envoy" or owner is None:
        owner = _named_inside(document, cast, phrase) or owner
    after, following = _status_after(document, last, lexicon)
    end, complement = complement_after(document, cast, after)
    if end == last and complement is None and title.kind in _WITH_FIELDS:
        end = max(end, field_after(document, cast, title, last, lexicon))
    if (
        owner is not None
        and complement is not None
        and owner.kind in ORGANIZATIONS
        and complement.kind in ORGANIZATIONS
    ):
        complement.part_of, complement.iso3 = complement.part_of or owner.id, complement.iso3 or owner.iso3
    if _serves_there(document, after, owner, complement):
        complement = None
    state = owner if owner is not None and owner.kind in (STATE, "Territory") else None
    if state is None and title.kind in _LOCAL and complement is not None and complement.kind in PLACES:
        state = _state_of(cast, lexicon, complement)
    sent_by = complement if document.tokens[min(after + 1, len(document.tokens) - 1)].lower == "of" else None
    organization = _organization(title, owner, sent_by if title.kind == "Envoy" else complement)
    opening = document.tokens[first].start
    if owner is not None and owner.kind in ORGANIZATIONS:
        opening = min(opening, _owner_start(document, cast, first))
    words = document.text[opening : document.tokens[end].end]
    while (rank := _rank_end(document, end, lexicon)) > end:
        end = rank
    return TitleMention(
        Span(document.tokens[start].start, document.tokens[end].end),
        " ".join(words.split()),
        "Official"
        if _serves_person(document, cast, start, title)
        else kind_for(title, organization, document.tokens[last], lexicon, words),
        status or following or _own_status(title, lexicon) or _status_then(document, end) or "Current",
        first,
        last,
        phrase.plural,
        title,
        organization.id if organization else None,
        state.id if state else None,
    )


def _serves_person(document: Document, cast: Cast, start: int, title: Title) -> bool:
    """As in "President X's chief of staff", "her chief of staff": whose office it is leads no force."""
    before = document.tokens[max(start - 2, 0) : start + 1]
    owner = next((e for t in before if (e := cast.at(t)) is not None), None)
    owned = any(t.tag in ("POS", "PRP$") for t in before)
    return title.text in _OF_STAFF and owned and (owner is None or owner.kind == PERSON)


def _rank_end(document: Document, end: int, lexicon: Entities) -> int:
    """The token of the honorific that follows a title, past a service ("Press Secretary Air Force Maj. Gen. X")."""
    for i in range(end + 1, min(end + 4, len(document.tokens))):
        honorific = document.tokens[i].text.rstrip(".") in lexicon.honorifics
        if honorific and service_before(document, i) >= i - end - 1:
            return i
    return end


def _state_of(cast: Cast, lexicon: Entities, place: Entity) -> Entity | None:
    """The state of the place that a mayor or governor is of."""
    if place.iso3 is None or place.iso3 not in lexicon.states:
        return None
    return cast.entity(STATE, lexicon.states[place.iso3], place.iso3, known=True)


def _capital_as_state(cast: Cast, lexicon: Entities, owner: Entity | None) -> Entity | None:
    """As in "Riyadh's ambassador": a capital that has an official stands for its state."""
    if owner is None or owner.kind != "Settlement" or owner.iso3 is None or owner.canonical not in lexicon.capitals:
        return owner
    return cast.entity(STATE, lexicon.capitals[owner.canonical], owner.iso3, known=True)


def _named_inside(document: Document, cast: Cast, phrase: TitlePhrase) -> Entity | None:
    """The body that the title words themselves name ("Hamas leader", "State Department spokesman")."""
    words = document.tokens[phrase.first : phrase.last]
    field = next((t.i for t in words if t.lower == "for"), phrase.last) if phrase.title.iso3 else phrase.last
    for token in document.tokens[phrase.first : field]:  # what a known post is for is no body
        entity = cast.at(token)
        if entity is not None and entity.kind in ORGANIZATIONS:
            return entity
    return None


def _owner_start(document: Document, cast: Cast, first: int) -> int:
    before = document.tokens[first - 1]
    reference = cast.reference_at(before)
    if reference is None and (before.tag == "POS" or before.text == "-" or before.pos in _ADJECTIVES_BEFORE):
        reference = cast.reference_at(document.tokens[max(first - 2, 0)])
    return reference.span.start if reference else document.tokens[first].start


def _status_run(document: Document, end: int, limit: int, lexicon: Entities) -> tuple[int, str | None]:
    """The longest status of several words ("newly sworn-in") that ends before a token, and where it begins."""
    for size in range(_MAX_STATUS_WORDS, 1, -1):
        words = document.tokens[max(end - size, limit) : end]
        text = " ".join(word.lower for word in words).replace(" - ", "-")
        if text in lexicon.statuses and len(words) == size:
            return end - size, lexicon.statuses[text]
    return end, None


def _status_after(document: Document, last: int, lexicon: Entities) -> tuple[int, str | None]:
    """A status that follows its title ("president emeritus", "president pro tempore"), and where it ends."""
    for size in (2, 1):
        text = " ".join(word.lower for word in document.tokens[last + 1 : last + 1 + size]).replace("- ", "-")
        if (text in _FOLLOWING or text.startswith("-")) and text in lexicon.statuses:
            return last + size, lexicon.statuses[text]
    return last, None


def _status_then(document: Document, end: int) -> str | None:
    """As in "the foreign minister of Ghana at the time"."""
    words = " ".join(token.lower for token in document.tokens[end + 1 : end + 4])
    return "Former" if words in _THEN else None


def _own_status(title: Title, lexicon: Entities) -> str | None:
    """The status that a title carries in itself ("prime minister-designate", "transitional president")."""
    closing = (held for word, held in lexicon.statuses.items() if word[0] == "-" and title.text.endswith(word))
    return lexicon.statuses.get(title.text.split()[0]) or next(closing, None)


def _left(document: Document, cast: Cast, lexicon: Entities, first: int) -> tuple[int, str | None, Entity | None]:
    """Start of the phrase, status word and owner among the words before the title."""
    tokens, start, status, owner = document.tokens, first, None, None
    sentence = document.sentence_of(tokens[first])
    while start > sentence.first:
        token = tokens[start - 1]
        word = token.lower.rstrip("-")
        reference = cast.reference_at(token)
        first_word, held = _status_run(document, start, sentence.first, lexicon)
        if held is not None:
            status, start = status or held, first_word + 1
        elif word in lexicon.statuses:
            status = status or lexicon.statuses[word]
            if document.children(token, "nsubj", "nsubjpass"):
                break  # "rebels ousted President X": he is out of office, but the verb is no word of the title
        elif reference is not None and _owns(cast, reference, owner, possessive=tokens[start].tag == "POS"):
            owner = cast.entities[reference.entity]
            start = document.tokens_in(reference.span)[0].i + 1
        elif not (
            token.tag == "POS"
            or token.text == "-"
            or (token.pos in _ADJECTIVES_BEFORE and reference is None and _modifies(token, first))
        ):
            break
        start -= 1
    return start, status, owner


def _owns(cast: Cast, reference: Reference, owner: Entity | None, *, possessive: bool) -> bool:
    """Whether what stands before a title owns it: the first, or who owns all ("the UN's Kosovo mediator")."""
    entity = cast.entities[reference.entity]
    field = owner is not None and owner.kind in PLACES | {STATE} and possessive and entity.kind in ORGANIZATIONS
    return entity.kind != PERSON and (owner is None or field)


def _modifies(token: Token, first: int) -> bool:
    return (
        token.dep in ("amod", "compound", "nmod", "poss", "npadvmod", "advmod")
        and token.head >= first - 3
        and token.pos != "VERB"
    )


def _serves_there(document: Document, last: int, owner: Entity | None, complement: Entity | None) -> bool:
    """As in "the U.N. commander in Bosnia": a body's official serves in a country, and not that country."""
    behind = document.tokens[min(last + 1, len(document.tokens) - 1)]
    body = owner is not None and owner.kind in ORGANIZATIONS
    return body and behind.lower == "in" and complement is not None and complement.kind not in ORGANIZATIONS


def _organization(title: Title, owner: Entity | None, complement: Entity | None) -> Entity | None:
    """What the title is for: an envoy "for" a country is sent by the owner, not by the country."""
    bodies = ORGANIZATIONS | {STATE, "Territory"}
    if title.kind == "Envoy" and owner is not None and not owner.is_asset:
        return owner
    if complement is not None and complement.kind in bodies:
        return complement
    return owner if owner is not None and owner.kind in bodies else None
