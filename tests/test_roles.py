"""From titles to tenures: organization, country and what becomes of the dead."""

from __future__ import annotations

from kg.model import Actor, Tenure
from tests.reading import facts


def holders(text: str) -> tuple[list[Tenure], dict[str, Actor]]:
    """The tenures of a text, and its actors by id."""
    read = facts(text)
    return list(read.tenures), {actor.id: actor for actor in read.actors}


def test_the_bearer_belongs_to_what_the_title_is_for() -> None:
    tenures, actors = holders("Jane Holm, spokesperson for Denmark's foreign ministry, resigned.")
    person = actors[tenures[0].holder]
    assert person.country == "DNK"
    assert person.member_of == tenures[0].organization


def test_a_former_bearer_belongs_to_it_no_more() -> None:
    tenures, actors = holders("Former Slovak president Angela Novak resigned from the board.")
    assert tenures[0].status == "Former"
    assert actors[tenures[0].holder].member_of is None


def test_a_repeated_title_is_one_tenure() -> None:
    tenures, _ = holders("Slovak President Angela Novak left Oslo. President Novak then thanked Norway.")
    assert [t.kind for t in tenures] == ["HeadOfState"]


def test_a_repeated_office_without_its_state_keeps_the_state() -> None:
    tenures, actors = holders("Slovak President Angela Novak left Oslo. President Novak then thanked Norway.")
    organization = tenures[0].organization
    assert organization is not None
    assert actors[organization].name == "Slovakia"


def test_a_killed_bearer_is_deceased() -> None:
    tenures, _ = holders("Israel killed Hamas leader Omar Haddad in Beirut.")
    assert [t.status for t in tenures] == ["Deceased"]


def test_a_bearer_whose_killing_is_denied_lives() -> None:
    tenures, _ = holders("Israel did not kill Hamas leader Omar Haddad.")
    assert [t.status for t in tenures] == ["Current"]


def test_a_killer_lives() -> None:
    tenures, _ = holders("Hamas leader Omar Haddad killed two guards.")
    assert [t.status for t in tenures] == ["Current"]


def test_an_ambassador_is_of_the_sender_and_not_of_the_host() -> None:
    tenures, actors = holders("Peter Varga, the Hungarian ambassador to Austria, left.")
    organization = tenures[0].organization
    assert organization is not None
    assert actors[organization].name == "Hungary"
    assert actors[tenures[0].holder].country == "HUN"


def test_the_title_is_told_in_words() -> None:
    tenures, _ = holders("Carlos Ruiz, the head of Chile's navy, resigned.")
    assert "head of Chile's navy" in tenures[0].title


def test_evidence_is_the_sentence_of_the_title() -> None:
    text = "It rained. Slovak President Angela Novak left."
    tenure = facts(text).tenures[0]
    assert text[tenure.evidence.span.start : tenure.evidence.span.end] == "Slovak President Angela Novak left."
    assert tenure.evidence.sentence == 1


def test_an_office_stays_with_a_person_whose_names_turn_out_to_be_of_one() -> None:
    tenures, actors = holders(
        "Dan Bar-Noy, a dual national of Israel and Chile, is the founder and chairman of Blue Hill Trading Ltd. "
        "Bar-Noy was arrested in Nairobi."
    )
    assert {actors[tenure.holder].name for tenure in tenures} == {"Dan Bar-Noy"}


def test_an_ambassador_is_of_no_ship() -> None:
    tenures, actors = holders("They sailed on the USS Dwight D. ambassador, Ryan Crocker, condemned the attack.")
    assert {actors[t.organization].name for t in tenures if t.organization} <= {"United States"}
