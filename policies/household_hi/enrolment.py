"""How each person joins on a day: position, support, paid by the state, or insured elsewhere.

Only people who join in household form take a position (*thứ tự trong hộ*); Law 51/2024/QH15
article 13(6). A group without national support joins supported where its province pays a share.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..errors import NoRuleForDate, PolicyError
from ..wording import day
from .members import GROUP, LEFT_AREA, Member
from .months import add_months
from .topup import top_up

if TYPE_CHECKING:
    from ..parameter import Value
    from ..worksheet import Worksheet


class Terms(NamedTuple):
    """On what terms a person joins, whatever the position.

    `joins` as in `Membership`; `state` and `province` are shares of the full premium, `own` what
    is left of it; `by_age` says that the province's share is for the age and not for the group.
    """

    group: Value
    joins: str
    state: Fraction = Fraction(0)
    province: Fraction = Fraction(0)
    province_basis: Value | None = None
    by_age: bool = False
    own: Fraction = Fraction(1)


class Enrolment(NamedTuple):
    """A person's place in the payment: `position` is 0 outside the household form."""

    member: Member
    terms: Terms
    position: int


def enrol(members: tuple[Member, ...], paid_positions: int, sheet: Worksheet) -> list[Enrolment]:
    """Return how each person joins, in paying order.

    Raises `no_rule_for_date` for a group that the day's law does not know.
    """
    enrolments: list[Enrolment] = []
    known: dict[Member, Terms] = {}
    position = paid_positions
    for place, member in enumerate(members):
        terms = known.get(member)
        if terms is None:
            terms = known[member] = _known_terms(member, place, sheet)
        if terms.joins == "household":
            position += 1
        enrolments.append(Enrolment(member, terms, position if terms.joins == "household" else 0))
    return enrolments


def _known_terms(member: Member, place: int, sheet: Worksheet) -> Terms:
    try:
        return sheet.remembered(("terms", member), partial(_terms, member))
    except NoRuleForDate as error:
        if not error.parameter_id.startswith(GROUP):
            raise
        raise PolicyError(
            "no_rule_for_date",
            f"members[{place}].group",
            f"Ngày {day(sheet.on)}, em chưa có quy định hỗ trợ cho nhóm này.",
        ) from error


def _terms(member: Member, sheet: Worksheet) -> Terms:
    group = sheet.use(GROUP + member.group)
    joins, state = group.value.joins, group.value.state
    in_time = member.group != LEFT_AREA or _in_time(member, sheet)
    if not in_time:
        joins, state = "household", Fraction(0)
    if joins == "elsewhere" or state == 1:
        return Terms(group, joins, state)
    added = top_up(member, sheet, 1 - state, of_group=in_time)
    if joins == "household" and not added.share:
        return Terms(group, joins)
    left = 1 - state
    province = min(added.share, left)
    own = left - province
    return Terms(group, "supported", state, province, added.basis, added.by_age, own)


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
