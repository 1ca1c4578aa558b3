"""When to stop asking a service that does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Opens after `failures` in a row; then lets one call through every `pause_seconds`.

    An outage begins with the first failure and ends with the next success.
    """

    def __init__(
        self,
        failures: int = 3,
        pause_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._pause = pause_seconds
        self._clock = clock
        self._failed = 0
        self._next_try = 0.0

    def allows(self) -> bool:
        """Return whether to call now. While open, a True is the one try of this pause."""
        if self._failed < self._limit:
            return True
        now = self._clock()
        if now < self._next_try:
            return False
        self._next_try = now + self._pause
        return True

    def succeeded(self) -> bool:
        """Note an answer; return whether it ended an outage."""
        ended = self._failed > 0
        self._failed = 0
        return ended

    def failed(self) -> bool:
        """Note a failure; return whether it began an outage."""
        self._failed += 1
        self._next_try = self._clock() + self._pause
        return self._failed == 1
