"""From names to entities: who is the same as whom by name alone, within one article.

Gazetteer names go to their one entity; a person's shorter name to the one longer name it is part of; an
acronym to the name it stands behind in parentheses; a body named with its state ("Russian Foreign
Ministry", "Russia's foreign ministry") to one body. Refuses rather than guesses: a surname that two
persons share goes to the one named last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from kg.extract.names.named import Named
from kg.extract.reference.cast import DE_FACTO, ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities, plain
from kg.model import Span

_PARENTHESIS = re.compile(r"\s*[“\"]?\s*\(([^()]{2,90})\)")
_SPLIT = re.compile(r"\s+[-–—]\s+|\s+or\s+|;\s*|,\s*(?:or|known as)\s+")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.+-]{1,11}$")
_OF_STATES = frozenset({"Government", "GovernmentBody", "Legislature", "ArmedForce"})
_SHARED_WORDS = 0.6  # of the words of two names that are one body's; "Ministry of State Security" is no other MSS
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})


def gather_entities(document: Document, names: Sequence[Named], lexicon: Entities) -> Cast:
    """The cast of the article with every name referring to its entity."""
    cast = Cast(document)
    persons = [named for named in names if named.kind == PERSON]
    surnames = {_parts(named.canonical)[-1] for named in persons if len(_parts(named.canonical)) > 1}
    for named in names:
        if named.kind != PERSON and named.via == "model" and named.canonical in surnames:
            persons.append(named)
        elif named.kind != PERSON:
            _refer_named(cast, named, lexicon)
    gather_persons(cast, persons)
    _refer_surnames(cast)
    _define_acronyms(document, cast)
    return cast


def _refer_named(cast: Cast, named: Named, lexicon: Entities) -> None:
    known = named.via not in ("pattern", "model")
    kind = STATE if named.kind == DE_FACTO else named.kind
    entity = cast.entity(kind, _canonical(cast, named, lexicon), named.iso3, known=known)
    if named.kind == DE_FACTO and named.iso3 is not None:
        entity.part_of = cast.entity(STATE, lexicon.states[named.iso3], named.iso3, known=True).id
    entity.rated = max(entity.rated, (named.score, named.kind))
    bare = _bare(cast.document, named, lexicon)
    if bare is not None:
        entity.names[bare] += 1
    how = named.via if named.via in ("adjective", "people") else "name"
    cast.refer(named.span, entity, how)
    if named.owner is not None and kind in ORGANIZATIONS and named.iso3 is not None and entity.part_of is None:
        owner = cast.entity(STATE, lexicon.states.get(named.iso3, named.iso3), named.iso3, known=True)
        entity.part_of = owner.id
        if not named.span.contains(named.owner) and _of_state(cast.document, named, lexicon):
            cast.refer(named.owner, owner, "name")


def _canonical(cast: Cast, named: Named, lexicon: Entities) -> str:
    """One name for a body however its state is said: "Iran's foreign ministry" is the "Iranian foreign ministry"."""
    if named.via != "pattern" or named.owner is None or named.iso3 is None:
        return plain(named.canonical)
    if not _of_state(cast.document, named, lexicon, (STATE,)):
        return _of_territory(cast.document, named)
    bare = _own_words(cast.document, named)
    if named.kind not in _OF_STATES and bare[:1].isupper() and _named_after(cast.document, named):
        return plain(named.canonical)
    adjective = next((a for a, state in lexicon.adjectives.items() if lexicon.states.get(named.iso3) == state), None)
    return f"{adjective} {bare}" if adjective and not re.search(r"\b(?:of|for)\b", bare) else plain(named.canonical)


def _named_after(document: Document, named: Named) -> bool:
    """As in "the Gabon Democratic Party": the state's own name is a part of the name, which nobody says otherwise."""
    owner = named.owner
    assert owner is not None
    return named.span.contains(owner) and document.text[owner.end : owner.end + 1] == " "


