"""The service keeps everything moving until it is told to stop."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from bot.conversation.events import Text
from bot.delivery import service
from bot.delivery.backoff import backoff
from bot.delivery.loop import keep_at, pause, where
from bot.delivery.service import deliver, sweep
from bot.store import leads
from bot.store.models import Inbox, Lead, Role
from bot.store.staff import create
from bot.store.store import Store
from bot.store.vault import UnreadableError, Vault


async def until(look: Any) -> None:
    for _ in range(200):
        if await look() if asyncio.iscoroutinefunction(look) else look():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


async def serve(bot: Any, stop: asyncio.Event, store: Store | None = None) -> None:
    def content() -> Any:
        return bot.context_factory(bot.store.clock(), "plain").content

    await deliver(
        store or bot.store,
        bot.answerer,
        bot.channels,
        stop,
        content=content,
    )


def words(bot: Any) -> Any:
    return bot.context_factory(bot.store.clock(), "plain").content


async def test_messages_go_through_and_a_stop_finishes_what_is_at_hand(bot: Any) -> None:
    stop, plain = asyncio.Event(), bot.channels["plain"]
    running = asyncio.create_task(
        deliver(
            bot.store,
            bot.answerer,
            bot.channels,
            stop,
            content=lambda: words(bot),
        )
    )
    await bot.receives(Text("xin chào"))
    await until(lambda: plain.arrived)

    sending = asyncio.Event()

    async def slowly() -> None:
        sending.set()
        await asyncio.sleep(0.3)

    plain.while_sending = slowly
    await bot.receives(Text("cảm ơn"))
    await asyncio.wait_for(sending.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert len(plain.arrived) == 2


async def test_after_a_stop_nothing_more_is_taken(bot: Any) -> None:
    stop = asyncio.Event()
    stop.set()
    await bot.receives(Text("xin chào"))
    await deliver(
        bot.store,
        bot.answerer,
        bot.channels,
        stop,
        content=lambda: words(bot),
    )
    assert [event.status for event in await bot.rows(Inbox)] == ["pending"]


async def test_with_the_wrong_key_nothing_is_touched(bot: Any, database_url: str) -> None:
    await bot.hears(Text("xin chào"))
    await bot.receives(Text("cảm ơn"))
    wrong = Vault([Fernet.generate_key().decode()], "hash key")
    async with Store(database_url, wrong, bot.store.clock) as store:
        with pytest.raises(UnreadableError, match="ANSINH_PHONE_KEY"):
            await deliver(
                store,
                bot.answerer,
                bot.channels,
                asyncio.Event(),
                content=lambda: words(bot),
            )
    assert [event.attempts for event in await bot.rows(Inbox)] == [0, 0]
    await bot.works()
    assert [event.status for event in await bot.rows(Inbox)] == ["done", "done"]


async def test_the_sweeper_brings_untouched_leads_back(bot: Any, clock: Any) -> None:
    await bot.leaves_number()
    async with bot.store.begin() as session:
        agent = await create(session, login="lan", name="Lan", role=Role.AGENT, password="x")
        [lead] = await bot.rows(Lead)
        await leads.assign(session, lead.id, agent.id, None)
    clock.turn(days=7)
    stop = asyncio.Event()

    async def returned() -> bool:
        [lead] = await bot.rows(Lead)
        return bool(lead.status == "new")

    with capture_logs() as logged:
        running = asyncio.create_task(sweep(bot.store, stop))
        await until(returned)
        stop.set()
        await asyncio.wait_for(running, 5)
    assert [line["leads"] for line in logged] == [[lead.id]]
    assert service.SWEEP_SECONDS > 0


async def test_work_that_breaks_is_tried_again_and_told_without_its_message() -> None:
    stop, tries = asyncio.Event(), 0

    async def once() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise RuntimeError("the number 0912345678")
        stop.set()

    with capture_logs() as logged:
        await asyncio.wait_for(keep_at("test", once, stop), 10)
    assert tries == 2
    assert logged[0]["error"].startswith("RuntimeError at test_service.py:")
    assert "0912345678" not in str(logged)


async def test_a_pause_ends_with_the_stop() -> None:
    stop = asyncio.Event()
    waiting = asyncio.create_task(pause(stop, 60))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(waiting, 5)


def test_an_exception_that_was_never_raised_has_no_place() -> None:
    assert where(ValueError("0912345678")) == "ValueError"


def test_waits_grow_up_to_a_quarter_of_an_hour() -> None:
    waits = [backoff(failures).total_seconds() for failures in range(1, 100)]
    assert waits[:4] == [2, 4, 8, 16]
    assert waits == sorted(waits)
    assert waits[-1] == 900
