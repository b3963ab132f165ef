"""What parsers get wrong about joined verbs, mended."""

from __future__ import annotations

import pytest

from tests.reading import acts, parse, word


@pytest.mark.parametrize(
    ("text", "joined", "to"),
    [
        ("Emil Kraus said Ghana would sign nothing and called on Chad to wait.", "called", "said"),
        ("Emil Kraus said that two bridges had been destroyed and warned that Ghana would wait.", "warned", "said"),
        ("Emil Kraus said that Ghana would sign the treaty and leave Togo.", "leave", "sign"),
        ("Emil Kraus said Ghana had signed the treaty and left Togo.", "left", "signed"),
    ],
)
def test_what_a_verb_is_joined_to(text: str, joined: str, to: str) -> None:
    document = parse(text)
    assert document.head(word(document, joined)).text == to


def test_who_says_it_calls_and_not_who_is_told_of() -> None:
    found = acts("Emil Kraus said Ghana would sign nothing and called on Chad to leave Togo.")
    assert ("Request", ("Emil Kraus",), ("Chad",)) in found


def test_what_is_told_goes_on_after_he_added() -> None:
    text = "Emil Kraus spoke. Angela Novak had met Jan Holm, he added, and had urged Chad to wait."
    assert ("Request", ("Angela Novak",), ("Chad",)) in acts(text)
