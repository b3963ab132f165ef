"""Find titles of office with what stands around them.

A `TitleMention` is a title phrase in the text with its status word ("acting") and the organization it is
for ("Iran's", "of US Central Command"). Its bearer is found afterwards: beside it (`kg.extract.offices.bearers`) or
by coreference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.extract.names.person_names import service_before
from kg.extract.offices.title_phrases import FIELDS, TitlePhrase
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, PLACES, STATE, Cast, Entity, Reference
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities, Title
from kg.model import Span

_COMPLEMENTS = frozenset({"of", "for", "in", "at", "to", "on", "with"})
_ADJECTIVES_BEFORE = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "ADV"})
_HEADS = frozenset("head chief leader chairman chairwoman chair director chairperson secretary boss president".split())
_KIND_BY_BODY = {
    "ArmedForce": "MilitaryCommander",
    "Legislature": "Legislator",
    "PoliticalParty": "PartyLeader",
    "ArmedGroup": "ArmedGroupLeader",
}
_KIND_BY_WORDS = (
    (
        (
            "security council",
            "defense council",
            "defence council",
            "intelligence",
            "security service",
            "security agency",
        ),
        "SecurityOfficial",
    ),
)
_OF_RANK = frozenset({"MilitaryCommander", "Other"})  # an attorney general is no officer
_RANKS = frozenset("general admiral major captain colonel brigadier lieutenant sergeant commodore marshal".split())
_OF_STAFF = frozenset({"chief of staff", "deputy chief of staff"})
_MEMBERS = frozenset({"member", "senior member", "founding member", "deputy"})
_MAX_STATUS_WORDS = 4
_FOLLOWING = frozenset({"emeritus", "designate", "elect", "nominee", "pro tempore", "pro tem", "ad interim"})
_LOCAL = frozenset({"Official", "SecurityOfficial"})
_THEN = frozenset({"at the time", "at that time"})
_PARTS = frozenset(
    """
    delegation team mission force forces contingent troops army navy side wing government cabinet leadership office
    bureau branch chapter section campaign coalition bloc movement authorities opposition
    """.split()
)  # behind a name, of what somebody is the head or spokesman
_SENT = ("delegation", "team")
_MAX_PART = 2  # words: "the Kenyan negotiating team"
_MAX_POSSESSOR = 8
_MAX_FIELD = 8  # words of the longest field of an office seen ("trade, industry and regional development")
_WITH_FIELDS = frozenset({"Minister", "Official", "OrganizationHead"})
_FIELD_WORDS = frozenset({"NOUN", "PROPN", "ADJ", "CCONJ"})


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
    end, complement = _right(document, cast, after)
    if end == last and complement is None and title.kind in _WITH_FIELDS:
        end = max(end, _field_after(document, cast, title, last, lexicon))
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


def kind_for(title: Title, organization: Entity | None, head: Token, lexicon: Entities, words: str = "") -> str:
    """The role kind: heads are of what they head; a military rank alone is no role (an empty kind).

    `words` are those of the whole title, as it stands.
    """
    if organization is not None and head.lower in _HEADS:
        return "Envoy" if words.lower().endswith(_SENT) else kind_of_head(title, organization)
    if organization is not None and organization.kind == "Legislature" and title.text in _MEMBERS:
        return "Legislator"
    rank = lexicon.honorifics.get(head.text.rstrip("."), "") == "military" or title.text in _RANKS
    if rank and title.kind in _OF_RANK and (organization is None or organization.kind == STATE):
        return ""
    return title.kind


def kind_of_head(title: Title, body: Entity) -> str:
    """The role kind of who heads a body."""
    for words, kind in _KIND_BY_WORDS:
        if any(word in body.canonical.lower() for word in words):
            return kind
    return _KIND_BY_BODY.get(body.kind, title.kind)


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


def _right(document: Document, cast: Cast, last: int) -> tuple[int, Entity | None]:
    """End of the complement ("of US Central Command") and the organization or state in it."""
    tokens = document.tokens
    end, found = last, None
    limit = document.sentence_of(tokens[last]).last
    while end + 2 < limit and (tokens[end + 1].lower in _COMPLEMENTS or _from_body(document, cast, end + 1)):
        begin = _skip_modifiers(document, cast, _past_possessor(document, cast, end + 2, limit), limit)
        if begin >= limit:
            break
        stop, entity = _complement(document, cast, begin, limit)
        if stop < begin:
            break
        end, found = stop, found or entity
    return end, found


def _from_body(document: Document, cast: Cast, i: int) -> bool:
    """As in "a lawmaker from the Green Party": whom the bearer belongs to, and no place of origin."""
    if document.tokens[i].lower != "from":
        return False
    entity = next((e for t in document.tokens[i + 1 : i + 3] if (e := cast.at(t)) is not None), None)
    return entity is not None and entity.kind in ORGANIZATIONS


def _past_possessor(document: Document, cast: Cast, begin: int, limit: int) -> int:
    """Past a person's possessive with a title: "of Prime Minister Benjamin Netanyahu's conservative Likud party"."""
    for i in range(begin, min(begin + _MAX_POSSESSOR, limit - 1)):
        entity = cast.at(document.tokens[i])
        if document.tokens[i + 1].tag == "POS" and entity is not None and entity.kind == PERSON:
            return i + 2
        if document.tokens[i].pos in ("PUNCT", "VERB", "AUX"):
            break
    return begin


