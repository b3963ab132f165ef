"""The date of the occasion: words without a date of their own were said when their speaker spoke.

In a readout of one conversation the acts of those who talked bear the date of the conversation. Elsewhere a
speaker who was told of with a date goes on speaking on that day ("At a news conference on Monday, X said ...
He also warned ..."), until somebody else has the word for longer or the text names another day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.circumstances.meetings import date_by_meeting
from kg.extract.circumstances.narrative import date_by_story
from kg.extract.reference.genre import has_occasion, is_official
from kg.extract.reference.own_word import speaks
from kg.extract.speech.speech import Utterance, utterance_at
from kg.language.clauses import governing_verb, logical_subjects
from kg.language.dates import DateMention
from kg.language.document import Document, Token
from kg.language.tense import tense_of
from kg.model import Article, Span

_SPOKEN: Final = frozenset("Agree Consult Cooperate Support Concede Request Accuse Reject Threaten".split())
_READOUT_SHARE: Final = (
    0.5  # of all acts of words, those of the conversation's parties; the readouts seen have 0.7 and more
)
_READOUT_LEAD: Final = 3  # sentences from the top in which a readout names its conversation
_PRESENT: Final = frozenset({"VBZ", "VBP"})
_SAYING: Final = _PRESENT | {"VBD", "MD"}
_PERFORMED: Final[Mapping[str, frozenset[str]]] = {
    "Threaten": frozenset({"MD"}),
    "Reject": frozenset({"MD"}),
}
"""What is done by telling of it: "we will respond", "the embargo could not be lifted"."""
_OTHER_TIMES: Final = frozenset(
    "previously earlier repeatedly often once formerly then before long since week month year".split()
)
_SPEAKERS: Final = frozenset({"he", "she", "they"})
_FIRST: Final = frozenset({"we", "i"})
_PAST: Final = frozenset({"VBD", "VBN"})
_MEMORY: Final = 2  # sentences for which the day of a speaker's last words is remembered


@dataclass(frozen=True, slots=True)
class _Occasion:
    """In which sentence somebody spoke last, and on which day."""

    sentence: int
    date: DateMention


def date_by_occasion(
    document: Document,
    acts: Sequence[Act],
    utterances: Sequence[Utterance],
    dates: Sequence[DateMention],
    dated: Mapping[int, DateMention],
    article: Article,
) -> dict[int, DateMention]:
    """The dates that undated acts have from their occasion, by the number of the act's head token."""
    told = [act for act in acts if not act.dropped]
    own = speaks(document, utterances) and not any(u.direct for u in utterances)
    official = own or is_official(article)
    found = _of_speakers(document, told, utterances, dates, dated)
    found |= _of_readout(document, told, dated, 0.0 if official else _READOUT_SHARE)
    found |= _of_saying(document, told, utterances, dates)
    found = date_by_meeting(document, told, dates, {**found, **dated}) | found
    found |= _announced(document, told, article, {**found, **dated})
    if official:
        return _of_official_text(document, told, utterances, article, {**dated, **found}) | found
    return date_by_story(document, told, utterances, dates, {**found, **dated}) | found


def _of_official_text(
    document: Document,
    acts: Sequence[Act],
    utterances: Sequence[Utterance],
    article: Article,
    dated: Mapping[int, DateMention],
) -> dict[int, DateMention]:
    """The day of an official text for what is said in it: in the present tense, or of its occasion in the past."""
    day = _day_of(article)
    if day is None:
        return {}
    main = _conversation(document, acts, dated)
    days = main is not None and dated[main.head.i].end is not None  # of a meeting of days nobody tells who spoke when
    occasion = has_occasion(article) and not days
    return {
        act.head.i: day
        for act in acts
        if act.wrapper is None
        and act.head.i not in dated
        and _said(act)
        and _has_speaker(document, act, utterances, occasion=occasion)
        and _is_of_its_day(document, act, utterances, occasion=occasion)
    }


