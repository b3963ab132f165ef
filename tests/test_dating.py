"""Which date belongs to which act; the article is of Tuesday, 6 August 2024."""

from __future__ import annotations

import pytest

from tests.reading import facts, told


def dates(text: str) -> dict[str, str | None]:
    """The date of each action of a text by its type."""
    return {action.type: action.date for action in told(text)}


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Russia attacked Ukraine on Monday.", "Assault", "2024-08-05"),
        ("On Friday, France expelled two diplomats.", "Sanction", "2024-08-02"),
        ("Israel struck Damascus three days ago.", "Strike", "2024-08-03"),
        ("Chad recalled its ambassador in 2019.", "Sanction", "2019"),
        ("France imposed sanctions on Niger in May.", "Sanction", "2024-05"),
        ("Russia attacked Ukraine on August 2, 2023.", "Assault", "2023-08-02"),
        ("Egypt will host talks between Israel and Hamas on Thursday.", "Mediation", "2024-08-08"),
        ("Kenya will send police to Haiti next month.", "Deployment", "2024-09"),
        ("Emil Kraus met Angela Novak on the sidelines of a summit in Oslo on Sunday.", "Meeting", "2024-08-04"),
        ("Emil Kraus's meeting on Sunday with Angela Novak ended.", "Meeting", "2024-08-04"),
        ("Ghana announced on Friday that it had expelled the envoy of Togo.", "Sanction", "2024-08-02"),
        ("Ghana announced July 12 it had withdrawn its troops from Togo.", "Retreat", "2024-07-12"),
        ("Chad's 1987 invasion of Togo angered Ghana.", "Assault", "1987"),
        ("Emil Kraus overthrew the president in a 2001 coup.", "Coerce", "2001"),
        ("Ghana broke the 2015 accord with Togo.", "Sanction", None),
        ("Emil Kraus seized power in a 2001 military coup.", "Coerce", "2001"),
        ("On Monday Emil Kraus said that Ghana had attacked Togo.", "Assault", None),
        ("At the Ba crossing on Wednesday evening Ghana freed two men, held since May.", "Concede", "2024-07-31"),
        ("Togo was invaded in May by Ghana, which also blockaded its port.", "Coerce", "2024-05"),
        ("In 2014 Ghana attacked Togo.", "Assault", "2014"),
        (
            "Chad condemned Friday's raid, in which rebels killed two guards and seized ten soldiers.",
            "Coerce",
            "2024-08-02",
        ),
    ],
)
def test_a_date_goes_to_its_act(text: str, kind: str, day: str | None) -> None:
    assert dates(text)[kind] == day


def test_no_date_is_invented() -> None:
    assert dates("Russia attacked Ukraine.") == {"Assault": None}


def test_two_acts_have_two_dates() -> None:
    text = "Russia attacked Ukraine on August 2, and China condemned Russia on Sunday."
    assert dates(text) == {"Assault": "2024-08-02", "Accuse": "2024-08-04"}


def test_a_date_at_the_end_of_a_participle_is_the_participles() -> None:
    assert dates("Troops seized the airport in Goma, killing ten nurses on Saturday.") == {
        "Coerce": None,
        "Killing": "2024-08-03",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Angela Novak said on Monday that Russia had attacked Ukraine.",
        "Angela Novak on Monday told reporters that Russia had attacked Ukraine.",
        "Angela Novak announced on Monday that Russia had attacked Ukraine.",
    ],
)
def test_the_day_of_saying_is_no_day_of_doing(text: str) -> None:
    assert dates(text)["Assault"] is None
    assert [s.date.isoformat() if s.date else None for s in facts(text).statements] == ["2024-08-05"]


def test_a_span_has_two_ends() -> None:
    (action,) = facts("Russia shelled Kharkiv overnight.").actions
    assert action.start_date is not None
    assert action.end_date is not None
    assert (action.start_date.isoformat(), action.end_date.isoformat()) == ("2024-08-05", "2024-08-06")


def test_in_a_readout_all_is_of_the_day_of_the_call() -> None:
    text = (
        "President Emil Kraus spoke with Prime Minister Angela Novak on Sunday. Kraus thanked Novak. "
        "Novak urged Kraus to lift the sanctions on Ghana. The two leaders agreed to meet soon."
    )
    found = {a.type: a.date for a in told(text) if a.modality == "Occurred"}
    assert found["Support"] == found["Request"] == found["Agree"] == "2024-08-04"


