"""The analysed article: tokens with heads, sentences, and ways to walk them.

An analyser (`kg.language.analyser`) fills this; everything after it reads only this, so another parser
can be plugged in. Dependency labels are those of the ClearNLP scheme that spaCy's English models use
(nsubj, nsubjpass, dobj, pobj, prep, agent, xcomp, ccomp, relcl, acl, advcl, conj, appos, poss, amod,
compound, aux, neg, prt, mark); parts of speech are the universal ones. A document does no I/O and knows
nothing of actors or actions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Span

_GLUED = ("-", "/")
_SUFFIXED = ("'s", "'", ",")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `i` is its number in the document, `head` the number of its head (itself for a root).

    `ent` is the model's entity label ("" for none) and `ent_start` whether an entity begins here.
    `morph_number` is "Sing", "Plur" or "".
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str = ""
    ent_start: bool = False

    @property
    def lower(self) -> str:
        """The token's text in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its number from 0, span in the text, and its tokens' numbers, half-open.

    `paragraph` numbers the paragraph it stands in; `heading` is true for a line that is no sentence. `enactor` is
    the number of the token that is its subject, where that stands above a list of clauses (`kg.language.enacted`).
    """

    number: int
    span: Span
    first: int
    last: int
    paragraph: int
    heading: bool = False
    enactor: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens from `first` to `last` (both inside) that the parser is to see as one word, the token `head`.

    `word` is what it sees there: a plain name of the same kind, where the real one may mislead it; None for
    the head's own text.
    """

    first: int
    last: int
    head: int
    word: str | None


@dataclass(slots=True)
class Document:
    """Tokens and sentences of one article over its unaltered text."""

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[Sentence]
    _children: list[list[int]] = field(init=False)
    _sentence_of: list[int] = field(init=False)
    _ends: list[int] = field(init=False)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._ends = [token.end for token in self.tokens]
        self._starts = [sentence.span.start for sentence in self.sentences]
        self._children = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                self._children[token.head].append(token.i)
        self._sentence_of = [0] * len(self.tokens)
        for sentence in self.sentences:
            for i in range(sentence.first, sentence.last):
                self._sentence_of[i] = sentence.number

    def children(self, token: Token, *deps: str) -> list[Token]:
        """The token's dependents in text order, only those with one of `deps` if any is given."""
        kids = (self.tokens[i] for i in self._children[token.i])
        return [kid for kid in kids if not deps or kid.dep in deps]

    def child(self, token: Token, *deps: str) -> Token | None:
        """The first dependent with one of `deps`, or None."""
        return next(iter(self.children(token, *deps)), None)

    def head(self, token: Token) -> Token:
        """The token's head; a root is its own head."""
        return self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The heads above a token, nearest first."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def subtree(self, token: Token) -> list[Token]:
        """The token and all below it, in text order."""
        found, todo = [], [token.i]
        while todo:
            i = todo.pop()
            found.append(i)
            todo.extend(self._children[i])
        return [self.tokens[i] for i in sorted(found)]

    def sentence_of(self, token: Token) -> Sentence:
        """The sentence a token stands in."""
        return self.sentences[self._sentence_of[token.i]]

    def tokens_of(self, sentence: Sentence) -> Sequence[Token]:
        """The tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last]

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that lie wholly or partly in a span."""
        lo, hi = self._bounds(span)
        return list(self.tokens[lo:hi])

    def _bounds(self, span: Span) -> tuple[int, int]:
        lo = end = bisect_right(self._ends, span.start)
        while end < len(self.tokens) and self.tokens[end].start < span.end:
            end += 1
        return lo, end

    def head_of_span(self, span: Span) -> Token | None:
        """The token of a span whose head lies outside it (the last such one); None for an empty span."""
        inside = self.tokens_in(span)
        if not inside:
            return None
        numbers = {token.i for token in inside}
        tops = [token for token in inside if token.head not in numbers or token.head == token.i]
        content = [token for token in tops if token.pos != "PUNCT"]
        return (content or tops or inside)[-1]

    def span_of(self, tokens: Iterable[Token]) -> Span:
        """The smallest span that covers all the tokens."""
        listed = list(tokens)
        return Span(min(token.start for token in listed), max(token.end for token in listed))

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that covers an offset, or the nearest one before it."""
        return self.sentences[max(bisect_right(self._starts, offset) - 1, 0)]


def joined(words: Iterable[str]) -> str:
    """The words of a phrase as lexicons write it: "president's office", "vice-marshal", "M/V" in one piece."""
    text = " ".join(words)
    for mark in _GLUED:
        text = text.replace(f" {mark} ", mark)
    for mark in _SUFFIXED:
        text = text.replace(f" {mark}", mark)
    return text
