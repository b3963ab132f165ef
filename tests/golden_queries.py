"""What the named queries must answer on the seed, and the comparison with what they do answer.

`golden/seed/queries/<name>.json` states what a careful reader finds in the article:

    {"columns": [...], "rows": [[...], ...], "optional": [[...], ...], "note": "..."}   for a SELECT
    {"boolean": false}                                                                  for an ASK

`columns` are some of the query's columns and each row has a cell for each of them. A cell is the value as
text, null for no value, a list of such cells of which any will do, or a pattern in which `*` stands for any
text (alone it stands for no value too). Rows are a set: each of `rows` must be met by an answer, and each
answer must meet one of `rows` or `optional`. Typographic quotes and runs of spaces make no difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from ontology.queries import find_query

GOLDEN = Path(__file__).parent / "golden" / "seed" / "queries"

Cell = str | None | list[str | None]
Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answers: columns and rows of a SELECT in their order, or the truth of an ASK."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None

    def only(self, columns: Sequence[str]) -> set[Row]:
        """The rows cut down to some columns, as a set."""
        places = [self.columns.index(column) for column in columns]
        return {tuple(row[place] for place in places) for row in self.rows}


def ask_store(store: Store, text: str) -> Answer:
    """Run a SELECT or ASK over the union of all graphs; values as text, without datatype or language."""
    result = store.query(text, use_default_graph_as_union=True)
    if isinstance(result, QueryBoolean):
        return Answer(boolean=bool(result))
    assert isinstance(result, QuerySolutions)
    variables = result.variables
    rows = (tuple(_text(solution[variable]) for variable in variables) for solution in result)
    return Answer(tuple(variable.value for variable in variables), tuple(rows))


def compare_with_golden(store: Store, name: str, folder: Path = GOLDEN) -> list[str]:
    """The differences between the store's answer and the golden file, one line each; empty if they agree."""
    golden = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    answer = ask_store(store, find_query(name).text)
    if "boolean" in golden:
        agrees = answer.boolean == golden["boolean"]
        return [] if agrees else [f"{name}: {answer.boolean} where {golden['boolean']} is true"]
    found = sorted(answer.only(golden["columns"]), key=str)
    allowed = golden["rows"] + golden.get("optional", [])
    missing = [row for row in golden["rows"] if not any(meets(other, row) for other in found)]
    wrong = [row for row in found if not any(meets(row, other) for other in allowed)]
    return [f"{name}: missing {row}" for row in missing] + [f"{name}: unexpected {list(row)}" for row in wrong]


def meets(found: Row, wanted: Sequence[Cell]) -> bool:
    """Whether an answer's row is what a golden row says."""
    return len(found) == len(wanted) and all(map(_cell_meets, found, wanted))


def _cell_meets(found: str | None, wanted: Cell) -> bool:
    if isinstance(wanted, list):
        return any(_cell_meets(found, choice) for choice in wanted)
    if found is None or wanted is None:
        return found == wanted or wanted == "*"
    pattern = ".*".join(re.escape(part) for part in _plain(wanted).split("*"))
    return re.fullmatch(pattern, _plain(found), re.DOTALL) is not None


def _plain(text: str) -> str:
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", straight).strip()


def _text(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))
