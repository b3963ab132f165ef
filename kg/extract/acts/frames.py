"""Fill the slots of matched triggers: who acts, upon whom, and where the content of the act stands.

Gives `Act` drafts in text order. Slots are tried in the order in which the lexicon lists them; what the
clause leaves open stays open. Symmetric acts take the subjects as actors and the others as recipients.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.acts.matching import Match
from kg.extract.parties.parties import Parties
from kg.extract.parties.phrases import DONE_TO, HOUSES
from kg.extract.parties.sanctioned import behind_law, those_linked
from kg.extract.parties.sides import OWN_SIDE
from kg.extract.reference.cast import PERSON, STATE, UNNAMED, Cast, Entity
from kg.extract.reference.lists import listed_subjects
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import (
    governing_verb,
    is_passive,
    is_reciprocal,
    kept_objects,
    logical_objects,
    logical_subjects,
    noun_conjuncts,
    prepositional_objects,
    surface_subjects,
)
from kg.language.document import Document, Token

SYMMETRIC = frozenset({"Consult", "Agree", "Cooperate"})
_LIGHT_VERBS = frozenset(
    """
    launch carry conduct stage mount make hold issue begin start continue resume order plan pursue have give wage
    commit undertake lead perform execute host attend join open offer provide open-fire step intensify prepare
    plot threaten deliver seek announce approve authorize authorise decree schedule oversee
    """.split()
)
_USUAL_CONTENT = {
    "Request": ("xcomp", "ccomp", "to", "for"),
    "Agree": ("xcomp", "ccomp", "to"),
    "Threaten": ("xcomp", "ccomp"),
}
_ULTIMATA = frozenset("ultimatum deadline until week day month hour minute time".split())
_LONG_PHRASE = 12  # words back to the owner of a noun; the longest seen in readouts has nine
_AIMS = ("for", "on", "over", "about", "toward", "towards")
_JOINING = frozenset({"for", "in", "during", "at", "to", "after", "following", "before"})
_SITTINGS = frozenset("session meeting sitting summit hearing".split())  # of a body, which is asked for them
_OCCASION_SLOTS = frozenset({"at", "on", "by", "in", "upon"})
_OCCASIONS = frozenset("direction request behest invitation instigation urging order instruction initiative".split())
"""As in "at the request of X", "at my direction": by whose wish something is done, not to whom."""
_PARTS_IN_DEEDS = frozenset("involvement role complicity participation part responsibility hand".split())
"""What somebody has in a deed: "its role in the killing of X"."""
_FORUM_SLOTS = frozenset({"with", "to", "before", "in", "at"})  # where complaints are lodged
_BY_THINGS = frozenset({"Assault", "Mobilize", "Coerce", "Retreat", "Aid", "Cooperate"})  # what ships and jets do
_FOR_OTHERS = frozenset(
    "release freeing liberation protection rescue evacuation acquittal pardon reinstatement".split()
)
_WITH_PLACES = frozenset({"Assault", "Consult", "Agree", "Protest"})  # deeds that are called after their place
_DEEDS = frozenset(
    """
    operation attack strike raid airstrike bombing shelling offensive explosion blast assault action campaign
    bombardment incursion missile rocket drone fire
    """.split()
)


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


def speakers_of(document: Document, parties: Parties, utterance: Utterance) -> tuple[str, ...]:
    """All who say it ("Mali and Niger said that ..."), the utterance's speaker at least; empty where it has none."""
    if utterance.speaker is None:
        return ()
    together = parties.of(logical_subjects(document, utterance.verb)) if utterance.verb is not None else ()
    return together if utterance.speaker in together else (utterance.speaker,)


def fill_frames(
    document: Document, parties: Parties, matches: Sequence[Sequence[Match]], utterances: Sequence[Utterance]
) -> list[Act]:
    """One act a triggering token, in text order: its first match whose wish for a recipient is met."""
    filler = _Filler(document, parties, utterances)
    acts = [next((act for match in listed if filler.fits(act := filler.act(match))), None) for listed in matches]
    return [act for act in acts if act is not None]


