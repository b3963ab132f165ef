"""The SPARQL editor of the query page: Yasgui (MIT), fetched from the npm registry when communique is set up.

    python -m server.editor

It is fetched by `npm pack`, checked against the hashes here and put into server/static/vendor/, which is not part of
the repository. Whatever fails (no npm, no network, another content) is said, and the query page keeps its plain form,
which says so too. Nothing is ever loaded from another site.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kg.errors import MissingDependencyError

PACKAGE: Final = "@zazuko/yasgui@4.6.2"
FILES: Final = MappingProxyType(
    {
        "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
        "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
    }
)
"""File to SHA-256."""
VENDOR: Final = Path(__file__).parent / "static" / "vendor"
FETCH_SECONDS: Final = 120


def is_there(folder: Path = VENDOR) -> bool:
    """Whether the editor was fetched."""
    return all((folder / name).is_file() for name in FILES)


def fetch(folder: Path = VENDOR) -> None:
    """Put the editor's files into a folder. Raises MissingDependencyError; then nothing was changed."""
    npm = shutil.which("npm")
    if npm is None:
        raise MissingDependencyError("npm is not installed; the query page has a plain form. Install it and try again.")
    with tempfile.TemporaryDirectory() as temporary:
        command = [npm, "pack", "--silent", PACKAGE, "--pack-destination", temporary]
        try:
            done = subprocess.run(  # noqa: S603 -- our own arguments
                command, cwd=temporary, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise MissingDependencyError(f"{PACKAGE} could not be fetched ({exc}).") from exc
        packed = next(Path(temporary).glob("*.tgz"), None)
        if done.returncode != 0 or packed is None:
            reason = (done.stderr.strip().splitlines() or ["npm gave no reason"])[-1]
            raise MissingDependencyError(f"{PACKAGE} could not be fetched ({reason}).")
        unpack(packed, folder)


def unpack(packed: Path, folder: Path) -> None:
    """Put the files of a fetched package into a folder, if they are those that are meant.

    Raises MissingDependencyError for any other content.
    """
    contents = {}
    try:
        with tarfile.open(packed) as archive:
            for name, digest in FILES.items():
                member = archive.extractfile(f"package/build/{name}")
                content = member.read() if member else b""
                if sha256(content).hexdigest() != digest:
                    raise MissingDependencyError(f"{name} of {PACKAGE} is not the file that it was. It is not used.")
                contents[name] = content
    except (OSError, KeyError, tarfile.TarError) as exc:
        raise MissingDependencyError(f"{PACKAGE} came as no such package ({exc}). It is not used.") from exc
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        part = folder / f"{name}.tmp"
        part.write_bytes(content)
        part.replace(folder / name)


def main() -> int:
    """Fetch the editor unless it is there; 0 also when it could not be had, since everything works without."""
    if is_there():
        return 0
    try:
        fetch()
    except MissingDependencyError as exc:
        sys.stderr.write(f"communique: no SPARQL editor: {exc}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
