"""Which date belongs to which act.

A date goes to the act it hangs on; where the parser hung it on something else, to the nearest act before
it in the sentence (after it, if it opens the sentence). The date of saying is no date of what is said.
In a readout of one conversation the acts of those who talked bear the date of the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.frames import Act
from kg.extract.speech import reporting_words
from kg.language.dates import DateMention
from kg.language.document import Document, Token

_SPOKEN = frozenset("Agree Consult Support Concede Request Accuse Reject Threaten".split())
_READOUT_SHARE = 0.5  # of all acts, those by the parties of the conversation; the readouts seen have 0.7 and more
_READOUT_LEAD = 3  # sentences from the top in which a readout names its conversation


def date_acts(document: Document, acts: Sequence[Act], dates: Sequence[DateMention]) -> dict[int, DateMention]:
    """The dates of acts, by the number of the act's head token."""
    found: dict[int, DateMention] = {}
    told = [act for act in acts if not act.dropped]
    by_sentence: dict[int, list[Act]] = {}
    for act in told:
        by_sentence.setdefault(document.sentence_of(act.head).number, []).append(act)
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        owner = _act_of(document, by_sentence.get(document.sentence_of(anchor).number, ()), anchor)
        if owner is not None:
            found.setdefault(owner.head.i, mention)
    return {**_of_readout(document, told, found), **found}


def _act_of(document: Document, acts: Sequence[Act], anchor: Token) -> Act | None:
    """The one of a sentence's acts that a date's first token belongs to."""
    here = {act.head.i: act for act in acts}
    used = {token.i: act for act in here.values() for token in act.match.used}
    by_token: Mapping[int, Act] = {**used, **here}
    for above in document.ancestors(anchor):
        if above.i in by_token:
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
    if _dates_saying(document, verb, anchor):
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
    if verb.lemma not in reporting_words() or verb.pos != "VERB":
        return False
    if anchor.i > verb.i:
        return not any(t.pos in ("VERB", "AUX") for t in document.tokens[verb.i + 1 : anchor.i])
    subject = document.child(verb, "nsubj", "nsubjpass")
    return subject is not None and subject.i < anchor.i


def _closed(document: Document, start: int, end: int) -> bool:
    """Whether a quotation or a semicolon stands between two tokens."""
    return any(token.text in ("”", '"', ";") for token in document.tokens[start:end])


def _opens(document: Document, anchor: Token) -> bool:
    first = document.sentence_of(anchor).first
    return anchor.i - first <= 2 or document.tokens[anchor.i - 2].text == ","


def _of_readout(document: Document, acts: Sequence[Act], dated: Mapping[int, DateMention]) -> dict[int, DateMention]:
    """The date of the conversation for every act of those who took part in it."""
    main = next(
        (
            a
            for a in acts
            if a.category == "Consult"
            and a.head.i in dated
            and len({*a.actors, *a.recipients}) > 1
            and document.sentence_of(a.head).number < _READOUT_LEAD
        ),
        None,
    )
    if main is None:
        return {}
    parties = {*main.actors, *main.recipients}
    own = [a for a in acts if a.actors and set(a.actors) <= parties and a.wrapper is None]
    if len(own) < _READOUT_SHARE * sum(1 for a in acts if a.actors and a.wrapper is None):
        return {}
    spoken = [a for a in own if a.category in _SPOKEN and a.modality == "Occurred" and a.verbal]
    return {a.head.i: dated[main.head.i] for a in spoken}
