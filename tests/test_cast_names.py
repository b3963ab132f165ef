"""Names that a small model cuts or mixes with what stands beside them."""

from __future__ import annotations

import pytest

from tests.reading import facts, names_of
from tests.test_offices import held


def people(text: str) -> set[str]:
    """The names of the persons of a text."""
    return {actor.name for actor in facts(text).actors if actor.type == "Person"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gen. Carlos dos Santos Melo, Angola's chief delegate, left Geneva.", "Carlos dos Santos Melo"),
        ('Army Gen. William "Buck" Harris, commander of U.S. Southern Command, left.', 'William "Buck" Harris'),
        ("Pentagon Press Secretary Air Force Maj. Gen. Paul Rydell told reporters that it was so.", "Paul Rydell"),
        ("Senior Advisor for Balkan Negotiations Louis Bonner flew to Pristina.", "Louis Bonner"),
    ],
)
def test_names_are_whole_and_bare(text: str, name: str) -> None:
    assert people(text) == {name}


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "Pentagon Press Secretary Air Force Maj. Gen. Paul Rydell told reporters that it was so.",
            "Paul Rydell = Spokesperson / U.S. Department of Defense / Current",
        ),
        (
            "The State Department's Cyprus co-ordinator, Carl Hansen, left Nicosia.",
            "Carl Hansen = Official / U.S. Department of State / Current",
        ),
        ("In Riyadh, King Salman received the envoy.", "Salman = Monarch / Saudi Arabia / Current"),
    ],
)
def test_offices_beside_ranks_and_fields(text: str, office: str) -> None:
    assert office in held(text)


def test_the_field_of_an_office_is_no_body() -> None:
    text = "Treasury Under Secretary for Terrorism and Financial Intelligence Anna Kern said the firm was sanctioned."
    assert "Terrorism and Financial Intelligence" not in names_of(facts(text)).values()


def test_rebels_called_by_capitals_are_an_armed_group() -> None:
    assert ("Forces Libres", "ArmedGroup") in {
        (a.name, a.type) for a in facts("The rebel Forces Libres rejected the plan.").actors
    }


def test_a_site_at_an_unknown_name_tells_a_place() -> None:
    read = facts("Turkey asked to use the airfield at Gecit. The mayor of Kalymos, Petros Dimas, agreed.")
    assert {"Gecit", "Kalymos"} <= {place.name for place in read.places}


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        (
            "They sued Volta Marine Services Pte. Ltd. The firm denied it.",
            "Volta Marine Services Pte. Ltd.",
            None,
            None,
        ),
        ("The People's Alliance for Harmony rejected the plan.", "People's Alliance for Harmony", "Alliance", None),
        ("In Ghana, Kumasi police arrested two men.", "Kumasi police", "GovernmentBody", "GHA"),
        (
            "Egypt accused Libya. The defence ministry in Tripoli denied it.",
            "defence ministry",
            "GovernmentBody",
            "LBY",
        ),
    ],
)
def test_bodies_have_their_whole_name_and_state(text: str, name: str, kind: str | None, country: str | None) -> None:
    found = {(a.name, a.type if kind else None, a.country) for a in facts(text).actors}
    assert (name, kind, country) in found
