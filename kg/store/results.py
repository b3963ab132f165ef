"""What a query gives, in one shape for the embedded store and for a remote endpoint, and how it is written.

    Rows     SELECT                  table json csv tsv xml
    Truth    ASK                     table json csv tsv xml
    Triples  CONSTRUCT, DESCRIBE     table json (JSON-LD) csv tsv xml (RDF/XML) ttl

A result is complete before any of it is written.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from traceback import clear_frames
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from kg.errors import UsageError
from ontology.terms import PREFIXES, Xsd

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a SELECT; None is an unbound variable."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph of a CONSTRUCT or DESCRIBE, sorted."""

    triples: tuple[Triple, ...]


Result: TypeAlias = Rows | Truth | Triples


def collect(answer: QuerySolutions | QueryBoolean | QueryTriples) -> Result:
    """Read an engine's answer to its end."""
    if isinstance(answer, QueryBoolean):
        return Truth(bool(answer))
    if isinstance(answer, QueryTriples):
        return Triples(tuple(sorted(set(answer), key=str)))
    variables = tuple(variable.value for variable in answer.variables)
    return Rows(variables, tuple(tuple(solution[name] for name in variables) for solution in answer))


def read_result(data: bytes, form: QueryResultsFormat) -> Result:
    """A result from its serialised form, read to its end. Raises SyntaxError, ValueError or OSError.

    The engine's iterator has to end in the thread that made it, so no traceback may keep it for later.
    """
    try:
        return collect(parse_query_results(data, form))
    except (SyntaxError, ValueError, OSError) as exc:
        clear_frames(exc.__traceback__)
        raise


def write_result(result: Result, form: str, width: int | None = None) -> str:
    """A result as text ending in a line feed; `width` is that of the table in columns (None: the terminal's).

    Raises UsageError for a format that is unknown or does not fit the result.
    """
    if form == "table":
        return _table(result, width)
    if isinstance(result, Triples) and form in _GRAPH_FORMATS:
        data = serialize(result.triples, format=_GRAPH_FORMATS[form], prefixes=dict(PREFIXES)) or b""
        return _with_line_feed(data.decode("utf-8"))
    if form in _ROW_FORMATS:
        return _with_line_feed(_ROW_FORMATS[form](result))
    if form == "ttl":
        raise UsageError("ttl fits a graph (CONSTRUCT, DESCRIBE); for rows take table, json, csv, tsv or xml.")
    raise UsageError(f"There is no result format {form!r}; take one of {', '.join(RESULT_FORMATS)}.")


def _with_line_feed(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


# Rows and truth through the engine's writers


def _as_rows(result: Result) -> Rows | Truth:
    if isinstance(result, Triples):
        return Rows(
            ("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in result.triples)
        )
    return result


def results_json(result: Rows | Truth) -> bytes:
    """SPARQL 1.1 Query Results JSON."""
    if isinstance(result, Truth):
        return json.dumps({"head": {}, "boolean": result.value}).encode()
    bindings = [
        {name: _term_json(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    document = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def _term_json(term: Term) -> dict[str, Any]:
    if isinstance(term, Literal):
        return _literal_json(term)
    if isinstance(term, Triple):
        parts = ("subject", term.subject), ("predicate", term.predicate), ("object", term.object)
        return {"type": "triple", "value": {name: _term_json(part) for name, part in parts}}
    return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}


def _literal_json(literal: Literal) -> dict[str, Any]:
    found = {"type": "literal", "value": literal.value}
    if literal.language:
        found["xml:lang"] = literal.language
    elif literal.datatype.value != Xsd.string:
        found["datatype"] = literal.datatype.value
    return found


def _through_engine(form: QueryResultsFormat) -> Callable[[Result], str]:
    def write(result: Result) -> str:
        solutions = parse_query_results(results_json(_as_rows(result)), QueryResultsFormat.JSON)
        return (solutions.serialize(format=form) or b"").decode("utf-8")

    return write


def _json(result: Result) -> str:
    return results_json(_as_rows(result)).decode("utf-8")


_ROW_FORMATS: Final[Mapping[str, Callable[[Result], str]]] = MappingProxyType(
    {
        "json": _json,
        "csv": _through_engine(QueryResultsFormat.CSV),
        "tsv": _through_engine(QueryResultsFormat.TSV),
        "xml": _through_engine(QueryResultsFormat.XML),
    }
)
_GRAPH_FORMATS: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {"ttl": RdfFormat.TURTLE, "json": RdfFormat.JSON_LD, "xml": RdfFormat.RDF_XML}
)
UNWRAPPED: Final = 10_000
"""Columns of a table that goes to a file or another program: no line is broken."""
RESULT_FORMATS: Final = ("table", *_ROW_FORMATS, "ttl")


# The table for people


def short(term: Term | None) -> str:
    """A term for reading: a literal's text, an IRI with its prefix, nothing for unbound."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return short_iri(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def short_iri(iri: str) -> str:
    """`cmq:Actor` where a prefix is known, else the IRI."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in (rest := iri[len(namespace) :]) and rest:
            return f"{prefix}:{rest}"
    return iri


def _table(result: Result, width: int | None) -> str:
    rows = _as_rows(result)
    if isinstance(rows, Truth):
        return "true\n" if rows.value else "false\n"
    return draw_table(rows.variables, [[short(term) for term in row] for row in rows.rows], width)


def draw_table(columns: tuple[str, ...], rows: list[list[str]], width: int | None = None) -> str:
    """Text in aligned columns, the number of rows below; wrapped to a terminal, never cut."""
    from rich.console import Console  # costs 60 ms that the other formats need not pay
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    text = io.StringIO()
    Console(file=text, width=width or _screen_width(), force_terminal=False, legacy_windows=False).print(table)
    lines = (line.rstrip() for line in text.getvalue().splitlines())
    return "\n".join([*lines, f"{len(rows)} row{'' if len(rows) == 1 else 's'}"]) + "\n"


def _screen_width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else UNWRAPPED
