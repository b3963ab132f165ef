"""The day of a meeting: what delegates say in the coverage of a council's or assembly's meeting is of its day.

The lead tells of it ("the envoy told the Council on Friday"); after that the words of representatives, members and
the envoy, in the simple past and without a date of their own, were said there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.language.clauses import logical_subjects
from kg.language.dates import DateMention
from kg.language.document import Document, Token
from kg.language.tense import tense_of

_TELLING: Final = frozenset("tell brief address inform warn urge".split())
_BODIES: Final = frozenset({"council", "assembly", "conference"})
_DELEGATES: Final = frozenset("representative delegate delegation envoy ambassador member".split())
_GOING_ON: Final = frozenset({"he", "she"})
_LEAD: Final = 4  # sentences from the top in which a meeting is told of, headings among them


def date_by_meeting(
    document: Document, acts: Sequence[Act], dates: Sequence[DateMention], dated: Mapping[int, DateMention]
) -> dict[int, DateMention]:
    """The day of the meeting for the undated words of delegates, by the number of the act's head token."""
    day = _meeting(document, dates)
    if day is None:
        return {}
    found: dict[int, DateMention] = {}
    last = -1  # the sentence in which a delegate had the word last
    for act in sorted(acts, key=lambda a: a.head.i):
        sentence = document.sentence_of(act.head).number
        subjects = logical_subjects(document, act.head)
        going_on = last >= sentence - 1 and any(t.lower in _GOING_ON for t in subjects)
        if not going_on and not any(_is_delegate(document, t) for t in subjects):
            continue
        if act.head.i not in dated and act.head.dep != "relcl" and tense_of(document, act.head) == "VBD":
            found[act.head.i] = day
            last = sentence
    return found


def _is_delegate(document: Document, subject: Token) -> bool:
    beside = (subject, *document.children(subject, "compound", "appos"))
    return any(t.lemma.lower() in _DELEGATES for t in beside)


def _meeting(document: Document, dates: Sequence[DateMention]) -> DateMention | None:
    """The day on which the lead says that a body was told something."""
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        if document.sentence_of(anchor).number >= _LEAD:
            return None
        verb = next((t for t in document.ancestors(anchor) if t.pos == "VERB"), None)
        if mention.start.day is None or verb is None or verb.lemma not in _TELLING:
            continue
        if any(kid.lemma.lower() in _BODIES for kid in document.children(verb, "dobj", "dative")):
            return mention
    return None
