"""Every IRI that the project uses, as a plain string.

`Cmq.Actor` is `https://w3id.org/communique/ontology#Actor`. The names are those of `core.ttl`, letter by
letter, and a test compares the two both ways. Below the vocabularies stand the closed lists that code may
need as tables (categories, modes, values); they hold local names or notations, as `kg.model` does.

The attributes of the classes are spelled as the terms are, hence the rule on names that is switched off.
Knows no RDF library and no file: it can be imported by anything at no cost.
"""

# ruff: noqa: N815

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE: Final = "https://w3id.org/communique/"
"""The default base IRI of data; the IRIs of the vocabulary itself do not move with it."""

CMQ: Final = "https://w3id.org/communique/ontology#"
PLOVER: Final = "https://w3id.org/communique/plover#"
CAMEO: Final = "https://w3id.org/communique/cameo#"
SHAPES: Final = "https://w3id.org/communique/shapes#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SH: Final = "http://www.w3.org/ns/shacl#"
DCTERMS: Final = "http://purl.org/dc/terms/"
SCHEMA: Final = "https://schema.org/"
PROV: Final = "http://www.w3.org/ns/prov#"
VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
ORG: Final = "http://www.w3.org/ns/org#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SSSOM: Final = "https://w3id.org/sssom/"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cmq": CMQ,
        "plover": PLOVER,
        "cameo": CAMEO,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "skos": SKOS,
        "sh": SH,
        "dcterms": DCTERMS,
        "schema": SCHEMA,
        "prov": PROV,
        "void": VOID,
        "dcat": DCAT,
        "sem": SEM,
        "org": ORG,
        "foaf": FOAF,
        "nif": NIF,
        "sssom": SSSOM,
        "semapv": SEMAPV,
        "wd": WIKIDATA,
    }
)
"""Prefix to namespace, in the order in which they are written."""


