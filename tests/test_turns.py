"""Turns: fair between clients, bounded, and never losing a thing."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.errors import BusyError
from server.turns import Turns


def test_the_last_free_thing_is_kept_for_a_client_that_has_none() -> None:
    turns = Turns(["a", "b", "c"], max_waiting=4)
    held = [turns.take("greedy", 1), turns.take("greedy", 1)]
    with pytest.raises(BusyError, match="no worker became free"):
        turns.take("greedy", 0.05)
    assert turns.take("other", 0.05) not in held


def test_a_single_thing_is_not_kept_from_anybody() -> None:
    turns = Turns(["a"], max_waiting=1)
    assert turns.take("one", 0.05) == "a"
    turns.give_back("one", "a")
    assert turns.take("one", 0.05) == "a"


def test_who_has_least_comes_first_whatever_the_order_of_coming() -> None:
    turns = Turns(["a", "b"], max_waiting=8)
    first = turns.take("greedy", 1)
    order: list[str] = []

    def wait_for_one(client: str) -> None:
        thing = turns.take(client, 5)
        order.append(client)
        time.sleep(0.05)
        turns.give_back(client, thing)

    threads = [threading.Thread(target=wait_for_one, args=("greedy",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    while turns.waiting < 3:
        time.sleep(0.005)
    threads.append(threading.Thread(target=wait_for_one, args=("other",)))
    threads[-1].start()
    threads[-1].join(2)
    assert order == ["other"]
    turns.give_back("greedy", first)
    for thread in threads:
        thread.join(2)
    assert sorted(order) == ["greedy"] * 3 + ["other"]


def test_more_may_not_wait_than_there_are_places() -> None:
    turns = Turns(["a"], max_waiting=1)
    turns.take("one", 1)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(turns.take, "two", 3.0)
        while turns.waiting < 1:
            time.sleep(0.005)
        start = time.monotonic()
        with pytest.raises(BusyError, match="too many queries wait"):
            turns.take("three", 5)
        assert time.monotonic() - start < 2.0  # and not the five it would have waited
        assert isinstance(waiting.exception(), BusyError)


def test_nothing_is_lost_when_many_take_give_and_give_up() -> None:
    turns = Turns(range(3), max_waiting=100)

    def work(number: int) -> int:
        client = str(number % 5)
        try:
            thing = turns.take(client, 0.01 if number % 7 else 0.0)
        except BusyError:
            return 0
        time.sleep(0.001)
        turns.give_back(client, thing)
        return 1

    with ThreadPoolExecutor(16) as threads:
        done = sum(threads.map(work, range(400)))
    assert done > 0
    assert sorted(turns.free()) == [0, 1, 2]
    assert turns.held == 0
    assert turns.waiting == 0


def test_a_full_queue_is_not_full_for_a_client_that_has_little_in_it() -> None:
    turns = Turns(["a"], max_waiting=4)
    turns.take("greedy", 1)
    with ThreadPoolExecutor() as threads:
        greedy = [threads.submit(turns.take, "greedy", 5) for _ in range(4)]
        while turns.waiting < 4:
            time.sleep(0.005)
        other = threads.submit(turns.take, "other", 5)
        while not any(future.done() for future in greedy):
            time.sleep(0.005)
        assert turns.waiting == 4
        with pytest.raises(BusyError, match="too many queries wait already"):
            turns.take("greedy", 1)
        while not other.done():
            turns.give_back("greedy", "a")
            time.sleep(0.02)
        for _ in range(2):
            turns.give_back("greedy", "a")
            time.sleep(0.02)
        assert other.result() == "a"
        assert sum(isinstance(future.exception(), BusyError) for future in greedy) == 1
