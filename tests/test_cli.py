"""The command line: results on stdout, the rest on stderr, exit codes from the error tree, help with examples."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import types
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import cli, errors
from kg.graph import export
from kg.push.credentials import Credentials
from kg.settings import SETTINGS
from kg.store import results
from ontology.queries import named_queries
from server.config import ServerConfig
from tests.handmade import FakeReader

COMMANDS = (
    "read",
    "build",
    "query",
    "export",
    "push",
    "validate",
    "serve",
    "settings",
    "link",
    "gazetteer",
    "bench",
    "bench read",
    "bench serve",
    "bench load",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no variables of ours, and the fake reader in the place of the pipeline."""
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    pipeline = types.ModuleType("kg.pipeline")
    monkeypatch.setattr(pipeline, "load_pipeline", lambda settings: FakeReader(), raising=False)
    monkeypatch.setitem(sys.modules, "kg.pipeline", pipeline)
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        (tmp_path / "in" / f"{name}.txt").write_text(name)
    return tmp_path


def run(*args: str, stdin: str | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env).invoke(cli.main, args, input=stdin)


@pytest.fixture
def built() -> None:
    assert run("build", "in").exit_code == 0


def test_build_says_what_it_did() -> None:
    first = run("build", "in")
    assert first.exit_code == 0
    assert first.stdout.startswith("2 articles read, 0 unchanged, 0 skipped; 24 facts in ")
    assert first.stdout.endswith("published in communique.db\n")
    assert first.stderr == ""
    assert run("build", "in").stdout.startswith("0 articles read, 2 unchanged, 0 skipped; 0 facts")


def test_build_reports_what_it_skipped_and_what_the_reader_noted(folder: Path) -> None:
    (folder / "in" / "bad.txt").write_text("BAD")
    (folder / "in" / "one.txt").write_text("UNDATED")
    result = run("build", "in", "--db", "other.db")
    assert result.exit_code == 0
    assert "2 articles read, 0 unchanged, 1 skipped" in result.stdout
    assert result.stderr.splitlines() == [
        "communique: in/one.txt: No date was found.",
        "communique: in/bad.txt skipped: bad.txt is not text.",
    ]


def test_build_fails_when_strict_or_when_nothing_could_be_read(folder: Path) -> None:
    (folder / "bad.txt").write_text("BAD")
    assert run("build", "in", "bad.txt", "--strict").exit_code == errors.ReadError.exit_code
    result = run("build", "bad.txt")
    assert result.exit_code == errors.ReadError.exit_code
    assert "No article could be read" in result.stderr


def test_build_takes_base_and_jobs(folder: Path) -> None:
    assert run("build", "in", "--base", "https://example.org/x", "--jobs", "1").exit_code == 0
    assert b"<https://example.org/x/article/one>" in run("export").stdout_bytes
    assert run("build", "in", "--jobs", "0").exit_code == errors.UsageError.exit_code


def test_read_prints_a_table_or_json_lines() -> None:
    table = run("read", "in/one.txt")
    assert table.exit_code == 0
    assert "Ann Durand → Said Amri, Occurred, 2024-03-04" in table.stdout
    lines = [json.loads(line) for line in run("read", "in/one.txt", "--format", "jsonl").stdout.splitlines()]
    assert lines[0] | {"fact": "article", "identifier": "one"} == lines[0]
    assert {line["fact"] for line in lines[1:]} >= {"actor", "action", "claim", "statement", "tenure", "asset", "place"}


@pytest.mark.usefixtures("built")
def test_query_by_text_by_name_and_from_standard_input() -> None:
    text = "SELECT ?n { ?p a cmq:Person ; rdfs:label ?n } ORDER BY ?n"
    expected = [["n"], ["Ann Durand"], ["Said Amri"]]
    for result in (run("query", text, "--format", "csv"), run("query", "-", "--format", "csv", stdin=text)):
        assert list(csv.reader(io.StringIO(result.stdout))) == expected
    assert "Ann Durand" in run("query", "who-met-whom").stdout
    assert run("query", "25", "--format", "csv").stdout == "false\n"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("form", cli.RESULT_FORMATS)
