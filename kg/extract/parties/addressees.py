"""To whom words are that name no addressee: whom a threat is against, who made what is rejected, who claimed it.

The clause itself comes first (whom the threatened act would hit, on whose conduct it depends, who made the plan),
then what was told right before (who did the condemned deed, who said what is denied). Nothing is guessed here;
the quarrel of the whole article is `kg.extract.parties.opponents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.asked import asked
from kg.extract.parties.objects import behind_object
from kg.extract.parties.parties import Parties
from kg.extract.parties.reactions import reacted_to
from kg.extract.parties.retold import POINTING
from kg.extract.parties.sides import OWN_SIDE
from kg.extract.reference.cast import STATE, UNNAMED, Cast, Reference
from kg.extract.speech.speech import Utterance
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_AGAINST_DEEDS: Final = frozenset({"Accuse", "Reject", "Support", "Request"})
_AGAINST_MADE: Final = frozenset({"Accuse", "Reject"})
_TOWARDS: Final = frozenset({"Reject", "Threaten"})
_HOSTILE: Final = frozenset({"Accuse", "Assault", "Threaten"})
_HARM: Final = frozenset({"Accuse", "Assault", "Threaten", "Coerce", "Sanction", "Mobilize"})
"""What is denied of these is denied to whom they are against."""
_SIDES: Final = frozenset({STATE, "ArmedGroup"})
_WORDS: Final = frozenset(
    """
    account claim report statement allegation accusation charge comment remark assertion version criticism denial
    demand call proposal offer appeal threat warning complaint suggestion idea plan announcement decision
    figure toll
    """.split()
)
_MADE: Final = frozenset(
    """
    resolution plan proposal deal decision law bill ruling order ban measure sanction tariff embargo initiative draft
    verdict demand ultimatum offer decree roadmap
    """.split()
)
"""What somebody makes for others to answer."""
_SPOKEN: Final = frozenset({"Accuse", "Consult", "Request", "Threaten"})
_WRITTEN: Final = frozenset({"Request", "Threaten"})
_PARTICIPLES: Final = frozenset({"acl", "advcl", "relcl", "conj"})
_LETTERS: Final = frozenset({"letter", "message", "note", "cable", "telegram", "missive", "memo"})
_PURPOSE: Final = frozenset({"advcl", "xcomp"})
_CONDITIONS: Final = frozenset({"if", "unless", "should"})
_CALLS: Final = frozenset({"call", "demand", "appeal", "request", "proposal"})
"""Words that still point to what was said before when they repeat what it was for."""
_DENYING: Final = frozenset({"deny", "dispute", "contest", "refute"})
_WORDS_BACK: Final = 2  # sentences back to the words that "the claim" means
_CLAIM_BACK: Final = 1  # sentence back to who said what is denied in words of one's own
_MADE_BACK: Final = 600  # tokens back to where "the resolution" was made


class Addressees:
    """Answers to whom the acts of one article are."""

    def __init__(
        self, document: Document, parties: Parties, acts: Sequence[Act], utterances: Sequence[Utterance]
    ) -> None:
        self._document = document
        self._parties = parties
        self._cast: Cast = parties.cast
        self._acts = acts
        self._utterances = utterances
        self._deeds: dict[str, list[Act]] = {}
        for act in acts:
            self._deeds.setdefault(act.head.lemma, []).append(act)

    def of(self, act: Act) -> tuple[str, ...]:
        """The recipients of an act that has an actor and names no recipient; empty where nothing tells them.

        None for an investigation: who spoke or did something before is not whom it is against.
        """
        if act.match.trigger.mode == "investigate":
            return ()
        if act.category == "Request" and (found := asked(self._document, self._parties, act)):
            return found
        if partners := self._spoken_with(act) or self._written_to(act):
            return partners
        denies = act.head.lemma in _DENYING
        found = of_inner(act, _HARM if denies else None) if act.category in _TOWARDS else ()
        if act.category in _TOWARDS and not denies:
            found = found or self._hit(act)
        if act.category == "Threaten":
            if all(self._cast.entities[i].kind == UNNAMED for i in found):
                found = self._on_condition(act) or found
            return found or _threatened(self._document, self._cast, act, self._acts)
        if act.category in _AGAINST_DEEDS and act.verbal:
            found = found or _doers(self._document, act, self._deeds)
            found = found or self._agent(act) or (self._maker(act) if act.category in _AGAINST_MADE else ())
            found = found or reacted_to(self._document, self._parties, act, self._acts, self._utterances)
            found = found or self._joined(act) or self._answered_speaker(act)
            return found or behind_object(self._document, self._parties, act)
        return found

    def _others(self, act: Act, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The parties that some words stand for and that are not of the actors' own side."""
        entities = self._cast.entities
        own = {entities[i].iso3 for i in act.actors} - {None}
        members = {entities[i].member_of for i in act.actors}
        found = [i for i in self._parties.of(tokens) if i not in act.actors]
        rival = {i for i in found if entities[i].kind in OWN_SIDE and i not in members}
        return tuple(i for i in found if i in rival or entities[i].iso3 not in own)

    def _spoken_with(self, act: Act) -> tuple[str, ...]:
        """As in "telephoned X to thank him": the pronoun is whom one speaks with."""
        if act.head.dep not in _PURPOSE or not act.verbal:
            return ()
        objects = [t for t in logical_objects(self._document, act.head) if t.tag == "PRP"]
        above = self._document.head(act.head).i
        talks = (o for o in self._acts if o.head.i == above and o.category == "Consult" and len(o.recipients) == 1)
        partners = next((o.recipients for o in talks if objects), ())
        return tuple(i for i in partners if i not in act.actors)

    def _written_to(self, act: Act) -> tuple[str, ...]:
        """As in "sent a letter to X threatening to pull out": who gets what the words stand in."""
        if act.category not in _WRITTEN or act.head.tag != "VBG" or act.head.dep not in _PARTICIPLES:
            return ()
        before = (o for o in reversed(self._acts) if o.head.i < act.head.i and o.category == "Consult")
        near = (o for o in before if any(t.lemma in _LETTERS for t in o.match.used) and o.recipients)
        here = self._document.sentence_of(act.head).number
        sent = next((o for o in near if self._document.sentence_of(o.head).number == here), None)
        same = sent is not None and set(sent.actors) == set(act.actors)
        return sent.recipients if sent is not None and same else ()

    def _hit(self, act: Act) -> tuple[str, ...]:
        """As in "threatened to take Chad to court", "refused to recognise Kosovo": the object of what is threatened."""
        objects = [t for top in act.content if top.pos == "VERB" for t in logical_objects(self._document, top)]
        named = self._others(act, objects)
        return tuple(i for i in named if self._cast.entities[i].kind != UNNAMED)

    def _on_condition(self, act: Act) -> tuple[str, ...]:
        """As in "would retaliate if Iran attacked": on whose conduct it depends."""
        verbs = [act.head, *(t for t in act.content if t.pos in ("VERB", "AUX"))]
        verbs += [self._document.head(act.head)] if act.head.dep in ("xcomp", "ccomp") else []
        clauses = [kid for verb in verbs for kid in self._document.children(verb, "advcl")]
        for clause in clauses:
            opening = self._document.children(clause, "mark", "aux", "advmod")
            if any(t.lower in _CONDITIONS for t in opening):
                found = self._others(act, logical_subjects(self._document, clause))
                if found:
                    return found
        return ()

    def _joined(self, act: Act) -> tuple[str, ...]:
        """As in "wrote to X and demanded that ...": who was addressed by the verb before is asked too."""
        above = self._document.head(act.head)
        if act.category != "Request" or act.head.dep != "conj":
            return ()
        before = (other for other in self._acts if other.head.i == above.i or above in other.match.used)
        spoken = (other for other in before if other.category in _SPOKEN and set(other.actors) == set(act.actors))
        return next((other.recipients for other in spoken if other.recipients), ())

    def _agent(self, act: Act) -> tuple[str, ...]:
        """As in "deplored the announcement made by X": who did or made the object."""
        things = [*logical_objects(self._document, act.head), *(t for t in act.match.used if t.pos == "NOUN")]
        things += [t for thing in things for t in prepositional_objects(self._document, thing, "of")]
        clauses = [kid for thing in things for kid in self._document.children(thing, "acl") if kid.tag == "VBN"]
        return self._others(act, (t for clause in clauses for t in logical_subjects(self._document, clause)))

    def _maker(self, act: Act) -> tuple[str, ...]:
        """Whose "the resolution", "the ban" is: who made or owned one when it was told of before."""
        document = self._document
        for thing in logical_objects(document, act.head):
            if thing.lemma not in _MADE or not any(k.lower in POINTING for k in document.children(thing, "det")):
                continue
            for i in range(thing.i - 1, max(thing.i - _MADE_BACK, -1), -1):
                if document.tokens[i].lemma == thing.lemma:
                    found = self._others(act, self._makers_of(document.tokens[i]))
                    if found:
                        return found
        return ()

    def _makers_of(self, thing: Token) -> list[Token]:
        owners = self._document.children(thing, "poss") + prepositional_objects(self._document, thing, "by")
        verb = self._document.head(thing)
        made = thing.dep in ("dobj", "nsubjpass") and verb.pos == "VERB"
        return owners or (logical_subjects(self._document, verb) if made else [])

    def _answered_speaker(self, act: Act) -> tuple[str, ...]:
        """Whose words are rejected, welcomed or blamed ("X rejected the claim"): the last speaker right before."""
        document = self._document
        words = [t for t in logical_objects(document, act.head) if _refers_to_words(document, t)]
        here = document.sentence_of(act.head).number
        denied = act.head.lemma in _DENYING and any(t.pos in ("VERB", "AUX") for t in act.content)
        if act.category == "Request" or not (words or denied):
            return ()
        told = [u for u in self._utterances if u.speaker is not None and u.parts[0].start < act.head.start]
        reach = _WORDS_BACK if words else _CLAIM_BACK
        told = [u for u in told if not any(part.start <= act.head.start < part.end for part in u.parts)]
        near = [u for u in told if here - document.sentence_at(u.parts[0].start).number <= reach]
        speakers = [u.speaker for u in near if u.speaker is not None and self._of_another_side(act, u.speaker)]
        return (speakers[-1],) if speakers else ()

    def _of_another_side(self, act: Act, speaker: str) -> bool:
        iso3 = self._cast.entities[speaker].iso3
        other = iso3 is None or iso3 not in {self._cast.entities[i].iso3 for i in act.actors}
        return speaker not in act.actors and (other or self._cast.entities[speaker].member_of is not None)


