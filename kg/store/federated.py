"""Queries that call other endpoints by SERVICE, run on a store of this machine.

The engine sends a SERVICE block as it is written. So a named federated query first finds its items here and has them
written into the block; and what goes wrong at the other end is EndpointError, not a fault
of the store.
"""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import NamedNode, Store

from kg.errors import EndpointError, QueryError, StoreError
from kg.store.embedded import query_store
from kg.store.results import Result, Rows
from ontology.queries import named_queries

_SERVICE: Final = re.compile(r"\bSERVICE\b", re.IGNORECASE)


def query_with_services(store: Store, query: str) -> Result:
    """Run a query as `query_store` does, also one with SERVICE.

    Raises as `query_store` does, and EndpointError when an endpoint that the query calls fails.
    """
    try:
        return query_store(store, query)
    except (QueryError, StoreError) as exc:
        if not _SERVICE.search(query) or isinstance(exc.__cause__, SyntaxError | None):
            raise
        reason = " ".join(str(exc.__cause__).split())
        raise EndpointError(
            f"An endpoint that the query calls by SERVICE failed: {reason[:300]} Check its address and the network."
        ) from exc


def with_items(store: Store, query: str) -> str:
    """A federated named query with the items that the store knows in its SERVICE block; any other text as it is."""
    named = next((q for q in named_queries() if q.federated and q.text == query), None)
    if named is None:
        return query
    found = query_store(store, named.local)
    assert isinstance(found, Rows)
    items = (row[found.variables.index("wikidata")] for row in found.rows)
    return named.for_items(item.value for item in items if isinstance(item, NamedNode))
