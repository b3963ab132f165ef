"""The form of data tables, and that a faulty one is refused with its file and line."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.lexicon.tables import parse_table, read_table


def test_rows_are_dicts_in_file_order() -> None:
    text = "# a comment\n\nname\taliases\n one \tuno;eins\n# another\ntwo\t\n"
    assert parse_table(text, "x.tsv") == ({"name": "one", "aliases": "uno;eins"}, {"name": "two", "aliases": ""})


def test_carriage_returns_and_other_line_marks_stay_out_of_the_way() -> None:
    assert parse_table("a\tb\r\n1\u2028\t2\r\n", "x.tsv") == ({"a": "1", "b": "2"},)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\tb\n\n1\t2\t3\n", "x.tsv, line 3: 3 cells where the header has 2"),
        ("a\tb\n1\n", "x.tsv, line 2: 1 cells"),
        ("# only\n\n", "the table is empty"),
        ("a\ta\n", "x.tsv, line 1: column names must be distinct"),
        ("a\t\n", "column names must be distinct and not empty"),
    ],
)
def test_faulty_table_names_file_and_line(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_table(text, "x.tsv")


def test_missing_table_is_a_data_error() -> None:
    with pytest.raises(DataError, match=r"no_such_table\.tsv: there is no such table"):
        read_table("no_such_table")


def test_table_is_found_with_and_without_extension() -> None:
    rows = read_table("publishers")
    assert rows == read_table("publishers.tsv")
    assert "Reuters" in {row["name"] for row in rows}
