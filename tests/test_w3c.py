"""The W3C suite against a running server: every test passes but those on the skip list, which do fail.

The suite is no part of this project; without it these tests are skipped. `python -m tests.w3c` prints the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Running, empty_database, running
from tests.w3c.__main__ import Score, score_engine, score_server
from tests.w3c.manifests import suite_folder
from tests.w3c.skips import ENDPOINT, ENGINE

FOLDER = suite_folder()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FOLDER is None, reason="the W3C suite is not here; name its folder in COMMUNIQUE_W3C"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    db = empty_database(tmp_path_factory.mktemp("w3c") / "db")
    with running(db, "--default-graph", "separate") as server:
        yield server


@pytest.fixture(scope="module")
def served(server: Running) -> Score:
    return score_server(folder(), server)


def folder() -> Path:
    assert FOLDER is not None
    return FOLDER


def test_every_test_does_as_the_skip_list_says(served: Score) -> None:
    surprises = served.surprises({**ENGINE, **ENDPOINT})
    assert {test: served.faults[test] for test in surprises} == {}


@pytest.mark.parametrize(
    ("name", "passed", "run"),
    [
        ("protocol", 34, 34),
        ("graph store protocol", 13, 13),
        ("service description", 3, 3),
        ("query evaluation", 221, 232),
        ("update evaluation", 94, 94),
    ],
)
def test_the_figures(served: Score, name: str, passed: int, run: int) -> None:
    assert (served.passed[name], served.run[name]) == (passed, run)


def test_the_endpoint_gets_nothing_wrong_that_the_engine_alone_gets_right(served: Score) -> None:
    alone = score_engine(folder())
    assert len(alone.faults) > 400
    wrong = {test for test, fault in alone.faults.items() if not fault and served.faults[test]}
    assert wrong == set()
