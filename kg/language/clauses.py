"""The parse normalised to a few roles: who is the logical subject and object of a verb.

Undoes passives, relative clauses, control and raising, coordination, participles and infinitives on
nouns. All functions take tokens of one `Document` and give tokens; an empty list means that the clause
leaves the role open. They know nothing of names or actions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.language.addressed import addressed, asked_before, called_upon
from kg.language.conjuncts import first_conjunct, noun_conjuncts
from kg.language.document import Document, Token
from kg.language.passives import SUBJECTS, agents, is_passive, shared_agents
from kg.language.shared_subjects import goes_on_saying, leaves_quotation, main_above, stray_subject
from kg.lexicon.words import scope_words

OBJECTS: Final = ("dobj", "obj", "attr", "oprd")
RELATIVES: Final = frozenset({"who", "which", "that", "whom", "whose"})
_OBJECT_CONTROL: Final = scope_words("object control")
_BLAMING: Final = scope_words("blaming")
_MAX_CLIMB: Final = 6  # clauses to look up for an open subject; deeper ones are noise in the parses seen
_BESIDE: Final = frozenset({"along", "together", "alongside", "jointly"})
_GIVING: Final = scope_words("two objects")
"""Verbs that have two objects."""
_OF_SOMEBODY: Final = scope_words("undertaking")


def logical_subjects(document: Document, verb: Token) -> list[Token]:
    """Who does what the verb says: heads of nominals, coordination spelled out."""
    if verb.dep == "amod":
        return _hyphenated(document, verb)
    if is_passive(document, verb):
        return agents(document, verb) or shared_agents(document, verb)
    return surface_subjects(document, verb)


def _hyphenated(document: Document, participle: Token) -> list[Token]:
    """As in "a European Union-brokered truce": who did it stands before the hyphen."""
    i = participle.i
    if i < 2 or document.tokens[i - 1].text != "-" or document.tokens[i - 1].end != participle.start:
        return []
    return [document.tokens[i - 2]]


def logical_objects(document: Document, verb: Token) -> list[Token]:
    """To whom or what the verb is done: objects, or the subject of a passive."""
    if verb.dep == "amod":
        return [document.head(verb)]
    if is_passive(document, verb):
        return surface_subjects(document, verb)
    own = [
        t
        for kid in document.children(verb, *OBJECTS, "dative")
        if kid.dep != "dative" or kid.pos != "ADP"
        for t in noun_conjuncts(document, kid)
    ]
    relatives = ("PRON", "DET", "SCONJ") if verb.dep == "relcl" else ("PRON", "DET")
    own = [t for t in own if t.lower not in RELATIVES or t.pos not in relatives]
    if own:
        return own
    if verb.dep == "relcl":
        antecedent = document.head(verb)
        relative = next((kid for kid in document.children(verb) if kid.lower in RELATIVES), None)
        subjects = document.children(verb, *SUBJECTS)
        if subjects and subjects[0].lower not in RELATIVES and (relative is None or relative.dep in OBJECTS):
            return [antecedent]
    return _shared_object(document, verb)


def kept_objects(document: Document, verb: Token) -> list[Token]:
    """As in "they were denied visas": what is given or refused, where who gets it is the subject of the passive."""
    if verb.lemma not in _GIVING or not document.children(verb, "nsubjpass", "auxpass"):
        return []
    return [t for kid in document.children(verb, *OBJECTS) for t in noun_conjuncts(document, kid)]


def _shared_object(document: Document, verb: Token) -> list[Token]:
    """As in "invading and occupying the country": the object of the last verb is that of those joined to it."""
    following = document.child(verb, "conj")
    if following is None or following.tag != verb.tag or following.pos != "VERB":
        return []
    between = document.tokens[verb.i + 1 : following.i]
    joined = all(t.pos in ("CCONJ", "ADV", "PUNCT") for t in between) and any(t.pos == "CCONJ" for t in between)
    return [t for kid in document.children(following, "dobj") for t in noun_conjuncts(document, kid)] if joined else []


def surface_subjects(document: Document, verb: Token, depth: int = 0) -> list[Token]:
    """The grammatical subject, found through control, coordination and relative clauses if it is not there."""
    own = document.children(verb, "nsubj", "nsubjpass")
    if own:
        if own[0].lower in RELATIVES and own[0].pos in ("PRON", "DET"):
            return _antecedents(document, verb)
        return [t for kid in own for t in noun_conjuncts(document, kid)] + _companions(document, verb, own[0])
    if depth >= _MAX_CLIMB:
        return []
    return _inherited(document, verb, depth)


def _companions(document: Document, verb: Token, subject: Token) -> list[Token]:
    """As in "India, along with Britain, halted ...": those who act beside the subject, told before the verb."""
    beside = [kid for top in (subject, verb) for kid in document.children(top, "prep", "advmod", "cc")]
    near = [kid for kid in beside if kid.lower in _BESIDE and subject.i < kid.i < verb.i]
    inner = [kid for near_by in near for kid in (near_by, *document.children(near_by, "prep"))]
    inner += [
        kid
        for kid in beside
        if kid.lower == "with"
        and subject.i < kid.i < verb.i
        and any(t.lower in _BESIDE for t in (*document.children(kid, "advmod"), *(n for n in near if n.i == kid.i - 1)))
    ]
    return [t for kid in inner for pobj in document.children(kid, "pobj") for t in noun_conjuncts(document, pobj)]


def _antecedents(document: Document, verb: Token) -> list[Token]:
    top = first_conjunct(document, verb)
    if top.dep not in ("relcl", "acl", "ccomp"):
        return []
    head = document.head(top)
    if head.pos in ("VERB", "AUX"):
        return []
    head = _somebody_above(document, verb, head)
    plural = _plural_agreement(document, verb) or _reciprocal(document, verb)
    if plural or any(head.i < kid.i < verb.i for kid in document.children(head, "conj")):  # "A and B, which banned X"
        return noun_conjuncts(document, first_conjunct(document, head))
    return [head]


def _somebody_above(document: Document, verb: Token, noun: Token) -> Token:
    """As in "X, a member of the executive committee, who was held": "who" is the named one, no part of what he is."""
    subject = document.child(verb, "nsubj", "nsubjpass")
    if subject is None or subject.lower != "who" or noun.ent == "PERSON":
        return noun
    above = noun
    while above.dep == "pobj" and document.head(document.head(above)).pos in ("NOUN", "PROPN"):
        above = document.head(document.head(above))
    named = document.head(above)
    return named if above.i != noun.i and above.dep == "appos" and named.pos == "PROPN" else noun


def _reciprocal(document: Document, verb: Token) -> bool:
    """As in "A and B, who met ...": one alone cannot meet."""
    with_other = any(kid.lower == "with" for kid in document.children(verb, "prep"))
    return verb.lemma in ("meet", "talk", "clash") and not with_other and not document.children(verb, "dobj")


def _plural_agreement(document: Document, verb: Token) -> bool:
    forms = [verb, *document.children(verb, "aux", "auxpass")]
    return any(form.tag == "VBP" or form.lower in ("were", "are", "have") for form in forms)


def _inherited(document: Document, verb: Token, depth: int) -> list[Token]:
    head = document.head(verb)
    if head.i == verb.i:
        enactor = document.sentence_of(verb).enactor
        return noun_conjuncts(document, document.tokens[enactor]) if enactor is not None else []
    if verb.dep == "conj" and head.pos in ("VERB", "AUX"):
        if leaves_quotation(document, head, verb):
            return surface_subjects(document, document.head(head), depth + 1)
        if goes_on_saying(document, verb, head):
            return surface_subjects(document, document.head(head), depth + 1)
        if (main := main_above(document, verb)) is not None:
            return surface_subjects(document, main, depth + 1)
        stray = stray_subject(document, head, verb)
        if stray is not None:
            return noun_conjuncts(document, stray)
        return surface_subjects(document, head, depth + 1)
    if verb.dep in ("acl", "relcl") and head.pos not in ("VERB", "AUX"):
        return _of_noun(document, verb, head)
    if verb.pos == "ADJ" and verb.dep in ("acomp", "attr"):
        return surface_subjects(document, head, depth + 1)
    if verb.dep in ("xcomp", "ccomp", "advcl", "pcomp", "prep", "dep") and not is_finite(document, verb):
        return _controlled(document, verb, head, depth)
    return []


def is_finite(document: Document, verb: Token) -> bool:
    """Whether a verb has tense of its own, so that it cannot borrow a subject."""
    aux = document.children(verb, "aux", "auxpass")
    return any(kid.tag in ("VBD", "VBZ", "VBP", "MD") for kid in aux)


def _of_noun(document: Document, verb: Token, noun: Token) -> list[Token]:
    """As in "forces fighting in ..." (the noun acts) or "efforts to reach ..." (whoever has the efforts).

    A finite verb that the parser hung on a noun has lost its subject to it ("X, who ..., called on Y").
    """
    if verb.tag in ("VBG", "VBN", "VBD", "VBZ", "VBP"):
        return [noun]
    owner = document.child(noun, "poss")
    if owner is not None:
        return noun_conjuncts(document, owner)
    holders = ("by", "of") if noun.lemma in _OF_SOMEBODY else ("by",)
    by = next((kid for kid in document.children(noun, "prep") if kid.lower in holders and kid.i < verb.i), None)
    if by is not None:
        return [t for kid in document.children(by, "pobj") for t in noun_conjuncts(document, kid)]
    governor = governing_verb(document, noun)
    if governor is None or governor is verb:
        return []
    urged = (
        [t for t in logical_objects(document, governor) if t.i != noun.i] if governor.lemma in _OBJECT_CONTROL else []
    )
    return urged or logical_subjects(document, governor)


def _controlled(document: Document, verb: Token, head: Token, depth: int) -> list[Token]:
    if head.pos == "ADP" or head.dep == "prep":
        return _behind_preposition(document, verb, head, depth)
    if head.pos not in ("VERB", "AUX", "ADJ"):
        return []
    if verb.dep in ("xcomp", "ccomp") and head.lemma in _OBJECT_CONTROL:
        objects = logical_objects(document, head) or addressed(document, head)
        if objects:
            return objects
    if verb.dep == "advcl" and head.lemma in _OBJECT_CONTROL and (asked := asked_before(document, head, verb)):
        return asked
    if is_passive(document, head) and verb.dep == "advcl" and verb.tag == "VB":
        return agents(document, head) or surface_subjects(document, head, depth + 1)
    if verb.dep == "ccomp" and document.child(verb, "mark") is not None:
        return []
    if goes_on_saying(document, verb, head):
        return surface_subjects(document, document.head(head), depth + 1)
    return called_upon(document, verb) or surface_subjects(document, head, depth + 1)


def _behind_preposition(document: Document, verb: Token, preposition: Token, depth: int) -> list[Token]:
    """As in "blamed Israel for killing ..." (Israel kills), "left after signing ..." (who left signed)."""
    above = document.head(preposition)
    if above.pos not in ("VERB", "AUX"):
        return _of_noun_phrase(document, above, depth)
    direct = document.children(above, "dobj")
    blamed = preposition.lower in ("of", "for", "from") and above.lemma in _BLAMING
    moved = verb.dep == "pcomp" and preposition.lower in ("into", "from")
    if direct and (blamed or moved):
        return [t for kid in direct for t in noun_conjuncts(document, kid)]
    return surface_subjects(document, above, depth + 1)


def _of_noun_phrase(document: Document, noun: Token, depth: int) -> list[Token]:
    owner = document.child(noun, "poss")
    if owner is not None:
        return noun_conjuncts(document, owner)
    governor = governing_verb(document, noun)
    return surface_subjects(document, governor, depth + 1) if governor is not None else []


def governing_verb(document: Document, token: Token) -> Token | None:
    """The nearest verb above a token, or None."""
    return next((above for above in document.ancestors(token) if above.pos in ("VERB", "AUX")), None)


def clause_verbs_above(document: Document, token: Token) -> Iterator[Token]:
    """The verbs above a token, nearest first, with participles that the tagger calls adjectives ("was prepared")."""
    return (
        above
        for above in document.ancestors(token)
        if above.pos in ("VERB", "AUX") or (above.pos == "ADJ" and document.children(above, "auxpass"))
    )


def is_reciprocal(document: Document, token: Token) -> bool:
    """Whether a token ends "each other", "one another", or is the other that each of two sides acts upon."""
    before = document.tokens[token.i - 1].lower if token.i else ""
    if (before, token.lower) == ("the", "other") and token.dep in OBJECTS:
        verb = document.head(token)
        return any(_is_each(document, t) for t in document.children(verb, "nsubj"))
    return (before, token.lower) in (("each", "other"), ("one", "another"))


def _is_each(document: Document, subject: Token) -> bool:
    """As in "each blamed the other", "each side accused the other"."""
    return subject.lower == "each" or any(kid.lower == "each" for kid in document.children(subject, "det"))
