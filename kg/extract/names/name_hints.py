"""What the words beside a name say it is, where only the model has seen it: a town, a people, an armed group, a body.

"Volta, a town east of the capital", "in the town of Volta", "near Volta" name a place; "the Volta ethnic group" a
people; "the 300 Volta gang" an armed group, with its number; "rights group VDH", "the broadcaster VTV" a body. What
one mention shows holds for all of the name in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.names.named import NO_NAMES, Named
from kg.extract.reference.cast import ORGANIZATIONS, PERSON
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities
from kg.model import Span

_PLACE_NOUNS: Final = frozenset(
    """
    town city village district province region island islands county suburb neighborhood neighbourhood hamlet port
    municipality commune governorate settlement outpost enclave archipelago valley peninsula area
    """.split()
)
_LOCAL_OFFICES: Final = frozenset({"mayor", "governor", "bishop", "archbishop"})
_SITES: Final = frozenset(
    "airfield airport airstrip base barracks camp port harbour harbor station plant reactor checkpoint depot".split()
)
_TOWARDS: Final = frozenset(
    "north south east west northeast northwest southeast southwest outskirts outside centre center".split()
)
_PEOPLE_NOUNS: Final = frozenset(
    "tribe clan people tribesman community group minority nomad herder pastoralist".split()
)
_GROUP_NOUNS: Final = frozenset("gang militia cartel guerrilla rebel insurgent faction network".split())
_ARMED: Final = frozenset("militant rebel armed insurgent guerrilla terrorist terror jihadist paramilitary".split())
_REBELS: Final = frozenset({"rebel", "insurgent", "guerrilla", "separatist"})
_GROUPS: Final = frozenset("group movement faction organization organisation outfit network".split())
_WHERE: Final = frozenset({"in", "near", "outside", "at"})
_GUESSED: Final = frozenset({"Organization", PERSON, "Settlement", "Site", "Region"})
_PACT_NOUNS: Final = frozenset("pact treaty agreement accord deal convention protocol memorandum".split())
_KNOWN_AS: Final = 12  # words from a pact to what it is known as
_BODY_NOUNS: Final = frozenset(
    """
    group party broadcaster channel agency newspaper newswire network company bank movement union federation
    organization organisation charity firm carrier conglomerate outlet station daily
    """.split()
)
_HAPPENINGS: Final = frozenset(
    "attack ambush bombing massacre siege blast raid shelling explosion battle assault clash talk summit".split()
)
"""What is called after where it was: "the Wardak attack"."""
_PLACE_SUFFIX: Final = frozenset({"PROPN", "NOUN"})


def hinted(document: Document, names: Sequence[Named], lexicon: Entities) -> tuple[Named, ...]:
    """The names in order, the model's with the kind that the words beside them show; and the bodies it missed."""
    shown: dict[str, str] = {}
    widened: dict[str, Named] = {}
    for named in names:
        if named.via == "model" and named.kind in _GUESSED:
            kind = _kind_beside(document, named, lexicon) or _scene(document, named, names)
            if kind is not None:
                shown.setdefault(named.canonical, kind)
            wide = _with_number(document, named) if kind == "ArmedGroup" else None
            if wide is not None:
                widened[named.canonical] = wide
    pacts = {named.canonical for named in names if named.via == "model" and _is_pact(document, named)}
    told = [_told(named, shown, widened) for named in names if named.via != "model" or named.canonical not in pacts]
    taken = {t.i for named in names for t in document.tokens_in(named.span)}
    told += [*_called_bodies(document, taken, lexicon), *_rebels(document, taken, lexicon)]
    return tuple(sorted(told, key=lambda named: named.span))


def _told(named: Named, shown: dict[str, str], widened: dict[str, Named]) -> Named:
    wide = widened.get(named.canonical)
    if wide is not None:
        return wide if wide.span.contains(named.span) else replace(named, kind=wide.kind, canonical=wide.canonical)
    kind = shown.get(named.canonical) if named.via == "model" and named.kind in _GUESSED else None
    return named if kind is None else replace(named, kind=kind)


def _kind_beside(document: Document, named: Named, lexicon: Entities) -> str | None:
    """The kind that the words beside one mention show, or None."""
    inside = document.tokens_in(named.span)
    first, last = inside[0], inside[-1]
    behind = document.tokens[last.i + 1 : last.i + 3]
    before = document.tokens[first.i - 1] if first.i else None
    if before is not None and before.lower in _BODY_NOUNS and before.text.islower() and named.canonical.isupper():
        kind = lexicon.org_heads.get(before.lower, "Organization")
        return kind if kind in ORGANIZATIONS else "Organization"
    if _behind_group(document, first):
        return "ArmedGroup"
    if behind and behind[0].lower == "ethnic" and behind[-1].lemma in _PEOPLE_NOUNS:
        return "PopulationGroup"
    if behind and behind[0].lemma in ("tribe", "clan", "tribesman") and behind[0].lower == behind[0].text:
        return "PopulationGroup"
    if behind and behind[0].lemma in _GROUP_NOUNS and behind[0].text.islower():
        return "ArmedGroup"
    return "Settlement" if _is_place(document, named, first, last) else None


