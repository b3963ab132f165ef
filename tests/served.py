"""A small database as a build leaves it, and the application that serves it, for the tests of the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Quad
from werkzeug.test import TestResponse

from kg.build import ontology_quads
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.store.embedded import Database
from ontology.terms import BASE
from server.app import create_app
from server.config import ServerConfig
from tests.handmade import make_facts

TOKEN = "not-a-secret-0123456789"  # noqa: S105
BEARER = {"Authorization": f"Bearer {TOKEN}"}

HOSTILE: str = '<script>alert("x")</script> & <b>Sons</b>'
"""A name that must come out of every page as text."""


def build_database(db: Path, *identifiers: str) -> Path:
    """A database of the hand-made article under some identifiers, the actor Said Amri under a hostile name."""
    iris = Iris(BASE)
    with Database(db, BASE) as database:
        for day, identifier in enumerate(identifiers or ("talks",), start=5):
            facts = make_facts(identifier, day=day)
            actors = (replace(a, name=HOSTILE) if a.id == "amri" else a for a in facts.actors)
            database.replace_article(facts_to_quads(replace(facts, actors=tuple(actors)), iris), "test")
        database.sweep(ontology_quads(iris), ())
        database.publish()
    return db


def add_quads(db: Path, quads: list[Quad]) -> None:
    """Publish another snapshot with some quads more."""
    with Database(db, BASE) as database:
        database.store.extend(quads)
        database.publish()


@contextmanager
def served(db: Path, **settings: Any) -> Iterator[FlaskClient]:
    """A client of the application over a database; the workers end with the block."""
    app: Flask = create_app(ServerConfig(db=db, **{"workers": 2, "deadline": 20.0} | settings))
    app.testing = True
    try:
        yield app.test_client()
    finally:
        app.extensions["engine"].close()


def update(client: FlaskClient, text: str, headers: dict[str, str] | None = None, **fields: object) -> TestResponse:
    """What a client is answered that sends an update, with the token where no headers are given."""
    path = "/sparql?" + urlencode({name.replace("_", "-"): value for name, value in fields.items()}, doseq=True)
    return client.post(path, data={"update": text}, headers=BEARER if headers is None else headers)
