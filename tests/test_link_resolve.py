"""Which item a thing of an article is: rules by kind, and what the article adds for or against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.link.gazetteer import Gazetteer, open_gazetteer
from kg.link.resolve import link_facts
from kg.model import Actor, Article, Asset, Facts, Link, PartialDate, Passage, Place, Span, Tenure

HERE = Passage(Span(0, 1), 0)
AUGUST_2024 = PartialDate(2024, 8, 6)
USA = Actor("usa", "State", "US", HERE, country="USA")
GBR = Actor("gbr", "State", "UK", HERE, country="GBR")


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with open_gazetteer() as opened:
        yield opened


def decide(
    gazetteer: Gazetteer, thing: Actor | Place | Asset, *others: Actor | Tenure, day: PartialDate | None = AUGUST_2024
) -> Link:
    """The decision on one thing in an article of that day, beside other actors and tenures."""
    named: tuple[Actor | Place | Asset, ...] = (thing, *(o for o in others if isinstance(o, Actor)))
    facts = Facts(
        Article("test", "x", "", issued=day),
        actors=tuple(t for t in named if isinstance(t, Actor)),
        places=tuple(t for t in named if isinstance(t, Place)),
        assets=tuple(t for t in named if isinstance(t, Asset)),
        tenures=tuple(o for o in others if isinstance(o, Tenure)),
    )
    return next(link for link in link_facts(facts, gazetteer).links if link.subject == thing.id)


def person(name: str, country: str | None = None, *aliases: str) -> Actor:
    return Actor("p", "Person", name, HERE, aliases, country)


def office(kind: str, organization: str | None, status: str = "Current", title: str = "secretary of state") -> Tenure:
    return Tenure("t", "p", title, kind, status, HERE, organization)


# States


def test_a_state_is_its_code(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, USA)
    assert (link.status, link.item, link.score) == ("Linked", "Q30", 1.0)


def test_a_state_that_is_not_recognised_is_not_the_one_it_lies_in(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, Actor("s", "State", "South Ossetia", HERE, country="GEO", part_of="geo"))
    assert link.item == "Q23427"


# People


def test_a_full_name_links(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, person("Antony Blinken")).item == "Q7821917"


def test_an_initial_may_be_there_or_not(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, person("Antony J. Blinken", "USA")).item == "Q7821917"


def test_one_word_of_a_longer_name_is_not_a_name(gazetteer: Gazetteer) -> None:
    """Suharto is all of a name; in Bambang Suharto it is a part of another's."""
    assert decide(gazetteer, person("Suharto", "IDN"), day=PartialDate(1997, 1, 1)).item == "Q44819"
    assert decide(gazetteer, person("Bambang Suharto", "IDN", "Suharto"), day=PartialDate(1997, 1, 1)).item is None


def test_who_holds_no_office_needs_the_state_in_the_article(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, person("Elon Musk")).item is None
    assert decide(gazetteer, person("Elon Musk"), USA).item == "Q317521"


def test_a_surname_alone_does_not_link(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, person("Blinken", "USA"), USA)
    assert (link.status, link.item) == ("NotFound", None)
    assert "surname" in link.reason


def test_a_surname_with_its_office_on_that_day_links(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, person("Blinken", "USA"), USA, office("ForeignMinister", "usa"))
    assert link.item == "Q7821917"
    assert "secretary of state on that day" in link.reason


def test_the_office_must_be_held_on_the_day_of_the_article(gazetteer: Gazetteer) -> None:
    """The secretary Kerry of 2013 is linked, the secretary Kerry of 2024 is somebody else."""
    kerry, held = person("Kerry", "USA"), office("ForeignMinister", "usa")
    assert decide(gazetteer, kerry, USA, held, day=PartialDate(2013, 11, 24)).item == "Q22316"
    assert decide(gazetteer, kerry, USA, held).item is None


def test_a_former_office_must_have_ended(gazetteer: Gazetteer) -> None:
    kerry, former = person("Kerry", "USA"), office("ForeignMinister", "usa", "Former")
    assert decide(gazetteer, kerry, USA, former).item == "Q22316"
    assert decide(gazetteer, kerry, USA, former, day=PartialDate(2014, 3, 1)).item is None


def test_of_two_holders_of_one_name_the_day_decides(gazetteer: Gazetteer) -> None:
    bush, president = person("Bush", "USA"), office("HeadOfState", "usa", title="president")
    assert decide(gazetteer, bush, USA, president, day=PartialDate(1990, 8, 3)).item == "Q23505"
    assert decide(gazetteer, bush, USA, president, day=PartialDate(2003, 3, 20)).item == "Q207"
    former = replace(president, status="Former")
    assert decide(gazetteer, bush, USA, former, day=PartialDate(2012, 1, 1)).status == "Ambiguous"


