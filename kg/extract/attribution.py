"""Who stands behind each act: the source that the article names for it, with polarity and certainty.

An act inside a quotation or a reported clause is claimed by the speaker; one with "according to" by whom
that names; one that an accusation or a demand wraps by who accuses or demands. What nobody is named for
is the publisher's own claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.frames import Act
from kg.extract.speech import Utterance, reporting_words
from kg.language.document import Document, Token

_STATING_WRAPPERS = frozenset({"Request", "Accuse", "Reject"})
_FIRST_PERSON = frozenset({"i", "we"})
_DEFAULT = ("Affirms", "Certain")
_CERTAINTY = {
    "Alleged": "Possible",
    "Uncertain": "Uncommitted",
    "Hypothetical": "Uncommitted",
    "Requested": "Uncommitted",
    "Planned": "Probable",
    "Threatened": "Uncommitted",
    "Denied": "Certain",
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """The source of an act (an entity id, None for the publisher) and how it stands to it."""

    source: str | None
    polarity: str
    certainty: str


def attribute(document: Document, act: Act, utterances: Sequence[Utterance]) -> Attribution:
    """The attribution of one act."""
    utterance = _around(act, utterances)
    if act.wrapper is not None and act.wrapper.category in _STATING_WRAPPERS and act.wrapper.actors:
        speaker = _first_person(document, act.wrapper, utterance) or act.wrapper.actors[0]
        return Attribution(speaker, "Affirms", _certainty(act, "Certain"))
    if utterance is None or utterance.speaker is None:
        return Attribution(None, *_with_modality(act))
    word = reporting_words().get(utterance.verb.lemma) if utterance.verb is not None else None
    polarity, certainty = (word.polarity, word.certainty) if word else _DEFAULT
    return Attribution(utterance.speaker, polarity, _certainty(act, certainty))


def _first_person(document: Document, wrapper: Act, utterance: Utterance | None) -> str | None:
    """Who says "we urge ...", "I condemn ..." in words of their own, though a state or a body does it by that."""
    if utterance is None or not utterance.own_words or wrapper.head.pos != "VERB":
        return None
    subjects = {token.lower for token in document.children(wrapper.head, "nsubj")}
    return utterance.speaker if subjects & _FIRST_PERSON else None


def _with_modality(act: Act) -> tuple[str, str]:
    return ("LeavesOpen" if act.modality == "Uncertain" else "Affirms"), _certainty(act, "Certain")


def _certainty(act: Act, stated: str) -> str:
    return _CERTAINTY.get(act.modality, stated)


def _around(act: Act, utterances: Sequence[Utterance]) -> Utterance | None:
    """The smallest utterance whose words hold the act's trigger, but not one that the act itself introduces."""
    holding = [u for u in utterances if any(part.start <= act.head.start < part.end for part in u.parts)]
    holding = [u for u in holding if not _introduces(act, u)]
    return min(holding, key=lambda u: (sum(p.end - p.start for p in u.parts), u.parts), default=None)


def _introduces(act: Act, utterance: Utterance) -> bool:
    verb: Token | None = utterance.verb
    return verb is not None and verb.i == act.head.i
