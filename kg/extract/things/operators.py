"""Whose an asset is, and of which group: read from the words around it and from who deploys, fires or has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, UNNAMED, Cast, Entity
from kg.extract.things.asset_phrases import prepositions_behind
from kg.language.clauses import governing_verb, logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import SHIPS, Entities
from kg.lexicon.words import scope_words, thing_words

if TYPE_CHECKING:
    from kg.extract.things.assets import AssetDraft


_COUNTS: Final = 3  # nouns between a thing and the deed on it: "the delivery of a batch of crates of rifles"
_HELD: Final = frozenset("held controlled run occupied ruled".split())


def group_assets(document: Document, drafts: list[AssetDraft]) -> None:
    """Aircraft and escorts told of in the sentence of a strike group, or in the next, are part of it."""
    groups = [draft for draft in drafts if draft.type == "StrikeGroup"]
    for group in groups:
        here = document.sentence_of(group.head).number
        for draft in drafts:
            distance = document.sentence_of(draft.head).number - here
            if (
                draft is not group
                and draft.type in SHIPS | {"Aircraft", "AirWing", "Submarine"}
                and 0 <= distance <= 1
                and draft.part_of is None
            ):
                draft.part_of = group.name


def find_operators(document: Document, cast: Cast, drafts: list[AssetDraft], lexicon: Entities) -> None:
    """Set `operator` of each asset that the text tells one of, for the parts of a group the group's."""
    for draft in drafts:
        draft.operator = _owner(document, cast, draft, lexicon)
    by_name = {draft.name: draft for draft in drafts}
    for draft in drafts:
        if draft.operator is None and draft.part_of in by_name:
            draft.operator = by_name[draft.part_of].operator
    by_head = {head.i: draft for draft in drafts for head in draft.heads}
    for draft in drafts:
        draft.operator = draft.operator or _of_platform(document, draft, by_head)


def _owner(document: Document, cast: Cast, draft: AssetDraft, lexicon: Entities) -> str | None:
    prefix = document.tokens_in(draft.span)[0].text
    if prefix in lexicon.ship_prefixes and lexicon.ship_prefixes[prefix][1]:
        iso3 = lexicon.ship_prefixes[prefix][1]
        assert iso3 is not None
        return cast.entity(STATE, lexicon.states.get(iso3, iso3), iso3, known=True).id
    for find in (_possessor, _behind_of, _runner, _holder_of_ground, _thanked, _receiver, _subject_owner):
        for head in draft.heads:
            owner = find(document, cast, head)
            if owner is not None:
                return owner
    return None


def owner_of(cast: Cast, entity: Entity | None) -> str | None:
    """Who has what an entity is said to have: itself, or the body or state that a person serves."""
    if entity is None or not entity.is_actor:
        return None
    if entity.kind != PERSON:
        return None if entity.kind == UNNAMED else entity.id
    state = cast.state(entity.iso3) if entity.iso3 is not None else None
    return state.id if state is not None else entity.member_of


def _possessor(document: Document, cast: Cast, head: Token) -> str | None:
    """As in "Russian drones", "the coalition's jets", "its base"."""
    kids = document.children(head, "poss", "amod", "compound", "nmod")
    nested = [t for kid in kids for t in document.subtree(kid) if t.i < head.i and t.dep != "npadvmod"]
    for token in [*kids, *nested]:
        if _made(document, cast, token) or cast.at(token) is cast.at(head) is not None or _names_it(cast, token):
            continue
        owner = owner_of(cast, cast.at(token)) or _named_by(cast, token)
        if owner is not None:
            return owner
    pronoun = next((kid for kid in kids if kid.lower in ("its", "their") and cast.at(kid) is None), None)
    if pronoun is not None:
        return _last_body(document, cast, pronoun)
    body = cast.at(head)  # "the Chinese Embassy" is a body and its building
    state = cast.state(body.iso3) if body is not None and body.iso3 is not None else None
    return state.id if state is not None else None


def _names_it(cast: Cast, token: Token) -> bool:
    """As in "the Volta prison": a name that nobody else bears is the thing's own."""
    entity = cast.at(token)
    unknown = entity is not None and entity.kind == "Organization" and not entity.known
    return unknown and token.dep in ("compound", "nmod") and not token.text.isupper()


