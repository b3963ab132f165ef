"""The named queries: `ontology/queries/*.rq` as data, for the command line, the pages and the tests.

A file is called `<nn>-<name>.rq` (`f<n>-` for a federated one) and is plain SPARQL 1.1 that runs as it
stands. Its head of comments says the rest, a line that starts with three spaces going on from the one above:

    # Title: the question as a user asks it
    # Description: a paragraph
    # Parameter ?day = "2024-08-06"^^xsd:date: what it means

and each parameter is one line of the query, `VALUES ?day { ... }  # change: day`, which a user may edit or
`NamedQuery.with_values` replaces. Nothing here parses or runs SPARQL, nor knows a store.

An engine may send a SERVICE block as it is written, without the items it has already found, and Wikidata
does not answer such a question in time. `NamedQuery.local` finds the items (always `?wikidata`) and
`NamedQuery.for_items` writes them into the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

CLOSE_NAMES: Final = 3
"""How many near names an error offers: they fit on one line."""

_FILE: Final = re.compile(r"(?P<number>\d+|f\d+)-(?P<name>[a-z0-9-]+)\.rq")
_FIELD: Final = re.compile(r"(?P<key>Title|Description): (?P<value>.+)|Parameter \?(?P<name>\w+) = (?P<rest>.+)")
_TERM: Final = (
    r'(?:"(?:[^"\\\n]|\\.)*"(?:\^\^(?:\w+:\w+|<[^<>"{}|^`\\\s]+>)|@[A-Za-z][A-Za-z0-9-]*)?'
    r'|<[^<>"{}|^`\\\s]+>|[A-Za-z]\w*:\w+|UNDEF)'
)
_TERMS: Final = re.compile(rf"{_TERM}(?:\s+{_TERM})*")
_ITEM: Final = re.compile(r'[a-z]+://[^<>"{}|^`\\\s]+')
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(.*)\Z', re.DOTALL)
_VALUES: Final = r"(?m)^(?P<indent> *)VALUES \?{name} \{{ (?P<value>.+) \}}  # change: {name}$"
_SERVICE: Final = re.compile(r"(?m)^ *SERVICE <[^>]+> \{\n(?:.*\n)*?  \}\n")
_SERVICE_HEAD: Final = re.compile(r"(?m)^( *)(SERVICE <[^>]+> \{)$")
_FORM: Final = re.compile(r"(?m)^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b")


class UnknownQueryError(KeyError):
    """No query has that name or number; `close` are the names that come near it."""

    def __init__(self, name: str, close: tuple[str, ...]) -> None:
        self.name = name
        self.close = close
        super().__init__(name)

    def __str__(self) -> str:
        near = " or ".join(self.close)
        hint = f"Did you mean {near}?" if near else "Names go like who-met-whom, numbers from 1 to 25 and f1 on."
        return f"No named query is called {self.name!r}. {hint}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a user may change. `default` is SPARQL: a literal, an IRI, a prefixed name or UNDEF."""

    name: str
    default: str
    meaning: str

    @property
    def plain(self) -> str:
        """The default as a person types it."""
        return plain_value(self.default)

    def term(self, typed: str) -> str:
        """What a person typed as a SPARQL term like the default: `ISR` as `"ISR"`, nothing as UNDEF.

        Raises ValueError for what is no day where the default is one.
        """
        typed, quoted = typed.strip(), _QUOTED.match(self.default)
        if not typed:
            return "UNDEF"
        if quoted:
            if quoted[2] == "^^xsd:date" and not _is_day(typed):
                raise ValueError(f"{typed!r} is no day for {self.name}; write it like {self.plain}.")
            return _literal(typed) + quoted[2]
        return f"<{typed}>" if _ITEM.fullmatch(typed) else typed


