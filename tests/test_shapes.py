"""Every shape of `ontology/shapes.ttl` accepts a sound graph and catches what it is there to catch.

`SOUND` is a small graph that uses nearly every term. Each case changes one line of it and names the shape
that must complain; a last test makes sure that no shape is without a case.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from ontology.model import CORE, PLOVER, read_graph
from ontology.terms import SHAPES, local_name

PREFIXES = """
@prefix : <https://example.org/> .
@prefix cmq: <https://w3id.org/communique/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix plover: <https://w3id.org/communique/plover#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SOUND = """
:article a cmq:Article ; dcterms:identifier "one" ; dcterms:issued "2031-05-02"^^xsd:date ; cmq:dateline :harbour .
:article cmq:sha256 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" .
:article schema:mentions :north , :frigate .
:passage a cmq:Passage ; cmq:inArticle :article ; cmq:sentence 0 .
:passage cmq:start 10 .
:passage cmq:end 15 .
:passage cmq:exact "North" .
:mention a cmq:Mention , cmq:Passage ; cmq:inArticle :article ; cmq:sentence 0 .
:mention cmq:start 10 ; cmq:end 15 ; cmq:exact "North" .
:mention cmq:refersTo :north .
:north a cmq:State , cmq:Organization , cmq:Actor , cmq:Place ; rdfs:label "Northland" ; skos:altLabel "the North"@en .
:north cmq:iso3 "NOR" .
:north owl:sameAs <http://www.wikidata.org/entity/Q1> .
:north schema:sameAs <https://en.wikipedia.org/wiki/North> .
:south a cmq:State , cmq:Organization , cmq:Actor , cmq:Place ; rdfs:label "Southland" ; cmq:iso3 "SOU" .
:ministry a cmq:GovernmentBody , cmq:Organization , cmq:Actor ; rdfs:label "ministry" ; cmq:ofState :north .
:ministry cmq:sector plover:sector-GOV .
:ministry cmq:partOf :north .
:press a cmq:MediaOrganization , cmq:Organization , cmq:Actor ; rdfs:label "The Press" .
:ana a cmq:Person , cmq:Actor ; rdfs:label "Ana Berg" .
:ana cmq:memberOf :ministry .
:harbour a cmq:Settlement , cmq:Place ; rdfs:label "Harbour" ; cmq:inState :north .
:office a cmq:Role ; rdfs:label "foreign minister" ; cmq:roleIn :ministry .
:office cmq:roleKind cmq:ForeignMinister .
:tenure a cmq:Tenure ; cmq:holder :ana ; cmq:role :office ; cmq:evidence :passage .
:tenure cmq:tenureStatus cmq:Acting .
:frigate a cmq:Warship , cmq:Vessel , cmq:Asset ; rdfs:label "Gale" ; cmq:operator :north ; cmq:evidence :passage .
:frigate cmq:locatedIn :harbour ; cmq:partOf :fleet .
:fleet a cmq:StrikeGroup , cmq:MilitaryUnit , cmq:Asset ; rdfs:label "First Fleet" ; cmq:evidence :passage .
:fleet cmq:quantity 4 .
:visit a cmq:Visit , cmq:Meeting , cmq:Consult , cmq:VerbalCooperation , cmq:Action ; cmq:evidence :passage .
:visit cmq:modality cmq:Occurred .
:visit cmq:actor :ana .
:visit cmq:recipient :south .
:visit cmq:participant :ana , :south .
:visit cmq:startDate "2031-05-01"^^xsd:date .
:visit cmq:endDate "2031-05-02"^^xsd:date .
:visit cmq:place :south ; cmq:mode plover:CONSULT-visit ; cmq:context plover:context-diplomatic .
:visit cmq:extractedBy :reader .
:visit cmq:confidence 0.8 .
:threat a cmq:Threaten , cmq:VerbalConflict , cmq:Action ; cmq:modality cmq:Occurred ; cmq:evidence :passage .
:threat cmq:contentAction :raid ; cmq:inResponseTo :visit ; cmq:startDate "2031-05"^^xsd:gYearMonth .
:raid a cmq:Strike , cmq:Assault , cmq:MaterialConflict , cmq:Action ; cmq:modality cmq:Threatened .
:raid cmq:evidence :passage ; cmq:uses :frigate ; cmq:sameEventAs :raid .
:claim a cmq:Claim ; cmq:claims :visit ; cmq:relayedBy :press ; cmq:evidence :passage .
:claim cmq:source :ministry .
:claim cmq:polarity cmq:Affirms ; cmq:certainty cmq:Certain ; cmq:reportedOn "2031"^^xsd:gYear .
:words a cmq:Quotation , cmq:Statement ; cmq:speaker :ana ; cmq:addressee :south ; cmq:evidence :passage .
:words cmq:text "We came to talk." ; cmq:about :visit .
:ana cmq:consulted :south .
:ana cmq:interactedWith :south .
:ana cmq:holdsRole :office .
:link a cmq:LinkDecision ; cmq:decidedIn :article .
:link sssom:subject_id :ana .
:link sssom:predicate_id owl:sameAs .
:link sssom:object_id sssom:NoTermFound .
:link sssom:mapping_justification semapv:UnspecifiedMatching ; sssom:mapping_date "2031-05-01"^^xsd:date .
:link sssom:confidence 0.74 ; sssom:comment "too weak" ; sssom:mapping_tool "communique gazetteer 1" .
:link cmq:linkStatus cmq:NotFound .
:link cmq:candidate <http://www.wikidata.org/entity/Q7> .
"""


class Case(NamedTuple):
    """A change to the sound graph, and the shape that must catch it."""

    shape: str
    old: str
    new: str


def added(shape: str, line: str) -> Case:
    """Make a case that adds a line."""
    return Case(shape, "", line)


CASES = (
    added("NodeShape", '[] a cmq:Role ; rdfs:label "envoy" ; cmq:roleKind cmq:Envoy .'),
    Case("ActorTypeShape", ":ana a cmq:Person , cmq:Actor", ":ana a cmq:Person"),
    Case("PlaceTypeShape", ":harbour a cmq:Settlement , cmq:Place", ":harbour a cmq:Settlement"),
    Case("AssetTypeShape", "cmq:Vessel , cmq:Asset", "cmq:Vessel"),
    Case("ActionTypeShape", "cmq:Threaten , cmq:VerbalConflict , cmq:Action", "cmq:Threaten , cmq:VerbalConflict"),
    Case("StatementTypeShape", "cmq:Quotation , cmq:Statement", "cmq:Quotation"),
    Case("PassageTypeShape", "cmq:Mention , cmq:Passage", "cmq:Mention"),
    Case("CategoryTypeShape", "cmq:Threaten , cmq:VerbalConflict , cmq:Action", "cmq:Action"),
    Case("CategoryTypeShape", "cmq:Threaten , cmq:VerbalConflict", "cmq:Threaten , cmq:MaterialConflict"),
    Case("ArticleShape", 'dcterms:identifier "one" ;', ""),
    Case("ArticleShape", '"2031-05-02"^^xsd:date ; cmq:dateline', '"May 2031" ; cmq:dateline'),
    Case("ArticleShape", "cmq:dateline :harbour", "cmq:dateline :ana"),
    Case("ArticleShape", 'cmq:sha256 "aa', 'cmq:sha256 "AA'),
    Case("ArticleShape", "schema:mentions :north", "schema:mentions :nobody"),
    Case("PassageShape", ":passage cmq:start 10", ":passage cmq:start 15"),
    Case("PassageShape", ":passage cmq:start 10", ":passage cmq:start -1"),
    Case("PassageShape", ":passage cmq:end 15 .", ""),
    Case("PassageShape", ":passage cmq:end 15", ':passage cmq:end "15"'),
    Case("PassageShape", ':passage cmq:exact "North"', ':passage cmq:exact ""'),
    Case("PassageShape", ":passage a cmq:Passage ; cmq:inArticle :article ;", ":passage a cmq:Passage ;"),
    Case("PassageShape", "cmq:sentence 0 .\n:passage", "cmq:sentence 0 , 1 .\n:passage"),
    Case("MentionShape", ":mention cmq:refersTo :north .", ""),
    Case("MentionShape", ":mention cmq:refersTo :north", ":mention cmq:refersTo :visit"),
    Case(
        "EvidenceShape",
        "cmq:Quotation , cmq:Statement ; cmq:speaker :ana ; cmq:addressee :south ; cmq:evidence :passage",
        "cmq:Quotation , cmq:Statement",
    ),
    Case("EvidenceShape", "cmq:role :office ; cmq:evidence :passage", "cmq:role :office"),
    Case("EvidenceShape", "cmq:relayedBy :press ; cmq:evidence :passage", "cmq:relayedBy :press"),
    Case("EvidenceShape", ":raid cmq:evidence :passage", ":raid cmq:evidence :article"),
    Case("EvidenceShape", '"First Fleet" ; cmq:evidence :passage', '"First Fleet"'),
    Case("ConfidenceShape", "cmq:confidence 0.8", "cmq:confidence 1.2"),
    Case("ConfidenceShape", "cmq:confidence 0.8", "cmq:confidence -0.1"),
    Case("ConfidenceShape", "cmq:confidence 0.8", 'cmq:confidence "high"'),
    Case("OneConfidenceShape", "cmq:confidence 0.8", "cmq:confidence 0.8 , 0.9"),
    Case("ExtractedByShape", "cmq:extractedBy :reader", 'cmq:extractedBy "reader"'),
    Case("DateShape", ':visit cmq:startDate "2031-05-01"^^xsd:date', ':visit cmq:startDate "on Thursday"'),
    Case("DateShape", '"2031-05"^^xsd:gYearMonth', '"2031-05-01T00:00:00"^^xsd:dateTime'),
    added("DateShape", ':visit cmq:endDate "2031"^^xsd:gYear .'),
    Case("DateOrderShape", ':visit cmq:endDate "2031-05-02"', ':visit cmq:endDate "2031-04-30"'),
    Case("ActorShape", 'cmq:Person , cmq:Actor ; rdfs:label "Ana Berg"', "cmq:Person , cmq:Actor"),
    Case("ActorShape", 'rdfs:label "Ana Berg"', 'rdfs:label "Ana Berg" , "A. Berg"'),
    Case("ActorShape", '"the North"@en', ":south"),
    Case("ActorShape", "cmq:ofState :north", "cmq:ofState :harbour"),
    Case("ActorShape", "plover:sector-GOV", '"GOV"'),
    Case("MemberShape", ":ana cmq:memberOf :ministry", ":ana cmq:memberOf :office"),
    added("MemberShape", ":ministry cmq:memberOf :north ."),
    Case("PartShape", ":ministry cmq:partOf :north", ":ministry cmq:partOf :harbour"),
    Case("PartShape", "cmq:partOf :fleet", "cmq:partOf :north"),
    Case("StateShape", 'cmq:iso3 "NOR"', 'cmq:iso3 "no"'),
    Case(
        "StateShape",
        ":south a cmq:State , cmq:Organization , cmq:Actor , cmq:Place",
        ":south a cmq:State , cmq:Organization , cmq:Actor",
    ),
    added("CodeShape", ':ministry cmq:iso3 "NOR" .'),
    Case("PlaceShape", 'rdfs:label "Harbour" ;', ""),
    Case("PlaceShape", "cmq:inState :north", "cmq:inState :ministry"),
    added("SettlementShape", ":harbour a cmq:Actor ."),
    Case("LinkShape", "http://www.wikidata.org/entity/Q1", "https://www.wikidata.org/wiki/Q1"),
    added("LinkShape", ":north owl:sameAs <http://www.wikidata.org/entity/Q2> ."),
    Case("LinkDecisionShape", ":link sssom:subject_id :ana .", ":link sssom:subject_id :passage ."),
    Case("LinkDecisionShape", ":link sssom:predicate_id owl:sameAs .", ":link sssom:predicate_id skos:closeMatch ."),
    Case("LinkDecisionShape", "sssom:object_id sssom:NoTermFound", 'sssom:object_id "none"'),
    Case("LinkDecisionShape", "semapv:UnspecifiedMatching", '"by eye"'),
    Case("LinkDecisionShape", "sssom:confidence 0.74", "sssom:confidence 7.4"),
    Case("LinkDecisionShape", 'sssom:comment "too weak" ;', ""),
    Case("LinkDecisionShape", "cmq:linkStatus cmq:NotFound", "cmq:linkStatus cmq:Denied"),
    Case("LinkDecisionShape", "http://www.wikidata.org/entity/Q7", "https://example.org/seven"),
    Case("LinkDecisionShape", "cmq:decidedIn :article", "cmq:decidedIn :passage"),
    Case("PageShape", "https://en.wikipedia.org/wiki/North", "http://www.wikidata.org/entity/Q1"),
    added("MappingShape", ":ana skos:closeMatch <http://www.wikidata.org/entity/Q2> ."),
    added("MappingShape", ":frigate skos:exactMatch <http://www.wikidata.org/entity/Q3> ."),
    Case("RoleShape", 'cmq:Role ; rdfs:label "foreign minister"', "cmq:Role"),
    Case("RoleShape", "cmq:roleKind cmq:ForeignMinister", "cmq:roleKind cmq:Acting"),
    Case("RoleShape", "cmq:roleIn :ministry", "cmq:roleIn :ana"),
    Case("TenureShape", "cmq:Tenure ; cmq:holder :ana ;", "cmq:Tenure ;"),
    Case("TenureShape", "cmq:Tenure ; cmq:holder :ana ;", "cmq:Tenure ; cmq:holder :ana , :ministry ;"),
    Case("TenureShape", "cmq:role :office", "cmq:role :ministry"),
    Case("TenureShape", ":tenure cmq:tenureStatus cmq:Acting .", ""),
    Case("AssetShape", 'cmq:Asset ; rdfs:label "Gale"', "cmq:Asset"),
    Case("AssetShape", "cmq:operator :north", "cmq:operator :fleet"),
    Case("AssetShape", "cmq:locatedIn :harbour", "cmq:locatedIn :ana"),
    Case("AssetShape", "cmq:quantity 4", "cmq:quantity 0"),
    Case("ActionShape", ":visit cmq:modality cmq:Occurred .", ""),
    Case("ActionShape", ":visit cmq:modality cmq:Occurred", ":visit cmq:modality cmq:Occurred , cmq:Planned"),
    Case("ActionShape", ":visit cmq:modality cmq:Occurred", ":visit cmq:modality cmq:Threaten"),
    Case("ActionShape", "cmq:place :south", "cmq:place :ana"),
    Case("ActionShape", "cmq:uses :frigate", "cmq:uses :north"),
    Case("ActionShape", "plover:CONSULT-visit", "plover:visit"),
    Case("ActionShape", "plover:context-diplomatic", "plover:CONSULT"),
    Case("ActionShape", "cmq:contentAction :raid", "cmq:contentAction :claim"),
    Case("ActionShape", "cmq:inResponseTo :visit", "cmq:inResponseTo :words"),
    Case("ActionShape", "cmq:sameEventAs :raid", "cmq:sameEventAs :claim"),
    Case("ActorPropertyShape", ":visit cmq:participant :ana , :south", ":visit cmq:participant :south"),
    Case("ActorPropertyShape", ":visit cmq:actor :ana", ":visit cmq:actor :frigate"),
    Case("RecipientPropertyShape", ":visit cmq:participant :ana , :south", ":visit cmq:participant :ana"),
    Case("RecipientPropertyShape", ":visit cmq:recipient :south", ":visit cmq:recipient :harbour"),
    Case("ParticipantShape", ":visit cmq:participant :ana , :south", ":visit cmq:participant :ana , :south , :office"),
    added("ParticipantShape", ":words cmq:participant :ana ."),
    Case("ClaimShape", "cmq:Claim ; cmq:claims :visit ;", "cmq:Claim ;"),
    Case("ClaimShape", "cmq:claims :visit", "cmq:claims :words"),
    Case("ClaimShape", ":claim cmq:source :ministry .", ""),
    Case("ClaimShape", ":claim cmq:source :ministry", ":claim cmq:source :article"),
    Case("ClaimShape", "cmq:relayedBy :press", "cmq:relayedBy :article"),
    Case("ClaimShape", "cmq:polarity cmq:Affirms", "cmq:polarity cmq:Denied"),
    Case("ClaimShape", "; cmq:certainty cmq:Certain", ""),
    Case("ClaimShape", '"2031"^^xsd:gYear', '"2031"'),
    Case("StatementShape", 'cmq:text "We came to talk."', 'cmq:text ""'),
    Case("StatementShape", "cmq:speaker :ana", "cmq:speaker :ana , :press"),
    Case("StatementShape", "cmq:addressee :south", "cmq:addressee :harbour"),
    Case("StatementShape", "cmq:about :visit", "cmq:about :tenure"),
    added(
        "QuotationShape",
        ":words cmq:evidence :other . :other a cmq:Passage ; cmq:inArticle :second ; cmq:start 0 ; cmq:end 1 . "
        ':other cmq:exact "W" ; cmq:sentence 0 . :second a cmq:Article ; dcterms:identifier "two" .',
    ),
    added("ShortcutShape", ":press cmq:interactedWith :south ."),
    added("ShortcutShape", ":ana cmq:interactedWith :press ."),
    Case("CategoryShortcutShape", ":ana cmq:interactedWith :south .", ""),
    added("HoldsRoleShape", ':bo a cmq:Person , cmq:Actor ; rdfs:label "Bo" ; cmq:holdsRole :office .'),
    Case("HoldsRoleShape", "cmq:holdsRole :office", "cmq:holdsRole :ministry"),
)


@cache
def shapes() -> Graph:
    return read_graph("shapes.ttl")


def named_shapes() -> set[str]:
    return {local_name(str(node)) for node in shapes().subjects(RDF.type, SH.NodeShape)}


def violated(turtle: str) -> set[str]:
    """Names of the node shapes that a graph violates."""
    data = Graph().parse(data=PREFIXES + turtle, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes())
    assert isinstance(report, Graph)
    return {owner(shape) for shape in report.objects(None, SH.sourceShape)}


def owner(shape: Node) -> str:
    """The node shape that a shape without a name stands in."""
    while not isinstance(shape, URIRef):
        shape = next(shapes().subjects(None, shape))
    return local_name(str(shape))


def changed(case: Case) -> str:
    if not case.old:
        return SOUND + case.new
    assert case.old in SOUND
    return SOUND.replace(case.old, case.new, 1)


def test_a_sound_graph_conforms() -> None:
    assert violated(SOUND) == set()


def test_a_sound_graph_conforms_beside_the_ontology() -> None:
    data = Graph().parse(data=PREFIXES + SOUND, format="turtle")
    for triple in read_graph(CORE, PLOVER):
        data.add(triple)
    conforms, _, text = validate(data, shacl_graph=shapes())
    assert conforms, text


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.shape}-{case.new[:40]}")
def test_a_violation_is_caught(case: Case) -> None:
    assert case.shape in violated(changed(case))


def test_every_shape_has_a_case() -> None:
    assert named_shapes() == {case.shape for case in CASES}


@pytest.mark.parametrize("shape", sorted(named_shapes()))
def test_every_shape_is_named_and_says_what_to_do(shape: str) -> None:
    node = URIRef(SHAPES + shape)
    assert shapes().value(node, SH.name)
    assert shapes().value(node, SH.message)
    for part in shapes().objects(node, SH.property):
        assert str(shapes().value(part, SH.message)).endswith(".")


def test_the_order_of_dates_is_left_open_where_they_are_not_days() -> None:
    open_end = SOUND.replace(':visit cmq:endDate "2031-05-02"^^xsd:date', ':visit cmq:endDate "2030"^^xsd:gYear')
    assert violated(open_end) == set()
