"""How amounts, days and shares are written for a Vietnamese reader."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


@lru_cache(maxsize=4096)
def money(amount_vnd: int) -> str:
    """Return an amount in VND as `1.366.200 đồng`."""
    return f"{format_decimal(amount_vnd, locale='vi')} đồng"


@lru_cache(maxsize=1024)
def percent(share: Fraction) -> str:
    """Return a share as `4,5%`."""
    hundredths = share * 100
    number = Decimal(hundredths.numerator) / Decimal(hundredths.denominator)
    return f"{format_decimal(number, format='0.######', locale='vi')}%"


def day(on: date) -> str:
    """Return a day as `01/07/2026`."""
    return on.strftime("%d/%m/%Y")


@lru_cache(maxsize=1024)
def exact(number: Fraction) -> str:
    """Return a number without loss: `0.045`, or `1/3` where no decimal is exact."""
    places = 0
    while number * 10**places % 1 and places < 12:
        places += 1
    scaled = number * 10**places
    if scaled.denominator != 1:
        return str(number)
    return str(Decimal(scaled.numerator).scaleb(-places))