def plain_value(term: str) -> str:
    """A SPARQL term as a person types it: text without quotes and type, nothing for UNDEF."""
    quoted = _QUOTED.match(term)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return "" if term == "UNDEF" else term.strip("<>")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _literal(text: str) -> str:
    """Text as a quoted literal on one line."""
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, escaped)
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query. `number` is "1" to "25" or "f1", "f2" ...; `form` is SELECT, ASK, CONSTRUCT or DESCRIBE."""

    name: str
    number: str
    title: str
    description: str
    text: str
    form: str
    parameters: tuple[Parameter, ...]

    @property
    def federated(self) -> bool:
        """Whether the query asks another endpoint through SERVICE."""
        return self.number.startswith("f")

    @property
    def local(self) -> str:
        """The query without its SERVICE block: what is known here, with the items in `?wikidata`."""
        return _SERVICE.sub("", self.text)

    def with_values(self, **values: str) -> str:
        """The text with other values: SPARQL terms, `state_iso3='"ISR"'`, several with a space between.

        Raises ValueError for a parameter that the query does not have or a value that is no term.
        """
        text = self.text
        for name, value in values.items():
            if name not in {parameter.name for parameter in self.parameters}:
                known = ", ".join(parameter.name for parameter in self.parameters) or "none"
                raise ValueError(f"Query {self.name} has no parameter {name!r}; it has: {known}.")
            if not _TERMS.fullmatch(value):
                raise ValueError(f'{value!r} is no SPARQL term for {name}; write "text", <IRI>, cmq:Name or UNDEF.')
            line = rf"\g<indent>VALUES ?{name} {{ {_verbatim(value)} }}  # change: {name}"
            text = re.sub(_VALUES.format(name=name), line, text)
        return text

    def asking(self, typed: Mapping[str, str]) -> str:
        """The text with values as a person types them: `{"state_iso3": "ISR"}`. Raises as `with_values` does."""
        known = {parameter.name: parameter for parameter in self.parameters}
        return self.with_values(
            **{name: known[name].term(value) if name in known else value for name, value in typed.items()}
        )

    def for_items(self, iris: Iterable[str]) -> str:
        """A federated text that asks for these items only. Raises ValueError for an IRI with forbidden signs."""
        items = sorted(set(iris))
        for iri in items:
            if not _ITEM.fullmatch(iri):
                raise ValueError(f"{iri!r} is no IRI of an item; give it without angle brackets.")
        block = " ".join(f"<{iri}>" for iri in items)
        return _SERVICE_HEAD.sub(rf"\1\2\n\1  VALUES ?wikidata {{ {_verbatim(block)} }}", self.text)


def _verbatim(text: str) -> str:
    """Text for a replacement in which a backslash is only a backslash."""
    return text.replace("\\", "\\\\")


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """All queries: the numbered ones in their order, then the federated ones."""
    folder = files("ontology").joinpath("queries")
    found = [_read(file) for file in folder.iterdir() if file.name.endswith(".rq")]
    return tuple(sorted(found, key=lambda query: (query.federated, int(query.number.lstrip("f")))))


def find_query(name: str) -> NamedQuery:
    """A query by its name or number: `who-met-whom`, `1`, `01`, `f1`. Raises UnknownQueryError."""
    wanted = name.strip().lower()
    wanted = wanted.lstrip("0") or wanted
    queries = named_queries()
    for query in queries:
        if wanted in (query.name, query.number, f"{query.number}-{query.name}"):
            return query
    names = [query.name for query in queries]
    raise UnknownQueryError(name, tuple(get_close_matches(wanted, names, n=CLOSE_NAMES, cutoff=0.5)))


def _read(file: Traversable) -> NamedQuery:
    """One file. Raises ValueError, naming the file, when its name or head is not as the module says."""
    text = file.read_text(encoding="utf-8")
    called, form = _FILE.fullmatch(file.name), _FORM.search(text)
    if called is None or form is None:
        raise ValueError(f"{file.name}: call it <number>-<name>.rq and begin a line with SELECT or another form.")
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in _head(text):
        _sort_in(line, file.name, fields, parameters)
    if set(fields) != {"Title", "Description"}:
        raise ValueError(f"{file.name}: the head needs one '# Title: ' and one '# Description: '.")
    number = called["number"].lstrip("0")
    return NamedQuery(called["name"], number, fields["Title"], fields["Description"], text, form[1], tuple(parameters))


def _head(text: str) -> list[str]:
    """The comment lines at the top without their sign, continued lines joined."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        if line.startswith("#   ") and lines:
            lines[-1] += " " + line[1:].strip()
        else:
            lines.append(line[2:].strip())
    return lines


def _sort_in(line: str, file_name: str, fields: dict[str, str], parameters: list[Parameter]) -> None:
    """Put one line of the head where it belongs. Raises ValueError when it belongs nowhere."""
    match = _FIELD.fullmatch(line)
    if match is None:
        raise ValueError(f"{file_name}: {line!r} in the head is no Title, Description or Parameter.")
    if match["key"]:
        fields[match["key"]] = match["value"]
        return
    parts = re.fullmatch(rf"(?P<default>{_TERM}): (?P<meaning>.+)", match["rest"])
    if parts is None:
        raise ValueError(f"{file_name}: write '# Parameter ?{match['name']} = default: meaning'.")
    parameters.append(Parameter(match["name"], parts["default"], parts["meaning"]))