def test_outside_a_readout_the_others_stay_undated() -> None:
    text = (
        "President Emil Kraus spoke with Prime Minister Angela Novak on Sunday. Ghana condemned Togo. "
        "Togo accused Mali of fraud. Mali expelled the Ghanaian ambassador."
    )
    assert {a.date for a in told(text)[1:]} == {None}


def test_without_the_articles_date_a_weekday_is_unknown() -> None:
    assert [a.date for a in told("Russia attacked Ukraine on Monday.", None)] == [None]
    assert [a.date for a in told("Russia attacked Ukraine on August 2, 2023.", None)] == ["2023-08-02"]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Ghana recalled its ambassador on Friday and expelled two diplomats of Togo.", "Sanction", "2024-08-02"),
        ("Ghana left the pact on Friday, accusing Togo of fraud.", "Accuse", "2024-08-02"),
        ("Chad answered on Friday by firing rockets at Togo.", "Assault", "2024-08-02"),
        ("Tempers rose on Friday, when Ghana accused Togo of fraud.", "Accuse", "2024-08-02"),
        ("Ghana shelled Togo on Friday, hours after rebels attacked Chad.", "Assault", "2024-08-02"),
        ("Ghana recalled its envoy on Friday as Togo shelled a port.", "Strike", "2024-08-02"),
        ("On Friday Ghana recalled its envoy while Togo shelled a port.", "Strike", "2024-08-02"),
        ("Ghana recalled its envoy on Friday as Togo had shelled a port in March.", "Strike", "2024-03"),
        ("Clashes broke out on Friday as Ghana crossed the river and shelled Togo.", "Strike", "2024-08-02"),
        (
            "Ghana launched air strikes on Togo on Friday as Togo fired rockets, killing a civilian.",
            "Killing",
            "2024-08-02",
        ),
        ("Ministers ending a visit to Mali on Friday condemned Ghana.", "Accuse", "2024-08-02"),
        ("On Friday, two days after Chad had shelled Mali, Ghana accused Togo of fraud.", "Accuse", "2024-08-02"),
        ("On Friday, two days after Chad had shelled Mali, Ghana accused Togo of fraud.", "Strike", "2024-07-31"),
        ("Under a pact made in Lomé in 2013, Ghana agreed to pay Togo.", "Agree", "2013"),
        (
            "Hundreds marched in Lomé on Friday, some of them demanding the release of Kofi Mensah.",
            "Request",
            "2024-08-02",
        ),
        ("Students marched on Friday to the embassy of Togo to demand a vote.", "Request", "2024-08-02"),
        ("Angela Novak will fly to Lomé on Friday to urge Togo to leave Ghana.", "Request", "2024-08-09"),
        ("Angela Novak flies to Lomé on Friday to urge Togo to leave Ghana.", "Request", "2024-08-09"),
        ("Ghana condemned the raid in a statement read out on Friday.", "Accuse", "2024-08-02"),
        ("In a telephone call on Friday, Angela Novak urged Togo to leave Ghana.", "Request", "2024-08-02"),
        ("Ghana left the pact, as the leaders had demanded at a summit of 24 May.", "Request", "2024-05-24"),
        ("A letter sent on Friday urges Togo to leave Ghana.", "Request", "2024-08-02"),
        ("The ministers met on Friday in Oslo, where they signed a treaty.", "Agree", "2024-08-02"),
        ("Angela Novak spoke on Friday in Oslo, where she met Emil Kraus.", "Meeting", "2024-08-02"),
        ("The quarrel broke out in May when Ghana expelled two diplomats of Togo.", "Sanction", "2024-05"),
        ("Ghana condemned the vote and expelled the envoy of Togo on Friday.", "Accuse", "2024-08-02"),
        ("Ghana shelled rebels in the hills overlooking Lomé on Friday.", "Strike", "2024-08-02"),
        ("The envoys would meet on December 22, Angela Novak said.", "Meeting", "2024-12-22"),
        (
            "Togo condemned the shelling of a village in Ghana on Friday, in which ten were killed.",
            "Killing",
            "2024-08-02",
        ),
    ],
)
def test_a_date_is_shared(text: str, kind: str, day: str) -> None:
    assert dates(text)[kind] == day


