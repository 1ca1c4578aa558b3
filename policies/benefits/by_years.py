"""A sum paid once for the years contributed: 1.5 or 2 times the average for each.

Law 41/2024/QH15 articles 102(2) and 110.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import NoRuleForDate, PolicyError
from .average import average_income
from .calendar import first_day
from .years import years_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..parameter import Value
    from ..worksheet import Worksheet
    from .periods import Period

HIGHER_FROM = date(2014, 1, 1)
MULTIPLES = "lump_sum.multiples"
ROUNDING = "pension.rounding"


def whole_average(periods: Sequence[Period], sheet: Worksheet) -> int:
    """Return the average income of the periods in whole VND, as the lump sums take it."""
    average = average_income(periods, sheet)
    rounded, rounding = sheet.rounded("lump_sum.average_rounding", average)
    if rounding != "none":
        sheet.step(
            "benefits.whole_average",
            "Thu nhập bình quân, bỏ phần lẻ dưới một đồng",
            {"average_income_vnd": average},
            rounded,
            rounding,
            (sheet.use("lump_sum.average_rounding"),),
        )
    return rounded


def sum_by_years(
    rule: str, label: str, periods: Sequence[Period], average: int, sheet: Worksheet
) -> Fraction:
    """Return what the years paid before and from 2014 give (VND), exactly, and write it down."""
    before, later, half = years_around(periods, HIGHER_FROM, sheet)
    times = sheet.use(MULTIPLES)
    amount: Fraction = average * (
        before * times.value["before_2014"] + later * times.value["from_2014"]
    )
    sheet.step(
        rule,
        label,
        {"average_income_vnd": average, "years_before_2014": before, "years_from_2014": later},
        amount,
        "none",
        (times, half),
    )
    return amount


def amount_paid(periods: Sequence[Period], sheet: Worksheet) -> Fraction:
    """Return what was contributed in all (*số tiền đã đóng*), VND, exactly, and write it down."""
    total = Fraction(0)
    for period in periods:
        rate = _rate(period, sheet)
        paid = rate.value * period.income * period.months
        total += paid
        sheet.step(
            "benefits.amount_paid",
            f"Số tiền đã đóng {period.name}",
            {"income_vnd": period.income, "rate": rate.value, "months": period.months},
            paid,
            "none",
            (rate,),
        )
    return total


def _rate(period: Period, sheet: Worksheet) -> Value:
    """Return the rate of contribution in a period, the same for compulsory insurance.

    Law 41/2024/QH15 articles 32(2) and 36(1).
    """
    try:
        return sheet.ruleset.value("voluntary_si.rate", first_day(period.start))
    except NoRuleForDate as error:
        raise PolicyError(
            "no_rule_for_date",
            "periods",
            f"Em chưa có tỷ lệ đóng của thời gian {period.name} để tính số tiền đã đóng.",
        ) from error
