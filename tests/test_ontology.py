"""The gates of the ontology: complete, as the contract has it, in OWL 2 DL and RL, free of contradiction.

A gate is a function from a graph to a list of problems. Each is run on the files, where the list must be
empty, and on planted faults, where it must not be. Further down: the reasoners, and `ontology/model.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache

import owlready2
import pytest
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS
from rdflib.term import Node

from ontology import model
from ontology.model import ALIGNMENTS, CAMEO, CORE, PLOVER, SHAPES, ReasonerName, read_graph
from ontology.terms import CATEGORIES, CMQ, PREFIXES, cmq, local_name

Gate = Callable[[Graph], list[str]]

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEAD += "@prefix : <https://example.org/> .\n"

FILES = (CORE, PLOVER, CAMEO, ALIGNMENTS)
needs_java = pytest.mark.skipif(not model.has_java(), reason="HermiT needs Java; the RL rules are tested in any case")


def turtle(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")


def with_fault(graph: Graph, fault: str) -> Graph:
    """A copy of a graph with more triples, or, after a leading minus, with fewer."""
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    for triple in turtle(fault.removeprefix("-")):
        copy.remove(triple) if fault.startswith("-") else copy.add(triple)
    return copy


@cache
def core() -> Graph:
    return read_graph(CORE)


def own_terms(graph: Graph) -> list[URIRef]:
    return sorted({node for node in graph.subjects(RDF.type) if isinstance(node, URIRef) and node.startswith(CMQ)})


def instances(graph: Graph, kind: Node) -> set[Node]:
    return set(graph.subjects(RDF.type, kind))


# Complete: labels, definitions, size


def undescribed(graph: Graph) -> list[str]:
    """Terms without exactly one label and one definition, in English, that differ."""
    return [f"{local_name(term)}: {fault}" for term in own_terms(graph) for fault in _missing_words(graph, term)]


def _missing_words(graph: Graph, term: URIRef) -> Iterator[str]:
    for predicate in (RDFS.label, SKOS.definition):
        words = list(graph.objects(term, predicate))
        if len(words) != 1 or not isinstance(words[0], Literal) or words[0].language != "en" or not words[0].strip():
            yield f"not exactly one {local_name(str(predicate))} in English"
    if set(graph.objects(term, RDFS.label)) & set(graph.objects(term, SKOS.definition)):
        yield "the definition is the label"


def oversize(graph: Graph) -> list[str]:
    """The bounds of the contract: under 100 classes, under 80 properties."""
    kinds = {"classes": ([OWL.Class], 100), "properties": ([OWL.ObjectProperty, OWL.DatatypeProperty], 80)}
    counts = {name: sum(len(instances(graph, kind)) for kind in found) for name, (found, _) in kinds.items()}
    return [f"{counts[name]} {name}" for name, (_, bound) in kinds.items() if counts[name] >= bound]


# As the contract has it

HIERARCHY = """
Actor: Person Organization PopulationGroup UnnamedSource
Organization: State Government GovernmentBody ArmedGroup PoliticalParty InternationalOrganization Alliance
Organization: MediaOrganization Company
GovernmentBody: Legislature ArmedForce
Place: State Territory Settlement WaterBody Region Site
Asset: MilitaryUnit Vessel Aircraft Drone Missile AirDefence ArmouredVehicle Artillery Facility
MilitaryUnit: StrikeGroup AirWing Troops
Vessel: Warship Submarine
Warship: AircraftCarrier Destroyer
Facility: Base Bunker DiplomaticMission Building NuclearFacility
Action: VerbalCooperation MaterialCooperation VerbalConflict MaterialConflict
VerbalCooperation: Agree Consult Support Concede
MaterialCooperation: Cooperate Aid Retreat
VerbalConflict: Request Accuse Reject Threaten
MaterialConflict: Protest Sanction Mobilize Coerce Assault
Consult: Meeting Call Mediation Negotiation
Meeting: Visit
Mobilize: Deployment Alert Activation
Assault: Strike Killing
Statement: Quotation
Passage: Mention
Value: RoleKind TenureStatus Modality Polarity Certainty LinkStatus Mode Context Sector
"""
ROOTS = "Actor Place Role Tenure Asset Action Statement Claim LinkDecision Article Passage Value"

# Property, domain and range; a hyphen where the contract names several classes or, for dates, no datatype.
SIGNATURES = """
dateline Article Place
inArticle Passage Article
start Passage xsd:integer
end Passage xsd:integer
exact Passage xsd:string
sentence Passage xsd:integer
refersTo Mention -
evidence - Passage
confidence - xsd:decimal
extractedBy - -
startDate - -
endDate - -
memberOf Person Organization
partOf - -
ofState Actor State
sector Actor Sector
iso3 State xsd:string
holder Tenure Person
role Tenure Role
tenureStatus Tenure TenureStatus
roleKind Role RoleKind
roleIn Role Organization
operator Asset Actor
locatedIn Asset Place
quantity Asset xsd:integer
participant Action Actor
actor Action Actor
recipient Action Actor
modality Action Modality
place Action Place
uses Action Asset
mode Action Mode
context Action Context
contentAction Action Action
inResponseTo Action Action
sameEventAs Action Action
claims Claim -
source Claim Actor
relayedBy Claim Actor
polarity Claim Polarity
certainty Claim Certainty
reportedOn Claim -
speaker Statement Actor
text Statement xsd:string
addressee Statement Actor
about Statement Action
interactedWith Actor Actor
holdsRole Person Role
"""
SUBPROPERTIES = {"actor": "participant", "recipient": "participant"}


def hierarchy_pairs() -> set[tuple[str, str]]:
    lines = (line.split(": ") for line in HIERARCHY.strip().splitlines())
    return {(child, parent) for parent, children in lines for child in children.split()}


def misplaced(graph: Graph) -> list[str]:
    """Classes that the contract has and the graph does not, or not there; and the other way round."""
    found = {
        (local_name(str(child)), local_name(str(parent))) for child, parent in graph.subject_objects(RDFS.subClassOf)
    }
    roots = {local_name(term) for term in own_terms(graph) if (term, RDF.type, OWL.Class) in graph}
    roots -= {child for child, _ in found}
    wrong = [f"{child} under {parent}" for child, parent in found ^ hierarchy_pairs()]
    return sorted([*wrong, *(f"root {name}" for name in roots ^ set(ROOTS.split()))])


def missigned(graph: Graph) -> list[str]:
    """Properties whose domain or range is not the contract's."""
    rows = [line.split() for line in SIGNATURES.strip().splitlines()]
    return [
        f"{name}: {local_name(str(predicate))}"
        for name, *ends in rows
        for predicate, end in zip((RDFS.domain, RDFS.range), ends, strict=True)
        if set(graph.objects(URIRef(cmq(name)), predicate)) != _end(end)
    ]


