"""Indirect speech: clauses under a reporting verb, sentences with "according to", outside quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.parties import Parties
from kg.extract.speakers import Speakers
from kg.extract.speech import Utterance, reporting_of
from kg.language.clauses import prepositional_objects
from kg.language.document import Document, Sentence, Token
from kg.model import Span


def find_reported(
    document: Document, parties: Parties, speakers: Speakers, direct: Sequence[Utterance]
) -> Iterator[Utterance]:
    """The reported clauses in text order; none that lies inside one of the quotations `direct`."""
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            if token.pos == "VERB" and reporting_of(document, token) is not None:
                yield from _clause_of(document, speakers, token, direct)
            elif token.lower == "according":
                yield from _according(document, parties, sentence, token)


def _clause_of(document: Document, speakers: Speakers, verb: Token, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    speaker = speakers.subject_of(verb)
    complement = next((kid for kid in document.children(verb, "ccomp") if kid.pos in ("VERB", "AUX")), None)
    if speaker is None or complement is None:
        return
    tokens = [
        t for t in document.subtree(complement) if not (t.tag == "IN" and t.lower == "that" and t.head == complement.i)
    ]
    tokens = [t for t in tokens if t.pos != "PUNCT" or t.i not in (tokens[0].i, tokens[-1].i)]
    if not tokens:
        return
    span = document.span_of(tokens)
    if any(part.contains(span) for u in direct for part in u.parts):
        return
    whole = document.sentence_of(verb).span
    yield Utterance(
        False, (span,), document.text[span.start : span.end], whole, speaker, verb, speakers.addressee(verb)
    )


def _according(document: Document, parties: Parties, sentence: Sentence, token: Token) -> Iterator[Utterance]:
    ids = parties.of(prepositional_objects(document, token, "to"))
    if not ids:
        return
    cut = {t.i for t in document.subtree(token)}
    rest = [t for t in document.tokens_of(sentence) if t.i not in cut]
    while rest and rest[-1].pos == "PUNCT":
        rest.pop()
    while rest and rest[0].pos == "PUNCT":
        rest.pop(0)
    if rest:
        before = [t for t in rest if t.i < token.i]
        part = before if len(before) > len(rest) / 2 else [t for t in rest if t.i > token.i]
        if part:
            span = document.span_of(part)
            text = document.text[span.start : span.end].rstrip(" ,")
            yield Utterance(False, (Span(span.start, span.start + len(text)),), text, sentence.span, ids[0])
