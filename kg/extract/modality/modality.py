"""How real an act is: a layer of its own, decided by what stands around the act and not by its type.

Reads, in this order of strength: the act that wraps it (asked, promised, alleged, threatened), doubt
("it was unclear whether", `cues`), negation, conditions and purposes (`hypotheses`), modals, and then hearsay
words, plans and tense (`plans`). Cue words are data (`modality_cues.tsv`). An act that is plainly denied by the
article itself did not happen and is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.modality.conditions import on_condition
from kg.extract.modality.cues import cue_of, doubted
from kg.extract.modality.denials import denial_of
from kg.extract.modality.hypotheses import FUTURE_MODALS, HYPOTHETICAL_MODALS, is_hypothetical
from kg.extract.modality.plans import by_form
from kg.language.clauses import clause_verbs_above
from kg.language.conjuncts import first_conjunct
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.lexicon.words import scope_words

_OF_WRAPPER: Final = {
    "Request": "Requested",
    "Agree": "Planned",
    "Accuse": "Alleged",
    "Threaten": "Threatened",
    "Reject": "Hypothetical",
    "Consult": "Hypothetical",
    "Support": "Hypothetical",
    "Concede": "Planned",
}
_REFUSING_MODALS: Final = scope_words("refusing modal")
_REFUSABLE: Final = frozenset({"Agree", "Concede", "Consult", "Cooperate", "Aid", "Support", "Retreat"})
_RIGHTS: Final = scope_words("right")
_NEGATIVE_PREPOSITIONS: Final = scope_words("negative preposition")
_DEMANDS: Final = scope_words("obliging modal")
_WORDS: Final = frozenset({"Support", "Accuse", "Request", "Reject", "Agree"})  # acts that are done by saying them
_REWARDING: Final = frozenset({"Support", "Sanction", "Coerce"})
_SAID_IN_PAPERS: Final = frozenset({"Support", "Accuse", "Request", "Reject"})
_OF_FACTS: Final = frozenset({"Support", "Protest", "Agree", "Request"})  # words that may be about what has been done
_THANKING: Final = scope_words("thanking")
_SPEAKING: Final = scope_words("speaking")
_WISHING: Final = scope_words("wishing")


def judge_modality(document: Document, acts: Sequence[Act]) -> None:
    """Set `modality` of every act, and `dropped` for acts that the article says did not happen."""
    refusals = {act.head.i: act for act in acts if act.category == "Reject"}
    for act in acts:
        if act.wrapper is None:
            _judge(document, act)
        if act.wrapper is None and act.modality == "Denied" and (verb := denial_of(document, act.head)) is not None:
            act.wrapper = refusals.get(verb.i)  # who denies it says so
    for act in acts:
        if act.wrapper is not None and act.modality != "Denied":
            _judge_inner(document, act)


def _judge_inner(document: Document, act: Act) -> None:
    wrapper = act.wrapper
    assert wrapper is not None
    depth = 0
    while wrapper.wrapper is not None and depth < 4:
        wrapper, depth = wrapper.wrapper, depth + 1
    direct = act.wrapper
    assert direct is not None
    if _mere_right(document, act.head):
        act.dropped = True
    if denial_of(document, act.head) is not None:
        act.modality = "Denied"
        return
    if direct.category == act.category and (act.category == "Threaten" or _same_blame(direct, act)):
        act.dropped = True
    if direct.category == "Accuse" and direct.match.trigger.mode == "disapprove" and not act.verbal:
        _judge(document, act)
        return
    if direct.category == "Support" and act.category == "Consult" and not act.verbal:
        act.modality = "Ongoing"  # talks that are supported go on
        return
    thanked = direct.category in _REWARDING and _thanked_for(document, act.head)
    if thanked or (direct.category in _OF_FACTS and _told_as_done(act, direct)):
        _judge(document, act)
        return
    act.modality = _OF_WRAPPER.get(direct.category, "Hypothetical")
    if direct.category == "Reject" and (direct.dropped or (act.category in _REFUSABLE and act.verbal)):
        act.dropped = True


def _thanked_for(document: Document, head: Token) -> bool:
    """As in "thanked Ghana for hosting refugees", "fined it for its sales": what it is for has been."""
    preposition = document.head(head)
    return head.dep in ("pcomp", "pobj") and head.tag in ("VBG", "VBN", "NN", "NNS") and preposition.lower == "for"


def _same_blame(outer: Act, inner: Act) -> bool:
    """As in "is trying to destabilise": two words of one accusation."""
    return outer.category == "Accuse" and (outer.actors, outer.recipients) == (inner.actors, inner.recipients)


def _told_as_done(act: Act, direct: Act) -> bool:
    """As in "thanked X for the delivery", "supports the sanctions imposed by Y", "protested the visit"."""
    thanked = direct.head.lemma in _THANKING or direct.category == "Protest"
    ordered = direct.head.lemma == "order" and direct.head.dep == "acl"  # "the departure, ordered on Friday, ..."
    worded = act.category in _SAID_IN_PAPERS and (act.head.tag, act.head.dep) == ("VBG", "acl")  # "a motion backing X"
    return ordered or worded or (thanked and act.head.tag != "VB") or (act.head.tag == "VBN" and act.head.dep == "acl")


def _judge(document: Document, act: Act) -> None:
    head = act.head
    verb = head if act.verbal else None
    scope = _scope(document, head)
    if act.match.trigger.negated:
        act.modality = "Occurred"
    elif doubted(document, head):
        act.modality = "Uncertain"
    elif denial_of(document, head) is not None:
        act.modality = "Denied"
    elif _mere_right(document, head):
        act.dropped = True
    elif verb is not None and _is_negated(document, verb):
        _negate(document, act)
    elif verb is not None and act.category in _WORDS and _said_in_saying(document, verb):
        act.modality = "Occurred"
    elif is_hypothetical(document, head):
        act.modality = "Hypothetical"
    elif any(token.lower in FUTURE_MODALS | HYPOTHETICAL_MODALS for token in scope):
        act.modality = _by_modal(document, act, scope)
    elif any(token.lower in _DEMANDS for token in scope):
        act.modality = "Requested"
    else:
        act.modality = by_form(document, act)


def _by_modal(document: Document, act: Act, scope: Sequence[Token]) -> str:
    """What is to come is planned, what may be is only thought of; where saying so is the act, it is done."""
    words = {token.lower for token in scope}
    if words & FUTURE_MODALS:
        open_ = "Hypothetical" if on_condition(document, act.head) else "Planned"
        return "Occurred" if act.match.trigger.promises else open_
    if act.match.trigger.promises and "would" in words:
        return "Occurred"
    return "Planned" if _future_of_past(document, act.head, scope) else "Hypothetical"


def _said_in_saying(document: Document, verb: Token) -> bool:
    """As in "telephoned X to thank him", "wrote to Y to urge restraint", "I want to thank": saying so is the act."""
    above = document.head(verb)
    if verb.tag != "VB" or verb.dep not in ("advcl", "xcomp") or above.pos != "VERB":
        return False
    if above.lemma in _WISHING:
        first = any(kid.lower in ("i", "we") for kid in document.children(above, "nsubj"))
        return first and verb.dep == "xcomp" and above.tag in ("VBP", "VB")
    past = above.tag in ("VBD", "VBN") and not document.children(above, "neg", "auxpass")
    return past and above.lemma in _SPEAKING and not any(kid.tag == "MD" for kid in document.children(above, "aux"))


def _mere_right(document: Document, head: Token) -> bool:
    """As in "has the right to punish": a right or an ability is no act."""
    noun = document.head(head)
    return head.dep in ("acl", "relcl") and head.tag == "VB" and noun.lemma in _RIGHTS


def _negate(document: Document, act: Act) -> None:
    """What did not happen is not told; but "will not accept", "cannot recognise" is a refusal."""
    modal = any(kid.lower in _REFUSING_MODALS for kid in document.children(act.head, "aux"))
    if modal and act.category in _REFUSABLE and act.actors:
        act.category = "Reject"
    else:
        act.dropped = True


def _future_of_past(document: Document, head: Token, scope: Sequence[Token]) -> bool:
    """As in "announced that it would withdraw": the future of a past report."""
    above = next(iter(clause_verbs_above(document, head)), None)
    reported = head.dep == "ccomp" or (head.dep == "conj" and document.head(head).dep == "ccomp")
    return (
        reported and above is not None and any(t.lower == "would" for t in scope) and not on_condition(document, head)
    )


def _scope(document: Document, head: Token) -> list[Token]:
    """The auxiliaries of the act's own verb, or of the first of its coordination."""
    own = document.children(head, "aux", "auxpass")
    top = head
    while top.dep == "conj" and not own:
        top = document.head(top)
        own = document.children(top, "aux", "auxpass")
    if not own and head.dep in ("xcomp", "advcl") and head.tag == "VB":
        return []
    return own


def _excluded(document: Document, verb: Token) -> bool:
    """As in "left without signing", "talked instead of shooting"."""
    verb = first_conjunct(document, verb)
    if verb.dep != "pcomp":
        return False
    preposition = document.head(verb)
    words = (preposition, document.head(preposition), *document.children(preposition, "advmod"))
    return any(word.lower in _NEGATIVE_PREPOSITIONS for word in words)


def _is_negated(document: Document, verb: Token) -> bool:
    top = verb
    if negated(document, top) or _excluded(document, verb):
        return True
    while top.dep == "conj" and not document.children(top, "nsubj", "nsubjpass"):
        cc = document.children(document.head(top), "cc")
        if any(kid.lower == "but" for kid in cc):
            return False
        top = document.head(top)
        if negated(document, top):
            return True
    for above in clause_verbs_above(document, verb):
        if cue_of(document, above) == "implicative-false" and verb.dep in ("xcomp", "pcomp"):
            return True
        break
    return False