def of_inner(act: Act, categories: frozenset[str] | None = None) -> tuple[str, ...]:
    """Whom a refused, promised or threatened act is for: "refused to meet X" is a refusal of X."""
    inner = (i for i in act.inner if categories is None or i.category in categories)
    return next((i.recipients for i in inner if i.recipients and not set(i.recipients) & set(act.actors)), ())


def _threatened(document: Document, cast: Cast, act: Act, acts: Sequence[Act]) -> tuple[str, ...]:
    """Whom the same actor blames in the sentence, else the only other side that it names."""
    sentence = document.sentence_of(act.head)
    for other in acts:
        near = document.sentence_of(other.head).number == sentence.number and other.category in _HOSTILE
        if near and other is not act and other.recipients and set(other.actors) & set(act.actors):
            return other.recipients
    spared = _hit_by_others(document, act, acts)
    own = {cast.entities[i].iso3 for i in act.actors} | set(act.actors)
    sides = {
        entity.id
        for reference, entity in cast.within(document.tokens_of(sentence))
        if entity.kind in _SIDES
        and reference.how != "adjective"
        and entity.id not in own | spared
        and entity.iso3 not in own
        and not _acts(document, reference)
    }
    return tuple(sides) if len(sides) == 1 else ()


def _hit_by_others(document: Document, act: Act, acts: Sequence[Act]) -> set[str]:
    """As in "any attack on Cyprus would mean war": whom the deed would hit that is warned of."""
    here = document.sentence_of(act.head).number
    deeds = (other for other in acts if other.category == "Assault" and other.wrapper is not act)
    near = (deed for deed in deeds if document.sentence_of(deed.head).number == here)
    return {r for deed in near if not set(deed.actors) & set(act.actors) for r in deed.recipients}


def _acts(document: Document, reference: Reference) -> bool:
    """Whether a name is the subject of a clause: who acts beside a threat is not whom it is against."""
    head = document.head_of_span(reference.span)
    return head is not None and head.dep in ("nsubj", "nsubjpass", "conj", "agent")


def _doers(document: Document, act: Act, told: Mapping[str, Sequence[Act]]) -> tuple[str, ...]:
    """Who did what is condemned or praised: the actors of the same deed told before ("condemned the launches")."""
    deeds = [*logical_objects(document, act.head), *prepositional_objects(document, act.head, "over")]
    for deed in deeds:
        for other in told.get(deed.lemma, ()):
            if other.head.i < deed.i and other.actors and not set(other.actors) & set(act.actors):
                return other.actors
    return ()


def _refers_to_words(document: Document, token: Token) -> bool:
    """As in "contests this", "rejected the account": what somebody has said before."""
    if token.pos == "PRON":
        return token.lower in ("this", "that")
    pointed = any(kid.lower in POINTING for kid in document.children(token, "det"))
    more = document.children(token, "poss", "prep", "acl", "relcl", "amod")
    if token.lemma in _CALLS:
        more = [kid for kid in more if kid.lower != "for"]
    return token.lemma in _WORDS and pointed and not more
