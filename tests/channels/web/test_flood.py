"""The limit on how fast a chat may send."""

from __future__ import annotations

from typing import Any

from bot.channels.web import flood
from bot.channels.web.flood import Flood


def test_burst_is_admitted_and_refills_with_time(clock: Any) -> None:
    limit = Flood(clock)

    assert [limit.admits("a") for _ in range(14)] == [True] * 12 + [False] * 2
    clock.turn(seconds=4)
    assert [limit.admits("a") for _ in range(3)] == [True, True, False]
    clock.turn(hours=1)
    assert [limit.admits("a") for _ in range(13)] == [True] * 12 + [False]


def test_refused_messages_do_not_make_the_wait_longer(clock: Any) -> None:
    limit = Flood(clock)
    for _ in range(100):
        limit.admits("a")
    clock.turn(seconds=2)

    assert limit.admits("a")


def test_only_so_many_chats_are_remembered(clock: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(flood, "CHATS", 3)
    limit = Flood(clock)
    for _ in range(12):
        limit.admits("oldest")
    assert not limit.admits("oldest")

    for other in "abc":
        limit.admits(other)

    assert limit.admits("oldest")
