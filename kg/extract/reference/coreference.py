"""Resolve what is not a name: titles alone, "the country", pronouns, and plurals like "the two leaders".

Few sure rules in text order; where none applies nothing is resolved. Adds references to the cast, and
groups (a plural that stands for several entities) to `Groups`. "I", "we" and "our" inside quotations
belong to the speaker and are resolved when statements are read.

    titles_alone       "the Kenyan minister", "the president"
    styles             "His Majesty"
    judged             "condemned X for its attack"
    persons_before     "he", "her"
    bodies_before      "it", "its"; "they" where no plural was told of
    definite_nouns     "the country", "the group", "the rebels"
    plurals            "they", "both sides", "each other", "the two leaders"
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import takewhile
from typing import Final

from kg.extract.offices.titles import TitleMention, head_of
from kg.extract.reference.bodies_before import body_before
from kg.extract.reference.cast import Cast, Entity
from kg.extract.reference.definite_nouns import (
    fighters_of_group,
    is_definite,
    is_known,
    refer_definite,
    refer_fighters,
    to_conflict,
)
from kg.extract.reference.judged import owner_judged
from kg.extract.reference.persons_before import PERSONAL, person_before
from kg.extract.reference.plurals import NEIGHBOURS, NUMBERS, Groups, Plurals
from kg.extract.reference.styles import refer_style
from kg.extract.reference.titles_alone import TitlesAlone
from kg.language.clauses import is_reciprocal
from kg.language.document import Document, Sentence, Token
from kg.lexicon.holders import Holders
from kg.model import PartialDate, Span

_IT: Final = frozenset({"it", "its", "itself"})
_THEY: Final = frozenset(["they", "them", "their", "theirs", "themselves"])
_EACH_OF: Final = frozenset("side party government country camp".split())


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
    resolved = {head_of(document, title).i: title for title in titles}
    alone = TitlesAlone(document, cast, plurals, resolved, holders, issued, home)
    _group_listed(document, titles, groups)
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            title = resolved.get(token.i)
            if cast.reference_at(token) is None and fighters_of_group(document, token):
                refer_fighters(document, cast, token)
            elif title is not None and title.bearer is None:
                resolved[token.i] = alone.resolve(title)
            elif title is None and cast.reference_at(token) is None and not refer_style(document, cast, token):
                _refer(cast, token, owner_judged(document, cast, token))
                if cast.reference_at(token) is None:
                    _resolve_token(document, cast, plurals, sentence, token)
    return tuple(resolved[head] for head in sorted(resolved)), groups


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
    if word in PERSONAL and token.pos in ("PRON", "DET"):
        person = person_before(document, cast, sentence, token)
        if not plurals.refer_described(token, person):
            _refer(cast, token, person)
    elif word in _IT and token.pos in ("PRON", "DET") and not _expletive(document, token):
        _refer(cast, token, body_before(document, cast, sentence, token))
    elif word in _THEY and token.pos in ("PRON", "DET"):
        _refer(cast, token, plurals.refer_they(token, body_before(document, cast, sentence, token)))
    elif token.pos in ("NOUN", "PROPN") and is_known(document, token) and not to_conflict(document, token):
        refer_definite(document, cast, plurals, token)
    elif is_reciprocal(document, token):
        plurals.refer_each_other(token)
    elif token.lemma in NEIGHBOURS and token.tag == "NN":
        plurals.refer_other(token)
    elif _both_sides(document, token) or (word == "both" and token.dep in ("nsubj", "nsubjpass")):
        plurals.refer(token, 2)
    elif (
        word in ("two", "three")
        and token.dep in ("nsubj", "nsubjpass", "pobj", "dobj")
        and is_definite(document, token)
    ):
        plurals.refer(token, NUMBERS[word])


def _both_sides(document: Document, token: Token) -> bool:
    return _each_side(document, token) or to_conflict(document, token)


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
