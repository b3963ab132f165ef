"""Names are found by gazetteer, pattern and model, and none overlaps another."""

from __future__ import annotations

import itertools

import pytest

from kg.extract.names.named import Named
from kg.extract.names.names import find_names
from kg.extract.offices.title_phrases import find_title_phrases
from kg.lexicon.entities import load_entities
from tests.reading import facts, parse


def named(text: str) -> dict[str, Named]:
    """The names of a text by their words."""
    document, lexicon = parse(text), load_entities()
    found = find_names(document, find_title_phrases(document, lexicon), lexicon)
    return {text[name.span.start : name.span.end]: name for name in found}


@pytest.mark.parametrize(
    ("text", "words", "kind", "canonical"),
    [
        ("Peru thanked Chile.", "Peru", "State", "Peru"),
        ("The Dutch thanked Chile.", "Dutch", "State", "Netherlands"),
        ("Norwegian diplomats left Ottawa.", "Norwegian", "State", "Norway"),
        ("Norwegian diplomats left Ottawa.", "Ottawa", "Settlement", "Ottawa"),
        ("The UN sent envoys to Kinshasa.", "UN", "InternationalOrganization", "United Nations"),
        ("Fishermen left the Black Sea.", "Black Sea", "WaterBody", "Black Sea"),
        ("The Israel Defense Forces withdrew.", "Israel Defense Forces", "ArmedForce", "Israel Defense Forces"),
        ("Hezbollah denied the report.", "Hezbollah", "ArmedGroup", "Hezbollah"),
        ("The frigate HMS Lancaster left port.", "HMS Lancaster", "Warship", "HMS Lancaster"),
        ("The USS Michael Murphy sailed on.", "USS Michael Murphy", "Warship", "USS Michael Murphy"),
        ("Ursula von der Leyen arrived.", "Ursula von der Leyen", "Person", "Ursula von der Leyen"),
        ("Supporters of Muqtada al-Sadr marched.", "Muqtada al-Sadr", "Person", "Muqtada al-Sadr"),
        ("President Moon Jae-in would be ready to freeze it.", "Moon Jae-in", "Person", "Moon Jae-in"),
        ("Pte Sean Murphy and Cpl Liam Byrne were wounded.", "Sean Murphy", "Person", "Sean Murphy"),
        ("Lt-Col Padraig Kelly blamed the militia.", "Padraig Kelly", "Person", "Padraig Kelly"),
        ("Rear Adm. Dalton Creed warned Iran.", "Dalton Creed", "Person", "Dalton Creed"),
        (
            "Organization of Islamic Cooperation Secretary General Ibrahim Farouk left.",
            "Ibrahim Farouk",
            "Person",
            "Ibrahim Farouk",
        ),
        (
            "Economic Community of West African States President Jonas Mensah arrived.",
            "Economic Community of West African States",
            "InternationalOrganization",
            "Economic Community of West African States",
        ),
    ],
)
def test_kinds(text: str, words: str, kind: str, canonical: str) -> None:
    found = named(text)[words]
    assert (found.kind, found.canonical) == (kind, canonical)


def test_a_state_inside_a_persons_name_is_no_state() -> None:
    assert [name.kind for name in named("Vernon Jordan met Helen Clark in Paris.").values()] == [
        "Person",
        "Person",
        "Settlement",
    ]


def test_a_pronoun_is_no_state() -> None:
    assert "us" not in named("Officials told us that it was late.")


def test_states_carry_their_code() -> None:
    assert {name.iso3 for name in named("Kenyan troops left Kenya and the Kenyans cheered.").values()} == {"KEN"}


def test_titles_and_honorifics_are_no_part_of_a_name() -> None:
    assert "Karl Weiss" in named("Reporters asked Mr. Karl Weiss about the treaty.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The pact, known as SAFTA, is due to lapse. SAFTA was signed in Dhaka.", "SAFTA"),
        ("Kenya left the EAMIC agreement.", "EAMIC"),
        ("The general spoke at Headquarters.", "Headquarters"),
        ("Several Council members condemned Togo.", "Several Council"),
        ("The Bush-era policy ended.", "Bush-era"),
        ("Our Permanent Representatives wrote to the Council.", "Permanent Representatives"),
        ("The Secretary and the Ministers met in Accra.", "Ministers"),
        ("Near Kufa, gunmen attacked a patrol.", "Near Kufa"),
        ("Across Mali, soldiers arrested protesters.", "Across Mali"),
        ("Minister of State for Refoundation Ali Keita left.", "Refoundation Ali Keita"),
    ],
)
def test_texts_and_common_words_are_no_names(text: str, words: str) -> None:
    assert words not in named(text)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Kenya condemned the Wardak attack.", "Wardak", "Settlement"),
        ("Minister of State for Refoundation Ali Keita left.", "Ali Keita", "Person"),
        ("The Sudanese Armed Forces and Rapid Support Forces broke the truce.", "Sudanese Armed Forces", "ArmedForce"),
        ("The Sudanese Armed Forces and Rapid Support Forces broke the truce.", "Rapid Support Forces", "ArmedGroup"),
        ("He briefed the Security Council on Syria.", "Security Council", "InternationalOrganization"),
    ],
)
def test_where_a_name_ends_and_what_it_names(text: str, words: str, kind: str) -> None:
    assert named(text)[words].kind == kind


def test_headings_give_no_persons() -> None:
    assert not [n for n in named("A Long Road for Angela Novak\nThe talks ended.").values() if n.kind == "Person"]


def test_names_do_not_overlap() -> None:
    text = (
        "The Kenyan Ministry of Defence told the Democratic Republic of Congo that the USS Nimitz had left Cape Town."
    )
    spans = sorted(name.span for name in named(text).values())
    assert len(spans) >= 4
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))


@pytest.mark.parametrize("person", ["S M Krishna", "K P Rao", "A P J Kalam"])
def test_letters_before_a_surname_are_of_the_name(person: str) -> None:
    assert named(f"Defence Minister {person} arrived on Monday.")[person].kind == "Person"


@pytest.mark.parametrize("text", ["The Prime Minister said I was wrong.", "As Minister I met the envoy."])
def test_a_pronoun_is_no_initial(text: str) -> None:
    assert not [name for name in named(text).values() if name.kind == "Person"]


def test_two_places_of_the_models_that_are_one_name() -> None:
    text = "The murder of the dissident writer Jamal Haddad by Saudi agents in Istanbul has changed the mood."
    assert "Jamal Haddad" in {actor.name for actor in facts(text).actors}
