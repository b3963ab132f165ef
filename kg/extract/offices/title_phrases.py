"""Find the words of titles in a document, by the lexicon alone: "Secretary of State", "foreign ministers"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.language.document import Document, Token, joined
from kg.lexicon.entities import Entities, Title, first_piece

FIELDS = frozenset(
    """
    affairs security peace rights issues policy relations talks trade cooperation reconciliation migration negotiations
    process crisis conflict development energy climate democracy reform operations strategy intelligence
    """.split()
)
"""Last words of what an office is for ("Assistant Secretary for African Affairs X")."""
_MAX_TITLE_WORDS = 12  # tokens of the longest title in the lexicon
_DEPUTIES = frozenset({"deputy", "vice", "assistant"})
_OF_DEPUTY: Mapping[str, str] = {
    "HeadOfState": "Minister",
    "HeadOfGovernment": "Minister",
    "ForeignMinister": "Official",
    "DefenceMinister": "Official",
    "Minister": "Official",
}
"""The kind of a post to the kind of its deputy where the lexicon does not tell; other kinds stay."""
_BEHIND_FIRST = frozenset("of in at to for on - general".split())
"""What stands behind the first word of a title where that has the plural: "secretaries of state"."""
_PLURALS = (
    (re.compile(r"women$"), "woman"),
    (re.compile(r"men$"), "man"),
    (re.compile(r"people$"), "person"),
    (re.compile(r"ies$"), "y"),
    (re.compile(r"s$"), ""),
)


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """Title words from token `first` to token `last` (both inside), and the title they are."""

    first: int
    last: int
    title: Title
    plural: bool


def find_title_phrases(document: Document, lexicon: Entities) -> tuple[TitlePhrase, ...]:
    """The longest title at each place, in text order, none overlapping another."""
    return tuple(_phrases(document, lexicon))


def _phrases(document: Document, lexicon: Entities) -> Iterator[TitlePhrase]:
    for sentence in document.sentences:
        tokens = document.tokens_of(sentence)
        i, end = 0, -1
        while i < len(tokens):
            found = _longest(tokens[i:], lexicon)
            if found is not None and not (end == i - 1 and tokens[i - 1].text == "("):
                yield found
                i = end = found.last - sentence.first
                end += 1  # where the short form of the title may follow in brackets: "(FM)"
            i += 1


def _longest(tokens: Sequence[Token], lexicon: Entities) -> TitlePhrase | None:
    if lexicon.title_starts.isdisjoint(_first_forms(tokens[0].lower)):
        return None
    for size in range(min(_MAX_TITLE_WORDS, len(tokens)), 0, -1):
        words = tokens[:size]
        if lexicon.title_ends.isdisjoint(_forms(words[-1].lower.replace("’", "'"))):
            continue
        match = _look_up(words, lexicon)
        if match is not None and words[-1].pos in ("NOUN", "PROPN", "ADJ", "NUM"):
            return TitlePhrase(words[0].i, words[-1].i, *match)
    return None


@cache
def _forms(word: str) -> frozenset[str]:
    """A word and what it may be the plural of."""
    return frozenset({word, *(pattern.sub(singular, word) for pattern, singular in _PLURALS if pattern.search(word))})


@cache
def _first_forms(word: str) -> frozenset[str]:
    """What a title that begins with the word may begin with in the lexicon."""
    return frozenset(first_piece(form.replace("’", "'")) for form in _forms(word))


def _look_up(words: Sequence[Token], lexicon: Entities) -> tuple[Title, bool] | None:
    lowered = [word.lower.replace("’", "'") for word in words]
    text = joined(lowered)
    if text in lexicon.titles:
        return lexicon.titles[text][0], False
    several = len(words) > 1 and lowered[1] in _BEHIND_FIRST
    for k in (len(words) - 1, 0) if several else (len(words) - 1,):
        for pattern, singular in _PLURALS:
            if pattern.search(lowered[k]):
                candidate = joined([*lowered[:k], pattern.sub(singular, lowered[k]), *lowered[k + 1 :]])
                if candidate in lexicon.titles:
                    return lexicon.titles[candidate][0], True
    if lowered[0] in _DEPUTIES and len(lowered) > 1 and (above := _look_up(words[1:], lexicon)) is not None:
        title, plural = above
        return replace(title, text=f"{lowered[0]} {title.text}", kind=_OF_DEPUTY.get(title.kind, title.kind)), plural
    return None
