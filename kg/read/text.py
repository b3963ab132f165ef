"""Bytes to text: finds the encoding and decodes, and changes nothing else.

The text is kept as it stands: no newline is translated, no character normalised, a NUL stays a NUL. Only a
byte order mark is not part of it. Bytes that are valid UTF-8 are UTF-8; the rest is judged by
charset-normalizer from a sample, so a long file costs little more than its decoding. What the text says is
not known here.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import CharsetMatch, from_bytes

from kg.errors import ReadError

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read: an article has kilobytes, so a larger one is something else."""

SAMPLE_BYTES = 32 * 1024
"""How much is judged to find an encoding: 32 kB took the detector 25 ms at most in seven encodings."""

MAX_CONTROL_SHARE = 0.02
"""The share of control characters above which content is no text: prose has none, a stray NUL or form feed is borne."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)

_MARKUP = re.compile(
    r"\s*(?:<\?xml\b[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
"""How a web page begins: its tags and scripts would be read as words."""

# In order of preference where the detector sees no difference.
_ENCODINGS = """
    utf_16_le utf_16_be utf_32_le utf_32_be cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874
    koi8_r koi8_u iso8859_2 iso8859_5 iso8859_7 mac_roman gb18030 big5 shift_jis euc_jp euc_kr iso2022_jp
""".split()
_WIDE = ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")

_WHITE = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file's text and the Python name of the encoding that gave it."""

    text: str
    encoding: str


def decode_text(data: bytes, where: str) -> DecodedText:
    """Give the text of a file's bytes; `where` names the file in errors.

    Raises:
        ReadError: the content is empty, larger than `MAX_BYTES`, no text, or in no known encoding.
    """
    _check_bytes(data, where)
    decoded = _decode_marked(data, where) or _decode_utf8(data) or _decode_detected(data)
    _check_text(decoded.text, where)
    return decoded


def _check_bytes(data: bytes, where: str) -> None:
    """Refuse what can be refused without decoding."""
    if not data:
        raise ReadError(f"{where}: the file is empty; there is no article to read.")
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"{where}: the content is larger than the {MAX_BYTES:,} bytes that an article may have; "
            "split the file into its articles."
        )
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"{where}: this is {kind}, not plain text; save its text as a .txt file.")


def _decode_marked(data: bytes, where: str) -> DecodedText | None:
    """Decode by a byte order mark, or give None where there is none."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return DecodedText(data.decode(encoding), encoding)
            except UnicodeDecodeError as exc:
                raise ReadError(
                    f"{where}: the file begins with the mark of {encoding} but byte {exc.start} does not fit it; "
                    "save the file as UTF-8."
                ) from exc
    return None


def _decode_utf8(data: bytes) -> DecodedText | None:
    """Decode UTF-8, or give None where it is something else.

    UTF-16 and ISO-2022 of plain text are valid UTF-8 too: the first is full of NULs, the second has escapes.
    """
    if data.count(0) * 5 > len(data) or b"\x1b$" in data:
        return None
    try:
        return DecodedText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _decode_detected(data: bytes) -> DecodedText:
    """Decode by the first encoding, of those the detector finds likely, that fits the whole content.

    Where none does, in a list of names say, it is Windows-1252 or Latin-1; that these decode anything does no
    harm, for binary content becomes full of control characters and is refused.
    """
    for encoding in (*_rank_encodings(_take_sample(data)), "cp1252"):
        try:
            return DecodedText(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return DecodedText(data.decode("latin_1"), "latin_1")


def _take_sample(data: bytes) -> bytes:
    """The part of the content that tells encodings apart: lines with bytes above ASCII, or the head."""
    if data.count(0) * 5 > len(data) or data.isascii():
        return data[: SAMPLE_BYTES // 4 * 4]
    return b"".join(_take_lines(data)) or data[:SAMPLE_BYTES]


def _take_lines(data: bytes) -> Iterator[bytes]:
    """Whole lines with bytes above ASCII, up to the sample's size, so that no character is cut."""
    size = 0
    for match in _HIGH_LINE.finditer(data):
        size += len(match[0])
        if size > SAMPLE_BYTES and size > len(match[0]):
            return
        yield match[0][: 8 * SAMPLE_BYTES]


def _rank_encodings(sample: bytes) -> list[str]:
    """The encodings that the sample may be in, likeliest first."""
    wide = _WIDE if sample.count(0) * 5 > len(sample) else ()
    matches = sorted(from_bytes(sample, cp_isolation=list(wide or _ENCODINGS)), key=_rank)
    return [_preferred(match) for match in matches]


def _rank(match: CharsetMatch) -> tuple[float, float, int]:
    """Sort key: little disorder, then much likeness to a language, then our preference."""
    return match.chaos, -match.coherence, _ENCODINGS.index(_preferred(match))


def _preferred(match: CharsetMatch) -> str:
    """Of the encodings that give the same text for the sample, the one first in `_ENCODINGS`."""
    return min((name for name in match.could_be_from_charset if name in _ENCODINGS), key=_ENCODINGS.index)


def _check_text(text: str, where: str) -> None:
    """Refuse text that no one wrote: too many control characters, a page's markup, or not one letter."""
    head = text[:SAMPLE_BYTES]
    strange = sum(unicodedata.category(c) in {"Cc", "Cn", "Co"} and c not in _WHITE for c in head)
    if strange > max(1, MAX_CONTROL_SHARE * len(head)):
        raise ReadError(f"{where}: the content is binary, not text; give the article as a plain-text file.")
    if _MARKUP.match(head):
        raise ReadError(f"{where}: this is a web page (HTML), not plain text; save its text as a .txt file.")
    if not any(c.isalpha() for c in text):
        raise ReadError(f"{where}: the file holds no letter; there is no article to read.")
