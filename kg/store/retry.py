"""Trying again when it makes sense: the one rule for everything that asks another server.

What passes (a broken or refused connection, a time-out, 429, 502, 503, 504) is tried again, after as long as
the server asks by Retry-After, else after growing and random times, so that many clients do not come back at
once. What does not pass (a wrong request, wrong credentials, 500) is told at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from kg.errors import EndpointError

PASSING: Final = frozenset({0, 429, 502, 503, 504})
"""Statuses after which the same request may succeed; 0 is no answer, or one that broke off."""

_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried and how long is waited between, in seconds."""

    attempts: int = 4
    first: float = 1.0
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep

    def call(self, request: Callable[[], _Given]) -> _Given:
        """What the request gives. Raises the last EndpointError, at once when it is not a passing one."""
        retrying = Retrying(
            retry=retry_if_exception(self._may_pass),
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(request)

    def _may_pass(self, exc: BaseException) -> bool:
        """A server that asks to wait for longer than `longest` is not asked again."""
        return isinstance(exc, EndpointError) and exc.status in PASSING and (exc.retry_after or 0) <= self.longest

    def _wait(self, state: RetryCallState) -> float:
        exc = state.outcome.exception() if state.outcome else None
        if isinstance(exc, EndpointError) and exc.retry_after is not None:
            return exc.retry_after
        return float(wait_random_exponential(multiplier=self.first, max=self.longest)(state))
