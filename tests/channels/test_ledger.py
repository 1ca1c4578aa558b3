"""What the office pays a platform for in a month is never more than it said, whoever sends."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.contract import DeliveryError, Window
from bot.channels.ledger import Ledger
from bot.store import conversations, windows
from bot.store.store import Store

WINDOW = Window(free=timedelta(hours=48), closes=timedelta(days=7))


async def wrote_long_ago(store: Store, clock: Any, *channels: str) -> None:
    async with store.begin() as session:
        for channel in channels:
            talk = await conversations.ensure(session, channel, "u1")
            windows.opened(await conversations.lock(session, talk), clock())
    clock.turn(days=3)


async def charges(*ledgers: Ledger) -> list[int]:
    """Return the charges noted where `ledgers` are all asked at once."""
    told = await asyncio.gather(*(ledger.admit("u1") for ledger in ledgers), return_exceptions=True)
    assert all(isinstance(one, int | DeliveryError) for one in told)
    return [one for one in told if isinstance(one, int)]


async def test_senders_that_count_at_the_same_moment_stay_within_the_month(
    store: Store, database_url: str, vault: Any, clock: Any
) -> None:
    await wrote_long_ago(store, clock, "zalo_oa")
    async with Store(database_url, vault, clock) as elsewhere:
        ledgers = [Ledger(one, "zalo_oa", WINDOW, 3) for one in (store, elsewhere)] * 6
        noted = await charges(*ledgers)
    assert len(set(noted)) == 3
    async with store.read() as session:
        assert await windows.charged(session, "zalo_oa", clock() - timedelta(days=1)) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_people_and_guests_of_one_account_share_the_month(store: Store, clock: Any) -> None:
    await wrote_long_ago(store, clock, "zalo_oa", "zalo_oa_guest")
    people = Ledger(store, "zalo_oa", WINDOW, 3)
    guests = Ledger(store, "zalo_oa_guest", WINDOW, 3, account="zalo_oa")
    assert len(await charges(people, guests, people, guests, people)) == 3
