"""What each person's premium is (*mức đóng bảo hiểm y tế*), VND.

4.5% of the base salary a month (Decree 188/2025/NĐ-CP article 6) for the full premium; the share
of the position in household form. Months are multiplied first and the result rounded once.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ..wording import percent
from .months import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..parameter import Value
    from ..worksheet import Worksheet

ROUNDING = "household_hi.rounding"
POSITION_SHARES = "household_hi.position_shares"


def share_of(shares: Sequence[Fraction], position: int) -> Fraction:
    """Return the share of a position, counted from 1; the last one holds for all after it."""
    return shares[min(position, len(shares)) - 1]


class Premium(NamedTuple):
    """The full premium on a day: of a month, and of all `months` of the payment (VND, exact)."""

    months: int
    monthly: Fraction
    full: Fraction
    rate: Value
    base: Value


def full_premium(months: int, sheet: Worksheet) -> Premium:
    """Return the full premium for some months and write down that of one."""
    rate = sheet.use("household_hi.rate")
    base = sheet.use("reference_level")
    monthly: Fraction = rate.value * base.value
    sheet.step(
        "household_hi.premium",
        rate.label,
        {"rate": rate.value, "reference_level": base.value},
        monthly,
        "none",
        (rate, base),
    )
    return Premium(months, monthly, monthly * months, rate, base)


def contribution(
    premium: Premium, joins: str, position: int, sheet: Worksheet
) -> tuple[Fraction, int]:
    """Return the premium of one person for all months, exactly and in whole VND.

    Raises `NoRuleForDate` for a day without shares of the positions.
    """
    if joins == "elsewhere":
        return Fraction(0), 0
    if joins == "household":
        return _of_position(premium, position, sheet)
    if joins == "state" and len(levels := _levels(premium, sheet)) > 1:
        return _following_base(premium, levels, sheet)
    return _written(
        sheet,
        "household_hi.full_premium",
        "Mức đóng đầy đủ của một người",
        {"premium": premium.monthly, "months": premium.months},
        premium.full,
        (premium.rate, premium.base),
    )


def _of_position(premium: Premium, position: int, sheet: Worksheet) -> tuple[Fraction, int]:
    shares = sheet.use(POSITION_SHARES)
    share = share_of(shares.value, position)
    return _written(
        sheet,
        "household_hi.position",
        f"Người thứ {position} trong hộ đóng {percent(share)}",
        {"premium": premium.monthly, "months": premium.months, "share": share},
        premium.full * share,
        (shares,),
    )


def _written(
    sheet: Worksheet,
    rule: str,
    label: str,
    inputs: Mapping[str, int | str | Fraction],
    exact: Fraction,
    basis: tuple[Value, ...],
) -> tuple[Fraction, int]:
    amount, rounding = sheet.rounded(ROUNDING, exact)
    sheet.step(rule, label, inputs, amount, rounding, basis)
    return exact, amount


def _levels(premium: Premium, sheet: Worksheet) -> dict[Value, int]:
    """Return the base salaries of the months to come, each with its number of months."""
    days = (add_months(sheet.on, month) for month in range(premium.months))
    return Counter(sheet.ruleset.value("reference_level", one) for one in days)


def _following_base(
    premium: Premium, levels: Mapping[Value, int], sheet: Worksheet
) -> tuple[Fraction, int]:
    """Write the premium of someone for whom the state pays all: each month on its own level.

    Whoever pays a part keeps the level of the day of payment (Decree 146/2018/NĐ-CP 10).
    """
    months = {f"months_at_{level.value}": months for level, months in levels.items()}
    base_months = sum((level.value * months for level, months in levels.items()), 0)
    return _written(
        sheet,
        "household_hi.full_premium_following_base",
        "Mức đóng đầy đủ của một người, theo lương cơ sở của từng tháng",
        {"rate": premium.rate.value, **months},
        premium.rate.value * base_months,
        (sheet.use("household_hi.state_paid_base"), premium.rate, *levels),
    )
