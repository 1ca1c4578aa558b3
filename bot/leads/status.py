"""The life cycle of a lead (người có nhu cầu tham gia): what follows what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Interest(StrEnum):
    """What the person wants to join."""

    HI = "hi"
    """Household health insurance (BHYT hộ gia đình)."""
    SI = "si"
    """Voluntary social insurance (BHXH tự nguyện)."""
    ANY = "any"
    """They did not say."""


class LeadStatus(StrEnum):
    """Where a lead stands."""

    NEW = "new"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    APPOINTMENT = "appointment"
    UNREACHABLE = "unreachable"
    JOINED = "joined"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


LABELS: Mapping[LeadStatus, str] = {
    LeadStatus.NEW: "Mới, chưa giao",
    LeadStatus.ASSIGNED: "Đã giao",
    LeadStatus.CONTACTED: "Đã liên hệ",
    LeadStatus.APPOINTMENT: "Đã hẹn gặp",
    LeadStatus.UNREACHABLE: "Chưa liên lạc được",
    LeadStatus.JOINED: "Đã tham gia",
    LeadStatus.DECLINED: "Không tham gia",
    LeadStatus.WITHDRAWN: "Người dân rút yêu cầu",
}
"""What staff read."""

MOVES: Mapping[LeadStatus, frozenset[LeadStatus]] = {
    LeadStatus.NEW: frozenset({LeadStatus.ASSIGNED}),
    LeadStatus.ASSIGNED: frozenset({LeadStatus.CONTACTED, LeadStatus.UNREACHABLE}),
    LeadStatus.CONTACTED: frozenset(
        {
            LeadStatus.APPOINTMENT,
            LeadStatus.JOINED,
            LeadStatus.DECLINED,
            LeadStatus.UNREACHABLE,
        }
    ),
    LeadStatus.APPOINTMENT: frozenset(
        {LeadStatus.JOINED, LeadStatus.DECLINED, LeadStatus.UNREACHABLE}
    ),
    LeadStatus.UNREACHABLE: frozenset({LeadStatus.CONTACTED, LeadStatus.DECLINED}),
    LeadStatus.JOINED: frozenset(),
    LeadStatus.DECLINED: frozenset(),
    LeadStatus.WITHDRAWN: frozenset(),
}
"""What a member of staff may make of a lead. Withdrawing and returning are not theirs to do."""

CLOSED = frozenset({LeadStatus.JOINED, LeadStatus.DECLINED, LeadStatus.WITHDRAWN})
OPEN = frozenset(LeadStatus) - CLOSED


class IllegalStatusChange(ValueError):  # noqa: N818 - the name other rooms were promised
    """A move that the life cycle does not have."""

    def __init__(self, current: LeadStatus, to: LeadStatus) -> None:
        allowed = ", ".join(sorted(MOVES[current])) or "nothing"
        super().__init__(f"a lead that is {current} can become {allowed}; not {to}")
        self.current = current
        self.to = to


def check_move(current: LeadStatus, to: LeadStatus) -> None:
    """Do nothing if staff may move a lead from `current` to `to`.

    Raises:
        IllegalStatusChange: they may not.
    """
    if to not in MOVES[current]:
        raise IllegalStatusChange(current, to)
