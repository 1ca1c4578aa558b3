"""What is said without a question: reminders, and that somebody waits for a person."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

import pytest

from bot.conversation.events import Press, Text
from bot.delivery.promises import Chat, Office, keep_promises, remind_one, tell_of_one
from bot.store import conversations, hand_offs, reminders, staff
from bot.store.models import Audit, Conversation, Outbox, Owner, Priority, Reminder, Role
from bot.store.staff import create
from bot.vietnam import VIETNAM

STAFF, CHIEF = Chat("plain", "staff"), Chat("plain", "chief")
OFFICE = Office([STAFF], [CHIEF], "https://hoi.example/console/conversations/{}".format)


async def promise(bot: Any, on: date, chat: str = "lan", kind: str = "renew") -> int:
    async with bot.store.begin() as session:
        conversation_id: int = await conversations.ensure(session, "plain", chat)
        reminders.schedule(session, conversation_id, kind, on)
    return conversation_id


async def keep(bot: Any, content: Any) -> None:
    while await remind_one(bot.store, content):
        pass
    while await tell_of_one(bot.store, content, OFFICE):
        pass
    await bot.sends()


async def member(bot: Any, login: str) -> int:
    async with bot.store.begin() as session:
        one = await create(session, login=login, name=login, role=Role.OFFICER, password="x")
        return one.id


async def test_a_reminder_is_sent_once_on_its_day(bot: Any, clock: Any, content: Any) -> None:
    clock.at = datetime(2026, 11, 23, 23, 59, tzinfo=VIETNAM)
    await promise(bot, date(2026, 11, 24))
    await keep(bot, content)
    assert bot.channels["plain"].arrived == []
    clock.turn(minutes=1)
    for _ in range(3):
        await keep(bot, content)
        clock.turn(days=1)
    assert bot.channels["plain"].texts("lan") == [content.texts["delivery.reminder"]]
    [row] = await bot.rows(Outbox)
    assert row.priority == Priority.REMINDER


async def test_many_processes_send_a_reminder_once(bot: Any, clock: Any, content: Any) -> None:
    for number in range(4):
        await promise(bot, clock().date(), chat=f"chat-{number}")
    await asyncio.gather(*(remind_one(bot.store, content) for _ in range(12)))
    while await remind_one(bot.store, content):
        pass
    await bot.sends()
    assert sorted(chat for chat, _ in bot.channels["plain"].arrived) == [
        f"chat-{number}" for number in range(4)
    ]


async def test_who_opted_out_is_not_reminded(bot: Any, clock: Any, content: Any) -> None:
    conversation_id = await promise(bot, clock().date())
    async with bot.store.begin() as session:
        await reminders.cancel(session, conversation_id)
    await keep(bot, content)
    assert bot.channels["plain"].arrived == []


async def test_a_reminder_waits_while_a_person_has_the_conversation(
    bot: Any, clock: Any, content: Any
) -> None:
    conversation_id = await promise(bot, clock().date())
    for owner, sent in ((Owner.PERSON, 0), (Owner.BOT, 1)):
        async with bot.store.begin() as session:
            (await conversations.lock(session, conversation_id)).owner = owner
        await keep(bot, content)
        assert len(bot.channels["plain"].arrived) == sent
    [reminder] = await bot.rows(Reminder)
    assert reminder.queued_at == clock()


async def test_a_reminder_has_the_words_of_its_kind(bot: Any, clock: Any, content: Any) -> None:
    content.texts["remind.own"] = "Dạ, em nhắc anh/chị việc riêng."
    await promise(bot, clock().date(), kind="own")
    await keep(bot, content)
    del content.texts["remind.own"]
    assert bot.channels["plain"].texts("lan") == ["Dạ, em nhắc anh/chị việc riêng."]


async def test_a_reminder_is_in_the_language_of_the_citizen(
    bot: Any, clock: Any, content: Any
) -> None:
    conversation_id = await promise(bot, clock().date())
    async with bot.store.begin() as session:
        conversation = await session.get(Conversation, conversation_id)
        conversation.state = {"locale": "en"}
    await keep(bot, content)
    [said] = bot.channels["plain"].texts("lan")
    assert said == content.translations["en"].texts["delivery.reminder"]


async def hand_off(bot: Any) -> int:
    await bot.hears(Text("gặp người"))
    await bot.hears(Press("handoff:yes"))
    [conversation] = [one for one in await bot.rows(Conversation) if one.chat == "lan"]
    if conversation.owner is not Owner.PERSON:
        async with bot.store.begin() as session:
            conversation = await conversations.lock(session, conversation.id)
            conversation.owner = Owner.PERSON
            hand_offs.begin(session, conversation, "asked")
    return int(conversation.id)


async def test_a_hand_off_that_nobody_takes_is_told_again_then_escalated(
    bot: Any, clock: Any, content: Any
) -> None:
    conversation_id = await hand_off(bot)
    told = []
    for _ in range(8):
        await keep(bot, content)
        plain = bot.channels["plain"]
        told.append((len(plain.texts("staff")), len(plain.texts("chief"))))
        clock.turn(minutes=10)
    assert told == [(1, 0), (2, 0), (2, 0), (3, 1), (3, 1), (3, 1), (3, 1), (3, 1)]
    assert f"https://hoi.example/console/conversations/{conversation_id}" in plain.texts("chief")[0]
    assert bot.channels["plain"].texts("lan")[-1].startswith("Dạ, người của cơ quan chưa kịp")
    assert [line.action for line in await bot.rows(Audit)] == ["conversation.escalated"]


@pytest.mark.parametrize("days", [400, -400])
async def test_a_hand_off_while_the_clock_was_wrong_is_told_all_the_same(
    bot: Any, clock: Any, content: Any, days: int
) -> None:
    clock.turn(days=days)
    await hand_off(bot)
    clock.turn(days=-days)
    await keep(bot, content)
    assert len(bot.channels["plain"].texts("staff")) == 1


async def test_a_hand_off_that_was_taken_is_told_no_more(
    bot: Any, clock: Any, content: Any
) -> None:
    conversation_id = await hand_off(bot)
    await keep(bot, content)
    officer = await member(bot, "minh")
    async with bot.store.begin() as session:
        await conversations.take_over(session, conversation_id, officer)
    clock.turn(hours=3)
    await keep(bot, content)
    assert len(bot.channels["plain"].texts("staff")) == 1


async def test_staff_are_told_in_the_morning_of_who_came_at_night(
    bot: Any, clock: Any, content: Any
) -> None:
    clock.at = datetime(2026, 11, 27, 20, 0, tzinfo=VIETNAM)
    await hand_off(bot)
    await keep(bot, content)
    assert bot.channels["plain"].texts("staff") == []
    clock.at = datetime(2026, 11, 30, 8, 0, tzinfo=VIETNAM)
    await keep(bot, content)
    assert len(bot.channels["plain"].texts("staff")) == 1


async def test_what_a_disabled_member_holds_comes_back(bot: Any, clock: Any, content: Any) -> None:
    conversation_id = await hand_off(bot)
    minh = await member(bot, "minh")
    async with bot.store.begin() as session:
        await conversations.take_over(session, conversation_id, minh)
    async with bot.store.begin() as session:
        assert await hand_offs.release_of_disabled(session) == []
        (await _staff(session, minh)).active = False
    async with bot.store.begin() as session:
        assert await hand_offs.release_of_disabled(session) == [conversation_id]
    await keep(bot, content)
    assert len(bot.channels["plain"].texts("staff")) == 1


async def test_another_member_takes_over_from_a_disabled_one(bot: Any) -> None:
    conversation_id = await hand_off(bot)
    minh, lan = await member(bot, "minh"), await member(bot, "lan")
    async with bot.store.begin() as session:
        await conversations.take_over(session, conversation_id, minh)
    with pytest.raises(conversations.AlreadyTakenError):
        async with bot.store.begin() as session:
            await conversations.take_over(session, conversation_id, lan)
    async with bot.store.begin() as session:
        (await _staff(session, minh)).active = False
    async with bot.store.begin() as session:
        await conversations.take_over(session, conversation_id, lan)
    actions = [line.action for line in await bot.rows(Audit)]
    assert actions[-2:] == ["conversation.released", "conversation.taken_over"]


async def _staff(session: Any, staff_id: int) -> Any:
    return await staff.get(session, staff_id)


async def test_promises_are_kept_until_the_stop(bot: Any, clock: Any, content: Any) -> None:
    await promise(bot, clock().date())
    stop = asyncio.Event()
    running = asyncio.create_task(keep_promises(bot.store, lambda: content, OFFICE, stop))
    async with asyncio.timeout(10):
        while not await bot.rows(Outbox):
            await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(running, 5)


@pytest.mark.parametrize("written", ["telegram", "telegram:", ":5", ""])
def test_a_chat_is_a_channel_and_a_chat(written: str) -> None:
    with pytest.raises(ValueError, match="channel:chat"):
        Chat.parse(written)


def test_a_chat_may_have_a_colon() -> None:
    assert Chat.parse("webhook:a:b") == Chat("webhook", "a:b")