def _end(name: str) -> set[Node]:
    if name == "-":
        return set()
    return {XSD[name.removeprefix("xsd:")] if name.startswith("xsd:") else URIRef(cmq(name))}


# OWL 2 DL

PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
NEEDS_SIMPLE = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)
OBJECT_ONLY = (OWL.TransitiveProperty, OWL.SymmetricProperty, *NEEDS_SIMPLE[1:])
BUILT_IN = tuple(str(namespace) for namespace in (RDF, RDFS, OWL, XSD))
ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo, OWL.versionIRI}


def built_in(node: Node) -> bool:
    return str(node).startswith(BUILT_IN)


def undeclared(graph: Graph) -> list[str]:
    """Terms that are used as a class or a property and are not declared as one."""
    declared_classes = instances(graph, OWL.Class)
    declared_properties = {node for kind in PROPERTY_KINDS for node in instances(graph, kind)}
    used_classes = set(graph.objects(None, RDF.type)) | set(graph.objects(None, RDFS.domain))
    used_classes |= {node for pair in graph.subject_objects(RDFS.subClassOf) for node in pair}
    used_classes |= {node for node in graph.objects(None, RDFS.range) if node not in declared_properties}
    used_properties = set(graph.predicates()) | set(graph.subjects(RDFS.domain)) | set(graph.subjects(RDFS.range))
    used_properties |= {node for pair in graph.subject_objects(RDFS.subPropertyOf) for node in pair}
    missing = (used_classes - declared_classes) | (used_properties - declared_properties)
    return sorted(str(node) for node in missing if isinstance(node, URIRef) and not built_in(node))


