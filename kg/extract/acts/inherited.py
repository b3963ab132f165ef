"""Parties that an act has from the act around it, or gives it: who is asked to do it, whom the threat is against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import SYMMETRIC, Act

_ULTIMATA: Final = frozenset("ultimatum deadline until week day month hour minute time".split())
_PRESSING: Final = frozenset({"pressure", "call", "appeal", "plea"})


def inherit_parties(acts: Sequence[Act]) -> None:
    """An asked act without an actor is done by whom it was asked of; a promised one by who promises.

    Help that somebody is thanked for was given by the thanked, to who thanks where nobody else is named.
    """
    for act in acts:
        for inner in act.inner:
            if _is_ultimatum(act) and act.recipients and inner.verbal and set(inner.actors) <= set(act.actors):
                kept = inner.recipients if act.category == "Request" else ()
                inner.actors, inner.recipients = act.recipients, tuple(r for r in kept if r not in act.recipients)
            if inner.actors or (inner.category in SYMMETRIC and inner.recipients):
                continue
            if act.category == "Support" and inner.category == "Aid" and act.recipients:
                inner.actors, inner.recipients = act.recipients, inner.recipients or act.actors
            elif act.category == "Request" and inner.verbal and act.recipients:
                inner.actors = act.recipients
            elif act.category in ("Threaten", "Agree") and act.actors and inner.verbal:
                inner.actors = act.actors
            elif act.category == "Accuse" and act.recipients:
                inner.actors = tuple(r for r in act.recipients if r not in inner.recipients)


def _is_ultimatum(act: Act) -> bool:
    """As in "gave the rebels until Friday to leave", "put pressure on X to leave": what those are to do who get it."""
    words = {act.head.lemma, *(t.lower for t in act.match.used)}
    pressed = act.category == "Request" and bool(words & _PRESSING)
    return pressed or (act.category == "Threaten" and bool(words & _ULTIMATA))


def hand_on_threats(acts: Sequence[Act]) -> None:
    """Whom a threat is against is whom the threatened act would hit."""
    for act in acts:
        if act.category == "Threaten":
            for inner in act.inner:
                inner.recipients = inner.recipients or tuple(r for r in act.recipients if r not in inner.actors)


def blame_doers(acts: Sequence[Act]) -> None:
    """Who condemns a deed blames its doers, also those who are told of after it."""
    for act in acts:
        if act.category == "Accuse" and (act.inferred or not act.recipients):
            doers = (inner.actors for inner in act.inner if inner.actors and not set(inner.actors) & set(act.actors))
            found = next(doers, ())
            act.recipients, act.inferred = (found, False) if found else (act.recipients, act.inferred)
