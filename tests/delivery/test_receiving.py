"""Two processes never both ask a platform for updates."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.receiving import receive_alone
from bot.store import accounts

LEASE = timedelta(seconds=0.3)


class Poll:
    """Counts who polls at the same time."""

    def __init__(self) -> None:
        self.now: list[int] = []
        self.most = 0
        self.began: list[int] = []

    def of(self, number: int) -> Any:
        async def poll() -> None:
            self.now.append(number)
            self.began.append(number)
            self.most = max(self.most, len(self.now))
            try:
                await asyncio.Event().wait()
            finally:
                self.now.remove(number)

        return poll


async def until(look: Any) -> None:
    async with asyncio.timeout(20):
        while not look():
            await asyncio.sleep(0.01)


async def test_one_of_two_polls_and_the_other_takes_over_when_it_stops(store: Any) -> None:
    poll, stops = Poll(), [asyncio.Event(), asyncio.Event()]
    running = [
        asyncio.create_task(receive_alone(store, "telegram", poll.of(n), stops[n], lease=LEASE))
        for n in range(2)
    ]
    await until(lambda: poll.now)
    await asyncio.sleep(0.4)
    assert len(poll.now) == 1
    [first] = poll.now
    stops[first].set()
    await until(lambda: poll.now == [1 - first])
    stops[1 - first].set()
    await asyncio.gather(*running)
    assert (poll.most, poll.now) == (1, [])


async def test_a_process_that_died_is_followed_after_its_lease(store: Any, clock: Any) -> None:
    async with store.begin() as session:
        assert await accounts.hold_receiving(session, "telegram", "dead", timedelta(seconds=30))
        assert not await accounts.hold_receiving(session, "telegram", "b", timedelta(seconds=30))
        assert await accounts.hold_receiving(session, "zalo", "b", timedelta(seconds=30))
    clock.turn(seconds=31)
    async with store.begin() as session:
        assert await accounts.hold_receiving(session, "telegram", "b", timedelta(seconds=30))
        assert not await accounts.hold_receiving(session, "telegram", "dead", timedelta(seconds=30))


async def test_whoever_lost_its_place_stops_polling(store: Any, clock: Any) -> None:
    poll, stop = Poll(), asyncio.Event()
    running = asyncio.create_task(receive_alone(store, "telegram", poll.of(0), stop, lease=LEASE))
    await until(lambda: poll.now)
    clock.turn(seconds=1)
    async with store.begin() as session:
        assert await accounts.hold_receiving(session, "telegram", "other", timedelta(hours=1))
    await until(lambda: not poll.now)
    stop.set()
    await running


async def test_polling_that_breaks_is_told_and_frees_the_place(store: Any) -> None:
    async def broken() -> None:
        raise RuntimeError("no such token")

    stop = asyncio.Event()
    try:
        await receive_alone(store, "telegram", broken, stop, lease=LEASE)
    except RuntimeError:
        async with store.begin() as session:
            assert await accounts.hold_receiving(session, "telegram", "b", LEASE)
        return
    raise AssertionError("it was not told")


@pytest.mark.parametrize("days", [400, -400])
async def test_a_place_taken_while_the_clock_was_wrong_is_free(
    store: Any, clock: Any, days: int
) -> None:
    clock.turn(days=days)
    async with store.begin() as session:
        assert await accounts.hold_receiving(session, "telegram", "dead", timedelta(seconds=30))
    clock.turn(days=-days)
    async with store.begin() as session:
        assert await accounts.hold_receiving(session, "telegram", "b", timedelta(seconds=30))
        assert not await accounts.hold_receiving(session, "telegram", "c", timedelta(seconds=30))
