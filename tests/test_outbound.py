"""The way out: only to hosts of the list, whatever the name, the redirect or the address; and never for long."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from ipaddress import ip_address

import pytest

from kg.errors import EndpointError, UsageError
from server.errors import RefusedError
from server.outbound import AllowedHost, Outbound, is_public, parse_allowed

Handler = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def elsewhere(handle: Handler, host: str = "127.0.0.1") -> Iterator[tuple[int, list[str]]]:
    """A server that handles every request so; gives its port and, as they come, the paths that were asked."""
    asked: list[str] = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            # Closing a connection with an unread body would reset it, and the answer might be lost.
            self.rfile = BytesIO(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            handle(self)

        do_POST = do_GET  # noqa: N815 -- as the library has it

        def log_message(self, *_: object) -> None:
            return

    class Server(http.server.ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

    with Server((host, 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join()


def say(handler: http.server.BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content_Type": "text/turtle; charset=utf-8"} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def get(outbound: Outbound, url: str, seconds: float = 5.0, max_bytes: int = 100_000) -> bytes:
    return outbound.get(url, "text/turtle", seconds, max_bytes).body


def test_an_allowed_host_is_asked_and_its_type_is_told() -> None:
    with elsewhere(lambda handler: say(handler, b"<a> <b> <c> .")) as (port, asked):
        fetched = Outbound([f"127.0.0.1:{port}"]).get(f"http://127.0.0.1:{port}/a?b=c", "text/turtle", 5, 1000)
    assert (fetched.media_type, fetched.body) == ("text/turtle", b"<a> <b> <c> .")
    assert asked == ["GET /a?b=c"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://127.1:{port}/",
        "http://0:{port}/",
        "http://data.example@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}#@data.example/",
        "http://127.0.0.1:{port}\\@data.example/",
        "file:///etc/passwd",
        "ftp://data.example/",
        "//data.example/",
        "http:///x",
        "http://data.example:99999/",
        "http://data.example:1/",
    ],
)
def test_what_is_not_on_the_list_is_refused_and_nothing_is_sent(url: str) -> None:
    with elsewhere(lambda handler: say(handler, b"secret")) as (port, asked):
        with pytest.raises(RefusedError, match="refused"):
            get(Outbound(["data.example"]), url.format(port=port))
        assert asked == []


def test_an_empty_list_refuses_everything() -> None:
    assert not Outbound([])
    with pytest.raises(RefusedError, match="--allow-service"):
        Outbound([]).check("https://query.example/sparql")


@pytest.mark.parametrize("location", ["http://127.0.0.1:{inner}/", "http://[::1]:{inner}/", "//localhost:{inner}/"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_checked_like_the_first_address(location: str, status: int) -> None:
    with elsewhere(lambda handler: say(handler, b"secret")) as (inner, reached):
        place = location.format(inner=inner)
        with elsewhere(lambda handler: say(handler, b"", status, Location=place)) as (port, asked):
            with pytest.raises(RefusedError, match="not on this server's list"):
                get(Outbound([f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/")
            assert asked == ["GET /"]
        assert reached == []


def test_a_redirect_within_the_list_is_followed_but_not_for_ever() -> None:
    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        if handler.path == "/end":
            say(handler, b"there")
        else:
            say(handler, b"", 302, Location="/end" if handler.path == "/one" else "/loop")

    with elsewhere(handle) as (port, asked):
        outbound = Outbound([f"127.0.0.1:{port}"])
        assert get(outbound, f"http://127.0.0.1:{port}/one") == b"there"
        with pytest.raises(EndpointError, match="more than 3 redirects"):
            get(outbound, f"http://127.0.0.1:{port}/loop")
        assert len(asked) == 2 + 4


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.1.1"]])
def test_a_name_that_leads_into_this_machine_is_refused(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One private address among public ones is enough: the connection might go there."""
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    with elsewhere(lambda handler: say(handler, b"secret")) as (port, asked):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answers)
        with pytest.raises(RefusedError, match="private network or to this machine"):
            get(Outbound([f"data.example:{port}"]), f"http://data.example:{port}/")
        assert asked == []


