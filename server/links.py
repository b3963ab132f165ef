"""Terms of the graph as readable, linked text.

An IRI below the base becomes a page of this server, a term of the ontology a place on its page, any other
web address a link out. What has no label is shown by the end of its IRI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.terms import CMQ, PREFIXES

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*\Z")
_LINK_OUT: Final = re.compile(r"https?://", re.IGNORECASE)


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI that can stand between < and > in a query."""
    return _IRI.match(text) is not None


@dataclass(frozen=True, slots=True)
class Shown:
    """One term on a page; `href` is empty for plain text, `title` says more on hovering."""

    text: str
    href: str = ""
    title: str = ""
    language: str = ""


def shorten(iri: str) -> str:
    """An IRI for the eye: with a known prefix, or its last two steps."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return iri[len(namespace) :] if namespace == CMQ else f"{prefix}:{iri[len(namespace) :]}"
    return "/".join(iri.rstrip("/").split("/")[-2:])


@dataclass(frozen=True, slots=True)
class Linker:
    """Links for one base IRI (ends with a slash)."""

    base: str

    def href(self, iri: str) -> str:
        """Where a reader gets to see an IRI; empty when nowhere."""
        if found := self._passage(iri):
            return f"/article/{quote(found[1])}#char-{found[2]}"
        if iri.startswith(CMQ):
            return f"/ontology#{quote(iri[len(CMQ) :])}"
        rest = iri[len(self.base) :]
        if iri.startswith(self.base) and rest and not set("#?%") & set(rest):
            return f"/{quote(rest)}"
        if _LINK_OUT.match(iri) and not iri.startswith(self.base):
            return iri
        return f"/resource?iri={quote(iri, safe='')}" if is_iri(iri) else ""

    def show(self, term: Term | None, labels: Mapping[str, str]) -> Shown:
        """A term as text: by its label, its value, or the end of its IRI; empty for an unbound variable."""
        if term is None:
            return Shown("")
        if isinstance(term, NamedNode):
            return Shown(labels.get(term.value) or shorten(term.value), self.href(term.value), term.value)
        if isinstance(term, Literal):
            return Shown(term.value, language=term.language or "")
        return Shown(str(term))

    def _passage(self, iri: str) -> re.Match[str] | None:
        return re.match(rf"{re.escape(self.base)}article/([^/#?%]+)/char/(\d+-\d+)\Z", iri)
