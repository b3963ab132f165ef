"""Resolve what is not a name: titles alone, "the country", pronouns, and plurals like "the two leaders".

Few sure rules in text order; where none applies nothing is resolved. Adds references to the cast, and
groups (a plural that stands for several entities) to `Groups`. "I", "we" and "our" inside quotations
belong to the speaker and are resolved when statements are read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from kg.extract.names.called import CALLED
from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, UNNAMED, Cast, Entity
from kg.extract.reference.judged import owner_judged
from kg.extract.reference.plurals import (
    FIGHTERS,
    NEIGHBOURS,
    NUMBERS,
    PAIRS,
    PLURALS,
    Groups,
    Plurals,
    co_arguments,
    number_of,
)
from kg.extract.speech.narrators import narrator_before
from kg.language.clauses import (
    clause_verbs_above,
    is_reciprocal,
    logical_subjects,
    noun_conjuncts,
    prepositional_objects,
)
from kg.language.document import Document, Sentence, Token
from kg.lexicon.holders import Holders
from kg.model import PartialDate, Span

_HE = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
_SAYING = frozenset("say add announce claim report state".split())
_IT = frozenset({"it", "its", "itself"})
_ROYAL = frozenset("king queen sultan emir emperor empress shah".split())
_STYLES = {
    "majesty": _ROYAL,
    "highness": _ROYAL | {"prince", "princess", "sheikh", "amir", "duke"},
    "holiness": frozenset({"pope", "patriarch"}),
    "eminence": frozenset({"cardinal"}),
    "excellency": frozenset[str](),
}
"""Styles that stand for a person, with the offices of one of which it is; none where it may be any official's."""
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
_COUNTRY = frozenset({"country", "nation", "state", "government", "kingdom", "republic"})
_GROUP_NOUNS = {
    "group": "ArmedGroup",
    "movement": "ArmedGroup",
    "militia": "ArmedGroup",
    "organization": "",
    "organisation": "",
    "company": "Company",
    "firm": "Company",
    "party": "PoliticalParty",
    "alliance": "Alliance",
    "bloc": "InternationalOrganization",
}
_SPOKESPERSONS = frozenset("spokesman spokeswoman spokesperson".split())
_EACH_OF = frozenset("side party government country camp".split())
_ATTACKERS = frozenset({"attacker", "assailant", "raider"})  # presuppose an attack that was told of, also without "the"
_DESCRIBING = frozenset({"prep", "poss", "appos", "amod", "compound", "nmod"})
_FIGHTERS_BACK = 6  # sentences back to the group whose fighters "the rebels" are
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_SENTENCES_BACK = 4  # farthest antecedent of a personal pronoun in the articles read while writing this
_OF_OFFICE = frozenset(
    """
    HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister Minister Envoy Official OrganizationHead
    """.split()
)
_LOWER_RANKS = frozenset("deputy vice under undersecretary assistant associate junior".split())
_OF_ONE = frozenset("HeadOfState HeadOfGovernment Monarch ForeignMinister DefenceMinister OrganizationHead".split())
_SENTENCES_AHEAD = 3  # from a title that opens an article to the name of its bearer
_TELLING = frozenset({"of", "from", "for", "with", "between"})  # prepositions that say whose a plural is
_CONFLICTS = frozenset("conflict war dispute fighting hostility ceasefire truce talk negotiation".split())
_BODIES_BACK = 2  # sentences back to the body that "the group" or "the alliance" is


