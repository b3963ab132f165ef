"""Parses are trees: where mending made a circle of one, the sentence keeps the parse that it had.

Whoever walks up a circle never comes to an end, and the article with him.
"""

from __future__ import annotations

from kg.language.document import Document


def as_trees(mended: Document, before: Document) -> Document:
    """The mended document, in which no sentence's heads run in a circle; both have the same tokens."""
    broken = [s for s in mended.sentences if not _is_tree(mended, s.first, s.last)]
    if not broken:
        return mended
    tokens = list(mended.tokens)
    for sentence in broken:
        tokens[sentence.first : sentence.last] = before.tokens[sentence.first : sentence.last]
    return Document(mended.text, tokens, mended.sentences)


def _is_tree(document: Document, first: int, last: int) -> bool:
    """Whether every token of a sentence comes to a root on its way up."""
    rooted: set[int] = set()
    for i in range(first, last):
        way: list[int] = []
        while i not in rooted and document.tokens[i].head != i:
            if len(way) > last - first:
                return False
            way.append(i)
            i = document.tokens[i].head
        rooted.update((*way, i))
    return True
