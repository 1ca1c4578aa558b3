"""From months paid to the years that count for an amount (*số năm tính mức hưởng*)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .calendar import month_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ..parameter import Value
    from ..worksheet import Worksheet
    from .periods import Period

HALF_YEAR = "pension.half_year_months"


def counted_years(months: int, half_year_months: int) -> Fraction:
    """Return the years of some months: up to `half_year_months` odd ones are half a year.

    Law 41/2024/QH15 article 5(6).
    """
    years, odd = divmod(months, 12)
    if odd == 0:
        return Fraction(years)
    return years + (Fraction(1, 2) if odd <= half_year_months else Fraction(1))


def years_around(
    periods: Iterable[Period], border: date, sheet: Worksheet
) -> tuple[int, Fraction, Value]:
    """Return the years paid before a day and from it on, and the value that this rests on.

    Odd months before it count with the later ones: Law 41/2024/QH15 article 102(2).
    """
    periods = tuple(periods)
    before = sum(one.months_before(month_number(border)) for one in periods)
    years, odd = divmod(before, 12)
    later = sum(one.months for one in periods) - before + odd
    half = sheet.use(HALF_YEAR)
    return years, counted_years(later, half.value), half
