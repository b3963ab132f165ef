"""A faster memory allocator for the workers: mimalloc, where its library is installed.

The engine allocates much and briefly; the standard allocator of Linux costs it up to half of its time. The
library is loaded into the fork server (`LD_PRELOAD`), from which all workers come. It is in the package
`cmeel-mimalloc`; without it the workers run as they are.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Final

PACKAGE: Final = "cmeel-mimalloc"
LIBRARY: Final = "libmimalloc.so"
VARIABLE: Final = "LD_PRELOAD"
_LOCK: Final = threading.Lock()


@cache
def find_library() -> Path | None:
    """The installed library; None where there is none, or the system does not take it."""
    if sys.platform != "linux":
        return None
    try:
        found = [Path(str(file.locate())) for file in files(PACKAGE) or () if file.name == LIBRARY]
    except PackageNotFoundError:
        return None
    return found[0].resolve() if found else None


@contextmanager
def preloaded() -> Iterator[None]:
    """Programs that are started within get the library; it is harmless for those that run already."""
    library = find_library()
    if library is None:
        yield
        return
    with _LOCK:
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = " ".join(dict.fromkeys(filter(None, (str(library), *(before or "").split()))))
        try:
            yield
        finally:
            if before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = before
