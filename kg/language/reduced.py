"""Mend two mistakes of parsers about the subject of a main verb: a reduced clause taken for it, and an apposition.

In "Nine workers abducted last week were released" they take "abducted" for the main verb, in "when bombs fired by the
rebels fell on the post" they take "fired". In "In Bishkek, the Kyrgyz
capital, some 300 people rallied" they give the verb two subjects, of which one only says what Bishkek is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_HANGING: Final = frozenset({"advcl", "ccomp", "dep", "conj", "xcomp"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")


def mend_reduced(document: Document, tokens: list[Token]) -> bool:
    """Change `tokens` where the document has such a mistake; whether there was one."""
    changed = False
    for verb in document.tokens:
        main = _main_behind(document, verb)
        if main is not None:
            _let_follow(document, tokens, verb, main, "nsubjpass")
            changed = True
        elif (main := _active_behind(document, verb)) is not None:
            _let_follow(document, tokens, verb, main, "nsubj")
            changed = True
        described = _described_before(document, verb)
        if described is not None:
            place, apposition = described
            tokens[apposition.i] = replace(tokens[apposition.i], dep="appos", head=place.i)
            changed = True
    return changed


def _main_behind(document: Document, verb: Token) -> Token | None:
    """The passive main verb behind a participle that was taken for it: "those abducted last week were released"."""
    subject = document.child(verb, "nsubj")
    if verb.dep != "ROOT" or verb.tag != "VBD" or not verb.lower.endswith("ed") or subject is None:
        return None
    if subject.i != verb.i - 1 or document.children(verb, "dobj", "aux", "ccomp"):
        return None
    for kid in document.children(verb, *_HANGING):
        group = document.children(kid, "auxpass")
        own = document.children(kid, *_SUBJECTS, "mark", "cc", "advmod")
        if kid.tag == "VBN" and group and group[0].tag == "VBD" and not own and not _joined(document, verb, group[0]):
            return kid
    return None


def _active_behind(document: Document, verb: Token) -> Token | None:
    """The main verb behind a participle with an agent: "bombs fired by rebels fell"; no active verb has an agent."""
    subject, agent = document.child(verb, "nsubj"), document.child(verb, "agent")
    if subject is None or agent is None or subject.i != verb.i - 1 or document.children(verb, "aux", "auxpass"):
        return None
    end = max(t.i for t in document.subtree(agent))
    following = document.tokens[end + 1] if end + 1 < document.sentence_of(verb).last else None
    if following is None or following.tag not in ("VBD", "VBZ", "VBP") or following.pos != "VERB":
        return None
    hangs = following.dep in _HANGING and following.head in (verb.i, verb.head)
    return following if hangs and not document.children(following, *_SUBJECTS, "mark", "auxpass") else None


def _joined(document: Document, verb: Token, auxiliary: Token) -> bool:
    """Whether a conjunction or a comma stands right before an auxiliary: "fled and were caught"."""
    before = document.tokens[auxiliary.i - 1]
    return auxiliary.i < verb.i or before.pos in ("CCONJ", "PUNCT", "SCONJ", "PRON")


def _let_follow(document: Document, tokens: list[Token], verb: Token, main: Token, relation: str) -> None:
    """Let the main verb stand where the participle stood, with its subject; the participle only describes that."""
    subject = document.child(verb, "nsubj")
    assert subject is not None
    above = main.i if verb.head == verb.i else verb.head
    tokens[main.i] = replace(tokens[main.i], dep=verb.dep, head=above)
    tokens[subject.i] = replace(tokens[subject.i], dep=relation, head=main.i)
    tokens[verb.i] = replace(tokens[verb.i], tag="VBN", dep="acl", head=subject.i)
    for kid in document.children(verb):
        opening = kid.i < subject.i and kid.dep in ("advmod", "mark", "cc")
        if (kid.i > main.i or opening) and kid.i != main.i:
            tokens[kid.i] = replace(kid, head=main.i)


def _described_before(document: Document, verb: Token) -> tuple[Token, Token] | None:
    """The place and what it is called, between commas, where that was taken for a subject beside another."""
    subjects = document.children(verb, "nsubj", "nsubjpass")
    if len(subjects) != 2 or subjects[1].i > verb.i:
        return None
    first = subjects[0]
    below = [t.i for t in document.subtree(first)]
    start, end = min(below), first.i + 1
    if start < 2 or document.tokens[start - 1].text != "," or document.tokens[end].text != ",":
        return None
    place = document.tokens[start - 2]
    return (place, first) if place.pos == "PROPN" and place.dep == "pobj" else None
