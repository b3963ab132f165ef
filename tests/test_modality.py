"""How real an act is, and what the article says did not happen."""

from __future__ import annotations

import pytest

from kg.lexicon.words import scope_words
from tests.inflection import past
from tests.reading import Told, told


def modality(text: str, kind: str) -> str:
    """The modality of the one action of that type in a text."""
    (action,) = (a for a in told(text) if a.type == kind)
    return action.modality


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Russia attacked Ukraine.", "Assault", "Occurred"),
        ("Russia has attacked Ukraine.", "Assault", "Occurred"),
        ("Egypt helped to free the hostages.", "Concede", "Occurred"),
        ("Norway suspended aid to Malawi.", "Sanction", "Occurred"),
        ("A meeting has been arranged between Ghana and Togo.", "Meeting", "Planned"),
        ("Norway has arranged talks between Ghana and Togo.", "Meeting", "Planned"),
        ("Norway will continue to mediate between Ghana and Togo.", "Mediation", "Planned"),
        ("Norway will continue facilitating negotiations between Ghana and Togo.", "Mediation", "Planned"),
        ("Russia is shelling Kharkiv.", "Strike", "Ongoing"),
        ("The rebels continue to besiege the town.", "Coerce", "Ongoing"),
        ("France will send troops to Mali.", "Deployment", "Planned"),
        ("Turkey plans to withdraw its troops from Syria.", "Retreat", "Planned"),
        ("Emil Kraus said he would visit Norway.", "Visit", "Planned"),
        ("Kenya agreed to send police to Haiti.", "Deployment", "Planned"),
        ("Germany promised to deliver tanks to Ukraine.", "Aid", "Planned"),
        ("Hungary plans to host talks between Russia and Ukraine.", "Mediation", "Planned"),
        ("France threatened to impose sanctions on Niger.", "Sanction", "Threatened"),
        ("China urged Japan to withdraw its troops.", "Retreat", "Requested"),
        ("Ethiopia demanded that Eritrea withdraw its troops.", "Retreat", "Requested"),
        ("Israel may strike Iran.", "Strike", "Hypothetical"),
        ("Poland could expel the Russian ambassador.", "Sanction", "Hypothetical"),
        ("If Iran attacks Israel, the United States will respond.", "Assault", "Hypothetical"),
        ("Guards were posted to prevent an attack on Israel.", "Assault", "Hypothetical"),
        ("France considered imposing sanctions on Niger.", "Sanction", "Hypothetical"),
        ("The army tried to seize the airport.", "Coerce", "Hypothetical"),
        ("Ukraine accused Russia of shelling Kharkiv.", "Strike", "Alleged"),
        ("Chad reportedly deployed troops to the border.", "Deployment", "Alleged"),
        ("Iran allegedly armed the rebels.", "Aid", "Alleged"),
        ("It is unclear whether Russia attacked Ukraine.", "Assault", "Uncertain"),
        ("China condemned Israel's attack on Iran.", "Assault", "Occurred"),
        ("President Jan Holm is expected to meet Angela Novak today.", "Meeting", "Planned"),
        ("Ghana will side with Togo should the talks collapse.", "Support", "Hypothetical"),
        (
            "Kraus said that Ghana would observe a cease-fire provided that Togo did the same.",
            "Retreat",
            "Hypothetical",
        ),
        ("Emil Kraus said Ghana would observe a cease-fire.", "Retreat", "Planned"),
        ("Emil Kraus thanked Kenya for hosting Somali refugees.", "Aid", "Occurred"),
        ("Emil Kraus welcomed Ghana's decision to send troops to Mali.", "Deployment", "Planned"),
        ("Ghana decided to reject the proposal of Togo.", "Reject", "Occurred"),
        ("Women marched in Goma to demand protection from the army.", "Request", "Occurred"),
        ("Turkey protested the visit of Ana Silva to Nicosia.", "Visit", "Occurred"),
        ("Norway supports the sanctions imposed by Kenya on Togo.", "Sanction", "Occurred"),
    ],
)
def test_modalities(text: str, kind: str, expected: str) -> None:
    assert modality(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Russia did not attack Ukraine.",
        "Russia has never attacked Ukraine.",
        "Nobody attacked Ukraine.",
        "No country attacked Ukraine.",
        "Neither Armenia nor Azerbaijan signed the treaty.",
        "Spain failed to condemn Malawi.",
        "Ghana did not meet or thank Togo.",
    ],
)
def test_what_did_not_happen_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Serbia will not recognise Kosovo.", "Serbia"),
        ("Iran refused to negotiate with the United States.", "Iran"),
        ("Ghana rejected the demand.", "Ghana"),
        ("Ghana cannot accept the terms of the treaty.", "Ghana"),
    ],
)
def test_refusals(text: str, actor: str) -> None:
    assert next((a.type, a.actors) for a in told(text)) == ("Reject", (actor,))


