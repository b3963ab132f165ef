"""One folding of names for look-ups: what two spellings of a name have in common.

Folded away: case, diacritics, apostrophes and stops, hyphens, a leading "the", a possessive ending, and the
article "al-" or "el-" inside a longer name. Kept: everything else, word by word. A folded name is a key and is
never shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "a"}
)
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʻʼʿʾ`´′", "'"))
_POSSESSIVE: Final = re.compile(r"'s?(?=\s|$)")
_SILENT: Final = re.compile(r"['.]")
_GAP: Final = re.compile(r"[^\w&+]+")
_ARTICLES: Final = frozenset({"al", "el"})


def fold_name(text: str) -> str:
    """The key of a name: lower-case words joined by one blank; empty where there is no letter or digit."""
    bare = text.translate(_APOSTROPHES).casefold().translate(_LETTERS)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    bare = _SILENT.sub("", _POSSESSIVE.sub("", bare))
    words = _GAP.sub(" ", bare).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    rest = [word for word in words if word not in _ARTICLES]
    return " ".join(rest if len(rest) > 1 else words)


def is_acronym(text: str) -> bool:
    """Whether a name is written as an acronym: two to eight letters or digits, at least two capitals, no small word.

    "UN", "U.N.", "UNHCR", "PMO"; not "Unesco", which is read as a word.
    """
    letters = [c for c in text if c.isalnum()]
    capitals = sum(c.isupper() for c in letters)
    return (
        2 <= len(letters) <= 8 and " " not in text and capitals >= 2 and capitals + 1 >= sum(map(str.isalpha, letters))
    )
