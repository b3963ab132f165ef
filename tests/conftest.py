"""What many tests are run with: hand-made facts, a database that can be written to, answers of Wikidata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.link.answers import Answers
from kg.model import Facts
from tests.handmade import FakeReader, make_facts
from tests.served import TOKEN, build_database, served


@pytest.fixture
def facts() -> Facts:
    return make_facts()


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Loopback is asked directly, and what is kept between runs lies in the test's own folder."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    """The kept answers of Wikidata, none yet."""
    with Answers(tmp_path / "answers.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the hand-made article, one for each file of tests."""
    return build_database(tmp_path_factory.mktemp("built") / "db")


@pytest.fixture(scope="module")
def writing_client(db: Path) -> Iterator[FlaskClient]:
    """A client of an application that may be written to by those who have the token."""
    with served(db, token=TOKEN) as client:
        yield client