def test_query_in_every_format(form: str) -> None:
    result = run("query", "CONSTRUCT WHERE { ?p a cmq:Person ; rdfs:label ?n }", "--format", form)
    assert result.exit_code == 0
    assert "Ann Durand" in result.stdout


@pytest.mark.usefixtures("built")
def test_a_named_query_takes_values() -> None:
    asked = run("query", "timeline-of-a-state", "--set", "state_iso3=FRA", "--format", "csv")
    assert asked.exit_code == 0
    assert "Ann Durand" in asked.stdout
    assert run("query", "15", "--set", "state_iso3=NZL", "--format", "csv").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("15", "--set", "state=FRA"), "has no parameter 'state'; it has: state_iso3"),
        (("15", "--set", "state_iso3"), "--set wants NAME=VALUE, not 'state_iso3'"),
        (("3", "--set", "day=yesterday"), "'yesterday' is no day for day; write it like 2024-08-06"),
        (("3", "--set", "role_kind=a b"), "'a b' is no SPARQL term for role_kind"),
        (("ASK {}", "--set", "x=1"), "--set is for named queries"),
    ],
)
def test_a_wrong_value_is_told(arguments: tuple[str, ...], said: str) -> None:
    result = run("query", *arguments)
    assert result.exit_code == errors.UsageError.exit_code
    assert said in result.stderr


def test_query_lists_the_named_ones() -> None:
    lines = run("query", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == [query.name for query in named_queries()]


@pytest.mark.usefixtures("built")
def test_export_gives_the_same_bytes_on_stdout_and_in_a_file(folder: Path) -> None:
    printed = run("export").stdout_bytes
    assert run("export", "-o", "graph.nq").stdout == ""
    assert (folder / "graph.nq").read_bytes() == printed
    assert len(list(ox.parse(printed, ox.RdfFormat.N_QUADS))) == len(printed.splitlines())
    run("build", "in", "--db", "again.db")
    assert run("export", "--db", "again.db").stdout_bytes == printed
    assert len(run("export", "--all").stdout_bytes) > len(printed)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("form", cli.EXPORT_FORMATS)
def test_export_in_every_format_by_name_and_by_ending(form: str, folder: Path) -> None:
    target = folder / f"graph{export.FORMATS[form].suffix}"
    assert run("export", "-o", str(target)).exit_code == 0
    assert target.read_bytes() == run("export", "--format", form).stdout_bytes
    assert list(ox.parse(target.read_bytes(), export.FORMATS[form].rdf))


@pytest.mark.usefixtures("built")
def test_validate_passes_a_good_database_and_names_the_rule_of_a_bad_one(folder: Path) -> None:
    assert run("validate").stdout == "2 articles checked, every shape is satisfied\n"
    store = ox.Store(str(folder / "communique.db" / "published" / "1"))
    store.update("DELETE WHERE { GRAPH ?g { ?x <https://w3id.org/communique/ontology#modality> ?m } }")
    store.flush()
    del store
    result = run("validate")
    assert result.exit_code == errors.DataError.exit_code
    assert "cmq:modality" in result.stdout
    assert "breaks 8 rule(s)" in result.stderr


def test_serve_hands_over_what_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[ServerConfig, str, int]] = []
    module = types.ModuleType("server.run")
    monkeypatch.setattr(module, "serve", lambda *args: calls.append(args), raising=False)
    monkeypatch.setitem(sys.modules, "server.run", module)
    options = "--store http://store.example/sparql --deadline 5 --budget 0 --trust-proxy --access-log -".split()
    hosts = "--allow-service a.example --allow-service b.example:8890 --host 0.0.0.0 --port 8123".split()
    assert run("serve", *options, *hosts).exit_code == 0
    ((config, host, port),) = calls
    assert (host, port) == ("0.0.0.0", 8123)  # noqa: S104 -- a name
    assert (config.db, config.upstream) == (None, "http://store.example/sparql")
    assert (config.deadline, config.budget, config.trusts_proxy) == (5.0, 0.0, True)
    assert config.access_log == Path("-")
    assert config.allow_service == ("a.example", "b.example:8890")
    assert (config.upstream_update, config.credentials) == (None, Credentials())


