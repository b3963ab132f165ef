"""Mark what is no act of its own: talks with nobody, an attack by nobody on nobody, what was agreed to be done.

An act that is dropped stays among the acts, for others may stand in it, and is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.acts.descriptions import only_describes
from kg.extract.circumstances.circumstances import place_of
from kg.extract.parties.addressees import of_inner
from kg.extract.parties.captors import captivity_of
from kg.extract.reference.cast import PERSON, UNNAMED, Cast
from kg.language.clauses import governing_verb, logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.senders import senders_of

_NEVER_LONELY: Final = frozenset({"visit", "third-party", "multilateral"})  # others are there, named or not
_ASKED_OF_NOBODY: Final = frozenset({"Retreat", "Concede", "Consult"})  # "called for the release of the journalist"
_READY: Final = frozenset({"ready", "willing", "prepared"})
_REFRAINING: Final = frozenset({"refrain", "abstain", "desist"})
_HOSTILE: Final = frozenset({"Sanction", "Coerce", "Assault", "Threaten", "Accuse"})
"""What one agrees to do to somebody is not agreed with him: "agreed to impose sanctions on Chad"."""
_PUNISHING: Final = frozenset({"Sanction", "Coerce", "Assault", "Concede"})
_AGREED_ALREADY: Final = frozenset({"Consult", "Cooperate", "Support", "Agree"})


def clear_acts(document: Document, cast: Cast, acts: Sequence[Act]) -> None:
    """Mark as dropped what is no act of its own, and as hypothetical what is only offered."""
    wished = {token.i for act in acts if _wished(act) for token in act.match.used}
    beside = {token.i for act in acts if act.category == "Accuse" for token in _purposes(document, act)}
    beside.update(i for act in acts for i in captivity_of(document, act))
    beside.update(i for act in acts for i in _sent_to_strike(document, act))
    for act in acts:
        if act.head.i in wished or _lonely(cast, act) or _at_home(cast, act) or _nobody(document, cast, act):
            act.dropped = True
        elif _only_offered(act):
            act.modality = "Hypothetical"
        elif _said_by_wrapper(cast, act):
            act.dropped = True
        if act.head.i in beside or (act.match.trigger.wants_target and not act.recipients):
            act.dropped = True
        blows = _threatened_blows(act)
        _tell_apart(blows)
        if blows or only_describes(document, act) or _armed_with(act) or _accused_of(document, act, acts):
            act.dropped = True
        if _breach(act) or _polite(act) or _held_back(document, act):
            act.dropped = True
    _tell_only_ready(acts)
    _agree_with_partners(acts)


def _tell_only_ready(acts: Sequence[Act]) -> None:
    """As in "is ready to resume talks": what it is ready for tells it all, and nothing is agreed."""
    for act in acts:
        ready = _READY & {token.lower for token in act.match.used if token.pos == "ADJ"}
        told = [inner for inner in act.inner if not inner.dropped]
        if act.category == "Agree" and act.verbal and ready and told and not act.dropped:
            act.dropped = True
            for inner in told:
                inner.wrapper, inner.modality = None, "Hypothetical"


def _agree_with_partners(acts: Sequence[Act]) -> None:
    """As in "agreed to meet X": with whom something is to be done, it is agreed; but nothing hostile."""
    for act in acts:
        apart = any(_sent(inner) or inner.category in _HOSTILE for inner in act.inner)
        if act.category == "Agree" and not act.recipients and not apart:
            act.recipients = of_inner(act)


def _sent(act: Act) -> bool:
    """As in "promised to send the minister to Cairo": the promise need not be made to the host."""
    return act.category == "Consult" and act.match.trigger.actor == ("obj",)


def _purposes(document: Document, act: Act) -> list[Token]:
    """What an envoy is called in for ("summoned the ambassador to lodge a protest"): the protest is told once."""
    if not any(condition.slot == "xcomp" for condition in act.match.trigger.conditions):
        return []
    kids = [kid for kid in document.children(act.head, "xcomp", "advcl") if kid.tag == "VB"]
    nouns = [noun for kid in kids for noun in document.children(kid, "dobj")]
    return [*kids, *nouns]


def _lonely(cast: Cast, act: Act) -> bool:
    """Talking with nobody: one named party and no other, unless that is what it is asked to do."""
    if act.category != "Consult" or act.match.trigger.mode in _NEVER_LONELY or act.recipients or len(act.actors) != 1:
        return False
    if _asked(act) or _others_unnamed(act):
        return False
    entity = cast.entities[act.actors[0]]
    return entity.kind == PERSON or (entity.kind == UNNAMED and not entity.canonical.endswith("s"))


def _wished(act: Act) -> bool:
    """A request that is only thought of ("went on strike to demand the release of X"): so is what it asks for."""
    return act.category == "Request" and act.modality == "Hypothetical"


def _at_home(cast: Cast, act: Act) -> bool:
    """Being in a country is a visit for a foreigner alone ("the secretary is in Cairo today")."""
    if act.head.lemma != "be" or act.match.trigger.mode != "visit":
        return False
    guests = {cast.entities[i].iso3 for i in act.actors}
    return None in guests or not guests.isdisjoint(cast.entities[i].iso3 for i in act.recipients)


def _asked(act: Act) -> bool:
    """Whether a request is what tells of the act."""
    wrapper = act.wrapper
    return wrapper is not None and wrapper.category == "Request" and wrapper.modality != "Hypothetical"


def _others_unnamed(act: Act) -> bool:
    """As in "briefed ambassadors", "met with donors": the lexicon's line wants somebody there, and somebody is."""
    trigger = act.match.trigger
    return any(c.slot in trigger.recipient and c.words and not c.negated for c in trigger.conditions)


