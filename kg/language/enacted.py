"""Resolutions and communiqués: clauses in a list whose subject stands once, in the line above them.

    The Security Council,
    Condemning the attack on Goma,
    1. Demands that the rebels withdraw;
    2. Calls upon all parties to talk.

Each clause is a paragraph that opens with a verb, so a parser takes its capital for a name. It is parsed behind a
pronoun instead ("it demands that"), which is taken away again, and its subject is looked up in the line above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from kg.language.blocks import Block
from kg.language.document import Document
from kg.lexicon.words import scope_words

_OPENING: Final = re.compile(
    r"(?:(?:\w+ly|also|further|once again|again|once more|therefore|hereby|fully) )*(?P<verb>\w+)"
)
_SHORT: Final = 3  # words of a line that only says again who speaks: "Council,"
_BY_FORM: Final = (("s", ("It",)), ("ing", ("It", "is")), ("ed", ("They",)))
"""What a clause is parsed behind, by the ending of its verb."""


def leads_of(text: str, blocks: Sequence[Block]) -> dict[int, int]:
    """The numbers of the blocks that are clauses of a list, each with the number of the block that heads it."""
    found: dict[int, int] = {}
    lead: int | None = None
    for number, block in enumerate(blocks):
        words = text[block.span.start : block.span.end]
        if opening_of(words):
            if lead is not None:
                found[number] = lead
        elif words.endswith((",", ":")) and _opens_list(text, blocks, number):
            again = lead == number - 1 and len(words.split()) < _SHORT
            lead = lead if again else number
    return found


def _opens_list(text: str, blocks: Sequence[Block], number: int) -> bool:
    """Whether a clause of a list stands right behind a block, or behind the short line after it."""
    after = [text[block.span.start : block.span.end] for block in blocks[number + 1 : number + 3]]
    if after and opening_of(after[0]):
        return True
    return len(after) > 1 and len(after[0].split()) < _SHORT and after[0].endswith(",") and bool(opening_of(after[1]))


def opening_of(text: str) -> tuple[str, ...]:
    """The words behind which a clause without a subject is parsed; empty for a text that is none."""
    found = _OPENING.match(text[:1].lower() + text[1:])
    verb = found["verb"] if found is not None else ""
    if verb in scope_words("enacting state"):
        return ("It", "is")
    return _forms().get(verb, ())


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """The forms with which clauses of a list open, each with what it is parsed behind."""
    return {
        stem + ending: before
        for verb in scope_words("enacting")
        for ending, before in _BY_FORM
        for stem in _stems(verb, ending)
    }


def _stems(verb: str, ending: str) -> tuple[str, ...]:
    """The stems that a verb may have before an ending; some are no words, which does no harm."""
    consonant_y = verb.endswith("y") and verb[-2] not in "aeiou"
    if ending != "ing" and consonant_y:
        return (f"{verb[:-1]}ie",) if ending == "s" else (f"{verb[:-1]}i",)
    if ending == "s":
        return (f"{verb}e",) if verb.endswith(("s", "sh", "ch")) else (verb,)
    return (verb[:-1],) if verb.endswith("e") else (verb, verb + verb[-1])


def with_enactors(document: Document, leads: Mapping[int, int]) -> Document:
    """The document in which the first sentence of each clause in a list knows its subject; see `leads_of`."""
    if not leads:
        return document
    heads = {lead: _head_of(document, lead) for lead in set(leads.values())}
    sentences = list(document.sentences)
    for number, sentence in enumerate(sentences):
        opens = number == 0 or sentences[number - 1].paragraph != sentence.paragraph
        if opens and sentence.paragraph in leads:
            sentences[number] = replace(sentence, enactor=heads[leads[sentence.paragraph]])
    return Document(document.text, document.tokens, sentences)


def _head_of(document: Document, paragraph: int) -> int | None:
    """The number of the word in a heading line that the clauses below it have for their subject."""
    tokens = [t for s in document.sentences if s.paragraph == paragraph for t in document.tokens_of(s)]
    for root in reversed([t for t in tokens if t.dep == "ROOT"]):
        if root.pos in ("NOUN", "PROPN", "PRON"):
            return root.i
        subject = document.child(root, "nsubj", "nsubjpass")
        if subject is not None:
            return subject.i
    return None
