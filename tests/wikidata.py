"""A small Wikidata for tests: invented items, in the shape of the real one, behind a loopback endpoint.

Items are numbered from Q900000001 on, where no real ones are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from kg.link.answers import Answers
from kg.link.sources import read_data, split
from kg.link.wikidata import Wikidata
from kg.store.http import agent_of
from kg.store.remote import RemoteEndpoint
from kg.store.retry import Patience
from ontology.terms import RDFS, SKOS, WIKIDATA, XSD
from tests.loopback import Answer, Answering, Asked, Loopback

WDT: Final = "http://www.wikidata.org/prop/direct/"
PROP: Final = "http://www.wikidata.org/prop/"
ONTOLOGY: Final = "http://wikiba.se/ontology#"
RESULTS: Final = "application/sparql-results+json"
ITEM: Final = 900_000_000
NO_WAIT: Final = Patience(attempts=3, sleep=lambda seconds: None)

LABEL, ALIAS = RDFS + "label", SKOS + "altLabel"


def qid(number: int) -> str:
    """An invented item."""
    return f"Q{ITEM + number}"


def text(value: str, language: str = "en") -> Literal:
    return Literal(value, language=language)


def guest(server: Loopback, answers: Answers, **settings: object) -> Wikidata:
    """A client of a loopback that asks as a guest of Wikidata does, and does not wait between its questions."""
    given: dict[str, object] = {"pause": 0.0, "patience": NO_WAIT} | settings
    return Wikidata(RemoteEndpoint(f"{server.url}/sparql", 1, agent_of("me@example.org")), answers, **given)  # type: ignore[arg-type]


class SmallWikidata:
    """The items of a test; `terms` puts in what the properties and classes are called."""

    def __init__(self, *, terms: bool = True) -> None:
        self.store = Store()
        self.states: dict[str, str] = {}
        if terms:
            for row in read_data("wikidata_terms"):
                self.say(row["id"], label=split(row["label"])[0])

    def say(self, item: str, *, label: str = "", aliases: Iterable[str] = (), **statements: str | Literal) -> str:
        """Add statements: `P31="Q5"`, `P570=Literal(...)`; several items of one property with blanks between."""
        if label:
            self._add(item, LABEL, text(label))
            self._add(item, LABEL, text(f"{label} (autre)", "fr"))
        for alias in aliases:
            self._add(item, ALIAS, text(alias))
        for name, value in statements.items():
            for one in value.split() if isinstance(value, str) else [value]:
                self._add(item, WDT + name, NamedNode(WIKIDATA + one) if isinstance(one, str) else one)
        return item

    def state(self, iso3: str) -> str:
        """The item of a state, made when it is first asked for."""
        if iso3 not in self.states:
            self.states[iso3] = self.say(qid(500 + len(self.states)), label=f"State {iso3}", P298=Literal(iso3))
        return self.states[iso3]

    def person(self, number: int, name: str, iso3: str, **statements: str | Literal) -> str:
        """A human with a citizenship."""
        return self.say(qid(number), label=name, aliases=(), P31="Q5", P27=self.state(iso3), **statements)

    def tenure(self, item: str, office: str, begin: str = "", end: str = "", rank: str = "NormalRank") -> None:
        """A statement that somebody held an office; dates as "2020", "2020-03" or "2020-03-01"."""
        node = NamedNode(f"http://www.wikidata.org/entity/statement/{item}-{office}-{begin}")
        add = self.store.add
        add(Quad(NamedNode(WIKIDATA + item), NamedNode(PROP + "P39"), node))
        add(Quad(node, NamedNode(PROP + "statement/P39"), NamedNode(WIKIDATA + office)))
        add(Quad(node, NamedNode(ONTOLOGY + "rank"), NamedNode(ONTOLOGY + rank)))
        for qualifier, date in (("P580", begin), ("P582", end)):
            if date:
                value = NamedNode(f"http://www.wikidata.org/value/{date}")
                precision = {4: 9, 7: 10, 10: 11}[len(date)]
                add(Quad(node, NamedNode(f"{PROP}qualifier/value/{qualifier}"), value))
                add(Quad(value, NamedNode(ONTOLOGY + "timeValue"), day(date + "-01-01"[len(date) - 4 :])))
                integer = NamedNode(XSD + "integer")
                add(Quad(value, NamedNode(ONTOLOGY + "timePrecision"), Literal(str(precision), datatype=integer)))

    def page(self, item: str, address: str, wiki: str = "https://en.wikipedia.org/") -> None:
        """The page of a Wikipedia about an item."""
        page = NamedNode(address)
        self.store.add(Quad(page, NamedNode("http://schema.org/about"), NamedNode(WIKIDATA + item)))
        self.store.add(Quad(page, NamedNode("http://schema.org/isPartOf"), NamedNode(wiki)))

    def _add(self, item: str, predicate: str, value: NamedNode | Literal) -> None:
        self.store.add(Quad(NamedNode(WIKIDATA + item), NamedNode(predicate), value))

    def __call__(self, asked: Asked) -> Answer:
        """Answer a query as the real endpoint does."""
        try:
            found = self.store.query(asked.parameters.get("query") or asked.body.decode())
        except SyntaxError as exc:
            return Answer(400, body=str(exc).encode())
        assert isinstance(found, QuerySolutions)
        return Answer(200, RESULTS, found.serialize(format=QueryResultsFormat.JSON) or b"")


def day(value: str) -> Literal:
    """A date as Wikidata has it."""
    return Literal(f"{value}T00:00:00Z", datatype=NamedNode(XSD + "dateTime"))


def then(fault: Answer, times: int, rest: Answering) -> Answering:
    """A fault so many times, and then the rest."""
    left = [fault] * times
    return lambda asked: left.pop() if left else rest(asked)


FAULTS: Final = {
    "forbidden": Answer(403, body=b"Please set a user agent"),
    "too many": Answer(429, headers={"Retry-After": "5"}, body=b"slow down"),
    "text": Answer(200, "text/plain", b"Rate limit exceeded"),
    "truncated": Answer(200, RESULTS, b'{"head":{"vars":["term"]},"results":{"bindings":[]}}', cut=20),
    "broken": Answer(200, RESULTS, b'{"head":{"vars":["term"]},"results":{"bind'),
    "slow": Answer(late=1.5),
    "dripping": Answer(200, RESULTS, b" " * 60, drip=0.1),
    "closed": Answer(dropped=True),
    "timed out": Answer(500, body=b"java.util.concurrent.TimeoutException"),
}
"""What the real endpoint, or what stands before it, is known to do."""
