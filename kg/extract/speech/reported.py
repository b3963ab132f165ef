"""Indirect speech: clauses under a reporting verb, sentences with "according to", claims, outside quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.extract.speech.speakers import Speakers
from kg.extract.speech.speech import Utterance, reporting_of
from kg.language.document import Document, Sentence, Token
from kg.language.passives import is_perfect
from kg.language.prepositions import prepositional_objects
from kg.lexicon.words import scope_words
from kg.model import Span

_SAYINGS: Final = scope_words("wording") | scope_words("writing")
_CLAUSE: Final = ("VERB", "AUX")
_CITING: Final = frozenset({"cite", "quote"})
_PASSING: Final = scope_words("in passing")
_CONTESTING: Final = scope_words("contesting")
_CONTESTED: Final = scope_words("contested")
_SET_OFF: Final = frozenset({",", "–", "—", "-", "("})
_VOICING: Final = scope_words("voicing")
_HOLDING: Final = scope_words("holding")
_WORRIES: Final = scope_words("worry")


def find_reported(document: Document, speakers: Speakers, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    """The reported clauses in text order; none that lies inside one of the quotations `direct`."""
    last: Utterance | None = None
    for sentence in document.sentences:
        for token in document.tokens_of(sentence):
            if token.pos == "VERB" and reporting_of(document, token) is not None:
                for utterance in _clause_of(document, speakers, token, direct, last):
                    last = utterance
                    yield utterance
            elif token.lower in ("according", "per") and token.pos != "NOUN":
                yield from _according(document, speakers, sentence, token)
            elif token.lemma in _SAYINGS and token.pos == "NOUN":
                yield from _claimed(document, speakers, token)
            elif token.lower in _HOLDING and token.dep == "acomp":
                yield from _held(document, speakers, token)
            elif token.lemma in _WORRIES and token.pos == "NOUN":
                yield from _voiced(document, speakers, token)


def _clause_of(
    document: Document, speakers: Speakers, verb: Token, direct: Sequence[Utterance], last: Utterance | None
) -> Iterator[Utterance]:
    complement = _complement(document, verb)
    runs = _around(document, verb) if complement is None else _reported(document, verb, complement)
    if not runs or any(part.contains(runs[0]) for u in direct for part in u.parts):
        return
    speaker = _source_cited(document, speakers, verb) or speakers.source_of(verb) or _goes_on(document, verb, last)
    if speaker is None:
        return
    whole = document.sentence_of(verb).span
    yield _utterance(document, runs, whole, speaker, verb, speakers.addressee(verb))


def _goes_on(document: Document, verb: Token, last: Utterance | None) -> str | None:
    """As in "The envoy of Ghana said ... The council had agreed, she recalled": who spoke goes on speaking."""
    pronoun = any(kid.lower in ("he", "she") for kid in document.children(verb, "nsubj"))
    if last is None or not pronoun:
        return None
    here, there = document.sentence_of(verb), document.sentence_at(last.clause.start)
    return last.speaker if here.paragraph == there.paragraph and here.number - there.number <= 1 else None


def _complement(document: Document, verb: Token) -> Token | None:
    """The clause that a verb reports: "said that ...", "noted with concern that ...", "claims to have killed"."""
    feelings = [noun for noun in prepositional_objects(document, verb, "with") if noun.lemma in _WORRIES]
    below = [kid for noun in feelings for kid in document.children(noun, "acl", "ccomp") if _that(document, kid)]
    hung = [kid for kid in document.children(verb, "advcl") if _that(document, kid) and _opens(document, verb, kid)]
    clause = next((kid for kid in (*document.children(verb, "ccomp"), *below, *hung) if kid.pos in _CLAUSE), None)
    return clause or next((kid for kid in document.children(verb, "xcomp") if is_perfect(document, kid)), None)


def _opens(document: Document, verb: Token, clause: Token) -> bool:
    """As in "went on that this was ...", where the parser takes the clause for a circumstance: it follows at once."""
    behind = (document.tokens[i] for i in range(verb.i + 1, clause.i + 1))
    first = next((t for t in behind if t.dep != "prt"), None)
    return first is not None and document.head(first).i == clause.i and first.lower == "that"


def _source_cited(document: Document, speakers: Speakers, verb: Token) -> str | None:
    """As in "reported that ..., citing two officials": those who are cited say it."""
    below = document.subtree(verb)
    citing = (t for t in below if t.lemma in _CITING and t.tag == "VBG" and t.dep in ("advcl", "xcomp"))
    sources = (t for kid in citing for t in document.children(kid, "dobj"))
    return next((who for t in sources if (who := speakers.writings.cited(t)) is not None), None)


def _reported(document: Document, verb: Token, complement: Token) -> list[Span]:
    """The words of a reported clause: one span, or what stands around "he added" where that interrupts it."""
    words = _words_of(document, complement)
    if words and words[0].i < verb.i < words[-1].i:
        saying = {t.i for t in document.subtree(verb)} - {t.i for t in document.subtree(complement)}
        return _runs(document, [t for t in words if t.i not in saying])
    return _runs(document, _up_to_speaker(document, verb, words))[:1]


def _up_to_speaker(document: Document, verb: Token, words: list[Token]) -> list[Token]:
    """The words with those that a parser hung on the verb: "X is held since soldiers fled, Y, a spokesman, said"."""
    speaker = document.child(verb, "nsubj")
    if speaker is None or not words or not words[-1].i < speaker.i < verb.i:
        return words
    end = min(t.i for t in document.subtree(speaker))
    between = [t for t in document.tokens[words[-1].i + 1 : end] if t.pos != "PUNCT"]
    return [*words, *document.tokens[words[-1].i + 1 : between[-1].i + 1]] if between else words


def _words_of(document: Document, complement: Token) -> list[Token]:
    """The words of a reported clause from its first to its last, without the "that" that opens it."""
    tokens = [
        t for t in document.subtree(complement) if not (t.tag == "IN" and t.lower == "that" and t.head == complement.i)
    ]
    verdict = next((t for t in tokens if _is_verdict(document, t)), None)
    if verdict is not None:
        aside = {t.i for t in document.subtree(verdict)}
        tokens = [t for t in tokens if t.i not in aside]
    tokens = [t for t in tokens if t.pos != "PUNCT" or t.i not in (tokens[0].i, tokens[-1].i)]
    return list(document.tokens[tokens[0].i : tokens[-1].i + 1]) if tokens else []


def _is_verdict(document: Document, noun: Token) -> bool:
    """As in "said that the army had fled, a claim which the ministry denied": the article's own verdict."""
    before = document.tokens[noun.i - 1].lower
    described = any(kid.lemma in _CONTESTING for kid in document.children(noun, "relcl", "acl"))
    return noun.dep == "appos" and noun.lemma in _CONTESTED and before in ("a", "an") and described