def punned(graph: Graph) -> list[str]:
    """Terms of two kinds at once, among classes and the kinds of property."""
    kinds = [instances(graph, kind) for kind in (OWL.Class, RDFS.Datatype, *PROPERTY_KINDS)]
    return sorted(str(node) for node in set().union(*kinds) if sum(node in kind for kind in kinds) > 1)


def mistyped(graph: Graph) -> list[str]:
    """Properties that are given ends, values, characters or superiors that their kind cannot have."""
    objects, data = instances(graph, OWL.ObjectProperty), instances(graph, OWL.DatatypeProperty)
    classes = instances(graph, OWL.Class)
    wrong = {p for p, end in graph.subject_objects(RDFS.range) if p in data and end in classes}
    wrong |= {p for p, end in graph.subject_objects(RDFS.range) if p in objects and end not in classes}
    wrong |= {p for kind in OBJECT_ONLY for p in instances(graph, kind) if p not in objects}
    wrong |= {p for p, above in graph.subject_objects(RDFS.subPropertyOf) if (p in objects) != (above in objects)}
    wrong |= {p for _, p, value in graph if p in objects and isinstance(value, Literal)}
    wrong |= {p for _, p, value in graph if p in data and not isinstance(value, Literal)}
    return sorted(map(str, wrong))


def not_simple(graph: Graph) -> list[str]:
    """Transitive properties, or properties above one, with a character that only simple properties may have."""
    transitive = instances(graph, OWL.TransitiveProperty)
    composite = {above for p in transitive for above in graph.transitive_objects(p, RDFS.subPropertyOf)}
    return sorted(str(p) for kind in NEEDS_SIMPLE for p in instances(graph, kind) & composite)


def reserved_misuse(graph: Graph) -> list[str]:
    """Built-in terms that are redefined, and built-in predicates that OWL 2 DL does not know."""
    known = {
        *ANNOTATIONS, RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range,
        OWL.members, OWL.distinctMembers, OWL.disjointWith, OWL.differentFrom, OWL.sameAs, OWL.equivalentClass,
        OWL.inverseOf, OWL.propertyChainAxiom, OWL.onProperty, OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue,
        OWL.unionOf, OWL.intersectionOf, OWL.oneOf, OWL.complementOf, OWL.maxCardinality,
    }  # fmt: skip
    redefined = {node for node in graph.subjects() if isinstance(node, URIRef) and built_in(node)}
    return sorted(map(str, redefined | {p for p in graph.predicates() if built_in(p) and p not in known}))


# OWL 2 RL, on top of DL

LEFT = {OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom, OWL.hasValue}
RIGHT = {OWL.intersectionOf, OWL.complementOf, OWL.allValuesFrom, OWL.hasValue, OWL.maxCardinality}
EITHER = LEFT & RIGHT
CONSTRUCTORS = LEFT | RIGHT | {OWL.minCardinality, OWL.cardinality, OWL.hasSelf, OWL.onDatatype}
RL_DATATYPES = {
    XSD[name] for name in "string normalizedString token boolean integer decimal nonNegativeInteger positiveInteger "
    "long int short byte float double hexBinary base64Binary anyURI dateTime dateTimeStamp".split()
} | {RDFS.Literal, RDF.langString, RDF.PlainLiteral}  # fmt: skip
BEYOND_RL = (OWL.ReflexiveProperty, OWL.disjointUnionOf, OWL.hasSelf, OWL.datatypeComplementOf, OWL.onDatatype)


