"""The graph as a file: six formats, the same bytes for the same graph.

Quads are sorted before they are written. Formats without named graphs (ttl, nt, rdfxml) get the union of all
graphs. graph/build, which tells when and with which version the graph was made, is left out unless asked for,
so that two builds of the same articles give equal files. A file appears whole or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.errors import UsageError
from kg.graph.iris import Iris
from ontology.terms import PREFIXES


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the graph; `dataset` says whether it keeps the named graphs."""

    rdf: RdfFormat
    dataset: bool
    suffix: str
    prefixes: bool


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "nq": Format(RdfFormat.N_QUADS, dataset=True, suffix=".nq", prefixes=False),
        "trig": Format(RdfFormat.TRIG, dataset=True, suffix=".trig", prefixes=True),
        "ttl": Format(RdfFormat.TURTLE, dataset=False, suffix=".ttl", prefixes=True),
        "nt": Format(RdfFormat.N_TRIPLES, dataset=False, suffix=".nt", prefixes=False),
        "jsonld": Format(RdfFormat.JSON_LD, dataset=True, suffix=".jsonld", prefixes=True),
        "rdfxml": Format(RdfFormat.RDF_XML, dataset=False, suffix=".rdf", prefixes=True),
    }
)


def export_bytes(store: Store, name: str, iris: Iris, *, everything: bool = False) -> bytes:
    """The graph in the format of that name (a key of `FORMATS`); with `everything` also graph/build."""
    left_out = None if everything else NamedNode(iris.graph("build"))
    quads = (quad for quad in store if quad.graph_name != left_out)
    return write_quads(quads, name)


def write_quads(quads: Iterable[Quad], name: str) -> bytes:
    """Quads as bytes, sorted. Raises UsageError for an unknown format."""
    try:
        form = FORMATS[name]
    except KeyError as exc:
        raise UsageError(f"There is no format {name!r}; take one of {', '.join(FORMATS)}.") from exc
    prefixes = dict(PREFIXES) if form.prefixes else None
    if form.dataset:
        return _bytes(serialize(sorted(quads, key=_quad_order), format=form.rdf, prefixes=prefixes))
    union = {Triple(q.subject, q.predicate, q.object) for q in quads}
    return _bytes(serialize(sorted(union, key=str), format=form.rdf, prefixes=prefixes))


def _bytes(written: bytes | None) -> bytes:
    return written or b""


def _quad_order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def format_of(path: Path | None, default: str = "nq") -> str:
    """The format that a file's name asks for, else `default`."""
    names = {form.suffix: name for name, form in FORMATS.items()}
    return names.get(path.suffix.lower(), default) if path else default


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one step: it is complete or, after any failure, as it was. Raises UsageError."""
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(part).chmod(0o644)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise UsageError(f"{path} cannot be written: {exc.strerror or exc}. Give another -o FILE.") from exc
