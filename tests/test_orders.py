"""An ordered deed is told as done by who orders it; who orders somebody to do a thing asks for it."""

from __future__ import annotations

import pytest

from tests.reading import told


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("President Ruto ordered a missile strike against a factory in Sudan.", ("Strike", "Occurred", ("Ruto",))),
        ("President Ruto ordered the bombing of rebel camps in Sudan.", ("Strike", "Occurred", ("Ruto",))),
        ("Mali ordered the expulsion of the French ambassador.", ("Sanction", "Occurred", ("Mali",))),
        ("Kenya ordered the arrest of two generals.", ("Coerce", "Occurred", ("Kenya",))),
        ("Egypt will order the withdrawal of its troops from Sudan.", ("Retreat", "Planned", ("Egypt",))),
        ("Chad urged Kenya to order the withdrawal of its troops.", ("Retreat", "Requested", ("Kenya",))),
        ("Kenya accused Sudan of ordering the murder of two envoys.", ("Killing", "Alleged", ("Sudan",))),
    ],
)
def test_ordered_deeds(text: str, act: tuple[str, str, tuple[str, ...]]) -> None:
    found = [(a.type, a.modality, a.actors) for a in told(text)]
    assert act in found
    assert "Request" not in {kind for kind, _, actors in found if actors == act[2]}


@pytest.mark.parametrize(
    "text", ["President Ruto ordered the army to hold the town.", "Kenya ordered an immediate ceasefire."]
)
def test_orders_to_somebody_are_requests(text: str) -> None:
    assert next(a.type for a in told(text)) == "Request"