class _Filler:
    def __init__(self, document: Document, parties: Parties, utterances: Sequence[Utterance]) -> None:
        self._document = document
        self._parties = parties
        self._cast: Cast = parties.cast
        self._utterances = utterances

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
        return any(self._parties.can_act(token) for slot in slots for token in self._slot(slot, act.match))

    def act(self, match: Match) -> Act:
        """The act of one match."""
        actors = self._actors(match)
        recipients = self._recipients(match, actors)
        if (
            match.trigger.category in SYMMETRIC
            and "between" in match.trigger.actor
            and len(actors) > 1
            and match.trigger.pos == "N"
        ):
            recipients = tuple(r for r in recipients if r not in actors)
        slots = dict.fromkeys((*match.trigger.content, *_USUAL_CONTENT.get(match.trigger.category, ())))
        mediates = False
        if match.trigger.category == "Consult" and actors and not recipients:
            recipients = self._sides_of_aim(match, set(actors))
            mediates = bool(recipients)
        content = tuple(token for slot in slots for token in self._content(slot, match))
        return Act(match, match.trigger.category, actors, recipients, content, mediates=mediates)

    # --- actors

    def _actors(self, match: Match) -> tuple[str, ...]:
        slots = match.trigger.actor or (("subj",) if match.trigger.pos == "V" else ())
        for slot in slots:
            found = self._speaker(match) if slot == "speaker" else self._parties.of(self._slot(slot, match))
            if found:
                return (*found, *(i for i in self._joined_by_actor(match) if i not in found))
        if match.trigger.pos == "V" and "subj" in slots:
            return self._operators(match) or self._owner_of_deed(match) or self._sides_told(match)
        if match.trigger.pos == "N" and match.trigger.actor:
            return self._owner_of_many(match) or self._borrowed(match) or self._involved(match)
        return ()

    def _involved(self, match: Match) -> tuple[str, ...]:
        """As in "its involvement in the detention of X": who is involved in a deed of nobody else."""
        preposition = self._document.head(match.head)
        part = self._document.head(preposition)
        if match.head.dep != "pobj" or preposition.lower not in ("in", "for") or part.lemma not in _PARTS_IN_DEEDS:
            return ()
        return self._parties.of(self._noun_slot("poss", match, part))

    def _joined_by_actor(self, match: Match) -> tuple[str, ...]:
        """As in "X joined Y and Z in condemning ...": those named who do it already."""
        preposition = self._document.head(match.head)
        verb = self._document.head(preposition)
        if match.head.dep != "pcomp" or preposition.lower != "in" or verb.lemma != "join":
            return ()
        joined = self._parties.of(logical_objects(self._document, verb))
        return tuple(i for i in joined if self._cast.entities[i].kind != UNNAMED)

    def _owner_of_many(self, match: Match) -> tuple[str, ...]:
        """As in "Chad's arrest of the pilots": where "of" says to whom it is done, the owner does it."""
        owned = "poss" in match.trigger.recipient and self._says_of_whom(match)
        return self._parties.of(self._noun_slot("poss", match)) if owned else ()

    def _says_of_whom(self, match: Match) -> bool:
        nominal = match.trigger.pos == "N"
        return nominal and any(kid.lower == "of" for kid in self._document.children(match.head, "prep"))

    def _operators(self, match: Match) -> tuple[str, ...]:
        """As in "the carrier X entered the strait", "Y's jets hit the camp": who runs what acts."""
        if match.trigger.category not in _BY_THINGS:
            return ()
        subjects = self._slot("subj", match)
        run_by = (self._parties.operators.get(t.i) for t in subjects)
        return tuple(dict.fromkeys(operator for operator in run_by if operator is not None))

    def _sides_told(self, match: Match) -> tuple[str, ...]:
        """As in "the talks held among A, B and C": who takes part in what nobody is the subject of."""
        symmetric = match.trigger.category in SYMMETRIC and match.trigger.pos == "V"
        return self._parties.of(self._between(match)) if symmetric else ()

    def _speaker(self, match: Match) -> tuple[str, ...]:
        """Who says the words in which the trigger stands."""
        utterance = utterance_at(self._utterances, match.head.start)
        if utterance is not None:
            return speakers_of(self._document, self._parties, utterance)
        return (self._parties.voice,) if self._parties.voice is not None else ()

    def _owner_of_deed(self, match: Match) -> tuple[str, ...]:
        """As in "another operation on Sunday killed ...", said by a force: the force did it."""
        subjects = logical_subjects(self._document, match.head)
        if match.trigger.category != "Assault" or not any(s.lemma in _DEEDS for s in subjects):
            return ()
        verb = next(
            (
                v
                for v in self._document.ancestors(match.head)
                if v.pos == "VERB" and v.lemma in ("say", "announce", "report", "confirm")
            ),
            None,
        )
        speakers = self._parties.of(logical_subjects(self._document, verb)) if verb is not None else ()
        return tuple(s for s in speakers if self._cast.entities[s].kind in ("ArmedForce", "ArmedGroup"))

    def _borrowed(self, match: Match) -> tuple[str, ...]:
        """The subject of the verb that a noun without an actor of its own completes: "launched an attack"."""
        noun = match.head
        head = self._document.head(noun)
        if (
            noun.dep in ("dobj", "attr")
            and head.pos == "VERB"
            and (head.lemma in _LIGHT_VERBS or match.trigger.category in SYMMETRIC)
        ):
            return self._parties.of(logical_subjects(self._document, head))
        if match.trigger.category in SYMMETRIC and noun.dep == "pobj" and head.lower in _JOINING:
            verb = self._document.head(head)
            verb = verb if verb.pos in ("VERB", "AUX") else governing_verb(self._document, verb) or verb
            return self._parties.of(surface_subjects(self._document, verb)) if verb.pos in ("VERB", "AUX") else ()
        return ()

    # --- recipients

    def _recipients(self, match: Match, actors: Iterable[str]) -> tuple[str, ...]:
        taken = set(actors)
        slots = [s for s in match.trigger.recipient if taken or s != "in" or match.trigger.category != "Assault"]
        if self._says_of_whom(match):
            slots = [s for s in slots if s != "poss"]
        filled = (tokens for slot in slots if (tokens := self._addressed(slot, match)))
        found = next((named for tokens in filled if (named := self._others(match, tokens, taken))), ())
        joined = self._named(self._joined(match), {*taken, *found})
        if found or joined:
            return (*found, *joined)
        behind = self._named(self._beside_slots(match), taken)
        if behind:
            return behind
        return self._hosts(match, taken) if match.trigger.category == "Consult" and match.trigger.pos == "N" else ()

    def _addressed(self, slot: str, match: Match) -> list[Token]:
        """A recipient slot, without those who only seem to fill it.

        The body that one complains to is not whom the complaint is about, he whose release is demanded is not
        asked for it, and the town in which a thing is attacked is not what is attacked.
        """
        tokens = self._slot(slot, match)
        if match.trigger.by_saying and slot == "subj":
            return self._doers(tokens)
        if slot in _OCCASION_SLOTS:
            tokens = [t for t in tokens if t.lemma not in _OCCASIONS]
        if match.trigger.category == "Request" and slot == "of" and any(t.lemma in _FOR_OTHERS for t in match.used):
            return []
        if match.trigger.category == "Assault" and slot == "in" and match.trigger.pos == "V":
            return [t for t in tokens if (e := self._cast.at(t)) is None or e.kind != "Settlement"]
        if match.trigger.category != "Accuse" or slot not in _FORUM_SLOTS:
            return tokens
        heard = (self._cast.at(t) for t in tokens)
        forums = {e.id for e in heard if e is not None and e.kind == "InternationalOrganization"}
        return [t for t in tokens if (e := self._cast.at(t)) is None or e.id not in forums]

    def _doers(self, judged: Sequence[Token]) -> list[Token]:
        """Whom a judgement of deeds is about: "the arrest of X by Y was illegal" blames Y, and without Y nobody."""
        found: list[Token] = []
        for token in judged:
            by = prepositional_objects(self._document, token, "by")
            owned = by or token.lemma not in DONE_TO or self._document.children(token, "poss", "amod", "compound")
            found.extend(by or ([token] if owned else []))
        return found

    def _others(self, match: Match, tokens: Sequence[Token], taken: Collection[str]) -> tuple[str, ...]:
        """The parties that tokens stand for; "each other" are the actors themselves, where the act is not symmetric."""
        mutual = match.trigger.category not in SYMMETRIC and any(is_reciprocal(self._document, t) for t in tokens)
        return self._named(tokens, () if mutual else taken)

    def _named(self, tokens: Iterable[Token], taken: Collection[str]) -> tuple[str, ...]:
        """The parties that tokens stand for, without those who take part already."""
        return tuple(party for party in self._parties.of(tokens) if party not in taken)

    def _beside_slots(self, match: Match) -> list[Token]:
        """What stands beside the lexicon's slots: makers of goods, who is asked for something."""
        category, document = match.trigger.category, self._document
        if category == "Sanction":
            return self._makers_of_goods(match) or self._sanctioned(match)
        if category == "Assault" and match.trigger.pos == "N":
            return [t for t in document.children(match.head, "compound", "nmod", "amod") if t.lower in HOUSES]
        if category == "Protest" and match.trigger.pos == "V":
            return self._far_behind(match.head, "against")
        if category == "Request" and match.trigger.pos == "V":
            asked = [*logical_objects(document, match.head), *prepositional_objects(document, match.head, "for")]
            held = [t for t in asked if t.lemma in _SITTINGS]
            return [t for name, things in (("from", asked), ("of", held)) for t in self._behind(things, name)]
        return []

    def _joined(self, match: Match) -> list[Token]:
        """As in "met X, joined by Y": who took part beside those who are told of first."""
        if match.trigger.category != "Consult" or match.trigger.pos != "V":
            return []
        joined = [v for v in self._document.children(match.head, "advcl") if v.lemma == "join" and v.tag == "VBN"]
        return [t for verb in joined for t in logical_subjects(self._document, verb)]

    def _makers_of_goods(self, match: Match) -> list[Token]:
        """As in "tariffs on steel from Canada and Mexico": whose goods they are that a measure is on."""
        goods = [t for slot in match.trigger.recipient if slot != "from" for t in self._slot(slot, match)]
        goods += [match.head, *match.used] if goods and match.trigger.pos == "V" else []
        return self._behind(goods, "from")

    def _sanctioned(self, match: Match) -> list[Token]:
        """On whom a measure is, where its slots name nobody."""
        told = [t for slot in match.trigger.recipient for t in self._slot(slot, match)]
        linked = those_linked(self._document, [match.head, *match.used, *told])
        if linked or match.trigger.pos != "V":
            return linked
        return behind_law(self._document, self._cast, match.head)

    def _far_behind(self, verb: Token, preposition: str) -> list[Token]:
        """As in "marched for days against X": a preposition that the parser hung on a phrase of the verb."""
        document = self._document
        phrases = [kid for kid in document.children(verb, "prep", "npadvmod") if kid.i > verb.i]
        nouns = [t for phrase in phrases for t in (phrase, *document.children(phrase, "pobj"))]
        return self._behind(nouns, preposition)

    def _behind(self, nouns: Iterable[Token], preposition: str) -> list[Token]:
        return [t for noun in nouns for t in prepositional_objects(self._document, noun, preposition)]

    def _sides_of_aim(self, match: Match, taken: set[str]) -> tuple[str, ...]:
        """As in "negotiations for a ceasefire between A and B": the sides of what is talked about."""
        nouns = (match.head,) if match.trigger.pos == "N" else tuple(t for t in match.used if t.pos == "NOUN")
        aims = [t for noun in nouns for name in _AIMS for t in prepositional_objects(self._document, noun, name)]
        sides = [t for aim in aims for t in prepositional_objects(self._document, aim, "between")]
        return tuple(party for party in self._parties.of(sides) if party not in taken)

    def _hosts(self, match: Match, taken: set[str]) -> tuple[str, ...]:
        """As in "was in Israel for talks", "flew to Cairo for a meeting": the state, where no partner is named."""
        preposition = self._document.head(match.head)
        if match.head.dep != "pobj" or preposition.lower != "for":
            return ()
        verb = self._document.head(preposition)
        places = [t for name in ("in", "to") for t in prepositional_objects(self._document, verb, name)]
        places += self._document.children(verb, "dobj")
        hosts = [e.id for t in places if (e := self._cast.at(t)) is not None and e.kind == STATE and e.id not in taken]
        return tuple(dict.fromkeys(hosts))

    # --- slots

    def _slot(self, slot: str, match: Match) -> list[Token]:
        return self._verb_slot(slot, match) if match.trigger.pos == "V" else self._noun_slot(slot, match)

    def _verb_slot(self, slot: str, match: Match) -> list[Token]:
        head = match.head
        if slot == "subj":
            listed = listed_subjects(self._document, self._cast, head) if match.trigger.category in SYMMETRIC else []
            return listed or logical_subjects(self._document, head)
        if slot == "obj":
            objects = logical_objects(self._document, head)
            of_used = [t for used in match.used if used.dep == "dobj" for t in self._noun_slot("of", match, used)]
            return [t for t in objects if t not in match.used] or of_used or objects
        if slot == "iobj":
            given = [t for kid in self._document.children(head, "dative") for t in noun_conjuncts(self._document, kid)]
            kept = kept_objects(self._document, head)
            return given or (surface_subjects(self._document, head) if kept else [])
        if slot == "xsubj":
            return self._complement_subjects(match)
        if slot in ("poss", "mod"):
            return [t for used in match.used for t in self._noun_slot(slot, match, used)]
        if slot == "between":
            return self._between(match)
        found = [t for h in (head, *match.used) for t in prepositional_objects(self._document, h, slot)]
        return found or (self._persons_behind_object(match, slot) if slot == "with" else [])

    def _persons_behind_object(self, match: Match, slot: str) -> list[Token]:
        """As in "discussed the dispute with X": a person behind the object is whom one talks with."""
        direct = self._document.children(match.head, "dobj")
        behind = [t for noun in direct for t in prepositional_objects(self._document, noun, slot)]
        return [t for t in behind if (e := self._cast.at(t)) is not None and e.kind == PERSON]

    def _between(self, match: Match) -> list[Token]:
        for head in (match.head, *match.used):
            for preposition in ("between", "among"):
                found = prepositional_objects(self._document, head, preposition)
                if found:
                    return found
            far = [t for t in self._document.subtree(head) if t.lower in ("between", "among") and t.dep == "prep"]
            if far and self._document.head(far[0]).pos not in ("NOUN", "PROPN"):
                return [
                    t for kid in self._document.children(far[0], "pobj") for t in noun_conjuncts(self._document, kid)
                ]
            if head.lower in ("between", "among"):
                return [t for kid in self._document.children(head, "pobj") for t in noun_conjuncts(self._document, kid)]
        return []

    def _complement_subjects(self, match: Match) -> list[Token]:
        clauses = self._document.children(match.head, "xcomp", "ccomp")
        nouns = [noun for noun in match.used if noun.pos == "NOUN"]
        clauses += [v for noun in nouns for v in self._document.children(noun, "acl", "ccomp", "relcl")]
        verbs = [v for v in clauses if not is_passive(self._document, v)]
        return [
            t
            for verb in verbs
            for t in self._document.children(verb, "nsubj", "nsubjpass")
            for t in noun_conjuncts(self._document, t)
        ]

    def _noun_slot(self, slot: str, match: Match, noun: Token | None = None) -> list[Token]:
        head = noun or match.head
        document = self._document
        if slot == "poss":
            own = [t for kid in document.children(head, "poss") for t in noun_conjuncts(document, kid)]
            return own or self._possessor_before(head)
        if slot == "mod":
            kids = [
                t for kid in document.children(head, "amod", "compound", "nmod") for t in noun_conjuncts(document, kid)
            ]
            named = self._cast.at(head)  # "the French ambassador X" is recalled from France
            others = [(t, e) for t in kids if (e := self._cast.at(t)) is not None and e is not named]
            return [t for t, e in others if not self._only_where(match, t, e)]
        if slot == "between":
            return prepositional_objects(document, head, "between") or prepositional_objects(document, head, "among")
        if slot == "subj":
            return []
        heads = (head,) if noun is not None else (head, *match.used)
        return [t for h in heads for t in prepositional_objects(document, h, slot)]

    def _only_where(self, match: Match, token: Token, modifier: Entity) -> bool:
        """As in "the Kabul bombing", "the Vienna talks": a town before a deed says where it was.

        So does "the parliament attack".
        """
        house = token.lower in HOUSES and match.trigger.category == "Assault"
        return house or (modifier.kind == "Settlement" and match.trigger.category in _WITH_PLACES)

    def _possessor_before(self, noun: Token) -> list[Token]:
        """The owner at the head of a long noun phrase: "the DPRK's February 26 missile launches"."""
        for i in range(noun.i - 1, max(noun.i - _LONG_PHRASE, 0), -1):
            token = self._document.tokens[i]
            if token.tag == "POS":
                return [self._document.tokens[i - 1]] if self._cast.at(self._document.tokens[i - 1]) is not None else []
            if token.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "CCONJ") and token.text != "-":
                break
        return []

    # --- content

    def _clauses(self, slot: str, head: Token) -> list[Token]:
        """The clauses below a head that can be its content; what it follows is no content of it."""
        extra = ("acl", "advcl") if slot == "xcomp" else ("acl",)
        kids = [kid for kid in self._document.children(head, "xcomp", "ccomp", *extra) if kid.i > head.i]
        return [kid for kid in kids if kid.dep != "advcl" or kid.tag == "VB"]

    def _content(self, slot: str, match: Match) -> list[Token]:
        document = self._document
        heads = (match.head, *match.used)
        if slot in ("xcomp", "ccomp"):
            return [kid for h in heads for kid in self._clauses(slot, h)]
        if slot == "obj":
            asked = match.trigger.category == "Request"  # the deed asked for is a part of the line
            return (
                [t for t in logical_objects(document, match.head) if t not in match.used or asked]
                if match.head.pos == "VERB"
                else []
            )
        return [t for h in heads for t in prepositional_objects(document, h, slot)]


