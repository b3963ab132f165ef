"""Who "we" are in official texts that several issue, or a body of states."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import in_words, pipeline

BODY = "We condemn the attack by Chad on Niger. Our governments call on Chad to withdraw its forces."
WE_MINISTERS = "We, the Foreign Ministers of Ghana, Togo and Kenya, meeting in Niger, have followed events."
WE_HEADS = (
    "We, the Heads of State and Government of the member countries of the North Atlantic Alliance, have met in Riga."
)
RELEASED = "The text of the following statement was released by the Governments of Ghana and Togo."


def blamers(tmp_path: Path, text: str) -> tuple[str, ...]:
    """Who blames Chad in a text."""
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    return next((t.actors for t in in_words(pipeline().read(path)) if t.type == "Accuse"), ())


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (f"Joint statement on Chad\n\n4 March 2019\n\n{WE_MINISTERS}\n\n{BODY}\n", ("Ghana", "Togo", "Kenya")),
        (f"NATO\nPress release\n4 March 2019\n\n{WE_HEADS}\n\n{BODY}\n", ("North Atlantic Treaty Organization",)),
        (f"Joint statement on Chad\n\n4 March 2019\n\n{RELEASED}\n\n{BODY}\n", ("Ghana", "Togo")),
        (f"Joint Statement by Ghana and Togo on the crisis in Chad\n\n4 March 2019\n\n{BODY}\n", ("Ghana", "Togo")),
        (f"G7 Foreign Ministers' Statement on Chad\n\n4 March 2019\n\n{BODY}\n", ("Group of Seven",)),
        (f"Ministry of Foreign Affairs of the Republic of Togo\nStatement\n4 March 2019\n\n{BODY}\n", ("Togo",)),
        (f"Statement at the General Assembly\n\n4 March 2019\n\nTogo deplores the war. {BODY}\n", ("Togo",)),
        (
            (
                "Union chides Chad\n\nThe African Union has issued a statement on Niger.\nThe statement, which came on "
                f"Monday, reads:\n\n1. {BODY}\n"
            ),
            ("African Union",),
        ),
        (
            (
                "Two states chide Chad\n\nThe foreign ministers of Ghana and Togo issued a statement. The full text "
                f"of the statement follows:\n\n{BODY}\n"
            ),
            ("Ghana", "Togo"),
        ),
        (f"Republic of Togo\nMinistry of Foreign Affairs\n\nPRESS STATEMENT\n\n4 March 2019\n\n{BODY}\n", ("Togo",)),
        (
            (f"Chad blamed\n\nThe press release issued by the Foreign Ministry of Togo on 4 March 2019.\n\n{BODY}\n"),
            ("Togo",),
        ),
        (
            f"National statement delivered on behalf of Togo at the Council, 4 March 2019\n\n{BODY}\n",
            ("Togo",),
        ),
        (
            f"Press elements by the President of the Security Council after talks on Chad, 4 March 2019\n\n{BODY}\n",
            ("United Nations Security Council",),
        ),
        (f"LOME, March 4, 2019 (Reuters) - The talks on a joint statement failed. {BODY}\n", ()),
        (f"What I saw in Lome\n\nTogo opened its border in May. {BODY}\n", ()),
    ],
)
def test_we_are_all_in_whose_name_a_text_is_issued(tmp_path: Path, text: str, issuers: tuple[str, ...]) -> None:
    assert blamers(tmp_path, text) == issuers


def test_the_minister_of_the_issuer_needs_no_state(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(
        "Prime Minister of Ghana\nReadout\n4 March 2019\n\nPrime Minister Kofi Mensah spoke today with Adjoa Lawson, "
        "Prime Minister of Togo. Prime Minister Lawson described the attack. The Prime Minister condemned Chad.\n",
        encoding="utf-8",
    )
    assert [t.actors for t in in_words(pipeline().read(path)) if t.type == "Accuse"] == [("Kofi Mensah",)]
