"""What the server counts, for Prometheus at /metrics.

Requests and their durations are counted as they pass; what the engine knows of itself (workers, cache, store) is read
when somebody asks. Each application counts for itself.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
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


@dataclass(slots=True)
class _Series:
    """The requests of one route and status: how many in each class of durations, and their seconds in all."""

    classes: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    seconds: float = 0.0


class Metrics:
    """The counters of one application. Counting costs a microsecond or two; the rest is done when they are read."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self._series: dict[tuple[str, int], _Series] = {}
        self._outcomes: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.registry.register(_Collector(self._requests))
        self.registry.register(_Collector(lambda: _engine_metrics(engine)))
        ProcessCollector(registry=self.registry)

    def count(self, visit: Visit) -> None:
        """Count a request."""
        key = _route(visit.path), visit.status
        number = bisect_left(SECONDS, visit.seconds)
        with self._lock:
            series = self._series.get(key)
            if series is None:
                series = self._series[key] = _Series()
            series.classes[number] += 1
            series.seconds += visit.seconds
            if visit.query:
                self._outcomes["remembered" if visit.remembered else OUTCOMES.get(visit.status, "failed")] += 1

    def text(self) -> bytes:
        """Everything in the format of Prometheus."""
        return generate_latest(self.registry)

    def _requests(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("communique_requests", "Requests answered.", labels=("route", "status"))
        durations = HistogramMetricFamily("communique_request_seconds", "Time to answer.", labels=("route",))
        queries = CounterMetricFamily("communique_queries", "Queries, by how they ended.", labels=("outcome",))
        routes: dict[str, _Series] = {}
        with self._lock:
            for (route, status), series in self._series.items():
                requests.add_metric((route, str(status)), sum(series.classes))
                whole = routes.setdefault(route, _Series())
                whole.classes = [mine + more for mine, more in zip(whole.classes, series.classes, strict=True)]
                whole.seconds += series.seconds
            for outcome, number in self._outcomes.items():
                queries.add_metric((outcome,), number)
        for route, series in routes.items():
            ends = [*map(str, SECONDS), "+Inf"]
            durations.add_metric((route,), list(zip(ends, accumulate(series.classes), strict=True)), series.seconds)
        yield from (requests, durations, queries)


class _Collector(Collector):
    """Metrics that are made when somebody reads them."""

    def __init__(self, read: Callable[[], Iterator[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """The present values."""
        return self._read()


def _route(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in ROUTES else ("other" if first else "home")


def _engine_metrics(engine: Engine) -> Iterator[Metric]:
    """What the engine knows of itself."""
    pool, caches, lookups = engine.pool, engine.caches, engine.lookups.answered if engine.lookups else 0
    hits = sum(cache.hits for cache in caches)
    misses = lookups + sum(cache.misses for cache in caches)
    yield _gauge("workers", "Worker processes that may run at once.", pool.size)
    yield _gauge("workers_busy", "Workers that run a query.", pool.busy)
    yield _gauge("queries_waiting", "Queries that wait for a worker.", pool.waiting)
    memory = sum(map(resident_bytes, engine.process_ids()))
    yield _gauge("workers_memory_bytes", "Memory of the idle workers, and of the graph.", memory)
    yield CounterMetricFamily("communique_workers_killed", "Workers killed at a deadline.", pool.killed)
    yield CounterMetricFamily("communique_workers_lost", "Workers that died of a query.", pool.lost)
    yield _gauge("graph_in_memory", "Whether the graph in force is in memory too.", engine.is_in_memory())
    yield _asked(pool.asked)
    yield _gauge("cache_bytes", "Remembered answers in bytes.", sum(cache.bytes for cache in caches))
    yield _gauge("cache_entries", "Remembered answers.", sum(map(len, caches)))
    yield CounterMetricFamily("communique_cache_hits", "Answers that were remembered.", hits)
    yield CounterMetricFamily("communique_cache_misses", "Answers that had to be made.", misses)
    yield CounterMetricFamily("communique_lookups", "Look-ups answered without a worker.", lookups)
    yield _version(engine.snapshot)


def _asked(counted: Mapping[str, int]) -> CounterMetricFamily:
    asked = CounterMetricFamily("communique_worker_queries", "Queries of workers, by where.", labels=("where",))
    for where, number in counted.items():
        asked.add_metric((where,), number)
    return asked


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"communique_{name}", meaning, value)


def _version(snapshot: Callable[[], object]) -> InfoMetricFamily:
    try:
        version = str(getattr(snapshot(), "version", ""))
    except CommuniqueError:
        version = ""
    return InfoMetricFamily("communique_store", "The version of the graph that is served.", {"version": version})


def resident_bytes(process: int) -> int:
    """Bytes of memory of a process, of what it shares its part; 0 where that cannot be told."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
