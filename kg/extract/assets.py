"""Find material and facilities: what the article names or counts, with operator, number and group.

Named things (ships, types of aircraft and missiles) come from `kg.extract.names`; common ones ("three
destroyers", "a command bunker") from the asset lexicon. Words that need a military context ("building",
"vessel") count only with an operator, a number or a military word beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extract.cast import DE_FACTO, ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.extract.named import Named
from kg.language.clauses import governing_verb, logical_objects, logical_subjects, prepositional_objects
from kg.language.document import Document, Token, joined
from kg.lexicon.entities import AssetTerm, Entities
from kg.lexicon.scopes import scope_words
from kg.model import Span

_NUMBERS = {
    w: k
    for k, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"dozen": 12}
_SHIPS = frozenset({"Vessel", "Warship", "AircraftCarrier", "Destroyer", "Submarine"})
_SHIP_NOUNS = {
    "carrier": "AircraftCarrier",
    "destroyer": "Destroyer",
    "submarine": "Submarine",
    "frigate": "Warship",
    "cruiser": "Warship",
}
_MILITARY = frozenset(
    """
    military government army naval navy air missile weapon nuclear defense defence security command intelligence
    strike enemy armed warship underground diplomatic state
    """.split()
)
_PLACED = frozenset({"DiplomaticMission", "NuclearFacility", "Base"})
_MODIFIES = frozenset({"compound", "amod", "nmod", "poss"})
_UNREAL = frozenset("no any such other one each every further additional".split())
_MAX_TERM_TOKENS = 7  # "surface-to-air missile system"
_STORES = frozenset("stockpile arsenal cache stock supply store inventory".split())
_MATERIAL = frozenset(
    """
    weapon arm missile rocket drone ammunition munition explosive shell bomb mine uranium plutonium warhead agent gas
    sarin launcher rifle grenade mortar
    """.split()
)
_COUNTED = frozenset({"Troops"})


@dataclass(slots=True)
class AssetDraft:
    """An asset as found: `mentions` are its spans, `head` the token of the first."""

    id: str
    type: str
    name: str
    head: Token
    span: Span
    quantity: int | None = None
    operator: str | None = None
    part_of: str | None = None
    named: bool = False
    mentions: list[Span] = field(default_factory=list)


def find_assets(document: Document, cast: Cast, names: Sequence[Named], lexicon: Entities) -> list[AssetDraft]:
    """All assets in text order; repeated mentions of one thing are one asset."""
    drafts: list[AssetDraft] = []
    asset_names = [
        named for named in names if named.kind not in ORGANIZATIONS | {PERSON, STATE} and _is_asset_kind(named.kind)
    ]
    for named in asset_names:
        _add_named(document, drafts, named, lexicon)
    covered = {t.i for draft in drafts for span in draft.mentions for t in document.tokens_in(span)}
    for token in document.tokens:
        if token.i not in covered:
            _add_common(document, cast, drafts, token, lexicon)
    drafts.sort(key=lambda draft: draft.span)
    _group(document, drafts)
    _operate(document, cast, drafts, lexicon)
    return [replace(draft, id=f"s{k}") for k, draft in enumerate(drafts)]


def _is_asset_kind(kind: str) -> bool:
    return kind not in {
        DE_FACTO,
        "Settlement",
        "WaterBody",
        "Region",
        "Site",
        "Territory",
        "PopulationGroup",
        "UnnamedSource",
    }


# --- named things


def _add_named(document: Document, drafts: list[AssetDraft], named: Named, lexicon: Entities) -> None:
    span, head = _widened(document, named.span, lexicon)
    name = " ".join(document.text[span.start : span.end].split())
    known = next(
        (
            d
            for d in drafts
            if d.named
            and (d.name == name or name.endswith(f" {d.name}") or d.name.endswith(f" {name}"))
            and not _is_group(d, name)
        ),
        None,
    )
    group = _group_after(document, named.span)
    if group is not None:
        group_span = Span(span.start, group.end)
        text = " ".join(document.text[group_span.start : group_span.end].split())
        drafts.append(AssetDraft("", "StrikeGroup", text, group, group_span, 1, named=True, mentions=[group_span]))
        span = named.span
        name = " ".join(document.text[span.start : span.end].split())
    if known is not None:
        known.mentions.append(span)
        return
    kind = _ship_kind(document, named) if named.kind in _SHIPS else named.kind
    drafts.append(
        AssetDraft("", kind, name, head, span, _number_of(document, named, head, span), named=True, mentions=[span])
    )


def _number_of(document: Document, named: Named, head: Token, span: Span) -> int | None:
    """How many of a named thing: one of a ship, else the number before the name ("six ATACMS missiles")."""
    if named.kind in _SHIPS:
        return 1
    counted = any(kid.dep == "nummod" and kid.start < span.start for kid in document.children(head))
    return _quantity(document, head, head) if counted else None


def _is_group(draft: AssetDraft, name: str) -> bool:
    return draft.type == "StrikeGroup" and name != draft.name


def _widened(document: Document, span: Span, lexicon: Entities) -> tuple[Span, Token]:
    """The name with the common noun after it: "Patriot missile systems", but not "carrier strike group"."""
    inside = document.tokens_in(span)
    last = inside[-1]
    end = last
    for token in document.tokens[last.i + 1 : last.i + 5]:
        if token.pos not in ("NOUN", "PROPN", "ADJ") or token.text in ("-", ","):
            break
        if token.lemma in ("group", "carrier"):
            break
        end = token
        if token.dep not in ("compound", "amod", "nmod"):
            break
    if _longest_term(document.tokens[last.i + 1 : end.i + 1], lexicon) is not None:
        return Span(span.start, end.end), end
    return span, last


def _longest_term(tokens: Sequence[Token], lexicon: Entities) -> tuple[AssetTerm, Token] | None:
    """The longest asset term that ends a run of tokens, with its first token; its last word may be in the plural."""
    for k, first in enumerate(tokens):
        before = [token.lower.replace("’", "'") for token in tokens[k:-1]]
        for last in (tokens[-1].lemma, tokens[-1].lower):
            term = lexicon.assets.get(joined((*before, last)))
            if term is not None:
                return term, first
    return None


def _group_after(document: Document, span: Span) -> Token | None:
    last = document.tokens_in(span)[-1]
    words = document.tokens[last.i + 1 : last.i + 5]
    for k, token in enumerate(words):
        if token.lemma == "group" and k and words[k - 1].lemma in ("strike", "battle", "carrier"):
            return token
        if token.lemma not in ("carrier", "aircraft", "strike", "battle", "amphibious", "ready"):
            return None
    return None


def _ship_kind(document: Document, named: Named) -> str:
    """What the words around a ship's name say it is: "three destroyers — the USS X, USS Y"; "the carrier USS Z"."""
    last = document.tokens_in(named.span)[-1]
    following = document.tokens[last.i + 1].lemma if last.i + 1 < len(document.tokens) else ""
    first = document.tokens_in(named.span)[0]
    before = document.tokens[first.i - 1].lemma if first.i else ""
    for word in (following, before):
        if word in _SHIP_NOUNS:
            return _SHIP_NOUNS[word]
    top = last
    while top.dep in ("conj", "appos", "compound", "nmod"):
        top = document.head(top)
        if top.lemma in _SHIP_NOUNS:
            return _SHIP_NOUNS[top.lemma]
    return named.kind


