"""What commands share: help that ends with an example, the option for the database, warnings and a bar on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def _write_example(example: str, formatter: click.HelpFormatter) -> None:
    with formatter.section("Example"):
        formatter.write("".join(f"  {line}\n" for line in example.splitlines()))


class WithExample(click.Command):
    """A command whose help ends with an example, kept as it is written."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- as click has it
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """End the help with the example."""
        _write_example(self.example, formatter)


class GroupWithExample(click.Group):
    """A group of commands whose help ends with an example."""

    command_class = WithExample

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- as click has it
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """End the help with the example."""
        _write_example(self.example, formatter)


def db_option(command: _Decorated) -> _Decorated:
    """`--db`, the folder of the database."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--db", type=kind, help="Folder of the database [default: communique.db].")(command)


def warn(lines: Iterable[str]) -> None:
    """Say each line on standard error."""
    for line in lines:
        click.echo(f"communique: {line}", err=True)


@contextmanager
def progress_bar(task: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error when somebody looks at it; it is told how many are done, of how many, and the last."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        number = bar.add_task(task, total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(number, completed=done, total=total, description=name[:30])

        yield advance
