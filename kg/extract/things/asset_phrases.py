"""The words that name a thing: the noun with its modifiers, with the place or the content that tells it from others.

The name leaves out article, number and owner ("base in Niger", "stockpile of enriched uranium"); the full form has
them ("more than 30 armoured vehicles", "two prisons").
"""

from __future__ import annotations

from typing import Final

from kg.extract.reference.cast import STATE, Cast
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import AssetTerm
from kg.model import Span

STORES: Final = frozenset(
    """
    stockpile arsenal cache stock supply store inventory depot warehouse dump shipment consignment cargo haul
    delivery truckload planeload shipload crate
    """.split()
)
_MATERIAL: Final = frozenset(
    """
    weapon arm missile rocket drone ammunition munition explosive shell bomb mine uranium plutonium warhead agent gas
    sarin launcher rifle grenade mortar arms weaponry
    """.split()
)
_PLACED: Final = frozenset({"DiplomaticMission", "NuclearFacility", "Base"})
_FACILITIES: Final = _PLACED | {"Building", "Facility", "Bunker"}
_UNITS: Final = frozenset({"Troops", "MilitaryUnit"})
_LEFT: Final = frozenset("compound amod nmod npadvmod nummod poss advmod quantmod".split())
# words that belong to the number before a thing, or only tell it from those named before
_HOW_MANY: Final = frozenset("estimated other more additional further extra existing remaining another same".split())
_TOWN_WORDS: Final = frozenset("village town city suburb district port settlement hamlet province region area".split())
_MAX_FULL_TOKENS: Final = 8  # of a full form; longer ones tell a story rather than name a thing


def phrase(document: Document, cast: Cast, first: Token, token: Token, term: AssetTerm) -> Span:
    """The span that names the thing of a term from `first` to `token`."""
    span = _with_place(document, cast, token, without_place(document, first, token), term)
    return _with_contents(document, token, span, term)


def without_place(document: Document, first: Token, token: Token) -> Span:
    """The span of a term with the words before it, as a text goes on to tell of a thing: "palace", "police posts"."""
    span = _modified(document, token)
    return Span(min(span.start, first.start), span.end)


def _modified(document: Document, token: Token) -> Span:
    """The noun with its modifiers, without determiner, number and owner."""
    kept = [token]
    for kid in document.children(token):
        if kid.dep == "amod" and kid.lower in _HOW_MANY:
            continue
        if kid.i < token.i and kid.dep in ("compound", "amod", "nmod", "npadvmod"):
            kept.extend(t for t in document.subtree(kid) if t.i < token.i)
        elif kid.i < token.i and kid.text == "-":
            kept.append(kid)
    return document.span_of(kept)


def _with_place(document: Document, cast: Cast, token: Token, span: Span, term: AssetTerm) -> Span:
    """A facility is told by where it is: "embassy in Moscow", "reactor at Arak", "school in the village of Tema"."""
    if term.type not in _FACILITIES:
        return span
    for preposition in prepositions_behind(document, token):
        if preposition.lower in ("in", "at", "of", "near") and preposition.i == token.i + 1:
            for kid in document.children(preposition, "pobj"):
                place = _place_at(document, cast, kid)
                if place is not None:
                    return Span(span.start, place.end)
    return span


def _place_at(document: Document, cast: Cast, token: Token) -> Span | None:
    """The span of a place's name, behind "the village of" or not."""
    if token.lemma in _TOWN_WORDS and cast.reference_at(token) is None:
        found = (_place_at(document, cast, t) for t in prepositional_objects(document, token, "of"))
        return next((span for span in found if span is not None), None)
    reference = cast.reference_at(token)
    return reference.span if reference is not None and cast.entities[reference.entity].is_place else None


def prepositions_behind(document: Document, token: Token) -> list[Token]:
    """The prepositions on a noun and the one right behind it, for the parser hangs many of these on the verb."""
    found = document.children(token, "prep")
    following = document.tokens[token.i + 1 : token.i + 2]
    return found + [t for t in following if t.dep == "prep" and t.head != token.i]


