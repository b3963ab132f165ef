"""Where an act happened and what was used, read from its own clause."""

from __future__ import annotations

import pytest

from tests.reading import told


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Emil Kraus met Angela Novak in Oslo.", "Meeting", "Oslo"),
        ("Emil Kraus held talks with Angela Novak in Oslo.", "Meeting", "Oslo"),
        ("Emil Kraus met Angela Novak on the sidelines of a summit in Oslo.", "Meeting", "Oslo"),
        ("Emil Kraus visited Oslo.", "Visit", "Oslo"),
        ("Emil Kraus visited Norway.", "Visit", "Norway"),
        ("Russia attacked Kharkiv.", "Assault", "Kharkiv"),
        ("Odesa was bombed by Russia.", "Strike", "Odesa"),
        ("Turkey condemned the bombing of Rafah by Israel.", "Strike", "Rafah"),
        ("Omar Haddad was killed in Beirut.", "Killing", "Beirut"),
        ("Ten nurses were killed in an attack in northern Burkina Faso.", "Killing", "Burkina Faso"),
        ("Students marched in Lagos.", "Protest", "Lagos"),
        ("The United States sent destroyers to the Red Sea.", "Deployment", "Red Sea"),
    ],
)
def test_places(text: str, kind: str, place: str) -> None:
    assert [a.place for a in told(text) if a.type == kind] == [place]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Emil Kraus and Angela Novak discussed Gaza.", "Consult"),
        ("Russia attacked Ukraine.", "Assault"),
        ("Speaking in Oslo, Emil Kraus condemned Togo.", "Accuse"),
        ("The killing of Omar Haddad by Israel drew condemnation from Iran.", "Killing"),
        ("France imposed sanctions on Niger.", "Sanction"),
        ("Emil Kraus conferred with senior officials from Chad and Togo.", "Consult"),
    ],
)
def test_what_is_no_place_of_the_act(text: str, kind: str) -> None:
    assert [a.place for a in told(text) if a.type == kind] == [None]


@pytest.mark.parametrize(
    ("text", "kind", "uses"),
    [
        ("Hezbollah attacked Israel with rockets.", "Assault", ("rockets",)),
        ("Germany delivered missiles to Ukraine.", "Aid", ("missiles",)),
        ("The United States sent three destroyers to the Red Sea.", "Deployment", ("destroyers",)),
        ("Emil Kraus met Angela Novak in Oslo.", "Meeting", ()),
    ],
)
def test_assets(text: str, kind: str, uses: tuple[str, ...]) -> None:
    assert [a.uses for a in told(text) if a.type == kind] == [uses]


def test_the_assets_of_another_clause_are_not_used() -> None:
    (action,) = (a for a in told("Ghana condemned Togo, which had bought tanks.") if a.type == "Accuse")
    assert action.uses == ()
