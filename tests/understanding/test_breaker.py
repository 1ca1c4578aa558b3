"""When the breaker lets a call through."""

from __future__ import annotations

from bot.understanding.breaker import Breaker


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(failures=3, pause_seconds=30, clock=clock)
    for _ in range(3):
        breaker.failed()
    return breaker


def test_it_stays_closed_below_the_limit():
    breaker = Breaker(failures=3, pause_seconds=30, clock=Clock())
    breaker.failed()
    breaker.failed()
    assert breaker.allows()


def test_it_opens_at_the_limit():
    assert not opened(Clock()).allows()


def test_after_the_pause_one_call_tries():
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_a_failed_try_starts_another_pause():
    clock = Clock()
    breaker = opened(clock)
    clock.now = 35.0
    assert breaker.allows()
    breaker.failed()
    clock.now = 64.0
    assert not breaker.allows()
    clock.now = 65.0
    assert breaker.allows()


def test_a_success_closes_it():
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    breaker.allows()
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_only_failures_in_a_row_count():
    breaker = Breaker(failures=2, pause_seconds=30, clock=Clock())
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()


def test_the_first_failure_begins_an_outage_and_the_next_success_ends_it():
    breaker = Breaker(failures=2, pause_seconds=30, clock=Clock())
    assert [breaker.succeeded(), breaker.failed(), breaker.failed()] == [False, True, False]
    assert [breaker.succeeded(), breaker.succeeded()] == [True, False]
