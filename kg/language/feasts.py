"""Days that have a name instead of a number: "Christmas Eve", "New Year's Day", "Good Friday".

Only those that the English-language press names without saying when they are; Easter is dateutil's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter

_FIXED: Final[Mapping[str, tuple[int, int]]] = {
    "new year's day": (1, 1),
    "may day": (5, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
_FROM_EASTER: Final[Mapping[str, int]] = {"good friday": -2, "easter sunday": 0, "easter monday": 1}

FEASTS: Final = tuple(sorted({*_FIXED, *_FROM_EASTER}))
"""The names, in lower case, with the plain apostrophe."""


def feast_in(name: str, year: int) -> date:
    """The day of that name in a year; `name` is one of `FEASTS`."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    return easter(year) + timedelta(days=_FROM_EASTER[name])
