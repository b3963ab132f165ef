"""Whether a noun of the asset lexicon denotes material, a facility or a force where it stands.

The lexicon says what a word needs (`needs`): nothing but a plural or a determiner ("destroyers"), an owner or a
military word beside it, that something is done to the thing, a proper name ("X airport"), that people meet there, or a
number. Men are a force in numbers, and not as victims.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, STATE, Cast, Entity
from kg.extract.things.asset_phrases import holds_material
from kg.language.clauses import governing_verb, logical_objects, logical_subjects
from kg.language.conjuncts import conjuncts
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import SHIPS, AssetTerm, Entities
from kg.lexicon.words import thing_words

_UNITS: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """.split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety hundred".split()
_NUMBERS: Final = (
    {word: k for k, word in enumerate(_UNITS)} | {word: 10 * k for k, word in enumerate(_TENS, 2)} | {"dozen": 12}
)
_MODIFIES: Final = frozenset({"compound", "amod", "nmod", "poss"})
_UNREAL: Final = frozenset("no any such other one each every".split())
_UNREAL_OF_MANY: Final = _UNREAL - {"other"}  # "14 other vessels" are vessels
_MANY: Final = frozenset("dozen hundred thousand score".split())
_MORE: Final = frozenset("more additional extra further fresh new".split())
_AT: Final = frozenset("at on upon into against from with onto to".split())  # between a deed and the thing
_FORCES: Final = frozenset("army navy militia guerrilla rebel insurgent regiment brigade force police".split())
_CALIBRE: Final = re.compile(r"\d+-?mm|mm")
_STATIONED: Final = frozenset("observer monitor trainer adviser advisor instructor engineer man policeman".split())
_MASS: Final = frozenset({"artillery", "armour", "armor", "weaponry"})  # one word for many pieces
_GIVEN: Final = SHIPS | {"Aircraft", "ArmouredVehicle", "Artillery", "Asset", "Drone"}
_LEAST_FORCE: Final = 10  # men told of by number that are a force wherever they are told of; two soldiers are persons


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of the asset lexicon in its text: `first` and `token` end its `term`, `beside` hangs on it."""

    document: Document
    cast: Cast
    lexicon: Entities
    token: Token
    first: Token
    term: AssetTerm
    beside: Sequence[Token]


def noun_at(document: Document, cast: Cast, lexicon: Entities, term: AssetTerm, first: Token, token: Token) -> Noun:
    """A noun with what hangs on its words from outside, wherever the parser hung it."""
    inside = range(first.i, token.i + 1)
    beside = [kid for i in inside for kid in document.children(document.tokens[i]) if kid.i not in inside]
    return Noun(document, cast, lexicon, token, first, term, beside)


def quantity_of(document: Document, token: Token, first: Token) -> int | None:
    """How many of a thing: the number before its term ("200 155mm shells" are 200), one where an article says so."""
    number = next((kid for kid in document.children(token, "nummod") if kid.i < first.i or first is token), None)
    number = number or _part_of(document, token)
    if number is not None:
        text = number.lower.replace(",", "")
        return int(text) if text.isdigit() else _NUMBERS.get(text)
    determiner = document.child(token, "det")
    one = determiner is not None and determiner.lower in ("a", "an", "the") and token.tag in ("NN", "NNP")
    return 1 if one else None


def _part_of(document: Document, token: Token) -> Token | None:
    """The number in "18 of its observers"."""
    above = document.head(token)
    number = document.head(above)
    return number if token.dep == "pobj" and above.lower == "of" and number.pos == "NUM" else None


def is_real(noun: Noun) -> bool:
    """Whether a word denotes material here, by what the lexicon says it needs."""
    unreal = _UNREAL_OF_MANY if _counted(noun.document, noun.token, noun.beside) else _UNREAL
    if any(kid.lower in unreal for kid in noun.beside if kid.dep in ("det", "amod")):
        return False
    return _NEEDS[noun.term.needs](noun)


# --- what a word may need


def _is_told_of(noun: Noun) -> bool:
    """A word that always is material: in the plural, with a determiner, or as a means ("by helicopter")."""
    document, token = noun.document, noun.token
    joined = token.dep == "conj" and document.head(token).tag == "NNS"  # "with mortars and artillery"
    plural = token.tag != "NN" or token.lower.endswith("aircraft") or token.lemma in _MASS or joined
    means = token.dep == "pobj" and document.head(token).lower == "by" and noun.term.type in _GIVEN
    return plural or means or _is_owned(noun) or any(kid.dep in ("det", "nummod", "poss") for kid in noun.beside)


def _is_military(noun: Noun) -> bool:
    document, token = noun.document, noun.token
    had = _counted(document, token, noun.beside) and _had(document, noun.cast, token)
    if _is_owned(noun) or _has_military_word(noun) or had or handled(document, token):
        return True
    if _is_given(noun) or _laden(noun) or _joined_to_arms(noun):
        return True
    return noun.term.type == "Building" and _is_venue(noun)


def _is_acted_on(noun: Noun) -> bool:
    if _has_military_word(noun) or handled(noun.document, noun.token):
        return True
    one_of = noun.document.head(noun.document.head(noun.token)).lower == "one"  # the ship itself is told of
    many = noun.term.type in SHIPS and _counted(noun.document, noun.token, noun.beside) and not one_of
    many = many and _is_owned(noun)
    return many or _laden(noun) or _is_given(noun)


def _is_named_or_acted_on(noun: Noun) -> bool:
    """As in "landed at Lungi airport", "the airport in Sana", "El Chipote prison"."""
    behind = [t for word in ("in", "at", "of") for t in prepositional_objects(noun.document, noun.token, word)]
    placed = any((entity := noun.cast.at(t)) is not None and entity.is_place for t in behind)
    named = any(kid.pos == "PROPN" and kid.dep in _MODIFIES and kid.i < noun.first.i for kid in noun.beside)
    return placed or named or _is_acted_on(noun)


def _is_venue_or_acted_on(noun: Noun) -> bool:
    return _is_venue(noun) or _is_acted_on(noun)


def _is_force(noun: Noun) -> bool:
    """As in "4,000 soldiers", "sent more troops"; few are a force only where they are sent."""
    document, token = noun.document, noun.token
    sent = _sent(document, token)
    few = (quantity_of(document, token, noun.first) or _LEAST_FORCE) < _LEAST_FORCE and not sent
    more = sent and any(kid.lower in _MORE for kid in noun.beside if kid.dep == "amod")
    counted = _counted(document, token, noun.beside) or more
    return counted and not few and not _harmed(document, token)


def _is_deployed(noun: Noun) -> bool:
    """As in "sent 600 officers", "some 200 American trainers"."""
    document, token = noun.document, noun.token
    sent = _sent(document, token)
    number = quantity_of(document, token, noun.first)
    if token.lemma == "man" and (number or 0) < _LEAST_FORCE:
        return False
    stationed = token.lemma in _STATIONED and _is_owned(noun) and (number or 0) >= _LEAST_FORCE
    body = sent or stationed
    return body and _counted(document, token, noun.beside) and not _harmed(document, token)


def _holds_arms(noun: Noun) -> bool:
    return holds_material(noun.document, noun.token)


_NEEDS: Final[Mapping[str, Callable[[Noun], bool]]] = {
    "": _is_told_of,
    "military": _is_military,
    "acted": _is_acted_on,
    "named": _is_named_or_acted_on,
    "venue": _is_venue_or_acted_on,
    "counted": _is_force,
    "deployed": _is_deployed,
    "store": _holds_arms,
}


# --- what stands beside a word


def _is_owned(noun: Noun) -> bool:
    if any(kid.dep == "poss" or _owner(noun.cast.at(kid)) for kid in noun.beside if kid.dep in _MODIFIES):
        return True
    return any(_owner(noun.cast.at(t)) for t in prepositional_objects(noun.document, noun.token, "of"))


def _has_military_word(noun: Noun) -> bool:
    words = thing_words("military")
    before = [kid for kid in noun.beside if kid.dep in (*_MODIFIES, "nummod")]
    behind = prepositional_objects(noun.document, noun.token, "of")  # "the headquarters of the militia"
    if any(kid.lemma in words for kid in before) or any(t.lemma in _FORCES for t in behind):
        return True
    return any(_CALIBRE.fullmatch(kid.lower) for kid in before) or _holds_arms(noun)


def _laden(noun: Noun) -> bool:
    """As in "a ship carrying rice", "ten boats laden with arms": a craft that the text tells apart by its load."""
    if noun.term.type not in SHIPS | {"ArmouredVehicle"}:
        return False
    return any(verb.lemma in thing_words("carrying") for verb in noun.document.children(noun.token, "acl", "relcl"))


def _joined_to_arms(noun: Noun) -> bool:
    """As in "ten battalions, tanks and jets", "the carrier X and 14 other vessels"."""
    first = _first_joined(noun.document, noun.token)
    return any(_names_arms(noun, t) for t in conjuncts(noun.document, first) if t.i != noun.token.i)


def _names_arms(noun: Noun, other: Token) -> bool:
    """Whether a word, or the class before a ship's name, always is material: "jets", "the destroyer X"."""
    for token in (other, *noun.document.children(other, "compound")):
        term = noun.lexicon.assets.get(token.lemma)
        if term is not None and not term.needs and term.type in _GIVEN | {"Troops", "Missile", "Base"}:
            return True
    return False


