"""Complete and clear the acts of an article before they are told.

Some parties are said elsewhere in the sentence or the article: whom a threat is against, whose launches
are condemned. And some triggers are no acts of their own: talks with nobody, an attack by nobody on
nobody, the meeting that a meeting was agreed to be.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import Act
from kg.extract.acts.descriptions import only_describes
from kg.extract.circumstances.circumstances import place_of
from kg.extract.parties.addressees import Addressees, of_inner
from kg.extract.parties.agents import find_agents
from kg.extract.parties.captors import captivity_of, captors_of, tell_captors
from kg.extract.parties.parties import Parties
from kg.extract.parties.sanctioned import whose_things
from kg.extract.parties.targets import STRUCK, seized_from, struck_side
from kg.extract.reference.cast import PERSON, UNNAMED, Cast
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import governing_verb, logical_objects, surface_subjects
from kg.language.document import Document, Token
from kg.language.passives import is_passive

_DESCRIBING = frozenset({"acl", "relcl"})  # "students who had been jailed": whoever is only described by it
_NEVER_LONELY = frozenset({"visit", "third-party", "multilateral"})  # others are there, named or not
_ASKED_OF_NOBODY = frozenset({"Retreat", "Concede", "Consult"})  # "called for the release of the journalist"
_READY = frozenset({"ready", "willing", "prepared"})
_REFRAINING = frozenset({"refrain", "abstain", "desist"})
_ORDERING = frozenset({"direct", "order", "instruct", "decree"})  # what is ordered is done by the own people
_HOSTILE = frozenset({"Sanction", "Coerce", "Assault", "Threaten", "Accuse"})
"""What one agrees to do to somebody is not agreed with him: "agreed to impose sanctions on Chad"."""
_PUNISHING = frozenset({"Sanction", "Coerce", "Assault", "Concede"})
_MEASURES = frozenset({"Sanction", "Coerce"})
_MEASURES_BACK = 2  # sentences back to the measure of which another one is a part
_AGREED_ALREADY = frozenset({"Consult", "Cooperate", "Support", "Agree"})


def complete_acts(document: Document, parties: Parties, acts: Sequence[Act], utterances: Sequence[Utterance]) -> None:
    """Fill in recipients that the clause leaves to its surroundings."""
    addressees = Addressees(document, parties, acts, utterances)
    for act in acts:
        if not act.actors:
            act.actors = find_agents(document, parties, act, utterances)
            act.recipients = tuple(r for r in act.recipients if r not in act.actors)
        _settle_who_is_hit(document, parties, act)
        if act.category == "Agree" and act.verbal and not act.actors:
            act.actors = _signatories(document, act, acts)
        if act.category == "Concede" and not act.actors:
            act.actors = captors_of(document, parties, act)
        if not act.recipients and act.actors:
            act.recipients = addressees.of(act) or _spelled_out(document, parties, act)
        if act.category == "Sanction" and act.actors and not act.recipients:
            others = {other.head.i for other in acts if other is not act}
            act.recipients = whose_things(document, parties.cast, (act.head, *act.match.used), act.actors, others)
    for act in acts:
        _let_the_asked_do_it(document, act)
    tell_captors(acts)
    _go_on_with_measures(document, parties, acts)


def _settle_who_is_hit(document: Document, parties: Parties, act: Act) -> None:
    """A deed of force hits a side and not bystanders: whose the thing is that was struck or seized."""
    if act.category == "Assault" or (act.category == "Coerce" and _only_describes(document, act)):
        act.recipients = tuple(r for r in act.recipients if r not in parties.bystanders)
    if act.category in STRUCK and not act.recipients:
        act.recipients = struck_side(document, parties, act)
    if act.category == "Coerce" and act.verbal and not act.recipients:
        act.recipients = seized_from(document, parties, act)


def _let_the_asked_do_it(document: Document, act: Act) -> None:
    """As in "protested to X and demanded that the crew be released": who is asked, if in another clause, does it."""
    asked = act.category == "Request" and act.head.lemma not in _ORDERING
    for inner in act.inner if asked else ():
        if not inner.actors and inner.verbal and is_passive(document, inner.head):
            inner.actors = tuple(r for r in act.recipients if r not in inner.recipients)


def _go_on_with_measures(document: Document, parties: Parties, acts: Sequence[Act]) -> None:
    """As in "Mali closed the border to Niger. ... Two Niger lawmakers were denied visas": the measures go on."""
    for act in acts:
        if not act.actors and act.category in _MEASURES and act.verbal and is_passive(document, act.head):
            act.actors = _measuring(document, parties, act, acts)


def _measuring(document: Document, parties: Parties, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """Who took the measures told of right before against the side that an act hits."""
    entities = parties.cast.entities
    hit = {entities[i].iso3 for i in act.recipients} - {None}
    here = document.sentence_of(act.head).number
    for other in reversed([a for a in acts if a.head.i < act.head.i and a.category in _MEASURES and a.actors]):
        if here - document.sentence_of(other.head).number > _MEASURES_BACK:
            return ()
        doers = {entities[i].iso3 for i in other.actors} - {None}
        if hit and doers and not doers & hit and hit & {entities[i].iso3 for i in other.recipients}:
            return other.actors
    return ()


def _only_describes(document: Document, act: Act) -> bool:
    """As in "students who had been jailed"; "reports that students had been jailed" tells of it."""
    described = document.head(act.head)
    return act.head.dep in _DESCRIBING and any(t.i == described.i for t in logical_objects(document, act.head))


def _spelled_out(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "sanctioned two firms today. ... A is being sanctioned for ...": those whom a measure names further on."""
    if act.category != "Sanction" or not act.verbal:
        return ()
    later = (t for t in document.tokens[act.head.i + 1 :] if t.lemma == act.head.lemma and t.tag == "VBN")
    passives = [t for t in later if t.dep != "relcl" and is_passive(document, t)]
    named = parties.of(t for verb in passives for t in surface_subjects(document, verb))
    return tuple(i for i in named if i not in act.actors and parties.cast.entities[i].kind != UNNAMED)


