"""Find the names in a document: gazetteer and patterns first, the model's entities after them.

Gives non-overlapping `Named` spans in text order. A longer or surer source wins over a shorter or less
sure one: "USS Michael Murphy" is a ship though the model sees a person, "Israel Defense Forces" is a
force and not a state. Nothing here decides who is the same as whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import DataError
from kg.extract.names.company_names import company_names
from kg.extract.names.delegates import find_delegates
from kg.extract.names.name_hints import hinted
from kg.extract.names.named import NO_NAMES, OPENING, Named, TypedRun, over
from kg.extract.names.organizations import OrganizationName, find_organizations
from kg.extract.names.person_names import (
    famous_persons,
    forms_of_address,
    initialed_persons,
    model_persons,
    ranked_persons,
    unseen_persons,
    with_surnames,
)
from kg.extract.names.ship_names import ship_names
from kg.extract.names.typer import Candidate, EntityTyper, LabelTyper
from kg.extract.offices.title_phrases import FIELDS, TitlePhrase
from kg.extract.reference.cast import ACTORS, PERSON, PLACES
from kg.language.document import Document, Sentence, Token, joined
from kg.lexicon.entities import Entities, Name, plain
from kg.lexicon.holders import Holders
from kg.model import Span

_SERIES = re.compile(r"(?P<letters>[A-Z][A-Za-z]{0,9})-\d{1,4}[A-Za-z]{0,4}\d?s?(?![\w-])")  # "MiG-35", "Mi-35M"
_CAMP = re.compile(r"Camp (?P<name>[A-Z][\w-]+)(?: (?:Hill|Bay|Lake|[A-Z][a-z]+ Hill))?")  # "Camp Doha"
_SHORT_WORD = 4  # letters up to which the last word of a type is no name of its own
_NO_CAMPS = frozenset({"David"})  # where presidents rest and hold talks
_MADE = frozenset({"Aircraft", "Drone", "Missile", "ArmouredVehicle", "Artillery", "AirDefence"})
_OFFICE_WORDS = 5  # back from a field to the "of" of its office: "of the Treasury for"
_NOT_ALONE = frozenset(
    """
    security customs immigration command headquarters joint defence defense intelligence interior foreign finance
    information trade press media staff
    """.split()
)  # capitals of longer names that the model has cut
_OF_CONTEXT = frozenset({"foreign office", "ministry of foreign affairs", "ministry of external affairs"})
"""Bodies whose state the context tells (`kg.extract.reference.bodies`)."""
_PLACE_KINDS = frozenset({"State", "DeFacto", "Settlement", "Territory", "Region"})


def find_names(
    document: Document,
    phrases: Sequence[TitlePhrase],
    lexicon: Entities,
    typer: EntityTyper | None = None,
    holders: Holders | None = None,
) -> tuple[Named, ...]:
    """All names of the document in order, none overlapping another; its title phrases are no names of the model's.

    Without a typer the model's labels decide what kind of thing a name of the model's is; `holders` are persons
    known by their full names.
    """
    text = plain(document.text)
    known = list(_gazetteer(document, text, lexicon))
    typed = _typed_runs(document, typer or LabelTyper(lexicon))
    famous = list(famous_persons(document, holders, lexicon)) if holders is not None else []
    address = forms_of_address(document, lexicon)
    model = model_persons(document, typed, phrases, known, address, lexicon)
    seen = famous + [p for p in model if not _covered_by_known(p, known) and not any(over(famous, p.span))]
    seen.sort(key=lambda named: named.span)
    persons = list(with_surnames(document, seen, known))
    sources: Sequence[Iterable[Named]] = (
        find_delegates(document, lexicon),
        ship_names(document, known_spans(known), lexicon),
        (n for n in company_names(document) if not _within_known(n.span, known)),
        (n for n in _asset_names(document, text, lexicon) if not _within_known(n.span, known)),
        (
            _organization(n)
            for n in find_organizations(document, known_spans(known), lexicon, phrases)
            if not _within_known(n.span, known) and not _cuts_title(document, n, phrases)
        ),
        _outer(known, persons),
        persons,
        _model_names(document, phrases, typed, address, lexicon),
        ranked_persons(document, address, lexicon),
        initialed_persons(document, lexicon),
        unseen_persons(document, lexicon),
    )
    taken: list[Named] = []
    covered = bytearray(len(text))
    for source in sources:
        for named in source:
            here = slice(named.span.start, named.span.end)
            if not any(covered[here]):
                covered[here] = b"\x01" * (named.span.end - named.span.start)
                taken.append(named)
    return hinted(document, sorted(taken, key=lambda named: named.span), lexicon)


def _within_known(span: Span, known: Sequence[Named]) -> bool:
    """Whether the gazetteer has the whole of a pattern's words, or more, as one name ("Liaoning province")."""
    return any(other.span.contains(span) for other in over(known, span))


