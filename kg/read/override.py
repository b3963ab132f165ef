"""The `<name>.meta.json` beside an article: what the user knows better than the text says.

    {"date": "2024-08-06", "publisher": "…", "title": "…", "authors": ["…"], "dateline": "Cairo"}

Every field is optional; `null` takes away what the text says. `dateline` is words of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kg.errors import ReadError
from kg.model import PartialDate, Span
from kg.read.dating import DATE_WARNINGS
from kg.read.metadata import Metadata

OVERRIDE_SUFFIX = ".meta.json"

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

Override = Mapping[str, object]
"""The fields of such a file, as JSON gives them."""


def parse_override(data: bytes, where: str) -> Override:
    """Give the fields of a `.meta.json` file; `where` names it in errors.

    Raises:
        ReadError: the content is not one JSON object, or a field has an unknown name.
    """
    try:
        fields = json.loads(data)
    except ValueError as exc:
        raise ReadError(f"{where}: not valid JSON ({exc}); mend it or take the file away.") from exc
    if not isinstance(fields, dict):
        raise ReadError(f"{where}: one JSON object is expected, with the fields {_field_names()}.")
    for name in fields.keys() - _FIELDS.keys():
        raise ReadError(f'{where}: unknown field "{name}"; the fields are {_field_names()}.')
    return fields


def apply_override(metadata: Metadata, override: Override, text: str, where: str) -> Metadata:
    """Give the metadata with the override's fields in place of those read from the text.

    Raises:
        ReadError: a field's value has the wrong form; the message names file and field.
    """
    for name, value in override.items():
        try:
            metadata = _FIELDS[name](metadata, value, text)
        except ValueError as exc:
            raise ReadError(f'{where}: field "{name}": {exc}') from exc
    return metadata


def _set_date(metadata: Metadata, value: object, _text: str) -> Metadata:
    """The date replaces the one read and, with it, what was warned of it."""
    issued = None if value is None else _parse_date(_require(value, str, 'a string such as "2024-08-06"'))
    return replace(
        metadata, issued=issued, warnings=tuple(w for w in metadata.warnings if not w.startswith(DATE_WARNINGS))
    )


def _set_publisher(metadata: Metadata, value: object, _text: str) -> Metadata:
    return replace(metadata, publisher=_parse_words(value))


def _set_title(metadata: Metadata, value: object, _text: str) -> Metadata:
    return replace(metadata, title=_parse_words(value))


def _set_authors(metadata: Metadata, value: object, _text: str) -> Metadata:
    names = [] if value is None else _require(value, list, "a list of names")
    authors = tuple(_parse_words(name) or "" for name in names)
    if not all(authors):
        raise ValueError("a name in the list is null; leave it out.")
    return replace(metadata, authors=authors)


def _set_dateline(metadata: Metadata, value: object, text: str) -> Metadata:
    place = _parse_words(value)
    if place is None:
        return replace(metadata, dateline=None)
    start = text.find(place)
    if start < 0:
        raise ValueError(f'"{place}" does not stand in the article; write the place as the text writes it.')
    return replace(metadata, dateline=Span(start, start + len(place)))


_FIELDS: dict[str, Callable[[Metadata, object, str], Metadata]] = {
    "date": _set_date,
    "publisher": _set_publisher,
    "title": _set_title,
    "authors": _set_authors,
    "dateline": _set_dateline,
}


def _field_names() -> str:
    """The names of all fields, for an error."""
    return ", ".join(_FIELDS)


T = TypeVar("T")


def _require(value: object, kind: type[T], expected: str) -> T:
    """The value, if it is of the JSON type."""
    if not isinstance(value, kind):
        raise ValueError(f"{expected} or null is expected, here {json.dumps(value)}.")  # noqa: TRY004 - not a caller's mistake
    return value


def _parse_words(value: object) -> str | None:
    """A string that is not blank, or None for null."""
    if value is None:
        return None
    words = _require(value, str, "a string").strip()
    if not words:
        raise ValueError("the string is empty; use null for nothing.")
    return words


def _parse_date(value: str) -> PartialDate:
    """A day, month or year by ISO 8601."""
    match = _DATE.fullmatch(value)
    if match is None:
        raise ValueError(f'"{value}" is no date; write YYYY-MM-DD, YYYY-MM or YYYY.')
    year, month, day = (None if part is None else int(part) for part in match.groups())
    checked = date(year or 0, month or 1, day or 1)
    return PartialDate(checked.year, month, day)