def _has_speaker(document: Document, act: Act, utterances: Sequence[Utterance], *, occasion: bool) -> bool:
    """Whether somebody says it: a named one, one of those who met, "we" who issue the text, or who is cited."""
    if act.actors or (occasion and act.recipients) or _is_ours(document, act):
        return True
    saying = utterance_at(utterances, act.head.start)
    return act.category in _PERFORMED and saying is not None and saying.speaker is not None


def _is_ours(document: Document, act: Act) -> bool:
    """As in "We condemn the raid", "we urge X": the words of those who issue a text or are quoted in it."""
    return any(t.lower in _FIRST for t in logical_subjects(document, act.head))


def _is_of_its_day(document: Document, act: Act, utterances: Sequence[Utterance], *, occasion: bool) -> bool:
    """Whether the tense is that in which an official text speaks, or tells of its occasion."""
    verb = act.head
    quoted = False
    if act.match.trigger.by_saying:
        saying = utterance_at(utterances, act.head.start)
        quoted = saying is not None and saying.direct
        verb = saying.verb if saying is not None and saying.verb is not None else verb
    if _is_of_another_time(document, verb) or (verb.dep == "relcl" and not _is_of_speaker(document, verb)):
        return False
    tense = tense_of(document, verb)
    if act.match.trigger.by_saying and (occasion or quoted or act.category in _PERFORMED):
        return tense in _SAYING
    return tense in _PRESENT or (occasion and tense == "VBD") or tense in _PERFORMED.get(act.category, ())


def _is_of_speaker(document: Document, verb: Token) -> bool:
    """As in "an attack which he blamed on X": a relative clause that tells what the speaker did."""
    told = tense_of(document, verb) == "VBD"
    return told and any(t.lower in _SPEAKERS for t in document.children(verb, "nsubj"))


def _is_of_another_time(document: Document, verb: Token) -> bool:
    """As in "previously warned", "has often urged", "said this week": not what is said on this occasion."""
    beside = document.children(verb, "advmod", "npadvmod")
    return any(t.lemma.lower() in _OTHER_TIMES for t in beside)


def _announced(
    document: Document, acts: Sequence[Act], article: Article, dated: Mapping[int, DateMention]
) -> dict[int, DateMention]:
    """The article's day for all the sanctions that it announces: those of a body that has imposed some "today"."""
    day = _day_of(article)
    if day is None:
        return {}
    told = [a for a in acts if _is_of(dated.get(a.head.i), day) and a.category == "Sanction"]
    today = {(a.category, actor) for a in told for actor in a.actors}
    return {
        act.head.i: day
        for act in acts
        if act.category == "Sanction"
        and act.modality == "Occurred"
        and act.head.i not in dated
        and act.head.dep == "ROOT"
        and (_imposed(document, act, today) if act.actors else bool(today) and _under_way(document, act.head))
    }


def _imposed(document: Document, act: Act, today: Collection[tuple[str, str]]) -> bool:
    """Whether a sanction is told as done by a body that has imposed some on that day."""
    return tense_of(document, act.head) == "VBD" and any((act.category, actor) in today for actor in act.actors)


def _under_way(document: Document, verb: Token) -> bool:
    """As in "X is being designated": what a text itself does."""
    being = any(kid.lower == "being" for kid in document.children(verb, "auxpass"))
    return being and tense_of(document, verb) in _PRESENT


def _day_of(article: Article) -> DateMention | None:
    """The day on which the article was issued, where that is known to the day."""
    issued = article.issued
    return DateMention(Span(0, 0), issued, None) if issued is not None and issued.day is not None else None


def _is_of(mention: DateMention | None, day: DateMention) -> bool:
    return mention is not None and mention.start == day.start


def _conversation(document: Document, acts: Sequence[Act], dated: Mapping[int, DateMention]) -> Act | None:
    """The dated conversation that the lead tells of, one of a day before one of several."""
    told = [
        a
        for a in acts
        if a.category == "Consult"
        and a.head.i in dated
        and len({*a.actors, *a.recipients}) > 1
        and document.sentence_of(a.head).number < _READOUT_LEAD
    ]
    return min(told, key=lambda a: (dated[a.head.i].end is not None, a.head.i), default=None)


