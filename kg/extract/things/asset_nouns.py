"""Common nouns that denote material, facilities or counted troops: where they stand, and whether they do here.

"Three destroyers", "a command bunker" always count. Words of daily life ("building", "vessel") count with an owner,
beside a military word, or where something is done to the thing; "port", "school" only by the last two; people
("officers", "marines") only in numbers, and not as victims. The lexicon says which word needs what (`needs`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, STATE, Cast, Entity
from kg.extract.things.asset_phrases import holds_material, phrase
from kg.language.clauses import (
    governing_verb,
    is_passive,
    logical_objects,
    logical_subjects,
    prepositional_objects,
)
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import AssetTerm, Entities
from kg.lexicon.words import thing_words
from kg.model import Span

_NUMBERS: Final = {
    w: k
    for k, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "dozen": 12}
_MODIFIES: Final = frozenset({"compound", "amod", "nmod", "poss"})
_UNREAL: Final = frozenset("no any such other one each every".split())
_MANY: Final = frozenset("dozen hundred thousand score".split())
_LEAST_FORCE: Final = 10  # men told of by number that are a force wherever they are told of; two soldiers are persons
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
        real, bare = _real(document, cast, token, term, first), _points_back(document, token)
        yield AssetNoun(first, token, term, span, quantity_of(document, token, first), real, bare)


def _heads_a_phrase(document: Document, token: Token) -> bool:
    if token.pos not in ("NOUN", "PROPN") or document.sentence_of(token).heading:
        return False
    return token.dep not in ("compound", "nmod", "amod", "npadvmod")


def _free(entity: Entity | None, term: AssetTerm) -> bool:
    """Whether a word may be a thing: it names nobody known, or an embassy, which is a body and a building."""
    if entity is None or (entity.kind == "ArmedForce" and term.needs == "military" and entity.canonical.islower()):
        return True
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


def quantity_of(document: Document, token: Token, first: Token) -> int | None:
    """How many of a thing: the number before its term ("200 155mm shells" are 200), one where an article says so."""
    number = next((kid for kid in document.children(token, "nummod") if kid.i < first.i or first is token), None)
    if number is not None:
        text = number.lower.replace(",", "")
        return int(text) if text.isdigit() else _NUMBERS.get(text)
    determiner = document.child(token, "det")
    one = determiner is not None and determiner.lower in ("a", "an", "the") and token.tag in ("NN", "NNP")
    return 1 if one else None


def _points_back(document: Document, token: Token) -> bool:
    """Whether a noun has nothing but "the" before it and nothing behind that tells it from others."""
    determiner = document.child(token, "det")
    if determiner is None or determiner.lower not in ("the", "this", "that"):
        return False
    return not document.children(token, "amod", "compound", "poss", "nmod", "nummod", "prep", "relcl", "acl")


# --- what counts


def _real(document: Document, cast: Cast, token: Token, term: AssetTerm, first: Token) -> bool:
    """Whether a word denotes material here, by what the lexicon says it needs."""
    beside = _beside(document, first, token)
    if any(kid.lower in _UNREAL for kid in beside if kid.dep in ("det", "amod")):
        return False
    if term.needs in ("counted", "deployed"):
        sent = term.needs == "counted" or _sent(document, token)
        few = (quantity_of(document, token, first) or _LEAST_FORCE) < _LEAST_FORCE and not _sent(document, token)
        return sent and not few and _counted(document, token, beside) and not _harmed(document, token)
    modifiers = [kid for kid in beside if kid.dep in _MODIFIES]
    owned = any(_owner(cast.at(kid)) or kid.dep == "poss" for kid in modifiers)
    owned = owned or any(_owner(cast.at(t)) for t in prepositional_objects(document, token, "of"))
    military = any(kid.lemma in thing_words("military") for kid in modifiers) or holds_material(document, token)
    if term.needs == "military":
        had = _counted(document, token, beside) and _had(document, cast, token)
        return owned or military or had or handled(document, token)
    if term.needs == "store":
        return holds_material(document, token)
    if term.needs == "acted":
        return military or handled(document, token)
    joined = token.dep == "conj" and document.head(token).tag == "NNS"  # "with mortars and artillery"
    plural = token.tag != "NN" or token.lower.endswith("aircraft") or joined
    return plural or owned or any(kid.dep in ("det", "nummod", "poss") for kid in beside)


def _owner(entity: Entity | None) -> bool:
    return entity is not None and (entity.is_actor or not entity.is_place)


def _beside(document: Document, first: Token, last: Token) -> list[Token]:
    """What hangs on the words of a term from outside it, wherever the parser hung it."""
    inside = range(first.i, last.i + 1)
    return [kid for i in inside for kid in document.children(document.tokens[i]) if kid.i not in inside]


def _counted(document: Document, token: Token, beside: Sequence[Token]) -> bool:
    """As in "600 officers", "thousands of troops"."""
    if any(kid.dep == "nummod" for kid in beside):
        return True
    above = document.head(token)
    return above.lower == "of" and document.head(above).lemma in _MANY


def _had(document: Document, cast: Cast, token: Token) -> bool:
    """Whether a body or state has things or does something with them ("Togo sent ten boats")."""
    first = _first_joined(document, token)
    verb = governing_verb(document, first)
    if verb is None or first.i not in {t.i for t in logical_objects(document, verb)}:
        return False
    subjects = (cast.at(subject) for subject in logical_subjects(document, verb))
    return any(entity is not None and entity.kind in ORGANIZATIONS | {STATE} for entity in subjects)


def _first_joined(document: Document, token: Token) -> Token:
    """The first of the things that a thing is joined to."""
    while token.dep == "conj" and document.head(token).pos in ("NOUN", "PROPN"):
        token = document.head(token)
    return token


def handled(document: Document, token: Token) -> bool:
    """Whether something is done to a thing: it is struck, seized, closed, handed over."""
    first = _first_joined(document, token)
    above = document.head(first)
    if first.dep == "pobj":
        deed = document.head(above)
        by_noun = deed.pos in ("NOUN", "PROPN") and deed.lemma in thing_words("deed on a thing")
        by_verb = deed.pos == "VERB" and _with_particle(document, deed) & thing_words("aimed at a thing")
        return by_noun or (bool(by_verb) and above.lower in ("at", "on", "into", "against", "from", "with", "onto"))
    verb = governing_verb(document, first)
    if verb is None or not _with_particle(document, verb) & thing_words("done to a thing"):
        return False
    if first.dep == "nsubj" and verb.tag == "VBN" and verb.dep == "conj" and not document.children(verb, "aux"):
        return True  # "three men had been taken and a lorry destroyed"
    return first.i in {t.i for t in logical_objects(document, verb)}


def _with_particle(document: Document, verb: Token) -> frozenset[str]:
    """A verb's lemma, alone and with its particles or "behind": "blow", "blow up"."""
    kids = document.children(verb, "prt", "advmod")
    return frozenset({verb.lemma, *(f"{verb.lemma} {kid.lower}" for kid in kids)})


def _harmed(document: Document, token: Token) -> bool:
    """As in "two soldiers were killed", "the deaths of ten marines": those hit are no force that somebody has."""
    first = _first_joined(document, token)
    above = document.head(first)
    if above.lower == "of":
        return document.head(above).lemma in thing_words("harm to persons")
    verb = governing_verb(document, first)
    if verb is None or verb.lemma not in thing_words("harm to persons"):
        return False
    return first.dep in ("nsubjpass", "dobj", "nsubj") and (first.dep != "nsubj" or _intransitive(document, verb))


def _intransitive(document: Document, verb: Token) -> bool:
    return document.child(verb, "dobj") is None and not is_passive(document, verb)


def _sent(document: Document, token: Token) -> bool:
    """Whether persons are sent somewhere, or make up a contingent."""
    first = _first_joined(document, token)
    above = document.head(first)
    if first.dep == "pobj" and document.head(above).lemma in thing_words("sending"):
        return True
    verb = governing_verb(document, first)
    sent = verb is not None and verb.lemma in thing_words("sending")
    return sent and verb is not None and first.i in {t.i for t in logical_objects(document, verb)}
