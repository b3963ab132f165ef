"""Bytes to text: encodings, marks, limits, and that nothing is altered."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.text import MAX_BYTES, decode_text

LATIN = "The minister said “we can’t” in Bogotá – São Paulo’s café, Nicolás told El País.\r\n"
SENTENCES = {
    "utf-8": LATIN,
    "cp1252": LATIN,
    "utf_16_le": LATIN,
    "utf_16_be": LATIN,
    "utf_32_le": LATIN,
    "cp1251": "Министры встретились во вторник в Москве, сообщил представитель правительства.\n",
    "cp1256": "التقى الوزيران يوم الثلاثاء في القاهرة وقال المتحدث إن المحادثات ستستمر\n",
    "gb18030": "两国外长星期二在北京会面，发言人说会谈将继续。\n",
    "shift_jis": "両国の外相は火曜日に東京で会談したと報道官が述べた。\n",
    "euc_kr": "양국 외교장관이 화요일 서울에서 만났다고 대변인이 말했다.\n",
    "iso2022_jp": "両国の外相は火曜日に東京で会談したと報道官が述べた。\n",
}


@pytest.mark.parametrize(("encoding", "sentence"), SENTENCES.items())
def test_encoding_is_found(encoding: str, sentence: str) -> None:
    decoded = decode_text((sentence * 4).encode(encoding), "a.txt")
    assert decoded.text == sentence * 4
    assert codecs.lookup(decoded.encoding) == codecs.lookup(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cn", "Co", "Cs"]), min_size=1))
def test_marked_text_round_trips(encoding: str, text: str) -> None:
    assume(any(c.isalpha() for c in text) and not text.startswith("\ufeff"))
    decoded = decode_text(text.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding) == (text, encoding)


@given(st.text(st.characters(exclude_categories=["Cc", "Cn", "Co", "Cs"])))
def test_utf8_round_trips(text: str) -> None:
    text = "Talks. " + text
    assert decode_text(text.encode(), "a.txt").text == text


@settings(max_examples=50)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"])))
def test_latin1_bytes_come_back_from_what_was_decoded(tail: str) -> None:
    data = ("The minister said no to the café owners. " + tail).encode("latin-1")
    decoded = decode_text(data, "a.txt")
    assert decoded.text.encode(decoded.encoding) == data


def test_newlines_and_nuls_stay_as_they_are() -> None:
    text = "One\r\ntwo\rthree\n\x00four\f"
    assert decode_text(text.encode(), "a.txt").text == text


def test_accents_after_long_ascii_are_found() -> None:
    data = ("The minister said no.\n" * 50_000 + "He left the café in São Paulo.\n").encode("cp1252")
    decoded = decode_text(data, "a.txt")
    assert decoded.text.endswith("café in São Paulo.\n")
    assert decoded.encoding == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf_16_le"])
def test_ten_megabytes_are_read(encoding: str) -> None:
    text = LATIN * (10_000_000 // len(LATIN))
    assert decode_text(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "holds no letter"),
        (b"12 + 12 = 24", "holds no letter"),
        (b"%PDF-1.7 text", "this is a PDF"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"<!DOCTYPE html>\n<html><p>The talks resumed.</p>", "this is a web page"),
        (b"\n <!-- saved --> <HTML lang=en><body>Talks", "this is a web page"),
        (b'<?xml version="1.0"?><html>Talks</html>', "this is a web page"),
        (codecs.BOM_UTF16_LE + "<html>Talks".encode("utf_16_le"), "this is a web page"),
        (b"A\x01\x02\x03\x04\x05\x06" * 100, "binary"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "begins with the mark of utf-16 but byte"),
        (codecs.BOM_UTF8 + b"caf\xe9", "begins with the mark of utf-8-sig but byte"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=f"a b.txt: .*{said}"):
        decode_text(data, "a b.txt")


def test_random_bytes_are_refused() -> None:
    with pytest.raises(ReadError, match="noise: the content is binary"):
        decode_text(random.Random(7).randbytes(50_000), "noise")  # noqa: S311


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(ReadError, match="larger than the 67,108,864 bytes"):
        decode_text(b"a" * (MAX_BYTES + 1), "a.txt")
