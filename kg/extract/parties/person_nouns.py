"""Nouns for people: who fights, serves or speaks for a side, and which words seem to name people and name aircraft."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kg.extract.reference.cast import Cast
from kg.extract.reference.plurals import FIGHTERS
from kg.language.document import Document, Token
from kg.lexicon.words import noun_words

MEMBER_NOUNS: Final = FIGHTERS | noun_words("member")
FORCE_NOUNS: Final = noun_words("force")
_AIRCRAFT: Final = frozenset({"fighter", "bomber", "interceptor"})  # which are men where no type stands before them
_JETS: Final = frozenset({"jet", "stealth"})
_RULES: Final = frozenset(
    "sanction visa inspection verification control export tax trade treaty nonproliferation test".split()
)
OFFICE_NOUNS: Final = noun_words("office")
STATE_AGENTS: Final = noun_words("state agent")
"""Who serves the state that the text is about, where no other owner is named."""
WITH_A_SIDE: Final = MEMBER_NOUNS | FORCE_NOUNS | OFFICE_NOUNS | STATE_AGENTS


class PersonNouns:
    """Which words of an article are nouns for people.

    `persons` are lemmas of nouns for people, `titled` the numbers of the tokens at which titles of office stand.
    """

    def __init__(self, document: Document, cast: Cast, persons: Collection[str], titled: Collection[int]) -> None:
        self._document = document
        self._cast = cast
        self._persons = persons
        self._titled = titled

    def is_person(self, token: Token) -> bool:
        """Whether a word is one for people, or a title of office."""
        if token.pos not in ("NOUN", "PROPN", "ADJ") or self.is_aircraft(token) or self._is_system(token):
            return False
        return token.lemma in self._persons or token.lemma in OFFICE_NOUNS or token.i in self._titled

    def _is_system(self, token: Token) -> bool:
        """As in "a new sanctions regime": rules, and no rulers."""
        kids = self._document.children(token, "compound", "nmod", "amod")
        return token.lemma == "regime" and any(kid.lemma in _RULES for kid in kids)

    def is_aircraft(self, head: Token) -> bool:
        """As in "MiG-21 fighters", "jet fighters": no men, but material."""
        if head.lemma not in _AIRCRAFT or not head.i:
            return False
        before = self._document.tokens[head.i - 1]
        entity = self._cast.at(before)
        return before.lower in _JETS or (entity is not None and entity.is_asset)
