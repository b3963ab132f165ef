"""Every word about things does its work in a short text: what is done to them, who runs them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.lexicon.tables import read_table
from kg.lexicon.words import thing_words
from tests.inflection import gerund, participle, past
from tests.reading import facts


def things(text: str) -> set[tuple[str, str | None]]:
    """The names of the assets of a text with who runs them."""
    read = facts(text)
    names = {actor.id: actor.name for actor in read.actors}
    return {(asset.name, names.get(asset.operator or "")) for asset in read.assets}


def done(phrase: str, thing: str) -> str:
    """A verb in the past with a thing behind it, its particle before that: "blew up the bridge"."""
    verb, _, particle = phrase.partition(" ")
    return f"{past(verb)} {particle + ' ' if particle else ''}{thing}"


BY_WAY = {
    "fire": "fired at",
    "shoot": "shot at",
    "seize": "seized from",
    "use": "used mortars against",
    "open fire": "opened fire on",
    "set fire": "set fire to",
    "lay siege": "laid siege to",
}
THINGS: dict[str, tuple[Callable[[str], list[str]], tuple[str, str | None]]] = {
    "done to a thing": (
        lambda w: [f"Ghana {done(w, 'the hospital')}.", f"Soldiers {done(w, 'two hospitals')} on Monday."],
        ("hospital", None),
    ),
    "deed on a thing": (
        lambda w: [f"They spoke of the {w} {link} the hospital." for link in ("on", "of", "against")],
        ("hospital", None),
    ),
    "aimed at a thing": (
        lambda w: [f"Soldiers {BY_WAY.get(w, past(w) + ' into')} the hospital.", f"It was {past(w)} from a hospital."],
        ("hospital", None),
    ),
    "military": (lambda w: [f"The {w} hospital lay there.", f"They saw a {w} building there."], ("hospital", None)),
    "sending": (
        lambda w: [f"Ghana {past(w)} 600 officers to Togo.", f"They spoke of a {w} of 600 officers."],
        ("officers", None),
    ),
    "carrying": (
        lambda w: [f"A ship {gerund(w)} rice lay off Togo.", f"The port let in a ship {participle(w)} with rice."],
        ("ship", None),
    ),
    "meeting": (
        lambda w: [f"Kofi Mensah {past(w)} him at the palace.", f"They had a {w} at the palace."],
        ("palace", None),
    ),
    "serving": (lambda w: [f"Some 600 officers {past(w)} there."], ("officers", None)),
    "making": (lambda w: [f"Togo used Ghanaian-{w} drones in the war."], ("drones", "Togo")),
    "running": (lambda w: [f"They spoke of a drone {participle(w)} by Ghana."], ("drone", "Ghana")),
    "giving": (
        lambda w: [f"Norway {past(w)} six missiles to Ghana.", f"They spoke of the {w} of six missiles to Ghana."],
        ("missiles", "Ghana"),
    ),
    "counting": (lambda w: [f"Ghana deployed a {w} of armoured vehicles."], ("armoured vehicles", "Ghana")),
    "launching": (
        lambda w: [f"They spoke of missiles {participle(w)} from the destroyer USS Kumasi."],
        ("missiles", "United States"),
    ),
}


@pytest.mark.parametrize("kind", THINGS)
def test_every_word_about_things_is_read(kind: str) -> None:
    texts, (name, operator) = THINGS[kind]
    lost_words = [
        word
        for word in sorted(thing_words(kind))
        if not any(
            name.rstrip("s") in found and (operator is None or operator == owner)
            for text in texts(word)
            for found, owner in things(text)
        )
    ]
    assert lost_words == []


def test_those_who_come_to_harm_are_no_force() -> None:
    words = sorted(thing_words("harm to persons"))
    texts = ("They {past} 700 soldiers.", "They spoke of the {word} of 700 soldiers.", "About 700 soldiers {past}.")
    kept = [w for w in words if all(things(text.format(word=w, past=past(w))) for text in texts)]
    assert kept == []
    assert things("They saw 700 soldiers.")


def test_every_kind_of_word_about_things_is_tested() -> None:
    assert {row["kind"] for row in read_table("things")} == THINGS.keys() | {"harm to persons"}
