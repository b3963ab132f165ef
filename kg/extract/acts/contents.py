"""What an act is about: where the deed asked, promised or alleged stands, and which acts are found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.acts.matching import Match
from kg.language.clauses import logical_objects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_USUAL_CONTENT: Final = {
    "Request": ("xcomp", "ccomp", "to", "for"),
    "Agree": ("xcomp", "ccomp", "to"),
    "Threaten": ("xcomp", "ccomp"),
}

_TOLLS: Final = frozenset({"kill", "wound", "injure", "maim", "destroy", "damage"})
"""What a deed did, told behind it: "accused the army of bombing a market, killing ten"."""


def content_of(document: Document, match: Match) -> tuple[Token, ...]:
    """The tokens at which the content of a match's act stands; none where it has no content."""
    slots = dict.fromkeys((*match.trigger.content, *_USUAL_CONTENT.get(match.trigger.category, ())))
    return tuple(token for slot in slots for token in _content(document, slot, match))


def _content(document: Document, slot: str, match: Match) -> list[Token]:
    heads = (match.head, *match.used)
    if slot in ("xcomp", "ccomp"):
        behind = max(token.i for token in heads) + 1
        return [kid for head in heads for kid in _clauses(document, slot, head, behind)]
    if slot == "obj":
        return _objects(document, match) if match.head.pos == "VERB" else []
    return [t for head in heads for t in prepositional_objects(document, head, slot)]


def _clauses(document: Document, slot: str, head: Token, behind: int) -> list[Token]:
    """The clauses below a head that can be its content; what it follows is no content of it.

    In "ruled out attacking X" what follows at once, at `behind`, is no circumstance.
    """
    extra = ("acl", "advcl") if slot == "xcomp" else ("acl",)
    kids = [kid for kid in document.children(head, "xcomp", "ccomp", *extra) if kid.i > head.i]
    return [kid for kid in kids if kid.dep != "advcl" or kid.tag == "VB" or (kid.tag == "VBG" and kid.i == behind)]


def _objects(document: Document, match: Match) -> list[Token]:
    """What is done to; the deed asked for is a part of a request's own line."""
    asked = match.trigger.category == "Request"
    return [t for t in logical_objects(document, match.head) if t not in match.used or asked]


def link_contents(document: Document, acts: Sequence[Act]) -> None:
    """Tell each act which acts stand in its content, and those which act wraps them."""
    by_head = {act.head.i: act for act in acts}
    for act in acts:
        deed = _blamed_deed(document, act, by_head)
        if deed is not None:
            deed.wrapper = act
            act.inner.append(deed)
        for top in act.content:
            for token in _content_heads(document, top):
                inner = by_head.get(token.i)
                if inner is not None and inner is not act and inner.wrapper is None:
                    inner.wrapper = act
                    act.inner.append(inner)


def _blamed_deed(document: Document, act: Act, by_head: Mapping[int, Act]) -> Act | None:
    """As in "the attack on Togo, which X blames on Y": the deed that an accusing relative clause hangs on."""
    if act.category != "Accuse" or act.head.dep != "relcl":
        return None
    for token in document.ancestors(act.head):
        deed = by_head.get(token.i)
        if deed is not None:
            return deed if deed.wrapper is None and not deed.verbal else None
        if token.pos in ("VERB", "AUX"):
            break
    return None


def _content_heads(document: Document, top: Token) -> list[Token]:
    """The content's head and those coordinated with it; through light verbs to their object or complement."""
    found: list[Token] = []
    todo = [top]
    while todo:
        token = todo.pop(0)
        if token in found:
            continue
        found.append(token)
        finite = token.tag not in ("VB", "VBP")  # "ordered it to leave, and it withdrew": what happened is no content
        todo.extend(kid for kid in document.children(token, "conj") if finite or kid.tag != "VBD")
        if token.pos in ("VERB", "AUX"):
            todo.extend(document.children(token, "dobj", "xcomp", "attr"))
            todo.extend(t for t in document.children(token, "advcl") if t.tag == "VBG" and t.lemma in _TOLLS)
            todo.extend(
                t
                for p in document.children(token, "prep")
                if p.lower in ("in", "to", "into")
                for t in document.children(p, "pobj", "pcomp")
            )
        elif token.pos in ("NOUN", "PROPN"):
            todo.extend(document.children(token, "acl"))
            todo.extend(
                t
                for p in document.children(token, "prep")
                if p.lower in ("of", "to")
                for t in document.children(p, "pobj", "pcomp")
            )
    return found
