"""Names become entities: who is the same as whom by name alone."""

from __future__ import annotations

from tests.reading import acts, facts, told


def persons(text: str) -> dict[str, tuple[str, ...]]:
    """The persons of a text with their other names."""
    return {a.name: a.aliases for a in facts(text).actors if a.type == "Person"}


def test_a_surname_is_the_person_named_before() -> None:
    assert persons("Angela Novak met Emil Kraus. Novak praised Kraus.") == {
        "Angela Novak": ("Novak",),
        "Emil Kraus": ("Kraus",),
    }


def test_a_surname_that_the_model_misses_is_found() -> None:
    text = "Nabil Ammar met Hakan Fidan. Fidan thanked Ammar."
    assert acts(text)[-1] == ("Support", ("Hakan Fidan",), ("Nabil Ammar",))


def test_a_shared_surname_is_the_person_named_last() -> None:
    text = "Anna Larsen met John Larsen. Larsen thanked Norway."
    assert told(text)[-1].actors == ("John Larsen",)


def test_a_generation_is_no_surname() -> None:
    assert len(persons("Emil Kraus Jr. met Angela Novak. Kraus praised Novak.")) == 2


def test_a_middle_name_makes_no_second_person() -> None:
    assert len(persons("Angela Maria Novak met Emil Kraus. Angela Novak thanked Emil Kraus.")) == 2


def test_an_acronym_means_what_stands_before_it() -> None:
    text = (
        "The Sudanese Armed Forces (SAF) and the Rapid Support Forces (RSF) agreed to a truce. "
        "The RSF later attacked the SAF."
    )
    assert acts(text)[-1] == ("Assault", ("Rapid Support Forces",), ("Sudanese Armed Forces",))


def test_an_acronym_known_for_another_body_is_the_bodys_that_the_article_gives_it_to() -> None:
    text = "The head of the Multinational Security Support Mission (MSS) met Haiti's police. The MSS praised Kenya."
    names = [actor.name for actor in facts(text).actors]
    assert "Ministry of State Security" not in names
    assert "Multinational Security Support Mission" in names


def test_an_acronym_of_an_unknown_body_is_followed() -> None:
    text = "The Popular Front for Harbour Rights (PFHR) condemned Togo. The PFHR praised Ghana."
    front = "Popular Front for Harbour Rights"
    assert acts(text) == [("Accuse", (front,), ("Togo",)), ("Support", (front,), ("Ghana",))]


def test_a_known_acronym_needs_no_definition() -> None:
    text = "The African Union praised Ghana. The AU also praised Togo."
    assert {a.actors for a in told(text)} == {("African Union",)}


def test_a_capital_that_acts_is_its_state() -> None:
    text = "Tokyo condemned Manila. Japan later praised the Philippines."
    assert acts(text) == [("Accuse", ("Japan",), ("Philippines",)), ("Support", ("Japan",), ("Philippines",))]


def test_a_capital_where_something_happens_stays_a_place() -> None:
    read = facts("Angela Novak met Emil Kraus in Tokyo.")
    assert [(p.name, p.country) for p in read.places] == [("Tokyo", "JPN")]
    assert "Japan" not in {a.name for a in read.actors}


def test_other_names_of_a_state_are_aliases() -> None:
    read = facts("Burma condemned Thailand. Myanmar then thanked Thailand.")
    assert [a.name for a in read.actors if a.country == "MMR"] == ["Myanmar"]


def test_a_body_of_a_part_of_a_state_is_no_body_of_the_state() -> None:
    """Of a state its adjective stands in the name; a university of Texas is not an American one, and keeps its own."""
    names = {a.name for a in facts("The University of Texas and Russia's foreign ministry protested.").actors}
    assert {"University of Texas", "Russian foreign ministry"} <= names
    text = "The Hong Kong government rejected it. Hong Kong's government thanked Canada."
    assert [a.name for a in facts(text).actors if a.type == "Government"] == ["Hong Kong government"]


def test_a_body_may_be_called_by_the_last_word_of_its_name() -> None:
    read = facts("Egypt banned the Muslim Brotherhood in December. The Brotherhood condemned the decision.")
    assert [a.name for a in read.actors if "Brotherhood" in a.name] == ["Muslim Brotherhood"]


def test_a_body_is_called_as_in_its_own_state() -> None:
    read = facts("Ghana's Supreme Court condemned Togo. The Kenyan parliament condemned Togo.")
    aliases = {a.name: a.aliases for a in read.actors}
    assert "Supreme Court" in aliases["Ghanaian Supreme Court"]
    assert aliases["Kenyan parliament"] == ()


def test_a_second_name_alone_is_the_person() -> None:
    text = "African Union chief Moussa Faki Mahamat condemned the coup. Faki called on Chad to talk."
    assert [a.actors for a in told(text)] == [("Moussa Faki Mahamat",)] * len(told(text))


def test_a_party_named_after_its_state_keeps_its_name() -> None:
    names = {
        actor.name for actor in facts("The Gabon Democratic Party protested. Iran's foreign ministry did not.").actors
    }
    assert {"Gabon Democratic Party", "Iranian Foreign Ministry"} <= names
