"""What share of the costs the fund pays (*mức hưởng*): Law 51/2024/QH15 article 22."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..benefits.person import age_on, read_birth

if TYPE_CHECKING:
    from ..inputs import Inputs
    from ..parameter import Value
    from ..worksheet import Worksheet

SHARE = "hi_benefits.share"
RAISED = "hi_benefits.raised_share"
ROUTE = "hi_benefits.route_share"
INPATIENT = "hi_benefits.specialised_inpatient_share"
SPECIALISED_INPATIENT = "specialised_inpatient"
# Some of these people live where the greater share holds; the group does not tell which.
PERHAPS_IN_DIFFICULT_AREA = ("poor", "specially_difficult_area", "ethnic_near_poor_mountain_area")
SOCIAL_PENSION = "social_pension"
REGISTERED = "registered"
FIRST_LEVEL = "first_level"
WHOLE = Fraction(1)

ASK_GROUP = "Thẻ bảo hiểm y tế của anh/chị thuộc nhóm nào: hộ gia đình, hộ nghèo, học sinh, …?"
ASK_ROUTE = "Anh/chị khám ở nơi đăng ký (hoặc được chuyển đến) hay tự đi nơi khác?"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the costs and the values on which it rests."""

    share: Fraction
    basis: tuple[Value, ...]


def read_benefit(inputs: Inputs, sheet: Worksheet) -> Share:
    """Return the share of the person's group at the right facility.

    Asks for the birth only where the group's share depends on the age. A raised share rests on a
    letter that newspapers contradict, so the quote is provisional where it is used.
    """
    table = sheet.use(SHARE)
    group = inputs.word("group", table.value, ASK_GROUP, "Em không biết nhóm đối tượng này.")
    share: Fraction = table.value[group]
    raised = sheet.seek(RAISED)
    if raised is None or group not in raised.value:
        return Share(share, (table,))
    if group == SOCIAL_PENSION and not _old_enough(inputs, sheet):
        return Share(share, (table,))
    return Share(sheet.use(RAISED).value[group], (raised, table))


def read_route(inputs: Inputs, sheet: Worksheet) -> tuple[str, Share]:
    """Return how the person comes to the facility, and which share of the benefit then counts."""
    if not inputs.has("route"):
        return REGISTERED, Share(WHOLE, ())
    table = sheet.use(ROUTE)
    route = inputs.word(
        "route", {REGISTERED, *table.value}, ASK_ROUTE, "Em không biết cách đi khám này."
    )
    if route == REGISTERED:
        return route, Share(WHOLE, ())
    if route == SPECIALISED_INPATIENT:
        return route, _of_inpatient(str(inputs.get("group")), table, sheet)
    share: Fraction = table.value[route]
    if share == 0:
        sheet.doubt(
            "share_not_named",
            "Quy định không nêu mức chi trả cho cách đi khám này nên em hiểu là không được trả; "
            "anh/chị hỏi lại cơ quan bảo hiểm xã hội.",
        )
    return route, Share(share, (table,))


def _of_inpatient(group: str, usual: Value, sheet: Worksheet) -> Share:
    """Return the share of specialised inpatient care, greater for people of difficult areas."""
    greater = sheet.look(INPATIENT)
    if group in greater.value:
        return Share(greater.value[group], (sheet.use(INPATIENT),))
    if group in PERHAPS_IN_DIFFICULT_AREA:
        sheet.doubt(
            "difficult_area_not_told",
            "Người nghèo và người dân tộc thiểu số đang sống ở vùng khó khăn, đặc biệt khó khăn "
            "được trả đủ mức hưởng khi điều trị nội trú tuyến chuyên sâu; em đang tính theo mức "
            "chung.",
        )
    return Share(usual.value[SPECIALISED_INPATIENT], (usual,))


def _old_enough(inputs: Inputs, sheet: Worksheet) -> bool:
    needed: int = sheet.use("social_pension.ages").value["everyone"]
    return age_on(read_birth(inputs, sheet), sheet.on).years >= needed
