"""Names of companies by their legal form: "Volta Gulf Trading FZE", "Kwame & Sons Ltd", "Ahoto Marine S.A.L."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.names.named import Named
from kg.language.document import Document, Token
from kg.model import Span

_FORMS: Final = frozenset(
    """
    ltd limited llc llp plc inc incorporated corp gmbh ag kg sa sal sarl sas srl spa nv bv ab oy oyj asa aps pte pty
    sdn bhd pjsc ojsc jsc zao oao ooo pao fze fzc fzco fz-llc dmcc kft zrt sp sro doo ead eood co kk
    """.split()
)
_JOINED: Final = frozenset({"&", "and", "-"})
_PARTICLES: Final = frozenset("de del della di do da dos das du des la las los le les".split())
"""As in "Almacenes del Norte S.A."."""
_WHOLE: Final = frozenset(
    """
    enterprise enterprises company corporation bank group industries holding holdings airlines airways agency
    organization organisation foundation ministry institute fund authority consortium conglomerate
    """.split()
)
"""Behind these a name may be whole: "Golden Ruby Enterprise and Blue Sea Co." are two."""
_MAX_WORDS: Final = 7
_SCORE: Final = 0.9  # the legal form leaves little doubt


def company_names(document: Document) -> Iterator[Named]:
    """The names that end in a legal form, in text order."""
    for token in document.tokens:
        following = [t for t in document.tokens[token.i + 1 : token.i + 4] if t.text not in (".", ",")][:1]
        if not _is_form(token) or (following and _is_form(following[0])):
            continue
        first = _first(document, token)
        if first < token.i and not document.sentence_of(token).heading:
            span = Span(document.tokens[first].start, token.end)
            name = " ".join(document.text[span.start : span.end].split())
            yield Named(span, "Company", name, None, "model", score=_SCORE)


def _is_form(token: Token) -> bool:
    """As in "Ltd.", "S.A.L.", "GmbH"; not the words "co" and "sa"."""
    return token.text[:1].isupper() and token.text.replace(".", "").lower() in _FORMS and token.lower != "limited"


def _first(document: Document, form: Token) -> int:
    """The number of the first token of the name before a legal form."""
    tokens, i = document.tokens, form.i
    begin = max(document.sentence_of(form).first, form.i - _MAX_WORDS)
    while i > begin and _belongs(tokens[i - 1], tokens[i]) and not _ends_another(tokens, i):
        i -= 1
    while i < form.i and (tokens[i].lower in _JOINED | _PARTICLES or tokens[i].text == ","):
        i += 1
    return i


def _ends_another(tokens: Sequence[Token], i: int) -> bool:
    """Whether another name ends right before token i: "X LLC and Y Inc.", "X Enterprise and Y Co."."""
    before = tokens[i - 1]
    if _is_form(before):
        return not any(_is_form(t) for t in tokens[i : i + 2])
    joins = before.lower == "and" and i > 2 and tokens[i - 3].text[:1].isupper()
    return joins and tokens[i - 2].lower in _WHOLE


def _belongs(token: Token, after: Token) -> bool:
    near = after.start - token.end <= 1
    if token.text == ".":
        return near and _is_form(after)  # "Pte. Ltd."
    capital = token.text[:1].isupper() and token.text.replace("-", "").replace(".", "").isalnum()
    comma = token.text == "," and _is_form(after)
    return near and (capital or token.lower in _JOINED | _PARTICLES or comma)
