"""Asking Wikidata, or any endpoint of its shape, as a guest: slowly, with a name, and never the same thing twice.

    Wikidata.rows     one query: at least a second after the one before, tried again where that makes sense
    Wikidata.find     one question about many names: what is remembered is not asked again, nor what was not found
    check_terms       every property and class still bears the label under which the queries know it

Queries are plain SPARQL 1.1 in `queries/*.rq`, so that the same text runs on Wikidata, QLever and our own endpoint.
All failures are EndpointError.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.errors import DataError, EndpointError
from kg.link.answers import Answers
from kg.link.sources import read_data, split
from kg.store.remote import RemoteEndpoint
from kg.store.results import Rows
from kg.store.retry import Patience
from ontology.terms import WIKIDATA

PAUSE: Final = 1.0
"""Least seconds between two requests."""
BATCH: Final = 20
"""Names in one request: a long query is refused, and short ones cost a second each."""

Row: TypeAlias = Mapping[str, str]
"""A solution: variable to the text of its term; without the unbound ones."""

_CHANGE: Final = r"(?m)^( *)VALUES \?{name} \{{ .+ \}}  # change: {name}$"


@cache
def query_text(name: str) -> str:
    """A query of the folder `queries` by its file's name without the ending."""
    return resources.files("kg.link").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


def with_values(text: str, variable: str, terms: Sequence[str]) -> str:
    """A query that asks for these terms in the place of its example."""
    block = " ".join(terms)
    return re.sub(_CHANGE.format(name=variable), lambda m: f"{m[1]}VALUES ?{variable} {{ {block} }}", text)


@dataclass(slots=True)
class Wikidata:
    """One guest of one endpoint; requests follow one another. `pause` is in seconds; clock and sleep are for tests."""

    endpoint: RemoteEndpoint
    answers: Answers
    patience: Patience = field(default_factory=Patience)
    pause: float = PAUSE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    asked: int = 0
    _free: float = 0.0

    def rows(self, query: str) -> list[Row]:
        """The solutions of a query. Raises EndpointError when the endpoint does not give them after some tries."""
        return self.patience.call(lambda: self._once(query))

    def _once(self, query: str) -> list[Row]:
        if (wait := self._free - self.clock()) > 0:
            self.sleep(wait)
        self.asked += 1
        try:
            found = self.endpoint.query(query)
        finally:
            self._free = self.clock() + self.pause
        if not isinstance(found, Rows):
            raise EndpointError(f"{self.endpoint.url} gave no rows where rows were due.", 200)
        return [
            {
                n: term.value
                for n, term in zip(found.variables, row, strict=True)
                if isinstance(term, NamedNode | Literal)
            }
            for row in found.rows
        ]

    def find(self, query: str, values: Sequence[str], variable: str = "name") -> Iterator[tuple[str, list[Row]]]:
        """What a query gives for each value of a variable, in their order; an empty list is an answer too.

        A value is an English name, or for the variable `item` an IRI. Answers come as they are known, those
        remembered at once. Raises EndpointError; what was given is kept.
        """
        text = query_text(query)
        for begin in range(0, len(values), BATCH):
            batch = values[begin : begin + BATCH]
            known = {value: self.answers.get(self._key(text, value)) for value in batch}
            if new := [value for value in batch if known[value] is None]:
                known |= self._ask_values(text, variable, new)
            yield from ((value, known[value] or []) for value in batch)

    def _ask_values(self, text: str, variable: str, values: Sequence[str]) -> dict[str, list[Row] | None]:
        terms = [str(NamedNode(v) if variable == "item" else Literal(v, language="en")) for v in values]
        rows = self.rows(with_values(text, variable, terms))
        if strange := {row.get(variable, "") for row in rows} - set(values):
            raise EndpointError(f"{self.endpoint.url} answered for {min(strange)!r}, which was not asked.", 200)
        found: dict[str, list[Row] | None] = {v: [row for row in rows if row.get(variable) == v] for v in values}
        for value in values:
            self.answers.put(self._key(text, value), found[value] or [])
        return found

    def _key(self, text: str, value: str) -> str:
        return f"{self.endpoint.url}\n{text}\n{value}"


def check_terms(wikidata: Wikidata) -> None:
    """Ask what the terms of `data/wikidata_terms.tsv` are called now.

    Raises DataError, naming each that is called otherwise or missing: its queries would give wrong answers.
    """
    expected = {row["id"]: split(row["label"]) for row in read_data("wikidata_terms")}
    rows = wikidata.rows(with_values(query_text("check-terms"), "term", [f"wd:{term}" for term in expected]))
    found = {row["term"].removeprefix(WIKIDATA): row["label"] for row in rows if {"term", "label"} <= set(row)}
    wrong = [
        f"{term} is {found.get(term, 'gone')!r}, not {labels[0]!r}"
        for term, labels in expected.items()
        if found.get(term) not in labels
    ]
    if wrong:
        raise DataError(
            f"{wikidata.endpoint.url} has other properties or classes than the queries suppose: {'; '.join(wrong)}. "
            "Look at kg/link/data/wikidata_terms.tsv; nothing was changed."
        )
