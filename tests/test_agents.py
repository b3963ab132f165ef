"""Who did what the passive tells without an agent."""

from __future__ import annotations

import pytest

from tests.reading import facts, told


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Ghanaian police entered the camp. Two men were detained.", "Coerce", True),
        ("Ghana's interior minister said two men had been arrested in Accra.", "Coerce", True),
        ("Two men were detained.", "Coerce", False),
        ("Ghana's interior minister said two men had been arrested in Lagos.", "Coerce", False),
        ("He met a teacher who had been detained.", "Coerce", False),
    ],
)
def test_arrests(text: str, kind: str, actors: bool) -> None:
    assert [bool(a.actors) for a in told(text) if a.type == kind] == [actors]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Emil Kraus, Norway's defence minister, said that 200 soldiers would be deployed to the border.", ("Norway",)),
        (
            "Emil Kraus, Norway's defence minister, said that 200 British troops would be deployed.",
            ("United Kingdom",),
        ),
    ],
)
def test_what_is_announced_is_done_by_the_announcing_state(text: str, actors: tuple[str, ...]) -> None:
    (moved,) = (a for a in told(text) if a.type in ("Mobilize", "Deployment"))
    assert moved.actors == actors


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("President Emil Kraus signed an executive order imposing sanctions on Chad.", ("Emil Kraus",)),
        ("Ghana issued a decree on Friday freezing the assets of Chad.", ("Ghana",)),
        ("Parliament passed a law that imposed sanctions on Chad.", ("Parliament",)),
        ("Emil Kraus read an order imposing sanctions on Chad.", ()),
    ],
)
def test_what_an_order_does_is_done_by_who_makes_it(text: str, actors: tuple[str, ...]) -> None:
    assert [a.actors for a in told(text) if a.type == "Sanction"] == [actors]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "The Inland Vigilance Agency, Ghana's intelligence service, condemned Togo.",
            "Inland Vigilance Agency",
            "GHA",
        ),
        ("Emil Kraus (Ghana) condemned Togo.", "Emil Kraus", "GHA"),
        ("Emil Kraus (aged 40) condemned Togo.", "Emil Kraus", None),
        ("Emil Kraus of Ghana and Angela Novak of Kenya condemned Togo.", "Emil Kraus", "GHA"),
        ("Ghana told Emil Kraus of Kenya's decision. Emil Kraus condemned Togo.", "Emil Kraus", None),
    ],
)
def test_the_state_beside_a_name(text: str, name: str, country: str | None) -> None:
    assert {a.name: a.country for a in facts(text).actors}[name] == country


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Kenya blamed al-Shabaab for an ambush in which six policemen were wounded.", "Assault", ("al-Shabab",)),
        (
            "Ethiopia condemned the raid by Eritrean troops during which twelve farmers were abducted.",
            "Coerce",
            ("Eritrean armed forces",),
        ),
        ("Six policemen were wounded in a camp in which Kenya trains recruits.", "Assault", ()),
    ],
)
def test_what_befell_others_in_a_deed(text: str, kind: str, actors: tuple[str, ...]) -> None:
    assert [a for a in told(text) if a.type == kind][-1].actors == actors


def test_an_attack_from_a_held_area() -> None:
    text = "The army reported a missile attack on the airport from Houthi-held territory."
    assert next(a for a in told(text) if a.type == "Assault").actors == ("Houthis",)