class Cmq:
    """The terms of `core.ttl`: classes and value individuals begin with a capital, properties do not."""

    # who acts
    Actor: Final = CMQ + "Actor"
    Person: Final = CMQ + "Person"
    Organization: Final = CMQ + "Organization"
    State: Final = CMQ + "State"
    Government: Final = CMQ + "Government"
    GovernmentBody: Final = CMQ + "GovernmentBody"
    Legislature: Final = CMQ + "Legislature"
    ArmedForce: Final = CMQ + "ArmedForce"
    ArmedGroup: Final = CMQ + "ArmedGroup"
    PoliticalParty: Final = CMQ + "PoliticalParty"
    InternationalOrganization: Final = CMQ + "InternationalOrganization"
    Alliance: Final = CMQ + "Alliance"
    MediaOrganization: Final = CMQ + "MediaOrganization"
    Company: Final = CMQ + "Company"
    PopulationGroup: Final = CMQ + "PopulationGroup"
    UnnamedSource: Final = CMQ + "UnnamedSource"

    # where
    Place: Final = CMQ + "Place"
    Territory: Final = CMQ + "Territory"
    Settlement: Final = CMQ + "Settlement"
    WaterBody: Final = CMQ + "WaterBody"
    Region: Final = CMQ + "Region"
    Site: Final = CMQ + "Site"

    # who is what
    Role: Final = CMQ + "Role"
    Tenure: Final = CMQ + "Tenure"

    # with what
    Asset: Final = CMQ + "Asset"
    MilitaryUnit: Final = CMQ + "MilitaryUnit"
    StrikeGroup: Final = CMQ + "StrikeGroup"
    AirWing: Final = CMQ + "AirWing"
    Troops: Final = CMQ + "Troops"
    Vessel: Final = CMQ + "Vessel"
    Warship: Final = CMQ + "Warship"
    AircraftCarrier: Final = CMQ + "AircraftCarrier"
    Destroyer: Final = CMQ + "Destroyer"
    Submarine: Final = CMQ + "Submarine"
    Aircraft: Final = CMQ + "Aircraft"
    Drone: Final = CMQ + "Drone"
    Missile: Final = CMQ + "Missile"
    AirDefence: Final = CMQ + "AirDefence"
    ArmouredVehicle: Final = CMQ + "ArmouredVehicle"
    Artillery: Final = CMQ + "Artillery"
    Facility: Final = CMQ + "Facility"
    Base: Final = CMQ + "Base"
    Bunker: Final = CMQ + "Bunker"
    DiplomaticMission: Final = CMQ + "DiplomaticMission"
    Building: Final = CMQ + "Building"
    NuclearFacility: Final = CMQ + "NuclearFacility"

    # what is described as done
    Action: Final = CMQ + "Action"
    VerbalCooperation: Final = CMQ + "VerbalCooperation"
    Agree: Final = CMQ + "Agree"
    Consult: Final = CMQ + "Consult"
    Meeting: Final = CMQ + "Meeting"
    Visit: Final = CMQ + "Visit"
    Call: Final = CMQ + "Call"
    Mediation: Final = CMQ + "Mediation"
    Negotiation: Final = CMQ + "Negotiation"
    Support: Final = CMQ + "Support"
    Concede: Final = CMQ + "Concede"
    MaterialCooperation: Final = CMQ + "MaterialCooperation"
    Cooperate: Final = CMQ + "Cooperate"
    Aid: Final = CMQ + "Aid"
    Retreat: Final = CMQ + "Retreat"
    VerbalConflict: Final = CMQ + "VerbalConflict"
    Request: Final = CMQ + "Request"
    Accuse: Final = CMQ + "Accuse"
    Reject: Final = CMQ + "Reject"
    Threaten: Final = CMQ + "Threaten"
    MaterialConflict: Final = CMQ + "MaterialConflict"
    Protest: Final = CMQ + "Protest"
    Sanction: Final = CMQ + "Sanction"
    Mobilize: Final = CMQ + "Mobilize"
    Deployment: Final = CMQ + "Deployment"
    Alert: Final = CMQ + "Alert"
    Activation: Final = CMQ + "Activation"
    Coerce: Final = CMQ + "Coerce"
    Assault: Final = CMQ + "Assault"
    Strike: Final = CMQ + "Strike"
    Killing: Final = CMQ + "Killing"

    # what is said, and where it is read
    Statement: Final = CMQ + "Statement"
    Quotation: Final = CMQ + "Quotation"
    Claim: Final = CMQ + "Claim"
    LinkDecision: Final = CMQ + "LinkDecision"
    Article: Final = CMQ + "Article"
    Passage: Final = CMQ + "Passage"
    Mention: Final = CMQ + "Mention"

    # kinds of values
    Value: Final = CMQ + "Value"
    RoleKind: Final = CMQ + "RoleKind"
    TenureStatus: Final = CMQ + "TenureStatus"
    Modality: Final = CMQ + "Modality"
    Polarity: Final = CMQ + "Polarity"
    Certainty: Final = CMQ + "Certainty"
    LinkStatus: Final = CMQ + "LinkStatus"
    Mode: Final = CMQ + "Mode"
    Context: Final = CMQ + "Context"
    Sector: Final = CMQ + "Sector"

    # values of RoleKind
    HeadOfState: Final = CMQ + "HeadOfState"
    HeadOfGovernment: Final = CMQ + "HeadOfGovernment"
    Monarch: Final = CMQ + "Monarch"
    ForeignMinister: Final = CMQ + "ForeignMinister"
    DefenceMinister: Final = CMQ + "DefenceMinister"
    Minister: Final = CMQ + "Minister"
    Envoy: Final = CMQ + "Envoy"
    Spokesperson: Final = CMQ + "Spokesperson"
    MilitaryCommander: Final = CMQ + "MilitaryCommander"
    Legislator: Final = CMQ + "Legislator"
    PartyLeader: Final = CMQ + "PartyLeader"
    ArmedGroupLeader: Final = CMQ + "ArmedGroupLeader"
    SecurityOfficial: Final = CMQ + "SecurityOfficial"
    OrganizationHead: Final = CMQ + "OrganizationHead"
    Official: Final = CMQ + "Official"
    Other: Final = CMQ + "Other"

    # values of TenureStatus
    Current: Final = CMQ + "Current"
    Acting: Final = CMQ + "Acting"
    Former: Final = CMQ + "Former"
    New: Final = CMQ + "New"
    Deceased: Final = CMQ + "Deceased"

    # values of Modality
    Occurred: Final = CMQ + "Occurred"
    Ongoing: Final = CMQ + "Ongoing"
    Planned: Final = CMQ + "Planned"
    Threatened: Final = CMQ + "Threatened"
    Requested: Final = CMQ + "Requested"
    Hypothetical: Final = CMQ + "Hypothetical"
    Alleged: Final = CMQ + "Alleged"
    Denied: Final = CMQ + "Denied"
    Uncertain: Final = CMQ + "Uncertain"

    # values of Polarity
    Affirms: Final = CMQ + "Affirms"
    Denies: Final = CMQ + "Denies"
    LeavesOpen: Final = CMQ + "LeavesOpen"

    # values of Certainty
    Certain: Final = CMQ + "Certain"
    Probable: Final = CMQ + "Probable"
    Possible: Final = CMQ + "Possible"
    Uncommitted: Final = CMQ + "Uncommitted"
    Linked: Final = CMQ + "Linked"
    Ambiguous: Final = CMQ + "Ambiguous"
    NotFound: Final = CMQ + "NotFound"
    Refused: Final = CMQ + "Refused"

    # of an article or passage
    dateline: Final = CMQ + "dateline"
    sha256: Final = CMQ + "sha256"
    inArticle: Final = CMQ + "inArticle"
    start: Final = CMQ + "start"
    end: Final = CMQ + "end"
    exact: Final = CMQ + "exact"
    sentence: Final = CMQ + "sentence"
    refersTo: Final = CMQ + "refersTo"

    # of anything described
    evidence: Final = CMQ + "evidence"
    confidence: Final = CMQ + "confidence"
    extractedBy: Final = CMQ + "extractedBy"
    startDate: Final = CMQ + "startDate"
    endDate: Final = CMQ + "endDate"

    # of an actor or place
    memberOf: Final = CMQ + "memberOf"
    partOf: Final = CMQ + "partOf"
    ofState: Final = CMQ + "ofState"
    sector: Final = CMQ + "sector"
    iso3: Final = CMQ + "iso3"
    inState: Final = CMQ + "inState"

    # of a tenure or role
    holder: Final = CMQ + "holder"
    role: Final = CMQ + "role"
    tenureStatus: Final = CMQ + "tenureStatus"
    roleKind: Final = CMQ + "roleKind"
    roleIn: Final = CMQ + "roleIn"

    # of an asset
    operator: Final = CMQ + "operator"
    locatedIn: Final = CMQ + "locatedIn"
    quantity: Final = CMQ + "quantity"

    # of an action
    participant: Final = CMQ + "participant"
    actor: Final = CMQ + "actor"
    recipient: Final = CMQ + "recipient"
    modality: Final = CMQ + "modality"
    place: Final = CMQ + "place"
    uses: Final = CMQ + "uses"
    mode: Final = CMQ + "mode"
    context: Final = CMQ + "context"
    contentAction: Final = CMQ + "contentAction"
    inResponseTo: Final = CMQ + "inResponseTo"
    sameEventAs: Final = CMQ + "sameEventAs"

    # of a claim
    claims: Final = CMQ + "claims"
    source: Final = CMQ + "source"
    relayedBy: Final = CMQ + "relayedBy"
    polarity: Final = CMQ + "polarity"
    certainty: Final = CMQ + "certainty"
    reportedOn: Final = CMQ + "reportedOn"

    # of a statement
    speaker: Final = CMQ + "speaker"
    text: Final = CMQ + "text"
    addressee: Final = CMQ + "addressee"
    about: Final = CMQ + "about"

    # of a decision on a link
    linkStatus: Final = CMQ + "linkStatus"
    candidate: Final = CMQ + "candidate"
    decidedIn: Final = CMQ + "decidedIn"
    sameEntityAs: Final = CMQ + "sameEntityAs"

    # shortcuts, in graph/inferred only
    interactedWith: Final = CMQ + "interactedWith"
    agreedWith: Final = CMQ + "agreedWith"
    consulted: Final = CMQ + "consulted"
    supported: Final = CMQ + "supported"
    concededTo: Final = CMQ + "concededTo"
    cooperatedWith: Final = CMQ + "cooperatedWith"
    aided: Final = CMQ + "aided"
    retreatedFrom: Final = CMQ + "retreatedFrom"
    requestedOf: Final = CMQ + "requestedOf"
    accused: Final = CMQ + "accused"
    rejected: Final = CMQ + "rejected"
    threatened: Final = CMQ + "threatened"
    protestedAgainst: Final = CMQ + "protestedAgainst"
    sanctioned: Final = CMQ + "sanctioned"
    mobilizedAgainst: Final = CMQ + "mobilizedAgainst"
    coerced: Final = CMQ + "coerced"
    assaulted: Final = CMQ + "assaulted"
    holdsRole: Final = CMQ + "holdsRole"


