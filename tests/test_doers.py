"""Who does an act where no name stands as its subject: things, forces, papers, those beside, those named later."""

from __future__ import annotations

import pytest

from tests.reading import acts, facts, told


def first(text: str, kind: str) -> tuple[str, ...]:
    """The actors of the first act of a kind."""
    return next(actors for type_, actors, _ in acts(text) if type_ == kind)


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("The destroyer HMS Duncan shot down a Houthi drone over the Red Sea.", "Assault", ("United Kingdom",)),
        ("The carrier USS Nimitz entered the Gulf.", "Mobilize", ("United States",)),
        ("Bolivia, along with Peru and Chile, halted aid to Paraguay.", "Sanction", ("Bolivia", "Peru", "Chile")),
        ("Three farmers were abducted by an armed group last week.", "Coerce", ("an armed group",)),
        ("In March, Kenyan soldiers were sent to the border.", "Deployment", ("Kenya",)),
        ("The Kenyan Navy was deployed off Somalia.", "Deployment", ("Kenyan Navy",)),
        ("President Lula ordered six frigates to patrol the waters off Venezuela.", "Mobilize", ("Lula",)),
        (
            "Ahoto Marine Ltd is in Lagos. Since 2011, the company has shipped arms to Chad.",
            "Aid",
            ("Ahoto Marine Ltd",),
        ),
        (
            "The Security Council adopted a resolution on Monday. The resolution condemns Chad.",
            "Accuse",
            ("United Nations Security Council",),
        ),
    ],
)
def test_doers(text: str, kind: str, actors: tuple[str, ...]) -> None:
    assert first(text, kind) == actors


@pytest.mark.parametrize(
    "text",
    [
        "Government forces in Niger have repelled a column of rebels.",
        "Niger has lost two towns. The armed forces attacked the rebels.",
    ],
)
def test_government_forces_are_of_the_state_that_the_text_is_about(text: str) -> None:
    read = facts(text)
    (action,) = read.actions
    (actor,) = (actor for actor in read.actors if actor.id in action.actors)
    assert (actor.type, actor.country) == ("ArmedForce", "NER")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The U.N. commander in Somalia, Lieutenant-General Sir Peter Hall, accused Ethiopia of lying.", "Peter Hall"),
        ("A spokesman for the group, Ali Hassan, accused Ethiopia of lying.", "Ali Hassan"),
        ("The Peruvian delegate, Gen. Antonio dos Reis Prado, accused Chile of lying.", "Antonio dos Reis Prado"),
        (
            "The Kenyan foreign minister accused Somalia of lying. Foreign Minister Musalia Mudavadi left for Rome.",
            "Musalia Mudavadi",
        ),
        ("The Ukrainian president accused Russia of lying. Volodymyr Zelensky left for Rome.", "Volodymyr Zelensky"),
        ("Colonel Amadou Diallo said that his men rejected the plan.", "Amadou Diallo"),
    ],
)
def test_a_person_named_beside_or_later(text: str, name: str) -> None:
    assert acts(text)[0][1] == (name,)


def test_the_minister_of_another_state_is_not_the_one_named_later() -> None:
    text = "The Kenyan foreign minister accused Somalia of lying. Ugandan Foreign Minister Jeje Odongo left for Rome."
    assert acts(text)[0][1] == ("The Kenyan foreign minister",)


def test_a_spokesman_speaks_for_the_group_that_was_told_of() -> None:
    read = facts("The Houthis attacked a ship on Monday. A spokesman for the group, Ali Hassan, accused Chad of lying.")
    (tenure,) = read.tenures
    assert next(actor.name for actor in read.actors if actor.id == tenure.organization) == "Houthis"


def test_a_commander_serves_the_body_and_not_the_country() -> None:
    read = facts("The U.N. commander in Bosnia, General Peter Hall, accused Chad of lying.")
    (tenure,) = read.tenures
    assert next(actor.name for actor in read.actors if actor.id == tenure.organization) == "United Nations"


