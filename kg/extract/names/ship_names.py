"""Names of ships: behind a prefix ("USS X"), or beside the noun that says what the ship is.

"The tanker X", "the company's tanker, the X", "the ships X, Y and Z", "the X, a trawler", "the X, one of ten tankers",
"the 90,000-ton X".

A class noun before capitals names a ship though the model sees a person, a town or a company there; so does the
same name wherever else it stands in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from kg.extract.names.named import Named
from kg.extract.things.asset_nouns import longest_term
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import SHIPS, Entities
from kg.model import Span

_MAX_PREFIX_TOKENS: Final = 3  # "M/V"
_MAX_NAME_TOKENS: Final = 5
_CLASS_WORDS: Final = 4
_MODIFYING: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_APPOSED: Final = 6  # tokens from a comma to the class noun of an apposition
_ONE_OF: Final = 10  # the same behind "one of": "one of the navy's two operational aircraft carriers"
_FIGHTING: Final = frozenset("cruiser destroyer frigate corvette battleship submarine minesweeper warship".split())
_TONS: Final = frozenset({"ton", "tonne"})
_INNER: Final = frozenset({"de", "al", "of", "the"})  # "Charles de Gaulle", "Spirit of the Seas"
_NO_NAME: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs president prime minister king queen admiral captain
    """.split()
)
_NO_CLASS: Final = frozenset({"carrier", "fleet", "sub"})  # "the carrier Lufthansa", "the fleet Russia sent"
_PLACES: Final = frozenset({"WaterBody", "Settlement", "Region"})
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
    called = [*_called(document, known, lexicon), *_by_size(document, known)]
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
        if token.pos not in ("NOUN", "PROPN") or not token.text.islower() or token.lemma not in lexicon.ship_class_ends:
            continue
        found = longest_term(document.tokens[max(token.i - _CLASS_WORDS, 0) : token.i + 1], lexicon)
        if (
            found is None
            or found[0].type not in SHIPS
            or found[0].text in _NO_CLASS
            or document.sentence_of(token).heading
        ):
            continue
        for name in _names_beside(document, token, known):
            yield Named(name, found[0].type, document.text[name.start : name.end], None, "pattern")


def _names_beside(document: Document, noun: Token, known: Mapping[int, KnownKind]) -> list[Span]:
    """The names that a class noun gives: several behind a plural, else the one behind or before it."""
    if noun.tag in ("NNS", "NNPS"):
        listed = _listed(document, noun, known)
        return listed if len(listed) > 1 else _before(document, noun, known)
    name = _name_behind(document, noun, known) or _name_after_comma(document, noun, known)
    return [name] if name is not None else _before(document, noun, known)


def _listed(document: Document, noun: Token, known: Mapping[int, KnownKind]) -> list[Span]:
    """As in "the ships X, Y, and Z"."""
    tokens, found = document.tokens, list[Span]()
    at: Token | None = noun
    while at is not None and (name := _name_behind(document, at, known)) is not None:
        found.append(name)
        last = document.tokens_in(name)[-1].i
        joints = [t for t in tokens[last + 1 : last + 3] if t.text in (",", "and")]
        at = joints[-1] if joints and joints[0].i == last + 1 and joints[-1].i == last + len(joints) else None
    return found


def _name_after_comma(document: Document, noun: Token, known: Mapping[int, KnownKind]) -> Span | None:
    """As in "the company's tanker, the X,"."""
    behind = document.tokens[noun.i + 1 : noun.i + 3]
    if [t.text for t in behind] != [",", "the"]:
        return None
    name = _name_behind(document, behind[-1], known)
    return name if name is not None and _closed(document, name) and _unknown(document, name, known) else None


def _unknown(document: Document, name: Span, known: Mapping[int, KnownKind]) -> bool:
    """Whether no word of a name is one of the gazetteer's, as a body beside a ship would be; a place may name it."""
    names = (known.get(token.start) for token in document.tokens_in(name))
    return all(one is None or one.kind in _PLACES for one in names)


def _closed(document: Document, name: Span) -> bool:
    last = document.tokens_in(name)[-1].i
    return last + 1 < len(document.tokens) and document.tokens[last + 1].text in (",", ".", ";", "—", "–")


def _before(document: Document, noun: Token, known: Mapping[int, KnownKind]) -> list[Span]:
    """As in "the X, a fishing vessel", "the X, one of ten tankers": the name before "the class" in apposition."""
    tokens, i = document.tokens, noun.i - 1
    while i > 0 and noun.i - i <= _ONE_OF and tokens[i].text != ",":
        i -= 1
    opener = tokens[i + 1]
    one_of = opener.lower == "one" and tokens[i + 2].lower == "of"
    near = noun.i - i <= _APPOSED
    if tokens[i].text != "," or not (one_of or (near and opener.lower in ("a", "an") and noun.tag == "NN")):
        return []
    inner = [
        t for t in tokens[i + 2 + one_of : noun.i] if not (one_of and (t.pos == "DET" or t.tag in ("POS", "PRP$")))
    ]
    if not modify(inner):
        return []
    the = next((t for t in reversed(tokens[max(i - _MAX_NAME_TOKENS - 1, 0) : i]) if t.lower == "the"), None)
    name = _name_behind(document, the, known) if the is not None else None
    fits = name is not None and document.tokens_in(name)[-1].i == i - 1 and _unknown(document, name, known)
    return [name] if name is not None and fits else []


def modify(tokens: Sequence[Token]) -> bool:
    """Whether words can all stand before a noun that they tell more of: "Greek-owned fishing" of "vessel"."""
    return all(t.pos in _MODIFYING or t.tag in ("VBG", "VBN") or t.text == "-" for t in tokens)


def _by_size(document: Document, known: Mapping[int, KnownKind]) -> Iterator[Named]:
    """As in "the 90,000-ton X"."""
    for token in document.tokens[3:]:
        before = document.tokens[token.i - 2 : token.i]
        if token.lower in _TONS and before[1].text == "-" and before[0].text[:1].isdigit():
            name = _name_behind(document, token, known)
            if name is not None and _unknown(document, name, known):
                yield Named(name, "Vessel", document.text[name.start : name.end], None, "pattern")


def _name_behind(document: Document, noun: Token, known: Mapping[int, KnownKind]) -> Span | None:
    """The capitals right behind a class noun, in quotation marks or not, with a number behind them."""
    tokens, i = document.tokens, noun.i + 1
    limit = min(len(tokens), i + _MAX_NAME_TOKENS + 1)  # the parser may end a sentence inside of a name
    if i < limit and tokens[i].text in ("“", '"', "‘"):
        i += 1
    first = i
    while i < limit and _name_word(tokens, i, first):
        i += 1
    while i > first and tokens[i - 1].lower in _INNER:
        i -= 1
    name = known.get(tokens[first].start) if i > first else None
    if i == first or len(tokens[first].text) == 1 or (name is not None and name.kind in _barred(noun)):
        return None
    return Span(tokens[first].start, tokens[i - 1].end)


def _barred(noun: Token) -> frozenset[str]:
    """What a ship is not called behind a noun: a warship may be called after a territory ("the cruiser Virginia")."""
    others = _STATE_KINDS | {"ArmedForce", "Person"}
    return others - {"Territory"} if noun.lemma in _FIGHTING else others


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