def wrong_sides(graph: Graph) -> list[str]:
    """Class expressions on a side of an axiom where RL has no room for them."""
    positions = {RDFS.subClassOf: RIGHT, RDFS.domain: RIGHT, RDFS.range: RIGHT, RDF.type: RIGHT}
    found = [(node, allowed) for predicate, allowed in positions.items() for node in graph.objects(None, predicate)]
    found += [(node, LEFT) for node in graph.subjects(RDFS.subClassOf)]
    found += [(node, EITHER) for pair in graph.subject_objects(OWL.equivalentClass) for node in pair]
    return sorted(
        local_name(str(constructor))
        for node, allowed in found
        if isinstance(node, BNode)
        for constructor in set(graph.predicates(node)) & CONSTRUCTORS - allowed
    )


def beyond_rl(graph: Graph) -> list[str]:
    """Axioms, datatypes and literals that RL leaves out; annotations are free."""
    data = instances(graph, OWL.DatatypeProperty)
    datatypes = {end for p, end in graph.subject_objects(RDFS.range) if p in data}
    datatypes |= {o.datatype or XSD.string for _, p, o in graph if p in data and isinstance(o, Literal)}
    wrong = datatypes - RL_DATATYPES
    wrong |= {term for term in BEYOND_RL if (None, term, None) in graph or (None, RDF.type, term) in graph}
    return sorted(map(str, wrong))


# Traps of the alignments


def fallen_into(graph: Graph) -> list[str]:
    """The three traps that are known to make a reasoner draw false conclusions without a word."""
    above = {pair for p in (RDFS.subClassOf, RDFS.subPropertyOf) for pair in graph.subject_objects(p)}
    named = {(_short(low), _short(high)) for low, high in above}
    wrong = [
        f"{low} under {high}" for low, high in named & {("cmq:holder", "org:member"), ("cmq:Action", "prov:Activity")}
    ]
    concepts = graph.transitive_subjects(RDFS.subClassOf, SKOS.Concept)
    wrong += [
        f"{_short(node)} is a concept" for node in concepts if _short(node) in {"cmq:Actor", "cmq:Place", "cmq:Asset"}
    ]
    return sorted(wrong)


def _short(node: Node | None) -> str:
    return next((f"{p}:{str(node)[len(iri) :]}" for p, iri in PREFIXES.items() if str(node).startswith(iri)), str(node))


