"""The parse is normalised to logical subjects and objects."""

from __future__ import annotations

import pytest

from kg.language.clauses import logical_objects, logical_subjects
from kg.language.negation import negated
from tests.reading import parse, word


@pytest.mark.parametrize(
    ("text", "verb", "subjects", "objects"),
    [
        ("Russia attacked Ukraine.", "attacked", ["Russia"], ["Ukraine"]),
        ("Ukraine was attacked by Russia.", "attacked", ["Russia"], ["Ukraine"]),
        ("Ukraine was attacked.", "attacked", [], ["Ukraine"]),
        ("Russia and Belarus attacked Ukraine and Moldova.", "attacked", ["Russia", "Belarus"], ["Ukraine", "Moldova"]),
        ("Russia, which attacked Ukraine, denied it.", "attacked", ["Russia"], ["Ukraine"]),
        ("Russia agreed to release the sailors.", "release", ["Russia"], ["sailors"]),
        ("France urged Russia to release the sailors.", "release", ["Russia"], ["sailors"]),
        ("Russia met China and praised Iran.", "praised", ["Russia"], ["Iran"]),
        ("France blamed Russia for killing the journalist.", "killing", ["Russia"], ["journalist"]),
        ("Iran warned it will respond after blaming Israel.", "blaming", ["it"], ["Israel"]),
        ("The European Union proposed a plan, an idea that France opposes.", "opposes", ["France"], ["idea"]),
        ("France calls on Chad to release the sailors.", "release", ["Chad"], ["sailors"]),
        ("The Council calls upon Chad to lift the blockade.", "lift", ["Chad"], ["blockade"]),
        ("France called on Monday to announce the visit.", "announce", ["France"], ["visit"]),
        ("France, which keeps troops in Mali, called on Chad to vote.", "called", ["France"], []),
        ("The minister spoke by telephone with Chad.", "spoke", ["minister"], []),
        ("The envoy said the flight was a threat and urged Chad to stop.", "urged", ["envoy"], ["Chad"]),
        ("The Council demanded that both cease fire and threatened Chad.", "threatened", ["Council"], ["Chad"]),
        ("France calls on Chad and on Niger to free the pilots.", "free", ["Chad", "Niger"], ["pilots"]),
        ("Mali called on Chad to wait and on Niger to end the blockade.", "end", ["Niger"], ["blockade"]),
        ("Mali repeated its call on Chad to end the blockade.", "end", ["Chad"], ["blockade"]),
        ("Acting under the charter, the Council this afternoon condemned Chad.", "condemned", ["Council"], ["Chad"]),
        ("Nine workers abducted last week near Kono were released by Chad.", "released", ["Chad"], ["workers"]),
        ("In Bishkek, the Kyrgyz capital, some 300 people attacked Chad.", "attacked", ["people"], ["Chad"]),
        ("The soldiers attacked Chad and were driven back by Niger.", "attacked", ["soldiers"], ["Chad"]),
    ],
)
def test_logical_roles(text: str, verb: str, subjects: list[str], objects: list[str]) -> None:
    document = parse(text)
    token = word(document, verb)
    assert [t.text for t in logical_subjects(document, token)] == subjects
    assert [t.text for t in logical_objects(document, token)] == objects


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Iran did not attack Iraq.", "attack", True),
        ("No state recognised the republic.", "recognised", True),
        ("Iran attacked Iraq.", "attacked", False),
    ],
)
def test_negation(text: str, verb: str, expected: bool) -> None:
    document = parse(text)
    assert negated(document, word(document, verb)) is expected


def test_a_verb_behind_an_apposition_is_no_participle() -> None:
    document = parse("Emil Kraus, a former policeman who heads the Iron Hand gang, threatened to burn it.")
    verb = word(document, "threatened")
    assert [t.text for t in logical_subjects(document, verb)] == ["Kraus"]


def test_a_verb_behind_a_participle_with_an_agent_is_the_main_verb() -> None:
    document = parse("Two soldiers were wounded when mortar bombs fired by the rebels fell on their post.")
    assert [t.text for t in logical_subjects(document, word(document, "fell"))] == ["bombs"]


def test_who_is_the_named_one_and_no_part_of_what_he_is() -> None:
    text = "Police arrested Samir Hoxha, the leader of the Workers' Party, who had accused Serbia of sabotage."
    document = parse(text)
    assert [t.text for t in logical_subjects(document, word(document, "accused"))] == ["Hoxha"]
