"""Who a noun phrase stands for."""

from __future__ import annotations

import pytest

from kg.model import Actor
from tests.reading import acts, facts, told


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Israeli troops attacked Hamas.", ("Israeli armed forces",)),
        ("Hamas fighters attacked Egypt.", ("Hamas",)),
        ("Kenyan MiG-21 fighters bombed Togo.", ("Kenya",)),
        ("The rebels of whom he spoke attacked Togo.", ("The rebels",)),
        ("Tehran condemned Togo.", ("Iran",)),
        ("The Kremlin condemned Togo.", ("Kremlin",)),
        ("Officials from Qatar and Egypt condemned Togo.", ("Qatar", "Egypt")),
        pytest.param(
            "The United States and its allies, Japan and Australia, condemned Togo.",
            ("United States", "Japan", "Australia"),
            marks=pytest.mark.xfail(strict=True, reason="the parser takes the apposition for two more in the list"),
        ),
        (
            "The heads of both, Ali Keita of Mali and Amina Otieno of Kenya, condemned Togo.",
            ("Ali Keita", "Amina Otieno"),
        ),
        (
            "The leaders of three parties, Ali Keita of the Green Party, Amina Otieno and Kofi Mensah, condemned Togo.",
            ("Ali Keita", "Amina Otieno", "Kofi Mensah"),
        ),
        ("The heads of both, who met Ali Keita of Mali, condemned Togo.", ("The heads of both",)),
        ("Three senior officials in Brussels condemned Togo.", ("Three senior officials in Brussels",)),
        ("A group of soldiers attacked Togo.", ("A group of soldiers",)),
        ("At least a hundred of the students condemned Togo.", ("At least a hundred of the students",)),
        ("One of the gunmen killed a nurse in Togo.", ("the gunmen",)),
        ("The police arrested a nurse in Togo.", ("police",)),
        ("The opposition condemned Togo.", ("The opposition",)),
        ("The rebels' leader condemned Togo.", ("The rebels' leader",)),
    ],
)
def test_actors(text: str, actors: tuple[str, ...]) -> None:
    assert told(text)[0].actors == actors


@pytest.mark.parametrize("text", ["The weather condemned Togo.", "The price of oil condemned Togo."])
def test_things_are_nobody(text: str) -> None:
    assert told(text)[0].actors == ()


def described(text: str) -> Actor:
    """The one actor of a text that has no name."""
    (actor,) = (a for a in facts(text).actors if a.type == "UnnamedSource")
    return actor


def test_described_actors_belong_to_their_state() -> None:
    read = facts("Israeli negotiators met Togo.")
    (actor,) = (a for a in read.actors if a.type == "UnnamedSource")
    (state,) = (a for a in read.actors if a.name == "Israel")
    assert (actor.name, actor.country, actor.member_of) == ("Israeli negotiators", "ISR", state.id)


def test_a_description_stops_before_a_relative_clause() -> None:
    assert described("A senior diplomat, who asked not to be named, condemned Togo.").name == "A senior diplomat"


def test_one_description_is_one_actor() -> None:
    text = "The gunmen attacked a nurse in Togo. A day later the gunmen attacked a priest in Togo."
    assert len([a for a in facts(text).actors if "gunmen" in a.name.lower()]) == 1


def test_troops_are_of_the_force_that_the_article_names() -> None:
    text = "The Israel Defense Forces condemned the leak. Israeli troops later attacked Hamas."
    assert told(text)[-1].actors == ("Israel Defense Forces",)


def test_troops_of_their_state_are_part_of_it() -> None:
    read = facts("Ghanaian soldiers attacked Togo.")
    (force,) = (a for a in read.actors if a.type == "ArmedForce")
    (state,) = (a for a in read.actors if a.name == "Ghana")
    assert (force.part_of, force.country) == (state.id, "GHA")


def test_the_doer_of_a_deed_is_condemned_and_not_its_victim() -> None:
    assert told("Togo condemned the killing of Omar Haddad by Israel.")[0].recipients == ("Israel",)


def test_the_owner_of_a_deed_is_condemned() -> None:
    assert told("Togo condemned Israel's raid.")[0].recipients == ("Israel",)


