"""Tell a family with average living standard when the household form would cost it less.

People of group 4 who also fit the household form may choose (Law 51/2024/QH15 article 13(5)).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..rounding import half_up
from ..wording import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..worksheet import Worksheet
    from .enrolment import Enrolment
    from .premium import Premium

AVERAGE_AGRI = "average_agri"


def hint_household_form(
    sheet: Worksheet, premium: Premium, enrolments: Sequence[Enrolment], paid_positions: int
) -> None:
    """Warn `household_form_cheaper` where all who may choose would pay less in household form."""
    choosers = [one for one in enrolments if one.member.group == AVERAGE_AGRI]
    if not choosers:
        return
    taken = paid_positions + sum(1 for one in enrolments if one.joins == "household")
    positions = range(taken + 1, taken + 1 + len(choosers))
    full = premium.monthly * premium.months
    supported = full * len(choosers) * (1 - choosers[0].state - choosers[0].province)
    household = full * sum((premium.position_share(one) for one in positions), Fraction(0))
    if household < supported:
        sheet.warn(
            "household_form_cheaper",
            f"Nếu {len(choosers)} người thuộc hộ có mức sống trung bình tham gia theo hộ gia đình "
            f"thì chỉ đóng {money(half_up(household))} thay vì {money(half_up(supported))}; "
            "anh/chị được chọn một trong hai cách.",
        )
