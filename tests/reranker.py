"""Would a learned re-ranker of categories earn its place? Train one on the own sentences and measure it.

    python -m tests.reranker

A linear model over features of the trigger chooses among the categories that the lexicon has for its word (or
among all), and is put behind the judge's seam, sure of itself, so that its choice replaces the lexicon's; an act
inside of another keeps its category. It is trained on `data/senses`, and measured on folds of them that it has not
seen, on the event sentences and on the annotated articles of the evaluation set, where that is at hand. Nothing of
this is part of the product: `docs/reading.md` says why.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from kg.build import build
from kg.extract.acts.judge import Opinion, Question, TypeJudge
from kg.graph.export import export_bytes, write_file
from kg.graph.iris import Iris
from kg.language.blocks import Block
from kg.language.clauses import logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.negation import negated
from kg.language.passives import is_passive
from kg.lexicon.triggers import CATEGORIES, load_triggers
from kg.model import Span
from kg.settings import load_settings
from kg.store.embedded import open_published
from tests.evaluation import evaluation_folder, score
from tests.reading import analyser, article, pipeline
from tests.senses import NONE, rows

Matrix = NDArray[np.float64]

CLASSES = (*CATEGORIES, NONE)
L2 = 0.03
"""Weight of the penalty; of 0.01, 0.03, 0.1 and 0.3 none is better by more than 0.002 on the folds."""
ROUNDS = 400
FOLDS = 10
LEAST = 2  # examples that a feature must be in
_NEAR = 5  # words before and after the trigger that count as its neighbours
_LEXICON = "lexicon="
_VERBAL = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Example:
    """An act that the lexicon found: its features, the lexicon's category and other candidates, and the right one."""

    features: frozenset[str]
    lexicon: str
    candidates: frozenset[str]
    category: str


# --- features


def features_of(document: Document, head: Token, parties: Sequence[Span]) -> frozenset[str]:
    """What the model sees of a trigger: its word, what hangs on it, what it hangs on, and the words around."""
    found = {f"lemma={head.lemma}", f"tag={head.tag}", f"dep={head.dep}"}
    found |= {f"candidate={category}" for category in candidates_of(head)}
    found |= {"passive"} if head.pos in _VERBAL and is_passive(document, head) else set()
    found |= {"negated"} if negated(document, head) else set()
    for slot, token in _slots(document, head):
        found |= {f"{slot}:{value}" for value in _values(token, parties)}
    above = document.head(head)
    found.add(f"above={head.dep}:{above.lemma}" if above.i != head.i else "root")
    for token in document.tokens_of(document.sentence_of(head)):
        if token.pos in ("NOUN", "VERB", "ADJ", "ADV") and token.i != head.i:
            found.add(f"word={token.lemma}")
            found |= {f"near={value}" for value in _values(token, ())} if abs(token.i - head.i) <= _NEAR else set()
    return frozenset(found)


def candidates_of(head: Token) -> frozenset[str]:
    """The categories for which the lexicon has any line with this head word."""
    return frozenset(trigger.category for trigger in load_triggers().by_head.get(head.lemma, ()))


def _slots(document: Document, head: Token) -> Iterator[tuple[str, Token]]:
    if head.pos in _VERBAL:
        yield from (("subject", token) for token in logical_subjects(document, head))
        yield from (("object", token) for token in logical_objects(document, head))
    for kid in document.children(head):
        yield kid.dep, kid
        if kid.dep in ("prep", "agent", "xcomp", "ccomp", "dobj"):
            for below in document.children(kid, "pobj", "pcomp", "dobj", "acl", "amod", "compound", "prep"):
                yield f"{kid.dep}>{kid.lemma if kid.dep == 'prep' else ''}>{below.dep}", below


def _values(token: Token, parties: Sequence[Span]) -> Iterator[str]:
    """A party is only a party; other words are themselves and the classes of the lexicon that they are in."""
    if any(span.start <= token.start < span.end for span in parties):
        yield "PARTY"
        return
    yield token.lemma
    for name, words in load_triggers().classes.items():
        if token.lemma in words:
            yield f"@{name}"


# --- the model


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model: a row of weights for each feature, a column for each class of CLASSES."""

    rows: dict[str, int]
    weights: Matrix

    def scores(self, features: frozenset[str], lexicon: str) -> Matrix:
        """The scores of the classes, unscaled."""
        found: Matrix = _vector(self.rows, features, lexicon) @ self.weights
        return found

    def choose(self, example: Example, among: Iterable[str]) -> str:
        """The best of some classes; the lexicon's is always one of them."""
        scores = self.scores(example.features, example.lexicon)
        return max(sorted({*among, example.lexicon}), key=lambda name: scores[CLASSES.index(name)])


def _vector(names: dict[str, int], features: frozenset[str], lexicon: str) -> Matrix:
    """Features at length one together, the lexicon's choice and a constant at one each."""
    vector = np.zeros(len(names) + 1)
    known = [names[feature] for feature in features if feature in names]
    vector[known] = 1 / np.sqrt(max(len(known), 1))
    vector[-1] = 1
    if _LEXICON + lexicon in names:
        vector[names[_LEXICON + lexicon]] = 1
    return vector


