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

Calls of endpoints that were allowed are found in their plain form and answered by `server.federation`; every other
trace of the keyword is refused as before. This is the first wall; `server.confinement` takes the network away from
workers where the platform can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from kg.errors import QueryError
from server.errors import QueryTooLongError, RefusedError, UpdateAsQueryError
from server.lookup import lookup_form


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
class ServiceCall:
    """`SERVICE [SILENT] <url> { pattern }` from `start` to `end` of the text.

    `group` is where the outermost group begins, behind its `{`, when the call stands directly in it, else None.
    """

    start: int
    end: int
    url: str
    silent: bool
    pattern: str
    group: int | None


class Inspection(NamedTuple):
    """What the text of a query tells.

    `form` is None when the text begins with none of the four (the engine will name the error);
    `has_dataset` says that it has FROM clauses; `volatile` that its answer may change on the same data.
    `calls` are its calls of allowed endpoints, in order and none within another; `is_lookup` as in `server.lookup`.
    """

    form: Form | None
    has_dataset: bool
    volatile: bool
    calls: tuple[ServiceCall, ...] = ()
    is_lookup: bool = False


class Token(NamedTuple):
    """A piece of the query: `kind` is a group name of the token pattern."""

    kind: str
    text: str
    start: int


UPDATE_WORDS: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
PROLOGUE_WORDS: Final = ("PREFIX", "BASE", "VERSION")
VOLATILE_WORDS: Final = ("NOW", "RAND", "UUID", "BNODE")
_WORDS_THAT_MATTER: Final = ("SERVICE", "FROM", *VOLATILE_WORDS)
_TEXTS_THAT_MATTER: Final = ("\\", "'", '"""')
_NESTING_CHARACTERS: Final = "([{!^<-+"

_ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE_OR_PAIR: Final = re.compile(rf"\\\\|{_ESCAPE}")
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


_PLAIN_START: Final = re.compile(
    r"\s*(?:PREFIX\s+[A-Za-z0-9]*:\s*<[^<>\s]*>\s*)*(SELECT|ASK|CONSTRUCT|DESCRIBE)[\s{*]", re.IGNORECASE
)
"""How nearly all queries begin; whatever begins otherwise is read token by token."""


def inspect(query: str, max_length: int, max_depth: int, allow: Callable[[str], None] | None = None) -> Inspection:
    """The form of a query and what else its text tells.

    `max_length` is in characters, `max_depth` in brackets within brackets. `allow` raises RefusedError for an
    address that may not be called; without it none may.
    Raises QueryTooLongError, QueryError (nesting, two readings) UpdateAsQueryError, or RefusedError (SERVICE).
    """
    if len(query) > max_length:
        raise QueryTooLongError(
            f"The query has {len(query):,} characters; this server reads {max_length:,}. Shorten it, or send its parts."
        )
    if (form := lookup_form(query)) is not None:
        return Inspection(Form[form], has_dataset=False, volatile=False, is_lookup=True)
    if _is_harmless(query, query.upper(), max_depth):
        plain = _PLAIN_START.match(query)
        begins = Form[plain[1].upper()] if plain else _find_form(tokens(query))
        return Inspection(begins, has_dataset=False, volatile=False)
    return _inspect_tokens(query, max_depth, allow)


def _is_harmless(query: str, upper: str, max_depth: int) -> bool:
    """Whether there is nothing in a text that the tokens would have to be looked at for; true of most queries.

    Too few characters to nest too deep, no word that matters, none of what can be read in two ways.
    """
    for word in _WORDS_THAT_MATTER:
        if word in upper:
            return False
    for text in _TEXTS_THAT_MATTER:
        if text in query:
            return False
    return sum(map(query.count, _NESTING_CHARACTERS)) <= max_depth


