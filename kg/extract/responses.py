"""What answers what: "a strike in retaliation for the killing", "sanctions in response to the invasion"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.frames import Act
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
    return found


def _answered(document: Document, act: Act) -> list[Token]:
    """The nouns behind "in retaliation for" on the act's words or the verb it is the subject of."""
    heads = [act.head, *act.match.used]
    if not act.verbal:
        verb = governing_verb(document, act.head)
        heads += [verb] if verb is not None and act.head.dep in ("nsubj", "nsubjpass", "dobj") else []
    nouns = [n for h in heads for p in document.children(h, "prep") for n in document.children(p, "pobj")]
    return [
        token
        for noun in nouns
        if noun.lemma in _ANSWERS
        for preposition in document.children(noun, "prep")
        if preposition.lower in _LINKS
        for token in document.children(preposition, "pobj", "pcomp")
    ]
