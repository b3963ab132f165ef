"""Plurals stand for a set told of before, for the people of an earlier noun, or for nobody."""

from __future__ import annotations

import pytest

from tests.reading import told


def last(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients of the last action of a text, in the order of their names."""
    action = told(text)[-1]
    return tuple(sorted(action.actors)), tuple(sorted(action.recipients))


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Gangs hold half of the city. On Sunday they attacked Togo.", ("Gangs",)),
        ("Rioters said they had attacked Togo.", ("Rioters",)),
        ("Chad and Mali signed a treaty. They then condemned Togo.", ("Chad", "Mali")),
        ("Chad says that they attacked Togo.", ("Chad",)),
        (
            "President Emil Kraus met Prime Minister Angela Novak. The pair attacked Togo.",
            ("Angela Novak", "Emil Kraus"),
        ),
        (
            "President Emil Kraus spoke to Prime Minister Angela Novak. The two condemned Togo.",
            ("Angela Novak", "Emil Kraus"),
        ),
    ],
)
def test_they(text: str, actors: tuple[str, ...]) -> None:
    assert last(text) == (actors, ("Togo",))


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Chad accused Niger of theft. Niger rejected that. Ghana urged both sides to talk.", ("Chad", "Niger")),
        ("Chad met Niger in Oslo. Ghana urged both governments in Africa to talk.", ("Chad", "Niger")),
        (
            "Hezbollah fired at Israel. Israel fired at Hezbollah. Ghana urged both sides to talk.",
            ("Hezbollah", "Israel"),
        ),
    ],
)
def test_both_sides_are_the_two_that_the_text_is_about(text: str, recipients: tuple[str, ...]) -> None:
    assert ("Request", recipients) in [(a.type, tuple(sorted(a.recipients))) for a in told(text)]


def test_both_countries_are_those_told_of_most_where_no_pair_is_near() -> None:
    text = "Ghana and Togo fought over the river. Ghana shelled Togo on Monday. Togo shelled Ghana on Tuesday. "
    text += "Chad and Mali met in Oslo. The rain went on for days. Nobody came. Niger urged both countries to talk."
    assert ("Request", ("Ghana", "Togo")) in [(a.type, tuple(sorted(a.recipients))) for a in told(text)]


def test_a_third_side_of_equal_weight_leaves_both_sides_open() -> None:
    text = "Chad voted on Monday. Niger voted on Tuesday. Mali voted on Friday. Ghana urged both sides to talk."
    assert all(a.recipients == () for a in told(text) if a.type == "Request")


def test_who_is_praised_is_no_partner() -> None:
    text = "The leaders of NATO arrived in Oslo. Emil Kraus praised Angela Novak. The leaders condemned Togo."
    assert last(text) == (("North Atlantic Treaty Organization",), ("Togo",))


@pytest.mark.parametrize("fighters", ["The rebels", "The militants", "Five attackers"])
def test_fighters_are_of_the_group_named_before(fighters: str) -> None:
    assert last(f"Boko Haram raided a village in Niger on Monday. {fighters} later attacked Togo.")[0] == (
        "Boko Haram",
    )


@pytest.mark.parametrize("fighters", ["The rebels who hold the hills", "Five gunmen", "The Chadian rebels"])
def test_fighters_that_are_told_apart_are_others(fighters: str) -> None:
    assert last(f"Boko Haram raided a village in Niger. {fighters} later attacked Togo.")[0] != ("Boko Haram",)


def test_allies_are_of_the_alliance_named_before() -> None:
    text = "NATO met in Oslo. Emil Kraus met Angela Novak. The allies condemned Togo."
    assert last(text) == (("North Atlantic Treaty Organization",), ("Togo",))


def test_each_of_two_sides_acts_upon_the_other() -> None:
    text = "Chad and Mali signed a treaty on Monday. Each side blamed the other for the delay."
    assert last(text) == (("Chad", "Mali"), ("Chad", "Mali"))


@pytest.mark.parametrize("neighbour", ["neighbour", "neighbor"])
def test_a_neighbour_is_the_other_state_that_the_text_is_about(neighbour: str) -> None:
    assert last(f"Chad voted on Monday. Mali voted on Friday. Chad condemned its {neighbour}.") == (
        ("Chad",),
        ("Mali",),
    )


def test_a_neighbour_among_three_states_is_left_open() -> None:
    text = "Chad voted on Monday. Mali voted on Friday. Niger voted on Sunday. Chad condemned its neighbour."
    assert not {"Mali", "Niger"} & set(last(text)[1])


def test_the_neighbours_are_the_two_states_that_the_text_is_about() -> None:
    text = "Chad recalled its envoy. Mali voted on Friday. The neighbours then signed a treaty."
    assert last(text)[0] == ("Chad", "Mali")


def test_who_helps_to_an_accord_is_no_side_of_it() -> None:
    text = (
        "Chad attacked Mali. Chad and Mali signed a treaty under the auspices of Qatar and Libya. "
        "Ghana urged both sides to talk."
    )
    (request,) = (a for a in told(text) if a.type == "Request")
    assert tuple(sorted(request.recipients)) == ("Chad", "Mali")


def test_forces_are_taken_up_by_they() -> None:
    text = "Forces led by Emil Kraus, known as the Malian National Army, left Gao. They have attacked Togo."
    assert last(text) == (("Malian National Army",), ("Togo",))


MET = (
    "Secretary Antony Blinken met with Kenyan Foreign Minister Amina Otieno and Ugandan Foreign Minister Jeje Odongo. "
)
THREE = ("Amina Otieno", "Antony Blinken", "Jeje Odongo")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Secretary and Foreign Ministers condemned Chad.",
        "The Secretary and the Foreign Ministers condemned Chad.",
        "The Secretary and the ministers condemned Chad.",
        "The Secretary and his counterparts condemned Chad.",
        "The three officials condemned Chad.",
        "They condemned Chad.",
        "The Secretary and Foreign Ministers signed a memorandum on trade. They condemned Chad.",
    ],
)
def test_all_who_met_act_together(sentence: str) -> None:
    assert last(MET + sentence) == (THREE, ("Chad",))


def test_the_counterparts_of_nobody_told_of_are_no_set() -> None:
    assert last("Kofi Mensah and his counterparts condemned Chad.")[0] == ("Kofi Mensah", "his counterparts")


def test_persons_and_states_are_no_set_together() -> None:
    text = "Kofi Mensah and Adjoa Lawson met on Ghana and Togo. They condemned Chad."
    assert set(last(text)[0]) in ({"Ghana", "Togo"}, {"Kofi Mensah", "Adjoa Lawson"})
