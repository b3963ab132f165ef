"""Which body "it", "its" or "they" means: the one that acts in the clauses above, else in the sentence before."""

from __future__ import annotations

from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, STATE, Cast, Entity
from kg.extract.reference.persons_before import same_clause
from kg.language.clauses import clause_verbs_above, logical_subjects
from kg.language.document import Document, Sentence, Token
from kg.language.prepositions import prepositional_objects

_SAYING: Final = frozenset("say add announce claim report state".split())
_SPOKESPERSONS: Final = frozenset("spokesman spokeswoman spokesperson".split())


def body_before(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    """The body that a pronoun means; None where no body acts near it."""
    owner = _owner_around(document, cast, token)
    if owner is not None:
        return owner
    for verb in clause_verbs_above(document, token):
        for subject in logical_subjects(document, verb):
            named = (_acting_body(cast, t) for t in (subject, *document.children(subject, "appos")))
            entity = next((e for e in named if e is not None), None) or _spoken_for(document, cast, subject)
            if entity is None and verb.lemma in _SAYING:
                entity = _owning_body(document, cast, subject)
            if (
                subject.i < token.i
                and entity is not None
                and (token.tag == "PRP$" or not same_clause(document, subject, token))
            ):
                return entity
    for number in (sentence.number, sentence.number - 1):
        if number >= 0:
            found = subject_body(document, cast, document.sentences[number], token)
            if found is not None:
                return found
    return None


def _owner_around(document: Document, cast: Cast, token: Token) -> Entity | None:
    """As in "the Chadian government's use of force against its people": the owner of the phrase that "its" is in."""
    for noun in document.ancestors(token) if token.tag == "PRP$" else ():
        if noun.pos in ("VERB", "AUX"):
            return None
        owners = [kid for kid in document.children(noun, "poss") if kid.i < token.i and kid.tag != "PRP$"]
        if owners:
            return next((e for kid in owners if _is_body(e := cast.at(kid))), None)
    return None


def subject_body(document: Document, cast: Cast, sentence: Sentence, token: Token) -> Entity | None:
    """The body that acts in a sentence, told of before a pronoun: in a main clause rather than a relative one."""
    tokens = [t for t in document.tokens_of(sentence) if t.i < token.i and t.dep in ("nsubj", "nsubjpass")]
    subjects = [t for t in tokens if not same_clause(document, t, token)]
    cited = document.head(document.head(token)).lower == "according"  # "according to it": who said what stands before
    says = token.dep == "nsubj" and document.head(token).lemma in _SAYING
    for other in sorted(subjects, key=lambda t: _rank_of_clause(document, t, cited=cited)):
        entity = _acting_body(cast, other) or (_owning_body(document, cast, other) if says else None)
        if entity is not None:
            return entity
    return None


def _is_body(entity: Entity | None) -> bool:
    return entity is not None and (entity.kind == STATE or entity.kind in ORGANIZATIONS or entity.kind == "Territory")


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


def _rank_of_clause(document: Document, subject: Token, *, cited: bool) -> int:
    verb = document.head(subject)
    if cited and verb.dep == "ROOT":
        return 0
    return 2 if verb.dep == "relcl" else 1


def _owning_body(document: Document, cast: Cast, subject: Token) -> Entity | None:
    """As in "Kenya's air force shot down a jet, it said", "Turkey's president says it will": whose they are."""
    owners = (cast.at(kid) for kid in document.children(subject, "poss"))
    return next((e for e in owners if _is_body(e)), None)
