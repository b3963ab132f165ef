"""Every line of the trigger lexicon is reachable, with every one of its alternatives.

Two things can make a line dead: nothing in a text can ever have the words it asks for, or another line
always takes them first. Parsers lose some readings of bare sentences, so both are tested where lines meet
the parse, on sentences drawn as trees (`tests.sketch`); that the analyser gives the words as the lexicon
writes them is tested with its own lemmatizer. How many lines survive the parser too is held to a floor.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.acts.flags import FLAGS
from kg.extract.acts.matching import Match, find_triggers
from kg.extract.names.entities import gather_entities
from kg.extract.names.names import find_names
from kg.extract.parties.parties import Parties
from kg.extract.reference.plurals import Groups
from kg.language.document import Document
from kg.lexicon.entities import load_entities
from kg.lexicon.triggers import Condition, Part, Trigger, Triggers, load_triggers
from tests.inflection import gerund, participle, past, plural
from tests.reading import parse
from tests.sketch import Node, document_of, noun

DOER, OTHER = "Ghana", "Togo"
FILLERS = {"actor": "Togo", "state": "Togo", "person": "Ghanaians", "place": "Lagos", "asset": "missile"}
SENTENCES_A_DOCUMENT = 500
LEAST_PARSED = 0.96  # of the lines, in the flat sentences of `as_written`
TURNS = 8  # sentences tried for an alternative, with other words of its classes


def lines() -> list[Trigger]:
    """Every line of the lexicon once."""
    return list({id(t): t for listed in load_triggers().by_head.values() for t in listed}.values())


def expansions(trigger: Trigger) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Head and part words of each alternative of a line; a class counts as one word, here empty."""
    choices = [[""] if part.named_class else sorted(part.words) for part in trigger.parts]
    return ((head, words) for head in sorted(trigger.heads) for words in itertools.product(*choices))


def _of_class(part: Part, trigger: Trigger, turn: int) -> str:
    """A word of a part's class, another one each turn; one that the line's conditions hold of if there is any."""
    wanted = [c for c in trigger.conditions if c.slot == part.mark and not c.negated and not c.kinds]
    return _turn([w for w in part.words if all(w in c.words for c in wanted)] or part.words, turn)