def link_contents(document: Document, acts: Sequence[Act]) -> None:
    """Tell each act which acts stand in its content, and those which act wraps them."""
    by_head = {act.head.i: act for act in acts}
    for act in acts:
        deed = _blamed_deed(document, act, by_head)
        if deed is not None:
            deed.wrapper = act
            act.inner.append(deed)
        for top in act.content:
            for token in _content_heads(document, top):
                inner = by_head.get(token.i)
                if inner is not None and inner is not act and inner.wrapper is None:
                    inner.wrapper = act
                    act.inner.append(inner)


def _blamed_deed(document: Document, act: Act, by_head: Mapping[int, Act]) -> Act | None:
    """As in "the attack on Togo, which X blames on Y": the deed that an accusing relative clause hangs on."""
    if act.category != "Accuse" or act.head.dep != "relcl":
        return None
    for token in document.ancestors(act.head):
        deed = by_head.get(token.i)
        if deed is not None:
            return deed if deed.wrapper is None and not deed.verbal else None
        if token.pos in ("VERB", "AUX"):
            break
    return None


def _content_heads(document: Document, top: Token) -> list[Token]:
    """The content's head and those coordinated with it; through light verbs to their object or complement."""
    found: list[Token] = []
    todo = [top]
    while todo:
        token = todo.pop(0)
        if token in found:
            continue
        found.append(token)
        finite = token.tag not in ("VB", "VBP")  # "ordered it to leave, and it withdrew": what happened is no content
        todo.extend(kid for kid in document.children(token, "conj") if finite or kid.tag != "VBD")
        if token.pos in ("VERB", "AUX"):
            todo.extend(document.children(token, "dobj", "xcomp", "attr"))
            todo.extend(
                t
                for p in document.children(token, "prep")
                if p.lower in ("in", "to", "into")
                for t in document.children(p, "pobj", "pcomp")
            )
        elif token.pos in ("NOUN", "PROPN"):
            todo.extend(document.children(token, "acl"))
            todo.extend(
                t
                for p in document.children(token, "prep")
                if p.lower in ("of", "to")
                for t in document.children(p, "pobj", "pcomp")
            )
    return found


