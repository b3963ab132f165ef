"""What is asked and would be given way to: "urged Serbia to lift it", "promised to halt further deployments".

A request or a promise tells of a deed that is still to be done. Where the lexicon knows the deed, that is its
content. To end, undo, let happen or keep something is to give way whatever the thing is: a verb of that kind is then
a Concede of its own. And what somebody is asked to stop doing for fighters is no sanction but a concession.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import Act
from kg.extract.acts.matching import Match
from kg.extract.reference.cast import STATE, Cast
from kg.language.conjuncts import conjuncts
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.lexicon.triggers import Trigger
from kg.lexicon.words import scope_words

_COMPLYING = scope_words("complying")
_ENDING = scope_words("ending")
_COMPLY = Trigger(_COMPLYING, (), "V", "Concede", None, ("subj",), (), (), (), "comply")
_ASKING = frozenset({"Request", "Agree"})


def find_compliance(document: Document, acts: Sequence[Act]) -> list[Act]:
    """The concessions that requests and promises tell of with words that trigger nothing themselves, in text order."""
    taken = {act.head.i for act in acts}
    found: dict[int, Act] = {}
    for act in acts:
        for verb in _contents(document, act):
            if verb.i not in taken and _complies(document, verb):
                found[verb.i] = Act(Match(_COMPLY, verb, ()), "Concede", (), ())
    return [found[i] for i in sorted(found)]


def soften_asked(cast: Cast, acts: Sequence[Act]) -> None:
    """What is asked to end against no state is a concession: "urged X to end all support for the militia"."""
    for act in acts:
        asked = act.wrapper is not None and act.wrapper.category == "Request"
        states = any(cast.entities[i].kind == STATE for i in act.recipients if i in cast.entities)
        if asked and act.category == "Sanction" and act.head.lemma in _ENDING and not states:
            act.category = "Concede"
            asked_of = act.wrapper.recipients if act.wrapper is not None else ()
            act.actors = asked_of if asked_of and set(act.recipients).isdisjoint(asked_of) else act.actors


def _contents(document: Document, act: Act) -> list[Token]:
    """The verbs of what is asked or promised, with those joined to them."""
    agreed = act.category == "Agree" and act.head.lemma == "agree"  # an agreement says it all
    if act.category not in _ASKING or act.match.trigger.category != act.category or agreed:
        return []
    return [verb for top in act.content for verb in conjuncts(document, top) if verb.pos == "VERB"]


def _complies(document: Document, verb: Token) -> bool:
    """An active verb of giving way that has an object: what is ended, let or kept."""
    if verb.lemma not in _COMPLYING or is_passive(document, verb) or document.children(verb, "neg"):
        return False
    return bool(document.children(verb, "dobj", "ccomp"))
