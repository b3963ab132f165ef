"""Direct quotations with their speakers: what of the quoted words is one quotation, and what is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.reference.cast import PERSON, Cast
from kg.extract.speech.speakers import Speakers
from kg.extract.speech.speech import Utterance, reporting_of
from kg.language.blocks import Block
from kg.language.document import Document, Token
from kg.language.quotes import Quote
from kg.lexicon.words import scope_words
from kg.model import Span

_MIN_WORDS: Final = 3  # shorter quotations are scare quotes or terms, by the annotators' convention
_WHOLE_ARTICLE: Final = 0.6  # share of the body inside one quotation from which it is a statement as a whole
_MAX_INTERRUPTION: Final = 40  # words between two parts of one quotation: a speaker with a long apposition
_SMALL: Final = frozenset("of the and in for on to a an at by from with or as de la al el du des von und".split())
"""Words that a name or a title of a work writes small."""
_PAUSES: Final = frozenset(",.!?…—–-")
_JOINING: Final = frozenset({"and", "or", "but", "as well as", "and that", "but also"})
_STATEMENT_FROM: Final = re.compile(
    r"\b(?:statement|remarks|message|readout|press release)\s+(?:from|by|of)\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    cast: Cast
    speakers: Speakers
    blocks: Sequence[Block]
    quotes: Sequence[Quote]


def find_quotations(
    document: Document,
    cast: Cast,
    speakers: Speakers,
    blocks: Sequence[Block],
    quotes: Sequence[Quote],
    title: str | None,
) -> tuple[Utterance, ...]:
    """The quotations of three words or more, in text order, parts of an interrupted one joined.

    `title` is the article's title: a statement printed as one quotation names its speaker there.
    """
    reader = _Reader(document, cast, speakers, blocks, quotes)
    whole = _whole_article(reader, title)
    return (whole,) if whole is not None else tuple(_direct(reader))


def _whole_article(reader: _Reader, title: str | None) -> Utterance | None:
    """A statement printed as one quotation from beginning to end, by whom the title or a heading names."""
    blocks, text = reader.blocks, reader.document.text
    if not reader.quotes:
        return None
    first = reader.quotes[0]
    begin, end = first.inner.start, blocks[-1].span.end
    opened = next((block for block in blocks if block.span.start == first.outer.start), None)
    if opened is None or opened.span.end > first.outer.end + 1:
        return None
    body = sum(block.span.end - block.span.start for block in blocks)
    long = (first.open_ended and text[end - 1] in '”"') or first.inner.end - begin >= _WHOLE_ARTICLE * body
    if not long or end - begin < _WHOLE_ARTICLE * body or len(reader.quotes) > 1 + first.open_ended:
        return None
    lines = [title or "", *(text[block.span.start : block.span.end] for block in blocks if block.span.end <= begin)]
    speaker = next((who for line in lines if (who := _stated_by(reader.cast, line)) is not None), None)
    span = Span(begin, end - 1 if text[end - 1] in '”"' else end)
    return Utterance(True, (span,), text[span.start : span.end], span, speaker)


def _stated_by(cast: Cast, line: str) -> str | None:
    """The person of the cast whom a line like "Statement from Secretary Rubio" names first."""
    found = _STATEMENT_FROM.search(line)
    if found is None:
        return None
    spots = {
        spot: entity.id
        for entity in cast.entities.values()
        if entity.kind == PERSON
        for name in (entity.canonical, entity.canonical.split()[-1])
        if (spot := line.find(name, found.end())) >= 0
    }
    return spots[min(spots)] if spots else None


def _direct(reader: _Reader) -> list[Utterance]:
    """The quotations with speakers; parts of one interrupted quotation joined."""
    found: list[Utterance] = []
    for quote in reader.quotes:
        if _is_name(reader, quote):
            continue
        before = found[-1] if found else None
        here = _with_speaker(reader, quote, before)
        if before is not None and _goes_on(reader, before, here, quote):
            found[-1] = _joined(before, here)
        else:
            found.append(here)
    return [u for u in found if len(_WORD.findall(u.text)) >= _MIN_WORDS]


def _with_speaker(reader: _Reader, quote: Quote, before: Utterance | None) -> Utterance:
    text = reader.document.text[quote.inner.start : quote.inner.end]
    sentences = reader.speakers.sentences_over(quote.outer)
    clause = Span(min(quote.outer.start, sentences[0].span.start), max(quote.outer.end, sentences[-1].span.end))
    voice = reader.speakers.of(quote, before)
    return Utterance(
        True, (quote.inner,), text, clause, voice.speaker, voice.verb, reader.speakers.addressee(voice.verb)
    )


# --- what is no quotation


def _is_name(reader: _Reader, quote: Quote) -> bool:
    """Whether the marks hold a name, a title of a work or a term and nothing that somebody says."""
    before = _token_before(reader.document, quote)
    if before is not None and _phrase_at(reader.document, before) in scope_words("naming"):
        return True
    if before is not None and before.lemma == "call" and before.tag == "VBN" and before.dep == "acl":
        return True
    text = reader.document.text[quote.inner.start : quote.inner.end].rstrip(",")
    words = _WORD.findall(text)
    if len(words) < _MIN_WORDS or text[-1:] in ".!?" or _said_aloud(reader.document, before):
        return False
    long = [word for word in words if word not in _SMALL]
    return bool(long) and all(word[:1].isupper() or not word[:1].isalpha() for word in (words[0], *long))


def _token_before(document: Document, quote: Quote) -> Token | None:
    """The word before a quotation in its paragraph, past a comma or colon."""
    near = [t for t in document.tokens_in(Span(max(quote.outer.start - 30, 0), quote.outer.start)) if t.pos != "PUNCT"]
    return near[-1] if near and near[-1].end <= quote.outer.start else None


def _phrase_at(document: Document, last: Token) -> str:
    """A word with what a hyphen joins to it: "so-called" in three tokens."""
    first = last.i
    while first > 1 and document.tokens[first - 1].text == "-" and document.tokens[first - 1].end == last.start:
        first -= 2
    return document.text[document.tokens[first].start : last.end].lower()


def _said_aloud(document: Document, before: Token | None) -> bool:
    """Whether the word before is a verb of saying ("chanted “Death to the King”")."""
    return before is not None and before.pos == "VERB" and reporting_of(document, before) is not None


# --- one quotation or two


def _goes_on(reader: _Reader, before: Utterance, here: Utterance, quote: Quote) -> bool:
    """Whether a quotation goes on with the one before, only interrupted by who says it."""
    last = before.parts[-1]
    if not _same_paragraph(reader, last, quote):
        opened = next((q for q in reader.quotes if q.inner == last), None)
        same = before.speaker is None or here.speaker in (None, before.speaker)
        return opened is not None and opened.open_ended and same
    between = reader.document.text[last.end + 1 : quote.outer.start]
    if before.speaker is None or here.speaker != before.speaker or len(between.split()) > _MAX_INTERRUPTION:
        return False
    ended = reader.document.text[last.start : last.end].rstrip()[-1:]
    if ended not in _PAUSES and between[:1] not in _PAUSES:
        return False
    if between.rstrip().endswith(":") or between.strip(" ,;") in _JOINING:
        return False
    if before.verb is not None and before.verb.end <= before.parts[0].start and len(between.split()) > 1:
        return False  # "said that while “...,” the army “...”": nobody interrupts
    return not _begins_between(reader, last, quote) and not _reported_apart(before, here)


def _same_paragraph(reader: _Reader, part: Span, quote: Quote) -> bool:
    paragraph = reader.document.sentence_at(part.start).paragraph
    return paragraph == reader.document.sentence_at(quote.inner.start).paragraph


def _begins_between(reader: _Reader, last: Span, quote: Quote) -> bool:
    """Whether a sentence of the article's own begins between two quotations."""
    first, end = reader.document.sentence_at(last.end).number, reader.document.sentence_at(quote.outer.start).number
    starts = (sentence.span.start for sentence in reader.document.sentences[first : end + 1])
    return any(last.end + 1 < start < quote.outer.start - 1 for start in starts)


def _reported_apart(before: Utterance, here: Utterance) -> bool:
    """Whether two quotations have reporting verbs of their own ("said, adding that", "he said ... he added")."""
    return before.verb is not None and here.verb is not None and before.verb.i != here.verb.i


def _joined(first: Utterance, second: Utterance) -> Utterance:
    clause = Span(first.clause.start, max(first.clause.end, second.clause.end))
    if first.speaker is None:
        first = replace(first, speaker=second.speaker, verb=second.verb, addressee=second.addressee)
    return replace(first, parts=(*first.parts, *second.parts), text=f"{first.text} {second.text}", clause=clause)
