"""Fill the slots of matched triggers: who acts, upon whom, and where the content of the act stands.

Gives `Act` drafts in text order. Who acts is read in `doers`, upon whom in `recipients`, what it is about in
`contents`; what the clause leaves open stays open.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import SYMMETRIC, Act
from kg.extract.acts.contents import content_of
from kg.extract.acts.doers import Doers
from kg.extract.acts.matching import Match
from kg.extract.acts.recipients import Recipients
from kg.extract.acts.slots import Slots
from kg.extract.parties.parties import Parties
from kg.extract.parties.sides import OWN_SIDE
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import surface_subjects
from kg.language.document import Document


def fill_frames(
    document: Document, parties: Parties, matches: Sequence[Sequence[Match]], utterances: Sequence[Utterance]
) -> list[Act]:
    """One act a triggering token, in text order: its first match whose wish for a recipient is met."""
    filler = _Filler(document, parties, utterances)
    acts = [next((act for match in listed if filler.fits(act := filler.act(match))), None) for listed in matches]
    return [act for act in acts if act is not None]


class _Filler:
    """The acts of matches, in one article, and whether they are what their lexicon lines want."""

    def __init__(self, document: Document, parties: Parties, utterances: Sequence[Utterance]) -> None:
        self._document = document
        self._parties = parties
        self._cast = parties.cast
        self._utterances = utterances
        self._slots = Slots(document, parties.cast)
        self._doers = Doers(document, parties, self._slots, utterances)
        self._recipients = Recipients(document, parties, self._slots)

    def act(self, match: Match) -> Act:
        """The act of one match."""
        trigger = match.trigger
        actors = self._doers.of(match)
        recipients = self._recipients.of(match, actors)
        if trigger.category in SYMMETRIC and trigger.pos == "N" and "between" in trigger.actor and len(actors) > 1:
            recipients = tuple(r for r in recipients if r not in actors)
        led = trigger.category == "Consult" and actors and not recipients
        mediated = self._recipients.sides_of_aim(match, actors) if led else ()
        content = content_of(self._document, match)
        return Act(match, trigger.category, actors, recipients or mediated, content, mediates=bool(mediated))

    def fits(self, act: Act) -> bool:
        """Whether the act has the recipient, or the speaker, that its lexicon line wants."""
        if act.match.trigger.by_saying and (not act.actors or self._of_own_side(act) or self._vague(act)):
            return False
        return bool(act.recipients) or not act.match.trigger.wants_recipient or self._unknown_recipient(act)

    def _vague(self, act: Act) -> bool:
        """Whether the text itself judges what is only a pronoun: too little is known of whom it means."""
        subjects = surface_subjects(self._document, act.head)
        quoted = utterance_at(self._utterances, act.head.start) is not None
        return not quoted and any(t.pos in ("PRON", "DET") for t in subjects)

    def _of_own_side(self, act: Act) -> bool:
        """Whether who says it and of whom it is said are one side: nobody blames or threatens the own state."""
        actors, recipients = ([self._cast.entities[i] for i in ids] for ids in (act.actors, act.recipients))
        sides = {e.iso3 for e in actors} - {None}
        own = {i for e in actors for i in (e.id, e.member_of)}
        rivals = [e for e in recipients if e.kind in OWN_SIDE and e.id not in own]
        return act.actors == act.recipients or (
            bool(recipients) and not rivals and all(e.iso3 in sides for e in recipients)
        )

    def _unknown_recipient(self, act: Act) -> bool:
        """As in "urged both sides", "blamed the West": somebody is addressed, though nobody that is known."""
        slots = act.match.trigger.recipient if act.match.trigger.pos == "V" else ()
        return any(self._parties.can_act(token) for slot in slots for token in self._slots.tokens(slot, act.match))
