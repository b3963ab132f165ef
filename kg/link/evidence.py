"""Candidates weighed, and the decision: one item above a threshold and clearly ahead of the next, or none.

A score is the worth of the name and then of each clue of the article, for or against. The weights are few and
round; they were set on the annotated development articles so that no link was wrong there, and they matter less than
the gap: where two candidates stay close, nobody is linked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.link.gazetteer import Candidate, Entity
from kg.model import Link

THRESHOLD: Final = 0.75
"""Least score of a link."""
GAP: Final = 0.10
"""By how much the best candidate must be ahead of the next one that is another thing."""
DOUBT: Final = 0.50
"""From this score on a candidate that is not taken is named."""

LEXICAL: Final = "LexicalMatching"
COMPOSITE: Final = "CompositeMatching"
BACKGROUND: Final = "BackgroundKnowledgeBasedMatching"
CURATED: Final = "ManualMappingCuration"
UNSPECIFIED: Final = "UnspecifiedMatching"
"""Terms of SEMAPV: by name, by name and clues, by a code, by a person, not found."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Something for (above 0) or against a candidate, and what it is in a few words."""

    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its clues; the first is the name."""

    entity: Entity
    clues: tuple[Clue, ...]

    @property
    def total(self) -> float:
        """The sum of the weights: by it candidates are compared, also above 1."""
        return round(sum(clue.weight for clue in self.clues), 2)

    @property
    def score(self) -> float:
        """The sum of the weights, within 0..1."""
        return min(1.0, max(0.0, self.total))

    @property
    def reason(self) -> str:
        """The clues in words."""
        return "; ".join(clue.words for clue in self.clues)


def named(candidate: Candidate, worth: float) -> Clue:
    """The clue that a name gives: `worth` is what the caller makes of it."""
    return Clue(worth, f"{candidate.via} “{candidate.text}”")


def decide(subject: str, weighed: Iterable[Weighed]) -> Link:
    """The link of a thing: the best candidate if it is good enough and clearly the best."""
    ranked = _ranked(weighed)
    if not ranked or ranked[0].score < DOUBT:
        return Link(subject, "NotFound", _none(ranked), UNSPECIFIED, ranked[0].score if ranked else 0.0)
    best, score = ranked[0], ranked[0].score
    if score < THRESHOLD:
        return Link(subject, "NotFound", f"too weak: {best.reason}", UNSPECIFIED, score, None, _items(ranked))
    if len(ranked) > 1 and best.total - ranked[1].total < GAP:
        rest = f"as good as {ranked[1].entity.name} ({ranked[1].entity.id}): {best.reason}"
        return Link(subject, "Ambiguous", rest, UNSPECIFIED, score, None, _items(ranked))
    if best.entity.qid is None:
        return Link(subject, "NotFound", f"no item is known of {best.entity.id}: {best.reason}", UNSPECIFIED, score)
    justification = COMPOSITE if len(best.clues) > 1 else LEXICAL
    return Link(subject, "Linked", best.reason, justification, score, best.entity.qid, _items(ranked[1:]))


def _none(ranked: list[Weighed]) -> str:
    return f"too weak: {ranked[0].reason}" if ranked else "no entry of the gazetteer has this name"


def _ranked(weighed: Iterable[Weighed]) -> list[Weighed]:
    """Best first, each item once."""
    best: dict[str, Weighed] = {}
    for one in weighed:
        key = one.entity.qid or one.entity.id
        if key not in best or one.total > best[key].total:
            best[key] = one
    return sorted(best.values(), key=lambda w: (-w.total, w.entity.id))


def _items(ranked: list[Weighed]) -> tuple[str, ...]:
    return tuple(w.entity.qid for w in ranked if w.entity.qid and w.score >= DOUBT)
