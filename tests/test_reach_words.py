"""Every word that reports, sets a modality or a scope does so in a short text.

Words of control and blame are tested on sentences drawn as
trees, for the parser hangs the clause below a bare verb in many ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from kg.extract.modality.cues import cue_of
from kg.extract.speech.speech import reporting_of
from kg.language.clauses import surface_subjects
from kg.language.document import Document, Token
from kg.lexicon.tables import read_table
from kg.lexicon.words import scope_words
from tests.inflection import past
from tests.reading import facts, parse
from tests.sketch import Node, document_of, noun

Read = set[tuple[str, str]]


def read_each(texts: Sequence[str]) -> list[Read]:
    """Type and modality of the actions in each of some texts, each read by itself, for repeated acts become one."""
    return [{(action.type, action.modality) for action in facts(text).actions} for text in texts]


def lost(words: Sequence[str], text: Callable[[str], str], holds: Callable[[Read], bool]) -> list[str]:
    """The words whose text is not read as it should be."""
    return [
        word for word, read in zip(words, read_each([text(word) for word in words]), strict=True) if not holds(read)
    ]


def attack(modality: str) -> Callable[[Read], bool]:
    """Whether there is an attack of that modality, and none of another."""
    return lambda read: {how for kind, how in read if kind == "Assault"} == {modality}


def none_occurred(read: Read) -> bool:
    """Whether no attack happened."""
    return ("Assault", "Occurred") not in read


def no_attack(read: Read) -> bool:
    """Whether nobody attacks."""
    return not any(kind == "Assault" for kind, _ in read)


TEXTS: dict[str, tuple[Callable[[str], str], Callable[[Read], bool]]] = {
    "future modal": (lambda w: f"Ghana rearmed and it{' ' * w.isalpha()}{w} attack Togo.", attack("Planned")),
    "hypothetical modal": (lambda w: f"Ghana {w} attack Togo.", attack("Hypothetical")),
    "refusing modal": (
        lambda w: (
            f"Ghana {w}{'n' * (w in ('wo', 'ca'))}{chr(39) + 't' if w in ('wo', 'ca') else ' not'} recognise Togo."
        ),
        lambda read: ("Reject", "Occurred") in read,
    ),
    "obliging modal": (lambda w: f"Ghana {w} attack Togo.", attack("Requested")),
    "demanding modal": (
        lambda w: f"Kofi Mensah said that Ghana {w} attack Togo.",
        lambda read: any(kind == "Request" for kind, _ in read),
    ),
    "purpose": (lambda w: f"They spoke of the {w} of an attack by Ghana on Togo.", none_occurred),
    "valuing": (lambda w: f"They spoke of the {w} of dialogue between Ghana and Togo.", none_occurred),
    "averting": (
        lambda w: f"They {past(w)} {'off ' * (w == 'head')}an attack by Ghana on Togo.",
        attack("Hypothetical"),
    ),
    "pondering": (lambda w: f"Ghana {past(w)} attacking Togo.", none_occurred),
    "right": (lambda w: f"Ghana has the {w} to attack Togo.", no_attack),
    "negative subject": (lambda w: f"{w.title()} of them attacked Togo.", no_attack),
    "negative determiner": (lambda w: f"{w.title()} army attacked Togo.", no_attack),
    "negative preposition": (lambda w: f"They left {w} {'of ' * (w == 'instead')}attacking Togo.", no_attack),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_every_scope_word_is_read(kind: str) -> None:
    assert lost(sorted(scope_words(kind)), *TEXTS[kind]) == []


def operators(text: str) -> set[str | None]:
    """Who runs the things in a text."""
    return {asset.operator for asset in facts(text).assets}


def test_who_does_something_against_a_thing_does_not_run_it() -> None:
    words = sorted(scope_words("against a thing"))
    assert [word for word in words if operators(f"Ghana {past(word)} a bunker.") != {None}] == []
    assert operators("Ghana built a bunker.") != {None}


CONDITIONS = {"should": "They will meet, should Ghana attack Togo.", "lest": "They met lest Ghana attack Togo."}


def test_every_condition_is_read() -> None:
    words = sorted(scope_words("condition"))
    assert (
        lost(words, lambda w: CONDITIONS.get(w, f"They will meet {w} Ghana attacks Togo."), attack("Hypothetical"))
        == []
    )


NEGATIONS = {
    "neither": "Ghana neither attacked nor left Togo.",
    "nor": "Ghana did not move, nor did it attack Togo.",
    "no": "Ghana no longer attacks Togo.",
}


def test_every_negator_is_read() -> None:
    words = sorted(scope_words("negator"))
    assert lost(words, lambda w: NEGATIONS.get(w, f"Ghana {w} attacked Togo."), no_attack) == []


def test_other_words_leave_an_attack_as_it_is() -> None:
    texts = ["They spoke of the news of an attack by Ghana on Togo.", "They condemned an attack by Ghana on Togo."]
    assert all(("Assault", "Occurred") in read for read in read_each([*texts, "Ghana openly attacked Togo."]))


def test_every_kind_of_scope_word_is_tested() -> None:
    others = {"condition", "negator", "object control", "blaming", "against a thing"}
    others |= {"quoting", "wordless", "writing", "wording", "naming", "heading", "appointing"}  # in test_quotations.py
    others |= {"sourcing", "in passing", "voicing", "worry", "thinking"}  # in test_reach_speech.py
    others |= {"alleging", "contesting", "contested", "promising", "holding"}
    others |= {"speaking", "wishing", "thanking"}  # in test_modality.py
    others |= {"complying", "ending"}  # in test_compliance.py
    others |= {"call"}  # in test_encounters.py
    others |= {"judging", "judging measure"}  # in test_judged.py
    others |= {"enacting", "enacting state"}  # in test_enacted.py
    others |= {"serving"}  # in test_descriptions.py
    others |= {"two objects", "undertaking", "means", "complaint", "demanding clause"}  # in test_reach_clauses.py
    others |= {"going on", "telling", "pleading", "light"}
    assert {row["kind"] for row in read_table("scopes")} == TEXTS.keys() | others


def below(verb: str, clause: Node) -> tuple[Document, Token]:
    """The sentence "Ghana <verb>ed Togo <clause>" and the clause's verb."""
    document, (root,) = document_of(
        [Node(verb, "VERB", "ROOT", "VBD", [noun("Ghana", "nsubj")], [noun("Togo", "dobj"), clause])]
    )
    return document, next(
        token for token in document.tokens if token.text in ("attack", "attacking") and token.i != root
    )


