"""What papers and agencies of all countries write of diplomacy: titles, styles, protests, bodies without a state."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import facts, names_of, pipeline, told


def people(text: str) -> dict[str, str]:
    """The persons with a name, each with the kind of the first office; "-" for none."""
    read = facts(text)
    held = {tenure.holder: tenure.kind for tenure in reversed(read.tenures)}
    return {a.name: held.get(a.id, "-") for a in read.actors if a.type == "Person" and a.name}


def countries(text: str) -> dict[str, str | None]:
    """The actors that are no states, by name, with their countries."""
    return {a.name: a.country for a in facts(text).actors if a.name and a.type != "State"}


def acts(text: str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Type, modality, actors and recipients of the actions of a text, in order."""
    return [(a.type, a.modality, tuple(a.actors), tuple(a.recipients)) for a in told(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nepal summoned Bhutanese Charge d’Affaires Dorji Wangdi on Monday.", {"Dorji Wangdi": "Envoy"}),
        ("Fiji expelled Maldivian Deputy High Commissioner Ibrahim Waheed.", {"Ibrahim Waheed": "Envoy"}),
        ("Turkish FM Ismail Cem met Bulgarian FM Nadezhda Neynsky.", {"Ismail Cem", "Nadezhda Neynsky"}),
        ("External Affairs Minister (EAM) Pranab Mukherjee met Nepalese leaders.", {"Pranab Mukherjee"}),
        ("Tunisian Defence Minister (MoD) Imed Memmich visited Algiers.", {"Imed Memmich"}),
        ("President Mahama's Chief of Staff Julius Debrah met Togo's ambassador.", {"Julius Debrah": "Official"}),
        ("Algerian Foreign Minister Kang Gang Lee visited Oran.", {"Kang Gang Lee": "ForeignMinister"}),
    ],
)
def test_titles_of_the_press(text: str, expected: dict[str, str] | set[str]) -> None:
    found = people(text)
    wanted = expected if isinstance(expected, dict) else dict.fromkeys(expected, "")
    assert {name: found.get(name, "?") if kind else "" for name, kind in wanted.items()} == wanted
    bodies = {a.name for a in facts(text).actors if a.type in ("Organization", "ArmedGroup")}
    assert not bodies & {"EAM", "MoD", "Foreign Minister Kang Gang"}
    assert "High Commissioner" not in found


def test_who_acts_upon_the_bearer_of_a_title_does_not_bear_it() -> None:
    text = "Kofi Mensah is the third Togolese minister Emil Kraus has received since March."
    assert people(text).get("Emil Kraus", "-") == "-"


def test_two_ministers_of_two_states_before_one_name_are_two() -> None:
    text = "Malian Foreign Minister and Senegalese Foreign Minister Mankeur Ndiaye met in Dakar."
    assert countries(text)["Mankeur Ndiaye"] == "SEN"


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("King Hamad met Kofi Annan. His Majesty later thanked Ghana.", ("Hamad",)),
        ("President Salva Kiir met Kofi Annan. His Excellency later thanked Ghana.", ("Salva Kiir",)),
        ("President Salva Kiir met Kofi Annan. His Majesty later thanked Ghana.", ()),
    ],
)
def test_a_style_stands_for_whom_it_fits(text: str, actors: tuple[str, ...]) -> None:
    assert [a[2] for a in acts(text) if a[0] == "Support"] in ([actors], [] if not actors else [actors])


@pytest.mark.parametrize(
    "text",
    [
        "King Hamad met Syrian President Bashar al-Assad, their first contact since 2019.",
        "Mexican Foreign Minister Marcelo Ebrard visited Havana, the first such trip since 2014.",
        "Turkish troops shelled Manbij in the worst attack since 2016.",
    ],
)
def test_the_year_since_which_it_is_the_first_is_not_its_own(text: str) -> None:
    assert [a.date for a in told(text)] == [None]


