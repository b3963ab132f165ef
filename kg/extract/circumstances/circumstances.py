"""Where and with what: the place and the assets of an act, read from its own clause."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.acts.act import Act
from kg.extract.reference.cast import Cast, Entity
from kg.extract.things.assets import AssetDraft
from kg.language.clauses import logical_objects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_PLACE_PREPOSITIONS = frozenset(
    """
    in at near outside inside off around across beneath under above over into to from on along within
    """.split()
)
_STATE_PREPOSITIONS = frozenset(
    """
    in at near inside outside off across over into to from along
    """.split()
)
_ON_PLACES = frozenset({"Assault", "Coerce"})  # "attacked Kharkiv", "seized the town": what is hit is where
_WHERE = frozenset(
    {"in", "at", "near", "outside", "inside", "off", "around", "across"}
)  # on a verb that tells of an act
_ORIGIN = frozenset({"from"})  # on a noun it tells whence one is ("officials from Qatar"), not where it happened
_NOT_PLACES = frozenset({"Request", "Accuse", "Reject", "Threaten", "Support"})


def place_of(document: Document, cast: Cast, act: Act) -> Entity | None:
    """Where an act happened: a place behind a preposition on its words, or the place visited."""
    if act.category in _NOT_PLACES:
        return None
    heads: list[Token] = [act.head, *act.match.used]
    heads += [t for h in heads for t in document.children(h, "dobj", "pobj")]
    if act.category == "Consult":
        heads += [t for h in tuple(heads) for t in prepositional_objects(document, h, "with")]
    if not act.verbal and act.head.dep in ("dobj", "pobj", "nsubjpass", "nsubj"):
        heads.append(document.head(act.head))
        if act.head.dep == "pobj":
            heads.append(document.head(document.head(act.head)))
    own = {act.head.i, *(t.i for t in act.match.used)}
    for head in heads:
        found = _place_on(document, cast, head, act, _prepositions(head, own=head.i in own))
        if found is not None:
            return found
    return None


def _prepositions(head: Token, *, own: bool) -> frozenset[str]:
    """The prepositions on a word that tell where the act was: fewer on words that are not the act's own."""
    if own:
        return _PLACE_PREPOSITIONS
    return _WHERE if head.pos == "VERB" else _PLACE_PREPOSITIONS - _ORIGIN


def _place_on(document: Document, cast: Cast, head: Token, act: Act, prepositions: frozenset[str]) -> Entity | None:
    for preposition in document.children(head, "prep", "dative"):
        if preposition.lower not in prepositions:
            continue
        for token in document.children(preposition, "pobj"):
            found = _place(document, cast, token, act)
            if found is not None and (not found.is_actor or preposition.lower in _STATE_PREPOSITIONS):
                return found
    if head.i == act.head.i and not act.verbal and act.category in _ON_PLACES:
        hit = (cast.at(t) for t in prepositional_objects(document, head, "of"))
        return next((e for e in hit if e is not None and e.is_place and not e.is_actor), None)
    if head.pos == "VERB" and (act.match.trigger.mode == "visit" or act.category in _ON_PLACES):
        for token in logical_objects(document, head):
            entity = cast.at(token)
            if entity is not None and entity.is_place and (act.category == "Consult" or not entity.is_actor):
                return entity
    return None


def _place(document: Document, cast: Cast, token: Token, act: Act) -> Entity | None:
    entity = cast.at(token)
    if entity is not None and entity.is_place:
        if entity.is_actor and entity.id in act.recipients and act.category not in ("Consult", "Mobilize", "Assault"):
            return None
        return entity
    if entity is None:
        for kid in document.children(token, "compound", "poss", "amod"):
            inner = cast.at(kid)
            if inner is not None and inner.is_place and not inner.is_actor:
                return inner
        for preposition in document.children(token, "prep"):
            if preposition.lower in ("in", "of", "at", "near"):
                for kid in document.children(preposition, "pobj"):
                    inner = _place(document, cast, kid, act)
                    if inner is not None:
                        return inner
    return None


def assets_of(document: Document, act: Act, assets: Iterable[AssetDraft]) -> tuple[str, ...]:
    """The assets used, moved or hit: those named among the words that hang on the act."""
    below = {t.i for t in document.subtree(act.head) if _near(document, t, act.head)}
    whole = document.span_of(document.tokens[i] for i in below)
    return tuple(
        a.id
        for a in assets
        if any(t.i in below for span in a.mentions if span.overlaps(whole) for t in document.tokens_in(span))
    )


def _near(document: Document, token: Token, top: Token) -> bool:
    while token.i != top.i:
        if token.dep in ("relcl", "advcl", "ccomp", "conj") and token.pos in ("VERB", "AUX"):
            return False
        token = document.head(token)
    return True
