"""Mend what parsers get wrong about subjects: a finite verb without one, its subject hung elsewhere.

After an opening phrase small parsers take the subject for a part of it: in "Yesterday in Geneva, Iran and
its partners reached ..." Iran hangs on Geneva, in "to withdraw from Gaza, Hamas must stop ..." Hamas does.
The nominal right before such a verb, without what only describes it, becomes its subject. Where nothing
suits, the parse stays as it is. In "X, a former officer, threatened to ..." they take the verb for a participle.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.language.asides import DASHES
from kg.language.document import Document, Sentence, Token

_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_CLAUSES: Final = frozenset({"ROOT", "ccomp", "advcl", "parataxis"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_INSIDE: Final = frozenset({"compound", "amod", "nmod", "det", "poss", "nummod", "quantmod", "case", "appos", "punct"})
_LOOSE: Final = frozenset({"conj", "pobj", "npadvmod", "ROOT", "dep", "nmod", "compound", "appos", "dobj"})
"""What a lost subject is taken for; a subject of another verb is never moved."""
_QUOTES: Final = frozenset({'"', "“", "”"})
_ENDS: Final = frozenset({".", "!", "?", '"', "”", ")"})
_BREAKS: Final = DASHES | {","}
_MAX_STEPS: Final = 40  # up the tree; a longer way is a cycle of a broken parse


def repair_subjects(document: Document) -> Document:
    """The document in which finite verbs have the subjects that stand right before them."""
    tokens = list(document.tokens)
    changed = False
    for sentence in document.sentences:
        verb = _taken_for_participle(document, sentence)
        if verb is not None:
            _hang(tokens, document.head(verb), verb, passive=False)
            tokens[verb.i] = replace(verb, tag="VBD", dep="ROOT", head=verb.i)
            changed = True
    for token in document.tokens:
        if not _lacks_subject(document, token):
            continue
        found = _before(document, token)
        if found is not None:
            _hang(tokens, found, token, passive=document.child(token, "auxpass") is not None)
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _taken_for_participle(document: Document, sentence: Sentence) -> Token | None:
    """The main verb of "X, an apposition, threatened ...", where the parser sees a noun with a participle."""
    tokens = document.tokens_of(sentence)
    root = next((t for t in tokens if t.dep == "ROOT"), None)
    if sentence.heading or root is None or root.pos not in _NOMINAL or tokens[-1].text not in _ENDS:
        return None
    apposed = document.children(root, "appos")
    for verb in document.children(root, "acl"):
        bare = verb.tag == "VBN" and not document.children(verb, "aux", "auxpass", "agent")
        if bare and apposed and apposed[0].i < verb.i and document.tokens[verb.i - 1].text in _BREAKS:
            return verb
    return None


def _lacks_subject(document: Document, verb: Token) -> bool:
    if verb.pos not in ("VERB", "AUX") or verb.dep not in _CLAUSES or document.children(verb, *_SUBJECTS):
        return False
    aux = document.children(verb, "aux", "auxpass")
    finite = verb.tag in _FINITE or any(kid.tag in (*_FINITE, "MD") for kid in aux)
    compared = any(kid.lower in ("as", "than") for kid in document.children(verb, "mark", "advmod"))
    return finite and not compared


def _before(document: Document, verb: Token) -> Token | None:
    """The head of the noun phrase right before a verb and its auxiliaries, or None."""
    first = document.sentence_of(verb).first
    start = _group_start(document, verb)
    last = _last_word(document, start, first)
    if last is None:
        return None
    top = _top(document, last, start, first)
    if top is None or top.pos not in _NOMINAL or top.dep not in _LOOSE or top.tag in ("WDT", "WP"):
        return None
    if top.head == verb.i:
        return top
    return top if _set_off(document, top, start) and not _above(document, verb, top) else None


def _group_start(document: Document, verb: Token) -> int:
    """The number of the first token of a verb group: "must", "have been", "also recently"."""
    start = verb.i
    own = {kid.i for kid in document.children(verb, "aux", "auxpass", "neg", "advmod")}
    while start - 1 in own:
        start -= 1
    return start


def _last_word(document: Document, end: int, first: int) -> Token | None:
    """The last word before `end`, over punctuation and over an aside between dashes."""
    i = end - 1
    while i >= first and document.tokens[i].pos == "PUNCT":
        if document.tokens[i].text in DASHES:
            opening = (k for k in range(i - 1, first - 1, -1) if document.tokens[k].text in DASHES)
            i = next(opening, i)
        i -= 1
    return document.tokens[i] if i >= first else None


def _top(document: Document, token: Token, start: int, first: int) -> Token | None:
    """The head of the phrase that ends in a token: over modifiers, apposition, "of" phrases, coordination."""
    for _ in range(_MAX_STEPS):
        head = document.head(token)
        if head.i >= start or head.i == token.i:
            return token
        if token.dep == "appos" and token.pos == head.pos == "PROPN":
            return token  # one name is no apposition to another where a verb wants a subject
        if token.dep in _INSIDE or (token.dep == "conj" and _coordinated(document, head, token)):
            token = head
        elif token.dep == "pobj":
            noun = document.head(head)
            if noun.pos in _NOMINAL and noun.i < head.i:
                token = noun
            elif head.i - 1 > first and document.tokens[head.i - 1].text == ",":
                before = _last_word(document, head.i - 1, first)
                if before is None or before.pos not in _NOMINAL:
                    return None
                token = before
                return token if token.dep in _LOOSE else None
            else:
                return token
        else:
            return token
    return None


def _coordinated(document: Document, head: Token, token: Token) -> bool:
    """Whether "and" or "or" joins the two, and not only a comma after an opening phrase."""
    return any(kid.lower in ("and", "or", "&") and kid.i < token.i for kid in document.children(head, "cc"))


def _set_off(document: Document, top: Token, start: int) -> bool:
    """Whether a comma or a quotation mark divides the phrase from what it hangs on, or from the verb."""
    left = min(t.i for t in document.subtree(top))
    left = min(left, top.i) if left >= document.sentence_of(top).first else top.i
    edge = document.tokens[left - 1] if left > document.sentence_of(top).first else None
    return (edge is not None and edge.text in _QUOTES | {","}) or document.tokens[start - 1].text in _BREAKS


def _above(document: Document, verb: Token, token: Token) -> bool:
    return any(above.i == token.i for above in document.ancestors(verb))


def _hang(tokens: list[Token], subject: Token, verb: Token, *, passive: bool) -> None:
    tokens[subject.i] = replace(tokens[subject.i], head=verb.i, dep="nsubjpass" if passive else "nsubj")
