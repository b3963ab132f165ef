"""Words of deeds that only describe: who is meant, how things stand, what is referred to, and when something is to be.

"Police guarding the embassy" tells which police, "those who arm the rebels" means nobody in particular, "residents were
forced to flee" tells of no one who does it, "under the deal" of a paper, "threats to kill" of no blow, "France, which
keeps a garrison in Chad" how things have long been, "after the army withdraws" what is still awaited, "no plans to
attack" what is far off. None of them tells of something that has been done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.language.conjuncts import first_conjunct
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.lexicon.words import scope_words

_ANYBODY: Final = frozenset({"those", "anyone", "anybody", "everyone", "everybody", "whoever"})
_BACKING: Final = frozenset({"Support", "Aid"})
_WHICHEVER: Final = frozenset({"any", "every", "those"})
_WORDED: Final = frozenset(
    """
    resolution statement communique communiqué declaration report letter text document decree motion order appeal
    petition message bill law speech remark article post rally protest demonstration march campaign operation mission
    """.split()
)
_FORCING: Final = frozenset({"force", "compel", "oblige"})
_REFERRING: Final = frozenset({"under", "per"})
_IN_LINE: Final = frozenset({"line", "accordance", "keeping", "compliance", "conformity", "consistent", "pursuant"})
_DEEDS: Final = frozenset({"Assault", "Coerce"})
_PRESENCE: Final = frozenset({"Mobilize", "Cooperate"})
"""Acts that people may be busy with for years, so that a participle on a noun tells what they are."""
_SERVING: Final = scope_words("serving")
_STATES: Final = frozenset("station base post garrison keep arm shelter commit house".split())
"""Verbs whose participle behind a noun tells how somebody is: "militias armed with spears", "nations committed to"."""
_AWAITING: Final = frozenset({"after", "before", "once", "until", "till"})
_BODIES: Final = frozenset("cabinet party parliament parliamentary government board staff committee".split())
_RULES: Final = frozenset("regime order measure programme program framework list law decree policy".split())
_SIDELINES: Final = frozenset({"sideline", "margin", "fringe"})
_RELATIVES: Final = frozenset({"who", "which", "that"})


def only_describes(document: Document, act: Act) -> bool:
    """Whether an act is told by words that describe somebody or something else; its modality must have been judged."""
    return (
        _whoever_backs(document, act)
        or _nobody_forces(document, act)
        or _referred_to(document, act)
        or _threatened_with(document, act)
        or _tells_how(document, act)
    )


def _tells_how(document: Document, act: Act) -> bool:
    """Whether words tell how somebody or something is, or is to be."""
    if not act.verbal:
        return _among_themselves(document, act) or _beside_summit(document, act)
    if act.wrapper is not None:
        return _state_of(document, act.head)
    return (
        _of_anybody(document, act.head)
        or _of_rules(document, act)
        or _serving(document, act)
        or _kept_up(document, act)
        or _state_of(document, act.head)
        or _awaited(document, act.head)
        or _far_off(document, act)
    )


def _among_themselves(document: Document, act: Act) -> bool:
    """As in "a cabinet meeting": a body of one state or party sits, and meets nobody."""
    kids = document.children(act.head, "compound", "nmod", "amod")
    return act.category == "Consult" and not act.recipients and any(kid.lower in _BODIES for kid in kids)


def _beside_summit(document: Document, act: Act) -> bool:
    """As in "met X on the sidelines of the summit": where they met, and no meeting of others."""
    of = document.head(act.head)
    return act.category == "Consult" and act.head.dep == "pobj" and document.head(of).lemma in _SIDELINES


def _of_anybody(document: Document, verb: Token) -> bool:
    """As in "those who sell arms to the rebels", "anyone supporting them"; but those killed have been."""
    noun = document.head(verb)
    if verb.dep not in ("relcl", "acl") or noun.lower not in _ANYBODY:
        return False
    return not is_passive(document, verb) and verb.tag != "VBN"


def _of_rules(document: Document, act: Act) -> bool:
    """As in "a sanctions regime targeting the army": whom rules are for, and no blow."""
    verb = act.head
    ruled = verb.dep in ("acl", "relcl") and document.head(verb).lemma in _RULES
    return act.category == "Assault" and verb.lemma in ("target", "hit") and ruled


def _serving(document: Document, act: Act) -> bool:
    """As in "police guarding the embassy", "a contractor supporting the army": what they are there for."""
    verb = act.head
    apart = document.tokens[verb.i - 1].text == ","
    serves = verb.dep == "acl" and verb.tag == "VBG" and not apart and act.category in _PRESENCE
    return serves and document.head(verb).lemma in _SERVING


def _kept_up(document: Document, act: Act) -> bool:
    """As in "France, which keeps 1,000 soldiers in Chad": a presence, and no deployment."""
    verb = act.head
    if act.category not in _PRESENCE or verb.dep != "relcl" or verb.tag not in ("VBZ", "VBP"):
        return False
    return any(kid.lower in _RELATIVES for kid in document.children(verb, "nsubj"))


def _state_of(document: Document, verb: Token) -> bool:
    """As in "soldiers stationed there", "militias armed with spears"."""
    bare = verb.dep == "acl" and verb.tag == "VBN" and not document.children(verb, "aux", "auxpass", "nsubj")
    return bare and verb.lemma in _STATES and not document.children(verb, "agent")


def _awaited(document: Document, verb: Token) -> bool:
    """As in "will talk after the army withdraws", "to remain until they are freed": what has not come."""
    if verb.dep != "advcl" or not {kid.lower for kid in document.children(verb, "mark", "advmod")} & _AWAITING:
        return False
    return _in_present(document, verb) and _to_come(document, document.head(verb))


def _far_off(document: Document, act: Act) -> bool:
    """As in "has no plans to attack", "unlikely to attack", "any attempt to attack", "in an effort to reach a deal"."""
    verb = first_conjunct(document, act.head)
    above = document.head(verb)
    if act.head.tag != "VB" or act.modality not in ("Hypothetical", "Planned"):
        return False
    if verb.dep == "xcomp":
        return above.lower == "unlikely"
    if verb.dep == "acl" and any(kid.lower in ("no", "any") for kid in document.children(above, "det")):
        return True
    aimed = act.category == "Agree" and act.modality == "Hypothetical" and not act.recipients
    return aimed and verb.dep in ("acl", "advcl") and (above.pos == "NOUN" or not _to_come(document, above))


def _in_present(document: Document, verb: Token) -> bool:
    auxiliaries: Sequence[Token] = document.children(verb, "aux", "auxpass")
    first = next(iter(auxiliaries), verb)
    return first.tag in ("VBZ", "VBP")


def _to_come(document: Document, verb: Token) -> bool:
    """Whether what a verb tells is planned, asked or promised: "will", "agreed to", "demands that they leave"."""
    auxiliaries = document.children(verb, "aux")
    if auxiliaries:
        return any(kid.tag in ("MD", "TO") for kid in auxiliaries)
    return verb.tag == "VB"


def _whoever_backs(document: Document, act: Act) -> bool:
    """As in "those providing support to X", "a contractor supporting X", "anyone who attacks X"."""
    head = first_conjunct(document, act.head) if act.verbal else _light_verb(document, act.head)
    if head is None or head.dep not in ("acl", "relcl", "ccomp"):
        return False
    if head.dep == "ccomp":
        return head.tag == "VBG" and any(kid.lower in _ANYBODY for kid in document.children(head, "nsubj"))
    noun = document.head(head)
    backing = act.category in _BACKING and noun.lemma not in _WORDED
    if head.dep == "acl":
        return head.tag == "VBG" and (backing or _anyone(document, noun))
    return head.tag in ("VBP", "VBZ") and _anyone(document, noun)


def _light_verb(document: Document, noun: Token) -> Token | None:
    verb = document.head(noun)
    return first_conjunct(document, verb) if noun.dep == "dobj" and verb.pos == "VERB" else None


def _anyone(document: Document, noun: Token) -> bool:
    return noun.lower in _ANYBODY or any(kid.lower in _WHICHEVER for kid in document.children(noun, "det", "predet"))


def _nobody_forces(document: Document, act: Act) -> bool:
    """As in "thousands have been forced to flee": what came of something else."""
    forced = act.category == "Coerce" and act.head.lemma in _FORCING and is_passive(document, act.head)
    return forced and not act.actors and act.wrapper is None


def _referred_to(document: Document, act: Act) -> bool:
    """As in "in line with the agreements made in X", "under the agreement": a paper that something rests on."""
    if act.category != "Agree":
        return False
    noun = document.head(act.head) if act.verbal and act.head.dep in ("acl", "relcl") else act.head
    preposition = document.head(noun)
    if noun.dep != "pobj" or (act.verbal and noun is act.head):
        return False
    return preposition.lower in _REFERRING or document.head(preposition).lower in _IN_LINE


def _threatened_with(document: Document, act: Act) -> bool:
    """As in "responded to threats to kill or kidnap X"."""
    head = first_conjunct(document, act.head)
    below = act.category in _DEEDS and act.verbal and head.dep == "acl" and head.tag == "VB"
    return below and act.wrapper is None and document.head(head).lemma == "threat"
