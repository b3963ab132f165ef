"""Who speaks of themselves in a text that says nowhere whose word it is: "the Union will stand by its pledge and ours".

Outside quotations a reporter is never "we". Where the subject of a clause is "we" or "our" in the same clause
("Togo will continue to work with our partners", "Ghana will do all we can"), the text is the subject's own word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import STATE
from kg.extract.speech.speech import Utterance
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token

_OWN: Final = frozenset({"we", "us", "our", "ours", "ourselves"})
_SPEAKING: Final = frozenset({STATE, "Government", "GovernmentBody", "InternationalOrganization", "Alliance"})
_OF_PAPERS: Final = frozenset(
    "correspondent reporter newspaper paper reader website newsroom editor team channel sister coverage report".split()
)
"""What a newspaper calls its own: "told our correspondent"."""


def speaks(document: Document, utterances: Sequence[Utterance]) -> bool:
    """Whether a text says "we" or "our" outside of what it quotes."""
    return bool(_own_words(document, utterances))


def speaks_of_itself(document: Document, parties: Parties, utterances: Sequence[Utterance]) -> tuple[str, ...]:
    """The ids of those whom most clauses take for "we"; empty where none does."""
    found: Counter[tuple[str, ...]] = Counter()
    for token in _own_words(document, utterances):
        found.update(next(((side,) for side in _sides(document, parties, token) if side), ()))
    return found.most_common(1)[0][0] if found else ()


def _own_words(document: Document, utterances: Sequence[Utterance]) -> list[Token]:
    """The words for "we" outside of what is said, and not for the newspaper that tells it."""
    said = [part for u in utterances for part in u.parts]
    words = [t for t in document.tokens if t.lower in _OWN and t.text != "US"]
    words = [t for t in words if not any(p.start <= t.start < p.end for p in said)]
    return [t for t in words if document.head(t).lemma not in _OF_PAPERS]


def _sides(document: Document, parties: Parties, own: Token) -> Iterator[tuple[str, ...]]:
    """The subjects of the clauses around a word, from within, as far as they are states or bodies of states."""
    for verb in document.ancestors(own):
        for subject in document.children(verb, "nsubj") if verb.pos in ("VERB", "AUX") else ():
            if subject.i < own.i and subject.lower not in _OWN:
                sides = parties.of(noun_conjuncts(document, subject))
                yield sides if all(parties.cast.entities[i].kind in _SPEAKING for i in sides) else ()
