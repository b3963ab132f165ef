"""The servers that are measured, each started on the same data: ours, Oxigraph's own and rdflib-endpoint.

What is not installed is left out and said. Cost is read from /proc: processor time of the server with all its
processes, and their memory (each shared page once, where the system tells).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from kg.errors import MissingDependencyError
from kg.store.embedded import current_snapshot
from server.metrics import resident_bytes

START_SECONDS: Final = 600
"""rdflib reads a million triples in some minutes."""
MEMORY_SECONDS: Final = 60.0
"""A million quads are in memory after 15 s on two slow cores."""
TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds and bytes of memory up to now."""

    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Rival:
    """A server that runs: its name, its query endpoint, its first process."""

    name: str
    url: str
    process: subprocess.Popen[bytes]

    def cost(self) -> Cost:
        """What it has cost so far; zeros where there is no /proc."""
        family = _family(self.process.pid)
        return Cost(sum(map(_cpu, family)), sum(map(resident_bytes, family)))


def _family(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        children = []
    return [process, *(member for child in children for member in _family(child))]


def _cpu(process: int) -> float:
    """User and system time, that of children that ended too."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def start_ours(db: Path) -> Rival:
    """`communique serve`, without a budget: all clients have one address here. It has the graph in memory already."""
    port = _free_port()
    command = [sys.executable, "-m", "kg.cli", "serve", "--db", str(db), "--port", str(port), "--budget", "0"]
    rival = _started("communique", f"http://127.0.0.1:{port}/sparql", command)
    _wait_for_memory(f"http://127.0.0.1:{port}/metrics")
    return rival


def _wait_for_memory(metrics: str) -> None:
    """Wait until the graph is in memory, or as long as a start may take where it never is."""
    end = time.monotonic() + MEMORY_SECONDS
    while time.monotonic() < end:
        with urlopen(metrics, timeout=5) as response:  # noqa: S310 -- as above
            if b"communique_graph_in_memory 1" in response.read():
                return
        time.sleep(0.5)


def start_oxigraph(db: Path) -> Rival:
    """`oxigraph serve-read-only` on the same snapshot. Raises MissingDependencyError."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        raise MissingDependencyError("oxigraph is not installed: pip install 'communique[bench]'")
    port = _free_port()
    place = ["--location", str(current_snapshot(db)), "--bind", f"127.0.0.1:{port}"]
    command = [program, "serve-read-only", *place, "--union-default-graph"]
    return _started("oxigraph serve-read-only", f"http://127.0.0.1:{port}/query", command)


_RDFLIB: Final = """
import sys
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
import uvicorn
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql", enable_update=False), port=int(sys.argv[2]), log_level="error")
"""


def start_rdflib(db: Path, python: str = "") -> Rival:
    """rdflib-endpoint on the same quads; `python` is an interpreter that has it. Raises MissingDependencyError."""
    if not python and find_spec("rdflib_endpoint") is None:
        raise MissingDependencyError("rdflib-endpoint is not installed: pip install 'communique[bench]'")
    from pyoxigraph import RdfFormat, Store

    data = Path(tempfile.mkdtemp()) / "data.nq"
    Store.read_only(str(current_snapshot(db))).dump(str(data), format=RdfFormat.N_QUADS)
    port = _free_port()
    command = [python or sys.executable, "-c", _RDFLIB, str(data), str(port)]
    return _started("rdflib-endpoint", f"http://127.0.0.1:{port}/sparql", command)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _started(name: str, url: str, command: list[str]) -> Rival:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 -- as made here
    rival, end = Rival(name, url, process), time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"{url}?query=ASK%7B%7D", timeout=5):  # noqa: S310 -- made here, http on loopback
                return rival
        except HTTPError:
            return rival
        except (URLError, OSError):
            time.sleep(0.1)
    stop(rival)
    raise MissingDependencyError(f"{name} did not start; run it by hand to see why: {' '.join(command[:4])} ...")


def stop(rival: Rival) -> None:
    """End a server; it is killed when it does not end in time."""
    rival.process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        rival.process.wait(20)
    except subprocess.TimeoutExpired:
        rival.process.kill()
        rival.process.wait()


@contextmanager
def running(rival: Rival) -> Iterator[Rival]:
    """A server that is ended with the block."""
    try:
        yield rival
    finally:
        stop(rival)