def _skip_modifiers(document: Document, cast: Cast, begin: int, limit: int) -> int:
    """Past determiners, adjectives and bare possessors ("the parliament's ...")."""
    tokens = document.tokens
    while begin < limit and cast.reference_at(tokens[begin]) is None:
        if begin + 1 < limit and tokens[begin].pos == "NOUN" and tokens[begin + 1].tag == "POS":
            begin += 2
        elif (
            tokens[begin].pos == "DET"
            or tokens[begin].tag == "PRP$"
            or (tokens[begin].pos == "ADJ" and tokens[begin].text.islower())
        ):
            begin += 1
        else:
            break
    return begin


def _complement(document: Document, cast: Cast, begin: int, limit: int) -> tuple[int, Entity | None]:
    """The last token of one complement and the body it names; `begin - 1` where there is none."""
    tokens = document.tokens
    reference = cast.reference_at(tokens[begin])
    if reference is None:
        return _abstract_end(document, begin, begin, limit), None
    entity = cast.entities[reference.entity]
    if entity.kind == PERSON:
        return begin - 1, None
    stop = document.tokens_in(reference.span)[-1].i
    while stop + 2 < limit and tokens[stop + 1].tag == "POS":
        following = cast.at(tokens[stop + 2])
        if following is None or following.kind == PERSON:
            break
        inner = cast.reference_at(tokens[stop + 2])
        assert inner is not None
        if entity.kind in ORGANIZATIONS and following.kind in ORGANIZATIONS:
            following.part_of = following.part_of or entity.id
        entity, stop = following, document.tokens_in(inner.span)[-1].i
    stop = _part_after(document, stop, limit)
    return max(stop, _abstract_end(document, begin, stop + 1, limit)), entity


def _part_after(document: Document, stop: int, limit: int) -> int:
    """The noun behind a name that says which part of it is meant: "head of the Kenyan delegation"; else `stop`."""
    tokens = document.tokens
    for i in range(stop + 1, min(stop + 1 + _MAX_PART, limit)):
        if tokens[i].lower in _PARTS:
            return i
        if tokens[i].pos not in ("ADJ", "NOUN") and tokens[i].tag != "VBG":
            break
    return stop


def _abstract_end(document: Document, begin: int, at: int, limit: int) -> int:
    """The last abstract word of a run of capitals ("Peace and Security Affairs Noh ..." ends at "Affairs")."""
    found, i = begin - 1, at
    while i < limit and (document.tokens[i].text[:1].isupper() or document.tokens[i].lower in {"and", *FIELDS}):
        if document.tokens[i].lower in FIELDS:
            found = i
        i += 1
    return found


def _field_after(document: Document, cast: Cast, title: Title, last: int, lexicon: Entities) -> int:
    """The last word of a field that follows a title, or goes on where the title's own words name a part of it."""
    tokens, limit = document.tokens, document.sentence_of(document.tokens[last]).last
    if last + 2 >= limit:
        return last
    listed = re.search(r" (?:of|for) ", title.text) and tokens[last + 1].text in (",", "and", "&")
    if not listed and tokens[last + 1].lower not in ("for", "of"):
        return last
    end = _field_end(document, cast, last + (1 if listed else 2), limit)
    return end if tokens[end].lower not in lexicon.titles else last


def _field_end(document: Document, cast: Cast, begin: int, limit: int) -> int:
    """The last word of the field of an office before its bearer ("minister for trade, industry and fisheries, X")."""
    tokens, i = document.tokens, begin
    while i < min(begin + _MAX_FIELD, limit) and tokens[i].text.lower() not in _COMPLEMENTS:
        entity = cast.at(tokens[i])
        if entity is not None or not (tokens[i].pos in _FIELD_WORDS or tokens[i].text in (",", "&")):
            break
        i += 1
    last = i - 1
    while last >= begin and tokens[last].pos in ("PUNCT", "CCONJ"):
        last -= 1
    bearer = cast.at(tokens[i]) if i < limit else None
    named = bearer is not None and bearer.kind == PERSON
    nouns = tokens[begin : last + 1]
    return last if named and nouns and nouns[-1].pos in ("NOUN", "PROPN") else begin - 1


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