def _last_body(document: Document, cast: Cast, pronoun: Token) -> str | None:
    """As in "according to the mission, 18 of its observers": the body or state named last before, in the sentence."""
    before = [t for t in document.tokens_of(document.sentence_of(pronoun)) if t.i < pronoun.i]
    found = [entity for _, entity in cast.within(before) if entity.kind in ORGANIZATIONS | {STATE}]
    return found[-1].id if found else None


def _named_by(cast: Cast, token: Token) -> str | None:
    """As in "coalition aircraft", "the Mission's base": the body last named by that word."""
    if token.pos not in ("NOUN", "PROPN"):
        return None
    bodies = (entity for entity in cast.entities.values() if entity.kind in ORGANIZATIONS)
    meant = {e.id for e in bodies if any(_ends_in(n.casefold(), token.lower) for n in (e.canonical, *e.names))}
    if not meant:
        return None
    named = (r.entity for r in cast.before(token.start) if r.how in ("name", "acronym"))
    return next((entity for entity in named if entity in meant), None)


def _ends_in(name: str, word: str) -> bool:
    """Whether a body's name ends in a word, or has it before "of", "in" or "for"."""
    return name.endswith(f" {word}") or any(f" {word} {link} " in name for link in ("of", "in", "for"))


def _made(document: Document, cast: Cast, token: Token) -> bool:
    """As in "Iranian-made drones", "US-supplied missiles": who made or gave a thing does not run it."""
    reference = cast.reference_at(token)
    last = document.tokens_in(reference.span)[-1] if reference is not None else token
    following = document.tokens[last.i + 1 : last.i + 3]
    return len(following) == 2 and following[0].text == "-" and following[1].lower in thing_words("making")


def _behind_of(document: Document, cast: Cast, head: Token) -> str | None:
    """As in "warplanes of the coalition", "a destroyer of the navy"."""
    for token in prepositional_objects(document, head, "of"):
        entity = cast.at(token)
        if entity is not None and not (entity.is_place and not entity.is_actor):
            return owner_of(cast, entity)
    return None


def _runner(document: Document, cast: Cast, head: Token) -> str | None:
    """As in "drones flown by", "a ship belonging to", "a base used by"."""
    for verb in document.children(head, "acl", "relcl"):
        if verb.lemma == "belong":
            found = prepositional_objects(document, verb, "to")
        elif verb.lemma in thing_words("running") and is_passive(document, verb):
            found = logical_subjects(document, verb)
        else:
            continue
        for token in found:
            owner = owner_of(cast, cast.at(token))
            if owner is not None:
                return owner
    return None


def _holder_of_ground(document: Document, cast: Cast, head: Token) -> str | None:
    """As in "launchers in rebel-held areas": who holds the ground."""
    above = document.head(head) if head.dep == "conj" else head
    behind = [kid for kid in prepositions_behind(document, above) if kid.lower in ("in", "at", "from", "inside")]
    for place in (t for preposition in behind for t in document.children(preposition, "pobj")):
        for held in document.children(place, "amod"):
            if held.lower in _HELD:
                found = (owner_of(cast, cast.at(kid)) for kid in document.children(held, "npadvmod", "compound"))
                return next((owner for owner in found if owner is not None), None)
    return None


def _thanked(document: Document, cast: Cast, head: Token) -> str | None:
    """As in "thanked Denmark for the jets": who gave them."""
    above = document.head(head)
    verb = document.head(above)
    if above.lower != "for" or verb.lemma not in ("thank", "praise"):
        return None
    found = (owner_of(cast, cast.at(token)) for token in logical_objects(document, verb))
    return next((owner for owner in found if owner is not None), None)


def _of_platform(document: Document, draft: AssetDraft, by_head: Mapping[int, AssetDraft]) -> str | None:
    """As in "jets from the carrier X", "missiles launched from the destroyer Y": whose the ship is."""
    for head in draft.heads:
        by = document.head(head)
        carried = document.head(by) if by.dep == "agent" else head  # "carried out by jets from the carrier X"
        launched = [
            head,
            carried,
            *(kid for kid in document.children(head, "acl") if kid.lemma in thing_words("launching")),
        ]
        for above in launched:
            behind = prepositional_objects(document, above, "from") + prepositional_objects(document, above, "aboard")
            for token in behind + _carrier(document, head):
                platform = by_head.get(token.i)
                if platform is not None and platform is not draft and platform.operator is not None:
                    return platform.operator
    return None


