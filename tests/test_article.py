"""Files to articles: the seed, names with blanks, overrides and errors."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import PartialDate
from kg.read.article import read_article, read_bytes
from kg.read.english import is_english

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "7 March 2010\n\nThe Truce Holds\n\nBy Jane Doe\n\nPORT LUMEN (Reuters) - The truce held.\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An article in a file whose name has blanks and dots."""
    path = tmp_path / "the truce v1.0.txt"
    path.write_bytes(TEXT.encode())
    return path


def write_override(file: Path, content: object) -> Path:
    """Put a `.meta.json` beside an article."""
    path = file.with_name("the truce v1.0.meta.json")
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_seed() -> None:
    (path,) = SEEDS.glob("*.txt")
    article = read_article(path)
    assert article.identifier == path.name.removesuffix(".txt")
    assert article.issued == PartialDate(2024, 8, 6)
    assert article.publisher == "Bloomberg"
    assert article.authors == ("Alberto Nardelli", "Fiona MacDonald", "Ethan Bronner", "Akayla Gardner")
    assert (article.title, article.dateline, article.warnings) == (None, None, ())
    assert article.slice(article.body).startswith("The US and its allies worked")
    assert article.slice(article.body).endswith("offensively and defensively.”")
    assert article.text.encode() == path.read_bytes()


def test_file_is_read_unaltered(file: Path) -> None:
    article = read_article(file)
    assert article.identifier == "the truce v1.0"
    assert article.text == TEXT
    assert article.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert article.slice(article.body) == "The truce held."
    assert article.dateline is not None
    assert article.slice(article.dateline) == "PORT LUMEN"
    assert (article.title, article.publisher, article.authors) == ("The Truce Holds", "Reuters", ("Jane Doe",))


def test_override_replaces_what_the_text_says(file: Path) -> None:
    fields = {"date": "2011-01", "publisher": " Wire ", "title": None, "authors": ["A. Poe"], "dateline": "LUMEN"}
    write_override(file, fields)
    article = read_article(file)
    assert article.issued == PartialDate(2011, 1)
    assert (article.publisher, article.title, article.authors) == ("Wire", None, ("A. Poe",))
    assert article.dateline is not None
    assert article.slice(article.dateline) == "LUMEN"
    assert article.slice(article.body) == "The truce held."


def test_override_of_the_date_withdraws_the_warning() -> None:
    assert read_bytes(b"The truce held.", "a").warnings != ()
    article = read_bytes(b"The truce held.", "a", {"date": "2010"})
    assert (article.issued, article.warnings) == (PartialDate(2010), ())
    assert read_bytes(b"7 March 2010\n\nThe truce held.", "a", {"date": None}).issued is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not valid JSON"),
        ("[]", "one JSON object is expected, with the fields date, publisher, title, authors, dateline"),
        ({"dat": "2010"}, 'unknown field "dat"'),
        ({"date": "7 March 2010"}, 'field "date": "7 March 2010" is no date; write YYYY-MM-DD'),
        ({"date": "2010-02-30"}, 'field "date": day'),
        ({"date": 2010}, 'field "date": a string'),
        ({"publisher": ["Wire"]}, 'field "publisher": a string or null is expected'),
        ({"title": "  "}, 'field "title": the string is empty'),
        ({"authors": "Jane Doe"}, 'field "authors": a list of names or null is expected'),
        ({"authors": [None]}, 'field "authors": a name in the list is null'),
        ({"dateline": "Atlantis"}, 'field "dateline": "Atlantis" does not stand in the article'),
    ],
)
def test_faulty_override_names_file_and_field(file: Path, content: object, said: str) -> None:
    path = write_override(file, content)
    with pytest.raises(ReadError) as caught:
        read_article(file)
    assert str(caught.value).startswith(f"{path}: {said}")


def test_override_in_another_encoding_is_refused(file: Path) -> None:
    file.with_name("the truce v1.0.meta.json").write_bytes(b'{"title": "caf\xe9"}')
    with pytest.raises(ReadError, match="not valid JSON"):
        read_article(file)


FRENCH = (
    "Le ministre des Affaires étrangères a rencontré son homologue allemand à Berlin mardi. Il a condamné les attaques "
    "contre la ville et a demandé au Conseil de sécurité de se réunir. Les deux pays ont signé un accord."
)
GERMAN = (
    "Der Außenminister traf am Montag seinen französischen Amtskollegen in Paris. Er verurteilte die Angriffe auf die "
    "Stadt und bat den Sicherheitsrat, sich zu versammeln. Die beiden Länder unterzeichneten ein Abkommen."
)
CHINESE = "外交部长星期一在北京会见了德国外长。双方讨论了地区局势,并签署了合作协议。" * 12


@pytest.mark.parametrize("text", [FRENCH, GERMAN, CHINESE])
def test_another_language_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match=r"a b: the text is not English, .* translation"):
        read_bytes(text.encode(), "a b")


def test_a_foreign_sentence_or_a_headline_does_no_harm() -> None:
    quoted = "The minister said in Paris that the text of the accord begins with these words: «Les deux pays amis»."
    for text in (quoted, "Berlin, Paris, Ankara: Talks Resume", f"{TEXT * 8}\n{FRENCH}"):
        assert read_bytes(text.encode(), "a").text == text


def test_a_file_beyond_the_setting_is_refused(file: Path) -> None:
    assert read_article(file, len(TEXT)).text == TEXT
    with pytest.raises(ReadError, match=r"the truce v1.0.txt: the file is larger than the 10 bytes .* max_bytes"):
        read_article(file, 10)


def test_missing_file_and_folder_are_read_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ReadError, match=r"cannot be read \(.*check the path"):
            read_article(path)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])))
def test_same_bytes_give_the_same_article(text: str) -> None:
    assume(is_english(text))
    data = ("Talks. " + text).encode()
    article = read_bytes(data, "a")
    assert article == read_bytes(data, "a")
    assert article.text.encode() == data
    assert article.text[article.body.start : article.body.end] == article.slice(article.body)
    assert 0 <= article.body.start < article.body.end <= len(article.text)
