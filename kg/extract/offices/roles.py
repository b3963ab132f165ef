"""From titles with bearers to tenures: who holds which office, for whom, and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.offices.titles import TitleMention
from kg.extract.reference.bodies import body_named
from kg.extract.reference.cast import ORGANIZATIONS, STATE, Cast, Entity
from kg.language.document import Document
from kg.lexicon.entities import Entities
from kg.model import Action, Passage, Tenure

_KILLING = frozenset({"Killing", "Assault", "Strike"})
_DEAD = frozenset({"Occurred", "Alleged"})
_NO_STATE = frozenset({"PoliticalParty", "ArmedGroup", "Company", "MediaOrganization"})  # ministers serve none of them
_CONFIDENCE_STATED = 0.9  # organization beside the title
_CONFIDENCE_INFERRED = 0.7  # organization from the title or the bearer's country


def affiliate_bearers(cast: Cast, titles: Iterable[TitleMention], lexicon: Entities) -> None:
    """Give each bearer the organization and country that a title states."""
    for title in titles:
        if title.bearer is None or title.bearer not in cast.entities:
            continue
        bearer = cast.entities[title.bearer]
        bearer.offices.add(title.title.text.split()[-1])
        organization = _organization(cast, title, bearer, lexicon)
        if organization is None:
            continue
        if title.status != "Former":
            bearer.member_of = bearer.member_of or organization.id
        bearer.iso3 = bearer.iso3 or organization.iso3 or (cast.entities[title.state].iso3 if title.state else None)


def tenures_of(
    document: Document, cast: Cast, titles: Sequence[TitleMention], actions: Sequence[Action], lexicon: Entities
) -> tuple[Tenure, ...]:
    """The tenures that the titles state, each once, in text order."""
    dead = {person for a in actions if a.type in _KILLING and a.modality in _DEAD for person in a.recipients}
    found: dict[tuple[str, str, str | None], Tenure] = {}
    for title in titles:
        bearer = cast.entities.get(title.bearer or "")
        if bearer is None or title.kind == "" or bearer.kind != "Person" or title.anaphoric:
            continue
        if title.kind == "Other" and title.title.organization == "none" and title.organization is None:
            continue
        organization = _organization(cast, title, bearer, lexicon)
        key = (
            bearer.id,
            title.kind if title.kind != "Other" else title.title.text,
            organization.id if organization else None,
        )
        if key in found or _repeats(found, key):
            continue
        sentence = document.sentence_of(document.tokens[title.first])
        found[key] = Tenure(
            id=f"t{len(found)}",
            holder=bearer.id,
            title=title.text,
            kind=title.kind,
            status="Deceased" if bearer.id in dead and title.status == "Current" else title.status,
            evidence=Passage(sentence.span, sentence.number),
            organization=organization.id if organization else None,
            confidence=_CONFIDENCE_STATED if title.organization or title.state else _CONFIDENCE_INFERRED,
        )
    return tuple(found.values())


def _repeats(found: Iterable[tuple[str, str, str | None]], key: tuple[str, str, str | None]) -> bool:
    """A title repeated without its organization ("Secretary Blinken") is the same tenure."""
    return any(other[0] == key[0] and other[1] == key[1] for other in found)


def _organization(cast: Cast, title: TitleMention, bearer: Entity, lexicon: Entities) -> Entity | None:
    if title.title.body is not None and _in_words(cast, title):
        return body_named(cast, title.title.body, lexicon)
    for stated in (title.organization, title.state):
        if stated is not None and stated in cast.entities and not _mere_origin(title, cast.entities[stated]):
            return cast.entities[stated]
    if title.title.body is not None:
        return body_named(cast, title.title.body, lexicon)
    if title.title.iso3 is not None:
        return cast.entity(STATE, lexicon.states.get(title.title.iso3, title.title.iso3), title.title.iso3, known=True)
    if bearer.member_of is not None and title.title.organization not in ("none", "occupation"):
        body = cast.entities.get(bearer.member_of)
        if body is None or body.kind not in _NO_STATE or title.title.organization not in ("state", "ministry"):
            return body
    if bearer.iso3 is not None and title.title.organization in ("state", "ministry"):
        return cast.state(bearer.iso3)
    return None


def _mere_origin(title: TitleMention, stated: Entity) -> bool:
    """Whether a state beside an occupation only tells where its bearer is from ("a Ghanaian journalist")."""
    return title.title.organization == "occupation" and stated.kind not in ORGANIZATIONS


def _in_words(cast: Cast, title: TitleMention) -> bool:
    """Whether the title's own words name what was taken for its body ("UN high commissioner for refugees")."""
    stated = cast.entities.get(title.organization or "")
    names = (stated.canonical, *stated.names) if stated is not None else ()
    return any(title.title.text.startswith(f"{name.lower()} ") for name in names)