GATES: dict[Gate, tuple[str, ...]] = {
    undescribed: (
        "cmq:Extra a owl:Class ; rdfs:label 'extra'@en .",
        "cmq:Extra a owl:Class ; rdfs:label 'extra'@en ; skos:definition 'extra'@en .",
        "cmq:Actor rdfs:label 'Akteur'@de .",
        "-cmq:Occurred rdfs:label 'occurred'@en .",
    ),
    oversize: (
        " ".join(f"cmq:Extra{number} a owl:Class ." for number in range(10)),
        " ".join(f"cmq:extra{number} a owl:ObjectProperty ." for number in range(20)),
    ),
    misplaced: (
        "cmq:Visit rdfs:subClassOf cmq:Aid .",
        "-cmq:State rdfs:subClassOf cmq:Place .",
        "cmq:New a owl:Class .",
    ),
    missigned: (
        "-cmq:holder rdfs:range cmq:Person .",
        "cmq:startDate rdfs:range xsd:date .",
        "cmq:evidence rdfs:domain cmq:Action .",
    ),
    undeclared: (
        "cmq:Person rdfs:subClassOf :Human .",
        ":x a :Thing .",
        ":x :knows :y .",
        "cmq:actor rdfs:subPropertyOf :agent .",
    ),
    punned: (
        "cmq:text a owl:AnnotationProperty .",
        "cmq:actor a owl:DatatypeProperty .",
        "cmq:actor a owl:Class .",
    ),
    mistyped: (
        "cmq:text rdfs:range cmq:Person .",
        "cmq:actor rdfs:range xsd:string .",
        "cmq:text a owl:TransitiveProperty .",
        "cmq:text rdfs:subPropertyOf cmq:actor .",
        ":x cmq:actor 'Ana' .",
        ":x cmq:text :y .",
    ),
    not_simple: (
        "cmq:partOf a owl:FunctionalProperty .",
        "cmq:sameEventAs a owl:IrreflexiveProperty .",
        "cmq:partOf rdfs:subPropertyOf cmq:participant . cmq:participant a owl:AsymmetricProperty .",
    ),
    reserved_misuse: (
        "owl:Thing rdfs:subClassOf cmq:Value .",
        "cmq:Agree owl:hasKey ( cmq:actor ) .",
        "rdfs:label rdfs:range xsd:string .",
    ),
    wrong_sides: (
        "cmq:Action rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cmq:actor ; owl:someValuesFrom cmq:Actor ] .",
        "cmq:claims rdfs:range [ owl:unionOf ( cmq:Action cmq:Tenure ) ] .",
        "[ owl:complementOf cmq:Actor ] rdfs:subClassOf cmq:Asset .",
        "cmq:Action rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cmq:actor ; owl:minCardinality 1 ] .",
        "cmq:State owl:equivalentClass [ owl:unionOf ( cmq:Actor cmq:Place ) ] .",
    ),
    beyond_rl: (
        "cmq:startDate rdfs:range xsd:date .",
        ":x cmq:startDate '2031-05-01'^^xsd:date .",
        "cmq:sameEventAs a owl:ReflexiveProperty .",
    ),
    fallen_into: (
        "cmq:holder rdfs:subPropertyOf org:member .",
        "cmq:Action rdfs:subClassOf prov:Activity .",
        "cmq:Actor rdfs:subClassOf skos:Concept .",
    ),
}
FAULTS = [(gate, fault) for gate, faults in GATES.items() for fault in faults]
CONTRACT_GATES = (undescribed, oversize, misplaced, missigned)
PROFILE_GATES = tuple(gate for gate in GATES if gate not in CONTRACT_GATES)


@pytest.mark.parametrize("gate", CONTRACT_GATES)
def test_the_core_passes(gate: Gate) -> None:
    assert gate(core()) == []


@pytest.mark.parametrize("files", [(CORE,), (CORE, PLOVER), (CAMEO, PLOVER), FILES], ids=" ".join)
@pytest.mark.parametrize("gate", PROFILE_GATES)
def test_the_files_keep_to_the_profiles(gate: Gate, files: tuple[str, ...]) -> None:
    assert gate(read_graph(*files)) == []


@pytest.mark.parametrize(("gate", "fault"), FAULTS, ids=[f"{gate.__name__}-{fault[:50]}" for gate, fault in FAULTS])
def test_a_gate_catches_a_planted_fault(gate: Gate, fault: str) -> None:
    assert gate(with_fault(core(), fault)) != []


@pytest.mark.parametrize("name", [*FILES, SHAPES])
def test_no_file_imports_another_and_each_has_a_version(name: str) -> None:
    graph = read_graph(name)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert (None, OWL.imports, None) not in graph
    assert str(graph.value(ontology, OWL.versionIRI)).endswith("/" + str(graph.value(ontology, OWL.versionInfo)))


def test_subproperties_and_shortcuts_are_the_contracts() -> None:
    for name, above in SUBPROPERTIES.items():
        assert set(core().objects(URIRef(cmq(name)), RDFS.subPropertyOf)) == {URIRef(cmq(above))}
    assert (URIRef(cmq("partOf")), RDF.type, OWL.TransitiveProperty) in core()


def test_every_category_has_its_concept() -> None:
    alignments, plover = read_graph(ALIGNMENTS), read_graph(PLOVER)
    for category in CATEGORIES:
        concept = alignments.value(URIRef(cmq(category)), SKOS.exactMatch)
        assert str(plover.value(concept, SKOS.notation)) == category.upper()


