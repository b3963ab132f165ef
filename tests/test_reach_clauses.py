"""Every word that tells who is the subject or object of a clause does so, in sentences drawn as trees."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from kg.extract.acts.doers import Doers
from kg.extract.acts.matching import Match
from kg.extract.acts.slots import Slots
from kg.extract.parties.parties import Parties
from kg.language.clauses import kept_objects, surface_subjects
from kg.language.complements import repair_complements
from kg.language.document import Document, Token
from kg.language.passives import agents, is_passive
from kg.lexicon.triggers import Trigger
from kg.lexicon.words import scope_words
from tests.sketch import Node, document_of, noun


def sentence(verb: str, tag: str, left: Sequence[Node], right: Sequence[Node]) -> tuple[Document, Token]:
    """A sentence and its verb."""
    document, (root,) = document_of([Node(verb, "VERB", "ROOT", tag, list(left), list(right))])
    return document, document.tokens[root]


def token(document: Document, word: str) -> Token:
    """The first token of a word."""
    return next(t for t in document.tokens if t.text == word)


def words(tokens: Sequence[Token]) -> list[str]:
    """Their texts."""
    return [t.text for t in tokens]


def behind(preposition: str, name: str, dep: str = "prep") -> Node:
    """A preposition with a noun."""
    return Node(preposition, "ADP", dep, "IN", [], [noun(name, "pobj")])


WERE = Node("were", "AUX", "auxpass", "VBD")
TO = Node("to", "PART", "aux", "TO")


@pytest.mark.parametrize("verb", sorted(scope_words("two objects")))
def test_what_is_given_is_kept_by_a_passive(verb: str) -> None:
    document, given = sentence(verb, "VBN", [noun("envoys", "nsubjpass"), WERE], [noun("visas", "dobj")])
    assert words(kept_objects(document, given)) == ["visas"]


def test_other_verbs_keep_no_object() -> None:
    document, named = sentence("name", "VBN", [noun("envoys", "nsubjpass"), WERE], [noun("visas", "dobj")])
    assert kept_objects(document, named) == []


def doer_of_what(undertaking: str) -> list[str]:
    """Who attacks in "The <undertaking> of Togo to attack worried Ghana"."""
    attack = Node("attack", "VERB", "acl", "VB", [TO])
    subject = Node(undertaking, "NOUN", "nsubj", "NN", [], [behind("of", "Togo"), attack])
    document, _ = sentence("worried", "VBD", [subject], [noun("Ghana", "dobj")])
    return words(surface_subjects(document, token(document, "attack")))


def test_whose_undertaking_it_is_does_it() -> None:
    assert [word for word in sorted(scope_words("undertaking")) if doer_of_what(word) != ["Togo"]] == []
    assert doer_of_what("capital") != ["Togo"]


def test_by_what_means_is_no_passive() -> None:
    def passive(by: str) -> bool:
        return is_passive(*sentence("contacted", "VBN", [], [behind("by", by, "agent")]))

    assert [word for word in sorted(scope_words("means")) if passive(word)] == []
    assert passive("Ghana")


def test_the_deed_complained_of_has_its_doer_behind_it() -> None:
    def complainers(complaint: str) -> list[str]:
        document, lodged = sentence(
            "lodged",
            "VBN",
            [noun(complaint, "nsubjpass"), WERE],
            [behind("over", "raid"), behind("by", "Ghana", "agent")],
        )
        return words(agents(document, lodged))

    assert [word for word in sorted(scope_words("complaint")) if complainers(word)] == []
    assert complainers("plan") == ["Ghana"]


def test_what_is_told_behind_a_wish_is_no_part_of_it() -> None:
    def threatening(wish: str) -> list[str]:
        threat = Node("threatened", "VERB", "conj", "VBD")
        cease = Node("cease", "VERB", "ccomp", "VB", [noun("Togo", "nsubj")], [threat])
        document, _ = sentence(wish, "VBD", [noun("Ghana", "nsubj")], [cease])
        return words(surface_subjects(document, token(document, "threatened")))

    assert [word for word in sorted(scope_words("demanding clause")) if threatening(word) != ["Ghana"]] == []
    assert threatening("see") == ["Togo"]


def speaking(first: str, then: str) -> list[str]:
    """Who does the second in "Ghana <first> Togo was late and <then>"."""
    late = Node("be", "AUX", "ccomp", "VBD", [noun("Togo", "nsubj")], [Node(then, "VERB", "conj", "VBD")])
    document, _ = sentence(first, "VBD", [noun("Ghana", "nsubj")], [late])
    return words(surface_subjects(document, document.tokens[-1]))


def test_who_tells_something_goes_on_to_speak() -> None:
    assert [word for word in sorted(scope_words("telling")) if speaking(word, "warn") != ["Ghana"]] == []
    assert [word for word in sorted(scope_words("going on")) if speaking("say", word) != ["Ghana"]] == []
    assert speaking("say", "wither") == speaking("see", "warn") == ["Togo"]


def test_what_is_pleaded_for_is_a_complement() -> None:
    def role(verb: str) -> str:
        halt = Node("halt", "VERB", "advcl", "VB", [Node("for", "SCONJ", "mark", "IN"), noun("Togo", "nsubj"), TO])
        document, _ = sentence(verb, "VBD", [noun("Ghana", "nsubj")], [halt])
        return token(repair_complements(document), "halt").dep

    assert [word for word in sorted(scope_words("pleading")) if role(word) != "xcomp"] == []
    assert role("wait") == "advcl"


def test_who_does_something_with_a_deed_does_the_deed() -> None:
    def attackers(verb: str) -> tuple[str, ...]:
        document, _ = sentence(verb, "VBD", [noun("Ghana", "nsubj")], [noun("attack", "dobj")])
        names = cast("Parties", SimpleNamespace(cast=None, of=lambda tokens: tuple(t.text for t in tokens)))
        attack = Match(cast("Trigger", SimpleNamespace(category="Assault")), document.tokens[-1], ())
        return Doers(document, names, Slots(document, names.cast), ())._borrowed(attack)

    assert [word for word in sorted(scope_words("light")) if attackers(word) != ("Ghana",)] == []
    assert attackers("describe") == ()