@pytest.mark.parametrize(
    "text",
    [
        "Ghana will send troops to Togo by Friday.",
        "Ghana and Togo are conducting an exercise near Accra through September 20.",
        "Angela Novak spoke on Friday in Oslo, where Ghana had attacked Togo.",
        "Ghana attacked the rebels, who had come from Togo in May.",
        "Ghana attacked Togo, whose pact with Chad expires on September 15.",
        "Ghana welcomes the landing on Friday of the force of Togo.",
        "Ghana welcomed a plan of Togo, whose ministers are expected to meet in Accra on Friday.",
        "Ghana suspended its aid to Togo last year and has repeatedly urged Togo to leave Chad.",
        "Ghana has often accused Togo of fraud, most recently on Friday.",
        "The rebels freed a nurse whom they had seized near Lomé last week, and attacked Togo.",
        "Ghana recalled its envoy, and on Friday Kofi Mensah spoke of the weather, and Togo attacked Chad.",
    ],
)
def test_the_day_of_something_else_is_no_acts(text: str) -> None:
    assert None in dates(text).values()


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("The league, which burned French flags in Lomé last month, plans a rally on Friday.", "Protest", "2024-08-09"),
        ("The rebels, who shelled Goma on Friday, plan to meet envoys in Luanda next month.", "Strike", "2024-08-02"),
        ("The rebels, who shelled Goma on Friday, plan to meet envoys in Luanda next month.", "Meeting", "2024-09"),
        ("The minister, who is to visit Accra on Friday, condemned Togo on Monday.", "Accuse", "2024-08-05"),
        ("In June Ghana accused Togo of breaking the treaty of August 1982.", "Accuse", "2024-06"),
        ("Ghana accused Togo in June of breaking a pact of May 1982, in which it agreed to pay.", "Agree", "1982-05"),
        ("Emil Kraus spoke on Friday with Angela Novak, whom he asked to free the crew.", "Request", "2024-08-02"),
        ("In April 2018 Ghana sold tanks to Togo, which then attacked Chad.", "Assault", "2018-04"),
        ("Ghana condemned Friday's attack on the embassy, in which two guards were killed.", "Killing", "2024-08-02"),
        ("Ghana condemned the raid on Kumasi, which took place on Friday.", "Assault", "2024-08-02"),
        (
            "Ghana expelled the envoy of Mali on Friday, three days after it accused Togo of fraud.",
            "Accuse",
            "2024-07-30",
        ),
    ],
)
def test_a_relative_clause_has_its_own_date_or_that_of_what_it_is_about(text: str, kind: str, day: str | None) -> None:
    assert dates(text)[kind] == day


def test_the_nearer_day_is_the_deeds() -> None:
    text = "Envoys sat down on Thursday in Accra, but the rebels answered on Saturday by firing rockets at Ghana."
    assert dates(text)["Assault"] == "2024-08-03"


def test_the_day_of_the_occasion_is_that_of_what_was_done_there() -> None:
    assert dates("At a meeting held in Accra in May 2012, Ghana agreed to pay Togo.")["Agree"] == "2012-05"


def test_a_story_goes_on_on_its_day() -> None:
    text = "Pilgrims reached the town of Kumasi before dawn on Friday. Four men were detained. Soldiers attacked Togo."
    assert dates(text) == {"Coerce": "2024-08-02", "Assault": "2024-08-02"}


@pytest.mark.parametrize(
    "text",
    [
        "Pilgrims reached the town of Kumasi on Friday.\n\nSoldiers attacked Togo.",
        "Pilgrims reached the town of Kumasi on Friday. Ghana has attacked Togo.",
        "Pilgrims reached the town of Kumasi on Friday. It rained. It rained. Soldiers attacked Togo.",
        "Kofi Mensah said on Friday that it rained. Soldiers attacked Togo.",
        "Pilgrims reached the town of Kumasi on Friday. Ghana denounced Togo.",
    ],
)
def test_a_story_ends_with_its_paragraph_and_its_tense(text: str) -> None:
    assert set(dates(text).values()) <= {None}


def test_a_readout_of_days_tells_not_who_spoke_when() -> None:
    head = "Ministry of Foreign Affairs\nCommuniqué on the ministerial meeting\n\n"
    met = "The Ministers of Ghana and Togo met in Accra {} to discuss the river Volta.\n\nGhana thanked Mali."
    assert dates(head + met.format("from 3 to 5 August"))["Support"] is None
    assert dates(head + met.format("on 5 August"))["Support"] == "2024-08-05"


