"""Fair use: how many seconds of queries one client may have answered in a minute, and how many requests."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.requests import Request

from api.errors import Problem

MINUTE = 60.0
HINTS = {
    "query-seconds": "narrower queries use less, and the same query asked again uses nothing",
    "requests": "larger pages (limit=500) and whole lists (format=csv) take fewer",
}
CLIENTS = 10_000
"""Clients remembered at once; the one longest unseen is forgotten, which by then has mostly got back what it spent."""


def client(request: Request) -> str | None:
    """Who asks: an IPv4 address, the /64 network of an IPv6 address; None for this machine, which is not counted.

    The address is that of the connection, or what a proxy on this machine says it is (`X-Forwarded-For`).
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host or None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return None if address.is_loopback else str(ipaddress.ip_network((address, 64), strict=False))
        address = address.ipv4_mapped
    return None if address.is_loopback else str(address)


@dataclass
class Spent:
    """What was used of what a client reserved."""

    used: float = 0.0


class Budget:
    """Seconds of queries (or requests) by client: full at first, filled again at `seconds` a minute. No limit where
    that is 0. `name` stands in the headers, `unit` in the words of a refusal.

    What a query may take at most is reserved when it begins, and what it did not take given back at its end, so that
    many queries at once cannot outrun it. A query may begin while anything is left.
    """

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        name: str = "query-seconds",
        unit: str = "seconds of queries",
    ) -> None:
        self.seconds, self._clock, self.name, self.unit = seconds, clock, name, unit
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def reserve(self, who: str | None, seconds: float) -> None:
        """Take `seconds` from what a client has left. Raises Problem 429 with Retry-After where nothing is left."""
        if who is None or not self.seconds:
            return
        with self._lock:
            left = self._now(who)
            if left > 0:
                self._left[who] = (left - seconds, self._clock())
                return
        wait = math.ceil(-left / self.seconds * MINUTE) + 1
        detail = (
            f"The {self.seconds:g} {self.unit} that one client may use in a minute are spent. "
            f"Try again in {wait} seconds; {HINTS[self.name]}."
        )
        raise Problem(429, detail, {"Retry-After": str(wait), **self.told(who)})

    def give_back(self, who: str | None, seconds: float) -> None:
        """Return what was reserved and not used."""
        if who is None or not self.seconds:
            return
        with self._lock:
            self._left[who] = (min(self.seconds, self._now(who) + seconds), self._clock())

    @contextmanager
    def spending(self, who: str | None, most: float) -> Iterator[Spent]:
        """Reserve `most`, and at the end give back all but what is `used`. Raises as `reserve` does."""
        self.reserve(who, most)
        spent = Spent()
        try:
            yield spent
        finally:
            self.give_back(who, max(0.0, most - spent.used))

    def _now(self, who: str) -> float:
        """Seconds a client has left at this moment; it becomes the one seen last."""
        left, then = self._left.pop(who, (self.seconds, self._clock()))
        left = min(self.seconds, left + (self._clock() - then) * self.seconds / MINUTE)
        self._left[who] = (left, self._clock())
        while len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        return left

    def told(self, who: str | None) -> dict[str, str]:
        """Headers that tell the limit and what is left (draft-ietf-httpapi-ratelimit-headers); none without a limit.

        `r` is in whole units, `t` the seconds until all of them are there again.
        """
        if who is None or not self.seconds:
            return {}
        with self._lock:
            left = self._now(who)
        full = math.ceil((self.seconds - left) / self.seconds * MINUTE)
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.seconds:g};w={MINUTE:g}',
            "RateLimit": f'"{self.name}";r={max(0, math.floor(left))};t={full}',
        }
