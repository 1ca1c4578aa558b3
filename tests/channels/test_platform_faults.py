"""Platforms that answer nonsense, or nothing: what becomes of a message, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels import outward
from bot.channels.contract import Outcome
from bot.channels.registry import open_channels
from bot.channels.web.channel import WebChannel
from bot.conversation.replies import Reply
from bot.delivery.sender import Sender
from bot.settings import Settings
from bot.store import consents, conversations, outbox, windows
from bot.store.models import Account, Outbox, OutboxStatus, Priority
from bot.store.store import Store
from bot.store.vault import Vault
from tests.channels.faulty import (
    CLOSES_BUT_TOOK,
    CUT,
    FAILED,
    FAULTS,
    FIREWALL,
    GATEWAY,
    REDIRECT,
    SILENT,
    SILENT_BUT_TOOK,
    SLOW_DOWN,
    SLOW_FOR_EVER,
    WRONG_RESULT,
    Fault,
    Faulty,
)
from tests.channels.telegram.double import TOKEN as TELEGRAM_TOKEN
from tests.channels.telegram.double import TelegramDouble
from tests.channels.test_contract import texts_of, zalo_knows_us
from tests.channels.webhook.double import SECRET_OUT, PartnerDouble
from tests.channels.zalo_bot.double import TOKEN as ZALO_BOT_TOKEN
from tests.channels.zalo_bot.double import ZaloBotDouble
from tests.channels.zalo_oa.double import APP_SECRET, ZaloDouble

CHATS = {
    "telegram": "5550001",
    "zalo_oa": "246845883529197922",
    "zalo_bot": "a1b2c3d4e5f6a7b8c9d0",
    "webhook": "sms-x:ba-hoa-1",
}
FIRST = "Bà Hoa 0912345678 hỏi chuyện riêng"
SECOND = "Câu thứ hai cho bà Hoa"
SECRETS = (
    TELEGRAM_TOKEN.partition(":")[2],
    ZALO_BOT_TOKEN.partition(":")[2],
    APP_SECRET,
    "access-",
    "refresh-",
    SECRET_OUT.removeprefix("whsec_"),
)


@dataclass
class Town:
    """All platforms, each on a port of its own, and our senders before them."""

    store: Store
    clock: Any
    sender: Sender
    platforms: dict[str, Faulty]
    doubles: dict[str, Any]

    def arrived(self, name: str) -> list[str]:
        return texts_of(name, self.doubles[name])

    async def owe(
        self, name: str, text: str, chat: str = "", priority: Priority = Priority.REPLY
    ) -> None:
        """Owe a message to somebody who wrote just now and wants to hear more."""
        chat = chat or CHATS[name]
        self.doubles["zalo_oa"].interacted[chat] = self.clock()
        async with self.store.begin() as session:
            talk = await conversations.ensure(session, name, chat)
            await consents.opt_in(session, talk)
            held = await conversations.lock(session, talk)
            windows.opened(held, self.clock())
            await outbox.add(session, held, Reply(text), priority=priority)

    async def sends(self) -> None:
        while await self.sender.step():
            pass

    async def rows(self, name: str) -> list[Outbox]:
        async with self.store.read() as session:
            return list(
                await session.scalars(select(Outbox).filter_by(channel=name).order_by(Outbox.id))
            )

    async def resting(self) -> dict[str, timedelta]:
        """Return which accounts send nothing now, and for how long."""
        async with self.store.read() as session:
            accounts = (await session.scalars(select(Account))).all()
        return {
            one.channel: one.paused_until - self.clock()
            for one in accounts
            if one.paused_until and one.paused_until > self.clock()
        }

    async def gets_well(self, name: str) -> None:
        """Let a platform be well, and time pass: more than any pause."""
        self.platforms[name].fault = None
        for minutes in (1, 15, 13 * 60, 1):
            self.clock.turn(minutes=minutes)
            await self.sends()


@pytest.fixture
def patience() -> float:
    """Return how many seconds a platform may take to answer."""
    return 0.15


@pytest.fixture
async def town(
    patience: float,
    sqlite_url: str,
    vault: Vault,
    clock: Any,
    settings_with: Callable[..., Settings],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Town]:
    monkeypatch.setattr(outward, "SECONDS", patience)
    doubles = {
        "telegram": TelegramDouble(),
        "zalo_oa": ZaloDouble(clock, per_minute=1000),
        "zalo_bot": ZaloBotDouble(),
        "webhook": PartnerDouble(),
    }
    platforms = {name: Faulty(double) for name, double in doubles.items()}
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(Store(sqlite_url, vault, clock))
        await zalo_knows_us(store, doubles["zalo_oa"])
        at = {
            name: await stack.enter_async_context(platform.serving())
            for name, platform in platforms.items()
        }
        settings = settings_with(
            telegram_api=at["telegram"],
            zalo_oa_api=at["zalo_oa"],
            zalo_oa_signin=at["zalo_oa"],
            zalo_bot_api=at["zalo_bot"],
            webhook_url=f"{at['webhook']}/inbox",
        )
        channels = await stack.enter_async_context(open_channels(settings, WebChannel(), store))
        sender = Sender(store, channels.by_name())
        yield Town(store, clock, sender, platforms, doubles)


def expected(name: str, fault: Fault) -> Outcome | None:
    """Return what a fault means for the message on a channel; None: it was taken."""
    if fault in {SLOW_DOWN, SLOW_FOR_EVER}:
        return Outcome.RETRY
    if name == "webhook":
        # Its messages carry an id: whatever is doubtful may be sent again.
        if fault in {REDIRECT, FIREWALL}:
            return Outcome.HOLD
        unheard = {FAILED, GATEWAY, CUT, SILENT, SILENT_BUT_TOOK, CLOSES_BUT_TOOK}
        return Outcome.RETRY if fault in unheard or fault.closes else None
    if (name, fault) == ("zalo_bot", WRONG_RESULT):
        return None
    # What refuses in another language than the platform's stands before it.
    return Outcome.RETRY if fault in {REDIRECT, FIREWALL} else Outcome.IN_DOUBT


def assert_private(logged: str) -> None:
    for secret in (*SECRETS, *CHATS.values(), "Bà Hoa", "bà Hoa", "912345678"):
        assert secret not in logged


@pytest.mark.parametrize("name", CHATS)
class TestEveryPlatformThatFails:
    async def test_loses_and_doubles_nothing_and_holds_up_nobody_else(
        self,
        town: Town,
        name: str,
        subtests: pytest.Subtests,
        capsys: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        for fault in FAULTS:
            await zalo_knows_us(town.store, town.doubles["zalo_oa"])
            with subtests.test(fault=str(fault)):
                await self._fails_and_gets_well(town, name, fault)
        assert "/elsewhere" not in town.platforms[name].asked
        assert_private("".join(capsys.readouterr()) + caplog.text)

    async def _fails_and_gets_well(self, town: Town, name: str, fault: Fault) -> None:
        other = "webhook" if name == "zalo_bot" else "zalo_bot"
        before, others_before = len(town.arrived(name)), len(town.arrived(other))
        town.platforms[name].fault = fault
        await town.owe(name, FIRST)
        await town.owe(name, SECOND)
        await town.owe(other, "Chuyện khác")
        await town.sends()

        outcome = expected(name, fault)
        first, second = (await town.rows(name))[-2:]
        match outcome:
            case None:
                assert (first.status, second.status) == (OutboxStatus.SENT, OutboxStatus.SENT)
            case Outcome.IN_DOUBT:
                assert (first.status, first.doubts) == (OutboxStatus.IN_DOUBT, 1)
            case _:
                assert (first.status, first.attempts) == (OutboxStatus.PENDING, 1)
        if outcome is not None:
            assert second.status is OutboxStatus.PENDING
            assert first.not_before is not None
            assert timedelta(seconds=2) <= first.not_before - town.clock() <= timedelta(hours=12)
        assert_private(str(first.error))
        rests = fault in {SLOW_DOWN, SLOW_FOR_EVER} or outcome is Outcome.HOLD
        assert set(await town.resting()) == ({name} if rests else set())
        assert town.arrived(other)[others_before:] == ["Chuyện khác"]

        await town.gets_well(name)
        assert [row.status for row in await town.rows(name)][-2:] == [OutboxStatus.SENT] * 2
        if outcome is not None:
            twice = fault.takes and name != "webhook"
            assert town.arrived(name)[before:] == [FIRST] * (1 + twice) + [SECOND]

    async def test_costs_few_of_those_who_wait_while_it_is_broken_for_long(
        self, town: Town, name: str
    ) -> None:
        for number in range(20):
            priority = Priority.REPLY if number < 10 else Priority.BROADCAST
            await town.owe(name, f"tin {number}", str(number), priority)
        for fault in (FAILED, None):
            town.platforms[name].fault = fault
            for _ in range(30):
                await town.sends()
                town.clock.turn(seconds=10)
        lost = [row for row in await town.rows(name) if row.status is not OutboxStatus.SENT]
        assert {row.status for row in lost} <= {OutboxStatus.IN_DOUBT}
        assert len(lost) <= (0 if name == "webhook" else 6)
        assert len(town.arrived(name)) == len(set(town.arrived(name))) == 20 - len(lost)

    @pytest.mark.parametrize("fault", [CLOSES_BUT_TOOK, SILENT_BUT_TOOK], ids=str)
    async def test_is_told_no_broadcast_twice(self, town: Town, name: str, fault: Fault) -> None:
        town.platforms[name].fault = fault
        await town.owe(name, "Tin chung", priority=Priority.BROADCAST)
        await town.sends()
        await town.gets_well(name)
        assert town.arrived(name) == ["Tin chung"]
        [row] = await town.rows(name)
        known = name == "webhook"
        assert row.status is (OutboxStatus.SENT if known else OutboxStatus.IN_DOUBT)

    @pytest.mark.parametrize("patience", [20.0])
    async def test_that_is_silent_leaves_places_to_the_others(self, town: Town, name: str) -> None:
        other = "webhook" if name == "zalo_bot" else "zalo_bot"
        town.platforms[name].fault = SILENT
        for number in range(4):
            await town.owe(name, f"câu {number}", str(number))
        sender = Sender(town.store, town.sender._channels, slots=4, poll_seconds=0.05)
        stop = asyncio.Event()
        running = asyncio.create_task(sender.run(stop))
        try:
            async with asyncio.timeout(10):
                while len(town.platforms[name].asked) < 3:
                    await asyncio.sleep(0.01)
                    # Accounts have a rate, and it is the clock that fills their buckets.
                    town.clock.turn(seconds=0.04)
                await town.owe(other, "Chuyện khác")
                while not town.arrived(other):
                    await asyncio.sleep(0.01)
            assert {row.doubts + row.attempts for row in await town.rows(name)} == {0}
        finally:
            stop.set()
            town.store.wake.touch(["outbox"])
            town.platforms[name].fault = None
            town.platforms[name].hang_up()
            await running
