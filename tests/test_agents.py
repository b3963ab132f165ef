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
    ("text", "name", "country"),
    [
        (
            "The Inland Vigilance Agency, Ghana's intelligence service, condemned Togo.",
            "Inland Vigilance Agency",
            "GHA",
        ),
        ("Emil Kraus (Ghana) condemned Togo.", "Emil Kraus", "GHA"),
        ("Emil Kraus (aged 40) condemned Togo.", "Emil Kraus", None),
    ],
)
def test_the_state_beside_a_name(text: str, name: str, country: str | None) -> None:
    assert {a.name: a.country for a in facts(text).actors}[name] == country
