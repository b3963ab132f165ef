"""Who stands behind each act: the source that the article names for it, with polarity and certainty.

An act inside a quotation or a reported clause is claimed by the speaker; one with "according to" by whom
that names; one that an accusation or a demand wraps by who accuses or demands. What nobody is named for
is the publisher's own claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.acts.act import Act
from kg.extract.reference.cast import PERSON, Cast
from kg.extract.speech.speech import Utterance, reporting_words
from kg.language.document import Document, Token
from kg.lexicon.words import scope_words

_STATING_WRAPPERS = frozenset({"Request", "Accuse", "Reject"})
_PROMISING = scope_words("promising")
_THINKING = scope_words("thinking")
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
    """The source of an act (an entity id, None for the publisher) and how it stands to it; where it is said."""

    source: str | None
    polarity: str
    certainty: str
    utterance: Utterance | None = None


def attribute(document: Document, cast: Cast, act: Act, utterances: Sequence[Utterance]) -> Attribution:
    """The attribution of one act."""
    utterance = _around(act, utterances)
    thought = act.wrapper is not None and act.wrapper.head.lemma in _THINKING and utterance is not None
    if act.wrapper is not None and _states(cast, act.wrapper) and not thought:
        speaker = _first_person(document, act.wrapper, utterance) or act.wrapper.actors[0]
        polarity = "Denies" if act.modality == "Denied" else "Affirms"
        return Attribution(speaker, polarity, _certainty(act, "Certain"))
    if utterance is None or utterance.speaker is None:
        return Attribution(None, *_with_modality(act))
    word = reporting_words().get(utterance.verb.lemma) if utterance.verb is not None else None
    polarity, certainty = (word.polarity, word.certainty) if word else _DEFAULT
    return Attribution(utterance.speaker, polarity, _certainty(act, certainty), utterance)


def _states(cast: Cast, wrapper: Act) -> bool:
    """Whether an act is the word of those who do it on what it holds: a demand, a charge, somebody's promise."""
    if wrapper.category in _STATING_WRAPPERS:
        return bool(wrapper.actors)
    alone = len(wrapper.actors) == 1 and cast.entities[wrapper.actors[0]].kind == PERSON
    return alone and wrapper.category == "Agree" and wrapper.head.lemma in _PROMISING


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
    if any(u.speaker is not None and not _thought(u) for u in holding):
        holding = [u for u in holding if not _thought(u)]
    return min(holding, key=lambda u: (sum(p.end - p.start for p in u.parts), u.parts), default=None)


def _thought(utterance: Utterance) -> bool:
    """As in "X said that Ghana expects Chad to pay": what others are said to think is the word of who says so."""
    return utterance.verb is not None and utterance.verb.lemma in _THINKING


def _introduces(act: Act, utterance: Utterance) -> bool:
    """Whether the act is the saying itself: its own verb of saying, or a threat that the speaker's words are."""
    verb: Token | None = utterance.verb
    done_by_saying = act.match.trigger.by_saying or act.category != act.match.trigger.category == "Assault"
    spoken = done_by_saying and utterance.speaker in act.actors
    return spoken or (verb is not None and verb.i == act.head.i)
