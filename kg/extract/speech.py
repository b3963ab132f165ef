"""Who says what: reporting verbs, "according to", quotations with their speakers, reported clauses.

Gives `Utterance`s: what was said (a direct quotation, perhaps in several parts, or a reported clause), by
whom, and with which reporting verb. Attribution asks them who stands behind an act.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kg.extract.cast import PERSON, UNNAMED, Cast
from kg.extract.parties import Parties
from kg.language.blocks import Block
from kg.language.clauses import logical_subjects, prepositional_objects
from kg.language.document import Document, Sentence, Token
from kg.language.quotes import Quote, find_quotes
from kg.lexicon.tables import read_table
from kg.model import Span

MIN_QUOTED_WORDS = 3  # shorter quotations are scare quotes or terms, by the annotators' convention
_WHOLE_ARTICLE = 0.6  # share of the body inside one quotation from which it is a statement as a whole
_MAX_INTERRUPTION = 40  # words between two parts of one quotation: a speaker with a long apposition
_WE = frozenset({"we", "us", "our", "ours"})
_PAUSES = frozenset(",.!?…—–-")
_STATEMENT_FROM = re.compile(r"\b(?:statement|remarks|message|readout|press release)\s+(?:from|by|of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reporting:
    """A reporting word: its polarity and certainty (`reporting.tsv`)."""

    polarity: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said. `parts` are the spans of its words; `speaker` an entity id or None.

    `verb` is the reporting verb (or None), `text` the parts joined by one space, `clause` the span that
    holds words and reporting clause.
    """

    direct: bool
    parts: tuple[Span, ...]
    text: str
    clause: Span
    speaker: str | None = None
    verb: Token | None = None
    addressee: str | None = None


@cache
def reporting_words() -> Mapping[str, Reporting]:
    """Reporting verbs by lemma."""
    return {
        row["lemma"]: Reporting(row["polarity"], row["certainty"])
        for row in read_table("reporting.tsv")
        if row["pos"] == "V"
    }


def reporting_of(document: Document, verb: Token) -> Reporting | None:
    """How a verb reports, alone or with a particle or complement ("pointed out", "made clear"); None if it does not."""
    beside = document.children(verb, "prt", "advmod", "acomp", "oprd", "ccomp", "prep")
    phrases = (f"{verb.lemma} {kid.lower}" for kid in beside if kid.i > verb.i)
    words = reporting_words()
    return next((words[text] for text in (*phrases, verb.lemma) if text in words), None)


