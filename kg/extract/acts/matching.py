"""Find the triggers in a document: which words describe an action, by the lexicon alone.

For each verb or noun the most specific trigger that fits wins, and the words it used up (the "talks" of
"held talks") trigger nothing of their own. Who takes part is read afterwards (`kg.extract.acts.frames`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.acts.flags import FLAGS
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON
from kg.extract.reference.lists import listed_subjects
from kg.language.clauses import kept_objects, logical_objects, logical_subjects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects
from kg.lexicon.triggers import Condition, Part, Trigger, Triggers

_VERBAL = frozenset({"VERB", "AUX"})
_NOT_CLAUSES = frozenset({"amod", "compound", "aux", "auxpass"})
_ABOUT_DEEDS = frozenset({"Accuse", "Support", "Reject", "Request"})
_DEEDS = frozenset({"Assault", "Coerce", "Mobilize", "Sanction", "Protest", "Aid", "Retreat", "Concede"})
_NEEDS_AGENT = frozenset({"Mobilize"})  # what nobody moves is rather described than moved
_NOMINAL = frozenset({"NOUN", "PROPN"})
_LIGHT = frozenset({"take", "adopt", "launch", "carry", "impose", "seek"})  # their object says what a clause is about


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger found at `head`; `used` are the tokens of its parts, in order."""

    trigger: Trigger
    head: Token
    used: tuple[Token, ...]


def find_triggers(
    document: Document, parties: Parties, triggers: Triggers, assets: frozenset[str]
) -> list[list[Match]]:
    """The matches of each triggering token in text order, none on a token that another one used up.

    A token has several where the more specific ones want a recipient that only the frame can tell.
    """
    finder = _Finder(document, parties, triggers, assets)
    found = [matches for token in document.tokens if (matches := finder.at(token))]
    used = {token.i: matches[0] for matches in found for token in matches[0].used}
    return [matches for matches in found if _stands(matches[0], used.get(matches[0].head.i))]


def _stands(match: Match, user: Match | None) -> bool:
    """Whether a match is an act of its own: not used up by another, or a deed that words are about or ask for."""
    if user is None or user.head.i == match.head.i:
        return True
    return user.trigger.category in _ABOUT_DEEDS and match.trigger.category in _DEEDS


_TIED = frozenset("align ally affiliate associate link tie commit dedicate devote".split())
"""As in "groups aligned with X", "nations committed to peace": who somebody is."""


