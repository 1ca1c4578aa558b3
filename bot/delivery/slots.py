"""Places for work that goes on side by side, each with a token under which it holds its leases."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.delivery.loop import keep_at, where

log = structlog.get_logger(__name__)


class Slots:
    """A number of places. Whoever comes back for more under a token has let go of its last work."""

    def __init__(self, count: int) -> None:
        name = uuid.uuid4().hex
        self._tokens = [f"{name}-{number}" for number in range(count)]
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def free(self) -> str:
        """Return the token of a free place, as soon as there is one: each has its turn.

        What was held under a token when its work broke off is free to that token alone, until its
        lease is over: it is the next one.
        """
        while len(self._busy) == len(self._tokens):
            await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
        token = next(token for token in self._tokens if token not in self._busy)
        self._tokens.remove(token)
        self._tokens.append(token)
        return token

    def count_free(self) -> int:
        """Return how many places are free."""
        return len(self._tokens) - len(self._busy)

    def fill(self, token: str, work: Coroutine[Any, Any, object], then: Callable[[], None]) -> None:
        """Start `work` in the place of `token`, and call `then` when it ended, however it did."""

        async def run() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - its lease runs out, or is let go
                log.error("work was interrupted", error=where(error))
                self._tokens.remove(token)
                self._tokens.insert(0, token)
            finally:
                del self._busy[token]
                then()

        self._busy[token] = asyncio.create_task(run())

    async def keep_busy(
        self, name: str, once: Callable[[], Awaitable[None]], stop: asyncio.Event
    ) -> None:
        """Call `once`, which fills places, until `stop` is set; let what is under way end."""
        await keep_at(name, once, stop)
        while self._busy:
            await asyncio.wait(self._busy.values())
