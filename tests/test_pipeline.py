"""The whole pipeline: what holds for every text."""

from __future__ import annotations

import itertools
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.listing import each_fact
from kg.model import Facts, Passage, Span
from tests.reading import ISSUED, article, facts, pipeline

STORY = (
    "Slovak President Angela Novak met Norwegian Prime Minister Emil Kraus in Oslo on Monday.\n"
    "“We urge Russia to withdraw from Ukraine,” Novak told reporters. Kraus said that Norway would send six "
    "Leopard 2 tanks to Ukraine, and accused Russia of shelling Kharkiv.\n"
    "Russia's foreign ministry denied it. According to two officials, the USS Nimitz left port on Friday.\n"
    "“The talks were long,” Kraus said, “but they were good.” He thanked Novak, and she thanked him.\n"
)
WORDS = (
    "Russia Ukraine Novak “ ” said that attacked met in Oslo on Monday , . The president of ’s and with talks to "
    'withdraw its troops : according who ( ) USS Nimitz not will foreign minister , \n " accused shelling'
).split(" ")
DATA = Path(__file__).parent / "data"
MIXES = 60
LONG = 300_000
SECONDS_FOR_LONG = 180  # about four times what two busy cores need; anything quadratic takes longer


def passages(read: Facts) -> list[Passage]:
    """Every passage of some facts."""
    evidence = [fact.evidence for _, fact in each_fact(read)]
    further = [p for action in read.actions for p in action.further]
    return [*evidence, *further, *(p for s in read.statements for p in s.passages)]


def check(read: Facts) -> None:
    """What holds for the facts of every text."""
    text = read.article.text
    for passage in passages(read):
        assert 0 <= passage.span.start < passage.span.end <= len(text)
        sentence = read.sentences[passage.sentence]
        assert sentence.start <= passage.span.start < sentence.end or not sentence.overlaps(passage.span)
    for mention in read.mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
    for first, second in itertools.pairwise(read.sentences):
        assert first.end <= second.start
    check_links(read)


def check_links(read: Facts) -> None:
    """Every id that is referred to is there, once."""
    actors, places = [a.id for a in read.actors], [p.id for p in read.places]
    assets, actions = [s.id for s in read.assets], [a.id for a in read.actions]
    tenures = [t.id for t in read.tenures]
    for ids in (actors, places, assets, actions, tenures):
        assert len(ids) == len(set(ids))
    bodies = [i for a in read.actors for i in (a.member_of, a.part_of) if i]
    bodies += [t.organization for t in read.tenures if t.organization]
    assert set(bodies) <= {*actors, *places}  # a governor may be the one of a province
    named_actors = [i for a in read.actions for i in (*a.actors, *a.recipients)]
    named_actors += [t.holder for t in read.tenures]
    named_actors += [i for s in read.statements for i in (s.speaker, s.addressee) if i]
    named_actors += [i for c in read.claims for i in (c.source, c.relayed_by) if i]
    named_actors += [s.operator for s in read.assets if s.operator]
    assert set(named_actors) <= set(actors)
    assert {a.place for a in read.actions if a.place} <= {*actors, *places}
    assert {s.located_in for s in read.assets if s.located_in} <= {*actors, *places}
    assert {s.part_of for s in read.assets if s.part_of} <= set(assets)
    assert {i for a in read.actions for i in a.uses} <= set(assets)
    assert {i for a in read.actions for i in (a.content, a.in_response_to) if i} <= set(actions)
    assert {i for s in read.statements for i in s.about} <= set(actions)
    assert {c.claims for c in read.claims} <= {*actions, *tenures}
    assert {m.refers_to for m in read.mentions} <= {*actors, *places, *assets}


def test_a_story() -> None:
    read = facts(STORY)
    check(read)
    assert {a.type for a in read.actions} >= {"Meeting", "Request", "Accuse", "Aid", "Support", "Strike", "Reject"}
    assert {t.kind for t in read.tenures} == {"HeadOfState", "HeadOfGovernment"}
    assert [s.text for s in read.statements if s.direct] == [
        "We urge Russia to withdraw from Ukraine,",
        "The talks were long, but they were good.",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "  \t ", "\r\n\r\n"])
def test_an_empty_article_has_no_facts(text: str) -> None:
    assert facts(text) == Facts(article(text))


def test_an_article_whose_body_is_empty_has_no_facts() -> None:
    empty = replace(article(STORY), body=Span(0, 0))
    assert pipeline().extract(empty) == Facts(empty)


@pytest.mark.parametrize(
    "text",
    [
        "…",
        "* * *",
        "1 2 3 4 5",
        "Advertisement",
        "Yes.",
        "Heat the oven. Mix flour, butter and sugar, and bake the dough for an hour until it is brown.",
    ],
)
def test_a_text_without_a_story_tells_nothing(text: str) -> None:
    read = facts(text)
    check(read)
    assert (read.actions, read.tenures, read.assets, read.statements, read.claims) == ((), (), (), (), ())


def test_facts_lie_in_the_body_alone() -> None:
    head = "Ghana condemned Togo.\n"
    read = pipeline().extract(replace(article(head + STORY), body=Span(len(head), len(head + STORY))))
    check(read)
    assert min(p.span.start for p in passages(read)) >= len(head)
    assert not {"Ghana", "Togo"} & {a.name for a in read.actors}


def test_the_same_text_gives_the_same_facts() -> None:
    assert facts(STORY) == facts(STORY)


def test_other_articles_leave_no_trace() -> None:
    before = facts(STORY)
    facts("Emil Novak of Ghana met Angela Kraus. Novak is the king of Togo.")
    assert facts(STORY) == before


def test_line_ends_change_nothing_but_offsets() -> None:
    unix, windows = facts(STORY), facts(STORY.replace("\n", "\r\n"))
    check(windows)
    assert [a.type for a in unix.actions] == [a.type for a in windows.actions]
    assert [s.text for s in unix.statements] == [s.text for s in windows.statements]


@pytest.mark.slow
def test_a_long_article_is_read_in_reasonable_time() -> None:
    text = STORY * (LONG // len(STORY) + 1)
    begin = time.monotonic()
    read = facts(text)
    assert time.monotonic() - begin < SECONDS_FOR_LONG
    assert len(text) >= LONG
    assert len(read.sentences) > 1000
    check(read)


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    check(facts(text))


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_words_can_be_read(words: list[str]) -> None:
    check(facts(" ".join(words)))


@given(st.lists(st.sampled_from(WORDS), max_size=20))
@settings(max_examples=15, deadline=None)
def test_any_words_without_a_date_can_be_read(words: list[str]) -> None:
    check(facts(" ".join(words), None))


def test_what_the_parser_could_not_hold_is_refused() -> None:
    with pytest.raises(ReadError, match=r"a paragraph has 10\d,\d+ characters, more than the 100,000"):
        facts("The talks went on. " * 5_500)


def test_the_article_is_handed_through() -> None:
    given_article = article(STORY)
    assert pipeline().extract(given_article).article is given_article
    assert given_article.issued == ISSUED


def test_sentences_of_articles_in_any_company() -> None:
    """What one article never has together, another has: mixed sentences of all the annotated articles of our own."""
    sentences = [
        sentence
        for path in sorted(DATA.glob("articles*/*.txt"))
        for sentence in re.split(r"(?<=[.”\"])\s+", path.read_text(encoding="utf-8"))
        if sentence
    ]
    draw = random.Random(MIXES)  # noqa: S311 -- nothing secret
    for _ in range(MIXES):
        check(facts(" ".join(draw.sample(sentences, 15))))