@dataclass(slots=True)
class _Reader:
    document: Document
    cast: Cast
    parties: Parties
    blocks: Sequence[Block]
    quotes: tuple[Quote, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.quotes = find_quotes(self.document.text, self.blocks)


def find_utterances(
    document: Document, cast: Cast, parties: Parties, blocks: Sequence[Block], title: str | None
) -> tuple[Utterance, ...]:
    """All quotations of three words or more and all reported clauses, in text order.

    `title` is the article's title: a statement printed as one quotation names its speaker there.
    """
    reader = _Reader(document, cast, parties, blocks)
    whole = _whole_article(reader, title)
    if whole is not None:
        return (whole, *_reported(reader, ()))
    direct = _direct(reader)
    return tuple(sorted((*direct, *_reported(reader, direct)), key=lambda u: (u.clause, u.direct)))


# --- quotations


def _whole_article(reader: _Reader, title: str | None) -> Utterance | None:
    """A statement printed as one quotation from beginning to end, by whom the title or a heading names."""
    blocks, text = reader.blocks, reader.document.text
    if not reader.quotes:
        return None
    first = reader.quotes[0]
    begin, end = first.inner.start, blocks[-1].span.end
    if not any(block.span.start == first.outer.start for block in blocks):
        return None
    body = sum(block.span.end - block.span.start for block in blocks)
    long = first.open_ended or first.inner.end - begin >= _WHOLE_ARTICLE * body
    if not long or end - begin < _WHOLE_ARTICLE * body or len(reader.quotes) > 1 + first.open_ended:
        return None
    lines = [title or "", *(text[block.span.start : block.span.end] for block in blocks if block.span.end <= begin)]
    speaker = next((who for line in lines if (who := _stated_by(reader.cast, line)) is not None), None)
    span = Span(begin, end - 1 if text[end - 1] in '”"' else end)
    return Utterance(True, (span,), text[span.start : span.end], span, speaker)


def _stated_by(cast: Cast, line: str) -> str | None:
    """The person of the cast whom a line like "Statement from Secretary Rubio" names first."""
    found = _STATEMENT_FROM.search(line)
    if found is None:
        return None
    spots = {
        spot: entity.id
        for entity in cast.entities.values()
        if entity.kind == PERSON
        for name in (entity.canonical, entity.canonical.split()[-1])
        if (spot := line.find(name, found.end())) >= 0
    }
    return spots[min(spots)] if spots else None


def _direct(reader: _Reader) -> list[Utterance]:
    """The quotations with speakers; parts of one interrupted quotation joined."""
    found: list[Utterance] = []
    for quote in reader.quotes:
        here = _with_speaker(reader, quote)
        previous = found[-1] if found else None
        if previous is not None and _goes_on(reader, previous, here, quote):
            found[-1] = _joined(previous, here)
        else:
            found.append(here)
    return [u for u in found if len(re.findall(r"\w+(?:['’-]\w+)*", u.text)) >= MIN_QUOTED_WORDS]


def _with_speaker(reader: _Reader, quote: Quote) -> Utterance:
    text = reader.document.text[quote.inner.start : quote.inner.end]
    sentences = _sentences_over(reader.document, quote.outer)
    clause = Span(min(quote.outer.start, sentences[0].span.start), max(quote.outer.end, sentences[-1].span.end))
    base = Utterance(True, (quote.inner,), text, clause)
    for sentence in (sentences[-1], sentences[0], *_neighbour(reader.document, sentences)):
        verb, speaker = _speaker_in(reader, sentence, quote)
        if speaker is not None:
            return replace(base, speaker=speaker, verb=verb, addressee=_addressee(reader, verb))
    return base


def _sentences_over(document: Document, span: Span) -> list[Sentence]:
    first, last = document.sentence_at(span.start), document.sentence_at(span.end)
    over = [s for s in document.sentences[first.number : last.number + 1] if s.span.overlaps(span)]
    return over or [first]


def _neighbour(document: Document, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentence that leads in with a colon, or that follows with "..., he said." cut off by the parser."""
    first = sentences[0]
    if first.number:
        before = document.sentences[first.number - 1]
        if document.text[before.span.start : before.span.end].rstrip().endswith(":"):
            yield before


def _speaker_in(reader: _Reader, sentence: Sentence, quote: Quote) -> tuple[Token | None, str | None]:
    """The reporting verb of a sentence outside the quotation, and its subject."""
    document = reader.document
    tokens = [t for t in document.tokens_of(sentence) if not _quoted(reader, t)]
    verbs = [t for t in tokens if t.pos in ("VERB", "AUX") and reporting_of(document, t) is not None]
    verbs.sort(key=lambda v: min(abs(v.start - quote.outer.end), abs(quote.outer.start - v.end)))
    for verb in verbs:
        speaker = _subject_of(reader, verb)
        if speaker is not None:
            return verb, speaker
    for token in tokens:
        if token.lower == "according":
            ids = reader.parties.of(prepositional_objects(document, token, "to"))
            if ids:
                return None, ids[0]
    return _fragment_subject(reader, tokens, quote)


def _fragment_subject(reader: _Reader, tokens: Sequence[Token], quote: Quote) -> tuple[Token | None, str | None]:
    """As in "X warned of "..."", "called it "..."": the subject of the verb that governs the quoted words."""
    inside = list(reader.document.tokens_in(quote.inner))
    top = reader.document.head_of_span(quote.inner) if inside else None
    outside = {t.i for t in tokens}
    for verb in reader.document.ancestors(top) if top is not None else ():
        if verb.i in outside and verb.pos in ("VERB", "AUX"):
            ids = reader.parties.of(t for t in logical_subjects(reader.document, verb) if t.i in outside)
            if ids:
                return verb, ids[0]
    return None, None


def _quoted(reader: _Reader, token: Token) -> bool:
    k = bisect_right(reader.quotes, token.start, key=lambda quote: quote.outer.start) - 1
    return k >= 0 and token.start < reader.quotes[k].outer.end


def _subject_of(reader: _Reader, verb: Token) -> str | None:
    outside = [t for t in logical_subjects(reader.document, verb) if not _quoted(reader, t)]
    if not outside:
        outside = [
            t
            for t in reader.document.children(verb, "nsubj", "dobj", "npadvmod")
            if t.i > verb.i and not _quoted(reader, t) and reader.parties.is_actor(t)
        ]
    ids = reader.parties.of(outside)
    return ids[0] if ids else None


def _addressee(reader: _Reader, verb: Token | None) -> str | None:
    if verb is None or verb.lemma not in ("tell", "inform", "assure", "remind"):
        return None
    ids = reader.parties.of(
        t for t in reader.document.children(verb, "dobj", "dative") if reader.cast.at(t) is not None
    )
    return ids[0] if ids else None


def _goes_on(reader: _Reader, previous: Utterance, here: Utterance, quote: Quote) -> bool:
    """Whether a quotation goes on with the one before, only interrupted by who says it."""
    last = previous.parts[-1]
    if not _same_paragraph(reader, last, quote):
        before = next((q for q in reader.quotes if q.inner == last), None)
        same = previous.speaker is None or here.speaker in (None, previous.speaker)
        return before is not None and before.open_ended and same
    between = reader.document.text[last.end + 1 : quote.outer.start]
    if (
        previous.speaker is None
        or here.speaker not in (None, previous.speaker)
        or len(between.split()) > _MAX_INTERRUPTION
    ):
        return False
    if reader.document.text[last.start : last.end].rstrip()[-1:] not in _PAUSES and between[:1] not in _PAUSES:
        return False
    fragment = reader.document.text[last.start : last.end].rstrip()[-1:] not in _PAUSES
    if fragment and re.search(r"[.!?]\s", between):
        return False
    own = here.verb is not None and last.end <= here.verb.start and here.verb.end <= quote.outer.start
    if not own or here.verb is None:
        return not between.rstrip().endswith(":")
    return not _new_sentence(between, here.verb.start - last.end - 1)


def _same_paragraph(reader: _Reader, part: Span, quote: Quote) -> bool:
    paragraph = reader.document.sentence_at(part.start).paragraph
    return paragraph == reader.document.sentence_at(quote.inner.start).paragraph


def _new_sentence(between: str, verb: int) -> bool:
    """Whether a sentence begins in the text between two quotations before its reporting verb."""
    return bool(re.search(r"[.!?]\s+\S", between[: max(verb, 0)])) or between.rstrip().endswith(":")


def _joined(first: Utterance, second: Utterance) -> Utterance:
    clause = Span(first.clause.start, max(first.clause.end, second.clause.end))
    if first.speaker is None:
        first = replace(first, speaker=second.speaker, verb=second.verb, addressee=second.addressee)
    return replace(first, parts=(*first.parts, *second.parts), text=f"{first.text} {second.text}", clause=clause)


# --- reported clauses


def _reported(reader: _Reader, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    """Clauses under a reporting verb, and sentences with "according to", outside quotations."""
    document = reader.document
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            if token.pos == "VERB" and reporting_of(document, token) is not None:
                yield from _clause_of(reader, token, direct)
            elif token.lower == "according":
                yield from _according(reader, sentence, token)


def _clause_of(reader: _Reader, verb: Token, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    document = reader.document
    speaker = _subject_of(reader, verb)
    complement = next((kid for kid in document.children(verb, "ccomp") if kid.pos in ("VERB", "AUX")), None)
    if speaker is None or complement is None:
        return
    tokens = [
        t for t in document.subtree(complement) if not (t.tag == "IN" and t.lower == "that" and t.head == complement.i)
    ]
    tokens = [t for t in tokens if t.pos != "PUNCT" or t.i not in (tokens[0].i, tokens[-1].i)]
    if not tokens:
        return
    span = document.span_of(tokens)
    if any(part.contains(span) for u in direct for part in u.parts):
        return
    whole = document.sentence_of(verb).span
    yield Utterance(
        False, (span,), document.text[span.start : span.end], whole, speaker, verb, _addressee(reader, verb)
    )


def _according(reader: _Reader, sentence: Sentence, token: Token) -> Iterator[Utterance]:
    document = reader.document
    ids = reader.parties.of(prepositional_objects(document, token, "to"))
    if not ids:
        return
    cut = {t.i for t in document.subtree(token)}
    rest = [t for t in document.tokens_of(sentence) if t.i not in cut]
    while rest and rest[-1].pos == "PUNCT":
        rest.pop()
    while rest and rest[0].pos == "PUNCT":
        rest.pop(0)
    if rest:
        before = [t for t in rest if t.i < token.i]
        part = before if len(before) > len(rest) / 2 else [t for t in rest if t.i > token.i]
        if part:
            span = document.span_of(part)
            text = document.text[span.start : span.end].rstrip(" ,")
            yield Utterance(False, (Span(span.start, span.start + len(text)),), text, sentence.span, ids[0])


def utterance_at(utterances: Sequence[Utterance], offset: int) -> Utterance | None:
    """The smallest utterance whose words hold an offset, or None."""
    holding = [u for u in utterances if any(part.start <= offset < part.end for part in u.parts)]
    return min(holding, key=lambda u: (sum(p.end - p.start for p in u.parts), u.parts), default=None)


def first_person(cast: Cast, utterances: Sequence[Utterance], document: Document, issuer: str | None = None) -> None:
    """Resolve "I", "we", "our" in quotations: the speaker, or the side the speaker speaks for.

    Outside quotations "we" is the `issuer`, the entity whose own word an official text is.
    """
    for utterance in utterances:
        if not utterance.direct or utterance.speaker is None:
            continue
        speaker = cast.entities[utterance.speaker]
        side = cast.state(speaker.iso3) if speaker.iso3 and speaker.kind in (PERSON, UNNAMED) else None
        member = cast.entities.get(speaker.member_of) if speaker.member_of else None
        we = side or member or speaker
        for part in utterance.parts:
            for token in document.tokens_in(part):
                if token.lower in ("i", "me", "my", "myself"):
                    cast.refer(Span(token.start, token.end), speaker, "pronoun")
                elif token.lower in _WE and token.text != "US":
                    cast.refer(Span(token.start, token.end), we, "pronoun")
    if issuer is None:
        return
    for token in document.tokens:
        if token.lower in _WE and token.text != "US" and cast.reference_at(token) is None:
            cast.refer(Span(token.start, token.end), cast.entities[issuer], "pronoun")
