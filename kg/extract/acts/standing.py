"""What words of deeds only describe: who somebody is, what people have to do, what is referred to.

"Those providing support to militants" and "a contractor supporting the army" tell of whom one speaks, "residents were
forced to flee" of no one who does it, "in line with the agreements made in X" and "under the deal" of a paper, and
"threats to kill" of no blow. None of them is an act of its own.
"""

from __future__ import annotations

from typing import Final

from kg.extract.acts.frames import Act
from kg.language.clauses import first_conjunct, is_passive
from kg.language.document import Document, Token

_BACKING: Final = frozenset({"Support", "Aid"})
_ANYONE: Final = frozenset("those anyone anybody everyone everybody whoever".split())
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


def only_described(document: Document, act: Act) -> bool:
    """Whether an act's words are such a description; its modality must have been judged."""
    return (
        _whoever_backs(document, act)
        or _nobody_forces(document, act)
        or _referred_to(document, act)
        or _threatened_with(document, act)
    )


def _whoever_backs(document: Document, act: Act) -> bool:
    """As in "those providing support to X", "a contractor supporting X", "anyone who attacks X"."""
    head = first_conjunct(document, act.head) if act.verbal else _light_verb(document, act.head)
    if head is None or head.dep not in ("acl", "relcl", "ccomp"):
        return False
    if head.dep == "ccomp":
        return head.tag == "VBG" and any(kid.lower in _ANYONE for kid in document.children(head, "nsubj"))
    noun = document.head(head)
    backing = act.category in _BACKING and noun.lemma not in _WORDED
    if head.dep == "acl":
        return head.tag == "VBG" and (backing or _anyone(document, noun))
    return head.tag in ("VBP", "VBZ") and _anyone(document, noun)


def _light_verb(document: Document, noun: Token) -> Token | None:
    verb = document.head(noun)
    return first_conjunct(document, verb) if noun.dep == "dobj" and verb.pos == "VERB" else None


def _anyone(document: Document, noun: Token) -> bool:
    return noun.lower in _ANYONE or any(kid.lower in _WHICHEVER for kid in document.children(noun, "det", "predet"))


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
