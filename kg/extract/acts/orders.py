"""Deeds that are ordered: "ordered a missile strike", "accused of ordering the murder" tell of the deed itself.

Who orders somebody to do a thing asks for it; but a strike, an expulsion or an arrest that is ordered is told as done,
by who ordered it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act

_DONE_BY_ORDER: Final = frozenset({"Assault", "Sanction", "Coerce", "Mobilize", "Retreat", "Concede"})


def carry_out(acts: Sequence[Act]) -> None:
    """Put deeds in the place of the orders for them."""
    orders = [act for act in acts if act.category == "Request" and act.head.lemma == "order"]
    for act in acts:
        order = next((order for order in orders if act.head in order.match.used), None)
        if order is None or act.verbal or act.category not in _DONE_BY_ORDER:
            continue
        act.actors = order.actors or act.actors
        if act.wrapper is order:
            act.wrapper = order.wrapper
            order.inner.remove(act)
        order.dropped = True
