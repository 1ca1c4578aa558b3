"""Which platforms are asked how often, by what they answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.health import LONGEST_REST, Health

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_rests_grow_to_a_minute_and_end_with_an_answer() -> None:
    health, at, rests = Health(8), AT, []
    for _ in range(9):
        rests.append(health.unheard("telegram", at))
        at += rests[-1] or timedelta()
    assert rests[0] is None
    assert [rest.total_seconds() for rest in rests[1:] if rest] == [2, 4, 8, 16, 32, 60, 60, 60]
    health.answered("telegram")
    assert health.unheard("telegram", at) is None


def test_what_was_under_way_when_the_rest_began_does_not_make_it_longer() -> None:
    health = Health(8)
    health.unheard("telegram", AT)
    assert health.unheard("telegram", AT) == timedelta(seconds=2)
    assert health.unheard("telegram", AT + timedelta(seconds=1)) == timedelta(seconds=1)
    assert health.unheard("telegram", AT + timedelta(seconds=2)) == timedelta(seconds=4)


@pytest.mark.parametrize("days", [400, -400])
def test_a_clock_that_jumps_makes_no_rest_longer_than_the_longest(days: int) -> None:
    health = Health(8)
    for _ in range(3):
        rest = health.unheard("telegram", AT + timedelta(days=days))
    assert rest is not None
    back = health.unheard("telegram", AT)
    assert back is not None
    assert timedelta() < back <= LONGEST_REST


def test_a_silent_platform_gets_one_message_at_a_time_and_others_theirs() -> None:
    health = Health(8)
    for _ in range(6):
        assert health.may_be_asked("telegram")
        health.begun("telegram")
    assert not health.may_be_asked("telegram")
    assert health.may_be_asked("zalo_oa")
    for _ in range(6):
        health.ended("telegram")
    for _ in range(2):
        health.unheard("telegram", AT)
    assert health.may_be_asked("telegram")
    health.begun("telegram")
    assert not health.may_be_asked("telegram")
    health.answered("telegram")
    assert health.may_be_asked("telegram")


def test_a_sender_with_one_place_may_use_it() -> None:
    assert Health(1).may_be_asked("telegram")