def _nobody(document: Document, cast: Cast, act: Act) -> bool:
    """A deed of nobody upon nobody, told by a noun, or only thought of; unless somebody condemns it and says where."""
    if act.actors or act.recipients or (act.verbal and act.modality != "Hypothetical"):
        return False
    if _asked(act) and act.category in _ASKED_OF_NOBODY:
        return False
    condemned = act.wrapper is not None and act.wrapper.category == "Accuse"
    return not condemned or place_of(document, cast, act) is None


def _armed_with(act: Act) -> bool:
    """As in "gangs armed with spears", "officers backed by nobody": how somebody is, not what was given."""
    standing = act.head.tag == "VBN" and act.head.dep in ("acl", "amod")
    return act.category == "Aid" and standing and not act.actors


def _accused_of(document: Document, act: Act, acts: Sequence[Act]) -> bool:
    """As in "expelled two diplomats accused of spying": what those are held for to whom something is done."""
    if act.category != "Accuse" or act.actors or act.head.dep not in ("acl", "relcl"):
        return False
    noun = document.head(act.head)
    deeds = (other for other in acts if other.verbal and other.category in _PUNISHING)
    return any(noun.i in {t.i for t in logical_objects(document, deed.head)} for deed in deeds)


def _breach(act: Act) -> bool:
    """As in "accused X of violating the deal", "denied breaking it": a breach told of so is no refusal of its own."""
    return act.category == "Reject" and act.wrapper is not None and act.wrapper.category in ("Accuse", "Reject")


def _held_back(document: Document, act: Act) -> bool:
    """As in "stopped short of condemning X", "refrained from naming X": what is not done."""
    above = document.head(act.head)
    if act.head.dep != "pcomp" or not act.verbal:
        return False
    verb = governing_verb(document, above)
    if verb is None or above.lower not in ("of", "from"):
        return False
    short = verb.lemma in ("stop", "fall") and any(t.lower == "short" for t in document.tokens[verb.i : above.i])
    return short or (verb.lemma in _REFRAINING and above.lower == "from")


def _polite(act: Act) -> bool:
    """As in "thank you for coming": praise of nobody by nobody."""
    return act.category == "Support" and not act.actors and not act.recipients and act.wrapper is None


def _sent_to_strike(document: Document, act: Act) -> set[int]:
    """As in "drones sent by X hit the port": the words for the sending, which is a part of the blow."""
    struck_with = logical_subjects(document, act.head) if act.category == "Assault" and act.verbal else []
    return {verb.i for thing in struck_with if senders_of(document, thing) for verb in document.children(thing, "acl")}


def _threatened_blows(act: Act) -> list[Act]:
    """As in "are ready to take up arms": what is threatened by words that seem to agree to it, and do not."""
    return [inner for inner in act.inner if inner.match.trigger.vows] if act.category == "Agree" else []


def _tell_apart(blows: Sequence[Act]) -> None:
    """Make them acts of their own."""
    for blow in blows:
        blow.wrapper, blow.modality = None, "Occurred"


def _only_offered(act: Act) -> bool:
    """As in "offered to talk", which may be turned down, and "is ready to talk": nobody has said that it will be."""
    wrapper = act.wrapper
    if wrapper is None or wrapper.category != "Agree" or act.category not in _AGREED_ALREADY:
        return False
    offered = wrapper.head.lemma == "offer" and act.category == "Consult"
    return offered or bool(_READY & {token.lower for token in wrapper.match.used})


def _said_by_wrapper(cast: Cast, act: Act) -> bool:
    """As in "agreed to keep talking": the agreement says it all, unless the inner act has parties of its own."""
    wrapper = act.wrapper
    if wrapper is None or wrapper.category != "Agree" or act.category not in _AGREED_ALREADY:
        return False
    if act.category in ("Aid", "Support") and act.recipients:
        return False
    own, agreed = {*act.actors, *act.recipients}, {*wrapper.actors, *wrapper.recipients}
    states = {cast.entities[i].iso3 for i in agreed} - {None}
    return all(i in agreed or (cast.entities[i].iso3 in states and cast.entities[i].kind != PERSON) for i in own)
