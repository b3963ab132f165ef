"""Whose deed it is that officials tell of without saying who does it, and who is to do what is asked in the passive."""

from __future__ import annotations

import pytest

from tests.reading import acts

_MINISTER = "Ghana's foreign minister, Kwame Asare,"


def _actors(text: str, kind: str) -> list[tuple[str, ...]]:
    return [actors for type_, actors, _ in acts(text) if type_ == kind]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        (f"{_MINISTER} said that aircraft had been scrambled.", "Mobilize", "Ghana"),
        (f"{_MINISTER} said that the units were being pulled back.", "Retreat", "Ghana"),
        (f"{_MINISTER} said that all aid to Togo would be cut off.", "Sanction", "Ghana"),
        (f"{_MINISTER} said that the tariffs on Togo would be lifted next week.", "Concede", "Ghana"),
        (f"{_MINISTER} said that food and medicine had been sent to Niger.", "Aid", "Ghana"),
        (f"{_MINISTER} said that sanctions on Togo would be considered.", "Threaten", "Ghana"),
        (f"{_MINISTER} said that the embargo could not be lifted.", "Reject", "Ghana"),
        ("The defence ministry in Oslo said the frigate was ordered to the area.", "Mobilize", "Norway"),
        ("A ministry spokesman in Oslo said that two frigates had been moved to the strait.", "Mobilize", "Norway"),
        ("The rebel group M23 said that its fighters had been pulled back from the town.", "Retreat", "M23"),
        (
            "Emil Kraus, the spokesman of the European Union, said that sanctions on Togo had been extended.",
            "Sanction",
            "European Union",
        ),
    ],
)
def test_what_an_official_announces_is_done_by_the_own_side(text: str, kind: str, actor: str) -> None:
    assert _actors(text, kind) == [(actor,)]


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        (f"{_MINISTER} said that two Ghanaian fishermen had been freed.", "Concede", ()),
        (f"{_MINISTER} said that his ambassador had been expelled.", "Sanction", ()),
        (f"{_MINISTER} complained that his ambassador had been expelled.", "Sanction", ()),
        (f"{_MINISTER} said that shots had been fired at the embassy.", "Assault", ()),
        (f"{_MINISTER} said that the hostages had been freed by Togo.", "Concede", ("Togo",)),
        (f"{_MINISTER} said that Togolese troops had been sent to the border.", "Deployment", ("Togo",)),
        ("Kenyan activist Rosa Ibarra said that three students had been released.", "Concede", ()),
        ("State radio said that two battalions had been sent to the capital.", "Deployment", ()),
        ("NATO spokesman Emil Kraus said that four battalions had been deployed to Latvia.", "Deployment", ()),
    ],
)
def test_what_others_do_or_what_befalls_the_own_side_is_left_open(
    text: str, kind: str, actors: tuple[str, ...]
) -> None:
    assert _actors(text, kind) == [actors]


def test_a_condition_is_nobody_s_announcement() -> None:
    told = acts("Ghana's foreign minister, Kwame Asare, said he would come if the ban was lifted.")
    assert ("Concede", ("Ghana",), ()) not in told


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Chile complained to Bolivia and asked that the fishermen be set free.", "Concede", ("Bolivia",)),
        (
            "Chile condemned Bolivia's raid on the village and urged that the troops be withdrawn.",
            "Retreat",
            ("Bolivia",),
        ),
        ("Chile protested to Bolivia and demanded that the ships leave.", "Retreat", ()),
    ],
)
def test_who_is_asked_in_another_clause_does_what_is_asked_in_the_passive(
    text: str, kind: str, actors: tuple[str, ...]
) -> None:
    assert _actors(text, kind) == [actors]
