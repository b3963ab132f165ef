"""What is known of a query before it runs: its form, or why it is refused.

The engine's parser recurses, so deep nesting overflows its stack, and it opens SERVICE on any address. Both
are refused here, from the text alone. The scan reads tokens as the SPARQL grammar does, so a word inside of a
string, an IRI, a comment or a variable is never taken for a keyword. Two habits of the engine shape the rules:

- It asks for no blank between keywords: `trueSERVICE` and `SERVICEex:a {` call a service. So any bare word
  that contains the keyword counts, and so does a prefixed name that begins with it and stands before `{`.
- Its parser decides by context whether `<` compares or begins an IRI, a scan cannot. Between brackets, after
  an operand, the two readings part where the would-be IRI holds `'`, or `#` with a long string behind it. Such
  a query is refused with the way to write it plainly. Elsewhere both readings see the same keywords, because
  no IRI holds a brace and SERVICE needs one.

This is the first wall; `server.confinement` takes the network away from workers where the platform can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from kg.errors import QueryError
from server.errors import QueryTooLongError, RefusedError


class Form(Enum):
    """The four forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph and not a table or a truth value."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the text of a query tells.

    `form` is None when the text begins with none of the four (the engine will name the error);
    `has_dataset` says that it has FROM clauses; `volatile` that its answer may change on the same data.
    """

    form: Form | None
    has_dataset: bool
    volatile: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: `kind` is a group name of the token pattern."""

    kind: str
    text: str
    start: int


UPDATE_WORDS: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
PROLOGUE_WORDS: Final = ("PREFIX", "BASE", "VERSION")
VOLATILE_WORDS: Final = ("NOW", "RAND", "UUID", "BNODE")
READ_ONLY: Final = (
    "This server is read-only: writing is off, it serves a published snapshot. To change the graph, "
    "run `communique build` on the articles; the new snapshot is served as soon as it is published."
)

_ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN: Final = re.compile(
    rf"""
      (?P<blank>[ \t\r\n]++ | \#[^\r\n]*+)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPE})*+>)
    | (?P<string>
          "{{3}}(?:"{{0,2}}(?:[^"\\]|\\.))*+"{{3}} | '{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*+'{{3}}
        | "(?:[^"\\\r\n]|\\[^\r\n])*+" | '(?:[^'\\\r\n]|\\[^\r\n])*+')
    | (?P<language>@[A-Za-z]++(?:-+[A-Za-z0-9]++)*+)
    | (?P<variable>[?$]\w++)
    | (?P<node>_:\w(?:[\w.-]*\w)?)
    | (?P<name>(?:[^\W\d_][\w.-]{{0,63}}+)?:
          (?:(?:[\w:%]|\\\S)(?:[\w:%-]|\\\S|\.++(?=[\w:%\\-]))*+)?)
    | (?P<word>[^\W\d_]\w*+)
    | (?P<open>[(\[{{])
    | (?P<close>[)\]}}])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS: Final = frozenset({"iri", "string", "language", "variable", "node", "name", "word", "close"})
_LONG_QUOTE: Final = re.compile(r"\"\"\"|'''")
_LINE_END: Final = re.compile(r"[\r\n]|\Z")


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query without blanks and comments; never fails, whatever the text."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup and match.lastgroup != "blank":
            yield Token(match.lastgroup, match.group(), match.start())


def inspect(query: str, max_length: int, max_depth: int) -> Inspection:
    """The form of a query and what else its text tells.

    `max_length` is in characters, `max_depth` in brackets within brackets.
    Raises QueryTooLongError, QueryError (nesting, two readings) or RefusedError (SERVICE, an update).
    """
    if len(query) > max_length:
        raise QueryTooLongError(
            f"The query has {len(query):,} characters; this server reads {max_length:,}. Shorten it, or send its parts."
        )
    found = list(tokens(query))
    check_nesting(query, found, max_depth)
    check_service(query, found)
    if (unescaped := re.sub(_ESCAPE, _character, query)) != query:
        check_service(unescaped, list(tokens(unescaped)))
    form = _find_form(found)
    words = [token.text.upper() for token in found if token.kind == "word"]
    return Inspection(
        form,
        any("FROM" in word for word in words),
        any(name in word for word in words for name in VOLATILE_WORDS),
    )


def position(query: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


# Nesting, and `<` that can be read in two ways


@dataclass(slots=True)
class _Nesting:
    """The open brackets while the tokens pass by; `extra` counts what stacks up without brackets."""

    brackets: list[str] = field(default_factory=list)
    extra: int = 0

    def pass_by(self, token: Token) -> None:
        if token.kind == "open":
            self.brackets.append(token.text)
        elif token.kind == "close" and self.brackets:
            self.brackets.pop()
        elif token.kind == "iri":
            hidden = token.text.count("(") - token.text.count(")")
            self.brackets.extend("(" * max(hidden, 0))
        self.extra = self.extra + 1 if token.text in ("!", "^", "<", "-", "+") else 0

    @property
    def depth(self) -> int:
        return len(self.brackets) + self.extra


def check_nesting(query: str, found: list[Token], max_depth: int) -> None:
    """Raise QueryError where the text is nested too deep, or can be read in two ways."""
    nesting, before = _Nesting(), Token("other", "", 0)
    for token in found:
        if token.kind == "iri" and nesting.brackets[-1:] == ["("] and _is_operand(before):
            _check_readings(query, token)
        nesting.pass_by(token)
        if nesting.depth > max_depth:
            line, column = position(query, token.start)
            raise QueryError(
                f"The query is nested more than {max_depth} deep at line {line}, column {column}. "
                "Write it with fewer brackets within brackets.",
                line,
                column,
            )
        before = token


def _is_operand(token: Token) -> bool:
    return token.kind in _OPERANDS or token.text.isalnum()


def _check_readings(query: str, token: Token) -> None:
    """Raise QueryError when the token reads as an IRI and as a comparison with different text behind it."""
    line_end = _LINE_END.search(query, token.start)
    rest = query[token.start + len(token.text) : line_end.start() if line_end else len(query)]
    if "'" in token.text:
        remedy = r"In an IRI write \u0027 for the apostrophe; to compare, put a blank behind <."
    elif "#" in token.text and _LONG_QUOTE.search(rest):
        remedy = "Put the long string on a line of its own; to compare, put a blank behind <."
    else:
        return
    line, column = position(query, token.start)
    raise QueryError(f"{token.text} at line {line}, column {column} can be read in two ways. {remedy}", line, column)


# SERVICE


def check_service(query: str, found: list[Token]) -> None:
    """Raise RefusedError where the text calls another endpoint."""
    for index, token in enumerate(found):
        if _calls_service(found, index):
            line, column = position(query, min(token.start, len(query)))
            raise RefusedError(
                f"SERVICE (line {line}, column {column}) is refused: this server reaches no other endpoint. "
                "Run the query with `communique query`, or at the other endpoint.",
                line,
                column,
            )


def _calls_service(found: list[Token], index: int) -> bool:
    token = found[index]
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if token.kind != "name" or "SERVICE" not in token.text.partition(":")[0].upper():
        return False
    is_graph_name = index > 0 and found[index - 1].text.upper() == "GRAPH"
    return not is_graph_name and index + 1 < len(found) and found[index + 1].text == "{"


def _character(match: re.Match[str]) -> str:
    """The character of an escape. SPARQL 1.1 resolves escapes everywhere, this engine only in strings and IRIs."""
    number = int(match.group().lstrip("\\uU"), base=16)
    return chr(number) if number <= 0x10FFFF else match.group()


# Form


def _find_form(found: list[Token]) -> Form | None:
    """The form, from the first word behind the prologue. Raises RefusedError for an update."""
    in_prologue = False
    for token in found:
        text = token.text.upper()
        if in_prologue:
            in_prologue = token.kind not in ("iri", "string")
        elif text.startswith(PROLOGUE_WORDS):
            in_prologue = True
        elif text.startswith(UPDATE_WORDS):
            raise RefusedError(READ_ONLY)
        else:
            return next((form for form in Form if text.startswith(form.value)), None)
    return None
