"""Answers on disk: one small file each, named by the digest of the model and of all the text that it was sent.

Only answers that could be used are kept. A file that cannot be read, or was cut off, counts as absent; a write
that is interrupted leaves nothing behind. Several processes may share a folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from kg.errors import StoreError, UsageError


class AnswerCache:
    """The answers kept in a folder, which is made if it is absent. Raises UsageError if it cannot be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise UsageError(f"{folder} cannot keep answers: {exc.strerror}. Set COMMUNIQUE_JUDGE_CACHE.") from exc

    def get(self, key: str) -> str | None:
        """The answer kept under a key, or None."""
        try:
            return self._path(key).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer, whole or not at all. Raises StoreError where the disk refuses."""
        path = self._path(key)
        try:
            path.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
                file.write(answer)
            os.replace(file.name, path)  # noqa: PTH105 -- both names are at hand
        except OSError as exc:
            raise StoreError(f"{self._folder} could not keep an answer of the judge: {exc.strerror}.") from exc

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def key_of(model: str, *texts: str) -> str:
    """The key of an answer: a digest of the model's name and of the texts, none mistaken for another's end."""
    digest = hashlib.sha256()
    for text in (model, *texts):
        data = text.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
