"""Common nouns that denote material, facilities or counted troops: where they stand, and how they are told of.

"Three destroyers", "a command bunker" always count; whether others do here is judged in `material`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, Cast, Entity
from kg.extract.things.asset_phrases import phrase
from kg.extract.things.material import is_real, noun_at, quantity_of
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import AssetTerm, Entities
from kg.model import Span

_MAX_TERM_TOKENS: Final = 7  # "surface-to-air missile system"
_TERM_POS: Final = frozenset("NOUN PROPN ADJ PUNCT VERB X SYM NUM ADP CCONJ".split())


@dataclass(frozen=True, slots=True)
class AssetNoun:
    """A noun of the asset lexicon in the text.

    `first` and `last` are the ends of the term, `span` the phrase that names the thing, `real` whether it denotes
    material here. `bare` is whether it points back ("the ship").
    """

    first: Token
    last: Token
    term: AssetTerm
    span: Span
    quantity: int | None
    real: bool
    bare: bool


def find_asset_nouns(
    document: Document, cast: Cast, lexicon: Entities, covered: Collection[int]
) -> Iterator[AssetNoun]:
    """The asset nouns outside of the covered tokens, in text order."""
    end = -1
    for token in document.tokens:
        if token.i in covered or token.start < end or not _heads_a_phrase(document, token):
            continue
        if not any(form in lexicon.asset_ends for form in _forms(token)):
            continue
        found = longest_term(_words_before(document, token), lexicon)
        if found is None or found[0].needs == "never" or not _free(cast.at(token), found[0]):
            continue
        term, first = found
        span = phrase(document, cast, first, token, term)
        end = span.end
        real = is_real(noun_at(document, cast, lexicon, term, first, token))
        bare = _points_back(document, token)
        yield AssetNoun(first, token, term, span, quantity_of(document, token, first), real, bare)


def _heads_a_phrase(document: Document, token: Token) -> bool:
    if token.pos not in ("NOUN", "PROPN") or document.sentence_of(token).heading:
        return False
    return token.dep not in ("compound", "nmod", "amod", "npadvmod")


def _free(entity: Entity | None, term: AssetTerm) -> bool:
    """Whether a word may be a thing: it names nobody known, or an embassy, which is a body and a building."""
    if entity is None or (entity.kind == "ArmedForce" and term.needs == "military" and entity.canonical.islower()):
        return True
    if entity.kind == "ArmedForce" and term.needs == "counted":
        return True  # "80 Royal Marines"
    mission = term.type == "DiplomaticMission" and entity.kind in ORGANIZATIONS
    return mission or (entity.kind in ("Site", "Organization") and not entity.known)


def _words_before(document: Document, token: Token) -> list[Token]:
    """The words that may make a term with a noun, itself the last."""
    left = document.tokens[max(token.i - _MAX_TERM_TOKENS + 1, 0) : token.i + 1]
    kept: list[Token] = []
    inside = False  # of parentheses, as in "ballistic missile (SLBM) system"
    for t in reversed(left):
        if t.text in ("(", ")"):
            inside = t.text == ")"
            continue
        if inside:
            continue
        glued = t.text == "-" or t.tag == "POS" or (t.i > 0 and document.tokens[t.i - 1].text == "-")
        if t.pos not in _TERM_POS and not glued:
            break
        kept.insert(0, t)
    return kept


def longest_term(tokens: Sequence[Token], lexicon: Entities) -> tuple[AssetTerm, Token] | None:
    """The longest asset term that ends a run of tokens, with its first token; its last word may be in the plural."""
    for k, first in enumerate(tokens):
        before = [token.lower.replace("’", "'") for token in tokens[k:-1]]
        for last in _forms(tokens[-1]):
            term = lexicon.assets.get(joined((*before, last)))
            if term is not None:
                return term, first
    return None


def _forms(token: Token) -> tuple[str, ...]:
    """How the lexicon may have a word; a capital's lemma keeps the plural ("Marines")."""
    singular = token.lower.removesuffix("s") if token.tag == "NNPS" else token.lemma
    return (token.lower, token.lemma, singular) if token.lower != token.lemma else (token.lemma, singular)


def _points_back(document: Document, token: Token) -> bool:
    """Whether a noun has nothing but "the" before it and nothing behind that tells it from others."""
    determiner = document.child(token, "det")
    if determiner is None or determiner.lower not in ("the", "this", "that"):
        return False
    return not document.children(token, "amod", "compound", "poss", "nmod", "nummod", "prep", "relcl", "acl")
