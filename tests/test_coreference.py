"""Pronouns, titles alone and plurals are resolved by few sure rules, or not at all."""

from __future__ import annotations

import pytest

from tests.reading import told

KRAUS, NOVAK = "Emil Kraus", "Angela Novak"


def last(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients of the last action of a text."""
    action = told(text)[-1]
    return action.actors, action.recipients


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        (f"{NOVAK} met {KRAUS}. She thanked Norway.", (NOVAK,), ("Norway",)),
        (f"{KRAUS} arrived in Oslo. He thanked Norway.", (KRAUS,), ("Norway",)),
        (f"{NOVAK} said {KRAUS} had praised her.", (KRAUS,), (NOVAK,)),
        (f"{KRAUS} said he would visit Norway.", (KRAUS,), ("Norway",)),
        (f"{NOVAK} met {KRAUS}. She thanked him.", (NOVAK,), (KRAUS,)),
        (f"{NOVAK}, president of Slovakia, met {KRAUS}. The president thanked him.", (NOVAK,), (KRAUS,)),
        (
            (
                f"Foreign Minister {NOVAK} of Ghana spoke. Deputy Foreign Minister {KRAUS} of Ghana met the envoy. "
                "The deputy foreign minister thanked Norway."
            ),
            (KRAUS,),
            ("Norway",),
        ),
    ],
)
def test_persons(text: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    assert last(text) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Chad accused Sudan of fraud. It then thanked Ghana.", ("Chad",)),
        ("Chad recalled its envoy. The country then thanked Ghana.", ("Chad",)),
        ("Hezbollah fired rockets at Israel. The group then thanked Ghana.", ("Hezbollah",)),
        ("Chad said it had condemned Ghana.", ("Chad",)),
    ],
)
def test_states_and_groups(text: str, actors: tuple[str, ...]) -> None:
    assert last(text) == (actors, ("Ghana",))


def test_possessives_of_states() -> None:
    assert last("Poland said its neighbours had condemned Mali. Its army later attacked Mali.")[1] == ("Mali",)


@pytest.mark.parametrize(
    "text",
    [
        f"{KRAUS} met {NOVAK}. They thanked Norway.",
        f"{KRAUS} and {NOVAK} met in Vienna. They thanked Norway.",
        f"{KRAUS} and {NOVAK} met in Vienna. The two leaders thanked Norway.",
        f"{KRAUS} met {NOVAK} in Vienna. Both thanked Norway.",
    ],
)
def test_plurals(text: str) -> None:
    actors, recipients = last(text)
    assert (set(actors), recipients) == ({KRAUS, NOVAK}, ("Norway",))


def test_a_number_that_does_not_fit_is_refused() -> None:
    actors, _ = last(f"{KRAUS} and {NOVAK} met in Vienna. The three leaders thanked Norway.")
    assert not {KRAUS, NOVAK} & set(actors)


def test_two_states_as_they() -> None:
    actors, _ = last("Ghana and Togo signed a treaty. They also thanked Norway.")
    assert actors == ("Ghana", "Togo")


def test_a_title_alone_is_its_bearer() -> None:
    text = f"Slovak President {NOVAK} met Norwegian Prime Minister {KRAUS}. The prime minister condemned Ghana."
    assert last(text) == ((KRAUS,), ("Ghana",))


def test_a_title_of_another_state_is_not_the_bearer() -> None:
    text = f"Slovak President {NOVAK} arrived. Ghana's president condemned Togo."
    assert NOVAK not in last(text)[0]


def test_nobody_before_leaves_the_pronoun_open() -> None:
    assert last("He condemned Ghana.") == ((), ("Ghana",))


def test_i_and_we_in_a_quotation() -> None:
    (action,) = told(f"“We urge Russia to leave,” {KRAUS}, Norway's foreign minister, said.")[:1]
    assert (action.type, action.actors, action.recipients) == ("Request", ("Norway",), ("Russia",))
    (action,) = told(f"“I met {NOVAK},” {KRAUS} said.")
    assert (action.type, action.actors, action.recipients) == ("Meeting", (KRAUS,), (NOVAK,))


def test_he_takes_up_a_subject_without_a_name() -> None:
    text = f"The envoy praised the plan that {KRAUS}'s supporters made. He then thanked Norway."
    assert last(text) == (("The envoy",), ("Norway",))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ukraine shot down two drones that Russia had launched, it said on Tuesday.", "Ukraine"),
        ("Kenya's air force bombed a camp, it said on Monday.", "Kenyan air force"),
        ("Armenia shelled two towns, Azerbaijan said. According to it, Armenia used drones and shelled a camp.", None),
    ],
)
def test_it_that_says_so_is_who_acts_in_the_main_clause(text: str, source: str | None) -> None:
    assert told(text)[0].source == (source or "Azerbaijan")


def test_a_rebel_army_is_not_the_army_of_the_state() -> None:
    text = "The National Liberation Army freed three men. The army left the valley."
    assert [a.actors for a in told(text) if a.type == "Retreat"] == [("army",)]


def test_who_accuses_somebody_is_not_the_accused() -> None:
    text = f"{KRAUS} refused to sit in the same room as {NOVAK}, whom he accused of theft."
    accused = next(act for act in told(text) if act.type == "Accuse")
    assert (accused.actors, accused.recipients) == (("Emil Kraus",), ("Angela Novak",))


def test_its_is_of_the_owner_of_the_phrase_it_stands_in() -> None:
    text = "Norway condemned the Chadian government's attack on its people."
    assert "Norway" not in last(text)[1]
