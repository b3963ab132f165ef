"""What the graph tells of a thing, as tables for its page: acts, offices, words, links, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ontology.terms import Cmq, Sssom
from server.engine import Engine
from server.facts import term_text
from server.links import Linker
from server.tables import TableView, view_table

ROWS: Final = 100
"""Rows of each table; a state of a large graph has thousands of acts."""


def _sentence(fact: str) -> str:
    """The sentence of a fact, its article and the day of that; not further words within the sentence."""
    return f"""
  {fact} cmq:evidence ?passage . ?passage cmq:exact ?quote ; cmq:start ?start ; cmq:end ?end ; cmq:inArticle ?report .
  FILTER NOT EXISTS {{
    {fact} cmq:evidence ?wider . ?wider cmq:start ?from ; cmq:end ?to ; cmq:inArticle ?report .
    FILTER (?wider != ?passage && ?from <= ?start && ?to >= ?end)
  }}
  ?report dcterms:identifier ?article OPTIONAL {{ ?report dcterms:issued ?reported }}"""


_TENURE: Final = f"""
  ?tenure cmq:tenureStatus ?held . OPTIONAL {{ ?tenure cmq:startDate ?since }} OPTIONAL {{ ?tenure cmq:endDate ?until }}
  {_sentence("?tenure")}"""


@dataclass(frozen=True, slots=True)
class Topic:
    """One table: what it is called, which class of nodes has it, and its query for `?this`.

    `told` are the properties by which its rows lead to the node, which need not be listed again.
    """

    name: str
    title: str
    type: str
    select: str
    where: str
    order: str
    told: tuple[str, ...]

    def query(self, iri: str) -> str:
        """The query for one node."""
        return f"SELECT DISTINCT {self.select} WHERE {{ VALUES ?this {{ <{iri}> }}{self.where} }} ORDER BY {self.order}"


TOPICS: Final = (
    Topic(
        "acts",
        "Acts",
        Cmq.Actor,
        "?when ?reported ?act ?quote ?article",
        f"""
  ?act cmq:actor|cmq:recipient ?this . {_sentence("?act")}
  OPTIONAL {{ ?act cmq:startDate ?when }}""",
        "DESC(COALESCE(STR(?when), STR(?reported), '')) ?article ?start STR(?act)",
        (Cmq.actor, Cmq.recipient),
    ),
    Topic(
        "offices",
        "Offices",
        Cmq.Person,
        "?office ?held ?since ?until ?reported ?quote ?article",
        f"""
  ?tenure cmq:holder ?this ; cmq:role ?office .{_TENURE}""",
        "DESC(STR(?reported)) ?article ?start STR(?office)",
        (Cmq.holder,),
    ),
    Topic(
        "holders",
        "Who holds it",
        Cmq.Role,
        "?who ?held ?since ?until ?reported ?quote ?article",
        f"""
  ?tenure cmq:role ?this ; cmq:holder ?who .{_TENURE}""",
        "DESC(STR(?reported)) ?article ?start STR(?who)",
        (Cmq.role,),
    ),
    Topic(
        "officers",
        "Who holds an office in it",
        Cmq.Organization,
        "?who ?office ?held ?since ?until ?reported ?quote ?article",
        f"""
  ?office cmq:roleIn ?this . ?tenure cmq:role ?office ; cmq:holder ?who .{_TENURE}""",
        "DESC(STR(?reported)) ?article ?start STR(?office)",
        (Cmq.roleIn,),
    ),
    Topic(
        "words",
        "Words",
        Cmq.Actor,
        "?reported ?statement ?quote ?article",
        f"""
  ?statement cmq:speaker ?this . {_sentence("?statement")}""",
        "DESC(STR(?reported)) ?article ?start STR(?statement)",
        (Cmq.speaker,),
    ),
    Topic(
        "links",
        "Link to Wikidata",
        "",
        "?decision ?item ?because",
        f"""
  ?about sssom:subject_id ?this ; cmq:linkStatus ?decision . OPTIONAL {{ ?about <{Sssom.comment}> ?because }}
  OPTIONAL {{ ?about sssom:object_id ?item }}""",
        "STR(?decision) STR(?item) ?because",
        (Sssom.subject_id, Sssom.object_id),
    ),
)
"""In the order of the page; the last one is for every node that a decision was made on."""


def tell(engine: Engine, linker: Linker, iri: str) -> list[tuple[Topic, TableView]]:
    """The tables of a node, without those that have no row; columns that are empty throughout are left out."""
    types = {term_text(row[0]) for row in engine.rows(_TYPES.format(iri=iri)).rows if row[0]}
    fitting = [topic for topic in TOPICS if not topic.type or topic.type in types]
    tables = [(topic, view_table(engine, linker, engine.table(topic.query(iri), ROWS))) for topic in fitting]
    return [(topic, table.without_empty_columns()) for topic, table in tables if table.rows]


_TYPES: Final = "SELECT DISTINCT ?type WHERE {{ <{iri}> a ?type }}"
