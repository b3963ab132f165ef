"""Bodies told without their state or by what they are."""

from __future__ import annotations

import pytest

from tests.reading import facts


def test_a_body_with_its_name_behind_it_is_that_body() -> None:
    read = facts("State news agency SANA said the army had killed dozens of rebels near Homs.")
    assert [a.name for a in read.actors if a.type == "MediaOrganization"] == ["Syrian Arab News Agency"]


def test_a_body_is_of_the_state_whose_own_media_tell_of_it() -> None:
    text = "It came after Russia had blocked a statement. State news agency SANA said the army had attacked Homs."
    assert [a.country for a in facts(text).actors if a.name == "army"] == ["SYR"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Pakistan's army shelled a camp. The Foreign Office in Islamabad condemned Chad.", "PAK"),
        ("Pakistan's Foreign Office condemned Chad. The Foreign Office summoned the Indian envoy.", "PAK"),
        ("Britain complained. The Foreign Office summoned the Russian envoy.", "GBR"),
    ],
)
def test_several_states_have_a_foreign_office(text: str, state: str) -> None:
    offices = {actor.country for actor in facts(text).actors if actor.type == "GovernmentBody"}
    assert offices == {state}
