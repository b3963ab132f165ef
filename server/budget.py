"""What one client may cost: slow queries use up a budget of seconds that fills again with time.

Only what a query takes beyond a quarter of a second counts, so quick work is never refused, however much of it.
A client is an address (of IPv6 the network of 64 bits, which one household has), as the connection tells it or, behind
a proxy that is trusted, as the proxy does. Who the present request comes from is in `CLIENT`; the server's own
questions have no client and no budget.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Any, Final

from server.errors import OverBudgetError

CLIENT: Final[ContextVar[str]] = ContextVar("client", default="")
FREE_SECONDS: Final = 0.25
"""What a query takes up to this costs nothing: all named queries on a million quads but the slowest."""
CLIENTS_KEPT: Final = 10_000
"""Clients that are remembered; one forgotten starts with a full budget."""


@dataclass(slots=True)
class _Account:
    left: float
    seen: float


class Budget:
    """Accounts of `seconds` that fill at `refill` seconds a second. 0 seconds: no limit. Safe to use from threads."""

    def __init__(self, seconds: float, refill: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self.refill = refill
        self._clock = clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, client: str) -> None:
        """Raise OverBudgetError when the client has nothing left."""
        if not client or not self.seconds:
            return
        with self._lock:
            left = self._account(client).left
        if left <= 0:
            wait = max(1, math.ceil((1 - left) / self.refill))
            raise OverBudgetError(
                f"Your slow queries took more than the {self.seconds:g} seconds that one client has here. "
                f"Come back in {wait} seconds, and narrow them.",
                wait,
            )

    def charge(self, client: str, seconds: float) -> None:
        """Take what a query took from the client's account."""
        cost = seconds - FREE_SECONDS
        if cost <= 0 or not client or not self.seconds:
            return
        with self._lock:
            self._account(client).left -= cost

    def _account(self, client: str) -> _Account:
        now = self._clock()
        account = self._accounts.pop(client, None) or _Account(self.seconds, now)
        account.left = min(self.seconds, account.left + (now - account.seen) * self.refill)
        account.seen = now
        self._accounts[client] = account
        if len(self._accounts) > CLIENTS_KEPT:
            self._accounts.popitem(last=False)
        return account


def client_of(environ: Mapping[str, Any], trusts_proxy: bool = False) -> str:
    """The client of a WSGI request; behind a trusted proxy the address that the proxy added last."""
    address = str(environ.get("REMOTE_ADDR") or "unknown")
    if trusts_proxy and environ.get("HTTP_X_FORWARDED_FOR"):
        address = str(environ["HTTP_X_FORWARDED_FOR"]).rpartition(",")[2].strip() or address
    if ":" not in address:
        return address
    try:
        parsed = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