def resolve(
    document: Document,
    cast: Cast,
    titles: Sequence[TitleMention],
    holders: Holders | None = None,
    issued: PartialDate | None = None,
    persons: frozenset[str] = frozenset(),
    home: Entity | None = None,
) -> tuple[tuple[TitleMention, ...], Groups]:
    """The titles with bearers found by coreference, and the groups; references are added to the cast.

    `holders` tell who of the article's persons held an office on the day it was `issued`; `persons` are the
    lemmas of nouns for people; `home` is whose word an official text is, whose office holders need no state.
    """
    groups = Groups()
    plurals = Plurals(document, cast, groups, persons)
    by_last = {head_of(document, title).i: title for title in titles}
    resolved = dict(by_last)
    _group_listed(document, titles, groups)
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            title = resolved.get(token.i)
            if cast.reference_at(token) is None and _fighters_of_group(document, token):
                group = _last_of_kind(document, cast, token, frozenset({"ArmedGroup"}), _FIGHTERS_BACK)
                _describe(document, cast, token, group)
            elif title is not None and title.bearer is None:
                title = _title_alone(document, cast, title, resolved, plurals, home)
                title = _told_later(document, cast, title, resolved) if title.bearer is None else title
                if title.bearer is None and holders is not None:
                    title = _held_by(document, cast, title, holders, issued)
                resolved[token.i] = title
            elif title is None and cast.reference_at(token) is None and not _refer_style(document, cast, token):
                _refer(cast, token, owner_judged(document, cast, token))
                if cast.reference_at(token) is None:
                    _resolve_token(document, cast, plurals, sentence, token)
    return tuple(resolved[last] for last in sorted(resolved)), groups


def _group_listed(document: Document, titles: Sequence[TitleMention], groups: Groups) -> None:
    """As in "the foreign ministers of Peru and Chile, X and Y": the title stands for those named behind it."""
    for k, title in enumerate(titles):
        head = head_of(document, title)
        if not title.plural or title.bearer is None or head.dep in ("compound", "nmod", "amod"):
            continue
        further = list(takewhile(partial(_named_with, title), titles[k + 1 :]))
        members = tuple(dict.fromkeys(t.bearer for t in (title, *further) if t.bearer is not None))
        if len(members) > 1:
            groups.by_token[head.i], groups.listed[head.i] = members, further[-1].last


def _named_with(plural: TitleMention, title: TitleMention) -> bool:
    """Whether a title is a share of a plural one, at the name of a further bearer."""
    return title.title is plural.title and title.text == plural.text and not title.plural and title.bearer is not None


def _resolve_token(document: Document, cast: Cast, plurals: Plurals, sentence: Sentence, token: Token) -> None:
    word = token.lower
    if word in _HE and token.pos in ("PRON", "DET"):
        person = _person_before(document, cast, sentence, token)
        if not plurals.refer_described(token, person):
            _refer(cast, token, person)
    elif word in _IT and token.pos in ("PRON", "DET") and not _expletive(document, token):
        _refer(cast, token, _body_before(document, cast, sentence, token))
    elif word in _THEY and token.pos in ("PRON", "DET"):
        _refer(cast, token, plurals.refer_they(token, _body_before(document, cast, sentence, token)))
    elif token.pos in ("NOUN", "PROPN") and _definite(document, token) and not _to_conflict(document, token):
        _definite_noun(document, cast, plurals, token)
    elif is_reciprocal(document, token):
        plurals.refer_each_other(token)
    elif token.lemma in NEIGHBOURS and token.tag == "NN":
        plurals.refer_other(token)
    elif _both_sides(document, token) or (word == "both" and token.dep in ("nsubj", "nsubjpass")):
        plurals.refer(token, 2)
    elif (
        word in ("two", "three") and token.dep in ("nsubj", "nsubjpass", "pobj", "dobj") and _definite(document, token)
    ):
        plurals.refer(token, NUMBERS[word])


def _by_style(document: Document, token: Token) -> bool:
    """As in "His Majesty thanked ...": a style in place of a name, and not before one ("His Majesty King X")."""
    following = document.tokens[token.i + 1 : token.i + 2]
    possessed = token.i > 0 and document.tokens[token.i - 1].tag == "PRP$" and token.text[:1].isupper()
    return possessed and not (following and following[0].text[:1].isupper())


def _styled(document: Document, token: Token) -> bool:
    """Whether a pronoun is that of a style: "his" of "His Majesty"."""
    following = document.tokens[token.i + 1 : token.i + 2]
    return bool(following) and following[0].lower in _STYLES and following[0].text[:1].isupper()


def _refer_style(document: Document, cast: Cast, token: Token) -> bool:
    """Refer a style to whom it fits, if to anybody; whether the token is one, or the pronoun of one.

    "Majesty" is the last monarch, "Holiness" the last pope.
    """
    if token.lower not in _STYLES or not _by_style(document, token):
        return token.lower in _HE and _styled(document, token)
    wanted = _STYLES[token.lower]
    people = (cast.entities[r.entity] for r in cast.before(token.start))
    person = next((e for e in people if e.kind == PERSON and wanted & e.offices), None)
    if not wanted:
        barred = co_arguments(document, cast, token)
        person = _recent_person(document, cast, document.sentence_of(token), token, barred)
    if person is not None:
        cast.refer(Span(document.tokens[token.i - 1].start, token.end), person, "title")
    return True


