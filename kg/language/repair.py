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
from kg.language.asked_lists import mend_asked
from kg.language.document import Document, Sentence, Token
from kg.language.reduced import mend_reduced
from kg.language.subjects import hang_subject

_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_CLAUSES: Final = frozenset({"ROOT", "ccomp", "advcl", "parataxis"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_INSIDE: Final = frozenset({"compound", "amod", "nmod", "det", "poss", "nummod", "quantmod", "case", "appos", "punct"})
_LOOSE: Final = frozenset({"conj", "pobj", "npadvmod", "ROOT", "dep", "nmod", "compound", "appos", "dobj"})
"""What a lost subject is taken for; a subject of another verb is never moved."""
_QUOTES: Final = frozenset({'"', "“", "”"})
_TIMES: Final = frozenset({"DATE", "TIME"})
_ENDS: Final = frozenset({".", "!", "?", '"', "”", ")"})
_BREAKS: Final = DASHES | {","}
_NEAR_USE: Final = 8  # tokens from "use of ..." to what it is for
_MAX_STEPS: Final = 40  # up the tree; a longer way is a cycle of a broken parse


def _mend_having(document: Document, tokens: list[Token]) -> bool:
    """As in "for having materially assisted X", where the parser sees somebody who has an assisted X."""
    changed = False
    for done in document.tokens:
        thing = document.head(done)
        having = document.head(thing)
        between = document.tokens[having.i + 1 : done.i]
        mistaken = done.tag == "VBN" and done.dep == "amod" and thing.dep == "dobj" and having.lower == "having"
        if not mistaken or thing.i < done.i or any(t.pos != "ADV" for t in between):
            continue
        tokens[done.i] = replace(done, pos="VERB", dep=having.dep, head=having.head)
        tokens[having.i] = replace(having, pos="AUX", dep="aux", head=done.i)
        tokens[thing.i] = replace(thing, head=done.i)
        for kid in document.children(having):
            if kid.i not in (done.i, thing.i):
                tokens[kid.i] = replace(kid, head=done.i)
        changed = True
    return changed


def _mend_using(document: Document, tokens: list[Token]) -> bool:
    """As in "condemned X's use of drones to attack Y": the use is to attack, and not the condemning."""
    changed = False
    for verb in document.tokens:
        use = next((t for t in document.tokens[max(verb.i - _NEAR_USE, 0) : verb.i] if t.lemma == "use"), None)
        if use is None or verb.tag != "VB" or verb.dep not in ("advcl", "xcomp") or verb.head > use.i:
            continue
        if use.pos != "NOUN" or not document.children(use, "poss") or document.tokens[verb.i - 1].lower != "to":
            continue
        between = document.tokens[use.i + 1 : verb.i - 1]
        if (
            between
            and between[0].lower == "of"
            and all(t.pos in ("ADP", "NOUN", "PROPN", "ADJ", "DET") for t in between)
        ):
            tokens[verb.i] = replace(verb, dep="acl", head=use.i)
            changed = True
    return changed


def repair_subjects(document: Document) -> Document:
    """The document in which finite verbs have the subjects that stand right before them, and "having done" is one."""
    tokens = list(document.tokens)
    mended = [_mend_having(document, tokens), _mend_using(document, tokens), mend_asked(document, tokens)]
    changed = any([*mended, mend_reduced(document, tokens)])
    for sentence in document.sentences:
        verb = _taken_for_participle(document, sentence)
        if verb is not None:
            thing = document.head(verb)
            if verb.dep == "amod":
                tokens[thing.i] = replace(thing, dep="dobj", head=verb.i)
                thing = _root(document, sentence) or thing
            hang_subject(tokens, thing, verb, passive=False)
            tokens[verb.i] = replace(verb, pos="VERB", tag="VBD", dep="ROOT", head=verb.i)
            changed = True
    for token in document.tokens:
        opening = _opening_participle(document, token)
        subject = _behind_opening(document, token) if opening is not None else None
        if opening is not None and subject is not None:
            tokens[opening.i] = replace(opening, dep="advcl")
            hang_subject(tokens, subject, token, passive=document.child(token, "auxpass") is not None)
            changed = True
        if not _lacks_subject(document, token):
            continue
        found = _before(document, token)
        if found is not None:
            hang_subject(tokens, found, token, passive=document.child(token, "auxpass") is not None)
            changed = True
    return Document(document.text, tokens, document.sentences) if changed else document


def _taken_for_participle(document: Document, sentence: Sentence) -> Token | None:
    """The main verb of "X, an apposition, threatened ...", where the parser sees a noun with a participle.

    In "X, an apposition, supplied trucks ..." it may see the trucks beside the apposition, and "supplied" as theirs.
    """
    tokens = document.tokens_of(sentence)
    root = _root(document, sentence)
    if sentence.heading or root is None or root.pos not in _NOMINAL or tokens[-1].text not in _ENDS:
        return None
    apposed = document.children(root, "appos")
    for verb in document.children(root, "acl"):
        bare = verb.tag == "VBN" and not document.children(verb, "aux", "auxpass", "agent")
        if bare and apposed and apposed[0].i < verb.i and document.tokens[verb.i - 1].text in _BREAKS:
            return verb
    for verb in tokens if apposed else ():
        thing = document.head(verb)
        listed = thing.dep in ("conj", "appos") and thing.head in (root.i, apposed[0].i) and apposed[0].i < verb.i
        if listed and verb.tag == "VBN" and verb.dep == "amod" and document.tokens[verb.i - 1].text in _BREAKS:
            return verb
    return None


def _root(document: Document, sentence: Sentence) -> Token | None:
    return next((t for t in document.tokens_of(sentence) if t.dep == "ROOT"), None)


def _opening_participle(document: Document, verb: Token) -> Token | None:
    """As in "Acting under the charter, the Council condemned ...": a participle that was taken for the subject."""
    participle = document.child(verb, "csubj")
    if verb.dep != "ROOT" or participle is None or participle.tag != "VBG" or document.children(verb, "nsubj"):
        return None
    commas = any(t.text == "," for t in document.tokens[participle.i : verb.i])
    return participle if commas and participle.i == document.sentence_of(verb).first else None


def _behind_opening(document: Document, verb: Token) -> Token | None:
    """The noun phrase between the comma and the verb, when it is no time: "the Council this afternoon condemned"."""
    first = document.sentence_of(verb).first
    start = _group_start(document, verb)
    while start - 1 > first and document.tokens[start - 1].ent in _TIMES:
        start -= 1
    last = document.tokens[start - 1]
    return _subject_ending(document, verb, last, start) if last.pos in _NOMINAL else None


def _lacks_subject(document: Document, verb: Token) -> bool:
    if verb.pos not in ("VERB", "AUX") or verb.dep not in _CLAUSES or document.children(verb, *_SUBJECTS):
        return False
    aux = document.children(verb, "aux", "auxpass")
    finite = verb.tag in _FINITE or any(kid.tag in (*_FINITE, "MD") for kid in aux)
    compared = any(kid.lower in ("as", "than") for kid in document.children(verb, "mark", "advmod"))
    return finite and not compared


def _before(document: Document, verb: Token) -> Token | None:
    """The head of the noun phrase right before a verb and its auxiliaries, or None."""
    start = _group_start(document, verb)
    last = _last_word(document, start, document.sentence_of(verb).first)
    return _subject_ending(document, verb, last, start) if last is not None else None


def _subject_ending(document: Document, verb: Token, last: Token, start: int) -> Token | None:
    """The head of the noun phrase that ends in a token before `start`, if it can be the lost subject of a verb."""
    top = _top(document, last, start, document.sentence_of(verb).first)
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
