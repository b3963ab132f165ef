"""The trigger lexicon: which words, in which frame, describe an action of which PLOVER category.

Data: `triggers/<category>.tsv` (a line is a trigger, its head word first, then marked dependents) and
`classes*.tsv` (named classes of nouns, written `@class` in triggers). A line with
alternatives (`hold|conduct @talks/obj`) stands for all its combinations; a noun with the modifier before it is
written `general_strike`.

    mark    the dependent is ...
    /obj    the object (or the subject of a passive)      /prt   a verb particle
    /prep   a preposition                                  /pobj  the object of the preposition before it
    /adj    an adjective complement                        /adv   an adverb
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.lexicon.tables import read_table

CATEGORIES = [
    "Agree",
    "Consult",
    "Support",
    "Concede",
    "Cooperate",
    "Aid",
    "Retreat",
    "Request",
    "Accuse",
    "Reject",
    "Threaten",
    "Protest",
    "Sanction",
    "Mobilize",
    "Coerce",
    "Assault",
]
_CLASSES = ("classes.tsv", "classes-conflict.tsv", "classes-people.tsv", "classes-things.tsv")
_AGENTS = ("body", "party", "official", "force", "fighter", "police")
_UNSURE = frozenset(
    "he she it they we two three both pair panel bank team world".split()
)  # they point at things as well
_TELLING = frozenset({"negated", "several", "future"})  # flags that make another act of a verb
_LAST = 8  # more than the conditions of any line that also holds without a target
_MARKS = frozenset({"obj", "prt", "prep", "pobj", "adj", "adv"})


@dataclass(frozen=True, slots=True)
class Part:
    """A dependent that a trigger needs: words it may be, and how it hangs on the head."""

    words: frozenset[str]
    mark: str
    named_class: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a slot: it must (or must not) be filled by one of the kinds or words.

    A condition with neither is a flag (`kg.extract.acts.flags`), "has-recipient" or "has-target".
    """

    slot: str
    kinds: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """One line of the lexicon. Slots are tried in the order given; an empty tuple means none."""

    heads: frozenset[str]
    parts: tuple[Part, ...]
    pos: str
    category: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    content: tuple[str, ...]
    conditions: tuple[Condition, ...]
    text: str

    @property
    def weight(self) -> int:
        """How specific the trigger is: more parts and conditions win over fewer; what may come to nothing is last."""
        told = 3 * sum(c.slot in _TELLING for c in self.conditions)
        return 4 * len(self.parts) + len(self.conditions) + told - (_LAST if self.wants_target else 0)

    @property
    def negated(self) -> bool:
        """Whether the line is about what is not done ("will not accept" is a refusal)."""
        return any(condition.slot in ("negated", "never") for condition in self.conditions)

    @property
    def by_saying(self) -> bool:
        """Whether whoever says it does it ("you must leave" is a request by the speaker)."""
        return "speaker" in self.actor

    @property
    def promises(self) -> bool:
        """Whether saying what will be is the act itself ("you will pay for this" is a threat)."""
        telling = any(condition.slot in ("future", "readied") for condition in self.conditions)
        return self.by_saying or self.vows or telling

    @property
    def vows(self) -> bool:
        """Whether the line is about what somebody vows to do or is ready for ("vowed to go to war")."""
        return any(condition.slot == "vowed" for condition in self.conditions)

    @property
    def wants_recipient(self) -> bool:
        """Whether the line holds only with a recipient, which the frame finds."""
        return any(condition.slot == "has-recipient" for condition in self.conditions)

    @property
    def wants_target(self) -> bool:
        """Whether the line holds only where the article tells, in the clause or around it, to whom it is done."""
        return any(condition.slot == "has-target" for condition in self.conditions)

    @property
    def size(self) -> int:
        """The number of combinations the line stands for; a class counts once."""
        n = len(self.heads)
        for part in self.parts:
            n *= 1 if part.named_class else len(part.words)
        return n


