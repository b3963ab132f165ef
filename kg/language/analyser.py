"""The analyser seam: paragraphs of text in, tokens with heads and entities out.

`Analyser` is the protocol; `SpacyAnalyser` the default behind it. The text is never altered: the model
reads a copy in which typographic signs are replaced one for one by the plain ones it was trained on, so
every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from kg.errors import MissingDependencyError
from kg.language.blocks import Block
from kg.language.document import Document, Sentence, Token
from kg.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ", "\u202f": " "}
)
_CLOSERS = frozenset("\"'”’)]")
_OPENING_LOWER = re.compile(r"[a-z]")


class Analyser(Protocol):
    """Gives tokens, heads, parts of speech, lemmas and entities for the paragraphs of a text."""

    name: str

    def analyse(self, text: str, blocks: Sequence[Block]) -> Document:
        """The document of the blocks: offsets are into `text`, sentences never cross a block."""
        ...


class SpacyAnalyser:
    """The default analyser: a spaCy English pipeline with tagger, parser, lemmatizer and ner."""

    def __init__(self, model: str) -> None:
        self._nlp = _load(model)
        self.name = f"{model}=={self._nlp.meta['version']}"

    def analyse(self, text: str, blocks: Sequence[Block]) -> Document:
        """See `Analyser.analyse`."""
        plain = text.translate(_PLAIN)
        docs = self._nlp.pipe(plain[block.span.start : block.span.end] for block in blocks)
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        for number, (block, doc) in enumerate(zip(blocks, docs, strict=True)):
            base = len(tokens)
            kept = [token for token in doc if not token.is_space]
            places = {token.i: base + k for k, token in enumerate(kept)}
            tokens.extend(_token(token, places, block.span.start, text) for token in kept)
            for first, last in _sentence_bounds(doc, places):
                span = Span(tokens[first].start, tokens[last - 1].end)
                sentences.append(Sentence(len(sentences), span, first, last, number, block.heading))
        return Document(text, tokens, sentences)


def _load(model: str) -> Language:
    import spacy

    try:
        return spacy.load(model)
    except OSError as exc:
        raise MissingDependencyError(
            f"The language model {model!r} is not installed. Install the package of that name, or choose an "
            "installed one with the setting 'model' (environment COMMUNIQUE_MODEL)."
        ) from exc


def _token(token: SpacyToken, places: dict[int, int], offset: int, text: str) -> Token:
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    start = offset + token.idx
    return Token(
        i=places[token.i],
        start=start,
        end=start + len(token.text),
        text=text[start : start + len(token.text)],
        lemma=token.lemma_.lower(),
        pos=token.pos_,
        tag=token.tag_,
        dep="ROOT" if head.i not in places or head.i == token.i else token.dep_,
        head=places.get(head.i, places[token.i]),
        ent=token.ent_type_,
        ent_start=token.ent_iob_ == "B",
    )


def _sentence_bounds(doc: Doc, places: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Sentence bounds in token numbers; a piece that only closes the one before is joined to it."""
    bounds: list[tuple[int, int]] = []
    for sent in doc.sents:
        inside = [places[token.i] for token in sent if token.i in places]
        if not inside:
            continue
        words = [token for token in sent if token.i in places]
        if bounds and _continues(words):
            bounds[-1] = (bounds[-1][0], inside[-1] + 1)
        else:
            bounds.append((inside[0], inside[-1] + 1))
    yield from bounds


def _continues(words: Sequence[SpacyToken]) -> bool:
    return all(word.text in _CLOSERS for word in words) or bool(_OPENING_LOWER.match(words[0].text) and len(words) < 4)