def _cuts_title(document: Document, name: OrganizationName, phrases: Sequence[TitlePhrase]) -> bool:
    """As in "Pentagon Press" of "Pentagon Press Secretary": media by a word of a title, or the field of an office."""
    inside = document.tokens_in(name.span)
    titles = {i for p in phrases for i in range(p.first, p.last + 1)}
    if name.owner is None and inside[-1].lower in FIELDS and _is_field(document, inside[0].i, titles):
        return True
    media = name.kind == "MediaOrganization" or inside[-1].lower == "cabinet"  # "Foreign Affairs Cabinet Secretary"
    return media and any(p.first <= inside[-1].i < p.last for p in phrases)


def known_spans(known: Iterable[Named]) -> dict[int, Named]:
    """Gazetteer names by the offset where they begin."""
    return {named.span.start: named for named in known}


def _gazetteer(document: Document, text: str, lexicon: Entities) -> Iterator[Named]:
    end = -1
    for token in document.tokens:
        if token.start < end:
            continue
        best = _best(list(lexicon.names.at(text, token.start)), token, document)
        if best is not None and not _runs_on(document, token, best):
            end = _with_force_word(document, token.start + len(best.text), best)
            kind = _made_thing(document, end, lexicon) if best.kind == "Company" else None
            if kind is not None:
                yield Named(Span(token.start, end), kind, best.canonical, None, "name")
            else:
                yield Named(Span(token.start, end), best.kind, best.canonical, best.iso3, best.via)


def _made_thing(document: Document, end: int, lexicon: Entities) -> str | None:
    """As in "a Boeing jet", "an Antonov aircraft": what the maker's name before it is short for."""
    following = document.tokens_in(Span(end, end + 2))
    term = lexicon.assets.get(following[-1].lemma) if following else None
    return term.type if term is not None and term.type in _MADE else None


def _runs_on(document: Document, token: Token, name: Name) -> bool:
    """Whether a square or building is but the first word of a longer name ("Maidan Shahr")."""
    following = document.tokens_in(Span(token.start + len(name.text), token.start + len(name.text) + 2))
    after = following[-1] if following else None
    return name.kind == "Site" and after is not None and token.head == after.i and after.text.istitle()


def _with_force_word(document: Document, end: int, name: Name) -> int:
    """As in "Russian military forces" is the Russian military."""
    following = document.tokens_in(Span(end, end + 2))
    if name.kind == "ArmedForce" and following and following[-1].lower in ("forces", "troops", "units"):
        return following[-1].end
    return end


def _best(candidates: Sequence[Name], token: Token, document: Document) -> Name | None:
    longest = [name for name in candidates if len(name.text) == len(candidates[0].text)]
    if not longest:
        return None
    if token.i and document.tokens[token.i - 1].pos == "PROPN" and document.tokens[token.i - 1].dep == "compound":
        longest.sort(key=lambda name: name.via != "name")
    return min(longest, key=lambda name: (_RANK.index(name.via), name.kind not in ("State", "Territory", "DeFacto")))


_RANK = ("name", "alias", "capital", "adjective", "people")


def _covered_by_known(person: Named, known: Sequence[Named]) -> bool:
    """Whether the gazetteer knows this span, or a longer one, as something else."""
    return any(other.span.contains(person.span) and other.via != "people" for other in over(known, person.span))


def _outer(known: Sequence[Named], persons: Sequence[Named]) -> Iterator[Named]:
    """Gazetteer names that are not part of a longer person's name ("Jordan" in "Vernon Jordan", "Al-Fateh Haddad")."""
    for named in known:
        inside = [p for p in over(persons, named.span) if p.span.contains(named.span) and p.span != named.span]
        surname = any(p.span.end == named.span.end for p in inside) and " " not in named.canonical
        early = named.via == "alias" and any(p.span.end > named.span.end for p in inside)
        if not inside or named.via == "adjective" or not (surname or early or named.kind in _PLACE_KINDS):
            yield named


