"""Quotations are found between curly, straight and angle marks, and go on over open paragraphs."""

from __future__ import annotations

import pytest

from kg.language.blocks import split_blocks
from kg.language.quotes import find_quotes
from tests.reading import article


def _quotes(text: str) -> list[str]:
    made = article(text)
    return [text[q.inner.start : q.inner.end] for q in find_quotes(text, split_blocks(made))]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“We will stay,” he said.", ["We will stay,"]),
        ('"We will stay," he said. "And we will pay."', ["We will stay,", "And we will pay."]),
        ("He called it «a grave error».", ["a grave error"]),
        ("The minister's aides' cars left.", []),
        ('She said the "so-called deal" was over.', ["so-called deal"]),
    ],
)
def test_quotations_are_found(text: str, inner: list[str]) -> None:
    assert _quotes(text) == inner


def test_a_quotation_without_a_closing_mark_runs_to_the_end_of_its_paragraph() -> None:
    text = "“First we talk.\n\n“Then we act,” she said."
    made = article(text)
    first, second = find_quotes(text, split_blocks(made))
    assert first.open_ended
    assert not second.open_ended
    assert made.slice(first.inner) == "First we talk."


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("'We will stay,' he said.", ["We will stay,"]),
        (
            "‘The ministers’ aides won’t stay,’ he said. ‘They’ll go.’",
            ["The ministers’ aides won’t stay,", "They’ll go."],
        ),
        ("He said it was 'not worth the paper it's written on'.", ["not worth the paper it's written on"]),
        ("The miners' wives' letters said 'no thanks'.", ["no thanks"]),
        ("„Wir bleiben hier“, he said.", ["Wir bleiben hier"]),
        ("»Wir bleiben hier«, he said.", ["Wir bleiben hier"]),
        ("«Nous restons ici», he said.", ["Nous restons ici"]),
        ('“We will stay," he said.', ["We will stay,"]),
        ("\"He told us 'go away' twice,\" she said.", ["He told us 'go away' twice,"]),
        ("‘He told us “go away” twice,’ she said.", ["He told us “go away” twice,"]),
        ("The '90s were the ministers' best years.", []),
        ("「我们留下」, he said.", ["我们留下"]),
        ("``We will stay,'' he said. ``And pay.''", ["We will stay,", "And pay."]),
        ("``We'll stay,″ he said of the ministers' ``plan.″", ["We'll stay,", "plan."]),
        ("``We will stay", ["We will stay"]),
        ("The code `x` and `` stand for nothing.", [" stand for nothing."]),
    ],
)
def test_marks_of_many_kinds(text: str, inner: list[str]) -> None:
    assert _quotes(text) == inner
