"""The entity typer's seam: a mention that the language model marked, in its sentence, to a kind of entity with a score.

`EntityTyper` is the protocol, `LabelTyper` the default behind it. The gazetteer and the patterns of
`kg.extract.names.names` come before: a typer is asked of what the model alone has seen, and a name that a surer
source covers stays what that source says. Another typer may look at the whole sentence; it answers in the
kinds of the ontology and cannot add mentions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.extract.reference.cast import PERSON
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import Entities

_KINDS = {"GPE": "Settlement", "LOC": "Region", "FAC": "Site", "ORG": "Organization", "PERSON": PERSON}
_NEAR = frozenset({"near", "outside", "around"})
_BEARINGS = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outskirts"}
)
_GROUNDS = frozenset(
    """
    town village city district province region county suburb settlement garrison base camp checkpoint airport airfield
    crossing port outpost barracks bridge road hospital market prison
    """.split()
)
_SHORT_RANK = 6  # letters of a rank that is no word of a company's name: "Comdt"
_WORDS = frozenset({"Major"})
_ACTOR, _PLACE = 0.85, 0.7  # shares of right kinds on own sentences, of persons and bodies and of places


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention: its tokens in order, with offsets into the article, and the label that the model gave it."""

    tokens: tuple[Token, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A kind of the ontology (a class under cmq:Actor or cmq:Place) and how sure it is, 0..1."""

    kind: str
    score: float


class EntityTyper(Protocol):
    """Tells of what kind mentions are."""

    name: str
    """Name and version; what is read depends on it."""

    def type_mentions(self, document: Document, candidates: Sequence[Candidate]) -> Sequence[Typed | None]:
        """For each candidate, in order, its kind, or None for what is no entity of ours (a sum, a language)."""
        ...


class LabelTyper:
    """The default: the model's label, overruled by the head word of a body ("Harbour Authority") or by "near"."""

    name = "labels"

    def __init__(self, lexicon: Entities) -> None:
        self._heads = lexicon.org_heads
        ranks = (name for name, rank in lexicon.honorifics.items() if rank == "military")
        self._ranks = frozenset(n for n in ranks if len(n) <= _SHORT_RANK or " " in n or "-" in n) - _WORDS

    def type_mentions(self, document: Document, candidates: Sequence[Candidate]) -> Sequence[Typed | None]:
        """See `EntityTyper.type_mentions`."""
        return [self._type(document, candidate) for candidate in candidates]

    def _type(self, document: Document, candidate: Candidate) -> Typed | None:
        kind = _KINDS.get(candidate.label)
        if kind is None or kind == PERSON:
            return Typed(PERSON, _ACTOR) if kind else None
        tokens = candidate.tokens[:-1] if candidate.tokens[-1].tag == "POS" else candidate.tokens
        body = self._heads.get(tokens[-1].lower) if tokens else None
        if body is not None:
            return Typed(body, _ACTOR)
        if candidate.label == "ORG" and self._opens_with_rank(tokens):
            return Typed(PERSON, _ACTOR)
        if candidate.label == "ORG" and _located(document, candidate.tokens):
            return Typed("Settlement", _PLACE)
        return Typed(kind, _ACTOR if candidate.label == "ORG" else _PLACE)

    def _opens_with_rank(self, tokens: Sequence[Token]) -> bool:
        """As in "Comdt Niall Foley", "Rear Adm. X Y": a rank and two capitals or more behind it."""
        sizes = range(1, len(tokens) - 1)
        return any(joined(t.text for t in tokens[:size]).rstrip(".") in self._ranks for size in sizes)


def _located(document: Document, tokens: Sequence[Token]) -> bool:
    """Whether a name stands where only a place can: "near X", "east of X", "the garrison at X", "the town of X"."""
    inside = {token.i for token in tokens}
    top = next((t for t in tokens if t.head not in inside), tokens[-1])
    preposition = document.head(top)
    if top.dep != "pobj" or preposition.pos != "ADP":
        return False
    if preposition.lower in _NEAR:
        return True
    above = document.head(preposition)
    return (preposition.lower == "of" and above.lower in _BEARINGS | {"town", "village", "city", "district"}) or (
        preposition.lower in ("at", "in") and above.lemma in _GROUNDS
    )