def train(examples: Sequence[Example]) -> Model:
    """Multinomial logistic regression by accelerated descent on all examples at once; no chance in it."""
    counted = Counter(feature for example in examples for feature in example.features)
    names = sorted(feature for feature, count in counted.items() if count >= LEAST)
    index = {name: k for k, name in enumerate([*names, *(_LEXICON + name for name in CLASSES)])}
    vectors = np.array([_vector(index, example.features, example.lexicon) for example in examples])
    right = np.array([[float(example.category == name) for name in CLASSES] for example in examples])
    kernel = vectors @ vectors.T
    step = 1 / (0.5 * float(np.linalg.norm(kernel, 2)) + L2)
    ahead = last = np.zeros_like(right)
    pace = 1.0
    for _ in range(ROUNDS):
        scores = kernel @ ahead
        exps = np.exp(scores - scores.max(axis=1, keepdims=True))
        now = ahead - step * (exps / exps.sum(axis=1, keepdims=True) - right + L2 * ahead)
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead, last, pace = now + (pace - 1) / faster * (now - last), now, faster
    return Model(index, vectors.T @ last)


# --- behind the seam


def _parsed(question: Question) -> tuple[Document, Token]:
    """The sentence analysed by itself, and the trigger in it."""
    document = analyser().analyse(question.text, [Block(Span(0, len(question.text)), heading=False)])
    at = question.trigger.start - question.sentence.start
    return document, document.tokens_in(Span(at, at + 1))[0]


def example_of(question: Question, category: str) -> Example:
    """What a question is to the model."""
    document, head = _parsed(question)
    start = question.sentence.start
    parties = [Span(party.span.start - start, party.span.end - start) for party in question.parties]
    return Example(features_of(document, head, parties), question.category, candidates_of(head), category)


class Listener:
    """A judge that only remembers what it was asked."""

    name = "listener"

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def judge(self, question: Question) -> Opinion:
        """The lexicon's own opinion."""
        self.asked.append(question)
        return Opinion({question.category: 1.0})


class Reranker:
    """A judge that is sure of what the model chooses, among the lexicon's candidates or `among_all` categories."""

    def __init__(self, model: Model, *, among_all: bool) -> None:
        self.name = f"re-ranker {among_all}"
        self.changed = 0
        self._model = model
        self._among_all = among_all

    def judge(self, question: Question) -> Opinion:
        """The category chosen, with a score of one."""
        example = example_of(question, question.category)
        chosen = self._model.choose(example, CATEGORIES if self._among_all else example.candidates)
        self.changed += chosen != question.category
        return Opinion({chosen: 1.0})


def examples() -> list[Example]:
    """The marked acts of the own sentences that the lexicon finds, right or wrong."""
    found: list[Example] = []
    for category in CLASSES:
        for text, trigger in rows(category):
            listener = Listener()
            replace(pipeline(), judge=listener).extract(article(text))
            marked = re.search(rf"\b{re.escape(trigger)}\b", text)
            spans = [Span(*marked.span())] if marked else []
            asked = [q for q in listener.asked if any(span.overlaps(q.trigger) for span in spans)]
            found += [example_of(question, category) for question in asked[:1]]
    return found


# --- measuring


def held_out(listed: Sequence[Example]) -> tuple[float, float, float]:
    """The share of right categories of the lexicon, of its candidates re-ranked, and of all re-ranked."""
    right = np.zeros(3)
    for fold in range(FOLDS):
        model = train([example for k, example in enumerate(listed) if k % FOLDS != fold])
        for example in listed[fold::FOLDS]:
            chosen = (example.lexicon, model.choose(example, example.candidates), model.choose(example, CLASSES))
            right += [name == example.category for name in chosen]
    lexicon, narrow, wide = (right / len(listed)).tolist()
    return lexicon, narrow, wide


def graph_of(articles: Sequence[Path], judge: TypeJudge | None, folder: Path) -> Path:
    """The N-Quads file of a graph built from the articles with a judge."""
    settings = load_settings()
    build(articles, folder / "db", settings, load=lambda: replace(pipeline(), judge=judge))
    target = folder / "graph.nq"
    write_file(target, export_bytes(open_published(folder / "db"), "nq", Iris(settings.base)))
    return target


def measured(evaluation: Path, judge: TypeJudge | None) -> Iterator[str]:
    """The figures of actions on the annotated articles, then those of the event sentences."""
    with tempfile.TemporaryDirectory() as scratch:
        graph = graph_of(sorted((evaluation / "gold").glob("*.txt")), judge, Path(scratch))
        printed = score(evaluation, evaluation / "gold", graph)
        yield from (line for line in printed.splitlines() if line.startswith("actions"))
    events, table = evaluation / "events" / "events.py", evaluation / "events" / "plv_train.tsv"
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        subprocess.run([sys.executable, str(events), "articles", str(table), str(texts)], check=True)
        graph = graph_of(sorted(texts.glob("*.txt")), judge, Path(scratch))
        command = [sys.executable, str(events), "score", str(table), str(graph)]
        yield from subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def main() -> int:
    """Print the figures with and without the re-ranker; 2 if the evaluation set is absent."""
    listed = examples()
    click.echo(
        f"{len(listed)} acts of own sentences, held out: "
        + "lexicon {:.3f}  candidates {:.3f}  all {:.3f}".format(*held_out(listed))
    )
    folder = evaluation_folder()
    if folder is None:
        click.echo("The evaluation set is not beside the project; set COMMUNIQUE_EVAL to its folder.", err=True)
        return 2
    model = train(listed)
    narrow, wide = Reranker(model, among_all=False), Reranker(model, among_all=True)
    for title, judge in (("lexicon", None), ("candidates", narrow), ("all", wide)):
        click.echo(f"\n{title}\n" + "\n".join(measured(folder, judge)))
        if judge is not None:
            click.echo(f"{judge.changed} acts judged otherwise")
    return 0


if __name__ == "__main__":
    sys.exit(main())
