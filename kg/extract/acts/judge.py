"""The type judge's seam: a clause with its parties to scores of PLOVER categories, as a second opinion.

`TypeJudge` is the protocol. The first opinion is always the lexicon's (`kg.extract.acts.matching`), and where no
judge is set nothing is asked. A judge is asked about acts that were found, one question an act. It can make
no act, take none away, and says nothing about modality, date or attribution. What its answer changes:

    it says                                         then
    the same category (and the same parties)        the confidence rises by AGREED
    the same category, other parties                a party that was left open is filled; where a party that
                                                    was read differs, the confidence falls by DOUBTED
    another category, or none of them               the confidence falls by DISAGREED
    another category at SURE or more, and the       the category is replaced, with the same loss; only of an
    lexicon's at UNSURE or less                     act that stands alone: the modality of a threatened or
                                                    asked act hangs on the category of the act around it

A judge that fails is a matter for a note to the user, never for the article: `ask_judge` returns the notes,
each fault once, and the acts stay as the lexicon has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from kg.errors import CommuniqueError, DataError, EndpointError
from kg.extract.acts.act import SYMMETRIC, Act
from kg.extract.reference.cast import Cast
from kg.language.document import Document
from kg.lexicon.triggers import CATEGORIES
from kg.model import Span

AGREED: Final = 0.1
DOUBTED: Final = 0.1
DISAGREED: Final = 0.2
"""What a second opinion adds to or takes from a confidence: two readers who agree are nearly always right, and a
disagreement about the category costs more than one about the parties."""
SURE: Final = 0.9
UNSURE: Final = 0.1
"""A category is replaced only where the judge is this sure of another one and this unsure of the lexicon's."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom the sentence refers to: the entity's id, its name, and where the sentence refers to it."""

    id: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """One act in its sentence. Spans are offsets into the article, `text` the sentence's own words.

    `category` is the lexicon's; `actors` and `recipients` are ids, all of them among `parties`.
    """

    text: str
    sentence: Span
    trigger: Span
    category: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Scores 0..1 by category, absent ones 0, and who the parties are; None where the judge leaves them open."""

    scores: Mapping[str, float]
    actors: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None

    @property
    def best(self) -> str | None:
        """The category with the highest score, the first by name of equals; None where none has any."""
        found = min(self.scores.items(), key=lambda item: (-item[1], item[0]), default=None)
        return found[0] if found is not None and found[1] > 0 else None


class TypeJudge(Protocol):
    """Gives second opinions on acts."""

    name: str
    """Name and version; what is read depends on it."""

    def judge(self, question: Question) -> Opinion:
        """The opinion on one act.

        Raises EndpointError where there is no sense in asking further, DataError where this answer is of no use.
        """
        ...


def ask_judge(document: Document, cast: Cast, acts: Sequence[Act], judge: TypeJudge) -> tuple[str, ...]:
    """Let a judge weigh the acts that are to be told; notes for the user, each fault once."""
    faults: dict[str, None] = {}
    for act in acts:
        if act.dropped:
            continue
        question = question_about(document, cast, act)
        try:
            opinion = judge.judge(question)
            check_opinion(question, opinion, judge.name)
        except EndpointError as exc:
            faults[f"{exc} The rest of the article was read without a second opinion."] = None
            break
        except CommuniqueError as exc:
            faults[str(exc)] = None
            continue
        weigh(act, opinion)
    return tuple(faults)


def check_opinion(question: Question, opinion: Opinion, judge: str) -> None:
    """Raise DataError for categories, scores or parties that a judge cannot speak of."""
    wrong = sorted(set(opinion.scores) - set(CATEGORIES))
    wrong += [f"{name} {score}" for name, score in opinion.scores.items() if not 0.0 <= score <= 1.0]
    offered = {party.id for party in question.parties}
    wrong += sorted({*(opinion.actors or ()), *(opinion.recipients or ())} - offered)
    if wrong:
        raise DataError(f"The type judge {judge} answered with what it was not asked for: {', '.join(wrong)}.")


def question_about(document: Document, cast: Cast, act: Act) -> Question:
    """The question that an act puts to a judge; parties of the act that its sentence does not name come along."""
    sentence = document.sentence_of(act.head)
    references = [*reversed(cast.within(document.tokens_of(sentence)))]
    parties = {e.id: Party(e.id, e.canonical, reference.span) for reference, e in references if e.is_actor}
    for i in (*act.actors, *act.recipients):
        elsewhere = next((r.span for r in cast.references() if r.entity == i), None)
        if i not in parties and elsewhere is not None:
            parties[i] = Party(i, cast.entities[i].canonical, elsewhere)
    return Question(
        text=document.text[sentence.span.start : sentence.span.end],
        sentence=sentence.span,
        trigger=document.span_of([act.head, *act.match.used]),
        category=act.category,
        actors=act.actors,
        recipients=act.recipients,
        parties=tuple(sorted(parties.values(), key=lambda party: (party.span, party.id))),
    )


def weigh(act: Act, opinion: Opinion) -> None:
    """Change an act's category, parties and confidence as the table above says."""
    best = opinion.best
    if best != act.category:
        act.surety -= DISAGREED
        if best is not None and _certain(act.category, best, opinion) and not act.inner and act.wrapper is None:
            _recategorise(act, best)
        return
    if _fill_parties(act, opinion):
        act.surety += AGREED
    else:
        act.surety -= DOUBTED


def _certain(category: str, best: str, opinion: Opinion) -> bool:
    return opinion.scores[best] >= SURE and opinion.scores.get(category, 0.0) <= UNSURE


def _recategorise(act: Act, category: str) -> None:
    """The category alone: a mode of the old one is none of the new one."""
    act.category = category
    act.match = replace(act.match, trigger=replace(act.match.trigger, category=category, mode=None))
    act.mediates = False


def _fill_parties(act: Act, opinion: Opinion) -> bool:
    """Fill what is open; whether the judge's parties contradict none that were read."""
    actors, recipients = opinion.actors, opinion.recipients
    if act.category in SYMMETRIC:
        together = {*(actors or ()), *(recipients or ())}
        if act.actors and act.recipients and together:
            return together == {*act.actors, *act.recipients}
    agreed = all(
        not own or not other or set(own) == set(other)
        for own, other in ((act.actors, actors), (act.recipients, recipients))
    )
    if agreed:
        act.actors = act.actors or tuple(i for i in actors or () if i not in act.recipients)
        act.recipients = act.recipients or tuple(i for i in recipients or () if i not in act.actors)
    return agreed
