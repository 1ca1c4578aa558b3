"""How long to wait before trying again."""

from __future__ import annotations

from datetime import timedelta

_LONGEST_SECONDS = 900


def backoff(failures: int) -> timedelta:
    """Return the wait after the given number of failures (1, 2, …): 2 s, 4 s, … 15 minutes."""
    return timedelta(seconds=min(2 ** min(failures, 16), _LONGEST_SECONDS))
