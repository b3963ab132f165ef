"""Yes-or-no tests on the clause of a verb, which a line of the trigger lexicon names by a word.

    no-obj         there is no object                     has-obj      there is one
    passive        the verb is passive                    negated      it has a negation of its own
    active         it is not
    no-complement  nothing is said of the object          future       "will", "would" or "shall" stands before it
    has-xcomp      an infinitive completes it             has-ccomp    a clause completes it
    no-infinitive  none does
    to-clause      an infinitive hangs on the verb itself
    subjunctive    that clause has a bare verb: "demanded that he leave"
    wanted         that clause tells what is to be, not what is so: "insists that he leave", "that he must leave"
    blamed         somebody is blamed or accused of it: "blamed X for the raid", "the raid, which X blames on Y"
    readied        somebody is ready to do it: "stands ready to take further steps"
    in-phrase      it is the noun of a phrase with "in": "acted in partnership with X"
    stated         it is told as done or being done: no infinitive, no participle that opens or closes a clause
    outright       no modal stands before it: neither "would" nor "could" nor "must"
    never          it will never be: "would never rule"
    vowed          somebody vows it or is said to be ready for it: "vowed to go to war", "are willing to take up arms"
    several        two or more act: "A and B", "both sides", "French and German troops"

`has-recipient` is no test on the clause: the frame tells (`kg.extract.acts.frames`). Nor is `has-target`: without a
recipient in the end, also from the words around, there is no act (`kg.extract.acts.completion`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kg.language.clauses import logical_objects, logical_subjects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.language.passives import is_passive

_COMING = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})
_GOING_ON = frozenset({"continue", "hesitate", "proceed"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_VOWS = frozenset({"vow", "swear", "promise", "pledge", "resolve"})
_OBLIGING = frozenset({"must", "should", "be", "ought", "shall", "to"})
_TELLING_TAGS = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG"})
_READY = frozenset("ready prepared prepare poised willing determined".split())
_COUNTED = frozenset({"both", "two", "three"})
_BLAMES = frozenset({"blame", "accuse", "suspect", "attribute"})
_BLAMED_FOR = frozenset({"for", "of"})
_OWNERS = ("amod", "nmod", "compound", "poss")


def _has_infinitive(document: Document, head: Token) -> bool:
    kids = document.children(head, "xcomp", "ccomp", "acl", "advcl")
    return any(kid.dep == "xcomp" or (kid.tag == "VB" and kid.dep != "ccomp") for kid in kids)


def _in_phrase(document: Document, head: Token) -> bool:
    preposition = document.head(head)
    verb = document.head(preposition)
    return head.dep == "pobj" and preposition.lower == "in" and verb.pos == "VERB" and verb.tag in _TELLING_TAGS


def _readied(document: Document, head: Token) -> bool:
    above = document.head(head)
    return head.dep in ("xcomp", "advcl", "ccomp") and head.tag == "VB" and above.lemma in _READY


def _future(document: Document, head: Token) -> bool:
    above = document.head(head)
    if head.dep == "xcomp" and above.lemma in _GOING_ON:
        head = above
    return any(kid.lower in _COMING for kid in document.children(head, "aux"))


def _stated(document: Document, head: Token) -> bool:
    aux = document.children(head, "aux", "auxpass")
    return head.tag in _FINITE or any(kid.tag in _FINITE for kid in aux)


def _never(document: Document, head: Token) -> bool:
    words = {kid.lower for kid in document.children(head, "aux", "neg", "advmod")}
    return "never" in words and bool(words & (_COMING | {"can", "could"}))


def _vowed(document: Document, head: Token) -> bool:
    above = document.head(head)
    if head.dep not in ("xcomp", "advcl") or head.tag != "VB" or negated(document, above):
        return False
    return above.lemma in _VOWS or (above.lemma in ("be", *_READY) and _ready(document, above))


def _ready(document: Document, verb: Token) -> bool:
    words = (verb, *document.children(verb, "acomp"))
    return any(word.lemma in _READY or word.lower in _READY for word in words)


def _subjunctive(document: Document, head: Token) -> bool:
    for clause in document.children(head, "ccomp"):
        aux = document.children(clause, "aux", "auxpass")
        bare = clause.tag == "VB" and not aux
        if document.children(clause, "nsubj", "nsubjpass") and (bare or any(kid.lower == "be" for kid in aux[:1])):
            return True
    return False


def _wanted(document: Document, head: Token) -> bool:
    for clause in document.children(head, "ccomp"):
        aux = [kid.lower for kid in document.children(clause, "aux", "auxpass")]
        if (not aux and clause.tag in ("VB", "VBP")) or any(word in _OBLIGING for word in aux[:1]):
            return True
    return False


def _several(document: Document, head: Token) -> bool:
    subjects = logical_subjects(document, head)
    return len(subjects) > 1 or any(_of_several(document, subject) for subject in subjects)


def _of_several(document: Document, noun: Token) -> bool:
    """As in "both sides", "French and German troops", "the navies of Egypt and Sudan"."""
    if noun.lower == "both" or any(kid.lower in _COUNTED for kid in document.children(noun, "det", "nummod", "predet")):
        return True
    owners = document.children(noun, *_OWNERS)
    owners += [
        kid for of in document.children(noun, "prep") if of.lower == "of" for kid in document.children(of, "pobj")
    ]
    return any(len(noun_conjuncts(document, owner)) > 1 for owner in owners)


def _blamed(document: Document, head: Token) -> bool:
    """Only the verbs that say who is blamed: what somebody is punished or praised for is told elsewhere."""
    above = document.head(head)
    verb = document.head(above) if head.dep == "pobj" and above.lower in _BLAMED_FOR else above
    verb = document.head(verb) if verb.dep == "dobj" and head.dep == "pobj" else verb
    object_of = head.dep in ("pobj", "dobj", "nsubjpass") and verb.lemma in _BLAMES
    return object_of or any(kid.lemma in _BLAMES for kid in document.children(head, "relcl"))


FLAGS: Final[Mapping[str, Callable[[Document, Token], bool]]] = {
    "no-obj": lambda document, head: not logical_objects(document, head),
    "has-obj": lambda document, head: bool(logical_objects(document, head)),
    "passive": is_passive,
    "active": lambda document, head: not is_passive(document, head),
    "negated": negated,
    "no-complement": lambda document, head: not document.children(head, "oprd", "ccomp", "acomp"),
    "has-xcomp": _has_infinitive,
    "no-infinitive": lambda document, head: not _has_infinitive(document, head),
    "to-clause": lambda document, head: any(k.tag == "VB" for k in document.children(head, "xcomp", "ccomp", "advcl")),
    "has-ccomp": lambda document, head: bool(document.children(head, "ccomp")),
    "subjunctive": _subjunctive,
    "wanted": _wanted,
    "future": _future,
    "stated": _stated,
    "readied": _readied,
    "in-phrase": _in_phrase,
    "outright": lambda document, head: all(kid.tag != "MD" for kid in document.children(head, "aux")),
    "never": _never,
    "vowed": _vowed,
    "several": _several,
    "blamed": _blamed,
}
"""The test of each flag: the document and the triggering token."""
