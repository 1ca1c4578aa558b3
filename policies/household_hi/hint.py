"""Tell a family whose support leaves a choice when the household form would cost it less.

People of group 4 who also fit the household form may choose: Law 51/2024/QH15 article 13(5). A
group moves as a whole, since nobody has confirmed that one may be split between the two forms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..rounding import half_up
from ..wording import money
from .premium import POSITION_SHARES, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..worksheet import Worksheet
    from .enrolment import Enrolment
    from .premium import Premium

AVERAGE_AGRI = "average_agri"
CHOOSERS = (
    AVERAGE_AGRI,
    "near_poor",
    "security_force",
    "village_health_worker",
    "village_midwife",
    "village_part_time_staff",
    "ethnic_left_difficult_area",
    "artisan",
    "trafficking_victim",
)


def hint_household_form(
    sheet: Worksheet, premium: Premium, enrolments: Sequence[Enrolment], paid_positions: int
) -> None:
    """Write down which form costs less for the people who may choose and pay something.

    Warn `household_form_cheaper` where one of their groups, or all together, would pay less so;
    only then does the quote rest on the shares of the positions.
    """
    choosers = [
        one
        for one in enrolments
        if one.terms.joins == "supported" and one.terms.own and one.member.group in CHOOSERS
    ]
    if not choosers:
        return
    groups = dict.fromkeys(one.member.group for one in choosers)
    ways = [[one for one in choosers if one.member.group == group] for group in groups]
    if len(ways) > 1:
        ways.append(choosers)
    taken = paid_positions + sum(1 for one in enrolments if one.terms.joins == "household")
    shares = sheet.look(POSITION_SHARES).value
    compared = [(_own(way), _positions(shares, taken, way), way) for way in ways]
    own, positions, best = max(compared, key=lambda one: one[0] - one[1])
    supported, household = half_up(premium.full * own), half_up(premium.full * positions)
    sheet.step(
        "household_hi.choice",
        f"Chọn cách đóng cho {len(best)} người thuộc {_who(best)}: {_cheaper(own, positions)}",
        {"people": len(best), "supported_vnd": supported, "household_form_vnd": household},
        min(supported, household),
        "none",
        (sheet.look(POSITION_SHARES),),
    )
    if positions < own:
        sheet.use(POSITION_SHARES)
        sheet.warn(
            "household_form_cheaper",
            f"Nếu {len(best)} người thuộc {_who(best)} tham gia theo hộ gia đình "
            f"thì chỉ đóng {money(household)} thay vì {money(supported)}, "
            "vì trong hộ người sau đóng ít hơn người trước; "
            "anh/chị được chọn một trong hai cách.",
        )


def _cheaper(own: Fraction, positions: Fraction) -> str:
    if positions < own:
        return "theo hộ gia đình rẻ hơn, vì trong hộ người sau đóng ít hơn người trước"
    if own < positions:
        return "giữ phần hỗ trợ rẻ hơn, vì được hỗ trợ nhiều hơn phần giảm theo thứ tự trong hộ"
    return "hai cách đóng bằng nhau"


def _own(way: Sequence[Enrolment]) -> Fraction:
    """Return how many full premiums the people pay where they keep their support."""
    return sum((one.terms.own for one in way), Fraction(0))


def _positions(shares: Sequence[Fraction], taken: int, way: Sequence[Enrolment]) -> Fraction:
    """Return how many full premiums the people pay on the next positions of the household."""
    positions = range(taken + 1, taken + 1 + len(way))
    return sum((share_of(shares, one) for one in positions), Fraction(0))


def _who(way: Sequence[Enrolment]) -> str:
    groups = {one.member.group: one.terms.group.label for one in way}
    if set(groups) == {AVERAGE_AGRI}:
        return "hộ có mức sống trung bình"
    return "nhóm " + ", ".join(label[0].lower() + label[1:] for label in groups.values())
