"""An HTTP request and its response as plain values, the same under Flask and under the plain WSGI path.

The body of a request is read late and once, by whoever knows how long it may be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from ipaddress import IPv6Address
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_input_stream

from kg.errors import CommuniqueError, QueryError
from server.errors import BodyTooLargeError, error_body, error_headers

UNRESERVED: Final = "/~!$&'()*+,;=:@%"
"""What stays as it is in the path of a URL (RFC 3986, pchar), besides letters, digits and -._"""


_HOST: Final = re.compile(
    r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+(?::[0-9]{0,5})?|\[([0-9A-Fa-f:.]+)\](?::[0-9]{0,5})?", re.ASCII
)


@lru_cache(64)
def is_host(text: str) -> bool:
    """Whether the value of the header Host is a name or an address, with or without a port.

    IRIs and queries are made of it, so nothing else may come in with it. Source: RFC 9112, section 3.2.
    """
    match = _HOST.fullmatch(text)
    return match is not None and (match[1] is None or _is_ipv6(match[1]))


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


class Headers(Mapping[str, str]):
    """The headers of a WSGI environ by their names in lower case, looked up where they stand."""

    __slots__ = ("_environ",)

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        value: str = self._environ[_key(name)]
        if not value and name in _OF_THE_BODY:
            raise KeyError(name)
        return value

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 -- as in Mapping, and at a third of its cost
        """The value of a header."""
        return self._environ.get(_key(name)) or default

    def __iter__(self) -> Iterator[str]:
        names = (*_OF_THE_BODY, *(_name(key) for key in self._environ if key.startswith("HTTP_")))
        return (name for name in names if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


_OF_THE_BODY: Final = ("content-type", "content-length")
"""Headers that CGI, and so WSGI, names without HTTP_ and may leave empty."""
_KEYS: Final = MappingProxyType({"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"})


@lru_cache(64)
def _key(name: str) -> str:
    return _KEYS.get(name) or "HTTP_" + name.upper().replace("-", "_")


def _name(key: str) -> str:
    return key[5:].replace("_", "-").lower()


class Request(NamedTuple):
    """One request. Header names are in lower case; `origin` is `scheme://host[:port]`; `query` is not decoded."""

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str]
    origin: str
    read: Callable[[int], bytes]

    @classmethod
    def from_environ(cls, environ: dict[str, Any]) -> Request:
        """The request of a WSGI environ. A body that was read is put back for who comes after."""
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        return cls(
            environ["REQUEST_METHOD"],
            _utf8(environ.get("PATH_INFO", "")),
            environ.get("QUERY_STRING", "").encode("latin-1"),
            Headers(environ),
            f"{environ['wsgi.url_scheme']}://{host}",
            lambda limit: _read_body(environ, limit),
        )

    @property
    def url(self) -> str:
        """The address without the query string, as a client would write it."""
        return self.origin + quote(self.path, safe=UNRESERVED)

    def media_type(self) -> tuple[str, dict[str, str]]:
        """The type of the body in lower case, empty when the client says none, and its parameters."""
        kind, parameters = parse_options_header(self.headers.get("content-type", ""))
        return kind.lower(), parameters

    def body(self, limit: int) -> bytes:
        """The body, at most `limit` bytes. Raises BodyTooLargeError, or QueryError when it was cut off."""
        return self.read(limit)


def _utf8(path: str) -> str:
    """WSGI carries bytes as latin-1."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _read_body(environ: dict[str, Any], limit: int) -> bytes:
    try:
        body = get_input_stream(environ, max_content_length=limit).read()
    except RequestEntityTooLarge as exc:
        raise BodyTooLargeError(
            f"The body is longer than the {limit:,} bytes that are read here. Send it in parts."
        ) from exc
    except (ClientDisconnected, OSError) as exc:
        raise QueryError("The body ended before its length. Send it again.") from exc
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


class Response(NamedTuple):
    """One response; `headers` without Content-Length."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None

    def with_headers(self, body: bytes, **replaced: str) -> Response:
        """With another body and some headers in the place of those of the same names; `_` stands for `-`."""
        names = {key.replace("_", "-"): value for key, value in replaced.items()}
        lowered = {name.lower() for name in names}
        kept = tuple(pair for pair in self.headers if pair[0].lower() not in lowered)
        return Response(self.status, (*kept, *names.items()), body)


def error_response(error: CommuniqueError) -> Response:
    """An error for a program, in the one JSON shape of all errors."""
    line, column = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
    body = json.dumps(error_body(error.http_status, str(error), line, column), ensure_ascii=False)
    headers = (("Content-Type", "application/json"), *error_headers(error))
    return Response(error.http_status, headers, body.encode("utf-8") + b"\n")
