"""Who stands behind writings, accounts and opinions: "a letter from X", "the Twitter account of X", "X's view"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kg.extract.parties.parties import Parties
from kg.language.clauses import logical_subjects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.words import scope_words

_WRITINGS: Final = scope_words("writing")
_SOURCES: Final = scope_words("sourcing")
_MADE: Final = frozenset(
    """
    issue release make adopt publish sign approve endorse pass write send deliver post circulate read draft prepare
    author compile produce submit record pen table present
    """.split()
)
"""What its author does with a writing: "a report seen by X" is not X's."""
_SITES: Final = frozenset("website site page channel portal account webpage blog".split())
_LOOK_BACK: Final = 2  # sentences back to the one that tells of a statement ("... issued a statement. It said ...")
_LOOK_FAR: Final = 8  # sentences back to a writing that is pointed at: "the same report"
_POINTING: Final = frozenset({"same", "this", "that"})
_CLAUSE: Final = ("VERB", "AUX")


class Writings:
    """The authors of one document's writings; `quoted` tells whether a token stands inside quotation marks."""

    def __init__(self, document: Document, parties: Parties, quoted: Callable[[Token], bool]) -> None:
        self._document = document
        self._parties = parties
        self._quoted = quoted

    def owner(self, noun: Token) -> str | None:
        """Whose a statement or an opinion is: "X's words", "a letter from X", "the view of X"."""
        document = self._document
        own = [t for t in document.children(noun, "poss") if not self._quoted(t)]
        own += [t for name in ("from", "by", "of") for t in prepositional_objects(document, noun, name)]
        if noun.lemma in _WRITINGS:
            own += document.children(noun, "compound", "nmod")
            made = [kid for kid in document.children(noun, "acl") if kid.lemma in _MADE]
            own += [t for kid in made for t in prepositional_objects(document, kid, "by")]
            own += self._publishers(noun)
        ids = self._parties.of(own)
        return ids[0] if ids else None

    def _publishers(self, writing: Token) -> Iterator[Token]:
        """As in "a statement on X's website", "a note posted on the site of X": whose the place of publication is."""
        document = self._document
        for above in (writing, *document.children(writing, "acl")):
            for site in prepositional_objects(document, above, "on"):
                if site.lemma.lower() in _SITES:
                    yield from document.children(site, "poss", "compound", "nmod")
                    yield from prepositional_objects(document, site, "of")

    def account_of(self, account: Token) -> str | None:
        """As in "the Twitter account of X wrote": whose it is, and not the network's."""
        own = self._document.children(account, "poss")
        return next(iter(self._parties.of([*own, *prepositional_objects(self._document, account, "of")])), None)

    def author_of(self, subject: Token) -> str | None:
        """Who wrote what a sentence has for its speaker ("a statement from X read", "it said")."""
        if subject.lemma in _WRITINGS and (owner := self.owner(subject)) is not None:
            return owner
        if subject.lower not in ("it", "which") and subject.lemma not in _WRITINGS:
            return None
        return next(filter(None, self._issuers(subject)), None)

    def _issuers(self, subject: Token) -> Iterator[str | None]:
        """Who issued a writing that the same sentence or those before it tell of, nearest first."""
        document = self._document
        here = document.sentence_of(subject).number
        pointing = any(kid.lower in _POINTING for kid in document.children(subject, "det", "amod"))
        for number in range(here, max(here - (_LOOK_FAR if pointing else _LOOK_BACK), 0) - 1, -1):
            for token in document.tokens_of(document.sentences[number]):
                if pointing and token.lemma != subject.lemma:
                    continue
                if token.i < subject.i and token.lemma in _WRITINGS and not self._quoted(token):
                    yield self.owner(token) or self._issuer(token)

    def _issuer(self, writing: Token) -> str | None:
        """The subject of the verb that a writing hangs on ("issued a statement", "said in a message")."""
        above = list(self._document.ancestors(writing))
        if any(t.lower == "according" for t in above):
            return None
        verb = next((t for t in above if t.pos in _CLAUSE), None)
        ids = self._parties.of(logical_subjects(self._document, verb)) if verb is not None else ()
        return ids[0] if ids else None

    def cited(self, source: Token) -> str | None:
        """Who stands behind what "according to" names: a party, or the author of a report or of information."""
        ids = self._parties.of([source])
        if ids:
            return ids[0]
        owner = self.owner(source)
        if owner is not None:
            return owner
        below = self._document.children(source, "acl", "amod", "relcl")
        holders = [
            t for kid in below for name in ("by", "to") for t in prepositional_objects(self._document, kid, name)
        ]
        ids = self._parties.of(holders)
        return ids[0] if ids else self.described([source])

    def described(self, sources: Iterable[Token]) -> str | None:
        """As in "according to hospital staff", "the press service reported": a source that is only described."""
        nouns = (t for t in sources if t.pos == "NOUN" and t.lemma not in _WRITINGS)
        telling = (t for t in nouns if t.lemma in _SOURCES or self._parties.can_act(t))
        return next((self._parties.described(t) for t in telling), None)
