"""The life cycle of a lead."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.leads.status import (
    CLOSED,
    LABELS,
    MOVES,
    OPEN,
    IllegalStatusChange,
    LeadStatus,
    check_move,
)


def reachable(start: LeadStatus) -> set[LeadStatus]:
    seen, todo = set(), [start]
    while todo:
        status = todo.pop()
        todo += MOVES[status] - seen
        seen |= MOVES[status]
    return seen


@pytest.mark.parametrize(
    ("path"),
    [
        ["new", "assigned", "contacted", "joined"],
        ["new", "assigned", "contacted", "appointment", "joined"],
        ["new", "assigned", "unreachable", "contacted", "declined"],
        ["new", "assigned", "contacted", "unreachable", "declined"],
    ],
)
def test_a_lead_may_go_this_way(path: list[str]) -> None:
    for current, to in pairwise(path):
        check_move(LeadStatus(current), LeadStatus(to))


@pytest.mark.parametrize(
    ("current", "to"),
    [
        ("new", "joined"),
        ("new", "contacted"),
        ("assigned", "new"),
        ("contacted", "assigned"),
        ("joined", "contacted"),
        ("declined", "joined"),
        ("withdrawn", "new"),
        ("assigned", "withdrawn"),
        ("contacted", "contacted"),
    ],
)
def test_a_lead_may_not_go_this_way(current: str, to: str) -> None:
    with pytest.raises(IllegalStatusChange, match=f"a lead that is {current} can become"):
        check_move(LeadStatus(current), LeadStatus(to))


def test_a_closed_lead_says_that_nothing_follows() -> None:
    with pytest.raises(IllegalStatusChange, match="can become nothing; not new"):
        check_move(LeadStatus.JOINED, LeadStatus.NEW)


def test_every_open_lead_can_be_brought_to_an_end() -> None:
    assert {status for status in OPEN if not reachable(status) & CLOSED} == set()


def test_closed_means_that_nothing_follows() -> None:
    assert {status for status in LeadStatus if not MOVES[status]} == CLOSED


def test_every_status_has_a_name_for_staff() -> None:
    assert set(LABELS) == set(LeadStatus)
    assert len(set(LABELS.values())) == len(LABELS)
