"""Killing web, worker and sender at random instants loses nothing, doubles nothing, mixes nothing.

`ansinh bench crash` does the same for thousands of turns.
"""

from __future__ import annotations

import random

from bot.bench.crash import EVENTS_OF_A_CHAT, Crash, Platform

TURNS = 120


async def test_turns_survive_processes_killed_at_random(database_url: str) -> None:
    run = Crash(database_url, TURNS, seed=7)
    found = await run.run()
    assert (found.lost, found.doubled, found.misordered) == ([], [], [])
    assert found.turns == TURNS
    assert set(run.kills) == {"web", "worker", "sender"}


def test_the_platform_sends_everything_in_any_order_and_some_of_it_again() -> None:
    platform = Platform(100, random.Random(3))  # noqa: S311
    lines, seen = platform.lines(), 0
    assert len(lines) == 100 // EVENTS_OF_A_CHAT
    flying = [key for key in platform.events if any(f'"{key}"' in line for line in lines)]
    while flying:
        key = flying.pop(0)
        for line in platform.acknowledge(key):
            seen += 1
            told = next(one for one in platform.events if f'"id": "{one}"' in line)
            if told not in platform.acknowledged:
                flying.append(told)
    assert platform.done()
    assert seen > 100 - len(lines)
