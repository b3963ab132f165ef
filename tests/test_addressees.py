"""To whom words are that name no addressee: told by the clause, or by what was told right before."""

from __future__ import annotations

import pytest

from tests.reading import acts, told


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Chad threatened to take Niger to court.", ("Threaten", ("Chad",), ("Niger",))),
        ("Chad threatened to close the border if Niger raised its fees.", ("Threaten", ("Chad",), ("Niger",))),
        ("Chad deplored the announcement made by Niger.", ("Accuse", ("Chad",), ("Niger",))),
        (
            "The Security Council adopted a resolution. Chad rejected the resolution.",
            ("Reject", ("Chad",), ("United Nations Security Council",)),
        ),
        ("Mali voted for Niger's plan. Chad rejected the plan.", ("Reject", ("Chad",), ("Niger",))),
        ("Chad rejected the Togolese proposal.", ("Reject", ("Chad",), ("Togo",))),
        ("Chad rejected the Hamas plan.", ("Reject", ("Chad",), ("Hamas",))),
        ("An offer by Togo was rejected by Chad.", ("Reject", ("Chad",), ("Togo",))),
        ("Chad rejected the Togo plan.", ("Reject", ("Chad",), ())),
        ("Chad condemned the invasion of Togo.", ("Accuse", ("Chad",), ())),
        ("Chad extended its sanctions to two more Hamas officers.", ("Sanction", ("Chad",), ("Hamas",))),
        ("Chad froze two of the accounts of the Togolese army.", ("Sanction", ("Chad",), ("Togolese army",))),
        ("Chad halted all its oil exports through Togo.", ("Sanction", ("Chad",), ("Togo",))),
    ],
)
def test_the_clause_tells_the_addressee(text: str, act: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert act in acts(text)


def test_help_that_is_denied_is_not_denied_to_the_helped() -> None:
    (denial,) = (a for a in told("Iran denies that it has armed Hezbollah.") if a.type == "Reject")
    assert denial.recipients == ()


def test_who_is_to_be_treated_so_is_not_asked() -> None:
    (demand,) = (a for a in told("Emil Kraus demanded that Angela Novak be released.") if a.type == "Request")
    assert demand.recipients == ()


def test_the_doers_of_a_condemned_deed_may_be_told_of_after_it() -> None:
    text = "Chad condemned the bombing of a market, for which Boko Haram has claimed responsibility."
    assert ("Accuse", ("Chad",), ("Boko Haram",)) in acts(text)


def test_a_deed_of_unknown_hands_is_nobodys() -> None:
    text = "Chad accused Niger of theft. Chad condemned the killing of two nuns in Mali."
    assert ("Accuse", ("Chad",), ()) in acts(text)


def test_who_asks_both_sides_quarrels_with_none() -> None:
    text = "Chad accused Niger of theft. Ghana urged Chad and Niger to talk. Chad recalled its ambassador."
    assert ("Sanction", ("Chad",), ("Niger",)) in acts(text)


def test_who_ceases_fire_does_so_towards_whom_he_fights() -> None:
    text = "Hamas attacked Israel on Monday. Israel attacked Hamas on Tuesday. Israel declared a ceasefire on Friday."
    (truce,) = (a for a in told(text) if a.type == "Retreat")
    assert (truce.actors, truce.recipients) == (("Israel",), ("Hamas",))


def test_a_measure_is_against_those_that_the_text_names_further_on() -> None:
    text = "Chad sanctioned two firms. Acme Shipping Ltd is being sanctioned for fraud."
    assert ("Sanction", ("Chad",), ("Acme Shipping Ltd",)) in acts(text)


def test_what_joined_measures_are_on_is_said_once() -> None:
    text = "Chad imposed a travel ban and an asset freeze on Emil Kraus."
    assert ("Sanction", ("Chad",), ("Emil Kraus",)) in acts(text)


def test_who_was_written_to_is_asked_too() -> None:
    text = "Emil Kraus complained to Angela Novak and demanded that the hostages be released."
    assert ("Request", ("Emil Kraus",), ("Angela Novak",)) in acts(text)


def test_what_two_refuse_to_do_together_is_against_nobody_else() -> None:
    text = "Ghana urged Chad and Niger to talk. Chad and Niger refused to meet."
    (refusal,) = (a for a in told(text) if a.type == "Reject")
    assert refusal.recipients == ()


def test_the_body_that_is_complained_to_is_not_accused() -> None:
    text = "Benin lodged a complaint with the United Nations."
    assert ("Accuse", ("Benin",), ()) in acts(text)


@pytest.mark.parametrize("words", ["the call for new talks", "those figures"])
def test_words_said_right_before_are_rejected_towards_who_said_them(words: str) -> None:
    text = f"Chadian President Emil Kraus said 20 men had died. Malian President Angela Novak rejected {words}."
    assert ("Reject", ("Angela Novak",), ("Emil Kraus",)) in acts(text)


def test_a_refusal_that_is_complained_of_is_no_answer_to_the_complaint() -> None:
    text = "Norway regrets that Emil Kraus has refused to sign the treaty."
    assert all(a.recipients == () for a in told(text) if a.type == "Reject")


def test_a_group_that_a_state_only_complains_of_attacks_somebody_else() -> None:
    text = "Norway condemned Boko Haram. Norway urged Boko Haram to disarm. Boko Haram shelled the port on Monday."
    assert all("Norway" not in a.recipients for a in told(text))


def test_a_threat_to_attack_something_is_against_nobody_else() -> None:
    text = "Norway urged Boko Haram to disarm. Norway condemned Boko Haram. Boko Haram threatened to attack the convoy."
    (threat,) = (a for a in told(text) if a.type == "Threaten")
    assert threat.recipients == ()


def test_a_crowd_that_is_dispersed_is_no_enemy() -> None:
    text = "Hamas attacked Israel on Monday. Israel attacked Hamas on Tuesday. On Friday Israel fired tear gas."
    assert [a.recipients for a in told(text) if a.mode == "crowd-control"] == [()]


def test_who_gets_a_letter_is_threatened_in_it() -> None:
    text = "Emil Kraus sent a letter to the foreign ministry of Togo threatening to withdraw the funds."
    assert ("Threaten", ("Emil Kraus",), ("Togolese foreign ministry",)) in acts(text)


def test_on_whose_conduct_a_threat_depends_rather_than_a_crowd() -> None:
    text = "Emil Kraus threatened to let thousands of refugees in unless Togo gave more help."
    assert ("Threaten", ("Emil Kraus",), ("Togo",)) in acts(text)


def test_what_is_opposed_on_principle_is_opposed_to_nobody() -> None:
    text = "Togo attacked Ghana. Ghana attacked Togo. Ghana opposes any change to the status quo."
    assert ("Reject", ("Ghana",), ()) in acts(text)


def test_whose_expulsion_is_demanded_is_not_asked_for_it() -> None:
    assert ("Request", ("France",), ()) in acts("France demanded the expulsion of ten diplomats.")


def test_it_is_the_state_of_whose_president_says_so() -> None:
    text = "Turkey's president says it will begin a new military operation against Togo."
    assert [(act.type, act.recipients) for act in told(text)] == [("Threaten", ("Togo",))]
