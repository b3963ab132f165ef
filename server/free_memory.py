"""How much memory there is for the taking, on this machine or in this container."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CONTROL_GROUPS: Final = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current", "inactive_file"),
    (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes",
        "total_inactive_file",
    ),
)
"""Files in which a container is told its limit of memory and what it uses, and the line of `memory.stat` with what of
that is cached files. Source: the kernel's cgroup documents."""


def free_memory() -> int:
    """Bytes that programs may take without harm to others; 0 where the system does not say.

    In a container what its control group (version 2 or 1) leaves counts too.
    """
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
    return min((free, *(left for names in CONTROL_GROUPS if (left := _left(*names)) is not None)))


def _left(most: str, used: str, cached: str) -> int | None:
    """What a control group leaves, files that are only cached too; None where it sets no limit."""
    try:
        left = int(Path(most).read_text(encoding="ascii")) - int(Path(used).read_text(encoding="ascii"))
        lines = Path(most).with_name("memory.stat").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None  # there is no such file, or it says "max"
    return max(0, left + sum(int(line.split()[1]) for line in lines if line.startswith(f"{cached} ")))
