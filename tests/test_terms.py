"""`ontology/terms.py` and the Turtle files name the same terms, both ways."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS

from ontology import terms
from ontology.model import ALIGNMENTS, CAMEO, CORE, DIRECTORY, PLOVER, SHAPES, read_graph

VOCABULARIES: dict[type[object], str] = {
    terms.Cmq: terms.CMQ,
    terms.Rdf: terms.RDF,
    terms.Rdfs: terms.RDFS,
    terms.Owl: terms.OWL,
    terms.Xsd: terms.XSD,
    terms.Skos: terms.SKOS,
    terms.Dcterms: terms.DCTERMS,
    terms.Schema: terms.SCHEMA,
    terms.Prov: terms.PROV,
    terms.Void: terms.VOID,
    terms.Dcat: terms.DCAT,
}


def constants(vocabulary: type[object]) -> dict[str, str]:
    return {name: value for name, value in vars(vocabulary).items() if not name.startswith("_")}


def differences(named: Iterable[str], declared: Iterable[str]) -> list[str]:
    """What only one of two lists of IRIs has; the gate of this file."""
    return sorted(set(named) ^ set(declared))


def declared(graph: Graph, namespace: str) -> set[str]:
    return {str(node) for node in graph.subjects(RDF.type) if str(node).startswith(namespace)}


def test_terms_and_core_agree() -> None:
    assert differences(constants(terms.Cmq).values(), declared(read_graph(CORE), terms.CMQ)) == []


@pytest.mark.parametrize(
    "line",
    ["cmq:Extra a owl:Class .", "cmq:extra a owl:ObjectProperty .", "cmq:More a owl:NamedIndividual, cmq:Value ."],
)
def test_a_term_that_only_the_turtle_has_is_caught(line: str) -> None:
    graph = read_graph(CORE).parse(data=f"@prefix cmq: <{terms.CMQ}> . @prefix owl: <{terms.OWL}> . {line}")
    assert differences(constants(terms.Cmq).values(), declared(graph, terms.CMQ)) != []


def test_a_term_that_only_the_module_has_is_caught() -> None:
    named = [*constants(terms.Cmq).values(), terms.cmq("Extra")]
    assert differences(named, declared(read_graph(CORE), terms.CMQ)) == [terms.cmq("Extra")]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_a_constant_is_its_namespace_and_its_name(vocabulary: type[object]) -> None:
    assert constants(vocabulary) == {name: VOCABULARIES[vocabulary] + name for name in constants(vocabulary)}


@pytest.mark.parametrize("name", [CORE, PLOVER, CAMEO, ALIGNMENTS, SHAPES])
def test_prefixes_mean_the_same_in_every_file(name: str) -> None:
    bound = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", (DIRECTORY / name).read_text("utf-8"), re.MULTILINE))
    known = {**terms.PREFIXES, "shape": terms.SHAPES}
    assert bound
    assert bound == {prefix: known[prefix] for prefix in bound}


def test_categories_are_the_classes_two_below_action() -> None:
    above = read_graph(CORE)
    quads = {str(node) for node in above.subjects(RDFS.subClassOf, URIRef(terms.Cmq.Action))}
    found = {
        terms.local_name(str(category)): terms.local_name(quad)
        for quad in quads
        for category in above.subjects(RDFS.subClassOf, URIRef(quad))
    }
    assert dict(terms.CATEGORIES) == found
    assert len(found) == 16


@pytest.mark.parametrize("kind", terms.VALUES)
def test_value_lists_agree_with_the_core(kind: str) -> None:
    members = {str(node) for node in read_graph(CORE).subjects(RDF.type, URIRef(terms.cmq(kind)))}
    assert {terms.cmq(name) for name in terms.VALUES[kind]} == members


def test_shortcuts_are_the_properties_under_interacted_with() -> None:
    below = read_graph(CORE).subjects(RDFS.subPropertyOf, URIRef(terms.Cmq.interactedWith))
    assert {terms.cmq(name) for name in terms.SHORTCUTS.values()} == {str(node) for node in below}
    assert list(terms.SHORTCUTS) == list(terms.CATEGORIES)


PLOVER_LISTS = {
    "categories": [terms.category_iri(category) for category in terms.CATEGORIES],
    "modes": [terms.mode_iri(category, mode) for category, modes in terms.MODES.items() for mode in modes],
    "contexts": [terms.context_iri(notation) for notation in terms.CONTEXTS],
    "sectors": [terms.sector_iri(notation) for notation in terms.SECTORS],
}


@pytest.mark.parametrize("scheme", PLOVER_LISTS)
def test_plover_lists_agree_with_the_turtle(scheme: str) -> None:
    members = read_graph(PLOVER).subjects(SKOS.inScheme, URIRef(terms.PLOVER + scheme))
    assert differences(PLOVER_LISTS[scheme], map(str, members)) == []
    assert len(PLOVER_LISTS[scheme]) == len(set(PLOVER_LISTS[scheme]))


def test_a_mode_is_below_its_category_and_keeps_its_notation() -> None:
    graph = read_graph(PLOVER)
    mode = URIRef(terms.mode_iri("Assault", "aerial"))
    assert str(graph.value(mode, SKOS.broader)) == terms.category_iri("Assault")
    assert str(graph.value(mode, SKOS.notation)) == "aerial"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (terms.category_iri, ("Visit",)),
        (terms.mode_iri, ("Consult", "aerial")),
        (terms.mode_iri, ("Agree", "visit")),
        (terms.context_iri, ("GOV",)),
        (terms.sector_iri, ("military",)),
    ],
)
def test_an_unknown_notation_is_refused(function: Callable[..., str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        function(*arguments)


@pytest.mark.parametrize(
    ("iri", "name"), [(terms.Cmq.Actor, "Actor"), (terms.Schema.mentions, "mentions"), ("urn:x", "urn:x")]
)
def test_local_name(iri: str, name: str) -> None:
    assert terms.local_name(iri) == name


def test_the_tables_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        terms.CATEGORIES["Extra"] = "Action"  # type: ignore[index]


def test_the_module_needs_no_library() -> None:
    code = "import sys, ontology.terms; print(sorted({'rdflib', 'owlready2', 'kg'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