def _turn(words: Iterable[str], turn: int) -> str:
    listed = sorted(words, key=lambda word: (" " in word, "-" in word, word))
    return listed[turn * max(len(listed) // TURNS, 1) % len(listed)]


# --- drawing a sentence for a line


def drawn(trigger: Trigger, head: str, words: tuple[str, ...], turn: int) -> Node:
    """A sentence that says no more than what a line asks for; another one each turn where it leaves a choice."""
    root = Node(head, "VERB", "ROOT", "VBD") if trigger.pos == "V" else Node(head, "NOUN", "nsubj", "NN")
    _hang_parts(root, trigger, words, turn)
    for condition in trigger.conditions:
        if condition.kinds or condition.words:
            _hang_condition(root, condition, turn)
    flags = {c.slot for c in trigger.conditions if not c.kinds and not c.words}
    _hang_flags(root, flags)
    if trigger.pos == "V" and not any(node.dep in ("nsubj", "nsubjpass") for node in root.left):
        root.left.insert(0, noun(DOER, "nsubj"))
    if "several" in flags:
        _subject(root).right += [Node("and", "CCONJ", "cc"), noun(OTHER, "conj")]
    if "passive" in flags:
        _make_passive(root)
    elif "has-obj" in flags and not _objects(root):
        root.right.insert(0, noun("matter", "dobj"))
    elif "obj" in trigger.recipient + trigger.actor + trigger.content and "no-obj" not in flags and not _objects(root):
        root.right.insert(0, noun(OTHER, "dobj"))
    return _wrapped(root, flags)


def _wrapped(root: Node, flags: set[str]) -> Node:
    """The sentence around a trigger that asks for one: "stood ready to act", "acted in close partnership"."""
    if "readied" in flags:
        subjects, root.left = root.left, [Node("to", "PART", "aux", "TO")]
        root.dep, root.tag = "xcomp", "VB"
        return Node("stand", "VERB", "ROOT", "VBD", subjects, [Node("ready", "ADJ", "acomp", "JJ", [], [root])])
    if "in-phrase" in flags:
        root.dep, root.left = "pobj", [*root.left, Node("close", "ADJ", "amod", "JJ")]
        return Node("act", "VERB", "ROOT", "VBD", [noun(DOER, "nsubj")], [Node("in", "ADP", "prep", "IN", [], [root])])
    if "vowed" in flags:
        subjects, root.left = [node for node in root.left if node.dep == "nsubj"], [Node("to", "PART", "aux", "TO")]
        root.dep, root.tag = "xcomp", "VB"
        return Node("vow", "VERB", "ROOT", "VBD", subjects, [root])
    return root


def _hang_flags(root: Node, flags: set[str]) -> None:
    """The words that flags ask for: "will", "not", and a clause."""
    if "future" in flags:
        root.left.append(Node("will", "AUX", "aux", "MD"))
    if "never" in flags:
        root.left += [Node("would", "AUX", "aux", "MD"), Node("never", "ADV", "neg", "RB")]
    if "negated" in flags:
        root.left.append(Node("not", "PART", "neg"))
    if "blamed" in flags:
        root.right.append(Node("blame", "VERB", "relcl", "VBD"))
    there = {node.dep for node in root.right}
    if flags & {"has-xcomp", "to-clause"} and "xcomp" not in there:
        root.right.append(_clause("matter", "xcomp"))
    if "wanted" in flags:
        for node in root.right:
            node.tag = "VB" if node.dep == "ccomp" else node.tag
    if "subjunctive" in flags:
        root.right.append(Node("matter", "VERB", "ccomp", "VB", [noun(OTHER, "nsubj")]))
    elif "has-ccomp" in flags and "ccomp" not in there:
        root.right.append(_clause("matter", "ccomp"))


def _subject(root: Node) -> Node:
    return next(node for node in root.left if node.dep in ("nsubj", "nsubjpass"))


def _objects(root: Node) -> list[Node]:
    return [node for node in root.right if node.dep == "dobj"]


def _make_passive(root: Node) -> None:
    modals = [node for node in root.left if node.tag == "MD"]
    root.left = [noun(OTHER, "nsubjpass"), *modals, Node("was", "AUX", "auxpass")]
    root.tag = "VBN"


def _hang_parts(root: Node, trigger: Trigger, words: tuple[str, ...], turn: int) -> None:
    last = root
    for part, word in zip(trigger.parts, words, strict=True):
        above = root if part.mark in ("obj", "prt", "adj", "adv") else last
        if part.mark == "prep":
            above = last if last.pos in ("NOUN", "PROPN", "ADJ", "ADV") else root
        last = _part_node(part, word or _of_class(part, trigger, turn))
        above.right.append(last)


def _part_node(part: Part, word: str) -> Node:
    if part.mark == "obj":
        return noun(word, "dobj")
    if part.mark == "pobj":
        return noun(word, "pobj")
    role = {"prt": ("ADP", "prt"), "prep": ("ADP", "prep"), "adj": ("ADJ", "acomp"), "adv": ("ADV", "advmod")}
    return Node(word, *role[part.mark])


def _filler(condition: Condition, turn: int) -> str:
    """A word that a condition holds of; for one that forbids words, a word that it does not name."""
    if condition.negated:
        return "matter" if condition.kinds else OTHER
    kinds = sorted(condition.kinds)
    return FILLERS[kinds[turn]] if turn < len(kinds) else _turn(condition.words or {OTHER}, turn - len(kinds))


def _hang_condition(root: Node, condition: Condition, turn: int) -> None:
    word, slot = _filler(condition, turn), condition.slot
    if slot == "subj":
        root.left.insert(0, noun(DOER if word == OTHER else word, "nsubj"))
    elif slot == "obj":
        _hang_object(root, condition, word)
    elif slot == "nmod":
        _hang_on_object(root, condition, word)
    elif slot in ("mod", "poss"):
        root.left.insert(0, noun(word, "poss"))
    elif slot in ("xcomp", "ccomp"):
        if not condition.negated:
            root.right.append(_clause(word, slot))
    elif slot == "xsubj":
        _hang_clause_subject(root, word)
    else:
        _hang_prepositional(root, slot, word)


def _hang_object(root: Node, condition: Condition, word: str) -> None:
    """An object of its own, or one joined to what is there; none where the one there already fits."""
    there = _objects(root)
    if not there:
        root.right.insert(0, noun(word, "dobj"))
    elif not condition.negated and there[0].word not in condition.words:
        there[0].right.append(noun(word, "conj"))


def _hang_on_object(root: Node, condition: Condition, word: str) -> None:
    """A word before the object, of the kind that a condition asks for."""
    if not condition.negated:
        there = _objects(root) or [node for node in root.in_order() if node.dep in ("acomp", "pobj")]
        there[-1].left.append(noun(word, "compound"))


def _clause(word: str, dep: str) -> Node:
    mark = Node("to", "PART", "aux", "TO") if dep == "xcomp" else Node("that", "SCONJ", "mark")
    *before, verb = word.split()
    return Node(verb, "VERB", dep, "VB" if dep == "xcomp" else "VBD", [mark, *(noun(w, "compound") for w in before)])


def _hang_clause_subject(root: Node, word: str) -> None:
    clause = next((node for node in root.right if node.dep in ("xcomp", "ccomp")), None)
    if clause is None:
        clause = _clause("matter", "ccomp")
        root.right.append(clause)
    clause.left.append(noun(word, "nsubj"))


def _hang_prepositional(root: Node, preposition: str, word: str) -> None:
    nodes = [node for node in root.in_order() if node.dep == "prep" and node.word == preposition]
    if not nodes:
        nodes = [Node(preposition, "ADP", "prep", "IN")]
        root.right.append(nodes[0])
    there = [kid for kid in nodes[0].right if kid.dep == "pobj"]
    if there:
        there[0].right.append(noun(word, "conj"))
    else:
        nodes[0].right.append(noun(word, "pobj"))


# --- what the lexicon finds in them


def matched(document: Document, triggers: Triggers) -> dict[int, list[Match]]:
    """The matches of a drawn document by the number of the triggering token."""
    lexicon = load_entities()
    cast = gather_entities(document, find_names(document, (), lexicon), lexicon)
    parties = Parties(document, cast, Groups(), (), lexicon, triggers)
    found = find_triggers(document, parties, triggers, frozenset(lexicon.assets))
    return {matches[0].head.i: matches for matches in found}


Case = tuple[Trigger, str, tuple[str, ...]]


def unreached(listed: Iterable[Trigger], triggers: Triggers) -> list[str]:
    """The alternatives of some lines that never give an act of their category and mode, in words."""
    cases = [(trigger, head, words) for trigger in listed for head, words in expansions(trigger)]
    for turn in range(TURNS):
        batches = [cases[k : k + SENTENCES_A_DOCUMENT] for k in range(0, len(cases), SENTENCES_A_DOCUMENT)]
        cases = [case for batch in batches for case in _lost(batch, turn, triggers)]
    return [f"{trigger.category}: {trigger.text} ({head} {' '.join(words)})" for trigger, head, words in cases]


def _lost(batch: Sequence[Case], turn: int, triggers: Triggers) -> Iterator[Case]:
    document, roots = document_of(drawn(*case, turn) for case in batch)
    found = matched(document, triggers)
    for case, root in zip(batch, roots, strict=True):
        words = document.tokens_of(document.sentence_of(document.tokens[root]))
        heads = [t.i for t in words if t.lemma == case[1].lower() and t.i in found]
        meanings = {(m.trigger.category, m.trigger.mode) for head in heads for m in found[head]}
        if (case[0].category, case[0].mode) not in meanings:
            yield case


def test_every_alternative_of_every_line_gives_its_act() -> None:
    assert unreached(lines(), load_triggers()) == []


def test_a_line_without_a_text_for_it_is_told() -> None:
    planted = replace(lines()[0], heads=frozenset({"tickle"}), parts=(), conditions=(), text="tickle", category="Aid")
    assert unreached([planted], load_triggers()) == ["Aid: tickle (tickle )"]


def as_written(root: Node) -> str:
    """A drawn sentence as text: its verb in the past tense, its common nouns with articles."""
    words = [_written(node) for node in root.in_order()]
    return " ".join((*words, "took place.")) if root.pos == "NOUN" else " ".join(words) + "."


def _written(node: Node) -> str:
    if node.dep == "ROOT":
        if any(kid.tag == "MD" for kid in node.left):
            return node.word
        return participle(node.word) if node.tag == "VBN" else past(node.word)
    bare = node.pos == "NOUN" and node.dep != "compound" and not node.left
    return f"the {node.word}" if bare else node.word


def test_most_lines_survive_the_parser() -> None:
    """One sentence a line; the parser takes many a noun for a verb where nothing else stands beside it."""
    cases = [(trigger, *next(expansions(trigger))) for trigger in lines() if not trigger.negated]
    texts = [as_written(drawn(*case, 0)) for case in cases]
    document = parse("\n\n".join(texts))
    found = matched(document, load_triggers())
    meanings = defaultdict[int, set[tuple[str, str | None]]](set)
    for matches in found.values():
        paragraph = document.sentence_of(matches[0].head).paragraph
        meanings[paragraph] |= {(m.trigger.category, m.trigger.mode) for m in matches}
    reached = [(case[0].category, case[0].mode) in meanings[k] for k, case in enumerate(cases)]
    assert sum(reached) / len(reached) >= LEAST_PARSED


ROLES = frozenset({"subj", "obj", "xcomp", "ccomp", "xsubj", "mod", "nmod", "poss"})
PREPOSITIONS = frozenset(
    """
    about across after against alongside among around as at before behind between beyond by during for from in inside
    into near of off on onto out outside over through to toward towards under upon with within
    """.split()
)
NAMED = frozenset({*FLAGS, "has-recipient", "has-target"})


def test_conditions_ask_for_what_a_parse_can_have() -> None:
    conditions = [(trigger, c) for trigger in lines() for c in trigger.conditions]
    tests = {(t.text, c.slot) for t, c in conditions if (c.kinds or c.words) and c.slot not in ROLES | PREPOSITIONS}
    flags = {(t.text, c.slot) for t, c in conditions if not (c.kinds or c.words) and c.slot not in NAMED}
    assert tests | flags == set()


def foreign_lemmas() -> Iterator[str]:
    """The verbs whose forms, where the model takes them for verbs, have a lemma that their lines do not hold."""
    beside = defaultdict[str, set[str]](set)
    for trigger in lines():
        for head in trigger.heads if trigger.pos == "V" else ():
            beside[head] |= trigger.heads
    verbs = sorted(beside)
    forms = {verb: (past(verb), participle(verb), gerund(verb)) for verb in verbs}
    texts = [
        f"The men {before} the town.\n\nThe town was {done} by the men.\n\nThe men were {doing} the town."
        for before, done, doing in forms.values()
    ]
    document = parse("\n\n".join(texts))
    lemmas = defaultdict[str, set[str]](set)
    for token in document.tokens:
        if token.pos in ("VERB", "AUX"):
            lemmas[token.lower].add(token.lemma)
    for verb, found in forms.items():
        for form in found:
            if lemmas[form] - beside[verb]:
                yield f"{verb}: {form} has the lemma {sorted(lemmas[form])}"


def test_the_analyser_writes_verbs_as_the_lexicon_does() -> None:
    assert list(foreign_lemmas()) == []


def test_the_analyser_writes_plurals_as_the_lexicon_does() -> None:
    nouns = sorted({head for trigger in lines() if trigger.pos == "N" for head in trigger.heads})
    document = parse("\n\n".join(f"They saw many {plural(noun)} there." for noun in nouns))
    lemmas = {(token.lower, token.lemma) for token in document.tokens if token.tag == "NNS"}
    assert {(form, lemma) for form, lemma in lemmas if lemma not in nouns and form in map(plural, nouns)} == set()
