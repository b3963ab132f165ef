"""The quality gate: no figure on the annotated articles falls below its floor, and floors only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.evaluation import below, evaluation_folder, figures, gold_sets, graph_of, main, raised, read_floors, score


def test_a_figure_below_its_floor_is_named() -> None:
    assert below({"actors": 0.90, "roles": 0.80}, {"actors": 0.95, "roles": 0.80}) == [
        "actors: 0.9000 is below its floor 0.9500"
    ]


def test_a_floor_without_a_figure_has_fallen() -> None:
    assert below({}, {"assets": 0.5}) == ["assets: 0.0000 is below its floor 0.5000"]


def test_floors_only_rise() -> None:
    assert raised({"actors": 0.90, "roles": 0.99}, {"actors": 0.95, "roles": 0.80}) == {"actors": 0.95, "roles": 0.99}


def test_the_floors_hold_what_was_promised() -> None:
    promised = {
        "actors": 0.80,
        "roles": 0.65,
        "assets": 0.50,
        "quotations with speaker": 0.85,
        "actions who-did-what-to-whom": 0.35,
        "action date": 0.80,
        "action modality": 0.80,
        "article date": 1.0,
        "evidence exact": 1.0,
    }
    floors = read_floors()
    assert {name: floors[name] for name in promised if floors[name] < promised[name]} == {}


def _without_scorer() -> bool:
    return evaluation_folder() is None


@pytest.mark.skipif(_without_scorer(), reason="the scorer is not beside the project (COMMUNIQUE_EVAL names its folder)")
def test_articles_of_ones_own_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thanks.txt").write_text("2024-08-06 Reuters\n\nNorway praised Ghana.\n", encoding="utf-8")
    told = {
        "article": {"slug": "thanks", "publisher": "Reuters", "date": "2024-08-06"},
        "actors": [
            {"id": f"a{k}", "name": name, "type": "State", "aliases": [], "country": iso, "evidence": name}
            for k, (name, iso) in enumerate((("Norway", "NOR"), ("Ghana", "GHA")))
        ],
        "roles": [],
        "assets": [],
        "actions": [
            {"id": "e0", "type": "SUPPORT", "sources": ["a0"], "targets": ["a1"], "date": None, "modality": "occurred"}
            | {"attributed_to": None, "evidence": "Norway praised Ghana"}
        ],
        "statements": [],
    }
    (tmp_path / "thanks.gold.json").write_text(json.dumps(told), encoding="utf-8")
    assert main(["--gold", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "actions who-did-what-to-whom       1.000   1.000   1.000      1      1" in printed


@pytest.mark.skipif(_without_scorer(), reason="the scorer is not beside the project (COMMUNIQUE_EVAL names its folder)")
def test_a_folder_without_annotations_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "alone.txt").write_text("Norway praised Ghana.\n", encoding="utf-8")
    assert main(["--gold", str(tmp_path)]) == 2
    assert "no article" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "articles",
        "own articles",
        "later articles",
        "third articles",
        "fourth articles",
        "fifth articles",
        "sixth articles",
        "unseen articles",
        "closed articles",
    ],
)
def test_no_figure_falls_below_its_floor(tmp_path: Path, name: str) -> None:
    folder = evaluation_folder()
    if folder is None:
        pytest.skip("the scorer is not beside the project (COMMUNIQUE_EVAL names its folder)")
    gold = gold_sets(folder)[name]
    graph = graph_of(sorted(gold.glob("*.txt")), tmp_path)
    assert below(figures(json.loads(score(folder, gold, graph, "--json"))), read_floors(name)) == []
