"""Who did what the passive tells without an agent: "200 engineers would be deployed", "two men were detained".

The force that acts in the sentence before arrests; what a speaker announces is done by the speaker's state, or by
the state whose troops they are; strikes that are listed are those of who conducted them. Nothing is inferred of clauses
that only describe somebody ("who had been jailed").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.circumstances.circumstances import place_of
from kg.extract.parties.announced import announced_by
from kg.extract.parties.parties import Parties
from kg.extract.parties.targets import holders_of
from kg.extract.reference.cast import Entity
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import before_which, prepositional_objects

_ARREST: Final = frozenset("arrest detain hold apprehend capture".split())
_ARRESTING: Final = frozenset("police officer policeman soldier troop gendarme".split())
_WORDED: Final = frozenset({"Accuse", "Request", "Support", "Reject", "Threaten"})
_PAPERS: Final = frozenset(
    """
    resolution statement communique communiqué declaration report letter text document decree motion order directive
    appeal petition message note bill law
    """.split()
)
_ENACTED: Final = frozenset("decree order directive law legislation proclamation resolution regulation bill".split())
_MEASURES: Final = frozenset({"Sanction", "Coerce", "Concede"})
"""What is done by enacting it: "signed an order imposing sanctions on X"."""
_MAKING: Final = frozenset(
    """
    adopt issue publish release sign approve pass send write draft unveil back endorse submit table deliver enact
    promulgate
    """.split()
)
_POINTING: Final = frozenset({"the", "this", "that"})
_PAPER_BACK: Final = 120  # tokens from a paper to its makers: about five sentences
_MOVING: Final = frozenset({"Mobilize", "Retreat"})
_FORCES: Final = frozenset({"ArmedForce", "ArmedGroup"})
_TO_COME: Final = frozenset({"will", "would", "shall", "to", "'ll", "’ll"})
_STRIKES: Final = frozenset({"strike", "airstrike", "raid"})
_CONDUCTING: Final = frozenset({"conduct", "launch", "carry", "mount", "fly"})
_STRIKES_BACK: Final = 400  # tokens from a strike to who conducted it: a page that lists them
_DESCRIBING: Final = frozenset({"relcl", "acl", "amod"})
_DONE_IN_DEEDS: Final = frozenset({"Assault", "Coerce"})


def find_agents(document: Document, parties: Parties, act: Act, utterances: Sequence[Utterance]) -> tuple[str, ...]:
    """The actors of an agentless passive, or of what strikes do, where the words around it tell them; else empty."""
    if act.actors:
        return ()
    if not act.verbal:
        return _from_held_area(document, parties, act)
    if act.category == "Assault" and (doers := _of_strikes_before(document, parties, act)):
        return doers
    passive = act.head.dep not in _DESCRIBING and is_passive(document, act.head)
    if act.category in _WORDED:
        paper = _by_document(document, parties, act)
        return paper or (announced_by(document, parties, act, utterances) if passive else ())
    if not passive:
        return _by_enacting(document, parties, act)
    speaker = _speaking_state(parties, act, utterances)
    if act.category == "Mobilize" and any(kid.lower in _TO_COME for kid in document.children(act.head, "aux")):
        return _owners(document, parties, act) or ((speaker.id,) if speaker is not None else ())
    if act.category in _MOVING:
        return _owners(document, parties, act) or announced_by(document, parties, act, utterances)
    if act.category == "Coerce" and act.head.lemma in _ARREST:
        return _police_before(document, parties, act) or _where_the_speaker_rules(document, parties, act, speaker)
    return announced_by(document, parties, act, utterances)


def _from_held_area(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "rocket attacks from the Hamas-controlled Gaza Strip": those who hold where an attack comes from."""
    if act.category != "Assault":
        return ()
    struck = [t for name in ("on", "against", "at") for t in prepositional_objects(document, act.head, name)]
    areas = [t for noun in (act.head, *struck) for t in prepositional_objects(document, noun, "from")]
    marks = [kid for area in areas for kid in document.children(area, "amod", "compound", "nmod", "acl")]
    return parties.of(t for mark in marks for t in holders_of(document, mark))


