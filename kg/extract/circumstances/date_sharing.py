"""Acts that share the date of another verb of their sentence.

"Abandoned the deal on 17 July, complaining that ..., and warned": the verbs joined to the dated one and the
participles that go with it, and what went on meanwhile ("as X landed troops", "with X landing troops"). "Travelled on
Monday to thank X", "answered on Friday by firing": what was done so. "On Tuesday, when ten boats sailed": the clause
about the day. "Met on Monday in Oslo, where they signed X": what was done there. "In a call on Sunday X urged", "a
resolution adopted on 3 May demands": what was said so. "Announced on 3 May that it had left": what one says of
oneself. Only what happened, and without a subject and date of its own; of what is planned its purpose ("will fly on
Saturday to ask X").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.language.clauses import governing_verb
from kg.language.conjuncts import conjuncts, first_conjunct
from kg.language.date_resolvers import WEEKDAYS
from kg.language.dates import DateMention
from kg.language.document import Document, Token

_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
_SAME: Final = frozenset({"it", "he", "she", "they"})
_SOON: Final = frozenset("hour hours minutes moments shortly immediately soon".split())
_PAST: Final = frozenset({"VBD", "VBN"})
_FUTURATE: Final = frozenset({"VBZ", "VBP"})  # "arrives on Saturday to ask X"
_SOME: Final = frozenset("some many most several others few".split())
_MEANWHILE: Final = frozenset({"as", "while"})
_HOW: Final = frozenset({"by", "with"})  # "answered by firing rockets", "began with X firing rockets"
_THEY: Final = frozenset({"he", "she", "they"})
_WORDS: Final = frozenset(
    """
    address announcement briefing broadcast call communique communiqué conference conversation declaration decree
    interview letter meeting message note order report resolution session speech statement summit talk telegram
    telephone text
    """.split()
)
_IN_WORDS: Final = frozenset({"in", "at", "during", "by"})
_ANNOUNCING: Final = frozenset({"announce", "declare", "confirm"})
_PERFECT: Final = frozenset({"has", "have", "had"})
_GOING_ON: Final = frozenset("continue go last proceed enter rage intensify".split())
_LATER: Final = frozenset({"later", "then", "since", "subsequently", "now", "eventually", "earlier"})
_OPENING: Final = 1  # tokens before a date that opens a sentence: "On Friday"
_WHEN_WITHIN: Final = 3  # tokens behind a date in which the clause about it opens


def acts_sharing(document: Document, acts: Sequence[Act], anchor: Token, owner: Act | None) -> list[Act]:
    """The acts of a sentence that happened on the date at `anchor`, beside the one that it belongs to."""
    happened = {act.head.i: act for act in acts if act.modality == "Occurred" and not act.dropped}
    above = governing_verb(document, anchor)
    tokens = list(_with_words(document, anchor))
    if above is not None:
        tokens += _with_verb(document, happened, anchor, owner, above)
        tokens += [*_hours_from(document, above), *_there(document, happened, anchor, above)]
        tokens += _announced(document, above)
    tokens += _about_the_day(document, anchor)
    found = [happened[t.i] for t in tokens if t.i in happened]
    if owner is not None and above is not None and above.i == owner.head.i:
        found += _purposes(document, acts, owner)
    return [act for act in found if act is not owner]


def acts_about_day(document: Document, acts: Sequence[Act], anchor: Token) -> list[Act]:
    """The acts of a clause that says what a day was like, also where the day only counts: "since 3 May, when X ..."."""
    heads = {t.i for t in _about_the_day(document, anchor)}
    return [act for act in acts if act.head.i in heads and act.modality == "Occurred" and not act.dropped]


def _with_verb(
    document: Document, happened: Mapping[int, Act], anchor: Token, owner: Act | None, above: Token
) -> Iterator[Token]:
    """The verbs that go with the one a date hangs on, or with that of the act it belongs to."""
    verb = _main_of(document, above) if owner is None else owner.head
    own = owner is None or (owner.verbal and owner.head.i == above.i)
    if own and _is_past(document, verb) and _directly_on(document, anchor, above):
        yield from _going_with(document, verb)
        yield from _before_close(document, anchor, verb)
        yield from _at_the_front(document, anchor, verb)
    if own and _directly_on(document, anchor, above):
        yield from _deeds_that(document, happened, verb, owner)
    if above.i not in happened and _is_past(document, above) and _directly_on(document, anchor, above):
        yield from _when(document, above, anchor)


def _with_words(document: Document, anchor: Token) -> Iterator[Token]:
    """The verb of words that have the date, and those that go with it."""
    verb = _said_in_words(document, anchor)
    if verb is not None:
        yield verb
        yield from _going_with(document, verb)


def _before_close(document: Document, anchor: Token, verb: Token) -> Iterator[Token]:
    """As in "ordered a curfew and closed the port on Monday": the verb joined to the one that a date closes."""
    first = document.head(verb)
    behind = document.tokens[anchor.i + 1] if anchor.i + 1 < len(document.tokens) else anchor
    if verb.dep != "conj" or anchor.i < verb.i or behind.pos != "PUNCT" or not _is_past(document, first):
        return
    dated = any(kid.lower in WEEKDAYS or kid.ent == "DATE" for kid in document.tokens[first.i : verb.i])
    if not dated and first.tag == verb.tag == "VBD" and not document.children(verb, *_SUBJECTS):
        yield first


def _deeds_that(document: Document, happened: Mapping[int, Act], verb: Token, owner: Act | None) -> Iterator[Token]:
    """As in "the clashes claimed ten lives in March", "the talks were going on on Monday": whose day a verb tells."""
    for deed in document.children(verb, *_SUBJECTS):
        act = happened.get(deed.i)
        going_on = owner is None and verb.lemma in _GOING_ON
        if act is not None and (going_on or (owner is not None and act.category == owner.category)):
            yield deed


def _at_the_front(document: Document, anchor: Token, verb: Token) -> Iterator[Token]:
    """As in "On Saturday two soldiers were wounded, and French jets flew over the city": a day that opens the sentence.

    It is that of all that is joined to it by "and".
    """
    if anchor.i - document.sentence_of(anchor).first > _OPENING:
        return
    for joined in conjuncts(document, verb):
        before = document.head(joined)
        also = any(kid.lower == "and" for kid in document.children(before, "cc"))
        also = also and not any(kid.lower in _LATER for kid in document.children(joined, "advmod"))
        if joined.i != verb.i and also and joined.tag == "VBD":
            yield joined


def _is_past(document: Document, verb: Token) -> bool:
    aux = document.children(verb, "aux", "auxpass")
    if any(kid.tag == "MD" for kid in aux):
        return False
    return verb.tag in _PAST or any(kid.tag == "VBD" for kid in aux)


def _directly_on(document: Document, anchor: Token, verb: Token) -> bool:
    """Whether no noun of the sentence stands between a date and the verb that it hangs on."""
    for above in document.ancestors(anchor):
        if above.i == verb.i:
            return True
        if above.pos in ("NOUN", "PROPN", "PRON") and above.i < anchor.i:
            return False
    return False


def _going_with(document: Document, verb: Token) -> Iterator[Token]:
    """The verbs joined to a verb, and those that say how or why it was done."""
    for joined in conjuncts(document, verb):
        own = joined.i != verb.i and any(kid.lower not in _SAME for kid in document.children(joined, *_SUBJECTS))
        if (
            (own and not _within_hours(document, joined))
            or not _is_past(document, joined)
            or (_is_perfect(document, joined) > _is_perfect(document, verb))
        ):
            continue
        if joined.i != verb.i:
            yield joined
        yield from _misjoined(document, joined)
        for kid in document.children(joined, "advcl", "xcomp"):
            if _is_of_some(document, kid) or (not document.children(kid, *_SUBJECTS) and kid.tag in ("VB", "VBG")):
                yield kid
            elif _is_meanwhile(document, kid):
                yield kid
                yield from _going_with(document, kid)
        for how in document.children(joined, "prep", "agent"):
            for deed in document.children(how, "pcomp") if how.lower in _HOW else ():
                yield from (t for t in conjuncts(document, deed) if t.tag == deed.tag)


def _within_hours(document: Document, verb: Token) -> bool:
    """As in "X barred all visitors, and Y responded within hours": on the same day, whoever did it."""
    within = [
        t for kid in document.children(verb, "prep") if kid.lower == "within" for t in document.children(kid, "pobj")
    ]
    later = [t for kid in document.children(verb, "advmod") if kid.lower == "later" for t in document.children(kid)]
    return any(t.lemma in ("hour", "minute") for t in (*within, *later))


def _is_meanwhile(document: Document, clause: Token) -> bool:
    """As in "shelled the port on Friday as X landed troops": what went on at the same time."""
    mark = document.child(clause, "mark")
    return clause.tag == "VBD" and mark is not None and mark.lower in _MEANWHILE


def _is_of_some(document: Document, verb: Token) -> bool:
    """As in "hundreds marched, some of them demanding X": a participle about a part of those who did so."""
    subject = document.child(verb, *_SUBJECTS)
    return verb.tag == "VBG" and subject is not None and subject.lower in _SOME


def _there(document: Document, happened: Mapping[int, Act], anchor: Token, verb: Token) -> Iterator[Token]:
    """The verbs of "met on Monday in Oslo, where they signed X": done where and when the verb's was."""
    if not _is_past(document, verb):
        return
    for i, act in happened.items():
        clause = i > anchor.i and act.head.dep in ("relcl", "advcl") and _is_past(document, act.head)
        where = clause and any(kid.lower == "where" for kid in document.children(act.head, "advmod"))
        same = where and any(kid.lower in _THEY for kid in document.children(act.head, *_SUBJECTS))
        above = governing_verb(document, act.head)
        if same and above is not None and above.i == verb.i:
            yield act.head


