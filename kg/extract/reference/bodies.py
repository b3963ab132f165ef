"""Bodies told without their state or by a part of their name: "the foreign ministry", "parliament", "the Council".

A body named in full before is meant by its last word; else a body of government is of the state that the
context is about. Runs before titles are read, so that "foreign ministry spokeswoman X" has her ministry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, Cast, Entity
from kg.extract.reference.context import Context
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import Entities, plain
from kg.model import Span

_ALONE: Final = frozenset({"parliament", "army", "military", "navy", "presidency", "judiciary", "senate"})
"""One word is enough for these; other bodies of one word ("ministry", "court") need to be named before."""
_SHARED: Final = frozenset({"foreign office"})
"""What several states call a body of theirs, though the lexicon knows one of them by these words."""
_OF_STATES: Final = frozenset({"army", "military", "navy", "air force"})
_MANY: Final = frozenset(
    {"a", "an", "any", "another", "each", "every", "no", "some", "two", "both", "several", "other"}
)
_ALIKE: Final = (
    frozenset(
        {
            "foreign ministry",
            "foreign affairs ministry",
            "foreign office",
            "external affairs ministry",
            "ministry of foreign affairs",
            "ministry of external affairs",
        }
    ),
    frozenset({"defence ministry", "defense ministry", "ministry of defence", "ministry of defense"}),
    frozenset({"interior ministry", "ministry of interior", "ministry of the interior"}),
)
"""Words that mean one body of a state."""
_FOREIGN_OFFICE: Final = "foreign office"  # what the ministries of a few states are called
_MAX_WORDS: Final = 4
_WHERE: Final = re.compile(r" (?:in|of|for|on) ")


def refer_bodies(document: Document, cast: Cast, lexicon: Entities) -> None:
    """Add references for bodies that no name, pattern or model has found."""
    _shorten(cast, lexicon)
    context = Context(document, cast, lexicon)
    _settle_generic(document, cast, context, lexicon)
    for words in _mentions(document, cast, lexicon):
        text = _text(words)
        span = Span(words[0].start, words[-1].end)
        named = _spelled_out(document, cast, words) or _named_before(cast, text, words[0].start)
        if named is not None and named.kind == "ArmedGroup" and text in _OF_STATES:
            named = None  # rebels may call themselves an army, but "the army" is the state's
        named = named or _called_otherwise(cast, context, words, text)
        if named is not None:
            cast.refer(span, named, "description")
        elif text in lexicon.generic_heads and (len(words) > 1 or text in _ALONE):
            cast.refer(span, _of_context(cast, context, lexicon, words, text), "name")


def _shorten(cast: Cast, lexicon: Entities) -> None:
    """A body called by its head word alone ("the Council") is the one named with it before."""
    for entity, word in called_by_head(cast, lexicon):
        first = min(cast.spots(entity), default=0)
        named = _named_before(cast, word, first)
        if named is not None and named is not entity:
            cast.merge(named, entity)


def _settle_generic(document: Document, cast: Cast, context: Context, lexicon: Entities) -> None:
    """As in "the Foreign Office" of a text that never tells of Britain: the words mean the body of another state."""
    for entity in [e for e in cast.entities.values() if e.known and e.iso3 is not None and e.kind in ORGANIZATIONS]:
        spans = [r.span for r in cast.references() if r.entity == entity.id and r.how == "name"]
        texts = {document.text[span.start : span.end].lower() for span in spans}
        told = any(other.iso3 == entity.iso3 for other in cast.entities.values() if other is not entity)
        if told or len(texts) != 1 or not texts <= _SHARED:
            continue
        text = texts.pop()
        named = [e for e in cast.entities.values() if e is not entity and ends_in(e.canonical.casefold(), text)]
        words = list(document.tokens_in(spans[0]))
        body = named[0] if len(named) == 1 else _of_context(cast, context, lexicon, words, text)
        if body.iso3 is not None:
            cast.merge(body, entity)


def called_by_head(cast: Cast, lexicon: Entities) -> list[tuple[Entity, str]]:
    """The bodies whose only name is the head word of one, each with that word in lower case: "Council"."""
    bodies = [(e, e.canonical.casefold()) for e in cast.entities.values() if not e.known and e.kind in ORGANIZATIONS]
    return [(entity, word) for entity, word in bodies if " " not in word and word in lexicon.org_heads]


def _mentions(document: Document, cast: Cast, lexicon: Entities) -> Iterator[list[Token]]:
    """Generic body words that refer to nothing yet, longest first at each place."""
    tokens, i = document.tokens, 0
    while i < len(tokens):
        longest = _MAX_WORDS if tokens[i].lower in lexicon.head_starts else 0
        size = next((n for n in range(longest, 0, -1) if _is_body(document, cast, lexicon, i, n)), 0)
        if size:
            yield list(tokens[i : i + size])
        i += max(size, 1)


def _text(words: Sequence[Token]) -> str:
    """Words as the lexicon has them: "prime minister's office"."""
    return joined(token.lower.replace("’", "'") for token in words)


def _is_body(document: Document, cast: Cast, lexicon: Entities, i: int, size: int) -> bool:
    words = document.tokens[i : i + size]
    if _text(words) not in lexicon.org_heads:
        return False
    affairs = words[-1].tag == "NNPS" and size > 1  # "the Ministry of Foreign Affairs"
    if not (affairs or words[-1].tag in ("NN", "NNP")) or any(cast.reference_at(token) is not None for token in words):
        return False
    before = document.tokens[i - 1] if i else None
    owned = size > 1 and words[-1].dep in ("compound", "nmod")  # "a Foreign Office spokesman"
    modified = before is not None and (
        (before.lower in _MANY and not owned)
        or before.tag in ("POS", "PRP$", "JJ", "NN", "NNP", "CD", "VBN")
        or before.text == "-"
    )
    following = document.tokens[words[-1].i + 1 : words[-1].i + 2]
    if following and following[0].lower == "of":
        return False  # "the parliament of X" is not the one named before
    if following and lexicon.honorifics.get(following[0].text.rstrip(".")) == "military":
        return False  # "Air Force Maj. Gen. X"
    return not modified and not document.sentence_of(words[0]).heading and _is_definite(document, words, before)


def _is_definite(document: Document, words: Sequence[Token], before: Token | None) -> bool:
    """Whether a mention means one certain body: "the court", "parliament", "foreign ministry spokeswoman X"."""
    if before is not None and before.lower in ("the", "this", "that"):
        return True
    following = document.tokens[words[-1].i + 1 : words[-1].i + 2]
    compound = bool(following) and following[0].pos in ("NOUN", "PROPN") and len(words) > 1
    proper = len(words) > 1 and all(t.text[:1].isupper() or t.lower in ("of", "and", "the") for t in words)
    return compound or proper or " ".join(token.lower for token in words) == "parliament"


def _spelled_out(document: Document, cast: Cast, words: Sequence[Token]) -> Entity | None:
    """As in "state news agency SANA": the body whose name stands right behind the words that say what it is."""
    following = document.tokens[words[-1].i + 1 : words[-1].i + 2]
    entity = cast.at(following[0]) if following else None
    return entity if entity is not None and entity.kind in ORGANIZATIONS else None


def _named_before(cast: Cast, text: str, offset: int, *, whole: bool = False) -> Entity | None:
    """The body last named before an offset whose name, or another name of it, ends in these words.

    `whole` says that it may be called by nothing but them.
    """
    for reference in cast.before(offset):
        entity = cast.entities[reference.entity]
        if entity.kind in ORGANIZATIONS and reference.how in ("name", "acronym", "description"):
            names = (entity.canonical, *entity.names)
            if any(ends_in(name.casefold(), text) or (whole and name.casefold() == text) for name in names):
                return entity
    return None


def _called_otherwise(cast: Cast, context: Context, words: Sequence[Token], text: str) -> Entity | None:
    """The body of the same state that was named by other words: "the Foreign Office", "the Foreign Ministry"."""
    alike = next((group for group in _ALIKE if text in group), frozenset[str]())
    others = (_named_before(cast, other, words[0].start, whole=True) for other in sorted(alike - {text}))
    found = [entity for entity in others if entity is not None and entity.iso3 is not None]
    state = _state_of(cast, context, words) if found else None
    if state is None:
        return found[0] if len(found) == 1 else None
    return next((entity for entity in found if entity.iso3 == state.iso3), None)


def _state_of(cast: Cast, context: Context, words: Sequence[Token]) -> Entity | None:
    """The state that a body is of by where it stands; not one that it acts upon ("the ministry urged Chad to ...")."""
    state = _seat(cast, context, words[-1]) or context.state_at(words[0])
    if state is None or words[-1].dep not in ("nsubj", "nsubjpass"):
        return state
    document = cast.document
    verb = document.head(words[-1])
    acted_on = (t for kid in document.children(verb, "dobj", "dative", "ccomp") for t in _phrase(document, kid))
    return None if any(cast.at(t) is state for t in acted_on) else state


def _phrase(document: Document, head: Token) -> list[Token]:
    """A noun with what describes it, or of a clause its subject: "urged the Chadian envoy", "urged Chad to leave"."""
    if head.dep == "ccomp":
        bare = head.tag == "VB" and any(kid.lower == "to" for kid in document.children(head, "aux"))
        return document.children(head, "nsubj") if bare else []
    return [head, *document.children(head, "amod", "compound", "nmod", "poss")]


def ends_in(name: str, words: str) -> bool:
    """Whether a name ends in some words, or does before it says of what or where: "the Observer Mission in X"."""
    before, *rest = _WHERE.split(name, maxsplit=1)
    return name.endswith(f" {words}") or (bool(rest) and f" {before}".endswith(f" {words}"))


def _of_context(cast: Cast, context: Context, lexicon: Entities, words: list[Token], text: str) -> Entity:
    state = _state_of(cast, context, words)
    known = _known_body(cast, lexicon, state, text) if state is not None and text == _FOREIGN_OFFICE else None
    if known is not None:
        return known
    body = cast.entity(lexicon.org_heads[text], text, state.iso3 if state else None, scope=state.id if state else "")
    body.part_of = body.part_of or (state.id if state is not None else None)
    return body


def _known_body(cast: Cast, lexicon: Entities, state: Entity, text: str) -> Entity | None:
    """The body of a state that the lexicon knows by its words: "the Foreign Office" of Pakistan."""
    adjectives = sorted(adjective for adjective, name in lexicon.adjectives.items() if name == state.canonical)
    called = (plain(f"{owner} {text.title()}") for owner in (*adjectives, f"{state.canonical}'s"))
    names = ((words, next(lexicon.names.at(words, 0), None)) for words in called)
    return next(
        (
            cast.entity(name.kind, name.canonical, name.iso3, known=True)
            for words, name in names
            if name is not None and name.text == words and name.kind == "GovernmentBody"
        ),
        None,
    )


def _seat(cast: Cast, context: Context, last: Token) -> Entity | None:
    """As in "the defence ministry in Accra": the state of the town in which a body has its seat."""
    behind = cast.document.tokens[last.i + 1 : last.i + 3]
    town = cast.at(behind[1]) if len(behind) == 2 and behind[0].lower == "in" else None
    return context.state(town.iso3) if town is not None and town.is_place and town.iso3 is not None else None


def body_named(cast: Cast, name: str, lexicon: Entities) -> Entity | None:
    """The body that the lexicon knows by a name, as an entity of the cast; None where it knows none."""
    known = next(lexicon.names.at(plain(name), 0), None)
    return cast.entity(known.kind, known.canonical, known.iso3, known=True) if known is not None else None
