"""What saying is: reporting verbs, and `Utterance`s with their speakers.

An utterance is a direct quotation, perhaps in several parts (`quotations`), a reported clause (`reported`), or a
turn of a transcript (`transcripts`). Attribution asks them who stands behind an act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.reference.cast import PERSON, UNNAMED, Cast, Entity
from kg.extract.reference.plurals import Groups
from kg.language.document import Document, Token
from kg.lexicon.tables import read_table
from kg.model import Span

_WE = frozenset({"we", "us", "our", "ours"})
_I = frozenset({"i", "me", "my", "myself"})


@dataclass(frozen=True, slots=True)
class Reporting:
    """A reporting word: its polarity and certainty (`reporting.tsv`)."""

    polarity: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said. `parts` are the spans of its words; `speaker` an entity id or None.

    `verb` is the reporting verb (or None), `text` the parts joined by one space, `clause` the span that
    holds words and reporting clause. A `turn` is what somebody says under a name in a transcript.
    """

    direct: bool
    parts: tuple[Span, ...]
    text: str
    clause: Span
    speaker: str | None = None
    verb: Token | None = None
    addressee: str | None = None
    turn: bool = False

    @property
    def own_words(self) -> bool:
        """Whether the speaker's own words stand there: a quotation, or a turn of a transcript."""
        return self.direct or self.turn


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


def utterance_at(utterances: Sequence[Utterance], offset: int) -> Utterance | None:
    """The smallest utterance whose words hold an offset, or None."""
    holding = [u for u in utterances if any(part.start <= offset < part.end for part in u.parts)]
    return min(holding, key=lambda u: (sum(p.end - p.start for p in u.parts), u.parts), default=None)


def first_person(
    cast: Cast,
    utterances: Sequence[Utterance],
    document: Document,
    groups: Groups,
    issuers: Sequence[str] = (),
    author: str | None = None,
) -> None:
    """Resolve "I", "we", "our" in quotations: the speaker, or the side the speaker speaks for.

    Outside quotations "we" are the `issuers`, the ids of those whose own word an official text is, and "I" is
    its `author`, the id of the person whose word it is.
    """
    for utterance in utterances:
        if utterance.own_words and utterance.speaker is not None:
            _speakers_own(cast, utterance, cast.entities[utterance.speaker], document)
    _own_words(cast, document, author)
    for token in document.tokens if issuers else ():
        if token.lower not in _WE or token.text == "US" or cast.reference_at(token) is not None:
            continue
        if len(issuers) > 1:
            groups.by_token[token.i] = tuple(issuers)
        else:
            cast.refer(Span(token.start, token.end), cast.entities[issuers[0]], "pronoun")


def _own_words(cast: Cast, document: Document, author: str | None) -> None:
    """Outside quotations, "I" is the author."""
    if author is None:
        return
    for token in document.tokens:
        if token.lower in _I and cast.reference_at(token) is None:
            cast.refer(Span(token.start, token.end), cast.entities[author], "pronoun")


def _speakers_own(cast: Cast, utterance: Utterance, speaker: Entity, document: Document) -> None:
    side = cast.state(speaker.iso3) if speaker.iso3 and speaker.kind in (PERSON, UNNAMED) else None
    member = cast.entities.get(speaker.member_of) if speaker.member_of else None
    we = side or member or speaker
    for part in utterance.parts:
        for token in document.tokens_in(part):
            if token.lower in _I:
                cast.refer(Span(token.start, token.end), speaker, "pronoun")
            elif token.lower in _WE and token.text != "US":
                cast.refer(Span(token.start, token.end), we, "pronoun")
