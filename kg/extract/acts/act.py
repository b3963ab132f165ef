"""A draft of an action as it travels between the stages: `Act`, frozen at the end into the facts' `Action`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.extract.acts.matching import Match
from kg.language.document import Token

SYMMETRIC: Final = frozenset({"Consult", "Agree", "Cooperate"})
"""Categories of what several do together: subjects are the actors, the others the recipients."""


@dataclass(slots=True)
class Act:
    """A draft of an action: its trigger, parties (entity ids), and the acts it wraps or answers.

    `content` are tokens where the inner act stands; `inner` the acts found there. `modality` and `source`
    are filled by later layers; `mediates` marks talks that the actors lead between the recipients; `dropped`
    an act that is not to be told, `inferred` one whose recipients the text leaves to its readers; `surety`
    is what a second opinion adds to its confidence.
    """

    match: Match
    category: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    content: tuple[Token, ...] = ()
    inner: list[Act] = field(default_factory=list)
    wrapper: Act | None = None
    modality: str = "Occurred"
    mediates: bool = False
    dropped: bool = False
    inferred: bool = False
    surety: float = 0.0

    @property
    def head(self) -> Token:
        """The token that triggers the act."""
        return self.match.head

    @property
    def verbal(self) -> bool:
        """Whether a verb triggers the act."""
        return self.match.trigger.pos == "V"