def _around(document: Document, verb: Token) -> list[Span]:
    """As in "the pact, X noted, shows that ...": the clause that a reporting verb interrupts or follows."""
    above = document.head(verb)
    beside = verb.dep == "parataxis" or _in_passing(document, verb)
    if not beside or above.pos not in _CLAUSE or above.i == verb.i:
        return []
    return _runs(document, _without(document, document.subtree(above), verb))


def _in_passing(document: Document, verb: Token) -> bool:
    """As in "the army, as the ministry said on Monday, had bombed the base"."""
    mark = next((kid for kid in document.children(verb, "mark") if kid.lower == "as"), None)
    if mark is None or verb.dep != "advcl" or verb.lemma not in _PASSING:
        return False
    return mark.i == document.sentence_of(verb).first or document.tokens[mark.i - 1].text in _SET_OFF


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
    speaker = next((who for t in sources if (who := speakers.writings.cited(t)) is not None), None)
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
    speaker = speakers.writings.owner(noun) or _repeated_by(document, speakers, noun) if clause is not None else None
    if clause is None or speaker is None:
        return
    runs = _runs(document, _words_of(document, clause))
    if runs:
        yield _utterance(document, runs, document.sentence_of(noun).span, speaker, None, None)


def _held(document: Document, speakers: Speakers, adjective: Token) -> Iterator[Utterance]:
    """As in "officials are confident that the two will agree": what somebody holds to be so."""
    verb = document.head(adjective)
    clauses = (*document.children(adjective, "ccomp"), *document.children(verb, "ccomp"))
    clause = next((kid for kid in clauses if kid.i > adjective.i and _that(document, kid)), None)
    speaker = speakers.source_of(verb) if clause is not None and verb.lemma == "be" else None
    runs = _runs(document, _words_of(document, clause)) if clause is not None and speaker is not None else []
    if speaker is not None and runs:
        yield _utterance(document, runs, document.sentence_of(adjective).span, speaker, None, None)


def _repeated_by(document: Document, speakers: Speakers, noun: Token) -> str | None:
    """As in "X repeated the charge that ...", "X voiced concern over ...": who says what a noun holds."""
    verb = document.head(noun)
    return speakers.subject_of(verb) if noun.dep == "dobj" and verb.lemma in _VOICING else None


def _voiced(document: Document, speakers: Speakers, noun: Token) -> Iterator[Utterance]:
    """As in "X voiced concern over the arming of the rebels": what somebody worries about, outside a clause."""
    speaker = _repeated_by(document, speakers, noun)
    runs = _runs(document, [t for t in document.subtree(noun) if t.i > noun.i]) if speaker is not None else []
    if speaker is not None and runs:
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