# --- common things


def _add_common(document: Document, cast: Cast, drafts: list[AssetDraft], token: Token, lexicon: Entities) -> None:
    if (
        token.pos not in ("NOUN", "PROPN")
        or token.dep in ("compound", "nmod", "amod", "npadvmod")
        or document.sentence_of(token).heading
    ):
        return
    left = [
        t
        for t in document.tokens[max(token.i - _MAX_TERM_TOKENS + 1, 0) : token.i + 1]
        if t.pos in ("NOUN", "PROPN", "ADJ", "PUNCT", "VERB", "X", "SYM", "NUM", "ADP", "CCONJ")
        or t.text == "-"
        or t.tag == "POS"
        or (t.i and document.tokens[t.i - 1].text == "-")
    ]
    while left and left[0].i != token.i - len(left) + 1:
        left = left[1:]
    found = _longest_term(left, lexicon)
    if found is None or (cast.at(token) is not None and not _facility_name(cast.at(token))):
        return
    term, first = found
    quantity = _quantity(document, token, first)
    if _only_introduces(document, drafts, token, term) or _names_organization(document, cast, drafts, token, term):
        return
    if not _concrete(document, cast, token, term, first):
        return
    span = _phrase(document, token)
    span = Span(min(span.start, first.start), span.end)
    span = _with_place(document, cast, token, span, term)
    span = _with_contents(document, token, span)
    name = " ".join(document.text[span.start : span.end].split())
    same = _same_thing(document, drafts, token, name, term)
    if same is not None:
        same.mentions.append(span)
        same.quantity = same.quantity or quantity
        return
    drafts.append(AssetDraft("", term.type, name, token, span, quantity, mentions=[span]))