def _asset_names(document: Document, text: str, lexicon: Entities) -> Iterator[Named]:
    """Named types of material; further on by their last word too ("the P-8A Poseidon ... the Poseidon")."""
    found = list(_material(document, text, lexicon))
    yield from found
    called = {n.canonical.split()[-1].removesuffix("s"): n for n in found if n.via == "name" and " " in n.canonical}
    for token in document.tokens:
        named = called.get(token.text.removesuffix("s")) if len(token.text) > _SHORT_WORD else None
        if named is not None and token.text.istitle() and token.start > named.span.end:
            yield Named(Span(token.start, token.end), named.kind, named.canonical, None, "name")


def _material(document: Document, text: str, lexicon: Entities) -> Iterator[Named]:
    end = -1
    for token in document.tokens:
        name = next(lexicon.asset_names.at(text, token.start), None) if token.start >= end else None
        if name is not None:
            end = token.start + len(name.text)
            yield Named(Span(token.start, end), name.kind, name.canonical, None, "name")
            continue
        camp = _CAMP.match(text, token.start) if token.start >= end and token.text == "Camp" else None
        if camp is not None and camp["name"] not in _NO_CAMPS:
            end = camp.end()
            yield Named(Span(token.start, end), "Base", camp.group(0), None, "name")
            continue
        series = _SERIES.match(text, token.start) if token.start >= end and token.text[:1].isupper() else None
        if series is not None and series["letters"] in lexicon.asset_series:
            end = series.end()
            yield Named(Span(token.start, end), lexicon.asset_series[series["letters"]], series.group(0), None, "name")


def _organization(name: OrganizationName) -> Named:
    return Named(name.span, name.kind, name.canonical, name.iso3, "pattern", name.owner)


def _typed_runs(document: Document, typer: EntityTyper) -> list[TypedRun]:
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
        if run and (token.ent != run[0].ent or (token.ent_start and not _one_name(run[-1], token))):
            yield run
            run = []
        if token.ent:
            run.append(token)
    if run:
        yield run


def _one_name(token: Token, following: Token) -> bool:
    """As in "the writer Jamal Haddad", where the model sees two places: the first describes the second."""
    return token.dep == "compound" and token.head == following.i and token.text.istitle() and following.text.istitle()


def _model_names(
    document: Document,
    phrases: Iterable[TitlePhrase],
    typed_runs: Iterable[TypedRun],
    address: set[int],
    lexicon: Entities,
) -> Iterator[Named]:
    titles = {i for phrase in phrases for i in range(phrase.first, phrase.last + 1)}
    for run, typed in typed_runs:
        if typed.kind == PERSON:
            continue
        kept = [token for token in run if token.i != run[0].i or not (token.pos == "DET" or token.lower in OPENING)]
        kept = kept[:-1] if kept and kept[-1].tag == "POS" else kept
        addressed = all(token.i in address for token in kept)
        field = bool(kept) and kept[-1].lower not in lexicon.org_heads and _is_field(document, kept[0].i, titles)
        short = bool(kept) and _abbreviates(document, kept[0], titles)
        bare = joined(t.lower for t in kept) in _OF_CONTEXT and document.tokens[kept[0].i - 1].lower == "the"
        if short or bare or not _is_name(document, kept) or addressed or field:
            continue
        if not any(token.i in titles for token in kept):
            span = Span(kept[0].start, kept[-1].end)
            name = document.text[span.start : span.end].strip("\"“”'")
            yield Named(span, typed.kind, name, None, "model", score=typed.score)


def _abbreviates(document: Document, token: Token, titles: set[int]) -> bool:
    """As in "External Affairs Minister (EAM)": the short form of the title before it, and no body."""
    bracketed = [t.text for t in document.tokens[max(token.i - 1, 0) : token.i + 2]]
    return bracketed[:1] == ["("] and bracketed[-1:] == [")"] and token.i - 2 in titles


def _is_field(document: Document, first: int, titles: set[int]) -> bool:
    """As in "Under Secretary (of the Treasury) for Financial Intelligence": what an office is for, and no body."""
    if first < 2 or document.tokens[first - 1].lower != "for":
        return False
    of = next((i for i in range(first - 2, max(first - _OFFICE_WORDS, 0), -1) if document.tokens[i].lower == "of"), 0)
    return first - 2 in titles or (of > 0 and of - 1 in titles)


def _is_name(document: Document, kept: Sequence[Token]) -> bool:
    if not kept or document.sentence_of(kept[0]).heading:
        return False
    if not kept[-1].text[:1].isupper() or any(ch in "()@/" for token in kept for ch in token.text):
        return False
    if len(kept) == 1 and kept[0].lower in _NOT_ALONE:
        return False
    return not any(token.lower.rstrip(".") in NO_NAMES for token in kept) and any(
        token.pos == "PROPN" for token in kept
    )