def holds_material(document: Document, token: Token) -> bool:
    """As in "a stockpile of weapons", "an arsenal of missiles", "a stock of 20 kg of uranium"."""
    if token.lemma not in STORES:
        return False
    held = prepositional_objects(document, token, "of")
    held += [t for kid in held for t in prepositional_objects(document, kid, "of")]
    return any(t.lemma in _MATERIAL for t in held)


def _with_contents(document: Document, token: Token, span: Span, term: AssetTerm) -> Span:
    """A store is told by what it holds, a unit by whom: "stockpile of enriched uranium", "battalion of 700"."""
    of = next((kid for kid in document.children(token, "prep") if kid.lower == "of" and kid.i == token.i + 1), None)
    if of is None or not (holds_material(document, token) or term.type in _UNITS):
        return span
    for kid in document.children(of, "pobj"):
        numbered = kid.pos == "NUM" or bool(document.children(kid, "nummod"))
        if term.type in _UNITS and not numbered:
            return span
        inner = prepositional_objects(document, kid, "of")  # "200 kg of uranium"
        return Span(span.start, max(t.end for noun in (kid, *inner) for t in _nominal(document, noun)))
    return span


def _nominal(document: Document, token: Token) -> list[Token]:
    """A noun with what stands before it and what is joined to it, without clauses and places behind it."""
    kept = [token]
    for kid in document.children(token):
        if kid.i < token.i:
            kept.extend(document.subtree(kid))
        elif kid.dep == "conj" and kid.pos not in ("VERB", "AUX"):
            kept.extend(_nominal(document, kid))
    return kept


def full_form(document: Document, token: Token, span: Span) -> Span:
    """The phrase as written, with number and owner before it, and what directly behind it tells it from others."""
    kept = document.tokens_in(span)
    for i in range(kept[0].i, kept[-1].i + 1):
        for kid in document.children(document.tokens[i], *_LEFT):
            if kid.i < kept[0].i:
                kept.extend(t for t in document.subtree(kid) if t.i < kept[0].i)
    left = _contiguous(document, kept)
    behind = next((k for k in document.children(token, "prep", "relcl") if k.i > left[-1].i), None)
    if behind is not None and not any(t.ent in ("DATE", "TIME") for t in document.subtree(behind)):
        more = [t for t in document.subtree(behind) if t.i > left[-1].i]
        tells = more and (more[0].lower == "to" or any(t.dep == "pcomp" for t in more))  # what it does, not which it is
        if more and not tells and more[0].i == left[-1].i + 1 and len(left) + len(more) <= _MAX_FULL_TOKENS:
            left = [*left, *more]
    return document.span_of(left)


def with_joined(document: Document, token: Token, span: Span, term: AssetTerm) -> Span:
    """One count of two kinds of men: "sailors and marines" of "7,000 sailors and marines"."""
    joined = document.child(token, "conj")
    if term.type not in _UNITS or joined is None or joined.tag not in ("NNS", "NNPS"):
        return span
    bare = not document.children(joined, "nummod", "det", "poss", "amod", "compound")
    return Span(span.start, joined.end) if bare and joined.i == token.i + 2 else span


def without_owner(document: Document, cast: Cast, span: Span) -> Span:
    """The phrase without the state before it: "destroyers" of "U.S. destroyers"."""
    first = document.tokens_in(span)[0]
    reference = cast.reference_at(first)
    if reference is None or cast.entities[reference.entity].kind != STATE or reference.span.start != span.start:
        return span
    rest = [t for t in document.tokens_in(span) if t.start >= reference.span.end]
    return document.span_of(rest) if rest else span


def _contiguous(document: Document, kept: list[Token]) -> list[Token]:
    """The tokens of a phrase that hang together with its last, articles at its front left out."""
    numbers = {t.i for t in kept}
    last = max(numbers)
    first = last
    while first - 1 in numbers:
        first -= 1
    while document.tokens[first].pos == "DET" or document.tokens[first].text == ",":
        first += 1
    return list(document.tokens[first : last + 1])
