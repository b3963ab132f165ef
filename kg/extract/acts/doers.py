"""Who does what a trigger tells: the actors of its slots, else who owns, runs, says or joins what is told.

Actors' slots are tried in the order in which the lexicon lists them. Where the clause names nobody, who runs the ship
that acts, whose force tells of its operation, or who launched the attack does it; else nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.extract.acts.act import SYMMETRIC
from kg.extract.acts.matching import Match
from kg.extract.acts.slots import Slots
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import UNNAMED
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import governing_verb, logical_objects, logical_subjects, surface_subjects
from kg.language.document import Document
from kg.language.senders import senders_of
from kg.lexicon.words import scope_words

_LIGHT_VERBS: Final = scope_words("light")
_JOINING: Final = frozenset({"for", "in", "during", "at", "to", "after", "following", "before"})
_PARTS_IN_DEEDS: Final = frozenset("involvement role complicity participation part responsibility hand".split())
"""What somebody has in a deed: "its role in the killing of X"."""
_BY_THINGS: Final = frozenset(
    {"Assault", "Mobilize", "Coerce", "Retreat", "Aid", "Cooperate"}
)  # what ships and jets do
_DEEDS: Final = frozenset(
    """
    operation attack strike raid airstrike bombing shelling offensive explosion blast assault action campaign
    bombardment incursion missile rocket drone fire defence defense battery gun
    """.split()
)


def speakers_of(document: Document, parties: Parties, utterance: Utterance) -> tuple[str, ...]:
    """All who say it ("Mali and Niger said that ..."), the utterance's speaker at least; empty where it has none."""
    if utterance.speaker is None:
        return ()
    together = parties.of(logical_subjects(document, utterance.verb)) if utterance.verb is not None else ()
    return together if utterance.speaker in together else (utterance.speaker,)


class Doers:
    """The actors of matches, in one article."""

    def __init__(self, document: Document, parties: Parties, slots: Slots, utterances: Sequence[Utterance]) -> None:
        self._document = document
        self._parties = parties
        self._cast = parties.cast
        self._slots = slots
        self._utterances = utterances

    def of(self, match: Match) -> tuple[str, ...]:
        """The ids of those who do it; none where the text leaves that open."""
        slots = match.trigger.actor or (("subj",) if match.trigger.pos == "V" else ())
        for slot in slots:
            found = self._speaker(match) if slot == "speaker" else self._parties.of(self._slots.tokens(slot, match))
            if found and match.trigger.category == "Assault" and slot == "subj":
                found = self._senders(match, found) or found
            if found:
                return (*found, *(i for i in self._joined_by_actor(match) if i not in found))
        if match.trigger.pos == "V" and "subj" in slots:
            return self._operators(match) or self._owner_of_deed(match) or self._sides_told(match)
        if match.trigger.pos == "N" and match.trigger.actor:
            return self._owner_of_many(match) or self._borrowed(match) or self._involved(match)
        return ()

    def _involved(self, match: Match) -> tuple[str, ...]:
        """As in "its involvement in the detention of X": who is involved in a deed of nobody else."""
        preposition = self._document.head(match.head)
        part = self._document.head(preposition)
        if match.head.dep != "pobj" or preposition.lower not in ("in", "for") or part.lemma not in _PARTS_IN_DEEDS:
            return ()
        return self._parties.of(self._slots.of_noun("poss", match, part))

    def _joined_by_actor(self, match: Match) -> tuple[str, ...]:
        """As in "X joined Y and Z in condemning ...": those named who do it already."""
        preposition = self._document.head(match.head)
        verb = self._document.head(preposition)
        if match.head.dep != "pcomp" or preposition.lower != "in" or verb.lemma != "join":
            return ()
        joined = self._parties.of(logical_objects(self._document, verb))
        return tuple(i for i in joined if self._cast.entities[i].kind != UNNAMED)

    def _owner_of_many(self, match: Match) -> tuple[str, ...]:
        """As in "Chad's arrest of the pilots": where "of" says to whom it is done, the owner does it."""
        owned = "poss" in match.trigger.recipient and self._slots.says_of_whom(match)
        return self._parties.of(self._slots.of_noun("poss", match)) if owned else ()

    def _operators(self, match: Match) -> tuple[str, ...]:
        """As in "the carrier X entered the strait", "Y's jets hit the camp": who runs what acts."""
        if match.trigger.category not in _BY_THINGS:
            return ()
        subjects = self._slots.tokens("subj", match)
        run_by = (self._parties.operators.get(t.i) for t in subjects)
        operators = tuple(dict.fromkeys(operator for operator in run_by if operator is not None))
        return operators or self._senders(match, ())

    def _senders(self, match: Match, found: Iterable[str]) -> tuple[str, ...]:
        """As in "drones sent by X", "a bomber sent by X": who sent what acts, unless that has a name of its own."""
        if any(self._cast.entities[i].kind != UNNAMED for i in found):
            return ()
        subjects = self._slots.tokens("subj", match)
        return self._parties.of(t for subject in subjects for t in senders_of(self._document, subject))

    def _sides_told(self, match: Match) -> tuple[str, ...]:
        """As in "the talks held among A, B and C": who takes part in what nobody is the subject of."""
        symmetric = match.trigger.category in SYMMETRIC and match.trigger.pos == "V"
        return self._parties.of(self._slots.between(match)) if symmetric else ()

    def _speaker(self, match: Match) -> tuple[str, ...]:
        """Who says the words in which the trigger stands."""
        utterance = utterance_at(self._utterances, match.head.start)
        if utterance is not None:
            return speakers_of(self._document, self._parties, utterance)
        return (self._parties.voice,) if self._parties.voice is not None else ()

    def _owner_of_deed(self, match: Match) -> tuple[str, ...]:
        """As in "another operation on Sunday killed ...", said by a force: the force did it."""
        subjects = logical_subjects(self._document, match.head)
        if match.trigger.category != "Assault" or not any(s.lemma in _DEEDS for s in subjects):
            return ()
        verb = next(
            (
                v
                for v in self._document.ancestors(match.head)
                if v.pos == "VERB" and v.lemma in ("say", "announce", "report", "confirm")
            ),
            None,
        )
        speakers = self._parties.of(logical_subjects(self._document, verb)) if verb is not None else ()
        return tuple(s for s in speakers if self._cast.entities[s].kind in ("ArmedForce", "ArmedGroup"))

    def _borrowed(self, match: Match) -> tuple[str, ...]:
        """The subject of the verb that a noun without an actor of its own completes: "launched an attack"."""
        noun = match.head
        head = self._document.head(noun)
        if (
            noun.dep in ("dobj", "attr")
            and head.pos == "VERB"
            and (head.lemma in _LIGHT_VERBS or match.trigger.category in SYMMETRIC)
        ):
            return self._parties.of(logical_subjects(self._document, head))
        if match.trigger.category in SYMMETRIC and noun.dep == "pobj" and head.lower in _JOINING:
            verb = self._document.head(head)
            verb = verb if verb.pos in ("VERB", "AUX") else governing_verb(self._document, verb) or verb
            return self._parties.of(surface_subjects(self._document, verb)) if verb.pos in ("VERB", "AUX") else ()
        return ()
