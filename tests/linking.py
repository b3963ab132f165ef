"""Measure the links on annotated texts that nothing was written after: mentions with titles of Wikipedia pages.

    python -m tests.linking [--errors] [--graph FILE.nq]

Needs the evaluation set beside the project, as `tests.evaluation` does. The texts (news, interviews, speeches of
GUM) carry page titles and no items, so a title is taken for the items that have it as a label in the pool or as a
name in the gazetteer, with or without what follows a comma ("Phoenix, Arizona"). Counted are the named mentions; one
is linked when a mention of the same words (without "the" and the possessive ending) is, and in a second line when any
mention in its words is: the annotators mark whole phrases ("President Biden", "Sochi, Russia") and names inside of
names. Interviews about ants and football are in it: it is no measure of political news.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from pyoxigraph import RdfFormat, Store

from kg.link.check import read_pool
from kg.link.folding import fold_name
from kg.link.gazetteer import open_gazetteer
from kg.store.embedded import query_store
from kg.store.results import Rows
from tests.evaluation import evaluation_folder, graph_of

MENTIONS = """
SELECT DISTINCT ?article ?start ?end ?item WHERE {
  ?mention a cmq:Mention ; cmq:inArticle/dcterms:identifier ?article ; cmq:start ?start ; cmq:end ?end ;
    cmq:refersTo/owl:sameAs ?item .
  FILTER (STRSTARTS(STR(?item), "http://www.wikidata.org/entity/Q"))
}
"""
_EDGES = re.compile(r"^(?:the\s+)?(.*?)(?:\s*['’]\s?s?)?$", re.IGNORECASE | re.DOTALL)


class Gold(NamedTuple):
    """A named mention: its article, the span of its words, the words, the title of its page."""

    article: str
    start: int
    end: int
    words: str
    title: str


class Tally(NamedTuple):
    """How many mentions there are, how many are linked, and how many of those right."""

    gold: int
    linked: int
    right: int

    @property
    def precision(self) -> float:
        """Right links by links."""
        return self.right / self.linked if self.linked else 0.0

    @property
    def recall(self) -> float:
        """Right links by mentions."""
        return self.right / self.gold if self.gold else 0.0


def trimmed(start: int, words: str) -> tuple[int, int]:
    """The span of a mention without a leading "the" and a possessive ending."""
    match = _EDGES.match(words)
    assert match is not None
    return start + match.start(1), start + match.end(1)


def gold_mentions(documents: Sequence[dict[str, Any]]) -> Iterator[Gold]:
    """The named mentions with a page; pronouns that annotators called named are no names."""
    for number, document in enumerate(documents):
        for mention in document["mentions"]:
            start, end = trimmed(mention["start"], document["text"][mention["start"] : mention["end"]])
            words = document["text"][start:end]
            if mention.get("named") and mention.get("enwiki") and words[:1].isupper() and len(words) > 2:
                title = unquote(mention["enwiki"]).replace("_", " ")
                yield Gold(f"{number:04d}", start, end, words, re.sub(r" \(.*\)$", "", title))


Spot = tuple[str, int, int]
"""Article, start and end of a mention."""


def found_items(graph: Path) -> dict[Spot, set[str]]:
    """Article and span to the items of the linked mentions there."""
    store = Store()
    store.bulk_load(path=str(graph), format=RdfFormat.N_QUADS)
    rows = query_store(store, MENTIONS)
    assert isinstance(rows, Rows)
    found: dict[Spot, set[str]] = {}
    for row in rows.rows:
        article, start, end, item = (getattr(cell, "value", "") for cell in row)
        found.setdefault((article, int(start), int(end)), set()).add(item.rsplit("/", 1)[1])
    return found


def names_of(items: set[str], pool: dict[str, frozenset[str]]) -> set[str]:
    """The folded names of items, in the pool and in the gazetteer."""
    names = {name for item in items for name in pool.get(item, ())}
    with open_gazetteer() as gazetteer:
        entities = [entity for item in items for entity in gazetteer.by_qid(item)]
        names |= {fold_name(text) for e in entities for text, via in gazetteer.names(e) if via != "surname"}
    return names


def score(
    mentions: Sequence[Gold], found: Mapping[Spot, set[str]], pool: dict[str, frozenset[str]], errors: bool = False
) -> Tally:
    """Count mentions whose very words are linked; with `errors` print each link that is not the page's."""
    linked = right = 0
    for mention in mentions:
        if items := found.get((mention.article, mention.start, mention.end)):
            linked += 1
            good = is_page(mention.title, items, pool)
            right += good
            if errors and not good:
                sys.stdout.write("\t".join((mention.article, mention.words, mention.title, *sorted(items))) + "\n")
    return Tally(len(mentions), linked, right)


def score_within(mentions: Sequence[Gold], found: Mapping[Spot, set[str]], pool: dict[str, frozenset[str]]) -> Tally:
    """Count mentions in whose words something is linked."""
    spots: defaultdict[str, list[tuple[int, int, set[str]]]] = defaultdict(list)
    for (article, start, end), items in found.items():
        spots[article].append((start, end, items))
    linked = right = 0
    for mention in mentions:
        inside = [i for s, e, i in spots[mention.article] if mention.start <= s and e <= mention.end]
        linked += bool(inside)
        right += bool(inside) and is_page(mention.title, set().union(*inside), pool)
    return Tally(len(mentions), linked, right)


def is_page(title: str, items: set[str], pool: dict[str, frozenset[str]]) -> bool:
    """Whether one of the items is what a page of that title is about."""
    return bool({fold_name(title), fold_name(title.split(", ")[0])} & names_of(items, pool))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 2 when the evaluation set is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list the links that are not the page's")
    parser.add_argument("--graph", type=Path, help="score this graph in place of building one")
    options = parser.parse_args(arguments)
    folder = evaluation_folder()
    if folder is None:
        sys.stderr.write("The evaluation set is not beside the project; set COMMUNIQUE_EVAL to its folder.\n")
        return 2
    lines = (folder / "linking" / "gum_news_interview_speech.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    pool = read_pool(folder / "linking" / "qid_label_pool.tsv.gz")
    with tempfile.TemporaryDirectory() as scratch:
        graph = options.graph or _built(documents, Path(scratch))
        found = found_items(graph)
    mentions = list(gold_mentions(documents))
    for how, tally in (
        ("by their very words", score(mentions, found, pool, options.errors)),
        ("by something in their words", score_within(mentions, found, pool)),
    ):
        figures = f"precision {tally.precision:.3f}, recall {tally.recall:.3f}"
        sys.stdout.write(f"{tally.gold} named mentions, {tally.linked} linked {how}: {figures}\n")
    return 0


def _built(documents: Sequence[dict[str, Any]], folder: Path) -> Path:
    texts = folder / "texts"
    texts.mkdir()
    for number, document in enumerate(documents):
        (texts / f"{number:04d}.txt").write_text(document["text"], encoding="utf-8", newline="")
    return graph_of([texts], folder)


if __name__ == "__main__":
    sys.exit(main())
