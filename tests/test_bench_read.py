"""The measurement of reading: what it counts, that it leaves the pipeline as it was, and the limit it is to hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import pipeline as stages
from kg.bench.read import REST, measure_reading, peak_bytes, speed_rows
from kg.cli import main
from kg.errors import UsageError
from kg.language.blocks import Block
from kg.language.document import Document, Unit
from kg.read.article import read_article
from tests.reading import analyser, article, parse, pipeline

SEED = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
TEXT = "France warned Mali on Monday. The two presidents met in Chad."
LIMIT = 1.0
"""The stages after spaCy cost no more than spaCy itself."""
TURNS = 3
"""On a busy machine one measurement errs by a third."""


class Bare:
    """An analyser that is none of spaCy's; with `fault` one that fails."""

    name = "bare"

    def analyse(self, text: str, blocks: Sequence[Block]) -> Document:
        return analyser().analyse(text, blocks)

    def reparse(self, document: Document, units: Sequence[Unit]) -> Document:
        return analyser().reparse(document, units)


def test_every_stage_is_timed_and_the_sum_is_the_whole() -> None:
    speed = measure_reading(pipeline(), [article(TEXT)], rounds=1)
    named = [stage.name for stage in speed.stages]
    assert speed.tokens == len(parse(TEXT).tokens)
    assert {"analyse", "reparse", "find_names", "resolve", "find_triggers", "freeze_actions"} <= set(named)
    assert named.index("split_blocks") < named.index("analyse") < named.index("freeze_actions")
    assert named[-1] == REST
    assert len(set(named)) == len(named)
    assert all(stage.seconds >= 0 for stage in speed.stages)
    assert speed.after_ratio == pytest.approx(speed.read_seconds / speed.spacy_seconds - 1)


def test_the_stages_of_the_docstring_are_those_that_are_timed() -> None:
    table = [
        line.split()[0] for line in (stages.__doc__ or "").splitlines() if line.startswith("    ") and "kg." in line
    ]
    named = {stage.name for stage in measure_reading(pipeline(), [article(TEXT)], rounds=1).stages}
    assert set(table) - named == {"read_article", "ask_judge"}  # from disk; where a judge is set


def test_nothing_is_left_behind() -> None:
    before = dict(vars(stages))
    measure_reading(pipeline(), [article(TEXT)], rounds=1)
    assert dict(vars(stages)) == before


def test_the_stages_after_spacy_cost_no_more_than_spacy() -> None:
    articles = [read_article(path) for path in SEED]
    ratios = (measure_reading(pipeline(), articles).after_ratio for _ in range(TURNS))
    assert any(ratio <= LIMIT for ratio in ratios)


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(UsageError, match="no text"):
        measure_reading(pipeline(), [article("")])
    with pytest.raises(UsageError, match="spaCy"):
        measure_reading(replace(pipeline(), analyser=Bare()), [article(TEXT)])


def test_memory_is_that_of_a_process_with_a_model() -> None:
    peak = peak_bytes()
    assert peak is None or 50e6 < peak < 50e9


def test_the_rows_show_every_figure() -> None:
    speed = measure_reading(pipeline(), [article(TEXT)], rounds=1)
    rows = {row[0]: row[1] for row in speed_rows(speed)}
    assert rows["tokens"] == str(speed.tokens)
    assert rows["stages after spaCy"] == f"{speed.after_ratio:.2f}"
    assert len(rows) == len(speed.stages) + (6 if speed.peak_bytes else 5)


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    table = CliRunner().invoke(main, ["bench", "read", str(tmp_path), "--rounds", "1"])
    assert table.exit_code == 0
    assert "whole reading" in table.stdout
    found = json.loads(CliRunner().invoke(main, ["bench", "read", str(tmp_path), "--format", "json"]).stdout)
    assert found["articles"] == 1
    assert found["stages"][0]["name"] == "split_blocks"
    missing = CliRunner().invoke(main, ["bench", "read", str(tmp_path), "--rounds", "0"])
    assert missing.exit_code == 2
