"""By what a month's amount is multiplied for a whole payment, exactly.

`rate` is the monthly average investment rate of the fund (*lãi suất đầu tư quỹ bình quân tháng*).
"""

from __future__ import annotations

from fractions import Fraction


def discounted(months: int, rate: Fraction) -> Fraction:
    """Return the sum of 1/(1+rate)^(i-1) for i = 1..months: paying years ahead.

    Decree 159/2025/NĐ-CP article 6; order 595/QĐ-BHXH article 10(3).
    """
    if rate == 0:
        return Fraction(months)
    growth = 1 + rate
    return (growth - growth ** (1 - months)) / rate


def compounded(months: int, rate: Fraction) -> Fraction:
    """Return the sum of (1+rate)^i for i = 1..months: paying missing years.

    Decree 159/2025/NĐ-CP article 7; order 595/QĐ-BHXH article 12(1.2.c) for the support.
    """
    if rate == 0:
        return Fraction(months)
    growth = 1 + rate
    return growth * (growth**months - 1) / rate


def late(months: int, rate: Fraction, months_late: int) -> Fraction:
    """Return months × (1+rate)^months_late: paying after the deadline.

    Order 595/QĐ-BHXH article 11(3).
    """
    return months * (1 + rate) ** months_late
