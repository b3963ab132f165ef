"""Mentions of one act: the same deed told of again, by other words or with other circumstances, becomes one.

Two mentions are one act where the category agrees, their parties can be the same, and the words show it: one governs
the other, a noun takes up a verb, a toll or a purpose is told of a deed, a readout adds a topic to a talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.acts.act import SYMMETRIC, Act
from kg.extract.acts.attribution import Attribution
from kg.extract.parties.sides import prefer_persons
from kg.extract.reference.cast import PERSON, UNNAMED, Cast
from kg.language.clauses import logical_subjects
from kg.language.conjuncts import conjuncts
from kg.language.dates import DateMention
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import before_which
from kg.model import Span

_TOLD = frozenset({"Occurred", "Ongoing", "Alleged"})
_FORCE = frozenset({"Assault", "Coerce", "Sanction", "Retreat", "Mobilize"})
_ONCE = frozenset("recognize recognise sign ratify join annex".split())  # words for what is done once
_ANOTHER_TIME = frozenset({"after", "before", "since", "despite", "because"})  # what they open is another act
_TOLL_BACK = 1  # sentences between an attack and its toll
_JUDGED_BACK = 2  # sentences between two judgements in one quotation; longer ones tell of something new
_TOPICAL = frozenset("discuss review address cover exchange raise talk speak consider touch".split())
_TOPICS_BACK = 8  # sentences from a talk to the last of its topics, in readouts
SAID = frozenset({"Support", "Request", "Agree", "Accuse", "Reject", "Threaten"})  # acts done by words, one a verb
HYPOTHETICAL = frozenset({"Hypothetical", "Uncertain", "Alleged", "Threatened", "Requested", "Planned"})


@dataclass(slots=True)
class Told:
    """An act with its circumstances, before it is frozen."""

    act: Act
    attribution: Attribution
    date: DateMention | None
    place: str | None
    uses: tuple[str, ...]
    passages: list[Span]
    into: Told | None = None


def merge_mentions(document: Document, cast: Cast, told: Sequence[Told]) -> None:
    """Let each further mention of an act be absorbed by the first (`Told.into`), or the first by it if it says more."""
    before: dict[str, list[tuple[int, Told]]] = {}
    for later in told:
        number = document.sentence_of(later.act.head).number
        listed = before.setdefault(later.act.category, [])
        near = [t for there, t in listed if there == number]
        listed.append((number, later))
        for earlier in (*near, *(t for there, t in listed[:-1] if there != number)):
            if earlier.into is not None:
                continue
            aim = _purpose(document, earlier.act, later.act)
            again = _one_judgement(document, earlier.act, later.act)
            if aim or again or _further_topic(document, earlier, later) or _same_act(document, cast, earlier, later):
                later.act.modality = earlier.act.modality if aim else later.act.modality
                _absorb(cast, earlier, later)
                _name_described(cast, told, earlier.act, later.act)
                break


def _name_described(cast: Cast, told: Sequence[Told], x: Act, y: Act) -> None:
    """The victim that one mention describes and the other names is one person in all acts."""
    for described in (i for act in (x, y) for i in act.recipients if i in cast.entities):
        person = next(
            (j for act in (x, y) for j in act.recipients if j in cast.entities and _describes(cast, described, j)), None
        )
        if person is None:
            continue
        cast.merge(cast.entities[person], cast.entities[described])
        for other in told:
            other.act.actors = tuple(person if i == described else i for i in other.act.actors)
            other.act.recipients = tuple(person if i == described else i for i in other.act.recipients)
        return


def _absorb(cast: Cast, earlier: Told, later: Told) -> None:
    """Keep the fuller mention's words; take what the other knows."""
    full, thin = (earlier, later) if _fullness(earlier) >= _fullness(later) else (later, earlier)
    if full.act.verbal != thin.act.verbal:
        full.act.modality = (full if full.act.verbal else thin).act.modality
    full.act.actors = full.act.actors or thin.act.actors
    if full.act.category == "Consult":
        both = dict.fromkeys((*full.act.recipients, *thin.act.recipients))
        full.act.recipients = prefer_persons((i for i in both if i not in full.act.actors), cast)
    full.act.recipients = full.act.recipients or thin.act.recipients
    full.date, full.place = full.date or thin.date, full.place or thin.place
    full.uses = (*full.uses, *(u for u in thin.uses if u not in full.uses))
    if (
        full.attribution.source is None
        and thin.attribution.source is not None
        and full.act.modality == thin.act.modality
    ):
        full.attribution = thin.attribution
    full.passages.extend(p for p in thin.passages if p not in full.passages)
    thin.into = full


def _fullness(told: Told) -> tuple[int, int]:
    act = told.act
    return (
        2 * bool(act.actors) + 2 * bool(act.recipients) + act.verbal + bool(told.date),
        bool(told.attribution.source),
    )


