"""Official texts: whose word they are, and who their office holders are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.reference.genre import is_official
from kg.model import Facts
from kg.read.article import read_article
from tests.reading import in_words, pipeline

STATEMENT = """Statement by Press Secretary Holm on the Situation in Togo

March 3, 1991

President Bush met this morning with his advisers to review the situation in Togo, where forces loyal to President
Kofi Ametepe fight two rebel factions. The President is saddened by the loss of life. We have condemned the attack on
Lome. The President has written to Prime Minister Adjoa Mensah of Ghana.
"""


def read(tmp_path: Path, text: str) -> Facts:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    return pipeline().read(path)


def test_we_is_the_state_whose_office_holders_are_told_without_one(tmp_path: Path) -> None:
    told = in_words(read(tmp_path, STATEMENT))
    assert [a.actors for a in told if a.type == "Accuse"] == [("United States",)]


def test_the_president_is_the_one_that_the_text_is_about(tmp_path: Path) -> None:
    told = in_words(read(tmp_path, STATEMENT))
    assert ("Bush",) in [a.actors for a in told if a.recipients == ("Adjoa Mensah",)]


@pytest.mark.parametrize(
    ("head", "official"),
    [
        ("Statement by Press Secretary Holm on Togo\n\nMarch 3, 1991\n\n", True),
        ("Readout\nOffice of the Spokesperson\nMarch 3, 2021\n\n", True),
        ("LOME, March 3, 2021 (Reuters) - ", False),
    ],
)
def test_official_texts(tmp_path: Path, head: str, official: bool) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{head}The President met the ambassador of Ghana on Monday and thanked him.\n", encoding="utf-8")
    assert is_official(read_article(path)) is official
