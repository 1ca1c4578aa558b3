"""Wakes those who wait for work: at once in this process, by NOTIFY in others, else by polling."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Set
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import psycopg

CHANNEL = "ansinh"
TOPICS = ("inbox", "outbox", "messages")
"""New events to handle, new rows to send, new messages a citizen can see."""

_RECONNECT_SECONDS = 2.0
_TELLING_SECONDS = 2.0
_NOTIFY = "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic"

log = structlog.get_logger(__name__)


class Wake:
    """Who waits for what. `address` is a PostgreSQL to listen to as well, or None."""

    def __init__(self, address: str | None) -> None:
        self._address = address
        self._touched: Counter[str] = Counter()
        self._waiting: dict[str, set[asyncio.Future[None]]] = {topic: set() for topic in TOPICS}
        self._listener: asyncio.Task[None] | None = None
        self._untold: set[str] = set()
        self._teller: asyncio.Task[None] | None = None
        self._telling: psycopg.AsyncConnection | None = None

    def ticket(self, topic: str) -> int:
        """Return a mark to take before looking for work; `wait` returns at once if it is old."""
        return self._touched[topic]

    def touch(self, topics: Iterable[str]) -> None:
        """Wake those who wait for any of `topics` in this process."""
        for topic in topics:
            self._touched[topic] += 1
            for waiter in self._waiting[topic]:
                if not waiter.done():
                    waiter.set_result(None)

    def tell(self, topics: Set[str]) -> None:
        """Wake those who wait for any of `topics`: here at once, in other processes soon.

        A transaction does not tell by itself. It would take a way there and back more, and the
        database lets those that tell commit one at a time. Who dies before telling leaves the
        others to their polling.
        """
        self.touch(topics)
        if self._address and topics:
            self._untold |= topics
            if self._teller is None or self._teller.done():
                self._teller = asyncio.create_task(self._tell(self._address))

    async def wait(self, topic: str, ticket: int, timeout_seconds: float) -> None:
        """Return when `topic` was touched after `ticket` was taken, or after the timeout."""
        if self._address and (self._listener is None or self._listener.done()):
            self._listener = asyncio.create_task(self._listen(self._address))
        if self._touched[topic] != ticket:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[topic].add(waiter)
        try:
            await asyncio.wait([waiter], timeout=timeout_seconds)
        finally:
            self._waiting[topic].discard(waiter)

    async def close(self) -> None:
        """Tell what is left to tell, and stop listening."""
        if self._teller is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._teller, _TELLING_SECONDS)
        if self._telling is not None:
            await self._telling.close()
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener
            self._listener = None

    async def _listen(self, address: str) -> None:
        # Ten megabytes that an installation on SQLite does without.
        import psycopg

        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    # Something may have happened while nobody listened.
                    self.touch(TOPICS)
                    async for notice in connection.notifies():
                        if not self._is_mine(notice.pid):
                            self.touch({notice.payload} & set(TOPICS))
            except psycopg.Error as error:
                log.warning("listening for work was interrupted", error=type(error).__name__)
            await asyncio.sleep(_RECONNECT_SECONDS)

    def _is_mine(self, pid: int) -> bool:
        # What this process tells woke its own before.
        return self._telling is not None and self._telling.info.backend_pid == pid

    async def _tell(self, address: str) -> None:
        import psycopg

        topics: set[str] = set()
        # A connection that broke off long ago shows only now; then another one is made.
        for last in (False, True):
            try:
                if self._telling is None or self._telling.closed:
                    self._telling = await psycopg.AsyncConnection.connect(address, autocommit=True)
                while topics := topics | self._untold:
                    self._untold = set()
                    await self._telling.execute(_NOTIFY, [CHANNEL, sorted(topics)])
                    topics = set()
                return
            except psycopg.Error as error:  # noqa: PERF203 - the second try ends it
                if last:
                    log.warning("telling others was interrupted", error=type(error).__name__)
                if self._telling is not None:
                    await self._telling.close()
