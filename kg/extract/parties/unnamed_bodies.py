"""Bodies that act without a name: "riot police", "the authorities", "the armed forces", one of each for a state.

What annotators of news list among the actors. A body is that of the state of its place or scene, where the paragraph
tells of that state; a body told of by other words before ("the government", "the authorities") is the same one.
"""

from __future__ import annotations

import re

from kg.extract.parties.phrases import phrase_span
from kg.extract.reference.capitals import state_of_capital
from kg.extract.reference.cast import STATE, UNNAMED, Cast, Entity
from kg.extract.reference.context import Context
from kg.language.document import Document, Token
from kg.lexicon.entities import Entities
from kg.model import Span

_UNNAMED_BODIES = {
    "police": "GovernmentBody",
    "gendarmerie": "GovernmentBody",
    "authorities": "Government",
    "government": "Government",
    "regime": "Government",
    "junta": "Government",
    "government forces": "ArmedForce",
    "government troops": "ArmedForce",
    "government soldiers": "ArmedForce",
    "security forces": "ArmedForce",
    "armed forces": "ArmedForce",
    "army": "ArmedForce",
    "rebel forces": "ArmedGroup",
    "rebel troops": "ArmedGroup",
    "insurgent forces": "ArmedGroup",
    "separatist forces": "ArmedGroup",
    "opposition forces": "ArmedGroup",
    "militia": "ArmedGroup",
    "militias": "ArmedGroup",
    "separatists": "ArmedGroup",
}  # bodies that act without a name and are one body each; what annotators of news list among the actors
_ALL_FORCES = frozenset({"armed forces", "government forces", "government troops", "government soldiers"})
_WHOLE_FORCE = re.compile(r"\b(?:[Aa]rmed [Ff]orces|[Aa]rmy|[Mm]ilitary|[Dd]efen[cs]e [Ff]orces?|[Ff]orces)$")
_RULING = ("government", "authorities", "regime", "junta")  # last words for those who rule a state
_NOT_ONE = frozenset("a an any some other another foreign several many both few most all each every no".split())


