"""Who held those that are let go: "the release of two nurses held by the rebels" is done by the rebels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.parties import Parties
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_KEEPING: Final = frozenset({"hold", "keep"})
_TAKING: Final = frozenset("capture kidnap abduct seize take detain imprison jail arrest".split())
_LETTING_GO: Final = frozenset({"Concede", "Aid"})


def captors_of(document: Document, parties: Parties, release: Act) -> tuple[str, ...]:
    """The actor ids of those who held or took the people whom an act lets go; none where the text does not say."""
    found = (parties.of(logical_subjects(document, verb)) for verb in _captures(document, release, _KEEPING | _TAKING))
    return next((captors for captors in found if captors), ())


def tell_captors(acts: Sequence[Act]) -> None:
    """Let those be freed, or held, by whom the text says elsewhere that they were seized."""
    seizures = [act for act in acts if act.category == "Coerce" and act.actors and act.recipients]
    for act in acts:
        if act.actors or not act.recipients or not act.verbal or act.category not in ("Concede", "Coerce"):
            continue
        same = [s for s in seizures if not set(s.recipients).isdisjoint(act.recipients)]
        before = [s for s in same if s.head.i < act.head.i]
        if before or (same and act.head.lemma in _KEEPING):
            act.actors = (before or same)[-1].actors


def captivity_of(document: Document, release: Act) -> list[int]:
    """The token indices of verbs that only say by whom those whom an act lets go were held."""
    if release.category not in _LETTING_GO:
        return []
    return [verb.i for verb in _captures(document, release, _KEEPING)]


def _captures(document: Document, release: Act, lemmas: frozenset[str]) -> Iterator[Token]:
    """The participles of some verbs on the people whom an act lets go: "nurses held by the rebels"."""
    head = release.head
    captives = logical_objects(document, head) if release.verbal else prepositional_objects(document, head, "of")
    for captive in captives:
        for verb in document.children(captive, "acl", "relcl"):
            if verb.tag == "VBN" and verb.lemma in lemmas:
                yield verb
