"""Sentences drawn as trees: documents for tests of what reads a parse, without a parser.

A `Node` is a word with its part of speech, its role, and the nodes left and right of it. `document_of` writes
the trees out, a sentence each, in the labels that the analyser gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.language.document import Document, Sentence, Token
from kg.model import Span


@dataclass(slots=True)
class Node:
    """A word and what hangs on it."""

    word: str
    pos: str
    dep: str
    tag: str = ""
    left: list[Node] = field(default_factory=list)
    right: list[Node] = field(default_factory=list)

    def in_order(self) -> Iterator[Node]:
        """This node and all below it as they stand in the sentence."""
        for node in self.left:
            yield from node.in_order()
        yield self
        for node in self.right:
            yield from node.in_order()


def noun(phrase: str, dep: str) -> Node:
    """A nominal from its words: capitals are names, words before the last are its modifiers."""
    *before, word = phrase.split()
    kind = "PROPN" if word[:1].isupper() else "NOUN"
    return Node(
        word, kind, dep, "NNP" if kind == "PROPN" else "NN", [Node(w, "NOUN", "compound", "NN") for w in before]
    )


def document_of(trees: Iterable[Node]) -> tuple[Document, list[int]]:
    """The document of some sentences, and the number of each one's root token."""
    text, tokens, sentences, roots = "", list[Token](), list[Sentence](), list[int]()
    for tree in trees:
        first, begin = len(tokens), len(text)
        nodes = list(tree.in_order())
        numbers = {id(node): first + k for k, node in enumerate(nodes)}
        above = {id(kid): node for node in nodes for kid in (*node.left, *node.right)}
        for node in nodes:
            head = numbers[id(above.get(id(node), node))]
            tokens.append(_token(node, numbers[id(node)], head, len(text)))
            text += f"{node.word} "
        roots.append(numbers[id(tree)])
        sentences.append(Sentence(len(sentences), Span(begin, len(text) - 1), first, len(tokens), len(sentences)))
    return Document(text, tokens, sentences), roots


def _token(node: Node, i: int, head: int, start: int) -> Token:
    """A token whose lemma is its word, for names as they are and for other words in lower case."""
    end = start + len(node.word)
    return Token(i, start, end, node.word, node.word.lower(), node.pos, node.tag or node.pos, node.dep, head)
