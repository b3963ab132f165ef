"""Delegates in the records of meetings."""

from __future__ import annotations

import pytest

from tests.reading import facts
from tests.test_speech import reported


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("PETRA HOLM (Norway) said that Ghana had attacked Togo.", "Petra Holm", "NOR"),
        ("KOFI MENSAH-ADDO (Ghana), noting the vote, said that the raid was a crime.", "Kofi Mensah-Addo", "GHA"),
    ],
)
def test_a_name_in_capitals_before_a_state(text: str, name: str, country: str) -> None:
    people = {(a.name, a.country) for a in facts(text).actors if a.type == "Person"}
    assert people == {(name, country)}


def test_he_is_the_delegate_who_spoke_last() -> None:
    text = (
        "PETRA HOLM (Norway) said that Ghana had attacked Togo.\n\n"
        "EMIL KRAUS (Austria), explaining his vote, said that the raid was a crime. He said that the truce was over."
    )
    assert reported(text)[-1] == ("the truce was over", "Emil Kraus")


def test_capitals_before_other_brackets_are_no_person() -> None:
    assert not [a for a in facts("NEW RULES (draft) apply in Ghana.").actors if a.type == "Person"]
