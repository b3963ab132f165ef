"""Mend lists of those who are asked: "urged the army, the rebels and allied groups to stop fighting".

Small parsers hang the second member on the verb or beside the first, and take "allied" for another verb. Between the
asking verb's object and the infinitive stand only nominals, commas and "and": then all of them are asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.document import Document, Token

_ASKING: Final = frozenset(
    "urge ask call press order tell implore beseech exhort encourage advise warn request beg invite appeal".split()
)
_TO_WHOM: Final = frozenset({"on", "upon", "to"})
_INSIDE: Final = frozenset({"DET", "NOUN", "PROPN", "ADJ", "NUM"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_JOINTS: Final = frozenset({",", "and"})
_LONGEST: Final = 24  # tokens from the object to the infinitive; three long names of forces have 14


def mend_asked(document: Document, tokens: list[Token]) -> bool:
    """Hang all members of such lists on the first one; whether anything was changed."""
    changed = False
    for verb in document.tokens:
        first = _object(document, verb) if verb.lemma in _ASKING and verb.pos == "VERB" else None
        to = _infinitive(document, first) if first is not None else None
        if first is None or to is None:
            continue
        between = document.tokens[first.i + 1 : to.i]
        members = [t for t in between if t.pos in _NOMINAL and document.tokens[t.i + 1].lower in _JOINTS | {"to"}]
        broken = [t for t in members if t.dep != "conj"] or [t for t in between if t.pos == "VERB"]
        if not members or members[-1].i != to.i - 1 or not broken:
            continue
        _rehang(document, tokens, verb, first, members, to)
        changed = True
    return changed


def _object(document: Document, verb: Token) -> Token | None:
    """Whom a verb asks: its object, or what stands behind "on"."""
    direct = document.children(verb, "dobj")
    behind = [t for p in document.children(verb, "prep") if p.lower in _TO_WHOM for t in document.children(p, "pobj")]
    found = [t for t in (direct or behind) if t.i > verb.i and t.pos in _NOMINAL]
    return found[0] if found and document.tokens[found[0].i + 1].lower in _JOINTS else None


def _infinitive(document: Document, first: Token) -> Token | None:
    """The "to" of what is asked, if nothing but a list stands before it."""
    end = min(document.sentence_of(first).last, first.i + _LONGEST)
    for token in document.tokens[first.i + 1 : end]:
        following = document.tokens[token.i + 1]
        if token.lower == "to":
            return token if any(t.tag == "VB" for t in (following, document.tokens[min(token.i + 2, end)])) else None
        participle = token.tag in ("VBD", "VBN") and following.pos in ("ADJ", "NOUN", "PROPN")
        if token.pos not in _INSIDE and token.lower not in _JOINTS and token.tag != "PRP$" and not participle:
            return None
    return None


def _rehang(
    document: Document, tokens: list[Token], verb: Token, first: Token, members: list[Token], to: Token
) -> None:
    for member in members:
        tokens[member.i] = replace(tokens[member.i], dep="conj", head=first.i)
    for token in document.tokens[first.i + 1 : to.i]:
        if token.lower == "and":
            tokens[token.i] = replace(token, dep="cc", head=first.i)
        elif token.pos == "VERB":
            noun = next(member for member in members if member.i > token.i)
            tokens[token.i] = replace(token, pos="ADJ", tag="JJ", dep="amod", head=noun.i)
    deed = next(t for t in document.tokens[to.i + 1 : to.i + 3] if t.tag == "VB")
    tokens[deed.i] = replace(tokens[deed.i], dep="xcomp", head=verb.i)