def _bare(document: Document, named: Named, lexicon: Entities) -> str | None:
    """What a body is called in its own state: "Supreme Court" of "Ghana's Supreme Court"; None for one plain word."""
    if named.via != "pattern" or not _of_state(document, named, lexicon, (STATE,)):
        return None
    bare = _own_words(document, named)
    return bare if bare[:1].isupper() and " " in bare else None


def _of_state(document: Document, named: Named, lexicon: Entities, kinds: tuple[str, ...] = (STATE, DE_FACTO)) -> bool:
    """Whether the owner of a body is a state, and not a part of one: the University of Texas is no "American" one."""
    if named.owner is None or named.iso3 is None:
        return False
    words = plain(document.text[named.owner.start : named.owner.end])
    return any(name.text == words and name.kind in kinds for name in lexicon.names.at(words, 0))


def _of_territory(document: Document, named: Named) -> str:
    """As it is written, without a possessive ending: "Hong Kong's government" is the "Hong Kong government"."""
    owner = named.owner
    assert owner is not None
    if owner.start > named.span.start:
        return plain(named.canonical)
    return f"{plain(document.text[owner.start : owner.end])} {_without_owner(document, named)}"


def _own_words(document: Document, named: Named) -> str:
    """The words of a body's name without its state and article."""
    return re.sub(r"^the\s+", "", _without_owner(document, named), flags=re.IGNORECASE)


def _without_owner(document: Document, named: Named) -> str:
    text, span, owner = document.text, named.span, named.owner
    assert owner is not None
    if not span.contains(owner):
        return plain(" ".join(text[span.start : span.end].split()))
    before, after = text[span.start : owner.start].strip(), text[owner.end : span.end].strip()
    after = re.sub(r"^['’]s?\s+", "", after)
    before = re.sub(r"\s+(?:of|for)(?:\s+the)?$", "", before)
    return plain(" ".join(f"{before} {after}".split()))


def gather_persons(cast: Cast, names: Iterable[Named]) -> None:
    """Refer every person's name to one entity a person; longer names first, then the parts of them."""
    listed = sorted(names, key=lambda named: named.span)
    full = sorted(
        (n for n in listed if len(_parts(n.canonical)) > 1), key=lambda n: (-len(_parts(n.canonical)), n.span)
    )
    for named in full:
        _refer_person(cast, named, _same_person(cast, named))
    for named in listed:
        if len(_parts(named.canonical)) == 1:
            _refer_person(cast, named, person_named(cast, named.canonical, named.span.start))


def _refer_person(cast: Cast, named: Named, known: Entity | None) -> None:
    person = known or cast.entity(PERSON, plain(named.canonical))
    person.rated = max(person.rated, (named.score, named.kind))
    cast.refer(named.span, person, "name")


