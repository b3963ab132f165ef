"""Titles find their bearers, organizations, kinds and status words."""

from __future__ import annotations

import pytest

from tests.reading import acts, facts, names_of


def roles(text: str) -> set[tuple[str, str, str, str | None]]:
    """Holder, kind, status and organization of every tenure in a text."""
    read = facts(text)
    names = names_of(read)
    return {
        (names[t.holder], t.kind, t.status, names[t.organization] if t.organization else None) for t in read.tenures
    }


@pytest.mark.parametrize(
    ("text", "holder", "kind", "organization"),
    [
        ("Slovak President Angela Novak arrived.", "Angela Novak", "HeadOfState", "Slovakia"),
        ("Angela Novak, president of Slovakia, arrived.", "Angela Novak", "HeadOfState", "Slovakia"),
        ("The president of Slovakia, Angela Novak, arrived.", "Angela Novak", "HeadOfState", "Slovakia"),
        ("Angela Novak is the president of Slovakia.", "Angela Novak", "HeadOfState", "Slovakia"),
        ("Ali Rahimi, head of the Houthi delegation, arrived.", "Ali Rahimi", "Envoy", "Houthis"),
        ("Norwegian Defence Minister Ole Berg arrived.", "Ole Berg", "DefenceMinister", "Norway"),
        ("Tunisian Foreign Minister Nabil Ammar arrived.", "Nabil Ammar", "ForeignMinister", "Tunisia"),
        ("Jordanian King Abdullah arrived.", "Abdullah", "Monarch", "Jordan"),
        ("Peter Varga, the Hungarian ambassador to Austria, arrived.", "Peter Varga", "Envoy", "Hungary"),
        ("Karl Weiss, Germany's envoy to the United Nations, arrived.", "Karl Weiss", "Envoy", "Germany"),
        (
            "Jane Holm, spokesperson for Denmark's foreign ministry, resigned.",
            "Jane Holm",
            "Spokesperson",
            "Danish foreign ministry",
        ),
        ("Carlos Ruiz, 54, the head of Chile's navy, resigned.", "Carlos Ruiz", "MilitaryCommander", "Chilean navy"),
        (
            "General Ahmed Khan, commander of the Northern Army, resigned.",
            "Ahmed Khan",
            "MilitaryCommander",
            "Northern Army",
        ),
        ("Hamas leader Omar Haddad rejected the plan.", "Omar Haddad", "ArmedGroupLeader", "Hamas"),
        ("Zimbabwe's opposition leader Nelson Moyo resigned.", "Nelson Moyo", "PartyLeader", "Zimbabwean opposition"),
        ("Senator Linda Park visited Taiwan.", "Linda Park", "Legislator", None),
    ],
)
def test_bearers(text: str, holder: str, kind: str, organization: str | None) -> None:
    assert (holder, kind, "Current", organization) in roles(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Acting Foreign Minister Lena Hofmann left.", "Acting"),
        ("Interim President Lena Hofmann left.", "Acting"),
        ("Former President Lena Hofmann left.", "Former"),
        ("Then-President Lena Hofmann left.", "Former"),
        ("Transitional President Lena Hofmann left.", "Acting"),
        ("The late president Lena Hofmann was praised by Romania.", "Deceased"),
        ("Newly elected President Lena Hofmann left.", "New"),
        ("Outgoing President Lena Hofmann left.", "Current"),
        ("Prime Minister-designate Lena Hofmann left.", "New"),
        ("President-elect Lena Hofmann left.", "New"),
        ("Lena Hofmann became Norway's defence minister on Tuesday.", "New"),
        ("Lena Hofmann, who served as ambassador to Ghana until 2019, criticised Togo.", "Former"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert [found for holder, _, found, _ in roles(text) if holder == "Lena Hofmann"] == [status]


def test_each_of_two_titles_has_its_own_bearer() -> None:
    text = "Slovak President Angela Novak met Norwegian Prime Minister Ole Berg in Oslo."
    assert roles(text) == {
        ("Angela Novak", "HeadOfState", "Current", "Slovakia"),
        ("Ole Berg", "HeadOfGovernment", "Current", "Norway"),
    }


def test_one_bearer_of_two_titles() -> None:
    text = "Angela Novak, the president of Slovakia and commander of the Northern Army, arrived."
    assert {kind for _, kind, _, _ in roles(text)} == {"HeadOfState", "MilitaryCommander"}


def test_a_plural_title_is_borne_by_each() -> None:
    text = "Foreign ministers Nabil Ammar of Tunisia and Ole Berg of Norway met."
    assert {(holder, organization) for holder, _, _, organization in roles(text)} == {
        ("Nabil Ammar", "Tunisia"),
        ("Ole Berg", "Norway"),
    }


def test_a_military_rank_is_no_office() -> None:
    assert roles("Colonel Musa Traore denied it.") == set()


def test_a_family_relation_is_no_office() -> None:
    assert roles("Maria Santos and her brother Paulo Santos left.") == set()


def test_a_title_inside_a_name_is_none() -> None:
    assert roles("The Council of Ministers met on Monday.") == set()


def test_a_title_of_nobody_is_no_tenure() -> None:
    assert roles("The president of Slovakia resigned.") == set()


def test_a_title_word_that_opens_a_known_name_is_none() -> None:
    read = facts("Israel's defence minister, Amir Peretz, visited Oslo.")
    assert [(t.kind, t.title) for t in read.tenures] == [("DefenceMinister", "defence minister")]


def test_a_group_told_before_its_leader_is_led_by_him() -> None:
    read = facts("The United States blacklisted the Pakistani Taliban and its leader, Noor Wali Mehsud.")
    names = {actor.id: actor.name for actor in read.actors}
    assert [(t.kind, names[t.organization or ""]) for t in read.tenures] == [
        ("ArmedGroupLeader", "Tehrik-i-Taliban Pakistan")
    ]


def test_a_title_that_acts_is_no_apposition_to_the_name_before() -> None:
    text = (
        "Secretary of State Antony Blinken called Armenian Prime Minister Nikol Pashinyan. "
        "In his call with Prime Minister Pashinyan, the Secretary urged Russia to withdraw."
    )
    assert ("Request", ("Antony Blinken",), ("Russia",)) in acts(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Mohammed Saleh, head of the Houthi delegation, left Kuwait.", "head of the Houthi delegation"),
        ("Hakan Erdem, a spokesman for the UN force, left.", "spokesman for the UN force"),
        ("Musa Kone, a spokesman for the Malian army, left.", "spokesman for the Malian army"),
    ],
)
def test_a_title_goes_on_to_the_part_of_the_body_that_is_meant(text: str, title: str) -> None:
    assert [tenure.title for tenure in facts(text).tenures] == [title]


def test_a_verb_before_a_title_is_no_word_of_it() -> None:
    assert ("Coerce", ("Rebels",), ("Alpha Kone",)) in acts("Rebels ousted President Alpha Kone.")
    assert roles("The ousted president, Alpha Kone, arrived.") == {("Alpha Kone", "HeadOfState", "Former", None)}
