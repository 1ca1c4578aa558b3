"""The average income of all months paid (*mức bình quân thu nhập đã đóng*), in today's money.

Each year's income is multiplied by the coefficient of that year, as settled on the day: Law
41/2024/QH15 article 104. Compulsory and voluntary months are added up and divided by all months
(Decree 159/2025/NĐ-CP article 11(4)).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import PolicyError
from ..wording import day
from .periods import COMPULSORY, months_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..worksheet import Worksheet
    from .periods import Period

REVALUATION = "pension.revaluation"
ONE = Fraction(1)


def average_income(
    periods: Sequence[Period], sheet: Worksheet, missing: tuple[int, int] = (0, 0)
) -> Fraction:
    """Return the exact average income, VND a month, and write down how it came about.

    `missing` is how many missing months are paid at once, and on which income (VND): theirs is
    never revalued. Raises `no_rule_for_date` for a year before the coefficients.
    """
    total = sum((_adjusted_sum(one, sheet) for one in periods), Fraction(0))
    months, income = missing
    total += months * income
    months += months_of(periods)
    average = total / months
    sheet.step(
        "benefits.average_income",
        "Thu nhập bình quân của tất cả các tháng đã đóng",
        {"adjusted_total_vnd": total, "months": months},
        average,
        "none",
        (sheet.seek(REVALUATION),),
    )
    if any(one.kind == COMPULSORY and not one.adjusted for one in periods):
        sheet.doubt(
            "compulsory_average_assumed",
            "Với thời gian đóng bắt buộc, em tính bình quân tiền lương của tất cả các tháng; "
            "người hưởng lương nhà nước có cách tính khác, cơ quan bảo hiểm xã hội sẽ xác định.",
        )
    return average


def _adjusted_sum(period: Period, sheet: Worksheet) -> Fraction:
    """Return the income of all months of a period with its coefficients, VND."""
    if period.adjusted:
        return Fraction(period.income * period.months)
    value = sheet.use(REVALUATION)
    weights: list[tuple[int, Fraction]] = []
    shown: dict[str, int | str | Fraction] = {"income_vnd": period.income, "months": period.months}
    for year in range(period.start // 12, (period.end - 1) // 12 + 1):
        months = period.months_before(12 * (year + 1)) - period.months_before(12 * year)
        coefficient = _coefficient(value.value, year, sheet)
        if year <= sheet.on.year:
            shown[f"coefficient_{year}"] = coefficient
        weights.append((months, coefficient))
    total = period.income * _weighted(weights)
    later = ""
    if (period.end - 1) // 12 > sheet.on.year:
        later = f" (sau năm {sheet.on.year}: nhân với 1)"
    sheet.step(
        "benefits.revaluation",
        f"Thu nhập {period.name} nhân với hệ số điều chỉnh của từng năm{later}",
        shown,
        total,
        "none",
        (value,),
    )
    return total


def _weighted(weights: Iterable[tuple[int, Fraction]]) -> Fraction:
    """Return the sum of months × coefficient; to reduce it once, at the end, is much quicker."""
    above, below = 0, 1
    for months, coefficient in weights:
        above = above * coefficient.denominator + months * coefficient.numerator * below
        below *= coefficient.denominator
    return Fraction(above, below)


def _coefficient(table: Mapping[str, Fraction], year: int, sheet: Worksheet) -> Fraction:
    if year > sheet.on.year:
        return ONE
    coefficient = table.get(str(year))
    if coefficient is None:
        first = min(table)
        raise PolicyError(
            "no_rule_for_date",
            "periods",
            f"Ngày {day(sheet.on)}, em chỉ có hệ số điều chỉnh từ năm {first}; với thời gian "
            "trước đó, anh/chị cho em mức bình quân đã điều chỉnh (adjusted).",
            int(first),
        )
    return coefficient