def speak_for_own_side(cast: Cast, acts: Sequence[Act], utterances: Sequence[Utterance]) -> None:
    """Who threatens with what the own forces will do is who says so: "X said that the army would respond"."""
    for act in acts:
        utterance = utterance_at(utterances, act.head.start) if act.category == "Threaten" else None
        if (
            utterance is None
            or utterance.speaker is None
            or (utterance.verb is not None and utterance.verb.i == act.head.i)
        ):
            continue
        speaker = cast.entities[utterance.speaker]
        own = {cast.entities[i].iso3 for i in act.actors}
        if act.actors and speaker.iso3 is not None and own == {speaker.iso3}:
            act.actors = (speaker.id,)


def _signatories(document: Document, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """Whose agreement "the agreement" is: the parties of the talks or the agreement told of right before."""
    subjects = logical_objects(document, act.head)
    if not any(kid.lower in ("the", "this") for t in subjects for kid in document.children(t, "det")):
        return ()
    here = document.sentence_of(act.head).number
    for other in reversed([a for a in acts if a.head.i < act.head.i and a.category in ("Consult", "Agree")]):
        parties = tuple(dict.fromkeys((*other.actors, *other.recipients)))
        if len(parties) > 1 and here - document.sentence_of(other.head).number <= 1:
            return parties
    return ()


def clear_acts(document: Document, cast: Cast, acts: Sequence[Act]) -> None:
    """Mark as dropped what is no act of its own."""
    wished = {token.i for act in acts if _wished(act) for token in act.match.used}
    beside = {token.i for act in acts if act.category == "Accuse" for token in _purposes(document, act)}
    beside.update(i for act in acts for i in captivity_of(document, act))
    for act in acts:
        if (
            act.head.i in wished
            or _lonely(cast, act)
            or _at_home(cast, act)
            or _nobody(document, cast, act)
            or _said_by_wrapper(cast, act)
            or act.head.i in beside
            or (act.match.trigger.wants_target and not act.recipients)
        ):
            act.dropped = True
        if (
            _ready_for_blows(act)
            or only_describes(document, act)
            or _armed_with(act)
            or _accused_of(document, act, acts)
        ):
            act.dropped = True
        if _breach(act) or _polite(act) or _held_back(document, act):
            act.dropped = True
    for act in acts:
        apart = any(_sent(inner) or inner.category in _HOSTILE for inner in act.inner)
        if act.category == "Agree" and not act.recipients and not apart:
            act.recipients = of_inner(act)


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


def _sent(act: Act) -> bool:
    """As in "promised to send the minister to Cairo": the promise need not be made to the host."""
    return act.category == "Consult" and act.match.trigger.actor == ("obj",)


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


def _ready_for_blows(act: Act) -> bool:
    """As in "are ready to take up arms": a threat, and no agreement."""
    vows = [inner for inner in act.inner if inner.match.trigger.vows] if act.category == "Agree" else []
    for inner in vows:
        inner.wrapper, inner.modality = None, "Occurred"
    return bool(vows)


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


def _said_by_wrapper(cast: Cast, act: Act) -> bool:
    """As in "agreed to keep talking": the agreement says it all, unless the inner act has parties of its own."""
    wrapper = act.wrapper
    if wrapper is None or wrapper.category != "Agree" or act.category not in _AGREED_ALREADY:
        return False
    if wrapper.head.lemma == "offer" and act.category == "Consult":
        act.modality = "Hypothetical"  # an offer to talk may be turned down
        return False
    if _READY & {token.lower for token in wrapper.match.used}:
        act.modality = "Hypothetical"  # who is ready to do it has not said that it will be done
        return False
    own, agreed = {*act.actors, *act.recipients}, {*wrapper.actors, *wrapper.recipients}
    if act.category in ("Aid", "Support") and act.recipients:
        return False
    states = {cast.entities[i].iso3 for i in agreed} - {None}
    return all(i in agreed or (cast.entities[i].iso3 in states and cast.entities[i].kind != PERSON) for i in own)
