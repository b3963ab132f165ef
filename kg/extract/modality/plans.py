"""Whether an act that nothing denies has happened, goes on, or is only planned: by its form and the verbs above."""

from __future__ import annotations

from typing import Final

from kg.extract.acts.act import Act
from kg.extract.modality.cues import cue_kinds, cue_of, hearsay
from kg.extract.modality.hypotheses import FUTURE_MODALS
from kg.extract.speech.speech import reporting_of
from kg.language.clauses import clause_verbs_above
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.language.passives import is_passive, is_perfect
from kg.lexicon.words import scope_words

_PLANS: Final = frozenset({"plan", "proposal", "legislation"})
_BY_DECISION: Final = frozenset({"Reject", "Sanction", "Concede"})
_ALLEGING: Final = scope_words("alleging")
_GOING_ON: Final = frozenset({"continue", "keep", "go"})
_ARRANGING: Final = frozenset({"arrange", "schedule", "plan"})
_COMING_TO_IT: Final = frozenset("continue begin start help manage proceed rush vote rally force".split())
"""Verbs below which an infinitive has happened: "began to withdraw", "voted to leave"."""
_MARCHES: Final = frozenset("march demonstrate protest gather assemble".split())
_CRIES: Final = frozenset("demand protest condemn denounce oppose support urge call press reject".split())
"""What a crowd says by marching: "marched to demand X"."""


def by_form(document: Document, act: Act) -> str:
    """The modality of an act that stands under no modal, condition or negation."""
    head = act.head
    if hearsay(document, head):
        return "Alleged"
    if _is_arranged(document, act):
        return "Planned"
    if act.verbal and is_perfect(document, head):
        return "Alleged" if _only_said(document, head) else "Occurred"
    if (
        act.verbal
        and head.dep in ("xcomp", "ccomp", "advcl", "acl")
        and any(k.lower == "to" for k in document.children(head, "aux"))
        and not act.match.trigger.promises
    ):
        return _decided(document, act) or _infinitive(document, head)
    above = document.head(head)
    if act.verbal and head.dep == "xcomp" and above.lemma in _GOING_ON and _is_to_come(document, above):
        return "Occurred" if act.match.trigger.promises else "Planned"
    if act.verbal and _progressive(document, head) and not act.match.trigger.promises:
        return "Ongoing"
    if not act.verbal and _noun_of_plan(document, head):
        return "Planned"
    if act.category == "Sanction" and any(token.lemma in _PLANS for token in act.match.used):
        return "Planned"
    return "Occurred"


def _decided(document: Document, act: Act) -> str:
    """As in "decided to reject the offer", "its decision to impose sanctions": some acts are done by deciding so."""
    above = document.head(act.head)
    if above.lemma not in ("decide", "decision") or act.head.dep not in ("xcomp", "acl"):
        return ""
    return "Occurred" if act.category in _BY_DECISION and not _foretold(document, above) else "Planned"


def _foretold(document: Document, decision: Token) -> bool:
    """Whether the decision itself is still to come: "will decide to ..."."""
    return decision.pos == "VERB" and (decision.tag in ("VB", "VBG") or negated(document, decision))


def _only_said(document: Document, head: Token) -> bool:
    """As in "is said to have killed", "claims to have killed", "suspected of having killed"."""
    above = next(iter(clause_verbs_above(document, head)), None)
    return above is not None and (above.lemma in _ALLEGING or reporting_of(document, above) is not None)


def _infinitive(document: Document, head: Token) -> str:
    above = next(iter(clause_verbs_above(document, head)), None)
    if above is None:
        return "Hypothetical"
    kind = cue_of(document, above)
    if kind == "implicative-true" or above.lemma in _COMING_TO_IT:
        if above.lemma == "continue" and _is_to_come(document, above):
            return "Planned"
        return "Ongoing" if above.lemma in ("continue", "rally") else "Occurred"
    if above.lemma in _MARCHES and head.lemma in _CRIES:
        return "Occurred"
    if above.lemma == "become" and above.tag in ("VBD", "VBN"):
        return "Occurred"  # "became the fifth state to withdraw"
    if kind in ("plan", "future") or above.lemma == "be":
        return "Planned"
    if head.dep == "advcl" or kind in ("desire", "possibility", "condition", "attempt"):
        return "Hypothetical"
    adjective = document.child(above, "acomp", "attr")
    return "Planned" if adjective is not None or head.dep == "xcomp" else "Hypothetical"


def _is_to_come(document: Document, verb: Token) -> bool:
    """As in "will continue to mediate"."""
    return any(kid.lower in FUTURE_MODALS for kid in document.children(verb, "aux"))


def _is_arranged(document: Document, act: Act) -> bool:
    """As in "a meeting has been arranged", "arranged talks for Monday": what is arranged is still to be."""
    verb = act.head if act.verbal else document.head(act.head)
    arranged = verb.lemma in _ARRANGING and verb.pos == "VERB" and verb.dep not in ("relcl", "acl")
    return arranged and act.category == "Consult" and (act.verbal or act.head.dep in ("dobj", "nsubjpass"))


def _progressive(document: Document, head: Token) -> bool:
    aux = [kid.lower for kid in document.children(head, "aux", "auxpass")]
    if head.tag == "VBG" and any(word in ("is", "are", "am", "'s", "’s", "’re", "'re", "been") for word in aux):
        return True
    continuing = document.head(head)
    if head.dep == "xcomp" and continuing.lemma in _GOING_ON:
        return True
    return (
        head.tag in ("VBZ", "VBP")
        and not is_passive(document, head)
        and head.lemma in ("occupy", "block", "blockade", "detain", "hold", "besiege", "boycott")
    )


def _noun_of_plan(document: Document, head: Token) -> bool:
    if any(
        kid.lower in ("planned", "upcoming", "scheduled", "future", "forthcoming", "proposed", "promised")
        for kid in document.children(head, "amod")
    ):
        return True
    for above in document.ancestors(head):
        if above.pos in ("VERB", "AUX"):
            if above.lemma == "go" and any(t.lower.startswith("un") for t in document.children(above)):
                return False  # "the raid will not go unpunished" was
            if above.dep == "xcomp" and document.head(above).lemma == "be":
                return True
            return any(kid.lower in FUTURE_MODALS for kid in document.children(above, "aux")) or (
                cue_kinds().get(above.lemma) == "plan" and above.pos == "VERB"
            )
    return False
