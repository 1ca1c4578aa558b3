"""Everything that moves messages in one process: workers, senders and the sweeper."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bot.channels.contract import Channel
from bot.content.types import Content
from bot.delivery.answerer import Answerer
from bot.delivery.loop import keep_at, pause
from bot.delivery.promises import Office, keep_promises
from bot.delivery.quiet import QuietHours
from bot.delivery.sender import Sender
from bot.delivery.sheets import Sheets
from bot.delivery.worker import Worker
from bot.leads.clock import KEPT_FOR
from bot.store import erase, leads
from bot.store.store import Store
from bot.store.wake import TOPICS

SWEEP_SECONDS = 60.0
WORKING = 4
"""How many events one process handles side by side: while one waits for Rasa, others go on."""
SENDING = 8
"""How many messages one process sends side by side: platforms take their time to answer."""

log = structlog.get_logger(__name__)


async def deliver(
    store: Store,
    answerer: Answerer,
    channels: Mapping[str, Channel],
    stop: asyncio.Event,
    *,
    content: Callable[[], Content],
    office: Office | None = None,
    quiet: QuietHours | None = None,
    sheets: Sheets | None = None,
) -> None:
    """Handle events, send messages, keep promises and sweep leads until `stop` is set.

    What is at hand is finished.

    Raises:
        UnreadableError: the keys of the settings are not those of the database.
    """
    await store.check_keys()
    worker = Worker(store, answerer, slots=WORKING)
    sender = Sender(
        store, channels, quiet=quiet, slots=SENDING, reserved=SENDING // 2, sheets=sheets
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run(stop))
        group.create_task(sender.run(stop))
        group.create_task(sweep(store, stop))
        group.create_task(keep_promises(store, content, office or Office(), stop))
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
