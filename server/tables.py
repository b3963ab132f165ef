"""An answer laid out as a table for people: labels for nodes, quotations with their place in the article.

A column named `quote` (or ending in `_quote`) is taken for the words of a passage, and the column `article`
beside it (or `other_article` beside `other_quote`) for the identifier of the article that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.store.results import Rows, Triples, Truth
from ontology.terms import Xsd
from server.engine import Engine
from server.facts import QuotedPlace, find_articles, find_bearers, find_quotes, label_nodes, term_text
from server.links import Linker, Shown, Term
from server.worker import Table


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `source` is the article of a quotation; numbers and dates are short, they stay on one line."""

    shown: Shown
    source: Shown | None = None
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """An answer for the eye. `truth` is that of an ASK, which has no rows."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    truncated: bool = False
    truth: bool | None = None

    def without_empty_columns(self) -> TableView:
        """The table without columns that have no value in any row."""
        kept = [i for i in range(len(self.headings)) if any(row[i].shown.text for row in self.rows)]
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return replace(self, headings=tuple(self.headings[i] for i in kept), rows=rows)


SHORT_LENGTH: Final = 25
"""The length of a moment with its zone."""
NAME_LENGTH: Final = 80
NAMES: Final = 500
"""What is looked up to lead from a name to its bearer: no name is longer, and a page has hardly more of them."""
NUMERIC: Final = re.compile(r"#(integer|decimal|double|float)\Z")
TRIPLE_NAMES: Final = ("subject", "predicate", "object")


def view_table(engine: Engine, linker: Linker, table: Table) -> TableView:
    """An answer with labels for its nodes, and with quotations that lead to their place in the article."""
    if isinstance(table.result, Truth):
        return TableView(truth=table.result.value)
    rows = _rows_of(table.result)
    labels = label_nodes(engine, (term.value for row in rows.rows for term in row if isinstance(term, NamedNode)))
    sources = _pair_quotes(rows.variables)
    columns = [name for name in rows.variables if name not in sources.values()]
    records = [dict(zip(rows.variables, row, strict=True)) for row in rows.rows]
    places = find_quotes(engine, _quoted(records, sources))
    articles = find_articles(engine, _identifiers(records, rows.variables))
    bearers = find_bearers(engine, _names(records, columns, sources))
    painter = _Painter(linker, labels, sources, places, articles, bearers)
    cells = tuple(tuple(painter.cell(name, record) for name in columns) for record in records)
    return TableView(tuple(map(_heading, columns)), cells, table.truncated)


def _rows_of(result: Rows | Triples) -> Rows:
    if isinstance(result, Rows):
        return result
    return Rows(TRIPLE_NAMES, tuple((t.subject, t.predicate, t.object) for t in result.triples))


def _pair_quotes(variables: Sequence[str]) -> dict[str, str]:
    """Column of quotations to the column of their article: `quote` to `article`, `other_quote` to `other_article`."""
    pairs: dict[str, str] = {}
    for name in variables:
        if name != "quote" and not name.endswith("_quote"):
            continue
        for source in (name.removesuffix("quote") + "article", "article", "first_article"):
            if source in variables:
                pairs[name] = source
                break
    return pairs


def _quoted(records: Iterable[Mapping[str, Term | None]], sources: Mapping[str, str]) -> set[tuple[str, str]]:
    return {
        (term_text(article), term_text(quote))
        for record in records
        for name, source in sources.items()
        if (quote := record[name]) is not None and (article := record[source]) is not None
    }


def _is_article_column(name: str) -> bool:
    return name in ("article", "first") or name.endswith("_article")


def _identifiers(records: Iterable[Mapping[str, Term | None]], variables: Sequence[str]) -> set[str]:
    names = [name for name in variables if _is_article_column(name)]
    return {term.value for record in records for name in names if isinstance(term := record[name], Literal)}


def _names(
    records: Iterable[Mapping[str, Term | None]], columns: Iterable[str], sources: Mapping[str, str]
) -> set[str]:
    """The words that may be somebody's name: short text that is no quotation and no identifier of an article."""
    texts = [name for name in columns if name not in sources and not _is_article_column(name)]
    cells = (record[name] for record in records for name in texts)
    found = {c.value for c in cells if isinstance(c, Literal) and c.datatype.value == Xsd.string}
    return set(sorted(text for text in found if len(text) <= NAME_LENGTH)[:NAMES])


def _heading(variable: str) -> str:
    return variable.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class _Painter:
    """Makes cells; holds all that was looked up for the whole table."""

    linker: Linker
    labels: Mapping[str, str]
    sources: Mapping[str, str]
    places: Mapping[tuple[str, str], QuotedPlace]
    articles: Mapping[str, str]
    bearers: Mapping[str, str]

    def cell(self, name: str, record: Mapping[str, Term | None]) -> Cell:
        term = record[name]
        if name in self.sources and term is not None:
            return self._quotation(term, record[self.sources[name]])
        if _is_article_column(name) and isinstance(term, Literal):
            return Cell(Shown(term.value, self.linker.href(self.articles.get(term.value, ""))))
        if isinstance(term, Literal) and (bearer := self.bearers.get(term.value)):
            return Cell(Shown(term.value, self.linker.href(bearer), bearer))
        is_short = isinstance(term, Literal) and term.datatype.value != Xsd.string and len(term.value) <= SHORT_LENGTH
        return Cell(self.linker.show(term, self.labels), is_short=is_short)

    def _quotation(self, quote: Term, article: Term | None) -> Cell:
        identifier = term_text(article) if article is not None else ""
        place = self.places.get((identifier, term_text(quote)))
        if place is None:
            return Cell(Shown(term_text(quote)), Shown(identifier))
        words = Shown(term_text(quote), self.linker.href(place.passage))
        return Cell(words, Shown(identifier, self.linker.href(place.article)))
