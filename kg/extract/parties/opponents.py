"""Against whom an act is that names nobody: the other side of the quarrel that the article tells of.

"Russia rejected the plan", "Belgrade walked out": in nearly all articles the addressee is the one with whom
the actor quarrels there. The answer to who has just blamed, asked or threatened the actor comes first, then
the side that the actor is told to quarrel with, if that is clearly one. Such an act is `inferred`, and told
with less confidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.extract.acts.act import SYMMETRIC, Act
from kg.extract.parties.sides import sides_of
from kg.extract.reference.cast import UNNAMED, Cast
from kg.language.clauses import logical_objects
from kg.language.document import Document

_AGAINST_SOMEBODY: Final = frozenset({"Accuse", "Reject", "Threaten", "Sanction"})
"""Categories in which nearly every act of careful readers has an addressee."""
_QUARREL: Final = frozenset({"Request", "Accuse", "Reject", "Threaten", "Sanction", "Coerce", "Assault", "Protest"})
_FIGHT: Final = frozenset({"Assault", "Coerce", "Mobilize"})
_ANSWERED: Final = frozenset({"Request", "Accuse", "Threaten", "Sanction"})
_WORDS: Final = frozenset({"Accuse", "Reject", "Threaten"})  # an answer to a request is given in words
_SENTENCES_BACK: Final = 2
_BETWEEN_TALKERS: Final = frozenset({"Request"})
_ON_PRINCIPLE: Final = frozenset({"oppose"})  # "opposes any change to the status quo": a stand, against nobody yet
_LEAD: Final = 3  # sentences from the top in which a readout names its conversation
_MOSTLY: Final = 0.6  # share of the acts in a readout that are those of the two who talk
_CLEAR: Final = 0.6  # share of the actor's quarrels in the article that are with one side


def find_opponents(document: Document, cast: Cast, acts: Sequence[Act]) -> None:
    """Fill in the recipients of acts against somebody that the text leaves to its readers."""
    sides, enemies = _quarrels(cast, acts, _QUARREL), _quarrels(cast, acts, _FIGHT)
    talkers = _talkers(document, acts)
    for act in acts:
        if act.recipients or not act.actors or act.dropped or _with_each_other(act) or _looks_into(act):
            continue
        found = None
        if act.category in _BETWEEN_TALKERS and act.actors[0] in talkers and act.wrapper is None:
            found = next((other for other in talkers if other not in act.actors), None)
        elif (act.category == "Accuse" and _about_deed_of_unknown(cast, act)) or _threatens_unknown(document, act):
            continue
        elif act.category in _AGAINST_SOMEBODY:
            found = _answered(document, cast, act, acts) or _opponent(cast, act, sides)
        elif _hits_something(document, act) or _is_ceasefire(act):
            found = _opponent(cast, act, enemies)
        if found is not None:
            act.recipients, act.inferred = (found,), True


def _with_each_other(act: Act) -> bool:
    """As in "the two delegations refuse to meet": what several refuse to do together is against nobody else."""
    return len(act.actors) > 1 and any(inner.category in SYMMETRIC for inner in act.inner)


def _looks_into(act: Act) -> bool:
    """Who investigates, or takes a stand, is against nobody yet: "the police are investigating the deaths"."""
    return act.match.trigger.mode == "investigate" or act.head.lemma in _ON_PRINCIPLE


def _hits_something(document: Document, act: Act) -> bool:
    """As in "destroyed two tanks"; crowds that are dispersed are no enemy."""
    attack = act.category == "Assault" and act.verbal and act.match.trigger.mode != "crowd-control"
    return attack and bool(logical_objects(document, act.head))


def _is_ceasefire(act: Act) -> bool:
    """Who ceases fire does so towards whom he fights."""
    return act.category == "Retreat" and act.match.trigger.mode == "ceasefire"


def _about_deed_of_unknown(cast: Cast, act: Act) -> bool:
    """As in "condemned the killing of X": nobody says who did it, and the victims are not of one's own side."""
    own = sides_of(cast, act.actors)
    deeds = [inner for inner in act.inner if inner.category in _FIGHT and not inner.actors]
    return any(not sides_of(cast, deed.recipients) & own for deed in deeds)


