"""Compressed answers: which coding a client gets, that they are the same bytes, and that validators stay right."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from server.compression import choose_coding, same_tag
from tests.served import build_database, served

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LONG = "/sparql?query=SELECT+*+{?s+?p+?o}+ORDER+BY+?s+?p+?o"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with served(build_database(tmp_path_factory.mktemp("compression") / "db")) as client:
        yield client


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        (None, None),
        ("", None),
        ("gzip", "gzip"),
        ("GZIP, deflate, br, zstd", "zstd"),
        ("zstd;q=0.5, gzip", "gzip"),
        ("zstd;q=0, gzip;q=0.1", "gzip"),
        ("*", "zstd"),
        ("*;q=0.5, zstd;q=0", "gzip"),
        ("identity, gzip;q=0.5", None),
        ("br", None),
        ("gzip;q=x", None),
        ("gzip;q=0", None),
        (";;,=,gzip", "gzip"),
    ],
)
def test_the_coding_is_the_one_that_suits_the_client(accept: str | None, coding: str | None) -> None:
    assert choose_coding(accept) == coding


@pytest.mark.parametrize("path", [LONG, "/", "/sparql", "/.well-known/void", "/graph-store", "/nothing.json"])
def test_compressed_answers_are_the_same_bytes(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    for coding, unpack in (("gzip", gzip.decompress), ("zstd", zstd.decompress)):
        packed = client.get(path, headers={"Accept-Encoding": coding})
        assert (packed.status_code, packed.content_type) == (plain.status_code, plain.content_type)
        if len(plain.data) < 1024:
            assert packed.data == plain.data
        else:
            assert packed.headers["Content-Encoding"] == coding
            assert len(packed.data) == packed.content_length < len(plain.data)
            assert unpack(packed.data) == plain.data


def test_each_coding_has_a_validator_of_its_own_and_all_are_known_again(client: FlaskClient) -> None:
    tags = [client.get(LONG, headers={"Accept-Encoding": coding}).headers["ETag"] for coding in ("", "gzip", "zstd")]
    assert len(set(tags)) == 3
    for tag in (*tags, f"W/{tags[0]}", f'"other", {tags[2]}', "*"):
        answer = client.get(LONG, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        assert (answer.status_code, answer.data) == (304, b"")
    assert client.get(LONG, headers={"If-None-Match": '"other"'}).status_code == 200


def test_tags_are_compared_whole() -> None:
    assert same_tag('"abc-gz"', "abc")
    assert not same_tag('"abc"', "ab")
    assert not same_tag('"abc-br"', "abc")
    assert not same_tag("abc", "abc")
    assert not same_tag(None, "abc")
