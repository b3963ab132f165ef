"""The only maker of IRIs: content in, IRI out, the same under any hash seed and on any machine.

An IRI derives from what a thing is (kind, canonical name, scope) or where it stands (article, offsets),
never from a counter over the collection or from time. Names become readable slugs. A slug that does not
give its name back (other letters, capitals, punctuation, too long) is followed by a short hash of the
whole key, so two keys share an IRI only if 64 bits of SHA-256 collide.

Scope is the ISO 3166-1 alpha-3 code of the state that a thing belongs to, where known; things that mean
something only inside their article (an unnamed source, "a guest house") are scoped to the article.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ontology.terms import BASE

HASH_LENGTH: Final = 16
"""Hexadecimal digits behind a slug: 64 bits, so a million keys collide with probability 3e-8."""
SLUG_LENGTH: Final = 60
"""Longer slugs are cut (and then hashed): readable in a browser's address bar."""
SHARED_GRAPHS: Final = ("entities", "articles", "links", "ontology", "inferred", "build")

_VERBATIM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_ISO3: Final = re.compile(r"[A-Z]{3}\Z")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def digest(*parts: str) -> str:
    """A short hash of a sequence of strings; `("ab", "c")` and `("a", "bc")` differ."""
    key = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


def slugify(name: str) -> str:
    """Lower-case ASCII words joined by hyphens; empty when no letter or digit has an ASCII form."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return _NOT_SLUG.sub("-", plain.lower()).strip("-")[:SLUG_LENGTH].rstrip("-")


def _gives_back(slug: str, name: str) -> bool:
    return " ".join(word.capitalize() for word in slug.split("-")) == name


def kebab(local_name: str) -> str:
    """`GovernmentBody` as it stands in a path: `government-body`."""
    return _HUMP.sub("-", local_name).lower()


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs under one base, e.g. `https://w3id.org/communique/` (ends with a slash)."""

    base: str = BASE

    def graph(self, name: str) -> str:
        """A shared graph; `name` is one of `SHARED_GRAPHS`. Raises ValueError for another."""
        if name not in SHARED_GRAPHS:
            raise ValueError(f"no graph is named {name!r}")
        return f"{self.base}graph/{name}"

    def article(self, identifier: str) -> str:
        """An article by its identifier."""
        return f"{self.base}article/{self._article_slug(identifier)}"

    def article_graph(self, identifier: str) -> str:
        """The named graph of what that article says."""
        return f"{self.base}graph/article/{self._article_slug(identifier)}"

    @property
    def article_graphs(self) -> str:
        """How the IRI of every article's graph begins."""
        return f"{self.base}graph/article/"

    def passage(self, identifier: str, start: int, end: int) -> str:
        """A passage by its offsets in code points."""
        return f"{self.article(identifier)}/char/{start}-{end}"

    def described(self, identifier: str, kind: str, start: int, end: int, *content: str) -> str:
        """An action, claim, statement or tenure: its place in the article and a hash of its content."""
        return f"{self.article(identifier)}/{kebab(kind)}/{start}-{end}-{digest(kind, *content)[:10]}"

    def state(self, iso3: str) -> str:
        """A state by its ISO 3166-1 alpha-3 code, in capitals."""
        return f"{self.base}state/{iso3}"

    def entity(self, kind: str, name: str, country: str | None = None, article: str | None = None) -> str:
        """An actor, place or asset of class `kind` (local name), scoped to a country or an article."""
        scope = country or article or ""
        slug = slugify(name)
        plain = _gives_back(slug, name) and article is None and (not scope or _ISO3.match(scope))
        parts = [slug or kebab(kind)]
        if scope:
            parts.append(country or self._article_slug(scope))
        if not plain:
            parts.append(digest(kind, name, country or "", article or ""))
        return f"{self.base}{kebab(kind)}/{'-'.join(parts)}"

    def role(self, title: str, kind: str, organization: str | None, article: str | None) -> str:
        """A post by title, kind and the IRI of its organization; without one it is the article's own."""
        slug = slugify(title) or "role"
        return f"{self.base}role/{slug}-{digest(title, kind, organization or '', article or '')}"

    def link_decision(self, identifier: str, subject: str) -> str:
        """What was decided in an article about the item of the thing with the IRI `subject`."""
        return f"{self.article(identifier)}/link/{digest(subject)}"

    def settled_decision(self, subject: str, source: str) -> str:
        """What `source` (a tool, or all articles together) decided about the item of the thing `subject`."""
        return f"{self.base}link/{digest(subject, source)}"

    @property
    def software(self) -> str:
        """The agent that reads: the same for every version, so that facts do not change with it."""
        return f"{self.base}software/communique"

    def build(self, started: str) -> str:
        """One run of a build, by its start in ISO 8601."""
        return f"{self.base}build/{_NOT_SLUG.sub('-', started.lower()).strip('-')}"

    def _article_slug(self, identifier: str) -> str:
        if _VERBATIM.match(identifier):
            return identifier
        return f"{slugify(identifier) or 'article'}-{digest('article', identifier)}"
