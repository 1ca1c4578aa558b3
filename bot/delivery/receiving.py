"""One process at a time asks a platform for updates: two would take them from each other."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.delivery.loop import pause
from bot.store import accounts
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store

LEASE = timedelta(seconds=30)

log = structlog.get_logger(__name__)


async def receive_alone(
    store: Store,
    channel: str,
    poll: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    *,
    lease: timedelta = LEASE,
) -> None:
    """Call `poll`, which never ends, whenever no other process does, until `stop` is set.

    A process that loses the database stops polling before another one begins.

    Raises:
        Exception: what `poll` raised; its place is free for others.
    """
    token = uuid.uuid4().hex
    polling: asyncio.Future[None] | None = None
    try:
        while not stop.is_set():
            held = await _hold(store, channel, token, lease)
            if held and polling is None:
                log.info("receiving", channel=channel)
                polling = asyncio.ensure_future(poll())
            elif not held and polling is not None:
                log.warning("another process receives now", channel=channel)
                await _end(polling)
                polling = None
            if polling is not None and polling.done():
                polling.result()
            await pause(stop, lease.total_seconds() / 3)
    finally:
        if polling is not None:
            await _end(polling)
            with suppress(*DATABASE_AWAY):
                async with store.begin() as session:
                    await accounts.let_receiving_go(session, channel, token)


async def _hold(store: Store, channel: str, token: str, lease: timedelta) -> bool:
    try:
        async with asyncio.timeout(lease.total_seconds() / 3), store.begin() as session:
            return await accounts.hold_receiving(session, channel, token, lease)
    except (TimeoutError, *DATABASE_AWAY):
        return False


async def _end(polling: asyncio.Future[None]) -> None:
    polling.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await polling