def _refer_surnames(cast: Cast) -> None:
    """Surnames that the model missed: a capital word, alone, that ends the name of a person of the article."""
    surnames = {
        _parts(e.canonical)[-1] for e in cast.entities.values() if e.kind == PERSON and len(_parts(e.canonical)) > 1
    }
    tokens = cast.document.tokens
    for token in tokens:
        if token.text in surnames and token.text[:1].isupper() and cast.reference_at(token) is None:
            beside = [tokens[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(tokens)]
            person = person_named(cast, token.text, token.start)
            if person is not None and not any(t.pos == "PROPN" and cast.reference_at(t) is None for t in beside):
                cast.refer(Span(token.start, token.end), person, "name")


def unite_surnames(cast: Cast) -> None:
    """A single name that the model alone has seen is the person whose longer name, found since, has it at its end.

    Where no name ends in it, it may be a second name: "Faki" of "Moussa Faki Mahamat".
    """
    full = [e for e in cast.entities.values() if e.kind == PERSON and len(_parts(e.canonical)) > 1]
    by_surname: dict[str, list[Entity]] = {}
    for person in full:
        by_surname.setdefault(_folded(_parts(person.canonical)[-1]), []).append(person)
    for entity in list(cast.entities.values()):
        guessed = not entity.known and entity.kind in ("Organization", "Settlement", "Site", PERSON)
        if not guessed or len(entity.canonical.split()) > 1:
            continue
        name = _folded(entity.canonical)
        persons = by_surname.get(name) or [p for p in full if name in map(_folded, _parts(p.canonical)[1:-1])]
        if len(persons) == 1:
            cast.merge(persons[0], entity)
    _refer_surnames(cast)


def unite_bodies(document: Document, cast: Cast) -> None:
    """Bodies that the article tells of by two names: in apposition, or by the beginning of the longer one.

    "Ghana's spy agency, the GIA" and "the GIA, Ghana's spy agency"; "the Transitional Council" after "the
    Transitional Council of Ghana".
    """
    for reference in list(cast.references()):
        head = document.head_of_span(reference.span)
        if head is None or head.dep != "appos" or reference.how not in ("name", "acronym"):
            continue
        one, other = cast.at(document.head(head)), cast.entities.get(reference.entity)
        if one is not None and other is not None and _one_body(one, other):
            kept, gone = (one, other) if _is_described(other) else (other, one)
            cast.merge(kept, gone)
    _unite_beginnings(cast)
    _unite_last_words(cast)


def _one_body(one: Entity, other: Entity) -> bool:
    """Whether of two bodies side by side just one is only described, and both may be of one state."""
    bodies = one.kind in ORGANIZATIONS and other.kind in ORGANIZATIONS and one.id != other.id
    described = [entity for entity in (one, other) if _is_described(entity)]
    states = {one.iso3, other.iso3} - {None}
    return bodies and len(described) == 1 and described[0].iso3 is not None and len(states) == 1


def _is_described(entity: Entity) -> bool:
    return not entity.known and entity.canonical.split()[-1].islower()


def _unite_beginnings(cast: Cast) -> None:
    """A body called by the words of its name before "of" or "for"."""
    bodies = [e for e in cast.entities.values() if e.kind in ORGANIZATIONS and not e.known]
    by_start: dict[str, list[Entity]] = {}
    for entity in bodies:
        start = re.split(r" (?:of|for|in) ", entity.canonical.casefold(), maxsplit=1)[0]
        if start != entity.canonical.casefold() and " " in start:
            by_start.setdefault(start, []).append(entity)
    for entity in bodies:
        longer = by_start.get(entity.canonical.casefold(), [])
        if len(longer) == 1 and entity.iso3 in (None, longer[0].iso3):
            cast.merge(longer[0], entity)


def _unite_last_words(cast: Cast) -> None:
    """A body called by the last word of one longer name alone: "the Brotherhood", after "the Muslim Brotherhood"."""
    bodies = [e for e in cast.entities.values() if e.kind in ORGANIZATIONS]
    for entity in [e for e in bodies if not e.known and " " not in e.canonical and e.canonical.istitle()]:
        longer = [e for e in bodies if e.canonical.split()[-1] == entity.canonical and e.id != entity.id]
        if len(longer) == 1 and entity.iso3 in (None, longer[0].iso3):
            cast.merge(longer[0], entity)


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s]+", plain(name)) if part and part.rstrip(".").lower() not in _GENERATIONS]


def _same_person(cast: Cast, named: Named) -> Entity | None:
    """A person already there whose longer name holds first and last part of this one."""
    parts = [_folded(part) for part in _parts(named.canonical)]
    for entity in cast.entities.values():
        if entity.kind == PERSON:
            other = [_folded(part) for part in _parts(entity.canonical)]
            if parts[-1] == other[-1] and parts[0] == other[0]:
                return entity
    return None


