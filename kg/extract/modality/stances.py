"""What the accused says: who confirms, denies or leaves open a deed that somebody else tells of.

"Israel has neither confirmed nor denied responsibility for X's death" is no act, but a claim of Israel's
about the killing that the article tells of elsewhere. Refuses where no such deed is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.acts.act import Act
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON, Cast
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects

_POLARITY = {"deny": "Denies", "confirm": "Affirms", "acknowledge": "Affirms", "admit": "Affirms", "claim": "Affirms"}
_PART = frozenset({"responsibility", "involvement", "role", "part", "hand", "blame"})
_DEEDS = frozenset({"Assault", "Coerce", "Mobilize", "Sanction"})


@dataclass(frozen=True, slots=True)
class Stance:
    """The stand of an entity (`source`) to an act: a polarity, and the token that tells of it."""

    act: Act
    source: str
    polarity: str
    token: Token


def find_stances(document: Document, parties: Parties, acts: Sequence[Act]) -> tuple[Stance, ...]:
    """The stances to deeds that the article tells of, in text order."""
    found: list[Stance] = []
    for token in document.tokens:
        if token.pos != "VERB" or token.lemma not in _POLARITY:
            continue
        part = next((t for t in logical_objects(document, token) if t.lemma in _PART), None)
        sources = parties.of(logical_subjects(document, token))
        act = _deed(document, parties.cast, part, acts) if part is not None and len(sources) == 1 else None
        if act is not None:
            found.append(Stance(act, sources[0], _polarity(document, token), token))
    return tuple(found)


def claim_deeds(document: Document, parties: Parties, acts: Sequence[Act]) -> None:
    """Who claims responsibility for a deed of unknown hands did it; whose deed it is "was claimed by" them."""
    for token in document.tokens:
        if token.pos != "VERB" or token.lemma != "claim" or negated(document, token):
            continue
        if is_passive(document, token):
            _claim(document, parties, token, acts)
            continue
        part = next((t for t in logical_objects(document, token) if t.lemma == "responsibility"), None)
        act = _deed(document, parties.cast, part, acts) if part is not None else None
        if act is not None and not act.actors:
            act.actors = parties.of(logical_subjects(document, token))


def _claim(document: Document, parties: Parties, verb: Token, acts: Sequence[Act]) -> None:
    """As in "an attack on a base claimed by X": X did it; the verb tells of it where the noun alone is no act."""
    claimed = {t.i for t in logical_objects(document, verb)}
    deeds = [act for act in acts if act.head.i in claimed and act.category == "Assault"]
    for deed in deeds:
        deed.actors = deed.actors or parties.of(logical_subjects(document, verb))
    for act in acts:
        if deeds and act.head.i == verb.i:
            act.dropped = True


def _relative_deed(document: Document, part: Token) -> list[Token]:
    """As in "the bombing, for which X has claimed responsibility": the noun that the clause hangs on."""
    verb = document.head(part)
    relative = any(t.lower == "which" for t in prepositional_objects(document, verb, "for"))
    if not relative or verb.dep not in ("relcl", "advcl"):
        return []
    above = document.head(verb)
    return [above] if verb.dep == "relcl" else logical_objects(document, above)


def _polarity(document: Document, verb: Token) -> str:
    """Neither confirming nor denying leaves a thing open."""
    if not (negated(document, verb) or negated(document, document.head(verb))):
        return _POLARITY[verb.lemma]
    return "LeavesOpen"


def _deed(document: Document, cast: Cast, part: Token, acts: Sequence[Act]) -> Act | None:
    """The deed that a part is denied or claimed in: by its own word, or by its victim ("X's death")."""
    heads = [t for name in ("for", "in", "of") for t in prepositional_objects(document, part, name)]
    heads += _relative_deed(document, part)
    by_head = {act.head.i: act for act in acts if not act.dropped}
    for head in heads:
        if head.i in by_head:
            return by_head[head.i]
        victims = {
            e.id for kid in document.children(head, "poss") if (e := cast.at(kid)) is not None and e.kind == PERSON
        }
        victims |= {e.id for t in prepositional_objects(document, head, "of") if (e := cast.at(t)) is not None}
        for act in acts:
            if act.category in _DEEDS and not act.dropped and act.actors and victims & set(act.recipients):
                return act
    return None
