"""Acts that share the date of another verb of their sentence.

"Abandoned the deal on 17 July, complaining that ..., and warned": the verbs joined to the dated one and the participles
that go with it. "Travelled on Monday to thank X", "answered on Friday by firing": what was done so. "On Tuesday, when
ten boats sailed": the clause about the day. Only what happened, and without a subject and date of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.frames import Act
from kg.language.clauses import conjuncts
from kg.language.document import Document, Token

_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
_SAME: Final = frozenset({"it", "he", "she", "they"})
_SOON: Final = frozenset("hour hours minutes moments shortly immediately soon".split())
_PAST: Final = frozenset({"VBD", "VBN"})
_WHEN_WITHIN: Final = 3  # tokens behind a date in which the clause about it opens


def acts_sharing(document: Document, acts: Sequence[Act], anchor: Token, owner: Act | None) -> list[Act]:
    """The acts of a sentence that happened on the date at `anchor`, beside the one that it belongs to."""
    happened = {act.head.i: act for act in acts if act.modality == "Occurred" and not act.dropped}
    above = next((t for t in document.ancestors(anchor) if t.pos in ("VERB", "AUX")), None)
    verb = owner.head if owner is not None and owner.verbal else above
    found: list[Act] = []
    verb = _main_of(document, verb) if owner is None else verb
    own = owner is None or (owner.verbal and above is not None and owner.head.i == above.i)
    if (
        own
        and verb is not None
        and above is not None
        and _is_past(document, verb)
        and _directly_on(document, anchor, above)
    ):
        found += [happened[t.i] for t in _going_with(document, verb) if t.i in happened]
    if above is not None:
        found += [happened[t.i] for t in _hours_from(document, above) if t.i in happened]
    found += [happened[t.i] for t in _about_the_day(document, anchor) if t.i in happened]
    return [act for act in found if act is not owner]


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
        if own or not _is_past(document, joined) or (_is_perfect(document, joined) > _is_perfect(document, verb)):
            continue
        if joined.i != verb.i:
            yield joined
        yield from _misjoined(document, joined)
        for kid in document.children(joined, "advcl", "xcomp"):
            if not document.children(kid, *_SUBJECTS) and kid.tag in ("VB", "VBG"):
                yield kid
        for by in document.children(joined, "prep", "agent"):
            if by.lower == "by":
                yield from document.children(by, "pcomp")


def _misjoined(document: Document, verb: Token) -> Iterator[Token]:
    """A past verb that the parser joined to a participle or infinitive below ("condemned X for doing so and left")."""
    for kid in document.subtree(verb):
        joined = kid.dep == "conj" and kid.tag == "VBD" and document.head(kid).tag in ("VBG", "VB")
        if joined and kid.i > verb.i and not document.children(kid, *_SUBJECTS):
            yield kid


def _is_perfect(document: Document, verb: Token) -> bool:
    return any(kid.lower in ("has", "have") for kid in document.children(verb, "aux"))


def _main_of(document: Document, verb: Token | None) -> Token | None:
    """As in "leaders ending a summit on Friday condemned X": the verb of which those who did so are the subject."""
    if verb is None or verb.dep != "acl" or verb.tag != "VBG":
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
