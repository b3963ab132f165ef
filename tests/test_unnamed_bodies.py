"""Bodies that act without a name ("riot police", "the authorities"), and peoples that are their state."""

from __future__ import annotations

import pytest

from tests.reading import acts, facts


@pytest.mark.parametrize(
    ("text", "kind", "name", "country"),
    [
        ("Police arrested 40 people in Kumasi. Ghana denied it.", "GovernmentBody", "police", "GHA"),
        ("In Accra, riot police beat the students.", "GovernmentBody", "riot police", "GHA"),
        ("In Accra, the authorities expelled two diplomats.", "Government", "authorities", "GHA"),
        ("In Accra, the security forces opened fire on the crowd.", "ArmedForce", "security forces", "GHA"),
        ("Kenyan police arrested two men.", "GovernmentBody", "Kenyan police", "KEN"),
        ("Turkish Cypriot police arrested two men.", "GovernmentBody", "Turkish Cypriot police", "CYP"),
        ("Militias attacked the village.", "ArmedGroup", "militias", None),
    ],
)
def test_a_body_without_a_name(text: str, kind: str, name: str, country: str | None) -> None:
    found = {(a.type, a.name.lower(), a.country) for a in facts(text).actors}
    assert (kind, name.lower(), country) in found


@pytest.mark.parametrize(
    "text",
    ["Several militias attacked the village.", "Foreign governments accused Ghana.", "Three militias were blamed."],
)
def test_several_bodies_are_not_one(text: str) -> None:
    assert not [a for a in facts(text).actors if a.type in ("Government", "ArmedGroup", "GovernmentBody")]


def test_all_forces_of_a_state_are_those_that_are_named() -> None:
    text = "The Ghanaian Armed Forces left the town on Monday. In Accra, government troops arrested two officers."
    assert ("Coerce", ("Ghana Armed Forces",), ("two officers",)) in acts(text) or [
        a.name for a in facts(text).actors if a.type == "ArmedForce"
    ] == ["Ghanaian Armed Forces"]


def test_a_people_is_its_state_where_that_is_told_of() -> None:
    assert ("Reject", ("Kenya",), ()) in acts("Kenya asked for time. The Kenyans rejected the plan.")


def test_a_people_elsewhere_is_no_state() -> None:
    assert ("Reject", ("The Albanians",), ()) in acts("The Albanians rejected the plan.")


def test_troops_are_called_without_their_number() -> None:
    text = "Some 3,000 Kenyan troops shelled the town."
    force = next(a for a in facts(text).actors if a.type == "ArmedForce")
    assert "Kenyan troops" in {force.name, *force.aliases}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "In Accra, the authorities expelled two envoys. The government later arrested two nurses in Kumasi.",
            ("Coerce", ("authorities",), ("two nurses",)),
        ),
        (
            "Kenyan police arrested two men in Nairobi. Police later arrested a nurse in Nairobi.",
            ("Coerce", ("Kenyan police",), ("a nurse",)),
        ),
        ("Togo accused the authorities in Accra of lies.", ("Accuse", ("Togo",), ("Ghana",))),
    ],
)
def test_one_body_by_two_names(text: str, told: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert told in acts(text)


def test_who_deals_with_a_government_is_not_its_state() -> None:
    text = "Kenya asked for time. Kenya accused the royal government of lies."
    assert ("Government", "royal government", "KEN") not in {(a.type, a.name, a.country) for a in facts(text).actors}
