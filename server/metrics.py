"""What the server counts, for Prometheus at /metrics.

Requests and their durations are counted as they pass; what the engine knows of itself (workers, cache, store) is read
when somebody asks. Each application counts for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from kg.errors import CommuniqueError
from server.access_log import Visit
from server.engine import Engine

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the classes of durations: from a remembered answer to the deadline."""
OUTCOMES: Final = {
    200: "answered",
    304: "not modified",
    403: "refused",
    429: "over budget",
    503: "busy or lost",
    504: "cancelled",
}
ROUTES: Final = ("sparql", "graph-store", "article", "query", "resource", "ontology", "static", "health", "ready")
"""First parts of paths that are counted apart; all else is "other", so that nobody can make up new series."""


class Metrics:
    """The counters of one application."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "communique_requests", "Requests answered.", ("route", "status"), registry=self.registry
        )
        self._durations = Histogram(
            "communique_request_seconds",
            "Time to answer a request.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._queries = Counter(
            "communique_queries", "Queries asked, by how they ended.", ("outcome",), registry=self.registry
        )
        self._known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self.registry.register(_EngineCollector(engine))
        ProcessCollector(registry=self.registry)

    def count(self, visit: Visit) -> None:
        """Count a request."""
        requests, durations = self._series(_route(visit.path), visit.status)
        requests.inc()
        durations.observe(visit.seconds)
        if visit.query:
            outcome = "remembered" if visit.remembered else OUTCOMES.get(visit.status, "failed")
            self._queries.labels(outcome).inc()

    def _series(self, route: str, status: int) -> tuple[Counter, Histogram]:
        """The counters of a route and status; finding them costs more than counting, so they are kept."""
        found = self._known.get((route, status))
        if found is None:
            found = self._requests.labels(route, str(status)), self._durations.labels(route)
            self._known[route, status] = found
        return found

    def text(self) -> bytes:
        """Everything in the format of Prometheus."""
        return generate_latest(self.registry)


def _route(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in ROUTES else ("other" if first else "home")


class _EngineCollector(Collector):
    """What the engine knows of itself, read anew each time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """The present values."""
        engine = self._engine
        pool, cache = engine.pool, engine.cache
        yield _gauge("workers", "Worker processes that may run at once.", pool.size)
        yield _gauge("workers_busy", "Workers that run a query.", pool.busy)
        yield _gauge("queries_waiting", "Queries that wait for a worker.", pool.waiting)
        yield _gauge("workers_memory_bytes", "Memory of the idle workers.", sum(map(_resident, pool.process_ids())))
        yield CounterMetricFamily("communique_workers_killed", "Workers killed at a deadline.", pool.killed)
        yield CounterMetricFamily("communique_workers_lost", "Workers that died of a query.", pool.lost)
        yield _gauge("cache_bytes", "Remembered answers in bytes.", cache.bytes)
        yield _gauge("cache_entries", "Remembered answers.", len(cache))
        yield CounterMetricFamily("communique_cache_hits", "Answers that were remembered.", cache.hits)
        yield CounterMetricFamily("communique_cache_misses", "Answers that had to be made.", cache.misses)
        yield _version(engine.snapshot)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"communique_{name}", meaning, value)


def _version(snapshot: Callable[[], object]) -> InfoMetricFamily:
    try:
        version = str(getattr(snapshot(), "version", ""))
    except CommuniqueError:
        version = ""
    return InfoMetricFamily("communique_store", "The version of the graph that is served.", {"version": version})


def _resident(process: int) -> int:
    """Bytes of memory of a process; 0 where that cannot be told."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)
