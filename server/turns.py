"""Whose turn it is: a few things that many clients want, given out fairly and for a limited wait.

Of those that wait, the client who has least at the moment comes first, then who came first. The last free
thing is kept for clients that have none: however much one client asks for, the next one never waits behind all
of it. A client alone has all but that one. When too many wait, the one who has most waiting loses its last.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar

from server.errors import BusyError

T = TypeVar("T")


@dataclass(slots=True)
class _Ticket(Generic[T]):
    """One that waits; `given` is what it got."""

    client: str
    ready: threading.Event = field(default_factory=threading.Event)
    given: T | None = None


class Turns(Generic[T]):
    """Things to take and give back. Safe to use from many threads."""

    def __init__(self, things: Iterable[T], max_waiting: int) -> None:
        """`max_waiting` is how many may wait at once."""
        self._free = list(things)
        self._kept = 1 if len(self._free) > 1 else 0
        self._max_waiting = max_waiting
        self._held: Counter[str] = Counter()
        self._tickets: list[_Ticket[T]] = []
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._tickets)

    @property
    def held(self) -> int:
        """How many things are given out now."""
        return self._held.total()

    def free(self) -> list[T]:
        """The things that nobody has."""
        with self._lock:
            return list(self._free)

    def take(self, client: str, seconds: float) -> T:
        """A thing for a client. Raises BusyError when too many wait, or none became free in time."""
        with self._lock:
            if self._may_take(client) and not self._tickets:
                return self._hand_out(client)
            if len(self._tickets) >= self._max_waiting and not self._make_room(client):
                raise BusyError("The server is busy: too many queries wait already. Try again in a few seconds.")
            ticket: _Ticket[T] = _Ticket(client)
            self._tickets.append(ticket)
            self._serve()
        if not ticket.ready.wait(seconds):
            self._give_up(ticket)
        if ticket.given is None:
            raise BusyError("The server is busy: no worker became free. Try again in a few seconds.")
        return ticket.given

    def give_back(self, client: str, thing: T) -> None:
        """Return what was taken."""
        with self._lock:
            self._held[client] -= 1
            if self._held[client] <= 0:
                del self._held[client]
            self._free.append(thing)
            self._serve()

    def _may_take(self, client: str) -> bool:
        return len(self._free) > (self._kept if self._held[client] else 0)

    def _hand_out(self, client: str) -> T:
        self._held[client] += 1
        return self._free.pop()

    def _serve(self) -> None:
        """Give what is free to those that wait and may take it."""
        while self._free and self._tickets:
            ticket = min(self._tickets, key=lambda waiting: self._held[waiting.client])
            if not self._may_take(ticket.client):
                return
            self._tickets.remove(ticket)
            ticket.given = self._hand_out(ticket.client)
            ticket.ready.set()

    def _make_room(self, client: str) -> bool:
        """Send the last comer of the client with most waiting away, if that is another with more than this one."""
        waiting = Counter(ticket.client for ticket in self._tickets)
        greediest, number = next(iter(waiting.most_common(1)), (client, 0))
        if number <= waiting[client] + 1:
            return False
        last = next(ticket for ticket in reversed(self._tickets) if ticket.client == greediest)
        self._tickets.remove(last)
        last.ready.set()
        return True

    def _give_up(self, ticket: _Ticket[T]) -> None:
        """Stop waiting; what was given at the last moment is kept."""
        with self._lock:
            if ticket in self._tickets:
                self._tickets.remove(ticket)


class TurnPool(Generic[T]):
    """What answers jobs in turns, each no longer than a deadline: whose turn it is, what was asked and what was lost.

    `killed` are the jobs that were given up at their deadline, `lost` those that failed by themselves, `asked` all jobs
    by where they were asked.
    """

    def __init__(
        self,
        things: Iterable[T],
        deadline: float,
        max_waiting: int,
        places: Iterable[str],
        charge: Callable[[str, float], None] | None,
    ) -> None:
        """`deadline` is in seconds; `charge` is told the client and the seconds of every turn that was taken."""
        self.deadline = deadline
        self.killed = 0
        self.lost = 0
        self.asked: Counter[str] = Counter(dict.fromkeys(places, 0))
        self._charge = charge
        self._turns = Turns(things, max_waiting)

    @property
    def busy(self) -> int:
        """How many jobs are answered now."""
        return self._turns.held

    @property
    def waiting(self) -> int:
        """How many calls wait for their turn now."""
        return self._turns.waiting

    @contextmanager
    def _taken(self, client: str, timeout: float | None) -> Iterator[tuple[T, float]]:
        """A thing for a client, and the seconds that it has it at the most. Raises BusyError."""
        seconds = min(timeout or self.deadline, self.deadline)
        thing = self._turns.take(client, seconds)
        start = monotonic()
        try:
            yield thing, seconds
        finally:
            self._turns.give_back(client, thing)
            if self._charge is not None:
                self._charge(client, monotonic() - start)
