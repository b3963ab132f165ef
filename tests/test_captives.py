"""Those who are held, and as what: whichever way a parser reads the captive word."""

from __future__ import annotations

import pytest

from tests.reading import acts, parse, word


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Guerrillas held three engineers hostage for a week.", ("Guerrillas",), ("three engineers",)),
        ("Militants have taken two Norwegian nurses prisoner.", ("Militants",), ("two Norwegian nurses",)),
        ("Four Turkish drivers were held hostage by gunmen.", ("gunmen",), ("Four Turkish drivers",)),
        ("Militants took 40 people hostage, police said.", ("Militants",), ("40 people",)),
        ("Hamas kept two Thai nurses captive for a year.", ("Hamas",), ("two Thai nurses",)),
    ],
)
def test_who_holds_whom(text: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    assert ("Coerce", actors, recipients) in acts(text)


def test_the_captive_word_says_as_what_they_are_held() -> None:
    document = parse("Guerrillas held three engineers hostage for a week.")
    held, people, hostage = (word(document, text) for text in ("held", "engineers", "hostage"))
    assert (document.head(people), people.dep) == (held, "dobj")
    assert (document.head(hostage), hostage.dep, hostage.pos) == (held, "acomp", "NOUN")


@pytest.mark.parametrize(
    "text",
    [
        "The minister met the families of every hostage in Oslo.",
        "Soldiers took the road to the prisoner camp.",
        "They held talks on a prisoner exchange.",
    ],
)
def test_other_captives_stay_as_they_are(text: str) -> None:
    document = parse(text)
    captive = next(token for token in document.tokens if token.lower in ("hostage", "prisoner"))
    assert captive.dep != "acomp"
