"""The only way out: HTTP to hosts that were allowed by name, for SERVICE and LOAD.

Workers have no network. What a query wants from elsewhere is fetched here, in the server's process, and only
from hosts of the list (`--allow-service`). An entry is

    HOST            on the port of the URL's scheme        dbpedia.org
    HOST:PORT       on that port only                      data.example:8890
    HOST=ADDRESS    and it must have that address          store.intern=10.0.0.5

A name is resolved once, every address it has is looked at, and the connection goes to an address that was looked
at, not to the name again. A name may lead only to addresses of the public network: an address of this machine or of
a private network must be written out in the list, as the host or behind `=`. A redirect is a new request with the
same checks. The whole exchange has one deadline and a size.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from kg.errors import EndpointError, UsageError
from server.errors import RefusedError

Address: TypeAlias = IPv4Address | IPv6Address
PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}
TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""Addresses that hold an IPv4 address for a translator. Source: RFC 6052."""
REDIRECTS: Final = 3
CHUNK: Final = 65_536
AGENT: Final = "communique (+https://w3id.org/communique/)"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD: Final = frozenset({307, 308})


@dataclass(frozen=True, slots=True)
class AllowedHost:
    """An entry of the list: `port` None is that of the scheme, `address` None any address of the public network."""

    name: str
    port: int | None = None
    address: Address | None = None

    def covers(self, host: str, port: int, scheme: str) -> bool:
        """Whether the entry is about that host and port."""
        return self.name == host and port == (PORTS[scheme] if self.port is None else self.port)

    def admits(self, address: Address) -> bool:
        """Whether the host may have that address."""
        if self.address is not None:
            return address == self.address
        return is_public(address)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public network, also where it wraps an IPv4 address."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast


def parse_allowed(entry: str) -> AllowedHost:
    """An entry of the list. Raises UsageError when it is none."""
    host, _, pinned = entry.strip().partition("=")
    try:
        parts = urlsplit(f"//{host}")
        name, port = _plain(parts.hostname or ""), parts.port
        address = ip_address(pinned) if pinned else _literal(name)
    except ValueError as exc:
        raise _no_entry(entry) from exc
    if not name or parts.path or parts.username is not None or "*" in name:
        raise _no_entry(entry)
    return AllowedHost(name, port, address)


def _no_entry(entry: str) -> UsageError:
    return UsageError(f"{entry!r} is no host. Give HOST, HOST:PORT or HOST=ADDRESS, such as dbpedia.org.")


def _plain(host: str) -> str:
    """A host as it is compared: small letters, no dot at the end, addresses in their one short form."""
    host = host.rstrip(".").lower()
    literal = _literal(host)
    return str(literal) if literal else host


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the last URL, the media type without parameters, the whole body."""

    url: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request of a chain of redirects."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


class Outbound:
    """Requests to the hosts of a list; with an empty list every one is refused."""

    def __init__(self, allowed: Iterable[str]) -> None:
        """`allowed` are entries as above. Raises UsageError for one that is none."""
        self._allowed = tuple(parse_allowed(entry) for entry in allowed)

    def __bool__(self) -> bool:
        return bool(self._allowed)

    def check(self, url: str) -> None:
        """Raise RefusedError when the URL's host is not on the list; nothing is resolved or sent."""
        self._entry(url)

    def get(self, url: str, accept: str, seconds: float, max_bytes: int) -> Fetched:
        """What stands at a URL. Raises RefusedError or EndpointError."""
        return self._follow(_Asked("GET", url, {"Accept": accept}, None), seconds, max_bytes)

    def post(self, url: str, body: bytes, content_type: str, accept: str, seconds: float, max_bytes: int) -> Fetched:
        """The answer to a body that is sent. Raises RefusedError or EndpointError."""
        asked = _Asked("POST", url, {"Accept": accept, "Content-Type": content_type}, body)
        return self._follow(asked, seconds, max_bytes)

    def _follow(self, asked: _Asked, seconds: float, max_bytes: int) -> Fetched:
        end = time.monotonic() + seconds
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._exchange(asked, end, max_bytes)
            except (OSError, http.client.HTTPException, ValueError) as exc:
                reason = "it took too long" if time.monotonic() >= end else _reason(exc)
                raise EndpointError(f"{asked.url} could not be asked: {reason}.") from exc
            if isinstance(answer, Fetched):
                return answer
            asked = answer
        raise EndpointError(f"{asked.url} is the end of more than {REDIRECTS} redirects. Name the last one.")

    def _exchange(self, asked: _Asked, end: float, max_bytes: int) -> Fetched | _Asked:
        parts, entry = self._entry(asked.url)
        raw = _open(self._resolve(parts, entry), end)
        with _limited(raw, end):
            connection = http.client.HTTPConnection(parts.hostname or "", parts.port or PORTS[parts.scheme])
            connection.sock = _secured(raw, parts)
            with closing(connection):
                return _converse(connection, asked, parts, end, max_bytes)

    def _entry(self, url: str) -> tuple[SplitResult, AllowedHost]:
        """The parts of a URL and the entry that allows its host. Raises RefusedError."""
        try:
            parts = urlsplit(url)
            host, port = _plain(parts.hostname or ""), parts.port
        except ValueError as exc:
            raise RefusedError(f"<{url}> is refused: it is no URL that can be asked.") from exc
        if parts.scheme not in PORTS or not host or parts.username is not None:
            raise RefusedError(f"<{url}> is refused: only http:// and https:// URLs without a user are asked.")
        for entry in self._allowed:
            if entry.covers(host, port or PORTS[parts.scheme], parts.scheme):
                return parts, entry
        raise RefusedError(
            f"<{url}> is refused: its host is not on this server's list. "
            "Whoever runs the server can add it: communique serve --allow-service HOST"
        )

    @staticmethod
    def _resolve(parts: SplitResult, entry: AllowedHost) -> list[tuple[str, int]]:
        """Where to connect to, every address looked at. Raises RefusedError, OSError."""
        port = parts.port or PORTS[parts.scheme]
        if entry.address is not None:
            return [(str(entry.address), port)]
        found = {str(info[4][0]) for info in socket.getaddrinfo(entry.name, port, type=socket.SOCK_STREAM)}
        if not found or not all(entry.admits(ip_address(text.partition("%")[0])) for text in found):
            raise RefusedError(
                f"<{parts.geturl()}> is refused: {entry.name} leads into a private network or to this machine. "
                "If that is meant, write the address into the list: --allow-service HOST=ADDRESS"
            )
        return [(address, port) for address in sorted(found)]


