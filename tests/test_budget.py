"""Budgets: only slow work counts, and only for the client that asked for it."""

from __future__ import annotations

import pytest

from server.budget import CLIENTS_KEPT, Budget, client_of
from server.errors import OverBudgetError, error_headers


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_slow_queries_use_up_the_budget_which_fills_again() -> None:
    clock = Clock()
    budget = Budget(10.0, 0.5, clock)
    budget.check("a")
    budget.charge("a", 12.0)
    with pytest.raises(OverBudgetError, match="10 seconds that one client has") as caught:
        budget.check("a")
    assert caught.value.http_status == 429
    ((name, seconds),) = error_headers(caught.value)
    assert name == "Retry-After"
    clock.now += int(seconds)
    budget.check("a")


def test_another_client_pays_nothing_for_it() -> None:
    budget = Budget(10.0, 0.5, Clock())
    budget.charge("a", 100.0)
    budget.check("b")
    budget.check("")


def test_quick_queries_are_free_however_many() -> None:
    budget = Budget(10.0, 0.5, Clock())
    for _ in range(10_000):
        budget.charge("a", 0.2)
    budget.check("a")


def test_nobody_saves_up_more_than_the_budget() -> None:
    clock = Clock()
    budget = Budget(10.0, 0.5, clock)
    budget.check("a")
    clock.now += 1_000_000
    budget.charge("a", 10.5)
    with pytest.raises(OverBudgetError):
        budget.check("a")


def test_no_budget_is_no_limit() -> None:
    budget = Budget(0, 0.5, Clock())
    budget.charge("a", 1e9)
    budget.check("a")


def test_the_accounts_are_bounded() -> None:
    budget = Budget(10.0, 0.5, Clock())
    for number in range(CLIENTS_KEPT + 50):
        budget.check(str(number))
    assert len(budget._accounts) == CLIENTS_KEPT


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_clients_are_addresses_or_networks(address: str, client: str) -> None:
    assert client_of({"REMOTE_ADDR": address}) == client


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy() -> None:
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.9.9.9, 192.0.2.7"}
    assert client_of(environ) == "127.0.0.1"
    assert client_of(environ, trusts_proxy=True) == "192.0.2.7"