@pytest.mark.parametrize("verb", sorted(scope_words("object control")))
def test_the_object_does_what_it_is_made_to_do(verb: str) -> None:
    document, attacked = below(verb, Node("attack", "VERB", "xcomp", "VB", [Node("to", "PART", "aux", "TO")]))
    assert [token.text for token in surface_subjects(document, attacked)] == ["Togo"]


@pytest.mark.parametrize("verb", sorted(scope_words("blaming")))
def test_the_object_does_what_it_is_blamed_for(verb: str) -> None:
    document, attacked = below(verb, Node("for", "ADP", "prep", "IN", [], [Node("attacking", "VERB", "pcomp", "VBG")]))
    assert [token.text for token in surface_subjects(document, attacked)] == ["Togo"]


def test_a_verb_of_no_control_leaves_the_deed_to_its_subject() -> None:
    document, attacked = below("promise", Node("attack", "VERB", "xcomp", "VB", [Node("to", "PART", "aux", "TO")]))
    assert [token.text for token in surface_subjects(document, attacked)] == ["Ghana"]


# --- cues of modality


def cue_text(cue: str) -> str:
    """A sentence with a cue before an attack."""
    words = cue.split()
    if cue.endswith(" whether"):
        return f"It was {words[0]} whether Ghana attacked Togo."
    verb = "was" if words[0] == "be" else past(words[0])
    tail = " ".join((verb, *words[1:]))
    return f"Ghana {tail} attack Togo." if words[-1] == "to" else f"Ghana {tail} attacking Togo."


def found_cue(document: Document, paragraph: int) -> set[str]:
    """The kinds that the verbs of a paragraph give."""
    tokens = [t for t in document.tokens if document.sentence_of(t).paragraph == paragraph]
    return {cue_of(document, token) for token in tokens if token.pos in ("VERB", "AUX", "ADJ")}


def test_every_cue_on_a_verb_is_read() -> None:
    rows = [row for row in read_table("modality_cues") if row["kind"] != "doubt"]
    document = parse("\n\n".join(cue_text(row["cue"]) for row in rows))
    wrong = [row["cue"] for k, row in enumerate(rows) if row["kind"] not in found_cue(document, k)]
    assert wrong == []


def doubt_text(cue: str) -> str:
    """A sentence in which a cue puts an attack in doubt."""
    if cue.startswith("be ") or cue.endswith(" whether"):
        return cue_text(cue)
    if cue.endswith("ly"):
        return f"Ghana {cue} attacked Togo."
    return f"The {cue} attack by Ghana on Togo was told of."


def test_every_doubt_is_read() -> None:
    words = [row["cue"] for row in read_table("modality_cues") if row["kind"] == "doubt"]
    assert lost(words, doubt_text, lambda read: any(how in ("Alleged", "Uncertain") for _, how in read)) == []


# --- reporting words


def test_every_reporting_word_reports() -> None:
    rows = read_table("reporting")
    texts = [
        f"Mensah {past(first)} {' '.join((*rest, 'that'))} Ghana attacked Togo."
        for first, *rest in (row["lemma"].split() for row in rows)
    ]
    document = parse("\n\n".join(texts))
    found: list[set[tuple[str, str]]] = [set() for _ in rows]
    for token in document.tokens:
        word = reporting_of(document, token) if token.pos == "VERB" else None
        if word is not None:
            found[document.sentence_of(token).paragraph].add((word.polarity, word.certainty))
    assert [row["lemma"] for k, row in enumerate(rows) if (row["polarity"], row["certainty"]) not in found[k]] == []
