"""Names of ships: behind a prefix ("USS X"), or behind the noun that says what the ship is ("the tanker X").

A class noun before capitals names a ship though the model sees a person, a town or a company there; so does the
same name wherever else it stands in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from kg.extract.asset_nouns import longest_term
from kg.extract.named import Named
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import SHIPS, Entities
from kg.model import Span

_MAX_PREFIX_TOKENS: Final = 3  # "M/V"
_MAX_NAME_TOKENS: Final = 5
_CLASS_WORDS: Final = 4
_INNER: Final = frozenset({"de", "al", "of", "the"})  # "Charles de Gaulle", "Spirit of the Seas"
_NO_NAME: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs president prime minister king queen admiral captain
    """.split()
)
_NO_CLASS: Final = frozenset({"carrier", "fleet", "sub"})  # "the carrier Lufthansa", "the fleet Russia sent"
_STATE_KINDS: Final = frozenset({"State", "DeFacto", "Territory"})


class KnownKind(Protocol):
    """What this needs to know of a gazetteer name."""

    @property
    def kind(self) -> str:
        """Its class."""
        ...


def ship_names(document: Document, known: Mapping[int, KnownKind], lexicon: Entities) -> Iterator[Named]:
    """The names of ships in text order, those behind prefixes first; `known` are gazetteer names by their offset."""
    yield from _prefixed(document, lexicon)
    called = list(_called(document, known, lexicon))
    yield from called
    yield from _again(document, called)


def _prefixed(document: Document, lexicon: Entities) -> Iterator[Named]:
    tokens = document.tokens
    for token in tokens:
        if not token.text[:1].isupper():
            continue
        size = next((n for n in (_MAX_PREFIX_TOKENS, 1) if _prefix(tokens, token.i, n) in lexicon.ship_prefixes), 0)
        if not size:
            continue
        begun = last = token.i + size - 1
        while (
            last + 1 < len(tokens) and tokens[last + 1].text[:1].isupper() and _adjacent(tokens[last], tokens[last + 1])
        ):
            last += 1
        if last > begun:
            kind, iso3 = lexicon.ship_prefixes[_prefix(tokens, token.i, size)]
            span = Span(token.start, tokens[last].end)
            yield Named(span, kind, document.text[span.start : span.end], iso3, "pattern")


def _prefix(tokens: Sequence[Token], i: int, size: int) -> str:
    return joined(token.text for token in tokens[i : i + size])


def _adjacent(left: Token, right: Token) -> bool:
    return right.start - left.end <= 1


def _called(document: Document, known: Mapping[int, KnownKind], lexicon: Entities) -> Iterator[Named]:
    """As in "the tanker Kwame Star", "a fishing boat, the Volta 12": capitals behind a class noun."""
    for token in document.tokens:
        if token.tag not in ("NN", "NNP") or not token.text.islower() or token.lemma not in lexicon.ship_class_ends:
            continue
        found = longest_term(document.tokens[max(token.i - _CLASS_WORDS, 0) : token.i + 1], lexicon)
        if (
            found is None
            or found[0].type not in SHIPS
            or found[0].text in _NO_CLASS
            or document.sentence_of(token).heading
        ):
            continue
        name = _name_behind(document, token, known)
        if name is not None:
            yield Named(name, found[0].type, document.text[name.start : name.end], None, "pattern")


def _name_behind(document: Document, noun: Token, known: Mapping[int, KnownKind]) -> Span | None:
    """The capitals right behind a class noun, in quotation marks or not, with a number behind them."""
    tokens, i = document.tokens, noun.i + 1
    limit = min(document.sentence_of(noun).last, i + _MAX_NAME_TOKENS + 1)
    if i < limit and tokens[i].text in ("“", '"', "‘"):
        i += 1
    first = i
    while i < limit and _name_word(tokens, i, first):
        i += 1
    while i > first and tokens[i - 1].lower in _INNER:
        i -= 1
    name = known.get(tokens[first].start) if i > first else None
    if (
        i == first
        or len(tokens[first].text) == 1
        or (name is not None and name.kind in _STATE_KINDS | {"ArmedForce", "Person"})
    ):
        return None
    return Span(tokens[first].start, tokens[i - 1].end)


def _name_word(tokens: Sequence[Token], i: int, first: int) -> bool:
    token = tokens[i]
    if token.lower in _NO_NAME or not _adjacent(tokens[i - 1], token):
        return False
    if i > first and (token.text.isdigit() or token.lower in _INNER):
        return True
    return token.text[:1].isupper() and token.text.replace("-", "").isalnum() and token.pos not in ("PRON", "DET")


def _again(document: Document, called: Sequence[Named]) -> Iterator[Named]:
    """Where the text names the ships again."""
    for named in called:
        name = document.text[named.span.start : named.span.end]
        begin = document.text.find(name)
        while begin >= 0:
            span = Span(begin, begin + len(name))
            if document.tokens_in(span) and document.tokens_in(span)[0].start == begin:
                yield Named(span, named.kind, name, None, "pattern")
            begin = document.text.find(name, begin + len(name))
