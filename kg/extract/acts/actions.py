"""From acts to actions and claims: types, circumstances, repeated mentions, confidence.

The acts come with their modality; here they get their source, most specific class, date, place and assets,
mentions of one act are made one (`mentions`), and everything is frozen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from kg.extract.acts.act import Act
from kg.extract.acts.attribution import attribute
from kg.extract.acts.mentions import HYPOTHETICAL, SAID, Told, merge_mentions
from kg.extract.circumstances.circumstances import assets_of, place_of
from kg.extract.circumstances.date_sharing import joined_dates
from kg.extract.circumstances.dating import date_acts
from kg.extract.circumstances.occasions import date_by_occasion
from kg.extract.modality.allegations import contested, is_alleged
from kg.extract.modality.stances import Stance
from kg.extract.parties.responses import find_responses
from kg.extract.parties.sides import prefer_persons
from kg.extract.reference.cast import Cast
from kg.extract.speech.speech import Utterance
from kg.extract.things.assets import AssetDraft
from kg.language.dates import DateMention
from kg.language.document import Document
from kg.lexicon.tables import read_table
from kg.model import Action, Article, Claim, PartialDate, Passage, Span

_CONFIDENCE = {
    "V": 0.85,
    "N": 0.7,
    "A": 0.7,
}  # share of right types by trigger kind on sentences written for the lexicon
_NO_PARTY = 0.2  # taken off an act without any party
_INFERRED = 0.2  # taken off an act whose addressee the text leaves to its readers
_LEAST, _MOST = 0.05, 0.98  # where second opinions take it


def freeze_actions(
    document: Document,
    cast: Cast,
    acts: Sequence[Act],
    utterances: Sequence[Utterance],
    dates: Sequence[DateMention],
    assets: Sequence[AssetDraft],
    article: Article,
    stances: Sequence[Stance],
) -> tuple[tuple[Action, ...], tuple[Claim, ...]]:
    """The actions of the article with a claim each, in text order."""
    dated = date_acts(document, [act for act in acts if not _asked_thing(act)], dates)
    by_words = [act for act in acts if act.category in SAID]
    dated |= joined_dates(document, by_words, dated)
    dated |= date_by_occasion(document, acts, utterances, dates, dated, article)
    dated |= joined_dates(document, by_words, dated)
    spoken = _by_sentence(document, utterances)
    standing = [act for act in acts if not act.dropped]
    words = [spoken.get(document.sentence_of(act.head).number, ()) for act in standing]
    told = [
        _told(document, cast, act, said, dated.get(act.head.i), assets, article.issued)
        for act, said in zip(standing, words, strict=True)
    ]
    for act in contested(document, [(t.act, t.attribution) for t in told]):
        act.modality = "Alleged"
    told = [t for t in told if not _empty(t)]
    merge_mentions(document, cast, told)
    kept = [t for t in told if t.into is None]
    numbers = {id(t.act): f"v{k}" for k, t in enumerate(kept)}
    for t in told:
        target = t
        while target.into is not None:
            target = target.into
        numbers[id(t.act)] = numbers[id(target.act)]
    named = {t.act.head.i: numbers[id(t.act)] for t in told}
    responses = find_responses(document, [t.act for t in told])
    answered = {named[head]: numbers[id(act)] for head, act in responses.items()}
    actions = tuple(_action(document, t, numbers, answered) for t in kept)
    claims = [_claim(document, t, numbers, article.issued) for t in kept]
    claims += [_claim_of(document, k, stance, numbers, article.issued) for k, stance in enumerate(stances)]
    return actions, tuple(claims)


def _asked_thing(act: Act) -> bool:
    """As in "proposed an embargo in August": the day is that of the proposal."""
    wrapper = act.wrapper
    return wrapper is not None and wrapper.category == "Request" and act.head in wrapper.match.used


def _empty(told: Told) -> bool:
    """Whether of what is only thought of nothing but the kind is known: no party, day, place or material."""
    known = (told.act.actors, told.act.recipients, told.uses, told.date, told.place)
    thought = told.act.modality in HYPOTHETICAL
    return not any(known) and thought and told.act.wrapper is None and not told.act.inner


def _by_sentence(document: Document, utterances: Sequence[Utterance]) -> dict[int, list[Utterance]]:
    """The utterances whose words stand in each sentence."""
    found: dict[int, list[Utterance]] = {}
    for utterance in utterances:
        first = (document.sentence_at(part.start).number for part in utterance.parts)
        last = (document.sentence_at(max(part.end - 1, part.start)).number for part in utterance.parts)
        for number in sorted({n for a, b in zip(first, last, strict=True) for n in range(a, b + 1)}):
            found.setdefault(number, []).append(utterance)
    return found


def _told(
    document: Document,
    cast: Cast,
    act: Act,
    utterances: Sequence[Utterance],
    date: DateMention | None,
    assets: Sequence[AssetDraft],
    issued: PartialDate | None,
) -> Told:
    place = place_of(document, cast, act)
    if act.category == "Consult":
        act.recipients = prefer_persons(act.recipients, cast)
    attribution = attribute(document, cast, act, utterances)
    if is_alleged(document, cast, act, attribution):
        act.modality = "Alleged"
    if date is not None and issued is not None and act.modality in ("Occurred", "Ongoing") and _to_come(date, issued):
        act.modality = "Planned"
    uses = assets_of(document, act, assets)
    return Told(act, attribution, date, place.id if place else None, uses, [passage_of(document, act)])


def _to_come(date: DateMention, issued: PartialDate) -> bool:
    """As in "leaves for the region on Saturday": what is dated after the article has not been."""
    first = date.start.isoformat()
    return first > issued.isoformat()[: len(first)]


def passage_of(document: Document, act: Act) -> Span:
    """The clause that carries the act: its sentence, or for a long one the words that hang on its verb."""
    return document.sentence_of(act.head).span


# --- freezing


@cache
def _classes() -> Mapping[tuple[str, str], str]:
    return {
        (row["category"], word): row["class"]
        for row in read_table("subclasses.tsv")
        for word in row["lemmas"].split(";")
    }


def _type(act: Act) -> str:
    if act.mediates:
        return "Mediation"
    words = [act.match.trigger.mode or "", act.head.lemma, *(t.lemma for t in act.match.used)]
    return next((_classes()[act.category, word] for word in words if (act.category, word) in _classes()), act.category)


def _mode(act: Act) -> str | None:
    """The trigger's mode, unless the act became one of another category ("will never visit" is a refusal)."""
    return act.match.trigger.mode if act.category == act.match.trigger.category else None


