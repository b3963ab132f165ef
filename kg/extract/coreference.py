"""Resolve what is not a name: titles alone, "the country", pronouns, and plurals like "the two leaders".

Few sure rules in text order; where none applies nothing is resolved. Adds references to the cast, and
groups (a plural that stands for several entities) to `Groups`. "I", "we" and "our" inside quotations
belong to the speaker and are resolved when statements are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.extract.cast import ORGANIZATIONS, PERSON, STATE, UNNAMED, Cast, Entity
from kg.extract.lists import listed_subjects
from kg.extract.titles import TitleMention, head_of
from kg.language.clauses import clause_verbs_above, logical_subjects, noun_conjuncts, prepositional_objects
from kg.language.document import Document, Sentence, Token
from kg.lexicon.holders import Holders
from kg.model import PartialDate, Span

_HE = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
_REFLEXIVE = frozenset({"himself", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
_COUNTRY = frozenset({"country", "nation", "state", "government", "kingdom", "republic"})
_GROUP_NOUNS = {
    "group": "ArmedGroup",
    "movement": "ArmedGroup",
    "militia": "ArmedGroup",
    "organization": "",
    "organisation": "",
    "militants": "ArmedGroup",
    "party": "PoliticalParty",
    "alliance": "Alliance",
    "bloc": "InternationalOrganization",
}
_PLURALS = frozenset(
    """
    leader president minister official side country nation party counterpart diplomat man pair two both envoy
    government negotiator ally neighbour neighbor state power delegation rival foe faction team camp capital woman
    """.split()
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_SENTENCES_BACK = 4  # farthest antecedent of a personal pronoun in the articles read while writing this
_OF_OFFICE = frozenset(
    """
    HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister Minister Envoy Official OrganizationHead
    """.split()
)
_OF_STATES = frozenset("government country nation side state capital neighbour neighbor delegation".split())
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "pobj", "dobj"})
_LAST_TWO_BACK = 3  # sentences in which the only two persons or states are "both"
_COUNTED_BACK = 12  # a number ("the three officials") makes a far antecedent sure
_NUMBERS = {"two": 2, "three": 3, "four": 4, "both": 2, "five": 5, "six": 6}


@dataclass(slots=True)
class Groups:
    """Plural mentions by token number: the ids of the entities they stand for."""

    by_token: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def at(self, token: Token) -> tuple[str, ...]:
        """The entities a plural token stands for; empty if it is none."""
        return self.by_token.get(token.i, ())


def resolve(
    document: Document,
    cast: Cast,
    titles: Sequence[TitleMention],
    holders: Holders | None = None,
    issued: PartialDate | None = None,
) -> tuple[tuple[TitleMention, ...], Groups]:
    """The titles with bearers found by coreference, and the groups; references are added to the cast.

    `holders` tell who of the article's persons held an office on the day it was `issued`.
    """
    groups = Groups()
    by_last = {head_of(document, title).i: title for title in titles}
    resolved = dict(by_last)
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            title = resolved.get(token.i)
            if title is not None and title.bearer is None:
                title = _title_alone(document, cast, title, resolved, groups)
                if title.bearer is None and holders is not None:
                    title = _held_by(document, cast, title, holders, issued)
                resolved[token.i] = title
            elif title is None and cast.reference_at(token) is None:
                _resolve_token(document, cast, groups, sentence, token)
    return tuple(resolved[last] for last in sorted(resolved)), groups


def _resolve_token(document: Document, cast: Cast, groups: Groups, sentence: Sentence, token: Token) -> None:
    word = token.lower
    if word in _HE and token.pos in ("PRON", "DET"):
        _refer(cast, token, _person_before(document, cast, sentence, token))
    elif word in _IT and token.pos in ("PRON", "DET") and not _expletive(document, token):
        _refer(cast, token, _body_before(document, cast, sentence, token))
    elif word in _THEY and token.pos in ("PRON", "DET"):
        _refer_plural(document, cast, groups, sentence, token, None)
    elif token.pos in ("NOUN", "PROPN") and _definite(document, token):
        _definite_noun(document, cast, groups, sentence, token)
    elif word == "both" and token.dep in ("nsubj", "nsubjpass"):
        _refer_plural(document, cast, groups, sentence, token, 2)
    elif (
        word in ("two", "three") and token.dep in ("nsubj", "nsubjpass", "pobj", "dobj") and _definite(document, token)
    ):
        _refer_plural(document, cast, groups, sentence, token, _NUMBERS[word])


def _expletive(document: Document, token: Token) -> bool:
    """As in "It was unclear whether ...", "it is important that ..."."""
    verb = document.head(token)
    if token.dep not in ("nsubj", "expl") or verb.lemma != "be":
        return False
    predicate = document.children(verb, "acomp", "attr")
    below = [kid for p in (verb, *predicate) for kid in document.children(p, "ccomp", "xcomp", "advcl", "conj")]
    return bool(predicate) and any(
        k.lower in ("that", "whether", "if", "to") for b in below for k in document.children(b, "mark", "aux")
    )


def _refer(cast: Cast, token: Token, entity: Entity | None) -> None:
    if entity is not None:
        cast.refer(Span(token.start, token.end), entity, "pronoun")


def _definite(document: Document, noun: Token) -> bool:
    return any(kid.lower in _DEFINITE for kid in document.children(noun, "det", "predet"))


def _definite_noun(document: Document, cast: Cast, groups: Groups, sentence: Sentence, noun: Token) -> None:
    plain = not any(kid.dep in ("prep", "poss", "appos") for kid in document.children(noun))
    modified = any(kid.dep in ("amod", "compound", "nmod") for kid in document.children(noun))
    lemma = noun.lemma
    if noun.tag in ("NNS", "NNPS") and lemma in _PLURALS and plain:
        number = _number(document, noun)
        _refer_plural(
            document,
            cast,
            groups,
            sentence,
            noun,
            number,
            persons=lemma in ("leader", "president", "minister", "official", "diplomat", "man"),
        )
    elif lemma == "government" and plain and not modified and noun.tag in ("NN", "NNP"):
        government = _last_of_kind(document, cast, noun, frozenset({"Government"}))
        rival = _state_of_rival(document, cast, noun)
        _describe(document, cast, noun, rival or government or _state_before(document, cast, noun))
    elif lemma in _COUNTRY and plain and not modified and noun.tag in ("NN", "NNP"):
        _describe(document, cast, noun, _state_before(document, cast, noun))
    elif noun.lower in _GROUP_NOUNS and plain and not modified:
        kind = _GROUP_NOUNS[noun.lower]
        wanted = ORGANIZATIONS if not kind else frozenset({kind})
        _describe(document, cast, noun, _last_of_kind(document, cast, noun, wanted))


def _state_of_rival(document: Document, cast: Cast, noun: Token) -> Entity | None:
    """As in "between the government and the X rebels": the government is that of the armed group beside it."""
    beside = [document.head(noun)] if noun.dep == "conj" else noun_conjuncts(document, noun)[1:]
    groups = [e for token in beside if (e := cast.at(token)) is not None and e.kind == "ArmedGroup"]
    return next((cast.state(e.iso3) for e in groups if e.iso3 is not None), None)


def _number(document: Document, noun: Token) -> int | None:
    """How many a plural counts: "both sides", "the three ministers"."""
    counting = document.children(noun, "nummod", "det", "predet")
    return next((_NUMBERS[kid.lower] for kid in counting if kid.lower in _NUMBERS), None)


def _describe(document: Document, cast: Cast, noun: Token, entity: Entity | None) -> None:
    if entity is not None:
        determiner = document.child(noun, "det")
        cast.refer(Span(determiner.start if determiner else noun.start, noun.end), entity, "description")


# --- titles without a name


def _title_alone(
    document: Document, cast: Cast, title: TitleMention, resolved: dict[int, TitleMention], groups: Groups
) -> TitleMention:
    head = head_of(document, title)
    if title.plural:
        if _definite(document, head) and title.kind in _OF_OFFICE:
            number = _number(document, head)
            _refer_plural(document, cast, groups, document.sentence_of(head), head, number, persons=True)
        return title
    if not _definite(document, head) and not title.state and not title.organization:
        return title
    bearer = _bearer_before(document, title, resolved)
    if bearer is None:
        return title
    cast.refer(Span(document.tokens[title.first].start, head.end), cast.entities[bearer], "title")
    return replace(title, bearer=bearer, anaphoric=True)


def _held_by(
    document: Document, cast: Cast, title: TitleMention, holders: Holders, issued: PartialDate | None
) -> TitleMention:
    """As in "the Ukrainian president" after a known holder of that office was named without it."""
    state = cast.entities.get(title.state or title.organization or "")
    if title.plural or state is None or state.kind != STATE or not _definite(document, head_of(document, title)):
        return title
    for reference in cast.before(document.tokens[title.first].start):
        person = cast.entities[reference.entity]
        if person.kind == PERSON and any(
            t.kind == title.kind and t.iso3 == state.iso3 and t.organization is None and t.held_on(issued)
            for t in holders.named(person.canonical)
        ):
            cast.refer(Span(document.tokens[title.first].start, document.tokens[title.last].end), person, "title")
            return replace(title, bearer=person.id)
    return title


def _bearer_before(document: Document, title: TitleMention, resolved: dict[int, TitleMention]) -> str | None:
    """The bearer of the nearest earlier title with the same head word that fits this one."""
    head = head_of(document, title).lower
    words = set(title.title.text.split())
    for last in sorted((k for k in resolved if k < title.first), reverse=True):
        other = resolved[last]
        if other.bearer is None or other.plural:
            continue
        same = (
            other.kind == title.kind or words <= set(other.text.lower().split()) or head in other.text.lower().split()
        )
        clash = title.state and other.state and title.state != other.state
        if (
            same
            and not clash
            and (
                words <= set(other.text.lower().split())
                or head == head_of(document, other).lower
                or head == other.title.text.split()[0]
            )
        ):
            return other.bearer
    return None


# --- singular antecedents


def _person_before(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    for verb in _verbs_up(document, token):
        for subject in logical_subjects(document, verb):
            entity = cast.at(subject)
            if (
                subject.i < token.i
                and entity is not None
                and entity.kind in (PERSON, UNNAMED)
                and (token.tag == "PRP$" or not _same_clause(document, subject, token))
            ):
                return entity
    return _recent_person(document, cast, sentence, token, _co_arguments(document, cast, token))


def _co_arguments(document: Document, cast: Cast, token: Token) -> set[str]:
    """The subjects of the verb whose object a pronoun is: "The president thanked him" is about two persons."""
    if token.tag == "PRP$" or token.lower in _REFLEXIVE or token.dep not in ("dobj", "dative", "pobj"):
        return set()
    head = document.head(token)
    verb = document.head(head) if head.pos == "ADP" else head
    return {entity.id for t in logical_subjects(document, verb) if (entity := cast.at(t)) is not None}


def _verbs_up(document: Document, token: Token) -> Iterable[Token]:
    yield from clause_verbs_above(document, token)


def _same_clause(document: Document, subject: Token, token: Token) -> bool:
    """Whether a subject pronoun and the candidate would be arguments of one verb."""
    return document.head(subject).i == document.head(token).i


def _recent_person(
    document: Document, cast: Cast, sentence: Sentence, token: Token, barred: Collection[str]
) -> Entity | None:
    """The subject person of an earlier sentence, else the last person named; none of those barred."""
    for number in range(sentence.number, max(-1, sentence.number - _SENTENCES_BACK), -1):
        earlier = document.sentences[number]
        subject_person: Entity | None = None
        for other in document.tokens_of(earlier):
            if other.i >= token.i:
                break
            entity = cast.at(other)
            if entity is None or entity.kind not in (PERSON, UNNAMED) or entity.id in barred:
                continue
            reference = cast.reference_at(other)
            head = document.head_of_span(reference.span) if reference else other
            if head is not None and head.dep in ("nsubj", "nsubjpass") and subject_person is None:
                subject_person = entity
        if subject_person is not None:
            return subject_person
        last = _last_person_in(document, cast, earlier, token, barred)
        if last is not None:
            return last
    return None


def _last_person_in(
    document: Document, cast: Cast, sentence: Sentence, token: Token, barred: Collection[str]
) -> Entity | None:
    found = None
    for other in document.tokens_of(sentence):
        entity = cast.at(other)
        if other.i >= token.i or entity is None or entity.id in barred:
            continue
        if entity.kind in (PERSON, UNNAMED):
            found = entity
    return found


def _is_body(entity: Entity | None) -> bool:
    return entity is not None and (entity.kind == STATE or entity.kind in ORGANIZATIONS or entity.kind == "Territory")


def _body_before(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    for verb in clause_verbs_above(document, token):
        for subject in logical_subjects(document, verb):
            entity = cast.at(subject)
            if (
                subject.i < token.i
                and _is_body(entity)
                and (token.tag == "PRP$" or not _same_clause(document, subject, token))
            ):
                return entity
    for number in (sentence.number, sentence.number - 1):
        if number >= 0:
            found = _subject_body(document, cast, document.sentences[number], token)
            if found is not None:
                return found
    return None


def _subject_body(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    for other in document.tokens_of(sentence):
        entity = cast.at(other)
        if (
            other.i < token.i
            and other.dep in ("nsubj", "nsubjpass")
            and _is_body(entity)
            and not _same_clause(document, other, token)
        ):
            return entity
    return None


def _state_before(document: Document, cast: Cast, noun: Token) -> Entity | None:
    here = document.sentence_of(noun).number
    for reference in cast.before(noun.start):
        entity = cast.entities[reference.entity]
        sentence = document.sentence_at(reference.span.start).number
        if here - sentence > 1:
            return None
        if entity.kind == STATE and reference.how != "adjective":
            subject = _subject_body(document, cast, document.sentences[here], noun)
            return subject if subject is not None and subject.kind == STATE else entity
    return None


def _last_of_kind(document: Document, cast: Cast, noun: Token, kinds: frozenset[str]) -> Entity | None:
    here = document.sentence_of(noun).number
    for reference in cast.before(noun.start):
        entity = cast.entities[reference.entity]
        if here - document.sentence_at(reference.span.start).number > 2:
            return None
        if entity.kind in kinds:
            return entity
    return None


# --- plurals


def _refer_plural(
    document: Document,
    cast: Cast,
    groups: Groups,
    sentence: Sentence,
    token: Token,
    number: int | None,
    *,
    persons: bool = False,
) -> None:
    if token.lower in _THEY:
        body = _body_before(document, cast, sentence, token)
        paired = _pair(document, cast, groups, sentence, token, number, persons=False)
        if body is not None and (not paired or body.id not in paired):
            _refer(cast, token, body)
            return
        if paired:
            groups.by_token[token.i] = paired
        return
    members = _pair(document, cast, groups, sentence, token, number, persons=persons)
    if members:
        groups.by_token[token.i] = members


def _pair(
    document: Document,
    cast: Cast,
    groups: Groups,
    sentence: Sentence,
    token: Token,
    number: int | None,
    *,
    persons: bool,
) -> tuple[str, ...]:
    """The members of the nearest earlier set: a coordination, or a subject with its partner."""
    reach = _SENTENCES_BACK if number is None else _COUNTED_BACK
    for k in range(sentence.number, max(-1, sentence.number - reach), -1):
        for candidate in reversed(_sets(document, cast, groups, document.sentences[k], token)):
            if persons and any(cast.entities[i].kind not in (PERSON, UNNAMED) for i in candidate):
                continue
            if number is not None and len(candidate) != number:
                continue
            if token.lemma in _OF_STATES and not _several_states(cast, candidate):
                continue
            return candidate
    return _last_two(document, cast, sentence, token, persons=persons) if number == 2 else ()


def _several_states(cast: Cast, members: tuple[str, ...]) -> bool:
    """Whether the members are of as many states (or groups) as they are."""
    return len({cast.entities[i].iso3 or i for i in members}) == len(members)


def _last_two(document: Document, cast: Cast, sentence: Sentence, token: Token, *, persons: bool) -> tuple[str, ...]:
    """The only two persons with an office (or the only two states and groups) named in the sentences before."""
    found: dict[str, None] = {}
    barred = _co_arguments(document, cast, token)
    for reference in cast.before(token.start):
        if sentence.number - document.sentence_at(reference.span.start).number > _LAST_TWO_BACK or len(found) > 2:
            break
        entity = cast.entities[reference.entity]
        wanted = entity.kind == PERSON and bool(entity.offices) if persons else entity.kind in (STATE, "ArmedGroup")
        if wanted and reference.how not in ("adjective", "people") and entity.id not in barred:
            found[entity.id] = None
    return tuple(reversed(found)) if len(found) == 2 else ()


def _sets(document: Document, cast: Cast, groups: Groups, sentence: Sentence, token: Token) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for other in document.tokens_of(sentence):
        if other.i >= token.i:
            break
        if groups.at(other):
            found.append(groups.at(other))
        if other.pos == "VERB" and not document.children(other, "nsubj", "nsubjpass"):
            found.append(_actors(cast, listed_subjects(document, cast, other)))
        if other.dep not in ("nsubj", "nsubjpass", "pobj", "dobj"):
            continue
        heads = noun_conjuncts(document, other)
        if other.dep in ("nsubj", "nsubjpass"):
            heads = listed_subjects(document, cast, document.head(other)) or heads
        if other.dep == "nsubj" and len(heads) == 1:
            heads = heads + _partners(document, document.head(other))
        if any(head.i >= token.i for head in heads):
            continue
        found.append(_actors(cast, heads))
    return [members for members in found if len(members) > 1]


def _partners(document: Document, verb: Token) -> list[Token]:
    direct = [t for kid in document.children(verb, "dobj", "dative") for t in noun_conjuncts(document, kid)]
    return direct + prepositional_objects(document, verb, "with")


def _actors(cast: Cast, heads: Iterable[Token]) -> tuple[str, ...]:
    members: list[str] = []
    for head in heads:
        entity = cast.at(head)
        if entity is not None and entity.is_actor and entity.id not in members:
            members.append(entity.id)
    return tuple(members)
