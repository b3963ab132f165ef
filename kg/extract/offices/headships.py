"""Offices told by a verb: "X, who heads the alliance", "X commands the army", "leading the party".

Only what is headed as a body counts: who leads an attack or a delegation has no office by that. The present
tense tells of an office held, the past tense of one that may be over and is left to words that say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.extract.offices.title_kinds import kind_of_head
from kg.extract.offices.titles import TitleMention
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, Cast, Entity
from kg.language.clauses import logical_subjects
from kg.language.document import Document, Token
from kg.lexicon.entities import Title
from kg.lexicon.words import scope_words
from kg.model import Span

_HEADING: Final = scope_words("heading")
_OVER: Final = frozenset({"until", "till"})
_STATUS: Final[Mapping[str, str]] = {"VBZ": "Current", "VBP": "Current"}
"""How the office is held by the tense of its verb; other forms tell of no office."""


def find_headships(document: Document, cast: Cast) -> Iterator[TitleMention]:
    """The offices that verbs tell of, in text order, each with its bearer and its body."""
    for verb in document.tokens:
        if verb.pos != "VERB" or verb.lemma not in _HEADING:
            continue
        status = _status(document, verb)
        bearer = next((e for t in logical_subjects(document, verb) if (e := cast.at(t)) is not None), None)
        if status is None or bearer is None or bearer.kind != PERSON:
            continue
        for noun in _headed(document, verb):
            body = cast.at(noun)
            if body is not None and body.kind in ORGANIZATIONS and body.kind != "MediaOrganization":
                yield _mention(document, verb, noun, bearer, body, status)
                break


def _headed(document: Document, verb: Token) -> list[Token]:
    """The object of a verb of heading, and of "presides over"."""
    over = [kid for kid in document.children(verb, "prep", "prt") if kid.lower == "over"]
    return [*document.children(verb, "dobj"), *(t for kid in over for t in document.children(kid, "pobj"))]


def _status(document: Document, verb: Token) -> str | None:
    """How the office is held; None where the verb does not say that it is or was held."""
    auxiliaries = {kid.lower for kid in document.children(verb, "aux")}
    if verb.tag in _STATUS and not auxiliaries:
        return _STATUS[verb.tag]
    if verb.tag == "VBN" and auxiliaries & {"has", "have"}:
        return "Current"  # "who has led the party since 2010"
    below = {t.lower for t in document.subtree(verb)}
    relative = verb.dep == "relcl" and verb.tag == "VBD"
    return "Former" if relative and below & _OVER else None


def _mention(document: Document, verb: Token, noun: Token, bearer: Entity, body: Entity, status: str) -> TitleMention:
    span = Span(verb.start, noun.end)
    title = Title(f"{verb.lemma} of a body", "OrganizationHead", "organization", None)
    words = " ".join(document.text[span.start : span.end].split())
    kind = kind_of_head(title, body)
    return TitleMention(
        span, words, kind, status, verb.i, verb.i, plural=False, title=title, organization=body.id, bearer=bearer.id
    )
