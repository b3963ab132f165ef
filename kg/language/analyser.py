"""The analyser seam: paragraphs of text in, tokens with heads and entities out.

`Analyser` is the protocol; `SpacyAnalyser` the default behind it. The text is never altered: the model
reads a copy in which typographic signs are replaced one for one by the plain ones it was trained on, so
every offset stays true.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from kg.errors import MissingDependencyError
from kg.language.asides import Aside, find_asides
from kg.language.blocks import Block
from kg.language.captives import repair_captives
from kg.language.closings import repair_closings
from kg.language.complements import repair_complements
from kg.language.dated_nouns import repair_dated_nouns
from kg.language.document import Document, Sentence, Token, Unit
from kg.language.enacted import leads_of, opening_of, with_enactors
from kg.language.fronted_days import repair_fronted_days
from kg.language.joined import repair_joined
from kg.language.lemmas import Lemmas
from kg.language.mistagged import repair_mistagged
from kg.language.repair import repair_subjects
from kg.language.summoned import repair_summoned
from kg.language.time_clauses import repair_time_clauses
from kg.language.trees import as_trees
from kg.language.visiting import repair_visiting
from kg.lexicon.tables import read_table
from kg.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ", "\u202f": " "}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLOSERS = frozenset("\"'”’)]")
_OPENING_LOWER = re.compile(r"[a-z]")
_REPAIRS: Final = (
    repair_mistagged,
    repair_fronted_days,
    repair_captives,
    repair_subjects,
    repair_summoned,
    repair_visiting,
    repair_dated_nouns,
    repair_time_clauses,
    repair_complements,
    repair_joined,
    repair_closings,
)
"""What mends a parse, in order: first which words are verbs, then what hangs on them."""


class Analyser(Protocol):
    """Gives tokens, heads, parts of speech, lemmas and entities for the paragraphs of a text."""

    name: str

    def analyse(self, text: str, blocks: Sequence[Block]) -> Document:
        """The document of the blocks: offsets are into `text`, sentences never cross a block."""
        ...

    def reparse(self, document: Document, units: Sequence[Unit]) -> Document:
        """The same tokens and sentences with heads found anew, each unit seen as one word.

        Long titles before names mislead parsers; once they are known they need not be parsed.
        """
        ...


class SpacyAnalyser:
    """The default analyser: a spaCy English pipeline with tagger, parser, lemmatizer and ner."""

    def __init__(self, model: str) -> None:
        self._nlp = _load(model)
        self._lemma = Lemmas(self._nlp)
        self.name = f"{model}=={self._nlp.meta['version']}"

    def analyse(self, text: str, blocks: Sequence[Block]) -> Document:
        """See `Analyser.analyse`."""
        docs, leads = self.parse(text, blocks), leads_of(text, blocks)
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        for number, (block, doc) in enumerate(zip(blocks, docs, strict=True)):
            base = len(tokens)
            before = len(_lead(text, block)) if number in leads else 0
            kept = [token for token in doc if not token.is_space and token.idx >= before]
            places = {token.i: base + k for k, token in enumerate(kept)}
            offset = block.span.start - before
            tokens.extend(_token(token, places, offset, text, self._lemma(token)) for token in kept)
            for first, last in _sentence_bounds(doc, places):
                span = Span(tokens[first].start, tokens[last - 1].end)
                finite = number in leads or any(token.tag in _FINITE for token in tokens[first:last])
                sentences.append(Sentence(len(sentences), span, first, last, number, block.heading and not finite))
        return _repair(with_enactors(Document(text, tokens, sentences), leads))

    def parse(self, text: str, blocks: Sequence[Block]) -> Iterator[Doc]:
        """What spaCy itself makes of the blocks, one document each; of clauses in a list, behind a pronoun."""
        plain, leads = text.translate(_PLAIN), leads_of(text, blocks)
        yield from self._nlp.pipe(
            _behind_pronoun(plain, block) if number in leads else plain[block.span.start : block.span.end]
            for number, block in enumerate(blocks)
        )

    def reparse(self, document: Document, units: Sequence[Unit]) -> Document:
        """See `Analyser.reparse`; asides between dashes are parsed apart from their sentences.

        Entities stay as they were found.
        """
        tokens = list(document.tokens)
        hidden = {i: unit.head for unit in units for i in range(unit.first, unit.last + 1) if i != unit.head}
        words = {unit.head: unit.word for unit in units if unit.word is not None}
        asides = find_asides(document)
        touched = {
            document.sentence_of(tokens[i]).number for i in (*(u.head for u in units), *(a.first for a in asides))
        }
        runs = [run for number in sorted(touched) for run in _runs(document.sentences[number], hidden, asides)]
        docs = self._nlp.pipe((self._doc(document, run, words) for run in runs), disable=["ner"])
        for run, doc in zip(runs, docs, strict=True):
            before = len(doc) - len(run)
            numbers = [*([run[0]] * before), *run]
            for token, i in zip(doc[before:], run, strict=True):
                tokens[i] = _reparsed(tokens[i], token, numbers, None if i in words else self._lemma(token))
        _hang_asides(tokens, asides, runs)
        for i, head in hidden.items():
            tokens[i] = replace(tokens[i], head=head, dep="compound")
        return _repair(Document(document.text, tokens, document.sentences))

    def _doc(self, document: Document, numbers: Sequence[int], names: Mapping[int, str]) -> Doc:
        from spacy.tokens import Doc

        tokens = [document.tokens[i] for i in numbers]
        spaces = [a.end < b.start for a, b in itertools.pairwise(tokens)]
        words = [names.get(token.i, token.text.translate(_PLAIN)) for token in tokens]
        before = _opening(document, tokens[0])
        if before:
            words = [*before, words[0][:1].lower() + words[0][1:], *words[1:]]
            spaces = [*(True for _ in before), *spaces]
        starts: list[bool | int | None] = [k == 0 for k in range(len(words))]
        return Doc(self._nlp.vocab, words=words, spaces=[*spaces, False], sent_starts=starts)


def _lead(text: str, block: Block) -> str:
    """What a clause in a list is parsed behind: "It ", "It is "."""
    return "".join(f"{word} " for word in opening_of(text[block.span.start : block.span.end]))


def _behind_pronoun(text: str, block: Block) -> str:
    start = block.span.start
    return f"{_lead(text, block)}{text[start].lower()}{text[start + 1 : block.span.end]}"


def _opening(document: Document, first: Token) -> tuple[str, ...]:
    """The words before a token that opens a clause in a list; none for any other."""
    sentence = document.sentence_of(first)
    opens = sentence.enactor is not None and sentence.first == first.i
    return opening_of(document.text[sentence.span.start : sentence.span.end]) if opens else ()


def _repair(document: Document) -> Document:
    """The document with what parsers are known to get wrong mended."""
    mended = document
    for repair in _REPAIRS:
        mended = repair(mended)
    return as_trees(mended, document)


def _runs(sentence: Sentence, hidden: Mapping[int, int], asides: Sequence[Aside]) -> Iterator[list[int]]:
    """The token numbers to parse together: the sentence without its asides, then each aside."""
    inside = [aside for aside in asides if sentence.first <= aside.first < sentence.last]
    cut = {i for aside in inside for i in range(aside.first, aside.last + 1)}
    for numbers in (range(sentence.first, sentence.last), *(range(a.first + 1, a.last) for a in inside)):
        main = numbers.start == sentence.first
        run = [i for i in numbers if i not in hidden and not (main and i in cut)]
        if run:
            yield run


def _hang_asides(tokens: list[Token], asides: Sequence[Aside], runs: Sequence[Sequence[int]]) -> None:
    """Hang the root of each aside, and its dashes, on the word before it."""
    begins = {run[0]: run for run in runs}
    for aside in asides:
        anchor = max(aside.first - 1, 0)
        for mark in (aside.first, aside.last):
            tokens[mark] = replace(tokens[mark], head=anchor, dep="punct")
        run = next((begins[i] for i in range(aside.first + 1, aside.last) if i in begins), ())
        for i in run:
            if tokens[i].head == i:
                tokens[i] = replace(
                    tokens[i], head=anchor, dep="appos" if tokens[i].pos in ("NOUN", "PROPN") else "parataxis"
                )


def _reparsed(old: Token, token: SpacyToken, numbers: Sequence[int], lemma: str | None) -> Token:
    """The token with what the second parse makes of it; without a lemma it is a name, and keeps its own."""
    root, named = token.head.i == token.i, lemma is None
    return replace(
        old,
        lemma=old.lemma if lemma is None else lemma,
        pos="PROPN" if named else token.pos_,
        tag="NNP" if named else token.tag_,
        dep="ROOT" if root else token.dep_,
        head=numbers[token.head.i],
    )


def _load(model: str) -> Language:
    import spacy

    try:
        nlp = spacy.load(model)
    except OSError as exc:
        raise MissingDependencyError(
            f"The language model {model!r} is not installed. Install the package of that name, or choose an "
            "installed one with the setting 'model' (environment COMMUNIQUE_MODEL)."
        ) from exc
    tokenizer: Any = nlp.tokenizer
    for word in (*_abbreviations(), *_compounds()):
        tokenizer.add_special_case(word, [{"ORTH": word}])
    return nlp


_BEFORE_FORMS: Final = frozenset({"Pte.", "Pty.", "Pvt."})  # before the "Ltd." of a company


def _abbreviations() -> list[str]:
    """The words with a stop that stand before names ("Lt.", "Sens."): else the stop may end a sentence."""
    words = {word for row in read_table("honorifics") for word in row["honorific"].split()}
    return sorted({word for word in words if word.endswith(".")} | _BEFORE_FORMS)


def _compounds() -> list[str]:
    """The hyphenated forms with a lemma of their own ("test-fired"): else their last part is parsed for itself."""
    forms = {row["form"] for row in read_table("lemmas") if "-" in row["form"]}
    return sorted({*forms, *(form.capitalize() for form in forms)})


def _token(token: SpacyToken, places: dict[int, int], offset: int, text: str, lemma: str) -> Token:
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    start = offset + token.idx
    return Token(
        i=places[token.i],
        start=start,
        end=start + len(token.text),
        text=text[start : start + len(token.text)],
        lemma=lemma,
        pos=token.pos_,
        tag=token.tag_,
        dep="ROOT" if head.i not in places or head.i == token.i else token.dep_,
        head=places.get(head.i, places[token.i]),
        ent=token.ent_type_,
        ent_start=token.ent_iob_ == "B",
    )


def _sentence_bounds(doc: Doc, places: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Sentence bounds in token numbers; a piece that only closes the one before is joined to it."""
    bounds: list[tuple[int, int]] = []
    for sent in doc.sents:
        inside = [places[token.i] for token in sent if token.i in places]
        if not inside:
            continue
        words = [token for token in sent if token.i in places]
        if bounds and _continues(words):
            bounds[-1] = (bounds[-1][0], inside[-1] + 1)
        else:
            bounds.append((inside[0], inside[-1] + 1))
    yield from bounds


def _continues(words: Sequence[SpacyToken]) -> bool:
    return all(word.text in _CLOSERS for word in words) or bool(_OPENING_LOWER.match(words[0].text) and len(words) < 4)