def _when(document: Document, verb: Token, anchor: Token) -> Iterator[Token]:
    """The verbs of "the quarrel broke out in July when X did so", where the main verb tells of no act."""
    about = [clause for clause in document.children(anchor, "relcl") if _has_when(document, clause)]
    for clause in (*document.children(verb, "advcl"), *about):
        when = _has_when(document, clause)
        if when or _is_meanwhile(document, clause):
            yield from (t for t in conjuncts(document, clause) if _is_past(document, t))


def _has_when(document: Document, clause: Token) -> bool:
    return any(kid.lower == "when" for kid in document.children(clause, "advmod", "mark"))


def _said_in_words(document: Document, anchor: Token) -> Token | None:
    """The verb of "in a call on Sunday X urged", "a statement issued on Friday demands"."""
    noun = next((t for t in document.ancestors(anchor) if t.i < anchor.i and t.lemma.lower() in _WORDS), None)
    if noun is None or noun.pos not in ("NOUN", "PROPN"):
        return None
    verb = governing_verb(document, anchor)
    if verb is not None and noun.i < verb.i < anchor.i and (verb.dep != "acl" or verb.head != noun.i):
        return None
    above = document.head(noun)
    if noun.dep == "nsubj":
        return above
    if noun.dep != "pobj" or above.lower not in _IN_WORDS:
        return None
    governor = document.head(above)
    return document.head(governor) if governor.dep in ("dobj", "nsubjpass") else governor


