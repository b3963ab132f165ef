"""Who "he" is in "he said"."""

from __future__ import annotations

import pytest

from tests.reading import told


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Emil Kraus said the talks had failed. Angela Novak had met Jan Holm, he added.", "Emil Kraus"),
        ("Emil Kraus said the talks had failed. Both sides knew it. Novak had met Jan Holm, he said.", "Emil Kraus"),
        ("The envoy of Norway, Emil Kraus, said he was tired. Ghana had met Jan Holm, he added.", "Emil Kraus"),
        ("President Jan Holm had left, Emil Kraus said. He added that Ghana had met Togo.", "Emil Kraus"),
        ("Emil Kraus left Oslo. Angela Novak had met Jan Holm, he said.", "Emil Kraus"),
    ],
)
def test_who_goes_on_speaking(text: str, speaker: str) -> None:
    (meeting,) = (a for a in told(text) if a.type in ("Consult", "Meeting"))
    assert meeting.source == speaker


def test_a_person_told_of_since_is_meant() -> None:
    text = "Emil Kraus said the talks had failed. Jan Holm flew to Oslo. He said that Ghana had attacked Togo."
    (attack,) = (a for a in told(text) if a.type == "Assault")
    assert attack.source == "Jan Holm"
