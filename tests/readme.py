"""Run the console blocks of the README and of docs/asking.md, and compare what they print with what it shows.

    python -m tests.readme [--write]

A block is fenced as `console`. A line that starts with `$ ` is a command, `> ` continues it, and what stands
below is its output (standard output and standard error as they come). A line of more than `WIDTH` characters is
shown cut, with `…` at its end; a line `...` stands for any lines; times in seconds may differ. All blocks run in
order in one scratch folder with a copy of `seeds/`. A command that ends in `&` is a server: it gets a free port in
the place of 8000 and is stopped after its block. A block under `<!-- not run: reason -->` is left alone.

Between `<!-- name -->` and `<!-- /name -->` stands a text block that is computed, for each name in `SECTIONS`.
`--write` puts what was printed and computed in the place of what stood there. POSIX only, as `make` is.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.request import ProxyHandler, build_opener

from kg.listing import fact_rows
from kg.pipeline import load_pipeline
from kg.settings import PREFIX, load_settings

ROOT: Final = Path(__file__).resolve().parent.parent
README: Final = ROOT / "README.md"
ASKING: Final = ROOT / "docs" / "asking.md"
SEED: Final = ROOT / "seeds" / "000_1cfb5dd783a99360.txt"
SENTENCE: Final = "President Joe Biden also spoke with"
"""How the sentence of the seed begins that the README takes apart."""
WIDTH: Final = 140
"""About what a page shows of a code block without scrolling."""
SECONDS: Final = 120
"""How long a command may run, or a server take to answer."""
PORT: Final = 8000
ELLIPSIS: Final = "..."
_TIME: Final = re.compile(r"\b\d+(?:\.\d+)? s\b")
_REASON: Final = re.compile(r"<!-- not run: (.+) -->")


@dataclass(frozen=True, slots=True)
class Command:
    """One command, its shown output, and the lines `start` to `end` (half-open, from 0) where that stands."""

    text: str
    shown: tuple[str, ...]
    start: int

    @property
    def end(self) -> int:
        """The line after the output."""
        return self.start + len(self.shown)


@dataclass(frozen=True, slots=True)
class Block:
    """One console block: its first line (from 1), its commands, and why it is not run, if it is not."""

    line: int
    commands: tuple[Command, ...]
    reason: str | None = None


# Reading the README


def find_blocks(text: str) -> list[Block]:
    """The console blocks of a Markdown text. Raises ValueError, with the line, for one that cannot be read."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line == "```console"]
    return [_block(lines, start) for start in starts]


def _block(lines: Sequence[str], start: int) -> Block:
    try:
        end = lines.index("```", start)
    except ValueError as exc:
        raise ValueError(f"line {start + 1}: the block has no end") from exc
    before = next((line for line in reversed(lines[:start]) if line.strip()), "")
    found = _REASON.fullmatch(before)
    return Block(start + 1, tuple(_commands(lines, start + 1, end)), found[1] if found else None)


def _commands(lines: Sequence[str], start: int, end: int) -> Iterator[Command]:
    heads = [number for number in range(start, end) if lines[number].startswith("$ ")]
    if not heads or heads[0] != start:
        raise ValueError(f"line {start + 1}: a console block begins with a command after '$ '")
    for head, following in zip(heads, [*heads[1:], end], strict=True):
        body = head + 1
        while body < following and lines[body].startswith("> "):
            body += 1
        text = "\n".join(line[2:] for line in lines[head:body])
        yield Command(text, tuple(lines[body:following]), body)


