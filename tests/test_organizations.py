"""Organizations are found by the pattern of their names, with the state that they belong to."""

from __future__ import annotations

import pytest

from kg.model import Actor
from tests.reading import facts


def bodies(text: str) -> dict[str, Actor]:
    """The actors of a text that are neither persons nor states, by name."""
    return {a.name: a for a in facts(text).actors if a.type not in ("Person", "State", "UnnamedSource")}


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("The Kenyan Ministry of Defence denied it.", "Kenyan Ministry of Defence", "GovernmentBody", "KEN"),
        ("Togo's foreign ministry denied it.", "Togolese foreign ministry", "GovernmentBody", "TGO"),
        ("Togo's parliament approved the law.", "Togolese parliament", "Legislature", "TGO"),
        ("Chile's navy denied it.", "Chilean navy", "ArmedForce", "CHL"),
        ("Zimbabwe's opposition denied it.", "Zimbabwean opposition", "PoliticalParty", "ZWE"),
        (
            "Peru's National Intelligence Directorate denied it.",
            "Peruvian National Intelligence Directorate",
            "GovernmentBody",
            "PER",
        ),
    ],
)
def test_bodies_of_states(text: str, name: str, kind: str, country: str) -> None:
    read = facts(text)
    body = bodies(text)[name]
    owner = next(a for a in read.actors if a.type == "State")
    assert (body.type, body.country, body.part_of) == (kind, country, owner.id)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Norwegian Refugee Council left Khartoum.", "Norwegian Refugee Council", "Organization"),
        ("Commanders of the Northern Army resigned.", "Northern Army", "ArmedForce"),
        (
            "The General Command of the Armed Forces of the Philippines denied it.",
            "General Command of the Armed Forces of the Philippines",
            "ArmedForce",
        ),
        ("The Popular Front for Harbour Rights denied it.", "Popular Front for Harbour Rights", "ArmedGroup"),
        ("The Biden administration denied it.", "Biden administration", "Government"),
    ],
)
def test_bodies_by_their_head_word(text: str, name: str, kind: str) -> None:
    assert bodies(text)[name].type == kind


def test_one_body_however_its_state_is_said() -> None:
    text = "Iran's Foreign Ministry condemned the raid. The Iranian foreign ministry later summoned a diplomat."
    assert len([b for b in bodies(text).values() if b.type == "GovernmentBody"]) == 1


def test_an_and_between_two_bodies_joins_no_name() -> None:
    text = "The Kenyan Ministry of Defence and the Somali army signed a pact."
    assert sorted(b.type for b in bodies(text).values()) == ["ArmedForce", "GovernmentBody"]


def test_soldiers_of_a_state_are_no_name_of_a_body() -> None:
    assert not bodies("Israeli soldiers were seen on the road.")


def test_a_ministry_of_nobody_is_no_body() -> None:
    assert not bodies("The ministry denied it.")
