"""What is done to the text of an update before the engine gets it: checked, given its dataset, freed of LOAD.

The engine takes no dataset beside an update, so `using-graph-uri` and `using-named-graph-uri` are written into
it as USING and USING NAMED. It would fetch LOAD from anywhere, so documents are fetched by the server where its
settings allow it, and LOAD becomes INSERT DATA. Both look at the tokens outside of braces only: there an update
has a small grammar, which `shape` writes as one word such as `DELETE{}INSERT{}WHERE{}`.

Sources: SPARQL 1.1 Protocol, section 2.2.3; SPARQL 1.1 Update, sections 3.1.3 and 3.1.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from kg.errors import QueryError
from ontology.terms import PREFIXES
from server.errors import RefusedError
from server.guard import (
    PROLOGUE_WORDS,
    ServiceCall,
    Token,
    check_nesting,
    check_other_calls,
    find_calls,
    other_readings,
    position,
    tokens,
)
from server.links import is_iri

_PATTERN_UPDATES: Final = frozenset({"DELETE{}INSERT{}WHERE{}", "DELETE{}WHERE{}", "INSERT{}WHERE{}"})
_SHORTHAND: Final = "DELETEWHERE{}"
_SENT_ON: Final = re.compile(
    r"""
      (?:INSERT|DELETE)DATA{} | DELETEWHERE{}
    | (?:WITH<>)?(?:DELETE{}(?:INSERT{})?|INSERT{})(?:USING(?:NAMED)?<>)*WHERE{}
    | (?:CLEAR|DROP)(?:SILENT)?(?:GRAPH<>|DEFAULT|NAMED|ALL) | CREATE(?:SILENT)?GRAPH<>
    | (?:ADD|MOVE|COPY)(?:SILENT)?(?:DEFAULT|(?:GRAPH)?<>)TO(?:DEFAULT|(?:GRAPH)?<>)
    """,
    re.VERBOSE,
)
"""The operations of SPARQL 1.1 Update without LOAD."""
_LOAD: Final = re.compile(r"LOAD(SILENT)?<>(INTOGRAPH<>)?\Z")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of an update, without its prologue: its tokens outside of braces, each block as its brace."""

    shape: str
    tokens: tuple[Token, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Load:
    """A document that an update wants loaded; its text stands from `start` to `end`. `graph` is as it was written."""

    iri: str
    graph: str
    silent: bool
    start: int
    end: int


def check_update(text: str, max_depth: int) -> None:
    """Raise QueryError (nesting, two readings) or RefusedError (SERVICE)."""
    found = list(tokens(text))
    check_nesting(text, found, max_depth)
    check_other_calls(text, found, ())


def check_operations(text: str) -> None:
    """Raise QueryError unless all operations are those of SPARQL 1.1 Update, and none is LOAD.

    For an update that another store reads: it may put characters in the place of escapes before all else, so that
    a string ends where none does here. The text is looked at in each of these readings.
    """
    for operation in operations(text):
        if not _SENT_ON.fullmatch(operation.shape):
            line, column = position(text, operation.start)
            raise QueryError(
                f"The update does not parse: no operation of SPARQL 1.1 Update is written as at line {line}, "
                f"column {column}.",
                line,
                column,
            )
    for reading in other_readings(text):
        if not all(_SENT_ON.fullmatch(operation.shape) for operation in operations(reading)):
            raise RefusedError(
                r"The update is refused: where its escapes (such as \u0022) are read as the characters themselves, it "
                "has other operations. Write the characters."
            )


def operations(text: str) -> Iterator[Operation]:
    """The operations of an update, in order. What is no update gives shapes that nothing knows."""
    in_prologue, depth, start = False, 0, -1
    found: list[Token] = []
    for token in tokens(text):
        if depth == 0 and not found and (in_prologue or token.text.upper().startswith(PROLOGUE_WORDS)):
            in_prologue = token.kind not in ("iri", "string")
        elif depth == 0 and token.text == ";":
            yield _operation(found, start, token.start)
            found = []
        else:
            start = start if found else token.start
            if depth == 0:
                found.append(token)
            depth += (token.text == "{") - (token.text == "}")
    if found:
        yield _operation(found, start, len(text))


def _operation(found: list[Token], start: int, end: int) -> Operation:
    return Operation("".join(map(_sign, found)), tuple(found), start, end)


def _sign(token: Token) -> str:
    if token.kind == "word":
        return token.text.upper()
    return {"iri": "<>", "name": "<>", "open": "{}"}.get(token.kind, token.text)


# SERVICE


def service_calls(text: str) -> tuple[tuple[ServiceCall, ...], str]:
    """The calls of other endpoints that can be made before the update, and the prologue that goes with them."""
    calls = find_calls(text, list(tokens(text)))
    first = next(operations(text), None)
    return calls, text[: first.start] if first else ""


# The dataset


def with_dataset(text: str, using: Sequence[str], named: Sequence[str]) -> str:
    """The update with the graphs of the request in every operation that has a pattern.

    Raises QueryError when an operation names its graphs itself (WITH, USING).
    """
    if not using and not named:
        return text
    clause = "".join(f" USING <{iri}>" for iri in using) + "".join(f" USING NAMED <{iri}>" for iri in named) + " "
    edits: list[tuple[int, int, str]] = []
    for operation in operations(text):
        if operation.shape.startswith("WITH") or "USING" in operation.shape:
            line, column = position(text, operation.start)
            raise QueryError(
                f"The update names its graphs (line {line}, column {column}) and the request does so too. "
                "Leave out WITH and USING, or using-graph-uri and using-named-graph-uri.",
                line,
                column,
            )
        edits.extend(_dataset_edits(text, operation, clause))
    return _edited(text, edits)


def _dataset_edits(text: str, operation: Operation, clause: str) -> Iterator[tuple[int, int, str]]:
    if operation.shape in _PATTERN_UPDATES:
        where = next(token for token in operation.tokens if token.text.upper() == "WHERE")
        yield where.start, where.start, clause
    elif operation.shape == _SHORTHAND:
        block = text[operation.tokens[-1].start : operation.end]
        yield operation.start, operation.end, f"DELETE {block}\n{clause} WHERE {block}\n"


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


# LOAD


def find_loads(text: str, base: str) -> tuple[Load, ...]:
    """The documents that an update loads; their IRIs are made whole by its prologue and `base`."""
    if "LOAD" not in text.upper():
        return ()
    return tuple(_load(text, operation, base) for operation in operations(text) if operation.shape.startswith("LOAD"))


def _load(text: str, operation: Operation, base: str) -> Load:
    match = _LOAD.match(operation.shape)
    if match is None:
        line, column = position(text, operation.start)
        raise QueryError(
            f"LOAD at line {line}, column {column} does not parse. Write LOAD <document> INTO GRAPH <graph>.",
            line,
            column,
        )
    names = [token for token in operation.tokens if token.kind in ("iri", "name")]
    graph = names[1].text if match[2] else ""
    return Load(_whole(text, names[0], base), graph, silent=bool(match[1]), start=operation.start, end=operation.end)


def _whole(text: str, token: Token, base: str) -> str:
    """The IRI that a token stands for, by the declarations before it."""
    prefixes = dict(PREFIXES)
    before = [found for found in tokens(text[: token.start]) if found.kind in ("word", "name", "iri")]
    for word, name, iri in zip(before, before[1:], before[2:], strict=False):
        if word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri":
            prefixes[name.text.removesuffix(":")] = urljoin(base, iri.text[1:-1])
        elif name.text.upper() == "BASE" and iri.kind == "iri":
            base = urljoin(base, iri.text[1:-1])
    if token.kind == "iri":
        whole = urljoin(base, token.text[1:-1])
    else:
        prefix, _, rest = token.text.partition(":")
        whole = prefixes.get(prefix, "") + rest
    if not is_iri(whole) or "\\" in token.text:
        raise QueryError(f"LOAD {token.text}: write the address of the document in full, between < and >.")
    return whole


def without_loads(text: str, loads: Iterable[Load], documents: Mapping[str, str | None]) -> str:
    """The update with the documents in the place of LOAD: N-Triples by IRI, None for one that is passed over.

    Raises RefusedError for a document that is not there.
    """
    edits = []
    for load in loads:
        if load.iri not in documents:
            raise RefusedError(f"LOAD <{load.iri}> is refused: this server fetches nothing from there.")
        triples = documents[load.iri] or ""
        block = f"GRAPH {load.graph} {{\n{triples}}}" if load.graph else triples
        create = f"CREATE SILENT GRAPH {load.graph} ;\n" if load.graph and documents[load.iri] is not None else ""
        edits.append((load.start, load.end, f"{create}INSERT DATA {{ {block} }}\n"))
    return _edited(text, edits)