def test_localhost_is_only_asked_when_its_address_is_written_out() -> None:
    with elsewhere(lambda handler: say(handler, b"mine")) as (port, asked):
        with pytest.raises(RefusedError, match="private network"):
            get(Outbound([f"localhost:{port}"]), f"http://localhost:{port}/")
        assert asked == []
        assert get(Outbound([f"localhost:{port}=127.0.0.1"]), f"http://localhost:{port}/") == b"mine"


def test_the_pinned_address_is_asked_whatever_the_name_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with elsewhere(lambda handler: say(handler, b"pinned")) as (port, _):
        monkeypatch.setattr("server.outbound.socket.getaddrinfo", None)
        outbound = Outbound([f"store.intern:{port}=127.0.0.1"])
        monkeypatch.undo()
        assert get(outbound, f"http://store.intern:{port}/") == b"pinned"


def test_ipv6_hosts_can_be_allowed() -> None:
    try:
        with elsewhere(lambda handler: say(handler, b"six"), "::1") as (port, _):
            assert get(Outbound([f"[::1]:{port}"]), f"http://[::1]:{port}/") == b"six"
    except OSError:
        pytest.skip("this machine has no IPv6")


def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    try:
        for number in range(200):
            handler.connection.sendall(b"X-%d: y\r\n" % number)
            time.sleep(0.05)
    except OSError:
        return


def never_ends(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n")
    try:
        while True:
            handler.connection.sendall(b"# a comment\n")
            time.sleep(0.02)
    except OSError:
        return


@pytest.mark.parametrize("handle", [drip, never_ends, lambda _handler: time.sleep(4.0)])
def test_a_host_that_drips_is_cut_at_the_deadline(handle: Handler) -> None:
    with elsewhere(handle) as (port, _):
        start = time.monotonic()
        with pytest.raises(EndpointError, match="took too long"):
            get(Outbound([f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/", seconds=0.5)
        assert time.monotonic() - start < 3.0


def test_long_broken_and_refused_answers_are_errors_that_name_the_address() -> None:
    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        if handler.path == "/cut":
            handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        elif handler.path == "/nonsense":
            handler.connection.sendall(b"\x00\x01\x02\r\n\r\n")
        else:
            say(handler, b"x" * 5000, 500 if handler.path == "/error" else 200)

    with elsewhere(handle) as (port, _):
        outbound = Outbound([f"127.0.0.1:{port}"])
        for path, problem in {
            "/cut": "could not be asked",
            "/nonsense": "could not be asked",
            "/error": "answered HTTP 500: 'xxx",
            "/long": "more than 1,000 bytes",
        }.items():
            with pytest.raises(EndpointError, match=problem) as caught:
                get(outbound, f"http://127.0.0.1:{port}{path}", max_bytes=1000 if path == "/long" else 10_000)
            assert f"127.0.0.1:{port}{path}" in str(caught.value)
    with pytest.raises(EndpointError, match="could not be asked"):
        get(outbound, f"http://127.0.0.1:{port}/")


def test_entries_are_read_strictly() -> None:
    assert parse_allowed("DBpedia.org.") == AllowedHost("dbpedia.org")
    assert parse_allowed("a.example:8890") == AllowedHost("a.example", 8890)
    assert parse_allowed("a.example=10.0.0.5") == AllowedHost("a.example", None, ip_address("10.0.0.5"))
    assert parse_allowed("[::1]:80") == AllowedHost("::1", 80, ip_address("::1"))
    for wrong in ("", "https://a.example/", "a.example/x", "*.example", "a.example:x", "a=b", "u@a.example"):
        with pytest.raises(UsageError, match="is no host"):
            parse_allowed(wrong)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public
