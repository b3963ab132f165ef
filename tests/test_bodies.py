"""Bodies that come slowly: few of one client at once, each for a limited time."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest

from server.bodies import Bodies, shut_connections
from server.errors import OverBudgetError, SlowBodyError


class Dripping:
    """A body that gives one byte at a time, slowly, and none in the end."""

    def __init__(self, size: int, pause: float) -> None:
        self.left = size
        self.pause = pause

    def read(self, size: int = -1) -> bytes:
        time.sleep(self.pause)
        self.left -= 1
        return b"x" if self.left >= 0 else b""


def environ(body: object, method: str = "POST") -> dict[str, Any]:
    return {"REQUEST_METHOD": method, "wsgi.input": body, "REMOTE_ADDR": "192.0.2.7"}


def test_a_body_is_read_whole_or_in_parts() -> None:
    request = environ(BytesIO(b"a" * 200_000))
    Bodies().watch(request, "a")
    assert request["wsgi.input"].read(10) == b"a" * 10
    assert len(request["wsgi.input"].read()) == 199_990
    assert request["wsgi.input"].read() == b""


def test_a_body_that_drips_is_given_up() -> None:
    request = environ(Dripping(1000, 0.01))
    Bodies(seconds=0.2, may_shut=False).watch(request, "a")
    start = time.monotonic()
    with pytest.raises(SlowBodyError, match="not there after") as caught:
        request["wsgi.input"].read()
    assert caught.value.http_status == 408
    assert time.monotonic() - start < 5.0  # the whole body would take ten


def test_one_client_has_few_bodies_under_way_and_another_has_its_own() -> None:
    bodies = Bodies(at_once=3, may_shut=False)
    requests = [environ(Dripping(20, 0.02)) for _ in range(4)] + [environ(BytesIO(b"quick"))]
    for request, client in zip(requests, "aaaab", strict=True):
        bodies.watch(request, client)
    with ThreadPoolExecutor() as threads:
        slow = [threads.submit(request["wsgi.input"].read) for request in requests[:3]]
        time.sleep(0.1)
        with pytest.raises(OverBudgetError, match="3 bodies at once"):
            requests[3]["wsgi.input"].read()
        assert requests[4]["wsgi.input"].read() == b"quick"
        assert [len(future.result()) for future in slow] == [20] * 3
    assert requests[3]["wsgi.input"].read(1) == b"x"


def test_requests_without_a_body_are_left_alone() -> None:
    body = BytesIO()
    request = environ(body, "GET")
    Bodies().watch(request, "a")
    assert request["wsgi.input"] is body


def test_a_body_that_stands_still_has_its_connection_shut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        served, _ = listener.accept()
        with client, served, served.makefile("rb", buffering=0) as body:
            request = environ(body) | {"REMOTE_ADDR": "127.0.0.1"}
            bodies = Bodies(seconds=0.3)
            bodies.watch(request, "a")
            start = time.monotonic()
            with pytest.raises(SlowBodyError):
                request["wsgi.input"].read()
            assert 0.3 <= time.monotonic() - start < 3.0
    end = time.monotonic() + 3
    while any(thread.name == "bodies" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(thread.name == "bodies" for thread in threading.enumerate())


def test_only_connections_from_the_address_are_shut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        served, _ = listener.accept()
        with client, served:
            shut_connections({"192.0.2.99"})
            client.sendall(b"still there")
            assert served.recv(64) == b"still there"
            shut_connections({"127.0.0.1"})
            assert served.recv(64) == b""
