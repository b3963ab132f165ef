"""Styles in place of a name: "His Majesty" is the last monarch told of, "His Holiness" the last pope."""

from __future__ import annotations

from typing import Final

from kg.extract.reference.cast import PERSON, Cast
from kg.extract.reference.persons_before import PERSONAL, recent_person
from kg.extract.reference.plurals import co_arguments
from kg.language.document import Document, Token
from kg.model import Span

_ROYAL: Final = frozenset("king queen sultan emir emperor empress shah".split())
_STYLES: Final = {
    "majesty": _ROYAL,
    "highness": _ROYAL | {"prince", "princess", "sheikh", "amir", "duke"},
    "holiness": frozenset({"pope", "patriarch"}),
    "eminence": frozenset({"cardinal"}),
    "excellency": frozenset[str](),
}
"""Styles that stand for a person, with the offices of one of which it is; none where it may be any official's."""


def refer_style(document: Document, cast: Cast, token: Token) -> bool:
    """Refer a style to whom it fits, if to anybody; whether the token is one, or the pronoun of one.

    "Majesty" is the last monarch, "Holiness" the last pope.
    """
    if token.lower not in _STYLES or not _by_style(document, token):
        return token.lower in PERSONAL and _styled(document, token)
    wanted = _STYLES[token.lower]
    people = (cast.entities[r.entity] for r in cast.before(token.start))
    person = next((e for e in people if e.kind == PERSON and wanted & e.offices), None)
    if not wanted:
        barred = co_arguments(document, cast, token)
        person = recent_person(document, cast, document.sentence_of(token), token, barred)
    if person is not None:
        cast.refer(Span(document.tokens[token.i - 1].start, token.end), person, "title")
    return True


def _by_style(document: Document, token: Token) -> bool:
    """As in "His Majesty thanked ...": a style in place of a name, and not before one ("His Majesty King X")."""
    following = document.tokens[token.i + 1 : token.i + 2]
    possessed = token.i > 0 and document.tokens[token.i - 1].tag == "PRP$" and token.text[:1].isupper()
    return possessed and not (following and following[0].text[:1].isupper())


def _styled(document: Document, token: Token) -> bool:
    """Whether a pronoun is that of a style: "his" of "His Majesty"."""
    following = document.tokens[token.i + 1 : token.i + 2]
    return bool(following) and following[0].lower in _STYLES and following[0].text[:1].isupper()
