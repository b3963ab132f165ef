"""The gazetteer keeps its promise on time and memory, and says when it does not."""

from __future__ import annotations

import re
import subprocess
import sys

from kg.link.bench import LOOKUP_LIMIT, MEMORY_LIMIT, Measured


def test_look_ups_and_memory_are_printed_and_hold() -> None:
    command = [sys.executable, "-m", "kg.cli", "gazetteer", "bench"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.fullmatch(r"(\d+) look-ups, ([\d.]+) µs each .*; memory ([\d.]+ MB|unknown here) .*\n", printed)
    assert found
    assert int(found[1]) > 20_000
    assert float(found[2]) <= LOOKUP_LIMIT


def test_a_figure_above_its_limit_does_not_hold() -> None:
    assert Measured(10, LOOKUP_LIMIT, MEMORY_LIMIT).holds
    assert Measured(10, LOOKUP_LIMIT, None).holds
    assert not Measured(10, LOOKUP_LIMIT + 1, 1.0).holds
    assert not Measured(10, 1.0, MEMORY_LIMIT + 1).holds