# Running


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Scratch:
    """A working folder, and the environment of the commands: this Python's programs first, no settings of ours."""

    folder: Path
    environment: Mapping[str, str]
    port: int

    def run(self, block: Block) -> list[tuple[str, ...]]:
        """What each command of a block printed. Raises RuntimeError for one that fails or does not end."""
        with ExitStack() as servers:
            return [self._lines(self._print(command.text, servers)) for command in block.commands]

    def _print(self, text: str, servers: ExitStack) -> str:
        text = text.replace(f":{PORT}", f":{self.port}")
        if text.endswith("&"):
            return servers.enter_context(self._served(text.removesuffix("&")))
        return self._ended(text)

    def _lines(self, printed: str) -> tuple[str, ...]:
        lines = printed.replace(f":{self.port}", f":{PORT}").splitlines()
        return tuple(_cut(line.rstrip()) for line in lines)

    def _ended(self, text: str) -> str:
        with tempfile.TemporaryFile() as output, self._started(text, output.fileno()) as process:
            code = process.wait(SECONDS)
            printed = _content(output)
        if code:
            raise RuntimeError(f"`{text}` ended with exit code {code}:\n{printed}")
        return printed

    def _started(self, text: str, output: int, **variables: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["/bin/sh", "-c", text],
            cwd=self.folder,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    @contextmanager
    def _served(self, text: str) -> Iterator[str]:
        """What a server has said when it answers; it is stopped, with its children, on leaving."""
        port = {PREFIX + "PORT": str(self.port)}
        with tempfile.TemporaryFile() as output, self._started(text, output.fileno(), **port) as process:
            try:
                _wait_for(f"http://127.0.0.1:{self.port}/health", process)
                yield _content(output)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
                process.wait(SECONDS)


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + "…"


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    opener, deadline = build_opener(ProxyHandler({})), time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server does not answer at {address}; it ended with {process.poll()}.")


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A scratch folder with a copy of `seeds/`, gone afterwards."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)])
    own = {"PATH": path, "no_proxy": "127.0.0.1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        yield Scratch(Path(folder), kept | own, free_port())


# Comparing and writing


def agrees(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the README shows what was printed, but for times and what an ellipsis leaves out."""
    parts = ("(?:.*\n)*" if line == ELLIPSIS else re.escape(_TIME.sub("# s", line)) + "\n" for line in shown)
    return re.fullmatch("".join(parts), "".join(_TIME.sub("# s", line) + "\n" for line in printed)) is not None


def shortened(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The printed lines, with an ellipsis after as many of them, and before as many, as had one so far."""
    if ELLIPSIS not in shown:
        return list(printed)
    head = shown.index(ELLIPSIS)
    tail = len(shown) - head - 1
    if len(printed) <= head + tail:
        return list(printed)
    return [*printed[:head], ELLIPSIS, *printed[len(printed) - tail :]]


def difference(shown: Sequence[str], printed: Sequence[str]) -> str:
    """What is shown and what was printed, for people; empty if they agree."""
    if agrees(shown, printed):
        return ""
    return "\n".join(difflib.unified_diff(list(shown), list(printed), "shown", "printed", lineterm=""))


def rewritten(text: str, blocks: Sequence[tuple[Block, Sequence[tuple[str, ...]]]]) -> str:
    """The README with what was printed; an output that agrees stays as it stands."""
    lines = text.splitlines()
    pairs = [pair for block, printed in blocks for pair in zip(block.commands, printed, strict=True)]
    for command, printed in reversed(pairs):
        if not agrees(command.shown, printed):
            lines[command.start : command.end] = shortened(command.shown, printed)
    return "\n".join(lines) + "\n"


# Computed sections


def sentence_facts() -> str:
    """A sentence of the seed, underlined, and the facts that were read from it."""
    facts = load_pipeline(load_settings()).read(SEED)
    text = facts.article.text
    span = next(span for span in facts.sentences if text.startswith(SENTENCE, span.start))
    quote, at = facts.article.slice(span), f"{span.start}-{span.end}"
    rows = [row for row in fact_rows(facts) if row[3] == at and row[0] not in ("actor", "place")]
    lines = [f"{kind:9}  {name:11}  {what}" for kind, name, what, *_ in rows]
    return "\n".join([quote, "~" * len(quote), *lines, f"{'passage':9}  {at:11}  of {SEED.relative_to(ROOT)}"])


def scores() -> str | None:
    """The table of `python -m tests.evaluation`; None where the evaluation set is absent."""
    command = [sys.executable, "-m", "tests.evaluation"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 2 and not done.stdout:
        return None
    if not done.stdout:
        raise RuntimeError(f"tests.evaluation printed nothing:\n{done.stderr}")
    return done.stdout.strip()


SECTIONS: Final[Mapping[str, Callable[[], str | None]]] = {"facts": sentence_facts, "scores": scores}


def _section(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n```text\n)(.*?)(\n```\n<!-- /{name} -->)", re.DOTALL)


def shown_section(text: str, name: str) -> str:
    """What the README shows in a section. Raises ValueError where it has none of that name."""
    found = _section(name).search(text)
    if found is None:
        raise ValueError(f"There is no text block between <!-- {name} --> and <!-- /{name} -->.")
    return found[2]


def with_section(text: str, name: str, content: str) -> str:
    """The README with other content in a section."""
    return _section(name).sub(lambda found: found[1] + content + found[3], text)


# All of it


def missing_programs(block: Block) -> list[str]:
    """Programs that a block begins a command with and that are not installed, such as curl."""
    own = Path(sys.executable).parent
    names = {command.text.split()[0] for command in block.commands}
    return sorted(name for name in names if not (own / name).exists() and not shutil.which(name))


def run_readme(text: str) -> list[tuple[Block, list[tuple[str, ...]]]]:
    """Every block that is run here, with what its commands printed."""
    with scratch() as place:
        runs = [block for block in find_blocks(text) if not block.reason and not missing_programs(block)]
        return [(block, place.run(block)) for block in runs]


def _report(line: int, what: str, found: str) -> None:
    if found:
        sys.stdout.write(f"line {line}: {what}\n{found}\n\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write; 0 if all agrees or was written, 1 if something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put what was printed into the pages")
    options = parser.parse_args(arguments)
    differs = [_check_page(page, write=options.write) for page in (README, ASKING)]
    return 0 if options.write else int(any(differs))


def _check_page(page: Path, *, write: bool) -> bool:
    """Compare one page, or write it; whether it differs."""
    before = page.read_text(encoding="utf-8")
    ran = run_readme(before)
    after = rewritten(before, ran)
    for name, compute in SECTIONS.items() if page == README else ():
        content = compute()
        if content is not None and content != shown_section(before, name):
            sys.stdout.write(f"section {name} differs\n\n")
            after = with_section(after, name, content)
    for block, printed in ran:
        for command, output in zip(block.commands, printed, strict=True):
            _report(block.line, command.text, difference(command.shown, output))
    if write:
        page.write_text(after, encoding="utf-8")
    return after != before


if __name__ == "__main__":
    sys.exit(main())
