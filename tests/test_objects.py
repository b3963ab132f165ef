"""Who stands behind the object of praise or blame."""

from __future__ import annotations

import pytest

from tests.reading import acts

Act = tuple[str, tuple[str, ...], tuple[str, ...]]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ghana reaffirmed its support for the return of democracy to Togo.", ("Support", ("Ghana",), ("Togo",))),
        ("Ghana praised the patience of the envoys of Togo.", ("Support", ("Ghana",), ("the envoys of Togo",))),
        ("Ghana has supported the Namibian people's struggle.", ("Support", ("Ghana",), ("Namibia",))),
        ("Ghana vetoed Togo's bid.", ("Reject", ("Ghana",), ("Togo",))),
        ("Ghana dismissed the allegations by Togo as lies.", ("Reject", ("Ghana",), ("Togo",))),
        ("Ghana condemned the arms trade between Togo and Mali.", ("Accuse", ("Ghana",), ("Togo", "Mali"))),
    ],
)
def test_praise_and_blame_are_for_those_behind_a_thing(text: str, act: Act) -> None:
    assert act in acts(text)


def test_who_suffers_a_deed_is_not_blamed_for_it() -> None:
    assert ("Accuse", ("Ghana",), ()) in acts("Ghana condemned the abduction of three traders from Togo.")


def test_a_capital_in_the_name_of_a_treaty_is_nobody() -> None:
    assert not any("Austria" in recipients for _, _, recipients in acts("Ghana rejected the Vienna Convention."))


def test_who_brings_out_a_draft_is_supported_with_it() -> None:
    text = "Ghana spoke in support of a resolution drafted by Togo."
    assert ("Support", ("Ghana",), ("Togo",)) in acts(text)


def test_whom_one_calls_to_thank_is_thanked() -> None:
    assert ("Support", ("Emil Kraus",), ("Angela Novak",)) in acts("Emil Kraus telephoned Angela Novak to thank her.")
