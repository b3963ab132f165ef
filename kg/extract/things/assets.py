"""Find material and facilities: what the article names or counts, with operator, number and group.

Named things (ships, types of aircraft and missiles) come from `kg.extract.names.names`; common ones ("three
destroyers", "a command bunker") from `asset_nouns` here. What is told of more than once is one asset, and an
asset if one of its mentions shows that it is one ("near the port of X ... hand over the port").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extract.names.named import Named
from kg.extract.names.ship_names import modify
from kg.extract.reference.cast import DE_FACTO, ORGANIZATIONS, PERSON, STATE, Cast
from kg.extract.things.asset_nouns import AssetNoun, find_asset_nouns, longest_term
from kg.extract.things.asset_phrases import full_form, with_joined, without_owner, without_place
from kg.extract.things.material import quantity_of
from kg.extract.things.operators import find_operators, group_assets
from kg.language.document import Document, Token
from kg.lexicon.entities import SHIPS, Entities
from kg.model import Span

_CHAINED = ("conj", "appos", "compound", "nmod")
_APPOSED = 6  # tokens between a ship's name and the class noun in apposition
_CLASS_WORDS = 4  # before or behind a ship's name, among which its class stands


@dataclass(slots=True)
class AssetDraft:
    """An asset as found: `mentions` are its spans, `heads` their tokens, `head` the first of these.

    `forms` are fuller phrases for it, `term` the class noun that it is told by. `real` is whether a mention showed that
    it is an asset.
    """

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
    heads: list[Token] = field(default_factory=list)
    forms: list[Span] = field(default_factory=list)
    term: str = ""
    real: bool = True


def find_assets(document: Document, cast: Cast, names: Sequence[Named], lexicon: Entities) -> list[AssetDraft]:
    """All assets in text order; repeated mentions of one thing are one asset."""
    drafts: list[AssetDraft] = []
    asset_names = [
        named for named in names if named.kind not in ORGANIZATIONS | {PERSON, STATE} and _is_asset_kind(named.kind)
    ]
    for named in asset_names:
        _add_named(document, drafts, named, lexicon)
    covered = {t.i for draft in drafts for span in draft.mentions for t in document.tokens_in(span)}
    for noun in find_asset_nouns(document, cast, lexicon, covered):
        _add_noun(document, cast, drafts, noun)
    drafts = sorted((draft for draft in drafts if draft.real), key=lambda draft: draft.span)
    group_assets(document, drafts)
    find_operators(document, cast, drafts, lexicon)
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
        drafts.append(
            AssetDraft("", "StrikeGroup", text, group, group_span, 1, named=True, mentions=[group_span], heads=[group])
        )
        span = named.span
        name = " ".join(document.text[span.start : span.end].split())
    if known is not None:
        known.mentions.append(span)
        known.heads.append(head)
        return
    kind, term = _ship_class(document, named, lexicon) if named.kind in SHIPS else (named.kind, "")
    drafts.append(
        AssetDraft(
            "",
            kind,
            name,
            head,
            span,
            _number_of(document, named, head, span),
            named=True,
            mentions=[span],
            heads=[head],
            term=term,
        )
    )


def _number_of(document: Document, named: Named, head: Token, span: Span) -> int | None:
    """How many of a named thing: one of a ship, else the number before the name ("six ATACMS missiles")."""
    if named.kind in SHIPS:
        return 1
    counted = any(kid.dep == "nummod" and kid.start < span.start for kid in document.children(head))
    return quantity_of(document, head, head) if counted else None


def _is_group(draft: AssetDraft, name: str) -> bool:
    return draft.type == "StrikeGroup" and name != draft.name


def _widened(document: Document, span: Span, lexicon: Entities) -> tuple[Span, Token]:
    """The name with the common noun after it: "Patriot missile systems", but not "carrier strike group"."""
    inside = document.tokens_in(span)
    last = inside[-1]
    end = last
    for token in document.tokens[last.i + 1 : last.i + 5]:
        if _in_compound(document, token):
            continue
        if token.pos not in ("NOUN", "PROPN", "ADJ") or token.text == ",":
            break
        if token.lemma in ("group", "carrier"):
            break
        end = token
        if token.dep not in ("compound", "amod", "nmod"):
            break
    if longest_term(document.tokens[last.i + 1 : end.i + 1], lexicon) is not None:
        return Span(span.start, end.end), end
    return span, last


def _in_compound(document: Document, token: Token) -> bool:
    """Whether a word or its hyphen goes on without a blank: "anti-" of "anti-tank rockets"."""
    following = document.tokens[token.i + 1 : token.i + 2]
    glued = bool(following) and following[0].start == token.end
    return glued and "-" in (token.text, following[0].text)


def _group_after(document: Document, span: Span) -> Token | None:
    last = document.tokens_in(span)[-1]
    words = document.tokens[last.i + 1 : last.i + 5]
    for k, token in enumerate(words):
        if token.lemma == "group" and k and words[k - 1].lemma in ("strike", "battle", "carrier"):
            return token
        if token.lemma not in ("carrier", "aircraft", "strike", "battle", "amphibious", "ready"):
            return None
    return None


def _ship_class(document: Document, named: Named, lexicon: Entities) -> tuple[str, str]:
    """The class and class noun of a ship by the words around its name.

    As in "the carrier USS Z", "the USS Z destroyer", "USS Z, a destroyer", "three destroyers — the USS X, USS Y".
    """
    inside = document.tokens_in(named.span)
    first, last = inside[0].i, inside[-1].i
    before = longest_term(document.tokens[max(first - _CLASS_WORDS, 0) : first], lexicon) if first else None
    behind = longest_term(document.tokens[last + 1 : last + 2], lexicon) if last + 1 < len(document.tokens) else None
    top = inside[-1]
    around = [behind, before, *(longest_term([kid], lexicon) for kid in document.children(top, "appos"))]
    while top.dep in _CHAINED and document.head(top).i != top.i:
        top = document.head(top)
        around.append(longest_term(document.tokens[max(top.i - _CLASS_WORDS, 0) : top.i + 1], lexicon))
    for found in around:
        if found is not None and found[0].type in SHIPS:
            carries = found[0].text == "carrier"
            return ("AircraftCarrier" if carries else found[0].type), found[0].text
    return named.kind, ""


# --- common things


def _add_noun(document: Document, cast: Cast, drafts: list[AssetDraft], noun: AssetNoun) -> None:
    ship = next((draft for draft in drafts if _class_of(document, draft, noun)), None)
    if ship is not None:
        ship.heads.append(noun.last)
    if (
        ship is not None
        or _only_introduces(document, drafts, noun)
        or _names_organization(document, cast, drafts, noun)
    ):
        return
    same = _apposed(document, drafts, noun) or _same_thing(document, drafts, noun) or _named_later(drafts, noun)
    if same is not None:
        same.mentions.append(noun.span)
        same.heads.append(noun.last)
        if same.quantity is None and noun.quantity is not None:
            same.quantity = noun.quantity
            same.forms.append(full_form(document, noun.last, noun.span))
        same.real = same.real or noun.real
        return
    drafts.append(
        AssetDraft(
            "",
            noun.term.type,
            _words(document, noun.span),
            noun.last,
            noun.span,
            noun.quantity,
            mentions=[noun.span],
            heads=[noun.last],
            forms=[
                full_form(document, noun.last, noun.span),
                without_owner(document, cast, noun.span),
                without_place(document, noun.first, noun.last),
                with_joined(document, noun.last, noun.span, noun.term),
            ],
            term=noun.term.text,
            real=noun.real,
        )
    )


def _words(document: Document, span: Span) -> str:
    return " ".join(document.text[span.start : span.end].split())


def _same_thing(document: Document, drafts: Sequence[AssetDraft], noun: AssetNoun) -> AssetDraft | None:
    """An earlier asset that this mention means: the same words, or "the carrier" after a carrier."""
    name = _words(document, noun.span).casefold()
    earlier = [draft for draft in drafts if draft.span.start < noun.span.start]
    for draft in earlier:
        if draft.name.casefold() == name:
            return draft
    if not noun.bare:
        return None
    called = [d for d in earlier if d.term == noun.term.text or d.head.lemma == noun.last.lemma]
    alike = [d for d in earlier if d.real and (d.type == noun.term.type or _is_carrier(d, noun))]
    return (called or alike)[-1] if called or alike else None


def _named_later(drafts: Sequence[AssetDraft], noun: AssetNoun) -> AssetDraft | None:
    """As in "a coast guard cutter ... the cutter X": the one ship that the text goes on to name by this class."""
    if noun.quantity != 1 or noun.bare:
        return None
    later = [d for d in drafts if d.named and d.term and noun.span.start < d.span.start]
    called = [d for d in later if d.term.split()[-1] == noun.last.lemma]
    return called[0] if len(called) == 1 else None


def _is_carrier(draft: AssetDraft, noun: AssetNoun) -> bool:
    return noun.term.text == "carrier" and draft.type == "AircraftCarrier"


def _apposed(document: Document, drafts: Sequence[AssetDraft], noun: AssetNoun) -> AssetDraft | None:
    """As in "the USS X, a destroyer of the navy": the named ship."""
    if noun.last.dep != "appos":
        return None
    above = document.head(noun.last)
    return next((d for d in drafts if d.named and d.type in SHIPS and above.i in {h.i for h in d.heads}), None)


def _only_introduces(document: Document, drafts: Sequence[AssetDraft], noun: AssetNoun) -> bool:
    """Whether the text goes on to name the ships: "three destroyers — the USS X, USS Y and USS Z"."""
    later = [d for d in drafts if d.named and d.type in SHIPS and d.span.start > noun.span.start]
    if noun.term.type in SHIPS and noun.quantity is not None and noun.quantity == len(later) > 1:
        return True
    for draft in drafts:
        top = draft.head
        while (
            draft.named
            and draft.type in SHIPS
            and draft.type == noun.term.type
            and top.dep in _CHAINED
            and top.head != top.i
        ):
            top = document.head(top)
            if top.i == noun.last.i:
                return True
    return False


def _class_of(document: Document, draft: AssetDraft, noun: AssetNoun) -> bool:
    """Whether a class noun stands at a ship's name ("the destroyer X", "the tanker, the X", "the X, a trawler")."""
    first = document.tokens_in(draft.span)[0]
    if not draft.named or draft.type not in SHIPS:
        return False
    between = document.tokens[noun.last.i + 1 : first.i]
    if noun.last.i < first.i and [t.lower for t in between] in ([], [",", "the"]):
        return True
    last = document.tokens_in(draft.span)[-1]
    between = document.tokens[last.i + 1 : noun.last.i]
    return bool(between) and noun.last.tag == "NN" and _opens_apposition(between) and len(between) <= _APPOSED