def never_done(actions: list[Told], kind: str) -> bool:
    """Whether no action of that type is told as done."""
    return all(a.modality not in ("Occurred", "Ongoing", "Planned") for a in actions if a.type == kind)


@pytest.mark.parametrize(
    "text",
    [
        "Iran threatened to attack Israel.",
        "Iran vowed to retaliate against Israel.",
        "Iran warned Israel that it would attack if the raids went on.",
        "France denied that it had attacked Mali.",
    ],
)
def test_a_threatened_or_denied_attack_is_never_told_as_done(text: str) -> None:
    actions = told(text)
    assert actions
    assert never_done(actions, "Assault")


def test_what_one_is_told_not_to_do_is_not_done() -> None:
    assert never_done(told("The United States told Iran not to attack Israel."), "Assault")


def test_a_denial_is_an_act() -> None:
    assert next((a.type, a.actors) for a in told("France denied that it had attacked Mali.")) == ("Reject", ("France",))


def test_negation_stops_at_but() -> None:
    kinds = [a.type for a in told("Ghana did not attack Togo but condemned Mali.")]
    assert kinds == ["Accuse"]


def test_a_deed_that_is_only_thought_of_is_hypothetical() -> None:
    told_of = told("Qatar said that arming the rebels of Togo would spread the war.")
    assert [a.modality for a in told_of if a.type == "Aid"] == ["Hypothetical"]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("They recognised the importance of working closely with Ghana.", "Cooperate", {"Hypothetical"}),
        ("Both leaders look forward to continued cooperation between Norway and Ghana.", "Cooperate", {"Hypothetical"}),
        ("They underscored the need for dialogue between Chad and Niger.", "Consult", {"Hypothetical"}),
        ("They spoke of the importance of the agreement signed by Chad and Niger.", "Agree", {"Occurred"}),
        ("They share goals to train officers and cooperate with Ghana.", "Cooperate", {"Hypothetical"}),
        ("Norway said that any further attack by Chad on Togo would have consequences.", "Assault", {"Hypothetical"}),
        ("Norway said that the attack by Chad on Togo would have consequences.", "Assault", {"Occurred"}),
        ("Norway said that Chad's attack on Togo would not go unpunished.", "Assault", {"Occurred"}),
    ],
)
def test_what_is_wished_for_has_not_come(text: str, kind: str, expected: set[str]) -> None:
    assert {a.modality for a in told(text) if a.type == kind} == expected


def test_what_is_not_done_is_no_act() -> None:
    assert told("The treaty rests on non-aggression and non-interference in the affairs of Chad.") == []


SPOKEN = {
    "speak": "spoke with",
    "call": "called",
    "telephone": "telephoned",
    "phone": "phoned",
    "write": "wrote to",
    "meet": "met with",
    "address": "addressed",
    "convene": "convened",
    "cable": "cabled",
    "ring": "rang",
    "visit": "visited",
    "travel": "travelled to",
    "march": "marched through",
    "rally": "rallied in",
    "demonstrate": "demonstrated in",
}


def test_what_one_speaks_for_is_said() -> None:
    assert SPOKEN.keys() == scope_words("speaking")
    texts = [f"Emil Kraus {verb} Togo yesterday to condemn Ghana." for verb in SPOKEN.values()]
    found = [[a.modality for a in told(text) if a.type == "Accuse"] for text in texts]
    assert found == [["Occurred"]] * len(texts)


@pytest.mark.parametrize("wish", sorted(scope_words("wishing")))
def test_the_wish_to_say_it_says_it(wish: str) -> None:
    modal = "would " if wish == "like" else ""
    told_of = told(f'"I {modal}{wish} to thank Togo for its help," Emil Kraus said.')
    assert [a.modality for a in told_of if a.type == "Support"] == ["Occurred"]


def test_the_wish_of_another_is_a_wish() -> None:
    assert all(a.modality != "Occurred" for a in told("Togo wants to thank Ghana.") if a.type == "Support")


def test_what_is_dated_after_the_article_is_planned() -> None:
    assert [a.modality for a in told("Emil Kraus visits Oslo on August 20.") if a.type == "Visit"] == ["Planned"]


@pytest.mark.parametrize("verb", sorted(scope_words("thanking")))
def test_what_one_is_thanked_for_has_been_done(verb: str) -> None:
    (action,) = (a for a in told(f"Ghana {past(verb)} Togo for the delivery of 200 rockets.") if a.type == "Aid")
    assert (action.modality, action.actors, action.recipients) == ("Occurred", ("Togo",), ("Ghana",))


def test_reports_that_somebody_is_asked_about_are_uncertain() -> None:
    read = told("Asked about reports that Ghana had attacked Togo, she declined to comment.")
    assert ("Assault", "Uncertain") in {(t.type, t.modality) for t in read}
