"""Who speaks a quotation: from where it stands to the verb that reports it and to the entity that says it.

Asked in this order: a name behind a dash; the verb that governs the quoted words; another reporting verb of
the sentence; "according to" and "in the words of"; the sentence that leads in with a colon; who spoke just before.
Where none of them names anybody, nobody is named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.names.called import CALLED, body_called
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON, UNNAMED, Cast
from kg.extract.speech.speech import Utterance, reporting_of
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
_SOURCES: Final = scope_words("sourcing")
_DASH: Final = re.compile(r"\s*[—–-]{1,2}\s*(?=[A-Z])")
_LINE: Final = re.compile(r"\s*(?P<dash>[—–-]{1,2}\s*)?(?P<words>[A-Z][^\r\n]+)")
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HONORIFIC: Final = 4  # characters of the longest honorific before a name: more before it is an office
_MAX_SIGNATURE: Final = 15  # words behind a dash that only name who speaks
_ACCOUNTS: Final = frozenset({"account", "handle", "feed", "profile"})
_MADE: Final = frozenset(
    """
    issue release make adopt publish sign approve endorse pass write send deliver post circulate read draft prepare
    author compile produce submit record pen table present
    """.split()
)  # what its author does with a writing: "a report seen by X" is not X's
_SITES: Final = frozenset("website site page channel portal account webpage blog".split())
_LINKING: Final = frozenset("of the for and al de van bin".split())
_LOOK_BACK: Final = 2  # sentences back to the one that tells of a statement ("... issued a statement. It said ...")
_LOOK_FAR: Final = 8  # sentences back to a writing that is pointed at: "the same report"
_POINTING: Final = frozenset({"same", "this", "that"})
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

    def quoted(self, token: Token) -> bool:
        """Whether a token stands inside quotation marks."""
        k = bisect_right(self._quotes, token.start, key=lambda quote: quote.outer.start) - 1
        return k >= 0 and token.start < self._quotes[k].outer.end

    def of(self, quote: Quote, before: Utterance | None) -> Voice:
        """Who speaks a quotation; `before` is the one before it in the article."""
        sentences = self.sentences_over(quote.outer)
        signed = self._signature(quote)
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
            return next((who for t in accounts if (who := self._account_of(t)) is not None), None)
        ids = self._parties.of(subjects)
        if ids:
            return ids[0]
        authors = (author for t in subjects if (author := self._author(t) or self._body(t)) is not None)
        return next(authors, None)

    def source_of(self, verb: Token) -> str | None:
        """Who says what a verb of saying reports, also where nothing but a description tells ("the service said")."""
        told = self._reports(verb) and verb.lemma not in _WORDLESS
        subjects = logical_subjects(self._document, verb) if told else []
        return self.subject_of(verb) or self._unnamed(t for t in subjects if not self.quoted(t))

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
            elif token.lemma in _WORDING and (author := self.owner(token)) is not None:
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

    def _signature(self, quote: Quote) -> str | None:
        """As in "“...” — Jane Holm, defence minister": a name behind a dash that ends the paragraph."""
        document = self._document
        begin = quote.outer.end
        dash = _DASH.match(document.text, begin)
        line = document.text[begin:].partition("\n")[0]
        if not line.strip():
            return self._signed_below(begin + len(line))
        if dash is None or len(line.split()) > _MAX_SIGNATURE:
            return None
        named = self._cast.within(document.tokens_in(Span(dash.end(), begin + len(line))))
        return next((entity.id for _, entity in named if entity.kind in (PERSON, UNNAMED)), None)

    def _signed_below(self, end: int) -> str | None:
        """As a release prints who says the words above: a line of its own with a name and an office, and no verb."""
        document = self._document
        line = _LINE.match(document.text, end)
        if line is None or len(line["words"].split()) > _MAX_SIGNATURE or line["words"].rstrip()[-1] in '.:!?”"':
            return None
        tokens = document.tokens_in(Span(line.start("words"), line.end("words")))
        if any(t.tag in _FINITE for t in tokens):
            return None
        named = [(m, e) for m, e in self._cast.within(tokens) if e.kind == PERSON]
        if not named:
            return None
        spans = [m.span for m, _ in named]
        office = line["words"][spans[0].end - line.start("words") :].lstrip(" ,()")
        titled = spans[0].start > line.start("words") + _HONORIFIC
        return named[0][1].id if line["dash"] or office[:1].isalpha() or titled else None

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
                ids = tuple(filter(None, [self.owner(token)]))
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
        named = self._named_before(quote)
        if named is not None:
            return Voice(named)
        leading = [sentence]
        if sentence.span.start >= quote.outer.start - 1 and sentence.number:
            leading = [self._document.sentences[sentence.number - 1]]
        return self._told_by(leading[0], quote, before=quote.outer.start)

    def _named_before(self, quote: Quote) -> str | None:
        """As in "Emil Kraus: “...”": who alone stands before the colon of a line."""
        document = self._document
        first = document.text.rfind("\n", 0, quote.outer.start) + 1
        before = [t for t in document.tokens_in(Span(first, quote.outer.start)) if t.pos != "PUNCT"]
        named = self._cast.reference_at(before[-1]) if before else None
        if named is None or len(before) > _MAX_SIGNATURE:
            return None
        entity = self._cast.entities[named.entity]
        titled = all(t.text[:1].isupper() or t.lower in _LINKING for t in before)
        return entity.id if titled and entity.kind in (PERSON, UNNAMED) else None

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
        return next((who for t in subjects if (who := self.owner(t)) is not None), None)

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

    # --- writings

    def cited(self, source: Token) -> str | None:
        """Who stands behind what "according to" names: a party, or the author of a report or of information."""
        ids = self._parties.of([source])
        if ids:
            return ids[0]
        owner = self.owner(source)
        if owner is not None:
            return owner
        below = self._document.children(source, "acl", "amod", "relcl")
        holders = [
            t for kid in below for name in ("by", "to") for t in prepositional_objects(self._document, kid, name)
        ]
        ids = self._parties.of(holders)
        return ids[0] if ids else self._unnamed([source])

    def _unnamed(self, sources: Iterable[Token]) -> str | None:
        """As in "according to hospital staff", "the press service reported": a source that is only described."""
        nouns = (t for t in sources if t.pos == "NOUN" and t.lemma not in _WRITINGS)
        telling = (t for t in nouns if t.lemma in _SOURCES or self._parties.can_act(t))
        return next((self._parties.described(t) for t in telling), None)

    def owner(self, noun: Token) -> str | None:
        """Whose a statement or an opinion is: "X's words", "a letter from X", "the view of X"."""
        document = self._document
        own = [t for t in document.children(noun, "poss") if not self.quoted(t)]
        own += [t for name in ("from", "by", "of") for t in prepositional_objects(document, noun, name)]
        if noun.lemma in _WRITINGS:
            own += document.children(noun, "compound", "nmod")
            made = [kid for kid in document.children(noun, "acl") if kid.lemma in _MADE]
            own += [t for kid in made for t in prepositional_objects(document, kid, "by")]
            own += self._publishers(noun)
        ids = self._parties.of(own)
        return ids[0] if ids else None

    def _publishers(self, writing: Token) -> Iterator[Token]:
        """As in "a statement on X's website", "a note posted on the site of X": whose the place of publication is."""
        document = self._document
        for above in (writing, *document.children(writing, "acl")):
            for site in prepositional_objects(document, above, "on"):
                if site.lemma.lower() in _SITES:
                    yield from document.children(site, "poss", "compound", "nmod")
                    yield from prepositional_objects(document, site, "of")

    def _account_of(self, account: Token) -> str | None:
        """As in "the Twitter account of X wrote": whose it is, and not the network's."""
        own = self._document.children(account, "poss")
        return next(iter(self._parties.of([*own, *prepositional_objects(self._document, account, "of")])), None)

    def _author(self, subject: Token) -> str | None:
        """Who wrote what a sentence has for its speaker ("a statement from X read", "it said")."""
        if subject.lemma in _WRITINGS and (owner := self.owner(subject)) is not None:
            return owner
        if subject.lower not in ("it", "which") and subject.lemma not in _WRITINGS:
            return None
        return next(filter(None, self._issuers(subject)), None)

    def _body(self, subject: Token) -> str | None:
        """As in "the agency said": the body that was told of before."""
        definite = any(kid.lower == "the" for kid in self._document.children(subject, "det"))
        if subject.lemma not in CALLED or not definite or self._document.children(subject, "prep"):
            return None
        body = body_called(self._document, self._cast, subject)
        return body.id if body is not None else None

    def _issuers(self, subject: Token) -> Iterator[str | None]:
        """Who issued a writing that the same sentence or those before it tell of, nearest first."""
        document = self._document
        here = document.sentence_of(subject).number
        pointing = any(kid.lower in _POINTING for kid in document.children(subject, "det", "amod"))
        for number in range(here, max(here - (_LOOK_FAR if pointing else _LOOK_BACK), 0) - 1, -1):
            for token in document.tokens_of(document.sentences[number]):
                if pointing and token.lemma != subject.lemma:
                    continue
                if token.i < subject.i and token.lemma in _WRITINGS and not self.quoted(token):
                    yield self.owner(token) or self._issuer(token)

    def _issuer(self, writing: Token) -> str | None:
        """The subject of the verb that a writing hangs on ("issued a statement", "said in a message")."""
        above = list(self._document.ancestors(writing))
        if any(t.lower == "according" for t in above):
            return None
        verb = next((t for t in above if t.pos in _CLAUSE), None)
        ids = self._parties.of(logical_subjects(self._document, verb)) if verb is not None else ()
        return ids[0] if ids else None