def _threatens_unknown(document: Document, act: Act) -> bool:
    """As in "threatened to attack the force": the text says whom the threat is against, though not by a name."""
    attacks = (inner for inner in act.inner if inner.category == "Assault" and inner.verbal and not inner.recipients)
    return act.category == "Threaten" and any(logical_objects(document, attack.head) for attack in attacks)


def _talkers(document: Document, acts: Sequence[Act]) -> tuple[str, ...]:
    """The two who talk with each other in a readout: the parties of the talk that it begins with."""
    for act in acts:
        if act.category == "Consult" and not act.dropped and document.sentence_of(act.head).number < _LEAD:
            parties = tuple(dict.fromkeys((*act.actors, *act.recipients)))
            told = [a for a in acts if a.actors and a.wrapper is None and not a.dropped]
            own = [a for a in told if set(a.actors) <= set(parties)]
            return parties if len(parties) == 2 and len(own) >= _MOSTLY * len(told) else ()
    return ()


def _quarrels(cast: Cast, acts: Sequence[Act], categories: frozenset[str]) -> Mapping[str, Counter[str]]:
    """For each side, how often it quarrels with each other side, by acts of these categories."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for act in acts:
        if act.category not in categories or act.dropped or _is_mediation(cast, act):
            continue
        for one in sides_of(cast, _named(cast, act.actors)):
            for other in sides_of(cast, _named(cast, act.recipients)) - {one}:
                if _can_be_named(cast, one) and _can_be_named(cast, other) and not _of_one_house(cast, one, other):
                    found[one][other] += 1
                    found[other][one] += 1
    return found


def _is_mediation(cast: Cast, act: Act) -> bool:
    """As in "urged both sides to talk", "asked the UN", "at the request of X": no quarrel with those who are asked."""
    asked = {cast.entities[i].kind for i in act.recipients}
    several = len(sides_of(cast, act.recipients)) > 1
    return act.category == "Request" and (several or "InternationalOrganization" in asked or not act.verbal)


def _named(cast: Cast, entities: Iterable[str]) -> list[str]:
    """Without crowds and peoples: what befalls some of a nation is no quarrel of its state."""
    return [i for i in entities if cast.entities[i].kind not in (UNNAMED, "PopulationGroup")]


def _of_one_house(cast: Cast, one: str, other: str) -> bool:
    """Whether one is a body of the other, by its name or by what it is part of: no quarrel, but a broken parse."""
    a, b = cast.entities[one], cast.entities[other]
    names = (a.canonical.casefold(), b.canonical.casefold())
    return names[0] in names[1] or names[1] in names[0] or a.part_of == other or b.part_of == one


def _can_be_named(cast: Cast, entity: str) -> bool:
    return cast.entities[entity].kind != UNNAMED


def _answered(document: Document, cast: Cast, act: Act, acts: Sequence[Act]) -> str | None:
    """Who has just blamed, asked or threatened the actor."""
    here, own = document.sentence_of(act.head).number, sides_of(cast, act.actors)
    for other in reversed([a for a in acts if a.head.i < act.head.i and a.category in _ANSWERED and a.actors]):
        if here - document.sentence_of(other.head).number > _SENTENCES_BACK:
            return None
        if (other.category == "Request" and act.category not in _WORDS) or _tells_of(other, act):
            continue
        asked = sides_of(cast, other.recipients) & own
        if asked and not sides_of(cast, other.actors) & own and _can_be_named(cast, other.actors[0]):
            return other.actors[0]
    return None


def _tells_of(outer: Act, act: Act) -> bool:
    """As in "we regret that X refuses to sign": a complaint about an act is not what the act answers."""
    wrapper = act.wrapper
    while wrapper is not None and wrapper is not outer:
        wrapper = wrapper.wrapper
    return wrapper is outer


def _opponent(cast: Cast, act: Act, sides: Mapping[str, Counter[str]]) -> str | None:
    """The side that the actor quarrels with in most of the article."""
    own = sides_of(cast, act.actors)
    for one in sorted(own):
        counted = sides.get(one)
        if counted:
            other, count = counted.most_common(1)[0]
            if cast.entities[other].is_actor and count >= _CLEAR * counted.total() and other not in own:
                return other
    return None
