"""Intake: once, and not faster than a person writes."""

from __future__ import annotations

from typing import Any

from bot.channels.contract import InboundEvent, Rate
from bot.conversation.events import Text
from bot.delivery.intake import PERSON, receive
from bot.store.models import Inbox

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