class Rdf:
    """Terms of RDF."""

    type: Final = RDF + "type"
    Property: Final = RDF + "Property"
    List: Final = RDF + "List"
    first: Final = RDF + "first"
    rest: Final = RDF + "rest"
    nil: Final = RDF + "nil"
    langString: Final = RDF + "langString"


class Rdfs:
    """Terms of RDF Schema."""

    Class: Final = RDFS + "Class"
    label: Final = RDFS + "label"
    comment: Final = RDFS + "comment"
    subClassOf: Final = RDFS + "subClassOf"
    subPropertyOf: Final = RDFS + "subPropertyOf"
    domain: Final = RDFS + "domain"
    range: Final = RDFS + "range"
    seeAlso: Final = RDFS + "seeAlso"
    isDefinedBy: Final = RDFS + "isDefinedBy"


class Owl:
    """Terms of OWL 2."""

    Ontology: Final = OWL + "Ontology"
    Class: Final = OWL + "Class"
    ObjectProperty: Final = OWL + "ObjectProperty"
    DatatypeProperty: Final = OWL + "DatatypeProperty"
    AnnotationProperty: Final = OWL + "AnnotationProperty"
    NamedIndividual: Final = OWL + "NamedIndividual"
    Thing: Final = OWL + "Thing"
    Nothing: Final = OWL + "Nothing"
    FunctionalProperty: Final = OWL + "FunctionalProperty"
    TransitiveProperty: Final = OWL + "TransitiveProperty"
    SymmetricProperty: Final = OWL + "SymmetricProperty"
    IrreflexiveProperty: Final = OWL + "IrreflexiveProperty"
    AllDifferent: Final = OWL + "AllDifferent"
    AllDisjointClasses: Final = OWL + "AllDisjointClasses"
    disjointWith: Final = OWL + "disjointWith"
    sameAs: Final = OWL + "sameAs"
    versionIRI: Final = OWL + "versionIRI"
    versionInfo: Final = OWL + "versionInfo"
    imports: Final = OWL + "imports"