# Code lists


def uncoded(graph: Graph) -> list[str]:
    """Concepts without a scheme, one notation and one name, and codes whose place or match does not exist."""
    concepts = instances(graph, SKOS.Concept)
    parts = (SKOS.inScheme, SKOS.notation, SKOS.prefLabel)
    wrong = {node for node in concepts for part in parts if len(set(graph.objects(node, part))) != 1}
    links = (SKOS.broader, SKOS.broadMatch, SKOS.narrowMatch)
    wrong |= {node for node in concepts for link in links if set(graph.objects(node, link)) - concepts}
    return sorted(map(str, wrong))


def unmatched(graph: Graph) -> list[str]:
    """CAMEO codes without a PLOVER category, apart from public statements (01), which PLOVER leaves out."""
    matches = {node for link in (SKOS.broadMatch, SKOS.narrowMatch) for node in graph.subjects(link)}
    codes = {node: str(graph.value(node, SKOS.notation)) for node in instances(graph, SKOS.Concept)}
    cameo = {node: code for node, code in codes.items() if code.isdigit() and not code.startswith("01")}
    return sorted(cameo[node] for node in set(cameo) - matches)


def test_the_code_lists_are_whole() -> None:
    graph = read_graph(PLOVER, CAMEO)
    assert uncoded(graph) == []
    assert unmatched(graph) == []
    roots = {str(graph.value(node, SKOS.notation)) for node in graph.subjects(SKOS.topConceptOf)}
    assert {f"{number:02d}" for number in range(1, 21)} <= roots


@pytest.mark.parametrize(
    ("gate", "fault"),
    [
        (uncoded, "cameo:c999 a skos:Concept ; skos:notation '999' ."),
        (uncoded, "cameo:c040 skos:broadMatch plover:TALK ."),
        (uncoded, "cameo:c040 skos:notation '41' ."),
        (unmatched, "-cameo:c040 skos:broadMatch plover:CONSULT ."),
    ],
)
def test_a_fault_in_a_code_list_is_caught(gate: Gate, fault: str) -> None:
    assert gate(with_fault(read_graph(PLOVER, CAMEO), fault)) != []


@pytest.mark.parametrize("name", [CORE, PLOVER, CAMEO])
def test_lists_are_well_formed(name: str) -> None:
    graph = read_graph(name)
    for predicate in (OWL.members, OWL.distinctMembers):
        for head in graph.objects(None, predicate):
            members = list(Collection(graph, head))
            assert len(members) == len(set(members)) >= 2


# Reasoners

CONTRADICTIONS = {
    "disjoint classes": ":x a cmq:Person , cmq:Organization .",
    "a person as an asset's place": ":x a cmq:Person . :ship cmq:locatedIn :x .",
    "two modalities": ":x cmq:modality cmq:Occurred , cmq:Planned .",
    "two starts": ":x cmq:start 1 , 2 .",
    "an answer to itself": ":x cmq:inResponseTo :x .",
    "an action that claims": ":x a cmq:Meeting ; cmq:polarity cmq:Denies .",
    "values that are one": "cmq:New owl:sameAs cmq:Deceased .",
    "the last of a list": ":x a cmq:Action , cmq:Value .",
}
EMPTY_CLASSES = "cmq:Odd a owl:Class ; rdfs:subClassOf cmq:Settlement , cmq:WaterBody ."