def _inspect_tokens(query: str, max_depth: int, allow: Callable[[str], None] | None) -> Inspection:
    found = list(tokens(query))
    check_nesting(query, found, max_depth)
    calls = find_calls(query, found) if allow else ()
    check_other_calls(query, found, calls)
    for call in calls:
        assert allow is not None
        allow(call.url)
    words = [token.text.upper() for token in found if token.kind == "word"]
    return Inspection(
        _find_form(found),
        any("FROM" in word for word in words),
        bool(calls) or any(name in word for word in words for name in VOLATILE_WORDS),
        calls,
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
                f"SERVICE (line {line}, column {column}) is refused: this server reaches no other endpoint but those "
                "that it was started with, written as SERVICE <address> { ... }. "
                "Run the query with `communique query`, or at the other endpoint.",
                line,
                column,
            )


def check_other_calls(query: str, found: list[Token], calls: tuple[ServiceCall, ...]) -> None:
    """Raise RefusedError where the text calls another endpoint in any way but those that were found."""
    rest = query
    for call in calls:
        rest = rest[: call.start] + "{" + " " * (call.end - call.start - 2) + "}" + rest[call.end :]
    check_service(rest, list(tokens(rest)) if calls else found)
    for reading in other_readings(rest):
        check_service(reading, list(tokens(reading)))


def other_readings(text: str) -> tuple[str, ...]:
    r"""How a text is read by those that put a character in the place of each escape (`\u0041`) before all else.

    Some take the escape in `\\u0041` for one, others know that there the backslash itself is escaped.
    """
    if "\\u" not in text and "\\U" not in text:
        return ()
    readings = (re.sub(_ESCAPE, _character, text), _ESCAPE_OR_PAIR.sub(_character_or_pair, text))
    return tuple(dict.fromkeys(reading for reading in readings if reading != text))


def find_calls(query: str, found: list[Token]) -> tuple[ServiceCall, ...]:
    """The calls in their plain form; what is no such call is left to `check_service`."""
    calls: list[ServiceCall] = []
    opened: list[Token] = []
    for index, token in enumerate(found):
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and opened:
            opened.pop()
        is_inside = bool(calls) and token.start < calls[-1].end
        if token.kind == "word" and token.text.upper() == "SERVICE" and not is_inside:
            call = _read_call(query, found[index : index + 4], opened)
            calls += [call] if call else []
    return tuple(calls)


def _read_call(query: str, head: list[Token], opened: list[Token]) -> ServiceCall | None:
    is_silent = len(head) > 1 and head[1].text.upper() == "SILENT"
    rest = head[2:] if is_silent else head[1:]
    if len(rest) < 2 or rest[0].kind != "iri" or rest[1].text != "{":
        return None
    begin = rest[1].start
    length = _length_of_group(query[begin:])
    if length is None:
        return None
    url = re.sub(_ESCAPE, _character, rest[0].text[1:-1])
    group = opened[0].start + 1 if [bracket.text for bracket in opened] == ["{"] else None
    pattern = query[begin + 1 : begin + length - 1]
    return ServiceCall(head[0].start, begin + length, url, is_silent, pattern, group)


def _length_of_group(text: str) -> int | None:
    """How long the group is that a text begins with; None when it has no end."""
    depth = 0
    for token in tokens(text):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return token.start + 1
    return None


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


def _character_or_pair(match: re.Match[str]) -> str:
    return match.group() if match.group() == "\\\\" else _character(match)


# Form


def _find_form(found: Iterable[Token]) -> Form | None:
    """The form, from the first word behind the prologue. Raises UpdateAsQueryError."""
    in_prologue = False
    for token in found:
        text = token.text.upper()
        if in_prologue:
            in_prologue = token.kind not in ("iri", "string")
        elif text.startswith(PROLOGUE_WORDS):
            in_prologue = True
        elif text.startswith(UPDATE_WORDS):
            raise UpdateAsQueryError("This is an update and no query. Send it by POST, as the parameter `update`.")
        else:
            return next((form for form in Form if text.startswith(form.value)), None)
    return None
