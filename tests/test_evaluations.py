"""What a speaker calls a deed blames its doer: "said the raid was shameful", "called the vote "a grave mistake""."""

from __future__ import annotations

import pytest

from tests.reading import acts, told


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("Chad's president said that Togo's decision was disappointing.", "Chad's president", "Togo"),
        (
            "Togo's foreign ministry said the decision of the Ghanaian parliament was alarming.",
            "",
            "Ghanaian parliament",
        ),
        (
            "The Kremlin said the deployment of US missiles in Romania was a threat to security.",
            "Kremlin",
            "United States",
        ),
        ("Angela Merkel said she was “disappointed” by the vote in the US Senate.", "Angela Merkel", "U.S. Senate"),
        ("Mali called the Nigerien raid “aggressive actions on our border”.", "Mali", "Niger"),
        ("Mali described the raid by Niger as “a dangerous step”.", "Mali", "Niger"),
        ("Mali branded the bombing by ETA “a grave mistake”.", "Mali", "ETA"),
        ("The ministry of Togo said that the executions in Saudi Arabia were “disturbing”.", "", "Saudi Arabia"),
    ],
)
def test_who_judges_a_deed_blames_its_doer(text: str, who: str, whom: str) -> None:
    blamed = [(actors, recipients) for kind, actors, recipients in acts(text) if kind == "Accuse"]
    assert any(recipients == (whom,) and (not who or actors == (who,)) for actors, recipients in blamed)


@pytest.mark.parametrize(
    "text",
    [
        "Farmers in Kenya said the rain had been disappointing.",
        "The United Nations said that the road to Goma was dangerous.",
        "Kenya's president said that the drought was a threat to the economy.",
        "Togo's prime minister was disappointed by the harvest.",
        "Togo said that a war would be dangerous.",
        "Togo said that its decision was disappointing.",
    ],
)
def test_nobody_is_blamed_for_what_nobody_did(text: str) -> None:
    assert [kind for kind, _, _ in acts(text) if kind == "Accuse"] == []


@pytest.mark.parametrize(
    ("text", "threat"),
    [
        ("Togo vowed to go to war if Benin crossed the river.", ("Threaten", ("Togo",), ("Benin",))),
        ("Hezbollah was ready to take up arms against Israel.", ("Threaten", ("Hezbollah",), ("Israel",))),
    ],
)
def test_who_vows_to_go_to_war_threatens(text: str, threat: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert threat in acts(text)
    assert [kind for kind, _, _ in acts(text) if kind in ("Agree", "Assault")] == []


def test_who_shall_never_rule_is_refused() -> None:
    text = "President Robert Mugabe said that the Movement for Democratic Change would never govern Zimbabwe."
    assert ("Reject", ("Robert Mugabe",), ("Movement for Democratic Change",)) in acts(text)


def test_who_gets_an_ultimatum_is_to_do_what_it_is_for() -> None:
    assert ("Retreat", ("Benin",), ()) in [
        (kind, actors, ()) for kind, actors, _ in acts("Togo gave Benin until Monday to withdraw its troops.")
    ]


@pytest.mark.parametrize(
    ("text", "freed"),
    [
        ("Police in Harare arrested Tendai Biti on Monday. He was released on Friday.", ("police",)),
        ("Tendai Biti was released on Friday.", ()),
    ],
)
def test_who_holds_somebody_lets_him_go(text: str, freed: tuple[str, ...]) -> None:
    assert [actors for kind, actors, _ in acts(text) if kind == "Concede"] == [freed]


def test_one_arrest_is_told_of_once() -> None:
    text = "Police in Harare arrested Tendai Biti on Monday. Diplomats gathered in Harare following Biti's arrest."
    assert [kind for kind, _, _ in acts(text)].count("Coerce") == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Poland expelled 12 Belarusian diplomats accused of spying.", ["Sanction"]),
        ("Gangs armed with machetes killed ten villagers.", ["Killing"]),
        ("Togo accused Benin of the raid. Benin opened an inquiry.", ["Accuse", "Assault", "Accuse"]),
    ],
)
def test_what_only_describes_somebody_is_no_act(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in acts(text)] == kinds


def test_who_looks_into_a_deed_is_against_nobody_yet() -> None:
    assert ("Accuse", ("Benin",), ()) in acts("Togo accused Benin of the raid. Benin opened an inquiry.")


def test_the_passive_keeps_its_second_object() -> None:
    assert ("Reject", ("France",), ("Two Togolese ministers",)) in acts(
        "Two Togolese ministers were denied French visas."
    )


def test_measures_go_on() -> None:
    text = "Turkey announced sanctions on Syria. Three Syrian citizens were turned back at the airport."
    assert ("Coerce", ("Turkey",), ("Syrian citizens",)) in acts(text)


def test_an_envoy_is_one_also_with_a_name() -> None:
    assert ("Sanction", ("Turkey",), ("France",)) in acts("Turkey recalled its French ambassador Tahsin Burcuoglu.")


def test_what_is_found_out_is_blamed_on_its_doer() -> None:
    text = "A report by the German intelligence service concluded that Iran had poisoned the dissident."
    assert ("Accuse", ("German intelligence service",), ("Iran",)) in acts(text)


def test_what_is_granted_on_a_proviso_is_only_thought_of() -> None:
    granted = told("The rebels left, provided that Dan Obi and his men were granted an amnesty.")
    assert [(a.modality, a.recipients) for a in granted if a.type == "Concede"] == [("Hypothetical", ("Dan Obi",))]
