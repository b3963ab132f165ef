"""How real an act is: a layer of its own, decided by what stands around the act and not by its type.

Reads, in this order of strength: the act that wraps it (asked, promised, alleged, threatened), doubt
("it was unclear whether"), negation, conditions and purposes, modals and plans, hearsay words, and tense.
Cue words are data (`modality_cues.tsv`). An act that is plainly denied by the article itself did not
happen and is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from kg.extract.acts.act import Act
from kg.extract.modality.conditions import is_proviso, on_condition
from kg.extract.modality.denials import denial_of
from kg.extract.speech.speech import reporting_of, reporting_words
from kg.language.clauses import clause_verbs_above, is_finite
from kg.language.conjuncts import first_conjunct
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.language.passives import is_passive, is_perfect
from kg.lexicon.tables import read_table
from kg.lexicon.words import scope_words

_OF_WRAPPER = {
    "Request": "Requested",
    "Agree": "Planned",
    "Accuse": "Alleged",
    "Threaten": "Threatened",
    "Reject": "Hypothetical",
    "Consult": "Hypothetical",
    "Support": "Hypothetical",
    "Concede": "Planned",
}
_HYPOTHETICAL_MODALS = scope_words("hypothetical modal")
_FURTHER = frozenset("any another further new additional renewed future such".split())
_FUTURE_MODALS = scope_words("future modal")
_CONDITIONS = scope_words("condition")
_PURPOSE_NOUNS = scope_words("purpose")
_AVERTING = scope_words("averting")
_BELOW_AVERTING = frozenset({"dobj", "pobj", "prep", "xcomp", "conj"})
_PONDERING = scope_words("pondering")
_REFUSING_MODALS = scope_words("refusing modal")
_REFUSABLE = frozenset({"Agree", "Concede", "Consult", "Cooperate", "Aid", "Support", "Retreat"})
_VALUING = scope_words("valuing")
_RIGHTS = scope_words("right")
_NEGATIVE_PREPOSITIONS = scope_words("negative preposition")
_DEMANDS = scope_words("obliging modal")
_WORDS = frozenset({"Support", "Accuse", "Request", "Reject", "Agree"})  # acts that are done by saying them
_REWARDING = frozenset({"Support", "Sanction", "Coerce"})
_PLANS = frozenset({"plan", "proposal", "legislation"})
_SAID_IN_PAPERS = frozenset({"Support", "Accuse", "Request", "Reject"})
_BY_DECISION = frozenset({"Reject", "Sanction", "Concede"})
_OF_FACTS = frozenset({"Support", "Protest", "Agree", "Request"})  # words that may be about what has been done
_THANKING = scope_words("thanking")
_SPEAKING = scope_words("speaking")
_WISHING = scope_words("wishing")
_ALLEGING = scope_words("alleging")


@cache
def _cues() -> Mapping[str, str]:
    return {row["cue"].lower(): row["kind"] for row in read_table("modality_cues.tsv")}


def cue_of(document: Document, verb: Token) -> str:
    """What a verb says of the act below it: the kind of the longest cue that it makes with the words on it."""
    beside = [kid.lower for kid in document.children(verb, "acomp", "oprd", "attr", "prt", "prep") if kid.i > verb.i]
    deeper = [
        f"{kid.lower} {k.lower}" for kid in document.children(verb, "acomp") for k in document.children(kid, "prep")
    ]
    forms = [verb.lemma, f"be {verb.lower}", *(f"{verb.lemma} {word}" for word in (*beside, *deeper))]
    cues = [*(f"{form} to" for form in reversed(forms)), *reversed(forms)]
    return next((_cues()[cue] for cue in cues if cue in _cues()), "")


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
    elif _doubted(document, head):
        act.modality = "Uncertain"
    elif denial_of(document, head) is not None:
        act.modality = "Denied"
    elif _mere_right(document, head):
        act.dropped = True
    elif verb is not None and _is_negated(document, verb):
        _negate(document, act)
    elif verb is not None and act.category in _WORDS and _said_in_saying(document, verb):
        act.modality = "Occurred"
    elif _conditional(document, head):
        act.modality = "Hypothetical"
    elif any(token.lower in _FUTURE_MODALS | _HYPOTHETICAL_MODALS for token in scope):
        act.modality = _by_modal(document, act, scope)
    elif any(token.lower in _DEMANDS for token in scope):
        act.modality = "Requested"
    else:
        act.modality = _by_cues(document, act)


def _by_modal(document: Document, act: Act, scope: Sequence[Token]) -> str:
    """What is to come is planned, what may be is only thought of; where saying so is the act, it is done."""
    words = {token.lower for token in scope}
    if words & _FUTURE_MODALS:
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


_HEARSAY = frozenset({"report", "rumour", "rumor", "speculation"})


def _doubted(document: Document, head: Token) -> bool:
    for verb in (head, *clause_verbs_above(document, head)):
        for kid in document.children(verb, "acomp", "attr"):
            if _cues().get(f"{kid.lower} whether") == "doubt":
                return True
        noun = document.head(verb)
        if verb.dep in ("acl", "ccomp") and noun.lemma in _HEARSAY and document.head(noun).lower in ("about", "on"):
            return True  # "asked about reports that X had left"
    return False


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


def _conditional(document: Document, head: Token) -> bool:
    node = head
    for above in (head, *document.ancestors(head)):
        if _supposed(document, above) or (above.i != head.i and is_proviso(above)):
            return True
        marks = {kid.lower for kid in document.children(above, "mark", "advmod")}
        if marks & _CONDITIONS or (marks & {"until", "till"} and _open(document, document.head(above))):
            return True
        if (
            above.dep == "advcl"
            and above.tag == "VB"
            and above.lemma not in reporting_words()
            and any(k.lower == "to" for k in document.children(above, "aux"))
            and above.i != head.i
        ):
            return True
        if above.i != head.i and _only_thought_of(document, head, above, node):
            return True
        joined = above.dep == "conj" and above.tag in ("VB", "VBG") and not is_finite(document, above)
        if above.pos in ("VERB", "AUX") and above.dep in ("ROOT", "ccomp", "conj") and above.i != head.i and not joined:
            break
        if above.dep == "relcl":
            break
        node = above
    return False


def _only_thought_of(document: Document, head: Token, above: Token, node: Token) -> bool:
    """Whether a word above an act says that it has not come: "a plan for", "the importance of", "await".

    `node` is the word below `above` on the way to the act's `head`.
    """
    if above.lemma in _PONDERING and head.dep in ("xcomp", "pcomp"):
        return True
    if above.pos == "NOUN" and (
        above.lemma in _PURPOSE_NOUNS or (above.lemma in _VALUING and not _is_certain(document, head))
    ):
        return True
    if above.lemma == "look" and _looks_forward(document, above, node):
        return True
    averting = above.pos == "VERB" and above.lemma in _AVERTING and node.dep in _BELOW_AVERTING
    return averting and not (node.dep == "xcomp" and is_passive(document, above))


def _is_certain(document: Document, head: Token) -> bool:
    """Whether a noun means a certain deed, or a verb tells of a done one: "the visit", "their talks", "having met"."""
    if head.pos in ("VERB", "AUX"):
        perfect = head.tag == "VBG" and bool(document.children(head, "aux"))  # "having met"
        return perfect or head.tag not in ("VB", "VBG")
    return any(kid.lower not in ("a", "an", "any", "all", "no") for kid in document.children(head, "det", "poss"))


def _looks_forward(document: Document, verb: Token, below: Token) -> bool:
    """As in "look forward to further cooperation": what is awaited has not come."""
    forward = any(kid.lower == "forward" for kid in document.children(verb, "advmod", "prt"))
    return forward and below.dep in ("prep", "pcomp", "dobj", "xcomp")


def _supposed(document: Document, clause: Token) -> bool:
    """As in "arming the rebels would spread the war": what would follow from a deed that is only thought of.

    So too "any further attack would have consequences".
    """
    if clause.dep in ("nsubj", "nsubjpass") and clause.pos == "NOUN":
        words = {kid.lower for kid in document.children(clause, "det", "amod")}
        if not words & _FURTHER:
            return False
    elif clause.dep not in ("csubj", "csubjpass"):
        return False
    return any(
        kid.lower in _HYPOTHETICAL_MODALS | _FUTURE_MODALS for kid in document.children(document.head(clause), "aux")
    )


def _open(document: Document, verb: Token) -> bool:
    """Whether what a verb tells is still to come or does not happen, so that "until" tells of a condition."""
    return negated(document, verb) or any(kid.tag == "MD" for kid in document.children(verb, "aux"))


def _by_cues(document: Document, act: Act) -> str:
    head = act.head
    if _hearsay(document, head):
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
        return "Planned"
    if act.verbal and _progressive(document, head) and not act.match.trigger.promises:
        return "Ongoing"
    if not act.verbal and _noun_of_plan(document, head):
        return "Planned"
    if act.category == "Sanction" and any(token.lemma in _PLANS for token in act.match.used):
        return "Planned"
    return "Occurred"


def _hearsay(document: Document, head: Token) -> bool:
    verb = head if head.pos in ("VERB", "AUX") else next(iter(clause_verbs_above(document, head)), head)
    above = next(iter(clause_verbs_above(document, head)), None)
    if head.dep == "xcomp" and above is not None and cue_of(document, above) == "doubt":
        return True
    kids = [*document.children(head), *document.children(verb)]
    return any(_cues().get(kid.lower) == "doubt" for kid in kids)


_GOING_ON = frozenset({"continue", "keep", "go"})
_ARRANGING = frozenset({"arrange", "schedule", "plan"})
_MARCHES = frozenset("march demonstrate protest gather assemble".split())
_CRIES = frozenset("demand protest condemn denounce oppose support urge call press reject".split())
"""What a crowd says by marching: "marched to demand X"."""


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
    if kind == "implicative-true" or above.lemma in (
        "continue",
        "begin",
        "start",
        "help",
        "manage",
        "proceed",
        "rush",
        "vote",
        "rally",
        "force",
    ):
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
    return any(kid.lower in _FUTURE_MODALS for kid in document.children(verb, "aux"))


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
            return any(kid.lower in _FUTURE_MODALS for kid in document.children(above, "aux")) or (
                _cues().get(above.lemma) == "plan" and above.pos == "VERB"
            )
    return False
