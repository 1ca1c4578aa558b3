"""What share of the average income a pension is (*tỷ lệ hưởng lương hưu*).

Law 41/2024/QH15 article 99.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..wording import percent
from .years import HALF_YEAR, counted_years

if TYPE_CHECKING:
    from fractions import Fraction

    from ..worksheet import Worksheet


def replacement_rate(sheet: Worksheet, sex: str, months: int) -> tuple[Fraction, Fraction]:
    """Return the years that count and the share for some months, at least the minimum ones."""
    minimum = sheet.use("pension.minimum_years")
    table = sheet.use("pension.rate")
    ladder = sheet.use("pension.rate_years")
    half = sheet.use(HALF_YEAR)
    years = counted_years(months, half.value)
    full: int = ladder.value[sex]
    rates = table.value
    if years < full:
        share = rates["short_base"] + (years - minimum.value) * rates["short_each_year"]
    else:
        share = min(rates["base"] + (years - full) * rates["each_year"], rates["most"])
    sheet.step(
        "pension.rate",
        f"Tỷ lệ hưởng lương hưu: {percent(share)}",
        {"sex": sex, "months": months, "years": years},
        share,
        "none",
        (table, ladder, minimum, half),
    )
    return years, share