class UnnamedBodies:
    """The bodies without a name in an article; `context` tells in which state something is."""

    def __init__(self, document: Document, cast: Cast, context: Context, lexicon: Entities) -> None:
        self.document = document
        self.cast = cast
        self.context = context
        self._lexicon = lexicon

    def kind(self, head: Token) -> str | None:
        """As in "riot police", "the authorities": the kind of the one body that a phrase means without a name."""
        kids = self.document.children(head, "det", "amod", "nummod", "compound", "nmod")
        if any(mark.lower in ("if", "unless") for mark in self.document.children(self.document.head(head), "mark")):
            return None  # whoever is told of in a mere condition has not acted
        several = any(self.document.children(kid, "conj") for kid in kids)
        if several or any(kid.dep == "nummod" or kid.pos == "NUM" or kid.lower in _NOT_ONE for kid in kids):
            return None
        before = self.document.tokens[head.i - 1].lower if head.i else ""
        for words in (f"{before} {head.lower}", head.lower):
            if words in _UNNAMED_BODIES:
                return _UNNAMED_BODIES[words]
        return None

    def name(self, head: Token) -> str:
        """The words for a body without its article, with the place or person behind them that it is of."""
        span = phrase_span(self.document, head, short=True)
        of = next((kid for kid in self.document.children(head, "prep") if kid.i == head.i + 1), None)
        behind = self.document.child(of, "pobj") if of is not None and of.lower in ("of", "in") else None
        reference = self.cast.reference_at(behind) if behind is not None else None
        entity = self.cast.entities[reference.entity] if reference is not None else None
        seat = entity is not None and state_of_capital(self.cast, entity, self._lexicon) is not None
        if reference is not None and entity is not None and entity.kind not in (UNNAMED, STATE) and not seat:
            span = Span(span.start, reference.span.end)
        text = " ".join(self.document.text[span.start : span.end].split())
        first = self.document.tokens_in(span)[0]
        opens = first.i == self.document.sentence_of(first).first and first.pos != "PROPN"
        return text[:1].lower() + text[1:] if opens else text

    def find(self, head: Token, draft: Entity) -> Entity:
        """The body that a phrase means, one for each state; `draft` has what the phrase itself tells of it."""
        kind, text = draft.kind, draft.canonical
        if draft.iso3 is None and draft.member_of is None and kind != "ArmedGroup":
            scene = self.context.state_of_scene(head)
            draft.iso3 = scene.iso3 if scene is not None else None
        state = self.cast.state(draft.iso3) if draft.iso3 is not None else None
        elsewhere = state is not None and (self._dealt_with_by(head, state) or not self._told_near(head, state))
        if draft.member_of is None and elsewhere:
            state, draft.iso3 = None, None
        if text.lower() in _ALL_FORCES and state is not None:
            named = [e for e in self.cast.entities.values() if e.kind == "ArmedForce" and e.iso3 == state.iso3]
            named = [e for e in named if _WHOLE_FORCE.search(e.canonical)]
            if named:
                return named[0]
        same = self._told_before(kind, text, draft.iso3)
        if same is not None:
            return same
        entity = self.cast.entity(kind, text, draft.iso3, scope=state.id if state is not None else "")
        entity.part_of = entity.part_of or draft.member_of or (state.id if state is not None else None)
        return entity

    def _dealt_with_by(self, head: Token, state: Entity) -> bool:
        """As in "Kenya sold arms to the royal government": the state that acts upon a body is not the body's."""
        verbs = [t for t in self.document.ancestors(head) if t.pos == "VERB"]
        subjects = [t for verb in verbs for t in self.document.children(verb, "nsubj")]
        above = [self.document.head(verb) for verb in verbs if verb.dep == "relcl"]
        return any(self.cast.at(t) is state for t in (*subjects, *above) if t.i != head.i)

    def _told_near(self, head: Token, state: Entity) -> bool:
        """Whether the paragraph of a body tells of its state, or of what is of that state."""
        paragraph = self.document.sentence_of(head).paragraph
        near = [s for s in self.document.sentences if s.paragraph == paragraph]
        tokens = (t for sentence in near for t in self.document.tokens_of(sentence))
        return any(entity.iso3 == state.iso3 for _, entity in self.cast.within(tokens))

    def _told_before(self, kind: str, text: str, iso3: str | None) -> Entity | None:
        """The one body of a state told of by other words: "the government" and "the authorities", "Kenyan police"."""
        words = _RULING if kind == "Government" else (text.lower(),) if text.lower() == "police" else ()
        alike = [e for e in self.cast.entities.values() if e.kind == kind and not e.known and words]
        alike = [e for e in alike if e.canonical.lower().endswith(words)]
        named = [e for e in alike if e.iso3 == iso3]
        if named:
            return named[0]
        unsure = [e for e in alike if None in (iso3, e.iso3)]
        return unsure[0] if len(unsure) == 1 else None

    def seat(self, head: Token) -> Entity | None:
        """As in "the authorities in Accra": the state whose capital is named, and no body beside it."""
        if head.lower != "authorities" or self.document.children(head, "amod", "compound", "nmod", "poss"):
            return None
        behind = self.document.tokens[head.i + 1 : head.i + 3]
        town = self.cast.at(behind[1]) if len(behind) == 2 and behind[0].lower == "in" else None
        return state_of_capital(self.cast, town, self._lexicon) if town is not None else None

    def coalition(self, head: Token) -> Entity | None:
        """As in "coalition forces": the one force of all who are in the coalition of an article."""
        kids = self.document.children(head, "amod", "compound", "nmod")
        if head.lemma not in ("force", "troop") or not any(kid.lower == "coalition" for kid in kids):
            return None
        force = self.cast.entity("ArmedForce", "coalition forces", scope="described")
        force.names[force.canonical] += 1
        self.cast.refer(phrase_span(self.document, head, short=True), force, "name")
        return force
