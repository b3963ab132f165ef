"""Of which country persons and bodies are, where the article leaves it to its readers.

Known office holders are of their state ("President Joe Biden", "Secretary Rubio" on the article's date), a
government called after its head of his ("the Maduro regime"), a body of those who serve in it. What the
article says itself always comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.offices.titles import TitleMention
from kg.extract.reference.bodies import body_named
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.lexicon.entities import Entities
from kg.lexicon.holders import Holders
from kg.model import PartialDate, Span

_OF_STATE = frozenset({"Government", "GovernmentBody", "Legislature", "ArmedForce"})
_NATIONAL = ORGANIZATIONS - {"InternationalOrganization", "Alliance", "ArmedGroup"}
_RULERS = frozenset({"HeadOfState", "HeadOfGovernment", "Monarch"})
_LIKE = {"Minister": frozenset({"Minister", "ForeignMinister", "DefenceMinister"})}


def place_in_countries(
    cast: Cast, titles: Sequence[TitleMention], lexicon: Entities, holders: Holders, issued: PartialDate | None
) -> tuple[TitleMention, ...]:
    """The titles with the states their bearers serve; countries are written to the cast's entities."""
    out: list[TitleMention] = []
    for title in titles:
        bearer = cast.entities.get(title.bearer or "")
        if bearer is not None and bearer.kind == PERSON and not title.organization and not title.state:
            title = _served(cast, title, bearer, lexicon, holders, issued)
        out.append(title)
    _of_bracketed(cast)
    for entity in list(cast.entities.values()):
        if entity.iso3 is None:
            entity.iso3 = _country(cast, entity, holders, issued) or _apposed_country(cast, entity)
    _bodies_of_bearers(cast, out)
    return tuple(out)


def _of_bracketed(cast: Cast) -> None:
    """As in "Petra Holm (Norway) said": the state in brackets behind a name."""
    for reference in cast.references():
        person = cast.entities[reference.entity]
        if person.kind != PERSON or person.iso3 is not None or reference.how != "name":
            continue
        following = cast.document.tokens_in(Span(reference.span.end, min(reference.span.end + 3, _end(cast))))
        state = cast.at(following[1]) if len(following) > 1 and following[0].text == "(" else None
        if state is not None and state.kind == STATE:
            person.iso3 = state.iso3


def _end(cast: Cast) -> int:
    return len(cast.document.text)


def _served(
    cast: Cast, title: TitleMention, bearer: Entity, lexicon: Entities, holders: Holders, issued: PartialDate | None
) -> TitleMention:
    kinds = _LIKE.get(title.kind, frozenset({title.kind}))
    called = holders.named(bearer.canonical) or holders.named(f"{title.title.text} {bearer.canonical}")  # "King Salman"
    known = [t for t in called if t.kind in kinds]
    dated = [t for t in known if t.held_on(issued)] or known
    tenancy = dated[0] if dated else None
    if tenancy is None and " " not in bearer.canonical:
        tenancy = holders.titled(bearer.canonical, kinds, issued)
    if tenancy is not None and tenancy.organization is not None and title.title.organization == "organization":
        body = body_named(cast, tenancy.organization, lexicon)
        return replace(title, organization=body.id) if body is not None else title
    if tenancy is None or tenancy.iso3 is None or tenancy.organization is not None:
        return title
    bearer.iso3 = bearer.iso3 or tenancy.iso3
    if bearer.iso3 != tenancy.iso3 or title.title.organization not in ("state", "ministry", "body", "force"):
        return title
    state = cast.entity(STATE, lexicon.states.get(tenancy.iso3, tenancy.iso3), tenancy.iso3, known=True)
    return replace(title, state=state.id)


def _country(cast: Cast, entity: Entity, holders: Holders, issued: PartialDate | None) -> str | None:
    if entity.kind == PERSON:
        codes = {t.iso3 for t in holders.named(entity.canonical) if t.iso3 is not None}
        return codes.pop() if len(codes) == 1 else None
    if entity.kind == "Government":
        return _of_ruler(cast, entity, holders, issued)
    return None


def _apposed_country(cast: Cast, entity: Entity) -> str | None:
    """As in "the X Agency, Kenya's spy service", "Emil Kraus (Ghana)": the state that stands with a name."""
    document = cast.document
    for reference in cast.references():
        if reference.entity != entity.id or reference.how != "name":
            continue
        following = document.tokens_in(reference.span)[-1].i + 1
        if entity.kind == PERSON:
            iso3 = _bracketed(cast, following) or _behind_of(cast, following)
        else:
            iso3 = _owner_of_apposition(cast, reference.span) if entity.kind in _NATIONAL else None
        if iso3 is not None:
            return iso3
    return None


def _bracketed(cast: Cast, first: int) -> str | None:
    """The state that alone stands in brackets from a token on: minutes name speakers so."""
    tokens = cast.document.tokens
    if first + 2 >= len(tokens) or tokens[first].text != "(":
        return None
    reference, state = cast.reference_at(tokens[first + 1]), cast.at(tokens[first + 1])
    if reference is None or state is None or state.kind != STATE:
        return None
    last = cast.document.tokens_in(reference.span)[-1].i
    return state.iso3 if last + 1 < len(tokens) and tokens[last + 1].text == ")" else None


def _behind_of(cast: Cast, first: int) -> str | None:
    """As in "Emil Kraus of Norway": the state right behind a person's name, if nothing is its own there."""
    tokens = cast.document.tokens
    if first + 2 >= len(tokens) or tokens[first].lower != "of":
        return None
    reference, state = cast.reference_at(tokens[first + 1]), cast.at(tokens[first + 1])
    if reference is None or state is None or state.kind != STATE or reference.how != "name":
        return None
    last = cast.document.tokens_in(reference.span)[-1].i
    return state.iso3 if last + 1 < len(tokens) and tokens[last + 1].pos in ("PUNCT", "CCONJ", "VERB", "AUX") else None


def _owner_of_apposition(cast: Cast, span: Span) -> str | None:
    head = cast.document.head_of_span(span)
    if head is None:
        return None
    owners = (
        cast.at(kid)
        for apposition in cast.document.children(head, "appos")
        for kid in cast.document.children(apposition, "poss", "amod")
    )
    return next((e.iso3 for e in owners if e is not None and e.kind == STATE), None)


def _of_ruler(cast: Cast, government: Entity, holders: Holders, issued: PartialDate | None) -> str | None:
    """As in "the Biden administration": the country of the person it is called after."""
    words = government.canonical.split()
    for person in cast.entities.values():
        if person.kind == PERSON and person.canonical.split()[-1] in words[:-1]:
            return person.iso3 or next(iter({t.iso3 for t in holders.named(person.canonical)}), None)
    ruler = holders.titled(words[-2], _RULERS, issued) if len(words) > 1 else None
    return ruler.iso3 if ruler is not None else None


def _bodies_of_bearers(cast: Cast, titles: Sequence[TitleMention]) -> None:
    for title in titles:
        body = cast.entities.get(title.organization or "")
        bearer = cast.entities.get(title.bearer or "")
        if body is None or bearer is None or body.kind not in ORGANIZATIONS:
            continue
        if body.iso3 is None and body.kind in _OF_STATE:
            body.iso3 = bearer.iso3
        whole = cast.entities.get(body.part_of or "")
        if whole is not None and whole.iso3 is None and whole.kind in _OF_STATE:
            whole.iso3 = body.iso3
        bearer.iso3 = bearer.iso3 or body.iso3
