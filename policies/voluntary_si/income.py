"""The income someone chooses to contribute on (*thu nhập làm căn cứ đóng*), VND a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..errors import PolicyError
from ..wording import day, money

if TYPE_CHECKING:
    from datetime import date

    from ..inputs import Inputs
    from ..ruleset import Ruleset
    from ..worksheet import Worksheet

ASK_INCOME = "Anh/chị muốn chọn mức thu nhập bao nhiêu đồng một tháng để đóng?"


class IncomeBounds(NamedTuple):
    """The least and the greatest income that may be chosen, VND a month."""

    floor_vnd: int
    ceiling_vnd: int


def income_bounds(ruleset: Ruleset, on: date) -> IncomeBounds:
    """Return the bounds on a day of payment: the rural poverty line and 20 reference levels.

    Law 41/2024/QH15 article 31(2). Raises `NoRuleForDate` for a day that no rule covers.
    """
    return IncomeBounds(
        floor_vnd=ruleset.value("rural_poverty_line", on).value,
        ceiling_vnd=ruleset.value("voluntary_si.ceiling_multiple", on).value
        * ruleset.value("reference_level", on).value,
    )


def read_income(inputs: Inputs, sheet: Worksheet) -> int:
    """Return the chosen income (VND a month); raises `PolicyError` outside the day's bounds."""
    income = inputs.whole("income_vnd", ASK_INCOME)
    floor = sheet.use("rural_poverty_line").value
    ceiling = sheet.use("voluntary_si.ceiling_multiple").value * sheet.use("reference_level").value
    if income < floor:
        raise PolicyError(
            "income_below_floor",
            "income_vnd",
            f"Ngày {day(sheet.on)}, mức thu nhập thấp nhất được chọn là {money(floor)} một tháng.",
            floor,
        )
    if income > ceiling:
        raise PolicyError(
            "income_above_ceiling",
            "income_vnd",
            f"Ngày {day(sheet.on)}, mức thu nhập cao nhất được chọn là {money(ceiling)} một tháng.",
            ceiling,
        )
    _advise_step(sheet, income, floor)
    return income


def _advise_step(sheet: Worksheet, income: int, floor: int) -> None:
    step: int = sheet.look("voluntary_si.income_step").value
    below = income - (income - floor) % step
    if below != income:
        sheet.warn(
            "income_off_step",
            f"Các điểm thu thường nhận mức tăng theo từng {money(step)}, "
            f"ví dụ {money(below)} hoặc {money(below + step)}.",
        )