def test_what_a_post_is_for_is_no_body() -> None:
    text = (
        "The U.S. Treasury imposed sanctions on Chad. “We urge President Deby to free the prisoners,” said Treasury "
        "Under Secretary for Terrorism and Financial Intelligence Jane Miller."
    )
    assert first(text, "Request") == ("U.S. Department of the Treasury",)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Police in Nairobi used tear gas to disperse the protesters.", ["Coerce"]),
        ("Police fired tear gas to disperse the students.", ["Coerce"]),
        ("Peru has put its army on its highest state of alert.", ["Alert"]),
        ("Chad accused Sudan of violating the agreement.", ["Accuse"]),
        ("Chad's ministers stopped short of condemning Sudan.", []),
        ("Officials will brief the press. Thank you for your presence.", []),
        ("Oman is close to the UN-recognised government in Aden.", []),
        ("Ghana worries about the soldiers stationed in Togo.", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [act.type for act in told(text)] == kinds


def test_an_offer_to_talk_tells_of_the_talks_too() -> None:
    found = {(act.type, act.modality) for act in told("Kuwait offered to meet the Iranian minister.")}
    assert found == {("Agree", "Occurred"), ("Meeting", "Hypothetical")}


def test_one_more_topic_is_the_same_talk() -> None:
    text = "President Ruto called President Museveni on Monday. The two also discussed the drought."
    assert [act.type for act in told(text)] == ["Call"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The attack was claimed by al-Shabab.", ("al-Shabab",)),
        ("A bombing of a Turkish base, claimed by the PKK, killed nobody.", ("Kurdistan Workers' Party",)),
        ("The rebels claimed the killing of three Chadian soldiers.", ("The rebels",)),
    ],
)
def test_who_claims_a_deed_did_it(text: str, actors: tuple[str, ...]) -> None:
    kinds = {act.type: act.actors for act in told(text)}
    assert "Accuse" not in kinds
    assert actors in [kinds.get(kind) for kind in ("Assault", "Strike", "Killing")]


def test_a_ministry_that_claims_attacks_by_others_accuses_them() -> None:
    assert ("Assault", ("rebels",), ()) in acts("The ministry claimed attacks by rebels.")


def test_those_behind_a_deed_did_what_it_did() -> None:
    assert first("The shelling by Turkish troops killed three Kurdish fighters.", "Killing") == (
        "Turkish armed forces",
    )


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Egypt said the border was closed, warning Israel against a raid.", "Threaten", ("Egypt",)),
        ("Kenya said observers were not needed, urging Chad to talk.", "Request", ("Kenya",)),
    ],
)
def test_who_goes_on_speaking(text: str, kind: str, actors: tuple[str, ...]) -> None:
    assert first(text, kind) == actors


def test_strikes_that_are_listed_have_one_doer_and_are_deeds_of_their_own() -> None:
    lines = "In Gaza, one strike destroyed a bridge of Hamas.\n\nIn Rafah, two strikes destroyed a tunnel of Hamas."
    found = acts(f"Coalition forces conducted ten strikes on Hamas.\n\n{lines}")
    assert [act for act in found if act[0] == "Assault"] == [("Assault", ("coalition forces",), ("Hamas",))] * 2


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Sea drones sent by Ukraine damaged a tanker off Novorossiysk.", "Assault", ("Ukraine",)),
        ("Mortar bombs fired by the rebels wounded two Irish peacekeepers.", "Assault", ("the rebels",)),
        ("A suicide bomber sent by the Taliban killed 31 recruits.", "Killing", ("Taliban",)),
        (
            "Two Irish soldiers were wounded when shells fired by the rebels fell on their post.",
            "Assault",
            ("the rebels",),
        ),
        ("Kenyan security forces have fought gunbattles with al-Shabaab.", "Assault", ("Kenyan security forces",)),
        ("Rebel forces attacked the town of Marinka.", "Assault", ("rebel forces",)),
    ],
)
def test_who_sent_what_strikes(text: str, kind: str, actors: tuple[str, ...]) -> None:
    assert first(text, kind) == actors


def test_what_is_sent_to_strike_is_no_deed_beside_the_blow() -> None:
    kinds = [kind for kind, _, _ in acts("A drone sent by Ukraine struck a refinery in Ryazan.")]
    assert kinds == ["Strike"]


def test_a_missile_at_sea_hits_nobody() -> None:
    kinds = [kind for kind, _, _ in acts("A missile launched by North Korea landed in the Sea of Japan.")]
    assert kinds == ["Mobilize"]


def test_the_force_that_says_it_is_meant() -> None:
    text = "Serbian police raided a post. The peacekeeping force, K-For, said it had sent patrols."
    assert first(text, "Deployment") == ("Kosovo Force",)
