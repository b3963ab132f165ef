"""Material and facilities with type, number, operator and group."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.lexicon.tables import parse_table
from kg.model import Asset
from tests.reading import facts, names_of


def assets(text: str) -> dict[str, Asset]:
    """The assets of a text by name."""
    return {asset.name: asset for asset in facts(text).assets}


@pytest.mark.parametrize(
    ("text", "name", "kind", "quantity"),
    [
        ("The United States sent three destroyers to the Red Sea.", "destroyers", "Destroyer", 3),
        ("The carrier USS Nimitz left port.", "USS Nimitz", "AircraftCarrier", 1),
        ("The frigate HMS Lancaster left port.", "HMS Lancaster", "Warship", 1),
        ("Ukraine fired six ATACMS missiles at a base.", "ATACMS missiles", "Missile", 6),
        ("Israel deployed the Iron Dome.", "Iron Dome", "AirDefence", None),
        ("Iran built an underground bunker.", "underground bunker", "Bunker", 1),
        ("China flew twelve fighter jets and a drone over the island.", "fighter jets", "Aircraft", 12),
        ("China flew twelve fighter jets and a drone over the island.", "drone", "Drone", 1),
        ("About 1,400 soldiers left Togo.", "soldiers", "Troops", 1400),
        ("The Russian missile cruiser Moskva sank.", "Moskva", "Warship", 1),
        ("Sudan's navy has one frigate.", "frigate", "Warship", 1),
        ("Poland bought Patriot missile systems.", "Patriot missile systems", "AirDefence", None),
    ],
)
def test_types_and_numbers(text: str, name: str, kind: str, quantity: int | None) -> None:
    found = assets(text)[name]
    assert (found.type, found.quantity) == (kind, quantity)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("The USS Nimitz left port.", "United States"),
        ("The Russian missile cruiser Moskva sank.", "Russia"),
        ("Israel deployed the Iron Dome.", "Israel"),
        ("Hezbollah attacked a base with rockets.", "Hezbollah"),
        ("Sudan's navy has one frigate.", "Sudanese navy"),
        ("The French embassy in Niamey was stormed.", "France"),
    ],
)
def test_operators(text: str, operator: str) -> None:
    read = facts(text)
    names = names_of(read)
    owners = [names[asset.operator] for asset in read.assets if asset.operator]
    assert operator in owners


def test_nobody_is_said_to_operate() -> None:
    assert assets("Two frigates sank off the coast.")["frigates"].operator is None


def test_a_strike_group_has_its_ships() -> None:
    read = facts("The USS Nimitz carrier strike group includes two cruisers and an air wing.")
    (group,) = (asset for asset in read.assets if asset.type == "StrikeGroup")
    assert {asset.type for asset in read.assets if asset.part_of == group.id} >= {"Warship", "AirWing"}


def test_a_group_is_no_ship() -> None:
    kinds = {a.name: a.type for a in facts("The USS Nimitz carrier strike group left port.").assets}
    assert kinds["USS Nimitz carrier strike group"] == "StrikeGroup"
    assert kinds["USS Nimitz"] == "AircraftCarrier"


def test_facilities_lie_somewhere() -> None:
    read = facts("Iran built an underground bunker near Natanz.")
    (bunker,) = read.assets
    assert bunker.located_in is not None
    assert names_of(read)[bunker.located_in] == "Natanz"


@pytest.mark.parametrize(
    "text",
    [
        "The building in Oslo was empty.",
        "Two vessels met in the harbour.",
        "There are no missiles on the island.",
        "The soldiers sang.",
        "The carrier of the virus was treated.",
        "She deployed her charm.",
        "The mayor opened a school and a hospital.",
        "The minister flew to the airport in Lomé.",
        "Two soldiers were killed in the attack.",
        "A suicide bomber walked in.",
        "The think tank published a report.",
        "Police officers watched the game.",
        "Ghana's tax base grew.",
    ],
)
def test_words_of_daily_life_are_no_assets(text: str) -> None:
    assert assets(text) == {}


def test_a_place_is_an_asset_where_something_is_done_to_it_later() -> None:
    found = assets("Troops stood near the port of Aden. On Friday the rebels handed over the port.")
    assert set(found) == {"port of Aden"}


def test_a_ship_is_told_of_by_its_class_before_it_is_named() -> None:
    (ship,) = assets("A Ghana Navy cutter was hit. The cutter Cape Volta sank.").values()
    assert (ship.name, ship.type, ship.aliases) == ("Cape Volta", "Warship", ("Ghana Navy cutter",))


def test_the_fuller_words_are_another_name() -> None:
    (vehicles,) = assets("France gave Niger more than 30 armoured vehicles.").values()
    assert (vehicles.name, vehicles.aliases) == ("armoured vehicles", ("more than 30 armoured vehicles",))


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("Russian drones hit the depots of Ukraine.", "Ukraine"),
        ("Ghana attacked Togo with a drone.", "Ghana"),
        ("Ghana attacked an air base in Togo.", "Togo"),
    ],
)
def test_what_is_struck_is_the_other_sides(text: str, operator: str | None) -> None:
    read = facts(text)
    assert names_of(read).get(read.assets[-1].operator or "") == operator


def test_counted_things_that_somebody_has_are_assets() -> None:
    assert set(assets("Togo has 900 centrifuges.")) == {"centrifuges"}
    assert assets("They spoke of new centrifuges.") == {}


def test_a_ship_carries_its_owners_troops() -> None:
    read = facts("The USS Boxer, with some 2,200 Marines embarked, left port.")
    assert {names_of(read)[asset.operator or ""] for asset in read.assets} == {"United States"}


def test_letters_and_a_number_tell_the_series() -> None:
    found = assets("Togo has 14 MiG-937 jets and an Mi-935M.")
    assert {name: asset.type for name, asset in found.items()} == {"MiG-937 jets": "Aircraft", "Mi-935M": "Aircraft"}


def test_repeated_names_are_one_asset() -> None:
    assert len(assets("The USS Nimitz left port. A day later the USS Nimitz returned.")) == 1


def test_a_ship_told_of_by_its_kind_is_the_ship_named_before() -> None:
    (ship,) = assets("The carrier USS Nimitz left port. The carrier returned on Monday.").values()
    assert ship.aliases == ("carrier",)


def test_evidence_is_the_sentence() -> None:
    text = "It rained. The USS Nimitz left port."
    span = assets(text)["USS Nimitz"].evidence.span
    assert text[span.start : span.end] == "The USS Nimitz left port."


EXAMPLES = Path(__file__).with_name("data") / "assets.tsv"


@pytest.mark.parametrize(
    "row", parse_table(EXAMPLES.read_text(encoding="utf-8"), EXAMPLES.name), ids=lambda row: str(row["sentence"])
)
def test_own_sentences_for_every_class(row: dict[str, str]) -> None:
    read = facts(row["sentence"])
    (asset,) = (asset for asset in read.assets if asset.type == row["type"] and row["name"] in asset.name)
    assert names_of(read).get(asset.operator or "", "") == row["operator"]


def ships(text: str) -> set[str]:
    """The names of the ships of a text."""
    return {asset.name for asset in facts(text).assets if asset.name[:1].isupper()}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sailors of the amphibious ships Volta, Densu, and Pra freed ten men.", {"Volta", "Densu", "Pra"}),
        ("The firm's tanker, the Volta Star, took oil to Togo.", {"Volta Star"}),
        ("Rebels boarded the Volta Star, a Greek fishing vessel.", {"Volta Star"}),
        ("Rebels fired on the Volta Star, one of ten Greek tankers.", {"Volta Star"}),
        ("Rebels boarded the 90,000-ton Volta Star near Lomé.", {"Volta Star"}),
        ("Oil was moved to the vessel Volta Star 2 in the Red Sea.", {"Volta Star 2"}),
        ("The Volta Front, a group that seized a ship, left.", set()),
        ("They boarded a ship, the Pentagon said.", set()),
    ],
)
def test_ships_without_a_prefix(text: str, names: set[str]) -> None:
    assert ships(text) == names


def test_a_ship_is_no_actor() -> None:
    read = facts("Sailors of the amphibious ships Volta, Densu, and Pra freed ten men.")
    assert not {actor.name for actor in read.actors} & {"Volta", "Densu", "Pra"}


def test_a_thing_is_also_told_without_its_state() -> None:
    (asset,) = facts("U.S. destroyers shelled the town of Gao.").assets
    assert {asset.name, *asset.aliases} >= {"U.S. destroyers", "destroyers"}


@pytest.mark.parametrize(
    ("text", "name", "operator"),
    [
        ("Kenya will withdraw its estimated 20,000 soldiers from Somalia.", "soldiers", "Kenya"),
        ("The Ethiopian side responded with mortars and artillery.", "artillery", "Ethiopia"),
        ("Ethiopian gunners fired mortars at the town.", "mortars", "Ethiopia"),
        ("Ghana sent several columns of armoured vehicles.", "armoured vehicles", "Ghana"),
        ("France will sell twelve Mirage fighter jets to Greece.", "Mirage fighter jets", "Greece"),
        ("The missiles ordered by the Cypriot government are late.", "missiles", "Cypriot government"),
        ("American troops left Camp Zellan in Iraq.", "Camp Zellan", "United States"),
    ],
)
def test_whose_things_are(text: str, name: str, operator: str | None) -> None:
    read = facts(text)
    names = names_of(read)
    assert (name, operator) in {(a.name, names.get(a.operator or "")) for a in read.assets}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The cruiser Virginia shelled the coast.", "Virginia", "Warship"),
        ("They followed the Hunan, one of the navy's two aircraft carriers.", "Hunan", "AircraftCarrier"),
    ],
)
def test_ships_called_after_regions(text: str, name: str, kind: str) -> None:
    assert assets(text)[name].type == kind


def test_a_type_in_the_plural_is_known_by_its_letters() -> None:
    assert "F-35" in assets("Italian F-35s took off.")["F-35s"].aliases


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ghana moved artillery towards the lake.", {"artillery"}),
        ("The envoys left Kumasi by helicopter.", {"helicopter"}),
        ("He ordered six battalions, tanks and fighter jets to the lake.", {"battalions", "tanks", "fighter jets"}),
        ("The firm supplied pickup trucks and 70 rifles to the guard.", {"pickup trucks", "rifles"}),
        ("Ten boats carrying rice lay off Togo.", {"boats"}),
        ("Togo protected the nine other Ghanaian trawlers there.", {"Ghanaian trawlers"}),
        ("Dozens of tunnels were bombed.", {"tunnels"}),
        ("Police used tear gas against a school near Kumasi.", {"school near Kumasi"}),
        ("Gunmen opened fire on a police post.", {"police post"}),
        ("Ghana's 155mm guns fired all night.", {"155mm guns"}),
        ("Two F-5E fighters flew over Lomé.", {"F-5E fighters"}),
    ],
)
def test_arms_and_what_is_done_to_buildings(text: str, names: set[str]) -> None:
    assert set(assets(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Soldiers landed at Volta airport on Monday.", {"Volta airport"}),
        ("Passengers were stranded at the airport.", set()),
        ("The two men met at the palace in Lomé.", {"palace in Lomé"}),
        ("The two men met at a hotel in Lomé.", set()),
        ("The rebels set free 18 of its observers.", {"observers"}),
        ("Some 80 Royal Marines were on the island.", {"Royal Marines"}),
        ("Togo voted to send more troops.", {"troops"}),
        ("Togo's troops crossed the river.", set()),
        ("Some 70 Ghanaian trainers help the army.", {"Ghanaian trainers"}),
        ("He sent two men to prison.", set()),
        ("He said that 13 of their soldiers were killed.", set()),
        ("They banned 20 officers of the army from travel.", set()),
        ("The minister left his post in May.", set()),
    ],
)
def test_named_places_venues_and_men_in_numbers(text: str, names: set[str]) -> None:
    assert set(assets(text)) == names


def test_a_facility_is_told_by_the_village_it_is_in() -> None:
    (school,) = assets("Rebels seized a school in the village of Kpalimé.").values()
    assert "school" in (school.name, *school.aliases)
    assert school.located_in is not None


def test_one_number_for_two_kinds_of_men() -> None:
    (men,) = assets("About 700 sailors and marines serve in Togo.").values()
    assert "sailors and marines" in men.aliases
    assert men.quantity == 700