def test_what_goes_on_since_a_year_has_begun_then() -> None:
    assert [a.date for a in told("France has sanctioned Iran since 2012.")] == ["2012"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Latvia retaliated by expelling two Belarusian diplomats.", [("Sanction", ("Latvia",), ("Belarus",))]),
        ("India retaliated by recalling its high commissioner from Ottawa.", [("Sanction", ("India",), ("Canada",))]),
        ("Iran retaliated against Israel.", [("Assault", ("Iran",), ("Israel",))]),
        ("Lithuania proclaimed the Russian ambassador persona non grata.", [("Sanction", ("Lithuania",))]),
        ("Two Maltese consuls were declared personae non gratae by Libya.", [("Sanction", ("Libya",))]),
        ("Chad declared personae non gratae three French diplomats.", [("Sanction", ("Chad",))]),
        ("Peru called in the Chilean ambassador to lodge a protest over the map.", [("Accuse", ("Peru",))]),
        ("Chad brought in the Libyan ambassador on Monday to protest the remarks.", [("Accuse", ("Chad",))]),
        ("Rwanda and Burundi began two days of negotiations in Arusha.", [("Negotiation", ("Rwanda", "Burundi"))]),
        ("Ecuador and Peru have exchanged harsh words.", [("Accuse", ("Ecuador", "Peru"))]),
        ("Nepal signed a credit line with India.", [("Agree", ("Nepal",), ("India",))]),
        ("Hungary insisted that Slovakia withdraw.", [("Request", ("Hungary",), ("Slovakia",))]),
        ("Mali became the first state to recall its envoy from Benin.", [("Sanction", ("Mali",), ("Benin",))]),
    ],
)
def test_acts_of_protocol(text: str, expected: list[tuple[str, ...]]) -> None:
    found = [(a[0], *a[2:]) for a in acts(text) if a[1] == "Occurred"]
    assert [told_of[: len(one)] for told_of, one in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Officials charged with mediating in the dispute met in Lome.", "Accuse"),
        ("Hungary insists that all issues were settled under the treaty.", "Request"),
        ("Chad lodged a protest over the Libyan minister's claims to the strip.", "Protest"),
        ("Russia retaliated by expelling two Danish diplomats.", "Assault"),
    ],
)
def test_what_is_no_such_act(text: str, kind: str) -> None:
    assert kind not in [a[0] for a in acts(text)]


def test_who_did_what_is_complained_of_does_not_complain() -> None:
    act = acts("A protest was lodged over the raid by Greek warplanes.")[0]
    assert act[0] == "Accuse"
    assert act[2] == ()


def test_what_a_speaker_opposes_is_not_the_speaker() -> None:
    (act,) = acts("“Ghana strongly opposes this,” Foreign Minister Kofi Mensah said.")
    assert act == ("Reject", "Occurred", ("Ghana",), ())


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Nepal must let the observers work,” the statement quoted Emil Kraus.", "Emil Kraus"),
        ("“Nepal must let the observers work,” the agency quoted Emil Kraus as saying.", "Emil Kraus"),
        ("Emil Kraus: “We have recalled our envoy from Accra.”", "Emil Kraus"),
        ("“We thank Ghana for the aid,” wrote the official Twitter account of Emil Kraus.", "Emil Kraus"),
    ],
)
def test_who_is_quoted_speaks(text: str, speaker: str) -> None:
    read = facts(text)
    assert [names_of(read).get(s.speaker or "") for s in read.statements][:1] == [speaker]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pakistan expelled two envoys. The Foreign Office said they were spies.", ("Pakistani Foreign Office", "PAK")),
        ("Nepal summoned the envoy. The Ministry of Foreign Affairs said he must go.", ("foreign", "NPL")),
        ("The foreign ministry urged India to leave.", ("foreign ministry", None)),
    ],
)
def test_a_body_without_a_state(text: str, expected: tuple[str, str | None]) -> None:
    found = {name: code for name, code in countries(text).items() if "oreign" in name}
    assert [(expected[0] in name, code) for name, code in found.items()] == [(True, expected[1])]


def test_the_capital_of_the_dateline_tells_whose_minister_it_is(tmp_path: Path) -> None:
    text = "SEOUL, July 1 (Yonhap) -- Vice Foreign Minister Cho Sei-young called in Japan's ambassador on Monday."
    path = tmp_path / "story.txt"
    path.write_text(f"Envoy Called In Over Map\n\n{text}\n", encoding="utf-8")
    assert [a.country for a in pipeline().read(path).actors if a.name == "Cho Sei-young"] == ["KOR"]


@pytest.mark.parametrize(
    "text",
    [
        "The foreign ministers of Peru and Ecuador, Fernando Trazegnies and Jose Ayala, met in Lima.",
        "The Peruvian and Ecuadorian foreign ministers, Fernando Trazegnies and Jose Ayala, met in Lima.",
    ],
)
def test_a_plural_title_stands_for_those_named_behind_it(text: str) -> None:
    assert [a[2] for a in acts(text)] == [("Fernando Trazegnies", "Jose Ayala")]


def test_they_are_the_two_that_met_and_not_the_ministry_that_tells() -> None:
    text = (
        "Foreign Ministers Celso Amorim and Soledad Alvear discussed trade, the Chilean Foreign Ministry said.\n\n"
        "They also signed a treaty."
    )
    assert [a[2] for a in acts(text) if a[0] == "Agree"] == [("Celso Amorim", "Soledad Alvear")]


def test_warring_parties_are_no_bodies_of_many_states() -> None:
    text = "The AU, the EU and the UN met. The warring parties have signed a treaty."
    assert [a[2] for a in acts(text) if a[0] == "Agree"] in ([], [()])
