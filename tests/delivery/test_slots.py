"""Places for work: who comes back under which token."""

from __future__ import annotations

import asyncio

from bot.delivery.slots import Slots


async def done(slots: Slots, token: str, *, breaks: bool = False) -> None:
    """Let some work end, or break off, in the place of a token."""
    ended = asyncio.Event()

    async def work() -> None:
        if breaks:
            raise ConnectionError

    slots.fill(token, work(), ended.set)
    await ended.wait()


async def test_every_token_has_its_turn() -> None:
    slots = Slots(3)
    taken = [await slots.free() for _ in range(6)]
    assert len(set(taken[:3])) == 3
    assert taken[3:] == taken[:3]


async def test_a_token_whose_work_broke_off_comes_next() -> None:
    slots = Slots(4)
    broken = await slots.free()
    await done(slots, broken, breaks=True)
    assert await slots.free() == broken
    others = [await slots.free() for _ in range(3)]
    assert broken not in others


async def test_several_that_broke_off_all_come_before_the_others() -> None:
    slots = Slots(4)
    broken = [await slots.free() for _ in range(2)]
    for token in broken:
        await done(slots, token, breaks=True)
    for token in (await slots.free(), await slots.free()):
        assert token in broken
        await done(slots, token)
