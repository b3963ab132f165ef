"""Long answers that are taken slowly: few of one client at once, sharing their bytes, each part for a limited time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable

import pytest

from server.errors import OverBudgetError
from server.sending import PART, Parts, Sending, close

LONG = bytes(range(256)) * (3 * PART // 256) + b"the end"


class Closable(list[bytes]):
    """Pieces of a body as an application gives them."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def begin(body: Iterable[bytes]) -> Iterable[bytes]:
    """Take the first part, as whoever sends it does."""
    next(iter(body))
    return body


def test_a_short_answer_is_given_whole_and_a_long_one_in_parts() -> None:
    sending = Sending(at_once=1, may_shut=False)
    for _ in range(2):
        assert sending.whole(b"short", "a", "") == [b"short"]
        parts = sending.whole(LONG, "a", "")
        assert isinstance(parts, Parts)
        given = list(parts)
        assert b"".join(given) == LONG
        assert max(map(len, given)) == PART
        parts.close()
        parts.close()


def test_what_comes_in_pieces_is_cut_too_and_closed_at_the_end() -> None:
    sending = Sending(may_shut=False)
    short, pieces = Closable([b"a"]), Closable([b"a", LONG])
    assert sending.iterated(short, 1, "a", "") is short
    parts = sending.iterated(pieces, len(LONG) + 1, "a", "")
    given = list(parts)
    assert b"".join(given) == b"a" + LONG
    assert max(map(len, given)) == PART
    close(parts)
    assert pieces.is_closed


def test_one_client_has_few_long_answers_under_way_and_another_has_its_own() -> None:
    sending = Sending(at_once=2, may_shut=False)
    first, _ = (begin(sending.whole(LONG, "a", "")) for _ in range(2))
    with pytest.raises(OverBudgetError, match="under way already") as caught:
        sending.whole(LONG, "a", "")
    assert caught.value.http_status == 429
    assert sending.whole(b"short", "a", "") == [b"short"]
    begin(sending.whole(LONG, "b", ""))
    close(first)
    begin(sending.whole(LONG, "a", ""))


def test_the_bytes_of_one_client_are_limited_and_shared_ones_count_once() -> None:
    sending = Sending(most_bytes=len(LONG) + 1, may_shut=False)
    same = [begin(sending.whole(LONG, "a", "")) for _ in range(5)]
    other = bytes(bytearray(LONG))
    with pytest.raises(OverBudgetError):
        sending.whole(other, "a", "")
    for parts in same:
        close(parts)
    begin(sending.whole(other * 2, "a", ""))  # one alone may have any size


def test_who_takes_nothing_has_its_connections_shut() -> None:
    sending = Sending(seconds=0.3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        served, _ = listener.accept()
        with client, served:
            parts = begin(sending.whole(LONG, "a", "127.0.0.1"))
            start = time.monotonic()
            client.settimeout(5)
            assert client.recv(1) == b""
            assert 0.3 <= time.monotonic() - start < 3.0
            close(parts)
    end = time.monotonic() + 3
    while any(thread.name == "sending" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(thread.name == "sending" for thread in threading.enumerate())


def test_connections_that_the_process_made_itself_stay() -> None:
    sending = Sending(seconds=0.3)
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        made = socket.create_connection(elsewhere.getsockname())
        behind, _ = elsewhere.accept()
    with made, behind, socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        served, _ = listener.accept()
        with client, served:
            parts = begin(sending.whole(LONG, "a", "127.0.0.1"))
            client.settimeout(5)
            assert client.recv(1) == b""
            behind.sendall(b"still here")
            made.settimeout(5)
            assert made.recv(10) == b"still here"
            close(parts)


@pytest.mark.parametrize("taken", ["all", "one part"])
def test_an_answer_that_nobody_closes_ends_all_the_same(taken: str) -> None:
    sending = Sending(at_once=1, seconds=0.3)
    for _ in range(3):
        parts = sending.whole(LONG, "a", "192.0.2.1")
        if taken == "all":
            assert b"".join(parts) == LONG
        else:
            begin(parts)
            del parts
