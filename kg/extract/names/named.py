"""A name found in the text, before it is known who is the same as whom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.names.typer import Typed
from kg.language.document import Token
from kg.model import Span

TypedRun = tuple[list[Token], Typed]
"""The tokens of one mention that the model marked, and what the typer takes it for."""

NO_NAMES = frozenset(
    """
    act agreement treaty order resolution deal accord accords pact declaration protocol convention plan law bill
    constitution charter initiative process summit war day award prize week month year session meeting cup
    olympics olympic games report statement article amendment rule program programme operation strategy doctrine
    memorandum e.o executive project fund tour time gmt embassy airport hotel palace covid coronavirus internet
    weapons financing proliferation riot monday tuesday wednesday thursday friday saturday sunday
    easter christmas ramadan passover eid lent headquarters
    """.split()
)
"""Words of documents, days and events: what ends in one of them is neither a person nor a body."""


OPENING = frozenset("several many some other most all both few more such certain senior former top local".split())
"""What has a capital only because it opens a sentence: "Several Council members"."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text. `kind` is a class of the ontology; `canonical` the entity's one name if known.

    `via` is "name", "alias", "adjective", "people", "capital", "pattern" or "model".
    `owner` is the span of the state or body that a pattern tied the organization to. `score` is the entity
    typer's, for what the model has seen; 0.0 where no typer was asked.
    """

    span: Span
    kind: str
    canonical: str
    iso3: str | None
    via: str
    owner: Span | None = None
    score: float = 0.0


def over(names: Sequence[Named], span: Span) -> Iterator[Named]:
    """Those of names in text order, none overlapping another, that overlap a span."""
    for k in range(bisect_right(names, span.start, key=lambda named: named.span.end), len(names)):
        if names[k].span.start >= span.end:
            return
        yield names[k]
