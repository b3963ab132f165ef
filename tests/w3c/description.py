"""Service description: the three tests of the suite, which its manifest names but does not write down.

The schema is that of the recommendation "SPARQL 1.1 Service Description", section 3: which property stands between
what and what, and which terms there are.
"""

from __future__ import annotations

import rdflib
from rdflib.term import Node

from tests.running import Running

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
TYPES = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
PROPERTIES: dict[str, tuple[str, str]] = {
    "endpoint": ("Service", ""),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", ""),
    "inputFormat": ("Service", ""),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", ""),
    "graph": ("NamedGraph", "Graph"),
}
"""Property to the classes of its subject and its object; empty where the schema does not say."""
INSTANCES = {
    "Language": ("SPARQL10Query", "SPARQL11Query", "SPARQL11Update"),
    "Feature": ("DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"),
}
CLASSES = {
    *("Service", "Feature", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile"),
    *("GraphCollection", "Dataset", "Graph", "NamedGraph"),
}
BELOW = {"Dataset": "GraphCollection"}


def check_description(server: Running) -> dict[str, str]:
    """Each of the three tests by its name: empty when it passes, else what is wrong."""
    graphs, faults = [], []
    for media_type, name in TYPES.items():
        answer = server.ask("GET", "/sparql", {"Accept": media_type})
        if answer.status != 200 or answer.media_type != media_type:
            faults.append(f"{media_type}: {answer.status} {answer.media_type}")
            continue
        graphs.append(rdflib.Graph().parse(data=answer.body, format=name))
    if not graphs:
        return dict.fromkeys(("returns-rdf", "has-endpoint-triple", "conforms-to-schema"), "; ".join(faults))
    endpoint = (None, SD.endpoint, rdflib.URIRef(server.url + "/sparql"))
    return {
        "returns-rdf": "; ".join(faults),
        "has-endpoint-triple": "" if all(endpoint in graph for graph in graphs) else "no such triple",
        "conforms-to-schema": "; ".join(fault for graph in graphs for fault in schema_faults(graph)),
    }


def schema_faults(graph: rdflib.Graph) -> list[str]:
    """What in a description goes against the schema."""
    faults = [] if any(graph.subjects(rdflib.RDF.type, SD.Service)) else ["there is no service"]
    for subject, predicate, target in graph:
        local = str(predicate).removeprefix(str(SD))
        if predicate == rdflib.RDF.type and str(target).startswith(str(SD)):
            faults += [] if str(target).removeprefix(str(SD)) in CLASSES else [f"no class {target}"]
        elif local in PROPERTIES:
            domain, codomain = PROPERTIES[local]
            faults += [] if _is_a(graph, subject, domain) else [f"the subject of {local} is no {domain}"]
            faults += [] if _is_a(graph, target, codomain) else [f"the object of {local} is no {codomain}"]
        elif local != str(predicate):
            faults.append(f"no property {predicate}")
    return faults


def _is_a(graph: rdflib.Graph, node: Node, kind: str) -> bool:
    """Whether a node is said to be of a class; things outside of the graph may be anything but terms of the schema."""
    if not kind:
        return not isinstance(node, rdflib.Literal)
    local = str(node).removeprefix(str(SD))
    if local != str(node):
        return local in INSTANCES.get(kind, ())
    types = {str(found).removeprefix(str(SD)) for found in graph.objects(node, rdflib.RDF.type)}
    known = types | {BELOW[name] for name in types if name in BELOW}
    return kind in known or (kind == "EntailmentRegime" and str(node).startswith("http://www.w3.org/ns/entailment/"))
