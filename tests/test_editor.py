"""The SPARQL editor: only the file that is meant, and a page that works and says so without it."""

from __future__ import annotations

import io
import tarfile
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest

from kg.errors import MissingDependencyError
from server import editor
from tests.served import build_database, served


def pack(path: Path, contents: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(f"package/build/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A package of the two files with a content of our own, for which the hashes are changed."""
    contents = {name: f"content of {name}".encode() for name in editor.FILES}
    digests = {name: sha256(content).hexdigest() for name, content in contents.items()}
    monkeypatch.setattr(editor, "FILES", MappingProxyType(digests))
    return contents


def test_the_files_that_are_meant_are_put_in_place(small: dict[str, bytes], tmp_path: Path) -> None:
    assert not editor.is_there(tmp_path / "vendor")
    editor.unpack(pack(tmp_path / "a.tgz", small), tmp_path / "vendor")
    assert editor.is_there(tmp_path / "vendor")
    assert {path.name: path.read_bytes() for path in (tmp_path / "vendor").iterdir()} == small


def test_another_content_is_refused_and_nothing_is_put_in_place(small: dict[str, bytes], tmp_path: Path) -> None:
    changed = small | {"yasgui.min.js": b"something else"}
    with pytest.raises(MissingDependencyError, match="not the file that it was"):
        editor.unpack(pack(tmp_path / "a.tgz", changed), tmp_path / "vendor")
    with pytest.raises(MissingDependencyError, match="no such package"):
        editor.unpack(pack(tmp_path / "b.tgz", {}), tmp_path / "vendor")
    (tmp_path / "c.tgz").write_bytes(b"no archive")
    with pytest.raises(MissingDependencyError, match="no such package"):
        editor.unpack(tmp_path / "c.tgz", tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho broken >&2; exit 1\n", None])
def test_set_up_goes_on_without_npm_or_network(
    script: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if script:
        (tmp_path / "npm").write_text(script, encoding="ascii")
        (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(editor, "is_there", lambda: False)
    assert editor.main() == 0
    assert "no SPARQL editor" in capsys.readouterr().err


@pytest.mark.parametrize("there", [True, False])
def test_the_query_page_has_the_form_and_says_whether_there_is_more(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "is_there", lambda: there)
    with served(build_database(tmp_path / "db")) as client:
        page = client.get("/sparql", headers={"Accept": "text/html"})
        assert "<textarea" in page.text
        assert ("vendor/yasgui.min.js" in page.text) is there
        assert ("plain form" in page.text) is not there
        policy = page.headers.getlist("Content-Security-Policy")
        assert len(policy) == 1
        assert ("script-src 'self';" in policy[0], "'unsafe-inline'" in policy[0]) == (True, there)
        assert "http:" not in policy[0]