def person_named(cast: Cast, surname: str, offset: int) -> Entity | None:
    """The person whose longer name has `surname` as last (else first) part; the nearest before `offset` of several."""
    wanted = _folded(surname)
    persons = [e for e in cast.entities.values() if e.kind == PERSON and len(_parts(e.canonical)) > 1]
    for position in (-1, 0):
        matching = [e for e in persons if wanted in _ends(_parts(e.canonical)[position])]
        if matching:
            return min(matching, key=lambda e: _distance(cast, e, offset))
    inner = [e for e in persons if wanted in (_folded(part) for part in _parts(e.canonical)[1:-1])]
    return inner[0] if len(inner) == 1 else None


def _ends(part: str) -> tuple[str, ...]:
    """A part of a name, and the last piece of a double name: "Arroyo" of "Macapagal-Arroyo"."""
    folded = _folded(part)
    return (folded, folded.rsplit("-", 1)[-1])


def _folded(part: str) -> str:
    """A part of a name in small letters without accents and stops: "Chavez" is "Chávez"."""
    letters = unicodedata.normalize("NFKD", part.rstrip(".").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _distance(cast: Cast, entity: Entity, offset: int) -> tuple[int, str]:
    spots = [offset - start for start in cast.spots(entity)]
    earlier = [spot for spot in spots if spot >= 0]
    return (min(earlier) if earlier else 10**9 + min((-s for s in spots), default=0), entity.id)


def _define_acronyms(document: Document, cast: Cast) -> None:
    """Names in parentheses after a name are its aliases, here and further on."""
    for reference in cast.references():
        if reference.how not in ("name", "acronym"):
            continue
        entity = cast.entities.get(reference.entity)
        found = _PARENTHESIS.match(document.text, reference.span.end)
        if entity is None or found is None or not (entity.is_actor and entity.kind != PERSON):
            continue
        for alias, span in _aliases(found):
            if entity.kind == STATE and alias[:1] != document.text[reference.span.start]:
                continue  # "the Training Mission in Mali (EUTM)"
            if _ACRONYM.match(alias) or (len(alias.split()) > 1 and alias[0].isupper()):
                _alias(document, cast, entity, alias, span)


def _aliases(found: re.Match[str]) -> list[tuple[str, Span]]:
    inside, start = found.group(1), found.start(1)
    pieces: list[tuple[str, Span]] = []
    at = 0
    for piece in _SPLIT.split(inside):
        where = inside.index(piece, at)
        at = where + len(piece)
        if piece.strip():
            pieces.append((piece.strip(), Span(start + where, start + where + len(piece))))
    return pieces


def _alias(document: Document, cast: Cast, entity: Entity, alias: str, span: Span) -> None:
    for reference, other in cast.within(document.tokens_in(span)):
        if span.contains(reference.span) and other.id != entity.id and not other.known and other.id in cast.entities:
            cast.merge(entity, other)
        elif reference.span == span and other.id != entity.id and other.kind in ORGANIZATIONS:
            if not entity.known and _alike(other.canonical, entity.canonical):
                cast.merge(other, entity)
                return
            cast.reassign(reference, entity)
    cast.refer(span, entity, "acronym")
    entity.names[alias] += 1
    if not _ACRONYM.match(alias):
        return
    for token in document.tokens:
        if token.text == alias and token.start > span.start:
            _refer_acronym(cast, entity, token)


def _alike(known: str, name: str) -> bool:
    """Whether a body that an acronym is known for is the one that the article names with it."""
    one, other = ({w for w in re.findall(r"\w+", text.casefold()) if len(w) > 3} for text in (known, name))
    return " " not in known or 2 * len(one & other) >= _SHARED_WORDS * (len(one) + len(other))


def _refer_acronym(cast: Cast, entity: Entity, token: Token) -> None:
    """An acronym means what the article says it means, whatever else it is known for."""
    reference = cast.reference_at(token)
    if reference is None:
        cast.refer(Span(token.start, token.end), entity, "acronym")
        return
    other = cast.entities[reference.entity]
    if other.id == entity.id:
        return
    if reference.span == Span(token.start, token.end):
        cast.reassign(reference, entity)
    elif not other.known:
        cast.merge(entity, other)
