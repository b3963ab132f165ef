"""What a second opinion changes, row by row of the table in `kg.extract.acts.judge`, and what it never does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import CommuniqueError, DataError, EndpointError
from kg.extract.acts.judge import AGREED, DISAGREED, DOUBTED, Opinion, Question
from kg.model import Action, Facts
from tests.reading import article, pipeline

ATTACK = "France attacked Mali on Monday."
BASE = 0.85  # of an act told by a verb


class Played:
    """A judge that answers as the test in hand has it, and remembers what it was asked."""

    name = "played"

    def __init__(self, answer: Callable[[Question], Opinion]) -> None:
        self._answer = answer
        self.asked: list[Question] = []

    def judge(self, question: Question) -> Opinion:
        self.asked.append(question)
        return self._answer(question)


def says(category: str, score: float = 0.95, **sides: str) -> Played:
    """A judge with one answer: a category, and parties by their names."""

    def answer(question: Question) -> Opinion:
        ids = {party.name: party.id for party in question.parties}
        named = {side: tuple(ids[name] for name in names.split()) for side, names in sides.items()}
        return Opinion({category: score}, named.get("actors"), named.get("recipients"))

    return Played(answer)


def fails(*faults: CommuniqueError | None) -> Played:
    """A judge that raises these in turn; None stands for an answer."""
    left = iter(faults)

    def answer(question: Question) -> Opinion:
        fault = next(left)
        if fault is not None:
            raise fault
        return Opinion({question.category: 1.0})

    return Played(answer)


def read(text: str, judge: Played | None) -> Facts:
    return replace(pipeline(), judge=judge).extract(article(text))


def only(facts: Facts) -> Action:
    assert len(facts.actions) == 1
    return facts.actions[0]


def parties(facts: Facts, ids: tuple[str, ...]) -> set[str]:
    return {actor.name for actor in facts.actors if actor.id in ids}


def test_without_a_judge_nothing_is_asked() -> None:
    assert only(read(ATTACK, None)).confidence == BASE
    assert pipeline().judge is None


def test_a_question_has_offsets_into_the_article() -> None:
    judge = says("Assault")
    text = "Talks went on. The army of France attacked Mali on Monday."
    read(text, judge)
    question = judge.asked[-1]
    assert text[question.sentence.start : question.sentence.end] == question.text
    assert text[question.trigger.start : question.trigger.end] == "attacked"
    assert {text[p.span.start : p.span.end] for p in question.parties} == {"army of France", "Mali"}
    assert {*question.actors, *question.recipients} <= {party.id for party in question.parties}
    assert question.category == "Assault"


def test_agreement_raises_the_confidence() -> None:
    action = only(read(ATTACK, says("Assault", 0.6, actors="France", recipients="Mali")))
    assert action.confidence == pytest.approx(BASE + AGREED)
    assert action.type == only(read(ATTACK, None)).type


def test_other_parties_lower_it_and_stay_out() -> None:
    facts = read(ATTACK, says("Assault", 1.0, actors="Mali", recipients="France"))
    assert only(facts).confidence == pytest.approx(BASE - DOUBTED)
    assert parties(facts, only(facts).actors) == {"France"}


def test_an_open_party_is_filled() -> None:
    text = "Mali was attacked on Monday, a blow to France."
    assert only(read(text, None)).actors == ()
    facts = read(text, says("Assault", 1.0, actors="France", recipients="Mali"))
    assert parties(facts, only(facts).actors) == {"France"}
    assert parties(facts, only(facts).recipients) == {"Mali"}


def test_the_sides_of_a_meeting_are_equals() -> None:
    action = only(read("France met Mali on Monday.", says("Consult", 1.0, actors="Mali", recipients="France")))
    assert action.confidence == pytest.approx(BASE + AGREED)


@pytest.mark.parametrize("score", [0.3, 0.89])
def test_doubt_about_the_category_only_lowers(score: float) -> None:
    action = only(read(ATTACK, says("Coerce", score)))
    assert action.confidence == pytest.approx(BASE - DISAGREED)
    assert action.type == only(read(ATTACK, None)).type


def test_no_category_at_all_lowers_too() -> None:
    action = only(read(ATTACK, Played(lambda question: Opinion({}))))
    assert action.confidence == pytest.approx(BASE - DISAGREED)


def test_a_sure_judge_replaces_the_category_and_nothing_else() -> None:
    before, after = only(read(ATTACK, None)), only(read(ATTACK, says("Coerce", 0.9)))
    assert after.type == "Coerce"
    assert after.mode is None
    assert replace(after, type=before.type, mode=before.mode, confidence=BASE) == before


def test_a_judge_that_also_thinks_of_the_lexicons_category_replaces_none() -> None:
    judge = Played(lambda question: Opinion({"Coerce": 0.95, "Assault": 0.2}))
    assert only(read(ATTACK, judge)).type != "Coerce"


def test_an_act_around_another_keeps_its_category_and_both_their_modality() -> None:
    text = "France threatened to attack Mali."
    before, after = read(text, None).actions, read(text, says("Accuse", 1.0)).actions
    assert [a.type for a in after] == [a.type for a in before]
    assert [a.modality for a in after] == [a.modality for a in before]
    assert len(before) == 2


def test_no_act_is_made_or_taken_away() -> None:
    text = "France attacked Mali. Norway is a country in the north. Mali asked Chad for help."
    counts = {len(read(text, judge).actions) for judge in (None, says("Protest"), Played(lambda q: Opinion({})))}
    assert len(counts) == 1


def test_confidence_stays_within_bounds() -> None:
    facts = read("An attack on Mali was reported. France met Mali.", Played(lambda q: Opinion({"Protest": 0.1})))
    assert all(0.05 <= action.confidence <= 0.98 for action in facts.actions)


def test_a_dead_judge_is_reported_once_and_asked_no_more() -> None:
    text = "France attacked Mali. Chad met Niger. Mali accused Chad of murder."
    judge = fails(EndpointError("Nobody there."))
    facts = read(text, judge)
    assert len(judge.asked) == 1
    assert facts.article.warnings == ("Nobody there. The rest of the article was read without a second opinion.",)
    assert facts.actions == read(text, None).actions


def test_a_useless_answer_costs_one_opinion() -> None:
    text = "France attacked Mali. Chad met Niger. Norway praised Sweden."
    facts = read(text, fails(DataError("Nonsense."), None, DataError("Nonsense.")))
    assert facts.article.warnings == ("Nonsense.",)
    assert [a.confidence > BASE for a in facts.actions] == [False, True, False]


@pytest.mark.parametrize(
    "opinion",
    [Opinion({"Kiss": 1.0}), Opinion({"Assault": 1.5}), Opinion({"Assault": 1.0}, actors=("e999",))],
)
def test_an_answer_beyond_the_question_is_of_no_use(opinion: Opinion) -> None:
    facts = read(ATTACK, Played(lambda question: opinion))
    assert only(facts).confidence == BASE
    assert len(facts.article.warnings) == 1
    assert "what it was not asked for" in facts.article.warnings[0]
