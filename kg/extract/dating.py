"""Which date belongs to which act.

A date goes to the act it hangs on; where the parser hung it on something else, to the nearest act before
it in the sentence (after it, if it opens the sentence); before the first of several verbs, to all of them. The
date of saying is no date of what is said, nor that of a deed one of the words about it. What has no date of its
own may have that of its occasion (`kg.extract.occasions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.frames import Act
from kg.extract.speech import reporting_of
from kg.language.clauses import conjuncts
from kg.language.dates import DateMention
from kg.language.document import Document, Token

_REASONS = frozenset({"for", "over", "about"})
_ABOUT_DEEDS = frozenset({"Accuse", "Support", "Reject", "Request", "Threaten"})


def date_acts(document: Document, acts: Sequence[Act], dates: Sequence[DateMention]) -> dict[int, DateMention]:
    """The dates of acts, by the number of the act's head token."""
    found: dict[int, DateMention] = {}
    told = [act for act in acts if not act.dropped]
    by_sentence: dict[int, list[Act]] = {}
    for act in told:
        by_sentence.setdefault(document.sentence_of(act.head).number, []).append(act)
    heads = {act.head.i for act in told}
    opened: list[tuple[Act, DateMention]] = []
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        owner = _act_of(document, by_sentence.get(document.sentence_of(anchor).number, ()), anchor)
        if owner is not None:
            found.setdefault(owner.head.i, mention)
            if anchor.i < owner.head.i:
                opened.append((owner, mention))
    for owner, mention in opened:
        for token in conjuncts(document, owner.head)[1:]:
            if token.i in heads and not document.children(token, "nsubj", "nsubjpass"):
                found.setdefault(token.i, mention)
    return found


def _act_of(document: Document, acts: Sequence[Act], anchor: Token) -> Act | None:
    """The one of a sentence's acts that a date's first token belongs to."""
    here = {act.head.i: act for act in acts}
    used = {token.i: act for act in here.values() for token in act.match.used}
    by_token: Mapping[int, Act] = {**used, **here}
    reason = False
    for above in document.ancestors(anchor):
        reason = reason or (above.pos == "NOUN" and above.i < anchor.i and above.i not in by_token)
        reason = reason or (above.lower in _REASONS and above.dep == "prep" and anchor.i - above.i > 1)
        if above.i in used and above.i not in here and used[above.i].category in _ABOUT_DEEDS:
            return None
        if above.i in by_token:
            if reason and by_token[above.i].category in _ABOUT_DEEDS:
                return None
            return _nearer(by_token[above.i], here, anchor)
        if above.pos in ("VERB", "AUX"):
            return _beside(document, above, here, anchor)
    return _beside(document, anchor, here, anchor)


def _nearer(act: Act, here: Mapping[int, Act], anchor: Token) -> Act:
    """A participle between the governing act and the date has the better right to it ("..., killing ten on Monday")."""
    between = [
        a for a in here.values() if act.head.i < a.head.i < anchor.i and a.verbal and a.head.dep in ("advcl", "pcomp")
    ]
    return between[-1] if between else act


def _beside(document: Document, verb: Token, here: Mapping[int, Act], anchor: Token) -> Act | None:
    """The act nearest before a date that hangs on no act; the first one after a date that opens its clause."""
    if _dates_saying(document, verb, anchor) or _dates_telling(document, verb, here):
        return None
    before = [i for i in here if i < anchor.i and not _closed(document, i, anchor.i)]
    if before:
        return here[max(before)]
    only = next(iter(here.values())) if len(here) == 1 else None
    if only is not None and only.head.dep != "relcl" and anchor.dep != "poss":
        return only
    after = [i for i in here if i > anchor.i]
    return here[min(after)] if after and _opens(document, anchor) else None


def _dates_saying(document: Document, verb: Token, anchor: Token) -> bool:
    """As in "said on Monday", "on Monday told": the date of a reporting verb and not of what it reports."""
    if verb.pos != "VERB" or reporting_of(document, verb) is None:
        return False
    if anchor.i > verb.i:
        return not any(t.pos in ("VERB", "AUX") for t in document.tokens[verb.i + 1 : anchor.i])
    subject = document.child(verb, "nsubj", "nsubjpass")
    return subject is not None and subject.i < anchor.i


def _dates_telling(document: Document, verb: Token, here: Mapping[int, Act]) -> bool:
    """As in "yesterday held a news conference to announce that ...": the date of what was held to tell of the rest."""
    telling = [
        kid for kid in document.children(verb, "xcomp", "advcl") if kid.tag == "VB" and reporting_of(document, kid)
    ]
    told = {t.i for kid in telling for t in document.subtree(kid)}
    return bool(told) and all(i in told for i in here)


def _closed(document: Document, start: int, end: int) -> bool:
    """Whether a quotation or a semicolon stands between two tokens."""
    return any(token.text in ("”", '"', ";") for token in document.tokens[start:end])


def _opens(document: Document, anchor: Token) -> bool:
    first = document.sentence_of(anchor).first
    return anchor.i - first <= 2 or document.tokens[anchor.i - 2].text == ","