def test_an_initial_tells_namesakes_apart_and_the_day_does_without_it(gazetteer: Gazetteer) -> None:
    """Both Bushes are called George Bush; where the office is told too, the day of the article decides."""
    held, day = office("HeadOfState", "usa", title="president"), PartialDate(2003, 5, 19)
    assert decide(gazetteer, person("George W. Bush", "USA"), USA, day=day).item == "Q207"
    assert decide(gazetteer, person("George W. Bush", "USA"), USA, held, day=day).item == "Q207"
    assert decide(gazetteer, person("George Bush", "USA"), USA, held, day=day).item == "Q207"
    assert decide(gazetteer, person("George Bush", "USA"), USA, day=day).status == "Ambiguous"


def test_a_politician_without_dates_needs_a_state_or_an_office(gazetteer: Gazetteer) -> None:
    """That the article speaks of the state is not enough: the name alone may be a namesake's."""
    assert decide(gazetteer, person("Andrew Bridgen"), GBR).item is None
    assert decide(gazetteer, person("Andrew Bridgen", "GBR"), GBR).item == "Q265028"
    assert decide(gazetteer, person("Andrew Bridgen"), GBR, office("Legislator", "gbr", title="mp")).item == "Q265028"
    assert decide(gazetteer, person("Bridgen", "GBR"), GBR, office("Legislator", "gbr", title="mp")).item is None


def test_an_office_of_another_state_is_another_person(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, person("Blinken", "GBR"), GBR, office("ForeignMinister", "gbr")).item is None


def test_a_full_name_in_another_state_is_another_person(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, person("Antony Blinken", "AUS"))
    assert link.item is None
    assert "not of AUS" in link.reason


def test_a_full_name_in_another_age_is_another_person(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, person("Antony Blinken"), day=PartialDate(1931, 1, 1)).item is None


def test_a_full_name_is_not_sought_by_its_surname(gazetteer: Gazetteer) -> None:
    """Sergei Putin is not Vladimir Putin, whatever office the article gives him."""
    other = person("Sergei Putin", "RUS")
    rus = Actor("rus", "State", "Russia", HERE, country="RUS")
    assert decide(gazetteer, other, rus, office("HeadOfState", "rus", title="president")).status == "NotFound"


def test_two_people_as_good_as_each_other_are_ambiguous(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, person("David Johnston"), day=None)
    assert (link.status, link.item) == ("Ambiguous", None)


def test_somebody_unknown_is_not_found(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, person("Jaber Aziz", "PSE"))
    assert (link.status, link.score) == ("NotFound", 0.0)


def test_who_is_known_without_an_item_is_not_found_and_said_so(gazetteer: Gazetteer) -> None:
    link = decide(gazetteer, person("Ali Bagheri Kani", "IRN"))
    assert link.status == "NotFound"
    assert "no item is known of person/ali-bagheri-kani-IRN" in link.reason


# Bodies


def test_an_acronym_counts_as_it_is_written(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, Actor("b", "InternationalOrganization", "WHO", HERE)).item == "Q7817"
    assert decide(gazetteer, Actor("b", "InternationalOrganization", "Who", HERE)).item is None


def test_a_body_with_a_general_name_is_that_of_its_state(gazetteer: Gazetteer) -> None:
    russia = Actor("b", "GovernmentBody", "Foreign Ministry", HERE, country="RUS")
    assert decide(gazetteer, russia).item == "Q789889"
    assert decide(gazetteer, Actor("b", "GovernmentBody", "Foreign Ministry", HERE, country="PER")).item is None


def test_a_body_of_nobody_is_that_of_the_only_state_of_the_article(gazetteer: Gazetteer) -> None:
    senate = Actor("b", "Legislature", "Senate", HERE)
    assert decide(gazetteer, senate, USA).item == "Q66096"
    assert decide(gazetteer, senate, USA, GBR).item is None


def test_a_people_is_not_its_state(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, Actor("b", "PopulationGroup", "Iranians", HERE, country="IRN")).item is None


def test_a_party_needs_its_state_in_the_article(gazetteer: Gazetteer) -> None:
    """Many states have a Labour Party: without a word on Britain it is not the British one."""
    labour = Actor("b", "PoliticalParty", "Labour Party", HERE, country="GBR")
    assert decide(gazetteer, labour).item is None
    assert decide(gazetteer, labour, GBR).item == "Q9630"


def test_a_body_of_another_state_is_another_body(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, Actor("b", "GovernmentBody", "White House", HERE, country="KGZ")).item is None


# Places and assets


def test_a_capital_as_a_place_is_the_city(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, Place("l", "Settlement", "Tehran", HERE, country="IRN")).item == "Q3616"


