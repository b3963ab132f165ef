"""Persons as records of meetings print them: "PETRA HOLM (Norway), speaking in explanation of vote, said ..."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.names.named import Named
from kg.extract.reference.cast import PERSON
from kg.language.document import Document, Sentence, Token
from kg.lexicon.entities import Entities, plain
from kg.model import Span

_MAX_WORDS: Final = 7  # longest name of a delegate seen, with hyphens as words of their own
_SMALL: Final = frozenset({"de", "da", "al", "el", "bin", "van", "von", "of"})


def find_delegates(document: Document, lexicon: Entities) -> Iterator[Named]:
    """The names in capitals that open a sentence before a state in brackets, in text order."""
    text = plain(document.text)
    for sentence in document.sentences:
        words = _capitals(document, sentence)
        if len(words) < 2 or words[-1].i + 2 >= sentence.last or document.tokens[words[-1].i + 1].text != "(":
            continue
        inside = document.tokens[words[-1].i + 2]
        if any(name.kind == "State" for name in lexicon.names.at(text, inside.start)):
            span = Span(words[0].start, words[-1].end)
            yield Named(span, PERSON, _in_small(document.text[span.start : span.end]), None, "pattern")


def _capitals(document: Document, sentence: Sentence) -> list[Token]:
    """The run of capitals that opens a sentence."""
    found: list[Token] = []
    for token in document.tokens[sentence.first : min(sentence.first + _MAX_WORDS, sentence.last)]:
        joining = bool(found) and (token.text in "-’'" or token.lower in _SMALL)
        if not joining and not (token.text.isupper() and token.text.replace("-", "").isalpha()):
            break
        found.append(token)
    while found and not found[-1].text.isupper():
        found.pop()
    return found


def _in_small(name: str) -> str:
    """A name in capitals as a text would write it."""
    return " ".join(word if word in _SMALL else word.title() for word in name.split())
