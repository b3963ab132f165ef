"""Remembered answers: never of another version, never more than fits, made once for many."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.cache import KEYS_NOTED, LONG, OVERHEAD, SOON, Cache


def test_an_answer_is_made_once_and_then_remembered() -> None:
    cache: Cache[bytes] = Cache(100_000, len)
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"answer"

    assert [cache.find_or_make("v1", "q", make, 1) for _ in range(3)] == [b"answer"] * 3
    assert len(made) == 1
    assert (cache.hits, cache.misses) == (2, 1)


def test_another_version_gives_nothing_old_and_frees_what_was_kept() -> None:
    cache: Cache[bytes] = Cache(100_000, len)
    cache.keep("v1", "q", b"old")
    assert cache.find("v2", "q") is None
    cache.keep("v2", "other", b"new")
    assert cache.find("v1", "q") is None
    assert len(cache) == 1
    assert cache.bytes == OVERHEAD + 3


def test_what_was_not_asked_for_longest_goes_first() -> None:
    size = 1000
    cache: Cache[bytes] = Cache(10 * (size + OVERHEAD), len)
    for number in range(10):
        cache.keep("v", number, bytes(size))
    cache.find("v", 0)
    cache.keep("v", 10, bytes(size))
    assert cache.find("v", 0) is not None
    assert cache.find("v", 1) is None
    assert cache.bytes == 10 * (size + OVERHEAD)


def test_keeping_the_same_again_counts_once() -> None:
    cache: Cache[bytes] = Cache(100_000, len)
    for size in (10, 500, 20):
        cache.keep("v", "q", bytes(size))
    assert cache.bytes == 20 + OVERHEAD


def test_a_very_large_answer_is_not_kept() -> None:
    cache: Cache[bytes] = Cache(8_000, len)
    assert cache.find_or_make("v", "q", lambda: bytes(2_000), 1) == bytes(2_000)
    assert len(cache) == 0


def test_many_who_ask_at_once_share_one_answer() -> None:
    cache: Cache[bytes] = Cache(100_000, len)
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.2)
        return b"slow"

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: cache.find_or_make("v", "q", make, 5), range(16)))
    assert answers == [b"slow"] * 16
    assert len(made) == 1


def test_a_failure_is_nobody_elses() -> None:
    cache: Cache[bytes] = Cache(100_000, len)
    started = threading.Event()

    def fail() -> bytes:
        started.set()
        time.sleep(0.1)
        raise RuntimeError("mine")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(cache.find_or_make, "v", "q", fail, 5)
        started.wait(2)
        assert cache.find_or_make("v", "q", lambda: b"whole", 5) == b"whole"
        with pytest.raises(RuntimeError, match="mine"):
            first.result()
    assert cache.find("v", "q") == b"whole"


def test_what_comes_late_from_an_earlier_version_drives_nothing_out() -> None:
    cache: Cache[bytes] = Cache(100_000, len)
    cache.keep("v1", "q", b"old")
    cache.keep("v2", "q", b"new")
    cache.keep("v1", "slow", b"late")
    assert (cache.find("v2", "q"), cache.find("v1", "slow"), len(cache)) == (b"new", None, 1)


def test_a_long_answer_soon_made_is_kept_at_its_second_time_and_a_dear_one_at_once() -> None:
    cache: Cache[bytes] = Cache(10_000_000, len)
    long = bytes(LONG + 1)
    cache.keep("v", "soon", long, 0.1)
    assert cache.find("v", "soon") is None
    cache.keep("v", "soon", long, 0.1)
    cache.keep("v", "dear", long, SOON)
    cache.keep("v", "short", b"short", 0.1)
    assert cache.find("v", "soon") == cache.find("v", "dear") == long
    assert cache.find("v", "short") == b"short"


def test_few_marks_of_long_answers_are_kept() -> None:
    cache: Cache[bytes] = Cache(10_000_000, len)
    long = bytes(LONG + 1)
    for key in ("first", *range(KEYS_NOTED)):
        cache.keep("v", key, long, 0.1)
    cache.keep("v", "first", long, 0.1)
    assert (len(cache), cache.bytes) == (0, 0)