class Xsd:
    """Datatypes of XML Schema."""

    string: Final = XSD + "string"
    boolean: Final = XSD + "boolean"
    integer: Final = XSD + "integer"
    decimal: Final = XSD + "decimal"
    date: Final = XSD + "date"
    dateTime: Final = XSD + "dateTime"
    gYear: Final = XSD + "gYear"
    gYearMonth: Final = XSD + "gYearMonth"
    anyURI: Final = XSD + "anyURI"


class Skos:
    """Terms of SKOS."""

    Concept: Final = SKOS + "Concept"
    ConceptScheme: Final = SKOS + "ConceptScheme"
    prefLabel: Final = SKOS + "prefLabel"
    altLabel: Final = SKOS + "altLabel"
    definition: Final = SKOS + "definition"
    notation: Final = SKOS + "notation"
    inScheme: Final = SKOS + "inScheme"
    topConceptOf: Final = SKOS + "topConceptOf"
    hasTopConcept: Final = SKOS + "hasTopConcept"
    broader: Final = SKOS + "broader"
    narrower: Final = SKOS + "narrower"
    exactMatch: Final = SKOS + "exactMatch"
    closeMatch: Final = SKOS + "closeMatch"
    broadMatch: Final = SKOS + "broadMatch"


class Dcterms:
    """Terms of Dublin Core."""

    identifier: Final = DCTERMS + "identifier"
    issued: Final = DCTERMS + "issued"
    title: Final = DCTERMS + "title"
    publisher: Final = DCTERMS + "publisher"
    creator: Final = DCTERMS + "creator"
    created: Final = DCTERMS + "created"
    license: Final = DCTERMS + "license"
    description: Final = DCTERMS + "description"
    source: Final = DCTERMS + "source"
    hasVersion: Final = DCTERMS + "hasVersion"


class Schema:
    """Terms of schema.org."""

    mentions: Final = SCHEMA + "mentions"
    sameAs: Final = SCHEMA + "sameAs"
    NewsArticle: Final = SCHEMA + "NewsArticle"
    Quotation: Final = SCHEMA + "Quotation"