def of_deed_around(document: Document, parties: Parties, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """As in "an ambush by rebels in which six officers died": whoever did the deed that a clause tells more of.

    The actors of that deed. A toll of nobody's people is no deed of its own and has none.
    """
    somebody = any(act.category != "Assault" or i not in parties.bystanders for i in act.recipients)
    befell = somebody and act.category in _DONE_IN_DEEDS and _tells_what_befell(document, act)
    if act.head.dep != "relcl" or not befell or before_which(document, act.head) not in ("in", "during", "of"):
        return ()
    by_head = {other.head.i: other for other in acts if other.category in _DONE_IN_DEEDS}
    for token in document.ancestors(act.head):
        if token.i in by_head:
            deed = by_head[token.i]
            return tuple(i for i in deed.actors if i not in act.recipients)
        if token.pos in ("VERB", "AUX"):
            break
    return ()


def _tells_what_befell(document: Document, act: Act) -> bool:
    return is_passive(document, act.head) or act.head.lemma in ("die", "perish", "drown", "fall")


def _of_strikes_before(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "Coalition forces conducted ten strikes. ... One strike destroyed a bridge": whose strikes are listed."""
    for deed in logical_subjects(document, act.head):
        if deed.lemma not in _STRIKES or document.children(deed, "poss", "amod", "compound", "acl", "relcl", "prep"):
            continue
        for earlier in reversed(document.tokens[max(deed.i - _STRIKES_BACK, 0) : deed.i]):
            verb = document.head(earlier)
            if earlier.lemma == deed.lemma and earlier.dep == "dobj" and verb.lemma in _CONDUCTING:
                return parties.of(logical_subjects(document, verb))
    return ()


def _speaking_state(parties: Parties, act: Act, utterances: Sequence[Utterance]) -> Entity | None:
    utterance = utterance_at(utterances, act.head.start)
    if utterance is None or utterance.speaker is None:
        return None
    iso3 = parties.cast.entities[utterance.speaker].iso3
    return parties.context.state(iso3) if iso3 is not None else None


def _owners(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "200 British engineers", "the Kenyan Navy": the states of those who are moved, or the force itself."""
    moved = logical_objects(document, act.head)
    owners = [parties.cast.at(kid) for t in moved for kid in document.children(t, "amod", "compound", "poss")]
    owners += [e for t in moved if (e := parties.cast.at(t)) is not None and e.kind in _FORCES]
    return tuple(dict.fromkeys(e.id for e in owners if e is not None and e.is_actor))


def _by_document(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "The Council adopted a resolution. The resolution condemns X": who made the paper that says so.

    Of "a resolution condemning X" those who make it there, or own it.
    """
    described = document.head(act.head)
    if act.head.dep in ("acl", "relcl") and described.lemma in _PAPERS:
        return parties.of(_makers(document, described))
    for paper in logical_subjects(document, act.head):
        if paper.lemma not in _PAPERS or not any(k.lower in _POINTING for k in document.children(paper, "det")):
            continue
        before = document.tokens[max(paper.i - _PAPER_BACK, 0) : paper.i]
        for earlier in (t for t in reversed(before) if t.lemma == paper.lemma):
            made = parties.of(_makers(document, earlier))
            if made:
                return made
    return ()


def _by_enacting(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "signed an order imposing sanctions", "issued an order on Friday that froze its assets": who makes it."""
    order = document.head(act.head)
    active = act.head.tag in ("VBG", "VBD", "VBZ", "VBP") and not is_passive(document, act.head)
    if act.category not in _MEASURES or not active or act.head.dep not in ("acl", "relcl"):
        return ()
    return parties.of(_makers(document, order)) if order.lemma in _ENACTED else ()


def _makers(document: Document, paper: Token) -> list[Token]:
    """Who owns, writes or adopts a paper."""
    owners = document.children(paper, "poss") + prepositional_objects(document, paper, "by")
    verb = document.head(paper)
    made = paper.dep in ("dobj", "nsubjpass") and verb.lemma in _MAKING
    return owners or (logical_subjects(document, verb) if made else [])


def _police_before(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """The police or soldiers that act in the sentence before, in the same paragraph."""
    here = document.sentence_of(act.head)
    before = document.sentences[here.number - 1] if here.number > 0 else here
    if before is here or before.paragraph != here.paragraph:
        return ()
    subjects = [t for t in document.tokens_of(before) if t.dep == "nsubj" and document.head(t).dep == "ROOT"]
    return parties.of(t for t in subjects if _arrests(document, t))


def _arrests(document: Document, subject: Token) -> bool:
    return any(t.lemma in _ARRESTING for t in (subject, *document.children(subject, "compound")))


def _where_the_speaker_rules(document: Document, parties: Parties, act: Act, speaker: Entity | None) -> tuple[str, ...]:
    """As in "Turkey said two men had been arrested in Ankara": a state arrests in its own places."""
    place = place_of(document, parties.cast, act)
    same = speaker is not None and place is not None and place.iso3 == speaker.iso3
    return (speaker.id,) if speaker is not None and same else ()