def _carrier(document: Document, head: Token) -> list[Token]:
    """As in "the USS X, with 2,000 marines embarked", "the USS X, carrying 40 jets": the ship."""
    verb = document.head(head)
    aboard = verb.lemma in thing_words("launching") and head.dep in ("nsubj", "nsubjpass", "dobj")
    ship = document.head(verb)
    return [ship, *document.children(ship, "appos")] if aboard and verb.dep in ("relcl", "acl", "advcl") else []


def _receiver(document: Document, cast: Cast, head: Token) -> str | None:
    """As in "sold six jets to Kenya", "the delivery of rockets to the army", "drones for the mission"."""
    deed = _giving(document, head)
    if deed is None:
        return None
    behind = prepositional_objects(document, deed, "to") + prepositional_objects(document, head, "to")
    given = [*behind, *document.children(deed, "dative"), *prepositional_objects(document, head, "for")]
    found = (owner_of(cast, cast.at(token)) for token in given)
    return next((owner for owner in found if owner is not None), None)


def _giving(document: Document, head: Token) -> Token | None:
    """The verb or noun of giving that a thing is the object of, past what counts it ("a battery of missiles")."""
    for _ in range(_COUNTS):
        above = document.head(head)
        if above.lower != "of" or head.dep != "pobj":
            break
        if document.head(above).lemma in thing_words("giving"):
            return document.head(above)
        head = document.head(above)
    verb = governing_verb(document, head)
    given = verb is not None and verb.lemma in thing_words("giving")
    return verb if given and verb is not None and head.i in {t.i for t in logical_objects(document, verb)} else None


def _subject_owner(document: Document, cast: Cast, head: Token) -> str | None:
    """Who deploys, fires, activates or has the thing: the subject of its verb."""
    head = _counted_by(document, head)
    verb = governing_verb(document, head)
    if verb is None:
        return None
    if verb.lemma == "sell" or document.child(verb, "dative") is not None:
        return None  # somebody has it whom the text calls by another word
    hostile = verb.lemma in scope_words("against a thing") or _shot_down(document, verb)
    done_to = head.i in {t.i for t in logical_objects(document, verb)}
    first = head
    while first.dep == "conj" and document.head(first).pos in ("NOUN", "PROPN"):
        first = document.head(first)
    direct = (done_to and not hostile) or document.head(first).lower in ("with", "including")
    for subject in logical_subjects(document, verb) if direct else ():
        owner = owner_of(cast, cast.at(subject)) or _capital(cast, subject) or _of_side(document, cast, subject)
        if owner is not None:
            return owner
    return None


def _counted_by(document: Document, head: Token) -> Token:
    """The noun that counts a thing: "columns" of "several columns of armed vehicles"."""
    above = document.head(head)
    counts = head.dep == "pobj" and above.lower == "of" and document.head(above).lemma in thing_words("counting")
    return document.head(above) if counts else head


def _capital(cast: Cast, subject: Token) -> str | None:
    """As in "Khartoum sent tanks": the state of a town that acts."""
    town = cast.at(subject)
    if town is None or town.kind != "Settlement" or town.iso3 is None or subject.dep != "nsubj":
        return None
    state = cast.state(town.iso3)
    return state.id if state is not None else None


def _of_side(document: Document, cast: Cast, subject: Token) -> str | None:
    """As in "Ethiopian gunners fired mortars", "the Kenyan side responded with artillery"."""
    if cast.at(subject) is not None:
        return None
    kids = document.children(subject, "amod", "poss", "compound", "nmod")
    found = (owner_of(cast, cast.at(kid)) for kid in kids)
    return next((owner for owner in found if owner is not None), None)


def _shot_down(document: Document, verb: Token) -> bool:
    """As in "shot down a drone", "blew up the bridge": the thing is another's."""
    particles = {kid.lower for kid in document.children(verb, "prt")}
    return (verb.lemma, "down") in {(v, p) for v in ("shoot", "bring", "take") for p in particles} or (
        verb.lemma in ("blow", "take", "knock") and bool(particles & {"up", "out"})
    )