def _scene(document: Document, named: Named, names: Sequence[Named]) -> str | None:
    """As in "the Wardak attack": a single word that the model takes for a person of whom nothing else is told."""
    inside = document.tokens_in(named.span)
    first, last = inside[0], inside[-1]
    behind = document.tokens[last.i + 1 : last.i + 2]
    scene = (
        bool(behind) and behind[0].lemma in _HAPPENINGS and first.i > 0 and document.tokens[first.i - 1].lower == "the"
    )
    if not scene or named.kind != PERSON or first is not last:
        return None
    fuller = any(n.kind == PERSON and n.canonical != named.canonical and named.canonical in n.canonical for n in names)
    return None if fuller else "Settlement"


def _is_pact(document: Document, named: Named) -> bool:
    """As in "the pact, known as SAFTA", "the SAFTA agreement", "a treaty called SAFTA": a text, and no body."""
    inside = document.tokens_in(named.span)
    behind = document.tokens[inside[-1].i + 1 : inside[-1].i + 2]
    if behind and behind[0].lemma in _PACT_NOUNS and named.canonical.isupper():
        return True
    before = [t.lower for t in document.tokens[max(inside[0].i - _KNOWN_AS, 0) : inside[0].i]]
    called = before[-2:] == ["known", "as"] or before[-1:] == ["called"]
    return called and bool(_PACT_NOUNS & set(before))


def _behind_group(document: Document, first: Token) -> bool:
    """As in "the militant group X", "the militia X": the words right before a name say that it is armed."""
    words = [document.tokens[i].lower for i in range(max(first.i - 2, 0), first.i)]
    return bool(words) and (words[-1] == "militia" or (len(words) == 2 and words[0] in _ARMED and words[1] in _GROUPS))


def _rebels(document: Document, taken: set[int], lexicon: Entities) -> Iterator[Named]:
    """As in "the rebel New Forces": two or more capitals behind "rebel", in which none has found a name."""
    for word in document.tokens:
        if word.lower not in _REBELS or not word.text.islower():
            continue
        i, end = word.i + 1, document.sentence_of(word).last
        while i < end and i not in taken and _acronym_or_name(document.tokens[i]):
            i += 1
        words = document.tokens[word.i + 1 : i]
        ranked = any(t.lower in lexicon.titles or t.text.rstrip(".") in lexicon.honorifics for t in words)
        further = i < end and (i in taken or document.tokens[i].pos in ("NOUN", "ADJ", "PROPN"))
        if len(words) > 1 and not ranked and not further and not any(t.lower in NO_NAMES for t in words):
            span = Span(words[0].start, words[-1].end)
            yield Named(span, "ArmedGroup", document.text[span.start : span.end], None, "model", score=_SEEN)


def _is_place(document: Document, named: Named, first: Token, last: Token) -> bool:
    before = [document.tokens[i] for i in range(max(first.i - 2, 0), first.i)]
    of = len(before) == 2 and before[1].lower == "of" and before[0].lower in _PLACE_NOUNS | _TOWARDS | _LOCAL_OFFICES
    at = len(before) == 2 and before[1].lower in ("at", "in", "near") and before[0].lemma in _SITES
    following = document.tokens[last.i + 1] if last.i + 1 < len(document.tokens) else None
    told = following is not None and following.lower in ("province", "district", "region", "county", "governorate")
    suffixed = following is not None and following.lower in _PLACE_NOUNS and following.pos in _PLACE_SUFFIX
    apposed = any(kid.lower in _PLACE_NOUNS | {"capital"} for kid in document.children(last, "appos"))
    where = bool(before) and before[-1].lower in _WHERE and last.dep == "pobj" and named.kind == PERSON
    return (
        of
        or at
        or apposed
        or (suffixed and (told or named.kind != PERSON))
        or (where and len(document.tokens_in(named.span)) == 1)
    )


def _with_number(document: Document, named: Named) -> Named | None:
    """The name with the number before it that is part of it ("the 300 Volta gang")."""
    first = document.tokens_in(named.span)[0]
    if first.i < 2:
        return None
    number, article = document.tokens[first.i - 1], document.tokens[first.i - 2]
    noun = document.tokens[document.tokens_in(named.span)[-1].i + 1]
    if not number.text.isdigit() or article.pos != "DET" or noun.tag != "NN":
        return None
    span = Span(number.start, named.span.end)
    return replace(named, span=span, canonical=document.text[span.start : span.end], kind="ArmedGroup")


def _called_bodies(document: Document, taken: set[int], lexicon: Entities) -> Iterator[Named]:
    """As in "rights group VDH": an acronym right behind the noun that says what the body is, which none has found."""
    for noun in document.tokens:
        if noun.lower not in _BODY_NOUNS or noun.tag not in ("NN", "NNP") or not noun.text[1:].islower():
            continue
        i = noun.i + 1
        end = document.sentence_of(noun).last
        while i < end and i not in taken and _acronym_or_name(document.tokens[i]) and noun.i + 4 > i:
            i += 1
        words = document.tokens[noun.i + 1 : i]
        if not words or not any(t.text.isupper() and len(t.text) > 2 for t in words):
            continue
        kind = lexicon.org_heads.get(noun.lower, "Organization")
        span = Span(words[0].start, words[-1].end)
        if kind in ORGANIZATIONS and not any(t.lower in NO_NAMES for t in words):
            yield Named(span, kind, document.text[span.start : span.end], None, "model", score=_SEEN)


_SEEN: Final = 0.7  # of names that only the noun before them shows


def _acronym_or_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.isalnum()
