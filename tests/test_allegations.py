"""Which deeds are told as happened, as alleged and as denied."""

from __future__ import annotations

import pytest

from tests.reading import told


def modalities(text: str, kinds: tuple[str, ...] = ("Assault", "Strike", "Killing", "Aid", "Coerce")) -> list[str]:
    """The modalities of the deeds in a text, in order."""
    return [action.modality for action in told(text) if action.type in kinds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ghana's army claims to have killed ten rebels.", ["Alleged"]),
        ("The rebels claimed that they had attacked a barracks in Togo.", ["Alleged"]),
        ("“Ghana bombed our base,” Togo's president, Jan Berg, said.", ["Alleged"]),
        ("Togo's minister told reporters that Ghana had bombed a base in Togo.", ["Alleged"]),
        ("Officials said Ghana bombed a base in Togo.", ["Occurred"]),
        ("Norway said that Ghana had armed the rebels in Togo.", ["Alleged"]),
        ("Ghana said it had armed the rebels in Togo.", ["Occurred"]),
        ("Ghana claims that it attacked Togo in order to stop the rockets.", ["Occurred"]),
        ("Ghana is said to have bombed a base in Togo.", ["Alleged"]),
        ("Residents said Ghana had attacked Togo, a claim that Accra rejected.", ["Alleged"]),
        ("Residents said Ghana had attacked Togo. The defence ministry denied the report.", ["Alleged"]),
        ("Residents said Ghana had attacked Togo. The defence ministry did not deny the report.", ["Occurred"]),
        ("Ghana denied that it had attacked Togo and killed ten soldiers.", ["Denied", "Denied"]),
        ("Ghana denied attacking Togo.", ["Denied"]),
        ("Ghana dismissed allegations of arming the rebels in Togo.", ["Denied"]),
        ("Ghana rejected the demand because it had attacked Togo.", ["Occurred"]),
        ("Emil Kraus expressed concern over the attack by Ghana on Togo.", ["Occurred"]),
    ],
)
def test_how_a_deed_is_told(text: str, expected: list[str]) -> None:
    assert modalities(text) == expected


def test_the_verdict_is_not_what_was_said() -> None:
    text = "Emil Kraus said that Ghana had attacked Togo, a claim that Accra rejected."
    assert {a.type: a.source for a in told(text)} == {"Assault": "Emil Kraus", "Reject": None}
