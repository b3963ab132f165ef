"""What a worker process gives up before it runs its first query: memory without end, core files, the network.

Each measure works where the platform has it; `confine` names those that are missing. The network is taken
away with a seccomp filter (Linux on x86-64 and arm64): `socket` fails with EACCES for this process and its
children. It needs no privileges and cannot be undone.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import platform
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final

SOCKET_CALLS: Final = MappingProxyType({"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)})
"""Machine to (AUDIT_ARCH, number of the socket call). Source: the kernel's audit.h and unistd.h."""

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EACCES
_OFFSET_OF_CALL, _OFFSET_OF_ARCHITECTURE = 0, 4


def confine(memory_bytes: int) -> tuple[str, ...]:
    """Apply every measure to this process; gives the names of those that this platform lacks.

    `memory_bytes` is how much address space it may take beyond what it has now.
    """
    measures: tuple[tuple[str, Callable[[], None]], ...] = (
        ("memory cap", lambda: _limit("RLIMIT_AS", _mapped_bytes() + memory_bytes)),
        ("no core files", lambda: _limit("RLIMIT_CORE", 0)),
        ("no network", _deny_sockets),
    )
    return tuple(name for name, apply in measures if not _works(apply))


def _works(apply: Callable[[], None]) -> bool:
    try:
        apply()
    except (ImportError, AttributeError, OSError, ValueError):
        return False
    return True


def _limit(name: str, value: int) -> None:
    import resource  # not on Windows

    number = getattr(resource, name)
    _, hard = resource.getrlimit(number)
    limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(number, (limit, limit))


def _prctl(option: int, *arguments: int) -> None:
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
    if call(option, *arguments, *(0,) * (4 - len(arguments))) != 0:
        raise OSError(ctypes.get_errno(), "prctl failed")


def _mapped_bytes() -> int:
    """The address space of this process; 0 where the platform does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * mmap.PAGESIZE


class _Program(ctypes.Structure):
    """struct sock_fprog: how many instructions, and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _deny_sockets() -> None:
    """Raises OSError where there is no such filter."""
    if sys.platform != "linux" or platform.machine() not in SOCKET_CALLS:
        raise OSError("no seccomp filter for this platform")
    architecture, call = SOCKET_CALLS[platform.machine()]
    code = ctypes.create_string_buffer(_filter_code(architecture, call))
    program = _Program(len(code.raw) // 8, ctypes.addressof(code))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))


def _filter_code(architecture: int, call: int) -> bytes:
    """A BPF program: another architecture's calls and `socket` fail, all else is allowed."""
    steps = (
        (_LOAD, 0, 0, _OFFSET_OF_ARCHITECTURE),
        (_JUMP_EQUAL, 0, 2, architecture),
        (_LOAD, 0, 0, _OFFSET_OF_CALL),
        (_JUMP_EQUAL, 0, 1, call),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
