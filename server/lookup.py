"""Look-ups: queries so plain that they are answered in the server's own process, in a third of the time.

A way to a worker and back costs more than a look-up does. But nothing stops a query here, so only those are taken
that need no stopping, which is proved on their text and kept to by their output:

- The text is one SELECT or ASK over one triple pattern, with no variable twice, and nothing else: no path, filter,
  join, order, DISTINCT, OFFSET, aggregate, function, comment or escape. Whatever of the pattern is bound is the
  beginning of a key in one of the store's indexes, so every step of the engine finds a row and writes it; it sorts
  and holds nothing.
- What is written ends at `MOST_BYTES`: there the engine is stopped, and a worker answers in its place. A worker answers
  what meets any error, too.

The work is bounded by the bytes, whatever the data: by some thousand steps, a few milliseconds. And only a few are
under way at once.
"""

from __future__ import annotations

import re
import threading
from io import BytesIO
from typing import Final

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store

from server.prefixes import prefixes_for

MOST_BYTES: Final = 64 * 1024
"""What a look-up may write: some 700 rows, in a few milliseconds."""
AT_ONCE: Final = 4
"""Look-ups at the same time; who comes when there are so many takes a turn at the workers, which is fair to all."""
MOST_ROWS: Final = 1000
"""A pattern without a subject has as many rows as the graph: it is tried here with a LIMIT of these or fewer."""
LONGEST: Final = 2048
"""Characters of the text."""

_IRI: Final = r"<[^\x00-\x20<>\"{}|^`\\]*>"
_NAME: Final = r"[A-Za-z][A-Za-z0-9]*:[A-Za-z0-9_]+"
_VARIABLE: Final = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_LITERAL: Final = rf'"[^"\\\r\n]*"(?:@[A-Za-z]+|\^\^(?:{_IRI}|{_NAME}))?'
_LOOKUP: Final = re.compile(
    rf"""\s*
    (?:PREFIX\s+[A-Za-z][A-Za-z0-9]*:\s*{_IRI}\s+)*+
    (?:(?P<select>SELECT)\s+(?:\*|(?P<shown>{_VARIABLE}(?:\s+{_VARIABLE})*))\s+|ASK\s+)(?:WHERE\s*)?
    \{{\s*(?P<subject>{_IRI}|{_NAME}|{_VARIABLE})
       \s+(?P<predicate>{_IRI}|{_NAME}|{_VARIABLE}|a)
       \s+(?P<object>{_IRI}|{_NAME}|{_VARIABLE}|{_LITERAL})
    \s*(?:\.\s*)?\}}
    \s*(?:LIMIT\s+(?P<limit>[0-9]{{1,9}})\s*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def lookup_form(query: str) -> str | None:
    """SELECT or ASK when the text is such a plain query, else None."""
    found = _LOOKUP.fullmatch(query) if len(query) <= LONGEST else None
    if found is None:
        return None
    subject, predicate, target, select, limit, shown = found.group(*_PARTS)
    if subject[0] in "?$" and (limit is None or int(limit) > MOST_ROWS):
        return None
    variables = [term[1:] for term in (subject, predicate, target) if term[0] in "?$"]
    names = {name[1:] for name in shown.split()} if shown else ()
    if len(set(variables)) < len(variables) or not set(variables).issuperset(names):
        return None
    return "SELECT" if select else "ASK"


_PARTS: Final = ("subject", "predicate", "object", "select", "limit", "shown")


class _TooLongError(OSError):
    """More was written than a look-up may write."""


class _Output(BytesIO):
    """What the engine writes to, up to `MOST_BYTES`."""

    def write(self, data: object, /) -> int:
        """Add bytes. Raises _TooLongError."""
        assert isinstance(data, bytes | bytearray | memoryview)
        if self.tell() + len(data) > MOST_BYTES:
            raise _TooLongError
        return super().write(data)


class Lookups:
    """The snapshot in force, open in the server's own process. Safe to use from many threads."""

    def __init__(self) -> None:
        self.answered = 0
        self._open: tuple[str, Store] | None = None
        self._opening = threading.Lock()
        self._under_way = 0
        self._counting = threading.Lock()

    def answer(self, path: str, query: str, base: str, media_type: str, *, union: bool) -> bytes | None:
        """The answer to a query that `lookup_form` knows, from the store at a path; None: let a worker answer.

        `base` is for relative IRIs, `union` says whether the default graph is that of all graphs.
        """
        kind = QueryResultsFormat.from_media_type(media_type)
        store = self.open(path)
        if store is None or kind is None or not self._begin():
            return None
        body: bytes | None = None
        try:
            answer = store.query(query, base_iri=base, prefixes=prefixes_for(query), use_default_graph_as_union=union)
            body = _write(answer, kind)
        except (SyntaxError, ValueError, RuntimeError, OSError):
            return None  # the worker meets it again, and says what it is
        finally:
            self._end(body is not None)
        return body

    def _begin(self) -> bool:
        """Take one of the places, if one is free."""
        with self._counting:
            is_free = self._under_way < AT_ONCE
            self._under_way += is_free
        return is_free

    def _end(self, is_answered: bool) -> None:
        with self._counting:
            self._under_way -= 1
            self.answered += is_answered

    def open(self, path: str) -> Store | None:
        """The store at a path; None while another thread opens it, or when it cannot be opened."""
        held = self._open
        if held is not None and held[0] == path:
            return held[1]
        if not self._opening.acquire(blocking=False):
            return None
        try:
            store = Store.read_only(path)
            self._open = path, store
        except OSError:
            return None
        finally:
            self._opening.release()
        return store


def _write(answer: QuerySolutions | QueryBoolean | QueryTriples, kind: QueryResultsFormat) -> bytes:
    assert not isinstance(answer, QueryTriples)  # the text is of a SELECT or an ASK
    output = _Output()
    answer.serialize(output, format=kind)
    return output.getvalue()
