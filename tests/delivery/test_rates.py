"""Rates, pauses and quiet hours: how fast messages go out, and which go first."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import Counter
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

import pytest

from bot.channels.contract import Outcome, Rate, Scope
from bot.delivery.quiet import QuietHours
from bot.store import buckets
from bot.store.models import Author, Outbox, Priority
from bot.vietnam import VIETNAM
from tests.delivery.tools import fails, opt_in, owe, statuses

PER_SECOND = Rate(burst=2, seconds_each=1.0)


def bound(bot: Any, channel: str = "plain", **rates: Rate) -> Any:
    """Give a channel the rates; return it."""
    postbox = bot.channels[channel]
    postbox.capabilities = dataclasses.replace(postbox.capabilities, **rates)
    return postbox


async def test_an_account_sends_its_burst_and_then_one_by_one(bot: Any, clock: Any) -> None:
    plain = bound(bot, account_rate=PER_SECOND)
    for number in range(5):
        await owe(bot, "câu", chat=f"chat-{number}")
    counts = []
    for _ in range(4):
        await bot.sends()
        counts.append(len(plain.arrived))
        clock.turn(seconds=1)
    assert counts == [2, 3, 4, 5]


async def test_senders_of_several_processes_share_one_bucket(bot: Any, clock: Any) -> None:
    plain = bound(bot, account_rate=Rate(burst=3, seconds_each=60.0))
    for number in range(9):
        await owe(bot, "câu", chat=f"chat-{number}")
    await asyncio.gather(*(bot.new_sender().step() for _ in range(9)))
    assert len(plain.arrived) == 3
    clock.turn(minutes=2)
    await asyncio.gather(*(bot.new_sender().step() for _ in range(9)))
    assert len(plain.arrived) == 5


def test_a_broadcast_loses_no_tokens_to_a_sender_that_is_a_moment_late() -> None:
    at = begun = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    rate, full_at, sent = Rate(burst=2, seconds_each=1 / 28), None, 0
    while at < begun + timedelta(seconds=10):
        opens = buckets.opens_at(full_at, rate, at, buckets.FOR_THE_UNASKED)
        if opens > at:
            at = opens + timedelta(milliseconds=15)
            continue
        full_at, sent = buckets.take(full_at, rate, at), sent + 1
        reply_waits = buckets.opens_at(full_at, rate, at, buckets.WHOLE) - at
        assert reply_waits <= buckets.LATENESS
    assert 279 <= sent <= 282


@pytest.mark.parametrize("burst", [1, 2, 3, 10])
@pytest.mark.parametrize("share", [buckets.WHOLE, buckets.FOR_THE_UNASKED])
def test_nobody_takes_a_token_that_is_not_there(burst: int, share: Fraction) -> None:
    at = begun = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    rate, full_at, sent = Rate(burst, seconds_each=0.01), None, 0
    while at < begun + timedelta(seconds=1):
        at = max(at, buckets.opens_at(full_at, rate, at, share))
        full_at, sent = buckets.take(full_at, rate, at), sent + 1
    assert 100 <= sent <= 100 + burst


async def test_one_chat_that_is_full_does_not_hold_up_another(bot: Any, clock: Any) -> None:
    plain = bound(bot, chat_rate=PER_SECOND)
    await owe(bot, *(f"câu {number}" for number in range(4)), chat="lan")
    await owe(bot, "chào", chat="minh")
    await bot.sends()
    assert (len(plain.texts("lan")), len(plain.texts("minh"))) == (2, 1)
    clock.turn(seconds=1)
    await bot.sends()
    assert plain.texts("lan") == ["câu 0", "câu 1", "câu 2"]


async def test_every_part_of_a_long_message_takes_a_token(bot: Any, clock: Any) -> None:
    plain = bound(bot, account_rate=Rate(burst=3, seconds_each=1.0), chat_rate=PER_SECOND)
    await owe(bot, "\n\n".join("chữ " * 140 for _ in range(3)), chat="lan")
    await bot.sends()
    await owe(bot, "chào", chat="minh")
    await bot.sends()
    assert (len(plain.texts("lan")), plain.texts("minh")) == (3, [])
    clock.turn(seconds=1)
    await bot.sends()
    assert plain.texts("minh") == ["chào"]


async def test_a_broadcast_leaves_tokens_for_replies(bot: Any) -> None:
    plain = bound(bot, account_rate=Rate(burst=4, seconds_each=60.0))
    for number in range(9):
        chat = f"chat-{number}"
        await opt_in(bot, await owe(bot, "tin chung", priority=Priority.BROADCAST, chat=chat))
    await bot.sends()
    assert len(plain.arrived) == 2
    await owe(bot, "trả lời", chat="lan")
    await bot.sends()
    assert plain.texts("lan") == ["trả lời"]


async def test_a_broadcast_that_is_taken_slowly_leaves_slots_for_replies(bot: Any) -> None:
    plain, go_on = bot.channels["plain"], asyncio.Event()

    async def slowly() -> None:
        if not plain.arrived:
            await go_on.wait()

    plain.while_sending = slowly
    for number in range(6):
        chat = f"chat-{number}"
        await opt_in(bot, await owe(bot, "tin chung", priority=Priority.BROADCAST, chat=chat))
    stop = asyncio.Event()
    running = asyncio.create_task(bot.new_sender(slots=4, reserved=2, poll_seconds=0.05).run(stop))
    async with asyncio.timeout(20):
        while (await statuses(bot)).count("leased") < 2:
            await asyncio.sleep(0.02)
        plain.while_sending = None
        await owe(bot, "trả lời", chat="lan")
        while not plain.texts("lan"):
            await asyncio.sleep(0.02)
        assert len(plain.arrived) == 1
        go_on.set()
        while len(plain.arrived) < 7:
            await asyncio.sleep(0.02)
    stop.set()
    await running


async def test_slow_down_for_a_chat_leaves_the_others_alone(bot: Any, clock: Any) -> None:
    plain = bot.channels["plain"]
    plain.outcomes = [fails(Outcome.RETRY, 300, Scope.CHAT)]
    await owe(bot, "một", "hai", chat="lan")
    await owe(bot, "ba", chat="minh")
    await bot.sends()
    assert (plain.texts("lan"), plain.texts("minh")) == ([], ["ba"])
    clock.turn(seconds=300)
    await bot.sends()
    assert plain.texts("lan") == ["một", "hai"]


async def test_a_pause_holds_for_every_process_and_only_grows(bot: Any, clock: Any) -> None:
    async with bot.store.begin() as session:
        await buckets.pause_account(session, "plain", timedelta(minutes=5))
        await buckets.pause_account(session, "plain", timedelta(minutes=1))
    await owe(bot, "một")
    for _ in range(2):
        await bot.new_sender().step()
        assert bot.channels["plain"].arrived == []
        clock.turn(minutes=4)
    await bot.new_sender().step()
    assert bot.channels["plain"].texts("lan") == ["một"]


async def test_a_clock_that_was_far_ahead_closes_nothing_for_long(bot: Any, clock: Any) -> None:
    plain = bound(bot, account_rate=PER_SECOND, chat_rate=PER_SECOND)
    clock.turn(days=400)
    plain.outcomes = [None, fails(Outcome.RETRY, 30, Scope.CHAT)]
    await owe(bot, "một", "hai", "ba", chat="lan")
    await bot.sends()
    async with bot.store.begin() as session:
        await buckets.pause_account(session, "plain", timedelta(minutes=5))
    clock.turn(days=-400)
    await owe(bot, "bốn", chat="lan")
    for _ in range(6):
        clock.turn(seconds=2)
        await bot.sends()
    assert plain.texts("lan") == ["một", "hai", "ba", "bốn"]


@pytest.mark.parametrize("priority", [Priority.REMINDER, Priority.BROADCAST])
async def test_what_nobody_asked_for_waits_for_the_morning(
    bot: Any, clock: Any, priority: Priority
) -> None:
    clock.at = datetime(2026, 11, 23, 21, 0, tzinfo=VIETNAM)
    sender = bot.new_sender(quiet=QuietHours.parse("21:00-07:00"))
    await opt_in(bot, await owe(bot, "không hỏi", priority=priority))
    await owe(bot, "trả lời", chat="minh")
    while await sender.step():
        pass
    plain = bot.channels["plain"]
    assert [text for _, text in Counter((c, p.text) for c, p in plain.arrived)] == ["trả lời"]
    clock.at = datetime(2026, 11, 24, 6, 59, tzinfo=VIETNAM)
    assert not await sender.step()
    clock.turn(minutes=1)
    assert await sender.step()
    assert plain.texts("lan") == ["không hỏi"]


@pytest.mark.parametrize(
    ("written", "clock_shows", "quiet"),
    [
        ("21:00-07:00", time(20, 59), False),
        ("21:00-07:00", time(21), True),
        ("21:00-07:00", time(3), True),
        ("21:00-07:00", time(7), False),
        ("12:00-13:30", time(13, 29), True),
        ("12:00-13:30", time(13, 30), False),
        ("12:00-13:30", time(11, 59), False),
    ],
)
def test_quiet_hours_are_those_of_viet_nam(written: str, clock_shows: time, quiet: bool) -> None:
    hours = QuietHours.parse(written)
    assert hours is not None
    assert hours.hold(datetime.combine(date(2026, 11, 23), clock_shows, VIETNAM)) is quiet


def test_empty_quiet_hours_are_none() -> None:
    assert QuietHours.parse(" ") is None


@pytest.mark.parametrize("written", ["21-7", "21:00", "25:00-07:00", "21:00-07:60"])
def test_quiet_hours_that_are_no_hours_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"21:00-07:00|must be in|Invalid isoformat"):
        QuietHours.parse(written)


@pytest.mark.parametrize(("burst", "seconds"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_a_rate_lets_something_through(burst: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Rate(burst, seconds)


async def test_staff_are_not_slowed_by_quiet_hours(bot: Any, clock: Any) -> None:
    clock.at = datetime(2026, 11, 23, 23, 0, tzinfo=VIETNAM)
    await owe(bot, "của người", author=Author.STAFF)
    await bot.new_sender(quiet=QuietHours.parse("21:00-07:00")).step()
    assert [row.status for row in await bot.rows(Outbox)] == ["sent"]
