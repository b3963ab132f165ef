"""The ontology in Python: its classes, what stands above them, and whether it contradicts itself.

`core.ttl` is read once, through rdflib, into a private owlready2 world (which reads no Turtle of its own).
Classes and properties go in and come out as IRIs, so no caller meets an owlready2 object. `ancestors` and
`superproperties` are what the graph needs to write types and subproperties out.

`check_consistency` asks a reasoner: HermiT, which is complete for OWL 2 DL and runs on Java, or, without
Java, the rules of OWL 2 RL, which are complete for this ontology because it keeps to that profile.

    OntologyError           a file of the ontology cannot be read, or a reasoner failed
    ├── UnknownTermError    (also a KeyError) no such class or property
    └── JavaMissingError    HermiT was asked for and there is no Java

Knows nothing of articles, stores or settings.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import owlready2
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.exceptions import ParserError
from rdflib.term import Node

from ontology.terms import CMQ

DIRECTORY: Final = Path(__file__).parent
CORE: Final = "core.ttl"
PLOVER: Final = "plover.ttl"
CAMEO: Final = "cameo.ttl"
ALIGNMENTS: Final = "align.ttl"
SHAPES: Final = "shapes.ttl"
VOCABULARY: Final = (CORE, PLOVER, CAMEO)
"""The files that make up the vocabulary itself, without alignments and shapes."""

ReasonerName = Literal["hermit", "owlrl"]

_ONTOLOGY_IRI: Final = CMQ.removesuffix("#")
_PROBE: Final = "urn:probe:"


class OntologyError(Exception):
    """A file of the ontology cannot be read, or a reasoner failed."""


class UnknownTermError(OntologyError, KeyError):
    """No such class or property in the ontology."""

    __str__ = Exception.__str__


class JavaMissingError(OntologyError):
    """HermiT was asked for and there is no Java."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a reasoner found.

    `unsatisfiable` are IRIs of classes that can have no instance. `messages` are the reasoner's own words;
    HermiT has none. An inconsistent ontology has no unsatisfiable classes listed: everything follows from it.
    """

    reasoner: ReasonerName
    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.consistent and not self.unsatisfiable


def read_graph(*names: str) -> Graph:
    """Read files of this folder into one graph, e.g. `read_graph(CORE, ALIGNMENTS)`.

    Raises:
        OntologyError: a file is missing or is not Turtle.
    """
    graph = Graph()
    for name in names:
        try:
            graph.parse(DIRECTORY / name, format="turtle")
        except (OSError, SyntaxError, ParserError) as exc:
            raise OntologyError(f"{DIRECTORY / name}: cannot be read as Turtle ({exc}); restore the file.") from exc
    return graph


def classes() -> tuple[str, ...]:
    """Return the IRIs of all classes of the core, sorted."""
    return tuple(sorted(_core().above_classes))


def properties() -> tuple[str, ...]:
    """Return the IRIs of all properties of the core, sorted."""
    return tuple(sorted(_core().above_properties))


def ancestors(class_iri: str) -> tuple[str, ...]:
    """Return the core's classes above a class, the nearest first and without the class itself.

    Raises:
        UnknownTermError: the core has no such class.
    """
    return _look_up(_core().above_classes, class_iri, "class")


def superproperties(property_iri: str) -> tuple[str, ...]:
    """Return the core's properties above a property, the nearest first and without the property itself.

    Raises:
        UnknownTermError: the core has no such property.
    """
    return _look_up(_core().above_properties, property_iri, "property")


def labels() -> Mapping[str, str]:
    """Return the English label of every class, property and value of the core, by IRI."""
    return _core().labels


def check_consistency(
    *, with_alignments: bool = False, extra: Graph | None = None, reasoner: ReasonerName | None = None
) -> Report:
    """Ask a reasoner whether the ontology holds together.

    Args:
        with_alignments: take the alignments in as well.
        extra: further axioms or data to take in.
        reasoner: which one; HermiT where there is Java and the RL rules elsewhere, if left out.

    Raises:
        JavaMissingError: HermiT is asked for by name and there is no Java.
        OntologyError: the reasoner failed.
    """
    graph = read_graph(*VOCABULARY, *([ALIGNMENTS] if with_alignments else []))
    for triple in extra or ():
        graph.add(triple)
    name = reasoner or ("hermit" if has_java() else "owlrl")
    return _REASONERS[name](graph)


def has_java() -> bool:
    """Tell whether the program that HermiT runs on is found."""
    return shutil.which(owlready2.JAVA_EXE) is not None


@dataclass(frozen=True, slots=True)
class _Core:
    """What is asked of the core again and again, worked out once."""

    above_classes: Mapping[str, tuple[str, ...]]
    above_properties: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]


@cache
def _core() -> _Core:
    world = _open_world(read_graph(CORE))
    try:
        return _Core(
            above_classes=_hierarchy(world.classes()),
            above_properties=_hierarchy(world.properties()),
            labels=_labels(world),
        )
    finally:
        world.close()


def _open_world(graph: Graph) -> owlready2.World:
    world = owlready2.World()
    source = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    world.get_ontology(_ONTOLOGY_IRI).load(fileobj=source)
    return world


def _hierarchy(entities: Iterable[owlready2.EntityClass]) -> Mapping[str, tuple[str, ...]]:
    """Those above each entity, nearest first: an entity has more above it than any of its superiors has."""
    above = {entity.iri: _own(entity.ancestors()) - {entity.iri} for entity in entities if entity.iri.startswith(CMQ)}
    return MappingProxyType(
        {
            iri: tuple(sorted(superiors, key=lambda superior: (-len(above[superior]), superior)))
            for iri, superiors in above.items()
        }
    )


def _own(entities: Iterable[owlready2.EntityClass]) -> set[str]:
    return {entity.iri for entity in entities if getattr(entity, "iri", "").startswith(CMQ)}


def _labels(world: owlready2.World) -> Mapping[str, str]:
    found: Iterator[tuple[str, str]] = (
        (entity.iri, str(entity.label.first()))
        for group in (world.classes(), world.properties(), world.individuals())
        for entity in group
        if entity.iri.startswith(CMQ)
    )
    return MappingProxyType(dict(sorted(found)))


def _look_up(table: Mapping[str, tuple[str, ...]], iri: str, kind: str) -> tuple[str, ...]:
    try:
        return table[iri]
    except KeyError as exc:
        message = f"{iri!r} is no {kind} of the ontology; ontology/{CORE} declares them, ontology/terms.py lists them."
        raise UnknownTermError(message) from exc


def _check_with_hermit(graph: Graph) -> Report:
    if not has_java():
        raise JavaMissingError(
            f"The reasoner HermiT runs on Java and {owlready2.JAVA_EXE!r} is not found; install Java 17 or later, "
            "or check with the rules of OWL 2 RL instead (reasoner 'owlrl')."
        )
    world = _open_world(graph)
    try:
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Report("hermit", consistent=False)
    except owlready2.OwlReadyError as exc:
        raise OntologyError(f"HermiT failed on the ontology: {exc}") from exc
    else:
        empty = (cls.iri for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)
        return Report("hermit", consistent=True, unsatisfiable=tuple(sorted(empty)))
    finally:
        world.close()


def _check_with_rules(graph: Graph) -> Report:
    """In RL a class is unsatisfiable just if an instance of it leads to a contradiction, so each is given one."""
    axioms = _spelled_out(graph)
    if messages := _contradictions(axioms):
        return Report("owlrl", consistent=False, messages=messages)
    probes = {f"{_PROBE}{cls}": str(cls) for cls in graph.subjects(RDF.type, OWL.Class) if isinstance(cls, URIRef)}
    for probe, cls in probes.items():
        axioms.add((URIRef(probe), RDF.type, URIRef(cls)))
    messages = _contradictions(axioms)
    accused = {word.strip("(),'") for message in messages for word in message.split()}
    empty = tuple(sorted(cls for probe, cls in probes.items() if probe in accused))
    return Report("owlrl", consistent=True, unsatisfiable=empty, messages=messages)


def _spelled_out(graph: Graph) -> Graph:
    """Copy what bears on consistency, with one axiom for each pair that is disjoint or different.

    The library skips the last member of a list of disjoint classes or different individuals.
    """
    silent = {
        RDFS.label,
        RDFS.comment,
        RDFS.seeAlso,
        *filter(partial(_is_only_declared, graph), graph.predicates(unique=True)),
    }
    axioms = Graph()
    for triple in graph:
        if triple[1] not in silent:
            axioms.add(triple)
    for listing, pairwise in _PAIRWISE.items():
        for head in graph.objects(None, listing):
            for one, other in combinations(graph.items(head), 2):
                axioms.add((one, pairwise, other))
    return axioms


def _is_only_declared(graph: Graph, predicate: Node) -> bool:
    """Whether no axiom speaks of a property, so that nothing follows from its use."""
    said = set(graph.predicate_objects(predicate))
    return bool(said) and said <= _DECLARATIONS and (None, None, predicate) not in graph


def _contradictions(axioms: Graph) -> tuple[str, ...]:
    closed = Graph()
    for triple in axioms:
        closed.add(triple)
    semantics = OWLRL_Semantics(closed, axioms=False, daxioms=False)
    semantics.closure()
    return tuple(sorted({*map(str, semantics.error_messages), *_unequal_literals(closed)}))


def _unequal_literals(closed: Graph) -> Iterator[str]:
    """Rule dt-diff, which the library leaves out: two values of a functional property that are not one value."""
    for one, other in closed.subject_objects(OWL.sameAs):
        if isinstance(one, RdfLiteral) and isinstance(other, RdfLiteral) and one.value != other.value:
            yield f"Two values where there can be one: {min(one, other)} and {max(one, other)}"


_DECLARATIONS: Final = {
    (RDF.type, OWL.ObjectProperty),
    (RDF.type, OWL.DatatypeProperty),
    (RDF.type, OWL.AnnotationProperty),
}
_PAIRWISE: Final = {OWL.members: OWL.disjointWith, OWL.distinctMembers: OWL.differentFrom}
_REASONERS: Final = {"hermit": _check_with_hermit, "owlrl": _check_with_rules}
