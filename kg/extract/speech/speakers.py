"""Who speaks a quotation: from where it stands to the verb that reports it and to the entity that says it.

Asked in this order: a name behind a dash; the verb that governs the quoted words; another reporting verb of
the sentence; "according to" and "in the words of"; the sentence that leads in with a colon; who spoke just before.
Where none of them names anybody, nobody is named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.names.called import CALLED, body_called
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON, UNNAMED, Cast
from kg.extract.speech.signatures import named_before, signed_by
from kg.extract.speech.speech import Utterance, reporting_of
from kg.extract.speech.writings import Writings
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Sentence, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects
from kg.language.quotes import Quote
from kg.lexicon.words import scope_words
from kg.model import Span

_QUOTING: Final = scope_words("quoting")
_WORDLESS: Final = scope_words("wordless")
_WRITINGS: Final = scope_words("writing")
_WORDING: Final = scope_words("wording")
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ACCOUNTS: Final = frozenset({"account", "handle", "feed", "profile"})
_CLAUSE: Final = ("VERB", "AUX")
_BEHIND: Final = ("nsubj", "dobj", "npadvmod", "attr", "oprd", "appos")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, an entity id, and the verb that says so; both None where nobody is named."""

    speaker: str | None = None
    verb: Token | None = None


_SILENT: Final = Voice()