def _opens_apposition(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 1 and tokens[0].text == "," and tokens[1].lower in ("a", "an") and modify(tokens[2:])


def _names_organization(document: Document, cast: Cast, drafts: list[AssetDraft], noun: AssetNoun) -> bool:
    """What was taken for an organization and is called a bunker or a ship is one: "the X Center, a bunker ..."."""
    token = noun.last
    if token.dep not in ("appos", "attr"):
        return False
    above = document.head(token)
    named = above if token.dep == "appos" else document.child(above, "nsubj", "nsubjpass")
    entity = cast.at(named) if named is not None else None
    reference = cast.reference_at(named) if named is not None else None
    if entity is None or reference is None or entity.known or entity.kind not in ("Organization", "Site"):
        return False
    entity.kind = "Asset"
    name, spans = _clean(entity.canonical), [reference.span]
    before = next((d for d in reversed(drafts) if _just_before(document, d, noun)), None)
    if before is not None:
        before.mentions.insert(0, reference.span)
        before.name, before.named = name, True
    else:
        drafts.append(
            AssetDraft("", noun.term.type, name, token, reference.span, 1, named=True, mentions=spans, heads=[token])
        )
    return True


def _just_before(document: Document, draft: AssetDraft, noun: AssetNoun) -> bool:
    """A single unnamed thing of the type in this sentence or the one before."""
    distance = document.sentence_of(noun.last).number - document.sentence_of(draft.head).number
    return not draft.named and draft.type == noun.term.type and draft.quantity == 1 and 0 <= distance <= 1


def _clean(name: str) -> str:
    return name.strip(" \"“”'’,")