def _of_readout(
    document: Document, acts: Sequence[Act], dated: Mapping[int, DateMention], least: float
) -> dict[int, DateMention]:
    """The date of the conversation for every act of those who took part in it, if they did that share of all acts."""
    main = _conversation(document, acts, dated)
    if main is None or dated[main.head.i].end is not None:
        return {}
    parties = {*main.actors, *main.recipients}
    told = [a for a in acts if a.actors and a.wrapper is None and _said(a)]
    own = [a for a in told if set(a.actors) <= parties]
    if len(own) < least * len(told):
        return {}
    return {a.head.i: dated[main.head.i] for a in own if a.head.i not in dated and tense_of(document, a.head) != "VBN"}


def _said(act: Act) -> bool:
    """Whether an act is one of words, told by a verb, and done or perhaps done."""
    return act.category in _SPOKEN and act.verbal and act.modality in ("Occurred", "Uncertain")


def _met(act: Act, dated: Mapping[int, DateMention]) -> bool:
    """As in "was in Israel on Monday for talks": a talk with a day, told by a noun."""
    return act.category == "Consult" and act.head.i in dated and act.modality == "Occurred"


def _of_speakers(
    document: Document,
    acts: Sequence[Act],
    utterances: Sequence[Utterance],
    dates: Sequence[DateMention],
    dated: Mapping[int, DateMention],
) -> dict[int, DateMention]:
    """The day of the speaker's last dated words for those that follow closely."""
    days = _days_of_speech(document, utterances, dates)
    days.update(
        {
            a.head.i: dated[a.head.i]
            for a in acts
            if a.actors and a.head.i in dated and a.head.dep != "relcl" and (_said(a) or _met(a, dated))
        }
    )
    spoken = [(u.verb, frozenset({u.speaker}), False) for u in utterances if u.verb is not None and u.speaker]
    ours = [a for a in acts if a.actors and a.wrapper is None and (_said(a) or _met(a, dated))]
    spoken += [
        (a.head, frozenset(a.actors), a.category != "Consult") for a in ours
    ]  # "also met X": on a day of its own
    last: dict[frozenset[str], _Occasion] = {}
    found: dict[int, DateMention] = {}
    for head, parties, is_act in sorted(spoken, key=lambda told: told[0].i):
        here = document.sentence_of(head).number
        before = last.get(parties)
        day = days.get(head.i)
        gap = here - before.sentence if before is not None else _MEMORY + 1
        goes_on = gap <= _MEMORY and (gap > 0 or head.tag not in _PAST) and tense_of(document, head) != "VBN"
        if day is None and before is not None and goes_on:
            day = before.date
            if is_act:
                found[head.i] = day
        if day is not None:
            last[parties] = _Occasion(here, day)
    return found


def _of_saying(
    document: Document, acts: Sequence[Act], utterances: Sequence[Utterance], dates: Sequence[DateMention]
) -> dict[int, DateMention]:
    """As in "the raid will be answered, X said on Monday": what is done by saying so has the day of saying it."""
    days = _days_of_speech(document, utterances, dates)
    saying = [act for act in acts if act.match.trigger.by_saying]
    said = {act.head.i: utterance_at(utterances, act.head.start) for act in saying}
    verbs = {i: u.verb.i for i, u in said.items() if u is not None and u.verb is not None}
    return {i: days[verb] for i, verb in verbs.items() if verb in days}


def _days_of_speech(
    document: Document, utterances: Sequence[Utterance], dates: Sequence[DateMention]
) -> dict[int, DateMention]:
    """When something was said, by the number of the reporting verb: the date hangs on it, or on what it completes."""
    said = {verb.i: u.verb for u in utterances if u.verb is not None for verb in _verbs(document, u.verb)}
    found: dict[int, DateMention] = {}
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        above = governing_verb(document, anchor)
        if above is not None and above.i in said:
            found.setdefault(said[above.i].i, mention)
    return found


def _verbs(document: Document, verb: Token) -> list[Token]:
    """A reporting verb and those it completes: "held a news conference to announce"."""
    found = [verb]
    while found[-1].dep in ("xcomp", "advcl") and found[-1].tag == "VB":
        found.append(document.head(found[-1]))
    return found