def test_a_city_has_its_page_with_an_item_or_without(gazetteer: Gazetteer) -> None:
    tehran = decide(gazetteer, Place("pl", "Settlement", "Tehran", HERE, country="IRN"))
    assert (tehran.item, tehran.page) == ("Q3616", "https://www.geonames.org/112931")
    karur = decide(gazetteer, Place("pl", "Settlement", "Karur", HERE, country="IND"))
    assert (karur.item, karur.page) == (None, "https://www.geonames.org/1267648")
    assert decide(gazetteer, Place("pl", "Settlement", "Tehran", HERE, country="FRA")).page is None
    assert decide(gazetteer, Place("pl", "Region", "Tehran", HERE, country="IRN")).page is None


def test_the_strip_is_not_the_city(gazetteer: Gazetteer) -> None:
    strip = decide(gazetteer, Place("l", "Territory", "Gaza Strip", HERE, country="PSE"))
    city = decide(gazetteer, Place("l", "Settlement", "Gaza City", HERE, country="PSE"))
    assert strip.item == "Q39760"
    assert city.item != strip.item


def test_a_place_in_another_state_is_another_place(gazetteer: Gazetteer) -> None:
    assert decide(gazetteer, Place("l", "Settlement", "London", HERE, country="GBR")).item == "Q84"
    assert decide(gazetteer, Place("l", "Settlement", "London", HERE, country="CAN")).item is None


@pytest.mark.parametrize("name", ["USS Theodore Roosevelt", "USS Russell", "USS Michael Murphy"])
def test_a_ship_is_never_a_person(gazetteer: Gazetteer, name: str) -> None:
    link = decide(gazetteer, Asset("v", "Destroyer", name, HERE, operator="usa"), USA)
    people = {e.qid for text in (name, name[4:]) for e in (c.entity for c in gazetteer.lookup(text, {"Person"}))}
    assert link.item is None or link.item not in people
    assert (
        decide(gazetteer, Asset("v", "AircraftCarrier", "USS Carl Vinson", HERE, operator="usa"), USA).item == "Q748902"
    )


def test_a_piece_is_not_its_model(gazetteer: Gazetteer) -> None:
    facts = Facts(Article("test", "x", ""), assets=(Asset("v", "Aircraft", "C-130", HERE, quantity=2),))
    assert link_facts(facts, gazetteer).links == ()


# Roles, and what gets no decision


def test_a_role_is_the_office_of_its_state(gazetteer: Gazetteer) -> None:
    facts = Facts(
        Article("test", "x", "", issued=AUGUST_2024),
        actors=(USA, person("Antony Blinken", "USA")),
        tenures=(
            office("ForeignMinister", "usa", title="Secretary of State"),
            Tenure("n", "p", "aide", "Other", "Current", HERE),
        ),
    )
    links = {link.subject: link.item for link in link_facts(facts, gazetteer).links}
    assert links["t"] == "Q14213"
    assert "n" not in links


def test_a_title_may_carry_its_state(gazetteer: Gazetteer) -> None:
    held = office("HeadOfState", "usa", title="President of the United States")
    facts = Facts(Article("test", "x", ""), actors=(USA, person("Joe Biden", "USA")), tenures=(held,))
    assert {k.subject: k.item for k in link_facts(facts, gazetteer).links}["t"] == "Q11696"


def test_an_office_of_a_state_within_a_state_is_not_the_other_ones(gazetteer: Gazetteer) -> None:
    ossetia = Actor("o", "State", "South Ossetia", HERE, country="GEO", part_of="geo")
    held = Tenure("t", "p", "president", "HeadOfState", "Current", HERE, "o")
    facts = Facts(Article("test", "x", ""), actors=(ossetia, person("Eduard Kokoity", "GEO")), tenures=(held,))
    assert {k.subject: k.item for k in link_facts(facts, gazetteer).links}["t"] is None
    georgia = replace(ossetia, name="Georgia", part_of=None)
    facts = replace(facts, actors=(georgia, facts.actors[1]))
    assert {k.subject: k.item for k in link_facts(facts, gazetteer).links}["t"] == "Q843405"


def test_an_unnamed_source_gets_no_decision(gazetteer: Gazetteer) -> None:
    facts = Facts(Article("test", "x", ""), actors=(Actor("u", "UnnamedSource", "an official", HERE),))
    assert link_facts(facts, gazetteer).links == ()


def test_the_linking_names_its_gazetteer(gazetteer: Gazetteer) -> None:
    linking = link_facts(Facts(Article("test", "x", "")), gazetteer)
    assert (linking.version, linking.date) == (gazetteer.version, gazetteer.date)
