"""Speech that goes on without a word of saying.

As in "X said the talks had failed. The rebels had broken the truce." The tense of report, or a subject that counts on
what was told before ("Two were shot dead"), carries the speaker into the next sentence of the paragraph. Plain past
and present are the article's own word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.speech.speech import Utterance
from kg.language.document import Document, Sentence, Token

_BACKSHIFTED: Final = frozenset({"had", "would", "'d", "’d"})
_COUNTING: Final = frozenset("two three four five six another others one both some most none many several".split())
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")  # what is dated to a year is told by the article, as background


def find_continued(document: Document, said: Sequence[Utterance]) -> Iterator[Utterance]:
    """The sentences in which the speaker of the sentence before goes on, in text order."""
    voices = _voices(document, said)
    spoken = {document.sentence_at(part.start).number for u in said for part in u.parts}
    for sentence in document.sentences[1:]:
        before = document.sentences[sentence.number - 1]
        speaker = voices.get(before.number)
        if speaker is None or sentence.number in spoken or sentence.paragraph != before.paragraph:
            continue
        if _goes_on(document, sentence):
            voices[sentence.number] = speaker
            text = document.text[sentence.span.start : sentence.span.end]
            yield Utterance(False, (sentence.span,), text, sentence.span, speaker)


def _voices(document: Document, said: Sequence[Utterance]) -> dict[int, str]:
    """The one speaker of each sentence that reports somebody in the past tense."""
    found: dict[int, set[str]] = {}
    for utterance in said:
        if utterance.speaker is not None and not utterance.turn and _past(document, utterance):
            number = document.sentence_at(max(utterance.clause.end - 1, utterance.clause.start)).number
            found.setdefault(number, set()).add(utterance.speaker)
    return {number: next(iter(speakers)) for number, speakers in found.items() if len(speakers) == 1}


def _past(document: Document, utterance: Utterance) -> bool:
    verb = utterance.verb
    main = verb is not None and verb.dep in ("ROOT", "conj", "parataxis", "ccomp")
    return main and verb is not None and (verb.tag == "VBD" or "had" in _auxiliaries(document, verb))


def _auxiliaries(document: Document, verb: Token) -> set[str]:
    return {kid.lower for kid in document.children(verb, "aux")}


def _goes_on(document: Document, sentence: Sentence) -> bool:
    root = next((t for t in document.tokens_of(sentence) if t.dep == "ROOT"), None)
    if root is None or sentence.heading or _YEAR.search(document.text[sentence.span.start : sentence.span.end]):
        return False
    subject = document.child(root, "nsubj", "nsubjpass")
    counts = subject is not None and subject.lower in _COUNTING and subject.pos in ("NUM", "PRON", "DET", "NOUN", "ADJ")
    return bool(_auxiliaries(document, root) & _BACKSHIFTED) or counts
