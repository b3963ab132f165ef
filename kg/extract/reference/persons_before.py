"""Whom "he" or "she" means: the person who speaks or acts in the clauses above, else in the sentences before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kg.extract.reference.cast import PERSON, UNNAMED, Cast, Entity
from kg.extract.reference.plurals import co_arguments
from kg.extract.speech.narrators import narrator_before
from kg.language.clauses import clause_verbs_above, logical_subjects
from kg.language.document import Document, Sentence, Token

PERSONAL: Final = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
_SENTENCES_BACK: Final = 4  # farthest antecedent of a personal pronoun in the articles read while writing this


def person_before(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    """The person that a pronoun means; None where no person is told of near it."""
    narrator = narrator_before(document, cast, sentence, token)
    if narrator is not None:
        return narrator
    for verb in clause_verbs_above(document, token):
        for subject in logical_subjects(document, verb):
            entity = cast.at(subject)
            if (
                subject.i < token.i
                and entity is not None
                and entity.kind in (PERSON, UNNAMED)
                and (token.tag == "PRP$" or not same_clause(document, subject, token))
            ):
                return entity
    barred = co_arguments(document, cast, token) | _spoken_of(document, cast, token)
    return recent_person(document, cast, sentence, token, barred)


def _spoken_of(document: Document, cast: Cast, subject: Token) -> set[str]:
    """As in "X, whom he accused": who does something to X is not X."""
    verb = document.head(subject)
    whom = any(kid.lower == "whom" for kid in document.children(verb))
    spoken_of = cast.at(document.head(verb)) if subject.dep == "nsubj" and verb.dep == "relcl" and whom else None
    return {spoken_of.id} if spoken_of is not None else set()


def same_clause(document: Document, subject: Token, token: Token) -> bool:
    """Whether a subject pronoun and the candidate would be arguments of one verb."""
    return document.head(subject).i == document.head(token).i


def recent_person(
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
