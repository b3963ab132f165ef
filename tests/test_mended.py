"""What small parsers get wrong about verbs, days, visitors, complements and plurals, mended."""

from __future__ import annotations

import pytest

from kg.language.document import Document
from kg.language.trees import as_trees
from tests.reading import acts, parse, told, word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday Turkey attacked Armenia.", ("Assault", ("Turkey",), ("Armenia",))),
        ("On Friday France and Mali signed an accord.", ("Agree", ("France", "Mali"), ())),
        ("Turkey on Monday bombed Armenia.", ("Strike", ("Turkey",), ("Armenia",))),
        ("Turkey, under pressure from its allies, condemned Armenia.", ("Accuse", ("Turkey",), ("Armenia",))),
        ("Ghana closed its school in Lima and denounced Togo.", ("Accuse", ("Ghana",), ("Togo",))),
        ("Talks ended after Turkey bombed Armenia.", ("Strike", ("Turkey",), ("Armenia",))),
        ("Togo urged Turkey to telephone Armenia.", ("Call", ("Turkey",), ("Armenia",))),
        ("Togo held talks with visiting Foreign Minister Jan Holm.", ("Meeting", ("Togo",), ("Jan Holm",))),
        ("Togo received visiting Foreign Minister Jan Holm.", ("Visit", ("Togo",), ("Jan Holm",))),
    ],
)
def test_who_does_it_to_whom(text: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert expected in acts(text)


def test_who_visits_behind_a_preposition_of_time_does_visit() -> None:
    assert [act.type for act in told("After visiting President Kofi Mensah, Emil Kraus flew home.")] == ["Visit"]


def test_a_list_of_states_behind_a_year() -> None:
    found = told("In 2014 Saudi Arabia, the UAE and Bahrain withdrew their ambassadors from Doha for eight months.")
    assert found[0].actors == ("Saudi Arabia", "United Arab Emirates", "Bahrain")
    assert found[0].date == "2014"


def test_a_relative_clause_behind_a_list_is_about_all_of_it() -> None:
    text = "Lithuania, Latvia and Estonia, which condemned Minsk in August, welcomed the move."
    assert ("Accuse", ("Lithuania", "Latvia", "Estonia"), ("Belarus",)) in acts(text)


def test_two_navies_plan_and_are_no_plan() -> None:
    [act] = told("The United States and South Korea plan to hold joint naval exercises in the near future.")
    assert (act.type, act.modality) == ("Cooperate", "Planned")
    assert set(act.actors) == {"United States", "South Korea"}


def test_after_the_minister_left() -> None:
    text = "Talks ended after the foreign minister of Chad, Mahamat Saleh, attacked the rebels."
    assert ("Assault", ("Mahamat Saleh",), ("the rebels",)) in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chisinau accused the 14th Army of supplying the separatists with tanks.",
        "The 14th Army was accused by Chisinau of supplying the separatists with tanks.",
    ],
)
def test_the_accused_and_not_the_accuser_did_it(text: str) -> None:
    aid = next(act for act in told(text) if act.type == "Aid")
    assert [actor.endswith("Army") for actor in aid.actors] == [True]
    assert (aid.modality, aid.source) == ("Alleged", "Moldova")


def test_what_is_demanded_is_no_past_deed_to_go_on_with() -> None:
    text = "The Security Council demanded that the two sides cease hostilities and threatened them with sanctions."
    document = parse(text)
    assert document.head(word(document, "threatened")).text == "demanded"


@pytest.mark.parametrize(
    ("form", "lemma"), [("Parties", "party"), ("Ministers", "minister"), ("Sides", "side"), ("Forces", "force")]
)
def test_plurals_with_a_capital_have_their_singular(form: str, lemma: str) -> None:
    document = parse(f"The {form} agreed to meet again.")
    assert word(document, form).lemma == lemma


def test_the_parties_agree() -> None:
    *_, last = told("France and Mali met. The Parties agreed to establish a mechanism.")
    assert last.type == "Agree"


@pytest.mark.parametrize(
    "text",
    [
        "Togo said that the minister, Mahamat Saleh, has the right to urge his Libyan counterpart, Jan Holm to leave.",
        "Instead of urging his counterpart, Mohamed Siala to withdraw its troops, Emil Kraus, the minister, closed it.",
    ],
)
def test_mending_never_makes_a_circle_of_a_tree(text: str) -> None:
    document = parse(text)
    for token in document.tokens:
        assert sum(1 for _ in document.ancestors(token)) < len(document.tokens)


def test_a_sentence_with_a_circle_keeps_the_parse_that_it_had() -> None:
    from dataclasses import replace

    before = parse("Ghana left. Togo stayed.")
    tokens = list(before.tokens)
    ghana, left = word(before, "Ghana"), word(before, "left")
    tokens[left.i] = replace(left, head=ghana.i, dep="acl")
    stayed = word(before, "stayed")
    tokens[stayed.i] = replace(stayed, lemma="remain")
    mended = as_trees(Document(before.text, tokens, before.sentences), before)
    assert mended.tokens[left.i] == left
    assert mended.tokens[stayed.i].lemma == "remain"


def test_ruling_it_out_is_not_doing_it() -> None:
    found = told("Turkey ruled out attacking Armenia.")
    assert [act.type for act in found if act.modality == "Occurred"] == ["Reject"]
