"""Reads the data tables that stand beside this file: the one place that knows their form.

A table is a UTF-8 file of tab-separated columns. Its first line that is neither blank nor a comment names
the columns; each later one is a row with exactly as many cells. Lines that begin with `#` are comments.
Cells are stripped of blanks at both ends; what a cell means is the business of the module that asks.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from kg.errors import DataError


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a table, each a dict from column to cell, in the order of the file.

    `name` is the file's name with or without `.tsv`, with its folder if it has one: `publishers`,
    `triggers/agree.tsv`. The dicts are shared between callers: read them only.

    Raises:
        DataError: there is no such table, it is not UTF-8, has no header or a row of another width.
    """
    file = name if name.endswith(".tsv") else f"{name}.tsv"
    return parse_table(_read_text(file), file)


def parse_table(text: str, file: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a table's text; `file` is named in errors. Raises DataError as `read_table` does."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if _is_content(line)]
    if not lines:
        raise DataError(f"{file}: the table is empty; its first line must name the columns, separated by tabs.")
    header = _split_cells(lines[0][1])
    if len(set(header)) < len(header) or "" in header:
        raise DataError(f"{file}, line {lines[0][0]}: column names must be distinct and not empty, here {header}.")
    return tuple(_parse_row(line, header, f"{file}, line {number}") for number, line in lines[1:])


def _read_text(file: str) -> str:
    """The text of a file beside this module, without a byte order mark."""
    resource = resources.files("kg.lexicon").joinpath(file)
    try:
        return resource.read_text(encoding="utf-8-sig")
    except FileNotFoundError as exc:
        raise DataError(f"kg/lexicon/{file}: there is no such table; check its name or reinstall communique.") from exc
    except UnicodeDecodeError as exc:
        raise DataError(f"kg/lexicon/{file}: byte {exc.start} is not UTF-8; save the table as UTF-8.") from exc


def _is_content(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    return bool(line.strip()) and not line.startswith("#")


def _split_cells(line: str) -> list[str]:
    """The cells of a line, without the blanks around them."""
    return [cell.strip() for cell in line.split("\t")]


def _parse_row(line: str, header: list[str], where: str) -> dict[str, str]:
    """One row as a dict; `where` is the file and line for the error."""
    cells = _split_cells(line)
    if len(cells) != len(header):
        raise DataError(
            f"{where}: {len(cells)} cells where the header has {len(header)} ({', '.join(header)}); "
            "separate the cells by one tab each."
        )
    return dict(zip(header, cells, strict=True))
