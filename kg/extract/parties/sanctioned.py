"""On whom a sanction is, where the words that say so are not right behind it.

As in "imposed sanctions under the act on X" (the parser hangs "on X" on the act), and "measures against individuals
linked to X" (whoever they are, they stand for X).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.extract.reference.cast import Cast
from kg.language.clauses import noun_conjuncts, prepositional_objects
from kg.language.document import Document, Token

_AGAINST: Final = frozenset({"on", "against"})
_LINKS: Final = frozenset("link associate affiliate connect tie relate attach".split())
_LAWS: Final = frozenset(
    "act section order regime regulation law authority decree programme program article resolution framework".split()
)


def behind_law(document: Document, cast: Cast, verb: Token) -> list[Token]:
    """As in "imposed sanctions pursuant to section 5 of the act on X": who stands behind the law's name."""
    for token in document.subtree(verb):
        if token.lower not in _AGAINST or token.dep != "prep" or token.i < verb.i:
            continue
        above = document.head(token)
        if above.lemma.lower() not in _LAWS and above.pos not in ("PROPN", "NUM"):
            continue
        found = [t for kid in document.children(token, "pobj") for t in (kid, *document.children(kid, "appos"))]
        found = [t for noun in found for t in noun_conjuncts(document, noun)]
        if any((e := cast.at(t)) is not None and e.is_actor for t in found):
            return found
    return []


def those_linked(document: Document, tokens: Iterable[Token]) -> list[Token]:
    """As in "individuals and entities linked to X": X, for all that nobody of them is named."""
    found: list[Token] = []
    for token in tokens:
        for verb in document.children(token, "acl", "relcl"):
            if verb.lemma in _LINKS:
                found += [t for name in ("to", "with") for t in prepositional_objects(document, verb, name)]
    return found
