"""On whom a sanction is, where the words that say so are not right behind it.

As in "imposed sanctions under the act on X" (the parser hangs "on X" on the act), and "measures against individuals
linked to X" (whoever they are, they stand for X). Where no word stands for somebody, whose goods, accounts, officers or
funds a measure is on, is told further down in its phrases ("froze two of the firm's accounts").
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from kg.extract.parties.sides import side_of, sides_of
from kg.extract.reference.cast import UNNAMED, Cast, Entity
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_AGAINST: Final = frozenset({"on", "against"})
_LINKS: Final = frozenset("link associate affiliate connect tie relate attach".split())
_LAWS: Final = frozenset(
    "act section order regime regulation law authority decree programme program article resolution framework".split()
)


_REACHING: Final = frozenset("of to on against for from through with into at".split())
_DOWN: Final = frozenset({"dobj", "nsubjpass", "dative", "poss", "amod", "compound", "nmod", "appos", "pobj", "acl"})


def whose_things(
    document: Document, cast: Cast, words: Iterable[Token], actors: Iterable[str], apart: Collection[int]
) -> tuple[str, ...]:
    """The ids of those named nearest below the words of a measure, and of another side than those who take it.

    `apart` are the tokens of other acts: what stands below them is theirs.
    """
    own = sides_of(cast, actors)
    for token in _below(document, words, apart):
        if _other(cast, cast.at(token), own):
            named = (cast.at(t) for t in noun_conjuncts(document, token))
            return tuple(dict.fromkeys(e.id for e in named if e is not None and _other(cast, e, own)))
    return ()


def _other(cast: Cast, entity: Entity | None, own: Collection[str]) -> bool:
    """Whether an entity is an actor with a name, and of none of these sides."""
    if entity is None or not entity.is_actor or entity.kind == UNNAMED:
        return False
    return side_of(cast, entity.id) not in own


def _below(document: Document, words: Iterable[Token], apart: Collection[int]) -> Iterator[Token]:
    """What hangs on words by its noun phrases, nearest first."""
    todo = deque(words)
    seen = {token.i for token in todo}
    while todo:
        for kid in document.children(todo.popleft()):
            reaches = kid.dep in _DOWN or (kid.dep == "prep" and kid.lower in _REACHING)
            if reaches and kid.i not in seen and kid.i not in apart:
                seen.add(kid.i)
                todo.append(kid)
                yield kid


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
