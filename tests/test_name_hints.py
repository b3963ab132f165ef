"""Names by the words beside them: towns, peoples, armed groups, bodies, companies, and who is the same as whom."""

from __future__ import annotations

import pytest

from tests.reading import facts, told


def actors(text: str) -> dict[str, str]:
    """The named actors of a text with their types."""
    return {actor.name: actor.type for actor in facts(text).actors if actor.type not in ("State", "UnnamedSource")}


def aliases(text: str, name: str) -> set[str]:
    """The other names of an actor."""
    return {alias for actor in facts(text).actors if actor.name == name for alias in actor.aliases}


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked Kpando, a town east of the capital. Ghana said that Kpando was quiet.",
        "Gunmen attacked the town of Kpando. The Kpando raid failed.",
        "Gunmen attacked a base east of Kpando. Kpando burned.",
        "The Ho district was quiet. Ghana condemned the Ho attack.",
        "He belongs to the same Gurunsi ethnic group as the president of Ghana.",
        "An Antonov aircraft dropped bombs on Ghana.",
    ],
)
def test_towns_peoples_and_planes_are_no_actors(text: str) -> None:
    assert actors(text) == {}


def test_a_group_has_its_number() -> None:
    assert actors("Ghana said that the town was overrun by the 400 Adzokpo gang.") == {"400 Adzokpo": "ArmedGroup"}


def test_an_acronym_behind_the_noun_that_tells_it_is_a_body() -> None:
    assert actors("Rights group VDGH said that ten had fled.")["VDGH"] == "Organization"
    assert actors("The broadcaster GTVX said that ten had fled.")["GTVX"] == "MediaOrganization"


@pytest.mark.parametrize(
    "name", ["Volta Gulf Trading FZE", "Ahoto Marine S.A.L.", "Kwame & Sons Ltd", "Accra Steel GmbH"]
)
def test_a_legal_form_ends_a_companys_name(name: str) -> None:
    assert actors(f"The United States sanctioned {name} on Monday.")[name] == "Company"


@pytest.mark.parametrize(
    ("name", "short"), [("Kofi R. Mensah III", "Mensah"), ("Kofi Mensah Jr.", "Mensah"), ("Esi Adjei-Boateng", "Esi")]
)
def test_the_whole_of_a_persons_name(name: str, short: str) -> None:
    text = f"Defence Minister {name} met Ama Owusu in Accra. {short} then left."
    assert actors(text)[name] == "Person"


def test_accents_make_no_other_person() -> None:
    text = "José Núñez, the president of Cuba, met Ama Owusu. Mr. Nunez then left for Ghana."
    assert set(actors(text)) == {"José Núñez", "Ama Owusu"}


def test_a_mission_has_its_country_in_its_name() -> None:
    text = "The African Union Training Mission in Ghana (AUTM Ghana) has left."
    assert actors(text) == {"African Union Training Mission in Ghana": "InternationalOrganization"}
    assert aliases(text, "Ghana") == set()


def test_an_acronym_means_what_the_article_says() -> None:
    text = "The Multinational Street Safety Mission (MSS) came to Ghana. The MSS then left."
    assert actors(text) == {"Multinational Street Safety Mission": "InternationalOrganization"}


@pytest.mark.parametrize(
    "text",
    [
        "Ghana blamed Togo's spy agency, the Togo Intelligence Bureau, for it.",
        "The Togo Intelligence Bureau, Togo's spy agency, denied it.",
    ],
)
def test_a_body_told_of_by_what_it_is_and_by_its_name_is_one(text: str) -> None:
    assert [name for name in actors(text) if "Bureau" in name or "agency" in name] == ["Togolese Intelligence Bureau"]


def test_the_beginning_of_a_bodys_name_is_that_body() -> None:
    text = "The Transitional Government of National Trust met Ama Owusu. The Transitional Government denied it."
    assert "Transitional Government" not in actors(text)


def test_two_bodies_joined_by_a_hyphen_are_two() -> None:
    found = actors("The United Nations-African Union peacekeeping mission denied it.")
    assert {"United Nations", "African Union"} <= set(found)


def test_the_words_before_a_name_say_that_it_is_armed() -> None:
    text = "The Malian army shelled camps of the militant group Harakat-ul-Noor in eastern Mali."
    assert ("ArmedGroup", "Harakat-ul-Noor") in [(a.type, a.name) for a in facts(text).actors]
    assert [a.recipients for a in told(text)] == [("Harakat-ul-Noor",)]