def _both_sides(document: Document, token: Token) -> bool:
    return _each_side(document, token) or _to_conflict(document, token)


def _each_side(document: Document, token: Token) -> bool:
    """As in "each side blamed the other": one of two that act alike."""
    each = any(kid.lower == "each" for kid in document.children(token, "det"))
    return each and token.dep == "nsubj" and token.lemma in _EACH_OF


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


def _to_conflict(document: Document, noun: Token) -> bool:
    """As in "all parties to the conflict": both sides of it."""
    parties = noun.lemma == "party" and noun.tag == "NNS"
    return parties and any(t.lemma in _CONFLICTS for t in prepositional_objects(document, noun, "to"))


def _definite_noun(document: Document, cast: Cast, plurals: Plurals, noun: Token) -> None:
    kids = document.children(noun)
    named = {kid.i for kid in kids if kid.dep == "appos" and (e := cast.at(kid)) is not None and e.kind == PERSON}
    plain = not any(kid.dep in ("prep", "poss", "appos") and kid.i not in named for kid in kids)
    modified = any(kid.dep in ("amod", "compound", "nmod") for kid in kids)
    lemma, number = noun.lemma, number_of(document, noun)
    somewhere = number is not None and not any(k.dep in ("poss", "appos") or k.lower in _TELLING for k in kids)
    if noun.tag in ("NNS", "NNPS") and lemma in PLURALS and (plain or somewhere):
        plurals.refer(noun, number)
    elif lemma in PAIRS and plain:
        plurals.refer(noun, 2)
    elif lemma == "government" and plain and not modified and noun.tag in ("NN", "NNP"):
        government = _last_of_kind(document, cast, noun, frozenset({"Government"}))
        rival = _state_of_rival(document, cast, noun)
        _describe(document, cast, noun, rival or government or _state_before(document, cast, noun))
    elif lemma in _COUNTRY and plain and not modified and noun.tag in ("NN", "NNP"):
        _describe(document, cast, noun, _state_before(document, cast, noun))
    elif noun.lower in _GROUP_NOUNS and plain and not modified:
        kind = _GROUP_NOUNS[noun.lower]
        wanted = frozenset({kind}) if kind else CALLED[noun.lower]
        _describe(document, cast, noun, _last_of_kind(document, cast, noun, wanted))


def _state_of_rival(document: Document, cast: Cast, noun: Token) -> Entity | None:
    """As in "between the government and the X rebels": the government is that of the armed group beside it."""
    beside = [document.head(noun)] if noun.dep == "conj" else noun_conjuncts(document, noun)[1:]
    groups = [e for token in beside if (e := cast.at(token)) is not None and e.kind == "ArmedGroup"]
    return next((cast.state(e.iso3) for e in groups if e.iso3 is not None), None)


def _describe(document: Document, cast: Cast, noun: Token, entity: Entity | None) -> None:
    if entity is not None:
        determiner = document.child(noun, "det")
        cast.refer(Span(determiner.start if determiner else noun.start, noun.end), entity, "description")


# --- titles without a name


def _title_alone(
    document: Document,
    cast: Cast,
    title: TitleMention,
    resolved: dict[int, TitleMention],
    plurals: Plurals,
    home: Entity | None,
) -> TitleMention:
    head = head_of(document, title)
    if title.plural:
        if _definite(document, head) and title.kind in _OF_OFFICE:
            plurals.refer(head, number_of(document, head), persons=True)
        return title
    if not _definite(document, head) and not title.state and not title.organization:
        return title
    bearer = _bearer_before(document, cast, title, resolved, home)
    if bearer is None:
        return title
    cast.refer(Span(document.tokens[title.first].start, head.end), cast.entities[bearer], "title")
    return replace(title, bearer=bearer, anaphoric=True)