def test_a_press_release_on_a_meeting_is_of_its_day() -> None:
    text = "United Nations Security Council\nPress Release SC/9999\n\nThe Security Council condemned Mali.\n\nHe rests."
    assert dates(text)["Accuse"] == "2024-08-06"


def test_news_of_a_body_is_of_its_day() -> None:
    text = "Today, the Department of State sanctioned Mali. It rained. The United States urges Togo to leave Ghana."
    assert dates(text)["Request"] == "2024-08-06"


STATEMENT = "Ministry of Foreign Affairs\nJoint Statement\n\n{}\n\nThe road is long."


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("We condemn the vote in Togo.", "Accuse", "2024-08-06"),
        ("We urge Togo to leave Ghana.", "Request", "2024-08-06"),
        ("“Those who attack Ghana will pay a price,” said Minister Emil Kraus.", "Threaten", "2024-08-06"),
        ("Emil Kraus said that the embargo would not be lifted.", "Reject", "2024-08-06"),
        ("Emil Kraus has informed Togo that a harsh response will follow.", "Threaten", None),
        ("Emil Kraus previously warned Togo of war.", "Threaten", None),
        ("Ghana deplores the ban, which Togo supports.", "Support", None),
    ],
)
def test_an_official_text_speaks_on_its_day(text: str, kind: str, day: str | None) -> None:
    found = dates(STATEMENT.format(text))
    assert (kind not in found and day is None) or found[kind] == day


def test_the_end_of_a_month_by_which_something_is_to_be_is_no_day_of_it() -> None:
    assert dates("Ghana will send troops to Togo by the end of next year.")["Deployment"] is None


def test_what_has_been_done_is_not_of_the_day_of_the_last_words() -> None:
    text = "Emil Kraus accused Togo of fraud on Friday. Kraus has thanked Ghana."
    assert dates(text) == {"Accuse": "2024-08-02", "Support": None}


def test_the_words_of_delegates_are_of_the_day_of_the_meeting() -> None:
    text = (
        "The truce will not hold, envoy Kofi Mensah told the Security Council on Friday.\n\n"
        "It has rained in Togo for a week. The roads are closed. The markets are empty.\n\n"
        "The representative of Ghana accused Mali of fraud. He urged Chad to pay Togo. Egypt condemned Niger."
    )
    told_of = [(a.type, a.actors, a.date) for a in told(text)]
    assert [date for kind, _, date in told_of if kind in ("Accuse", "Request")] == ["2024-08-02", "2024-08-02", None]


def test_further_sanctions_are_of_the_day_of_the_first() -> None:
    text = "Today, Ghana sanctioned Togo. It rained in Accra. Ghana also sanctioned Chad. Mali sanctioned Niger."
    assert [a.date for a in told(text)] == ["2024-08-06", "2024-08-06", None]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "On Saturday two French soldiers were wounded, and French jets flew over the city.",
            ["2024-08-03", "2024-08-03"],
        ),
        ("On Saturday Chad attacked Togo, and Niger later moved two tanks to the border.", ["2024-08-03", None]),
        (
            "It was the first attack on a ship since June 19, when U.S. destroyers shelled two Iranian oil platforms.",
            ["2024-06-19"],
        ),
        ("The trouble started in July when Kosovo sent police to the border.", ["2024-07"]),
        (
            "Ghana yesterday barred Togolese from leaving, and Togo responded within hours by expelling two envoys.",
            ["2024-08-05", "2024-08-05"],
        ),
    ],
)
def test_dates_that_others_share(text: str, dates: list[str | None]) -> None:
    assert [act.date for act in told(text)] == dates


def test_a_noun_keeps_what_stands_behind_its_date() -> None:
    killing = next(act for act in told("France condemns the murder yesterday of Guy Haddad.") if act.type == "Killing")
    assert killing.recipients == ("Guy Haddad",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Negotiations between Chad and Togo were continuing on Monday.", "Negotiation"),
        ("Clashes with Ethiopian militias claimed the lives of 21 soldiers on Monday.", "Assault"),
    ],
)
def test_the_day_of_a_verb_is_that_of_the_deed_it_tells_of(text: str, kind: str) -> None:
    assert {act.date for act in told(text) if act.type == kind} == {"2024-08-05"}
