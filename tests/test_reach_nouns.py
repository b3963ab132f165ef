"""Every noun of `nouns.tsv` is read as what it tells of, in sentences drawn as trees."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from kg.extract.acts.recipients import Recipients
from kg.extract.acts.slots import Slots
from kg.extract.parties.described import DescribedActors
from kg.extract.parties.owners import only_where
from kg.extract.parties.parties import Parties
from kg.extract.parties.phrases import phrase_span
from kg.extract.reference.cast import UNNAMED, Cast, Entity
from kg.extract.reference.plurals import fights
from kg.language.document import Document, Token
from kg.lexicon.tables import read_table
from kg.lexicon.words import noun_words
from tests.sketch import Node, document_of, noun

VIENNA = Entity("e0", "Settlement", "Vienna", "AUT")
BODY = Entity("e1", "Legislature", "the body")


def modified(modifier: str, head: str) -> tuple[Token, Token]:
    """Two nouns, the one before the other."""
    document, (root,) = document_of([Node(head, "NOUN", "ROOT", "NN", [noun(modifier, "compound")])])
    return document.tokens[0], document.tokens[root]


def test_a_deed_in_which_people_come_to_harm_is_no_part_of_who_they_are() -> None:
    def phrase(place: str) -> str:
        behind = Node("in", "ADP", "prep", "IN", [], [noun(place, "pobj")])
        document, (root,) = document_of([Node("civilians", "NOUN", "ROOT", "NNS", [], [behind])])
        span = phrase_span(document, document.tokens[root])
        return document.text[span.start : span.end]

    assert [word for word in sorted(noun_words("deed")) if phrase(word) != "civilians"] == []
    assert phrase("town") == "civilians in town"


def test_a_town_before_deeds_and_talks_is_where_they_were() -> None:
    words = sorted(noun_words("deed") | noun_words("talks"))
    assert [word for word in words if not only_where(VIENNA, *modified("Vienna", word))] == []
    assert not only_where(VIENNA, *modified("Vienna", "police"))


def test_a_house_before_an_attack_is_where_it_was() -> None:
    assert [word for word in sorted(noun_words("house")) if not only_where(BODY, *modified(word, "attack"))] == []
    assert not only_where(BODY, *modified("police", "attack"))


def test_a_judgement_of_what_is_done_to_somebody_blames_nobody_else() -> None:
    def blamed(deed: str) -> list[Token]:
        document, (root,) = document_of([Node(deed, "NOUN", "ROOT", "NN")])
        return recipients(document)._blamed([document.tokens[root]])

    assert [word for word in sorted(noun_words("done to somebody")) if blamed(word)] == []
    assert blamed("plan")


def recipients(document: Document) -> Recipients:
    """Recipients in a sentence that names nobody."""
    unnamed = Cast(document)
    return Recipients(document, cast("Parties", SimpleNamespace(cast=unnamed)), Slots(document, unnamed))


def test_fighters_fight() -> None:
    def group(noun: str) -> Entity:
        return Entity("e2", UNNAMED, f"five {noun}s")

    assert [word for word in sorted(noun_words("fighter")) if not fights(group(word))] == []
    assert not fights(group("teacher"))


def test_who_serves_a_side_is_no_bystander() -> None:
    def bystander(word: str) -> bool:
        document, (root,) = document_of([Node(word, "NOUN", "ROOT", "NN")])
        unasked = cast("Any", None)
        described = DescribedActors(document, Cast(document), unasked, unasked, unasked, {})
        return described._is_bystander(document.tokens[root], Entity("e3", UNNAMED, word))

    kinds = ("fighter", "member", "force", "office", "state agent")
    assert [word for kind in kinds for word in sorted(noun_words(kind)) if bystander(word)] == []
    assert bystander("teacher")


def test_a_quantity_counts_those_behind_it() -> None:
    def counted(quantity: str) -> Token | None:
        behind = Node("of", "ADP", "prep", "IN", [], [noun("refugees", "pobj")])
        document, (root,) = document_of([Node(quantity, "NOUN", "ROOT", "NN", [], [behind])])
        return Parties.counted(cast("Parties", SimpleNamespace(document=document)), document.tokens[root])

    assert [word for word in sorted(noun_words("quantity")) if counted(word) is None] == []
    assert counted("law") is None


def test_every_kind_of_noun_is_tested() -> None:
    kinds = {"deed", "talks", "house", "done to somebody", "fighter", "member", "force", "office", "state agent"}
    assert {row["kind"] for row in read_table("nouns")} == kinds | {"quantity"}