def _told_later(document: Document, cast: Cast, title: TitleMention, resolved: dict[int, TitleMention]) -> TitleMention:
    """As in "Kenya's foreign minister said ... X, the minister, ...": an article may name last whom it opens with."""
    side = title.state or title.organization
    if title.plural or side is None or title.kind not in _OF_ONE or not _definite_title(document, title):
        return title
    here = document.sentence_of(document.tokens[title.first]).number
    later = (resolved[k] for k in sorted(resolved) if k > title.last)
    near = (t for t in later if document.sentence_of(document.tokens[t.first]).number <= here + _SENTENCES_AHEAD)
    for other in near:
        others = other.state or other.organization
        alike = other.kind == title.kind or (others is None and _same_office(document, other, title))
        if other.bearer is not None and not other.plural and alike and others in (None, side):
            person = cast.entities[other.bearer]
            own = cast.entities[side].iso3
            if (person.iso3 is None or own is None or person.iso3 == own) and other.status != "Former":
                cast.refer(Span(document.tokens[title.first].start, document.tokens[title.last].end), person, "title")
                return replace(title, bearer=person.id, anaphoric=True)
    return title


def _definite_title(document: Document, title: TitleMention) -> bool:
    """Whether a title means one certain person: "the Kenyan minister", "Kenya's minister"."""
    head = head_of(document, title)
    return _definite(document, head) or bool(document.children(head, "poss"))


def _held_by(
    document: Document, cast: Cast, title: TitleMention, holders: Holders, issued: PartialDate | None
) -> TitleMention:
    """As in "the Ukrainian president" where one known holder of that office is named, before or after it."""
    state = cast.entities.get(title.state or title.organization or "")
    if title.plural or state is None or state.kind != STATE or not _definite(document, head_of(document, title)):
        return title
    before = (cast.entities[r.entity] for r in cast.before(document.tokens[title.first].start))
    held = (e for e in before if _holds(holders, title, state, e, issued))
    later = [e for e in cast.entities.values() if _holds(holders, title, state, e, issued)]
    person = next(held, later[0] if len(later) == 1 else None)
    if person is not None:
        cast.refer(Span(document.tokens[title.first].start, document.tokens[title.last].end), person, "title")
        return replace(title, bearer=person.id)
    return title


def _holds(holders: Holders, title: TitleMention, state: Entity, person: Entity, issued: PartialDate | None) -> bool:
    """Whether a person is known to have held the office of a title for a state on the day of the article."""
    return person.kind == PERSON and any(
        t.kind == title.kind and t.iso3 == state.iso3 and t.organization is None and t.held_on(issued)
        for t in holders.named(person.canonical)
    )


def _bearer_before(
    document: Document, cast: Cast, title: TitleMention, resolved: dict[int, TitleMention], home: Entity | None
) -> str | None:
    """Who bears a title told alone: of those who bore it before, that of the issuer, else who is told of most."""
    bearers: dict[str, int] = {}
    for last in sorted((k for k in resolved if k < title.first), reverse=True):
        other = resolved[last]
        if other.bearer is not None and not other.plural and _same_office(document, title, other):
            bearers.setdefault(other.bearer, last)
    if len(bearers) < 2:
        return next(iter(bearers), None)
    if home is not None and home.iso3 is not None and not title.state:
        own = [b for b in bearers if cast.entities[b].iso3 in (home.iso3, None)]
        if len(own) == 1:
            return own[0]
    start = document.tokens[title.first].start
    spots = {b: sum(spot < start for spot in cast.spots(cast.entities[b])) for b in bearers}
    return max(bearers, key=lambda b: (spots[b], bearers[b]))


def _same_office(document: Document, title: TitleMention, other: TitleMention) -> bool:
    """Whether a title told alone may be the one that another mention tells of."""
    head, words, told = head_of(document, title).lower, set(title.title.text.split()), set(other.text.lower().split())
    same = other.kind == title.kind or words <= told or head in told
    ranks = _ranks(title.title.text) ^ _ranks(other.text)  # a deputy secretary is not the secretary
    clash = bool(ranks) or (title.state and other.state and title.state != other.state)
    named = words <= told or head in (head_of(document, other).lower, other.title.text.split()[0])
    return bool(same and not clash and named)


def _ranks(title: str) -> frozenset[str]:
    return _LOWER_RANKS & set(re.findall(r"\w+", title.lower()))


