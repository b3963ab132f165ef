"""Of which state something is that is told without one: "the foreign ministry", "Vice Foreign Minister X said".

News leaves the state to the context: the place that opens the sentence ("In Nairobi, ..."), the state that
acts right before, the capital in the dateline, or the one that the whole article is about. Where these do not
say one state, nothing is inferred.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from kg.extract.reference.cast import PLACES, STATE, Cast, Entity
from kg.language.document import Document, Sentence, Token
from kg.lexicon.entities import Entities, plain
from kg.model import Article

_OPENERS: Final = frozenset({"in", "at"})
_LEAD: Final = 1  # number of the last sentence in which the dateline tells; further on a correspondent looks abroad
_SENTENCES_BACK: Final = 2
_RIGHT_AFTER: Final = 5  # words on to the place that says where something is: "the compound south of X"
_DOMINANT: Final = 0.6  # share of all mentions of states and their places from which an article is about one
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
_ACTING: Final = frozenset({"nsubj", "nsubjpass", "poss"})
_ARMS: Final = frozenset({"Government", "GovernmentBody", "Legislature", "ArmedForce"})
_WORLD_SEATS: Final = frozenset({"Washington", "Brussels", "Vienna", "Geneva", "New York", "The Hague", "Rome"})
"""Cities from which the world's press writes of its own ministers abroad."""
_STATE_RUN: Final = frozenset({"state", "official", "state-run", "state-owned", "government"})
_WORDS_BEFORE: Final = 4  # in which media are said to be the state's: "state-run news agency X"


def desk_of(article: Article, lexicon: Entities) -> str | None:
    """The code of the state in whose capital an article was written, by its dateline; None for seats of world bodies.

    Papers and agencies tell of the ministries of the place they write from without its name.
    """
    if article.dateline is None:
        return None
    city = plain(article.text[article.dateline.start : article.dateline.end]).split(",")[0].strip().title()
    state = lexicon.capitals.get(city) if city not in _WORLD_SEATS else None
    return next((iso3 for iso3, name in lexicon.states.items() if name == state), None)


class Context:
    """Answers which state a stretch of an article is about."""

    def __init__(self, document: Document, cast: Cast, lexicon: Entities) -> None:
        self._document = document
        self._cast = cast
        self._lexicon = lexicon
        self._main: tuple[str | None] | None = None

    def state_at(self, token: Token) -> Entity | None:
        """The state that the words before a token are about, or None."""
        opening = self._opening(self._document.sentence_of(token), token)
        lead = self._document.sentence_of(token).number <= _LEAD
        desk = self._cast.desk if lead else None
        iso3 = opening or self._acting(token, _SUBJECTS) or desk or self._acting(token) or self._dominant()
        if iso3 is None:
            return None
        return self.state(iso3)

    def state_of_scene(self, token: Token) -> Entity | None:
        """The one state whose places stand before a token, here or in the sentence before, or right after it.

        Where these do not say one state: `state_at`.
        """
        here = self._document.sentence_of(token)
        tokens = self._document.tokens_of(here)
        scenes = [[t for t in tokens if t.i < token.i]]
        before = self._document.sentences[here.number - 1] if here.number > 0 else here
        if before is not here and before.paragraph >= here.paragraph - 1:
            scenes.append(list(self._document.tokens_of(before)))
        scenes.append([t for t in tokens if token.i < t.i <= token.i + _RIGHT_AFTER])
        for scene in scenes:
            found = {e.iso3 for _, e in self._cast.within(scene) if e.kind in PLACES and e.iso3 is not None}
            if len(found) == 1:
                return self.state(found.pop())
            if found:
                break
        return self.state_at(token)

    def state(self, iso3: str) -> Entity | None:
        """The state of a code, made where the article has it by its places only."""
        name = self._lexicon.states.get(iso3)
        found = self._cast.state(iso3)
        return found or (self._cast.entity(STATE, name, iso3, known=True) if name is not None else None)

    def _opening(self, sentence: Sentence, token: Token) -> str | None:
        """The state of the place that opens the sentence."""
        tokens = self._document.tokens_of(sentence)
        if tokens[0].lower not in _OPENERS:
            return None
        for other in tokens[1:4]:
            entity = self._cast.at(other)
            if other.i < token.i and entity is not None and entity.is_place:
                return entity.iso3
        return None

    def _acting(self, token: Token, deps: frozenset[str] = _ACTING) -> str | None:
        """The one state that acts in the nearest of the sentences before that has one."""
        here = self._document.sentence_of(token)
        for number in range(here.number, max(here.number - _SENTENCES_BACK, 0) - 1, -1):
            sentence = self._document.sentences[number]
            if sentence.paragraph < here.paragraph - 1:
                break
            found = {
                iso3
                for other in self._document.tokens_of(sentence)
                if other.i < token.i and other.dep in deps and (iso3 := self._acts(other)) is not None
            }
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def _acts(self, token: Token) -> str | None:
        """The code of the state that acts by a token: itself, its capital, one of its bodies, its own media."""
        reference = self._cast.reference_at(token)
        if reference is None or token.dep not in _ACTING or reference.how in ("adjective", "people"):
            return None
        entity = self._cast.entities[reference.entity]
        capital = entity.kind == "Settlement" and entity.canonical in self._lexicon.capitals and token.dep != "poss"
        arm = entity.kind in _ARMS or (entity.kind == "MediaOrganization" and self._state_run(token))
        return entity.iso3 if entity.kind == STATE or capital or arm else None

    def _state_run(self, token: Token) -> bool:
        """Whether the words before the name of media say that they are the state's."""
        before = self._document.tokens[max(token.i - _WORDS_BEFORE, 0) : token.i]
        return any(word.lower in _STATE_RUN for word in before)

    def _dominant(self) -> str | None:
        """The state that most mentions of states and places are of, as the article stood when first asked."""
        if self._main is None:
            self._main = (self._most_told_of(),)
        return self._main[0]

    def _most_told_of(self) -> str | None:
        entities = (self._cast.entities[r.entity] for r in self._cast.references() if r.how != "pronoun")
        counted = Counter(e.iso3 for e in entities if e.iso3 is not None and (e.kind == STATE or e.kind in PLACES))
        if not counted:
            return None
        iso3, count = counted.most_common(1)[0]
        return iso3 if count >= _DOMINANT * counted.total() else None