def _purposes(document: Document, acts: Sequence[Act], owner: Act) -> list[Act]:
    """As in "will fly on Saturday to ask X": what a planned act is for, planned for the same day."""
    if not owner.verbal or not (owner.modality == "Planned" or owner.head.tag in _FUTURATE):
        return []
    kids = {
        kid.i
        for kid in document.children(owner.head, "xcomp", "advcl")
        if kid.tag == "VB" and not document.children(kid, *_SUBJECTS)
    }
    return [act for act in acts if act.head.i in kids and not act.dropped]


def _misjoined(document: Document, verb: Token) -> Iterator[Token]:
    """A past verb that the parser joined to a participle or infinitive below ("condemned X for doing so and left")."""
    for kid in document.subtree(verb):
        joined = kid.dep == "conj" and kid.tag == "VBD" and document.head(kid).tag in ("VBG", "VB")
        if joined and kid.i > verb.i and not document.children(kid, *_SUBJECTS):
            yield kid


def _is_perfect(document: Document, verb: Token) -> bool:
    return any(kid.lower in ("has", "have") for kid in document.children(verb, "aux"))


def _main_of(document: Document, verb: Token) -> Token:
    """As in "leaders ending a summit on Friday condemned X": the verb of which those who did so are the subject."""
    if verb.dep != "acl" or verb.tag != "VBG":
        return verb
    subject = document.head(verb)
    main = document.head(subject)
    return main if subject.dep == "nsubj" and main.tag == "VBD" else verb


def _hours_from(document: Document, verb: Token) -> Iterator[Token]:
    """The verbs of "hours after X did so", "shortly before X did so", which were done on the day of the main verb."""
    for clause in document.children(verb, "advcl"):
        mark = next((kid for kid in document.children(clause, "mark") if kid.lower in ("after", "before")), None)
        if mark is not None and mark.i and document.tokens[mark.i - 1].lower in _SOON and _is_past(document, clause):
            yield from (t for t in conjuncts(document, clause) if _is_past(document, t))


def _announced(document: Document, verb: Token) -> Iterator[Token]:
    """The verbs of "announced on 3 May that it had left": what one says of oneself is done by announcing it."""
    if verb.lemma not in _ANNOUNCING or not _is_past(document, verb):
        return
    for clause in document.children(verb, "ccomp"):
        own = any(kid.lower in _SAME for kid in document.children(clause, "nsubj"))
        if own and clause.tag == "VBN" and any(k.lower in _PERFECT for k in document.children(clause, "aux")):
            yield from (t for t in conjuncts(document, clause) if t.tag == "VBN")


def _about_the_day(document: Document, anchor: Token) -> Iterator[Token]:
    """The verbs of a clause that says what a day was like ("on Tuesday, when ten boats sailed and fired")."""
    end = document.sentence_of(anchor).last
    near = (document.tokens[i] for i in range(anchor.i + 1, min(anchor.i + 2 + _WHEN_WITHIN, end)))
    when = next((t for t in near if t.lower == "when"), None)
    if when is None or document.tokens[when.i - 1].text != ",":
        return
    verb = document.head(when)
    for joined in conjuncts(document, verb):
        if _is_past(document, joined):
            yield joined


def joined_dates(document: Document, acts: Sequence[Act], dated: Mapping[int, DateMention]) -> dict[int, DateMention]:
    """The dates of undated acts that are joined by "and" to a dated one of the same actor, by head token."""
    told = [act for act in acts if act.verbal and not act.dropped and act.modality == "Occurred"]
    joined: dict[int, list[Act]] = {}
    for act in told:
        joined.setdefault(first_conjunct(document, act.head).i, []).append(act)
    found: dict[int, DateMention] = {}
    for group in joined.values():
        days = [act for act in group if act.head.i in dated]
        for act in group:
            same = (dated[d.head.i] for d in days if not set(d.actors).isdisjoint(act.actors))
            day = None if act.head.i in dated else next(same, None)
            if day is not None:
                found[act.head.i] = day
    return found
