"""The office's group on Telegram: it is told who waits, follows a move, and its loss is seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from bot.app import Installation
from bot.channels.contract import InboundEvent
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.updates import inbound_event
from bot.conversation.events import Text
from bot.delivery import take
from bot.delivery.promises import Chat, Office, tell_of_one
from bot.delivery.sender import Sender
from bot.store import conversations, staff, staff_chats
from bot.store.models import Role
from bot.store.store import Store
from tests.channels.requests import recorded
from tests.channels.serving import serving
from tests.channels.telegram.double import TOKEN, TelegramDouble

GROUP, SUPERGROUP, CITIZEN = "-4440001", "-1009876543210", "5550001"
CHATS = [("telegram", GROUP)]


class Desk:
    """The bot, driven by hand, and the Telegram that it talks with."""

    def __init__(
        self, home: Installation, channel: TelegramChannel, double: TelegramDouble
    ) -> None:
        self.home = home
        self.store = home.store
        self.double = double
        self.sender = Sender(home.store, {"telegram": channel})
        link = "https://hoi.example.vn/console/conversations/{}".format
        self.office = Office([Chat("telegram", GROUP)], [Chat("telegram", "777")], link)

    async def citizen_says(self, text: str) -> None:
        number = f"update-{self.store.clock().timestamp()}"
        at = self.store.clock()
        said = InboundEvent("telegram", number, CITIZEN, Text(text), at)
        await take(self.store, said, answerer=self.home.answerer())
        await self.goes_on()

    async def goes_on(self) -> None:
        """Tell staff who waits and send what is due."""
        while await tell_of_one(self.store, self.home.content, self.office):
            pass
        while await self.sender.step():
            pass

    async def hears_of(self, name: str) -> None:
        event = inbound_event(Update.de_json(recorded("telegram", name), None))
        assert event is not None
        await take(self.store, event)

    def told(self, chat: str) -> list[str]:
        return [one["text"] for one in self.double.sent if one["chat_id"] == chat]

    async def failing(self) -> list[str]:
        async with self.store.read() as session:
            return [one.chat for one in await staff_chats.failing(session, CHATS)]


@pytest.fixture
async def desk(store: Store, loaded: Installation) -> AsyncIterator[Desk]:
    double = TelegramDouble()
    async with serving(double) as address, TelegramChannel(TOKEN, address) as channel:
        yield Desk(replace(loaded, store=store), channel, double)


async def test_the_group_is_told_with_a_link_until_somebody_takes_it(
    desk: Desk, clock: Any
) -> None:
    await desk.citizen_says("cho tôi gặp cán bộ")
    [notice] = desk.told(GROUP)
    async with desk.store.read() as session:
        [row] = await conversations.waiting(session)
    assert f"https://hoi.example.vn/console/conversations/{row.id}" in notice
    assert CITIZEN not in notice
    clock.turn(minutes=10)
    await desk.goes_on()
    assert len(desk.told(GROUP)) == 2
    assert desk.told(GROUP)[1].startswith("Nhắc lại")
    async with desk.store.begin() as session:
        officer = await staff.create(
            session, login="lan", name="Lan", role=Role.OFFICER, password="mật khẩu dài"
        )
        await conversations.take_over(session, row.id, officer.id)
    clock.turn(hours=3)
    await desk.goes_on()
    assert len(desk.told(GROUP)) == 2
    assert desk.told("777") == []


@pytest.mark.parametrize("heard", [None, "group_became_supergroup", "supergroup_was_group"])
async def test_a_group_that_became_a_supergroup_goes_on_being_told(
    desk: Desk, clock: Any, heard: str | None
) -> None:
    await desk.citizen_says("cho tôi gặp cán bộ")
    desk.double.moved[GROUP] = int(SUPERGROUP)
    if heard is not None:
        await desk.hears_of(heard)
    clock.turn(minutes=10)
    await desk.goes_on()
    clock.turn(seconds=10)
    await desk.goes_on()
    assert [len(desk.told(chat)) for chat in (GROUP, SUPERGROUP)] == [1, 1]
    clock.turn(minutes=20)
    await desk.goes_on()
    assert [len(desk.told(chat)) for chat in (GROUP, SUPERGROUP)] == [1, 2]
    assert await desk.failing() == []


async def test_a_group_without_the_bot_is_shown_as_failing_until_a_notice_arrives(
    desk: Desk, clock: Any
) -> None:
    desk.double.left.add(GROUP)
    await desk.citizen_says("cho tôi gặp cán bộ")
    assert desk.told(GROUP) == []
    assert await desk.failing() == [GROUP]
    assert len(desk.told(CITIZEN)) >= 1
    desk.double.left.clear()
    clock.turn(minutes=10)
    await desk.goes_on()
    assert len(desk.told(GROUP)) == 1
    assert await desk.failing() == []


async def test_removal_from_the_group_is_known_before_anything_is_sent(desk: Desk) -> None:
    await desk.citizen_says("cho tôi gặp cán bộ")
    await desk.hears_of("group_became_supergroup")
    await desk.hears_of("removed_from_group")
    assert await desk.failing() == [GROUP]
    # An older event that Telegram repeats late does not undo it.
    await desk.hears_of("supergroup_was_group")
    assert await desk.failing() == [GROUP]


async def test_a_group_of_strangers_is_not_kept(desk: Desk) -> None:
    for name in ("added_to_group", "removed_from_group", "group_became_supergroup"):
        await desk.hears_of(name)
    async with desk.store.read() as session:
        assert await conversations.find(session, "telegram", GROUP) is None
        assert await conversations.find(session, "telegram", SUPERGROUP) is None


async def test_a_groups_slow_down_holds_up_no_citizen(desk: Desk, clock: Any) -> None:
    await desk.citizen_says("cho tôi gặp cán bộ")
    slow = {"description": "Too Many Requests", "parameters": {"retry_after": 40}}
    clock.turn(minutes=10)
    desk.double.failures.append((429, slow))
    await desk.goes_on()
    assert len(desk.told(GROUP)) == 1
    before = len(desk.told("5550002"))
    at = desk.store.clock()
    said = InboundEvent("telegram", "other", "5550002", Text("xin chào"), at)
    await take(desk.store, said, answerer=desk.home.answerer())
    await desk.goes_on()
    assert len(desk.told("5550002")) > before
    clock.turn(seconds=41)
    await desk.goes_on()
    assert len(desk.told(GROUP)) == 2
