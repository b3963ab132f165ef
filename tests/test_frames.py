"""Who does what to whom: slots of triggers filled across the clause."""

from __future__ import annotations

import pytest

from tests.reading import acts, told


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Russia attacked Ukraine.", "Assault", ("Russia",), ("Ukraine",)),
        ("Ukraine was attacked by Russia.", "Assault", ("Russia",), ("Ukraine",)),
        ("Ukraine was attacked at dawn.", "Assault", (), ("Ukraine",)),
        ("Russia, which attacked Ukraine, denied it.", "Assault", ("Russia",), ("Ukraine",)),
        ("Iran launched an attack on Israel.", "Assault", ("Iran",), ("Israel",)),
        ("Iran's attack on Israel went on.", "Assault", ("Iran",), ("Israel",)),
        ("An Iranian attack on Israel went on.", "Assault", ("Iran",), ("Israel",)),
        ("The killing of Omar Haddad by Israel went on record.", "Killing", ("Israel",), ("Omar Haddad",)),
        (
            "The United States and Britain urged Israel and Hamas to disarm.",
            "Request",
            ("United States", "United Kingdom"),
            ("Israel", "Hamas"),
        ),
        ("Kosovo accused Serbia of arming gangs.", "Accuse", ("Kosovo",), ("Serbia",)),
        ("Serbia was accused by Kosovo of arming gangs.", "Accuse", ("Kosovo",), ("Serbia",)),
        ("Norway suspended aid to Malawi.", "Sanction", ("Norway",), ("Malawi",)),
        ("Mexico granted asylum to Jorge Glas.", "Aid", ("Mexico",), ("Jorge Glas",)),
        ("Poland expelled the Russian ambassador.", "Sanction", ("Poland",), ("Russia",)),
        ("China urged Japan to withdraw its troops.", "Request", ("China",), ("Japan",)),
        ("Japan congratulated Peru on its election.", "Support", ("Japan",), ("Peru",)),
        ("Demonstrators threw stones at the Danish embassy.", "Protest", ("Demonstrators",), ("Denmark",)),
        ("Germany delivered tanks to Ukraine.", "Aid", ("Germany",), ("Ukraine",)),
        ("Ghana arrested two Togolese soldiers.", "Coerce", ("Ghana",), ("two Togolese soldiers",)),
        ("Ghana is ready to reject the pact.", "Reject", ("Ghana",), ()),
        ("After meeting Togo, Ghana condemned Mali.", "Accuse", ("Ghana",), ("Mali",)),
    ],
)
def test_parties(text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    assert (kind, actors, recipients) in acts(text)


@pytest.mark.parametrize(
    ("text", "kind", "everyone"),
    [
        ("Emil Kraus met Angela Novak.", "Meeting", {"Emil Kraus", "Angela Novak"}),
        ("Emil Kraus and Angela Novak met in Vienna.", "Meeting", {"Emil Kraus", "Angela Novak"}),
        ("Emil Kraus held talks with Angela Novak.", "Meeting", {"Emil Kraus", "Angela Novak"}),
        ("Talks between Iran and Qatar resumed.", "Meeting", {"Iran", "Qatar"}),
        ("Angela Novak, Emil Kraus and Ole Berg met in Oslo.", "Meeting", {"Angela Novak", "Emil Kraus", "Ole Berg"}),
        ("Nigeria, Ghana and Togo signed a pact.", "Agree", {"Nigeria", "Ghana", "Togo"}),
        ("Ghana signed a pact with Togo.", "Agree", {"Ghana", "Togo"}),
    ],
)
def test_symmetric_acts_have_all_sides(text: str, kind: str, everyone: set[str]) -> None:
    (action,) = (a for a in told(text) if a.type == kind)
    assert {*action.actors, *action.recipients} == everyone


def test_the_subjects_of_a_symmetric_act_are_its_actors() -> None:
    (action,) = told("Emil Kraus met Angela Novak.")
    assert (action.actors, action.recipients) == (("Emil Kraus",), ("Angela Novak",))


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("China urged Japan to withdraw its troops.", "Request", "Retreat"),
        ("Ethiopia demanded that Eritrea withdraw its troops.", "Request", "Retreat"),
        ("Ukraine accused Russia of shelling Kharkiv.", "Accuse", "Strike"),
        ("Germany promised to deliver tanks to Ukraine.", "Agree", "Aid"),
        ("France threatened to impose sanctions on Niger.", "Threaten", "Sanction"),
        ("The United States asked Egypt to mediate between Israel and Hamas.", "Request", "Mediation"),
    ],
)
def test_contents(text: str, outer: str, inner: str) -> None:
    (action,) = (a for a in told(text) if a.type == outer)
    assert action.content == inner


def test_what_is_refused_is_not_told_as_an_act() -> None:
    assert acts("Iran refused to negotiate with the United States.") == [("Reject", ("Iran",), ("United States",))]


def test_what_is_asked_is_done_by_whom_it_is_asked_of() -> None:
    assert ("Mediation", ("Egypt",), ("Israel", "Hamas")) in acts(
        "The United States asked Egypt to mediate between Israel and Hamas."
    )


def test_what_is_promised_is_done_by_whoever_promises() -> None:
    assert ("Aid", ("Germany",), ("Ukraine",)) in acts("Germany promised to deliver tanks to Ukraine.")


def test_what_is_alleged_is_done_by_the_accused() -> None:
    assert [a.actors for a in told("Ukraine accused Russia of shelling Kharkiv.") if a.type == "Strike"] == [
        ("Russia",)
    ]


def test_nobody_is_invented() -> None:
    for action in told("Troops were deployed. Omar Haddad was killed. The border was closed."):
        assert action.actors == ()


@pytest.mark.xfail(strict=True, reason="the model's parser hangs the second subject on the first object")
def test_two_clauses_with_two_subjects() -> None:
    text = "Algeria expelled twelve French diplomats and France expelled twelve Algerian diplomats."
    assert acts(text) == [("Sanction", ("Algeria",), ("France",)), ("Sanction", ("France",), ("Algeria",))]


def test_the_object_that_the_lexicon_names_is_the_recipient_too() -> None:
    assert ("Coerce", ("Mali",), ("French armed forces",)) in acts("Mali ordered French soldiers to leave the country.")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Chad imposed duties on steel and glass from Niger and Mali.", ("Sanction", ("Chad",), ("Niger", "Mali"))),
        (
            "Chad asked for a session of the Security Council.",
            ("Request", ("Chad",), ("United Nations Security Council",)),
        ),
        ("They praised the talks held in Oslo among Chad, Niger and Mali.", ("Meeting", ("Chad", "Niger", "Mali"), ())),
        (
            'Emil Kraus said that "time is running out" and called on Niger to talk.',
            ("Request", ("Emil Kraus",), ("Niger",)),
        ),
        (
            "Angela Novak met Emil Kraus in Oslo, joined by Ada Berg.",
            ("Meeting", ("Angela Novak",), ("Emil Kraus", "Ada Berg")),
        ),
        ("Norway voted. Oslo said it would wait. It later thanked Niger.", ("Support", ("Norway",), ("Niger",))),
    ],
)
def test_parties_beside_the_slots(text: str, act: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert act in acts(text)


def test_a_protest_is_against_whom_its_phrases_name() -> None:
    assert ("Protest", ("Nurses",), ("Togo",)) in acts("Nurses have been marching in Lome for three days against Togo.")
