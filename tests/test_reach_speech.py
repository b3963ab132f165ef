"""Every scope word about whose word something is, and who contests it, is read in a short text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.lexicon.words import scope_words
from tests.inflection import past
from tests.reading import Told, told

KRAUS = "Emil Kraus"


def by_kraus(deed: Told) -> bool:
    """Whether it is the word of Emil Kraus."""
    return deed.source == KRAUS


def alleged(deed: Told) -> bool:
    """Whether it is only alleged."""
    return deed.modality == "Alleged"


def denied(deed: Told) -> bool:
    """Whether it is denied."""
    return deed.modality == "Denied"


TEXTS: dict[str, tuple[Callable[[str], str], Callable[[Told], bool]]] = {
    "sourcing": (lambda w: f"Ghana attacked Togo, according to local {w}.", lambda deed: deed.source is not None),
    "in passing": (lambda w: f"As {KRAUS} {past(w)} on Monday, Ghana has attacked Togo.", by_kraus),
    "voicing": (lambda w: f"{KRAUS} {past(w)} the accusation that Ghana attacked Togo.", by_kraus),
    "worry": (lambda w: f"{KRAUS} expressed {w} over the attack by Ghana on Togo.", by_kraus),
    "thinking": (lambda w: f"{KRAUS} said that Chad {past(w)} that Ghana had attacked Togo.", by_kraus),
    "alleging": (lambda w: f"{KRAUS} {past(w)} that Ghana had attacked Togo.", alleged),
    "contesting": (lambda w: f"Ghana {past(w)} allegations that it had attacked Togo.", denied),
    "contested": (lambda w: f"Ghana denied {w}s that it had attacked Togo.", denied),
    "promising": (lambda w: f"{KRAUS} {past(w)} to attack Togo.", by_kraus),
    "holding": (lambda w: f"{KRAUS} is {w} that Ghana attacked Togo.", by_kraus),
}
FORMS = {
    "medium": "Ghana attacked Togo, according to local media.",
    "accuse": f"{KRAUS} accused Ghana of attacking Togo.",
    "story": "Ghana denied stories that it had attacked Togo.",
    "offer": f"{KRAUS} offered to send troops to Togo.",
    "promise": f"{KRAUS} promised to send troops to Togo.",
    "pledge": f"{KRAUS} pledged to send troops to Togo.",
    "vow": f"{KRAUS} vowed to release the prisoners.",
    "tell": f"As {KRAUS} told reporters, Ghana has attacked Togo.",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_every_word_on_speech_is_read(kind: str) -> None:
    text, holds = TEXTS[kind]
    deeds = {w: told(FORMS[w] if w in FORMS else text(w)) for w in sorted(scope_words(kind))}
    skipped = ("Accuse", "Reject", "Agree", "Threaten") if kind in ("promising", "alleging") else ("Accuse", "Reject")
    unread = [w for w, acts in deeds.items() if not any(holds(act) for act in acts if act.type not in skipped)]
    assert unread == []


def test_other_words_leave_the_deed_to_the_article() -> None:
    (deed,) = (a for a in told(f"{KRAUS} remembered Ghana's attack on Togo.") if a.type == "Assault")
    assert (deed.modality, deed.source) == ("Occurred", None)
