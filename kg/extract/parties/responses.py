"""What answers what: "a strike in retaliation for the killing", "sanctions in response to the invasion"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import Act
from kg.language.clauses import governing_verb
from kg.language.document import Document, Token

_ANSWERS = frozenset({"retaliation", "response", "revenge", "reprisal", "reaction", "answer", "vengeance"})
_LINKS = frozenset({"for", "to", "over", "against"})


def find_responses(document: Document, acts: Sequence[Act]) -> dict[int, Act]:
    """The act that each act answers, by the number of the answering act's head token."""
    by_head = {act.head.i: act for act in acts if not act.dropped}
    found: dict[int, Act] = {}
    for act in by_head.values():
        answered = next((by_head[t.i] for t in _answered(document, act) if t.i in by_head), None)
        if answered is not None and answered is not act:
            found[act.head.i] = answered
    for noun in _told_of(document):
        before = [a for a in by_head.values() if a.category == "Assault" and a.head.i < noun.i and a.actors]
        near = [a for a in before if document.sentence_of(a.head).number == document.sentence_of(noun).number]
        answered = next(
            (by_head[t.i] for t in _behind_answers(document, _heads_of(document, noun)) if t.i in by_head), None
        )
        if near and answered is not None and answered not in near:
            found.setdefault(near[-1].head.i, answered)
    return found


def _told_of(document: Document) -> list[Token]:
    """Nouns that mean an attack told of before in the sentence: "an Iranian attack ... as a strike may come"."""
    return [t for t in document.tokens if t.lemma in ("strike", "attack", "blow") and t.dep in ("nsubj", "nsubjpass")]


def _answered(document: Document, act: Act) -> list[Token]:
    """The nouns behind "in retaliation for" on the act's words or the verb it is the subject of."""
    own = [act.head, *act.match.used]
    return _behind_answers(document, own if act.verbal else [*own, *_heads_of(document, act.head)])


def _heads_of(document: Document, noun: Token) -> list[Token]:
    """A noun, and the verb that it is subject or object of."""
    verb = governing_verb(document, noun)
    return [noun, verb] if verb is not None and noun.dep in ("nsubj", "nsubjpass", "dobj") else [noun]


def _behind_answers(document: Document, heads: Sequence[Token]) -> list[Token]:
    """What stands behind "in retaliation for" on one of the heads."""
    nouns = [n for h in heads for p in document.children(h, "prep") for n in document.children(p, "pobj")]
    return [
        token
        for noun in nouns
        if noun.lemma in _ANSWERS
        for preposition in document.children(noun, "prep")
        if preposition.lower in _LINKS
        for token in document.children(preposition, "pobj", "pcomp")
    ]