def _one_judgement(document: Document, x: Act, y: Act) -> bool:
    """As in "this is unacceptable. It is an affront": two words of one speaker on one side."""
    blamed = all(act.category == "Accuse" and act.match.trigger.by_saying for act in (x, y))
    apart = abs(document.sentence_of(x.head).number - document.sentence_of(y.head).number)
    same = bool(x.recipients) and (x.actors, x.recipients) == (y.actors, y.recipients)
    return blamed and same and apart <= _JUDGED_BACK


def _are_listed(document: Document, x: Act, y: Act) -> bool:
    """As in "Near Bayji, one strike destroyed a bridge. Near Mosul, three strikes ...": each line is a deed."""
    return all(_is_counted(document, act) for act in (x, y))


def _is_counted(document: Document, act: Act) -> bool:
    deeds = logical_subjects(document, act.head) if act.category == "Assault" and act.verbal else []
    return any(deed.lemma in ("strike", "airstrike") and document.children(deed, "nummod") for deed in deeds)


def _same_act(document: Document, cast: Cast, a: Told, b: Told) -> bool:
    x, y = a.act, b.act
    if x.category != y.category or x.wrapper is y or y.wrapper is x or _are_listed(document, x, y):
        return False
    if a.date is not None and b.date is not None and a.date.start != b.date.start:
        return False
    apart = abs(document.sentence_of(x.head).number - document.sentence_of(y.head).number)
    same_sentence = apart == 0
    if x.category == "Assault" and apart <= _TOLL_BACK and (_is_toll(document, x) or _is_toll(document, y)):
        return True
    if {x.modality, y.modality} <= _TOLD and _compatible(cast, x.actors, y.actors) and _same_hit(document, cast, x, y):
        return True
    if not (_compatible(cast, x.actors, y.actors) and _compatible(cast, x.recipients, y.recipients)):
        return same_sentence and x.category in SYMMETRIC and _one_meeting(document, cast, x, y)
    if same_sentence and x.category == "Consult" and set(x.actors) == set(y.actors) and _linked(document, x, y):
        return True
    if x.modality in HYPOTHETICAL or y.modality in HYPOTHETICAL:
        return x.modality == y.modality and _overlap(x, y)
    if same_sentence:
        return _linked(document, x, y) and not _done_one_by_one(document, x, y)
    if (x.category in _FORCE or x.head.lemma in _ONCE) and _shared(x, y) and x.head.lemma == y.head.lemma:
        return True
    return not (x.verbal and y.verbal) and (_shared(x, y) or _half_told(x, y))


def _purpose(document: Document, x: Act, y: Act) -> bool:
    """As in "used tear gas to disperse the crowd": what a deed is for, where it is a deed of the same kind."""
    behind = y.head.tag == "VB" and y.head.dep in ("xcomp", "advcl") and document.head(y.head).i == x.head.i
    return behind and x.category in _FORCE and x.modality in _TOLD


def _compatible(cast: Cast, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b)) or bool(_states(cast, a) & _states(cast, b))


def _states(cast: Cast, ids: tuple[str, ...]) -> set[str]:
    return {
        iso
        for i in ids
        if (iso := cast.entities[i].iso3) is not None and cast.entities[i].kind not in (PERSON, UNNAMED)
    }


def _is_toll(document: Document, act: Act) -> bool:
    """As in "an attack in which eleven people were killed": the toll of an attack, by nobody on nobody of a side."""
    nobody = not act.actors and not act.recipients and act.modality in _TOLD
    return nobody and act.verbal and act.head.dep != "advcl" and is_passive(document, act.head)


def _overlap(x: Act, y: Act) -> bool:
    """Whether two acts have an actor or a recipient in common."""
    return bool(set(x.actors) & set(y.actors)) or bool(set(x.recipients) & set(y.recipients))


def _shared(x: Act, y: Act) -> bool:
    """Whether two acts share actors and recipients, or, where the sides are equals, two of them."""
    if x.category in SYMMETRIC and len({*x.actors, *x.recipients} & {*y.actors, *y.recipients}) > 1:
        return True
    return bool(set(x.actors) & set(y.actors)) and bool(set(x.recipients) & set(y.recipients))


def _further_topic(document: Document, a: Told, b: Told) -> bool:
    """As in "X called Y. ... The two also discussed Z": one more topic of a talk between the same two."""
    x, y = a.act, b.act
    near = document.sentence_of(y.head).number - document.sentence_of(x.head).number <= _TOPICS_BACK
    one_day = b.date is None or (a.date is not None and a.date.start == b.date.start)
    if not near or not one_day or {x.modality, y.modality} & HYPOTHETICAL:
        return False
    topics = x.category == "Consult" and y.verbal and y.head.lemma in _TOPICAL
    also = any(kid.lower in ("also", "further", "in") for kid in document.children(y.head, "advmod"))
    both, more = {*x.actors, *x.recipients}, {*y.actors, *y.recipients}
    return topics and also and len(more) > 1 and more <= both


def _half_told(x: Act, y: Act) -> bool:
    """Of two mentions by the same actor one, a noun, leaves the recipient open."""
    same = bool(set(x.actors) & set(y.actors)) and x.category in _FORCE
    return same and not (x.recipients and y.recipients)


