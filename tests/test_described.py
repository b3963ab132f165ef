"""Words of deeds that only describe, and deeds told by papers, by those who join others, and in official words."""

from __future__ import annotations

import pytest

from kg.read.article import read_bytes
from tests.reading import facts, in_words, pipeline, told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The decree names militants and those providing support to militants.", ()),
        ("We will find anyone supporting the Taliban.", ()),
        ("Those who attack ships are pirates.", ()),
        ("A drone wounded a clerk helping the Kenyan army.", ("Assault",)),
        ("Armed groups aligned with Iran left the town.", ()),
        ("Thousands of farmers have been forced to flee.", ()),
        ("In line with the agreements signed in Doha, Chad released ten rebels.", ("Concede",)),
        ("The envoy told of threats to kill or kidnap Ghanaian teachers.", ()),
        ("The parliament adopted a motion supporting Ukraine.", ("Support",)),
    ],
)
def test_who_is_only_described_does_nothing(text: str, kinds: tuple[str, ...]) -> None:
    found = {t.type for t in told(text)} - {"Retreat"}
    assert {k if k not in ("Killing", "Wounding") else "Assault" for k in found} == set(kinds)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("The General Assembly passed a resolution calling on Chad to stop.", "Request", 1, ("Chad",)),
        ("The Ghanaian parliament passed a motion condemning Togo.", "Accuse", 1, ("Togo",)),
        ("Norway joined Japan and India in urging China to disarm.", "Request", 3, ("China",)),
        ("OFAC designated Ali Karimi for having materially assisted Hezbollah.", "Aid", 1, ("Hezbollah",)),
        ("Chad, together with Niger, sanctioned Togo.", "Sanction", 2, ("Togo",)),
        ("Japan stands ready to take further measures against North Korea.", "Threaten", 1, ("North Korea",)),
        ("Kenya issued a stern warning that Togo would face consequences.", "Threaten", 1, ("Togo",)),
        ("The two presidents nominated Shinzo Abe for the peace prize.", "Support", 1, ("Shinzo Abe",)),
        ("Israel struck Hezbollah targets in Lebanon.", "Strike", 1, ("Hezbollah",)),
        ("Israel shelled sites in Syria used by Hezbollah.", "Strike", 1, ("Hezbollah",)),
        ("Canada announced plans for a new sanctions regime against Togo.", "Sanction", 1, ("Togo",)),
        ("OFAC acted in partnership with Bahrain.", "Cooperate", 1, ("Bahrain",)),
        ('"The arrest of a priest by Togo is reckless and illegal," said Ghana.', "Accuse", 1, ("Togo",)),
        (
            "\"Chad's raid is another example of its reckless behavior,\" said Niger's foreign minister.",
            "Accuse",
            1,
            ("Chad",),
        ),
    ],
)
def test_deeds_have_their_parties(text: str, kind: str, actors: int, recipients: tuple[str, ...]) -> None:
    found = [t for t in told(text) if t.type == kind]
    assert [(len(t.actors), t.recipients) for t in found] == [(actors, recipients)]


LETTER = "The White House\nMarch 4, 2019\n\nDear Mr. Chairman:\n\n{}\n\nSincerely,\n\nANNA B. KERN\n"
STATEMENT = "The White House\nMarch 4, 2019\n\nStatement by President Anna Kern, Jr. on Togo\n\n{}\n"


@pytest.mark.parametrize("form", [LETTER, STATEMENT])
@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("I condemn the attack by Togo on Ghana. Ghana thanked Niger for its help on Sunday.", "Anna"),
        ("We condemn the attack by Togo on Ghana. Ghana thanked Niger for its help on Sunday.", "United States"),
    ],
)
def test_who_speaks_in_an_official_text(form: str, text: str, actor: str) -> None:
    read = pipeline().extract(read_bytes(form.format(text).encode(), "test"))
    (blamed,) = (t for t in in_words(read) if t.type == "Accuse")
    assert [name.casefold().split()[0] for name in blamed.actors] == [actor.casefold().split()[0]]


def test_what_is_done_at_somebodys_wish_is_not_done_to_him() -> None:
    (struck,) = (t for t in told("At the direction of Togo, Ghana struck a camp of Hezbollah.") if t.type == "Strike")
    assert struck.recipients == ("Hezbollah",)


def test_one_speaker_blames_once() -> None:
    text = "\"Togo's raid is illegal. The raid by Togo is an affront,\" said Ghana's foreign minister."
    assert len([a for a in facts(text).actions if a.type == "Accuse"]) == 1
