"""Manifests of the W3C suite as test cases: what to load, what to ask, what to expect."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = "http://w3c.example/"
"""Where the suite is taken to stand: IRIs of its files, and so of graphs, do not depend on this machine."""
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
FILES = {
    "query": "manifest-sparql11-query.ttl",
    "results": "manifest-sparql11-results.ttl",
    "update": "manifest-sparql11-update.ttl",
    "federation": "manifest-sparql11-fed.ttl",
}


def suite_folder() -> Path | None:
    """The folder of the SPARQL 1.1 suite, or None where it is absent."""
    folder = Path(os.environ.get("COMMUNIQUE_W3C", ROOT.parent / "shared" / "w3c")) / "sparql" / "sparql11"
    return folder if (folder / "manifest.ttl").is_file() else None


def file_iri(path: Path) -> str:
    """The IRI of a file of the suite, which stands in a folder of its own below the root."""
    return f"{SITE}{path.parent.name}/{path.name}"


@dataclass(frozen=True, slots=True)
class Data:
    """What a store holds: files for the default graph, and named graphs with a file each."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test. `text` is the file of the query or update; `after` what an update leaves behind."""

    id: str
    kind: str
    text: Path
    iri: str
    data: Data
    result: Path | None = None
    after: Data | None = None


def read_manifest(folder: Path, path: Path) -> rdflib.Graph:
    """A manifest with its IRIs below `SITE`."""
    return rdflib.Graph().parse(path, format="turtle", publicID=SITE + path.relative_to(folder).as_posix())


def entries(graph: rdflib.Graph) -> list[Node]:
    """The tests of a manifest, in order."""
    return [entry for head in graph.objects(None, MF.entries) for entry in Collection(graph, head)]


def read_cases(folder: Path, group: str) -> Iterator[Case]:
    """The tests of a group of `FILES`."""
    top = read_manifest(folder, folder / FILES[group])
    for included in top.objects(None, MF.include):
        for manifest in Collection(top, included):
            path = _path(folder, manifest)
            graph = read_manifest(folder, path)
            for test in entries(graph):
                yield _case(folder, graph, test, path.parent.name)


def _path(folder: Path, iri: Node) -> Path:
    return folder / str(iri).removeprefix(SITE)


def _case(folder: Path, graph: rdflib.Graph, test: Node, group: str) -> Case:
    kind = str(graph.value(test, rdflib.RDF.type)).partition("#")[2]
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    assert action is not None
    text = graph.value(action, QT.query) or graph.value(action, UT.request) or action
    is_update = kind == "UpdateEvaluationTest"
    return Case(
        f"{group}/{str(test).partition('#')[2]}",
        kind,
        _path(folder, text),
        str(text),
        _data(folder, graph, action),
        None if result is None or is_update else _path(folder, result),
        _data(folder, graph, result) if is_update and result is not None else None,
    )


def _data(folder: Path, graph: rdflib.Graph, node: Node) -> Data:
    files = [*graph.objects(node, QT.data), *graph.objects(node, UT.data)]
    named = [(str(iri), _path(folder, iri)) for iri in graph.objects(node, QT.graphData)]
    for entry in graph.objects(node, UT.graphData):
        label, file = graph.value(entry, rdflib.RDFS.label), graph.value(entry, UT.graph) or graph.value(entry, UT.data)
        if file is not None:
            named.append((str(label), _path(folder, file)))
    return Data(tuple(_path(folder, file) for file in files), tuple(named))