class _Finder:
    def __init__(self, document: Document, parties: Parties, triggers: Triggers, assets: frozenset[str]) -> None:
        self._document = document
        self._parties = parties
        self._triggers = triggers
        self._assets = assets

    def at(self, head: Token) -> list[Match]:
        """The matches at a head, most specific first."""
        if self._document.sentence_of(head).heading:
            return []
        found: list[Match] = []
        for trigger in self._candidates(head):
            used = self._parts(trigger, head)
            if used is not None and all(self._holds(c, trigger, head, used) for c in trigger.conditions):
                found.append(Match(trigger, head, used))
                if not trigger.wants_recipient:
                    break
        return found

    def _candidates(self, head: Token) -> Iterator[Trigger]:
        verbal = head.pos in _VERBAL and (head.dep not in _NOT_CLAUSES or self._hyphenated(head))
        nominal = head.pos in _NOMINAL and self._is_common(head) and not self._is_undone(head)
        if head.dep == "acl" and head.lemma in _TIED:
            return
        standing = head.dep == "amod"  # "UN-recognised", "US-backed" tell how things are
        for trigger in self._triggers.by_head.get(head.lemma, ()):
            if standing and trigger.category == "Support":
                continue
            if (
                (trigger.pos == "V" and verbal)
                or (trigger.pos == "N" and nominal)
                or (trigger.pos == "A" and head.pos == "ADJ")
            ):
                yield trigger

    def _is_undone(self, head: Token) -> bool:
        """As in "non-interference", "non-aggression": what is not done, by a word before the noun."""
        before = [t.lower for t in self._document.tokens[max(head.i - 2, 0) : head.i]]
        return head.lower.startswith("non-") or before[-1:] == ["non"] or before == ["non", "-"]

    def _hyphenated(self, head: Token) -> bool:
        """As in "a US-brokered truce"."""
        return (
            head.dep == "amod"
            and head.tag == "VBN"
            and any(self._parties.is_actor(t) for t in logical_subjects(self._document, head))
        )

    def _is_common(self, head: Token) -> bool:
        """A noun inside a name ("Security Council Meeting Room", "USS Attack") triggers nothing."""
        return self._parties.cast.at(head) is None and head.dep not in ("compound", "nmod", "npadvmod")

    def _parts(self, trigger: Trigger, head: Token) -> tuple[Token, ...] | None:
        return self._fill(trigger.parts, head, ())

    def _fill(self, parts: Sequence[Part], head: Token, used: tuple[Token, ...]) -> tuple[Token, ...] | None:
        """The first dependents that fill all parts: of two "on"s, the one that "alert" hangs on."""
        if not parts:
            return used
        for token in self._dependents(parts[0], head, used):
            if self._named(token, parts[0]) and token not in used:
                filled = self._fill(parts[1:], head, (*used, token))
                if filled is not None:
                    return filled
        return None

    def _dependents(self, part: Part, head: Token, used: Sequence[Token]) -> list[Token]:
        document = self._document
        if part.mark == "obj":
            return [*logical_objects(document, head), *kept_objects(document, head)] if head.pos in _VERBAL else []
        if part.mark == "prt":
            return [
                kid
                for kid in document.children(head)
                if kid.dep in ("prt", "advmod") or (kid.dep == "prep" and kid.i == head.i + 1)
            ]
        if part.mark == "prep":
            heads = [head, *used]
            if "as" in part.words and head.pos in _VERBAL:  # "described the raid by X as a crime", hung on the raid
                heads += [t for t in logical_objects(document, head) if t not in used]
            return [kid for h in heads for kid in document.children(h, "prep", "agent", "dative", "prt", "advmod")]
        if part.mark == "pobj":
            return [
                t
                for p in used
                if p.pos in ("ADP", "SCONJ", "ADV", "PART")
                for kid in document.children(p, "pobj", "pcomp")
                for t in noun_conjuncts(document, kid)
            ]
        if part.mark == "adj":
            judged = document.children(head, "acomp", "oprd", "xcomp", "advmod", "ccomp", "attr")
            joined = [t for kid in judged if kid.pos == "ADJ" for t in document.children(kid, "conj")]
            judged += [t for t in joined if t.pos == "ADJ"]
            judged += [
                kid for kid in document.children(head, "advcl") if kid.pos == "ADJ"
            ]  # "held X personally liable"
            objects = document.children(head, "dobj")  # "branded the raid "a mistake"", taken for a second object
            judged += [*objects[1:], *(t for thing in objects for t in document.children(thing, "appos"))]
            return judged
        return document.children(head, "advmod", "npadvmod")

    def _named(self, token: Token, part: Part) -> bool:
        counted = self._parties.counted(token)
        if counted is not None and self._named(counted, part):
            return True
        if token.lemma in part.words or token.lower in part.words or self._titled(token, part):
            return True
        return any(" " in word or "-" in word for word in part.words) and not part.words.isdisjoint(
            self._compounds(token)
        )

    def _titled(self, token: Token, part: Part) -> bool:
        """As in "recalled its ambassador Ali Tuncay": what somebody is called right before the name."""
        reference = self._parties.cast.reference_at(token) if part.mark == "obj" else None
        if reference is None or self._parties.cast.entities[reference.entity].kind != PERSON:
            return False
        first = self._document.tokens_in(reference.span)[0].i
        return first > 0 and self._document.tokens[first - 1].lemma in part.words

    def _compounds(self, token: Token) -> set[str]:
        """The noun with each modifier before it, as multi-word lemmas are written in the classes."""
        before = [t for t in self._document.children(token, "compound", "amod", "nmod") if t.i < token.i]
        return {f"{t.lemma} {token.lemma}" for t in before} | {f"{t.lower} {token.lemma}" for t in before}

    def _holds(self, condition: Condition, trigger: Trigger, head: Token, used: tuple[Token, ...]) -> bool:
        if not condition.kinds and not condition.words:
            return self._flag(condition.slot, head)
        tokens = self._slot(condition.slot, head, used)
        if not tokens and condition.slot == "subj" and self._agentless(trigger, head):
            return True
        fits = any(self._is(token, condition) for token in tokens)
        return fits != condition.negated

    def _agentless(self, trigger: Trigger, head: Token) -> bool:
        """A passive without an agent, of a verb whose object makes the deed plain ("talks were suspended")."""
        plain = any(part.mark == "obj" for part in trigger.parts) and trigger.category not in _NEEDS_AGENT
        return plain and is_passive(self._document, head)

    def _flag(self, flag: str, head: Token) -> bool:
        test = FLAGS.get(flag)
        return test is None or test(self._document, head)

    def _slot(self, slot: str, head: Token, used: tuple[Token, ...]) -> list[Token]:
        if slot == "subj":
            return self._subjects(head)
        if slot == "obj":
            return logical_objects(self._document, head)
        if slot in ("mod", "poss"):
            return [
                kid
                for kid in self._document.children(head)
                if kid.dep == "poss" or (slot == "mod" and kid.dep in ("amod", "compound", "nmod"))
            ]
        if slot == "nmod":
            return [kid for t in used for kid in self._document.children(t, "amod", "compound", "nmod")]
        if slot in ("xcomp", "ccomp"):
            return self._complements(slot, (head, *used))
        if slot == "xsubj":
            verbs = self._document.children(head, "xcomp", "ccomp")
            verbs += [v for t in used for v in self._document.children(t, "acl", "relcl") if self._tells(v)]
            return [kid for verb in verbs for kid in self._document.children(verb, "nsubj", "nsubjpass")]
        return [t for h in (head, *used) for t in prepositional_objects(self._document, h, slot)]

    def _subjects(self, head: Token) -> list[Token]:
        if head.pos not in _VERBAL:
            return []
        return logical_subjects(self._document, head) or listed_subjects(self._document, self._parties.cast, head)

    def _complements(self, slot: str, heads: Sequence[Token]) -> list[Token]:
        """Clauses below the head or its parts; a noun or adjective has its infinitive as "acl" or "advcl"."""
        kids = [kid for h in heads for kid in self._document.children(h, "xcomp", "ccomp", "acl", "advcl", "relcl")]
        told = {kid.i for kid in kids if self._tells(kid)}
        own = [
            kid
            for kid in kids
            if kid.dep == slot
            or (slot == "xcomp" and kid.tag == "VB" and kid.dep != "ccomp" and kid.i not in told)
            or (slot == "ccomp" and kid.i in told)
        ]
        light = [kid for kid in own if kid.lemma in _LIGHT]
        return [*own, *(noun for kid in light for noun in self._document.children(kid, "dobj"))]

    def _tells(self, clause: Token) -> bool:
        """As in "a warning that X would respond": a whole clause, which parsers hang on a noun as describing it."""
        document = self._document
        whole = bool(document.children(clause, "nsubj", "nsubjpass"))
        marked = any(kid.lower == "that" for kid in document.children(clause, "mark"))
        return whole and (clause.dep == "acl" or (clause.dep == "relcl" and marked))

    def _acts(self, token: Token, condition: Condition) -> bool:
        """A subject that can act though nobody is known by it: "both chambers", "the clans"."""
        return condition.slot == "subj" and token.lemma in self._triggers.agents

    def _is_people(self, token: Token) -> bool:
        reference = self._parties.cast.reference_at(token)
        return reference is not None and reference.how == "people"

    def _is(self, token: Token, condition: Condition) -> bool:
        counted = self._parties.counted(token)
        if counted is not None and self._is(counted, condition):
            return True
        if (
            token.lemma in condition.words
            or token.lower in condition.words
            or not condition.words.isdisjoint(self._compounds(token))
        ):
            return True
        entity = self._parties.cast.at(token)
        if "actor" in condition.kinds and (self._parties.is_actor(token) or self._acts(token, condition)):
            return True
        if "asset" in condition.kinds and (token.lemma in self._assets or (entity is not None and entity.is_asset)):
            return True
        if "person" in condition.kinds and entity is not None and (entity.kind == "Person" or self._is_people(token)):
            return True
        if "state" in condition.kinds and entity is not None and entity.kind == "State":
            return True
        return "place" in condition.kinds and entity is not None and entity.is_place