class Prov:
    """Terms of PROV-O, for articles and the build only: an action is never a `prov:Activity`."""

    Entity: Final = PROV + "Entity"
    Activity: Final = PROV + "Activity"
    Agent: Final = PROV + "Agent"
    SoftwareAgent: Final = PROV + "SoftwareAgent"
    Location: Final = PROV + "Location"
    wasGeneratedBy: Final = PROV + "wasGeneratedBy"
    wasAttributedTo: Final = PROV + "wasAttributedTo"
    wasDerivedFrom: Final = PROV + "wasDerivedFrom"
    wasAssociatedWith: Final = PROV + "wasAssociatedWith"
    used: Final = PROV + "used"
    generatedAtTime: Final = PROV + "generatedAtTime"
    startedAtTime: Final = PROV + "startedAtTime"
    endedAtTime: Final = PROV + "endedAtTime"
    value: Final = PROV + "value"


class Void:
    """Terms of VoID, for the description of the data set."""

    Dataset: Final = VOID + "Dataset"
    triples: Final = VOID + "triples"
    entities: Final = VOID + "entities"
    vocabulary: Final = VOID + "vocabulary"
    exampleResource: Final = VOID + "exampleResource"
    dataDump: Final = VOID + "dataDump"
    sparqlEndpoint: Final = VOID + "sparqlEndpoint"
    uriSpace: Final = VOID + "uriSpace"


class Dcat:
    """Terms of DCAT."""

    Dataset: Final = DCAT + "Dataset"
    DataService: Final = DCAT + "DataService"
    Distribution: Final = DCAT + "Distribution"
    endpointURL: Final = DCAT + "endpointURL"
    servesDataset: Final = DCAT + "servesDataset"
    downloadURL: Final = DCAT + "downloadURL"
    mediaType: Final = DCAT + "mediaType"
    distribution: Final = DCAT + "distribution"


class Sssom:
    """Field names of SSSOM, the simple standard for sharing mappings, on decisions about links."""

    subject_id: Final = SSSOM + "subject_id"
    predicate_id: Final = SSSOM + "predicate_id"
    object_id: Final = SSSOM + "object_id"
    mapping_justification: Final = SSSOM + "mapping_justification"
    confidence: Final = SSSOM + "confidence"
    comment: Final = SSSOM + "comment"
    mapping_tool: Final = SSSOM + "mapping_tool"
    mapping_date: Final = SSSOM + "mapping_date"
    subject_label: Final = SSSOM + "subject_label"
    NoTermFound: Final = SSSOM + "NoTermFound"


CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Agree": "VerbalCooperation",
        "Consult": "VerbalCooperation",
        "Support": "VerbalCooperation",
        "Concede": "VerbalCooperation",
        "Cooperate": "MaterialCooperation",
        "Aid": "MaterialCooperation",
        "Retreat": "MaterialCooperation",
        "Request": "VerbalConflict",
        "Accuse": "VerbalConflict",
        "Reject": "VerbalConflict",
        "Threaten": "VerbalConflict",
        "Protest": "MaterialConflict",
        "Sanction": "MaterialConflict",
        "Mobilize": "MaterialConflict",
        "Coerce": "MaterialConflict",
        "Assault": "MaterialConflict",
    }
)
"""The 16 PLOVER categories, each with its quad class (local names)."""

SHORTCUTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Agree": "agreedWith",
        "Consult": "consulted",
        "Support": "supported",
        "Concede": "concededTo",
        "Cooperate": "cooperatedWith",
        "Aid": "aided",
        "Retreat": "retreatedFrom",
        "Request": "requestedOf",
        "Accuse": "accused",
        "Reject": "rejected",
        "Threaten": "threatened",
        "Protest": "protestedAgainst",
        "Sanction": "sanctioned",
        "Mobilize": "mobilizedAgainst",
        "Coerce": "coerced",
        "Assault": "assaulted",
    }
)
"""Category to the property from actor to recipient that stands for it in graph/inferred."""