def test_serve_hands_over_how_a_store_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[ServerConfig, str, int]] = []
    module = types.ModuleType("server.run")
    monkeypatch.setattr(module, "serve", lambda *args: calls.append(args), raising=False)
    monkeypatch.setitem(sys.modules, "server.run", module)
    options = ("--store", "http://a.example/query", "--store-update", "http://a.example/update")
    assert run("serve", *options, env={"COMMUNIQUE_PUSH_TOKEN": "of-the-store"}).exit_code == 0
    ((config, _, _),) = calls
    assert (config.upstream, config.upstream_update) == ("http://a.example/query", "http://a.example/update")
    assert config.credentials == Credentials(token="of-the-store")  # noqa: S106
    half = run("serve", *options, env={"COMMUNIQUE_PUSH_USER": "me"})
    assert half.exit_code == errors.UsageError.exit_code
    assert run("serve", *options[2:]).exit_code == errors.UsageError.exit_code


def test_serve_wants_a_database_or_a_store() -> None:
    assert run("serve", "--db", "none.db").exit_code == errors.StoreError.exit_code
    assert run("serve", "--db", "x.db", "--store", "http://a.example/").exit_code == errors.UsageError.exit_code


def test_settings_say_where_each_value_comes_from() -> None:
    lines = run("settings", env={"COMMUNIQUE_DB": "news.db"}).stdout.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == [setting.name for setting in SETTINGS]
    assert lines[2].split()[:4] == ["db", "news.db", "communique.db", "COMMUNIQUE_DB"]


@pytest.mark.parametrize(
    ("args", "error", "words"),
    [
        (("query", "who-met-whom"), errors.StoreError, "There is no database at communique.db"),
        (("export",), errors.StoreError, "communique build PATH"),
        (("validate",), errors.StoreError, "There is no database"),
        (("query", "who-met-who"), errors.UsageError, "Did you mean who-met-whom"),
        (("query",), errors.UsageError, "Give a query"),
        (("query", "ASK {}", "--db", "x", "--endpoint", "http://e.org/"), errors.UsageError, "not both"),
        (("query", "ASK {}", "--endpoint", "e.org"), errors.UsageError, "is no endpoint"),
        (("query", "ASK {}", "--endpoint", "http://127.0.0.1:9/"), errors.EndpointError, "could not be asked"),
        (("build", "absent"), errors.UsageError, "absent"),
        (("read", "in"), errors.UsageError, "is a directory"),
        (("frobnicate",), errors.UsageError, "No such command"),
    ],
)
def test_errors_are_one_message_and_an_exit_code(
    args: tuple[str, ...], error: type[errors.CommuniqueError], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    result = run(*args)
    assert result.exit_code == error.exit_code
    assert words in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("built")
def test_a_query_that_does_not_parse_has_its_own_code() -> None:
    result = run("query", "SELECT * {")
    assert result.exit_code == errors.QueryError.exit_code
    assert "line 1, column" in result.stderr
    assert run("query", "ASK {}", "--format", "ttl").exit_code == errors.UsageError.exit_code


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example_of_it(command: str) -> None:
    assert set(cli.main.commands) == {name.split()[0] for name in COMMANDS}
    text = run(*command.split(), "--help").stdout
    example = text.partition("\nExample:\n")[2]
    assert f"communique {command}" in example
    assert text.endswith(example)


@pytest.mark.parametrize("command", ["serve", "load"])
def test_the_help_of_the_bench_ends_with_an_example_of_it(command: str) -> None:
    assert f"communique bench {command} --" in run("bench", command, "--help").stdout.partition("\nExample:\n")[2]


def test_the_help_documents_every_exit_code() -> None:
    text = run("--help").stdout
    tree: list[type[errors.CommuniqueError]] = [errors.CommuniqueError, *errors.CommuniqueError.__subclasses__()]
    for error in tree:
        assert f"\n  {error.exit_code}  " in text
    assert all(f"\n  {command} " in text for command in cli.main.commands)


def test_formats_offered_are_those_that_exist() -> None:
    assert cli.RESULT_FORMATS == results.RESULT_FORMATS
    assert tuple(export.FORMATS) == cli.EXPORT_FORMATS


def test_help_and_settings_load_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from kg.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "heavy = {'spacy', 'owlready2', 'pyshacl', 'rdflib', 'flask', 'SPARQLWrapper', 'pyoxigraph'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).parent.parent
    answer = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