def _action(document: Document, told: Told, numbers: Mapping[int, str], answered: Mapping[str, str]) -> Action:
    act = told.act
    inner = next((i for i in act.inner if id(i) in numbers and numbers[id(i)] != numbers[id(act)]), None)
    date = told.date
    return Action(
        id=numbers[id(act)],
        type=_type(act),
        modality=act.modality,
        evidence=_passage(document, told.passages[0]),
        further=tuple(_passage(document, span) for span in told.passages[1:]),
        actors=act.actors,
        recipients=act.recipients,
        mode=_mode(act),
        start_date=date.start if date else None,
        end_date=date.end if date else None,
        place=told.place,
        uses=told.uses,
        content=numbers[id(inner)] if inner is not None else None,
        in_response_to=_other(answered.get(numbers[id(act)]), numbers[id(act)]),
        confidence=_confidence(act),
    )


def _other(name: str | None, own: str) -> str | None:
    return name if name != own else None


def _confidence(act: Act) -> float:
    base = _CONFIDENCE[act.match.trigger.pos]
    base -= _INFERRED if act.inferred else 0.0
    base += act.surety - (_NO_PARTY if not act.actors and not act.recipients else 0.0)
    return round(min(max(base, _LEAST), _MOST), 2)


def _claim_of(
    document: Document, k: int, stance: Stance, numbers: Mapping[int, str], issued: PartialDate | None
) -> Claim:
    sentence = document.sentence_of(stance.token)
    return Claim(
        id=f"d{k}",
        claims=numbers[id(stance.act)],
        evidence=Passage(sentence.span, sentence.number),
        source=stance.source,
        polarity=stance.polarity,
        certainty="Uncommitted" if stance.polarity == "LeavesOpen" else "Certain",
        reported_on=issued,
        confidence=_CONFIDENCE["V"],
    )


def _passage(document: Document, span: Span) -> Passage:
    return Passage(span, document.sentence_at(span.start).number)


def _claim(document: Document, told: Told, numbers: Mapping[int, str], issued: PartialDate | None) -> Claim:
    name = numbers[id(told.act)]
    return Claim(
        id=f"c{name}",
        claims=name,
        evidence=_passage(document, told.passages[0]),
        source=told.attribution.source,
        polarity=told.attribution.polarity,
        certainty=told.attribution.certainty,
        reported_on=issued,
        confidence=_confidence(told.act),
    )
