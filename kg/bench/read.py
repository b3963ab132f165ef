"""How fast articles are read: with and without the stages after spaCy, stage by stage, and the memory it takes.

The articles are read from disk first, then everything is measured in this process: spaCy alone on their
paragraphs, and the whole reading, in turn, `rounds` times after one round to warm up. Time is that of the
processor, so that other work on the machine does not count, and the fastest round is taken. A stage is a function
or class that `Pipeline.extract` calls by its name in `kg.pipeline`; for the rounds that time stages these names
stand for timed ones, so the pipeline itself holds no clock. What spaCy does for the second parse is counted with
the stages after it.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final

from kg import pipeline as stages
from kg.errors import UsageError
from kg.language.analyser import Analyser, SpacyAnalyser
from kg.language.blocks import Block, split_blocks
from kg.language.document import Document, Unit
from kg.model import Article
from kg.pipeline import Pipeline

ROUNDS: Final = 3
_HOME: Final = ("kg.extract.", "kg.language.", "kg.link.")
REST: Final = "freezing and the rest"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and its seconds for all articles together, of the fastest round."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """Seconds are processor time of the fastest round; `peak_bytes` is None where the system does not tell."""

    articles: int
    tokens: int
    spacy_seconds: float
    read_seconds: float
    stages: tuple[Stage, ...]
    peak_bytes: int | None

    @property
    def after_ratio(self) -> float:
        """What the stages after spaCy take, as a share of what spaCy takes."""
        return (self.read_seconds - self.spacy_seconds) / self.spacy_seconds


def measure_reading(pipeline: Pipeline, articles: Sequence[Article], rounds: int = ROUNDS) -> ReadingSpeed:
    """The speed of a pipeline on articles. Raises UsageError where they hold no text, or the analyser is another."""
    if not isinstance(pipeline.analyser, SpacyAnalyser):
        raise UsageError("Only reading with a spaCy pipeline can be compared with spaCy.")
    analyser = pipeline.analyser
    texts = [(article.text, blocks) for article in articles if (blocks := split_blocks(article))]
    tokens = sum(len(analyser.analyse(text, blocks).tokens) for text, blocks in texts)
    if not tokens:
        raise UsageError("The articles hold no text to read.")

    def parse_all() -> None:
        for text, blocks in texts:
            deque(analyser.parse(text, blocks), maxlen=0)

    def read_all() -> None:
        for article in articles:
            pipeline.extract(article)

    read_all()
    pairs = [(_seconds(parse_all), _seconds(read_all)) for _ in range(rounds)]
    spacy_seconds, read_seconds = (min(seconds) for seconds in zip(*pairs, strict=True))
    timed = min((_time_stages(pipeline, articles) for _ in range(rounds)), key=lambda found: found[0])
    return ReadingSpeed(len(articles), tokens, spacy_seconds, read_seconds, timed[1], peak_bytes())


def _seconds(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


# Stage by stage


def _time_stages(pipeline: Pipeline, articles: Sequence[Article]) -> tuple[float, tuple[Stage, ...]]:
    """The seconds of one round, and of each stage in the order in which they first run."""
    watch: dict[str, float] = {}
    watched = replace(pipeline, analyser=_TimedAnalyser(pipeline.analyser, watch))
    with _timed_names(watch):
        begin = time.process_time()
        for article in articles:
            watched.extract(article)
        whole = time.process_time() - begin
    rest = Stage(REST, max(whole - sum(watch.values()), 0.0))
    return whole, (*(Stage(name, seconds) for name, seconds in watch.items()), rest)


@contextmanager
def _timed_names(watch: dict[str, float]) -> Iterator[None]:
    """While inside, what `kg.pipeline` calls by name adds its seconds to `watch`."""
    kept = {
        name: value
        for name, value in vars(stages).items()
        if callable(value) and str(getattr(value, "__module__", "")).startswith(_HOME) and name in _called()
    }
    try:
        for name, value in kept.items():
            setattr(stages, name, _timed(name, value, watch))
        yield
    finally:
        for name, value in kept.items():
            setattr(stages, name, value)


def _called() -> frozenset[str]:
    return frozenset(Pipeline.extract.__code__.co_names)


def _timed(name: str, work: Callable[..., Any], watch: dict[str, float]) -> Callable[..., Any]:
    @wraps(work, updated=())
    def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- whatever the stage takes and gives
        begin = time.process_time()
        try:
            return work(*args, **kwargs)
        finally:
            watch[name] = watch.get(name, 0.0) + time.process_time() - begin

    return run


class _TimedAnalyser:
    """An analyser that adds its seconds to a watch."""

    def __init__(self, analyser: Analyser, watch: dict[str, float]) -> None:
        self.name = analyser.name
        self._analyse = _timed("analyse", analyser.analyse, watch)
        self._reparse = _timed("reparse", analyser.reparse, watch)

    def analyse(self, text: str, blocks: Sequence[Block]) -> Document:
        found: Document = self._analyse(text, blocks)
        return found

    def reparse(self, document: Document, units: Sequence[Unit]) -> Document:
        found: Document = self._reparse(document, units)
        return found


# Memory


def peak_bytes() -> int | None:
    """The most memory that this process has held; None on systems without getrusage."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


# What is shown


def speed_rows(speed: ReadingSpeed) -> list[list[str]]:
    """The figures as rows of name, value and unit."""
    rows = [
        ["articles", str(speed.articles), ""],
        ["tokens", str(speed.tokens), ""],
        ["spaCy alone", f"{speed.tokens / speed.spacy_seconds:,.0f}", "tokens/s"],
        ["whole reading", f"{speed.tokens / speed.read_seconds:,.0f}", "tokens/s"],
        ["stages after spaCy", f"{speed.after_ratio:.2f}", "of spaCy's time"],
    ]
    if speed.peak_bytes is not None:
        rows.append(["peak memory", f"{speed.peak_bytes / 1e6:,.0f}", "MB"])
    return rows + [[stage.name, f"{stage.seconds * 1000:,.1f}", "ms"] for stage in speed.stages]
