"""A made-up graph in our own model: the same seed gives the same quads.

Each article goes through the same code as one that was read, so the shape is right: the graph of the article,
entities that articles share, metadata. People and states are drawn unevenly, so there are hubs as in the news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from pyoxigraph import Quad

from kg.build import ontology_quads
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.model import Action, Actor, Article, Claim, Facts, Mention, PartialDate, Passage, Place, Span, Statement
from kg.store.embedded import Database

STATES: Final = tuple(
    "FRA France|IRN Iran|ISR Israel|OMN Oman|EGY Egypt|TUR Turkey|IND India|CHN China|JPN Japan|BRA Brazil|KEN Kenya|"
    "NGA Nigeria|ESP Spain|ITA Italy|DEU Germany|POL Poland|UKR Ukraine|RUS Russia|CAN Canada|MEX Mexico|QAT Qatar|"
    "SAU Saudi Arabia|PAK Pakistan|IDN Indonesia".split("|")
)
"""ISO code and name."""
TYPES: Final = ("Consult", "Threaten", "Strike", "Sanction", "Accuse", "Request", "Agree", "Aid", "Visit", "Reject")
MODALITIES: Final = ("Occurred", "Occurred", "Occurred", "Planned", "Threatened", "Ongoing")
SYLLABLES: Final = (
    "ka",
    "mo",
    "ri",
    "tel",
    "an",
    "sho",
    "vel",
    "du",
    "bar",
    "ne",
    "lis",
    "gor",
    "ta",
    "min",
    "fe",
    "zu",
)
WORDS: Final = (
    "the talks on the border will go on until both sides accept what was agreed in spring about water grain and "
    "prisoners while envoys prepare a further round and ships leave the harbour under a flag of truce"
).split()
PEOPLE: Final = 3000
FIRST_DAY: Final = date(2023, 1, 1)
DAYS: Final = 730
ACTIONS_PER_ARTICLE: Final = 6

_At: TypeAlias = Callable[[int, int, int], Passage]
"""Sentence, first word, word after the last: the passage."""


def make_facts(number: int, seed: int = 7) -> Facts:
    """The facts of one made-up article; its number and the seed decide everything."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 -- repeatable on purpose
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    sentences = [_sentence(chance) for _ in range(ACTIONS_PER_ARTICLE + 2)]
    starts = [sum(len(s) + 1 for s in sentences[:n]) for n in range(len(sentences))]
    text = " ".join(sentences)

    def at(sentence: int, first: int, last: int) -> Passage:
        """Some words of a sentence as a passage; the words count from 0."""
        words = sentences[sentence].split(" ")
        start = starts[sentence] + sum(len(word) + 1 for word in words[:first])
        return Passage(Span(start, start + len(" ".join(words[first:last]))), sentence)

    states = _uneven(chance, len(STATES), 4)
    people = _uneven(chance, PEOPLE, 4)
    actors = [
        *(_state(code_and_name, at(n, 0, 1)) for n, code_and_name in enumerate(STATES[state] for state in states)),
        *(_person(person, at(n, 1, 3)) for n, person in enumerate(people)),
    ]
    actions = [_action(n, chance, actors, at, day) for n in range(ACTIONS_PER_ARTICLE)]
    return Facts(
        article=Article(
            f"made-{number:06}",
            text,
            sha256(text.encode()).hexdigest(),
            issued=_partial(day),
            publisher=f"Wire {chance.randrange(12)}",
            title=" ".join(sentences[0].split(" ")[:6]).capitalize(),
        ),
        actors=tuple(actors),
        places=(Place("place", "Settlement", _name(chance.randrange(300)), at(6, 0, 1), (), "FRA"),),
        actions=tuple(actions),
        claims=tuple(Claim(f"c{n}", a.id, at(n, 4, 5), source=actors[0].id) for n, a in enumerate(actions)),
        statements=tuple(_statement(n, at, text, actors) for n in range(2)),
        mentions=tuple(Mention(actor.evidence.span, actor.evidence.sentence, actor.id) for actor in actors),
        dateline_place="place",
    )


def _sentence(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randrange(12, 24)))


def _uneven(chance: Random, size: int, number: int) -> list[int]:
    """Different numbers below `size`, low ones far more often."""
    found: dict[int, None] = {}
    while len(found) < number:
        found[int(size * chance.random() ** 3)] = None
    return list(found)


def _name(number: int) -> str:
    chance = Random(number)  # noqa: S311
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _state(code_and_name: str, evidence: Passage) -> Actor:
    code, _, name = code_and_name.partition(" ")
    return Actor(code.lower(), "State", name, evidence, country=code)


def _person(number: int, evidence: Passage) -> Actor:
    code = STATES[number % len(STATES)][:3]
    return Actor(f"p{number}", "Person", f"{_name(number)} {_name(number + PEOPLE)}", evidence, country=code)


def _action(n: int, chance: Random, actors: list[Actor], at: _At, day: date) -> Action:
    actor, recipient = chance.sample(actors, 2)
    return Action(
        f"a{n}",
        chance.choice(TYPES),
        chance.choice(MODALITIES),
        at(n, 3, 8),
        (actor.id,),
        (recipient.id,),
        start_date=_partial(day - timedelta(days=chance.randrange(4))),
        place="place" if n % 3 == 0 else None,
        in_response_to=f"a{n - 1}" if n % 2 else None,
    )


def _statement(n: int, at: _At, text: str, actors: list[Actor]) -> Statement:
    evidence = at(n, 5, 12)
    return Statement(f"s{n}", text[evidence.span.start : evidence.span.end], True, evidence, speaker=actors[n].id)


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def make_database(db: Path, quads: int, base: str, seed: int = 7) -> int:
    """A published database of at least `quads` quads; gives how many it has. It must not exist yet."""
    iris = Iris(base)
    with Database(db, base) as database:
        database.store.bulk_extend(_stream(iris, quads, seed))
        database.store.optimize()
        database.publish()
        return len(database.store)


def _stream(iris: Iris, least: int, seed: int) -> Iterator[Quad]:
    """Quads of one article after the other until that many different ones have passed."""
    shared: set[Quad] = set(ontology_quads(iris))
    yield from shared
    passed = len(shared)
    for number in count():
        if passed >= least:
            return
        article = facts_to_quads(make_facts(number, seed), iris)
        yield from (quad for quad in article.known if quad not in shared)
        passed += len(set(article.known) - shared) + len(article.said) + len(article.listed)
        shared.update(article.known)
        yield from article.said
        yield from article.listed
