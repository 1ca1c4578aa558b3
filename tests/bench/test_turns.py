"""What is measured of delivery is what it is named after."""

from __future__ import annotations

import pytest

from bot.bench.ground import Mind, open_store
from bot.bench.turns import beside_a_broadcast, latency, sends_a_second, turns_a_second


@pytest.fixture(scope="module")
def mind() -> Mind:
    return Mind.load()


async def test_a_broadcast_goes_out_beside_replies_after_turns_whose_replies_nobody_sent(
    database_url: str, mind: Mind
) -> None:
    async with open_store(database_url) as store:
        assert await turns_a_second(store, mind, 60) > 0
        assert await sends_a_second(store, 60) > 0
        soon = await latency(store, mind, 40, 0.5, first=60)
        replies, broadcast = await beside_a_broadcast(store, 1.5)
    assert 0 < soon.median <= soon.p99 <= soon.longest
    # Those replies would take the platform more than two seconds.
    assert 1 < broadcast < 33
    assert replies.longest < 2000
