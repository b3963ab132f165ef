"""A decision about a link as triples: the field names of SSSOM, and our status and candidates beside them."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.model import Link
from ontology.terms import SEMAPV, WIKIDATA, Cmq, Owl, Sssom, Xsd, cmq


def decision_terms(link: Link, subject: str, tool: str, date: str | None) -> list[tuple[str, NamedNode | Literal]]:
    """Predicates and objects of the decision on the thing with the IRI `subject`; `date` is ISO text."""
    item = NamedNode(WIKIDATA + link.item if link.item else Sssom.NoTermFound)
    terms: list[tuple[str, NamedNode | Literal]] = [
        (Sssom.subject_id, NamedNode(subject)),
        (Sssom.predicate_id, NamedNode(Owl.sameAs)),
        (Sssom.object_id, item),
        (Sssom.mapping_justification, NamedNode(SEMAPV + link.justification)),
        (Sssom.confidence, Literal(f"{link.score:.2f}", datatype=NamedNode(Xsd.decimal))),
        (Sssom.comment, Literal(link.reason)),
        (Sssom.mapping_tool, Literal(tool)),
        (Cmq.linkStatus, NamedNode(cmq(link.status))),
    ]
    terms += [(Cmq.candidate, NamedNode(WIKIDATA + candidate)) for candidate in link.candidates]
    if date:
        terms.append((Sssom.mapping_date, Literal(date, datatype=NamedNode(Xsd.date))))
    return terms