@dataclass(frozen=True, slots=True)
class Triggers:
    """The lexicon by head word, most specific first; `agents` are words for whoever can act, named or not."""

    by_head: Mapping[str, tuple[Trigger, ...]]
    classes: Mapping[str, frozenset[str]]
    agents: frozenset[str]

    @property
    def persons(self) -> frozenset[str]:
        """The lemmas of nouns for people."""
        return self.classes.get("person", frozenset())

    def size(self) -> int:
        """The number of triggers with alternatives counted out."""
        seen = {id(t): t for listed in self.by_head.values() for t in listed}
        return sum(t.size for t in seen.values())


@cache
def load_triggers() -> Triggers:
    """Read all trigger files; raises DataError naming file and trigger for a malformed line."""
    classes = _load_classes()
    by_head: dict[str, list[Trigger]] = {}
    for category in CATEGORIES:
        for row in read_table(f"triggers/{category.lower()}.tsv"):
            trigger = _parse(row, category, classes)
            for head in trigger.heads:
                by_head.setdefault(head, []).append(trigger)
    for listed in by_head.values():
        listed.sort(key=lambda t: (-t.weight, CATEGORIES.index(t.category), t.text))
    agents = frozenset[str]().union(*(classes[name] for name in _AGENTS)) - _UNSURE
    return Triggers({head: tuple(listed) for head, listed in sorted(by_head.items())}, classes, agents)


def _load_classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for table in _CLASSES:
        for row in read_table(table):
            found.setdefault(row["class"], set()).add(row["lemma"])
    return {name: frozenset(words) for name, words in found.items()}


def _parse(row: Mapping[str, str], category: str, classes: Mapping[str, frozenset[str]]) -> Trigger:
    where = f"kg/lexicon/triggers/{category.lower()}.tsv, trigger {row['trigger']!r}"
    head, *rest = row["trigger"].split()
    return Trigger(
        heads=_words(head, classes, where)[0],
        parts=tuple(_part(piece, classes, where) for piece in rest),
        pos=row["pos"],
        category=category,
        mode=None if row["mode"] in ("-", "") else row["mode"],
        actor=_slots(row["actor"]),
        recipient=_slots(row["recipient"]),
        content=_slots(row["content"]),
        conditions=tuple(
            _condition(text.strip(), classes, where) for text in row["if"].split(";") if text.strip() not in ("-", "")
        ),
        text=row["trigger"],
    )


def _words(text: str, classes: Mapping[str, frozenset[str]], where: str) -> tuple[frozenset[str], bool]:
    words: set[str] = set()
    named = False
    for piece in text.split("|"):
        if piece.startswith("@"):
            if piece[1:] not in classes:
                raise DataError(f"{where}: no class {piece!r}. Add it to kg/lexicon/classes.tsv.")
            words |= classes[piece[1:]]
            named = True
        else:
            words.add(piece.replace("_", " "))
    return frozenset(words), named


def _part(piece: str, classes: Mapping[str, frozenset[str]], where: str) -> Part:
    text, _, mark = piece.rpartition("/")
    if mark not in _MARKS:
        raise DataError(f"{where}: {piece!r} has no known mark. Use one of {sorted(_MARKS)}.")
    words, named = _words(text, classes, where)
    return Part(words, mark, named)


def _slots(cell: str) -> tuple[str, ...]:
    return tuple(slot for slot in (piece.strip() for piece in cell.split(",")) if slot not in ("", "-"))


def _condition(text: str, classes: Mapping[str, frozenset[str]], where: str) -> Condition:
    if "=" not in text:
        return Condition(text)
    slot, _, values = text.partition("=")
    pieces = frozenset(value.strip() for value in values.split("|"))
    kinds = pieces & _KINDS
    words, _ = _words("|".join(sorted(pieces - kinds)), classes, where) if pieces - kinds else (frozenset(), False)
    return Condition(slot.rstrip("!").strip(), kinds, words, slot.endswith("!"))


_KINDS = frozenset({"actor", "asset", "place", "person", "state"})
