"""Dates in and around relative clauses: whose they are, and what the clause has of the date of what it is about.

"The minister, who saw X in Oslo on Friday, will meet Y in May": a date between the commas is of what is told there.
"An attack on Friday in which two were killed", "the accord of 1982, in which X promised to leave", "spoke on Friday
with X, whom he asked to stay", "sold tanks in April to Togo, which then attacked Chad": the clause has the date too.
"The clashes, which began on Sunday": a clause that only says when something was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.language.clauses import governing_verb
from kg.language.conjuncts import first_conjunct
from kg.language.dates import DateMention
from kg.language.document import Document, Token
from kg.language.tense import tense_of

_RELATIVE: Final = frozenset({"who", "whom", "whose", "which", "where"})
_SPEAKERS: Final = frozenset({"he", "she", "they"})
_CONTAINING: Final = frozenset("in under at during by through".split())
_ENDS: Final = frozenset({",", ";", "”", '"'})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PAST: Final = frozenset({"VBD", "VBN"})
_HAPPENING: Final = frozenset("begin start occur happen erupt follow resume unfold".split())
_PHRASES: Final = {"take": "place", "break": "out", "flare": "up"}  # "took place", "broke out"
_ADDING: Final = frozenset({"then", "also"})
_OPENING: Final = 3  # tokens from a comma to the relative pronoun: "on behalf of which" is rare


def acts_around(document: Document, acts: Sequence[Act], anchor: Token) -> Sequence[Act]:
    """Those of a sentence's acts that a date may belong to: of its own relative clause, or of none."""
    parts = _parts(document, anchor)
    if any(anchor.i in part for part in parts):
        return acts_inside(document, acts, anchor)
    if any(p.start < anchor.i and not _is_closed(document, p) for p in parts):
        return acts  # behind an apposition or the like nobody knows if the clause goes on
    outside = [act for act in acts if not any(act.head.i in part for part in parts)]
    return outside or acts


def acts_inside(document: Document, acts: Sequence[Act], anchor: Token) -> Sequence[Act]:
    """Those of a sentence's acts that are told in the relative clause that a date stands in; all, if it is in none."""
    own = next((part for part in _parts(document, anchor) if anchor.i in part), range(0))
    return [act for act in acts if act.head.i in own] or acts


def _parts(document: Document, anchor: Token) -> list[range]:
    """The token ranges of a sentence's relative clauses behind a comma, each up to the next comma or the end."""
    sentence = document.sentence_of(anchor)
    found: list[range] = []
    for token in document.tokens[sentence.first : sentence.last]:
        if token.lower in _RELATIVE and _opens(document, token) and not (found and token.i < found[-1].stop):
            rest = document.tokens[token.i : sentence.last]
            end = next((t.i for t in rest if t.text in _ENDS), sentence.last)
            found.append(range(token.i, end))
    return found


def _is_closed(document: Document, part: range) -> bool:
    """Whether the main clause goes on behind a relative clause: a finite verb follows the comma."""
    behind = document.tokens[part.stop : part.stop + _OPENING]
    words = [t for t in behind if t.text not in _ENDS and t.pos != "ADV"]
    return bool(words) and words[0].tag in _FINITE


def _opens(document: Document, token: Token) -> bool:
    """Whether only a preposition stands between a relative pronoun and a comma."""
    before = document.tokens[max(token.i - _OPENING, 0) : token.i]
    while before and before[-1].pos == "ADP":
        before = before[:-1]
    return bool(before) and before[-1].text == ","


def happening_of(document: Document, verb: Token, acts: Mapping[int, Act], anchor: Token) -> Act | None:
    """The deed of which a verb only says when it was: "the clashes, which began on Sunday", "the raid took place"."""
    particle = _PHRASES.get(verb.lemma)
    with_particle = particle is not None and any(
        t.lower == particle for t in document.children(verb, "prt", "dobj", "advmod")
    )
    if verb.lemma not in _HAPPENING and not with_particle:
        return None
    subject = document.head(verb) if verb.dep == "relcl" else document.child(verb, "nsubj")
    if subject is not None and subject.i in acts and not acts[subject.i].verbal:
        return acts[subject.i]
    if verb.dep != "relcl" or subject is None:
        return None
    nouns = [i for i in acts if i < subject.i and not acts[i].verbal and subject.i < anchor.i]
    below = [i for i in nouns if any(t.i == i for t in document.ancestors(subject))]
    return acts[max(below)] if below else None


def date_by_antecedent(
    document: Document, acts: Sequence[Act], dates: Sequence[DateMention], dated: Mapping[int, DateMention]
) -> dict[int, DateMention]:
    """The dates that undated relative clauses have from what they are about, by the number of the act's head token."""
    found: dict[int, DateMention] = {}
    for act in acts:
        top = first_conjunct(document, act.head)
        clause = top.dep == "relcl" and act.modality == "Occurred" and not act.dropped
        if not clause or act.head.i in dated or tense_of(document, act.head) not in _PAST:
            continue
        noun = document.head(top)
        above = governing_verb(document, noun)
        mention = None
        if _is_within(document, top):
            mention = _date_of(document, noun, top, dates, dated)
        elif top is not act.head:
            continue
        elif _goes_on(document, act.head, noun) and above is not None and act.category not in ("Accuse", "Support"):
            mention = dated.get(above.i)
        if mention is not None:
            found[act.head.i] = mention
    return found


def _is_within(document: Document, verb: Token) -> bool:
    """As in "in which X was killed", "under which X agreed": a clause about what happened in something."""
    return any(
        prep.lower in _CONTAINING and any(t.lower == "which" for t in document.children(prep, "pobj"))
        for prep in document.children(verb, "prep")
    )


def _date_of(
    document: Document, noun: Token, verb: Token, dates: Sequence[DateMention], dated: Mapping[int, DateMention]
) -> DateMention | None:
    """The date of a noun: as an act, in the words that hang on it, or of the act whose object it is."""
    if noun.i in dated:
        return dated[noun.i]
    below = {t.i for t in document.subtree(noun) if t.i < verb.i}
    own = next((m for m in dates if document.tokens_in(m.span)[0].i in below), None)
    if own is not None:
        return own
    above = document.head(noun)
    return dated.get(above.i) if noun.dep in ("dobj", "nsubjpass", "pobj") else None


def _goes_on(document: Document, verb: Token, noun: Token) -> bool:
    """As in "spoke with X, whom he asked to stay", "expelled by Togo, which also shut a mission", "which then left"."""
    if any(t.lower in _ADDING for t in document.children(verb, "advmod")):
        return True
    to_them = any(t.lower == "whom" for t in document.tokens[noun.i + 1 : verb.i])
    return to_them and any(t.lower in _SPEAKERS for t in document.children(verb, "nsubj"))
