"""The service clock counts hours in which the office is open."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.clock import ServiceHours, due_at
from bot.leads.status import CLOSED, OPEN, LeadStatus
from bot.vietnam import VIETNAM

HOURS = ServiceHours()


def vietnam(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the week that begins on Monday 2026-11-23."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        (vietnam(23, 9), 4, vietnam(23, 13)),
        (vietnam(23, 15), 4, vietnam(24, 10)),
        (vietnam(23, 6), 1, vietnam(23, 9)),
        (vietnam(23, 20), 1, vietnam(24, 9)),
        (vietnam(27, 16), 2, vietnam(30, 9)),
        (vietnam(28, 10), 9, vietnam(30, 17)),
        (vietnam(23, 8), 18, vietnam(24, 17)),
    ],
)
def test_only_open_hours_count(since: datetime, hours: int, until: datetime) -> None:
    assert HOURS.after(since, timedelta(hours=hours)) == until


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    since = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert HOURS.after(since, timedelta(hours=1)).tzinfo is UTC


@given(
    st.integers(0, 4 * 365 * 24 * 60),
    st.integers(1, 5000),
    st.integers(1, 5000),
)
def test_waiting_twice_is_waiting_for_the_sum(start: int, first: int, second: int) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    once = HOURS.after(since, timedelta(minutes=first + second))
    twice = HOURS.after(HOURS.after(since, timedelta(minutes=first)), timedelta(minutes=second))
    assert once == twice
    local = once.astimezone(VIETNAM)
    assert local.weekday() in HOURS.days
    assert HOURS.opens <= local.time() <= HOURS.closes


@pytest.mark.parametrize(
    "wrong",
    [{"opens": time(17), "closes": time(8)}, {"days": frozenset()}],
)
def test_hours_in_which_nobody_works_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="service hours"):
        ServiceHours(**wrong)  # type: ignore[arg-type]


def test_open_leads_are_due_and_closed_ones_are_not() -> None:
    since = vietnam(23, 9)
    assert {status for status in LeadStatus if due_at(status, since) is None} == CLOSED
    assert all((due_at(status, since) or since) > since for status in OPEN)


def test_an_office_can_have_its_own_hours() -> None:
    saturday = ServiceHours(time(7), time(11), frozenset({5}))
    assert due_at(LeadStatus.NEW, vietnam(23, 9), saturday) == vietnam(28, 11)