def inherit_parties(acts: Sequence[Act]) -> None:
    """An asked act without an actor is done by whom it was asked of; a promised one by who promises.

    Help that somebody is thanked for was given by the thanked, to who thanks where nobody else is named.
    """
    for act in acts:
        for inner in act.inner:
            if _is_ultimatum(act) and act.recipients and inner.verbal and set(inner.actors) <= set(act.actors):
                inner.actors, inner.recipients = act.recipients, ()
            if inner.actors or (inner.category in SYMMETRIC and inner.recipients):
                continue
            if act.category == "Support" and inner.category == "Aid" and act.recipients:
                inner.actors, inner.recipients = act.recipients, inner.recipients or act.actors
            elif act.category == "Request" and inner.verbal and act.recipients:
                inner.actors = act.recipients
            elif act.category in ("Threaten", "Agree") and act.actors and inner.verbal:
                inner.actors = act.actors
            elif act.category == "Accuse" and act.recipients:
                inner.actors = tuple(r for r in act.recipients if r not in inner.recipients)


def _is_ultimatum(act: Act) -> bool:
    """As in "gave the rebels until Friday to leave", "an ultimatum to leave": what those are to do who get it."""
    words = {act.head.lemma, *(t.lower for t in act.match.used)}
    return act.category == "Threaten" and bool(words & _ULTIMATA)


def prefer_persons(ids: Iterable[str], cast: Cast) -> tuple[str, ...]:
    """Without the states of persons who are there themselves ("visited Iran, met its president")."""
    listed = list(ids)
    persons = [i for i in listed if cast.entities[i].kind != STATE]
    covered = {cast.entities[i].iso3 for i in persons}
    return tuple(i for i in listed if cast.entities[i].kind != STATE or cast.entities[i].iso3 not in covered)