def _facility_name(entity: Entity | None) -> bool:
    return entity is not None and (entity.kind in ("Site", "Organization") and not entity.known)


def _quantity(document: Document, token: Token, first: Token) -> int | None:
    """How many of a thing: the number before its term ("200 155mm shells" are 200), one where an article says so."""
    number = next((kid for kid in document.children(token, "nummod") if kid.i < first.i or first is token), None)
    if number is not None:
        text = number.lower.replace(",", "")
        return int(text) if text.isdigit() else _NUMBERS.get(text)
    determiner = document.child(token, "det")
    return (
        1 if determiner is not None and determiner.lower in ("a", "an", "the") and token.tag in ("NN", "NNP") else None
    )


def _concrete(document: Document, cast: Cast, token: Token, term: AssetTerm, first: Token) -> bool:
    """Whether a word denotes material here: owned, counted, or with a military word beside it."""
    beside = _beside(document, first, token)
    modifiers = [kid for kid in beside if kid.dep in _MODIFIES]
    owned = any(cast.at(kid) is not None or kid.dep == "poss" for kid in modifiers)
    if any(kid.lower in _UNREAL for kid in beside if kid.dep in ("det", "amod")):
        return False
    if term.type in _COUNTED:
        return any(kid.dep == "nummod" for kid in beside)
    if term.needs == "military":
        return owned or any(kid.lemma in _MILITARY for kid in modifiers) or _holds_material(document, token)
    return token.tag != "NN" or owned or any(kid.dep in ("det", "nummod", "poss") for kid in beside)


def _holds_material(document: Document, token: Token) -> bool:
    """As in "a stockpile of weapons", "an arsenal of missiles"."""
    return token.lemma in _STORES and any(t.lemma in _MATERIAL for t in prepositional_objects(document, token, "of"))


def _beside(document: Document, first: Token, last: Token) -> list[Token]:
    """What hangs on the words of a term from outside it, wherever the parser hung it."""
    inside = range(first.i, last.i + 1)
    return [kid for i in inside for kid in document.children(document.tokens[i]) if kid.i not in inside]


def _phrase(document: Document, token: Token) -> Span:
    """The noun with its modifiers, without determiner, number and owner."""
    kept = [token]
    for kid in document.children(token):
        if kid.i < token.i and kid.dep in ("compound", "amod", "nmod", "npadvmod"):
            kept.extend(t for t in document.subtree(kid) if t.i < token.i)
        elif kid.i < token.i and kid.text == "-":
            kept.append(kid)
    return document.span_of(kept)


def _with_place(document: Document, cast: Cast, token: Token, span: Span, term: AssetTerm) -> Span:
    """A facility is told by where it is: "embassy in Moscow", "reactor at Arak"."""
    if term.type not in _PLACED:
        return span
    for preposition in document.children(token, "prep"):
        if preposition.lower in ("in", "at", "near") and preposition.i == token.i + 1:
            for kid in document.children(preposition, "pobj"):
                reference = cast.reference_at(kid)
                if reference is not None and cast.entities[reference.entity].is_place:
                    return Span(span.start, reference.span.end)
    return span


def _with_contents(document: Document, token: Token, span: Span) -> Span:
    """A store is told by what it holds: "stockpile of enriched uranium"."""
    if not _holds_material(document, token):
        return span
    held = [t for kid in prepositional_objects(document, token, "of") for t in document.subtree(kid) if kid.i > token.i]
    return Span(span.start, max(t.end for t in held)) if held else span


def _same_thing(
    document: Document, drafts: Sequence[AssetDraft], token: Token, name: str, term: AssetTerm
) -> AssetDraft | None:
    """An earlier asset that this mention means: the same words, or "the carrier" after a carrier."""
    for draft in drafts:
        if draft.name.casefold() == name.casefold() and draft.span.start < token.start:
            return draft
    determiner = document.child(token, "det")
    if determiner is None or determiner.lower != "the" or document.children(token, "amod", "compound"):
        return None
    earlier = [d for d in drafts if d.span.start < token.start and (d.type == term.type or _is_carrier(d, term))]
    return earlier[-1] if earlier else None


def _is_carrier(draft: AssetDraft, term: AssetTerm) -> bool:
    return term.text == "carrier" and draft.type == "AircraftCarrier"


