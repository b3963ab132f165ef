"""Whose it is that is hit: things, buildings and places stand for the side behind them; bystanders for nobody."""

from __future__ import annotations

import pytest

from tests.reading import told


def hit(text: str) -> tuple[str, ...]:
    """The recipients of the last attack of a text."""
    return [a for a in told(text) if a.type in ("Assault", "Strike", "Killing")][-1].recipients


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Chad bombed positions in Houthi-held areas.", ("Houthis",)),
        ("Chad bombed depots of the Syrian army near Homs.", ("Syrian Arab Army",)),
        ("Hamas attacked the residence of the Egyptian ambassador.", ("Egypt",)),
        ("In Maputo, insurgents stormed a police station.", ("Mozambique",)),
        ("In Maputo, insurgents attacked the governor's compound.", ("Mozambique",)),
        ("Russia bombed the port of Odesa.", ("Ukraine",)),
        ("Russia shelled villages around Kharkiv.", ("Ukraine",)),
    ],
)
def test_a_thing_stands_for_its_side(text: str, recipients: tuple[str, ...]) -> None:
    assert hit(text) == recipients


@pytest.mark.parametrize(
    "text",
    [
        "A grenade attack shook Nairobi.",
        "Gunmen attacked a minibus near Nairobi.",
        "Nigeria bombed a forest near Kano.",
    ],
)
def test_a_place_alone_is_no_target_of_ones_own(text: str) -> None:
    assert all(a.recipients == () for a in told(text))


def test_a_group_at_home_that_takes_a_town_takes_it_from_the_state() -> None:
    assert hit("M23 captured Goma in January.") == ("Democratic Republic of Congo",)


@pytest.mark.parametrize("victims", ["at least 40 people", "a lorry driver", "two nurses and a priest"])
def test_bystanders_are_no_party(victims: str) -> None:
    assert hit(f"Rebels killed {victims} on Monday.") == ()


@pytest.mark.parametrize(
    ("victims", "recipients"),
    [
        ("two Kenyan soldiers", ("two Kenyan soldiers",)),
        ("more than 90 Palestinians", ("more than 90 Palestinians",)),
        ("Emil Kraus", ("Emil Kraus",)),
    ],
)
def test_victims_with_a_side_or_a_name_are(victims: str, recipients: tuple[str, ...]) -> None:
    assert hit(f"Rebels killed {victims} on Monday.") == recipients


def test_peacekeepers_are_of_the_mission_named_before() -> None:
    text = "The United Nations Interim Force in Lebanon said a shell had killed two peacekeepers."
    assert hit(text) == ("United Nations Interim Force in Lebanon",)


def test_guards_without_an_owner_serve_the_state_of_the_scene() -> None:
    (attack,) = (a for a in told("In Maputo, guards killed Emil Kraus.") if a.type == "Killing" or a.type == "Assault")
    assert attack.actors == ("guards",)


def test_the_security_mission_is_the_one_that_the_article_names() -> None:
    text = "Gunmen attacked a patrol of the security mission. The Multinational Support Mission condemned Togo."
    attack = next(a for a in told(text) if a.type in ("Assault", "Strike"))
    assert attack.recipients == ("Multinational Support Mission",)


def test_who_is_only_described_by_an_arrest_is_no_party() -> None:
    (arrest,) = (
        a for a in told("Ghana pays for the students who had been arrested by Boko Haram.") if a.type == "Coerce"
    )
    assert (arrest.actors, arrest.recipients) == (("Boko Haram",), ())


def test_a_condemned_attack_by_nobody_is_where_it_was() -> None:
    (attack,) = (a for a in told("Chad condemned the grenade attacks in Nairobi.") if a.type in ("Assault", "Strike"))
    assert (attack.actors, attack.recipients, attack.place) == ((), (), "Nairobi")


def test_an_arrest_that_is_reported_is_of_those_arrested() -> None:
    text = "Ghana is concerned about reports that Togo has detained some 300 nurses."
    assert [a.recipients for a in told(text) if a.type == "Coerce"] == [("some 300 nurses",)]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Iran seized a Greek oil tanker in the Gulf.", ("Greece",)),
        ("Togo detained a Danish-owned freighter.", ("Denmark",)),
        ("Norway impounded a Russian-registered trawler.", ("Russia",)),
        ("Yemeni rebels hijacked a Norwegian freighter.", ("Norway",)),
        ("Turkey seized a Turkish trawler.", ()),
        ("Turkey seized a trawler.", ()),
    ],
)
def test_seized_craft_are_of_the_state_that_they_sail_for(text: str, owners: tuple[str, ...]) -> None:
    (seizure,) = (a for a in told(text) if a.type == "Coerce")
    assert seizure.recipients == owners


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The Kabul bombing wounded nine soldiers.", ()),
        ("The Damascus attack killed three policemen.", ()),
        ("Kabul's bombing of the camp killed nine soldiers.", ("Afghanistan",)),
    ],
)
def test_a_town_before_a_deed_only_says_where(text: str, actors: tuple[str, ...]) -> None:
    assert told(text)[-1].actors == actors


def test_talks_are_called_after_their_town() -> None:
    assert all(
        "Austria" not in a.actors for a in told("Chad left the Vienna talks on Friday. The Vienna talks failed.")
    )


@pytest.mark.parametrize("freed", ["President Alpha Kone", "a Chilean pilot"])
def test_whose_release_is_demanded_is_not_asked_for_it(freed: str) -> None:
    (demand,) = (a for a in told(f"Norway demanded the release of {freed}.") if a.type == "Request")
    assert demand.recipients == ()


def test_in_what_people_came_to_harm_does_not_tell_who_they_are() -> None:
    assert hit("Chad killed two Kenyan officers in two airstrikes.") == ("two Kenyan officers",)


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("A Mirage fighter bombed a bridge near Cahama, killing three civilians.", ("three civilians",)),
        ("Soldiers fired on the market, killing dozens of villagers.", ("dozens of villagers",)),
        ("Gunmen opened fire at a market in Quetta, killing at least 19 people.", ()),
        ("Chad bombed depots of the Syrian army, killing two drivers.", ("Syrian Arab Army",)),
    ],
)
def test_victims_where_no_side_is_known(text: str, recipients: tuple[str, ...]) -> None:
    assert hit(text) == recipients


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Tajik forces seized a school in the Kyrgyz village of Dostuk.", ("Kyrgyzstan",)),
        ("Rebels of the Justice Movement seized a Sudanese garrison.", ("Sudan",)),
        ("Ghanaian police raided a Ghanaian newspaper.", ()),
    ],
)
def test_whose_place_is_seized(text: str, recipients: tuple[str, ...]) -> None:
    assert next(a for a in told(text) if a.type == "Coerce").recipients == recipients


def test_an_embargo_on_the_supply_of_arms_to_somebody() -> None:
    text = "The Houthis fired. The Security Council imposed an embargo on the supply of arms to the Houthis."
    assert next(a for a in told(text) if a.type == "Sanction").recipients == ("Houthis",)
