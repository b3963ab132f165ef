"""The office of a person who holds a post is a body of its own: "Prime Minister X's office"."""

from __future__ import annotations

import pytest

from tests.reading import facts, in_words


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Prime Minister Anna Kern's office condemned Togo on Monday.", "Prime Minister Anna Kern's office"),
        ("Ghanaian President Kofi Ray's Office urged Togo to withdraw.", "Ghanaian President Kofi Ray's Office"),
        ("Ghana's foreign minister, Ama Boat, left Lomé. Boat's office accused Togo of spying.", "Boat's office"),
        ("The prime minister's office in Accra rejected the offer.", "prime minister's office"),
    ],
)
def test_an_office_acts(text: str, office: str) -> None:
    read = facts(text)
    assert next(act.actors for act in in_words(read)) == (office,)
    assert next(actor.type for actor in read.actors if actor.name == office) == "GovernmentBody"


def test_it_is_of_the_state_of_the_person() -> None:
    read = facts("Ghanaian President Kofi Ray met lawmakers in Accra. Ray's office accused Togo of spying.")
    assert next(actor.country for actor in read.actors if actor.name == "Ray's office") == "GHA"


@pytest.mark.parametrize(
    "text",
    [
        "The envoys met in President Kofi Ray's office in Accra on Monday.",
        "Kofi Ray's office condemned Togo.",
    ],
)
def test_a_room_is_nobody_and_so_is_the_office_of_one_without_a_post(text: str) -> None:
    assert not any(actor.name.endswith("office") for actor in facts(text).actors)
