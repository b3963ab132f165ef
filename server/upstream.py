"""Another store in the place of the workers: the same jobs, sent to its SPARQL endpoint.

Protocol, guards, pages and budget stay as they are in front of it. Its answer is read to its end under the deadline and
parsed before anything is passed on, so what it cuts off or garbles is an error and never half an answer. The default
graph of the pages is the union of all graphs: the other store must have it so, as Virtuoso and GraphDB do, and
Oxigraph and Fuseki with a setting. At the deadline the answer is given up; the other store stops by its own limit.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from time import monotonic
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat, parse_query_results, serialize

from kg.errors import EndpointError, QueryError
from kg.store.remote import RemoteEndpoint
from kg.store.results import Result, Rows, Triples, results_json
from ontology.terms import PREFIXES
from server.errors import DeadlineError
from server.turns import TurnPool
from server.worker import Answer, Job, Table

AT_ONCE: Final = 8
"""Queries that are sent at the same time."""


class UpstreamPool(TurnPool[int]):
    """Sends jobs to an endpoint, some at once. Has the face of `WorkerPool`; safe to use from many threads."""

    def __init__(
        self, url: str, deadline: float, max_waiting: int, charge: Callable[[str, float], None] | None = None
    ) -> None:
        """Raises UsageError when `url` is not one of http or https."""
        RemoteEndpoint(url)
        super().__init__(range(AT_ONCE), deadline, max_waiting, ("upstream",), charge)
        self.url = url
        self.size = AT_ONCE

    def run(self, job: Job, client: str = "", timeout: float | None = None) -> Answer:
        """The answer to a job. Raises BusyError, DeadlineError, EndpointError or QueryError."""
        with self._taken(client, timeout) as (_, seconds):
            self.asked["upstream"] += 1
            result = self._ask(job, monotonic(), seconds)
        return _tabulate(result, job.row_limit) if job.media_type is None else _write(result, job)

    def _ask(self, job: Job, start: float, seconds: float) -> Result:
        graphs = job.dataset
        query = f"BASE <{job.base}>\n{job.query}" if job.base else job.query
        try:
            return RemoteEndpoint(self.url, ceil(seconds)).query(
                query, graphs.default_graphs or (), graphs.named_graphs
            )
        except EndpointError as exc:
            if exc.status == HTTPStatus.BAD_REQUEST:
                raise QueryError(f"The store does not take the query. {exc}") from exc
            if monotonic() - start < seconds:
                self.lost += 1
                raise
            self.killed += 1
            raise DeadlineError(
                f"The query ran longer than {seconds:g} seconds and was given up. Narrow it, or add a LIMIT."
            ) from exc

    def process_ids(self) -> list[int]:
        """None: nothing runs here."""
        return []

    def close(self, patience: float = 1.0) -> None:
        """Nothing is kept open."""


def _tabulate(result: Result, limit: int) -> Table:
    if isinstance(result, Rows):
        return Table(Rows(result.variables, result.rows[:limit]), len(result.rows) > limit)
    if isinstance(result, Triples):
        return Table(Triples(result.triples[:limit]), len(result.triples) > limit)
    return Table(result, truncated=False)


def _write(result: Result, job: Job) -> bytes:
    media_type = job.media_type or ""
    if isinstance(result, Triples):
        rdf = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
        body = serialize(result.triples, format=rdf, prefixes=dict(PREFIXES))
    else:
        form = QueryResultsFormat.from_media_type(media_type) or QueryResultsFormat.JSON
        body = parse_query_results(results_json(result), QueryResultsFormat.JSON).serialize(format=form)
    body = body or b""
    if len(body) > job.max_bytes:
        raise QueryError(f"The answer has {len(body):,} bytes; at most {job.max_bytes:,} are sent. Add a LIMIT.")
    return body
