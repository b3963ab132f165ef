"""Bodies told without their state or by what they are."""

from __future__ import annotations

from tests.reading import facts


def test_a_body_with_its_name_behind_it_is_that_body() -> None:
    read = facts("State news agency SANA said the army had killed dozens of rebels near Homs.")
    assert [a.name for a in read.actors if a.type == "MediaOrganization"] == ["Syrian Arab News Agency"]


def test_a_body_is_of_the_state_whose_own_media_tell_of_it() -> None:
    text = "It came after Russia had blocked a statement. State news agency SANA said the army had attacked Homs."
    assert [a.country for a in facts(text).actors if a.name == "army"] == ["SYR"]