def _is_venue(noun: Noun) -> bool:
    """As in "met him at the palace", "talks in the town hall", "whom he hosted at the guest house"."""
    above = noun.document.head(noun.token)
    if noun.token.dep != "pobj" or above.lower not in ("at", "in", "inside"):
        return False
    definite = any(kid.lower == "the" or kid.dep == "poss" for kid in noun.beside)
    return definite and noun.document.head(above).lemma in thing_words("meeting")


def _is_given(noun: Noun) -> bool:
    """As in "supplied pickup trucks to the police"."""
    first = _first_joined(noun.document, noun.token)
    verb = governing_verb(noun.document, first)
    given = verb is not None and verb.lemma in thing_words("giving") and noun.term.type in _GIVEN
    return given and verb is not None and first.i in {t.i for t in logical_objects(noun.document, verb)}


def _owner(entity: Entity | None) -> bool:
    return entity is not None and (entity.is_actor or not entity.is_place)


def _counted(document: Document, token: Token, beside: Sequence[Token]) -> bool:
    """As in "600 officers", "thousands of troops", "300 of its men"."""
    if any(kid.dep == "nummod" for kid in beside):
        return True
    above = document.head(token)
    return above.lower == "of" and (document.head(above).lemma in _MANY or document.head(above).pos == "NUM")


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