def _only_introduces(document: Document, drafts: Sequence[AssetDraft], token: Token, term: AssetTerm) -> bool:
    """Whether the sentence goes on to name the things: "three destroyers — the USS X, USS Y and USS Z"."""
    for draft in drafts:
        top = draft.head
        while (
            draft.named
            and draft.type == term.type
            and top.dep in ("conj", "appos", "compound", "nmod")
            and top.head != top.i
        ):
            top = document.head(top)
            if top.i == token.i:
                return True
    return False


def _names_organization(
    document: Document, cast: Cast, drafts: list[AssetDraft], token: Token, term: AssetTerm
) -> bool:
    """What was taken for an organization and is called a bunker or a ship is one: "the X Center, a bunker ..."."""
    if token.dep not in ("appos", "attr"):
        return False
    above = document.head(token)
    named = above if token.dep == "appos" else document.child(above, "nsubj", "nsubjpass")
    entity = cast.at(named) if named is not None else None
    reference = cast.reference_at(named) if named is not None else None
    if entity is None or reference is None or entity.known or entity.kind not in ("Organization", "Site"):
        return False
    entity.kind = "Asset"
    before = next((d for d in reversed(drafts) if _just_before(document, d, token, term)), None)
    if before is not None:
        before.mentions.insert(0, reference.span)
        before.name, before.named = _clean(entity.canonical), True
    else:
        drafts.append(
            AssetDraft(
                "", term.type, _clean(entity.canonical), token, reference.span, 1, named=True, mentions=[reference.span]
            )
        )
    return True


def _just_before(document: Document, draft: AssetDraft, token: Token, term: AssetTerm) -> bool:
    """A single unnamed thing of the type in this sentence or the one before."""
    distance = document.sentence_of(token).number - document.sentence_of(draft.head).number
    return not draft.named and draft.type == term.type and draft.quantity == 1 and 0 <= distance <= 1


def _clean(name: str) -> str:
    return name.strip(" \"“”'’,")


# --- groups and operators


def _group(document: Document, drafts: list[AssetDraft]) -> None:
    """Aircraft and escorts told of in the sentence of a strike group, or in the next, are part of it."""
    groups = [draft for draft in drafts if draft.type == "StrikeGroup"]
    for group in groups:
        here = document.sentence_of(group.head).number
        for draft in drafts:
            distance = document.sentence_of(draft.head).number - here
            if (
                draft is not group
                and draft.type in _SHIPS | {"Aircraft", "AirWing", "Submarine"}
                and 0 <= distance <= 1
                and draft.part_of is None
            ):
                draft.part_of = group.name


def _operate(document: Document, cast: Cast, drafts: list[AssetDraft], lexicon: Entities) -> None:
    for draft in drafts:
        draft.operator = _owner(document, cast, draft, lexicon)
    by_name = {draft.name: draft for draft in drafts}
    for draft in drafts:
        if draft.operator is None and draft.part_of in by_name:
            draft.operator = by_name[draft.part_of].operator


def _owner(document: Document, cast: Cast, draft: AssetDraft, lexicon: Entities) -> str | None:
    prefix = document.tokens_in(draft.span)[0].text
    if prefix in lexicon.ship_prefixes and lexicon.ship_prefixes[prefix][1]:
        iso3 = lexicon.ship_prefixes[prefix][1]
        assert iso3 is not None
        return cast.entity(STATE, lexicon.states.get(iso3, iso3), iso3, known=True).id
    for kid in document.children(draft.head, "poss", "amod", "compound", "nmod"):
        entity = cast.at(kid)
        if entity is not None and entity.is_actor and entity.kind != PERSON:
            return entity.id
    return _subject_owner(document, cast, draft)


def _subject_owner(document: Document, cast: Cast, draft: AssetDraft) -> str | None:
    """Who deploys, fires, activates or has the thing: the subject of its verb."""
    verb = governing_verb(document, draft.head)
    if verb is None:
        return None
    hostile = verb.lemma in scope_words("against a thing") or _shot_down(document, verb)
    done_to = draft.head.i in {t.i for t in logical_objects(document, verb)}
    direct = (done_to and not hostile) or document.head(draft.head).lower in ("with", "including")
    for subject in logical_subjects(document, verb) if direct else ():
        entity = cast.at(subject)
        if entity is not None and entity.is_actor and entity.kind != PERSON:
            return entity.id
    return None


def _shot_down(document: Document, verb: Token) -> bool:
    """As in "shot down a drone", "blew up the bridge": the thing is another's."""
    particles = {kid.lower for kid in document.children(verb, "prt")}
    return (verb.lemma, "down") in {(v, p) for v in ("shoot", "bring", "take") for p in particles} or (
        verb.lemma in ("blow", "take", "knock") and bool(particles & {"up", "out"})
    )
