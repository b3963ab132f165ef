"""Lists of names that the parser broke: "A of X, B of Y, and C of Z met", "the heads of both, A and B, signed"."""

from __future__ import annotations

import itertools

from kg.extract.reference.cast import PERSON, STATE, Cast
from kg.language.document import Document, Token

_OFFICERS = frozenset(
    """
    head leader chief minister president premier envoy ambassador representative delegate negotiator commander
    secretary general chairman chair king official
    """.split()
)
_CLAUSAL = frozenset({"VERB", "AUX", "SCONJ"})
_JOINTS = frozenset({",", "and", "&", ";"})


def listed_subjects(document: Document, cast: Cast, verb: Token) -> list[Token]:
    """The last tokens of the persons (or of the states) listed before a verb; empty if there is no such list.

    A list has its members separated by commas, "and" before the last one, and no finite verb inside.
    """
    sentence = document.sentence_of(verb)
    before = list(document.tokens[sentence.first : verb.i])
    for k in range(len(before) - 1, -1, -1):
        if (
            before[k].pos in ("VERB", "AUX")
            and before[k].tag in ("VBD", "VBZ", "VBP", "MD")
            and before[k].head != verb.i
        ):
            before = before[k + 1 :]
            break
    for kind in (PERSON, STATE):
        members = [t for t in before if _ends_name(document, cast, t, kind)]
        if len(members) > 2 and _is_list(document, members, verb) and _has_subject(document, members, verb):
            return members
    return []


def spelled_out(document: Document, cast: Cast, head: Token) -> list[Token]:
    """The last tokens of the persons between commas behind a plural: "The heads of both, A of X and B of Y, signed".

    The parser hangs the second of them on the first one's body. Fewer than two persons are no list.
    """
    end = document.sentence_of(head).last
    opening = next((t for t in document.tokens[head.i + 1 : end] if t.text == "," or t.pos in _CLAUSAL), None)
    if head.tag not in ("NNS", "NNPS") or head.lemma not in _OFFICERS or opening is None or opening.text != ",":
        return []
    closing = next((t.i for t in document.tokens[opening.i + 1 : end] if t.pos in _CLAUSAL or t.text == ";"), end)
    if document.tokens[closing - 1].text != ",":
        return []
    inside = document.tokens[opening.i + 1 : closing]
    members = [t for t in inside if _ends_name(document, cast, t, PERSON)]
    firsts = [document.tokens_in(r.span)[0].i for t in members if (r := cast.reference_at(t)) is not None]
    joined = all(document.tokens[i - 1].lower in _JOINTS for i in firsts)
    return members if len(members) > 1 and joined else []


def _has_subject(document: Document, members: list[Token], verb: Token) -> bool:
    """Whether the parser's own subject is in the list (and the list no aside)."""
    own = document.children(verb, "nsubj", "nsubjpass")
    return not own or any(kid.i == member.i for kid in own for member in members)


def _ends_name(document: Document, cast: Cast, token: Token, kind: str) -> bool:
    reference = cast.reference_at(token)
    if reference is None or reference.how not in ("name", "acronym") or cast.entities[reference.entity].kind != kind:
        return False
    return document.tokens_in(reference.span)[-1].i == token.i


def _is_list(document: Document, members: list[Token], verb: Token) -> bool:
    gaps = [document.tokens[a.i + 1 : b.i] for a, b in itertools.pairwise(members)]
    joined = all(gap and gap[0].lower in _JOINTS for gap in gaps)
    last = document.tokens[members[-1].i + 1 : verb.i]
    return (
        joined
        and any(t.lower == "and" for t in gaps[-1][:2])
        and all(t.pos in ("ADV", "AUX", "PUNCT", "PART") for t in last)
    )
