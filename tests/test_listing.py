"""Facts as rows and as JSON: every one is there, each with the words it was read from."""

from __future__ import annotations

import json
from dataclasses import replace

from kg.listing import COLUMNS, PASSAGE_LENGTH, each_fact, fact_objects, fact_rows
from kg.model import Facts
from tests.handmade import TEXT, at


def test_rows_say_who_did_what_to_whom(facts: Facts) -> None:
    rows = fact_rows(facts)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    start = TEXT.index("met")
    assert ["action", "Visit", "Ann Durand → Said Amri, Occurred, 2024-03-04", f"{start}-{start + 3}", "met"] in rows
    what = {row[2] for row in rows}
    assert "Ann Durand: Foreign Minister of France, Current" in what
    assert "Iran: Iran → Israel, Occurred" in what
    assert "the publisher: France → Iran, Occurred" in what
    assert "Ann Durand: We do not bow to threats," in what
    assert "Muscat (OMN)" in what


def test_long_passages_are_cut_and_unknown_parties_marked(facts: Facts) -> None:
    whole = "French Foreign Minister Ann Durand met Omani envoy Said Amri in Muscat on Monday"
    rows = fact_rows(replace(facts, actions=(replace(facts.actions[0], actors=(), evidence=at(whole)),)))
    row = next(row for row in rows if row[0] == "action")
    assert row[2].startswith("? → Said Amri")
    assert len(row[-1]) == PASSAGE_LENGTH
    assert row[-1].endswith("…")


def test_objects_hold_every_fact_and_quote_the_text(facts: Facts) -> None:
    objects = [json.loads(json.dumps(item)) for item in fact_objects(facts)]
    assert objects[0]["fact"] == "article"
    assert objects[0]["issued"] == "2024-03-05"
    assert len(objects) == 1 + len(list(each_fact(facts)))
    for item in objects[1:]:
        passage = item["evidence"]
        assert TEXT[passage["start"] : passage["end"]] == passage["text"]
    visit = next(item for item in objects if item.get("type") == "Visit")
    assert visit["start_date"] == "2024-03-04"
    assert visit["actors"] == ["durand"]
    assert "content" not in visit
