"""Senders: order, silence, and sends that go wrong."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.contract import DeliveryError, Outcome
from bot.conversation.replies import Button
from bot.delivery.backoff import backoff
from bot.delivery.sender import LEASE
from bot.store import consents, conversations, sending
from bot.store.models import Author, Conversation, Message, Outbox, OutboxStatus, Owner, Priority
from bot.store.sending import Nothing
from tests.delivery.tools import fails, owe, statuses


async def test_messages_arrive_in_order_and_are_recorded(bot: Any, clock: Any) -> None:
    await owe(bot, "một", "hai", "ba")
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["một", "hai", "ba"]
    rows = await bot.rows(Outbox)
    assert [row.platform_message_id for row in rows] == ["plain-1", "plain-2", "plain-3"]
    assert {(row.status, row.sent_at, row.body) for row in rows} == {
        (OutboxStatus.SENT, clock(), None)
    }
    assert [row.position for row in await bot.rows(Message)] == [1, 2, 3]


async def test_what_is_urgent_goes_first(bot: Any) -> None:
    conversation_id = await owe(bot, "tin chung", priority=Priority.BROADCAST)
    async with bot.store.begin() as session:
        await consents.opt_in(session, conversation_id)
    await owe(bot, "nhắc", priority=Priority.REMINDER, chat="minh")
    await owe(bot, "chuyển", priority=Priority.HAND_OFF, chat="cúc")
    await owe(bot, "trả lời", chat="đào")
    await bot.sends()
    assert [part.text for _, part in bot.channels["plain"].arrived] == [
        "trả lời",
        "chuyển",
        "nhắc",
        "tin chung",
    ]


async def test_what_is_planned_for_later_waits_and_holds_nothing_up(bot: Any, clock: Any) -> None:
    await owe(bot, "tháng sau", priority=Priority.REMINDER, not_before=clock() + timedelta(days=30))
    await owe(bot, "hôm nay", priority=Priority.REMINDER)
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["hôm nay"]
    clock.turn(days=30)
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["hôm nay", "tháng sau"]


async def test_several_senders_keep_the_order_of_each_conversation(bot: Any) -> None:
    chats = [f"chat-{number}" for number in range(5)]
    for chat in chats:
        await owe(bot, *(f"câu {number}" for number in range(6)), chat=chat)

    async def breathe() -> None:
        await asyncio.sleep(0.002)

    bot.channels["plain"].while_sending = breathe

    async def send(sender: Any) -> None:
        idle = 0
        while idle < 20:
            idle = 0 if await sender.step() else idle + 1
            await asyncio.sleep(0.001)

    await asyncio.gather(*(send(bot.new_sender()) for _ in range(4)))
    for chat in chats:
        assert bot.channels["plain"].texts(chat) == [f"câu {number}" for number in range(6)]


async def test_the_bot_is_silent_while_a_person_owns_the_conversation(bot: Any) -> None:
    conversation_id = await owe(bot, "của bot")
    await owe(bot, "thông báo", author=Author.NOTICE)
    await owe(bot, "của người", author=Author.STAFF)
    async with bot.store.begin() as session:
        (await conversations.lock(session, conversation_id)).owner = Owner.PERSON
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["thông báo", "của người"]
    assert await statuses(bot) == ["cancelled", "sent", "sent"]
    seen = [row.delivered_at is not None for row in await bot.rows(Message)]
    assert seen == [False, True, True]


async def test_a_person_who_takes_over_in_the_middle_of_a_long_message_is_heard(bot: Any) -> None:
    conversation_id = await owe(bot, "Câu dài. " * 100)

    async def take_over() -> None:
        async with bot.store.begin() as session:
            (await conversations.lock(session, conversation_id)).owner = Owner.PERSON

    bot.channels["plain"].while_sending = take_over
    await bot.sends()
    assert len(bot.channels["plain"].arrived) == 1
    assert await statuses(bot) == ["cancelled"]


async def test_a_broadcast_goes_only_to_who_wanted_it(bot: Any) -> None:
    conversation_id = await owe(bot, "tin chung", priority=Priority.BROADCAST)
    await bot.sends()
    async with bot.store.begin() as session:
        await consents.opt_in(session, conversation_id)
    await owe(bot, "tin sau", priority=Priority.BROADCAST)
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["tin sau"]
    assert await statuses(bot) == ["cancelled", "sent"]


async def test_what_the_platform_did_not_take_is_sent_again_before_what_follows(
    bot: Any, clock: Any
) -> None:
    bot.channels["plain"].outcomes = [fails(Outcome.RETRY), fails(Outcome.RETRY)]
    await owe(bot, "một", "hai")
    await bot.sends()
    assert bot.channels["plain"].arrived == []
    for failures in (1, 2):
        clock.at += backoff(failures)
        await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["một", "hai"]
    first, _ = await bot.rows(Outbox)
    assert first.attempts == 2


async def test_what_is_never_taken_is_given_up_in_the_end(bot: Any, clock: Any) -> None:
    sender = bot.new_sender(attempts=3)
    bot.channels["plain"].outcomes = [fails(Outcome.RETRY)] * 3
    await owe(bot, "một", "hai")
    for _ in range(8):
        await sender.step()
        clock.turn(hours=1)
    assert await statuses(bot) == ["failed", "sent"]
    failed, _ = await bot.rows(Outbox)
    assert (failed.error, failed.attempts, failed.body) == ("the platform said no", 3, None)


async def test_who_blocked_us_is_not_asked_again(bot: Any) -> None:
    bot.channels["plain"].outcomes = [fails(Outcome.DROP)]
    await owe(bot, "một", "hai")
    await bot.sends()
    assert await statuses(bot) == ["failed", "sent"]


async def test_a_long_reason_is_cut_short(bot: Any) -> None:
    bot.channels["plain"].outcomes = [DeliveryError(Outcome.DROP, "no " * 200)]
    await owe(bot, "một")
    await bot.sends()
    [row] = await bot.rows(Outbox)
    assert row.error == ("no " * 200)[:255]


async def test_slow_down_pauses_only_its_own_channel(bot: Any, clock: Any) -> None:
    bot.channels["plain"].outcomes = [fails(Outcome.RETRY, retry_after=300)]
    await owe(bot, "một", chat="lan")
    await owe(bot, "hai", chat="minh")
    await owe(bot, "ba", channel="rich")
    await bot.sends()
    assert bot.channels["plain"].arrived == []
    assert bot.channels["rich"].texts("lan") == ["ba"]
    clock.turn(seconds=300)
    await bot.sends()
    assert len(bot.channels["plain"].arrived) == 2


async def test_an_account_that_is_refused_loses_no_message(bot: Any, clock: Any) -> None:
    sender = bot.new_sender(attempts=1)
    bot.channels["plain"].outcomes = [fails(Outcome.HOLD)] * 3
    await owe(bot, "một", chat="lan")
    await owe(bot, "hai", chat="minh")
    for _ in range(8):
        await sender.step()
        clock.turn(minutes=10)
    assert await statuses(bot) == ["sent", "sent"]


async def test_slow_down_never_makes_a_message_hopeless(bot: Any, clock: Any) -> None:
    sender = bot.new_sender(attempts=2)
    bot.channels["plain"].outcomes = [fails(Outcome.RETRY, retry_after=60)] * 5
    await owe(bot, "một")
    for _ in range(6):
        await sender.step()
        clock.turn(hours=1)
    assert await statuses(bot) == ["sent"]


@pytest.mark.parametrize("outcome", [fails(Outcome.IN_DOUBT), RuntimeError("0912345678")])
async def test_a_reply_in_doubt_is_sent_once_more_before_what_follows(
    bot: Any, clock: Any, outcome: Exception
) -> None:
    bot.channels["plain"].outcomes = [outcome]
    await owe(bot, "một", "hai")
    await bot.sends()
    assert await statuses(bot) == ["in_doubt", "pending"]
    clock.turn(minutes=5)
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["một", "hai"]
    assert "912345678" not in str([row.error for row in await bot.rows(Outbox)])


async def test_a_reply_twice_in_doubt_is_left_so(bot: Any, clock: Any) -> None:
    bot.channels["plain"].outcomes = [fails(Outcome.IN_DOUBT)] * 2
    await owe(bot, "một")
    for _ in range(4):
        await bot.sends()
        clock.turn(hours=1)
    assert await statuses(bot) == ["in_doubt"]
    assert bot.channels["plain"].arrived == []
    [row] = await bot.rows(Outbox)
    assert (row.doubts, row.not_before, row.body) == (2, None, None)


@pytest.mark.parametrize("priority", [Priority.BROADCAST, Priority.REMINDER])
async def test_what_nobody_asked_for_is_not_sent_again_in_doubt(
    bot: Any, clock: Any, priority: Priority
) -> None:
    bot.channels["plain"].outcomes = [fails(Outcome.IN_DOUBT)]
    conversation_id = await owe(bot, "tin chung", priority=priority)
    async with bot.store.begin() as session:
        await consents.opt_in(session, conversation_id)
    for _ in range(3):
        await bot.sends()
        clock.turn(hours=1)
    assert await statuses(bot) == ["in_doubt"]
    assert bot.channels["plain"].arrived == []


async def lease(bot: Any, token: str) -> Any:
    async with bot.store.begin() as session:
        shown = {"plain": bot.channels["plain"].capabilities}
        return await sending.claim(session, token, LEASE, shown)


async def test_what_a_dead_sender_held_is_in_doubt_after_its_lease(bot: Any, clock: Any) -> None:
    await owe(bot, "một", "hai")
    assert await lease(bot, "dead") != Nothing()
    await bot.sends()
    assert bot.channels["plain"].arrived == []
    clock.turn(seconds=LEASE.total_seconds() + 1)
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["một", "hai"]
    first, _ = await bot.rows(Outbox)
    assert first.doubts == 1


async def test_one_message_of_a_conversation_is_under_way_at_a_time(bot: Any) -> None:
    await owe(bot, "nhắc", priority=Priority.REMINDER)
    reminder = await lease(bot, "slow")
    await owe(bot, "trả lời")
    assert await lease(bot, "fast") == Nothing()
    async with bot.store.begin() as session:
        await sending.sent(session, reminder, "slow", None, None)
    reply = await lease(bot, "fast")
    assert reply.reply.text == "trả lời"


async def test_a_sender_that_broke_off_does_not_wait_for_its_own_lease(bot: Any) -> None:
    await owe(bot, "một")
    assert await lease(bot, await bot.sender._slots.free()) != Nothing()
    await bot.sends()
    assert bot.channels["plain"].texts("lan") == ["một"]


async def test_a_sender_thought_dead_may_still_say_that_it_arrived(bot: Any, clock: Any) -> None:
    await owe(bot, "một")
    held = await lease(bot, "slow")
    clock.turn(seconds=LEASE.total_seconds() + 1)
    async with bot.store.begin() as session:
        rich = {"rich": bot.channels["rich"].capabilities}
        assert await sending.claim(session, "other", LEASE, rich) == Nothing()
    assert await statuses(bot) == ["in_doubt"]
    async with bot.store.begin() as session:
        assert await sending.sent(session, held, "slow", "id", [])
    await bot.sends()
    assert await statuses(bot) == ["sent"]
    assert bot.channels["plain"].arrived == []


@pytest.mark.parametrize("deed", ["sent", "put_off", "fail", "doubt", "progress"])
async def test_a_sender_whose_message_another_one_has_changes_nothing(
    bot: Any, clock: Any, deed: str
) -> None:
    await owe(bot, "một")
    held = await lease(bot, "slow")
    clock.turn(seconds=LEASE.total_seconds() + 1)
    assert await lease(bot, "fast") != Nothing()
    wait = timedelta(seconds=1)
    async with bot.store.begin() as session:
        assert not await {
            "sent": lambda: sending.sent(session, held, "slow", "id", []),
            "put_off": lambda: sending.put_off(session, held, "slow", wait, "x"),
            "fail": lambda: sending.fail(session, held, "slow", "x"),
            "doubt": lambda: sending.doubt(session, held, "slow", wait, "x"),
            "progress": lambda: sending.progress(
                session, held, "slow", 1, wait, bot.channels["plain"].capabilities
            ),
        }[deed]()
    [row] = await bot.rows(Outbox)
    assert (row.status, row.lease_owner) == (OutboxStatus.LEASED, "fast")


async def test_a_long_message_goes_on_after_the_parts_that_arrived(bot: Any, clock: Any) -> None:
    bot.channels["plain"].outcomes = [None, fails(Outcome.RETRY)]
    await owe(bot, "\n\n".join(f"Đoạn {number}. " + "chữ " * 140 for number in range(3)))
    await bot.sends()
    assert len(bot.channels["plain"].arrived) == 1
    clock.turn(minutes=1)
    await bot.sends()
    texts = bot.channels["plain"].texts("lan")
    assert [text.split(".")[0] for text in texts] == ["Đoạn 0", "Đoạn 1", "Đoạn 2"]
    assert await statuses(bot) == ["sent"]


async def test_a_message_whose_parts_all_arrived_is_only_recorded(bot: Any) -> None:
    await owe(bot, "một")
    async with bot.store.begin() as session:
        await session.execute(update(Outbox).values(parts_sent=1))
    await bot.sends()
    assert await statuses(bot) == ["sent"]
    assert bot.channels["plain"].arrived == []


async def test_a_numbered_list_is_remembered_with_the_conversation(bot: Any) -> None:
    await owe(bot, "Chọn ạ?", buttons=(Button("Có", "yes"), Button("Không", "no")))
    await owe(bot, "Dạ.")
    await bot.sends()
    [conversation] = await bot.rows(Conversation)
    assert conversation.choices == ["yes", "no"]


async def test_a_message_for_a_channel_that_is_off_waits(bot: Any) -> None:
    await owe(bot, "một", channel="zalo")
    await bot.sends()
    assert await statuses(bot) == ["pending"]


async def test_a_message_sent_again_carries_the_same_key(bot: Any, clock: Any) -> None:
    bot.channels["plain"].outcomes = [None, fails(Outcome.RETRY)]
    await owe(bot, "phần đầu khá dài. " * 50)
    await bot.sends()
    clock.turn(minutes=5)
    await bot.sends()
    await owe(bot, "câu sau")
    await bot.sends()
    assert bot.channels["plain"].keys == ["1.0", "1.1", "1.1", "2.0"]
