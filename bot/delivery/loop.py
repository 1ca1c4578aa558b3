"""Keeps one kind of work going until it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

import structlog

from bot.store.session import DATABASE_AWAY

_LONGEST_PAUSE_SECONDS = 30.0
_DATABASE_PAUSES_SECONDS = (0.25, 4.0)
"""The first and the longest pause while the database is away: everybody waits for it."""

log = structlog.get_logger(__name__)


async def keep_at(name: str, once: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Call `once` again and again until `stop` is set; the call at hand is finished.

    An exception (the database is away, say) is logged and followed by a growing pause.
    """
    failures = 0
    while not stop.is_set():
        try:
            await once()
        except Exception as error:  # noqa: BLE001, PERF203 - the next must have its turn
            failures += 1
            log.error("work was interrupted", work=name, error=where(error), failures=failures)
            away = isinstance(error, DATABASE_AWAY)
            first, longest = _DATABASE_PAUSES_SECONDS if away else (1.0, _LONGEST_PAUSE_SECONDS)
            await pause(stop, min(first * 2.0 ** min(failures - 1, 10), longest))
        else:
            failures = 0


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait for `seconds`, or until `stop` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def where(error: BaseException) -> str:
    """Return the kind of an exception and the line it came from.

    Not its message, which may repeat what a citizen wrote.
    """
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