# --- singular antecedents


def _person_before(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    narrator = narrator_before(document, cast, sentence, token)
    if narrator is not None:
        return narrator
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
    barred = co_arguments(document, cast, token) | _spoken_of(document, cast, token)
    return _recent_person(document, cast, sentence, token, barred)


def _spoken_of(document: Document, cast: Cast, subject: Token) -> set[str]:
    """As in "X, whom he accused": who does something to X is not X."""
    verb = document.head(subject)
    whom = any(kid.lower == "whom" for kid in document.children(verb))
    spoken_of = cast.at(document.head(verb)) if subject.dep == "nsubj" and verb.dep == "relcl" and whom else None
    return {spoken_of.id} if spoken_of is not None else set()


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
            entity = _acting_body(cast, subject) or _spoken_for(document, cast, subject)
            if (
                subject.i < token.i
                and entity is not None
                and (token.tag == "PRP$" or not _same_clause(document, subject, token))
            ):
                return entity
    for number in (sentence.number, sentence.number - 1):
        if number >= 0:
            found = _subject_body(document, cast, document.sentences[number], token)
            if found is not None:
                return found
    return None


def _spoken_for(document: Document, cast: Cast, subject: Token) -> Entity | None:
    """As in "a spokesman for the group said that its fighters ...": the body that an unnamed one speaks for."""
    if cast.at(subject) is not None or subject.lemma not in _SPOKESPERSONS:
        return None
    behind = [t for name in ("for", "of") for t in prepositional_objects(document, subject, name)]
    return next((e for t in behind if _is_body(e := cast.at(t))), None)


def _acting_body(cast: Cast, subject: Token) -> Entity | None:
    """The body that a subject names; a town that acts stands for its state ("Tokyo said it would wait")."""
    entity = cast.at(subject)
    if entity is not None and entity.kind == "Settlement" and entity.known and entity.iso3 is not None:
        return cast.state(entity.iso3)
    return entity if _is_body(entity) else None


def _subject_body(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    """The body that acts in a sentence, told of before a pronoun: in a main clause rather than a relative one."""
    tokens = [t for t in document.tokens_of(sentence) if t.i < token.i and t.dep in ("nsubj", "nsubjpass")]
    subjects = [t for t in tokens if not _same_clause(document, t, token)]
    cited = document.head(document.head(token)).lower == "according"  # "according to it": who said what stands before
    says = token.dep == "nsubj" and document.head(token).lemma in _SAYING
    for other in sorted(subjects, key=lambda t: _rank_of_clause(document, t, cited=cited)):
        entity = _acting_body(cast, other) or (_owning_body(document, cast, other) if says else None)
        if entity is not None:
            return entity
    return None


def _rank_of_clause(document: Document, subject: Token, *, cited: bool) -> int:
    verb = document.head(subject)
    if cited and verb.dep == "ROOT":
        return 0
    return 2 if verb.dep == "relcl" else 1


def _owning_body(document: Document, cast: Cast, subject: Token) -> Entity | None:
    """As in "Kenya's air force shot down a jet, it said": whose thing or force acts."""
    owners = (cast.at(kid) for kid in document.children(subject, "poss"))
    return next((e for e in owners if _is_body(e)), None)


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


def _fighters_of_group(document: Document, noun: Token) -> bool:
    """As in "the rebels", "five attackers": fighters whose group was named before, and nothing tells them from it."""
    if noun.pos != "NOUN" or noun.lemma not in FIGHTERS or noun.tag != "NNS":
        return False
    described = {kid.dep for kid in document.children(noun)}
    if described & _DESCRIBING:
        return False
    return noun.lemma in _ATTACKERS or (_definite(document, noun) and not described & {"relcl", "acl"})


def _last_of_kind(
    document: Document, cast: Cast, noun: Token, kinds: frozenset[str], reach: int = _BODIES_BACK
) -> Entity | None:
    """The last entity of some kinds that is named before a noun, not farther back than `reach` sentences."""
    here = document.sentence_of(noun).number
    for reference in cast.before(noun.start):
        entity = cast.entities[reference.entity]
        if here - document.sentence_at(reference.span.start).number > reach:
            return None
        if entity.kind in kinds:
            return entity
    return None
