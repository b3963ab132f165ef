"""Which kind of role a title tells of: that of its words, or of the body that somebody heads."""

from __future__ import annotations

from typing import Final

from kg.extract.reference.cast import STATE, Entity
from kg.language.document import Token
from kg.lexicon.entities import Entities, Title

_HEADS: Final = frozenset(
    "head chief leader chairman chairwoman chair director chairperson secretary boss president".split()
)
_KIND_BY_BODY: Final = {
    "ArmedForce": "MilitaryCommander",
    "Legislature": "Legislator",
    "PoliticalParty": "PartyLeader",
    "ArmedGroup": "ArmedGroupLeader",
}
_KIND_BY_WORDS: Final = (
    (
        (
            "security council",
            "defense council",
            "defence council",
            "intelligence",
            "security service",
            "security agency",
        ),
        "SecurityOfficial",
    ),
)
_OF_RANK: Final = frozenset({"MilitaryCommander", "Other"})  # an attorney general is no officer
_RANKS: Final = frozenset(
    "general admiral major captain colonel brigadier lieutenant sergeant commodore marshal".split()
)
_MEMBERS: Final = frozenset({"member", "senior member", "founding member", "deputy"})
_SENT: Final = ("delegation", "team")


def kind_for(title: Title, organization: Entity | None, head: Token, lexicon: Entities, words: str = "") -> str:
    """The role kind: heads are of what they head; a military rank alone is no role (an empty kind).

    `words` are those of the whole title, as it stands.
    """
    if organization is not None and head.lower in _HEADS:
        return "Envoy" if words.lower().endswith(_SENT) else kind_of_head(title, organization)
    if organization is not None and organization.kind == "Legislature" and title.text in _MEMBERS:
        return "Legislator"
    rank = lexicon.honorifics.get(head.text.rstrip("."), "") == "military" or title.text in _RANKS
    if rank and title.kind in _OF_RANK and (organization is None or organization.kind == STATE):
        return ""
    return title.kind


def kind_of_head(title: Title, body: Entity) -> str:
    """The role kind of who heads a body."""
    for words, kind in _KIND_BY_WORDS:
        if any(word in body.canonical.lower() for word in words):
            return kind
    return _KIND_BY_BODY.get(body.kind, title.kind)
