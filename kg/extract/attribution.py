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
from kg.language.document import Token

_STATING_WRAPPERS = frozenset({"Request", "Accuse", "Reject"})
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


def attribute(act: Act, utterances: Sequence[Utterance]) -> Attribution:
    """The attribution of one act."""
    if act.wrapper is not None and act.wrapper.category in _STATING_WRAPPERS and act.wrapper.actors:
        return Attribution(act.wrapper.actors[0], "Affirms", _certainty(act, "Certain"))
    utterance = _around(act, utterances)
    if utterance is None or utterance.speaker is None:
        return Attribution(None, *_with_modality(act))
    word = reporting_words().get(utterance.verb.lemma) if utterance.verb is not None else None
    polarity, certainty = (word.polarity, word.certainty) if word else _DEFAULT
    return Attribution(utterance.speaker, polarity, _certainty(act, certainty))


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
