"""Everything that moves messages in one process: workers, senders and the sweeper."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from bot.channels.contract import Channel
from bot.delivery.loop import keep_at, pause
from bot.delivery.sender import Pauses, Sender
from bot.delivery.worker import ContextFactory, Worker
from bot.leads.clock import KEPT_FOR
from bot.store import erase, leads
from bot.store.store import Store
from bot.store.wake import TOPICS
from bot.understanding.contract import Understander

SWEEP_SECONDS = 60.0

log = structlog.get_logger(__name__)


async def deliver(
    store: Store,
    understander: Understander,
    context_factory: ContextFactory,
    channels: Mapping[str, Channel],
    stop: asyncio.Event,
    *,
    workers: int = 4,
    senders: int = 4,
) -> None:
    """Handle events, send messages and sweep leads until `stop` is set; finish what is at hand.

    Raises:
        UnreadableError: the keys of the settings are not those of the database.
    """
    await store.check_keys()
    pauses = Pauses()
    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(Worker(store, understander, context_factory).run(stop))
        for _ in range(senders):
            group.create_task(Sender(store, channels, pauses=pauses).run(stop))
        group.create_task(sweep(store, stop))
        await stop.wait()
        store.wake.touch(TOPICS)


async def sweep(store: Store, stop: asyncio.Event) -> None:
    """Bring untouched leads back to the queue and erase what was kept long enough, every minute."""

    async def once() -> None:
        async with store.begin() as session:
            returned = await leads.return_overdue(session)
        async with store.begin() as session:
            erased = await erase.expired(session, store.clock() - KEPT_FOR)
        if returned:
            log.info("leads went back to the queue", leads=returned)
        if erased:
            log.info("what was kept long enough is erased", persons=erased)
        await pause(stop, SWEEP_SECONDS)

    await keep_at("sweeper", once, stop)