class Speakers:
    """Answers who says the words of one document."""

    def __init__(self, document: Document, cast: Cast, parties: Parties, quotes: Sequence[Quote]) -> None:
        self._document = document
        self._cast = cast
        self._parties = parties
        self._quotes = quotes
        self.writings = Writings(document, parties, self.quoted)

    def quoted(self, token: Token) -> bool:
        """Whether a token stands inside quotation marks."""
        k = bisect_right(self._quotes, token.start, key=lambda quote: quote.outer.start) - 1
        return k >= 0 and token.start < self._quotes[k].outer.end

    def of(self, quote: Quote, before: Utterance | None) -> Voice:
        """Who speaks a quotation; `before` is the one before it in the article."""
        sentences = self.sentences_over(quote.outer)
        signed = signed_by(self._document, self._cast, quote)
        if signed is not None:
            return Voice(signed)
        governed = self._governing(quote)
        if governed.speaker is not None and governed.verb is not None and self._reports(governed.verb):
            return governed
        for sentence in (sentences[-1], sentences[0]):
            voice = self._in_sentence(sentence, quote)
            if voice.speaker is not None:
                return voice
        if governed.verb is not None and (described := self.source_of(governed.verb)) is not None:
            return Voice(described, governed.verb)
        earlier = self._earlier(quote, sentences, before)
        return governed if earlier.speaker is None else earlier

    def sentences_over(self, span: Span) -> list[Sentence]:
        """The sentences that a span lies in."""
        document = self._document
        first, last = document.sentence_at(span.start), document.sentence_at(span.end)
        over = [s for s in document.sentences[first.number : last.number + 1] if s.span.overlaps(span)]
        return over or [first]

    def subject_of(self, verb: Token) -> str | None:
        """Who says what a reporting verb reports: its subject, outside quotations, or the author of the writing."""
        document = self._document
        subjects = self._quoted_as(verb) or self._quoted_by(verb) or logical_subjects(document, verb)
        subjects = [t for t in subjects if not self.quoted(t)] or self._inverted(verb)
        accounts = [t for t in subjects if t.lemma in _ACCOUNTS and document.children(t, "compound", "nmod", "prep")]
        if accounts:
            return next((who for t in accounts if (who := self.writings.account_of(t)) is not None), None)
        ids = self._parties.of(subjects)
        if ids:
            return ids[0]
        authors = (author for t in subjects if (author := self.writings.author_of(t) or self._body(t)) is not None)
        return next(authors, None)

    def source_of(self, verb: Token) -> str | None:
        """Who says what a verb of saying reports, also where nothing but a description tells ("the service said")."""
        told = self._reports(verb) and verb.lemma not in _WORDLESS
        subjects = logical_subjects(self._document, verb) if told else []
        return self.subject_of(verb) or self.writings.described(t for t in subjects if not self.quoted(t))

    def addressee(self, verb: Token | None) -> str | None:
        """Whom the words are told to, where a verb like "tell" names that."""
        if verb is None or verb.lemma not in ("tell", "inform", "assure", "remind"):
            return None
        direct = self._document.children(verb, "dobj", "dative")
        ids = self._parties.of(t for t in direct if self._cast.at(t) is not None)
        return ids[0] if ids else None

    # --- by the verb

    def _reports(self, verb: Token) -> bool:
        return verb.lemma in _QUOTING or reporting_of(self._document, verb) is not None

    def _says(self, verb: Token, entered: Token | None) -> bool:
        """Whether a verb says what stands below it: "said that ...", "called it ...", but not "agreed to a plan"."""
        if verb.lemma in _QUOTING:
            return True
        noun = entered is not None and entered.dep in ("prep", "pobj", "dobj", "nsubjpass", "nsubj")
        return reporting_of(self._document, verb) is not None and not (noun and verb.lemma in _WORDLESS)

    def _inverted(self, verb: Token) -> list[Token]:
        """As in "said a spokesman": a subject behind its verb that the parser took for something else."""
        behind = (t for t in self._document.children(verb, *_BEHIND) if t.i > verb.i)
        return [t for t in behind if not self.quoted(t) and self._parties.is_actor(t)]

    def _quoted_as(self, verb: Token) -> list[Token]:
        """As in "the agency quoted X as saying": who is quoted says it."""
        preposition = self._document.head(verb)
        above = self._document.head(preposition)
        quoted = verb.dep == "pcomp" and preposition.lower == "as" and above.lemma in ("quote", "cite")
        return logical_objects(self._document, above) if quoted else []

    def _quoted_by(self, verb: Token) -> list[Token]:
        """As in "“...,” the statement quoted X": whom a writing quotes, not the writing, says it."""
        if verb.lemma != "quote" or verb.tag not in _FINITE or is_passive(self._document, verb):
            return []
        quoted = [t for t in self._document.children(verb, "dobj") if not self.quoted(t)]
        return [t for t in quoted if self._is_person(t)]

    def _is_person(self, token: Token) -> bool:
        entity = self._cast.at(token)
        return entity.kind in (PERSON, UNNAMED) if entity is not None else self._parties.can_act(token)

    def _governing(self, quote: Quote) -> Voice:
        """The nearest verb of saying above the quoted words, else the nearest finite verb with a subject."""
        document = self._document
        top = document.head_of_span(quote.inner) if document.tokens_in(quote.inner) else None
        above = [t for t in document.ancestors(top) if not self.quoted(t)] if top is not None else []
        fallback, foretold, below = _SILENT, _SILENT, top
        for token in above:
            entered, below = below, token
            if token.pos in _CLAUSE:
                speaker = self.subject_of(token)
                if speaker is not None and self._says(token, entered):
                    if not self._only_foretold(token):
                        return Voice(speaker, token)
                    foretold = foretold if foretold.speaker is not None else Voice(speaker, token)
                    continue
                if fallback.speaker is None and document.children(token, "nsubj"):
                    fallback = Voice(speaker, token)
            elif token.lemma in _WORDING and (author := self.writings.owner(token)) is not None:
                return Voice(author, token)
        return foretold if foretold.speaker is not None else fallback

    def _only_foretold(self, verb: Token) -> bool:
        """As in "X said the army would respond “...”": what is yet to be said is quoted from who tells of it."""
        return any(kid.tag == "MD" for kid in self._document.children(verb, "aux"))

    def _reporting_in(self, sentence: Sentence, quote: Quote) -> Voice:
        """The reporting verb of a sentence that stands nearest to the quotation."""
        tokens = (t for t in self._document.tokens_of(sentence) if t.pos in _CLAUSE and not self.quoted(t))
        verbs = [t for t in tokens if reporting_of(self._document, t) is not None and (t.dep, t.tag) != ("acl", "VBN")]
        verbs.sort(key=lambda v: min(abs(v.start - quote.outer.end), abs(quote.outer.start - v.end)))
        return next((Voice(who, verb) for verb in verbs if (who := self.subject_of(verb)) is not None), _SILENT)

    # --- by other words of the sentence

    def _in_sentence(self, sentence: Sentence, quote: Quote) -> Voice:
        """Who speaks by the words of a sentence around the quotation."""
        voice = self._reporting_in(sentence, quote)
        if voice.speaker is None:
            voice = self._source_in(sentence)
        return voice if voice.speaker is not None else self._led_in(sentence, quote)

    def _source_in(self, sentence: Sentence) -> Voice:
        """As in "according to X", "in the words of X", "read a statement by X", "to X, the truce was ..."."""
        document = self._document
        for token in document.tokens_of(sentence):
            if self.quoted(token):
                continue
            if token.lower == "according":
                ids = self._parties.of(prepositional_objects(document, token, "to"))
            elif token.lemma in _WORDING | _WRITINGS and token.pos == "NOUN":
                ids = tuple(filter(None, [self.writings.owner(token)]))
            elif token.lower in ("to", "for") and token.i == sentence.first:
                people = self._parties.of(t for t in document.children(token, "pobj"))
                ids = tuple(p for p in people if self._cast.entities[p].kind in (PERSON, UNNAMED))
            else:
                continue
            if ids:
                return Voice(ids[0])
        return _SILENT

    def _led_in(self, sentence: Sentence, quote: Quote) -> Voice:
        """What stands before a colon names the speaker, in the sentence itself or in the one before."""
        text = self._document.text
        if not text[: quote.outer.start].rstrip().endswith(":"):
            return _SILENT
        named = named_before(self._document, self._cast, quote)
        if named is not None:
            return Voice(named)
        leading = [sentence]
        if sentence.span.start >= quote.outer.start - 1 and sentence.number:
            leading = [self._document.sentences[sentence.number - 1]]
        return self._told_by(leading[0], quote, before=quote.outer.start)

    def _told_by(self, sentence: Sentence, quote: Quote, *, before: int) -> Voice:
        """Who speaks or acts in a sentence: the subject of its reporting verb, else of its main verb."""
        voice = self._reporting_in(sentence, quote)
        if voice.speaker is not None:
            return voice
        roots = [t for t in self._document.tokens_of(sentence) if t.dep == "ROOT" and t.start < before]
        subjects = (self.subject_of(t) or self._owned_subject(t) for t in roots if not self.quoted(t))
        return next((Voice(who) for who in subjects if who is not None), _SILENT)

    def _owned_subject(self, verb: Token) -> str | None:
        """As in "X's message was simple": whose the subject is."""
        subjects = self._document.children(verb, "nsubj")
        return next((who for t in subjects if (who := self.writings.owner(t)) is not None), None)

    # --- by what was said before

    def _earlier(self, quote: Quote, sentences: Sequence[Sentence], before: Utterance | None) -> Voice:
        """Who goes on speaking where a sentence with a quotation names nobody."""
        first = sentences[0]
        if not first.number:
            return _SILENT
        previous = self._document.sentences[first.number - 1]
        if before is not None and before.parts[-1].end >= previous.span.start:
            return Voice(before.speaker)
        if previous.heading:
            return _SILENT
        reported = self._reporting_in(previous, quote)
        if reported.speaker is not None or previous.paragraph != first.paragraph or not self._stands_alone(sentences):
            return Voice(reported.speaker)
        return Voice(self._told_by(previous, quote, before=previous.span.end).speaker)

    def _stands_alone(self, sentences: Sequence[Sentence]) -> bool:
        """Whether sentences hold nothing but quoted words."""
        tokens = (t for sentence in sentences for t in self._document.tokens_of(sentence))
        return all(t.pos == "PUNCT" or self.quoted(t) for t in tokens)

    # --- bodies

    def _body(self, subject: Token) -> str | None:
        """As in "the agency said": the body that was told of before."""
        definite = any(kid.lower == "the" for kid in self._document.children(subject, "det"))
        if subject.lemma not in CALLED or not definite or self._document.children(subject, "prep"):
            return None
        body = body_called(self._document, self._cast, subject)
        return body.id if body is not None else None