def _whole(document: Document, token: Token) -> Token:
    """The first of the things that a thing is joined to, or what counts them: "dozens of tunnels"."""
    first = _first_joined(document, token)
    above = document.head(first)
    number = document.head(above)
    counts = number.pos == "NUM" or number.lemma in thing_words("counting") or number.lemma in _MANY
    return number if first.dep == "pobj" and above.lower == "of" and counts else first


def handled(document: Document, token: Token) -> bool:
    """Whether something is done to a thing: it is struck, seized, closed, handed over."""
    first = _whole(document, token)
    above = document.head(first)
    if any(_done_to(document, verb, first) for verb in document.children(token, "relcl")):
        return True  # "the palace, which was hit by rockets"
    if first.dep == "pobj":
        deed = document.head(above)
        by_noun = deed.pos in ("NOUN", "PROPN") and deed.lemma in thing_words("deed on a thing")
        by_verb = deed.pos == "VERB" and _with_particle(document, deed) & thing_words("aimed at a thing")
        return by_noun or (bool(by_verb) and above.lower in _AT)
    verb = governing_verb(document, first)
    return verb is not None and _done_to(document, verb, first)


def _done_to(document: Document, verb: Token, first: Token) -> bool:
    if not _with_particle(document, verb) & thing_words("done to a thing"):
        return False
    if first.dep == "nsubj" and verb.tag == "VBN" and verb.dep == "conj" and not document.children(verb, "aux"):
        return True  # "three men had been taken and a lorry destroyed"
    return first.i in {t.i for t in logical_objects(document, verb)}


def _with_particle(document: Document, verb: Token) -> frozenset[str]:
    """A verb's lemma, alone and with its particle or bare object: "blow", "blow up", "open fire"."""
    kids = document.children(verb, "prt", "advmod", "dobj")
    return frozenset({verb.lemma, *(f"{verb.lemma} {kid.lower}" for kid in kids)})


def _harmed(document: Document, token: Token) -> bool:
    """As in "two soldiers were killed", "the deaths of ten marines": those hit are no force that somebody has."""
    first = _whole(document, token)
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
    """Whether persons are sent somewhere, serve there, or make up a contingent."""
    first = _first_joined(document, token)
    above = document.head(first)
    if first.dep == "pobj" and document.head(above).lemma in thing_words("sending"):
        return True
    verb = governing_verb(document, first)
    if verb is None:
        return False
    if verb.lemma in thing_words("serving") and first.i in {t.i for t in logical_subjects(document, verb)}:
        return True
    return verb.lemma in thing_words("sending") and first.i in {t.i for t in logical_objects(document, verb)}
