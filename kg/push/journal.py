"""What was sent to one store, kept beside the database so that a killed push goes on where it stopped.

`<db>/pushes/<digest of the URL>.jsonl` has one JSON object a line, each written through to the disk:

    {"store": "http://..."}                  the URL, on the first line
    {"begin": true}   {"end": true}          a push; one without an end was killed or broke off
    {"sent": "<graph>", "digest": "..."}     the store took this content
    {"dropped": "<graph>"}                   it was taken away again

A line that was cut off by a crash is passed over: its graph is sent once more, which does no harm. The
journal is a memory and no proof; `push.py` asks the store before it believes it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.errors import StoreError

FOLDER: Final = "pushes"


class Journal:
    """The journal of one database and one store. Raises StoreError when its file cannot be read or written."""

    def __init__(self, db: Path, url: str) -> None:
        self.path = db / FOLDER / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.jsonl"
        self._url = url
        self._known: dict[str, str] = {}
        self._now: dict[str, str] = {}
        self.unfinished = False
        self._read()

    @property
    def known(self) -> Mapping[str, str]:
        """Each graph that was ever sent and not dropped since, with the digest of what was sent last."""
        return self._known

    @property
    def just_sent(self) -> Mapping[str, str]:
        """What the push sent that is under way, or that broke off."""
        return self._now

    def begin(self) -> None:
        """A push begins, or goes on with one that broke off."""
        if not self.unfinished:
            self._now = {}
            self._write_whole(begun=True)
            self.unfinished = True

    def sent(self, graph: str, digest: str) -> None:
        """The store took this graph."""
        self._take_up({"sent": graph, "digest": digest}, write=True)

    def dropped(self, graph: str) -> None:
        """The store dropped this graph, or was found not to have it."""
        self._take_up({"dropped": graph}, write=True)

    def end(self) -> None:
        """The push is complete; the file is written anew without what is past."""
        self.unfinished = False
        self._now = {}
        self._write_whole(begun=False)

    def _take_up(self, line: Mapping[str, object], *, write: bool) -> None:
        if write:
            self._append(line)
        match line:
            case {"sent": str(graph), "digest": str(digest)}:
                self._known[graph] = self._now[graph] = digest
            case {"dropped": str(graph)}:
                self._known.pop(graph, None)
                self._now.pop(graph, None)
            case {"begin": True}:
                self.unfinished, self._now = True, {}
            case {"end": True}:
                self.unfinished, self._now = False, {}

    def _read(self) -> None:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        except (OSError, ValueError) as exc:
            raise StoreError(f"{self.path} cannot be read ({exc}). Delete it; everything is then sent anew.") from exc
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue  # cut off by a crash
            if isinstance(found, dict):
                self._take_up(found, write=False)

    def _append(self, line: Mapping[str, object]) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as exc:
            raise self._unwritable(exc) from exc

    def _write_whole(self, *, begun: bool) -> None:
        lines: list[Mapping[str, object]] = [{"store": self._url}]
        lines += [{"sent": graph, "digest": digest} for graph, digest in sorted(self._known.items())]
        lines.append({"begin": True} if begun else {"end": True})
        part = self.path.with_suffix(".tmp")
        try:
            self.path.parent.mkdir(exist_ok=True)
            with part.open("w", encoding="utf-8") as file:
                file.write("".join(json.dumps(line) + "\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        except OSError as exc:
            raise self._unwritable(exc) from exc

    def _unwritable(self, exc: OSError) -> StoreError:
        return StoreError(
            f"{self.path} cannot be written ({exc.strerror or exc}); a push notes there what it has sent. "
            "Give a --db that may be written."
        )