# What the aligned vocabularies say themselves, as far as it can contradict us.
# Source: PROV-O (Activity and Entity exclude each other), ORG (org:member), FOAF (Person and Organization), NIF.
FOREIGN = """
prov:Activity a owl:Class ; owl:disjointWith prov:Entity .
org:member a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:domain org:Membership .
foaf:Organization a owl:Class ; owl:disjointWith foaf:Person ; owl:equivalentClass org:Organization .
org:memberOf rdfs:range org:Organization .
org:postIn rdfs:domain org:Post ; rdfs:range org:Organization .
prov:wasAttributedTo rdfs:domain prov:Entity ; rdfs:range prov:Agent .
nif:beginIndex a owl:FunctionalProperty . nif:endIndex a owl:FunctionalProperty .
skos:ConceptScheme owl:disjointWith skos:Concept .
skos:exactMatch rdfs:domain skos:Concept ; rdfs:range skos:Concept .
"""
DATA = """
:state a cmq:State . :one a cmq:Person ; cmq:memberOf :body . :two a cmq:Person ; owl:differentFrom :one .
:body a cmq:GovernmentBody ; cmq:ofState :state . :role a cmq:Role ; cmq:roleIn :body .
:tenure a cmq:Tenure ; cmq:holder :one , :two ; cmq:role :role .
:visit a cmq:Visit ; cmq:actor :one ; cmq:recipient :state ; cmq:place :state ; cmq:modality cmq:Occurred .
:visit cmq:startDate '2031-05-01'^^xsd:date ; cmq:evidence :passage ; cmq:mode plover:CONSULT-visit .
:passage a cmq:Mention ; cmq:start 0 ; cmq:end 4 ; cmq:exact 'Visit' ; cmq:refersTo :state .
:claim a cmq:Claim ; cmq:claims :visit ; cmq:source :body ; cmq:polarity cmq:Affirms .
:part a cmq:Base , cmq:Site ; cmq:partOf :whole . :whole a cmq:Facility .
"""

REASONERS = [pytest.param("hermit", marks=needs_java), "owlrl"]


@pytest.mark.parametrize("with_alignments", [False, True])
@pytest.mark.parametrize("reasoner", REASONERS)
def test_the_ontology_is_consistent_and_no_class_is_empty(reasoner: ReasonerName, *, with_alignments: bool) -> None:
    report = model.check_consistency(with_alignments=with_alignments, reasoner=reasoner)
    assert report == model.Report(reasoner, consistent=True)
    assert report.ok


@pytest.mark.parametrize("reasoner", REASONERS)
def test_sound_data_is_consistent_with_the_alignments_and_their_vocabularies(reasoner: ReasonerName) -> None:
    report = model.check_consistency(with_alignments=True, extra=turtle(FOREIGN + DATA), reasoner=reasoner)
    assert report.ok


@needs_java
@pytest.mark.parametrize("planted", CONTRADICTIONS)
def test_hermit_catches_a_planted_contradiction(planted: str) -> None:
    report = model.check_consistency(extra=turtle(CONTRADICTIONS[planted]), reasoner="hermit")
    assert report == model.Report("hermit", consistent=False)


@pytest.mark.parametrize("planted", CONTRADICTIONS)
def test_the_rules_catch_a_planted_contradiction(planted: str) -> None:
    report = model.check_consistency(extra=turtle(CONTRADICTIONS[planted]), reasoner="owlrl")
    assert not report.ok
    assert report.messages


@pytest.mark.parametrize("reasoner", REASONERS)
def test_an_empty_class_is_caught(reasoner: ReasonerName) -> None:
    report = model.check_consistency(extra=turtle(EMPTY_CLASSES), reasoner=reasoner)
    assert report.consistent
    assert report.unsatisfiable == (cmq("Odd"),)
    assert not report.ok


@needs_java
@pytest.mark.parametrize("trap", GATES[fallen_into][:2])
def test_the_traps_of_the_alignments_are_real(trap: str) -> None:
    claimed = ":visit a prov:Entity ." if "prov:Activity" in trap else ""
    extra = turtle(FOREIGN + DATA + trap + claimed)
    assert not model.check_consistency(with_alignments=True, extra=extra, reasoner="hermit").ok


def test_without_java_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owlready2, "JAVA_EXE", "no-such-java")
    with pytest.raises(model.JavaMissingError, match=r"'no-such-java' is not found; install Java"):
        model.check_consistency(reasoner="hermit")


