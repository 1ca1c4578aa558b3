"""Intake: once, and not faster than a person writes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from bot.channels.contract import InboundEvent, Rate
from bot.conversation.events import Text, event_to_json
from bot.delivery.intake import PERSON, receive
from bot.store import conversations, inbox
from bot.store.models import Inbox, Message, Outbox

SLOW = Rate(burst=3, seconds_each=10.0)


async def flood(bot: Any, count: int, chat: str = "lan") -> list[Any]:
    bot.limit = SLOW
    return [await bot.receives(Text("xin chào"), chat) for _ in range(count)]


async def test_who_writes_too_fast_is_told_once_and_then_heard_again(bot: Any, clock: Any) -> None:
    accepted = await flood(bot, 8)
    assert [one.refused for one in accepted] == [False] * 3 + [True] * 5
    assert not any(one.new for one in accepted[3:])
    await bot.works()
    await bot.sends()
    slower = bot.context_factory(clock(), "plain").content.texts["delivery.too_fast"]
    texts = bot.channels["plain"].texts("lan")
    assert texts.count(slower) == 1
    assert texts[-1] == slower
    assert len(await bot.rows(Inbox)) == 4

    clock.turn(seconds=10)
    assert [one.refused for one in await flood(bot, 2)] == [False, True]
    await bot.works()
    await bot.sends()
    assert bot.channels["plain"].texts("lan").count(slower) == 1

    clock.turn(minutes=5)
    await flood(bot, 4)
    await bot.works()
    await bot.sends()
    assert bot.channels["plain"].texts("lan").count(slower) == 2


async def test_one_person_who_floods_does_not_silence_another(bot: Any) -> None:
    await flood(bot, 9)
    [other] = await flood(bot, 1, chat="minh")
    assert other.new


async def test_what_was_refused_is_new_when_it_comes_later(bot: Any, clock: Any) -> None:
    bot.limit = Rate(burst=1, seconds_each=10.0)
    await bot.receives(Text("một"), key="1")
    assert (await bot.receives(Text("hai"), key="2")).refused
    clock.turn(seconds=11)
    assert (await bot.receives(Text("hai"), key="2")).new


async def test_repeats_of_the_platform_are_no_flood(bot: Any) -> None:
    bot.limit = SLOW
    repeats = [await bot.receives(Text("xin chào"), key="same") for _ in range(20)]
    assert [one.refused for one in repeats] == [False] * 20
    assert (await bot.receives(Text("cảm ơn"))).new


async def test_a_channel_that_says_so_itself_is_not_told_twice(bot: Any) -> None:
    for number in range(5):
        inbound = InboundEvent("plain", str(number), "lan", Text("x"), bot.store.clock())
        await receive(bot.store, inbound, limit=SLOW, tell=False)
    assert len(await bot.rows(Inbox)) == 3


async def test_nobody_who_types_by_hand_is_refused(bot: Any, clock: Any) -> None:
    bot.limit = PERSON
    for _ in range(60):
        assert (await bot.receives(Text("xin chào"))).new
        clock.turn(seconds=2)


async def test_an_event_is_answered_as_it_comes_in_once(bot: Any) -> None:
    first = await bot.receives(Text("xin chào"), key="1", answerer=bot.answerer)
    assert first.turn is not None
    again = await bot.receives(Text("xin chào"), key="1", answerer=bot.answerer)
    assert (again.new, again.turn, again.inbox_id) == (False, None, first.inbox_id)
    [event] = await bot.rows(Inbox)
    assert (event.status, event.payload, event.not_before) == ("done", None, None)
    assert event.done_at is not None
    assert len(await bot.rows(Outbox)) == 1
    assert await bot.worker.step() is None


async def test_an_event_waits_behind_an_earlier_one_that_waits(bot: Any) -> None:
    await bot.receives(Text("xin chào"))
    behind = await bot.receives(Text("cảm ơn"), answerer=bot.answerer)
    assert (behind.new, behind.turn) == (True, None)
    assert [event.status for event in await bot.rows(Inbox)] == ["pending", "pending"]
    other = await bot.receives(Text("cảm ơn"), chat="minh", answerer=bot.answerer)
    assert other.turn is not None
    await bot.works()
    heard = [row.text for row in await bot.rows(Message) if row.direction == "in"]
    assert heard == ["cảm ơn", "xin chào", "cảm ơn"]
    assert (await bot.receives(Text("cảm ơn"), answerer=bot.answerer)).turn is not None


async def test_an_event_waits_behind_one_that_a_worker_handles_just_now(bot: Any) -> None:
    await bot.receives(Text("xin chào"))
    async with bot.store.begin() as session:
        assert await inbox.claim(session, "a worker", timedelta(seconds=60)) is not None
    assert (await bot.receives(Text("cảm ơn"), answerer=bot.answerer)).turn is None


async def test_an_event_waits_behind_one_that_was_stored_while_it_waited(bot: Any) -> None:
    await bot.hears(Text("xin chào"))
    async with bot.store.begin() as session:
        conversation = await conversations.of_sender(session, "plain", "lan")
        late = asyncio.create_task(bot.receives(Text("cảm ơn"), answerer=bot.answerer))
        await asyncio.sleep(0.1)
        assert not late.done()
        await inbox.put(
            session,
            conversation_id=conversation.id,
            channel="plain",
            external_id="earlier",
            payload=event_to_json(Text("gọi lại cho tôi")),
            received_at=bot.store.clock(),
        )
    assert (await late).turn is None
    await bot.works()
    heard = [row.text for row in await bot.rows(Message) if row.direction == "in"]
    assert heard == ["xin chào", "gọi lại cho tôi", "cảm ơn"]


async def test_what_cannot_be_answered_at_once_is_stored_and_answered_later(bot: Any) -> None:
    bot.phrasebook.broken.add("xin chào")
    accepted = await bot.receives(Text("xin chào"), answerer=bot.answerer)
    assert (accepted.new, accepted.turn) == (True, None)
    bot.phrasebook.broken.clear()
    await bot.works()
    assert [event.status for event in await bot.rows(Inbox)] == ["done"]
    assert len(await bot.rows(Outbox)) == 1


async def test_who_floods_is_not_answered_at_once_either(bot: Any) -> None:
    bot.limit, bot.at_once = SLOW, True
    accepted = [await bot.receives(Text("xin chào")) for _ in range(5)]
    assert [one.turn is not None for one in accepted] == [True] * 3 + [False] * 2
    assert [one.refused for one in accepted] == [False] * 3 + [True] * 2
    await bot.works()
    await bot.sends()
    assert len(bot.channels["plain"].texts("lan")) == 4
