"""One query of the Reconciliation API, read and checked: what is sought, of which class, with which properties.

Source: Reconciliation Service API 0.2, section 4.1,
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.errors import UsageError
from ontology.terms import CMQ

LIMIT: Final = 10
LARGEST_LIMIT: Final = 100
STRICT: Final = ("should", "all", "any")


@dataclass(frozen=True, slots=True)
class Query:
    """One query: a name or properties or both; `types` are names of classes, `strict` one of `STRICT`."""

    text: str
    types: tuple[str, ...] = ()
    limit: int = LIMIT
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    strict: str = "should"


def read_query(data: object) -> Query:
    """A query from its JSON. Raises UsageError for what the API does not allow."""
    if not isinstance(data, dict):
        raise UsageError("A reconciliation query is a JSON object.")
    text, limit, strict = data.get("query", ""), data.get("limit", LIMIT), data.get("type_strict", "should")
    if not isinstance(text, str):
        raise UsageError(f"The query string is {text!r}; give text.")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise UsageError(f"The limit is {limit!r}; give a positive whole number.")
    if strict not in STRICT:
        raise UsageError(f"type_strict is {strict!r}; give one of {', '.join(STRICT)}.")
    properties = _read_properties(data.get("properties", []))
    if not text.strip() and not properties:
        raise UsageError("A query has a non-empty query string or properties; this one has neither.")
    return Query(text.strip(), _read_types(data.get("type", [])), min(limit, LARGEST_LIMIT), properties, strict)


def _read_types(data: object) -> tuple[str, ...]:
    found = [data] if isinstance(data, str | dict) else data
    if not isinstance(found, list):
        raise UsageError(f"type is {data!r}; give the identifier of a type, or an array of them.")
    names = [item.get("id") if isinstance(item, dict) else item for item in found]
    if not all(isinstance(name, str) for name in names):
        raise UsageError(f"type is {data!r}; each type is an identifier.")
    return tuple(str(name).removeprefix(CMQ) for name in names if name)


def _read_properties(data: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(data, list):
        raise UsageError("properties is an array of objects with pid and v.")
    found: list[tuple[str, tuple[str, ...]]] = []
    for item in data:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
            raise UsageError(f"The property {item!r} lacks pid or v.")
        values = item["v"] if isinstance(item["v"], list) else [item["v"]]
        found.append((item["pid"], tuple(map(_read_value, values))))
    return tuple(found)


def _read_value(value: object) -> str:
    """A property value as text: of an entity its identifier."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    if isinstance(value, str | int | float):
        return str(value)
    raise UsageError(f"The property value {value!r} is no text, number, truth value or entity with an id.")
