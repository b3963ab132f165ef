"""SERVICE calls of a query, answered in the server and put back into its text as data.

Workers have no network, so a call to an allowed host is sent from here, and its solutions replace it:

    SERVICE <https://a.example/sparql> { ?x ex:p ?y }    becomes    { VALUES (?x ?y) { ... } }

which by the definition of SERVICE (SPARQL 1.1 Federated Query, section 4) is the same. The whole pattern would
often have too many solutions. So a call that stands directly in the outermost group first has the patterns before
it answered here, and is asked only for the values that its variables have there, as far as they are bound in
every solution. FILTERs are left out of that, since they may speak of what comes later.

A call is found only in its plain form, with the address written out: `SERVICE [SILENT] <https://...> { ... }`. A
blank node of the other endpoint comes as an IRI below `.well-known/genid`; VALUES has no blank nodes.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat

from kg.errors import EndpointError, QueryError
from kg.store.remote import declare_prefixes
from kg.store.results import Rows, Term, read_result
from server.guard import ServiceCall, Token, tokens
from server.outbound import Outbound

ACCEPT: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
MAX_ROWS: Final = 50_000
"""Solutions of one call; the engine reads as many VALUES in under half a second."""
MAX_BINDINGS: Final = 1_000
"""Values that a call is narrowed to; beyond that it is asked as it stands."""
MAX_BYTES: Final = 64 * 1024 * 1024

Local = Callable[[str, float], Rows]
"""Answers a SELECT query on our own graph within some seconds."""


@dataclass(frozen=True, slots=True)
class Federation:
    """What answers the calls: the way out, our own graph, and the time (monotonic) when all must be done.

    `local` is None where the patterns before a call cannot be answered on their own.
    """

    outbound: Outbound
    end: float
    local: Local | None = None

    def expand(self, query: str, calls: Sequence[ServiceCall], prologue: str) -> str:
        """The query with data in the place of its calls. Raises RefusedError, EndpointError, QueryError."""
        done, place = "", 0
        for call in calls:
            done += query[place : call.start]
            rows = self._solutions(call, prologue, query, done)
            done += _values(rows, call.url)
            place = call.end
        return done + query[place:]

    def _solutions(self, call: ServiceCall, prologue: str, query: str, done: str) -> Rows:
        narrowing = ""
        if call.group is not None and self.local is not None:
            known = self._bindings(call, prologue, done[len(query[: call.group]) :])
            if known is not None and not known.rows:
                return known
            narrowing = _values(known, call.url) if known else ""
        try:
            return self._ask(call, f"{prologue}\nSELECT * WHERE {{ {narrowing} {call.pattern} }}")
        except EndpointError:
            if call.silent:
                return Rows((), ((),))
            raise

    def _ask(self, call: ServiceCall, query: str) -> Rows:
        body = urlencode({"query": declare_prefixes(query)}).encode()
        form = "application/x-www-form-urlencoded"
        fetched = self.outbound.post(call.url, body, form, ACCEPT, self._left(), MAX_BYTES)
        kind = QueryResultsFormat.from_media_type(fetched.media_type)
        if kind is None:
            raise EndpointError(f"{call.url} answered with {fetched.media_type} where a result was due.")
        try:
            result = read_result(fetched.body, kind)
        except (SyntaxError, ValueError, OSError) as exc:
            raise EndpointError(f"{call.url} answered with a broken result ({exc}).") from exc
        if not isinstance(result, Rows):
            raise EndpointError(f"{call.url} answered with no table.")
        if len(result.rows) > MAX_ROWS:
            raise QueryError(f"{call.url} has over {MAX_ROWS:,} solutions for its part. Narrow what stands in SERVICE.")
        return result

    def _bindings(self, call: ServiceCall, prologue: str, before: str) -> Rows | None:
        """The values of shared variables before the call; None when they do not narrow it."""
        before = _without_filters(before)
        shared = [name for name in dict.fromkeys(_variables(before)) if name in set(_variables(call.pattern))]
        if not shared or self.local is None:
            return None
        names = " ".join(f"?{name}" for name in shared)
        limit = f"LIMIT {MAX_BINDINGS + 1}"
        found = self.local(f"{prologue}\nSELECT DISTINCT {names} WHERE {{ {before} }} {limit}", self._left())
        return _bound_only(found) if len(found.rows) <= MAX_BINDINGS else None

    def _left(self) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise EndpointError("The calls to other endpoints took all the time of the query. Narrow them.")
        return left


def _bound_only(found: Rows) -> Rows | None:
    """The columns that are bound in every row, without rows of blank nodes: these match nothing elsewhere."""
    kept = [n for n, _ in enumerate(found.variables) if all(row[n] is not None for row in found.rows)]
    if not kept:
        return None
    rows = (tuple(row[n] for n in kept) for row in found.rows)
    plain = dict.fromkeys(row for row in rows if all(isinstance(term, NamedNode | Literal) for term in row))
    return Rows(tuple(found.variables[n] for n in kept), tuple(plain))


def _values(rows: Rows, url: str) -> str:
    """The rows as a group with VALUES."""
    names = " ".join(f"?{name}" for name in rows.variables)
    lines = (" ".join(_written(term, url) for term in row) for row in rows.rows)
    data = "\n".join(f"({line})" for line in lines)
    return f"{{ VALUES ({names}) {{ {data} }} }}"


def _written(term: Term | None, url: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, BlankNode):
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        return f"<{_GENID}{name}/{quote(term.value, safe='')}>"
    if isinstance(term, NamedNode | Literal):
        return str(term)
    raise EndpointError(f"{url} answered with a quoted triple, which VALUES cannot hold.")


_GENID: Final = "https://w3id.org/communique/.well-known/genid/"


def _variables(text: str) -> Iterator[str]:
    return (token.text[1:] for token in tokens(text) if token.kind == "variable")


def _without_filters(text: str) -> str:
    """A group's content without the FILTERs that stand directly in it."""
    found, kept, place, depth = list(tokens(text)), "", 0, 0
    for index, token in enumerate(found):
        if depth == 0 and token.start >= place and token.kind == "word" and token.text.upper() == "FILTER":
            kept += text[place : token.start]
            place = _end_of_constraint(found, index)
        depth += (token.kind == "open") - (token.kind == "close")
    return kept + text[place:]


def _end_of_constraint(found: Sequence[Token], index: int) -> int:
    """Where the constraint of the FILTER ends: behind the first bracket that is opened after it and its partner."""
    depth = 0
    for token in found[index + 1 :]:
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
            if depth == 0:
                return token.start + len(token.text)
    return found[-1].start + len(found[-1].text)


_FORM: Final = re.compile(r"SELECT|ASK|CONSTRUCT|DESCRIBE", re.IGNORECASE)


def prologue_of(query: str) -> str:
    """The PREFIX and BASE lines of a query."""
    first = next((token for token in tokens(query) if token.kind == "word" and _FORM.match(token.text)), None)
    return query[: first.start] if first else ""
