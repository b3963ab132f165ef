"""The lines above an official text: who issues it, and who makes the statement."""

from __future__ import annotations

import pytest

from kg.model import Facts
from kg.read.article import read_bytes
from tests.reading import names_of, pipeline

BODY = "The United States condemns the attack of Monday on the town of Kumasi. Ghana called for talks.\n"


def read(head: str) -> Facts:
    """The facts of an official text with those lines above it."""
    return pipeline().extract(read_bytes(f"{head}\n\n{BODY}".encode(), "test"))


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (
            "U.S. Department of State\nOffice of the Spokesman\nPress Statement by Anna Kern, Spokesman\nMay 2, 2001",
            "U.S. Department of State",
        ),
        (
            "U.S. DEPARTMENT OF STATE\nOffice of the Spokesman\nMay 2, 2001\nSTATEMENT BY ANNA KERN, SPOKESMAN",
            "U.S. Department of State",
        ),
        ("THE WHITE HOUSE\nOffice of the Vice President\nMay 2, 2001\n\nReadout of a call", "White House"),
    ],
)
def test_the_issuer_is_an_actor(head: str, issuer: str) -> None:
    facts = read(head)
    found = {actor.name: actor for actor in facts.actors}
    line = found[issuer].evidence.span
    assert facts.article.text[line.start : line.end].casefold() in (issuer.casefold(), f"the {issuer}".casefold())


@pytest.mark.parametrize(
    ("line", "holder", "kind", "organization"),
    [
        ("Press Statement by Anna Kern, Spokesman", "Anna Kern", "Spokesperson", "U.S. Department of State"),
        ("STATEMENT BY ANNA KERN, SPOKESMAN", "Anna Kern", "Spokesperson", "U.S. Department of State"),
    ],
)
def test_who_makes_the_statement_holds_the_office(line: str, holder: str, kind: str, organization: str) -> None:
    facts = read(f"U.S. Department of State\nOffice of the Spokesman\n{line}\nMay 2, 2001")
    names = names_of(facts)
    held = [(names[t.holder], t.kind, names[t.organization or ""], t.evidence) for t in facts.tenures]
    assert [h[:3] for h in held] == [(holder, kind, organization)]
    assert holder.casefold() in facts.article.slice(held[0][3].span).casefold()


def test_a_name_with_a_high_office_makes_the_statement() -> None:
    text = (
        "Anna Kern, Secretary of State\n\nMay 2, 2001\n\nToday, I am designating the Blue Front. We urge Chad to act.\n"
    )
    facts = pipeline().extract(read_bytes(text.encode(), "test"))
    names = names_of(facts)
    assert [(names[t.holder], t.kind) for t in facts.tenures] == [("Anna Kern", "ForeignMinister")]
    assert [names[i] for a in facts.actions if a.type == "Sanction" for i in a.actors] == ["Anna Kern"]


@pytest.mark.parametrize("line", ["Anna Kern, Diplomatic Editor", "Anna Kern, Accra"])
def test_a_byline_makes_no_statement(line: str) -> None:
    facts = pipeline().extract(read_bytes(f"{line}\n\nMay 2, 2001\n\nToday, I am in Accra. {BODY}".encode(), "test"))
    assert not facts.tenures


def test_a_newspaper_is_no_party() -> None:
    facts = read("Accra Morning Post\nBy Anna Kern\nMay 2, 2001")
    assert {"United States", "Ghana"} == {actor.name for actor in facts.actors}


def test_envoys_and_officials_of_the_issuer_serve_its_state() -> None:
    head = "U.S. Department of State\nOffice of the Spokesman\nMay 2, 2001\n\n"
    body = "Ambassador Anna Kern and Assistant Secretary Paul Roy met rebels in Ghana. The United States seeks peace.\n"
    facts = pipeline().extract(read_bytes((head + body).encode(), "test"))
    names = names_of(facts)
    held = {(names[t.holder], names.get(t.organization or "")) for t in facts.tenures}
    assert {("Anna Kern", "United States"), ("Paul Roy", "United States")} <= held


def test_an_office_stands_for_an_issuer_that_is_not_named() -> None:
    facts = read(
        "For Immediate Release\nOffice of the Press Secretary\nMay 2, 2001\n\nStatement by the Press Secretary"
    )
    assert ("Office of the Press Secretary", "USA") in {(a.name, a.country) for a in facts.actors}


@pytest.mark.parametrize("by", ["by President Henry Stone, Jr.", "from President Henry Stone"])
def test_who_makes_the_statement_is_the_first_person_of_it(by: str) -> None:
    text = f"2001-05-02 The White House\n\nStatement {by} on Mali\n\nI condemn the attack. We stand with Mali.\n"
    facts = pipeline().extract(read_bytes(text.encode(), "test"))
    names = names_of(facts)
    acted = [[names[actor].rstrip(", Jr.") for actor in action.actors] for action in facts.actions]
    assert acted == [["Henry Stone"], ["United States"]]
    assert [(t.kind, names[t.organization or ""]) for t in facts.tenures] == [("HeadOfState", "United States")]


def test_who_signs_a_letter_is_the_first_person_of_it() -> None:
    letter = "Dear Mr. Speaker:\n\nI condemn the attack on Mali.\n\nSincerely,\n\nHENRY B. STONE\n"
    text = f"2001-05-02 The White House\n\n{letter}"
    facts = pipeline().extract(read_bytes(text.encode(), "test"))
    names = names_of(facts)
    assert [names[actor] for action in facts.actions for actor in action.actors] == ["Henry B. Stone"]


@pytest.mark.parametrize(
    ("by", "named"), [("Statement by President Henry Stone", False), ("Joint Statement on Mali", False), ("Mali", True)]
)
def test_who_only_publishes_the_words_of_others_is_no_actor_of_them(by: str, named: bool) -> None:
    facts = read(f"2001-05-02 The White House\n\n{by}")
    assert ("White House" in {actor.name for actor in facts.actors}) == named