ROLE_KINDS: Final = (
    "HeadOfState",
    "HeadOfGovernment",
    "Monarch",
    "ForeignMinister",
    "DefenceMinister",
    "Minister",
    "Envoy",
    "Spokesperson",
    "MilitaryCommander",
    "Legislator",
    "PartyLeader",
    "ArmedGroupLeader",
    "SecurityOfficial",
    "OrganizationHead",
    "Official",
    "Other",
)
TENURE_STATUSES: Final = ("Current", "Acting", "Former", "New", "Deceased")
MODALITIES: Final = (
    "Occurred",
    "Ongoing",
    "Planned",
    "Threatened",
    "Requested",
    "Hypothetical",
    "Alleged",
    "Denied",
    "Uncertain",
)
POLARITIES: Final = ("Affirms", "Denies", "LeavesOpen")
CERTAINTIES: Final = ("Certain", "Probable", "Possible", "Uncommitted")
LINK_STATUSES: Final = ("Linked", "Ambiguous", "NotFound", "Refused")

VALUES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "RoleKind": ROLE_KINDS,
        "TenureStatus": TENURE_STATUSES,
        "Modality": MODALITIES,
        "Polarity": POLARITIES,
        "Certainty": CERTAINTIES,
        "LinkStatus": LINK_STATUSES,
    }
)
"""Value class to its individuals, by local name."""

MODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Consult": ("visit", "third-party", "multilateral", "phone"),
        "Retreat": ("withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"),
        "Request": ("assist", "change", "yield", "meet"),
        "Accuse": ("disapprove", "investigate", "allege"),
        "Reject": ("assist", "change", "yield", "meet"),
        "Threaten": ("restrict", "ban", "arrest", "relations", "expel", "territory", "violence"),
        "Protest": ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
        "Sanction": ("convict", "expel", "withdraw", "discontinue"),
        "Mobilize": ("troops", "weapons", "police", "militia"),
        "Coerce": (
            "seize",
            "restrict",
            "ban",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ),
        "Assault": (
            "abduct",
            "beat",
            "torture",
            "execute",
            "sexual",
            "assassinate",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "cleansing",
            "massacre",
            "unconventional",
            "sideAB",
        ),
    }
)
"""Category to the notations of its PLOVER modes; a notation means nothing without its category."""

CONTEXTS: Final = (
    "military",
    "intelligence",
    "peacekeeping",
    "economic",
    "diplomatic",
    "resource",
    "disease",
    "enviro_disaster",
    "migration",
    "humanitarian",
    "asylum",
    "legal",
    "human_rights",
    "rights_freedoms",
    "gender",
    "lgbt",
    "terrorism",
    "human_security",
    "religion_ethnicity",
    "executive",
    "election",
    "legislative",
    "cbrn",
    "cyber",
    "political_institutions",
    "corruption",
    "crime",
    "illegal_drugs",
)
"""Notations of the PLOVER contexts; its four special contexts are modalities here."""

SECTORS: Final = (
    "GOV",
    "JUD",
    "LEG",
    "MIL",
    "COP",
    "OPP",
    "PTY",
    "REB",
    "PRM",
    "SPY",
    "UAF",
    "CVL",
    "BUS",
    "EDU",
    "MED",
    "LAB",
    "AGR",
    "JRN",
    "REF",
    "REL",
    "SOC",
    "CRM",
)
"""Notations of the PLOVER sectors."""


def category_iri(category: str) -> str:
    """Return the concept of a category: `plover:CONSULT` for `Consult`. Raises KeyError for no category."""
    if category not in CATEGORIES:
        raise KeyError(category)
    return PLOVER + category.upper()


def mode_iri(category: str, notation: str) -> str:
    """Return the concept of a mode: `plover:CONSULT-visit` for `Consult`, `visit`. Raises KeyError if there is none."""
    if notation not in MODES[category]:
        raise KeyError(f"{category}-{notation}")
    return f"{category_iri(category)}-{notation}"


def context_iri(notation: str) -> str:
    """Return the concept of a context: `plover:context-military`. Raises KeyError for an unknown one."""
    if notation not in CONTEXTS:
        raise KeyError(notation)
    return f"{PLOVER}context-{notation}"


def sector_iri(notation: str) -> str:
    """Return the concept of a sector: `plover:sector-GOV`. Raises KeyError for an unknown one."""
    if notation not in SECTORS:
        raise KeyError(notation)
    return f"{PLOVER}sector-{notation}"


def cmq(name: str) -> str:
    """Return the IRI of a local name of the ontology, e.g. `cmq("ForeignMinister")`; the name is not checked."""
    return CMQ + name


def local_name(iri: str) -> str:
    """Return what stands behind the last `#` or `/` of an IRI: `Actor` for `cmq:Actor`."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
