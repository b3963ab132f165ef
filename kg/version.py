"""The version of the software, and the fingerprint of everything that decides what is read from an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

_READING = ("extract", "judge", "language", "lexicon", "link", "read")


def software_version() -> str:
    """The installed version of communique."""
    return metadata.version("communique")


@cache
def fingerprint(models: str) -> str:
    """Version, and a digest of reading code, lexicons and the names of what stands behind the seams.

    Articles are read again when it changes.
    """
    digest = hashlib.sha256(models.encode())
    root = resources.files("kg")
    for folder in _READING:
        for name, data in sorted(_files(root / folder, folder)):
            digest.update(name.encode() + b"\0" + data)
    digest.update((root / "pipeline.py").read_bytes())
    return f"{software_version()}+{digest.hexdigest()[:12]}"


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, name)
        elif entry.name.endswith((".py", ".tsv")):
            yield name, entry.read_bytes()
