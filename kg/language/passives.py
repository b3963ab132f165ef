"""Passives: whether a verb is one, and by whom it is done, also where the parser hung the "by" elsewhere.

An empty list means that nobody is said to do it.
"""

from __future__ import annotations

from typing import Final

from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.lexicon.words import scope_words

SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
_COMPLAINTS: Final = scope_words("complaint")
_TOPICAL: Final = frozenset({"over", "about", "against", "after", "following", "at"})
_MEANS: Final = scope_words("means")


def is_passive(document: Document, verb: Token) -> bool:
    """Whether a verb is passive: auxiliary, passive subject, or a bare past participle on a noun."""
    if document.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    told = document.child(verb, "nsubj") is not None and not _may_be_participle(verb)
    if not told and any(not _is_means(document, by) for by in document.children(verb, "agent")):
        return not (document.child(verb, "nsubj") is not None and document.child(verb, "dobj") is not None)
    if verb.tag != "VBN" or _kept_apart(document, verb):
        return False
    if verb.dep in ("acl", "amod", "advcl") and not _has_aux(document, verb):
        return document.child(verb, "dobj") is None
    if verb.dep == "conj" and not document.children(verb, *SUBJECTS) and not _has_aux(document, verb):
        return is_passive(document, document.head(verb))
    return False


def _may_be_participle(verb: Token) -> bool:
    """Whether a verb has the form of a past participle: "passed", and not "spoke"."""
    return verb.tag == "VBN" or (verb.tag == "VBD" and verb.lower.endswith("ed"))


def _is_means(document: Document, by: Token) -> bool:
    """As in "spoke by telephone", "was sent by air": how, and not by whom."""
    return any(kid.lemma in _MEANS for kid in document.children(by, "pobj"))


def _kept_apart(document: Document, verb: Token) -> bool:
    """As in "Chad, which had kept silent, called on both": the subject was taken for the sentence."""
    noun, before = document.head(verb), document.tokens[verb.i - 1] if verb.i else None
    asides = [kid for kid in document.children(noun, "relcl") if kid.i < verb.i]
    return bool(asides) and verb.dep == "acl" and noun.dep == "ROOT" and before is not None and before.text == ","


def _has_aux(document: Document, verb: Token) -> bool:
    return any(kid.lemma in ("have", "be", "get") for kid in document.children(verb, "aux", "auxpass"))


def is_perfect(document: Document, verb: Token) -> bool:
    """Whether an infinitive tells of what has been: "to have killed"."""
    aux = [kid.lower for kid in document.children(verb, "aux")]
    return verb.tag == "VBN" and "to" in aux and "have" in aux


def agents(document: Document, verb: Token) -> list[Token]:
    """By whom it is done: "attacked by X and Y"."""
    near = [kid for kid in document.children(verb, "agent", "prep") if kid.lower == "by"]
    for by in near or _later_agents(document, verb):
        if _of_topic(document, by, verb):
            continue
        return [t for kid in document.children(by, "pobj") for t in noun_conjuncts(document, kid)]
    return []


def _of_topic(document: Document, by: Token, verb: Token) -> bool:
    """As in "a protest was lodged over the raid by X": right behind the deed complained of stands who did that."""
    deed = document.tokens[by.i - 1]
    complaint = any(kid.lemma in _COMPLAINTS for kid in document.children(verb, "nsubjpass"))
    return complaint and deed.pos == "NOUN" and deed.dep == "pobj" and document.head(deed).lower in _TOPICAL


def shared_agents(document: Document, verb: Token) -> list[Token]:
    """As in "kidnapped or killed by militants": the agent of the last participle is that of those joined to it."""
    following = document.child(verb, "conj")
    if following is None or following.tag != "VBN" or document.children(following, *SUBJECTS):
        return []
    between = document.tokens[verb.i + 1 : following.i]
    return agents(document, following) if all(t.pos in ("CCONJ", "ADV", "PUNCT") for t in between) else []


def _later_agents(document: Document, verb: Token) -> list[Token]:
    """A "by" that the parser hung on a phrase inside the clause ("sanctioned as a person ... by the government")."""
    below = document.subtree(verb)
    inside = [t for t in below if t.lower == "by" and t.i > verb.i and document.children(t, "pobj")]
    return [t for t in inside if not _in_other_clause(document, t, verb)]


def _in_other_clause(document: Document, token: Token, verb: Token) -> bool:
    for above in document.ancestors(token):
        if above.i == verb.i:
            return False
        if above.pos in ("VERB", "AUX") or above.dep in ("relcl", "acl"):
            return True
    return True
