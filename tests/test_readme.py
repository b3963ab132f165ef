"""The README shows what its commands print, mentions every command and dependency, and the tool that checks it sees."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.cli import main as command_line
from tests import readme
from tests.readme import Block, difference, find_blocks, missing_programs, run_readme

TEXT = readme.README.read_text(encoding="utf-8")
BLOCKS = find_blocks(TEXT)
PICTURE_BYTES = 200_000
"""The picture of the page stays smaller than this."""


@pytest.fixture(scope="module")
def printed() -> dict[int, list[tuple[str, ...]]]:
    """What the commands of each block printed, by the block's line."""
    return {block.line: output for block, output in run_readme(TEXT)}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"line {block.line}")
def test_every_block_prints_what_it_shows(block: Block, printed: dict[int, list[tuple[str, ...]]]) -> None:
    if block.reason:
        pytest.skip(block.reason)
    if missing := missing_programs(block):
        pytest.skip(f"{', '.join(missing)} is not installed")
    pairs = zip(block.commands, printed[block.line], strict=True)
    differences = [f"$ {c.text}\n{found}" for c, output in pairs if (found := difference(c.shown, output))]
    assert not differences, "\n".join(["`make readme` writes what is printed:", *differences])


ASKING = readme.ASKING.read_text(encoding="utf-8")


def test_every_block_of_the_page_on_asking_prints_what_it_shows() -> None:
    differences = [
        f"$ {command.text}\n{found}"
        for block, printed in run_readme(ASKING)
        for command, output in zip(block.commands, printed, strict=True)
        if (found := difference(command.shown, output))
    ]
    assert not differences, "\n".join(["`make readme` writes what is printed:", *differences])


def test_blocks_that_are_not_run_would_install_or_are_make() -> None:
    left = [command.text for block in BLOCKS if block.reason for command in block.commands]
    assert all(text.startswith("make ") for text in left)
    assert len([block for block in BLOCKS if not block.reason]) >= 5


def test_the_sentence_and_its_facts_are_those_that_are_read() -> None:
    assert readme.shown_section(TEXT, "facts") == readme.sentence_facts()


def test_the_scores_are_those_of_the_evaluation() -> None:
    found = readme.scores()
    if found is None:
        pytest.skip("the evaluation set is not beside the project")
    assert readme.shown_section(TEXT, "scores") == found


def test_every_command_is_mentioned() -> None:
    assert [name for name in command_line.commands if f"communique {name}" not in TEXT] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((readme.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needs = [*project["dependencies"], *(need for extra in extras for need in extra)]
    wanted = {re.split(r"[<>=!~ \[;]", need)[0] for need in needs}
    table = TEXT.partition("| Depends on | Because |")[2].partition("\n\n")[0]
    rows = [row for row in table.splitlines() if row.count("|") == 3]
    explained = {name for row in rows if row.split("|")[2].strip() for name in row.split("|")[1].strip().split(", ")}
    assert explained - {"---"} == wanted


def test_every_link_leads_to_a_file_and_the_picture_is_small() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link]
    assert "docs/asking.md" in links
    assert ".github/page.png" in links
    assert [link for link in links if not (readme.ROOT / link).is_file()] == []
    assert (readme.ROOT / ".github" / "page.png").stat().st_size < PICTURE_BYTES


# The tool itself


SMALL = """\
Text.

```console
$ printf 'one\\ntwo\\n' > list
$ cat \\
> list
one
two
$ echo on stderr >&2
on stderr
```

<!-- not run: it would never end -->
```console
$ sleep 1000000
```
"""


def small(*outputs: Sequence[str]) -> str:
    """The text that the tool writes where the commands of `SMALL` printed these lines."""
    return readme.rewritten(SMALL, [(find_blocks(SMALL)[0], [tuple(lines) for lines in outputs])])


def test_blocks_are_run_in_a_scratch_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ((block, output),) = run_readme(SMALL)
    assert output == [(), ("one", "two"), ("on stderr",)]
    assert [command.shown for command in block.commands] == output
    assert list(tmp_path.iterdir()) == []


def test_what_differs_is_shown_and_written() -> None:
    assert difference(("one", "two"), ("one", "two")) == ""
    assert "-two\n+three" in difference(("one", "two"), ("one", "three"))
    assert small((), ("one", "two"), ("on stderr",)) == SMALL
    written = small(("new",), ("one",), ("on stderr",))
    assert "> list\n$ cat" not in written
    assert "> list\nnew\n$ cat \\\n> list\none\n$ echo" in written


def test_times_and_ellipses_agree_and_nothing_else_does() -> None:
    assert difference(("12 facts in 4.8 s; done",), ("12 facts in 17 s; done",)) == ""
    assert difference(("12 facts in 4.8 s; done",), ("13 facts in 4.8 s; done",))
    assert difference(("a", "...", "z"), ("a", "b", "c", "z")) == ""
    assert difference(("a", "...", "z"), ("a", "z")) == ""
    assert difference(("a", "...", "z"), ("a", "b"))
    assert readme.shortened(("a", "...", "z"), ("1", "2", "3", "4")) == ["1", "...", "4"]
    assert readme.shortened(("a", "..."), ("1", "2", "3")) == ["1", "..."]
    assert readme.shortened(("a", "...", "z"), ("1", "2")) == ["1", "2"]


def test_a_command_that_fails_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="exit code 3"):
        run_readme("```console\n$ echo words; exit 3\n```\n")


def test_a_server_that_ends_at_once_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="does not answer"):
        run_readme("```console\n$ false &\n```\n")


@pytest.mark.parametrize("text", ["```console\nno command\n```\n", "```console\n$ true\n"])
def test_a_block_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"line [12]:"):
        find_blocks(text)


def test_a_section_is_found_by_its_name_and_replaced() -> None:
    text = "<!-- scores -->\n```text\nold\n```\n<!-- /scores -->\nafter\n"
    assert readme.shown_section(text, "scores") == "old"
    assert readme.with_section(text, "scores", r"new \1") == text.replace("old", r"new \1")
    with pytest.raises(ValueError, match="facts"):
        readme.shown_section(text, "facts")
