"""What stands behind a title and belongs to it: "of US Central Command", "for trade, industry and fisheries"."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.offices.title_phrases import FIELDS
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, Cast, Entity
from kg.language.document import Document
from kg.lexicon.entities import Entities, Title

_COMPLEMENTS: Final = frozenset({"of", "for", "in", "at", "to", "on", "with"})
_MAX_POSSESSOR: Final = 8
_MAX_FIELD: Final = 8  # words of the longest field of an office seen ("trade, industry and regional development")
_FIELD_WORDS: Final = frozenset({"NOUN", "PROPN", "ADJ", "CCONJ"})
_MAX_PART: Final = 2  # words: "the Kenyan negotiating team"
_PARTS: Final = frozenset(
    """
    delegation team mission force forces contingent troops army navy side wing government cabinet leadership office
    bureau branch chapter section campaign coalition bloc movement authorities opposition
    """.split()
)
"""What stands behind a name, of which somebody is the head or spokesman: "the Kenyan delegation"."""


def complement_after(document: Document, cast: Cast, last: int) -> tuple[int, Entity | None]:
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


def field_after(document: Document, cast: Cast, title: Title, last: int, lexicon: Entities) -> int:
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