def _secured(raw: socket.socket, parts: SplitResult) -> socket.socket:
    """With https the connection in TLS, its certificate checked against the name."""
    if parts.scheme != "https":
        return raw
    return ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)


def _converse(
    connection: http.client.HTTPConnection, asked: _Asked, parts: SplitResult, end: float, max_bytes: int
) -> Fetched | _Asked:
    """Ask and read: what came back, or the request that a redirect leads to."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close", **asked.headers}
    connection.request(asked.method, target, asked.body, headers)
    with connection.getresponse() as response:
        location = response.headers.get("Location")
        if response.status in _MOVED and location:
            return _redirected(asked, response.status, location)
        body = _read(response, end, max_bytes)
        if response.status != http.client.OK:
            raise EndpointError(f"{asked.url} answered HTTP {response.status}: {_excerpt(body)}")
        return Fetched(asked.url, response.headers.get_content_type(), body)


def _redirected(asked: _Asked, status: int, location: str) -> _Asked:
    url = urljoin(asked.url, location).partition("#")[0]
    if status in _KEEPS_METHOD or asked.method == "GET":
        return _Asked(asked.method, url, asked.headers, asked.body)
    headers = {name: value for name, value in asked.headers.items() if name != "Content-Type"}
    return _Asked("GET", url, headers, None)


def _open(places: list[tuple[str, int]], end: float) -> socket.socket:
    """A connection to the first place that takes one. Raises OSError."""
    failure = OSError("it has no address")
    for place in places:
        try:
            return socket.create_connection(place, timeout=_left(end))
        except OSError as exc:
            failure = exc
    raise failure


@contextmanager
def _limited(raw: socket.socket, end: float) -> Iterator[None]:
    """Cut a connection at a time, however slowly the other side goes on, and close it."""
    second = raw.dup()

    def cut() -> None:
        with suppress(OSError):
            second.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(end), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        second.close()
        raw.close()


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left


def _read(response: http.client.HTTPResponse, end: float, max_bytes: int) -> bytes:
    """The whole body. A body that ends at the deadline was cut."""
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise ValueError(f"more than {max_bytes:,} bytes came back")
        chunks.append(chunk)
    _left(end)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(chunks)


def _reason(exc: Exception) -> str:
    return " ".join(str(exc).split()) or type(exc).__name__


def _excerpt(body: bytes) -> str:
    text = " ".join(body.decode("utf-8", "replace").split())
    return repr(text[:200]) if text else "(an empty answer)"
