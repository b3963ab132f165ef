"""Indirect speech: clauses under a reporting verb, sentences with "according to", claims, outside quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.extract.speakers import Speakers
from kg.extract.speech import Utterance, reporting_of
from kg.language.clauses import prepositional_objects
from kg.language.document import Document, Sentence, Token
from kg.lexicon.scopes import scope_words
from kg.model import Span

_SAYINGS: Final = scope_words("wording") | scope_words("writing")
_CLAUSE: Final = ("VERB", "AUX")
_CITING: Final = frozenset({"cite", "quote"})


def find_reported(document: Document, speakers: Speakers, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    """The reported clauses in text order; none that lies inside one of the quotations `direct`."""
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            if token.pos == "VERB" and reporting_of(document, token) is not None:
                yield from _clause_of(document, speakers, token, direct)
            elif token.lower in ("according", "per") and token.pos != "NOUN":
                yield from _according(document, speakers, sentence, token)
            elif token.lemma in _SAYINGS and token.pos == "NOUN":
                yield from _claimed(document, speakers, token)


def _clause_of(document: Document, speakers: Speakers, verb: Token, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    speaker = _source_cited(document, speakers, verb) or speakers.subject_of(verb)
    if speaker is None:
        return
    complement = next((kid for kid in document.children(verb, "ccomp") if kid.pos in _CLAUSE), None)
    runs = _around(document, verb) if complement is None else _runs(document, _words_of(document, complement))[:1]
    if not runs or any(part.contains(runs[0]) for u in direct for part in u.parts):
        return
    whole = document.sentence_of(verb).span
    yield _utterance(document, runs, whole, speaker, verb, speakers.addressee(verb))


def _source_cited(document: Document, speakers: Speakers, verb: Token) -> str | None:
    """As in "reported that ..., citing two officials": those who are cited say it."""
    below = document.subtree(verb)
    citing = (t for t in below if t.lemma in _CITING and t.tag == "VBG" and t.dep in ("advcl", "xcomp"))
    sources = (t for kid in citing for t in document.children(kid, "dobj"))
    return next((who for t in sources if (who := speakers.cited(t)) is not None), None)


def _words_of(document: Document, complement: Token) -> list[Token]:
    """The words of a reported clause from its first to its last, without the "that" that opens it."""
    tokens = [
        t for t in document.subtree(complement) if not (t.tag == "IN" and t.lower == "that" and t.head == complement.i)
    ]
    tokens = [t for t in tokens if t.pos != "PUNCT" or t.i not in (tokens[0].i, tokens[-1].i)]
    return list(document.tokens[tokens[0].i : tokens[-1].i + 1]) if tokens else []


def _around(document: Document, verb: Token) -> list[Span]:
    """As in "the pact, X noted, shows that ...": the clause that a reporting verb interrupts or follows."""
    above = document.head(verb)
    if verb.dep != "parataxis" or above.pos not in _CLAUSE or above.i == verb.i:
        return []
    return _runs(document, _without(document, document.subtree(above), verb))


def _without(document: Document, tokens: Iterable[Token], cut: Token) -> list[Token]:
    """The tokens without a word and what hangs on it; a clause joined to it with a subject of its own stays."""
    joined = [kid for kid in document.children(cut, "conj") if document.children(kid, "nsubj", "nsubjpass")]
    kept = {t.i for kid in joined for t in document.subtree(kid)}
    gone = {t.i for t in document.subtree(cut)} - kept
    return [t for t in tokens if t.i not in gone]


def _according(document: Document, speakers: Speakers, sentence: Sentence, token: Token) -> Iterator[Utterance]:
    sources = prepositional_objects(document, token, "to") if token.lower == "according" else []
    if token.lower == "per":
        sources = [t for t in document.children(token, "pobj") if t.lemma in _SAYINGS]
    speaker = next((who for t in sources if (who := speakers.cited(t)) is not None), None)
    if speaker is None:
        return
    above = document.head(token)
    own_clause = above.dep == "conj" and above.pos in _CLAUSE and document.children(above, "nsubj", "nsubjpass")
    scope = document.subtree(above) if own_clause else document.tokens_of(sentence)
    runs = _runs(document, _without(document, scope, token))
    if runs:
        yield _utterance(document, runs, sentence.span, speaker, None, None)


def _claimed(document: Document, speakers: Speakers, noun: Token) -> Iterator[Utterance]:
    """As in "Norway's claim that ...": a clause below a noun of saying, by whose noun it is."""
    clause = next((kid for kid in document.children(noun, "acl", "ccomp", "relcl") if _that(document, kid)), None)
    speaker = speakers.owner(noun) if clause is not None else None
    if clause is None or speaker is None:
        return
    runs = _runs(document, _words_of(document, clause))
    if runs:
        yield _utterance(document, runs, document.sentence_of(noun).span, speaker, None, None)


def _that(document: Document, clause: Token) -> bool:
    """Whether "that" opens a clause that has a subject of its own."""
    marked = any(kid.lower == "that" for kid in document.children(clause, "mark"))
    return marked and clause.pos in _CLAUSE and bool(document.children(clause, "nsubj", "nsubjpass"))


def _runs(document: Document, tokens: Sequence[Token]) -> list[Span]:
    """The spans of tokens that stand together, without punctuation at their ends; none without a word."""
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and token.i == groups[-1][-1].i + 1:
            groups[-1].append(token)
        else:
            groups.append([token])
    trimmed = (_trimmed(group) for group in groups)
    return [document.span_of(group) for group in trimmed if group]


def _trimmed(tokens: list[Token]) -> list[Token]:
    words = [k for k, token in enumerate(tokens) if token.pos not in ("PUNCT", "CCONJ", "SPACE")]
    return tokens[words[0] : words[-1] + 1] if words else []


def _utterance(
    document: Document, runs: Sequence[Span], clause: Span, speaker: str, verb: Token | None, addressee: str | None
) -> Utterance:
    text = " ".join(document.text[run.start : run.end] for run in runs)
    return Utterance(False, tuple(runs), text, clause, speaker, verb, addressee)
