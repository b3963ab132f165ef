"""The same deeds in many constructs: as much comes out the same as the floors say."""

from __future__ import annotations

import json
from functools import cache

import pytest

from tests.reading import Told
from tests.retelling import DATA, DONE, UNDONE, Retelling, is_right, retellings, rows, shares

FLOORS = json.loads((DATA / "floors.json").read_text(encoding="utf-8"))
MODALITIES = {"Alleged", "Denied", "Uncertain", "Hypothetical", "Planned", "Requested"}


@cache
def found() -> tuple[Retelling, ...]:
    return tuple(retellings())


@pytest.mark.slow
def test_no_construct_is_read_worse_than_the_floor() -> None:
    low = {name: share for name, share in shares(found()).items() if share < FLOORS["each"]}
    assert low == {}


@pytest.mark.slow
def test_all_of_them_together() -> None:
    assert len(found()) > 3000
    assert sum(one.right for one in found()) / len(found()) >= FLOORS["all"]


def test_the_constructs_are_what_they_claim_to_be() -> None:
    names = [row["name"] for row in rows("constructs")]
    assert len(set(names)) == len(names)
    assert {row["told_as"] for row in rows("constructs")} == {DONE, UNDONE, *MODALITIES}
    assert names[0] == "plain"


def act(type_: str, modality: str, actor: str, recipient: str) -> Told:
    return Told(type_, modality, (actor,), (recipient,), None, None, None, (), None, None, "Affirms", "Certain", 1)


@pytest.mark.parametrize(
    ("told_as", "acts", "right"),
    [
        (DONE, [act("Strike", "Occurred", "Mali", "Togo")], True),
        (DONE, [act("Assault", "Occurred", "Togo", "Mali")], False),
        (DONE, [act("Assault", "Planned", "Mali", "Togo")], False),
        (DONE, [act("Coerce", "Occurred", "Mali", "Togo")], False),
        (DONE, [], False),
        ("Alleged", [act("Assault", "Alleged", "Mali", "Togo")], True),
        ("Alleged", [act("Assault", "Occurred", "Mali", "Togo")], False),
        (UNDONE, [], True),
        (UNDONE, [act("Assault", "Hypothetical", "Mali", "Togo")], True),
        (UNDONE, [act("Assault", "Ongoing", "Mali", "Togo")], False),
    ],
)
def test_what_counts_as_right(told_as: str, acts: list[Told], right: bool) -> None:
    assert is_right(told_as, act("Assault", "Occurred", "mali", "togo"), acts) == right
