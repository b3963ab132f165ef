"""A file, or its bytes, to an `Article`: text, metadata and the span of the story.

The identifier is the file's name without its extension. `<identifier>.meta.json` beside the file overrides
what the text says of itself (`kg.read.override`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import ReadError
from kg.model import Article
from kg.read.english import is_english
from kg.read.metadata import read_metadata
from kg.read.override import OVERRIDE_SUFFIX, Override, apply_override, parse_override
from kg.read.text import MAX_BYTES, decode_text


def read_article(path: Path, max_bytes: int = MAX_BYTES) -> Article:
    """Read one plain-text article and the override beside it.

    Raises:
        ReadError: the file is missing, larger than `max_bytes`, empty, no text or not English, or its override is
            faulty.
    """
    beside = path.with_name(path.stem + OVERRIDE_SUFFIX)
    override = parse_override(_read_file(beside, MAX_BYTES), str(beside)) if beside.is_file() else {}
    return _build_article(_read_file(path, max_bytes), path.stem, override, str(path), str(beside))


def read_bytes(data: bytes, identifier: str, override: Override | None = None) -> Article:
    """Read an article from its bytes; `override` has the fields of a `.meta.json` file.

    Raises:
        ReadError: the content is too large, empty, no text or not English, or the override is faulty.
    """
    return _build_article(data, identifier, override or {}, identifier, identifier + OVERRIDE_SUFFIX)


def _build_article(data: bytes, identifier: str, override: Override, where: str, beside: str) -> Article:
    """Put text and metadata together; `where` and `beside` name the sources in errors."""
    decoded = decode_text(data, where)
    if not is_english(decoded.text):
        raise ReadError(f"{where}: the text is not English, which is all that is read; give a translation of it.")
    metadata = apply_override(read_metadata(decoded.text), override, decoded.text, beside)
    return Article(
        identifier=identifier,
        text=decoded.text,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        issued=metadata.issued,
        publisher=metadata.publisher,
        title=metadata.title,
        authors=metadata.authors,
        dateline=metadata.dateline,
        body=metadata.body,
        warnings=metadata.warnings,
    )


def _read_file(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file that is not larger than the limit."""
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as exc:
        raise ReadError(f"{path}: cannot be read ({exc.strerror or exc}); check the path and its permissions.") from exc
    if len(data) > max_bytes:
        raise ReadError(
            f"{path}: the file is larger than the {max_bytes:,} bytes that an article may have; split it into its "
            "articles, or raise the setting max_bytes."
        )
    return data
