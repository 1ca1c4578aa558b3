"""How each person joins on a day: position, support, paid by the state, or insured elsewhere.

Only people who join in household form take a position (*thứ tự trong hộ*); Law 51/2024/QH15
article 13(6). A group without national support joins supported where its province pays a share.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import NoRuleForDate, PolicyError
from ..wording import day
from .members import GROUP, LEFT_AREA, Member
from .months import add_months

if TYPE_CHECKING:
    from ..parameter import Value
    from ..worksheet import Worksheet

PROVINCE_SHARE = "household_hi.province_share"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person's place in the payment.

    `joins` as in `Membership`; `position` counts from 1 in household form and is 0 otherwise;
    `state` and `province` are shares of the full premium.
    """

    member: Member
    group: Value
    joins: str
    position: int = 0
    state: Fraction = Fraction(0)
    province: Fraction = Fraction(0)
    province_basis: Value | None = None


def enrol(members: tuple[Member, ...], paid_positions: int, sheet: Worksheet) -> list[Enrolment]:
    """Return how each person joins, in paying order.

    Raises `no_rule_for_date` for a group that the day's law does not know.
    """
    enrolments: list[Enrolment] = []
    without_position: dict[Member, Enrolment] = {}
    position = paid_positions
    for place, member in enumerate(members):
        enrolment = without_position.get(member)
        if enrolment is None:
            enrolment = _enrol(member, f"members[{place}].group", position + 1, sheet)
            if enrolment.position:
                position = enrolment.position
            else:
                without_position[member] = enrolment
        enrolments.append(enrolment)
    return enrolments


def _enrol(member: Member, field: str, position: int, sheet: Worksheet) -> Enrolment:
    try:
        group = sheet.use(GROUP + member.group)
    except NoRuleForDate as error:
        raise PolicyError(
            "no_rule_for_date",
            field,
            f"Ngày {day(sheet.on)}, em chưa có quy định hỗ trợ cho nhóm này.",
        ) from error
    joins, state = group.value.joins, group.value.state
    if member.group == LEFT_AREA and not _in_time(member, sheet):
        joins, state = "household", Fraction(0)
    if joins == "elsewhere" or state == 1:
        return Enrolment(member, group, joins, state=state)
    if joins == "household" and member.group == LEFT_AREA:
        return Enrolment(member, group, joins, position)
    share, basis = sheet.province_share(PROVINCE_SHARE, member.group)
    if joins == "household" and not share:
        return Enrolment(member, group, joins, position)
    return Enrolment(
        member,
        group,
        "supported",
        state=state,
        province=min(share or Fraction(0), 1 - state),
        province_basis=basis,
    )


def _in_time(member: Member, sheet: Worksheet) -> bool:
    """Whether the support of a commune that left the difficult area still runs.

    36 months from leaving (Decree 188/2025/NĐ-CP article 6), or the window of a known list.
    """
    if member.left_on is None:
        in_time: bool = sheet.use(f"household_hi.left_list_{member.left_list}").value == "in_time"
    else:
        months = sheet.use("household_hi.left_area_months").value
        in_time = sheet.on < add_months(member.left_on, months)
    if not in_time:
        sheet.warn(
            "left_area_support_ended",
            "Thời gian hỗ trợ cho xã ra khỏi vùng khó khăn đã hết nên em tính theo hộ gia đình; "
            "anh/chị vui lòng hỏi lại Ủy ban nhân dân xã.",
        )
    return in_time