def test_without_java_the_rules_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owlready2, "JAVA_EXE", "no-such-java")
    report = model.check_consistency(extra=turtle(CONTRADICTIONS["disjoint classes"]))
    assert (report.reasoner, report.consistent) == ("owlrl", False)


@needs_java
def test_with_java_hermit_is_asked() -> None:
    assert model.check_consistency().reasoner == "hermit"


@needs_java
def test_a_failure_of_hermit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise owlready2.OwlReadyJavaError("out of memory")

    monkeypatch.setattr(owlready2, "sync_reasoner_hermit", fail)
    with pytest.raises(model.OntologyError, match=r"HermiT failed on the ontology: out of memory"):
        model.check_consistency(reasoner="hermit")


# The model in Python


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("Actor", ""),
        ("Person", "Actor"),
        ("State", "Organization Actor Place"),
        ("Legislature", "GovernmentBody Organization Actor"),
        ("Visit", "Meeting Consult VerbalCooperation Action"),
        ("AircraftCarrier", "Warship Vessel Asset"),
        ("Mention", "Passage"),
    ],
)
def test_ancestors_come_nearest_first(name: str, above: str) -> None:
    assert model.ancestors(cmq(name)) == tuple(map(cmq, above.split()))


def test_ancestors_agree_with_the_turtle() -> None:
    for iri in model.classes():
        up = set(core().transitive_objects(URIRef(iri), RDFS.subClassOf)) - {URIRef(iri)}
        assert set(map(URIRef, model.ancestors(iri))) == up


@pytest.mark.parametrize(
    ("name", "above"),
    [("actor", "participant"), ("coerced", "interactedWith"), ("participant", ""), ("text", "")],
)
def test_superproperties(name: str, above: str) -> None:
    assert model.superproperties(cmq(name)) == tuple(map(cmq, above.split()))


def test_the_model_knows_every_term_of_the_turtle() -> None:
    kinds = {
        OWL.Class: model.classes(),
        OWL.ObjectProperty: model.properties(),
        OWL.DatatypeProperty: model.properties(),
    }
    for kind, known in kinds.items():
        assert {str(node) for node in instances(core(), kind) if str(node).startswith(CMQ)} <= set(known)
    assert model.labels() == {str(term): str(core().value(term, RDFS.label)) for term in own_terms(core())}


@pytest.mark.parametrize("look_up", [model.ancestors, model.superproperties])
@pytest.mark.parametrize("iri", [cmq("Nothing"), "urn:x", ""])
def test_an_unknown_term_is_refused(look_up: Callable[[str], tuple[str, ...]], iri: str) -> None:
    with pytest.raises(model.UnknownTermError, match=r"ontology/core.ttl declares them") as caught:
        look_up(iri)
    assert isinstance(caught.value, KeyError)


def test_a_missing_file_is_told_with_its_path() -> None:
    with pytest.raises(model.OntologyError, match=r"absent.ttl: cannot be read as Turtle"):
        read_graph("absent.ttl")


def test_a_broken_file_is_told_with_its_path(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "DIRECTORY", tmp_path)
    (model.DIRECTORY / "broken.ttl").write_text("cmq:Actor a", "utf-8")
    with pytest.raises(model.OntologyError, match=r"broken.ttl: cannot be read as Turtle"):
        read_graph("broken.ttl")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_model_loads_in_silence_and_the_same_under_any_hash_seed(seed: str) -> None:
    code = "from ontology import model\nfor iri in model.classes(): print(iri, *model.ancestors(iri))"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-W", "error", "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    expected = "".join(" ".join((iri, *model.ancestors(iri))) + "\n" for iri in model.classes())
    assert (run.stdout, run.stderr) == (expected, "")


@pytest.mark.parametrize("library", ["rdflib", "owlready2", "pyshacl", "owlrl"])
def test_the_libraries_load_in_silence(library: str) -> None:
    command = [sys.executable, "-W", "error", "-c", f"import {library}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout + run.stderr == ""