def _same_hit(document: Document, cast: Cast, x: Act, y: Act) -> bool:
    """Whether two blows, or two seizures, of perhaps the same doer hit the same."""
    if x.category == "Coerce":
        return _again_of_person(cast, x, y)
    if x.category != "Assault":
        return False
    return _shared_victim(cast, x, y) or _deed_that_hits(document, x, y) or _deed_in_which(document, x, y)


def _shared_victim(cast: Cast, x: Act, y: Act) -> bool:
    if any(_describes(cast, i, j) for a, b in ((x, y), (y, x)) for i in a.recipients for j in b.recipients):
        return True
    return any(cast.entities[i].kind == PERSON for i in set(x.recipients) & set(y.recipients))


def _again_of_person(cast: Cast, x: Act, y: Act) -> bool:
    """As in "X was arrested on Friday. ... after the arrest of X": one deed on one person, once told by a noun."""
    if x.verbal and y.verbal and x.head.lemma != y.head.lemma:
        return False
    return any(cast.entities[i].kind == PERSON for i in set(x.recipients) & set(y.recipients))


def _deed_that_hits(document: Document, x: Act, y: Act) -> bool:
    """As in "launched a raid, which killed ten": a relative clause tells whom the deed hit."""
    for noun, verb in ((x.head, y.head), (y.head, x.head)):
        clause = verb if verb.dep == "relcl" else document.head(verb)
        if clause.dep == "relcl" and verb.pos == "VERB" and verb.dep in ("relcl", "ccomp"):
            subjects = {kid.lower for kid in document.children(verb, "nsubj")} | {
                kid.lower for kid in document.children(clause, "nsubj", "dobj", "mark")
            }
            if noun in document.ancestors(clause) and subjects & {"which", "that"}:
                return True
    return False


def _deed_in_which(document: Document, x: Act, y: Act) -> bool:
    """As in "an ambush in which six officers died": what befell somebody in a deed that hits nobody else."""
    for deed, clause in ((x, y.head), (y, x.head)):
        told = {t.i for t in (deed.head, *deed.match.used) if t.pos == "NOUN"}
        if (
            clause.dep == "relcl"
            and before_which(document, clause)
            and any(t.i in told for t in document.ancestors(clause))
        ):
            return not (x.recipients and y.recipients)
    return False


def _describes(cast: Cast, described: str, person: str) -> bool:
    """As in "a top Hamas leader", then "the Hamas leader X": the same office for the same body."""
    phrase, named = cast.entities[described], cast.entities[person]
    if phrase.kind != UNNAMED or named.kind != PERSON or phrase.iso3 is None or phrase.iso3 != named.iso3:
        return False
    return any(word in phrase.canonical.casefold().split() for word in named.offices)


def _linked(document: Document, x: Act, y: Act) -> bool:
    """Whether one trigger governs the other closely ("visited ... for talks", "killed in an attack")."""
    for lower, upper in ((x.head, y.head), (y.head, x.head)):
        if _apart(document, lower):
            continue
        for steps, above in enumerate(document.ancestors(lower), start=1):
            if above.i == upper.i:
                return steps <= 4 and not _side_by_side(document, x, y)
            if _apart(document, above):
                break
    return False


def _done_one_by_one(document: Document, x: Act, y: Act) -> bool:
    """As in "detained the president and seized power": two verbs of one kind that each have an object of their own."""
    first, second = sorted((x.head, y.head), key=lambda token: token.i)
    joined = x.verbal and y.verbal and second.dep == "conj" and document.head(second).i == first.i
    return joined and all(v.tag != "VBG" and document.child(v, "dobj") is not None for v in (first, second))


def _side_by_side(document: Document, x: Act, y: Act) -> bool:
    """As in "thanked A and welcomed its decision", "urged A to go and appealed to B": two verbs, two acts."""
    if not (x.verbal and y.verbal) or x.category not in SAID:
        return False
    return y.head in conjuncts(document, x.head) or x.head in conjuncts(document, y.head)


def _apart(document: Document, token: Token) -> bool:
    """Whether a word opens what is told of another time or thing: a relative or reported clause, "after ..."."""
    if token.dep in ("relcl", "ccomp") or (token.dep == "prep" and token.lower in _ANOTHER_TIME):
        return True
    return token.dep == "advcl" and any(kid.lower in _ANOTHER_TIME for kid in document.children(token, "mark"))


def _one_meeting(document: Document, cast: Cast, x: Act, y: Act) -> bool:
    """A visit with a meeting in the same clause is one act of consulting."""
    shared = bool(set(x.actors) & set(y.actors)) or not x.actors or not y.actors
    people = [{i for i in act.recipients if cast.entities[i].kind == PERSON} for act in (x, y)]
    if people[0] and people[1] and not people[0] & people[1]:
        return False
    return x.category == "Consult" and shared and x.modality == y.modality and _linked(document, x, y)