def test_a_deed_is_condemned_with_its_adjective() -> None:
    assert told("Togo condemned the Israeli raid.")[0].recipients == ("Israel",)


def test_the_town_of_a_territory_is_no_actor() -> None:
    assert acts("Sudan's army shelled a hospital in El Fasher.") == [("Strike", ("Sudanese Armed Forces",), ())]


def test_a_mission_is_the_body_that_sent_it() -> None:
    text = "Mali's junta ordered the UN peacekeeping mission to leave the country."
    assert ("Request", ("Malian junta",), ("United Nations",)) in acts(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Thai and Cambodian troops exchanged fire.", ("Assault", ("Thailand", "Cambodia"), ())),
        ("Field commanders from Ghana and Togo agreed on a ceasefire.", ("Agree", ("Ghana", "Togo"), ())),
        ("Sudan and Chad blamed each other.", ("Accuse", ("Sudan", "Chad"), ("Sudan", "Chad"))),
        ("Emil Kraus met leaders of the Haqqani network.", ("Meeting", ("Emil Kraus",), ("Haqqani network",))),
    ],
)
def test_several_who_stand_for_their_sides(text: str, act: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert act in acts(text)


def test_commanders_of_both_sides_stand_for_the_two_that_were_told_of() -> None:
    text = "Sudan and Chad blamed each other for the clash. Commanders from both sides met on Monday."
    assert ("Meeting", ("Sudan", "Chad"), ()) in acts(text)


def test_the_fighters_of_a_leader_are_the_group() -> None:
    text = "Emil Kraus, leader of the Sahel Liberation Front, arrived in Gao. His fighters attacked Togo."
    assert ("Assault", ("Sahel Liberation Front",), ("Togo",)) in acts(text)


def test_what_a_spokesman_calls_its_is_of_the_body_that_he_speaks_for() -> None:
    text = "A spokesman for the Sahel Liberation Front said that its fighters had attacked Togo."
    assert ("Assault", ("Sahel Liberation Front",), ("Togo",)) in acts(text)


def test_a_body_that_words_describe_is_the_one_named_beside() -> None:
    text = "Chadian rebels are sheltered by the Malian intelligence agency, the National Security Office."
    (aid,) = (a for a in told(text) if a.type == "Aid")
    assert aid.actors == ("National Security Office",)


@pytest.mark.parametrize(
    "text",
    [
        "Shiite cleric and Mahdi Army leader Muqtada al-Sadr condemned Togo.",
        "Opposition leader and former president Muqtada al-Sadr condemned Togo.",
    ],
)
def test_two_titles_of_one_name_are_one(text: str) -> None:
    assert acts(text)[0][1] == ("Muqtada al-Sadr",)


def test_somebody_else_joined_to_a_name_is_another() -> None:
    assert len(acts("A priest and militia leader Muqtada al-Sadr condemned Togo.")[0][1]) == 2


@pytest.mark.parametrize("talks", ["talks", "summit", "accord", "peace process"])
def test_talks_are_not_those_of_their_town(talks: str) -> None:
    assert [a for a in acts(f"Norway opposed the Madrid {talks}.") if "Spain" in (*a[1], *a[2])] == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("India accused Pakistan of planning the Parliament attack.", ("Assault", ("Pakistan",), ("Parliament",))),
        ("Ghana's police attack on the camp shocked Togo.", ("Assault", ("Ghanaian police",), ())),
    ],
)
def test_a_house_before_an_attack_is_what_was_attacked(
    text: str, act: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Togo sanctioned three leaders of the Blue Front, including its president Emil Kraus.", ("Emil Kraus",)),
        (
            "Togo sanctioned five leaders of Hamas, including Emil Kraus and Amina Otieno.",
            ("Emil Kraus", "Amina Otieno"),
        ),
        (
            "Togo sanctioned nine firms, including the Ministry of Construction of Chad.",
            ("Ministry of Construction of Chad",),
        ),
        ("Togo sanctioned Hamas, including Emil Kraus.", ("Hamas",)),
    ],
)
def test_examples_stand_for_those_they_are_of(text: str, recipients: tuple[str, ...]) -> None:
    (act,) = (a for a in told(text) if a.type == "Sanction")
    assert act.recipients == recipients
