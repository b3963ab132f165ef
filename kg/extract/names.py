"""Find the names in a document: gazetteer and patterns first, the model's entities after them.

Gives non-overlapping `Named` spans in text order. A longer or surer source wins over a shorter or less
sure one: "USS Michael Murphy" is a ship though the model sees a person, "Israel Defense Forces" is a
force and not a state. Nothing here decides who is the same as whom.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.errors import DataError
from kg.extract.cast import ACTORS, ORGANIZATIONS, PERSON, PLACES
from kg.extract.organizations import OrganizationName, find_organizations
from kg.extract.title_phrases import TitlePhrase
from kg.extract.typer import Candidate, EntityTyper, LabelTyper, Typed
from kg.language.document import Document, Sentence, Token
from kg.lexicon.entities import Entities, Name, plain
from kg.lexicon.tables import read_table
from kg.model import Span

_PARTICLES = frozenset(
    """
    al el bin ibn bint de del della di da dos van von der den la le ter abu ul ur
    """.split()
)
_NOT_PERSON = re.compile(r"^(?:\d|[^\w\"'(]|.*(?:\.com|@|https?))", re.DOTALL)
_DOCUMENTS = frozenset(
    """
    act agreement treaty order resolution deal accord accords pact declaration protocol convention plan law bill
    constitution charter initiative process summit war day award prize week month year session meeting cup
    olympics olympic games report statement article amendment rule program programme operation strategy doctrine
    memorandum e.o executive project fund tour time gmt embassy airport hotel palace covid coronavirus internet
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_HUMAN_VERBS = frozenset(
    "meet visit thank greet arrive fly travel welcome host praise congratulate call speak resign".split()
)
_MAX_NAME_WORDS = 4
_MAX_HONORIFIC_TOKENS = 4  # "Air Vice-Marshal"
_PLACE_KINDS = frozenset({"State", "DeFacto", "Settlement", "Territory", "Region"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text. `kind` is a class of the ontology; `canonical` the entity's one name if known.

    `via` is "name", "alias", "adjective", "people", "capital", "pattern" or "model".
    `owner` is the span of the state or body that a pattern tied the organization to. `score` is the entity
    typer's, for what the model has seen; 0.0 where no typer was asked.
    """

    span: Span
    kind: str
    canonical: str
    iso3: str | None
    via: str
    owner: Span | None = None
    score: float = 0.0


def find_names(
    document: Document, phrases: Iterable[TitlePhrase], lexicon: Entities, typer: EntityTyper | None = None
) -> tuple[Named, ...]:
    """All names of the document in order, none overlapping another; its title phrases are no names of the model's.

    Without a typer the model's labels decide of what kind its entities are.
    """
    text = plain(document.text)
    known = list(_gazetteer(document, text, lexicon))
    typed = _typed_runs(document, typer or LabelTyper(lexicon))
    seen = [named for named in _model_persons(document, typed, lexicon) if not _covered_by_known(named, known)]
    persons = list(_with_surnames(document, seen, known))
    sources: Sequence[Iterable[Named]] = (
        _ships(document, lexicon),
        _asset_names(document, text, lexicon),
        (
            _organization(n)
            for n in find_organizations(document, known_spans(known), lexicon)
            if not _within_known(n, known)
        ),
        _outer(known, persons),
        persons,
        _model_names(document, typed, phrases),
        _unseen_persons(document, lexicon),
    )
    taken: list[Named] = []
    covered = bytearray(len(text))
    for source in sources:
        for named in source:
            here = slice(named.span.start, named.span.end)
            if not any(covered[here]):
                covered[here] = b"\x01" * (named.span.end - named.span.start)
                taken.append(named)
    return tuple(sorted(taken, key=lambda named: named.span))


def _within_known(name: OrganizationName, known: Sequence[Named]) -> bool:
    """Whether the gazetteer has the whole of a pattern's words as one body."""
    return any(other.span.contains(name.span) and other.kind in ORGANIZATIONS for other in _over(known, name.span))


def _over(names: Sequence[Named], span: Span) -> Iterator[Named]:
    """Those of names in text order, none overlapping another, that overlap a span."""
    for k in range(bisect_right(names, span.start, key=lambda named: named.span.end), len(names)):
        if names[k].span.start >= span.end:
            return
        yield names[k]


def known_spans(known: Iterable[Named]) -> dict[int, Named]:
    """Gazetteer names by the offset where they begin."""
    return {named.span.start: named for named in known}


def _gazetteer(document: Document, text: str, lexicon: Entities) -> Iterator[Named]:
    end = -1
    for token in document.tokens:
        if token.start < end:
            continue
        best = _best(list(lexicon.names.at(text, token.start)), token, document)
        if best is not None:
            end = _with_force_word(document, token.start + len(best.text), best)
            yield Named(Span(token.start, end), best.kind, best.canonical, best.iso3, best.via)


def _with_force_word(document: Document, end: int, name: Name) -> int:
    """As in "Russian military forces" is the Russian military."""
    following = document.tokens_in(Span(end, end + 2))
    if name.kind == "ArmedForce" and following and following[-1].lower in ("forces", "troops", "units"):
        return following[-1].end
    return end


def _best(candidates: Sequence[Name], token: Token, document: Document) -> Name | None:
    longest = [name for name in candidates if len(name.text) == len(candidates[0].text)]
    longest = [name for name in longest if _plausible(name, token)]
    if not longest:
        return None
    if token.i and document.tokens[token.i - 1].pos == "PROPN" and document.tokens[token.i - 1].dep == "compound":
        longest.sort(key=lambda name: name.via != "name")
    return min(longest, key=lambda name: (_RANK.index(name.via), name.kind not in ("State", "Territory", "DeFacto")))


_RANK = ("name", "alias", "capital", "adjective", "people")


def _plausible(name: Name, token: Token) -> bool:
    """A lexicon name of one lower-case or pronoun-like token is no name ("us", "it")."""
    return token.text[:1].isupper() or not name.text.islower() or " " in name.text


def _covered_by_known(person: Named, known: Sequence[Named]) -> bool:
    """Whether the gazetteer knows this span, or a longer one, as something else."""
    return any(other.span.contains(person.span) and other.via != "people" for other in _over(known, person.span))


def _outer(known: Sequence[Named], persons: Sequence[Named]) -> Iterator[Named]:
    """Gazetteer names that are not part of a longer person's name ("Jordan" in "Vernon Jordan")."""
    for named in known:
        inside = [p for p in _over(persons, named.span) if p.span.contains(named.span) and p.span != named.span]
        surname = any(p.span.end == named.span.end for p in inside) and " " not in named.canonical
        if not inside or named.via == "adjective" or not (surname or named.kind in _PLACE_KINDS):
            yield named


def _with_surnames(document: Document, persons: Sequence[Named], known: Sequence[Named]) -> Iterator[Named]:
    """Persons with the word behind them that the model cut off: "Therese Kayikwamba" and "Wagner", no armed group."""
    begins = {
        named.span.start: named
        for named in known
        if named.via in ("name", "alias") and named.kind not in ("State", "DeFacto")
    }
    for person in persons:
        last = begins.get(person.span.end + 1)
        if (
            last is None
            or " " in document.text[last.span.start : last.span.end]
            or document.text[person.span.end] != " "
        ):
            yield person
        else:
            span = Span(person.span.start, last.span.end)
            yield replace(person, span=span, canonical=document.text[span.start : span.end])


def _ships(document: Document, lexicon: Entities) -> Iterator[Named]:
    tokens = document.tokens
    for token in tokens:
        if token.text not in lexicon.ship_prefixes:
            continue
        last = token.i
        while (
            last + 1 < len(tokens) and tokens[last + 1].text[:1].isupper() and _adjacent(tokens[last], tokens[last + 1])
        ):
            last += 1
        if last > token.i:
            kind, iso3 = lexicon.ship_prefixes[token.text]
            span = Span(token.start, tokens[last].end)
            yield Named(span, kind, document.text[span.start : span.end], iso3, "pattern")


def _adjacent(left: Token, right: Token) -> bool:
    return right.start - left.end <= 1


def _asset_names(document: Document, text: str, lexicon: Entities) -> Iterator[Named]:
    end = -1
    for token in document.tokens:
        name = next(lexicon.asset_names.at(text, token.start), None) if token.start >= end else None
        if name is not None:
            end = token.start + len(name.text)
            yield Named(Span(token.start, end), name.kind, name.canonical, None, "name")


def _organization(name: OrganizationName) -> Named:
    return Named(name.span, name.kind, name.canonical, name.iso3, "pattern", name.owner)


_TypedRun = tuple[list[Token], Typed]
"""The tokens of one mention that the model marked, and what the typer takes it for."""


def _typed_runs(document: Document, typer: EntityTyper) -> list[_TypedRun]:
    runs = [run for sentence in document.sentences for run in _runs(document, sentence)]
    kinds = typer.type_mentions(document, [Candidate(tuple(run), run[0].ent) for run in runs])
    typed_runs = [(run, typed) for run, typed in zip(runs, kinds, strict=True) if typed is not None]
    for _, typed in typed_runs:
        if typed.kind not in ACTORS | PLACES:
            raise DataError(
                f"The entity typer {typer.name!r} gives the kind {typed.kind!r}, which no actor or place is."
            )
    return typed_runs


def _runs(document: Document, sentence: Sentence) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in document.tokens_of(sentence):
        if run and (token.ent != run[0].ent or token.ent_start):
            yield run
            run = []
        if token.ent:
            run.append(token)
    if run:
        yield run


def _model_persons(document: Document, typed_runs: Iterable[_TypedRun], lexicon: Entities) -> Iterator[Named]:
    for run, typed in typed_runs:
        kept = _person_tokens(document, run, lexicon) if typed.kind == PERSON else []
        if kept and not document.sentence_of(kept[0]).heading:
            span = Span(kept[0].start, kept[-1].end)
            yield Named(span, PERSON, document.text[span.start : span.end], None, "model", score=typed.score)


def _person_tokens(document: Document, run: Sequence[Token], lexicon: Entities) -> list[Token]:
    """The tokens of a person's name without titles, honorifics, marks and possessives."""
    kept = [token for token in run if token.tag != "POS" and token.text not in ("-", ",")]
    while kept and ((size := _honorific(kept, lexicon)) or kept[0].lower in lexicon.titles or kept[0].pos == "DET"):
        kept = kept[size or 1 :]
    words = [token for token in kept if token.text[:1].isupper() or token.lower in _PARTICLES]
    if len(words) != len(kept) or not kept or _NOT_PERSON.match(kept[0].text):
        return []
    lowered = {token.lower.rstrip(".") for token in kept}
    if lowered & _DOCUMENTS or kept[-1].lower in lexicon.org_heads or kept[-1].lower in lexicon.assets:
        return []
    return _with_particles(document, kept)


def _honorific(tokens: Sequence[Token], lexicon: Entities) -> int:
    """How many tokens of an honorific or rank ("Lt. Gen.") open a name; 0 for none."""
    for size in range(_MAX_HONORIFIC_TOKENS, 0, -1):
        text = " ".join(token.text for token in tokens[:size]).replace(" - ", "-").rstrip(".")
        if text in lexicon.honorifics:
            return min(size, len(tokens))
    return 0


def _with_particles(document: Document, kept: list[Token]) -> list[Token]:
    """The name with what a hyphen ties to its front and what a particle at its end leads to ("von der Leyen")."""
    tokens = document.tokens
    first = kept[0].i
    while first and tokens[first - 1].text == "-" and tokens[first - 1].end == tokens[first].start and first >= 2:
        first -= 2
    end = kept[-1].i + 1
    while (
        end < len(tokens)
        and tokens[end - 1].lower in _PARTICLES
        and (tokens[end].text[:1].isupper() or tokens[end].lower in _PARTICLES)
    ):
        end += 1
    return [*tokens[first : kept[0].i], *kept, *tokens[kept[-1].i + 1 : end]]


def _unseen_persons(document: Document, lexicon: Entities) -> Iterator[Named]:
    """Two to four capitals that speak, meet or travel are a person's name, though the model saw none."""
    for token in document.tokens:
        verb = document.head(token)
        if token.dep != "nsubj" or token.pos != "PROPN" or verb.lemma not in _human_verbs():
            continue
        first = token.i
        while first and document.tokens[first - 1].pos == "PROPN" and document.tokens[first - 1].head == token.i:
            first -= 1
        words = document.tokens[first : token.i + 1]
        odd = {t.lower for t in words} & (_DOCUMENTS | lexicon.titles.keys() | lexicon.org_heads.keys())
        determined = any(kid.dep == "det" for kid in document.children(token))
        if all(_plain_capital(t) for t in words) and not odd and not determined and 2 <= len(words) <= _MAX_NAME_WORDS:
            span = Span(words[0].start, words[-1].end)
            yield Named(span, "Person", document.text[span.start : span.end], None, "model")


def _plain_capital(token: Token) -> bool:
    """A capitalised word that the model sees no entity in."""
    return token.text.istitle() and token.text.isalpha() and not token.ent


@cache
def _human_verbs() -> frozenset[str]:
    return _HUMAN_VERBS | {row["lemma"] for row in read_table("reporting") if row["pos"] == "V"}


def _model_names(
    document: Document, typed_runs: Iterable[_TypedRun], phrases: Iterable[TitlePhrase]
) -> Iterator[Named]:
    titles = {i for phrase in phrases for i in range(phrase.first, phrase.last + 1)}
    for run, typed in typed_runs:
        if typed.kind == PERSON:
            continue
        kept = [token for token in run if token.pos != "DET" or token.i != run[0].i]
        kept = kept[:-1] if kept and kept[-1].tag == "POS" else kept
        if _is_name(document, kept) and not any(token.i in titles for token in kept):
            span = Span(kept[0].start, kept[-1].end)
            name = document.text[span.start : span.end].strip("\"“”'")
            yield Named(span, typed.kind, name, None, "model", score=typed.score)


def _is_name(document: Document, kept: Sequence[Token]) -> bool:
    if not kept or document.sentence_of(kept[0]).heading:
        return False
    if not kept[-1].text[:1].isupper() or any(ch in "()@/" for token in kept for ch in token.text):
        return False
    return not any(token.lower.rstrip(".") in _DOCUMENTS for token in kept) and any(
        token.pos == "PROPN" for token in kept
    )
